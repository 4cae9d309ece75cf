#include "api/rpc/client/remote_error.hpp"

#include <fmt/format.h>

#include <cstring>
#include <utility>

namespace rollcall::rpc {
namespace {

std::string text_or_empty(const std::optional<Text>& text) {
  return std::string(text.value_or(Text()));
}

virErrorLevel level_of(std::int32_t level) {
  return level == VIR_ERR_WARNING ? VIR_ERR_WARNING : VIR_ERR_ERROR;
}

bool says_unknown_procedure(const RemoteError& error) {
  return error.code == VIR_ERR_RPC &&
         (error.domain == VIR_FROM_RPC || error.domain == VIR_FROM_REMOTE) &&
         error.level == VIR_ERR_ERROR &&
         error.message.value_or("").starts_with("unknown procedure");
}

}  // namespace

Error error_of_reply(ByteView payload) {
  const auto told = decode_payload<RemoteError>(payload);
  if (!told) return protocol_error("the daemon's error cannot be decoded");
  Error error;
  error.code = told->code == VIR_ERR_OK ? VIR_ERR_INTERNAL_ERROR : told->code;
  if (says_unknown_procedure(*told)) error.code = VIR_ERR_NO_SUPPORT;
  error.domain = told->domain;
  error.level = level_of(told->level);
  error.message = told->message ? std::string(*told->message) : "the daemon gave no reason";
  error.str1 = text_or_empty(told->str1);
  error.str2 = text_or_empty(told->str2);
  error.str3 = text_or_empty(told->str3);
  error.int1 = told->int1;
  error.int2 = told->int2;
  return error;
}

Error protocol_error(std::string message) {
  return make_error(VIR_ERR_RPC, VIR_FROM_RPC, std::move(message));
}

Error socket_error(const std::string& message, int error_number) {
  Error error = make_error(VIR_ERR_SYSTEM_ERROR, VIR_FROM_RPC,
                           fmt::format("{}: {}", message, std::strerror(error_number)));
  error.int1 = error_number;
  return error;
}

}  // namespace rollcall::rpc
