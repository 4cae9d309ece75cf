#include "mockdriver/trace.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "api/core/uuid.hpp"

namespace rollcall {
namespace {

// A JSON string. The text is UTF-8, as all that came through XML.
std::string quoted(std::string_view text) {
  std::string json = "\"";
  for (const char character : text) {
    const auto code = static_cast<unsigned char>(character);
    constexpr unsigned char kFirstPrintable = 0x20;
    if (character == '"' || character == '\\') {
      json += '\\';
      json += character;
    } else if (code < kFirstPrintable) {
      json += fmt::format("\\u{:04x}", code);
    } else {
      json += character;
    }
  }
  return json + '"';
}

tl::unexpected<Error> cannot_write(const std::string& path, int number) {
  Error error =
      make_error(VIR_ERR_SYSTEM_ERROR, VIR_FROM_TEST,
                 fmt::format("the trace '{}' cannot be written: {}", path, std::strerror(number)));
  error.int1 = number;
  return fail(std::move(error));
}

std::string_view kind_of(const DomainChange& change) {
  switch (change.kind) {
    case DomainChange::Kind::kInsert:
      return "insert";
    case DomainChange::Kind::kUpdate:
      return "update";
    case DomainChange::Kind::kRename:
      return "rename";
    default:
      return "erase";
  }
}

}  // namespace

Status Trace::start(const std::string& path, std::uint64_t now_ns, const RecordList& there) {
  if (Status stopped = stop(); !stopped) return stopped;
  {
    const std::lock_guard lock(mutex_);
    errno = 0;
    file_.open(path, std::ios::out | std::ios::trunc);
    if (!file_) return cannot_write(path, errno);
    path_ = path;
    file_ << "{\"trace\":1}\n";
    on_ = true;
  }
  for (const DomainRecord& record : there.records) {
    write_change(now_ns, "there", there.generation, record);
  }
  return {};
}

Status Trace::stop() {
  const std::lock_guard lock(mutex_);
  if (!on_) return {};
  on_ = false;
  errno = 0;
  file_.close();
  const bool is_complete = file_.good();
  file_.clear();
  if (!is_complete) return cannot_write(path_, errno);
  return {};
}

void Trace::write(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (on_) file_ << line << '\n';
}

void Trace::call(std::uint64_t now_ns, std::uint32_t connection, const ApiCall& call) {
  const std::string domain =
      call.domain_name.empty() ? "" : fmt::format(",\"domain\":{}", quoted(call.domain_name));
  write(
      fmt::format(R"({{"t":{},"c":{},"call":"{}"{}}})", now_ns, connection, call.function, domain));
}

void Trace::answer(std::uint64_t now_ns, std::uint32_t connection, const ApiCall& call, int code) {
  write(fmt::format(R"({{"t":{},"c":{},"answer":"{}","error":{}}})", now_ns, connection,
                    call.function, code));
}

void Trace::effect(std::uint64_t now_ns, int rule, std::string_view action) {
  write(fmt::format(R"({{"t":{},"rule":{},"does":"{}"}})", now_ns, rule, action));
}

void Trace::write_change(std::uint64_t now_ns, std::string_view kind, Generation generation,
                         const DomainRecord& record) {
  const DomainStatus& status = record.status;
  write(fmt::format(
      R"({{"t":{},"change":"{}","generation":{},"uuid":"{}","name":{},"id":{},"state":{},"reason":{}}})",
      now_ns, kind, generation, to_string(record.uuid), quoted(record.name), status.id,
      status.state, status.reason));
}

void Trace::commit(std::uint64_t now_ns, Generation generation,
                   std::span<const DomainChange> changes, std::span<const DomainEvent> events) {
  if (!on()) return;
  for (const DomainChange& change : changes) {
    write_change(now_ns, kind_of(change), generation, change.record);
  }
  for (const DomainEvent& event : events) {
    write(fmt::format(
        R"({{"t":{},"event":{},"generation":{},"name":{},"id":{},"type":{},"detail":{}}})", now_ns,
        event.event_id, generation, quoted(event.name), event.id, event.type, event.detail));
  }
}

}  // namespace rollcall
