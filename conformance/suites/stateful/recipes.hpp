// Recipes: the rows of the tables of the life cycle, each as the calls that lead there from
// nothing.

#pragma once

#include <vector>

#include "conformance/suites/stateful/call.hpp"

namespace rollcall::suites::stateful {

using Recipe = std::vector<MenuItem>;

/// One recipe per row, the simplest first.
const std::vector<Recipe>& recipes();

}  // namespace rollcall::suites::stateful
