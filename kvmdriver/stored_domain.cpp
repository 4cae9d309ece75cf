#include "kvmdriver/stored_domain.hpp"

#include <limits>
#include <utility>

#include <fmt/format.h>

#include "api/core/check.hpp"
#include "api/core/domain_xml.hpp"
#include "api/core/xml_document.hpp"
#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {
namespace {

constexpr const char* kRoot = "rollcall-domain";
constexpr std::string_view kFormat = "1";

// What the driver itself wrote has no uuid left open.
Uuid no_uuid() { return {}; }

void append_xml(pugi::xml_node parent, const std::string& xml, std::string_view root) {
  // Escapes make a printed text longer than the one that was read, so limits do not apply again.
  const Result<pugi::xml_document> document =
      parse_xml(xml, root, std::numeric_limits<std::size_t>::max());
  ROLLCALL_CHECK(document.has_value());
  parent.append_copy(document->document_element());
}

template <typename Moment>
void note_current(pugi::xml_node root, const char* name, const MomentTree<Moment>& tree) {
  const Moment* current = tree.current_or_null();
  if (current != nullptr) root.append_attribute(name).set_value(current->name.c_str());
}

template <typename Moment, typename Parse>
Status read_moments(pugi::xml_node root, const char* element, const char* current, Parse parse,
                    MomentTree<Moment>& tree) {
  for (const pugi::xml_node node : root.children(element)) {
    Result<Moment> moment =
        parse(print_xml(node, XmlLayout::kCompact), MomentSource::kRedefinition, no_uuid);
    if (!moment) return fail(std::move(moment.error()));
    tree.put(std::make_shared<const Moment>(*std::move(moment)));
  }
  if (const pugi::xml_attribute name = root.attribute(current)) tree.set_current(name.value());
  return {};
}

}  // namespace

std::string format_stored_domain(const StoredDomain& domain) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child(kRoot);
  root.append_attribute("format").set_value(kFormat.data());
  root.append_attribute("autostart").set_value(domain.autostart ? "yes" : "no");
  note_current(root, "snapshot", domain.snapshots);
  note_current(root, "checkpoint", domain.checkpoints);
  append_domain(root, *domain.definition, kIdInactive);
  for (const auto& snapshot : domain.snapshots.members()) {
    append_xml(root, format_snapshot(*snapshot), "domainsnapshot");
  }
  for (const auto& checkpoint : domain.checkpoints.members()) {
    append_xml(root, format_checkpoint(*checkpoint, MomentParts::kWithDomain), "domaincheckpoint");
  }
  return print_xml(root, XmlLayout::kIndented);
}

Result<StoredDomain> parse_stored_domain(std::string_view text) {
  const Result<pugi::xml_document> document =
      parse_xml(text, kRoot, std::numeric_limits<std::size_t>::max());
  if (!document) return fail(document.error());
  const pugi::xml_node root = document->document_element();
  const std::string_view format = root.attribute("format").value();
  if (format != kFormat) {
    return fail_kvm(VIR_ERR_XML_ERROR,
                    fmt::format("its format is '{}', not '{}'", format, kFormat));
  }
  const pugi::xml_node element = root.child("domain");
  if (!element) return fail_kvm(VIR_ERR_XML_ERROR, "there is no <domain> in it");
  Result<DomainDefinition> definition = read_domain(element, no_uuid);
  if (!definition) return fail(std::move(definition.error()));
  StoredDomain domain;
  domain.definition = std::make_shared<const DomainDefinition>(*std::move(definition));
  domain.autostart = std::string_view(root.attribute("autostart").value()) == "yes";
  if (Status read =
          read_moments(root, "domainsnapshot", "snapshot", parse_snapshot, domain.snapshots);
      !read) {
    return fail(std::move(read.error()));
  }
  if (Status read = read_moments(root, "domaincheckpoint", "checkpoint", parse_checkpoint,
                                 domain.checkpoints);
      !read) {
    return fail(std::move(read.error()));
  }
  return domain;
}

}  // namespace rollcall::kvm
