// A host for tests of the C entry points: it keeps domains in a table, notes every other operation
// as one line of text, and answers what the test tells it to.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rollcall/table_connection.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "api/public/entry.hpp"

namespace rollcall {

struct FakeHostTable {
  EventBus bus;
  DomainTable domains{bus};
};

inline std::ostream& operator<<(std::ostream& out, const DomainRef& domain) {
  return out << domain.name;
}
inline std::ostream& operator<<(std::ostream& out, const DomainChildRef& child) {
  return out << child.domain << '/' << child.name;
}

/// Not synchronised but for the table: one thread calls, as tests do.
class FakeHost final : private FakeHostTable, public TableConnection {
 public:
  FakeHost() : TableConnection(FakeHostTable::domains, FakeHostTable::bus) {}

  using TableConnection::table;

  std::vector<std::string> calls;  ///< operation and arguments, in order
  std::optional<Error> error;      ///< what operations fail with, unless there is none
  std::int32_t id_afterwards = -1;
  std::string text = "text";
  bool yes = true;
  std::vector<std::string> names;     ///< of snapshots or checkpoints
  std::optional<std::string> parent;  ///< also the current one

  std::vector<int> watched;  ///< kinds of events that somebody watches
  std::function<void(virConnectCloseReason)> close_handler;

  const char* type() const noexcept override { return "FAKE"; }
  Result<virNodeInfo> node_info() override {
    virNodeInfo node{};
    node.cpus = 2;
    return node;
  }
  Status watch_events(int event_id) override {
    if (error) return fail(*error);
    watched.push_back(event_id);
    return {};
  }
  void unwatch_events(int event_id) noexcept override {
    watched.erase(std::find(watched.begin(), watched.end(), event_id));
  }
  Status on_close(std::function<void(virConnectCloseReason)> handler) override {
    close_handler = std::move(handler);
    return {};
  }
  Result<std::string> uri() override { return "fake:///"; }

  Result<DomainRecord> define_xml(std::string_view xml, unsigned flags) override {
    return answer(DomainRecord{{}, std::string(xml), {}}, "define", xml, flags);
  }
  Result<DomainRecord> create_xml(std::string_view xml, unsigned flags) override {
    return answer(DomainRecord{{}, std::string(xml), {}}, "create_xml", xml, flags);
  }
  Status undefine(const DomainRef& domain, unsigned flags) override {
    return note("undefine", domain, flags);
  }
  Status rename(const DomainRef& domain, std::string_view new_name, unsigned flags) override {
    return note("rename", domain, new_name, flags);
  }
  Status set_autostart(const DomainRef& domain, bool autostart) override {
    return note("autostart", domain, autostart);
  }

  Result<std::int32_t> create(const DomainRef& domain, unsigned flags) override {
    return answer(id_afterwards, "create", domain, flags);
  }
  Status suspend(const DomainRef& domain) override { return note("suspend", domain); }
  Status resume(const DomainRef& domain) override { return note("resume", domain); }
  Result<std::int32_t> shutdown(const DomainRef& domain, unsigned flags) override {
    return answer(id_afterwards, "shutdown", domain, flags);
  }
  Status reboot(const DomainRef& domain, unsigned flags) override {
    return note("reboot", domain, flags);
  }
  Status reset(const DomainRef& domain, unsigned flags) override {
    return note("reset", domain, flags);
  }
  Result<std::int32_t> destroy(const DomainRef& domain, unsigned flags) override {
    return answer(id_afterwards, "destroy", domain, flags);
  }
  Status pm_suspend(const DomainRef& domain, unsigned target, unsigned long long duration_s,
                    unsigned flags) override {
    return note("pm_suspend", domain, target, duration_s, flags);
  }
  Status pm_wakeup(const DomainRef& domain, unsigned flags) override {
    return note("pm_wakeup", domain, flags);
  }

  Result<std::int32_t> managed_save(const DomainRef& domain, unsigned flags) override {
    return answer(id_afterwards, "managed_save", domain, flags);
  }
  Status managed_save_remove(const DomainRef& domain, unsigned flags) override {
    return note("managed_save_remove", domain, flags);
  }
  Result<std::int32_t> save(const DomainRef& domain, const std::string& path, std::string_view xml,
                            unsigned flags) override {
    return answer(id_afterwards, "save", domain, path, xml, flags);
  }
  Status restore(const std::string& path, std::string_view xml, unsigned flags) override {
    return note("restore", path, xml, flags);
  }
  Result<std::int32_t> core_dump(const DomainRef& domain, const std::string& path, unsigned format,
                                 unsigned flags) override {
    return answer(id_afterwards, "core_dump", domain, path, format, flags);
  }

  Result<std::string> xml(const DomainRef& domain, unsigned flags) override {
    return answer(text, "xml", domain, flags);
  }
  Result<std::string> os_type(const DomainRef& domain) override {
    return answer(text, "os_type", domain);
  }
  Result<bool> is_updated(const DomainRef& domain) override {
    return answer(yes, "is_updated", domain);
  }
  Result<virDomainControlInfo> control_info(const DomainRef& domain, unsigned flags) override {
    return answer(virDomainControlInfo{VIR_DOMAIN_CONTROL_JOB, 0, 7}, "control_info", domain,
                  flags);
  }
  Result<virDomainJobInfo> job_info(const DomainRef& domain) override {
    virDomainJobInfo job{};
    job.timeElapsed = 9;
    return answer(job, "job_info", domain);
  }
  Status abort_job(const DomainRef& domain) override { return note("abort_job", domain); }
  Status set_metadata(const DomainRef& domain, int kind, const std::optional<std::string>& value,
                      std::string_view key, std::string_view uri, unsigned flags) override {
    return note("set_metadata", domain, kind, value.value_or("nothing"), key, uri, flags);
  }
  Result<std::string> metadata(const DomainRef& domain, int kind, std::string_view uri,
                               unsigned flags) override {
    return answer(text, "metadata", domain, kind, uri, flags);
  }

  Result<virDomainBlockStatsStruct> block_stats(const DomainRef& domain,
                                                std::string_view disk) override {
    return answer(virDomainBlockStatsStruct{1, 2, 3, 4, 5}, "block_stats", domain, disk);
  }
  Result<virDomainBlockInfo> block_info(const DomainRef& domain, std::string_view disk) override {
    return answer(virDomainBlockInfo{30, 20, 10}, "block_info", domain, disk);
  }
  Result<virDomainInterfaceStatsStruct> interface_stats(const DomainRef& domain,
                                                        std::string_view interface) override {
    return answer(virDomainInterfaceStatsStruct{1, 2, 3, 4, 5, 6, 7, 8}, "interface_stats", domain,
                  interface);
  }
  Result<std::vector<virDomainMemoryStatStruct>> memory_stats(const DomainRef& domain) override {
    return answer(std::vector<virDomainMemoryStatStruct>{{VIR_DOMAIN_MEMORY_STAT_RSS, 9},
                                                         {VIR_DOMAIN_MEMORY_STAT_UNUSED, 4}},
                  "memory_stats", domain);
  }
  /// Two processors on host CPUs 0 and 1, each of which may run on its own only.
  Result<Vcpus> vcpus(const DomainRef& domain, std::size_t vcpus_max,
                      std::size_t map_bytes) override {
    Vcpus told{{{0, VIR_VCPU_RUNNING, 70, 0}, {1, VIR_VCPU_RUNNING, 80, 1}}, {}};
    if (map_bytes == 1) told.maps = {1, 2};
    return answer(told, "vcpus", domain, vcpus_max, map_bytes);
  }

  Result<SnapshotCreated> snapshot_create(const DomainRef& domain, std::string_view xml,
                                          unsigned flags) override {
    return answer(SnapshotCreated{"new", id_afterwards}, "snapshot_create", domain, xml, flags);
  }
  Result<std::vector<std::string>> snapshot_names(const DomainRef& domain,
                                                  unsigned flags) override {
    return answer(names, "snapshot_names", domain, flags);
  }
  Result<std::vector<std::string>> snapshot_children(const DomainChildRef& snapshot,
                                                     unsigned flags) override {
    return answer(names, "snapshot_children", snapshot, flags);
  }
  Result<bool> has_snapshot(const DomainChildRef& snapshot, unsigned flags) override {
    return answer(yes, "has_snapshot", snapshot, flags);
  }
  Result<std::optional<std::string>> current_snapshot(const DomainRef& domain,
                                                      unsigned flags) override {
    return answer(parent, "current_snapshot", domain, flags);
  }
  Result<std::optional<std::string>> snapshot_parent(const DomainChildRef& snapshot,
                                                     unsigned flags) override {
    return answer(parent, "snapshot_parent", snapshot, flags);
  }
  Result<bool> snapshot_has_metadata(const DomainChildRef& snapshot, unsigned flags) override {
    return answer(yes, "snapshot_has_metadata", snapshot, flags);
  }
  Result<std::string> snapshot_xml(const DomainChildRef& snapshot, unsigned flags) override {
    return answer(text, "snapshot_xml", snapshot, flags);
  }
  Status snapshot_delete(const DomainChildRef& snapshot, unsigned flags) override {
    return note("snapshot_delete", snapshot, flags);
  }
  Result<std::int32_t> snapshot_revert(const DomainChildRef& snapshot, unsigned flags) override {
    return answer(id_afterwards, "snapshot_revert", snapshot, flags);
  }

  Result<std::string> checkpoint_create(const DomainRef& domain, std::string_view xml,
                                        unsigned flags) override {
    return answer(std::string("new"), "checkpoint_create", domain, xml, flags);
  }
  Result<std::vector<std::string>> checkpoint_names(const DomainRef& domain,
                                                    unsigned flags) override {
    return answer(names, "checkpoint_names", domain, flags);
  }
  Result<std::vector<std::string>> checkpoint_children(const DomainChildRef& checkpoint,
                                                       unsigned flags) override {
    return answer(names, "checkpoint_children", checkpoint, flags);
  }
  Result<bool> has_checkpoint(const DomainChildRef& checkpoint, unsigned flags) override {
    return answer(yes, "has_checkpoint", checkpoint, flags);
  }
  Result<std::optional<std::string>> checkpoint_parent(const DomainChildRef& checkpoint,
                                                       unsigned flags) override {
    return answer(parent, "checkpoint_parent", checkpoint, flags);
  }
  Result<std::string> checkpoint_xml(const DomainChildRef& checkpoint, unsigned flags) override {
    return answer(text, "checkpoint_xml", checkpoint, flags);
  }
  Status checkpoint_delete(const DomainChildRef& checkpoint, unsigned flags) override {
    return note("checkpoint_delete", checkpoint, flags);
  }

 private:
  template <typename... Args>
  Status note(std::string_view operation, const Args&... arguments) {
    std::ostringstream line;
    line << operation;
    ((line << ' ' << arguments), ...);
    calls.push_back(line.str());
    if (error) return fail(*error);
    return {};
  }

  template <typename T, typename... Args>
  Result<T> answer(const T& value, std::string_view operation, const Args&... arguments) {
    return note(operation, arguments...).map([&] { return value; });
  }
};

/// A connection to a fake host with one running domain, "vm" with id 7, and a handle for it.
class EntryTest : public ::testing::Test {
 protected:
  EntryTest() { open(false); }
  ~EntryTest() override { close(); }

  void reopen_read_only() {
    close();
    open(true);
  }

  /// The code of the thread's last error.
  static int last_code() { return virGetLastErrorCode(); }

  FakeHost* host = nullptr;
  virConnectPtr conn = nullptr;
  virDomainPtr domain = nullptr;

 private:
  void open(bool read_only) {
    virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
    auto opened = std::make_unique<FakeHost>();
    host = opened.get();
    DomainRecord record{*parse_uuid("01234567-89ab-cdef-0123-456789abcdef"), "vm", {}};
    record.status.id = 7;
    record.status.state = VIR_DOMAIN_RUNNING;
    record.status.reason = VIR_DOMAIN_RUNNING_BOOTED;
    record.status.vcpus = 2;
    record.status.memory_kib = 1024;
    record.status.memory_max_kib = 2048;
    record.status.attributes =
        attribute_word({.active = true, .persistent = true, .state = VIR_DOMAIN_RUNNING});
    const DomainChange insertion = DomainChange::insert(record);
    EXPECT_TRUE(host->table().commit({&insertion, 1}));
    conn = new _virConnect(std::move(opened), read_only);
    domain = pointer_to(make_handle(record, *conn));
  }

  void close() {
    handle_of(domain)->release();
    EXPECT_EQ(conn->release(), 0) << "something still keeps the connection";
  }
};

}  // namespace rollcall
