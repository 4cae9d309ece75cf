#include "kvmdriver/saved_image.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/core/domain_runtime.hpp"
#include "api/core/file.hpp"
#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {
namespace {

using Json = nlohmann::json;

// Of one length, so that one takes the place of the other.
constexpr std::string_view kPartial = "rollcall guest 1 partial \n";
constexpr std::string_view kComplete = "rollcall guest 1 complete\n";
static_assert(kPartial.size() == kComplete.size());
constexpr std::size_t kSizeDigits = 16;
constexpr std::size_t kFileSizePlace = kPartial.size() + kSizeDigits + 1;
constexpr std::size_t kPrefixBytes = kFileSizePlace + kSizeDigits + 1;
constexpr std::size_t kHeaderBytesMax = std::size_t{64} * 1024 * 1024;

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool read_all(int file, std::string& text) {
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(file, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    filled += static_cast<std::size_t>(got);
  }
  return true;
}

std::string size_line(unsigned long long size) { return fmt::format("{:{}}\n", size, kSizeDigits); }

unsigned long long size_at(const std::string& prefix, std::size_t place) {
  return std::strtoull(prefix.c_str() + place, nullptr, 10);
}

bool put(int file, std::string_view text, std::size_t place) {
  return ::pwrite(file, text.data(), text.size(), static_cast<off_t>(place)) ==
         static_cast<ssize_t>(text.size());
}

bool is_cut_off(int file, unsigned long long size) {
  struct stat status {};
  return ::fstat(file, &status) != 0 || static_cast<unsigned long long>(status.st_size) != size;
}

tl::unexpected<Error> no_image(const std::string& path, std::string_view why) {
  return fail_kvm(VIR_ERR_OPERATION_FAILED,
                  fmt::format("'{}' cannot be restored from: {}", path, why));
}

Result<SavedImageHeader> parse_header(const std::string& path, std::string_view text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  try {
    const std::string xml = json.at("definition").get<std::string>();
    Result<DomainDefinition> definition = parse_domain(xml, [] { return Uuid{}; });
    if (!definition) return no_image(path, definition.error().message);
    return SavedImageHeader{std::make_shared<const DomainDefinition>(*std::move(definition)),
                            json.at("arguments").get<std::vector<std::string>>(),
                            json.at("paused").get<bool>(), json.at("token").get<std::string>()};
  } catch (const Json::exception& error) {
    return no_image(path, error.what());
  }
}

}  // namespace

std::string partial_name(const std::string& path) { return path + ".partial"; }

Result<UniqueFd> begin_image(const std::string& path, const SavedImageHeader& header) {
  constexpr mode_t kOwnerOnly = 0600;
  UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, kOwnerOnly));
  if (!file.is_open()) return fail(system_error("create", path, errno));
  const Json json = {{"definition", format_domain(*header.definition, kIdInactive)},
                     {"arguments", header.arguments},
                     {"paused", header.paused},
                     {"token", header.token}};
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  const std::string prefix = fmt::format("{}{}{}", kPartial, size_line(text.size()), size_line(0));
  if (!write_all(file.get(), prefix + text)) {
    const int number = errno;
    ::unlink(path.c_str());
    return fail(system_error("write", path, number));
  }
  return file;
}

Status complete_image(const UniqueFd& file, const std::string& partial, const std::string& path) {
  struct stat status {};
  // The mark goes to the disk after what it vouches for.
  const bool on_disk =
      ::fstat(file.get(), &status) == 0 &&
      put(file.get(), size_line(static_cast<unsigned long long>(status.st_size)), kFileSizePlace) &&
      ::fsync(file.get()) == 0 && put(file.get(), kComplete, 0) && ::fsync(file.get()) == 0 &&
      ::rename(partial.c_str(), path.c_str()) == 0;
  if (!on_disk) return fail(system_error("write", path, errno));
  return sync_folder(path.substr(0, path.rfind('/') + 1));
}

Result<OpenImage> open_image(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return fail(system_error("open", path, errno));
  std::string prefix(kPrefixBytes, '\0');
  if (!read_all(file.get(), prefix)) return no_image(path, "it is too short");
  if (prefix.starts_with(kPartial)) return no_image(path, "it was never completed");
  if (!prefix.starts_with(kComplete)) return no_image(path, "it is no image of a guest");
  if (is_cut_off(file.get(), size_at(prefix, kFileSizePlace))) {
    return no_image(path, "it is cut off");
  }
  const unsigned long long size = size_at(prefix, kComplete.size());
  if (size == 0 || size > kHeaderBytesMax) return no_image(path, "its header has no size");
  std::string text(size, '\0');
  if (!read_all(file.get(), text)) return no_image(path, "its header is cut off");
  Result<SavedImageHeader> header = parse_header(path, text);
  if (!header) return fail(std::move(header.error()));
  return OpenImage{std::move(file), *std::move(header)};
}

}  // namespace rollcall::kvm
