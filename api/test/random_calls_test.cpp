// Random sequences of calls with right and wrong arguments: handles that are null, freed or of
// another kind, nonsense XML, unknown flags. Nothing may crash, every failure must set an error,
// and the host must still list what it counts. Meant for the sanitizers above all.

#include <gtest/gtest.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "api/core/prng.hpp"

namespace {

constexpr int kSequences = 10'000;
constexpr int kCallsPerSequence = 12;

/// The handles of one sequence, and a choice among them that is sometimes wrong.
class Hand {
 public:
  explicit Hand(std::uint64_t seed) : random_(seed) {
    connection_ = virConnectOpen("mock:///empty?instance=random-calls");
    for (const char* name : {"a", "b"}) keep(virDomainDefineXML(connection_, xml(name).c_str()));
    snapshots_.push_back(virDomainSnapshotCreateXML(
        domains_.front(), "<domainsnapshot><name>s</name></domainsnapshot>", 0));
    free_one_of_a_list();
  }

  ~Hand() {
    for (const virDomainPtr domain : domains_) virDomainFree(domain);
    for (const virDomainSnapshotPtr snapshot : snapshots_) virDomainSnapshotFree(snapshot);
    EXPECT_EQ(virConnectClose(connection_), 0);
  }
  Hand(const Hand&) = delete;
  Hand& operator=(const Hand&) = delete;

  virConnectPtr real_connection() const { return connection_; }

  virConnectPtr connection() { return one_in(6) ? wrong<virConnectPtr>() : connection_; }
  virDomainPtr domain() {
    if (one_in(4)) return one_in(2) ? freed_ : wrong<virDomainPtr>();
    return domains_[random_.below(domains_.size())];
  }
  virDomainSnapshotPtr snapshot() {
    if (one_in(4)) return wrong<virDomainSnapshotPtr>();
    return snapshots_[random_.below(snapshots_.size())];
  }

  void keep(virDomainPtr domain) {
    if (domain != nullptr) domains_.push_back(domain);
  }
  void keep(virDomainSnapshotPtr snapshot) {
    if (snapshot != nullptr) snapshots_.push_back(snapshot);
  }

  bool one_in(std::uint64_t times) { return random_.below(times) == 0; }
  std::size_t below(std::size_t bound) { return random_.below(bound); }

  unsigned flags() {
    if (one_in(2)) return 0;
    return one_in(8) ? static_cast<unsigned>(random_.next()) : 1U << random_.below(32);
  }
  const char* name() {
    static constexpr std::array<const char*, 7> kNames{"a", "b", "c", "", "a/b", "\n", nullptr};
    return kNames[random_.below(kNames.size())];
  }
  std::string text() {
    static constexpr std::array<const char*, 6> kTexts{
        "", "<domain", "<network/>", "<domain type='mock'/>", "<domainsnapshot/>", "\xff\xfe"};
    if (one_in(3)) return kTexts[random_.below(kTexts.size())];
    const char* chosen = name();
    return xml(chosen == nullptr ? "" : chosen);
  }

 private:
  static std::string xml(const std::string& name) {
    return "<domain type='mock'><name>" + name +
           "</name><memory>1024</memory><os><type>hvm</type></os></domain>";
  }

  /// Null, or a pointer to something else that is alive.
  template <typename Pointer>
  Pointer wrong() {
    switch (random_.below(3)) {
      case 0:
        return reinterpret_cast<Pointer>(domains_.front());
      case 1:
        return reinterpret_cast<Pointer>(snapshots_.front());
      default:
        return nullptr;
    }
  }

  /// A freed handle can be told from a live one as long as others of its list are kept.
  void free_one_of_a_list() {
    virDomainPtr* list = nullptr;
    const int count = virConnectListAllDomains(connection_, &list, 0);
    ASSERT_EQ(count, 2);
    freed_ = list[0];
    keep(list[1]);
    std::free(list);
    EXPECT_EQ(virDomainFree(freed_), 0);
  }

  rollcall::Prng random_;
  virConnectPtr connection_ = nullptr;
  std::vector<virDomainPtr> domains_;
  std::vector<virDomainSnapshotPtr> snapshots_;
  virDomainPtr freed_ = nullptr;
};

int freed_text(char* text) {
  std::free(text);
  return text == nullptr ? -1 : 0;
}

int listed(Hand& hand) {
  virDomainPtr* list = nullptr;
  const bool no_connection_pointer = hand.one_in(2);
  const int count = virConnectListAllDomains(hand.connection(),
                                             no_connection_pointer ? nullptr : &list, hand.flags());
  if (count < 0) {
    EXPECT_EQ(list, nullptr);
  }
  for (int i = 0; list != nullptr && i < count; ++i) hand.keep(list[i]);
  std::free(list);
  return count;
}

int made(Hand& hand, virDomainPtr domain) {
  hand.keep(domain);
  return domain == nullptr ? -1 : 0;
}

int made(Hand& hand, virDomainSnapshotPtr snapshot) {
  hand.keep(snapshot);
  return snapshot == nullptr ? -1 : 0;
}

int state_of(virDomainPtr domain, bool with_place, unsigned flags) {
  int state = 0;
  return virDomainGetState(domain, with_place ? &state : nullptr, nullptr, flags);
}

int statistics_of(Hand& hand) {
  virDomainStatsRecordPtr* records = nullptr;
  const int count = virConnectGetAllDomainStats(hand.connection(), hand.flags(),
                                                hand.one_in(4) ? nullptr : &records, hand.flags());
  virDomainStatsRecordListFree(records);
  return count;
}

int uuid_of(Hand& hand) {
  std::array<char, VIR_UUID_STRING_BUFLEN> text{};
  return virDomainGetUUIDString(hand.domain(), hand.one_in(4) ? nullptr : text.data());
}

int identifiers_of(Hand& hand) {
  std::array<int, 2> ids{};
  const int room = static_cast<int>(hand.below(4)) - 1;
  return virConnectListDomains(hand.connection(), hand.one_in(4) ? nullptr : ids.data(),
                               room > 2 ? 2 : room);
}

/// A call: negative when it failed.
using Call = int (*)(Hand&);
constexpr Call kCalls[] = {
    listed,
    statistics_of,
    uuid_of,
    identifiers_of,
    [](Hand& h) { return virConnectNumOfDomains(h.connection()); },
    [](Hand& h) { return virConnectNumOfDefinedDomains(h.connection()); },
    [](Hand& h) {
      return virConnectRegisterCloseCallback(h.connection(), nullptr, nullptr, nullptr);
    },
    [](Hand& h) { return freed_text(virConnectGetCapabilities(h.connection())); },
    [](Hand& h) { return freed_text(virConnectGetURI(h.connection())); },
    [](Hand& h) { return made(h, virDomainDefineXML(h.connection(), h.text().c_str())); },
    [](Hand& h) {
      return made(h, virDomainDefineXMLFlags(h.connection(), h.text().c_str(), h.flags()));
    },
    [](Hand& h) {
      return made(h, virDomainCreateXML(h.connection(), h.text().c_str(), h.flags()));
    },
    [](Hand& h) { return made(h, virDomainDefineXML(h.connection(), nullptr)); },
    [](Hand& h) { return made(h, virDomainLookupByName(h.connection(), h.name())); },
    [](Hand& h) { return made(h, virDomainLookupByUUIDString(h.connection(), h.name())); },
    [](Hand& h) {
      return made(h, virDomainLookupByID(h.connection(), static_cast<int>(h.below(9)) - 1));
    },
    [](Hand& h) { return virDomainGetName(h.domain()) == nullptr ? -1 : 0; },
    [](Hand& h) { return freed_text(virDomainGetXMLDesc(h.domain(), h.flags())); },
    [](Hand& h) { return freed_text(virDomainGetOSType(h.domain())); },
    [](Hand& h) { return state_of(h.domain(), !h.one_in(4), h.flags()); },
    [](Hand& h) { return virDomainIsActive(h.domain()); },
    [](Hand& h) { return virDomainIsPersistent(h.domain()); },
    [](Hand& h) { return virDomainGetInfo(h.domain(), nullptr); },
    [](Hand& h) { return virDomainGetAutostart(h.domain(), nullptr); },
    [](Hand& h) { return virDomainSetAutostart(h.domain(), static_cast<int>(h.below(3))); },
    [](Hand& h) { return virDomainCreate(h.domain()); },
    [](Hand& h) { return virDomainCreateWithFlags(h.domain(), h.flags()); },
    [](Hand& h) { return virDomainSuspend(h.domain()); },
    [](Hand& h) { return virDomainResume(h.domain()); },
    [](Hand& h) { return virDomainShutdown(h.domain()); },
    [](Hand& h) { return virDomainReboot(h.domain(), h.flags()); },
    [](Hand& h) { return virDomainReset(h.domain(), h.flags()); },
    [](Hand& h) { return virDomainDestroy(h.domain()); },
    [](Hand& h) { return virDomainDestroyFlags(h.domain(), h.flags()); },
    [](Hand& h) { return virDomainUndefine(h.domain()); },
    [](Hand& h) { return virDomainUndefineFlags(h.domain(), h.flags()); },
    [](Hand& h) { return virDomainManagedSave(h.domain(), h.flags()); },
    [](Hand& h) { return virDomainManagedSaveRemove(h.domain(), h.flags()); },
    [](Hand& h) { return virDomainHasManagedSaveImage(h.domain(), h.flags()); },
    [](Hand& h) { return virDomainRename(h.domain(), h.name(), h.flags()); },
    [](Hand& h) {
      return virDomainSetMetadata(h.domain(), static_cast<int>(h.below(4)), h.name(), nullptr,
                                  nullptr, h.flags());
    },
    [](Hand& h) {
      return made(h, virDomainSnapshotCreateXML(h.domain(), h.text().c_str(), h.flags()));
    },
    [](Hand& h) { return made(h, virDomainSnapshotLookupByName(h.domain(), h.name(), h.flags())); },
    [](Hand& h) { return made(h, virDomainSnapshotCurrent(h.domain(), h.flags())); },
    [](Hand& h) { return virDomainSnapshotNum(h.domain(), h.flags()); },
    [](Hand& h) { return virDomainRevertToSnapshot(h.snapshot(), h.flags()); },
    [](Hand& h) { return virDomainSnapshotDelete(h.snapshot(), h.flags()); },
    [](Hand& h) { return freed_text(virDomainSnapshotGetXMLDesc(h.snapshot(), h.flags())); },
    [](Hand& h) { return virDomainListAllCheckpoints(h.domain(), nullptr, h.flags()); },
    [](Hand& h) { return virDomainAbortJob(h.domain()); },
};

void expect_list_equals_count(virConnectPtr connection) {
  virDomainPtr* list = nullptr;
  const int count = virConnectListAllDomains(connection, &list, 0);
  EXPECT_EQ(count, virConnectListAllDomains(connection, nullptr, 0));
  for (int i = 0; i < count; ++i) {
    EXPECT_NE(virDomainGetName(list[i]), nullptr);
    EXPECT_EQ(virDomainFree(list[i]), 0);
  }
  std::free(list);
}

TEST(RandomCalls, NeverCrashAndAlwaysSayWhyTheyFailed) {
  virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
  int failures = 0;
  for (int sequence = 0; sequence < kSequences && !HasFailure(); ++sequence) {
    SCOPED_TRACE("seed " + std::to_string(sequence));
    Hand hand(static_cast<std::uint64_t>(sequence));
    for (int call = 0; call < kCallsPerSequence; ++call) {
      virResetLastError();
      const std::size_t chosen = hand.below(std::size(kCalls));
      if (kCalls[chosen](hand) >= 0) continue;
      ++failures;
      const virErrorPtr error = virGetLastError();
      ASSERT_NE(error, nullptr) << "call " << chosen;
      EXPECT_NE(error->message, nullptr) << "call " << chosen;
    }
    expect_list_equals_count(hand.real_connection());
  }
  EXPECT_GT(failures, kSequences);
}

}  // namespace
