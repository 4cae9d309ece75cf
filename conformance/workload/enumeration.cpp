#include "conformance/workload/enumeration.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "conformance/spec/filter_predicate.hpp"
#include "conformance/workload/effects.hpp"

namespace rollcall::workload {
namespace {

using history::Call;
using history::DomainState;

constexpr std::uint32_t kSpareName = kEnumeratedDomains;
constexpr std::uint32_t kLargeArray = 4096;
constexpr std::array<std::uint32_t, 7> kListFlags{0,
                                                  spec::kListActive,
                                                  spec::kListInactive,
                                                  spec::kListPersistent,
                                                  spec::kListRunning,
                                                  spec::kListManagedSave,
                                                  spec::kListAutostart};
constexpr std::array<std::uint32_t, 2> kCountFlags{0, spec::kListActive};
constexpr std::array kBeginnings{Home::kAbsent, Home::kOff, Home::kRunning, Home::kPaused};

using Domains = std::array<DomainState, kEnumeratedDomains>;
using Homes = std::array<Home, kEnumeratedDomains>;

Domains domains_at(const Homes& homes) {
  Domains domains;
  for (SlotNumber slot = 0; slot < kEnumeratedDomains; ++slot) {
    for (const Call call : way_home({}, homes[slot])) apply(domains[slot], call, slot, 1);
  }
  return domains;
}

std::vector<Command> menu_of(const Capabilities& capabilities) {
  std::vector<Command> menu;
  for (SlotNumber slot = 0; slot < kEnumeratedDomains; ++slot) {
    const auto other = static_cast<SlotNumber>(1 - slot);
    menu.insert(menu.end(), {{Call::kDefine, slot, slot},
                             {Call::kUndefine, slot},
                             {Call::kCreate, slot, slot},
                             {Call::kStart, slot},
                             {Call::kDestroy, slot},
                             {Call::kSuspend, slot},
                             {Call::kResume, slot},
                             {Call::kSetAutostart, slot, 1},
                             {Call::kSetAutostart, slot, 0},
                             {Call::kManagedSave, slot},
                             {Call::kManagedSaveRemove, slot},
                             {Call::kRename, slot, kSpareName},
                             {Call::kRename, slot, other},
                             {Call::kLookupByUuid, slot},
                             {Call::kLookupByName, kNoSlot, slot}});
  }
  menu.push_back({Call::kLookupByName, kNoSlot, kSpareName});
  for (const std::uint32_t flags : kListFlags) menu.push_back({Call::kList, kNoSlot, flags});
  for (const std::uint32_t flags : kCountFlags) menu.push_back({Call::kCount, kNoSlot, flags});
  menu.insert(menu.end(), {{Call::kAllStats, kNoSlot, 0},
                           {Call::kListDomains, kNoSlot, kLargeArray},
                           {Call::kListDefinedDomains, kNoSlot, kLargeArray}});
  std::erase_if(menu, [&](const Command& command) { return !capabilities.can(command.call); });
  return menu;
}

bool is_name_taken(const Domains& domains, const Command& command) {
  if (command.call == Call::kRename) {
    return std::any_of(domains.begin(), domains.end(), [&](const DomainState& domain) {
      return domain.exists && domain.name == command.argument;
    });
  }
  const DomainState& other = domains[1 - command.slot];
  const bool makes = command.call == Call::kDefine || command.call == Call::kCreate;
  return makes && other.exists && other.name == command.argument;
}

/// Whether the specification leaves open what the call does now.
bool is_open(const Domains& domains, const Command& command) {
  const DomainState& domain = domains[command.slot];
  if (command.call == Call::kManagedSave) return domain.state == history::kStatePaused;
  return command.call == Call::kCreate && domain.exists && !domain.active;
}

/// Makes the change unless it is refused. Returns: whether anything changed.
bool change(Domains& domains, const Command& command) {
  DomainState& domain = domains[command.slot];
  if (!is_done_in(domain, command.call) || is_name_taken(domains, command)) return false;
  const DomainState before = domain;
  apply(domain, command.call, command.argument, 1);
  return domain != before;
}

bool is_in_answer(const DomainState& domain, SlotNumber slot, const Command& command) {
  if (!domain.exists) return false;
  switch (command.call) {
    case Call::kLookupByUuid:
      return slot == command.slot;
    case Call::kLookupByName:
      return domain.name == command.argument;
    case Call::kListDomains:
      return domain.active;
    case Call::kListDefinedDomains:
      return !domain.active;
    default:
      return spec::is_listed({.active = domain.active,
                              .persistent = domain.persistent,
                              .state = static_cast<spec::State>(domain.state),
                              .managed_save = domain.managed_save,
                              .autostart = domain.autostart},
                             command.argument);
  }
}

/// What a reader answers: of each domain its name and id, where it is in the answer.
using Answer = std::array<std::pair<history::NameNumber, std::int32_t>, kEnumeratedDomains>;

Answer answer_of(const Domains& domains, const Command& command) {
  Answer answer{};
  for (SlotNumber slot = 0; slot < kEnumeratedDomains; ++slot) {
    const DomainState& domain = domains[slot];
    answer[slot] = is_in_answer(domain, slot, command) ? std::pair{domain.name + 1, domain.id}
                                                       : std::pair{0U, 0};
  }
  return answer;
}

/// A program on the way: numbers of the menu, thread by thread.
using Threads = std::vector<std::vector<std::size_t>>;

/// What is known of a call after some orders.
struct Meaning {
  bool can_change = false;
  bool can_differ = false;
  bool is_open = false;
  std::optional<Answer> first_answer{};
};

class Enumeration {
 public:
  explicit Enumeration(const Capabilities& capabilities) : menu_(menu_of(capabilities)) {
    for (const Command& command : menu_) {
      const auto twin = std::find(menu_.begin(), menu_.end(), with_domains_swapped(command));
      twins_.push_back(static_cast<std::size_t>(twin - menu_.begin()));
    }
  }

  std::vector<Program> all(unsigned calls) {
    share_out(calls, calls);
    return std::move(programs_);
  }

 private:
  /// Gives the calls that are left to further threads, none more than the one before.
  void share_out(std::size_t left, std::size_t most) {
    if (left == 0) return fill(0, 0);
    for (std::size_t share = std::min(left, most); share > 0; --share) {
      threads_.emplace_back(share);
      share_out(left - share, share);
      threads_.pop_back();
    }
  }

  /// Chooses the calls from here on.
  void fill(std::size_t thread, std::size_t index) {
    if (thread == threads_.size()) return add_with_all_homes();
    const bool is_last = index + 1 == threads_[thread].size();
    for (std::size_t number = 0; number < menu_.size(); ++number) {
      threads_[thread][index] = number;
      if (is_last && !is_in_order(thread)) continue;
      fill(is_last ? thread + 1 : thread, is_last ? 0 : index + 1);
    }
  }

  /// Threads of equally many calls could swap numbers.
  bool is_in_order(std::size_t thread) const {
    return thread == 0 || threads_[thread - 1].size() != threads_[thread].size() ||
           threads_[thread - 1] <= threads_[thread];
  }

  void add_with_all_homes() {
    bool reads_host = false;
    bool changes = false;
    for (const auto& thread : threads_) {
      for (const std::size_t number : thread) {
        reads_host = reads_host || history::is_host_reader(menu_[number].call);
        changes = changes || history::is_mutator(menu_[number].call);
      }
    }
    if (!reads_host || !changes) return;
    const Threads twins = with_domains_swapped(threads_);
    if (twins < threads_) return;
    for (const Home first : kBeginnings) {
      for (const Home second : kBeginnings) {
        const bool is_twin = twins == threads_ && second < first;
        if (!is_twin && is_telling(domains_at({first, second}))) add({first, second});
      }
    }
  }

  static Command with_domains_swapped(Command command) {
    if (command.slot != kNoSlot) command.slot = static_cast<SlotNumber>(1 - command.slot);
    const bool names = command.call == Call::kDefine || command.call == Call::kCreate ||
                       command.call == Call::kRename || command.call == Call::kLookupByName;
    if (names && command.argument != kSpareName) command.argument = 1 - command.argument;
    return command;
  }

  /// With threads of equally many calls in order again.
  Threads with_domains_swapped(Threads threads) const {
    for (auto& thread : threads) {
      for (std::size_t& number : thread) number = twins_[number];
    }
    std::sort(threads.begin(), threads.end(), [](const auto& a, const auto& b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    return threads;
  }

  /// Whether each call can matter, in some order of them.
  bool is_telling(const Domains& domains) const {
    std::vector<std::size_t> order;
    std::vector<std::vector<Meaning>> meanings;
    for (std::size_t thread = 0; thread < threads_.size(); ++thread) {
      order.insert(order.end(), threads_[thread].size(), thread);
      meanings.emplace_back(threads_[thread].size());
    }
    do {
      perform(order, domains, meanings);
    } while (std::next_permutation(order.begin(), order.end()));
    return std::all_of(meanings.begin(), meanings.end(), [](const auto& thread) {
      return std::all_of(thread.begin(), thread.end(), [](const Meaning& meaning) {
        return (meaning.can_change || meaning.can_differ) && !meaning.is_open;
      });
    });
  }

  /// Makes all calls, the threads taking turns as the order says.
  void perform(const std::vector<std::size_t>& order, Domains domains,
               std::vector<std::vector<Meaning>>& meanings) const {
    std::vector<std::size_t> next(threads_.size());
    for (const std::size_t thread : order) {
      const Command& command = menu_[threads_[thread][next[thread]]];
      Meaning& meaning = meanings[thread][next[thread]++];
      if (history::is_mutator(command.call)) {
        meaning.is_open = meaning.is_open || is_open(domains, command);
        meaning.can_change = change(domains, command) || meaning.can_change;
        continue;
      }
      const Answer answer = answer_of(domains, command);
      if (!meaning.first_answer) meaning.first_answer = answer;
      meaning.can_differ = meaning.can_differ || *meaning.first_answer != answer;
    }
  }

  void add(const Homes& homes) {
    Program& program = programs_.emplace_back();
    for (const auto& thread : threads_) {
      Script& script = program.scripts.emplace_back();
      for (const std::size_t number : thread) script.commands.push_back(menu_[number]);
    }
    for (SlotNumber slot = 0; slot < kEnumeratedDomains; ++slot) {
      if (homes[slot] == Home::kAbsent) continue;
      program.scripts.front().parts.push_back({slot, homes[slot]});
    }
  }

  std::vector<Command> menu_;
  std::vector<std::size_t> twins_;  // the numbers of the same calls with the domains swapped
  Threads threads_;
  std::vector<Program> programs_;
};

}  // namespace

std::vector<Program> all_programs(unsigned calls, const Capabilities& capabilities) {
  return Enumeration(capabilities).all(calls);
}

}  // namespace rollcall::workload
