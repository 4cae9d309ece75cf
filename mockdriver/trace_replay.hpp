// TraceReplay: a trace that a host is to leave once more, line by line, and the first line at which
// it does not.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/core/result.hpp"

namespace rollcall {

/// Threading: none of its own.
class TraceReplay {
 public:
  /// Errors: SYSTEM_ERROR naming the file when it cannot be read, with errno as int1; INVALID_ARG
  /// when it does not begin with the line `header`, or has a line that is none of a trace.
  static Result<TraceReplay> read(const std::string& path, std::string_view header);

  /// What a line says, without its time.
  static std::string_view content_of(std::string_view line);

  /// Whether a line with this content comes next, or later than that.
  bool is_next(std::string_view content) const;
  bool comes_yet(std::string_view content) const;

  /// How many lines the host has left, the header included.
  std::size_t lines_met() const noexcept { return next_; }

  /// The host leaves a line. Pre: it has not departed from the trace.
  void meet(std::string_view line);

  /// The host does something else than what comes next. Pre: it has not departed from the trace.
  void depart(std::string_view found);

  /// Where the host has departed from the trace: INVALID_ARG with file, line, and what was
  /// expected.
  const std::optional<Error>& departure() const noexcept { return departure_; }

  /// Errors: the departure; INVALID_ARG when the trace goes on.
  Status finish();

 private:
  explicit TraceReplay(std::string path) : path_(std::move(path)) {}

  std::string path_;
  std::vector<std::string> lines_;
  std::size_t next_ = 1;  ///< of lines_; the first one is the header
  std::unordered_map<std::string_view, std::size_t> left_;  ///< contents of those from next_ on
  std::optional<Error> departure_;
};

}  // namespace rollcall
