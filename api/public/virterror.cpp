// The functions of virterror.h. None of them but the resetting ones changes the last error.

#include <libvirt/virterror.h>

#include <cstdio>
#include <cstdlib>

#include "api/public/connection.hpp"
#include "api/public/last_error.hpp"

namespace {

using rollcall::ErrorSlot;

const char* part_name(int domain) noexcept {
  switch (domain) {
    case VIR_FROM_XML:
      return "XML";
    case VIR_FROM_DOM:
      return "domain handle";
    case VIR_FROM_RPC:
      return "remote protocol";
    case VIR_FROM_QEMU:
      return "QEMU driver";
    case VIR_FROM_TEST:
      return "mock driver";
    case VIR_FROM_REMOTE:
      return "remote driver";
    case VIR_FROM_DOMAIN:
      return "domain";
    case VIR_FROM_DOMAIN_SNAPSHOT:
      return "domain snapshot";
    case VIR_FROM_DOMAIN_CHECKPOINT:
      return "domain checkpoint";
    case VIR_FROM_EVENT:
      return "event loop";
    default:
      return "library";
  }
}

const char* message_of(const virError& error) noexcept {
  return error.message != nullptr ? error.message : "an error without a message";
}

ErrorSlot* errors_of(virConnectPtr conn) noexcept {
  return rollcall::intact(conn) ? &conn->errors : nullptr;
}

}  // namespace

virErrorPtr virGetLastError(void) { return rollcall::last_error_or_null(); }

virErrorPtr virSaveLastError(void) {
  auto* saved = static_cast<virErrorPtr>(std::malloc(sizeof(virError)));
  if (saved != nullptr) virCopyLastError(saved);
  return saved;
}

void virResetLastError(void) { rollcall::reset_last_error(); }

void virResetError(virErrorPtr err) {
  if (err != nullptr) rollcall::clear_c_error(*err);
}

void virFreeError(virErrorPtr err) {
  virResetError(err);
  std::free(err);
}

int virGetLastErrorCode(void) {
  const virError* error = rollcall::last_error_or_null();
  return error != nullptr ? error->code : VIR_ERR_OK;
}

int virGetLastErrorDomain(void) {
  const virError* error = rollcall::last_error_or_null();
  return error != nullptr ? error->domain : VIR_FROM_NONE;
}

const char* virGetLastErrorMessage(void) {
  const virError* error = rollcall::last_error_or_null();
  return error != nullptr ? message_of(*error) : "no error";
}

int virCopyLastError(virErrorPtr to) {
  if (to == nullptr) return -1;
  const virError* error = rollcall::last_error_or_null();
  const virError none{};
  rollcall::copy_c_error(*to, error != nullptr ? *error : none);
  return to->code;
}

virErrorPtr virConnGetLastError(virConnectPtr conn) {
  ErrorSlot* errors = errors_of(conn);
  return errors != nullptr ? errors->get_or_null() : nullptr;
}

void virConnResetLastError(virConnectPtr conn) {
  if (ErrorSlot* errors = errors_of(conn)) errors->clear();
}

int virConnCopyLastError(virConnectPtr conn, virErrorPtr to) {
  ErrorSlot* errors = errors_of(conn);
  return errors != nullptr && to != nullptr ? errors->copy_to(*to) : -1;
}

void virDefaultErrorFunc(virErrorPtr err) {
  if (err == nullptr || err->code == VIR_ERR_OK) return;
  const char* level = err->level == VIR_ERR_WARNING ? "warning" : "error";
  std::fprintf(stderr, "rollcall: %s: %s: %s\n", part_name(err->domain), level, message_of(*err));
}

void virSetErrorFunc(void* user_data, virErrorFunc handler) {
  rollcall::set_process_handler({handler, user_data});
}

void virConnSetErrorFunc(virConnectPtr conn, void* user_data, virErrorFunc handler) {
  if (ErrorSlot* errors = errors_of(conn)) errors->set_handler({handler, user_data});
}
