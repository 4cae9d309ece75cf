// Listing over a UNIX socket: each of the two libraries as the client of each of the two daemons.

#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/subject.hpp"
#include "bench/summary.hpp"
#include "bench/wire_daemon.hpp"

namespace rollcall::bench {

/// What is measured: hosts of `compared_domains` by all four pairs, one of `large_domains`, beyond
/// what libvirt's protocol allows, by ours alone.
struct WirePlan {
  std::size_t compared_domains = 0;
  std::size_t large_domains = 0;
};
WirePlan wire_plan(bool quick);

/// The connections of a run, each made when it is first asked for and kept with its daemon: so
/// every client of a daemon lists the same host.
///
/// Threading: one thread, the one that runs the benchmarks.
class WireHosts {
 public:
  struct Reached {
    Host host;
    const WireDaemon& daemon;
  };

  /// Errors: a sentence saying why the daemon or the connection is not to be had.
  tl::expected<const Reached*, std::string> reach(const Subject& client, DaemonKind daemon,
                                                  std::size_t domains);

 private:
  std::map<std::pair<DaemonKind, std::size_t>, std::unique_ptr<WireDaemon>> daemons_;
  std::map<std::string, Reached> reached_;
};

inline constexpr const char* kWire = "list over a socket";
inline constexpr const char* kWireTime = "wall_ns";      ///< of one listing with its frees
inline constexpr const char* kDaemonTime = "daemon_ns";  ///< processor time of the daemon for it

/// The columns of the tables: the daemons.
Contenders daemons();

/// One iteration lists all domains and frees them. Counters: kWireTime, kDaemonTime.
void register_wire(WireHosts& hosts, const Subject& ours, const Subject& theirs,
                   const WirePlan& plan);

std::vector<Table> wire_tables(const Results& results, const WirePlan& plan,
                               const Contenders& clients);
std::vector<Bar> wire_bars(const Results& results, const WirePlan& plan, const Contenders& clients);

}  // namespace rollcall::bench
