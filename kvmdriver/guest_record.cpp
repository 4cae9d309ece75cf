#include "kvmdriver/guest_record.hpp"

#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/core/name_table.hpp"
#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 3> kPhaseNames = {"starting", "running", "saving"};
constexpr int kFormat = 1;

GuestRecord record_of(const Json& json) {
  GuestRecord record;
  const std::string phase = json.at("phase").get<std::string>();
  const auto known = enumerator_of<GuestRecord::Phase>(kPhaseNames, phase);
  if (!known) throw Json::other_error::create(0, "there is no phase '" + phase + "'", &json);
  record.phase = *known;
  record.arguments = json.at("arguments").get<std::vector<std::string>>();
  record.process.pid = json.at("pid").get<pid_t>();
  record.process.start_time = json.at("start_time").get<std::uint64_t>();
  record.process.boot_id = json.at("boot_id").get<std::string>();
  record.id = json.at("id").get<int>();
  record.state = json.at("state").get<int>();
  record.reason = json.at("reason").get<int>();
  record.reboot_wanted = json.at("reboot_wanted").get<bool>();
  record.has_configuration = json.at("has_configuration").get<bool>();
  record.autodestroy = json.at("autodestroy").get<bool>();
  record.save_file = json.at("save_file").get<std::string>();
  record.save_token = json.at("save_token").get<std::string>();
  return record;
}

}  // namespace

std::string format_guest_record(const GuestRecord& record) {
  const Json json = {{"format", kFormat},
                     {"phase", std::string(name_of(kPhaseNames, record.phase))},
                     {"arguments", record.arguments},
                     {"pid", record.process.pid},
                     {"start_time", record.process.start_time},
                     {"boot_id", record.process.boot_id},
                     {"id", record.id},
                     {"state", record.state},
                     {"reason", record.reason},
                     {"reboot_wanted", record.reboot_wanted},
                     {"has_configuration", record.has_configuration},
                     {"autodestroy", record.autodestroy},
                     {"save_file", record.save_file},
                     {"save_token", record.save_token},
                     {"live", format_stored_domain(record.live)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<GuestRecord> parse_guest_record(std::string_view text) {
  // The library tells by exceptions what is no JSON, missing or of another type; they go no
  // further.
  try {
    const Json json = Json::parse(text);
    if (json.at("format").get<int>() != kFormat) {
      return fail_kvm(VIR_ERR_INTERNAL_ERROR, fmt::format("its format is not {}", kFormat));
    }
    GuestRecord record = record_of(json);
    Result<StoredDomain> live = parse_stored_domain(json.at("live").get<std::string>());
    if (!live) return fail(std::move(live.error()));
    record.live = *std::move(live);
    return record;
  } catch (const Json::exception& error) {
    return fail_kvm(VIR_ERR_INTERNAL_ERROR, error.what());
  }
}

}  // namespace rollcall::kvm
