// A whole library under the scheduler, unmodified. One thread starts B, then destroys A, which runs
// before; another lists what is active. At every instant A or B is: a list of neither is
// impossible.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>

#include "conformance/schedule/explorer.hpp"
#include "conformance/schedule/randomness.hpp"
#include "conformance/schedule/strategies/depth_first.hpp"
#include "conformance/schedule/strategies/rotation.hpp"
#include "conformance/schedule/token.hpp"
#include "conformance/schedule/yield_hook.hpp"
#include "conformance/sut/connection.hpp"
#include "conformance/sut/domain_xml.hpp"
#include "conformance/test/schedule_test_support.hpp"

namespace rollcall::schedule {
namespace {

class Pair {
 public:
  /// Returns: nothing when the library is not there.
  static std::unique_ptr<Pair> open(const std::string& library, const std::string& uri) {
    make_randomness_repeatable();
    auto loaded = sut::Library::open(library);
    if (!loaded) return nullptr;
    follow_yield_points(library);
    auto pair = std::unique_ptr<Pair>(new Pair(*std::move(loaded)));
    pair->connect(uri);
    return pair;
  }

  ~Pair() {
    for (const auto* domain : {&*a_, &*b_}) {
      (void)domain->destroy();
      (void)domain->undefine();
    }
  }

  /// The operations succeed whatever the schedule; the last list is kept.
  Program program() {
    return {.prepare =
                [this] {
                  (void)a_->start();
                  (void)b_->destroy();
                },
            .bodies = {[this] {
                         const bool started = b_->start().has_value();
                         const bool destroyed = a_->destroy().has_value();
                         all_succeeded_ = started && destroyed;
                       },
                       [this] {
                         const OpenCall call("virConnectListAllDomains", Interest::kYes);
                         listed_ = names_of(connection_->list(VIR_CONNECT_LIST_DOMAINS_ACTIVE));
                       }}};
  }

  bool all_succeeded() const { return all_succeeded_; }
  bool list_is_impossible() const {
    return !listed_.contains(*a_->name()) && !listed_.contains(*b_->name());
  }

 private:
  explicit Pair(sut::Library library) : library_(std::move(library)) {}

  void connect(const std::string& uri) {
    connection_ = *sut::Connection::open(library_, uri);
    const auto kind = *sut::guest_kind(*connection_->capabilities(), "");
    std::set<std::string> ours;
    for (const char* name : {"scheduled-1", "scheduled-2"}) {
      ours.insert(name);
      (void)connection_->define(sut::to_xml({.kind = kind, .name = name}));
    }
    // libvirt lists in an order that changes from process to process, and a list in the making
    // misses both only when B comes before A.
    std::vector<sut::Domain> in_order;
    auto listed = connection_->list();
    for (sut::Domain& domain : *listed) {
      if (ours.contains(*domain.name())) in_order.push_back(std::move(domain));
    }
    b_ = std::move(in_order.at(0));
    a_ = std::move(in_order.at(1));
  }

  static std::set<std::string> names_of(const sut::Expected<std::vector<sut::Domain>>& domains) {
    std::set<std::string> names;
    for (const sut::Domain& domain : *domains) names.insert(*domain.name());
    return names;
  }

  sut::Library library_;
  std::optional<sut::Connection> connection_;
  std::optional<sut::Domain> a_;
  std::optional<sut::Domain> b_;
  bool all_succeeded_ = false;
  std::set<std::string> listed_;
};

class ScheduledLibrary : public InterposedRun {
 protected:
  /// The first run with an impossible list; nothing when there is none among so many.
  std::optional<RunRecord> find_impossible_list(Pair& pair, Strategy& strategy,
                                                std::uint64_t runs) {
    std::optional<RunRecord> found;
    exploration =
        explore(scheduler, pair.program(), strategy, {.runs = runs}, [&](const RunRecord& run) {
          EXPECT_EQ(run.outcome, Outcome::kCompleted) << run.trouble;
          EXPECT_TRUE(pair.all_succeeded());
          if (!pair.list_is_impossible()) return Verdict::kGoOn;
          found = run;
          return Verdict::kStop;
        });
    EXPECT_FALSE(exploration.divergence) << *exploration.divergence;
    return found;
  }

  Exploration exploration;
};

TEST_F(ScheduledLibrary, LibvirtReturnsAnImpossibleListWithinAHandfulOfSchedules) {
  const auto pair = Pair::open("libvirt.so.0", "test:///default");
  if (pair == nullptr) GTEST_SKIP() << "libvirt.so.0 is not installed";
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto rotation = default_rotation(seed);
    EXPECT_TRUE(find_impossible_list(*pair, *rotation, 500)) << "seed " << seed;
    RecordProperty(fmt::format("schedules_of_seed_{}", seed), static_cast<int>(exploration.runs));
  }
}

TEST_F(ScheduledLibrary, LibvirtRepeatsItsImpossibleListFromTheToken) {
  const auto pair = Pair::open("libvirt.so.0", "test:///default");
  if (pair == nullptr) GTEST_SKIP() << "libvirt.so.0 is not installed";
  const auto rotation = default_rotation(1);
  const auto found = find_impossible_list(*pair, *rotation, 500);
  ASSERT_TRUE(found);
  const std::string token = to_text(Token{.seed = 1, .switches = found->switches});
  for (int i = 0; i < 100; ++i) {
    const RunRecord& again = replay(scheduler, pair->program(), token_from(token)->switches);
    ASSERT_EQ(again.hash, found->hash);
    ASSERT_TRUE(pair->list_is_impossible());
  }
}

TEST_F(ScheduledLibrary, RollcallAnnouncesWhereItReadsThePublishedList) {
  const auto pair = Pair::open(ROLLCALL_LIBRARY, "mock:///default");
  ASSERT_NE(pair, nullptr);
  const RunRecord& run = replay(scheduler, pair->program(), {});
  EXPECT_TRUE(std::any_of(run.trace.begin(), run.trace.end(),
                          [](const Step& step) { return step.kind == PointKind::kAnnounced; }));
}

TEST_F(ScheduledLibrary, RollcallReturnsNoImpossibleList) {
  const auto pair = Pair::open(ROLLCALL_LIBRARY, "mock:///default");
  ASSERT_NE(pair, nullptr);
  const auto rotation = default_rotation(1);
  EXPECT_FALSE(find_impossible_list(*pair, *rotation, 5'000));
  EXPECT_EQ(exploration.runs, 5'000U);
}

TEST_F(ScheduledLibrary, RollcallReturnsNoImpossibleListInAnyScheduleOfTwoPreemptions) {
  const auto pair = Pair::open(ROLLCALL_LIBRARY, "mock:///default");
  ASSERT_NE(pair, nullptr);
  DepthFirst search(2);
  EXPECT_FALSE(find_impossible_list(*pair, search, 100'000));
  EXPECT_EQ(search.covered(), 1.0);
}

}  // namespace
}  // namespace rollcall::schedule
