#include "api/core/checkpoint_definition.hpp"

#include <utility>

#include "api/core/moment_xml.hpp"

namespace rollcall {
namespace {

constexpr const char* kRoot = "domaincheckpoint";

}  // namespace

Result<CheckpointDefinition> parse_checkpoint(std::string_view xml, MomentSource source,
                                              const std::function<Uuid()>& new_uuid) {
  Result<ParsedMoment> parsed = parse_moment(xml, kRoot, source, new_uuid);
  if (!parsed) return fail(parsed.error());
  CheckpointDefinition checkpoint{std::move(parsed->moment)};
  checkpoint.text = remains_of(parsed->document.document_element());
  return checkpoint;
}

std::string format_checkpoint(const CheckpointDefinition& checkpoint, MomentParts parts) {
  pugi::xml_document document = moment_document(kRoot, checkpoint);
  return print_moment(document, checkpoint, parts);
}

}  // namespace rollcall
