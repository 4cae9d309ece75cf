// Operations drawn from numbers, for tests that want any of them in any order.

#pragma once

#include <array>
#include <string>

#include <fmt/format.h>

#include <rollcall/driver.hpp>

#include "mock_fixture.hpp"

namespace rollcall {

/// The operation of that number on one of a few domains, some of which may not exist.
///
/// Returns: what it answered, in words.
inline std::string run_operation(HostConnection& host, unsigned number) {
  constexpr unsigned kDomains = 4;
  constexpr unsigned kOperations = 22;
  const unsigned which = number % kDomains;
  const std::string name(1, static_cast<char>('a' + which));
  const std::string uuid =
      fmt::format("{0}{0}{0}{0}{0}{0}{0}{0}-0000-4000-8000-000000000000", which);
  const std::string xml = domain_xml(name, uuid);
  const DomainRef domain{*parse_uuid(uuid), name};
  const auto told = [](const auto& result) { return fmt::format("error {}", code_of(result)); };
  switch (number / kDomains % kOperations) {
    case 0:
      return told(host.define_xml(xml, 0));
    case 1:
      return told(host.create_xml(xml, 0));
    case 2:
      return told(host.create_xml(xml, VIR_DOMAIN_START_AUTODESTROY));
    case 3:
      return told(host.undefine(domain, 0));
    case 4:
      return told(host.undefine(domain, VIR_DOMAIN_UNDEFINE_MANAGED_SAVE |
                                            VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
                                            VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA));
    case 5:
      return told(host.create(domain, 0));
    case 6:
      return told(host.create(domain, VIR_DOMAIN_START_PAUSED));
    case 7:
      return told(host.create(domain, VIR_DOMAIN_START_FORCE_BOOT));
    case 8:
      return told(host.suspend(domain));
    case 9:
      return told(host.resume(domain));
    case 10:
      return told(host.shutdown(domain, 0));
    case 11:
      return told(host.reboot(domain, 0));
    case 12:
      return told(host.destroy(domain, 0));
    case 13:
      return told(host.managed_save(domain, 0));
    case 14:
      return told(host.managed_save_remove(domain, 0));
    case 15:
      return told(host.set_autostart(domain, number % 3 == 0));
    case 16:
      return told(host.rename(domain, name == "a" ? "z" : "a", 0));
    case 17:
      return told(host.pm_suspend(domain, VIR_NODE_SUSPEND_TARGET_MEM, 0, 0));
    case 18:
      return told(host.pm_wakeup(domain, 0));
    case 19:
      return told(host.snapshot_create(domain, "<domainsnapshot/>", 0));
    case 20: {
      const auto current = host.current_snapshot(domain, 0);
      if (!current || !*current) return "no snapshot";
      return told(host.snapshot_revert({domain, **current}, 0));
    }
    default:
      return told(host.checkpoint_create(domain, "<domaincheckpoint/>", 0));
  }
}

}  // namespace rollcall
