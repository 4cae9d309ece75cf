#include "api/core/domain_metadata.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/core/domain_xml.hpp"
#include "api/core/xml_document.hpp"

namespace rollcall {
namespace {

tl::unexpected<Error> fail_metadata(virErrorNumber code, std::string message) {
  return fail(code, VIR_FROM_DOMAIN, std::move(message));
}

// "a" of "a:b"; empty for "b".
std::string_view prefix_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

std::string_view local_name(std::string_view name) { return name.substr(name.find(':') + 1); }

std::string declaration_of(std::string_view prefix) {
  return prefix.empty() ? "xmlns" : fmt::format("xmlns:{}", prefix);
}

// The namespace that the element's name is in, looked up through its ancestors; empty when in none.
std::string_view namespace_of(pugi::xml_node element) {
  const std::string declaration = declaration_of(prefix_of(element.name()));
  for (pugi::xml_node scope = element; scope; scope = scope.parent()) {
    const pugi::xml_attribute found = scope.attribute(declaration.c_str());
    if (found) return found.value();
  }
  return {};
}

pugi::xml_node find_element(pugi::xml_node metadata_element, std::string_view uri) {
  return metadata_element.find_child([&](pugi::xml_node child) {
    return child.type() == pugi::node_element && !uri.empty() && namespace_of(child) == uri;
  });
}

// Whether the key can be the prefix of an XML name. Bytes beyond ASCII are taken to be letters.
bool is_prefix(std::string_view key) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c < 0;
  };
  return !key.empty() && is_letter(key[0]) && std::all_of(key.begin(), key.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

// The element and its descendants for which `wanted` holds; nothing below one for which it does
// not.
template <typename Predicate>
std::vector<pugi::xml_node> reachable(pugi::xml_node element, Predicate wanted) {
  std::vector<pugi::xml_node> found = {element};
  for (std::size_t i = 0; i < found.size(); ++i) {
    // A copy: appending below may move the elements of the vector.
    const pugi::xml_node parent = found[i];
    for (const pugi::xml_node child : parent.children()) {
      if (child.type() == pugi::node_element && wanted(child)) found.push_back(child);
    }
  }
  return found;
}

// Puts the element, and all below it that are in no namespace, into namespace `uri` under prefix
// `key`.
void add_namespace(pugi::xml_node element, std::string_view key, std::string_view uri) {
  const auto inherits = [](pugi::xml_node child) { return !child.attribute("xmlns"); };
  for (pugi::xml_node member : reachable(element, inherits)) {
    if (member != element && !prefix_of(member.name()).empty()) continue;
    member.set_name(fmt::format("{}:{}", key, local_name(member.name())).c_str());
  }
  const std::string declaration = declaration_of(key);
  element.remove_attribute("xmlns");
  element.remove_attribute(declaration.c_str());
  element.prepend_attribute(declaration.c_str()).set_value(std::string(uri).c_str());
}

// The reverse: the element as it was before add_namespace.
void remove_namespace(pugi::xml_node element) {
  const std::string prefix(prefix_of(element.name()));
  const std::string declaration = declaration_of(prefix);
  const auto keeps_meaning = [&](pugi::xml_node child) {
    return !child.attribute(declaration.c_str());
  };
  for (pugi::xml_node member : reachable(element, keeps_meaning)) {
    if (prefix_of(member.name()) != prefix) continue;
    member.set_name(std::string(local_name(member.name())).c_str());
  }
  element.remove_attribute(declaration.c_str());
}

Status set_element(pugi::xml_node domain, const MetadataChange& change) {
  if (change.uri.empty()) return fail_metadata(VIR_ERR_INVALID_ARG, "metadata element without uri");
  pugi::xml_node metadata_element = domain.child("metadata");
  if (!change.value) {
    metadata_element.remove_child(find_element(metadata_element, change.uri));
    if (!metadata_element.first_child()) domain.remove_child(metadata_element);
    return {};
  }
  if (!is_prefix(change.key)) {
    return fail_metadata(VIR_ERR_INVALID_ARG,
                         fmt::format("metadata key '{}' is no XML prefix", change.key));
  }
  const Result<pugi::xml_document> element = parse_xml(*change.value, {}, kDomainXmlBytesMax);
  if (!element) return fail(element.error());
  if (!metadata_element) metadata_element = domain.append_child("metadata");
  metadata_element.remove_child(find_element(metadata_element, change.uri));
  add_namespace(metadata_element.append_copy(element->document_element()), change.key, change.uri);
  return {};
}

Status set_metadata(pugi::xml_node domain, const MetadataChange& change) {
  const std::string text(change.value.value_or(std::string_view()));
  switch (change.type) {
    case VIR_DOMAIN_METADATA_DESCRIPTION:
      set_or_remove_child(domain, "description", text);
      return {};
    case VIR_DOMAIN_METADATA_TITLE:
      if (text.find('\n') != std::string::npos) {
        return fail_metadata(VIR_ERR_INVALID_ARG, "the title contains a newline");
      }
      set_or_remove_child(domain, "title", text);
      return {};
    case VIR_DOMAIN_METADATA_ELEMENT:
      return set_element(domain, change);
    default:
      return fail_metadata(VIR_ERR_INVALID_ARG,
                           fmt::format("unknown metadata type {}", change.type));
  }
}

}  // namespace

Result<DomainDefinition> with_metadata(const DomainDefinition& definition,
                                       const MetadataChange& change) {
  const pugi::xml_document document = domain_document(definition);
  const pugi::xml_node domain = document.document_element();
  if (Status status = set_metadata(domain, change); !status) return fail(status.error());
  std::string text = print_xml(domain, XmlLayout::kCompact);
  // The new text may have passed a limit, or a title may hold characters that XML does not allow.
  if (const auto parsed = parse_xml(text, "domain", kDomainXmlBytesMax); !parsed) {
    return fail(parsed.error());
  }
  DomainDefinition changed = definition;
  changed.text = std::make_shared<const std::string>(std::move(text));
  return changed;
}

Result<std::string> metadata(const DomainDefinition& definition, int type, std::string_view uri) {
  const pugi::xml_document document = domain_document(definition);
  const pugi::xml_node domain = document.document_element();
  std::string text;
  switch (type) {
    case VIR_DOMAIN_METADATA_DESCRIPTION:
      text = element_text(domain.child("description"));
      break;
    case VIR_DOMAIN_METADATA_TITLE:
      text = element_text(domain.child("title"));
      break;
    case VIR_DOMAIN_METADATA_ELEMENT:
      if (const pugi::xml_node element = find_element(domain.child("metadata"), uri)) {
        remove_namespace(element);
        text = print_xml(element, XmlLayout::kIndented);
        text.erase(text.find_last_not_of('\n') + 1);
      }
      break;
    default:
      return fail_metadata(VIR_ERR_INVALID_ARG, fmt::format("unknown metadata type {}", type));
  }
  if (text.empty()) {
    return fail_metadata(VIR_ERR_NO_DOMAIN_METADATA, "the domain has no such metadata");
  }
  return text;
}

}  // namespace rollcall
