#include "api/core/snapshot_definition.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "api/core/moment_xml.hpp"
#include "api/core/name_table.hpp"
#include "api/core/xml_document.hpp"

namespace rollcall {
namespace {

constexpr const char* kRoot = "domainsnapshot";

constexpr std::array<std::string_view, 5> kStateNames = {"shutoff", "running", "paused", "crashed",
                                                         "disk-snapshot"};

constexpr std::array<std::string_view, 4> kMemoryNames = {"", "no", "internal", "external"};

Status read_state(pugi::xml_node element, SnapshotState& state) {
  const pugi::xml_node node = element.child("state");
  if (!node) {
    return fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_DOMAIN_SNAPSHOT, "a redefinition lacks <state>");
  }
  const std::string text = element_text(node);
  // Some states were named otherwise once; libvirt reads the old names still.
  const std::string_view name = text == "disk-only" ? "disk-snapshot" : std::string_view(text);
  const auto known = enumerator_of<SnapshotState>(kStateNames, name);
  if (!known) {
    return fail(VIR_ERR_XML_ERROR, VIR_FROM_DOMAIN_SNAPSHOT,
                fmt::format("unknown snapshot state '{}'", text));
  }
  state = *known;
  return {};
}

Status read_memory(pugi::xml_node element, SnapshotMemory& memory) {
  const std::string_view text = element.child("memory").attribute("snapshot").value();
  const auto known = enumerator_of<SnapshotMemory>(kMemoryNames, text);
  if (!known) {
    return fail(VIR_ERR_XML_ERROR, VIR_FROM_DOMAIN_SNAPSHOT,
                fmt::format("unknown kind of memory snapshot '{}'", text));
  }
  memory = *known;
  return {};
}

void write_memory(pugi::xml_node element, SnapshotMemory memory) {
  if (memory == SnapshotMemory::kUnset) return;
  pugi::xml_node node = element.child("memory");
  if (!node) node = element.append_child("memory");
  node.remove_attribute("snapshot");
  node.prepend_attribute("snapshot").set_value(name_of(kMemoryNames, memory).data());
}

}  // namespace

Result<SnapshotDefinition> parse_snapshot(std::string_view xml, MomentSource source,
                                          const std::function<Uuid()>& new_uuid) {
  Result<ParsedMoment> parsed = parse_moment(xml, kRoot, source, new_uuid);
  if (!parsed) return fail(parsed.error());
  const pugi::xml_node element = parsed->document.document_element();
  SnapshotDefinition snapshot{std::move(parsed->moment)};
  if (source == MomentSource::kRedefinition) {
    if (Status status = read_state(element, snapshot.state); !status) return fail(status.error());
  }
  if (Status status = read_memory(element, snapshot.memory); !status) return fail(status.error());
  set_or_remove_child(element, "state", {});
  snapshot.text = remains_of(element);
  return snapshot;
}

std::string format_snapshot(const SnapshotDefinition& snapshot) {
  pugi::xml_document document = moment_document(kRoot, snapshot);
  const pugi::xml_node element = document.document_element();
  set_child_text(element, "state", std::string(name_of(kStateNames, snapshot.state)));
  write_memory(element, snapshot.memory);
  return print_moment(document, snapshot, MomentParts::kWithDomain);
}

}  // namespace rollcall
