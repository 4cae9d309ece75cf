#include "conformance/sut/connection.hpp"

#include <cstdlib>

namespace rollcall::sut {
namespace {

Expected<Connection> own_connection(const Library& library, virConnectPtr raw) {
  if (raw == nullptr) return tl::unexpected(last_failure(library));
  return Connection(library, raw);
}

}  // namespace

Expected<Connection> Connection::open(const Library& library, const std::string& uri) {
  return own_connection(library, library.virConnectOpen(uri.c_str()));
}

Expected<Connection> Connection::open_read_only(const Library& library, const std::string& uri) {
  return own_connection(library, library.virConnectOpenReadOnly(uri.c_str()));
}

Expected<std::string> Connection::type() const {
  const char* type = library().virConnectGetType(raw());
  if (type == nullptr) return tl::unexpected(last_failure(library()));
  return std::string(type);
}

Expected<std::string> Connection::capabilities() const {
  return to_string(library(), library().virConnectGetCapabilities(raw()));
}

Expected<std::vector<Domain>> Connection::list(unsigned flags) const {
  virDomainPtr* array = nullptr;
  const int length = library().virConnectListAllDomains(raw(), &array, flags);
  if (length < 0) return tl::unexpected(last_failure(library()));
  std::vector<Domain> domains;
  domains.reserve(static_cast<std::size_t>(length));
  for (int index = 0; index < length; ++index) domains.emplace_back(library(), array[index]);
  std::free(array);
  return domains;
}

Expected<int> Connection::count(unsigned flags) const {
  return to_number(library(), library().virConnectListAllDomains(raw(), nullptr, flags));
}

Expected<Domain> Connection::own(virDomainPtr raw) const {
  if (raw == nullptr) return tl::unexpected(last_failure(library()));
  return Domain(library(), raw);
}

Expected<Domain> Connection::define(const std::string& xml) const {
  return own(library().virDomainDefineXML(raw(), xml.c_str()));
}

Expected<Domain> Connection::create(const std::string& xml, unsigned flags) const {
  return own(library().virDomainCreateXML(raw(), xml.c_str(), flags));
}

Expected<Domain> Connection::lookup_by_id(int id) const {
  return own(library().virDomainLookupByID(raw(), id));
}

Expected<Domain> Connection::lookup_by_name(const std::string& name) const {
  return own(library().virDomainLookupByName(raw(), name.c_str()));
}

Expected<Domain> Connection::lookup_by_uuid(const std::string& uuid) const {
  return own(library().virDomainLookupByUUIDString(raw(), uuid.c_str()));
}

Outcome Connection::restore(const std::string& path) const {
  return call_optional(library(), "virDomainRestore", library().virDomainRestore, raw(),
                       path.c_str())
      .map([](int) {});
}

}  // namespace rollcall::sut
