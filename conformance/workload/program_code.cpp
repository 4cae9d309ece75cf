#include "conformance/workload/program_code.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "conformance/history/call_names.hpp"

namespace rollcall::workload {
namespace {

constexpr std::array<std::pair<Home, char>, 4> kLetters{{
    {Home::kAbsent, 'a'},
    {Home::kOff, 'o'},
    {Home::kRunning, 'r'},
    {Home::kPaused, 'p'},
}};

// No shell, YAML or XML reads anything into it.
constexpr char kNextScript = '+';

char letter_of(Home home) {
  return std::find_if(kLetters.begin(), kLetters.end(),
                      [=](auto& pair) { return pair.first == home; })
      ->second;
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

/// Cuts off what stands before the separator, or all.
std::string_view cut(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view head = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return head;
}

bool read_parts(std::string_view text, std::vector<Part>& parts) {
  while (!text.empty()) {
    const std::size_t end = text.find_first_not_of("0123456789");
    if (end == std::string_view::npos) return false;
    const auto home = std::find_if(kLetters.begin(), kLetters.end(),
                                   [&](auto& pair) { return pair.second == text[end]; });
    Part part;
    if (home == kLetters.end() || !read_number(text.substr(0, end), part.slot)) return false;
    part.home = home->first;
    parts.push_back(part);
    text.remove_prefix(end + 1);
  }
  return true;
}

bool read_command(std::string_view text, Command& command) {
  std::string_view argument = text;
  std::string_view slot = cut(argument, '=');
  const bool has_argument = slot.size() < text.size();
  const std::string_view before = slot;
  const std::string_view name = cut(slot, '@');
  const auto call = history::call_named(name);
  if (!call || (has_argument && !read_number(argument, command.argument))) return false;
  command.call = *call;
  return name.size() == before.size() || read_number(slot, command.slot);
}

}  // namespace

std::string code_of(const Program& program) {
  std::string code;
  for (const Script& script : program.scripts) {
    if (&script != &program.scripts.front()) code += kNextScript;
    for (const Part& part : script.parts) {
      code += std::to_string(part.slot) + letter_of(part.home);
    }
    for (const Command& command : script.commands) {
      code += &command == &script.commands.front() ? ':' : ',';
      code += history::name_of(command.call);
      if (command.slot != kNoSlot) code += '@' + std::to_string(command.slot);
      if (command.argument != 0) code += '=' + std::to_string(command.argument);
    }
  }
  return code;
}

tl::expected<Program, std::string> program_from_code(std::string_view code) {
  Program program;
  // A script may be empty, also the last one.
  for (bool has_more = !code.empty(); has_more;) {
    has_more = code.find(kNextScript) != std::string_view::npos;
    std::string_view commands = cut(code, kNextScript);
    Script script;
    const std::string_view parts = cut(commands, ':');
    if (!read_parts(parts, script.parts)) {
      return tl::unexpected("'" + std::string(parts) + "' does not say where domains begin");
    }
    while (!commands.empty()) {
      const std::string_view text = cut(commands, ',');
      if (!read_command(text, script.commands.emplace_back())) {
        return tl::unexpected("'" + std::string(text) + "' is no command");
      }
    }
    program.scripts.push_back(std::move(script));
  }
  return program;
}

}  // namespace rollcall::workload
