// Cases of virDomainDefineXML and virDomainCreateXML with XML that no domain can be made of.

#include <array>

#include "conformance/suites/contract/examiner.hpp"

namespace rollcall::suites::contract {
namespace {

constexpr const char* kBadName = "rollcall-kit-bad";

/// Both calls must refuse the XML with one of the codes, and leave no domain behind.
void expect_refusal(Examiner& examiner, const std::string& what, const char* xml,
                    std::initializer_list<int> codes) {
  const sut::Library& library = examiner.library();
  virConnectPtr connection = examiner.connection().raw();
  const int before = examiner.connection().count().value_or(-1);

  virDomainPtr defined = library.virDomainDefineXML(connection, xml);
  examiner.expect_error("virDomainDefineXML(conn, " + what + ")", defined == nullptr, codes);
  virDomainPtr created = library.virDomainCreateXML(connection, xml, 0);
  examiner.expect_error("virDomainCreateXML(conn, " + what + ", 0)", created == nullptr, codes);

  for (virDomainPtr made : {defined, created}) {
    if (made != nullptr) remove_domain(sut::Domain(library, made));
  }
  examiner.expect_value("virConnectListAllDomains(conn, NULL, 0)", before,
                        examiner.connection().count().value_or(-1));
}

std::string xml_named(Examiner& examiner, const std::string& name) {
  return examiner.context().domain_xml(name);
}

void refuses_null_xml(Examiner& examiner) {
  expect_refusal(examiner, "NULL", nullptr, {VIR_ERR_INVALID_ARG});
}

void refuses_ill_formed_xml(Examiner& examiner) {
  expect_refusal(examiner, "\"\"", "", {VIR_ERR_XML_DETAIL, VIR_ERR_XML_ERROR});
  expect_refusal(examiner, "\"<domain\"", "<domain", {VIR_ERR_XML_DETAIL});
  expect_refusal(examiner, "\"<domain></name>\"", "<domain></name>", {VIR_ERR_XML_DETAIL});
  const std::string cut = xml_named(examiner, kBadName);
  expect_refusal(examiner, "xml cut in the middle", cut.substr(0, cut.size() / 2).c_str(),
                 {VIR_ERR_XML_DETAIL});
}

void refuses_another_root(Examiner& examiner) {
  expect_refusal(examiner, "\"<network/>\"", "<network/>", {VIR_ERR_XML_ERROR});
}

void refuses_a_missing_name(Examiner& examiner) {
  const std::string type = examiner.context().guest.domain_type;
  const std::string nameless = "<domain type='" + type + "'><memory>8192</memory><os><type>" +
                               examiner.context().guest.os_type + "</type></os></domain>";
  expect_refusal(examiner, "xml without <name>", nameless.c_str(), {VIR_ERR_NO_NAME});
  expect_refusal(examiner, "xml with an empty <name>", xml_named(examiner, "").c_str(),
                 {VIR_ERR_NO_NAME});
}

void refuses_a_slash_in_the_name(Examiner& examiner) {
  expect_refusal(examiner, "xml with a '/' in the name",
                 xml_named(examiner, "rollcall-kit/bad").c_str(), {VIR_ERR_XML_ERROR});
}

void refuses_a_newline_in_the_name(Examiner& examiner) {
  expect_refusal(examiner, "xml with a newline in the name",
                 xml_named(examiner, "rollcall-kit\nbad").c_str(), {VIR_ERR_XML_DETAIL});
}

/// The documentation names no code for this one; libvirt's own is VIR_ERR_INTERNAL_ERROR.
void refuses_a_malformed_uuid(Examiner& examiner) {
  expect_refusal(examiner, "xml with uuid 'abc'",
                 examiner.context().domain_xml(kBadName, "abc").c_str(), {});
}

void refuses_an_unknown_domain_type(Examiner& examiner) {
  sut::GuestKind kind = examiner.context().guest;
  kind.domain_type = "nosuchtype";
  const std::string xml = sut::to_xml({.kind = kind, .name = kBadName});
  expect_refusal(examiner, "xml of type 'nosuchtype'", xml.c_str(), {});
}

}  // namespace

std::span<const Case> definition_cases() {
  static constexpr std::array kCases{
      Case{"xml-null", "NULL instead of XML is refused", refuses_null_xml},
      Case{"xml-ill-formed", "ill-formed XML is refused", refuses_ill_formed_xml},
      Case{"xml-root", "XML with another root element is refused", refuses_another_root},
      Case{"xml-no-name", "a missing or empty name is refused", refuses_a_missing_name},
      Case{"xml-slash", "a slash in a name is refused", refuses_a_slash_in_the_name},
      Case{"xml-newline", "a newline in a name is refused", refuses_a_newline_in_the_name},
      Case{"xml-uuid", "a malformed uuid is refused", refuses_a_malformed_uuid},
      Case{"xml-type", "an unknown domain type is refused", refuses_an_unknown_domain_type},
  };
  return kCases;
}

}  // namespace rollcall::suites::contract
