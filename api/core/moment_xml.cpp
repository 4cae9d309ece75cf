#include "api/core/moment_xml.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "api/core/check.hpp"
#include "api/core/domain_xml.hpp"
#include "api/core/memory_size.hpp"
#include "api/core/xml_document.hpp"

namespace rollcall {
namespace {

constexpr auto kElementOrder = std::to_array<std::string_view>(
    {"name", "description", "state", "parent", "creationTime", "memory", "disks", "domain"});

tl::unexpected<Error> fail_moment(virErrorNumber code, std::string message) {
  return fail(code, VIR_FROM_DOMAIN, std::move(message));
}

Status check_moment_name(std::string_view name) {
  if (name.size() > kNameBytesMax) {
    return fail_moment(VIR_ERR_XML_ERROR,
                       fmt::format("name of {} bytes is longer than the limit of {} bytes",
                                   name.size(), kNameBytesMax));
  }
  if (name.starts_with('.') || name.find('/') != std::string_view::npos) {
    return fail_moment(VIR_ERR_XML_DETAIL,
                       fmt::format("name '{}' starts with '.' or contains '/'", name));
  }
  return {};
}

Result<std::uint64_t> read_time(pugi::xml_node moment) {
  const pugi::xml_node element = moment.child("creationTime");
  if (!element) return fail_moment(VIR_ERR_INTERNAL_ERROR, "a redefinition lacks <creationTime>");
  const std::string text = element_text(element);
  const std::string_view digits = trim_blanks(text);
  const char* digits_end = digits.data() + digits.size();
  std::uint64_t seconds = 0;
  const auto [end, status] = std::from_chars(digits.data(), digits_end, seconds);
  if (status != std::errc() || end != digits_end) {
    return fail_moment(VIR_ERR_XML_ERROR,
                       fmt::format("'{}' in <creationTime> is no number of seconds", text));
  }
  return seconds;
}

Status read_redefinition(pugi::xml_node moment, const std::function<Uuid()>& new_uuid,
                         MomentDefinition& definition) {
  if (definition.name.empty()) {
    return fail_moment(VIR_ERR_INTERNAL_ERROR, "a redefinition lacks <name>");
  }
  const Result<std::uint64_t> seconds = read_time(moment);
  if (!seconds) return fail(seconds.error());
  definition.created_s = *seconds;
  definition.parent = element_text(moment.child("parent").child("name"));
  if (const pugi::xml_node element = moment.child("domain")) {
    Result<DomainDefinition> domain = read_domain(element, new_uuid);
    if (!domain) return fail(domain.error());
    definition.domain = std::make_shared<const DomainDefinition>(std::move(*domain));
  }
  return {};
}

}  // namespace

Result<ParsedMoment> parse_moment(std::string_view xml, std::string_view root, MomentSource source,
                                  const std::function<Uuid()>& new_uuid) {
  Result<pugi::xml_document> document = parse_xml(xml, root, kMomentXmlBytesMax);
  if (!document) return fail(document.error());
  const pugi::xml_node element = document->document_element();
  MomentDefinition moment;
  moment.name = element_text(element.child("name"));
  if (Status status = check_moment_name(moment.name); !status) return fail(status.error());
  moment.description = element_text(element.child("description"));
  if (source == MomentSource::kRedefinition) {
    if (Status status = read_redefinition(element, new_uuid, moment); !status) {
      return fail(status.error());
    }
  }
  for (const char* taken : {"name", "description", "parent", "creationTime", "domain"}) {
    set_or_remove_child(element, taken, {});
  }
  return ParsedMoment{std::move(moment), std::move(*document)};
}

std::shared_ptr<const std::string> remains_of(pugi::xml_node moment) {
  if (!moment.first_child()) return nullptr;
  return std::make_shared<const std::string>(print_xml(moment, XmlLayout::kCompact));
}

pugi::xml_document moment_document(const char* root, const MomentDefinition& moment) {
  pugi::xml_document document;
  if (moment.text) {
    Result<pugi::xml_document> remains =
        parse_xml(*moment.text, root, std::numeric_limits<std::size_t>::max());
    ROLLCALL_CHECK(remains.has_value());
    document = std::move(*remains);
  } else {
    document.append_child(root);
  }
  pugi::xml_node element = document.document_element();
  set_child_text(element, "name", moment.name);
  set_or_remove_child(element, "description", moment.description);
  if (!moment.parent.empty()) {
    set_child_text(element.append_child("parent"), "name", moment.parent);
  }
  set_child_text(element, "creationTime", std::to_string(moment.created_s));
  return document;
}

std::string print_moment(pugi::xml_document& document, const MomentDefinition& moment,
                         MomentParts parts) {
  const pugi::xml_node element = document.document_element();
  if (moment.domain && parts == MomentParts::kWithDomain) {
    append_domain(element, *moment.domain, -1);
  }
  order_children(element, kElementOrder);
  return print_xml(element, XmlLayout::kIndented);
}

}  // namespace rollcall
