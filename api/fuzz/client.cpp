// Fuzz target: what a client makes of a daemon's bytes. The input is a stream of packets; lists
// become handles, errors and events what callers are told.

#include <cstddef>
#include <cstdint>

#include "api/core/ref_counted.hpp"
#include "api/rpc/client/event_decoding.hpp"
#include "api/rpc/client/received_list.hpp"
#include "api/rpc/client/remote_error.hpp"
#include "api/rpc/wire/packet_assembler.hpp"
#include "api/rpc/wire/procedures.hpp"

namespace {

using namespace rollcall::rpc;  // a target is about one namespace

class Owner final : public rollcall::RefCounted {};

void take_list(ByteView payload) {
  const auto results = decode_payload<Rets<List<Domain, UINT32_MAX>, UInt>>(payload);
  if (!results) return;
  const auto& domains = std::get<0>(*results).items;
  auto* owner = new Owner;
  {
    const auto list = make_domain_list(domains, *owner);
    if (!list || list->size() != domains.size()) __builtin_trap();
    std::size_t place = 0;
    for (const rollcall::DomainHandle* handle : *list) {
      if (handle->id() != domains[place].id) __builtin_trap();
      if (handle->uuid().bytes != domains[place].uuid) __builtin_trap();
      if (!domains[place].name.starts_with(handle->name())) __builtin_trap();
      ++place;
    }
  }
  if (owner->release() != 0) __builtin_trap();
}

void take_packet(const Packet& packet) {
  if (packet.header.type == PacketType::kMessage) {
    const auto event = decode_event(packet);
    if (event && (event->event_id < 0 || event->event_id >= kEventsEnd)) __builtin_trap();
  } else if (packet.header.status == PacketStatus::kError) {
    const rollcall::Error error = error_of_reply(packet.payload());
    if (error.code == VIR_ERR_OK) __builtin_trap();
  } else {
    take_list(packet.payload());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  PacketAssembler assembler;
  assembler.feed(ByteView(data, size));
  while (const auto packet = assembler.next()) take_packet(*packet);
  return 0;
}
