#include "api/core/checkpoint_definition.hpp"

#include <utility>

#include "api/core/moment_xml.hpp"
#include "api/core/xml_document.hpp"

namespace rollcall {
namespace {

constexpr const char* kRoot = "domaincheckpoint";

}  // namespace

Result<CheckpointDefinition> parse_checkpoint(std::string_view xml, MomentSource source,
                                              const std::function<Uuid()>& new_uuid) {
  const Result<pugi::xml_document> document = parse_xml(xml, kRoot, kMomentXmlBytesMax);
  if (!document) return fail(document.error());
  const pugi::xml_node element = document->document_element();
  Result<MomentDefinition> moment = take_moment(element, source, new_uuid);
  if (!moment) return fail(moment.error());

  CheckpointDefinition checkpoint{std::move(*moment)};
  checkpoint.text = remains_of(element);
  return checkpoint;
}

std::string format_checkpoint(const CheckpointDefinition& checkpoint, MomentParts parts) {
  pugi::xml_document document = moment_document(kRoot, checkpoint);
  return print_moment(document, checkpoint, parts);
}

}  // namespace rollcall
