// A C++ program as written for libvirt, with its usual owning wrappers: prints the names of all
// active domains of the URI given.

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <span>

namespace {

struct CloseConnection {
  void operator()(virConnectPtr connection) const { virConnectClose(connection); }
};
using Connection = std::unique_ptr<virConnect, CloseConnection>;

int print_active_names(virConnectPtr connection) {
  virDomainPtr* domains = nullptr;
  const int count = virConnectListAllDomains(connection, &domains, VIR_CONNECT_LIST_DOMAINS_ACTIVE);
  if (count < 0) {
    std::cerr << virGetLastErrorMessage() << '\n';
    return EXIT_FAILURE;
  }
  for (virDomainPtr domain : std::span(domains, static_cast<std::size_t>(count))) {
    std::cout << virDomainGetName(domain) << '\n';
    virDomainFree(domain);
  }
  std::free(domains);
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  const Connection connection(argc == 2 ? virConnectOpenReadOnly(argv[1]) : nullptr);
  if (!connection) {
    std::cerr << "usage: list_names URI, and the URI must open\n";
    return 2;
  }
  return print_active_names(connection.get());
}
