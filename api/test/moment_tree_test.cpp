// The tree of a domain's snapshots: what an erase takes, who inherits, what becomes current.

#include "api/core/moment_tree.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rollcall {
namespace {

using testing::ElementsAre;

struct Moment {
  std::string name;
  std::string parent;
};

using Tree = MomentTree<Moment>;

void put(Tree& tree, const std::string& name, const std::string& parent) {
  tree.put(std::make_shared<const Moment>(Moment{name, parent}));
}

// a > b > d, a > c, with d current.
Tree family() {
  Tree tree;
  put(tree, "a", "");
  put(tree, "b", "a");
  put(tree, "c", "a");
  put(tree, "d", "b");
  tree.set_current("d");
  return tree;
}

std::vector<std::string> lines(const Tree& tree) {
  std::vector<std::string> all;
  for (const auto& member : tree.members()) all.push_back(member->parent + ">" + member->name);
  return all;
}

std::string current(const Tree& tree) {
  return tree.current_or_null() == nullptr ? "" : tree.current_or_null()->name;
}

TEST(MomentTree, IsEmptyAtFirst) {
  const Tree tree;
  EXPECT_TRUE(tree.empty());
  EXPECT_EQ(tree.find("a"), nullptr);
  EXPECT_EQ(tree.current_or_null(), nullptr);
}

TEST(MomentTree, GivesTheChildrenOfAnErasedMemberToItsParent) {
  Tree tree = family();
  tree.erase("b", MomentScope::kItself);
  EXPECT_THAT(lines(tree), ElementsAre(">a", "a>c", "a>d"));
  EXPECT_EQ(current(tree), "d");
}

TEST(MomentTree, ErasesAMemberWithAllBelowIt) {
  Tree tree = family();
  tree.erase("b", MomentScope::kWithDescendants);
  EXPECT_THAT(lines(tree), ElementsAre(">a", "a>c"));
  EXPECT_EQ(current(tree), "a");
}

TEST(MomentTree, ErasesAllBelowAMemberThatStays) {
  Tree tree = family();
  tree.erase("a", MomentScope::kDescendantsOnly);
  EXPECT_THAT(lines(tree), ElementsAre(">a"));
  EXPECT_EQ(current(tree), "a");
}

TEST(MomentTree, MakesTheParentOfAnErasedCurrentMemberCurrent) {
  Tree tree = family();
  tree.erase("d", MomentScope::kItself);
  EXPECT_EQ(current(tree), "b");
}

TEST(MomentTree, HasNothingCurrentWhenACurrentRootIsErased) {
  Tree tree = family();
  tree.set_current("a");
  tree.erase("a", MomentScope::kItself);
  EXPECT_THAT(lines(tree), ElementsAre(">b", ">c", "b>d"));
  EXPECT_EQ(current(tree), "");
}

TEST(MomentTree, LeavesTheCopyItWasMadeFromAlone) {
  const Tree original = family();
  Tree copy = original;
  copy.erase("b", MomentScope::kItself);
  EXPECT_THAT(lines(original), ElementsAre(">a", "a>b", "a>c", "b>d"));
}

TEST(MomentTree, KnowsWhoDescendsFromWhom) {
  const Tree tree = family();
  EXPECT_TRUE(tree.descends_from("d", "a"));
  EXPECT_TRUE(tree.descends_from("d", "d"));
  EXPECT_FALSE(tree.descends_from("c", "b"));
  EXPECT_FALSE(tree.descends_from("nobody", "a"));
}

RC_GTEST_PROP(MomentTree, StaysATreeUnderAnyErases, ()) {
  Tree tree;
  const auto parents =
      *rc::gen::container<std::vector<std::size_t>>(10, rc::gen::inRange<std::size_t>(0, 11));
  for (std::size_t i = 0; i < parents.size(); ++i) {
    // A parent among the earlier ones, or none.
    put(tree, std::to_string(i), parents[i] < i ? std::to_string(parents[i]) : "");
  }
  tree.set_current(std::to_string(*rc::gen::inRange<std::size_t>(0, parents.size())));
  while (!tree.empty()) {
    const auto victim = *rc::gen::elementOf(tree.members());
    const auto scope = *rc::gen::element(MomentScope::kItself, MomentScope::kWithDescendants,
                                         MomentScope::kDescendantsOnly);
    const std::size_t before = tree.size();
    tree.erase(victim->name, scope);
    RC_ASSERT(tree.size() <= before);
    RC_ASSERT((tree.find(victim->name) != nullptr) == (scope == MomentScope::kDescendantsOnly));
    for (const auto& member : tree.members()) {
      RC_ASSERT(member->parent.empty() || tree.find(member->parent) != nullptr);
    }
    if (scope == MomentScope::kDescendantsOnly) tree.erase(victim->name, MomentScope::kItself);
  }
}

}  // namespace
}  // namespace rollcall
