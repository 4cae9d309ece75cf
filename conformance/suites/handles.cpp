// The suite "handles": what a handle still is after its domain changed, went, or came again, and
// whose errors are whose. The id of a handle is a cache: it may be any value that the domain's id
// had until now.

#include <algorithm>
#include <set>
#include <thread>

#include "conformance/suites/concurrent/run.hpp"
#include "conformance/suites/expectations.hpp"
#include "conformance/suites/scratch.hpp"

namespace rollcall::suites {
namespace {

/// What every case works with.
struct Desk {
  const Context& context;
  const sut::Connection& connection;
  Scratch& scratch;
  Expectations& log;

  const sut::Library& library() const { return context.library; }
  sut::Expected<sut::Domain> find(const sut::Domain& domain) const {
    return connection.lookup_by_uuid(domain.uuid().value_or(""));
  }
};

const std::vector<int> kMustSucceed = {VIR_ERR_OK};
const std::vector<int> kMustSayGone = {VIR_ERR_NO_DOMAIN};

/// A handle whose domain is gone.
sut::Expected<sut::Domain> gone_domain(const Desk& desk, const std::string& suffix) {
  auto domain = desk.scratch.create(suffix);
  if (domain) (void)domain->destroy();
  return domain;
}

void getters_say_gone(const Desk& desk) {
  const auto gone = gone_domain(desk, "handles-gone");
  if (!desk.log.expect_code("virDomainCreateXML", kMustSucceed, gone)) return;
  desk.log.expect_code("virDomainGetState", kMustSayGone, gone->state());
  desk.log.expect_code("virDomainGetXMLDesc", kMustSayGone, gone->xml());
  desk.log.expect_code("virDomainIsActive", kMustSayGone, gone->is_active());
  desk.log.expect_code("virDomainIsPersistent", kMustSayGone, gone->is_persistent());
  desk.log.expect_code("virDomainGetAutostart", kMustSayGone, gone->autostart());
  desk.log.expect_code("virDomainHasManagedSaveImage", {VIR_ERR_NO_DOMAIN, VIR_ERR_NO_SUPPORT},
                       gone->has_managed_save());
  desk.log.expect_code("virDomainSnapshotNum", {VIR_ERR_NO_DOMAIN, VIR_ERR_NO_SUPPORT},
                       gone->snapshot_count());
  desk.log.expect_code("virDomainListAllCheckpoints", {VIR_ERR_NO_DOMAIN, VIR_ERR_NO_SUPPORT},
                       gone->checkpoint_count());
  virDomainInfo info;
  desk.log.expect_code("virDomainGetInfo", {VIR_ERR_NO_DOMAIN, VIR_ERR_NO_SUPPORT},
                       sut::call_optional(desk.library(), "virDomainGetInfo",
                                          desk.library().virDomainGetInfo, gone->raw(), &info));
  // Whether a constant is looked up first is the hypervisor's choice.
  desk.log.expect_code("virDomainIsUpdated", {VIR_ERR_OK, VIR_ERR_NO_DOMAIN, VIR_ERR_NO_SUPPORT},
                       sut::call_optional(desk.library(), "virDomainIsUpdated",
                                          desk.library().virDomainIsUpdated, gone->raw()));
}

void identity_outlives_domain(const Desk& desk) {
  const auto gone = gone_domain(desk, "handles-identity");
  if (!desk.log.expect_code("virDomainCreateXML", kMustSucceed, gone)) return;
  desk.log.expect("virDomainGetName", std::string(kScratchPrefix) + "handles-identity",
                  gone->name().value_or("an error"));
  desk.log.expect_code("virDomainGetUUIDString", kMustSucceed, gone->uuid());
  (void)gone->id();
  desk.log.expect("virDomainGetID sets no error", desk.library().virGetLastError() == nullptr);
  desk.log.expect("virDomainGetConnect gives its connection",
                  desk.library().virDomainGetConnect(gone->raw()) == desk.connection.raw());
  desk.log.expect("virDomainRef", "0", std::to_string(desk.library().virDomainRef(gone->raw())));
  desk.log.expect("virDomainFree", "0", std::to_string(desk.library().virDomainFree(gone->raw())));
}

void redefinition_revives_handles(const Desk& desk) {
  const auto first = desk.scratch.define("handles-revived");
  if (!desk.log.expect_code("virDomainDefineXML", kMustSucceed, first)) return;
  (void)first->set_autostart(1);
  desk.log.expect_code("virDomainUndefine", kMustSucceed, first->undefine());
  desk.log.expect_code("virDomainGetState while gone", kMustSayGone, first->state());
  const auto second = desk.scratch.define("handles-revived");
  if (!desk.log.expect_code("virDomainDefineXML again", kMustSucceed, second)) return;
  const auto autostart = first->autostart();
  if (desk.log.expect_code("virDomainGetAutostart", kMustSucceed, autostart)) {
    desk.log.expect("autostart of the new domain", "no", *autostart ? "yes" : "no");
  }
  desk.log.expect_code("virDomainCreate", kMustSucceed, first->start());
  desk.log.expect("the other handle sees it run", second->is_active().value_or(false));
}

/// The ids that a domain had, and the handles that must carry one of them.
class IdHistory {
 public:
  explicit IdHistory(const Desk& desk) : desk_(desk) {}

  /// The domain's id is now what a fresh look-up says. Keeps the handle.
  void look(const sut::Domain& domain) {
    auto found = desk_.find(domain);
    if (!desk_.log.expect_code("virDomainLookupByUUIDString", kMustSucceed, found)) return;
    ids_.insert(found->id());
    handles_.push_back(std::move(*found));
  }

  void check(const std::string& when) {
    for (const sut::Domain& handle : handles_) {
      desk_.log.expect("the id of a kept handle is one that the domain had " + when,
                       ids_.count(handle.id()) != 0);
    }
  }

  const std::vector<sut::Domain>& handles() const { return handles_; }

 private:
  const Desk& desk_;
  std::set<int> ids_;
  std::vector<sut::Domain> handles_;
};

void ids_are_past_or_present(const Desk& desk) {
  const auto domain = desk.scratch.define("handles-ids");
  if (!desk.log.expect_code("virDomainDefineXML", kMustSucceed, domain)) return;
  IdHistory history(desk);
  history.look(*domain);
  int last_id = 0;
  for (int round = 0; round < 3; ++round) {
    desk.log.expect_code("virDomainCreate", kMustSucceed, domain->start());
    const auto fresh = desk.find(*domain);
    if (!desk.log.expect_code("virDomainLookupByUUIDString", kMustSucceed, fresh)) return;
    desk.log.expect("the handle that started a domain has its id", domain->id() == fresh->id());
    desk.log.expect("an id is greater than all before", fresh->id() > last_id);
    last_id = fresh->id();
    history.look(*domain);
    history.check("while it runs");
    desk.log.expect_code("virDomainDestroy", kMustSucceed, domain->destroy());
    desk.log.expect("id of the handle that stopped a domain", "-1", std::to_string(domain->id()));
    history.look(*domain);
    history.check("after it stopped");
    desk.log.expect_code("virDomainLookupByID of a past id", kMustSayGone,
                         desk.connection.lookup_by_id(last_id));
  }
}

void stale_handles_work(const Desk& desk) {
  const auto domain = desk.scratch.define("handles-stale");
  if (!desk.log.expect_code("virDomainDefineXML", kMustSucceed, domain)) return;
  (void)domain->start();
  const auto stale = desk.find(*domain);
  if (!desk.log.expect_code("virDomainLookupByUUIDString", kMustSucceed, stale)) return;
  (void)domain->destroy();
  (void)domain->start();
  desk.log.expect_code("virDomainSuspend by a handle with an old id", kMustSucceed,
                       stale->suspend());
  desk.log.expect_code("virDomainDestroy by a handle with an old id", kMustSucceed,
                       stale->destroy());
  desk.log.expect_code("virDomainCreate by a handle with an old id", kMustSucceed, stale->start());
  const auto fresh = desk.find(*domain);
  if (!fresh) return;
  desk.log.expect("starting by it gives it the new id", stale->id() == fresh->id());
}

void lookups_give_new_handles(const Desk& desk) {
  const auto domain = desk.scratch.define("handles-new");
  if (!desk.log.expect_code("virDomainDefineXML", kMustSucceed, domain)) return;
  const auto first = desk.find(*domain);
  const auto second = desk.find(*domain);
  if (!first || !second) return;
  desk.log.expect("two look-ups give two handles",
                  first->raw() != second->raw() && first->raw() != domain->raw());
}

void renaming_keeps_handles_usable(const Desk& desk) {
  const auto domain = desk.scratch.define("handles-renamed");
  if (!desk.log.expect_code("virDomainDefineXML", kMustSucceed, domain)) return;
  const auto other = desk.find(*domain);
  if (!other) return;
  const std::string old_name = domain->name().value_or("");
  const std::string new_name = old_name + "-again";
  const auto renamed = domain->rename(new_name);
  if (sut::code_of(renamed) == VIR_ERR_NO_SUPPORT) return desk.log.skip("no virDomainRename");
  desk.log.expect_code("virDomainRename", kMustSucceed, renamed);
  for (const sut::Domain* handle : {&*domain, &*other}) {
    // A handle's name is a copy; which handles learn of the new one is not said.
    const std::string name = handle->name().value_or("an error");
    desk.log.expect("a handle has the old name or the new one",
                    name == old_name || name == new_name);
    desk.log.expect_code("virDomainGetState", kMustSucceed, handle->state());
  }
  const auto found = desk.connection.lookup_by_name(new_name);
  if (desk.log.expect_code("virDomainLookupByName of the new name", kMustSucceed, found)) {
    desk.log.expect("the uuid stays", found->uuid().value_or("?") == domain->uuid().value_or(""));
  }
  desk.log.expect_code("virDomainLookupByName of the old name", kMustSayGone,
                       desk.connection.lookup_by_name(old_name));
}

void references_count(const Desk& desk) {
  auto domain = desk.scratch.define("handles-refs");
  if (!desk.log.expect_code("virDomainDefineXML", kMustSucceed, domain)) return;
  for (int reference = 0; reference < 3; ++reference) {
    desk.log.expect("virDomainRef", "0",
                    std::to_string(desk.library().virDomainRef(domain->raw())));
  }
  for (int reference = 0; reference < 3; ++reference) {
    desk.log.expect("virDomainFree", "0",
                    std::to_string(desk.library().virDomainFree(domain->raw())));
    desk.log.expect_code("virDomainGetState with references left", kMustSucceed, domain->state());
  }
}

void list_is_freed_in_any_order(const Desk& desk) {
  for (const char* suffix : {"handles-a", "handles-b", "handles-c", "handles-d"}) {
    (void)desk.scratch.define(suffix);
  }
  auto handles = desk.connection.list();
  if (!desk.log.expect_code("virConnectListAllDomains", kMustSucceed, handles)) return;
  std::rotate(handles->begin(), handles->begin() + static_cast<long>(handles->size() / 2),
              handles->end());
  while (!handles->empty()) {
    virDomainPtr raw = handles->back().release();
    handles->pop_back();
    desk.log.expect("virDomainFree", "0", std::to_string(desk.library().virDomainFree(raw)));
    for (const sut::Domain& left : *handles) {
      desk.log.expect_code("virDomainGetName of those left", kMustSucceed, left.name());
    }
  }
}

void handles_outlive_close(const Desk& desk) {
  auto connection = desk.context.open();
  if (!desk.log.expect_code("virConnectOpen", kMustSucceed, connection)) return;
  const std::string name = std::string(kScratchPrefix) + "handles-closed";
  const auto left_over = connection->lookup_by_name(name);
  if (left_over) remove_domain(*left_over);
  const auto kept =
      connection->create(desk.context.domain_xml(name, scratch_uuid(desk.context.seed, name)));
  if (!desk.log.expect_code("virDomainCreateXML", kMustSucceed, kept)) return;
  virConnectPtr raw = connection->release();
  desk.log.expect("virConnectClose counts what still refers to the connection",
                  desk.library().virConnectClose(raw) > 0);
  desk.log.expect_code("virDomainGetState after the close", kMustSucceed, kept->state());
  desk.log.expect_code("virDomainSuspend after the close", kMustSucceed, kept->suspend());
  virConnectPtr of_handle = desk.library().virDomainGetConnect(kept->raw());
  desk.log.expect("virDomainGetConnect after the close", of_handle == raw);
  desk.log.expect("virConnectListAllDomains after the close",
                  desk.library().virConnectListAllDomains(of_handle, nullptr, 0) > 0);
  desk.log.expect_code("virDomainDestroy after the close", kMustSucceed, kept->destroy());
}

void connections_count_references(const Desk& desk) {
  auto connection = desk.context.open();
  if (!desk.log.expect_code("virConnectOpen", kMustSucceed, connection)) return;
  desk.log.expect("virConnectRef", "0",
                  std::to_string(desk.library().virConnectRef(connection->raw())));
  virConnectPtr raw = connection->release();
  desk.log.expect("the first virConnectClose leaves one reference", "1",
                  std::to_string(desk.library().virConnectClose(raw)));
  desk.log.expect("virConnectListAllDomains in between",
                  desk.library().virConnectListAllDomains(raw, nullptr, 0) >= 0);
  desk.log.expect("the last virConnectClose", "0",
                  std::to_string(desk.library().virConnectClose(raw)));
}

/// The code of the calling thread's last error, 0 for none.
int last_code(const Desk& desk) {
  const virErrorPtr error = desk.library().virGetLastError();
  return error == nullptr ? 0 : error->code;
}

void errors_belong_to_threads(const Desk& desk) {
  (void)desk.connection.lookup_by_name("rollcall-kit-no-such-domain");
  desk.log.expect("the code after a failure", std::to_string(VIR_ERR_NO_DOMAIN),
                  std::to_string(last_code(desk)));
  int seen_by_other = -1;
  std::thread([&desk, &seen_by_other] { seen_by_other = last_code(desk); }).join();
  desk.log.expect("the code in another thread", "0", std::to_string(seen_by_other));
  std::thread([&desk] { (void)desk.connection.lookup_by_id(-1); }).join();
  desk.log.expect("the code after another thread's failure", std::to_string(VIR_ERR_NO_DOMAIN),
                  std::to_string(last_code(desk)));
  (void)desk.connection.count();
  desk.log.expect("the code after a success", "0", std::to_string(last_code(desk)));
}

void errors_stay_with_connections(const Desk& desk) {
  const sut::Library& library = desk.library();
  if (library.virConnGetLastError == nullptr) return desk.log.skip("no virConnGetLastError");
  const auto code = [&library, &desk] {
    const virErrorPtr error = library.virConnGetLastError(desk.connection.raw());
    return std::to_string(error == nullptr ? 0 : error->code);
  };
  (void)desk.connection.lookup_by_name("rollcall-kit-no-such-domain");
  const std::string no_domain = std::to_string(VIR_ERR_NO_DOMAIN);
  desk.log.expect("the connection's code after a failure", no_domain, code());
  (void)desk.connection.count();
  desk.log.expect("the connection's code after a later success", no_domain, code());
  std::string seen_by_other;
  std::thread([&code, &seen_by_other] { seen_by_other = code(); }).join();
  desk.log.expect("the connection's code in another thread", no_domain, seen_by_other);
  if (library.virConnResetLastError == nullptr) return;
  library.virConnResetLastError(desk.connection.raw());
  desk.log.expect("the connection's code after a reset", "0", code());
}

void moments_outlive_deletion(const Desk& desk) {
  const auto domain = desk.scratch.define("handles-snapshot");
  if (!desk.log.expect_code("virDomainDefineXML", kMustSucceed, domain)) return;
  const auto snapshot = domain->create_snapshot(sut::snapshot_xml("s"));
  if (sut::code_of(snapshot) == VIR_ERR_NO_SUPPORT) return desk.log.skip("no snapshots");
  if (!desk.log.expect_code("virDomainSnapshotCreateXML", kMustSucceed, snapshot)) return;
  desk.log.expect_code("virDomainSnapshotDelete", kMustSucceed, domain->delete_snapshot("s"));
  const sut::Library& library = desk.library();
  desk.log.expect_code("virDomainSnapshotDelete again", {VIR_ERR_NO_DOMAIN_SNAPSHOT},
                       sut::call_optional(library, "virDomainSnapshotDelete",
                                          library.virDomainSnapshotDelete, snapshot->raw(), 0u));
  desk.log.expect_code("virDomainRevertToSnapshot", {VIR_ERR_NO_DOMAIN_SNAPSHOT},
                       sut::call_optional(library, "virDomainRevertToSnapshot",
                                          library.virDomainRevertToSnapshot, snapshot->raw(), 0u));
  const char* name = library.virDomainSnapshotGetName(snapshot->raw());
  desk.log.expect("virDomainSnapshotGetName", "s", name == nullptr ? "an error" : name);
}

struct Case {
  const char* slug;
  const char* name;
  void (*run)(const Desk& desk);
};

constexpr Case kCases[] = {
    {"gone", "getters on a handle of a domain that is gone", getters_say_gone},
    {"identity", "name, uuid, id and connection need no domain", identity_outlives_domain},
    {"revived", "a new domain of the same uuid revives old handles", redefinition_revives_handles},
    {"ids", "the id of a handle is one that its domain had", ids_are_past_or_present},
    {"stale", "a handle with an old id still works", stale_handles_work},
    {"new", "each look-up gives a new handle", lookups_give_new_handles},
    {"renamed", "handles of a renamed domain still work", renaming_keeps_handles_usable},
    {"references", "a handle lives as long as its references", references_count},
    {"order", "the handles of a list are freed in any order", list_is_freed_in_any_order},
    {"closed", "handles keep a closed connection alive", handles_outlive_close},
    {"connections", "a connection lives as long as its references", connections_count_references},
    {"threads", "the last error is the thread's own", errors_belong_to_threads},
    {"connection-error", "a connection keeps its last error", errors_stay_with_connections},
    {"snapshots", "a handle of a deleted snapshot", moments_outlive_deletion},
};

/// The id rule: listed handles carry the name and id of the instant of their list, while domains
/// restart and are renamed.
void press_identity(const Context& context, report::SuiteResult& result) {
  using enum history::Call;
  concurrent::run(
      context,
      {.suite = "handles",
       .taste = {.reads = {{8, kList}, {1, kLookupByUuid}, {2, kLookupByName}, {2, kLookupById}},
                 .subjects = {2, 3, 3, 3, 0}}},
      result);
}

}  // namespace

report::SuiteResult run_handles(const Context& context) {
  const auto connection = context.open();
  if (!connection) return could_not_begin("opening the connection", connection.error());
  Expectations log("handles");
  for (const Case& entry : kCases) {
    log.begin(entry.slug, entry.name);
    Scratch scratch(context, *connection);
    entry.run({context, *connection, scratch, log});
  }
  report::SuiteResult result;
  result.checks = std::move(log).checks();
  press_identity(context, result);
  return result;
}

}  // namespace rollcall::suites
