#include "bench/subject.hpp"

#include <gtest/gtest.h>

#include "bench/listing.hpp"

namespace rollcall::bench {
namespace {

Subject genuine_libvirt() {
  auto library = sut::Library::open("libvirt.so.0");
  EXPECT_TRUE(library.has_value()) << (library ? "" : library.error());
  return Subject("libvirt", std::move(library.value()));
}

TEST(Subject, MakesAHostEverySecondDomainOfWhichRuns) {
  Subject subject = genuine_libvirt();
  const auto host = subject.host(10, "test");
  ASSERT_TRUE(host.has_value()) << host.error();
  EXPECT_EQ(count_only(**host, 0), 10);
  EXPECT_EQ(count_only(**host, VIR_CONNECT_LIST_DOMAINS_ACTIVE), 5);
}

TEST(Subject, MakesOneHostForASizeAndPurpose) {
  Subject subject = genuine_libvirt();
  EXPECT_EQ(subject.host(4, "test").value(), subject.host(4, "test").value());
  EXPECT_NE(subject.host(4, "test").value(), subject.host(4, "other").value());
}

TEST(Subject, KeepsHostsOfDifferentPurposesApart) {
  Subject subject = genuine_libvirt();
  const Host& one = *subject.host(4, "one").value();
  const Host& other = *subject.host(4, "other").value();
  const auto inactive = one.connection.list(VIR_CONNECT_LIST_DOMAINS_INACTIVE);
  ASSERT_TRUE(inactive.has_value());
  ASSERT_TRUE(inactive->front().start().has_value());
  EXPECT_EQ(count_only(one, VIR_CONNECT_LIST_DOMAINS_ACTIVE), 3);
  EXPECT_EQ(count_only(other, VIR_CONNECT_LIST_DOMAINS_ACTIVE), 2);
}

TEST(Listing, ReturnsTheLengthOfTheList) {
  Subject subject = genuine_libvirt();
  const Host& host = *subject.host(6, "test").value();
  EXPECT_EQ(list_and_free(host, VIR_CONNECT_LIST_DOMAINS_ACTIVE), 3);
}

TEST(Listing, IsNegativeForUnknownFlags) {
  Subject subject = genuine_libvirt();
  const Host& host = *subject.host(6, "test").value();
  EXPECT_EQ(list_and_free(host, 1U << 31), -1);
  EXPECT_EQ(count_only(host, 1U << 31), -1);
}

}  // namespace
}  // namespace rollcall::bench
