#include "api/rpc/server/call.hpp"

#include <libvirt/virterror.h>
#include <rollcall/rollcall.h>

#include <utility>

namespace rollcall::rpc {
namespace {

OptionalText text_or_absent(const char* text) {
  return text == nullptr ? OptionalText() : OptionalText(text);
}

RemoteError from_last_error() {
  const virError* const last = virGetLastError();
  if (last == nullptr || last->code == VIR_ERR_OK) {
    return {.code = VIR_ERR_INTERNAL_ERROR,
            .domain = VIR_FROM_RPC,
            .message = "the call failed and did not say why"};
  }
  return {.code = last->code,
          .domain = last->domain,
          .message = last->message == nullptr ? "" : last->message,
          .level = last->level,
          .str1 = text_or_absent(last->str1),
          .str2 = text_or_absent(last->str2),
          .str3 = text_or_absent(last->str3),
          .int1 = last->int1,
          .int2 = last->int2};
}

}  // namespace

std::nullopt_t Call::fail(int code, int domain, std::string message) {
  if (!error_) error_ = Error{code, domain, std::move(message)};
  return std::nullopt;
}

bool Call::fits(std::size_t count, const char* what) {
  if (count <= limits_.list_max) return true;
  fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC,
       std::string("internal error: Too many ") + what + " '" + std::to_string(count) +
           "' for limit '" + std::to_string(limits_.list_max) + "'");
  return false;
}

virDomainPtr Call::handle(const Domain& domain) {
  const char* const name = c_text(domain.name);
  if (name == nullptr) return nullptr;
  domains_.emplace_back(rollcallConnectDomainHandle(conn_, name, domain.uuid.data(), domain.id));
  return domains_.back().get();
}

const char* Call::c_text(Text text) {
  if (text.find('\0') != Text::npos) {
    fail(VIR_ERR_INVALID_ARG, VIR_FROM_RPC, "a text in the arguments has a zero byte in it");
    return nullptr;
  }
  return texts_.emplace_back(text).c_str();
}

Text Call::keep(char* text) { return c_texts_.emplace_back(text).get(); }

Domain Call::keep(virDomainPtr domain) {
  domains_.emplace_back(domain);
  return wire_domain(domain);
}

virDomainSnapshotPtr Call::own(virDomainSnapshotPtr snapshot) {
  return snapshots_.emplace_back(snapshot).get();
}

virDomainCheckpointPtr Call::own(virDomainCheckpointPtr checkpoint) {
  return checkpoints_.emplace_back(checkpoint).get();
}

DomainChild Call::keep(virDomainSnapshotPtr snapshot) {
  own(snapshot);
  return {virDomainSnapshotGetName(snapshot), wire_domain(virDomainSnapshotGetDomain(snapshot))};
}

DomainChild Call::keep(virDomainCheckpointPtr checkpoint) {
  own(checkpoint);
  return {virDomainCheckpointGetName(checkpoint),
          wire_domain(virDomainCheckpointGetDomain(checkpoint))};
}

RemoteError Call::error() const {
  if (!error_) return from_last_error();
  return {.code = error_->code, .domain = error_->domain, .message = error_->message};
}

Domain wire_domain(virDomainPtr domain) noexcept {
  Domain wire;
  wire.name = virDomainGetName(domain);
  virDomainGetUUID(domain, wire.uuid.data());
  wire.id = static_cast<std::int32_t>(virDomainGetID(domain));
  return wire;
}

TypedParam wire_param(const virTypedParameter& param) {
  TypedParam wire{.field = param.field, .value = {}};
  switch (param.type) {
    case VIR_TYPED_PARAM_INT:
      wire.value = std::int32_t{param.value.i};
      break;
    case VIR_TYPED_PARAM_UINT:
      wire.value = std::uint32_t{param.value.ui};
      break;
    case VIR_TYPED_PARAM_LLONG:
      wire.value = std::int64_t{param.value.l};
      break;
    case VIR_TYPED_PARAM_ULLONG:
      wire.value = std::uint64_t{param.value.ul};
      break;
    case VIR_TYPED_PARAM_DOUBLE:
      wire.value = param.value.d;
      break;
    case VIR_TYPED_PARAM_BOOLEAN:
      wire.value = param.value.b != 0;
      break;
    default:
      wire.value = Text(param.value.s);
  }
  return wire;
}

}  // namespace rollcall::rpc
