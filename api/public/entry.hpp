// What every C entry point does around its work: forget the thread's last error, check the handles
// and the permission to write, call the driver, and turn an Error into libvirt's return value and
// the caller's last error.

#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "api/core/domain_handle.hpp"
#include "api/core/result.hpp"
#include "api/public/connection.hpp"
#include "api/public/last_error.hpp"

namespace rollcall {

/// Whether a call changes the host, which a read-only connection must not.
enum class Access { kRead, kWrite };

/// The handle behind the caller's pointer.
inline DomainHandle* handle_of(virDomainPtr domain) noexcept {
  return reinterpret_cast<DomainHandle*>(domain);
}
inline virDomainPtr pointer_to(DomainHandle* handle) noexcept {
  return reinterpret_cast<virDomainPtr>(handle);
}

inline _virConnect& connection_of(const DomainHandle& handle) noexcept {
  return static_cast<_virConnect&>(handle.owner());
}
inline DomainRef ref_of(const DomainHandle& handle) noexcept {
  return {handle.uuid(), handle.name()};
}

/// Makes `error` the last error of the thread and, when there is one, of the connection.
/// Returns: what a failing call returns: -1 or null.
struct Failure {
  operator int() const noexcept { return -1; }
  template <typename T>
  operator T*() const noexcept {
    return nullptr;
  }
};
inline Failure report(virConnectPtr conn_or_null, const Error& error) noexcept {
  set_last_error(conn_or_null, error);
  return {};
}

/// Keeps a connection until the end of a call that may give up the last other reference to it.
class ConnectionInUse {
 public:
  explicit ConnectionInUse(_virConnect& conn) noexcept : conn_(conn) { conn_.retain(); }
  ConnectionInUse(const ConnectionInUse&) = delete;
  ConnectionInUse& operator=(const ConnectionInUse&) = delete;
  ~ConnectionInUse() { conn_.release(); }

 private:
  _virConnect& conn_;
};

/// Checks the caller's handle and whether it may be used for `access`; reports what is wrong.
bool usable(virConnectPtr conn, Access access) noexcept;
bool usable(virDomainPtr domain, Access access) noexcept;

/// Reports that argument `name` must not be what it is.
Failure bad_argument(virConnectPtr conn_or_null, const char* name, const char* why) noexcept;

/// Does the `work` of a call, which returns a Result. A simulated host has its say before the work
/// and after it.
template <typename Work>
auto take_part(_virConnect& conn, ApiCall call, Work work) -> decltype(work()) {
  Simulation* const simulation = conn.simulation;
  if (simulation == nullptr) [[likely]]
    return work();
  if (Status begun = simulation->begin(call); !begun) return fail(std::move(begun.error()));
  auto result = work();
  if constexpr (std::is_same_v<decltype(result), Result<DomainRecord>>) {
    if (result) {
      call.domain_name = result->name;
      call.uuid_or_null = &result->uuid;
    }
  }
  Status ended = simulation->end(call, result ? nullptr : &result.error());
  if (!ended) return fail(std::move(ended.error()));
  return result;
}

/// A call on a domain, as a simulated host is told of it.
inline ApiCall call_on(const DomainHandle& domain, Access access, const char* function) noexcept {
  return {function, domain.name(), &domain.uuid(), access == Access::kWrite};
}

// The last argument of all below is the name of the C function. It is that of the calling function
// unless a helper passes on what its own caller is called.

/// Runs `work(HostConnection&)`, which returns a Result, for an entry point that takes a
/// connection, and hands its value to `deliver`, which makes the return value of the entry point
/// out of it.
template <typename Work, typename Deliver>
auto call_host(virConnectPtr conn, Access access, Work work, Deliver deliver,
               const char* function = __builtin_FUNCTION()) noexcept {
  using Answer = decltype(deliver(std::move(*work(*conn->host))));
  reset_last_error();
  if (!usable(conn, access)) return Answer(Failure{});
  auto result = take_part(*conn, {function}, [&] { return work(*conn->host); });
  if (!result) return Answer(report(conn, result.error()));
  return deliver(std::move(*result));
}

/// The same for an entry point that takes a domain: `work(HostConnection&, const DomainRef&)`.
template <typename Work, typename Deliver>
auto call_domain(virDomainPtr domain, Access access, Work work, Deliver deliver,
                 const char* function = __builtin_FUNCTION()) noexcept {
  using Answer = decltype(deliver(
      std::move(*work(*std::declval<HostConnection*>(), std::declval<const DomainRef&>()))));
  reset_last_error();
  if (!usable(domain, access)) return Answer(Failure{});
  const DomainHandle& handle = *handle_of(domain);
  _virConnect& conn = connection_of(handle);
  auto result = take_part(conn, call_on(handle, access, function),
                          [&] { return work(*conn.host, ref_of(handle)); });
  if (!result) return Answer(report(&conn, result.error()));
  return deliver(std::move(*result));
}

/// For operations without a value: 0 or -1. An operation that tells the domain's id refreshes the
/// handle with it.
template <typename Work>
int run_on_domain(virDomainPtr domain, Access access, Work work,
                  const char* function = __builtin_FUNCTION()) noexcept {
  reset_last_error();
  if (!usable(domain, access)) return -1;
  DomainHandle& handle = *handle_of(domain);
  _virConnect& conn = connection_of(handle);
  auto result = take_part(conn, call_on(handle, access, function),
                          [&] { return work(*conn.host, ref_of(handle)); });
  if (!result) return report(&conn, result.error());
  if constexpr (std::is_same_v<decltype(result), Result<std::int32_t>>) handle.refresh_id(*result);
  return 0;
}

/// The same for an entry point that takes a connection: `work(HostConnection&)`.
template <typename Work>
int run_on_host(virConnectPtr conn, Access access, Work work,
                const char* function = __builtin_FUNCTION()) noexcept {
  reset_last_error();
  if (!usable(conn, access)) return -1;
  // Deregistering the last callback of a closed connection is such a call.
  const ConnectionInUse in_use(*conn);
  const Status done = take_part(*conn, {function}, [&]() -> Status { return work(*conn->host); });
  return done ? 0 : report(conn, done.error());
}

/// For entry points that return a domain: `work(HostConnection&)` answers with its record.
template <typename Work>
virDomainPtr call_host_for_domain(virConnectPtr conn, Access access, Work work,
                                  ApiCall call = {__builtin_FUNCTION()}) noexcept {
  reset_last_error();
  if (!usable(conn, access)) return nullptr;
  const Result<DomainRecord> record =
      take_part(*conn, call, [&]() -> Result<DomainRecord> { return work(*conn->host); });
  if (!record) return report(conn, record.error());
  return pointer_to(make_handle(*record, *conn));
}

/// For calls that tell generations. Errors: VIR_ERR_NO_SUPPORT when the host has none.
Status must_count_generations(const HostConnection& host);

/// A copy of `text` that the caller frees with free(); null when memory is out.
char* duplicate(std::string_view text) noexcept;

/// How call_host() and call_domain() deliver text, and answers to questions: 1 or 0.
inline char* deliver_text(const std::string& text) noexcept { return duplicate(text); }
inline int deliver_answer(bool answer) noexcept { return answer ? 1 : 0; }

/// The text behind an optional argument; empty for null.
inline std::string_view text_or_empty(const char* text) noexcept {
  return text == nullptr ? std::string_view() : std::string_view(text);
}

}  // namespace rollcall
