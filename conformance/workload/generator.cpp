#include "conformance/workload/generator.hpp"

#include <rapidcheck.h>

#include <algorithm>

#include "conformance/workload/arbitrary.hpp"

namespace rollcall::workload {
namespace {

using history::Call;

unsigned below(unsigned limit) { return *rc::gen::inRange(0U, limit); }

bool one_in(unsigned times) { return below(times) == 0; }

template <class T>
const T& one_of(const std::vector<T>& choices) {
  return choices[below(static_cast<unsigned>(choices.size()))];
}

/// One of the calls, as often as its weight says among all.
template <class T>
T weighted(const std::vector<std::pair<unsigned, T>>& choices) {
  unsigned total = 0;
  for (const auto& [weight, choice] : choices) total += weight;
  unsigned drawn = below(total);
  for (const auto& [weight, choice] : choices) {
    if (drawn < weight) return choice;
    drawn -= weight;
  }
  return choices.back().second;
}

/// Draws one program.
class Draft {
 public:
  explicit Draft(const Setting& setting) : setting_(setting) {
    for (SlotNumber slot = 0; slot < setting.plain_slots; ++slot) plain_.push_back(slot);
    for (std::size_t left = plain_.size(); left > 1; --left) {
      std::swap(plain_[left - 1], plain_[below(static_cast<unsigned>(left))]);
    }
    for (unsigned pair = 0; pair < setting.renaming_pairs; ++pair) pairs_.push_back(pair);
    program_.scripts.resize(setting.threads);
  }

  Program make() {
    const unsigned writers = draw_writers();
    for (unsigned writer = 0; writer < writers; ++writer) {
      const auto patterns =
          setting_.taste.pattern != nullptr ? 1U : weighted<unsigned>({{4, 1}, {2, 2}, {1, 3}});
      for (unsigned count = 0; count < patterns; ++count) add_pattern(program_.scripts[writer]);
    }
    if (setting_.taste.shared_one_in != 0 && one_in(setting_.taste.shared_one_in)) share(writers);
    settle_the_rest();
    for (unsigned thread = 0; thread < setting_.threads; ++thread) {
      if (thread >= writers || setting_.threads == 1 || one_in(3)) add_reads(thread, writers);
    }
    return std::move(program_);
  }

 private:
  unsigned draw_writers() {
    if (setting_.taste.writers != 0) return setting_.taste.writers;
    return setting_.threads < 3 ? 1 : 1 + below(setting_.threads - 1);
  }

  /// Puts a pattern on domains that nobody writes yet, amid what the script does already.
  void add_pattern(Script& script) {
    std::vector<std::pair<unsigned, const Pattern*>> choices;
    for (const Pattern* pattern : possible_patterns(setting_)) {
      const bool fits = pattern->renames ? !pairs_.empty() : pattern->homes.size() <= plain_.size();
      const unsigned weight = setting_.taste.subjects[static_cast<std::size_t>(pattern->subject)];
      const bool is_wanted = setting_.taste.pattern == nullptr || setting_.taste.pattern == pattern;
      if (fits && is_wanted && weight != 0) choices.emplace_back(weight, pattern);
    }
    if (choices.empty()) return;
    const Pattern& pattern = *weighted(choices);
    const std::vector<std::uint32_t> labels = cast(pattern);
    std::vector<Command> cycle;
    for (const Move& move : pattern.moves) {
      const bool names =
          move.call == Call::kDefine || move.call == Call::kCreate || move.call == Call::kRename;
      cycle.push_back({move.call, static_cast<SlotNumber>(labels[move.role]),
                       names ? labels[move.argument] : move.argument});
    }
    for (std::size_t role = 0; role < pattern.homes.size(); ++role) {
      script.parts.push_back({static_cast<SlotNumber>(labels[role]), pattern.homes[role]});
      told_.push_back(labels[role]);
    }
    tell_of(pattern);
    const unsigned turns = 1 + below(4);
    for (unsigned turn = 0; turn < turns; ++turn) weave(script.commands, cycle);
  }

  /// Notes what to ask about the pattern. In half of the programs about one pattern, all readers
  /// ask the same: what two of them say of it may fit no order.
  void tell_of(const Pattern& pattern) {
    const auto& flags = pattern.telling_flags;
    if (setting_.taste.has_one_question) return telling_.assign(1, flags.front());
    const bool has_one_question =
        setting_.taste.pattern != nullptr && (setting_.threads > 2 || one_in(4));
    if (!has_one_question) return void(telling_.insert(telling_.end(), flags.begin(), flags.end()));
    if (telling_.empty()) telling_.push_back(one_in(3) ? flags.front() : one_of(flags));
  }

  /// The domains of a pattern, one per role, then its spare name if it renames.
  std::vector<std::uint32_t> cast(const Pattern& pattern) {
    if (pattern.renames) {
      const std::uint32_t first = setting_.plain_slots + 2 * pairs_.back();
      const std::uint32_t slots = setting_.plain_slots + 2 * setting_.renaming_pairs;
      const std::uint32_t spare = slots + pairs_.back();
      pairs_.pop_back();
      return {first, first + 1, spare};
    }
    std::vector<std::uint32_t> labels;
    for (std::size_t role = 0; role < pattern.homes.size(); ++role) {
      labels.push_back(plain_.back());
      plain_.pop_back();
    }
    return labels;
  }

  /// Appends a cycle, or now and then mixes it with what is there; each keeps its own order.
  static void weave(std::vector<Command>& commands, const std::vector<Command>& cycle) {
    const bool is_first_of_its_kind =
        std::none_of(commands.begin(), commands.end(),
                     [&](const Command& command) { return command.slot == cycle.front().slot; });
    if (!is_first_of_its_kind || commands.empty()) {
      commands.insert(commands.end(), cycle.begin(), cycle.end());
      return;
    }
    std::size_t place = 0;
    for (const Command& command : cycle) {
      place += below(static_cast<unsigned>(commands.size() - place) + 1);
      commands.insert(commands.begin() + static_cast<std::ptrdiff_t>(place), command);
      ++place;
    }
  }

  /// Lets all writers at two domains.
  void share(unsigned writers) {
    for (unsigned count = 0; count < 2 && !plain_.empty(); ++count) {
      program_.shared.push_back(plain_.back());
      plain_.pop_back();
    }
    // Not suspend: hypervisors differ in whether a paused domain refuses it.
    const std::vector<Call> calls{Call::kDefine, Call::kStart, Call::kDestroy};
    for (unsigned writer = 0; writer < writers && !program_.shared.empty(); ++writer) {
      const unsigned count = 2 + below(6);
      for (unsigned index = 0; index < count; ++index) {
        const SlotNumber slot = one_of(program_.shared);
        const Call call = index == 0 ? Call::kDefine : one_of(calls);
        program_.scripts[writer].commands.push_back({call, slot, slot});
      }
    }
  }

  /// Domains that nobody plays with stand by: they make listings longer.
  void settle_the_rest() {
    // Among few calls, what else is listed only keeps them apart.
    if (setting_.taste.pattern != nullptr && !one_in(2)) return;
    for (const SlotNumber slot : plain_) {
      const Home home = weighted<Home>({{3, Home::kOff}, {3, Home::kRunning}, {1, Home::kAbsent}});
      program_.scripts.front().parts.push_back({slot, home});
    }
  }

  void add_reads(unsigned thread, unsigned writers) {
    std::vector<Command>& commands = program_.scripts[thread].commands;
    const unsigned reads = thread < writers ? 1 + below(4) : 4 + below(20);
    for (unsigned count = 0; count < reads; ++count) {
      const unsigned place = below(static_cast<unsigned>(commands.size()) + 1);
      commands.insert(commands.begin() + place, read(possible_reads()));
      if (history::is_host_reader(commands[place].call)) look_again(commands, place + 1);
    }
  }

  /// What a list says of a domain, and what the domain itself says right after, may fit no order.
  void look_again(std::vector<Command>& commands, unsigned place) {
    auto reads = possible_reads();
    std::erase_if(reads, [](const auto& read) { return history::is_host_reader(read.second); });
    if (setting_.taste.pattern == nullptr || reads.empty() || !one_in(3)) return;
    commands.insert(commands.begin() + place, read(reads));
  }

  Command read(const std::vector<std::pair<unsigned, Call>>& reads) {
    const Call call = weighted(reads);
    if (history::is_host_reader(call)) return {call, kNoSlot, host_argument(call)};
    const unsigned slots = setting_.plain_slots + 2 * setting_.renaming_pairs;
    const bool asks_about_pattern =
        setting_.taste.pattern != nullptr && !told_.empty() && !one_in(4);
    const std::uint32_t slot = asks_about_pattern ? one_of(told_) : below(slots);
    if (call != Call::kLookupByName) return {call, static_cast<SlotNumber>(slot), 0};
    return {call, kNoSlot, asks_about_pattern ? slot : below(slots + setting_.renaming_pairs)};
  }

  std::uint32_t host_argument(Call call) {
    if (call == Call::kListDomains || call == Call::kListDefinedDomains) {
      return one_in(4) ? 1 + below(3) : 4096;
    }
    if (call != Call::kList && call != Call::kCount && call != Call::kAllStats) return 0;
    // How many there are in all is what clients count most.
    if (setting_.taste.pattern != nullptr && call == Call::kCount && one_in(2)) return 0;
    return flags() & setting_.taste.flags;
  }

  std::uint32_t flags() {
    if (!telling_.empty() && (setting_.taste.has_one_question || !one_in(4))) {
      return one_of(telling_);
    }
    // All there are is what clients ask for most.
    if (setting_.taste.pattern != nullptr && one_in(2)) return 0;
    // Few flags, or hardly any domain matches.
    return below(0x10000) & (one_in(2) ? below(0x10000) : below(0x10000) & below(0x10000));
  }

  std::vector<std::pair<unsigned, Call>> possible_reads() const {
    std::vector<std::pair<unsigned, Call>> reads;
    for (const auto& [weight, call] : setting_.taste.reads) {
      if (setting_.capabilities.can(call)) reads.emplace_back(weight, call);
    }
    return reads;
  }

  const Setting& setting_;
  std::vector<SlotNumber> plain_;
  std::vector<unsigned> pairs_;
  std::vector<std::uint32_t> told_;  // slots of patterns
  std::vector<std::uint32_t> telling_;
  Program program_;
};

}  // namespace

std::vector<const Pattern*> possible_patterns(const Setting& setting) {
  std::vector<const Pattern*> possible;
  for (const Pattern& pattern : all_patterns()) {
    const bool can = std::all_of(pattern.moves.begin(), pattern.moves.end(), [&](const Move& move) {
      return setting.capabilities.can(move.call);
    });
    if (can) possible.push_back(&pattern);
  }
  return possible;
}

rc::Gen<Program> arbitrary_program(const Setting& setting) {
  return rc::gen::exec([setting] { return Draft(setting).make(); });
}

Program generate(const Setting& setting, std::uint64_t seed) {
  constexpr int kSize = 100;
  return arbitrary_program(setting)(rc::Random(seed), kSize).value();
}

}  // namespace rollcall::workload
