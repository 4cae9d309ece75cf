// Commands of the control socket: what is done to a simulated host through <rollcall/mock.h>.
//
// A request is a JSON object: "do" names the command, "host" the host, as clients name it, or the
// first one if it is left out; the rest is what the command takes. The reply is {"ok": RESULT} or
// {"error": {"code": N, "message": TEXT}}, where N is a virErrorNumber.
//
//   do               takes                        RESULT
//   add-rule         xml                          number of the rule
//   remove-rule      rule                         null
//   rule-hits        rule                         how often it took effect
//   wait-held        rule, count?, timeout_ms?    how many calls it holds
//   release          rule                         how many calls go on
//   call-count       pattern?, client?            how many calls began, or those of one client
//   clients          pattern?                     [number, calls] of each client that is remembered
//   advance          ns                           null
//   advance-to-next                               whether something was due
//   time                                          virtual time in ns
//   perform          xml                          to how many domains it was done
//   trace            path?                        null; without a path, the trace or replay ends
//   replay           path                         null

#pragma once

#include <atomic>
#include <string>
#include <string_view>

#include "api/rpc/server/served_hosts.hpp"

namespace rollcall::daemon {

/// Does what a request asks for. What waits gives up, with an error, once `stopping` is true.
///
/// Returns: the reply, without a line end.
/// Threading: from any thread.
std::string answer_control(std::string_view request, const rpc::ServedHosts& hosts,
                           const std::atomic<bool>& stopping);

}  // namespace rollcall::daemon
