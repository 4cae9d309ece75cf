#include "api/rpc/server/served_hosts.hpp"

#include <libvirt/virterror.h>

#include <utility>

namespace rollcall::rpc {

std::optional<std::string> ServedHosts::add(std::string name, std::string uri) {
  OwnedConnect conn(virConnectOpen(uri.c_str()));
  if (!conn) return virGetLastErrorMessage();
  hosts_.push_back({std::move(name), std::move(uri), std::move(conn)});
  return std::nullopt;
}

const ServedHosts::Host* ServedHosts::find(std::string_view name) const {
  if (name.empty()) return hosts_.empty() ? nullptr : hosts_.data();
  for (const Host& host : hosts_) {
    if (host.name == name) return &host;
  }
  for (const Host& host : hosts_) {
    if (std::string_view(host.name).substr(0, host.name.find('?')) == name) return &host;
  }
  return nullptr;
}

OwnedConnect ServedHosts::open(std::string_view name, bool read_only, bool& known) const {
  const Host* const host = find(name);
  known = host != nullptr;
  if (!known) return nullptr;
  const char* const uri = host->uri.c_str();
  return OwnedConnect(read_only ? virConnectOpenReadOnly(uri) : virConnectOpen(uri));
}

virConnectPtr ServedHosts::kept_open(std::string_view name) const {
  const Host* const host = find(name);
  return host == nullptr ? nullptr : host->kept_open.get();
}

std::string ServedHosts::first_name() const { return hosts_.empty() ? "" : hosts_.front().name; }

std::string ServedHosts::names() const {
  std::string list;
  for (const Host& host : hosts_) {
    list += (list.empty() ? "'" : ", '") + host.name + "'";
  }
  return list;
}

}  // namespace rollcall::rpc
