// Small helpers for writing XML and XHTML; pugixml escapes.

#pragma once

#include <pugixml.hpp>
#include <string>

namespace rollcall::report {

inline void set_attribute(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

/// A child element with text.
inline pugi::xml_node append_text(pugi::xml_node parent, const char* name,
                                  const std::string& text) {
  pugi::xml_node node = parent.append_child(name);
  node.text().set(text.c_str());
  return node;
}

}  // namespace rollcall::report
