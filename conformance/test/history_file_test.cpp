// History files: what is written is what is read, in batches and in order, and every malformed file
// is refused with the line and the reason.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "conformance/history/reader.hpp"
#include "conformance/history/writer.hpp"

namespace rollcall::history {
namespace {

using ::testing::HasSubstr;

constexpr const char* kHeader = "{\"format\":\"rollcall-history\",\"version\":1}\n";

tl::expected<ReadHistory, std::string> read(const std::string& text) {
  std::istringstream stream(text);
  return read_history(stream, "f");
}

/// A history with one operation of every shape.
History varied_history() {
  History history;
  history.host.names = {"a", "b\"\\\n", "c"};
  history.host.domains = {
      {.uuid = "A",
       .initial = {.exists = true,
                   .active = true,
                   .persistent = true,
                   .autostart = true,
                   .managed_save = true,
                   .state = kStatePaused,
                   .snapshots = 2,
                   .checkpoints = 3,
                   .id = 7,
                   .name = 0}},
      {.uuid = "B",
       .initial =
           {.exists = true, .active = true, .state = kStateRunning, .id = kUnknownId, .name = 1}},
      {.uuid = "C"},
      {.uuid = "D", .stranger = true}};
  Batch& batch = history.batch;
  batch.entries = {{.domain = 0, .name = 0, .id = 7},
                   {.domain = 0, .name = 1, .id = -1},
                   {.domain = 3},
                   {.domain = 1, .name = 1, .id = 9, .state = kStatePaused},
                   {.id = 7},
                   {.name = 2},
                   {.domain = 0, .name = 0, .id = 7}};
  batch.operations = {
      {.invocation = 1,
       .response = 2,
       .commit = 1,
       .domain = 2,
       .argument = 2,
       .call = Call::kDefine},
      {.invocation = 3, .response = 4, .domain = 2, .value = 12, .call = Call::kStart},
      {.invocation = 5, .response = 6, .domain = 1, .value = kUnknownId, .call = Call::kStart},
      {.invocation = 7,
       .response = 8,
       .domain = 1,
       .value = -1,
       .call = Call::kDestroy,
       .outcome = Outcome::kRefused},
      {.invocation = 9,
       .response = kNever,
       .domain = 1,
       .argument = 1,
       .thread = 4,
       .call = Call::kSetAutostart,
       .outcome = Outcome::kIndeterminate},
      {.invocation = 10,
       .response = 90,
       .argument = 0x80000001,
       .value = 2,
       .first_entry = 0,
       .entry_count = 3,
       .call = Call::kList,
       .terminated = false,
       .holes = 2},
      {.invocation = 11,
       .response = 12,
       .argument = 1,
       .value = 1,
       .first_entry = 3,
       .entry_count = 1,
       .thread = 1,
       .call = Call::kAllStats},
      {.invocation = 13,
       .response = 14,
       .argument = 16,
       .value = 1,
       .first_entry = 4,
       .entry_count = 1,
       .thread = 1,
       .call = Call::kListDomains},
      {.invocation = 15,
       .response = 16,
       .argument = 16,
       .value = 1,
       .first_entry = 5,
       .entry_count = 1,
       .thread = 1,
       .call = Call::kListDefinedDomains},
      {.invocation = 17,
       .response = 18,
       .argument = 7,
       .first_entry = 6,
       .entry_count = 1,
       .thread = 1,
       .call = Call::kLookupById},
      {.invocation = 19,
       .response = 20,
       .argument = 1,
       .thread = 1,
       .call = Call::kLookupByName,
       .outcome = Outcome::kRefused},
      {.invocation = 21,
       .response = 22,
       .domain = 0,
       .value = 3,
       .thread = 1,
       .call = Call::kGetState}};
  return history;
}

/// The operations of a batch; where those without entries would have theirs says nothing.
std::vector<Operation> comparable(const Batch& batch) {
  std::vector<Operation> operations = batch.operations;
  for (Operation& operation : operations) {
    if (operation.entry_count == 0) operation.first_entry = 0;
  }
  return operations;
}

TEST(HistoryFile, ReadsBackWhatWasWritten) {
  const History written = varied_history();
  const auto got =
      read(file_text({.library = "l", .uri = "u", .seed = ~0ULL, .clock = "ns"}, written));
  ASSERT_TRUE(got) << got.error();
  EXPECT_EQ(got->header.library, "l");
  EXPECT_EQ(got->header.uri, "u");
  EXPECT_EQ(got->header.seed, ~0ULL);
  EXPECT_EQ(got->header.clock, "ns");
  EXPECT_EQ(comparable(got->history.batch), comparable(written.batch));
  EXPECT_EQ(got->history.batch.entries, written.batch.entries);
  EXPECT_EQ(got->history.host.names, written.host.names);
  ASSERT_EQ(got->history.host.domains.size(), written.host.domains.size());
  for (std::size_t index = 0; index < written.host.domains.size(); ++index) {
    EXPECT_EQ(got->history.host.domains[index].uuid, written.host.domains[index].uuid);
    EXPECT_EQ(got->history.host.domains[index].initial, written.host.domains[index].initial);
    EXPECT_EQ(got->history.host.domains[index].stranger, written.host.domains[index].stranger);
  }
}

TEST(HistoryFile, ReplacesTextThatIsNotUtf8) {
  History history;
  history.host.names = {"\xff"};
  history.host.domains = {
      {.uuid = "A", .initial = {.exists = true, .persistent = true, .name = 0}}};
  const auto got = read(file_text({}, history));
  ASSERT_TRUE(got) << got.error();
  EXPECT_EQ(got->history.host.names[0], "\xEF\xBF\xBD");
}

TEST(HistoryFile, TakesTheExampleOfItsDocument) {
  std::ifstream document(ROLLCALL_HISTORY_FORMAT);
  ASSERT_TRUE(document.is_open());
  std::string example;
  bool inside = false;
  for (std::string line; std::getline(document, line);) {
    if (line == "```") {
      inside = !inside;
    } else if (inside) {
      example += line + "\n";
    }
  }
  const auto got = read(example);
  ASSERT_TRUE(got) << got.error();
  EXPECT_EQ(got->history.host.domains.size(), 2U);
  EXPECT_EQ(got->history.batch.operations.size(), 3U);
}

std::string count_line(int thread, int invocation, int response) {
  std::ostringstream line;
  line << "{\"call\":\"count\",\"flags\":0,\"value\":0,\"thread\":" << thread
       << ",\"invocation\":" << invocation << ",\"response\":" << response << "}\n";
  return line.str();
}

TEST(HistoryFile, SortsOperationsThatStandAsTheyReturned) {
  const auto got = read(kHeader + count_line(1, 2, 3) + count_line(0, 1, 4));
  ASSERT_TRUE(got) << got.error();
  EXPECT_EQ(got->history.batch.operations[0].invocation, 1U);
  EXPECT_EQ(got->history.batch.operations[1].invocation, 2U);
}

TEST(HistoryFile, ComesInBatchesThatKeepTheEntriesOfTheirOperations) {
  std::string text = std::string(kHeader) + "{\"domain\":\"A\"}\n{\"domain\":\"B\"}\n";
  for (int index = 0; index < 25; ++index) {
    std::ostringstream line;
    line << "{\"call\":\"list\",\"flags\":0,\"thread\":0,\"value\":1,\"invocation\":" << 2 * index
         << ",\"response\":" << 2 * index + 1 << ",\"entries\":[{\"uuid\":\""
         << (index % 2 == 0 ? "A" : "B") << "\",\"id\":" << index << "}]}\n";
    text += line.str();
  }
  std::istringstream stream(text);
  Reader reader(stream, "f", 10);
  ASSERT_TRUE(reader.read_header());
  std::vector<std::size_t> sizes;
  std::int32_t seen = 0;
  while (true) {
    const auto batch = reader.next();
    ASSERT_TRUE(batch) << batch.error();
    if (batch->operations.empty()) break;
    sizes.push_back(batch->operations.size());
    for (const Operation& operation : batch->operations) {
      ASSERT_EQ(batch->entries_of(operation).size(), 1U);
      EXPECT_EQ(batch->entries_of(operation)[0].id, seen);
      EXPECT_EQ(batch->entries_of(operation)[0].domain, static_cast<DomainNumber>(seen % 2));
      ++seen;
    }
  }
  EXPECT_THAT(sizes, ::testing::ElementsAre(10, 10, 5));
}

TEST(HistoryFile, RefusesOperationsTooFarOutOfOrder) {
  std::string text = kHeader;
  for (int index = 0; index < 4; ++index) text += count_line(0, 10 * index + 10, 10 * index + 11);
  std::istringstream stream(text + count_line(1, 1, 2));
  Reader reader(stream, "f", 2);
  ASSERT_TRUE(reader.read_header());
  ASSERT_TRUE(reader.next());
  const auto second = reader.next();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error(), "f:6: invoked at 1, before an operation ahead of it (at 20)");
}

TEST(HistoryFile, PassesOverEmptyLinesAndFieldsOfOthers) {
  const auto got = read(std::string(kHeader) +
                        "\n{\"domain\":\"A\",\"_note\":{\"x\":[1,{}]},\"initial\":{\"_y\":1,"
                        "\"name\":\"a\",\"persistent\":true}}\n" +
                        "{\"call\":\"list\",\"flags\":0,\"value\":1,\"thread\":0,\"invocation\":1,"
                        "\"response\":2,\"_z\":null,\"entries\":[{\"uuid\":\"A\"}]}\n");
  ASSERT_TRUE(got) << got.error();
  EXPECT_EQ(got->history.batch.entries.size(), 1U);
}

TEST(HistoryFile, TakesALastLineWithoutNewline) {
  const std::string line = count_line(0, 1, 2);
  const auto got = read(kHeader + line.substr(0, line.size() - 1));
  ASSERT_TRUE(got) << got.error();
  EXPECT_EQ(got->history.batch.operations.size(), 1U);
}

TEST(HistoryFile, RefusesAFileThatIsNoHistory) {
  EXPECT_EQ(read("").error(), "f:1: the file is empty");
  EXPECT_THAT(read("\x7f"
                   "ELF\n")
                  .error(),
              HasSubstr("f:1: not valid JSON at character 1"));
  EXPECT_THAT(read("[1]\n").error(), HasSubstr("f:1: a line must be a JSON object"));
  EXPECT_THAT(read("{}\n").error(), HasSubstr("f:1: not a history: the first line must have"));
  EXPECT_THAT(read("{\"format\":\"other\",\"version\":1}\n").error(), HasSubstr("not a history"));
  EXPECT_EQ(read("{\"format\":\"rollcall-history\"}\n").error(), "f:1: missing field 'version'");
  EXPECT_EQ(read("{\"format\":\"rollcall-history\",\"version\":2}\n").error(),
            "f:1: version 2 of the format is not known; this is version 1");
  EXPECT_EQ(read("{\"format\":\"rollcall-history\",\"version\":1,\"thread\":1}\n").error(),
            "f:1: the header has no field 'thread'");
}

TEST(HistoryFile, RefusesATruncatedLastLine) {
  const std::string line = count_line(0, 1, 2);
  EXPECT_THAT(read(kHeader + line.substr(0, line.size() / 2)).error(),
              HasSubstr("f:2: the file ends in the middle of this line"));
}

/// A line that must be refused, after a header and the domain A.
struct BadLine {
  const char* name;
  const char* line;
  const char* error;
};

class BadLines : public ::testing::TestWithParam<BadLine> {};

TEST_P(BadLines, AreRefusedWithLineAndReason) {
  const auto got = read(std::string(kHeader) + "{\"domain\":\"A\"}\n" + GetParam().line + "\n");
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error(), std::string("f:3: ") + GetParam().error);
}

// What a line needs besides the field that a case is about.
#define INTERVAL R"("thread":0,"invocation":5,"response":6)"

constexpr BadLine kBadLines[] = {
    {"NotJson", "{\"call\":}", "not valid JSON at character 9"},
    {"TwoObjects", "{} {}", "not valid JSON at character 4"},
    {"NeitherKind", "{\"thread\":1}", "neither a domain nor a call"},
    {"UnknownField", R"({"call":"count","respones":6})", "unknown field 'respones'"},
    {"FieldTwice", R"({"thread":1,"thread":1})", "'thread' is there twice"},
    {"TextForNumber", R"({"thread":"1"})",
     "'thread' must be a whole number from 0 to 65535, not a text"},
    {"NumberTooLarge", R"({"thread":65536})",
     "'thread' must be a whole number from 0 to 65535, not 65536"},
    {"NegativeStamp", R"({"invocation":-1})",
     "'invocation' must be a whole number from 0 to 9223372036854775807, not -1"},
    {"Fraction", R"({"invocation":1.5})",
     "'invocation' must be a whole number from 0 to 9223372036854775807, not 1.5"},
    {"NumberForText", R"({"call":1})", "'call' must be a text, not a number"},
    {"NumberForFlag", R"({"terminated":1})", "'terminated' must be true or false, not a number"},
    {"ObjectForArray", R"({"entries":{}})", "'entries' must be an array, not an object"},
    {"TextAmongEntries", R"({"entries":["A"]})", "each of the 'entries' must be an object"},
    {"UnknownEntryField", R"({"entries":[{"uid":"A"}]})", "unknown field 'uid'"},
    {"DomainTwice", R"({"domain":"A"})", "domain 'A' is introduced twice"},
    {"EmptyUuid", R"({"domain":""})", "the domain's uuid is empty"},
    {"ForeignDomainField", R"({"domain":"B","flags":1})", "a domain has no field 'flags'"},
    {"InitialWithoutName", R"({"domain":"B","initial":{"persistent":true}})",
     "it has no name at the start"},
    {"InitialNowhere", R"({"domain":"B","initial":{"name":"b"}})",
     "it is neither active nor persistent at the start"},
    {"InitialIdOfInactive", R"({"domain":"B","initial":{"name":"b","persistent":true,"id":1}})",
     "it is inactive at the start, but has an id"},
    {"InitialStranger",
     R"({"domain":"B","stranger":true,"initial":{"name":"b","persistent":true}})",
     "it is a stranger, but there at the start"},
    {"UnknownCall", R"({"call":"begin",)" INTERVAL "}", "unknown call 'begin'"},
    {"UnknownOutcome", R"({"call":"start","domain":"A","outcome":"ok",)" INTERVAL "}",
     "unknown outcome 'ok'"},
    {"UnknownDomain", R"({"call":"start","domain":"B",)" INTERVAL "}", "unknown domain 'B'"},
    {"UnknownDomainListed",
     R"({"call":"list","flags":0,"value":1,"entries":[{"uuid":"B"}],)" INTERVAL "}",
     "unknown domain 'B' in entry 1"},
    {"MissingThread", R"({"call":"start","domain":"A","invocation":1,"response":2})",
     "missing field 'thread'"},
    {"MissingInvocation", R"({"call":"start","domain":"A","thread":0,"response":2})",
     "missing field 'invocation'"},
    {"MissingResponse", R"({"call":"start","domain":"A","thread":0,"invocation":2})",
     "missing field 'response' (without one the outcome is 'indeterminate')"},
    {"MissingDomain", R"({"call":"start",)" INTERVAL "}", "missing field 'domain'"},
    {"MissingFlags", R"({"call":"count","value":0,)" INTERVAL "}", "missing field 'flags'"},
    {"MissingValue", R"({"call":"count","flags":0,)" INTERVAL "}", "missing field 'value'"},
    {"MissingEntries", R"({"call":"list","flags":0,"value":0,)" INTERVAL "}",
     "missing field 'entries'"},
    {"ForeignField", R"({"call":"start","domain":"A","flags":0,)" INTERVAL "}",
     "call 'start' has no field 'flags'"},
    {"ForeignEntryField",
     R"({"call":"list","flags":0,"value":1,"entries":[{"uuid":"A","state":1}],)" INTERVAL "}",
     "entry 1 has a field that entries of 'list' have not"},
    {"EntryWithoutUuid",
     R"({"call":"list","flags":0,"value":1,"entries":[{"name":"a"}],)" INTERVAL "}",
     "an entry has no uuid"},
    {"LookupWithoutEntry", R"({"call":"lookup_by_id","id":1,"entries":[],)" INTERVAL "}",
     "a look-up has one entry when it is done, else none"},
    {"Inverted", R"({"call":"count","flags":0,"value":0,"thread":0,"invocation":5,"response":4})",
     "the interval is inverted: invoked at 5, returned at 4"},
    {"IndeterminateResponse",
     R"({"call":"start","domain":"A","outcome":"indeterminate",)" INTERVAL "}",
     "an indeterminate call has no response: it may still take effect"},
};
#undef INTERVAL

INSTANTIATE_TEST_SUITE_P(HistoryFile, BadLines, ::testing::ValuesIn(kBadLines),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(HistoryFile, RefusesADomainOfTheStartThatComesLate) {
  EXPECT_EQ(read(kHeader + count_line(0, 1, 2) +
                 R"({"domain":"A","initial":{"name":"a","persistent":true}})" + "\n")
                .error(),
            "f:3: a domain that is there at the start must be introduced before the first call");
}

TEST(HistoryFile, RefusesCallsOfOneThreadThatOverlap) {
  EXPECT_EQ(read(kHeader + count_line(3, 1, 9) + count_line(3, 8, 12)).error(),
            "f:3: thread 3 invokes it at 8, before its call of 1 returned at 9");
}

TEST(HistoryFile, RefusesAnIdOfTwoActivations) {
  const std::string start = R"({"call":"start","domain":"A","thread":0,"value":7,)";
  EXPECT_EQ(read(std::string(kHeader) +
                 R"({"domain":"A","initial":{"name":"a","persistent":true}})"
                 "\n" +
                 start +
                 R"("invocation":1,"response":2})"
                 "\n" +
                 start +
                 R"("invocation":3,"response":4})"
                 "\n")
                .error(),
            "f:4: id 7 was used by an earlier activation");
}

TEST(HistoryFile, RefusesAnIdOfTwoDomainsAtTheStart) {
  const auto domain = [](const std::string& uuid) {
    return R"({"domain":")" + uuid + R"(","initial":{"name":"a","active":true,"id":3}})" + "\n";
  };
  EXPECT_EQ(read(kHeader + domain("A") + domain("B")).error(),
            "f:3: id 3 is also that of an earlier domain");
}

TEST(HistoryFile, RefusesALineThatWouldFillTheMemory) {
  EXPECT_EQ(read(kHeader + std::string(std::size_t{1} << 25, ' ')).error(),
            "f:2: the line is longer than 16 MiB");
}

TEST(HistoryFile, SaysWhenItCannotBeRead) {
  std::ifstream folder("/");
  const auto got = read_history(folder, "/");
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error(), "/:1: cannot be read");
}

}  // namespace
}  // namespace rollcall::history
