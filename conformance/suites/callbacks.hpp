// How event callbacks come and go: both ways of registering, what a callback is given, that it is
// silent once it is deregistered, and what the close of a connection does to its domains.

#pragma once

#include <vector>

#include "conformance/suites/stateful/event_tap.hpp"

namespace rollcall::suites {

/// Pre: `tap` watches `connection`.
std::vector<report::Check> check_callbacks(const Context& context,
                                           const sut::Connection& connection,
                                           stateful::EventTap& tap);

}  // namespace rollcall::suites
