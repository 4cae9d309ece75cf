// Rules as XML. README.md lists the elements.

#pragma once

#include <vector>

#include <pugixml.hpp>

#include "api/core/result.hpp"
#include "mockdriver/rule.hpp"
#include "mockdriver/xml_file.hpp"

namespace rollcall {

// All: Errors: XML_ERROR with "PATH:LINE:COLUMN: " before what is wrong and what is expected there.

/// The rule that an element of the file stands for.
Result<Rule> read_rule(const XmlFile& file, pugi::xml_node element);

/// All rules in an element.
Result<std::vector<Rule>> read_rules(const XmlFile& file, pugi::xml_node parent);

/// The deed that an element such as <crash domain='web-1'/> stands for.
Result<DomainDeed> read_deed(const XmlFile& file, pugi::xml_node element);

}  // namespace rollcall
