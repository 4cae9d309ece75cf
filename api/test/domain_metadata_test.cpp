// Title, description and elements: what virDomainSetMetadata promises, and that prefixes come and
// go cleanly.

#include "api/core/domain_metadata.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rollcall {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kUri = "http://example.org/app";

DomainDefinition definition_with(const std::string& elements) {
  return *parse_domain("<domain type='test'><name>a</name>" + elements + "</domain>",
                       [] { return Uuid{}; });
}

MetadataChange element_change(std::string_view value, std::string_view key = "app",
                              std::string_view uri = kUri) {
  return {VIR_DOMAIN_METADATA_ELEMENT, value, key, uri};
}

MetadataChange text_change(int type, std::optional<std::string_view> value) {
  return {type, value, {}, {}};
}

TEST(DomainMetadata, OfEachKindIsMissingAtFirst) {
  const auto domain = definition_with({});
  for (const auto type :
       {VIR_DOMAIN_METADATA_DESCRIPTION, VIR_DOMAIN_METADATA_TITLE, VIR_DOMAIN_METADATA_ELEMENT}) {
    const auto value = metadata(domain, type, kUri);
    ASSERT_FALSE(value.has_value());
    EXPECT_EQ(value.error().code, VIR_ERR_NO_DOMAIN_METADATA);
  }
}

TEST(DomainMetadata, TitleAndDescriptionComeBackAsSet) {
  auto domain = definition_with({});
  domain = *with_metadata(domain, text_change(VIR_DOMAIN_METADATA_TITLE, "T <&>"));
  domain = *with_metadata(domain, text_change(VIR_DOMAIN_METADATA_DESCRIPTION, "two\nlines"));
  EXPECT_EQ(metadata(domain, VIR_DOMAIN_METADATA_TITLE, {}).value(), "T <&>");
  EXPECT_EQ(metadata(domain, VIR_DOMAIN_METADATA_DESCRIPTION, {}).value(), "two\nlines");
  EXPECT_THAT(format_domain(domain, -1), HasSubstr("<title>T &lt;&amp;&gt;</title>"));
}

TEST(DomainMetadata, EmptyOrMissingTitleRemovesIt) {
  for (const auto value :
       {std::optional<std::string_view>(""), std::optional<std::string_view>()}) {
    const auto domain = definition_with("<title>old</title>");
    const auto changed = with_metadata(domain, text_change(VIR_DOMAIN_METADATA_TITLE, value));
    ASSERT_TRUE(changed.has_value());
    EXPECT_THAT(format_domain(*changed, -1), Not(HasSubstr("<title")));
  }
}

TEST(DomainMetadata, LeavesTheDefinitionItWasGivenAlone) {
  const auto domain = definition_with({});
  const auto changed = with_metadata(domain, text_change(VIR_DOMAIN_METADATA_TITLE, "T"));
  ASSERT_TRUE(changed.has_value());
  EXPECT_THAT(format_domain(domain, -1), Not(HasSubstr("<title")));
}

TEST(DomainMetadata, ElementIsStoredUnderItsKeyAndComesBackWithoutIt) {
  const auto domain =
      *with_metadata(definition_with({}), element_change("<a x='1'><b>t</b><c xmlns='z'/></a>"));
  EXPECT_THAT(format_domain(domain, -1),
              HasSubstr("    <app:a xmlns:app='http://example.org/app' x='1'>\n"
                        "      <app:b>t</app:b>\n"
                        "      <c xmlns='z' />\n"
                        "    </app:a>\n"));
  EXPECT_EQ(metadata(domain, VIR_DOMAIN_METADATA_ELEMENT, kUri).value(),
            "<a x='1'>\n  <b>t</b>\n  <c xmlns='z' />\n</a>");
}

TEST(DomainMetadata, ElementReplacesTheOneOfItsNamespaceOnly) {
  auto domain = *with_metadata(definition_with({}), element_change("<a/>"));
  domain = *with_metadata(domain, element_change("<other/>", "o", "urn:o"));
  domain = *with_metadata(domain, element_change("<b/>", "newkey"));
  EXPECT_EQ(metadata(domain, VIR_DOMAIN_METADATA_ELEMENT, kUri).value(), "<b />");
  EXPECT_EQ(metadata(domain, VIR_DOMAIN_METADATA_ELEMENT, "urn:o").value(), "<other />");
  EXPECT_THAT(format_domain(domain, -1), Not(HasSubstr("<app:a")));
}

TEST(DomainMetadata, ElementInTheDomainXmlIsFoundByItsNamespace) {
  const auto domain = definition_with(
      "<metadata><n:i xmlns:n='urn:n'><n:p q='1'/></n:i><d xmlns='urn:d'><e/></d></metadata>");
  EXPECT_EQ(metadata(domain, VIR_DOMAIN_METADATA_ELEMENT, "urn:n").value(),
            "<i>\n  <p q='1' />\n</i>");
  EXPECT_EQ(metadata(domain, VIR_DOMAIN_METADATA_ELEMENT, "urn:d").value(), "<d>\n  <e />\n</d>");
}

TEST(DomainMetadata, RemovingTheLastElementRemovesTheFrame) {
  auto domain = *with_metadata(definition_with({}), element_change("<a/>"));
  domain = *with_metadata(domain, {VIR_DOMAIN_METADATA_ELEMENT, std::nullopt, {}, kUri});
  EXPECT_THAT(format_domain(domain, -1), Not(HasSubstr("metadata")));
}

TEST(DomainMetadata, RemovingWhatIsNotThereSucceeds) {
  const auto domain = definition_with({});
  EXPECT_TRUE(
      with_metadata(domain, {VIR_DOMAIN_METADATA_ELEMENT, std::nullopt, {}, kUri}).has_value());
}

struct BadChange {
  const char* what;
  MetadataChange change;
  virErrorNumber code;
};

class BadMetadata : public testing::TestWithParam<BadChange> {};

TEST_P(BadMetadata, IsRefused) {
  const auto changed = with_metadata(definition_with({}), GetParam().change);
  ASSERT_FALSE(changed.has_value());
  EXPECT_EQ(changed.error().code, GetParam().code);
}

const std::string kLongText(kDomainXmlBytesMax, 'x');

INSTANTIATE_TEST_SUITE_P(
    Table, BadMetadata,
    testing::Values(BadChange{"NewlineInTitle", text_change(VIR_DOMAIN_METADATA_TITLE, "a\nb"),
                              VIR_ERR_INVALID_ARG},
                    BadChange{"ControlCharacter", text_change(VIR_DOMAIN_METADATA_TITLE, "a\x01"),
                              VIR_ERR_XML_DETAIL},
                    BadChange{"TooLong", text_change(VIR_DOMAIN_METADATA_DESCRIPTION, kLongText),
                              VIR_ERR_XML_ERROR},
                    BadChange{"UnknownType", text_change(7, "a"), VIR_ERR_INVALID_ARG},
                    BadChange{"IllFormedElement", element_change("<a"), VIR_ERR_XML_DETAIL},
                    BadChange{"TwoElements", element_change("<a/><b/>"), VIR_ERR_XML_DETAIL},
                    BadChange{"NoKey", element_change("<a/>", ""), VIR_ERR_INVALID_ARG},
                    BadChange{"KeyThatIsNoPrefix", element_change("<a/>", "a b"),
                              VIR_ERR_INVALID_ARG},
                    BadChange{"NoUri", element_change("<a/>", "app", ""), VIR_ERR_INVALID_ARG}),
    [](const auto& row) { return row.param.what; });

RC_GTEST_PROP(DomainMetadata, TextThatIsXmlSurvives, ()) {
  const auto text = *rc::gen::nonEmpty(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab <>&'\"]\n\t"))));
  const auto changed =
      with_metadata(definition_with({}), text_change(VIR_DOMAIN_METADATA_DESCRIPTION, text));
  RC_ASSERT(changed.has_value());
  RC_ASSERT(metadata(*changed, VIR_DOMAIN_METADATA_DESCRIPTION, {}).value() == text);
}

}  // namespace
}  // namespace rollcall
