// Answer: what a listing is about to return, as handles that a flaw may move about, and what turns
// it into a function of the C API.

#pragma once

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "conformance/flawed/backend.hpp"
#include "conformance/flawed/flaw.hpp"

namespace rollcall::flawed {

struct FreeHandle {
  void operator()(virDomainPtr domain) const { backend().virDomainFree(domain); }
};
using Handle = std::unique_ptr<virDomain, FreeHandle>;
using Answer = std::vector<Handle>;

using Uuid = std::array<unsigned char, VIR_UUID_BUFLEN>;
Uuid uuid_of(virDomainPtr domain);

/// The handles of an array that a listing returned with this length. The array is freed.
Answer adopt(virDomainPtr* array, int length);

/// The backend's list. Nothing when it refused, with its error set.
std::optional<Answer> list(virConnectPtr connection, unsigned flags);

std::set<Uuid> uuids_of(const Answer& answer);

/// The domains that match at this instant.
std::set<Uuid> matching(virConnectPtr connection, unsigned flags);

/// The handle on that domain, taken out of the answer; null when it has none.
Handle take(Answer& answer, const Uuid& uuid);

/// Hands an answer over as virConnectListAllDomains does. Returns: its length.
int give(Answer answer, virDomainPtr** domains);

/// Lets other threads work for a moment: a flaw that reads twice does so in between.
void pause();

/// virConnectListAllDomains that returns what `answer` makes up.
template <std::optional<Answer> (*answer)(virConnectPtr, unsigned)>
int list_all(virConnectPtr connection, virDomainPtr** domains, unsigned flags) {
  auto made_up = answer(connection, flags);
  if (made_up) return give(*std::move(made_up), domains);
  if (domains != nullptr) *domains = nullptr;
  return -1;
}

/// The replacement of virConnectListAllDomains by one that returns what the function makes up.
#define ROLLCALL_FLAWED_LISTS_BY(...) \
  ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, list_all<__VA_ARGS__>)

}  // namespace rollcall::flawed
