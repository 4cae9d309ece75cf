#include "conformance/history/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <unordered_map>

#include "conformance/history/call_names.hpp"
#include "conformance/history/call_shape.hpp"
#include "conformance/history/line_parser.hpp"
#include "conformance/history/line_source.hpp"
#include "conformance/history/validate.hpp"

namespace rollcall::history {
namespace {

using FieldSet = std::bitset<kFieldCount>;

/// Entries that may wait for their batch, so that listings of large hosts do not fill the memory.
constexpr std::size_t kWindowEntries = 2'000'000;

FieldSet field_set(std::initializer_list<Field> fields) {
  FieldSet set;
  for (const Field field : fields) set.set(static_cast<std::size_t>(field));
  return set;
}

Field field_of(ArgumentKind argument) {
  switch (argument) {
    case ArgumentKind::kId:
      return Field::kId;
    case ArgumentKind::kFlags:
      return Field::kFlags;
    case ArgumentKind::kAutostart:
      return Field::kAutostart;
    case ArgumentKind::kMaximum:
      return Field::kMax;
    default:
      return Field::kName;
  }
}

/// The fields that a line of a call may have.
FieldSet fields_of(Call call) {
  FieldSet set = field_set({Field::kCall, Field::kThread, Field::kInvocation, Field::kResponse,
                            Field::kCommit, Field::kOutcome, Field::kValue});
  const CallShape shape = shape_of(call);
  const auto add_if = [&set](bool wanted, Field field) {
    set.set(static_cast<std::size_t>(field), wanted);
  };
  add_if(shape.domain != Presence::kAbsent, Field::kDomain);
  if (shape.argument != ArgumentKind::kNone) add_if(true, field_of(shape.argument));
  for (const Field field : {Field::kEntries, Field::kTerminated, Field::kHoles}) {
    add_if(shape.entries, field);
  }
  add_if(shape.entry_domain != Presence::kAbsent, Field::kEntryUuid);
  add_if(shape.entry_name != Presence::kAbsent, Field::kEntryName);
  add_if(shape.entry_id != Presence::kAbsent, Field::kEntryId);
  add_if(shape.entry_state != Presence::kAbsent, Field::kEntryState);
  return set;
}

/// Numbers for texts, in the order in which the texts appear.
class Numbering {
 public:
  std::optional<std::uint32_t> find(std::string_view text) const {
    const auto found = numbers_.find(text);
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
  }
  std::uint32_t add(const std::string& text) {
    return numbers_.emplace(text, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }

 private:
  struct Hash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard's name
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
};

}  // namespace

class Reader::State {
 public:
  State(std::istream& stream, std::string file, std::size_t batch_operations)
      : file_(std::move(file)), batch_operations_(batch_operations), lines_(stream) {
    for (std::size_t call = 0; call < kCallCount; ++call) {
      fields_of_call_[call] = fields_of(static_cast<Call>(call));
    }
  }

  tl::expected<Header, std::string> read_header();
  tl::expected<Batch, std::string> next();
  const Host& host() const { return host_; }
  std::uint64_t position() const { return lines_.consumed(); }

 private:
  struct Pending {
    Operation operation;
    std::uint64_t line = 0;
  };

  DomainState read_initial();
  // Each of these returns what is wrong, empty when nothing is.
  std::string advance();
  std::string read_line();
  std::string read_domain();

  std::string read_operation();
  std::string read_argument(const CallShape& shape, Operation& operation);
  std::string read_entries(Call call, Operation& operation);
  std::string fill_window();

  std::string at(std::uint64_t line, const std::string& text) const {
    return fmt::format("{}:{}: {}", file_, line, text);
  }
  std::string missing(Field field) const {
    return fmt::format("missing field '{}'", name_of(field));
  }
  NameNumber number_of_name(const std::string& name);
  Batch take_batch();

  std::string file_;
  std::size_t batch_operations_;
  LineSource lines_;
  bool ended_ = false;
  ParsedLine line_;
  std::array<FieldSet, kCallCount> fields_of_call_;
  Host host_;
  Numbering domains_;
  Numbering names_;
  std::vector<std::uint64_t> lines_of_domains_;
  bool has_operations_ = false;
  std::vector<Pending> window_;  // read, but not handed out yet
  std::vector<Entry> window_entries_;
  std::vector<std::uint64_t> lines_of_batch_;
  Validator validator_{host_};
};

/// Parses the next line that is not empty into line_, or sets ended_.
std::string Reader::State::advance() {
  do {
    switch (lines_.advance()) {
      case LineSource::Status::kEnd:
        ended_ = true;
        return "";
      case LineSource::Status::kTooLong:
        return at(lines_.number(), "the line is longer than 16 MiB");
      case LineSource::Status::kFailed:
        return at(lines_.number() + 1, "cannot be read");
      case LineSource::Status::kLine:
        break;
    }
  } while (lines_.line().empty());
  const std::string objection = parse_line(lines_.line(), line_);
  if (objection.empty()) return "";
  return at(lines_.number(), lines_.is_ended()
                                 ? objection
                                 : "the file ends in the middle of this line (" + objection + ")");
}

tl::expected<Header, std::string> Reader::State::read_header() {
  std::string error = advance();
  if (!error.empty()) return tl::unexpected(std::move(error));
  if (ended_) return tl::unexpected(at(1, "the file is empty"));
  const auto refuse = [this](const std::string& text) {
    return tl::unexpected(at(lines_.number(), text));
  };
  if (!line_.has(Field::kFormat) || line_.text(Field::kFormat) != kFormatName) {
    return refuse(
        fmt::format("not a history: the first line must have \"format\": \"{}\"", kFormatName));
  }
  if (!line_.has(Field::kVersion)) return refuse(missing(Field::kVersion));
  if (line_.number(Field::kVersion) != kFormatVersion) {
    return refuse(fmt::format("version {} of the format is not known; this is version {}",
                              line_.number(Field::kVersion), kFormatVersion));
  }
  const std::size_t other =
      line_.first_outside(field_set({Field::kFormat, Field::kVersion, Field::kLibrary, Field::kUri,
                                     Field::kSeed, Field::kClock}));
  if (other != kFieldCount) {
    return refuse(fmt::format("the header has no field '{}'", name_of(static_cast<Field>(other))));
  }
  Header header;
  if (line_.has(Field::kLibrary)) header.library = line_.text(Field::kLibrary);
  if (line_.has(Field::kUri)) header.uri = line_.text(Field::kUri);
  if (line_.has(Field::kClock)) header.clock = line_.text(Field::kClock);
  if (line_.has(Field::kSeed)) {
    header.seed = static_cast<std::uint64_t>(line_.number(Field::kSeed));
  }
  return header;
}

std::string Reader::State::read_line() {
  const std::string text = line_.has(Field::kCall) ? read_operation() : read_domain();
  return text.empty() ? "" : at(lines_.number(), text);
}

NameNumber Reader::State::number_of_name(const std::string& name) {
  if (const auto known = names_.find(name)) return *known;
  host_.names.push_back(name);
  return names_.add(name);
}

std::string Reader::State::read_domain() {
  if (!line_.has(Field::kDomain)) return "neither a domain nor a call";
  const std::string& uuid = line_.text(Field::kDomain);
  if (uuid.empty()) return "the domain's uuid is empty";
  if (domains_.find(uuid)) return fmt::format("domain '{}' is introduced twice", uuid);
  FieldSet known = field_set({Field::kDomain, Field::kInitial, Field::kStranger});
  for (auto field = static_cast<std::size_t>(Field::kInitialName);
       field < static_cast<std::size_t>(Field::kEntryUuid); ++field) {
    known.set(field);
  }
  const std::size_t other = line_.first_outside(known);
  if (other != kFieldCount) {
    return fmt::format("a domain has no field '{}'", name_of(static_cast<Field>(other)));
  }
  Domain domain{.uuid = uuid,
                .stranger = line_.has(Field::kStranger) && line_.flag(Field::kStranger)};
  if (line_.has(Field::kInitial)) {
    if (has_operations_) {
      return "a domain that is there at the start must be introduced before the first call";
    }
    domain.initial = read_initial();
  }
  domains_.add(uuid);
  host_.domains.push_back(std::move(domain));
  lines_of_domains_.push_back(lines_.number());
  return "";
}

DomainState Reader::State::read_initial() {
  const auto flag = [this](Field field) { return line_.has(field) && line_.flag(field); };
  const auto number = [this](Field field, std::int64_t otherwise) {
    return line_.has(field) ? line_.number(field) : otherwise;
  };
  DomainState state{.exists = true};
  state.active = flag(Field::kInitialActive);
  state.persistent = flag(Field::kInitialPersistent);
  state.autostart = flag(Field::kInitialAutostart);
  state.managed_save = flag(Field::kInitialManagedSave);
  if (line_.has(Field::kInitialName)) {
    state.name = number_of_name(line_.text(Field::kInitialName));
  }
  state.state = static_cast<std::int32_t>(
      number(Field::kInitialState, state.active ? kStateRunning : kStateShutoff));
  state.snapshots = static_cast<std::uint16_t>(number(Field::kInitialSnapshots, 0));
  state.checkpoints = static_cast<std::uint16_t>(number(Field::kInitialCheckpoints, 0));
  state.id =
      static_cast<std::int32_t>(number(Field::kInitialId, state.active ? kUnknownId : kInactiveId));
  return state;
}

std::string Reader::State::read_operation() {
  const auto call = call_named(line_.text(Field::kCall));
  if (!call) return fmt::format("unknown call '{}'", line_.text(Field::kCall));
  const std::size_t other = line_.first_outside(fields_of_call_[static_cast<std::size_t>(*call)]);
  if (other != kFieldCount) {
    return fmt::format("call '{}' has no field '{}'", name_of(*call),
                       name_of(static_cast<Field>(other)));
  }
  Operation operation{.call = *call};
  if (!line_.has(Field::kThread)) return missing(Field::kThread);
  operation.thread = static_cast<std::uint16_t>(line_.number(Field::kThread));
  if (!line_.has(Field::kInvocation)) return missing(Field::kInvocation);
  operation.invocation = static_cast<Stamp>(line_.number(Field::kInvocation));
  if (line_.has(Field::kOutcome)) {
    const auto outcome = outcome_named(line_.text(Field::kOutcome));
    if (!outcome) return fmt::format("unknown outcome '{}'", line_.text(Field::kOutcome));
    operation.outcome = *outcome;
  }
  if (operation.outcome != Outcome::kIndeterminate && !line_.has(Field::kResponse)) {
    return missing(Field::kResponse) + " (without one the outcome is 'indeterminate')";
  }
  const auto stamp = [this](Field field) {
    return line_.has(field) ? static_cast<Stamp>(line_.number(field)) : kNever;
  };
  operation.response = stamp(Field::kResponse);
  operation.commit = stamp(Field::kCommit);
  std::string text = read_argument(shape_of(*call), operation);
  if (text.empty()) text = read_entries(*call, operation);
  if (!text.empty()) return text;
  has_operations_ = true;
  window_.push_back({operation, lines_.number()});
  return "";
}

/// What was asked, and the number that came back.
std::string Reader::State::read_argument(const CallShape& shape, Operation& operation) {
  if (line_.has(Field::kDomain)) {
    const auto domain = domains_.find(line_.text(Field::kDomain));
    if (!domain) return fmt::format("unknown domain '{}'", line_.text(Field::kDomain));
    operation.domain = *domain;
  } else if (shape.domain == Presence::kRequired) {
    return missing(Field::kDomain);
  }
  if (shape.argument != ArgumentKind::kNone) {
    const Field field = field_of(shape.argument);
    if (!line_.has(field)) return missing(field);
    operation.argument = field == Field::kName ? number_of_name(line_.text(field))
                                               : static_cast<std::uint32_t>(line_.number(field));
  }
  const bool done = operation.outcome == Outcome::kDone;
  if (line_.has(Field::kValue)) {
    operation.value = static_cast<std::int32_t>(line_.number(Field::kValue));
  } else if (shape.value == Presence::kRequired && done) {
    return missing(Field::kValue);
  } else if (shape.value == Presence::kOptional && done) {
    operation.value = kUnknownId;
  }
  return "";
}

std::string Reader::State::read_entries(Call call, Operation& operation) {
  const CallShape shape = shape_of(call);
  if (!shape.entries) return "";
  if (!line_.has(Field::kEntries) && operation.outcome == Outcome::kDone) {
    return missing(Field::kEntries);
  }
  operation.terminated = !line_.has(Field::kTerminated) || line_.flag(Field::kTerminated);
  if (line_.has(Field::kHoles)) {
    operation.holes = static_cast<std::uint8_t>(line_.number(Field::kHoles));
  }
  operation.first_entry = static_cast<std::uint32_t>(window_entries_.size());
  operation.entry_count = static_cast<std::uint32_t>(line_.entry_count());
  const auto has = [](const ParsedLine::Entry& entry, Field field) {
    return entry.present[static_cast<std::size_t>(field)];
  };
  const FieldSet unknown = ~fields_of_call_[static_cast<std::size_t>(call)];
  for (std::size_t index = 0; index < line_.entry_count(); ++index) {
    const ParsedLine::Entry& parsed = line_.entry(index);
    if ((parsed.present & unknown).any()) {
      return fmt::format("entry {} has a field that entries of '{}' have not", index + 1,
                         name_of(call));
    }
    Entry entry;
    if (has(parsed, Field::kEntryUuid)) {
      const auto domain = domains_.find(parsed.uuid);
      if (!domain) return fmt::format("unknown domain '{}' in entry {}", parsed.uuid, index + 1);
      entry.domain = *domain;
    }
    if (has(parsed, Field::kEntryName)) entry.name = number_of_name(parsed.name);
    if (has(parsed, Field::kEntryId)) entry.id = static_cast<std::int32_t>(parsed.id);
    if (has(parsed, Field::kEntryState)) entry.state = static_cast<std::int32_t>(parsed.state);
    window_entries_.push_back(entry);
  }
  return "";
}

std::string Reader::State::fill_window() {
  while (!ended_ && window_.size() < 2 * batch_operations_ &&
         window_entries_.size() < kWindowEntries) {
    std::string text = advance();
    if (text.empty() && !ended_) text = read_line();
    if (!text.empty()) return text;
  }
  const auto by_invocation = [](const Pending& left, const Pending& right) {
    return left.operation.invocation < right.operation.invocation;
  };
  std::stable_sort(window_.begin(), window_.end(), by_invocation);
  return "";
}

/// Cuts the earlier half off the window; at the end of the file a batch at most.
Batch Reader::State::take_batch() {
  const std::size_t count =
      ended_ ? std::min(window_.size(), batch_operations_) : (window_.size() + 1) / 2;
  Batch batch;
  std::vector<Entry> entries_left;
  lines_of_batch_.clear();
  for (std::size_t index = 0; index < window_.size(); ++index) {
    Operation& operation = window_[index].operation;
    std::vector<Entry>& target = index < count ? batch.entries : entries_left;
    const auto first = window_entries_.begin() + operation.first_entry;
    operation.first_entry = static_cast<std::uint32_t>(target.size());
    target.insert(target.end(), first, first + operation.entry_count);
    if (index >= count) continue;
    batch.operations.push_back(operation);
    lines_of_batch_.push_back(window_[index].line);
  }
  window_.erase(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(count));
  window_entries_ = std::move(entries_left);
  return batch;
}

tl::expected<Batch, std::string> Reader::State::next() {
  std::string text = fill_window();
  if (!text.empty()) return tl::unexpected(std::move(text));
  Batch batch = take_batch();
  const auto complaint = validator_.check(batch);
  if (!complaint) return batch;
  const bool is_domain = complaint->subject == Complaint::Subject::kDomain;
  return tl::unexpected(
      at((is_domain ? lines_of_domains_ : lines_of_batch_)[complaint->index], complaint->text));
}

Reader::Reader(std::istream& stream, std::string file, std::size_t batch_operations)
    : state_(std::make_unique<State>(stream, std::move(file), batch_operations)) {}
Reader::~Reader() = default;

tl::expected<Header, std::string> Reader::read_header() { return state_->read_header(); }
tl::expected<Batch, std::string> Reader::next() { return state_->next(); }
const Host& Reader::host() const { return state_->host(); }
std::uint64_t Reader::position() const { return state_->position(); }

tl::expected<ReadHistory, std::string> read_history(std::istream& stream, const std::string& file) {
  Reader reader(stream, file);
  auto header = reader.read_header();
  if (!header) return tl::unexpected(std::move(header).error());
  ReadHistory read{.header = *std::move(header), .history = {}};
  Batch& whole = read.history.batch;
  while (true) {
    auto batch = reader.next();
    if (!batch) return tl::unexpected(std::move(batch).error());
    if (batch->operations.empty()) break;
    const auto offset = static_cast<std::uint32_t>(whole.entries.size());
    for (Operation& operation : batch->operations) {
      operation.first_entry += offset;
      whole.operations.push_back(operation);
    }
    whole.entries.insert(whole.entries.end(), batch->entries.begin(), batch->entries.end());
  }
  read.history.host = reader.host();
  return read;
}

}  // namespace rollcall::history
