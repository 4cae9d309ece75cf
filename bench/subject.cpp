#include "bench/subject.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "bench/test_driver_file.hpp"

namespace rollcall::bench {
namespace {

/// Domains whose XML is asked for its length; the fleets are uniform, so a sample serves.
constexpr std::size_t kSampledDefinitions = 200;

double heap_in_use() {
  const struct mallinfo2 heap = mallinfo2();
  return static_cast<double>(heap.uordblks) + static_cast<double>(heap.hblkhd);
}

/// A host file on disk that lives as long as this object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text) {
    std::string pattern = std::filesystem::temp_directory_path() / "rollcall-bench-XXXXXX";
    folder_ = mkdtemp(pattern.data()) == nullptr ? std::string() : pattern;
    std::ofstream(path()) << text;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string path() const { return folder_ + "/host.xml"; }

 private:
  std::string folder_;
};

std::string message(const sut::Failure& failure) { return failure.message; }

/// Starts or stops domains until half of them run.
tl::expected<void, std::string> let_half_run(const sut::Connection& connection,
                                             std::size_t domains) {
  const auto active = connection.list(VIR_CONNECT_LIST_DOMAINS_ACTIVE);
  const auto inactive = connection.list(VIR_CONNECT_LIST_DOMAINS_INACTIVE);
  if (!active || !inactive) return tl::unexpected(std::string("the new host cannot be listed"));
  if (active->size() + inactive->size() != domains) {
    return tl::unexpected(fmt::format("the new host has {} domains instead of {}",
                                      active->size() + inactive->size(), domains));
  }
  const std::size_t wanted = domains / 2;
  for (std::size_t i = wanted; i < active->size(); ++i) {
    if (auto stopped = (*active)[i].destroy(); !stopped) return stopped.map_error(message);
  }
  for (std::size_t i = active->size(); i < wanted; ++i) {
    const sut::Domain& domain = (*inactive)[i - active->size()];
    if (auto started = domain.start(); !started) return started.map_error(message);
  }
  return {};
}

tl::expected<double, std::string> mean_definition_bytes(const sut::Connection& connection) {
  const auto domains = connection.list();
  if (!domains) return tl::unexpected(message(domains.error()));
  const std::size_t sampled = std::min(domains->size(), kSampledDefinitions);
  double bytes = 0;
  for (std::size_t i = 0; i < sampled; ++i) {
    const auto xml = (*domains)[i].xml(VIR_DOMAIN_XML_INACTIVE);
    if (!xml) return tl::unexpected(message(xml.error()));
    bytes += static_cast<double>(xml->size());
  }
  return bytes / static_cast<double>(std::max<std::size_t>(sampled, 1));
}

}  // namespace

Subject::Subject(std::string label, sut::Library library)
    : label_(std::move(label)),
      library_(std::move(library)),
      opens_mock_(sut::Connection::open(library_, "mock:///empty").has_value()) {}

tl::expected<sut::Connection, std::string> Subject::open_host(std::size_t domains,
                                                              const std::string& name) const {
  if (opens_mock_) {
    return sut::Connection::open(library_,
                                 fmt::format("mock:///empty?domains={}&instance={}", domains, name))
        .map_error(message);
  }
  const TemporaryFile file(test_driver_host(domains));
  return sut::Connection::open(library_, "test://" + file.path()).map_error(message);
}

tl::expected<Host, std::string> Subject::make_host(std::size_t domains,
                                                   const std::string& name) const {
  const double before = heap_in_use();
  auto connection = open_host(domains, name);
  if (!connection) return tl::unexpected(connection.error());
  if (auto halved = let_half_run(*connection, domains); !halved) {
    return tl::unexpected(halved.error());
  }
  const double grown = heap_in_use() - before;
  const auto capabilities = connection->capabilities();
  if (!capabilities) return tl::unexpected(message(capabilities.error()));
  const auto kind = sut::guest_kind(*capabilities, "");
  const auto definition = mean_definition_bytes(*connection);
  if (!kind || !definition) return tl::unexpected(kind ? definition.error() : kind.error());
  return Host{std::move(*connection), *kind, domains, grown, *definition};
}

tl::expected<const Host*, std::string> Subject::host(std::size_t domains,
                                                     const std::string& purpose) {
  const std::string name = fmt::format("bench-{}-{}", purpose, domains);
  auto found = hosts_.find(name);
  if (found == hosts_.end()) {
    auto made = make_host(domains, name);
    if (!made) return tl::unexpected(fmt::format("{}: {}", label_, made.error()));
    found = hosts_.emplace(name, std::move(*made)).first;
  }
  return &found->second;
}

}  // namespace rollcall::bench
