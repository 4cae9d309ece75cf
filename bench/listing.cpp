#include "bench/listing.hpp"

#include <cstdlib>

namespace rollcall::bench {

int list_and_free(const Host& host, unsigned flags) {
  const sut::Library& library = host.connection.library();
  virDomainPtr* domains = nullptr;
  const int count = library.virConnectListAllDomains(host.connection.raw(), &domains, flags);
  for (int i = 0; i < count; ++i) library.virDomainFree(domains[i]);
  std::free(domains);
  return count;
}

int count_only(const Host& host, unsigned flags) {
  return host.connection.library().virConnectListAllDomains(host.connection.raw(), nullptr, flags);
}

}  // namespace rollcall::bench
