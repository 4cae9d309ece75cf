#include "api/core/domain_secrets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rollcall {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

DomainDefinition with_devices(const std::string& devices) {
  return *parse_domain(
      "<domain type='mock'><name>a</name><description>passwd</description>"
      "<devices>" +
          devices + "</devices></domain>",
      [] { return Uuid{}; });
}

TEST(DomainSecrets, AreThePasswordsOfAllDisplays) {
  const DomainDefinition shown = without_secrets(
      with_devices("<graphics type='vnc' passwd='one'/><graphics type='spice' passwd='two'/>"));
  const std::string xml = format_domain(shown, -1);
  EXPECT_THAT(xml, Not(HasSubstr("one'")));
  EXPECT_THAT(xml, Not(HasSubstr("two'")));
  EXPECT_THAT(xml, HasSubstr("type='vnc'"));
  EXPECT_THAT(xml, HasSubstr("type='spice'"));
}

TEST(DomainSecrets, AreNothingElse) {
  const DomainDefinition definition = with_devices("<graphics type='vnc'/>");
  EXPECT_EQ(format_domain(without_secrets(definition), -1), format_domain(definition, -1));
}

}  // namespace
}  // namespace rollcall
