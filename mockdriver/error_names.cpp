#include "mockdriver/error_names.hpp"

#include <utility>
#include <vector>

#include "mockdriver/attributes.hpp"
#include "mockdriver/xml_file.hpp"

namespace rollcall {
namespace {

#define ROLLCALL_NAMED(code) \
  { #code, code }
constexpr std::pair<std::string_view, virErrorNumber> kCodes[] = {
    ROLLCALL_NAMED(VIR_ERR_INTERNAL_ERROR),
    ROLLCALL_NAMED(VIR_ERR_NO_MEMORY),
    ROLLCALL_NAMED(VIR_ERR_NO_SUPPORT),
    ROLLCALL_NAMED(VIR_ERR_NO_CONNECT),
    ROLLCALL_NAMED(VIR_ERR_INVALID_ARG),
    ROLLCALL_NAMED(VIR_ERR_OPERATION_FAILED),
    ROLLCALL_NAMED(VIR_ERR_OPERATION_DENIED),
    ROLLCALL_NAMED(VIR_ERR_SYSTEM_ERROR),
    ROLLCALL_NAMED(VIR_ERR_RPC),
    ROLLCALL_NAMED(VIR_ERR_NO_DOMAIN),
    ROLLCALL_NAMED(VIR_ERR_OPERATION_INVALID),
    ROLLCALL_NAMED(VIR_ERR_AUTH_FAILED),
    ROLLCALL_NAMED(VIR_ERR_OPERATION_TIMEOUT),
    ROLLCALL_NAMED(VIR_ERR_OPERATION_ABORTED),
    ROLLCALL_NAMED(VIR_ERR_AGENT_UNRESPONSIVE),
    ROLLCALL_NAMED(VIR_ERR_RESOURCE_BUSY),
    ROLLCALL_NAMED(VIR_ERR_ACCESS_DENIED),
};
#undef ROLLCALL_NAMED

constexpr std::uint64_t kCodeMax = 200;  // beyond every virErrorNumber there is

}  // namespace

std::optional<virErrorNumber> error_code(std::string_view name) {
  for (const auto& [known, code] : kCodes) {
    if (known == name) return code;
  }
  const std::optional<std::uint64_t> number = whole_number(name);
  if (!number || *number == 0 || *number > kCodeMax) return std::nullopt;
  return static_cast<virErrorNumber>(*number);
}

std::string error_names() {
  std::vector<std::string> names;
  for (const auto& [name, code] : kCodes) names.emplace_back(name);
  return alternatives(names);
}

}  // namespace rollcall
