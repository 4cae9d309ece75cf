#include "conformance/suites/stateful/listing_check.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::suites::stateful {
namespace {

std::string hex(unsigned flags) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%04x", flags);
  return text.data();
}

std::string code_text(const sut::Failure& failure) { return "E" + std::to_string(failure.code); }

spec::DomainAttributes attributes_of(const spec::Domain& domain) {
  return {.active = domain.active,
          .persistent = domain.persistent,
          .state = domain.status.state,
          .managed_save = domain.managed_save,
          .autostart = domain.autostart,
          .has_snapshot = !domain.snapshots.empty(),
          .has_checkpoint = !domain.checkpoints.empty()};
}

/// How a handle that was found compares with the domain that it stands for, in words that are the
/// same in every run.
std::string found_as(const sut::Domain& handle, const spec::Domain& domain) {
  if (handle.uuid().value_or("") != domain.uuid) return "found with another uuid";
  if (handle.name().value_or("") != domain.name) return "found with another name";
  return handle.id() == domain.id ? "found" : "found with another id";
}

/// Gathers what was found by one function.
class Comparison {
 public:
  Comparison(std::vector<Finding>& found, std::string call)
      : found_(found), call_(std::move(call)) {}

  void expect(const std::string& variant, const std::string& row, const std::string& field,
              const std::string& expected, const std::string& observed) {
    if (expected == observed) return;
    found_.push_back({call_, call_ + "(" + variant + ")", row, field, expected, observed});
  }

 private:
  std::vector<Finding>& found_;
  std::string call_;
};

class ListingCheck {
 public:
  ListingCheck(const System& system, const spec::Host& host, const Foreign& foreign)
      : system_(system),
        connection_(system.connection()),
        library_(connection_.library()),
        host_(host),
        foreign_(foreign) {}

  void list(unsigned flags) {
    Comparison comparison(found_, "listAllDomains");
    const auto handles = connection_.list(flags);
    if (!handles) {
      comparison.expect(hex(flags), "any", "result", "ok", code_text(handles.error()));
      return;
    }
    for (const auto& [uuid, domain] : host_.domains) {
      std::string seen = "absent";
      for (const sut::Domain& handle : *handles) {
        if (handle.uuid().value_or("") != uuid) continue;
        seen = seen == "absent" ? found_as(handle, domain) : "found twice";
      }
      const bool wanted = spec::is_listed(attributes_of(domain), flags);
      comparison.expect(hex(flags), spec::label(domain), "element", wanted ? "found" : "absent",
                        seen);
    }
    const auto count = connection_.count(flags);
    comparison.expect(hex(flags), "any", "count without array", std::to_string(handles->size()),
                      count ? std::to_string(*count) : code_text(count.error()));
  }

  void legacy_active() {
    if (library_.virConnectNumOfDomains == nullptr || library_.virConnectListDomains == nullptr) {
      return;
    }
    const int expected = foreign_.active + count_own(true);
    Comparison(found_, "numOfDomains")
        .expect("", "any", "count", std::to_string(expected),
                std::to_string(library_.virConnectNumOfDomains(connection_.raw())));
    std::vector<int> ids(static_cast<std::size_t>(expected) + 1);
    const int length =
        library_.virConnectListDomains(connection_.raw(), ids.data(), static_cast<int>(ids.size()));
    Comparison comparison(found_, "listDomains");
    comparison.expect("", "any", "length", std::to_string(expected), std::to_string(length));
    ids.resize(static_cast<std::size_t>(std::max(length, 0)));
    for (const auto& [uuid, domain] : host_.domains) {
      if (!domain.active) continue;
      const auto times = std::count(ids.begin(), ids.end(), domain.id);
      comparison.expect("", spec::label(domain), "id listed", "1", std::to_string(times));
    }
  }

  void legacy_inactive() {
    if (library_.virConnectNumOfDefinedDomains == nullptr ||
        library_.virConnectListDefinedDomains == nullptr) {
      return;
    }
    const int expected = foreign_.inactive + count_own(false);
    Comparison(found_, "numOfDefinedDomains")
        .expect("", "any", "count", std::to_string(expected),
                std::to_string(library_.virConnectNumOfDefinedDomains(connection_.raw())));
    std::vector<char*> raw(static_cast<std::size_t>(expected) + 1);
    const int length = library_.virConnectListDefinedDomains(connection_.raw(), raw.data(),
                                                             static_cast<int>(raw.size()));
    std::vector<std::string> names;
    for (int index = 0; index < length; ++index) {
      names.emplace_back(raw[static_cast<std::size_t>(index)]);
      std::free(raw[static_cast<std::size_t>(index)]);
    }
    Comparison comparison(found_, "listDefinedDomains");
    comparison.expect("", "any", "length", std::to_string(expected), std::to_string(length));
    for (const auto& [uuid, domain] : host_.domains) {
      const auto times = std::count(names.begin(), names.end(), domain.name);
      comparison.expect("", spec::label(domain), "name listed", domain.active ? "0" : "1",
                        std::to_string(times));
    }
  }

  void look_up() {
    for (int slot = 0; slot < kSlots; ++slot) {
      const auto known = host_.domains.find(system_.uuid(slot));
      const bool exists = known != host_.domains.end();
      compare_found("lookupByUUIDString", exists ? &known->second : nullptr,
                    connection_.lookup_by_uuid(system_.uuid(slot)));
      const std::string name = system_.original_name(slot);
      compare_found("lookupByName", find_by_name(name), connection_.lookup_by_name(name));
      if (!exists) continue;
      compare_found("lookupByName", &known->second, connection_.lookup_by_name(known->second.name));
      if (known->second.active) {
        compare_found("lookupByID", &known->second, connection_.lookup_by_id(known->second.id));
      }
    }
  }

  std::vector<Finding> found() && { return std::move(found_); }

 private:
  int count_own(bool active) const {
    return static_cast<int>(
        std::count_if(host_.domains.begin(), host_.domains.end(),
                      [active](const auto& entry) { return entry.second.active == active; }));
  }

  const spec::Domain* find_by_name(const std::string& name) const {
    for (const auto& [uuid, domain] : host_.domains) {
      if (domain.name == name) return &domain;
    }
    return nullptr;
  }

  void compare_found(const char* call, const spec::Domain* expected,
                     const sut::Expected<sut::Domain>& found) {
    std::string seen = found ? "found" : code_text(found.error());
    if (found && expected != nullptr) seen = found_as(*found, *expected);
    const std::string wanted =
        expected != nullptr ? "found" : "E" + std::to_string(spec::kNoDomain);
    Comparison(found_, call)
        .expect("", expected != nullptr ? spec::label(*expected) : "none", "answer", wanted, seen);
  }

  const System& system_;
  const sut::Connection& connection_;
  const sut::Library& library_;
  const spec::Host& host_;
  const Foreign& foreign_;
  std::vector<Finding> found_;
};

}  // namespace

Foreign count_foreign(const sut::Connection& connection) {
  return {connection.count(VIR_CONNECT_LIST_DOMAINS_ACTIVE).value_or(0),
          connection.count(VIR_CONNECT_LIST_DOMAINS_INACTIVE).value_or(0)};
}

std::vector<Finding> check_listings(const System& system, const spec::Host& host,
                                    std::span<const unsigned> filters, const Foreign& foreign) {
  ListingCheck check(system, host, foreign);
  for (const unsigned flags : filters) check.list(flags);
  check.legacy_active();
  check.legacy_inactive();
  check.look_up();
  return std::move(check).found();
}

}  // namespace rollcall::suites::stateful
