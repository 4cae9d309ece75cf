// QmpCommand: what is asked of QEMU, and how it is answered.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "api/core/result.hpp"
#include "kvmdriver/unique_fd.hpp"

namespace rollcall::kvm {

using Json = nlohmann::json;

/// The text of a member; empty when there is none, whatever QEMU has sent instead.
inline std::string text_in(const Json& object, const char* member) {
  if (!object.is_object()) return {};
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The whole number of a member; 0 when there is none, likewise.
inline std::int64_t number_in(const Json& object, const char* member) {
  if (!object.is_object()) return 0;
  const auto found = object.find(member);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

struct QmpCommand {
  std::string name;
  Json arguments = Json::object();
  std::chrono::milliseconds timeout;
  std::shared_ptr<UniqueFd> descriptor{};  ///< goes along when not null
};

/// Called once per command: with the value returned, or
///   INTERNAL_ERROR     with what QEMU says when it refuses
///   OPERATION_TIMEOUT  when it has not answered in time; it may still do what was asked
///   OPERATION_FAILED   when the conversation has ended
using QmpReply = std::function<void(Result<Json>)>;

}  // namespace rollcall::kvm
