// Trace file: a run under the scheduler as JSON lines. The first line says what was run, on what,
// by which choices, and what it refuted; each further line is a step, so that a replay which takes
// another way can say where.
//
//   {"format":"rollcall-trace","version":1,"kit":"0.1.0","library":"libvirt.so.0",
//    "library_version":"9.0.0","uri":"test:///default","build":"ef5e348f","seed":1,
//    "strategy":"dfs1","refuted":"S","title":"this list was never true","threads":2,"domains":3,
//    "renaming_pairs":1,"program":"4o1r:destroy@1,rename@4=3+:list=64",
//    "choices":[{"step":1,"thread":2},{"step":17,"thread":1}],"steps":44,"hash":"7fc733914b0a66de"}
//   {"step":1,"thread":2,"point":"begin"}
//   {"step":2,"thread":2,"point":"lock","object":2}

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "conformance/schedule/run.hpp"
#include "conformance/schedule/token.hpp"

namespace rollcall::suites::scheduled {

/// What was run: enough to load it again.
struct Origin {
  std::string library;  ///< path or soname
  std::string library_version;
  std::string uri;
  std::string domain_type;  ///< empty: what the host offers first
  /// The variables ROLLCALL_* by which the library was chosen.
  std::map<std::string, std::string> environment;

  friend bool operator==(const Origin&, const Origin&) = default;
};

struct TraceFile {
  std::string kit;  ///< the version of the kit that recorded it
  Origin origin;
  schedule::Token token;  ///< its scenario is one of the scheduled suites
  std::string title;      ///< what was refuted, in words
  std::vector<schedule::Step> steps;

  friend bool operator==(const TraceFile&, const TraceFile&) = default;
};

/// Pre: the token's scenario is well-formed.
std::string to_text(const TraceFile& trace);

/// `name` of the file is for messages. Errors: name, line, and what is wrong there; also of another
/// version, and of a file that was cut off or changed.
tl::expected<TraceFile, std::string> trace_from(std::string_view text, const std::string& name);

/// Errors: also that the file cannot be read or written.
tl::expected<TraceFile, std::string> read_trace(const std::string& path);
tl::expected<void, std::string> write_trace(const std::string& path, const TraceFile& trace);

}  // namespace rollcall::suites::scheduled
