#include "api/rpc/client/outbox.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace rollcall::rpc {

bool Outbox::send(ByteView packet) {
  const std::lock_guard lock(mutex_);
  waiting_.insert(waiting_.end(), packet.begin(), packet.end());
  return send_waiting();
}

bool Outbox::flush() {
  const std::lock_guard lock(mutex_);
  return send_waiting();
}

bool Outbox::waiting() const {
  const std::lock_guard lock(mutex_);
  return !waiting_.empty();
}

bool Outbox::send_waiting() {
  while (sent_ < waiting_.size()) {
    const ssize_t taken = ::send(socket_, waiting_.data() + sent_, waiting_.size() - sent_,
                                 MSG_NOSIGNAL | MSG_DONTWAIT);
    if (taken >= 0) {
      sent_ += static_cast<std::size_t>(taken);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return false;
    } else if (errno != EINTR) {
      // The peer is gone. Who reads learns of it, after what the peer said before.
      ::shutdown(socket_, SHUT_RDWR);
      break;
    }
  }
  waiting_.clear();
  sent_ = 0;
  return true;
}

}  // namespace rollcall::rpc
