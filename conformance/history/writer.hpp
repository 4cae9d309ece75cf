// Writer: a history as a file (FORMAT.md), batch by batch. The same history gives the same bytes.

#pragma once

#include <ostream>
#include <string>

#include "conformance/history/header.hpp"
#include "conformance/history/history.hpp"

namespace rollcall::history {

/// Whether all was written is the stream's to say.
///
/// Threading: one thread at a time.
class Writer {
 public:
  /// Writes the header. Pre: `stream` outlives the writer.
  Writer(std::ostream& stream, const Header& header);

  /// Writes the domains that `host` gained since the last call, then the operations. Names that are
  /// not UTF-8 are written with replacement characters.
  ///
  /// Pre: the batch is valid; domains that `host` gains after the first batch were absent at first.
  void write(const Host& host, const Batch& batch);

 private:
  std::ostream& stream_;
  std::size_t written_domains_ = 0;
};

/// A whole history as the text of a file.
std::string file_text(const Header& header, const History& history);

}  // namespace rollcall::history
