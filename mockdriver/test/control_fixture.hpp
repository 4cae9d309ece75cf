// A simulated host as programs see it, through the C API alone, with short ways to control it.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <rollcall/mock.h>

#include <cstdlib>
#include <memory>
#include <set>
#include <string>

namespace rollcall {

inline constexpr unsigned long long kSecond = 1'000'000'000;
inline constexpr unsigned kPatienceMs = 60'000;  // how long a broken test takes

struct Freed {
  void operator()(virDomainPtr domain) const { virDomainFree(domain); }
};
using Domain = std::unique_ptr<virDomain, Freed>;

/// A host of its own, with four domains of which two run.
class Control : public ::testing::Test {
 protected:
  Control() {
    virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
    const char* test = testing::UnitTest::GetInstance()->current_test_info()->name();
    uri_ = "mock:///empty?domains=4&running=2&instance=" + std::string(test);
    conn = virConnectOpen(uri_.c_str());
  }
  ~Control() override { virConnectClose(conn); }

  virConnectPtr open_again() { return virConnectOpen(uri_.c_str()); }

  Domain domain(int number) {
    return Domain(virDomainLookupByName(conn, ("fleet-000000" + std::to_string(number)).c_str()));
  }

  /// A running one, or one that is off.
  Domain any(unsigned flags) {
    virDomainPtr* list = nullptr;
    const int count = virConnectListAllDomains(conn, &list, flags);
    for (int i = 1; i < count; ++i) virDomainFree(list[i]);
    Domain first(count > 0 ? list[0] : nullptr);
    std::free(list);
    return first;
  }
  Domain running() { return any(VIR_CONNECT_LIST_DOMAINS_ACTIVE); }
  Domain off() { return any(VIR_CONNECT_LIST_DOMAINS_INACTIVE); }

  /// The names of the listed domains.
  std::multiset<std::string> names(unsigned flags = 0) {
    virDomainPtr* list = nullptr;
    const int count = virConnectListAllDomains(conn, &list, flags);
    std::multiset<std::string> names;
    for (int i = 0; i < count; ++i) {
      names.insert(virDomainGetName(list[i]));
      virDomainFree(list[i]);
    }
    std::free(list);
    return names;
  }

  /// Adds a rule that must be good.
  int rule(const std::string& xml) {
    const int number = rollcallMockAddRule(conn, xml.c_str());
    EXPECT_GT(number, 0) << virGetLastErrorMessage();
    return number;
  }

  /// What is said of a rule that must be bad.
  std::string complaint(const std::string& xml) {
    return rollcallMockAddRule(conn, xml.c_str()) == -1 ? virGetLastErrorMessage() : "no complaint";
  }

  unsigned long long now() {
    unsigned long long now_ns = 0;
    EXPECT_EQ(rollcallMockGetTime(conn, &now_ns), 0);
    return now_ns;
  }

  virConnectPtr conn = nullptr;

 private:
  std::string uri_;
};

}  // namespace rollcall
