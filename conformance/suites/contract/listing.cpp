// Cases of virConnectListAllDomains: what it returns, how it refuses, what it leaves behind.

#include <fmt/format.h>

#include <array>
#include <set>

#include "conformance/spec/filter_predicate.hpp"
#include "conformance/suites/contract/examiner.hpp"
#include "conformance/sut/raw_listing.hpp"

namespace rollcall::suites::contract {
namespace {

using sut::RawListing;

std::string list_call(unsigned flags, const char* connection = "conn") {
  return fmt::format("virConnectListAllDomains({}, &list, {:#x})", connection, flags);
}

std::string count_call(unsigned flags, const char* connection = "conn") {
  return fmt::format("virConnectListAllDomains({}, NULL, {:#x})", connection, flags);
}

/// A refused listing: both forms fail with one of the codes, and the array pointer becomes NULL.
void expect_refusal(Examiner& examiner, virConnectPtr connection, unsigned flags, int code) {
  const char* name = connection == nullptr ? "NULL" : "conn";
  const RawListing listing(examiner.library(), connection, flags);
  examiner.expect_error(list_call(flags, name), listing.length() == -1, {code});
  examiner.expect(list_call(flags, name), "array", listing.array() == nullptr, "list == NULL",
                  "list was not set to NULL");
  const int count = examiner.library().virConnectListAllDomains(connection, nullptr, flags);
  examiner.expect_error(count_call(flags, name), count == -1, {code});
}

void listing_refuses_null_connection(Examiner& examiner) {
  expect_refusal(examiner, nullptr, 0, VIR_ERR_INVALID_CONN);
}

void refuses_unknown_bits(Examiner& examiner) {
  for (unsigned bit = 16; bit < 32; ++bit) {
    for (const unsigned known : {0U, 0x3U, 0x15U, 0xffffU}) {
      expect_refusal(examiner, examiner.connection().raw(), known | (1U << bit),
                     VIR_ERR_INVALID_ARG);
    }
  }
  expect_refusal(examiner, examiner.connection().raw(), 0xffff0000U, VIR_ERR_INVALID_ARG);
}

void counts_what_it_lists(Examiner& examiner) {
  for (unsigned bit = 0; bit < 16; ++bit) {
    const unsigned flags = 1U << bit;
    const RawListing listing(examiner.library(), examiner.connection().raw(), flags);
    examiner.expect_value(
        count_call(flags), listing.length(),
        examiner.library().virConnectListAllDomains(examiner.connection().raw(), nullptr, flags));
  }
}

void terminates_the_array(Examiner& examiner) {
  for (const unsigned flags : {0U, 0x1U, 0x2U, 0xffffU}) {
    const RawListing listing(examiner.library(), examiner.connection().raw(), flags);
    if (!examiner.expect_success(list_call(flags), listing.length() >= 0)) continue;
    for (const virDomainPtr& element : listing.elements()) {
      examiner.expect(
          list_call(flags), "hole", element != nullptr, "a handle in each of the first n elements",
          fmt::format("list[{}] == NULL of {}", &element - listing.array(), listing.length()));
    }
    examiner.expect(list_call(flags), "terminator", listing.is_terminated(), "list[n] == NULL",
                    "something else");
  }
}

/// A combination that no domain can satisfy: a hypervisor may refuse it, else it finds nothing.
void contradictions_find_nothing(Examiner& examiner) {
  constexpr std::array<unsigned, 5> kContradictions{
      VIR_CONNECT_LIST_DOMAINS_INACTIVE | VIR_CONNECT_LIST_DOMAINS_RUNNING,
      VIR_CONNECT_LIST_DOMAINS_INACTIVE | VIR_CONNECT_LIST_DOMAINS_PAUSED,
      VIR_CONNECT_LIST_DOMAINS_INACTIVE | VIR_CONNECT_LIST_DOMAINS_TRANSIENT,
      VIR_CONNECT_LIST_DOMAINS_ACTIVE | VIR_CONNECT_LIST_DOMAINS_SHUTOFF,
      VIR_CONNECT_LIST_DOMAINS_TRANSIENT | VIR_CONNECT_LIST_DOMAINS_SHUTOFF};
  for (const unsigned flags : kContradictions) {
    const RawListing listing(examiner.library(), examiner.connection().raw(), flags);
    if (listing.length() < 0) {
      examiner.expect(list_call(flags), "array", listing.array() == nullptr, "list == NULL",
                      "list was not set to NULL");
      continue;
    }
    examiner.expect_value(list_call(flags), 0, listing.length());
    examiner.expect(list_call(flags), "terminator",
                    listing.array() != nullptr && listing.array()[0] == nullptr,
                    "an array whose first element is NULL", "no such array");
  }
}

void gives_fresh_handles(Examiner& examiner) {
  const RawListing first(examiner.library(), examiner.connection().raw(), 0);
  const RawListing second(examiner.library(), examiner.connection().raw(), 0);
  if (!examiner.expect_success(list_call(0), first.length() >= 0 && second.length() >= 0)) return;
  std::set<virDomainPtr> handles{examiner.running().raw(), examiner.shutoff().raw()};
  for (const RawListing* listing : {&first, &second}) {
    for (virDomainPtr element : listing->elements()) {
      examiner.expect(list_call(0), "handle", handles.insert(element).second,
                      "a new handle per element and listing", "a handle given out twice");
    }
  }
}

void names_no_domain_twice(Examiner& examiner) {
  const auto domains = examiner.connection().list();
  if (!examiner.expect_success(list_call(0), domains.has_value())) return;
  std::set<std::string> names;
  std::set<std::string> uuids;
  std::set<int> ids;
  for (const sut::Domain& domain : *domains) {
    const std::string name = domain.name().value_or("");
    examiner.expect(list_call(0), "name", names.insert(name).second, "each name once",
                    "'" + name + "' twice");
    const std::string uuid = domain.uuid().value_or("");
    examiner.expect(list_call(0), "uuid", uuids.insert(uuid).second, "each uuid once",
                    uuid + " twice");
    examiner.expect(list_call(0), "id", domain.id() == -1 || ids.insert(domain.id()).second,
                    "each id once", fmt::format("id {} twice", domain.id()));
  }
}

void carries_name_uuid_and_id(Examiner& examiner) {
  const auto domains = examiner.connection().list();
  if (!examiner.expect_success(list_call(0), domains.has_value())) return;
  for (const sut::Domain& domain : *domains) {
    const auto name = domain.name();
    const auto found = examiner.connection().lookup_by_name(name.value_or(""));
    if (!examiner.expect_success("virDomainLookupByName(conn, name)", found.has_value())) continue;
    examiner.expect(list_call(0), "uuid",
                    domain.uuid().value_or("") == found->uuid().value_or("none"),
                    "the uuid that a look-up by name gives", "another uuid");
    examiner.expect(list_call(0), "id", domain.id() == found->id(),
                    fmt::format("the id that a look-up by name gives, {}", found->id()),
                    fmt::format("id {}", domain.id()));
    const bool active = domain.is_active().value_or(false);
    examiner.expect(list_call(0), "id", (domain.id() != -1) == active,
                    "an id exactly when the domain is active",
                    fmt::format("id {} of '{}'", domain.id(), name.value_or("")));
  }
}

void resets_the_last_error(Examiner& examiner) {
  const sut::Library& library = examiner.library();
  library.virDomainLookupByName(examiner.connection().raw(), nullptr);
  examiner.expect("virGetLastError()", "error", library.virGetLastError() != nullptr,
                  "the error of the failed call before", "none");
  const RawListing listing(library, examiner.connection().raw(), 0);
  examiner.expect(list_call(0), "error", library.virGetLastError() == nullptr,
                  "no error after a success", "the error of an earlier call");
}

void lists_on_a_read_only_connection(Examiner& examiner) {
  const auto connection = examiner.open_read_only();
  if (!connection) return;
  const auto count = connection->count();
  examiner.expect_success("virConnectListAllDomains(read_only, NULL, 0)", count.has_value());
  examiner.expect_value("virConnectListAllDomains(read_only, NULL, 0)",
                        examiner.connection().count().value_or(-1), count.value_or(-1));
}

}  // namespace

std::span<const Case> listing_cases() {
  static constexpr std::array kCases{
      Case{"list-null-connection", "a listing on a NULL connection is refused",
           listing_refuses_null_connection},
      Case{"list-unknown-bits", "a listing with unknown flag bits is refused",
           refuses_unknown_bits},
      Case{"list-count", "count-only returns the length of the list", counts_what_it_lists},
      Case{"list-terminator", "the array has no holes and ends with NULL", terminates_the_array},
      Case{"list-contradiction", "contradicting flags find nothing or are refused",
           contradictions_find_nothing},
      Case{"list-fresh-handles", "each listing gives new handles", gives_fresh_handles},
      Case{"list-unique", "no name, uuid or id is listed twice", names_no_domain_twice},
      Case{"list-identity", "listed handles carry name, uuid and id of their domain",
           carries_name_uuid_and_id},
      Case{"list-error-state", "a listing resets the last error", resets_the_last_error},
      Case{"list-read-only", "a read-only connection may list", lists_on_a_read_only_connection},
  };
  return kCases;
}

}  // namespace rollcall::suites::contract
