// Reading XML: what is refused, where the message says the fault is, and that the limits hold.

#include "api/core/xml_document.hpp"

#include <limits>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace rollcall {
namespace {

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

Result<pugi::xml_document> parse_text(std::string_view text) {
  return parse_xml(text, {}, kNoLimit);
}

std::string nested(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += "<a>";
  for (std::size_t i = 0; i < depth; ++i) text += "</a>";
  return text;
}

struct IllFormed {
  const char* what;
  std::string text;
  int line;
  int column;
};

class IllFormedXml : public testing::TestWithParam<IllFormed> {};

TEST_P(IllFormedXml, IsRefusedWithItsLineAndColumn) {
  const auto parsed = parse_text(GetParam().text);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, VIR_ERR_XML_DETAIL);
  EXPECT_EQ(parsed.error().int1, GetParam().line) << parsed.error().message;
  EXPECT_EQ(parsed.error().int2, GetParam().column) << parsed.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, IllFormedXml,
    testing::Values(IllFormed{"Empty", "", 1, 1}, IllFormed{"OnlyBlanks", " \n ", 2, 2},
                    IllFormed{"NoMarkup", "hello", 1, 1},
                    IllFormed{"WrongEndTag", "<a>\n  <b>\n  </c>\n</a>", 3, 5},
                    IllFormed{"MissingEndTag", "<a>\n<b></b>", 2, 7},
                    IllFormed{"UnfinishedTag", "<a>\n<b", 2, 2},
                    IllFormed{"UnquotedAttribute", "<a>\n <b c=d/>\n</a>", 2, 7},
                    IllFormed{"LessThanInAttribute", "<a b='<'/>", 1, 7},
                    IllFormed{"UnknownEntity", "<a>\n\n&foo;</a>", 3, 1},
                    IllFormed{"BareAmpersand", "<a>x & y</a>", 1, 6},
                    IllFormed{"ReferenceToNul", "<a>&#0;</a>", 1, 4},
                    IllFormed{"ReferenceToHugeNumber", "<a>&#x110000;</a>", 1, 4},
                    IllFormed{"ControlCharacter", "<a>\n \x01</a>", 2, 2},
                    IllFormed{"NulByte", std::string("<a>\0</a>", 8), 1, 4},
                    IllFormed{"BrokenUtf8", "<a>\xC3</a>", 1, 4},
                    IllFormed{"OverlongUtf8", "<a>\xE0\x80\xAF</a>", 1, 4},
                    IllFormed{"Surrogate", "<a>\xED\xA0\x80</a>", 1, 4},
                    IllFormed{"RepeatedAttribute", "<a>\n <b c='1' c='2'/></a>", 2, 2},
                    IllFormed{"SecondRoot", "<a/>\n<b/>", 2, 1},
                    IllFormed{"TextAfterRoot", "<a/>\njunk", 2, 1},
                    IllFormed{"DocumentType", "<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a/>", 1, 1}),
    [](const auto& row) { return row.param.what; });

TEST(XmlDocument, ReadsReferencesCharactersAndCdata) {
  const auto parsed = parse_text(
      "<?xml version='1.0'?><!-- & -->\n<a b='&lt;&#x41;'>&amp;\xC3\xA9<![CDATA[<&]]></a>");
  ASSERT_TRUE(parsed.has_value());
  const pugi::xml_node root = parsed->document_element();
  EXPECT_STREQ(root.attribute("b").value(), "<A");
  EXPECT_EQ(element_text(root), "&\xC3\xA9<&");
}

TEST(XmlDocument, SkipsAByteOrderMark) { EXPECT_TRUE(parse_text("\xEF\xBB\xBF<a/>").has_value()); }

TEST(XmlDocument, KnowsWhereItsElementsStand) {
  constexpr std::string_view kLines = "<a>\n\n  <b/><c/>\n</a>";
  const pugi::xml_document document = *parse_xml(kLines, "a", kLines.size());
  const TextPosition position = position_of(kLines, document.document_element().child("c"));
  EXPECT_EQ(position.line, 3U);
  EXPECT_EQ(position.column, 7U);
}

TEST(XmlDocument, NamesTheRootItWanted) {
  const auto parsed = parse_xml("<foo/>", "domain", kNoLimit);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, VIR_ERR_XML_ERROR);
  EXPECT_NE(parsed.error().message.find("<foo>"), std::string::npos);
  EXPECT_NE(parsed.error().message.find("<domain>"), std::string::npos);
}

TEST(XmlDocument, ReadsAsManyBytesAsTheLimitAndNoMore) {
  const std::string text = "<abc/>";
  EXPECT_TRUE(parse_xml(text, {}, text.size()).has_value());
  const auto refused = parse_xml(text, {}, text.size() - 1);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, VIR_ERR_XML_ERROR);
  EXPECT_NE(refused.error().message.find("limit of 5 bytes"), std::string::npos);
}

TEST(XmlDocument, ReadsAsManyLevelsAsTheLimitAndNoMore) {
  EXPECT_TRUE(parse_text(nested(kXmlDepthMax)).has_value());
  const auto refused = parse_text(nested(kXmlDepthMax + 1));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, VIR_ERR_XML_ERROR);
  EXPECT_NE(refused.error().message.find("more than 256 nested"), std::string::npos);
}

TEST(XmlDocument, CountsAnEmptyElementAsALevel) {
  std::string text = nested(kXmlDepthMax);
  text.insert(text.find("</a>"), "<b/>");
  EXPECT_FALSE(parse_text(text).has_value());
}

TEST(XmlDocument, RefusesTwoHundredThousandLevels) {
  const auto refused = parse_text(nested(200'000));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, VIR_ERR_XML_ERROR);
}

TEST(XmlDocument, RefusesTwoHundredThousandLevelsThatNeverEnd) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "<a>";
  EXPECT_FALSE(parse_text(text).has_value());
}

TEST(XmlDocument, DoesNotTakeCommentsForLevels) {
  std::string text = "<a><!--";
  for (int i = 0; i < 1000; ++i) text += "<a>";
  EXPECT_TRUE(parse_text(text + "--></a>").has_value());
}

TEST(XmlDocument, OrdersChildrenAndKeepsTheRestInPlace) {
  const auto parsed = parse_text("<r><x/><!-- of b --><b/><y/><a/><b n='2'/></r>");
  ASSERT_TRUE(parsed.has_value());
  constexpr std::string_view kOrder[] = {"a", "b"};
  order_children(parsed->document_element(), kOrder);
  EXPECT_EQ(print_xml(parsed->document_element(), XmlLayout::kCompact),
            "<r><a/><!-- of b --><b/><b n='2'/><x/><y/></r>");
}

TEST(XmlDocument, RemovesEveryChildThatBecomesEmpty) {
  const auto parsed = parse_text("<r><t>1</t><u/><t>2</t></r>");
  ASSERT_TRUE(parsed.has_value());
  set_or_remove_child(parsed->document_element(), "t", {});
  EXPECT_EQ(print_xml(parsed->document_element(), XmlLayout::kCompact), "<r><u/></r>");
}

}  // namespace
}  // namespace rollcall
