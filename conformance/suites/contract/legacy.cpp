// Cases of the four calls that listing was done with before virConnectListAllDomains: counts, ids,
// names.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "conformance/suites/contract/examiner.hpp"

namespace rollcall::suites::contract {
namespace {

bool has_legacy_calls(Examiner& examiner) {
  const sut::Library& library = examiner.library();
  return examiner.has(library.virConnectNumOfDomains, "virConnectNumOfDomains") &&
         examiner.has(library.virConnectListDomains, "virConnectListDomains") &&
         examiner.has(library.virConnectNumOfDefinedDomains, "virConnectNumOfDefinedDomains") &&
         examiner.has(library.virConnectListDefinedDomains, "virConnectListDefinedDomains");
}

/// At most `max` names of virConnectListDefinedDomains, freed as the caller must.
std::vector<std::string> defined_names(Examiner& examiner, int max) {
  std::vector<char*> raw(static_cast<std::size_t>(max) + 1, nullptr);
  const int length =
      examiner.library().virConnectListDefinedDomains(examiner.connection().raw(), raw.data(), max);
  examiner.expect_success("virConnectListDefinedDomains(conn, names, max)", length >= 0);
  std::vector<std::string> names;
  for (int index = 0; index < length; ++index) {
    names.emplace_back(raw[index]);
    std::free(raw[index]);
  }
  return names;
}

void legacy_refuses_null_connection(Examiner& examiner) {
  if (!has_legacy_calls(examiner)) return;
  const sut::Library& library = examiner.library();
  std::array<int, 1> ids{};
  std::array<char*, 1> names{};
  examiner.expect_error("virConnectNumOfDomains(NULL)",
                        library.virConnectNumOfDomains(nullptr) == -1, {VIR_ERR_INVALID_CONN});
  examiner.expect_error("virConnectListDomains(NULL, ids, 1)",
                        library.virConnectListDomains(nullptr, ids.data(), 1) == -1,
                        {VIR_ERR_INVALID_CONN});
  examiner.expect_error("virConnectNumOfDefinedDomains(NULL)",
                        library.virConnectNumOfDefinedDomains(nullptr) == -1,
                        {VIR_ERR_INVALID_CONN});
  examiner.expect_error("virConnectListDefinedDomains(NULL, names, 1)",
                        library.virConnectListDefinedDomains(nullptr, names.data(), 1) == -1,
                        {VIR_ERR_INVALID_CONN});
}

void refuses_bad_arrays(Examiner& examiner) {
  if (!has_legacy_calls(examiner)) return;
  const sut::Library& library = examiner.library();
  virConnectPtr connection = examiner.connection().raw();
  std::array<int, 1> ids{};
  std::array<char*, 1> names{};
  examiner.expect_error("virConnectListDomains(conn, ids, -1)",
                        library.virConnectListDomains(connection, ids.data(), -1) == -1,
                        {VIR_ERR_INVALID_ARG});
  examiner.expect_error("virConnectListDomains(conn, NULL, 1)",
                        library.virConnectListDomains(connection, nullptr, 1) == -1,
                        {VIR_ERR_INVALID_ARG});
  examiner.expect_error("virConnectListDefinedDomains(conn, names, -1)",
                        library.virConnectListDefinedDomains(connection, names.data(), -1) == -1,
                        {VIR_ERR_INVALID_ARG});
  examiner.expect_error("virConnectListDefinedDomains(conn, NULL, 1)",
                        library.virConnectListDefinedDomains(connection, nullptr, 1) == -1,
                        {VIR_ERR_INVALID_ARG});
}

void lists_nothing_into_nothing(Examiner& examiner) {
  if (!has_legacy_calls(examiner)) return;
  const sut::Library& library = examiner.library();
  virConnectPtr connection = examiner.connection().raw();
  examiner.expect_value("virConnectListDomains(conn, NULL, 0)", 0,
                        library.virConnectListDomains(connection, nullptr, 0));
  examiner.expect_value("virConnectListDefinedDomains(conn, NULL, 0)", 0,
                        library.virConnectListDefinedDomains(connection, nullptr, 0));
}

/// The stage has one domain of each kind, so every buffer of one element is filled and no more.
void stops_at_the_end_of_the_array(Examiner& examiner) {
  if (!has_legacy_calls(examiner)) return;
  constexpr int kUntouched = -77;
  const sut::Library& library = examiner.library();
  std::array<int, 2> ids{kUntouched, kUntouched};
  examiner.expect_value("virConnectListDomains(conn, ids, 1)", 1,
                        library.virConnectListDomains(examiner.connection().raw(), ids.data(), 1));
  examiner.expect("virConnectListDomains(conn, ids, 1)", "overrun", ids[1] == kUntouched,
                  "ids[1] untouched", std::to_string(ids[1]));
  std::array<char*, 2> names{nullptr, nullptr};
  const int listed =
      library.virConnectListDefinedDomains(examiner.connection().raw(), names.data(), 1);
  examiner.expect_value("virConnectListDefinedDomains(conn, names, 1)", 1, listed);
  examiner.expect("virConnectListDefinedDomains(conn, names, 1)", "overrun", names[1] == nullptr,
                  "names[1] untouched", "something else");
  if (listed == 1) std::free(names[0]);
}

void lists_the_active_by_id(Examiner& examiner) {
  if (!has_legacy_calls(examiner)) return;
  const auto domains = examiner.connection().list(VIR_CONNECT_LIST_DOMAINS_ACTIVE);
  if (!domains) return examiner.give_up("the active domains cannot be listed");
  std::set<int> expected;
  for (const sut::Domain& domain : *domains) expected.insert(domain.id());
  const sut::Library& library = examiner.library();
  virConnectPtr connection = examiner.connection().raw();
  examiner.expect_value("virConnectNumOfDomains(conn)", static_cast<long>(expected.size()),
                        library.virConnectNumOfDomains(connection));
  std::vector<int> ids(expected.size() + 1);
  const int length =
      library.virConnectListDomains(connection, ids.data(), static_cast<int>(ids.size()));
  if (!examiner.expect_success("virConnectListDomains(conn, ids, max)", length >= 0)) return;
  examiner.expect("virConnectListDomains(conn, ids, max)", "ids",
                  std::set<int>(ids.begin(), ids.begin() + length) == expected,
                  "the ids of the ACTIVE list", "others");
}

void lists_the_inactive_by_name(Examiner& examiner) {
  if (!has_legacy_calls(examiner)) return;
  const auto domains = examiner.connection().list(VIR_CONNECT_LIST_DOMAINS_INACTIVE);
  if (!domains) return examiner.give_up("the inactive domains cannot be listed");
  std::set<std::string> expected;
  for (const sut::Domain& domain : *domains) expected.insert(domain.name().value_or(""));
  examiner.expect_value(
      "virConnectNumOfDefinedDomains(conn)", static_cast<long>(expected.size()),
      examiner.library().virConnectNumOfDefinedDomains(examiner.connection().raw()));
  const auto names = defined_names(examiner, static_cast<int>(expected.size()) + 1);
  examiner.expect("virConnectListDefinedDomains(conn, names, max)", "names",
                  std::set<std::string>(names.begin(), names.end()) == expected,
                  "the names of the INACTIVE list", "others");
}

}  // namespace

std::span<const Case> legacy_cases() {
  static constexpr std::array kCases{
      Case{"legacy-null-connection", "the legacy listing calls refuse a NULL connection",
           legacy_refuses_null_connection},
      Case{"legacy-bad-array", "the legacy listing calls refuse a negative size and a NULL array",
           refuses_bad_arrays},
      Case{"legacy-empty-array", "the legacy listing calls take a NULL array of size 0",
           lists_nothing_into_nothing},
      Case{"legacy-truncation", "the legacy listing calls stop at the end of the array",
           stops_at_the_end_of_the_array},
      Case{"legacy-active", "the legacy calls list the ids of the active domains",
           lists_the_active_by_id},
      Case{"legacy-inactive", "the legacy calls list the names of the inactive domains",
           lists_the_inactive_by_name},
  };
  return kCases;
}

}  // namespace rollcall::suites::contract
