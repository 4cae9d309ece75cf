#include "mockdriver/trace_replay.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include <fmt/format.h>

namespace rollcall {
namespace {

constexpr std::string_view kBeforeTime = "{\"t\":";

Error wrong(std::string message) {
  return make_error(VIR_ERR_INVALID_ARG, VIR_FROM_TEST, std::move(message));
}

}  // namespace

std::string_view TraceReplay::content_of(std::string_view line) {
  return line.substr(line.find(',') + 1);
}

Result<TraceReplay> TraceReplay::read(const std::string& path, std::string_view header) {
  errno = 0;
  std::ifstream file(path);
  TraceReplay replay(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t number = replay.lines_.size() + 1;
    const bool is_header = number == 1;
    if (is_header ? line != header : !line.starts_with(kBeforeTime)) {
      return fail(wrong(fmt::format(
          "{}:{}: expected {}, found '{}'", path, number,
          is_header ? fmt::format("'{}'", header) : "a line of a trace, which begins with its time",
          line)));
    }
    replay.lines_.push_back(std::move(line));
  }
  if (!file.is_open() || file.bad()) {
    Error error =
        make_error(VIR_ERR_SYSTEM_ERROR, VIR_FROM_TEST,
                   fmt::format("the trace '{}' cannot be read: {}", path, std::strerror(errno)));
    error.int1 = errno;
    return fail(std::move(error));
  }
  if (replay.lines_.empty()) {
    return fail(wrong(fmt::format("{}:1: expected '{}', found the end of the file", path, header)));
  }
  for (std::size_t line = 1; line < replay.lines_.size(); ++line) {
    ++replay.left_[content_of(replay.lines_[line])];
  }
  return replay;
}

bool TraceReplay::is_next(std::string_view content) const {
  return next_ < lines_.size() && content_of(lines_[next_]) == content;
}

bool TraceReplay::comes_yet(std::string_view content) const {
  const auto found = left_.find(content);
  return found != left_.end() && found->second > 0;
}

void TraceReplay::meet(std::string_view line) {
  if (next_ == lines_.size() || lines_[next_] != line) return depart(fmt::format("'{}'", line));
  --left_[content_of(lines_[next_])];
  ++next_;
}

void TraceReplay::depart(std::string_view found) {
  const std::string expected =
      next_ < lines_.size() ? fmt::format("'{}'", lines_[next_]) : "nothing more";
  departure_ = wrong(fmt::format("{}:{}: the replay departs from the trace: expected {}, found {}",
                                 path_, next_ + 1, expected, found));
}

Status TraceReplay::finish() {
  if (!departure_ && next_ < lines_.size()) depart("the end of the replay");
  if (departure_) return fail(*departure_);
  return {};
}

}  // namespace rollcall
