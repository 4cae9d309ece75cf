// MomentTree: the snapshots, or the checkpoints, of one domain, as libvirt's documentation
// describes them.
//
// Members are immutable definitions in order of creation; each names its parent, and at most one
// member is current. An empty tree allocates nothing, so that a host of a million domains pays only
// for the domains that have moments.

#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rollcall {

/// Which members an erase takes.
enum class MomentScope {
  kItself,           ///< the named member; its children move up to its parent
  kWithDescendants,  ///< the named member and everything below it
  kDescendantsOnly,  ///< everything below the named member, which stays
};

/// `Definition` has the members `std::string name` and `std::string parent` (empty: a root).
template <typename Definition>
class MomentTree {
 public:
  using Member = std::shared_ptr<const Definition>;

  bool empty() const noexcept { return members_.empty(); }
  std::size_t size() const noexcept { return members_.size(); }

  /// All members in order of creation.
  const std::vector<Member>& members() const noexcept { return members_; }

  /// The member of that name; null when there is none.
  const Definition* find(std::string_view name) const noexcept {
    const std::size_t place = index_of(name);
    return place == kNone ? nullptr : members_[place].get();
  }

  /// The current member; null when there is none.
  const Definition* current_or_null() const noexcept {
    return current_ == kNone ? nullptr : members_[current_].get();
  }

  bool is_current(std::string_view name) const noexcept {
    return current_ != kNone && members_[current_]->name == name;
  }

  /// Adds a member, or replaces the one of the same name in its place. Does not touch what is
  /// current.
  void put(Member member) {
    const std::size_t place = index_of(member->name);
    if (place == kNone) {
      members_.push_back(std::move(member));
    } else {
      members_[place] = std::move(member);
    }
  }

  /// Makes the member of that name current. Nothing is current afterwards when there is none.
  void set_current(std::string_view name) noexcept { current_ = index_of(name); }

  /// Whether `name` is `ancestor` or lies below it. False for names that are not members.
  bool descends_from(std::string_view name, std::string_view ancestor) const noexcept {
    const Definition* member = find(name);
    // A tree has no cycles, so its longest path has size() members; the bound guards the caller's
    // own mistakes.
    for (std::size_t steps = 0; member != nullptr && steps <= size(); ++steps) {
      if (member->name == ancestor) return true;
      member = find(member->parent);
    }
    return false;
  }

  /// Removes members as `scope` says. When the current member goes, the nearest member above it
  /// that stays becomes current, as libvirt does.
  ///
  /// Pre: `name` is a member.
  void erase(std::string_view name, MomentScope scope) {
    const std::string named(name);
    const std::string parent = find(named)->parent;
    const std::string heir = scope == MomentScope::kDescendantsOnly ? named : parent;
    std::string current = current_ == kNone ? std::string() : members_[current_]->name;

    std::vector<Member> kept;
    for (const Member& member : members_) {
      const bool itself = member->name == named;
      const bool below = !itself && descends_from(member->name, named);
      const bool goes = (itself && scope != MomentScope::kDescendantsOnly) ||
                        (below && scope != MomentScope::kItself);
      if (goes) {
        if (member->name == current) current = heir;
      } else if (below && member->parent == named && scope == MomentScope::kItself) {
        auto moved = std::make_shared<Definition>(*member);
        moved->parent = parent;
        kept.push_back(std::move(moved));
      } else {
        kept.push_back(member);
      }
    }
    members_ = std::move(kept);
    set_current(current);
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::size_t index_of(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (members_[i]->name == name) return i;
    }
    return kNone;
  }

  std::vector<Member> members_;
  std::size_t current_ = kNone;
};

}  // namespace rollcall
