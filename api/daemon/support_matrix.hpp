// What the daemon serves, as a table for people.

#pragma once

#include <string>

namespace rollcall::daemon {

/// One row for each procedure of the remote program that is served, in Markdown.
std::string support_matrix();

}  // namespace rollcall::daemon
