#include "api/rpc/proxy/wire_faults.hpp"

#include <charconv>

namespace rollcall::rpc {
namespace {

// The number behind "NAME=", when the word is that.
std::optional<std::uint32_t> number_in(std::string_view word, std::string_view name) {
  if (!word.starts_with(name)) return std::nullopt;
  word.remove_prefix(name.size());
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return number;
}

}  // namespace

bool add_fault(std::string_view word, WireFaults& faults) {
  if (word == "drop") return faults.drop_replies = true;
  if (word == "mute-keepalive") return faults.mute_keepalive = true;
  if (const auto number = number_in(word, "procedure=")) {
    faults.procedure = static_cast<std::int32_t>(*number);
  } else if (const auto delay = number_in(word, "delay=")) {
    faults.delay = std::chrono::milliseconds(*delay);
  } else if (const auto list = number_in(word, "list=")) {
    faults.list_max = *list;
  } else if (const auto cut = number_in(word, "cut=")) {
    faults.cut_after_bytes = *cut;
  } else {
    return false;
  }
  return true;
}

}  // namespace rollcall::rpc
