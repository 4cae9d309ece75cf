#include "mockdriver/guest_usage.hpp"

#include <algorithm>

#include "mockdriver/byte_hash.hpp"

namespace rollcall {
namespace {

constexpr std::uint64_t kRateMax = 100;  // events a second
constexpr long long kBlockBytes = 4096;
constexpr long long kPacketBytes = 512;
constexpr unsigned long long kDiskBytes = 10ULL << 30U;

std::uint64_t hash_of(const GuestDevice& device, std::uint64_t salt) {
  const auto& uuid = device.domain.bytes;
  const std::string_view uuid_bytes(reinterpret_cast<const char*>(uuid.data()), uuid.size());
  return extend_byte_hash(extend_byte_hash(kEmptyByteHash ^ salt, uuid_bytes), device.name);
}

// How often something of the kind `salt` has happened.
long long events_of(const GuestDevice& device, std::uint64_t salt) {
  const std::uint64_t rate = 1 + hash_of(device, salt) % kRateMax;
  return static_cast<long long>(device.ran_ns / 1'000'000 * rate / 1000);
}

}  // namespace

virDomainBlockStatsStruct block_stats_of(const GuestDevice& disk) {
  const long long reads = events_of(disk, 1);
  const long long writes = events_of(disk, 2);
  return {reads, reads * kBlockBytes, writes, writes * kBlockBytes, 0};
}

virDomainInterfaceStatsStruct interface_stats_of(const GuestDevice& interface) {
  const long long received = events_of(interface, 3);
  const long long sent = events_of(interface, 4);
  return {received * kPacketBytes, received, 0, 0, sent * kPacketBytes, sent, 0, 0};
}

virDomainBlockInfo block_info_of(const virDomainBlockStatsStruct& stats) {
  const auto used = std::min(static_cast<unsigned long long>(stats.wr_bytes), kDiskBytes);
  return {kDiskBytes, used, used};
}

std::vector<virDomainMemoryStatStruct> memory_stats_of(std::uint64_t memory_kib,
                                                       std::uint64_t ran_ns) {
  const std::uint64_t used_kib = memory_kib / 2;
  return {{VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT, ran_ns / 1'000'000'000},
          {VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT, ran_ns / 1'000'000},
          {VIR_DOMAIN_MEMORY_STAT_UNUSED, memory_kib - used_kib},
          {VIR_DOMAIN_MEMORY_STAT_AVAILABLE, memory_kib},
          {VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON, memory_kib},
          {VIR_DOMAIN_MEMORY_STAT_RSS, used_kib},
          {VIR_DOMAIN_MEMORY_STAT_USABLE, memory_kib - used_kib}};
}

}  // namespace rollcall
