// The table of procedures that the server answers.

#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "api/rpc/server/call.hpp"

namespace rollcall::rpc {

/// Where a procedure is answered.
enum class Place {
  kAtOnce,  ///< in the client's thread: it never waits for a guest, and needs an open host
  kWorker,  ///< in a worker thread, while the client's other calls go on; needs an open host
  kClient,  ///< in the client's thread, for it concerns the state of the connection itself
};

/// One procedure of the remote program.
struct Served {
  std::int32_t number;
  std::string_view name;
  Place place;
  /// Answers: reads the arguments from `payload`, writes the results, or returns false when the
  /// call failed.
  bool (*answer)(Call& call, ByteView payload, XdrWriter& results);
};

/// The procedure of that number of the remote program; null when the server has none.
const Served* find_served(std::int32_t number) noexcept;

/// All procedures, by number.
std::span<const Served> all_served() noexcept;

// --- How the parts of the table are written

/// C arguments out of wire arguments.
template <class T>
T c_argument(Call& /*call*/, T number) requires std::is_arithmetic_v<T> {
  return number;
}
inline const char* c_argument(Call& call, Text text) { return call.c_text(text); }
inline const char* c_argument(Call& call, const OptionalText& text) { return call.c_text(text); }
inline const unsigned char* c_argument(Call& /*call*/, const Uuid& uuid) { return uuid.data(); }

/// The handle that a C function is about, out of what the wire says; null when there is none. It
/// lives as long as the call: freeing it earlier would wipe out the error to be told.
inline virDomainPtr subject(Call& call, const Domain& domain, virDomainPtr /*kind*/) {
  return call.handle(domain);
}
inline virDomainSnapshotPtr subject(Call& call, const DomainChild& child,
                                    virDomainSnapshotPtr /*kind*/) {
  const virDomainPtr domain = call.handle(child.domain);
  const char* const name = call.c_text(child.name);
  return call.failed() ? nullptr : call.own(virDomainSnapshotLookupByName(domain, name, 0));
}
inline virDomainCheckpointPtr subject(Call& call, const DomainChild& child,
                                      virDomainCheckpointPtr /*kind*/) {
  const virDomainPtr domain = call.handle(child.domain);
  const char* const name = call.c_text(child.name);
  return call.failed() ? nullptr : call.own(virDomainCheckpointLookupByName(domain, name, 0));
}

/// What a C function returned, as the results of `P`; nothing when it failed.
template <class P, class Returned>
std::optional<typename P::Results> wire_results(Call& call, Returned returned) {
  using Results = typename P::Results;
  if constexpr (std::is_pointer_v<Returned>) {
    if (returned == nullptr) return std::nullopt;
    return Results{call.keep(returned)};
  } else {
    if (returned < 0) return std::nullopt;
    if constexpr (std::tuple_size_v<Results> == 0) {
      return Results{};
    } else {
      return Results{returned};
    }
  }
}

/// Answers with one call of a function of the C API whose parameters are those of the procedure.
template <class P, class Returned, class Subject, class... Parameters, class... Arguments>
std::optional<typename P::Results> answer_by(Returned (*function)(Subject, Parameters...),
                                             Call& call, const Arguments&... arguments) {
  if constexpr (std::is_same_v<Subject, virConnectPtr>) {
    const std::tuple<Parameters...> c_arguments{c_argument(call, arguments)...};
    if (call.failed()) return std::nullopt;
    return std::apply(
        [&](const auto&... each) { return wire_results<P>(call, function(call.conn(), each...)); },
        c_arguments);
  } else {
    return [&](const auto& first, const auto&... rest) -> std::optional<typename P::Results> {
      const Subject handle = subject(call, first, Subject());
      const std::tuple<Parameters...> c_arguments{c_argument(call, rest)...};
      if (call.failed() || handle == nullptr) return std::nullopt;
      return std::apply(
          [&](const auto&... each) { return wire_results<P>(call, function(handle, each...)); },
          c_arguments);
    }(arguments...);
  }
}

/// Reads the arguments of `P`, has `kAnswer` answer, writes the results. `kAnswer` is a function of
/// the C API, or one that takes a Call and the arguments and returns optional results.
template <class P, auto kAnswer>
bool answer(Call& call, ByteView payload, XdrWriter& writer) {
  const auto arguments = decode_payload<typename P::Arguments>(payload, call.limits().lists);
  if (!arguments) {
    call.fail(VIR_ERR_RPC, VIR_FROM_RPC, "Unable to decode message payload");
    return false;
  }
  const auto results = std::apply(
      [&](const auto&... each) -> std::optional<typename P::Results> {
        if constexpr (std::is_invocable_v<decltype(kAnswer), Call&, decltype(each)...>) {
          return kAnswer(call, each...);
        } else {
          return answer_by<P>(kAnswer, call, each...);
        }
      },
      *arguments);
  if (!results) return false;
  encode(writer, *results);
  return true;
}

template <class P, auto kAnswer>
constexpr Served serve(Place place) {
  return {P::kNumber, P::kName, place, &answer<P, kAnswer>};
}

// The parts of the table, by subject.
std::span<const Served> connection_procedures() noexcept;
std::span<const Served> listing_procedures() noexcept;
std::span<const Served> inquiry_procedures() noexcept;
std::span<const Served> lifecycle_procedures() noexcept;
std::span<const Served> snapshot_procedures() noexcept;
std::span<const Served> checkpoint_procedures() noexcept;
std::span<const Served> statistics_procedures() noexcept;
std::span<const Served> usage_procedures() noexcept;
std::span<const Served> event_procedures() noexcept;

}  // namespace rollcall::rpc
