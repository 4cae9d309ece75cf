// Listing domains and looking them up.

#include <algorithm>
#include <cstring>
#include <memory>

#include "api/rpc/server/dispatch.hpp"

namespace rollcall::rpc {
namespace {

/// The handles of one listing.
class Listing {
 public:
  Listing(virConnectPtr conn, unsigned flags)
      : count_(virConnectListAllDomains(conn, &handles_, flags)) {}
  Listing(const Listing&) = delete;
  Listing& operator=(const Listing&) = delete;
  ~Listing() {
    for (int i = 0; i < count_; ++i) virDomainFree(handles_[i]);
    std::free(handles_);
  }

  bool ok() const noexcept { return count_ >= 0; }
  std::span<const virDomainPtr> handles() const noexcept {
    return {handles_, static_cast<std::size_t>(count_)};
  }

 private:
  virDomainPtr* handles_ = nullptr;
  int count_;
};

std::optional<ConnectListAllDomains::Results> count_all(Call& call, Flags flags) {
  const int count = virConnectListAllDomains(call.conn(), nullptr, flags);
  if (count < 0) return std::nullopt;
  return ConnectListAllDomains::Results{List<Domain>{}, static_cast<UInt>(count)};
}

/// As answer<ConnectListAllDomains, ...>, but writes each domain straight from its handle.
bool answer_list_all(Call& call, ByteView payload, XdrWriter& writer) {
  const auto arguments = decode_payload<ConnectListAllDomains::Arguments>(payload);
  if (!arguments) {
    call.fail(VIR_ERR_RPC, VIR_FROM_RPC, "Unable to decode message payload");
    return false;
  }
  const auto [need_results, flags] = *arguments;
  if (need_results == 0) {
    const auto results = count_all(call, flags);
    if (results) encode(writer, *results);
    return results.has_value();
  }
  const Listing listing(call.conn(), flags);
  if (!listing.ok() || !call.fits(listing.handles().size(), "domains")) return false;
  const auto count = static_cast<std::uint32_t>(listing.handles().size());
  constexpr std::size_t kUsualDomainSize = 48;
  writer.reserve(count * kUsualDomainSize);
  writer.u32(count);
  for (const virDomainPtr handle : listing.handles()) encode(writer, wire_domain(handle));
  // Clients trust this number as the length of the array.
  writer.u32(count);
  return true;
}

/// Whether a client may ask for `max` items of an old list.
bool may_ask(Call& call, Int max, const char* argument, const char* limit_name) {
  if (max >= 0 && static_cast<std::size_t>(max) <= call.limits().list_max) return true;
  call.fail(VIR_ERR_RPC, VIR_FROM_RPC,
            max < 0 ? std::string(argument) + " must be non-negative"
                    : std::string(argument) + " > " + limit_name);
  return false;
}

/// The first of a listing, as many as a client has room for. What there is may be far less than
/// that; how much there is must not be asked apart, for it may be more by the time it is listed.
std::span<const virDomainPtr> first(const Listing& listing, Int max) {
  const auto handles = listing.handles();
  return handles.first(std::min(handles.size(), static_cast<std::size_t>(max)));
}

std::optional<ConnectListDomains::Results> list_ids(Call& call, Int max) {
  if (!may_ask(call, max, "maxids", "REMOTE_DOMAIN_LIST_MAX")) return std::nullopt;
  const Listing listing(call.conn(), VIR_CONNECT_LIST_DOMAINS_ACTIVE);
  if (!listing.ok()) return std::nullopt;
  List<Int> ids;
  for (const virDomainPtr handle : first(listing, max)) {
    ids.items.push_back(static_cast<Int>(virDomainGetID(handle)));
  }
  return ConnectListDomains::Results{std::move(ids)};
}

std::optional<ConnectListDefinedDomains::Results> list_names(Call& call, Int max) {
  if (!may_ask(call, max, "maxnames", "REMOTE_DOMAIN_LIST_MAX")) return std::nullopt;
  const Listing listing(call.conn(), VIR_CONNECT_LIST_DOMAINS_INACTIVE);
  if (!listing.ok()) return std::nullopt;
  List<Text> names;
  for (const virDomainPtr handle : first(listing, max)) {
    names.items.push_back(call.keep(strdup(virDomainGetName(handle))));
  }
  return ConnectListDefinedDomains::Results{std::move(names)};
}

std::optional<DomainLookupByName::Results> look_up_name(Call& call, Text name) {
  if (name.find('\0') != Text::npos) {
    return call.fail(VIR_ERR_NO_DOMAIN, VIR_FROM_RPC, "no domain has a zero byte in its name");
  }
  return answer_by<DomainLookupByName>(virDomainLookupByName, call, name);
}

constexpr Served kListingProcedures[] = {
    {ConnectListAllDomains::kNumber, ConnectListAllDomains::kName, Place::kAtOnce, answer_list_all},
    serve<ConnectNumOfDomains, virConnectNumOfDomains>(Place::kAtOnce),
    serve<ConnectListDomains, list_ids>(Place::kAtOnce),
    serve<ConnectNumOfDefinedDomains, virConnectNumOfDefinedDomains>(Place::kAtOnce),
    serve<ConnectListDefinedDomains, list_names>(Place::kAtOnce),
    serve<DomainLookupById, virDomainLookupByID>(Place::kAtOnce),
    serve<DomainLookupByName, look_up_name>(Place::kAtOnce),
    serve<DomainLookupByUuid, virDomainLookupByUUID>(Place::kAtOnce),
};

}  // namespace

std::span<const Served> listing_procedures() noexcept { return kListingProcedures; }

}  // namespace rollcall::rpc
