// What messages of libvirt's remote protocol consist of (src/remote/remote_protocol.x names the
// same records). Text is a view: into the message when read, into the sender's memory when written.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "api/rpc/wire/xdr_writer.hpp"

namespace rollcall::rpc {

inline constexpr std::uint32_t kTextMax = 4194304;  ///< bytes
inline constexpr std::uint32_t kListMax = 16384;    ///< domains, ids, names, snapshots, records
inline constexpr std::uint32_t kStatsMax = 262144;  ///< parameters of one statistics record
inline constexpr std::uint32_t kMemoryStatsMax = 1024;
inline constexpr std::uint32_t kBlockStatsMax = 16;
inline constexpr std::uint32_t kJobStatsMax = 64;
inline constexpr std::uint32_t kNodeStatsMax = 16;
inline constexpr std::uint32_t kSaveParamsMax = 64;
inline constexpr std::uint32_t kMessagesMax = 2048;
inline constexpr std::uint32_t kCellsMax = 1024;
inline constexpr std::uint32_t kVcpusMax = 16384;
inline constexpr std::uint32_t kCpuMapMax = 8388608;   ///< bytes
inline constexpr std::uint32_t kNodeCpuMapMax = 2048;  ///< bytes
inline constexpr std::uint32_t kAuthTypesMax = 20;
inline constexpr std::uint32_t kTunableMax = 2048;
inline constexpr std::uint32_t kGraphicsIdentitiesMax = 20;
inline constexpr std::uint32_t kCpuStatsMax = 16384;  ///< 128 CPUs of 128 parameters

using Text = std::string_view;
using Uuid = std::array<std::uint8_t, 16>;

/// An array of at most `kMax` items.
template <class T, std::uint32_t kMax = kListMax>
struct List {
  std::vector<T> items;
  bool operator==(const List&) const = default;
};

/// At most `kMax` bytes.
template <std::uint32_t kMax>
struct Opaque {
  ByteView bytes;
};

/// Text in a field of a fixed size: a word for each character, zeros behind the last.
template <std::size_t kSize>
struct CharArray {
  std::array<char, kSize> chars{};
  bool operator==(const CharArray&) const = default;
};

/// The handle of a domain. `id` is -1 for an inactive one.
struct Domain {
  Text name;
  Uuid uuid{};
  std::int32_t id = -1;
  bool operator==(const Domain&) const = default;
  template <class Self>
  static auto fields(Self& self) {
    return std::tie(self.name, self.uuid, self.id);
  }
};

/// The handle of a snapshot or checkpoint.
struct DomainChild {
  Text name;
  Domain domain;
  bool operator==(const DomainChild&) const = default;
  template <class Self>
  static auto fields(Self& self) {
    return std::tie(self.name, self.domain);
  }
};

/// The handle of a network: it occurs in errors only.
struct Network {
  Text name;
  Uuid uuid{};
  template <class Self>
  static auto fields(Self& self) {
    return std::tie(self.name, self.uuid);
  }
};

/// A named value. The index of `value` plus one is its virTypedParameterType.
struct TypedParam {
  Text field;
  std::variant<std::int32_t, std::uint32_t, std::int64_t, std::uint64_t, double, bool, Text> value;
  bool operator==(const TypedParam&) const = default;
};

/// The payload of a reply with status kError.
struct RemoteError {
  std::int32_t code = 0;          ///< virErrorNumber
  std::int32_t domain = 0;        ///< virErrorDomain
  std::optional<Text> message{};  ///< always sent: some clients misread its absence
  std::int32_t level = 2;         ///< virErrorLevel
  std::optional<Domain> dom{};
  std::optional<Text> str1{}, str2{}, str3{};
  std::int32_t int1 = -1, int2 = -1;
  std::optional<Network> net{};
  template <class Self>
  static auto fields(Self& self) {
    return std::tie(self.code, self.domain, self.message, self.level, self.dom, self.str1,
                    self.str2, self.str3, self.int1, self.int2, self.net);
  }
};

/// The statistics of one domain.
struct StatsRecord {
  Domain domain;
  List<TypedParam, kStatsMax> params;
  template <class Self>
  static auto fields(Self& self) {
    return std::tie(self.domain, self.params);
  }
};

/// One figure of virDomainMemoryStats; `tag` is a virDomainMemoryStatTags.
struct MemoryStat {
  std::int32_t tag = 0;
  std::uint64_t value = 0;
  template <class Self>
  static auto fields(Self& self) {
    return std::tie(self.tag, self.value);
  }
};

/// One figure of virNodeGetCPUStats and virNodeGetMemoryStats.
struct NodeStat {
  Text field;
  std::uint64_t value = 0;
  template <class Self>
  static auto fields(Self& self) {
    return std::tie(self.field, self.value);
  }
};

/// One end of a viewer's connection; `family` is a virDomainEventGraphicsAddressType.
struct GraphicsAddress {
  std::int32_t family = 0;
  Text node;
  Text service;
  template <class Self>
  static auto fields(Self& self) {
    return std::tie(self.family, self.node, self.service);
  }
};

/// One name by which a viewer authenticated.
struct GraphicsIdentity {
  Text type;
  Text name;
  template <class Self>
  static auto fields(Self& self) {
    return std::tie(self.type, self.name);
  }
};

/// One virtual processor, as virDomainGetVcpus tells it.
struct VcpuInfo {
  std::uint32_t number = 0;
  std::int32_t state = 0;
  std::uint64_t cpu_time_ns = 0;
  std::int32_t cpu = 0;
  template <class Self>
  static auto fields(Self& self) {
    return std::tie(self.number, self.state, self.cpu_time_ns, self.cpu);
  }
};

}  // namespace rollcall::rpc
