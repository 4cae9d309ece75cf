#include "conformance/flawed/answer.hpp"

#include <algorithm>
#include <cstdlib>
#include <thread>

namespace rollcall::flawed {

Uuid uuid_of(virDomainPtr domain) {
  Uuid uuid{};
  backend().virDomainGetUUID(domain, uuid.data());
  return uuid;
}

Answer adopt(virDomainPtr* array, int length) {
  Answer answer;
  for (int index = 0; index < length; ++index) answer.emplace_back(array[index]);
  if (length >= 0) std::free(array);
  return answer;
}

std::optional<Answer> list(virConnectPtr connection, unsigned flags) {
  virDomainPtr* array = nullptr;
  const int length = backend().virConnectListAllDomains(connection, &array, flags);
  if (length < 0) return std::nullopt;
  return adopt(array, length);
}

std::set<Uuid> uuids_of(const Answer& answer) {
  std::set<Uuid> uuids;
  for (const Handle& handle : answer) uuids.insert(uuid_of(handle.get()));
  return uuids;
}

std::set<Uuid> matching(virConnectPtr connection, unsigned flags) {
  const auto answer = list(connection, flags);
  return answer ? uuids_of(*answer) : std::set<Uuid>{};
}

Handle take(Answer& answer, const Uuid& uuid) {
  const auto found = std::find_if(answer.begin(), answer.end(), [&](const Handle& handle) {
    return handle != nullptr && uuid_of(handle.get()) == uuid;
  });
  return found == answer.end() ? nullptr : std::move(*found);
}

int give(Answer answer, virDomainPtr** domains) {
  const auto length = static_cast<int>(answer.size());
  if (domains == nullptr) return length;
  // One more for the null at the end.
  auto* array = static_cast<virDomainPtr*>(std::calloc(answer.size() + 1, sizeof(virDomainPtr)));
  for (std::size_t index = 0; index < answer.size(); ++index)
    array[index] = answer[index].release();
  *domains = array;
  return length;
}

void pause() {
  constexpr int kTurns = 16;
  for (int turn = 0; turn < kTurns; ++turn) std::this_thread::yield();
}

}  // namespace rollcall::flawed
