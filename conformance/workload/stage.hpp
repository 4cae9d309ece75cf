// Stage: the domains that a workload plays with, and what everybody else's domains were like when
// it began. It knows the state of each of its domains, gives up a domain of which nobody knows what
// became of it, and takes all away again.

#pragma once

#include <atomic>
#include <deque>
#include <string>
#include <vector>

#include "conformance/history/recorder.hpp"
#include "conformance/sut/connection.hpp"
#include "conformance/sut/domain_xml.hpp"
#include "conformance/workload/program.hpp"

namespace rollcall::workload {

/// One domain of the stage.
///
/// Threading: during a round `state` is the writing thread's alone; all threads may read the rest.
struct alignas(64) Slot {
  std::string uuid;
  history::Uuid raw_uuid{};
  history::DomainNumber domain = history::kNoDomain;
  /// As its writer knows it. Not kept while the domain is shared.
  history::DomainState state{};
  /// A mutator ended so that nobody knows whether it had an effect: no further one is made.
  std::atomic<bool> lost{false};
  bool is_shared = false;
  /// An id that the domain had lately, for those who look it up.
  std::atomic<std::int32_t> last_id{0};
};

class Stage {
 public:
  /// Pre: `connection` and `recorder` outlive this object. `model` is the XML of a domain, but for
  /// name and uuid.
  Stage(const sut::Connection& connection, sut::DomainXml model, std::uint64_t seed,
        history::Recorder& recorder);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// Registers the domains that are there and adds `plain` domains of our own, and `renaming` pairs
  /// that have a spare name; none of them exists yet. A domain that an aborted run left is removed
  /// before.
  sut::Outcome prepare(unsigned plain, unsigned renaming);

  std::deque<Slot>& slots() { return slots_; }
  unsigned plain_count() const { return plain_count_; }
  unsigned renaming_count() const { return renaming_count_; }

  /// The name behind a label: that of the slot of this number, or from slots().size() on, the spare
  /// name of a renaming pair.
  history::NameNumber name(std::uint32_t label) const { return names_[label]; }
  const std::string& name_text(std::uint32_t label) const { return name_texts_[label]; }
  std::uint32_t label_count() const { return static_cast<std::uint32_t>(names_.size()); }

  /// The XML of a slot's domain under its own name.
  const std::string& xml(SlotNumber slot) const { return xml_[slot]; }

  /// Between rounds: replaces the domains that were lost by others, and says which are shared next.
  sut::Outcome settle(const std::vector<SlotNumber>& shared_next);

  /// What somebody else changed meanwhile; empty when nothing.
  ///
  /// Pre: no thread is in a call.
  std::string interference();

  /// Whether it is a domain of ours, not one of somebody else, who may change it at any time.
  bool is_ours(const std::string& uuid) const;

  /// Removes all domains of ours. Also done by the destructor.
  void clear();

  /// Leaves everything as it is: for a library that does not answer any more.
  void forget() { used_uuids_.clear(); }

 private:
  struct Foreigner {
    std::string uuid;
    history::DomainState state;
  };
  sut::Expected<std::vector<Foreigner>> look_around();
  sut::Expected<history::DomainState> observe(const sut::Domain& domain);
  void give_identity(SlotNumber slot);

  const sut::Connection& connection_;
  sut::DomainXml model_;
  std::uint64_t seed_;
  history::Recorder& recorder_;
  std::deque<Slot> slots_;
  std::vector<history::NameNumber> names_;
  std::vector<std::string> name_texts_;
  std::vector<std::string> xml_;
  std::vector<std::string> used_uuids_;
  std::vector<Foreigner> foreigners_;
  unsigned plain_count_ = 0;
  unsigned renaming_count_ = 0;
  unsigned identities_given_ = 0;
};

}  // namespace rollcall::workload
