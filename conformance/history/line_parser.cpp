#include "conformance/history/line_parser.hpp"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace rollcall::history {
namespace {

enum class Type : std::uint8_t { kText, kNumber, kFlag, kObject, kArray };

struct FieldRule {
  std::string_view name;
  Type type = Type::kText;
  std::int64_t minimum = 0;
  std::uint64_t maximum = 0;
};

constexpr FieldRule text(std::string_view name) { return {name, Type::kText}; }
constexpr FieldRule flag(std::string_view name) { return {name, Type::kFlag}; }
constexpr FieldRule number(std::string_view name, std::uint64_t maximum, std::int64_t minimum = 0) {
  return {name, Type::kNumber, minimum, maximum};
}

constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t kLargest32 = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kSmallest32 = std::numeric_limits<std::int32_t>::min();
constexpr std::uint64_t kLargestUnsigned32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kLargestUnsigned16 = std::numeric_limits<std::uint16_t>::max();

constexpr std::array<FieldRule, kFieldCount> kRules{
    text("format"),
    number("version", kLargest32),
    text("library"),
    text("uri"),
    number("seed", std::numeric_limits<std::uint64_t>::max()),
    text("clock"),
    text("domain"),
    {"initial", Type::kObject},
    flag("stranger"),
    text("call"),
    number("thread", kLargestUnsigned16),
    number("invocation", kLargest),
    number("response", kLargest),
    number("commit", kLargest),
    text("name"),
    number("flags", kLargestUnsigned32),
    number("id", kLargest32, kSmallest32),
    flag("autostart"),
    number("max", kLargest32),
    text("outcome"),
    number("value", kLargest32, kSmallest32),
    {"entries", Type::kArray},
    flag("terminated"),
    number("holes", std::numeric_limits<std::uint8_t>::max()),
    text("name"),
    number("id", kLargest32),
    number("state", kLargest32),
    flag("active"),
    flag("persistent"),
    flag("autostart"),
    flag("managed_save"),
    number("snapshots", kLargestUnsigned16),
    number("checkpoints", kLargestUnsigned16),
    text("uuid"),
    text("name"),
    number("id", kLargest32, kSmallest32),
    number("state", kLargest32),
};

constexpr const FieldRule& rule_of(Field field) { return kRules[static_cast<std::size_t>(field)]; }

std::string wanted(const FieldRule& rule) {
  switch (rule.type) {
    case Type::kText:
      return "a text";
    case Type::kNumber:
      return fmt::format("a whole number from {} to {}", rule.minimum, rule.maximum);
    case Type::kFlag:
      return "true or false";
    case Type::kObject:
      return "an object";
    case Type::kArray:
      return "an array";
  }
  return "";
}

/// Where the parser is: in the line's own object, or in what is nested there.
enum class Scope : std::uint8_t { kBeforeLine, kLine, kInitial, kEntries, kEntry, kAfterLine };

constexpr auto kFirstOfInitial = static_cast<std::size_t>(Field::kInitialName);
constexpr auto kFirstOfEntry = static_cast<std::size_t>(Field::kEntryUuid);

/// The range of the fields that an object may have.
std::pair<std::size_t, std::size_t> fields_of(Scope scope) {
  if (scope == Scope::kEntry) return {kFirstOfEntry, kFieldCount};
  if (scope == Scope::kInitial) return {kFirstOfInitial, kFirstOfEntry};
  return {0, kFirstOfInitial};
}

}  // namespace

std::string_view name_of(Field field) { return rule_of(field).name; }

std::size_t ParsedLine::first_outside(const std::bitset<kFieldCount>& known) const {
  const std::bitset<kFieldCount> outside = present_ & ~known;
  std::size_t field = 0;
  while (field < kFieldCount && !outside[field]) ++field;
  return field;
}

/// Takes the parser's events. Every method returns whether to go on; `complaint` says why not.
class LineHandler {
 public:
  explicit LineHandler(ParsedLine& line) : line_(line) {
    line_.present_.reset();
    line_.entry_count_ = 0;
  }

  const std::string& complaint() const { return complaint_; }

  // The names and parameters of what follows are those that nlohmann::json expects.
  bool null() { return ignored() || mistyped("null"); }
  bool boolean(bool value) {
    return ignored() || (is_expected(Type::kFlag, "true or false") && store(value ? 1 : 0));
  }
  bool number_integer(std::int64_t value) {
    if (ignored()) return true;
    if (!is_expected(Type::kNumber, "a number")) return false;
    return value >= rule_of(field_).minimum ? store(value) : mistyped(std::to_string(value));
  }
  bool number_unsigned(std::uint64_t value) {
    if (ignored()) return true;
    if (!is_expected(Type::kNumber, "a number")) return false;
    return value <= rule_of(field_).maximum ? store(static_cast<std::int64_t>(value))
                                            : mistyped(std::to_string(value));
  }
  bool number_float(double /*value*/, const std::string& digits) {
    return ignored() || mistyped(digits);
  }
  bool binary(std::vector<std::uint8_t>& /*value*/) { return false; }
  bool string(std::string& value) {
    if (ignored()) return true;
    if (!is_expected(Type::kText, "a text")) return false;
    line_.texts_[static_cast<std::size_t>(field_)] = value;
    return true;
  }
  bool key(std::string& name);
  bool start_object(std::size_t /*size*/);
  bool end_object();
  bool start_array(std::size_t /*size*/);
  bool end_array();
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*error*/) {
    return complain(fmt::format("not valid JSON at character {}", position));
  }

 private:
  bool complain(std::string text) {
    complaint_ = std::move(text);
    return false;
  }
  bool mistyped(std::string_view found);
  bool is_expected(Type type, std::string_view found);
  /// Whether a value that is no object or array is to be passed over.
  bool ignored() { return ignored_depth_ != 0 || std::exchange(ignores_next_, false); }
  bool ignores_opening();
  bool ignores_closing();
  bool find_field(std::string_view name);
  void add_entry();
  bool store(std::int64_t value) {
    line_.numbers_[static_cast<std::size_t>(field_)] = value;
    return true;
  }

  ParsedLine& line_;
  Scope scope_ = Scope::kBeforeLine;
  Field field_ = Field::kFormat;
  std::size_t ignored_depth_ = 0;  // of what is nested in a field whose name begins with '_'
  bool ignores_next_ = false;
  std::string complaint_;
};

bool LineHandler::mistyped(std::string_view found) {
  if (scope_ == Scope::kBeforeLine) return complain("a line must be a JSON object");
  if (scope_ == Scope::kEntries) return complain("each of the 'entries' must be an object");
  const FieldRule& rule = rule_of(field_);
  return complain(fmt::format("'{}' must be {}, not {}", rule.name, wanted(rule), found));
}

bool LineHandler::is_expected(Type type, std::string_view found) {
  const bool in_object = scope_ != Scope::kBeforeLine && scope_ != Scope::kEntries;
  return (in_object && rule_of(field_).type == type) || mistyped(found);
}

bool LineHandler::find_field(std::string_view name) {
  const auto [first, end] = fields_of(scope_);
  for (std::size_t index = first; index < end; ++index) {
    if (kRules[index].name != name) continue;
    field_ = static_cast<Field>(index);
    return true;
  }
  return false;
}

bool LineHandler::key(std::string& name) {
  if (ignored_depth_ != 0) return true;
  ignores_next_ = !name.empty() && name.front() == '_';
  if (ignores_next_) return true;
  if (!find_field(name)) return complain(fmt::format("unknown field '{}'", name));
  const auto index = static_cast<std::size_t>(field_);
  if (line_.present_[index]) return complain(fmt::format("'{}' is there twice", name));
  line_.present_[index] = true;
  return true;
}

bool LineHandler::ignores_opening() {
  if (!ignored()) return false;
  ++ignored_depth_;
  return true;
}

bool LineHandler::ignores_closing() {
  if (ignored_depth_ == 0) return false;
  --ignored_depth_;
  return true;
}

bool LineHandler::start_object(std::size_t /*size*/) {
  if (ignores_opening()) return true;
  if (scope_ == Scope::kBeforeLine) {
    scope_ = Scope::kLine;
    return true;
  }
  if (scope_ == Scope::kEntries) {
    scope_ = Scope::kEntry;
    return true;
  }
  if (!is_expected(Type::kObject, "an object")) return false;
  scope_ = Scope::kInitial;
  return true;
}

bool LineHandler::end_object() {
  if (ignores_closing()) return true;
  if (scope_ == Scope::kEntry) {
    add_entry();
    scope_ = Scope::kEntries;
  } else {
    scope_ = scope_ == Scope::kInitial ? Scope::kLine : Scope::kAfterLine;
  }
  return true;
}

bool LineHandler::start_array(std::size_t /*size*/) {
  if (ignores_opening()) return true;
  if (!is_expected(Type::kArray, "an array")) return false;
  scope_ = Scope::kEntries;
  return true;
}

bool LineHandler::end_array() {
  if (ignores_closing()) return true;
  scope_ = Scope::kLine;
  return true;
}

void LineHandler::add_entry() {
  if (line_.entry_count_ == line_.entries_.size()) line_.entries_.emplace_back();
  ParsedLine::Entry& entry = line_.entries_[line_.entry_count_++];
  entry.present.reset();
  for (std::size_t field = kFirstOfEntry; field < kFieldCount; ++field) {
    entry.present[field] = line_.present_[field];
    line_.present_[field] = false;
  }
  entry.uuid = line_.text(Field::kEntryUuid);
  entry.name = line_.text(Field::kEntryName);
  entry.id = line_.number(Field::kEntryId);
  entry.state = line_.number(Field::kEntryState);
}

std::string parse_line(std::string_view line, ParsedLine& parsed) {
  LineHandler handler(parsed);
  nlohmann::json::sax_parse(line.data(), line.data() + line.size(), &handler);
  return handler.complaint();
}

}  // namespace rollcall::history
