#include "conformance/schedule/controlled.hpp"

#include "conformance/schedule/primitives.hpp"

namespace rollcall::schedule {

bool is_controlled() { return managed_thread != nullptr; }

std::uint64_t stamp() {
  ManagedThread& me = *managed_thread;
  const Inside inside;
  me.execution->reach(me, {PointKind::kStamp, Access::kWrite, kHistory});
  return me.execution->next_stamp();
}

void announce(const void* object, Access access) {
  if (managed_thread != nullptr) reach_object(*managed_thread, object, access);
}

void yield() {
  if (managed_thread != nullptr) let_others_run(*managed_thread);
}

OpenCall::OpenCall(const char* name, Interest interest) : outer_(nullptr), interest_(interest) {
  if (managed_thread == nullptr) return;
  outer_ = managed_thread->call.exchange(name);
  if (interest_ == Interest::kYes) ++managed_thread->interest;
}

OpenCall::~OpenCall() {
  if (managed_thread == nullptr) return;
  managed_thread->call = outer_;
  if (interest_ == Interest::kYes) --managed_thread->interest;
}

}  // namespace rollcall::schedule
