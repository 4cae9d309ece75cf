#include "conformance/workload/program.hpp"

#include "conformance/history/call_names.hpp"

namespace rollcall::workload {

std::string to_text(const Program& program) {
  std::string text;
  for (std::size_t thread = 0; thread < program.scripts.size(); ++thread) {
    for (const Command& command : program.scripts[thread].commands) {
      text += "thread " + std::to_string(thread + 1) + ": ";
      text += history::name_of(command.call);
      if (command.slot != kNoSlot) text += " domain " + std::to_string(command.slot);
      text += " " + std::to_string(command.argument) + "\n";
    }
  }
  return text;
}

}  // namespace rollcall::workload
