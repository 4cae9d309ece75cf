#include "conformance/sut/domain_xml.hpp"

#include <pugixml.hpp>
#include <sstream>

namespace rollcall::sut {
namespace {

std::string print(const pugi::xml_document& document) {
  std::ostringstream text;
  document.save(text, "", pugi::format_raw | pugi::format_no_declaration);
  return text.str();
}

void append_text(pugi::xml_node parent, const char* element, const std::string& text) {
  parent.append_child(element).text().set(text.c_str());
}

void append_disk(pugi::xml_node devices, const std::string& file) {
  pugi::xml_node disk = devices.append_child("disk");
  disk.append_attribute("type").set_value("file");
  disk.append_attribute("device").set_value("disk");
  disk.append_child("driver").append_attribute("type").set_value("qcow2");
  disk.append_child("source").append_attribute("file").set_value(file.c_str());
  pugi::xml_node target = disk.append_child("target");
  target.append_attribute("dev").set_value("vda");
  target.append_attribute("bus").set_value("virtio");
}

std::string named_xml(const char* root, const std::string& name) {
  pugi::xml_document document;
  append_text(document.append_child(root), "name", name);
  return print(document);
}

}  // namespace

tl::expected<GuestKind, std::string> guest_kind(const std::string& capabilities_xml,
                                                const std::string& wanted_domain_type) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(capabilities_xml.data(), capabilities_xml.size());
  if (!parsed) {
    return tl::unexpected("the host's capabilities are not XML: " +
                          std::string(parsed.description()));
  }
  GuestKind first;
  for (const pugi::xml_node guest : document.child("capabilities").children("guest")) {
    for (const pugi::xml_node domain : guest.child("arch").children("domain")) {
      const GuestKind kind{domain.attribute("type").value(), guest.child("os_type").child_value()};
      if (kind.domain_type == wanted_domain_type) return kind;
      if (first.domain_type.empty()) first = kind;
    }
  }
  if (first.domain_type.empty()) {
    return tl::unexpected<std::string>(
        "the host's capabilities offer no <guest><arch><domain type=...>");
  }
  if (!wanted_domain_type.empty()) first.domain_type = wanted_domain_type;
  return first;
}

std::string to_xml(const DomainXml& domain) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("domain");
  root.append_attribute("type").set_value(domain.kind.domain_type.c_str());
  append_text(root, "name", domain.name);
  if (!domain.uuid.empty()) append_text(root, "uuid", domain.uuid);
  pugi::xml_node memory = root.append_child("memory");
  memory.append_attribute("unit").set_value("KiB");
  memory.text().set(std::to_string(domain.memory_kib).c_str());
  append_text(root.append_child("os"), "type", domain.kind.os_type);
  if (!domain.disk_file.empty()) append_disk(root.append_child("devices"), domain.disk_file);
  return print(document);
}

std::string snapshot_xml(const std::string& name) { return named_xml("domainsnapshot", name); }

std::string checkpoint_xml(const std::string& name) { return named_xml("domaincheckpoint", name); }

}  // namespace rollcall::sut
