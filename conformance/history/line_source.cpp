#include "conformance/history/line_source.hpp"

namespace rollcall::history {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;
constexpr std::size_t kLongestLine = std::size_t{1} << 24;

}  // namespace

bool LineSource::fill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  const std::size_t size = buffer_.size();
  buffer_.resize(size + kChunk);
  stream_.read(buffer_.data() + size, kChunk);
  buffer_.resize(size + static_cast<std::size_t>(stream_.gcount()));
  return buffer_.size() > size;
}

LineSource::Status LineSource::take(std::size_t length, std::size_t ending) {
  line_ = std::string_view(buffer_).substr(begin_, length);
  begin_ += length + ending;
  consumed_ += length + ending;
  is_ended_ = ending != 0;
  ++number_;
  return Status::kLine;
}

LineSource::Status LineSource::advance() {
  std::size_t searched = 0;
  while (true) {
    const std::size_t end = buffer_.find('\n', begin_ + searched);
    if (end != std::string::npos) return take(end - begin_, 1);
    searched = buffer_.size() - begin_;
    if (searched > kLongestLine) {
      ++number_;
      return Status::kTooLong;
    }
    if (!fill()) break;
  }
  if (stream_.bad()) return Status::kFailed;
  return searched == 0 ? Status::kEnd : take(searched, 0);
}

}  // namespace rollcall::history
