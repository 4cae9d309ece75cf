// The genuine library below a flawed one. A flawed library defines one function anew and is linked
// with libvirt, which has all the rest; whoever looks a symbol up in it finds the flawed function
// first.

#pragma once

#include <dlfcn.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

namespace rollcall::flawed {

/// The function of that name of the library below; `Function` is its type.
template <class Function>
Function* genuine(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

/// virConnectListAllDomains of the library below.
inline int genuine_list(virConnectPtr connection, virDomainPtr** domains, unsigned flags) {
  static auto* const list =
      genuine<decltype(::virConnectListAllDomains)>("virConnectListAllDomains");
  return list(connection, domains, flags);
}

}  // namespace rollcall::flawed

/// Marks the one function that a flawed library exports.
#define FLAWED_EXPORT extern "C" __attribute__((visibility("default")))
