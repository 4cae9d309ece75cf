// The loader and the wrappers, tried on the machine's own libraries: none, one without the API,
// and, where installed, the genuine libvirt with its built-in test hypervisor.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/sut/connection.hpp"
#include "conformance/sut/domain_xml.hpp"
#include "conformance/sut/library.hpp"

namespace rollcall::sut {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kCapabilities = R"(
<capabilities>
  <guest><os_type>hvm</os_type><arch name='x86_64'><domain type='qemu'/><domain type='kvm'/></arch></guest>
  <guest><os_type>exe</os_type><arch name='x86_64'><domain type='lxc'/></arch></guest>
</capabilities>)";

/// The genuine libvirt, or a skip of the calling test where it is not installed.
class GenuineLibvirt : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Library::open("libvirt.so.0");
    if (!opened) GTEST_SKIP() << opened.error();
    library_ = std::make_unique<Library>(*opened);
  }
  std::unique_ptr<Library> library_;
};

TEST(SutLibrary, NamesTheLibraryThatCannotBeLoaded) {
  const auto opened = Library::open("libdoes-not-exist.so.7");
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error(), HasSubstr("cannot load library 'libdoes-not-exist.so.7'"));
}

TEST(SutLibrary, NamesTheSymbolThatTheLibraryLacks) {
  const auto opened = Library::open("libm.so.6");
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error(),
              HasSubstr("library 'libm.so.6' lacks the required symbol 'virInitialize'"));
}

TEST_F(GenuineLibvirt, LacksOnlyTheFunctionsThatAreExtensionsOfOurs) {
  EXPECT_THAT(library_->missing(), Each(StartsWith("rollcall")));
  EXPECT_THAT(library_->version(), ::testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
}

TEST_F(GenuineLibvirt, RefusesAnUnknownSchemeWithACodeAndAMessage) {
  const auto connection = Connection::open(*library_, "nosuchdriver:///default");
  ASSERT_FALSE(connection);
  EXPECT_NE(connection.error().code, VIR_ERR_OK);
  EXPECT_THAT(connection.error().message, Not(IsEmpty()));
}

TEST_F(GenuineLibvirt, DefinesListsAndRemovesADomainThroughTheWrappers) {
  const auto connection = Connection::open(*library_, "test:///default");
  ASSERT_TRUE(connection);
  const auto kind = guest_kind(*connection->capabilities(), "");
  ASSERT_TRUE(kind);
  const int before = *connection->count();

  const auto domain = connection->define(to_xml({.kind = *kind, .name = "sut<&>test"}));
  ASSERT_TRUE(domain);
  EXPECT_EQ(*domain->name(), "sut<&>test");
  EXPECT_EQ(domain->id(), -1);
  EXPECT_EQ(domain->state()->state, VIR_DOMAIN_SHUTOFF);
  EXPECT_EQ(connection->list()->size(), static_cast<std::size_t>(before + 1));

  EXPECT_TRUE(domain->undefine());
  EXPECT_EQ(code_of(domain->state()), VIR_ERR_NO_DOMAIN);
}

TEST(SutGuestKind, IsTheFirstTheHostOffers) {
  const auto kind = guest_kind(kCapabilities, "");
  ASSERT_TRUE(kind);
  EXPECT_EQ(kind->domain_type, "qemu");
  EXPECT_EQ(kind->os_type, "hvm");
}

TEST(SutGuestKind, IsTheWantedOneWithItsOsType) {
  const auto kind = guest_kind(kCapabilities, "lxc");
  ASSERT_TRUE(kind);
  EXPECT_EQ(kind->os_type, "exe");
}

TEST(SutGuestKind, KeepsAWantedTypeThatTheHostDoesNotOffer) {
  EXPECT_EQ(guest_kind(kCapabilities, "xen")->domain_type, "xen");
}

TEST(SutGuestKind, SaysWhatTheCapabilitiesLack) {
  EXPECT_THAT(guest_kind("<capabilities/>", "").error(), HasSubstr("offer no <guest>"));
  EXPECT_THAT(guest_kind("<capabilities", "").error(), HasSubstr("are not XML"));
}

TEST(SutDomainXml, LeavesOutAnEmptyUuid) {
  EXPECT_THAT(to_xml({.kind = {"test", "hvm"}, .name = "a"}), Not(HasSubstr("uuid")));
  EXPECT_THAT(to_xml({.kind = {"test", "hvm"}, .name = "a", .uuid = "u"}),
              HasSubstr("<uuid>u</uuid>"));
}

}  // namespace
}  // namespace rollcall::sut
