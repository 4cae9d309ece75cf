// A program as one word, for tokens that repeat a run: per thread the homes of its domains and its
// commands, e.g. "0r1o:start@1,destroy@0+:list=1". Homes are (a)bsent, (o)ff, (r)unning, (p)aused;
// behind @ stands the slot, behind = the argument unless it is 0. Programs with shared domains have
// no code.

#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "conformance/workload/program.hpp"

namespace rollcall::workload {

/// Pre: no domain of the program is shared.
std::string code_of(const Program& program);

/// Errors: a sentence that says which part of the code is wrong.
tl::expected<Program, std::string> program_from_code(std::string_view code);

}  // namespace rollcall::workload
