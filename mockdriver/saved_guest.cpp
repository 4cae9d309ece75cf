#include "mockdriver/saved_guest.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "api/core/check.hpp"
#include "api/core/file.hpp"
#include "mockdriver/byte_hash.hpp"

namespace rollcall {
namespace {

constexpr std::string_view kFormat = "rollcall saved guest";
constexpr std::string_view kVersionLine = "rollcall saved guest 1";
constexpr std::string_view kCoreLine = "rollcall core 1";
constexpr std::string_view kPaused = "paused";
constexpr std::string_view kRunning = "running";
constexpr std::size_t kFileBytesMax = 2 * kDomainXmlBytesMax;

std::string size_line(std::string_view body) {
  return fmt::format("{} {:016x}", body.size(), extend_byte_hash(kEmptyByteHash, body));
}

// Cuts the first line off `rest`; nothing when it has no end.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

tl::unexpected<Error> damaged(const std::string& path, std::string_view why) {
  return fail(VIR_ERR_OPERATION_FAILED, VIR_FROM_TEST,
              fmt::format("'{}' cannot be restored: {}", path, why));
}

}  // namespace

Status write_saved_guest(const std::string& path, const SavedGuest& guest) {
  const std::string body = format_domain(guest.definition, kIdInactive);
  return replace_file(
      path, fmt::format("{}\n{}\n{}\n{}", kVersionLine, guest.image.paused ? kPaused : kRunning,
                        size_line(body), body));
}

Result<SavedGuest> read_saved_guest(const std::string& path) {
  const Result<std::string> contents = read_file(path, kFileBytesMax);
  if (!contents) return fail(contents.error());
  std::string_view rest = *contents;
  const std::optional<std::string_view> version = take_line(rest);
  if (!version || !version->starts_with(kFormat)) return damaged(path, "it is no saved guest");
  if (*version != kVersionLine) {
    return damaged(path, fmt::format("its format is '{}', not '{}'", *version, kVersionLine));
  }
  const std::optional<std::string_view> state = take_line(rest);
  const std::optional<std::string_view> size = take_line(rest);
  if (!state || !size) return damaged(path, "its header is cut off");
  if (*state != kPaused && *state != kRunning) {
    return damaged(path, fmt::format("its guest is neither running nor paused but '{}'", *state));
  }
  if (*size != size_line(rest)) {
    return damaged(path, fmt::format("size and checksum of its definition are '{}', not '{}'",
                                     size_line(rest), *size));
  }
  Result<DomainDefinition> definition = parse_domain(rest, [] { return Uuid{}; });
  if (!definition) return damaged(path, definition.error().message);
  return SavedGuest{{*state == kPaused}, *std::move(definition)};
}

Status write_core(const std::string& path, const DomainDefinition& definition, int id) {
  return replace_file(path, fmt::format("{}\n{}", kCoreLine, format_domain(definition, id)));
}

}  // namespace rollcall
