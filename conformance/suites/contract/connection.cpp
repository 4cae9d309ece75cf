// Cases of opening connections, of NULL connections, and of what a read-only connection may do.

#include <array>

#include "conformance/suites/contract/examiner.hpp"

namespace rollcall::suites::contract {
namespace {

void refuses_uris_it_cannot_open(Examiner& examiner) {
  for (const char* uri : {"nosuchdriver:///default", "://", "mock//x", "%zz:///", "test:///["}) {
    virConnectPtr opened = examiner.library().virConnectOpen(uri);
    examiner.expect_error("virConnectOpen(\"" + std::string(uri) + "\")", opened == nullptr, {});
    if (opened != nullptr) examiner.library().virConnectClose(opened);
  }
}

void refuses_null_connection(Examiner& examiner) {
  const sut::Library& library = examiner.library();
  const auto expect_error = [&examiner](const char* call, bool failed) {
    examiner.expect_error(call, failed, {VIR_ERR_INVALID_CONN});
  };
  expect_error("virConnectClose(NULL)", library.virConnectClose(nullptr) == -1);
  expect_error("virConnectRef(NULL)", library.virConnectRef(nullptr) == -1);
  expect_error("virConnectGetType(NULL)", library.virConnectGetType(nullptr) == nullptr);
  expect_error("virConnectGetCapabilities(NULL)",
               library.virConnectGetCapabilities(nullptr) == nullptr);
  expect_error("virDomainDefineXML(NULL, xml)",
               library.virDomainDefineXML(nullptr, "<domain/>") == nullptr);
  expect_error("virDomainCreateXML(NULL, xml, 0)",
               library.virDomainCreateXML(nullptr, "<domain/>", 0) == nullptr);
}

void refuses_null_connection_in_queries(Examiner& examiner) {
  const sut::Library& library = examiner.library();
  unsigned long version = 0;
  virNodeInfo info{};
  const auto expect_refused = [&](const char* call, auto function, auto... arguments) {
    if (function == nullptr) return;
    const auto returned = function(nullptr, arguments...);
    bool failed = false;
    if constexpr (std::is_pointer_v<decltype(returned)>) {
      failed = returned == nullptr;
    } else {
      failed = returned == -1;
    }
    examiner.expect_error(call, failed, {VIR_ERR_INVALID_CONN});
  };
  expect_refused("virConnectGetVersion(NULL, &version)", library.virConnectGetVersion, &version);
  expect_refused("virConnectGetLibVersion(NULL, &version)", library.virConnectGetLibVersion,
                 &version);
  expect_refused("virConnectGetHostname(NULL)", library.virConnectGetHostname);
  expect_refused("virConnectGetURI(NULL)", library.virConnectGetURI);
  expect_refused("virConnectGetMaxVcpus(NULL, NULL)", library.virConnectGetMaxVcpus,
                 static_cast<const char*>(nullptr));
  expect_refused("virConnectIsAlive(NULL)", library.virConnectIsAlive);
  expect_refused("virConnectIsSecure(NULL)", library.virConnectIsSecure);
  expect_refused("virConnectIsEncrypted(NULL)", library.virConnectIsEncrypted);
  expect_refused("virNodeGetInfo(NULL, &info)", library.virNodeGetInfo, &info);
}

void refuses_null_outputs(Examiner& examiner) {
  const sut::Library& library = examiner.library();
  virConnectPtr connection = examiner.connection().raw();
  if (library.virConnectGetVersion != nullptr) {
    examiner.expect_error("virConnectGetVersion(conn, NULL)",
                          library.virConnectGetVersion(connection, nullptr) == -1,
                          {VIR_ERR_INVALID_ARG});
  }
  if (library.virConnectGetLibVersion != nullptr) {
    examiner.expect_error("virConnectGetLibVersion(conn, NULL)",
                          library.virConnectGetLibVersion(connection, nullptr) == -1,
                          {VIR_ERR_INVALID_ARG});
  }
  if (library.virNodeGetInfo != nullptr) {
    examiner.expect_error("virNodeGetInfo(conn, NULL)",
                          library.virNodeGetInfo(connection, nullptr) == -1, {VIR_ERR_INVALID_ARG});
  }
}

void counts_its_references(Examiner& examiner) {
  const auto connection = examiner.context().open();
  if (!examiner.expect_success("virConnectOpen(uri)", connection.has_value())) return;
  examiner.expect_value("virConnectRef(conn)", 0,
                        examiner.library().virConnectRef(connection->raw()));
  // The reference just taken is given back, the one that the opening gave stays.
  const int left = examiner.library().virConnectClose(connection->raw());
  examiner.expect("virConnectClose(conn)", "value", left > 0, "a positive count of references left",
                  std::to_string(left));
  examiner.expect_success("virConnectGetType(conn)", connection->type().has_value());
}

void read_only_connections_write_nothing(Examiner& examiner) {
  const auto connection = examiner.open_read_only();
  if (!connection) return;
  const std::string xml = examiner.context().domain_xml("rollcall-kit-read-only");
  const auto expect_denied = [&examiner](const char* call, const auto& result) {
    examiner.expect_error(call, !result, {VIR_ERR_OPERATION_DENIED});
  };
  expect_denied("virDomainDefineXML(read_only, xml)", connection->define(xml));
  expect_denied("virDomainCreateXML(read_only, xml, 0)", connection->create(xml));
  const auto off = connection->lookup_by_uuid(examiner.shutoff().uuid().value_or(""));
  const auto on = connection->lookup_by_uuid(examiner.running().uuid().value_or(""));
  if (!off || !on) return examiner.give_up("the read-only connection does not find the domains");
  expect_denied("virDomainCreateWithFlags(domain, 0)", off->start());
  expect_denied("virDomainUndefine(domain)", off->undefine());
  expect_denied("virDomainUndefineFlags(domain, 0)", off->undefine_flags(0));
  expect_denied("virDomainSetAutostart(domain, 1)", off->set_autostart(1));
  expect_denied("virDomainSuspend(domain)", on->suspend());
  expect_denied("virDomainResume(domain)", on->resume());
  expect_denied("virDomainShutdown(domain)", on->shutdown());
  expect_denied("virDomainReboot(domain, 0)", on->reboot());
  expect_denied("virDomainReset(domain, 0)", on->reset());
  expect_denied("virDomainDestroy(domain)", on->destroy());
  expect_denied("virDomainDestroyFlags(domain, 0)", on->destroy_flags(0));
}

}  // namespace

std::span<const Case> connection_cases() {
  static constexpr std::array kCases{
      Case{"open-bad-uri", "a URI that nobody opens is refused", refuses_uris_it_cannot_open},
      Case{"connection-null", "connection calls refuse a NULL connection", refuses_null_connection},
      Case{"connection-null-query", "connection queries refuse a NULL connection",
           refuses_null_connection_in_queries},
      Case{"connection-null-output", "connection queries refuse a NULL output",
           refuses_null_outputs},
      Case{"connection-references", "closing gives back one reference", counts_its_references},
      Case{"read-only", "a read-only connection may not write",
           read_only_connections_write_nothing},
  };
  return kCases;
}

}  // namespace rollcall::suites::contract
