#include "conformance/report/text.hpp"

#include <algorithm>

namespace rollcall::report {

std::string wrap(const std::string& first, const std::string& text) {
  const std::string indent(first.size(), ' ');
  const std::size_t room = kColumns > first.size() + 20 ? kColumns - first.size() : 20;
  std::string out;
  std::size_t start = text.find_first_not_of(" \n");
  do {
    std::size_t end = start == std::string::npos ? std::string::npos : start + room;
    if (end < text.size()) {
      const std::size_t blank = text.find_last_of(" \n", end);
      if (blank != std::string::npos && blank > start) end = blank;
    } else {
      end = text.size();
    }
    std::string line = out.empty() ? first : indent;
    if (start != std::string::npos) line += text.substr(start, end - start);
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    start = text.find_first_not_of(" \n", end);
  } while (start != std::string::npos);
  return out;
}

std::string wrap_command(const std::string& first, const std::string& command) {
  constexpr const char* kContinuation = " \\";
  const std::size_t room = kColumns - first.size() - std::string(kContinuation).size();
  std::string out = first;
  std::size_t used = 0;
  for (std::size_t start = 0; start < command.size();) {
    const std::size_t end = std::min(command.find(" --", start + 1), command.size());
    const std::string part = command.substr(start, end - start);
    if (used != 0 && used + part.size() > room) {
      out += kContinuation + ("\n" + std::string(first.size() - 1, ' '));
      used = 0;
    }
    out += part;
    used += part.size();
    start = end;
  }
  return out + "\n";
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t left = digits.size(); left > 3;) {
    left -= 3;
    digits.insert(left, 1, ' ');
  }
  return digits;
}

std::string counted(std::uint64_t number, const std::string& noun) {
  return grouped(number) + " " + noun + (number == 1 ? "" : "s");
}

std::string join(const std::vector<std::string>& parts, const std::string& separator) {
  std::string joined;
  for (const std::string& part : parts) {
    if (!joined.empty()) joined += separator;
    joined += part;
  }
  return joined;
}

std::string shell_quoted(const std::string& word) {
  constexpr const char* kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char character : word) {
    quoted += character == '\'' ? std::string("'\\''") : std::string(1, character);
  }
  return quoted + "'";
}

}  // namespace rollcall::report
