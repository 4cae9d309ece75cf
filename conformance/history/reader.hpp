// Reader: a history file (FORMAT.md) as validated batches. Reads no further than it must and holds
// two batches at most, so that files larger than memory stream.

#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "conformance/history/header.hpp"
#include "conformance/history/history.hpp"

namespace rollcall::history {

/// The batch of a reader, and with it how far out of order the operations of a file may be.
inline constexpr std::size_t kBatchOperations = 50'000;

/// Errors: of every method, one line that names file, line and what is wrong. After an error there
/// is nothing more to read.
/// Threading: one thread at a time.
class Reader {
 public:
  /// Pre: `stream` outlives the reader. `file` is the name for error messages.
  Reader(std::istream& stream, std::string file, std::size_t batch_operations = kBatchOperations);
  ~Reader();

  tl::expected<Header, std::string> read_header();

  /// The next batch; one without operations when the history has ended.
  ///
  /// Pre: the header was read.
  tl::expected<Batch, std::string> next();

  /// Who is who in all batches so far. Grows with each.
  const Host& host() const;

  /// How many bytes of the stream were read.
  std::uint64_t position() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

/// A whole history that fits into memory, with its header.
struct ReadHistory {
  Header header;
  History history;
};
tl::expected<ReadHistory, std::string> read_history(std::istream& stream, const std::string& file);

}  // namespace rollcall::history
