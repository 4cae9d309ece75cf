#include "mockdriver/scenario.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "api/core/domain_xml.hpp"
#include "api/core/memory_size.hpp"
#include "api/core/moment_listing.hpp"
#include "mockdriver/attributes.hpp"
#include "mockdriver/fleet.hpp"
#include "mockdriver/rule_reader.hpp"
#include "mockdriver/xml_file.hpp"

namespace rollcall {
namespace {

constexpr std::string_view kTestNamespace = "http://libvirt.org/schemas/domain/test/1.0";

// The path of a file that an element refers to, counted from the folder of the file it stands in.
std::string referred_path(const XmlFile& file, std::string_view reference) {
  if (reference.starts_with('/')) return std::string(reference);
  return file.path.substr(0, file.path.rfind('/') + 1).append(reference);
}

// The prefix that stands for the test driver's namespace at `element`; empty when none does.
std::string test_prefix(pugi::xml_node element) {
  constexpr std::string_view kDeclaration = "xmlns:";
  for (pugi::xml_node node = element; node; node = node.parent()) {
    for (const pugi::xml_attribute attribute : node.attributes()) {
      const std::string_view name = attribute.name();
      if (name.starts_with(kDeclaration) && attribute.value() == kTestNamespace) {
        return std::string(name.substr(kDeclaration.size()));
      }
    }
  }
  return {};
}

std::optional<std::uint64_t> number_in(pugi::xml_node element) {
  const std::string text = element_text(element);
  return whole_number(trim_blanks(text));
}

// What the test driver's elements say about a domain.
struct TestExtension {
  virDomainState state = VIR_DOMAIN_RUNNING;
  std::optional<int> reason{};  // the usual one if it does not say
  bool transient = false;
  bool managed_save = false;
  bool autostart = false;
  SnapshotTree snapshots{};
};

class ScenarioReader {
 public:
  explicit ScenarioReader(Prng& prng) : prng_(prng) {}

  Result<HostSetup> read(const std::string& path);

 private:
  Status read_hardware(const XmlFile& file);
  Status read_domain_of(const XmlFile& file, pugi::xml_node element);
  Status add_domain(const XmlFile& file, pugi::xml_node element);
  Status add_fleet_of(const XmlFile& file, pugi::xml_node element);
  Result<TestExtension> take_extension(const XmlFile& file, pugi::xml_node domain);
  Status take_id(const XmlFile& file, pugi::xml_node element, DomainRuntime& runtime);
  Status take_snapshot(const XmlFile& file, pugi::xml_node element, SnapshotTree& snapshots);

  Prng& prng_;
  HostSetup setup_{default_node_info(), {}, {}};
  std::unordered_set<std::string> names_{};
  std::unordered_set<Uuid> uuids_{};
  std::unordered_set<std::uint64_t> ids_{};
};

Status read_state(const XmlFile& file, pugi::xml_node element, TestExtension& extension) {
  const std::optional<std::uint64_t> number = number_in(element);
  if (!number || *number > VIR_DOMAIN_PMSUSPENDED) {
    return bad_element(file, element,
                       fmt::format("'{}' is not the number of a domain state, which are 0 to {}",
                                   element_text(element), int{VIR_DOMAIN_PMSUSPENDED}));
  }
  extension.state = static_cast<virDomainState>(*number);
  Attributes attributes(file, element);
  const bool has_reason = attributes.has("reason");
  constexpr int kReasonMax = VIR_DOMAIN_PAUSED_POSTCOPY_FAILED;  // no state has more reasons
  const auto reason = static_cast<int>(attributes.number("reason", 0, 0, kReasonMax));
  if (has_reason) extension.reason = reason;
  return attributes.finish();
}

Status require_possible(const XmlFile& file, pugi::xml_node domain,
                        const TestExtension& extension) {
  const bool off = extension.state == VIR_DOMAIN_SHUTOFF;
  if (extension.transient && off) {
    return bad_element(file, domain, "a transient domain cannot be off");
  }
  if (extension.managed_save && !off) {
    return bad_element(file, domain, "a domain with a managed save image must be off (runstate 5)");
  }
  return {};
}

// A snapshot that refers to one that is not there, or to itself by way of others.
const SnapshotDefinition* misplaced(const SnapshotTree& snapshots) {
  for (const auto& snapshot : snapshots.members()) {
    const std::string& parent = snapshot->parent;
    if (parent.empty()) continue;
    if (snapshots.find(parent) == nullptr || snapshots.descends_from(parent, snapshot->name)) {
      return snapshot.get();
    }
  }
  return nullptr;
}

Status ScenarioReader::read_hardware(const XmlFile& file) {
  virNodeInfo& node = setup_.node;
  const pugi::xml_node cpu = file.root().child("cpu");
  if (const pugi::xml_node model = cpu.child("model")) {
    const std::string name = element_text(model).substr(0, sizeof(node.model) - 1);
    *std::copy(name.begin(), name.end(), node.model) = '\0';
  }
  const std::pair<const char*, unsigned*> counts[] = {
      {"active", &node.cpus},     {"mhz", &node.mhz},     {"nodes", &node.nodes},
      {"sockets", &node.sockets}, {"cores", &node.cores}, {"threads", &node.threads}};
  for (const auto& [name, count] : counts) {
    const pugi::xml_node element = cpu.child(name);
    if (!element) continue;
    const std::optional<std::uint64_t> number = number_in(element);
    if (!number || *number > std::numeric_limits<unsigned>::max()) {
      return bad_element(file, element,
                         fmt::format("'{}' in <{}> is no count", element_text(element), name));
    }
    *count = static_cast<unsigned>(*number);
  }
  if (const pugi::xml_node memory = file.root().child("memory")) {
    const Result<std::uint64_t> kib =
        parse_memory_kib("memory", element_text(memory), memory.attribute("unit").value());
    if (!kib) return fail(placed(file, memory, kib.error()));
    node.memory = *kib;
  }
  return {};
}

Status ScenarioReader::take_snapshot(const XmlFile& file, pugi::xml_node element,
                                     SnapshotTree& snapshots) {
  pugi::xml_document copy;
  if (const pugi::xml_attribute reference = element.attribute("file")) {
    const Result<XmlFile> other =
        read_xml_file(referred_path(file, reference.value()), "domainsnapshot");
    if (!other) return fail(other.error());
    copy.append_copy(other->root());
  } else {
    copy.append_copy(element).set_name("domainsnapshot");
  }
  pugi::xml_node snapshot = copy.document_element();
  const bool is_current = number_in(snapshot.child("active")).value_or(0) != 0;
  while (snapshot.remove_child("active")) {
  }
  Result<SnapshotDefinition> definition =
      parse_snapshot(print_xml(snapshot, XmlLayout::kCompact), MomentSource::kRedefinition,
                     [this] { return random_uuid(prng_); });
  if (!definition) return fail(placed(file, element, std::move(definition.error())));
  const std::string name = definition->name;
  if (snapshots.find(name) != nullptr) {
    return bad_element(file, element, fmt::format("the snapshot '{}' stands there twice", name));
  }
  if (is_current && snapshots.current_or_null() != nullptr) {
    return bad_element(file, element,
                       fmt::format("both '{}' and '{}' are the current snapshot",
                                   snapshots.current_or_null()->name, name));
  }
  snapshots.put(std::make_shared<const SnapshotDefinition>(*std::move(definition)));
  if (is_current) snapshots.set_current(name);
  return {};
}

// Takes the test driver's elements out of the domain, so that they do not come back in its XML.
Result<TestExtension> ScenarioReader::take_extension(const XmlFile& file, pugi::xml_node domain) {
  TestExtension extension;
  const std::string prefix = test_prefix(domain);
  if (prefix.empty()) return extension;
  std::vector<pugi::xml_node> taken;
  for (const pugi::xml_node element : domain.children()) {
    const std::string_view name = element.name();
    if (!name.starts_with(prefix) || name.substr(prefix.size()).substr(0, 1) != ":") continue;
    taken.push_back(element);
    const std::string_view local_name = name.substr(prefix.size() + 1);
    Status read;
    if (local_name == "runstate") read = read_state(file, element, extension);
    if (local_name == "transient") extension.transient = true;
    if (local_name == "hasmanagedsave") extension.managed_save = true;
    if (local_name == "autostart") extension.autostart = true;
    if (local_name == "domainsnapshot") read = take_snapshot(file, element, extension.snapshots);
    if (!read) return fail(std::move(read.error()));
  }
  if (const SnapshotDefinition* lost = misplaced(extension.snapshots)) {
    return bad_element(
        file, domain,
        fmt::format("'{}' cannot be the parent of the snapshot '{}'", lost->parent, lost->name));
  }
  if (Status possible = require_possible(file, domain, extension); !possible) {
    return fail(std::move(possible.error()));
  }
  for (const pugi::xml_node element : taken) domain.remove_child(element);
  domain.remove_attribute(("xmlns:" + prefix).c_str());
  return extension;
}

// An inactive domain has no id, whatever the XML says that it once had.
Status ScenarioReader::take_id(const XmlFile& file, pugi::xml_node element,
                               DomainRuntime& runtime) {
  if (!runtime.active() || !element.attribute("id")) return {};
  constexpr std::uint64_t kMost = std::numeric_limits<std::int32_t>::max() - 1;
  const std::string_view text = element.attribute("id").value();
  const std::optional<std::uint64_t> id = whole_number(text);
  if (!id || *id == 0 || *id > kMost || !ids_.insert(*id).second) {
    return bad_element(file, element,
                       fmt::format("the domain has id='{}', which is to be a number from 1 to {} "
                                   "that no other domain has",
                                   text, kMost));
  }
  runtime.id = static_cast<std::int32_t>(*id);
  return {};
}

Status ScenarioReader::add_domain(const XmlFile& file, pugi::xml_node element) {
  Result<TestExtension> extension = take_extension(file, element);
  if (!extension) return fail(std::move(extension.error()));
  Result<DomainDefinition> read = read_domain(element, [this] { return random_uuid(prng_); });
  if (!read) return fail(placed(file, element, std::move(read.error())));
  auto definition = std::make_shared<const DomainDefinition>(*std::move(read));
  const bool new_name = names_.insert(definition->name).second;
  if (!new_name || !uuids_.insert(definition->uuid).second) {
    return fail(placed(
        file, element,
        make_error(VIR_ERR_OPERATION_FAILED, VIR_FROM_TEST,
                   fmt::format("another domain has the {} '{}' already", new_name ? "uuid" : "name",
                               new_name ? to_string(definition->uuid) : definition->name))));
  }
  MockDomain domain = initial_domain(definition, extension->state, !extension->transient);
  domain.runtime.autostart = extension->autostart;
  domain.runtime.reason = extension->reason.value_or(domain.runtime.reason);
  domain.runtime.snapshots = std::move(extension->snapshots);
  if (Status taken = take_id(file, element, domain.runtime); !taken) return taken;
  if (extension->managed_save) {
    domain.runtime.managed_save = SavedImage{};
    domain.runtime.reason = VIR_DOMAIN_SHUTOFF_SAVED;
    domain.definitions.guest = std::move(definition);
  }
  setup_.domains.push_back(std::move(domain));
  return {};
}

Status ScenarioReader::read_domain_of(const XmlFile& file, pugi::xml_node element) {
  const pugi::xml_attribute reference = element.attribute("file");
  if (!reference) return add_domain(file, element);
  const Result<XmlFile> other = read_xml_file(referred_path(file, reference.value()), "domain");
  if (!other) return fail(other.error());
  return add_domain(*other, other->root());
}

// What a test driver's <node> may have beside domains is passed over; a slip of the pen is not.
Status refuse_unknown(const XmlFile& file) {
  constexpr std::string_view kKnown[] = {"domain",  "fleet",     "simulation", "cpu",    "memory",
                                         "network", "interface", "pool",       "device", "auth"};
  for (const pugi::xml_node child : file.root().children()) {
    if (child.type() != pugi::node_element) continue;
    if (std::find(std::begin(kKnown), std::end(kKnown), child.name()) != std::end(kKnown)) continue;
    return bad_element(
        file, child,
        fmt::format("<{}> is no part of a host; expected <domain>, <fleet>, <simulation>, <cpu>, "
                    "<memory>, or what only libvirt's test driver has",
                    child.name()));
  }
  return {};
}

// The only domain in a fleet. It says nothing that differs between the domains of the fleet.
Result<pugi::xml_node> pattern_of(const XmlFile& file, pugi::xml_node fleet) {
  pugi::xml_node pattern;
  for (const pugi::xml_node child : fleet.children()) {
    if (child.type() != pugi::node_element) continue;
    if (pattern || std::string_view(child.name()) != "domain") {
      return bad_element(
          file, child,
          fmt::format("<fleet> takes one <domain> and nothing else, but has <{}>", child.name()));
    }
    pattern = child;
  }
  if (!pattern) return bad_element(file, fleet, "<fleet> needs a <domain> in it, of which it is");
  if (const pugi::xml_node uuid = pattern.child("uuid")) {
    return bad_element(file, uuid, "the domains of a fleet get uuids of their own");
  }
  if (!test_prefix(pattern).empty()) {
    return bad_element(file, pattern,
                       "the domains of a fleet run or are off as 'running' of <fleet> says, and "
                       "take nothing of the test driver's namespace");
  }
  return pattern;
}

Status ScenarioReader::add_fleet_of(const XmlFile& file, pugi::xml_node element) {
  Attributes attributes(file, element);
  attributes.require("count");
  const std::uint64_t count = attributes.number("count", 1, 1, kFleetDomainsMax);
  const std::uint64_t running = attributes.number("running", 0, count, count);
  if (Status good = attributes.finish(); !good) return good;
  const Result<pugi::xml_node> pattern = pattern_of(file, element);
  if (!pattern) return fail(pattern.error());
  Result<DomainDefinition> read = read_domain(*pattern, [] { return Uuid{}; });
  if (!read) return fail(placed(file, *pattern, std::move(read.error())));
  Status added = add_fleet({*std::move(read), count, running}, prng_, setup_.domains);
  if (!added) return fail(placed(file, element, std::move(added.error())));
  return {};
}

Result<HostSetup> ScenarioReader::read(const std::string& path) {
  const Result<XmlFile> file = read_xml_file(path, "node");
  if (!file) return fail(file.error());
  if (Status read = read_hardware(*file); !read) return fail(std::move(read.error()));
  if (Status known = refuse_unknown(*file); !known) return fail(std::move(known.error()));
  for (const pugi::xml_node element : file->root().children("domain")) {
    if (Status read = read_domain_of(*file, element); !read) return fail(std::move(read.error()));
  }
  for (const pugi::xml_node element : file->root().children("fleet")) {
    if (Status added = add_fleet_of(*file, element); !added) return fail(std::move(added.error()));
  }
  for (const pugi::xml_node element : file->root().children("simulation")) {
    Result<std::vector<Rule>> rules = read_rules(*file, element);
    if (!rules) return fail(std::move(rules.error()));
    setup_.rules.insert(setup_.rules.end(), rules->begin(), rules->end());
  }
  return std::move(setup_);
}

}  // namespace

Result<HostSetup> load_scenario(const std::string& path, Prng& prng) {
  return ScenarioReader(prng).read(path);
}

}  // namespace rollcall
