#include "api/core/domain_definition.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "api/core/check.hpp"
#include "api/core/domain_xml.hpp"
#include "api/core/memory_size.hpp"
#include "api/core/name_table.hpp"
#include "api/core/xml_document.hpp"

namespace rollcall {
namespace {

constexpr std::uint64_t kDefaultMemoryKib = std::uint64_t{512} * 1024;

constexpr std::array<std::string_view, 4> kTypeNames = {"mock", "test", "kvm", "qemu"};

constexpr std::array<std::string_view, 6> kActionNames = {
    "destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart"};

constexpr auto kElementOrder = std::to_array<std::string_view>({"name",
                                                                "uuid",
                                                                "genid",
                                                                "title",
                                                                "description",
                                                                "metadata",
                                                                "maxMemory",
                                                                "memory",
                                                                "currentMemory",
                                                                "blkiotune",
                                                                "memtune",
                                                                "memoryBacking",
                                                                "vcpu",
                                                                "vcpus",
                                                                "iothreads",
                                                                "iothreadids",
                                                                "cputune",
                                                                "numatune",
                                                                "resource",
                                                                "sysinfo",
                                                                "bootloader",
                                                                "bootloader_args",
                                                                "os",
                                                                "idmap",
                                                                "features",
                                                                "cpu",
                                                                "clock",
                                                                "on_poweroff",
                                                                "on_reboot",
                                                                "on_crash",
                                                                "on_lockfailure",
                                                                "pm",
                                                                "perf",
                                                                "devices",
                                                                "seclabel"});

tl::unexpected<Error> fail_domain(virErrorNumber code, std::string message) {
  return fail(code, VIR_FROM_DOMAIN, std::move(message));
}

Status read_type(pugi::xml_node domain, DomainDefinition& definition) {
  const pugi::xml_attribute type = domain.attribute("type");
  if (!type) return fail_domain(VIR_ERR_XML_ERROR, "<domain> has no attribute 'type'");
  const auto known = enumerator_of<DomainType>(kTypeNames, type.value());
  if (!known) {
    return fail_domain(VIR_ERR_CONFIG_UNSUPPORTED,
                       fmt::format("unknown domain type '{}'", type.value()));
  }
  definition.type = *known;
  return {};
}

Status read_identity(pugi::xml_node domain, const std::function<Uuid()>& new_uuid,
                     DomainDefinition& definition) {
  definition.name = element_text(domain.child("name"));
  if (Status status = check_domain_name(definition.name); !status) return status;
  const pugi::xml_node uuid_element = domain.child("uuid");
  if (!uuid_element) {
    definition.uuid = new_uuid();
    return {};
  }
  const std::string text = element_text(uuid_element);
  const std::optional<Uuid> uuid = parse_uuid(text);
  if (!uuid) {
    return fail_domain(VIR_ERR_INTERNAL_ERROR, fmt::format("'{}' in <uuid> is no uuid", text));
  }
  definition.uuid = *uuid;
  return {};
}

Status read_memory(pugi::xml_node domain, DomainDefinition& definition) {
  definition.memory_max_kib = kDefaultMemoryKib;
  if (const pugi::xml_node memory = domain.child("memory")) {
    const Result<std::uint64_t> kib =
        parse_memory_kib("memory", element_text(memory), memory.attribute("unit").value());
    if (!kib) return fail(kib.error());
    if (*kib == 0) return fail_domain(VIR_ERR_XML_ERROR, "<memory> is zero");
    definition.memory_max_kib = *kib;
  }
  definition.memory_kib = definition.memory_max_kib;
  if (const pugi::xml_node current = domain.child("currentMemory")) {
    const Result<std::uint64_t> kib =
        parse_memory_kib("currentMemory", element_text(current), current.attribute("unit").value());
    if (!kib) return fail(kib.error());
    if (*kib != 0) definition.memory_kib = std::min(*kib, definition.memory_max_kib);
  }
  return {};
}

Result<unsigned> parse_vcpus(std::string_view text) {
  const std::string_view digits = trim_blanks(text);
  unsigned count = 0;
  const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (status != std::errc() || end != digits.data() + digits.size() || count == 0) {
    return fail_domain(VIR_ERR_XML_ERROR, fmt::format("'{}' in <vcpu> is no vcpu count", text));
  }
  return count;
}

Status read_vcpus(pugi::xml_node domain, DomainDefinition& definition) {
  const pugi::xml_node vcpu = domain.child("vcpu");
  if (!vcpu) return {};
  const Result<unsigned> most = parse_vcpus(element_text(vcpu));
  if (!most) return fail(most.error());
  definition.vcpus = definition.vcpus_max = *most;
  if (const pugi::xml_attribute attribute = vcpu.attribute("current")) {
    const Result<unsigned> current = parse_vcpus(attribute.value());
    if (!current) return fail(current.error());
    if (*current > *most) {
      return fail_domain(VIR_ERR_CONFIG_UNSUPPORTED,
                         fmt::format("<vcpu> wants {} of {} vcpus", *current, *most));
    }
    definition.vcpus = *current;
  }
  return {};
}

Status read_action(pugi::xml_node domain, const char* element, LifecycleAction& action) {
  const pugi::xml_node node = domain.child(element);
  if (!node) return {};
  const std::string text = element_text(node);
  const auto known = enumerator_of<LifecycleAction>(kActionNames, text);
  if (!known) {
    return fail_domain(VIR_ERR_CONFIG_UNSUPPORTED,
                       fmt::format("unknown action '{}' in <{}>", text, element));
  }
  action = *known;
  return {};
}

Status check_title(pugi::xml_node domain) {
  if (element_text(domain.child("title")).find('\n') == std::string::npos) return {};
  return fail_domain(VIR_ERR_XML_ERROR, "the title contains a newline");
}

std::string os_type_of(pugi::xml_node domain) {
  const std::string type = element_text(domain.child("os").child("type"));
  return type.empty() ? "hvm" : type;
}

// Everything but `text`.
Result<DomainDefinition> read_fields(pugi::xml_node domain, const std::function<Uuid()>& new_uuid) {
  DomainDefinition definition;
  if (Status status = read_type(domain, definition); !status) return fail(status.error());
  if (Status status = read_memory(domain, definition); !status) return fail(status.error());
  if (Status status = read_vcpus(domain, definition); !status) return fail(status.error());
  const std::array<std::pair<const char*, LifecycleAction*>, 3> actions = {{
      {"on_poweroff", &definition.on_poweroff},
      {"on_reboot", &definition.on_reboot},
      {"on_crash", &definition.on_crash},
  }};
  for (const auto& [element, action] : actions) {
    if (Status status = read_action(domain, element, *action); !status) {
      return fail(status.error());
    }
  }
  if (Status status = check_title(domain); !status) return fail(status.error());
  definition.os_type = os_type_of(domain);
  // Last, so that a uuid is drawn only for a definition that is otherwise good.
  if (Status status = read_identity(domain, new_uuid, definition); !status) {
    return fail(status.error());
  }
  return definition;
}

void set_memory(pugi::xml_node domain, const char* element, std::uint64_t kib) {
  pugi::xml_node node = set_child_text(domain, element, std::to_string(kib));
  node.remove_attribute("unit");
  node.prepend_attribute("unit").set_value("KiB");
}

void set_vcpus(pugi::xml_node domain, const DomainDefinition& definition) {
  pugi::xml_node node = set_child_text(domain, "vcpu", std::to_string(definition.vcpus_max));
  if (!node.attribute("placement")) node.prepend_attribute("placement").set_value("static");
  node.remove_attribute("current");
  if (definition.vcpus != definition.vcpus_max) {
    node.append_attribute("current").set_value(definition.vcpus);
  }
}

std::string action_name(LifecycleAction action) {
  return std::string(name_of(kActionNames, action));
}

// Makes the complete text say what the fields say, in libvirt's order.
void write_fields(pugi::xml_node domain, const DomainDefinition& definition, int id) {
  domain.remove_attribute("id");
  domain.remove_attribute("type");
  if (id >= 0) domain.prepend_attribute("id").set_value(id);
  domain.prepend_attribute("type").set_value(domain_type_name(definition.type).data());
  set_child_text(domain, "name", definition.name);
  set_child_text(domain, "uuid", to_string(definition.uuid));
  set_memory(domain, "memory", definition.memory_max_kib);
  set_memory(domain, "currentMemory", definition.memory_kib);
  set_vcpus(domain, definition);
  pugi::xml_node os = domain.child("os");
  if (!os) os = domain.append_child("os");
  set_child_text(os, "type", definition.os_type);
  set_child_text(domain, "on_poweroff", action_name(definition.on_poweroff));
  set_child_text(domain, "on_reboot", action_name(definition.on_reboot));
  set_child_text(domain, "on_crash", action_name(definition.on_crash));
  order_children(domain, kElementOrder);
}

}  // namespace

std::string_view domain_type_name(DomainType type) noexcept { return name_of(kTypeNames, type); }

Status check_domain_name(std::string_view name) {
  if (name.empty()) return fail_domain(VIR_ERR_NO_NAME, "the domain has no name");
  if (name.size() > kNameBytesMax) {
    return fail_domain(VIR_ERR_XML_ERROR, fmt::format("name of {} bytes is longer than the limit "
                                                      "of {} bytes",
                                                      name.size(), kNameBytesMax));
  }
  if (name.find('/') != std::string_view::npos) {
    return fail_domain(VIR_ERR_XML_ERROR, fmt::format("name '{}' contains '/'", name));
  }
  if (name.find('\n') != std::string_view::npos) {
    return fail_domain(VIR_ERR_XML_DETAIL, fmt::format("name '{}' contains a newline", name));
  }
  return {};
}

Result<DomainDefinition> parse_domain(std::string_view xml, const std::function<Uuid()>& new_uuid) {
  const Result<pugi::xml_document> document = parse_xml(xml, "domain", kDomainXmlBytesMax);
  if (!document) return fail(document.error());
  Result<DomainDefinition> definition = read_fields(document->document_element(), new_uuid);
  if (definition) definition->text = std::make_shared<const std::string>(xml);
  return definition;
}

Result<DomainDefinition> read_domain(pugi::xml_node domain, const std::function<Uuid()>& new_uuid) {
  Result<DomainDefinition> definition = read_fields(domain, new_uuid);
  if (definition) {
    definition->text = std::make_shared<const std::string>(print_xml(domain, XmlLayout::kCompact));
  }
  return definition;
}

pugi::xml_document domain_document(const DomainDefinition& definition) {
  ROLLCALL_CHECK(definition.text != nullptr);
  // Escapes make a printed text longer than the one that was read, so the limit does not apply
  // again.
  Result<pugi::xml_document> document =
      parse_xml(*definition.text, "domain", std::numeric_limits<std::size_t>::max());
  ROLLCALL_CHECK(document.has_value());
  return std::move(*document);
}

pugi::xml_node append_domain(pugi::xml_node parent, const DomainDefinition& definition, int id) {
  const pugi::xml_document document = domain_document(definition);
  const pugi::xml_node domain = parent.append_copy(document.document_element());
  write_fields(domain, definition, id);
  return domain;
}

std::string format_domain(const DomainDefinition& definition, int id) {
  const pugi::xml_document document = domain_document(definition);
  const pugi::xml_node domain = document.document_element();
  write_fields(domain, definition, id);
  return print_xml(domain, XmlLayout::kIndented);
}

}  // namespace rollcall
