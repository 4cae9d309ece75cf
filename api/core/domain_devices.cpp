#include "api/core/domain_devices.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "api/core/domain_xml.hpp"

namespace rollcall {
namespace {

std::string source_of(pugi::xml_node disk) {
  const pugi::xml_node source = disk.child("source");
  for (const char* kind : {"file", "dev", "dir", "volume", "name"}) {
    if (const pugi::xml_attribute place = source.attribute(kind)) return place.value();
  }
  return {};
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

// What `read` makes of each child of <devices> that is called `name`.
template <typename Device, typename Read>
std::vector<Device> devices_of(const DomainDefinition& definition, const char* name, Read read) {
  const pugi::xml_document document = domain_document(definition);
  const auto found = document.document_element().child("devices").children(name);
  std::vector<Device> devices;
  std::transform(found.begin(), found.end(), std::back_inserter(devices), read);
  return devices;
}

}  // namespace

std::vector<DiskDevice> disks_of(const DomainDefinition& definition) {
  return devices_of<DiskDevice>(definition, "disk", [](pugi::xml_node disk) {
    return DiskDevice{disk.child("target").attribute("dev").value(), source_of(disk)};
  });
}

std::vector<InterfaceDevice> interfaces_of(const DomainDefinition& definition) {
  return devices_of<InterfaceDevice>(definition, "interface", [](pugi::xml_node interface) {
    return InterfaceDevice{interface.child("target").attribute("dev").value(),
                           lower(interface.child("mac").attribute("address").value())};
  });
}

}  // namespace rollcall
