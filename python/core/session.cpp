#include "python/core/session.hpp"

#include <utility>

#include "python/core/unlocked.hpp"

namespace rollcall::python {
namespace {

int close_unlocked(const Library& library, virConnectPtr connection) {
  const Unlocked unlocked;
  return library.virConnectClose(connection);
}

}  // namespace

void Session::release() {
  if (--references_ != 0) return;
  if (connection_ != nullptr) close_unlocked(library_, connection_);
  delete this;
}

virConnectPtr Session::begin_call() noexcept {
  if (connection_ != nullptr) ++calls_;
  return connection_;
}

void Session::end_call() {
  if (--calls_ == 0 && closing_ != nullptr) {
    close_unlocked(library_, std::exchange(closing_, nullptr));
  }
}

int Session::close() {
  virConnectPtr connection = std::exchange(connection_, nullptr);
  if (connection == nullptr || calls_ == 0) return close_unlocked(library_, connection);
  closing_ = connection;
  return static_cast<int>(calls_);
}

}  // namespace rollcall::python
