#include "api/daemon/client_uri.hpp"

#include <cctype>
#include <cstdio>

namespace rollcall::daemon {
namespace {

std::string percent_encoded(const std::string& path) {
  std::string text;
  for (const unsigned char c : path) {
    if (std::isalnum(c) != 0 || c == '/' || c == '-' || c == '_' || c == '.' || c == '~') {
      text.push_back(static_cast<char>(c));
    } else {
      char code[4];
      std::snprintf(code, sizeof(code), "%%%02X", c);
      text += code;
    }
  }
  return text;
}

}  // namespace

std::string client_uri(const std::string& name, const std::string& path) {
  const std::string plain = name.substr(0, name.find('?'));
  const std::size_t colon = plain.find(':');
  // "+unix" makes a client go to the socket even if it has a driver of its own for the scheme.
  return plain.substr(0, colon) + "+unix" + plain.substr(colon) +
         "?socket=" + percent_encoded(path);
}

std::string export_line(const std::string& variable, const std::string& value) {
  std::string quoted;
  for (const char c : value) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return "export " + variable + "='" + quoted + "'\n";
}

}  // namespace rollcall::daemon
