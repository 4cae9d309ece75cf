#include "api/rpc/server/conversation.hpp"

#include <string>
#include <utility>

namespace rollcall::rpc {
namespace {

constexpr RemoteError kUnencodable{
    .code = VIR_ERR_RPC, .domain = VIR_FROM_RPC, .message = "Unable to encode message payload"};

Bytes rpc_error_reply(const PacketHeader& call, const std::string& message) {
  return error_reply(call, {.code = VIR_ERR_RPC, .domain = VIR_FROM_RPC, .message = message});
}

/// The reply to a call: its results, or why there are none.
Bytes answer_call(Call& call, const PacketHeader& header, const Served& served,
                  ByteView arguments) {
  XdrWriter writer = begin_packet(reply_header(header, PacketStatus::kOk), call.limits().packet_max,
                                  call.limits().lists);
  if (!served.answer(call, arguments, writer)) return error_reply(header, call.error());
  auto packet = finish_packet(std::move(writer));
  return packet ? std::move(*packet) : error_reply(header, kUnencodable);
}

/// What is wrong with a call before its procedure is looked up; empty when nothing is.
std::string call_problem(const PacketHeader& header) {
  if (header.program != kRemoteProgram || header.version != kProgramVersion) {
    return "Cannot find program " + std::to_string(header.program) + " version " +
           std::to_string(header.version);
  }
  if (header.status != PacketStatus::kOk) {
    return "Unexpected message status " + std::to_string(static_cast<int>(header.status));
  }
  return {};
}

}  // namespace

Bytes error_reply(const PacketHeader& call, const RemoteError& error) {
  const PacketHeader header = reply_header(call, PacketStatus::kError);
  if (auto packet = encode_packet(header, error)) return std::move(*packet);
  return encode_packet(header, kUnencodable).value();
}

Bytes SlowCall::run() const {
  Call call(conn_.get(), *limits_, nullptr);
  return answer_call(call, packet_.header, *served_, arguments_);
}

bool Conversation::may_call(Call& call, const Served& served) const {
  const bool asks_how = served.number == AuthList::kNumber || served.number == AuthPolkit::kNumber;
  if (!client_.authenticated && !asks_how) {
    call.fail(VIR_ERR_RPC, VIR_FROM_RPC, "authentication required");
    return false;
  }
  const bool before_open = asks_how || served.number == SupportsFeature::kNumber ||
                           served.number == ConnectOpen::kNumber ||
                           served.number == ConnectClose::kNumber;
  if (!client_.conn && !before_open) {
    call.fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC,
              "internal error: hypervisor connection not open");
    return false;
  }
  return true;
}

Conversation::Answer Conversation::receive_call(Packet packet) {
  const PacketHeader header = packet.header;
  ByteView arguments = packet.payload();
  if (header.type == PacketType::kCallWithFds) {
    // Files would have come beside the packet; none are taken, so none can be meant.
    const auto count = decode_payload<std::uint32_t>(arguments);
    if (count != std::optional<std::uint32_t>(0)) return {.hang_up = true};
    arguments = arguments.subspan(4);
  }
  if (const std::string problem = call_problem(header); !problem.empty()) {
    return {.reply = rpc_error_reply(header, problem)};
  }
  const Served* const served = find_served(header.procedure);
  if (served == nullptr) {
    return {.reply =
                rpc_error_reply(header, "unknown procedure: " + std::to_string(header.procedure))};
  }
  Call call(client_.conn.get(), limits_, &client_);
  if (!may_call(call, *served)) return {.reply = error_reply(header, call.error())};
  if (served->place == Place::kWorker) {
    return {.slow = SlowCall(std::move(packet), arguments, *served, client_.conn.get(), limits_)};
  }
  return {.reply = answer_call(call, header, *served, arguments), .hang_up = client_.closing};
}

Conversation::Answer Conversation::receive(Packet packet) {
  const PacketHeader& header = packet.header;
  if (client_.closing) return {};
  if (is_keepalive(header) && header.type == PacketType::kMessage) {
    if (header.procedure != kKeepalivePing) return {};
    return {.reply = keepalive_packet(kKeepalivePong)};
  }
  if (header.type != PacketType::kCall && header.type != PacketType::kCallWithFds) return {};
  return receive_call(std::move(packet));
}

}  // namespace rollcall::rpc
