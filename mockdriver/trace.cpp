#include "mockdriver/trace.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "api/core/uuid.hpp"

namespace rollcall {
namespace {

constexpr std::string_view kHeader = R"({"trace":1})";

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

std::string content_of_call(ConnectionNumber connection, std::string_view what,
                            const ApiCall& call) {
  const std::string domain =
      call.domain_name.empty() ? "" : fmt::format(",\"domain\":{}", quoted(call.domain_name));
  return fmt::format(R"("c":{},"{}":"{}"{}}})", connection, what, call.function, domain);
}

std::atomic<std::uint64_t> last_ticket{0};
/// Of the turn that this thread had last.
thread_local std::uint64_t ticket_of_thread = 0;

}  // namespace

Status Trace::start(const std::string& path, std::uint64_t now_ns, const RecordList& there) {
  if (Status stopped = stop(); !stopped) return stopped;
  {
    const std::lock_guard lock(mutex_);
    errno = 0;
    file_.open(path, std::ios::out | std::ios::trunc);
    if (!file_) return cannot_write(path, errno);
    path_ = path;
    file_ << kHeader << '\n';
    on_ = true;
  }
  write_all(now_ns, there);
  return {};
}

Status Trace::replay(const std::string& path, std::uint64_t now_ns, const RecordList& there) {
  if (Status stopped = stop(); !stopped) return stopped;
  if (!takes_turns_) {
    return fail(VIR_ERR_OPERATION_INVALID, VIR_FROM_TEST,
                "a trace cannot be replayed where virtual time follows the real one");
  }
  Result<TraceReplay> replay = TraceReplay::read(path, kHeader);
  if (!replay) return fail(std::move(replay.error()));
  {
    const std::lock_guard lock(mutex_);
    replay_ = *std::move(replay);
    is_departure_told_ = false;
    on_ = true;
  }
  write_all(now_ns, there);
  Status begun = untold_departure();
  if (!begun) static_cast<void>(stop());
  return begun;
}

Status Trace::stop() {
  const std::lock_guard lock(mutex_);
  if (!on_) return {};
  on_ = false;
  turn_ = 0;
  turned_.notify_all();
  if (replay_) {
    Status finished = replay_->finish();
    replay_.reset();
    return finished;
  }
  errno = 0;
  file_.close();
  const bool is_complete = file_.good();
  file_.clear();
  if (!is_complete) return cannot_write(path_, errno);
  return {};
}

void Trace::write(std::uint64_t now_ns, std::string_view content) {
  const std::lock_guard lock(mutex_);
  if (!on_) return;
  const std::string line = fmt::format("{{\"t\":{},{}", now_ns, content);
  if (!replay_) {
    file_ << line << '\n';
  } else if (!replay_->departure()) {
    replay_->meet(line);
    if (replay_->departure()) turned_.notify_all();
  }
}

Status Trace::begin(ConnectionNumber connection, const ApiCall& call) {
  take_turn(content_of_call(connection, "call", call));
  return untold_departure();
}

Status Trace::resume(ConnectionNumber connection, const ApiCall& call) {
  take_turn(content_of_call(connection, "resumed", call));
  return untold_departure();
}

Status Trace::answer(ConnectionNumber connection, const ApiCall& call, int code) {
  write(now_ns_(),
        fmt::format(R"("c":{},"answer":"{}","error":{}}})", connection, call.function, code));
  end_turn();
  return untold_departure();
}

bool Trace::has_turn() const {
  const std::lock_guard lock(mutex_);
  return turn_ != 0 && turn_ == ticket_of_thread;
}

void Trace::take_turn(const std::string& content) {
  {
    std::unique_lock lock(mutex_);
    if (replay_) {
      await_replayed_turn(lock, content);
    } else if (takes_turns_) {
      turned_.wait(lock, [this] { return turn_ == 0; });
    }
    if (!on_) return;
    const bool is_free = !takes_turns_ || (replay_ && replay_->departure());
    if (!is_free) turn_ = ticket_of_thread = ++last_ticket;
  }
  write(now_ns_(), content);
}

void Trace::await_replayed_turn(std::unique_lock<std::mutex>& lock, const std::string& content) {
  while (replay_ && !replay_->departure()) {
    if (turn_ == 0 && replay_->is_next(content)) return;
    if (!replay_->comes_yet(content)) {
      replay_->depart(fmt::format("'{{\"t\":...,{}'", content));
      turned_.notify_all();
      return;
    }
    const std::size_t met = replay_->lines_met();
    const auto is_stuck = [&] { return replay_ && turn_ == 0 && replay_->lines_met() == met; };
    if (turned_.wait_for(lock, patience_) == std::cv_status::timeout && is_stuck() &&
        !replay_->departure()) {
      replay_->depart(fmt::format("nothing of it for {} ms", patience_.count()));
      turned_.notify_all();
    }
  }
}

void Trace::end_turn() {
  const std::lock_guard lock(mutex_);
  if (turn_ == 0 || turn_ != ticket_of_thread) return;
  turn_ = 0;
  turned_.notify_all();
}

Status Trace::untold_departure() {
  const std::lock_guard lock(mutex_);
  if (!replay_ || !replay_->departure() || is_departure_told_) return {};
  is_departure_told_ = true;
  return fail(*replay_->departure());
}

Trace::Turn::Turn(Trace& trace, const std::string& content) : trace_(trace) {
  if (!trace.on() || trace.has_turn()) return;
  trace.take_turn(content);
  is_own_ = true;
}

Trace::Turn Trace::Turn::open(Trace& trace) { return {trace, R"("open":true})"}; }

Trace::Turn Trace::Turn::close(Trace& trace, ConnectionNumber connection) {
  return {trace, fmt::format(R"("c":{},"close":true}})", connection)};
}

Trace::Turn Trace::Turn::control(Trace& trace, ConnectionNumber connection, std::string_view what,
                                 std::string_view of) {
  return {trace, fmt::format(R"("c":{},"control":"{}","of":{}}})", connection, what, quoted(of))};
}

void Trace::effect(std::uint64_t now_ns, int rule, std::string_view action) {
  write(now_ns, fmt::format(R"("rule":{},"does":"{}"}})", rule, action));
}

void Trace::write_all(std::uint64_t now_ns, const RecordList& there) {
  for (const DomainRecord& record : there.records) {
    write_change(now_ns, "there", there.generation, record);
  }
}

void Trace::write_change(std::uint64_t now_ns, std::string_view kind, Generation generation,
                         const DomainRecord& record) {
  const DomainStatus& status = record.status;
  write(
      now_ns,
      fmt::format(
          R"("change":"{}","generation":{},"uuid":"{}","name":{},"id":{},"state":{},"reason":{}}})",
          kind, generation, to_string(record.uuid), quoted(record.name), status.id, status.state,
          status.reason));
}

void Trace::commit(std::uint64_t now_ns, Generation generation,
                   std::span<const DomainChange> changes, std::span<const DomainEvent> events) {
  if (!on()) return;
  for (const DomainChange& change : changes) {
    write_change(now_ns, kind_of(change), generation, change.record);
  }
  for (const DomainEvent& event : events) {
    write(now_ns,
          fmt::format(R"("event":{},"generation":{},"name":{},"id":{},"type":{},"detail":{}}})",
                      event.event_id, generation, quoted(event.name), event.id, event.type,
                      event.detail));
  }
}

}  // namespace rollcall
