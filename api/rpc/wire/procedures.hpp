// The procedures of the remote program that Rollcall serves and calls: number, the C function that
// each stands for, arguments and results. Numbers and layouts are those of libvirt 9.0.0
// (src/remote/remote_protocol.x).
//
// A procedure is a type, so that client and server cannot disagree about one:
//
//   const auto [state, reason] = decode_payload<DomainGetState::Results>(payload).value();

#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "api/rpc/wire/types.hpp"

namespace rollcall::rpc {

/// Text as a template argument.
template <std::size_t kSize>
struct FixedText {
  char chars[kSize]{};
  // NOLINTNEXTLINE(google-explicit-constructor): written as a literal
  constexpr FixedText(const char (&text)[kSize]) { std::copy_n(text, kSize, chars); }
  constexpr std::string_view view() const { return {chars, kSize - 1}; }
};

template <class... Items>
using Args = std::tuple<Items...>;
template <class... Items>
using Rets = std::tuple<Items...>;

/// One procedure. `kFunction` is the C function that it stands for, or how the protocol's own
/// business is called.
template <std::int32_t kProcedureNumber, FixedText kFunction, class ArgsTuple = Args<>,
          class RetsTuple = Rets<>>
struct Procedure {
  static constexpr std::int32_t kNumber = kProcedureNumber;
  static constexpr std::string_view kName = kFunction.view();
  using Arguments = ArgsTuple;
  using Results = RetsTuple;
};

/// A message from the server: `Payload` follows the header. Modern events have the number of the
/// registration in front (see EventMessage), old ones have not.
template <std::int32_t kProcedureNumber, std::int32_t kEvent, class PayloadTuple>
struct EventKind {
  static constexpr std::int32_t kNumber = kProcedureNumber;
  static constexpr std::int32_t kEventId = kEvent;  ///< virDomainEventID
  using Payload = PayloadTuple;
};

// Names for what the numbers below mean.
using Flags = std::uint32_t;
using Int = std::int32_t;
using UInt = std::uint32_t;
using Long = std::int64_t;
using ULong = std::uint64_t;
using OptionalText = std::optional<Text>;
using NeedResults = std::int32_t;  ///< 0: only the number is wanted
using Xml = Text;

// clang-format off

// --- The connection
using AuthList             = Procedure<66, "auth list", Args<>, Rets<List<Int, kAuthTypesMax>>>;
using AuthPolkit           = Procedure<70, "auth polkit", Args<>, Rets<Int>>;
using SupportsFeature      = Procedure<60, "supports feature", Args<Int>, Rets<Int>>;
using ConnectOpen          = Procedure<1, "virConnectOpen", Args<OptionalText, Flags>>;
using ConnectClose         = Procedure<2, "virConnectClose">;
using CloseCallbackOn      = Procedure<360, "virConnectRegisterCloseCallback">;
using CloseCallbackOff     = Procedure<361, "virConnectUnregisterCloseCallback">;
using ConnectGetType       = Procedure<3, "virConnectGetType", Args<>, Rets<Text>>;
using ConnectGetVersion    = Procedure<4, "virConnectGetVersion", Args<>, Rets<ULong>>;
using ConnectGetLibVersion = Procedure<157, "virConnectGetLibVersion", Args<>, Rets<ULong>>;
using ConnectGetHostname   = Procedure<59, "virConnectGetHostname", Args<>, Rets<Text>>;
using ConnectGetUri        = Procedure<110, "virConnectGetURI", Args<>, Rets<Text>>;
using ConnectIsSecure      = Procedure<149, "virConnectIsSecure", Args<>, Rets<Int>>;
using ConnectGetCapabilities = Procedure<7, "virConnectGetCapabilities", Args<>, Rets<Xml>>;
/// emulator, architecture, machine, virtualisation type, flags
using ConnectGetDomainCapabilities = Procedure<342, "virConnectGetDomainCapabilities",
    Args<OptionalText, OptionalText, OptionalText, OptionalText, Flags>, Rets<Xml>>;
using ConnectGetMaxVcpus   = Procedure<5, "virConnectGetMaxVcpus", Args<OptionalText>, Rets<Int>>;
using ConnectGetSysinfo    = Procedure<203, "virConnectGetSysinfo", Args<Flags>, Rets<Xml>>;
/// model, memory in KiB, then cpus, mhz, nodes, sockets, cores, threads
using NodeGetInfo          = Procedure<6, "virNodeGetInfo", Args<>,
    Rets<CharArray<32>, ULong, Int, Int, Int, Int, Int, Int>>;
using NodeGetFreeMemory    = Procedure<102, "virNodeGetFreeMemory", Args<>, Rets<ULong>>;
/// first cell, number of cells; bytes of each
using NodeGetCellsFreeMemory = Procedure<101, "virNodeGetCellsFreeMemory", Args<Int, Int>,
    Rets<List<ULong, kCellsMax>>>;
/// whether the map, whether the number online are wanted, flags; map, online, number of CPUs
using NodeGetCpuMap        = Procedure<293, "virNodeGetCPUMap", Args<Int, Int, Flags>,
    Rets<Opaque<kNodeCpuMapMax>, UInt, Int>>;
/// cpu or cell, room for figures (0 to learn how many there are), flags; figures, their number
using NodeGetCpuStats      = Procedure<227, "virNodeGetCPUStats", Args<Int, Int, Flags>,
    Rets<List<NodeStat, kNodeStatsMax>, Int>>;
using NodeGetMemoryStats   = Procedure<228, "virNodeGetMemoryStats", Args<Int, Int, Flags>,
    Rets<List<NodeStat, kNodeStatsMax>, Int>>;
/// model and domain of interpretation: characters, each a word
using NodeGetSecurityModel = Procedure<122, "virNodeGetSecurityModel", Args<>,
    Rets<List<std::uint8_t, 257>, List<std::uint8_t, 257>>>;

// --- Listing and looking up
using ConnectListAllDomains = Procedure<273, "virConnectListAllDomains", Args<NeedResults, Flags>,
    Rets<List<Domain>, UInt>>;
using ConnectNumOfDomains   = Procedure<51, "virConnectNumOfDomains", Args<>, Rets<Int>>;
using ConnectListDomains    = Procedure<37, "virConnectListDomains", Args<Int>, Rets<List<Int>>>;
using ConnectNumOfDefinedDomains = Procedure<25, "virConnectNumOfDefinedDomains", Args<>, Rets<Int>>;
using ConnectListDefinedDomains = Procedure<21, "virConnectListDefinedDomains", Args<Int>,
    Rets<List<Text>>>;
using DomainLookupById      = Procedure<22, "virDomainLookupByID", Args<Int>, Rets<Domain>>;
using DomainLookupByName    = Procedure<23, "virDomainLookupByName", Args<Text>, Rets<Domain>>;
using DomainLookupByUuid    = Procedure<24, "virDomainLookupByUUID", Args<Uuid>, Rets<Domain>>;

// --- What a domain says of itself
/// state, reason
using DomainGetState       = Procedure<212, "virDomainGetState", Args<Domain, Flags>, Rets<Int, Int>>;
/// state, memory allowed and used in KiB, virtual CPUs, CPU time in ns
using DomainGetInfo        = Procedure<16, "virDomainGetInfo", Args<Domain>,
    Rets<std::uint8_t, ULong, ULong, std::uint16_t, ULong>>;
using DomainIsActive       = Procedure<150, "virDomainIsActive", Args<Domain>, Rets<Int>>;
using DomainIsPersistent   = Procedure<151, "virDomainIsPersistent", Args<Domain>, Rets<Int>>;
using DomainIsUpdated      = Procedure<202, "virDomainIsUpdated", Args<Domain>, Rets<Int>>;
using DomainGetAutostart   = Procedure<15, "virDomainGetAutostart", Args<Domain>, Rets<Int>>;
using DomainSetAutostart   = Procedure<29, "virDomainSetAutostart", Args<Domain, Int>>;
using DomainGetOsType      = Procedure<19, "virDomainGetOSType", Args<Domain>, Rets<Text>>;
using DomainGetMaxMemory   = Procedure<17, "virDomainGetMaxMemory", Args<Domain>, Rets<ULong>>;
using DomainGetMaxVcpus    = Procedure<18, "virDomainGetMaxVcpus", Args<Domain>, Rets<Int>>;
using DomainGetXmlDesc     = Procedure<14, "virDomainGetXMLDesc", Args<Domain, Flags>, Rets<Xml>>;
/// type, uri, flags
using DomainGetMetadata    = Procedure<265, "virDomainGetMetadata",
    Args<Domain, Int, OptionalText, Flags>, Rets<Text>>;
/// type, metadata, key, uri, flags
using DomainSetMetadata    = Procedure<264, "virDomainSetMetadata",
    Args<Domain, Int, OptionalText, OptionalText, OptionalText, Flags>>;
using DomainGetMessages    = Procedure<426, "virDomainGetMessages", Args<Domain, Flags>,
    Rets<List<Text, kMessagesMax>>>;
/// state, details, how long in ms
using DomainGetControlInfo = Procedure<229, "virDomainGetControlInfo", Args<Domain, Flags>,
    Rets<UInt, UInt, ULong>>;
/// type, then the eleven figures of virDomainJobInfo
using DomainGetJobInfo     = Procedure<163, "virDomainGetJobInfo", Args<Domain>,
    Rets<Int, ULong, ULong, ULong, ULong, ULong, ULong, ULong, ULong, ULong, ULong, ULong>>;
using DomainGetJobStats    = Procedure<298, "virDomainGetJobStats", Args<Domain, Flags>,
    Rets<Int, List<TypedParam, kJobStatsMax>>>;
using DomainAbortJob       = Procedure<164, "virDomainAbortJob", Args<Domain>>;

// --- Statistics
/// domains (none: all), groups, flags
using ConnectGetAllDomainStats = Procedure<344, "virConnectGetAllDomainStats",
    Args<List<Domain>, UInt, Flags>, Rets<List<StatsRecord>>>;
using DomainGetVcpusFlags  = Procedure<200, "virDomainGetVcpusFlags", Args<Domain, Flags>, Rets<Int>>;
/// room for processors, bytes of each one's map; processors, their maps
using DomainGetVcpus       = Procedure<20, "virDomainGetVcpus", Args<Domain, Int, Int>,
    Rets<List<VcpuInfo, kVcpusMax>, Opaque<kCpuMapMax>>>;
using DomainMemoryStats    = Procedure<159, "virDomainMemoryStats", Args<Domain, UInt, Flags>,
    Rets<List<MemoryStat, kMemoryStatsMax>>>;
/// path; allocation, capacity, physical size in bytes
using DomainGetBlockInfo   = Procedure<194, "virDomainGetBlockInfo", Args<Domain, Text, Flags>,
    Rets<ULong, ULong, ULong>>;
/// path; read requests and bytes, write requests and bytes, errors
using DomainBlockStats     = Procedure<64, "virDomainBlockStats", Args<Domain, Text>,
    Rets<Long, Long, Long, Long, Long>>;
/// path, room for figures (0 to learn how many there are), flags; figures, their number
using DomainBlockStatsFlags = Procedure<243, "virDomainBlockStatsFlags", Args<Domain, Text, Int, Flags>,
    Rets<List<TypedParam, kBlockStatsMax>, Int>>;
/// device; bytes, packets, errors and drops received, then sent
using DomainInterfaceStats = Procedure<65, "virDomainInterfaceStats", Args<Domain, Text>,
    Rets<Long, Long, Long, Long, Long, Long, Long, Long>>;
/// parameters of each CPU, first CPU (-1: the total), CPUs, flags; figures, their number
using DomainGetCpuStats    = Procedure<262, "virDomainGetCPUStats", Args<Domain, UInt, Int, UInt, Flags>,
    Rets<List<TypedParam, kCpuStatsMax>, Int>>;

// --- Life cycle
using DomainCreate         = Procedure<9, "virDomainCreate", Args<Domain>>;
using DomainCreateWithFlags = Procedure<196, "virDomainCreateWithFlags", Args<Domain, Flags>, Rets<Domain>>;
using DomainCreateXml      = Procedure<10, "virDomainCreateXML", Args<Xml, Flags>, Rets<Domain>>;
using DomainDefineXml      = Procedure<11, "virDomainDefineXML", Args<Xml>, Rets<Domain>>;
using DomainDefineXmlFlags = Procedure<350, "virDomainDefineXMLFlags", Args<Xml, Flags>, Rets<Domain>>;
using DomainDestroy        = Procedure<12, "virDomainDestroy", Args<Domain>>;
using DomainDestroyFlags   = Procedure<234, "virDomainDestroyFlags", Args<Domain, Flags>>;
using DomainShutdown       = Procedure<33, "virDomainShutdown", Args<Domain>>;
using DomainShutdownFlags  = Procedure<258, "virDomainShutdownFlags", Args<Domain, Flags>>;
using DomainReboot         = Procedure<27, "virDomainReboot", Args<Domain, Flags>>;
using DomainReset          = Procedure<245, "virDomainReset", Args<Domain, Flags>>;
using DomainSuspend        = Procedure<34, "virDomainSuspend", Args<Domain>>;
using DomainResume         = Procedure<28, "virDomainResume", Args<Domain>>;
using DomainUndefine       = Procedure<35, "virDomainUndefine", Args<Domain>>;
using DomainUndefineFlags  = Procedure<231, "virDomainUndefineFlags", Args<Domain, Flags>>;
/// new name
using DomainRename         = Procedure<358, "virDomainRename", Args<Domain, OptionalText, Flags>, Rets<Int>>;
/// target, seconds, flags
using DomainPmSuspend      = Procedure<261, "virDomainPMSuspendForDuration",
    Args<Domain, UInt, ULong, Flags>>;
using DomainPmWakeup       = Procedure<267, "virDomainPMWakeup", Args<Domain, Flags>>;

// --- Memory images
using DomainManagedSave    = Procedure<182, "virDomainManagedSave", Args<Domain, Flags>>;
using DomainHasManagedSave = Procedure<183, "virDomainHasManagedSaveImage", Args<Domain, Flags>, Rets<Int>>;
using DomainManagedSaveRemove = Procedure<184, "virDomainManagedSaveRemove", Args<Domain, Flags>>;
/// path
using DomainSave           = Procedure<55, "virDomainSave", Args<Domain, Text>>;
/// path, xml, flags
using DomainSaveFlags      = Procedure<232, "virDomainSaveFlags", Args<Domain, Text, OptionalText, Flags>>;
using DomainRestore        = Procedure<54, "virDomainRestore", Args<Text>>;
using DomainRestoreFlags   = Procedure<233, "virDomainRestoreFlags", Args<Text, OptionalText, Flags>>;
/// path, flags; and format
using DomainCoreDump       = Procedure<53, "virDomainCoreDump", Args<Domain, Text, Flags>>;
using DomainCoreDumpWithFormat = Procedure<334, "virDomainCoreDumpWithFormat",
    Args<Domain, Text, UInt, Flags>>;

// --- Snapshots
using SnapshotCreateXml    = Procedure<185, "virDomainSnapshotCreateXML", Args<Domain, Xml, Flags>,
    Rets<DomainChild>>;
using SnapshotGetXmlDesc   = Procedure<186, "virDomainSnapshotGetXMLDesc", Args<DomainChild, Flags>, Rets<Xml>>;
using SnapshotNum          = Procedure<187, "virDomainSnapshotNum", Args<Domain, Flags>, Rets<Int>>;
using SnapshotListNames    = Procedure<188, "virDomainSnapshotListNames", Args<Domain, Int, Flags>,
    Rets<List<Text>>>;
using SnapshotLookupByName = Procedure<189, "virDomainSnapshotLookupByName", Args<Domain, Text, Flags>,
    Rets<DomainChild>>;
using DomainHasCurrentSnapshot = Procedure<190, "virDomainHasCurrentSnapshot", Args<Domain, Flags>, Rets<Int>>;
using SnapshotCurrent      = Procedure<191, "virDomainSnapshotCurrent", Args<Domain, Flags>, Rets<DomainChild>>;
using RevertToSnapshot     = Procedure<192, "virDomainRevertToSnapshot", Args<DomainChild, Flags>>;
using SnapshotDelete       = Procedure<193, "virDomainSnapshotDelete", Args<DomainChild, Flags>>;
using SnapshotGetParent    = Procedure<244, "virDomainSnapshotGetParent", Args<DomainChild, Flags>,
    Rets<DomainChild>>;
using SnapshotNumChildren  = Procedure<246, "virDomainSnapshotNumChildren", Args<DomainChild, Flags>, Rets<Int>>;
using SnapshotListChildrenNames = Procedure<247, "virDomainSnapshotListChildrenNames",
    Args<DomainChild, Int, Flags>, Rets<List<Text>>>;
using SnapshotIsCurrent    = Procedure<271, "virDomainSnapshotIsCurrent", Args<DomainChild, Flags>, Rets<Int>>;
using SnapshotHasMetadata  = Procedure<272, "virDomainSnapshotHasMetadata", Args<DomainChild, Flags>, Rets<Int>>;
using ListAllSnapshots     = Procedure<274, "virDomainListAllSnapshots", Args<Domain, NeedResults, Flags>,
    Rets<List<DomainChild>, Int>>;
using SnapshotListAllChildren = Procedure<275, "virDomainSnapshotListAllChildren",
    Args<DomainChild, NeedResults, Flags>, Rets<List<DomainChild>, Int>>;

// --- Checkpoints
using CheckpointCreateXml  = Procedure<411, "virDomainCheckpointCreateXML", Args<Domain, Xml, Flags>,
    Rets<DomainChild>>;
using CheckpointGetXmlDesc = Procedure<412, "virDomainCheckpointGetXMLDesc", Args<DomainChild, Flags>, Rets<Xml>>;
using ListAllCheckpoints   = Procedure<413, "virDomainListAllCheckpoints", Args<Domain, NeedResults, Flags>,
    Rets<List<DomainChild>, Int>>;
using CheckpointListAllChildren = Procedure<414, "virDomainCheckpointListAllChildren",
    Args<DomainChild, NeedResults, Flags>, Rets<List<DomainChild>, Int>>;
using CheckpointLookupByName = Procedure<415, "virDomainCheckpointLookupByName", Args<Domain, Text, Flags>,
    Rets<DomainChild>>;
using CheckpointGetParent  = Procedure<416, "virDomainCheckpointGetParent", Args<DomainChild, Flags>,
    Rets<DomainChild>>;
using CheckpointDelete     = Procedure<417, "virDomainCheckpointDelete", Args<DomainChild, Flags>>;

// --- Events
/// Modern: event, domain (none: all); the number of the registration
using EventRegister        = Procedure<316, "virConnectDomainEventRegisterAny",
    Args<Int, std::optional<Domain>>, Rets<Int>>;
using EventDeregister      = Procedure<317, "virConnectDomainEventDeregisterAny", Args<Int>>;
/// Old: a connection has one registration of each event, so there are no numbers
using OldEventRegister     = Procedure<167, "virConnectDomainEventRegisterAny (old)", Args<Int>>;
using OldEventDeregister   = Procedure<168, "virConnectDomainEventDeregisterAny (old)", Args<Int>>;
/// Oldest: of lifecycle events; whether one was there before
using LifecycleRegister    = Procedure<105, "virConnectDomainEventRegister", Args<>, Rets<Int>>;
using LifecycleDeregister  = Procedure<106, "virConnectDomainEventDeregister", Args<>, Rets<Int>>;
/// reason (virConnectCloseReason): from the server, once the close callback was registered
using ConnectionClosed     = EventKind<362, -1, std::tuple<Int>>;

/// Modern messages: the number of the registration, then the payload
using LifecycleEvent       = EventKind<318, 0, std::tuple<Domain, Int, Int>>;
using RebootEvent          = EventKind<319, 1, std::tuple<Domain>>;
using RtcChangeEvent       = EventKind<320, 2, std::tuple<Domain, Long>>;
using WatchdogEvent        = EventKind<321, 3, std::tuple<Domain, Int>>;
using IoErrorEvent         = EventKind<322, 4, std::tuple<Domain, Text, Text, Int>>;
using GraphicsEvent        = EventKind<323, 5, std::tuple<Domain, Int, GraphicsAddress, GraphicsAddress,
    Text, List<GraphicsIdentity, kGraphicsIdentitiesMax>>>;
using IoErrorReasonEvent   = EventKind<324, 6, std::tuple<Domain, Text, Text, Int, Text>>;
using ControlErrorEvent    = EventKind<325, 7, std::tuple<Domain>>;
using BlockJobEvent        = EventKind<326, 8, std::tuple<Domain, Text, Int, Int>>;
using DiskChangeEvent      = EventKind<327, 9, std::tuple<Domain, OptionalText, OptionalText, Text, Int>>;
using TrayChangeEvent      = EventKind<328, 10, std::tuple<Domain, Text, Int>>;
using PmWakeupEvent        = EventKind<329, 11, std::tuple<Int, Domain>>;
using PmSuspendEvent       = EventKind<330, 12, std::tuple<Int, Domain>>;
using BalloonChangeEvent   = EventKind<331, 13, std::tuple<Domain, ULong>>;
using PmSuspendDiskEvent   = EventKind<332, 14, std::tuple<Int, Domain>>;
using DeviceRemovedEvent   = EventKind<333, 15, std::tuple<Domain, Text>>;
using BlockJob2Event       = EventKind<339, 16, std::tuple<Domain, Text, Int, Int>>;
using TunableEvent         = EventKind<346, 17, std::tuple<Domain, List<TypedParam, kTunableMax>>>;
using AgentLifecycleEvent  = EventKind<348, 18, std::tuple<Domain, Int, Int>>;
using DeviceAddedEvent     = EventKind<354, 19, std::tuple<Domain, Text>>;
using MigrationIterationEvent = EventKind<359, 20, std::tuple<Domain, Int>>;
using JobCompletedEvent    = EventKind<363, 21, std::tuple<Domain, List<TypedParam, kJobStatsMax>>>;
using DeviceRemovalFailedEvent = EventKind<367, 22, std::tuple<Domain, Text>>;
using MetadataChangeEvent  = EventKind<379, 23, std::tuple<Domain, Int, OptionalText>>;
using BlockThresholdEvent  = EventKind<385, 24, std::tuple<Domain, Text, OptionalText, ULong, ULong>>;
using MemoryFailureEvent   = EventKind<423, 25, std::tuple<Domain, Int, Int, Int>>;
using MemoryDeviceSizeChangeEvent = EventKind<438, 26, std::tuple<Domain, Text, ULong>>;

// clang-format on

/// A modern event message: the number of the registration in front of `Kind`'s payload.
template <class Kind>
using EventMessage =
    decltype(std::tuple_cat(std::tuple<std::int32_t>(), std::declval<typename Kind::Payload>()));

/// Events that a client may register for: virDomainEventID 0 to kEventsEnd - 1.
inline constexpr std::int32_t kEventsEnd = 27;

/// Message numbers for those that registered in an old way, by virDomainEventID: the payload is
/// that of the modern message, alone.
inline constexpr std::array<std::int32_t, 16> kOldEventNumbers{
    107, 169, 170, 171, 172, 173, 195, 224, 241, 248, 268, 269, 270, 276, 292, 311};

/// What a client asks about with SupportsFeature.
enum class Feature : std::int32_t {
  kTypedStrings = 9,    ///< string parameters
  kKeepalive = 10,      ///< the client answers pings: the server may send them from now on
  kModernEvents = 14,   ///< EventRegister
  kCloseCallback = 15,  ///< CloseCallbackOn
};

/// Flags of ConnectOpen that the server minds: the others are the client's own business.
inline constexpr std::uint32_t kOpenReadOnly = 1;

/// The one entry of AuthList's answer: nothing more is asked.
inline constexpr std::int32_t kAuthNone = 0;

}  // namespace rollcall::rpc
