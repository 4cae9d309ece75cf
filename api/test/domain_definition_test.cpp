// Domain XML to struct and back: defaults, refusals, and that nothing a user wrote is lost.

#include "api/core/domain_definition.hpp"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rollcall {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kUuidText = "6695eb01-f6a4-8304-79aa-97f2502e193f";

Uuid drawn_uuid() { return *parse_uuid("11111111-2222-4333-8444-555555555555"); }

Result<DomainDefinition> parse(std::string_view xml) { return parse_domain(xml, drawn_uuid); }

// A `<domain type='test'>` with a name and the given elements.
std::string domain_with(const std::string& elements) {
  return "<domain type='test'><name>a</name>" + elements + "</domain>";
}

std::string formatted(const std::string& elements) {
  const auto parsed = parse(domain_with(elements));
  return parsed ? format_domain(*parsed, -1) : parsed.error().message;
}

struct Refusal {
  const char* what;
  std::string xml;
  virErrorNumber code;
  const char* message_part;
};

class BadDomainXml : public testing::TestWithParam<Refusal> {};

TEST_P(BadDomainXml, IsRefused) {
  const auto parsed = parse(GetParam().xml);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, GetParam().code);
  EXPECT_THAT(parsed.error().message, HasSubstr(GetParam().message_part));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadDomainXml,
    testing::Values(
        Refusal{"WrongRoot", "<foo/>", VIR_ERR_XML_ERROR, "<foo>"},
        Refusal{"IllFormed", "<domain type='test'>\n<name>a</nome></domain>", VIR_ERR_XML_DETAIL,
                "line 2, column 10"},
        Refusal{"TooLong", "<domain type='test'>" + std::string(kDomainXmlBytesMax, ' '),
                VIR_ERR_XML_ERROR, "limit of 1048576 bytes"},
        Refusal{"NoType", "<domain><name>a</name></domain>", VIR_ERR_XML_ERROR, "'type'"},
        Refusal{"UnknownType", "<domain type='xen'><name>a</name></domain>",
                VIR_ERR_CONFIG_UNSUPPORTED, "'xen'"},
        Refusal{"NoName", "<domain type='test'/>", VIR_ERR_NO_NAME, "no name"},
        Refusal{"EmptyName", "<domain type='test'><name/></domain>", VIR_ERR_NO_NAME, "no name"},
        Refusal{"SlashInName", "<domain type='test'><name>a/b</name></domain>", VIR_ERR_XML_ERROR,
                "'a/b'"},
        Refusal{"NewlineInName", "<domain type='test'><name>a\nb</name></domain>",
                VIR_ERR_XML_DETAIL, "newline"},
        Refusal{"LongName",
                "<domain type='test'><name>" + std::string(256, 'n') + "</name></domain>",
                VIR_ERR_XML_ERROR, "limit of 255 bytes"},
        Refusal{"MalformedUuid", domain_with("<uuid>123</uuid>"), VIR_ERR_INTERNAL_ERROR, "'123'"},
        Refusal{"EmptyUuid", domain_with("<uuid/>"), VIR_ERR_INTERNAL_ERROR, "<uuid>"},
        Refusal{"BadMemory", domain_with("<memory>much</memory>"), VIR_ERR_XML_ERROR, "'much'"},
        Refusal{"NoMemoryAtAll", domain_with("<memory>0</memory>"), VIR_ERR_XML_ERROR, "zero"},
        Refusal{"BadCurrentMemory", domain_with("<currentMemory unit='x'>1</currentMemory>"),
                VIR_ERR_INVALID_ARG, "<currentMemory>"},
        Refusal{"MemoryOverflow", domain_with("<memory unit='EiB'>99</memory>"), VIR_ERR_OVERFLOW,
                "99 EiB"},
        Refusal{"NoVcpus", domain_with("<vcpu>0</vcpu>"), VIR_ERR_XML_ERROR, "'0'"},
        Refusal{"BadVcpus", domain_with("<vcpu>two</vcpu>"), VIR_ERR_XML_ERROR, "'two'"},
        Refusal{"MoreVcpusThanMaximal", domain_with("<vcpu current='3'>2</vcpu>"),
                VIR_ERR_CONFIG_UNSUPPORTED, "3 of 2"},
        Refusal{"NewlineInTitle", domain_with("<title>a\nb</title>"), VIR_ERR_XML_ERROR, "title"},
        Refusal{"UnknownAction", domain_with("<on_crash>cry</on_crash>"),
                VIR_ERR_CONFIG_UNSUPPORTED, "'cry' in <on_crash>"}),
    [](const auto& row) { return row.param.what; });

TEST(DomainDefinition, ReadsEveryModelledField) {
  const auto parsed = parse(
      "<domain type='kvm' id='9'><name>web-1</name><uuid>6695EB01f6a4830479aa97f2502e193f</uuid>"
      "<memory unit='MiB'>64</memory><currentMemory unit='MiB'>32</currentMemory>"
      "<vcpu current='2'>4</vcpu><os><type arch='x86_64'>linux</type></os>"
      "<on_poweroff>preserve</on_poweroff><on_reboot>destroy</on_reboot>"
      "<on_crash>coredump-restart</on_crash></domain>");
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  EXPECT_EQ(parsed->type, DomainType::kKvm);
  EXPECT_EQ(parsed->name, "web-1");
  EXPECT_EQ(to_string(parsed->uuid), kUuidText);
  EXPECT_EQ(parsed->memory_max_kib, 65536u);
  EXPECT_EQ(parsed->memory_kib, 32768u);
  EXPECT_EQ(parsed->vcpus_max, 4u);
  EXPECT_EQ(parsed->vcpus, 2u);
  EXPECT_EQ(parsed->os_type, "linux");
  EXPECT_EQ(parsed->on_poweroff, LifecycleAction::kPreserve);
  EXPECT_EQ(parsed->on_reboot, LifecycleAction::kDestroy);
  EXPECT_EQ(parsed->on_crash, LifecycleAction::kCoredumpRestart);
}

TEST(DomainDefinition, HasDefaultsForEverythingButNameAndType) {
  const auto parsed = parse("<domain type='mock'><name>a</name></domain>");
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  EXPECT_EQ(parsed->uuid, drawn_uuid());
  EXPECT_EQ(parsed->memory_max_kib, 524288u);
  EXPECT_EQ(parsed->memory_kib, 524288u);
  EXPECT_EQ(parsed->vcpus_max, 1u);
  EXPECT_EQ(parsed->vcpus, 1u);
  EXPECT_EQ(parsed->os_type, "hvm");
  EXPECT_EQ(parsed->on_poweroff, LifecycleAction::kDestroy);
  EXPECT_EQ(parsed->on_reboot, LifecycleAction::kRestart);
  EXPECT_EQ(parsed->on_crash, LifecycleAction::kDestroy);
}

TEST(DomainDefinition, DrawsNoUuidForXmlThatHasOneOrIsBad) {
  int drawn = 0;
  const auto count = [&] { return ++drawn, Uuid{}; };
  EXPECT_TRUE(
      parse_domain(domain_with(std::string("<uuid>") + kUuidText + "</uuid>"), count).has_value());
  EXPECT_FALSE(parse_domain(domain_with("<vcpu>0</vcpu>"), count).has_value());
  EXPECT_FALSE(parse_domain("<domain type='test'/>", count).has_value());
  EXPECT_EQ(drawn, 0);
}

TEST(DomainDefinition, AcceptsTheLongestNameAndAnyBlanksInIt) {
  EXPECT_TRUE(check_domain_name(std::string(kNameBytesMax, 'n')).has_value());
  EXPECT_TRUE(check_domain_name(" ").has_value());
}

TEST(DomainDefinition, ClampsCurrentMemoryToTheMaximum) {
  const auto parsed =
      parse(domain_with("<memory>1000</memory><currentMemory>2000</currentMemory>"));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->memory_kib, 1000u);
}

TEST(DomainXml, ShowsTheIdOnlyWhenActive) {
  const auto parsed = parse("<domain id='77' type='qemu'><name>a</name></domain>");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_THAT(format_domain(*parsed, 5), testing::StartsWith("<domain type='qemu' id='5'>"));
  EXPECT_THAT(format_domain(*parsed, -1), testing::StartsWith("<domain type='qemu'>"));
}

TEST(DomainXml, ComesInLibvirtsOrderWithDefaultsFilledIn) {
  EXPECT_EQ(formatted("<devices/><vcpu>2</vcpu><title>T</title>"),
            "<domain type='test'>\n"
            "  <name>a</name>\n"
            "  <uuid>11111111-2222-4333-8444-555555555555</uuid>\n"
            "  <title>T</title>\n"
            "  <memory unit='KiB'>524288</memory>\n"
            "  <currentMemory unit='KiB'>524288</currentMemory>\n"
            "  <vcpu placement='static'>2</vcpu>\n"
            "  <os>\n"
            "    <type>hvm</type>\n"
            "  </os>\n"
            "  <on_poweroff>destroy</on_poweroff>\n"
            "  <on_reboot>restart</on_reboot>\n"
            "  <on_crash>destroy</on_crash>\n"
            "  <devices />\n"
            "</domain>\n");
}

TEST(DomainXml, KeepsWhatIsNotModelled) {
  for (const std::string part :
       {"<qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>",
        "<qemu:arg value='-foo &lt; &amp; \"' />", "<source file='/x y/z.img' index='1' />",
        "<!-- a note -->", "<p>mixed <b>text</b> stays</p>", "<![CDATA[ <raw> ]]>",
        "<blank> </blank>", "<?app hint?>"}) {
    const std::string body =
        "<qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>"
        "<qemu:arg value='-foo &lt; &amp; &quot;'/></qemu:commandline><future><!-- a note "
        "--><p>mixed "
        "<b>text</b> stays</p><c><![CDATA[ <raw> ]]></c><blank> </blank><?app hint?></future>"
        "<devices><disk><source file='/x y/z.img' index='1'/></disk></devices>";
    EXPECT_THAT(formatted(body), HasSubstr(part));
  }
}

TEST(DomainXml, KeepsTheAttributesOfModelledElements) {
  const std::string xml = formatted(
      "<memory dumpCore='off' unit='MiB'>2</memory><vcpu cpuset='1-3'>2</vcpu>"
      "<os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>");
  EXPECT_THAT(xml, HasSubstr("<memory unit='KiB' dumpCore='off'>2048</memory>"));
  EXPECT_THAT(xml, HasSubstr("<vcpu placement='static' cpuset='1-3'>2</vcpu>"));
  EXPECT_THAT(xml, HasSubstr("<type arch='x86_64' machine='pc'>hvm</type>"));
  EXPECT_THAT(xml, HasSubstr("<boot dev='hd' />"));
}

TEST(DomainXml, SaysWhatTheFieldsSayEvenIfTheTextSaysOtherwise) {
  auto definition = *parse(domain_with("<vcpu current='1'>2</vcpu>"));
  definition.name = "renamed <&>";
  definition.uuid = *parse_uuid(kUuidText);
  definition.vcpus = 2;
  const std::string xml = format_domain(definition, -1);
  EXPECT_THAT(xml, HasSubstr("<name>renamed &lt;&amp;&gt;</name>"));
  EXPECT_THAT(xml, HasSubstr(kUuidText));
  EXPECT_THAT(xml, Not(HasSubstr("current=")));
}

TEST(DomainXml, OfCopiesSharesOneText) {
  const auto definition = *parse(domain_with({}));
  const auto copy = definition;
  EXPECT_EQ(copy.text.get(), definition.text.get());
}

TEST(DomainXml, OfTheLongestTextWithManyQuotesIsPrinted) {
  std::string value = domain_with("<x y=\"'\"/>");
  value.insert(value.find("'\""), kDomainXmlBytesMax - value.size(), '\'');
  const auto parsed = parse(value);
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  const auto again = format_domain(*parsed, -1);
  EXPECT_THAT(again.substr(again.size() - 40), HasSubstr("</domain>"));
}

// Names as users write them, with all that has to be escaped.
rc::Gen<std::string> names() {
  return rc::gen::nonEmpty(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("abZ09 .-_<>&'\"]\xC3\xA9"))));
}

std::string escape(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '>' ? "&gt;" : std::string(1, c);
  }
  return escaped;
}

bool is_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\xC3' && (i + 1 == text.size() || text[++i] != '\xA9')) return false;
    if (text[i] == '\xA9' && (i == 0 || text[i - 1] != '\xC3')) return false;
  }
  return true;
}

RC_GTEST_PROP(DomainXmlRoundTrip, KeepsEveryFieldAndIsAFixedPoint, ()) {
  const auto name = *rc::gen::suchThat(names(), is_utf8);
  const auto memory_kib = *rc::gen::inRange<std::uint64_t>(1, 1ULL << 50);
  const auto current_kib = *rc::gen::inRange<std::uint64_t>(1, memory_kib + 1);
  const auto vcpus_max = *rc::gen::inRange(1u, 1000u);
  const auto vcpus = *rc::gen::inRange(1u, vcpus_max + 1);
  const auto type = *rc::gen::element("mock", "test", "kvm", "qemu");
  const auto action = *rc::gen::element("destroy", "restart", "preserve", "rename-restart");
  const auto id = *rc::gen::inRange(-1, 100);
  std::string xml = std::string("<domain type='") + type + "'><on_crash>" + action +
                    "</on_crash><x:y xmlns:x='u'><z/></x:y><name>" + escape(name) +
                    "</name><memory>" + std::to_string(memory_kib) + "</memory><vcpu current='" +
                    std::to_string(vcpus) + "'>" + std::to_string(vcpus_max) +
                    "</vcpu><currentMemory>" + std::to_string(current_kib) +
                    "</currentMemory></domain>";
  const auto first = parse(xml);
  RC_ASSERT(first.has_value());
  const std::string printed = format_domain(*first, id);
  const auto second = parse_domain(printed, [] { return Uuid{}; });
  RC_ASSERT(second.has_value());

  RC_ASSERT(second->name == name);
  RC_ASSERT(second->uuid == first->uuid);
  RC_ASSERT(second->memory_max_kib == memory_kib);
  RC_ASSERT(second->memory_kib == current_kib);
  RC_ASSERT(second->vcpus_max == vcpus_max);
  RC_ASSERT(second->vcpus == vcpus);
  RC_ASSERT(domain_type_name(second->type) == type);
  RC_ASSERT(second->on_crash == first->on_crash);
  RC_ASSERT(format_domain(*second, id) == printed);
}

RC_GTEST_PROP(DomainXmlFuzz, NeverCrashesOnDamagedText, ()) {
  std::string xml =
      "<domain type='kvm' id='9'><name>w</name><uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>"
      "<memory unit='MiB'>64</memory><!-- c --><vcpu current='2'>4</vcpu><x><![CDATA[y]]></x>"
      "<on_crash>restart</on_crash></domain>";
  const auto edits = *rc::gen::container<std::vector<std::pair<std::size_t, char>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, xml.size()), rc::gen::arbitrary<char>()));
  for (const auto& [place, byte] : edits) xml[place] = byte;
  const auto parsed = parse(xml);
  if (parsed) {
    const auto again = parse(format_domain(*parsed, -1));
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->name == parsed->name);
  } else {
    RC_ASSERT(!parsed.error().message.empty());
  }
}

}  // namespace
}  // namespace rollcall
