// Cases of the look-ups by id, name and uuid.

#include <algorithm>
#include <array>
#include <cctype>
#include <climits>

#include "conformance/suites/contract/examiner.hpp"

namespace rollcall::suites::contract {
namespace {

/// A uuid and a name that no domain has.
constexpr const char* kNobody = "00000000-0000-4000-8000-00000000dead";
constexpr const char* kNoName = "rollcall-kit-nobody";

/// Frees what a look-up gave, if anything. Returns whether it failed.
bool failed(Examiner& examiner, virDomainPtr found) {
  if (found == nullptr) return true;
  examiner.library().virDomainFree(found);
  return false;
}

void lookup_refuses_null_connection(Examiner& examiner) {
  const sut::Library& library = examiner.library();
  const std::array<unsigned char, VIR_UUID_BUFLEN> uuid{};
  examiner.expect_error("virDomainLookupByID(NULL, 1)",
                        failed(examiner, library.virDomainLookupByID(nullptr, 1)),
                        {VIR_ERR_INVALID_CONN});
  examiner.expect_error("virDomainLookupByName(NULL, name)",
                        failed(examiner, library.virDomainLookupByName(nullptr, kNoName)),
                        {VIR_ERR_INVALID_CONN});
  examiner.expect_error("virDomainLookupByUUID(NULL, uuid)",
                        failed(examiner, library.virDomainLookupByUUID(nullptr, uuid.data())),
                        {VIR_ERR_INVALID_CONN});
  examiner.expect_error("virDomainLookupByUUIDString(NULL, uuid)",
                        failed(examiner, library.virDomainLookupByUUIDString(nullptr, kNobody)),
                        {VIR_ERR_INVALID_CONN});
}

void lookup_refuses_bad_arguments(Examiner& examiner) {
  const sut::Library& library = examiner.library();
  virConnectPtr connection = examiner.connection().raw();
  for (const int id : {-1, INT_MIN}) {
    examiner.expect_error("virDomainLookupByID(conn, " + std::to_string(id) + ")",
                          failed(examiner, library.virDomainLookupByID(connection, id)),
                          {VIR_ERR_INVALID_ARG});
  }
  examiner.expect_error("virDomainLookupByName(conn, NULL)",
                        failed(examiner, library.virDomainLookupByName(connection, nullptr)),
                        {VIR_ERR_INVALID_ARG});
  examiner.expect_error("virDomainLookupByUUID(conn, NULL)",
                        failed(examiner, library.virDomainLookupByUUID(connection, nullptr)),
                        {VIR_ERR_INVALID_ARG});
  examiner.expect_error("virDomainLookupByUUIDString(conn, NULL)",
                        failed(examiner, library.virDomainLookupByUUIDString(connection, nullptr)),
                        {VIR_ERR_INVALID_ARG});
}

void refuses_malformed_uuids(Examiner& examiner) {
  for (const char* text :
       {"", "x", "00000000-0000-4000-8000-00000000dea", "00000000-0000-4000-8000-00000000deadbeef",
        "g0000000-0000-4000-8000-00000000dead"}) {
    virDomainPtr found =
        examiner.library().virDomainLookupByUUIDString(examiner.connection().raw(), text);
    examiner.expect_error("virDomainLookupByUUIDString(conn, \"" + std::string(text) + "\")",
                          failed(examiner, found), {VIR_ERR_INVALID_ARG});
  }
}

void finds_nobody(Examiner& examiner) {
  const sut::Library& library = examiner.library();
  virConnectPtr connection = examiner.connection().raw();
  const std::array<unsigned char, VIR_UUID_BUFLEN> uuid{0xde, 0xad};
  examiner.expect_error("virDomainLookupByID(conn, INT_MAX)",
                        failed(examiner, library.virDomainLookupByID(connection, INT_MAX)),
                        {VIR_ERR_NO_DOMAIN});
  for (const char* name : {kNoName, ""}) {
    examiner.expect_error("virDomainLookupByName(conn, \"" + std::string(name) + "\")",
                          failed(examiner, library.virDomainLookupByName(connection, name)),
                          {VIR_ERR_NO_DOMAIN});
  }
  examiner.expect_error("virDomainLookupByUUID(conn, uuid)",
                        failed(examiner, library.virDomainLookupByUUID(connection, uuid.data())),
                        {VIR_ERR_NO_DOMAIN});
  examiner.expect_error("virDomainLookupByUUIDString(conn, uuid)",
                        failed(examiner, library.virDomainLookupByUUIDString(connection, kNobody)),
                        {VIR_ERR_NO_DOMAIN});
}

/// The domain found must be the running domain of the stage, under a handle of its own.
void expect_running(Examiner& examiner, const std::string& call,
                    const sut::Expected<sut::Domain>& found) {
  if (!examiner.expect_success(call, found.has_value())) return;
  examiner.expect(call, "uuid",
                  found->uuid().value_or("") == examiner.running().uuid().value_or("none"),
                  "the uuid of the domain asked for", "another");
  examiner.expect(call, "id", found->id() > 0, "the id of a running domain",
                  std::to_string(found->id()));
  examiner.expect(call, "handle", found->raw() != examiner.running().raw(), "a new handle",
                  "one given out before");
}

void finds_one_domain_by_every_key(Examiner& examiner) {
  const sut::Connection& connection = examiner.connection();
  const std::string uuid = examiner.running().uuid().value_or("");
  expect_running(examiner, "virDomainLookupByName(conn, name)",
                 connection.lookup_by_name(examiner.running().name().value_or("")));
  expect_running(examiner, "virDomainLookupByUUIDString(conn, uuid)",
                 connection.lookup_by_uuid(uuid));
  std::string capitals = uuid;
  std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  expect_running(examiner, "virDomainLookupByUUIDString(conn, UUID)",
                 connection.lookup_by_uuid(capitals));
  const auto by_name = connection.lookup_by_name(examiner.running().name().value_or(""));
  if (!by_name) return;
  expect_running(examiner, "virDomainLookupByID(conn, id)", connection.lookup_by_id(by_name->id()));
  std::array<unsigned char, VIR_UUID_BUFLEN> bytes{};
  examiner.library().virDomainGetUUID(examiner.running().raw(), bytes.data());
  virDomainPtr raw = examiner.library().virDomainLookupByUUID(connection.raw(), bytes.data());
  if (!examiner.expect_success("virDomainLookupByUUID(conn, uuid)", raw != nullptr)) return;
  expect_running(examiner, "virDomainLookupByUUID(conn, uuid)",
                 sut::Domain(examiner.library(), raw));
}

}  // namespace

std::span<const Case> lookup_cases() {
  static constexpr std::array kCases{
      Case{"lookup-null-connection", "look-ups refuse a NULL connection",
           lookup_refuses_null_connection},
      Case{"lookup-bad-argument", "look-ups refuse NULL keys and negative ids",
           lookup_refuses_bad_arguments},
      Case{"lookup-malformed-uuid", "look-ups refuse malformed uuid strings",
           refuses_malformed_uuids},
      Case{"lookup-nobody", "look-ups of what is not there say so", finds_nobody},
      Case{"lookup-found", "id, name and uuid in any case find the same domain",
           finds_one_domain_by_every_key},
  };
  return kCases;
}

}  // namespace rollcall::suites::contract
