// Rules as XML. README.md lists the elements.

#pragma once

#include <pugixml.hpp>

#include "api/core/result.hpp"
#include "mockdriver/rule.hpp"
#include "mockdriver/xml_file.hpp"

namespace rollcall {

/// The rule that an element of the file stands for.
///
/// Errors: XML_ERROR with "PATH:LINE:COLUMN: " before what is wrong and what is expected there.
Result<Rule> read_rule(const XmlFile& file, pugi::xml_node element);

}  // namespace rollcall
