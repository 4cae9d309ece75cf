// The genuine listing below a flawed library. A flawed library defines virConnectListAllDomains
// anew and is linked with libvirt, which has all the rest; whoever looks a symbol up in it finds
// the flawed listing first.

#pragma once

#include <dlfcn.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

namespace rollcall::flawed {

/// virConnectListAllDomains of the library below.
inline int genuine_list(virConnectPtr connection, virDomainPtr** domains, unsigned flags) {
  static const auto list = reinterpret_cast<decltype(&::virConnectListAllDomains)>(
      dlsym(RTLD_NEXT, "virConnectListAllDomains"));
  return list(connection, domains, flags);
}

}  // namespace rollcall::flawed

/// Marks the one function that a flawed library exports.
#define FLAWED_EXPORT extern "C" __attribute__((visibility("default")))
