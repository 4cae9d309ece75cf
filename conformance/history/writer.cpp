#include "conformance/history/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "conformance/history/call_names.hpp"
#include "conformance/history/call_shape.hpp"

namespace rollcall::history {
namespace {

using Buffer = fmt::memory_buffer;

template <typename... Arguments>
void append(Buffer& out, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  fmt::format_to(fmt::appender(out), format, std::forward<Arguments>(arguments)...);
}

void append_text(Buffer& out, std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char character) {
    return character >= ' ' && character <= '~' && character != '"' && character != '\\';
  });
  if (plain) {
    append(out, "\"{}\"", text);
  } else {
    append(out, "{}",
           nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
}

/// A member of an object, with the comma before it.
void append_member(Buffer& out, std::string_view name, std::string_view text) {
  append(out, ",\"{}\":", name);
  append_text(out, text);
}

void append_number(Buffer& out, std::string_view name, std::int64_t number) {
  append(out, ",\"{}\":{}", name, number);
}

void append_flag(Buffer& out, std::string_view name) { append(out, ",\"{}\":true", name); }

void append_initial(Buffer& out, const Host& host, const DomainState& state) {
  append(out, ",\"initial\":{{\"name\":");
  append_text(out, host.names[state.name]);
  if (state.id >= 0) append_number(out, "id", state.id);
  append_number(out, "state", state.state);
  if (state.active) append_flag(out, "active");
  if (state.persistent) append_flag(out, "persistent");
  if (state.autostart) append_flag(out, "autostart");
  if (state.managed_save) append_flag(out, "managed_save");
  if (state.snapshots != 0) append_number(out, "snapshots", state.snapshots);
  if (state.checkpoints != 0) append_number(out, "checkpoints", state.checkpoints);
  append(out, "}}");
}

void append_domain(Buffer& out, const Host& host, const Domain& domain) {
  append(out, "{{\"domain\":");
  append_text(out, domain.uuid);
  if (domain.initial.exists) append_initial(out, host, domain.initial);
  if (domain.stranger) append_flag(out, "stranger");
  append(out, "}}\n");
}

void append_argument(Buffer& out, const Host& host, const Operation& operation) {
  switch (shape_of(operation.call).argument) {
    case ArgumentKind::kNone:
      break;
    case ArgumentKind::kName:
      append_member(out, "name", host.names[operation.argument]);
      break;
    case ArgumentKind::kId:
      append_number(out, "id", static_cast<std::int32_t>(operation.argument));
      break;
    case ArgumentKind::kFlags:
      append_number(out, "flags", operation.argument);
      break;
    case ArgumentKind::kAutostart:
      append(out, ",\"autostart\":{}", operation.argument != 0);
      break;
    case ArgumentKind::kMaximum:
      append_number(out, "max", operation.argument);
      break;
  }
}

void append_entries(Buffer& out, const Host& host, std::span<const Entry> entries) {
  append(out, ",\"entries\":[");
  for (std::size_t index = 0; index < entries.size(); ++index) {
    const Entry& entry = entries[index];
    Buffer members;
    if (entry.domain != kNoDomain) append_member(members, "uuid", host.domains[entry.domain].uuid);
    if (entry.name != kNoName) append_member(members, "name", host.names[entry.name]);
    if (entry.id != kUnknownId) append_number(members, "id", entry.id);
    if (entry.state != kNoState) append_number(members, "state", entry.state);
    append(out, "{}{{", index == 0 ? "" : ",");
    if (members.size() != 0) out.append(members.data() + 1, members.data() + members.size());
    append(out, "}}");
  }
  append(out, "]");
}

void append_answer(Buffer& out, const Host& host, const Batch& batch, const Operation& operation) {
  const CallShape shape = shape_of(operation.call);
  const bool done = operation.outcome == Outcome::kDone;
  const bool is_unknown_id = shape.value == Presence::kOptional && operation.value == kUnknownId;
  const bool needs_value = shape.value != Presence::kAbsent && done;
  if ((needs_value || operation.value != 0) && !is_unknown_id) {
    append_number(out, "value", operation.value);
  }
  if (!shape.entries) return;
  if (done || operation.entry_count != 0) append_entries(out, host, batch.entries_of(operation));
  if (!operation.terminated) append(out, ",\"terminated\":false");
  if (operation.holes != 0) append_number(out, "holes", operation.holes);
}

void append_operation(Buffer& out, const Host& host, const Batch& batch,
                      const Operation& operation) {
  append(out, "{{\"call\":\"{}\",\"thread\":{},\"invocation\":{}", name_of(operation.call),
         operation.thread, operation.invocation);
  if (operation.response != kNever) append(out, ",\"response\":{}", operation.response);
  if (operation.commit != kNever) append(out, ",\"commit\":{}", operation.commit);
  if (operation.domain != kNoDomain) {
    append_member(out, "domain", host.domains[operation.domain].uuid);
  }
  append_argument(out, host, operation);
  if (operation.outcome != Outcome::kDone) {
    append_member(out, "outcome", name_of(operation.outcome));
  }
  append_answer(out, host, batch, operation);
  append(out, "}}\n");
}

void flush(std::ostream& stream, Buffer& out) {
  stream.write(out.data(), static_cast<std::streamsize>(out.size()));
  out.clear();
}

}  // namespace

Writer::Writer(std::ostream& stream, const Header& header) : stream_(stream) {
  Buffer out;
  append(out, "{{\"format\":\"{}\",\"version\":{}", kFormatName, kFormatVersion);
  if (!header.library.empty()) append_member(out, "library", header.library);
  if (!header.uri.empty()) append_member(out, "uri", header.uri);
  if (header.seed) append(out, ",\"seed\":{}", *header.seed);
  if (!header.clock.empty()) append_member(out, "clock", header.clock);
  append(out, "}}\n");
  flush(stream_, out);
}

void Writer::write(const Host& host, const Batch& batch) {
  constexpr std::size_t kFlushAt = std::size_t{1} << 18;
  Buffer out;
  for (; written_domains_ < host.domains.size(); ++written_domains_) {
    append_domain(out, host, host.domains[written_domains_]);
  }
  for (const Operation& operation : batch.operations) {
    append_operation(out, host, batch, operation);
    if (out.size() > kFlushAt) flush(stream_, out);
  }
  flush(stream_, out);
}

std::string file_text(const Header& header, const History& history) {
  std::ostringstream text;
  Writer(text, header).write(history.host, history.batch);
  return text.str();
}

}  // namespace rollcall::history
