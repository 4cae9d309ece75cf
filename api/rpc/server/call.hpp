// Call: one call of a client while it is being answered: what it is about, what its results borrow
// from, and why it failed.

#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "api/rpc/server/handles.hpp"
#include "api/rpc/server/limits.hpp"
#include "api/rpc/wire/packet.hpp"
#include "api/rpc/wire/procedures.hpp"

namespace rollcall::rpc {

struct Client;

/// Threading: one call, one thread.
class Call {
 public:
  /// `client`: null when the call is answered away from the client's own thread.
  Call(virConnectPtr conn_or_null, const Limits& limits, Client* client_or_null)
      : conn_(conn_or_null), limits_(limits), client_(client_or_null) {}

  virConnectPtr conn() const noexcept { return conn_; }
  const Limits& limits() const noexcept { return limits_; }
  /// Pre: the procedure is answered in the client's thread (Place::kClient).
  Client& client() const noexcept { return *client_; }

  /// Says why the call fails; the first reason stays.
  std::nullopt_t fail(int code, int domain, std::string message);
  bool failed() const noexcept { return error_.has_value(); }

  /// Whether a list of `count` items may be sent; fails if not. `what`: "domains" and the like.
  bool fits(std::size_t count, const char* what);

  /// A handle of the domain, which need not exist; null when the call fails.
  virDomainPtr handle(const Domain& domain);
  /// Text that lives as long as the call and ends with a zero byte. Fails when one is in the text.
  const char* c_text(Text text);
  const char* c_text(const OptionalText& text) { return text ? c_text(*text) : nullptr; }

  /// Takes over a handle that the C API returned, null included; returns it.
  virDomainSnapshotPtr own(virDomainSnapshotPtr snapshot);
  virDomainCheckpointPtr own(virDomainCheckpointPtr checkpoint);
  /// Takes over what the C API returned, for as long as the results need it.
  Text keep(char* text);
  Domain keep(virDomainPtr domain);
  DomainChild keep(virDomainSnapshotPtr snapshot);
  DomainChild keep(virDomainCheckpointPtr checkpoint);

  /// Why the call failed: what fail() was told, else the last error of the thread.
  ///
  /// Lifetime: the views end with the call and with the thread's next call of the C API.
  RemoteError error() const;

 private:
  struct Error {
    int code;
    int domain;
    std::string message;
  };
  struct FreeText {
    void operator()(char* text) const noexcept { std::free(text); }
  };

  virConnectPtr conn_;
  const Limits& limits_;
  Client* client_;
  std::optional<Error> error_;
  std::deque<std::string> texts_;
  std::vector<std::unique_ptr<char, FreeText>> c_texts_;
  std::vector<OwnedDomain> domains_;
  std::vector<OwnedSnapshot> snapshots_;
  std::vector<OwnedCheckpoint> checkpoints_;
};

/// What a handle says of itself, as the wire has it. Views end with the handle.
Domain wire_domain(virDomainPtr domain) noexcept;

/// A parameter as the wire has it. Views end with the parameter.
TypedParam wire_param(const virTypedParameter& param);

}  // namespace rollcall::rpc
