// Fuzz target: the XDR codec. The first byte chooses a type. What can be read at all must come back
// the same after being written: the codec neither crashes, nor reads what it would not write.

#include <cstddef>
#include <cstdint>

#include "api/rpc/wire/packet.hpp"
#include "api/rpc/wire/procedures.hpp"

namespace {

using namespace rollcall::rpc;  // a target is about one namespace

template <class T>
void round_trip(ByteView payload) {
  const auto value = decode_payload<T>(payload);
  if (!value) return;
  XdrWriter writer(kPacketMax);
  encode(writer, *value);
  if (!writer.ok()) __builtin_trap();
  const Bytes written = writer.take();
  const auto again = decode_payload<T>(written);
  if (!again) __builtin_trap();
  XdrWriter second(kPacketMax);
  encode(second, *again);
  if (!second.ok() || second.take() != written) __builtin_trap();
}

using Target = void (*)(ByteView);
constexpr Target kTargets[] = {
    round_trip<ConnectListAllDomains::Results>,
    round_trip<ConnectGetAllDomainStats::Results>,
    round_trip<RemoteError>,
    round_trip<ListAllSnapshots::Results>,
    round_trip<ConnectListDefinedDomains::Results>,
    round_trip<DomainGetVcpus::Results>,
    round_trip<NodeGetInfo::Results>,
    round_trip<NodeGetSecurityModel::Results>,
    round_trip<DomainSetMetadata::Arguments>,
    round_trip<EventRegister::Arguments>,
    round_trip<EventMessage<DiskChangeEvent>>,
    round_trip<EventMessage<TunableEvent>>,
    round_trip<NodeGetCpuMap::Results>,
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  kTargets[data[0] % std::size(kTargets)](ByteView(data + 1, size - 1));
  return 0;
}
