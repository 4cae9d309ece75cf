#include "api/core/domain_secrets.hpp"

#include "api/core/domain_xml.hpp"
#include "api/core/xml_document.hpp"

namespace rollcall {

DomainDefinition without_secrets(const DomainDefinition& definition) {
  constexpr const char* kPassword = "passwd";
  DomainDefinition shown = definition;
  if (definition.text->find(kPassword) == std::string::npos) return shown;
  const pugi::xml_document document = domain_document(definition);
  const pugi::xml_node domain = document.document_element();
  for (pugi::xml_node display : domain.child("devices").children("graphics")) {
    display.remove_attribute(kPassword);
  }
  shown.text = std::make_shared<const std::string>(print_xml(domain, XmlLayout::kCompact));
  return shown;
}

}  // namespace rollcall
