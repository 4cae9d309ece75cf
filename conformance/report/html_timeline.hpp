// The timeline of a refutation as inline SVG: threads as lanes, calls as bars, below them when what
// was said of each domain was true; the steps of a cycle as numbered arrows.

#pragma once

#include <pugixml.hpp>
#include <span>
#include <string>

#include "conformance/report/explanation.hpp"
#include "conformance/report/result.hpp"

namespace rollcall::report {

/// Appends the drawing. `id` makes its element ids unique within the page. The handovers of a
/// schedule are drawn from lane to lane.
void append_timeline(pugi::xml_node parent, const checker::Violation& violation,
                     const Explanation& explanation, const std::string& id,
                     std::span<const Handover> handovers = {});

/// The operations that are drawn: all, or of large evidence those that the certificate names.
std::vector<checker::OperationNumber> drawn_operations(const checker::Violation& violation);

}  // namespace rollcall::report
