// Recorder: writes down what the threads of a run call and get back. Every thread has a lane of its
// own, with its own buffers and its own tables, so that recording needs no lock and, on the common
// path, no allocation. Between two stretches of the run, when every thread is parked, the stretches
// are taken out as batches.
//
// Stamps are readings of the one monotonic clock of the machine, unless told otherwise. The
// invocation is read before the call begins. Before the response is read, an atomic exchange makes
// what the call wrote visible to all cores: else a store that still waits in a core's buffer would
// look as if it had come late.

#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "conformance/history/history.hpp"

namespace rollcall::history {

/// A uuid as its sixteen bytes.
using Uuid = std::array<unsigned char, 16>;

/// "6695eb01-f6a4-8304-79aa-97f2502e193f".
std::string to_text(const Uuid& uuid);

/// Gives the stamps of a run: one that all its threads share, and that never runs backwards.
using Clock = Stamp (*)();

/// The clock of runs on free threads. Units: nanoseconds.
Stamp read_clock();

/// How much a lane holds before it should be taken out.
struct LaneCapacity {
  std::size_t operations = 16'384;
  std::size_t entries = 262'144;
};

/// Numbers for uuids and names. Changed between stretches only, read by all lanes.
class Directory {
 public:
  std::optional<DomainNumber> find(const Uuid& uuid) const;
  std::optional<NameNumber> find(std::string_view name) const;

  DomainNumber add(const Uuid& uuid, Domain domain);
  NameNumber add(std::string_view name);

  const Host& host() const { return host_; }

 private:
  struct UuidHash {
    std::size_t operator()(const Uuid& uuid) const;
  };
  struct NameHash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard's name
    std::size_t operator()(std::string_view name) const {
      return std::hash<std::string_view>{}(name);
    }
  };
  Host host_;
  std::unordered_map<Uuid, DomainNumber, UuidHash> domains_;
  std::unordered_map<std::string, NameNumber, NameHash, std::equal_to<>> names_;
};

/// What a thread is waiting for.
struct OpenCall {
  Call call = Call::kList;
  DomainNumber domain = kNoDomain;
  Stamp since = 0;
};

/// What one thread records. For each call: open(), the call itself, respond(), then either close()
/// after the entries were added, or discard().
///
/// Threading: one thread at a time; open_call() and abandon() from any.
class Lane {
 public:
  Lane(const Directory& directory, std::uint16_t thread, LaneCapacity capacity, Clock clock);
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// Begins an operation and stamps its invocation.
  void open(Call call, DomainNumber domain = kNoDomain, std::uint32_t argument = 0);

  /// Stamps the response. Blocks for ever on an abandoned lane.
  void respond();

  /// Adds an entry to the answer. A uuid or name that nobody registered is a stranger's.
  void add_entry(const Uuid& uuid, std::string_view name, std::int32_t id,
                 std::int32_t state = kNoState);
  void add_entry_with_id(std::int32_t id);
  void add_entry_with_name(std::string_view name);

  /// Notes how the array of the answer was shaped.
  void set_shape(bool terminated, std::size_t holes);

  /// Ends the operation. An indeterminate one keeps no response.
  void close(Outcome outcome, std::int32_t value = 0);

  /// Forgets the operation, as if it had not been made.
  void discard();

  /// Whether the lane should be taken out before more is recorded.
  bool is_full() const {
    return operations_.size() >= capacity_.operations || entries_.size() >= capacity_.entries;
  }

  /// The call that has not returned yet, if any.
  std::optional<OpenCall> open_call() const;

  /// Gives up the lane if its thread is inside a call, which counts as one that never returns, even
  /// if it does.
  ///
  /// Returns: whether it did.
  bool abandon();

 private:
  friend class Recorder;
  enum class Phase : std::uint8_t { kIdle, kOpen, kAbandoned };

  void close_abandoned();
  DomainNumber number_of(const Uuid& uuid);
  NameNumber number_of(std::string_view name);
  NameNumber number_of(DomainNumber domain, std::string_view name);

  const Directory& directory_;
  const LaneCapacity capacity_;
  const Clock clock_;
  std::vector<Operation> operations_;
  std::vector<Entry> entries_;
  Operation current_;
  /// Numbers from kProvisional on stand for these until the lane is taken out.
  std::vector<Uuid> strange_uuids_;
  std::vector<std::string> strange_names_;
  /// The name that each domain was last seen with: mostly the one that it is seen with next.
  std::vector<NameNumber> last_names_;

  std::atomic<Phase> phase_{Phase::kIdle};
  std::atomic<Call> open_call_{Call::kList};
  std::atomic<DomainNumber> open_domain_{kNoDomain};
  std::atomic<Stamp> open_since_{0};
};

class Recorder {
 public:
  /// Threads are numbered from 1, as people count. All stamps are read from `clock`.
  explicit Recorder(unsigned lanes, LaneCapacity capacity = {}, Clock clock = read_clock);

  /// Registers a domain or a name, or finds it. Pre: no lane has an operation in progress.
  DomainNumber add_domain(const Uuid& uuid, const DomainState& initial);
  NameNumber add_name(std::string_view name);

  /// Who is who; grows at add_...() and take() only.
  const Host& host() const { return directory_.host(); }

  /// The lane of thread `index` + 1.
  Lane& lane(unsigned index) { return *lanes_[index]; }
  unsigned lane_count() const { return static_cast<unsigned>(lanes_.size()); }

  /// Everything recorded since the last time.
  ///
  /// Pre: every lane's thread is parked outside any operation, or the lane is abandoned.
  Batch take();

 private:
  void adopt_strangers(Lane& lane);
  void append(Lane& lane, Batch& batch);

  Directory directory_;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace rollcall::history
