// Snapshots of domains.

#include <algorithm>

#include "api/rpc/server/child_listing.hpp"

namespace rollcall::rpc {
namespace {

Children list_all_snapshots(Call& call, const Domain& domain, NeedResults need_results,
                            Flags flags) {
  return list_children(call, virDomainListAllSnapshots, call.handle(domain), need_results, flags,
                       "snapshots");
}

Children list_snapshots_below(Call& call, const DomainChild& child, NeedResults need_results,
                              Flags flags) {
  const virDomainSnapshotPtr parent = subject(call, child, virDomainSnapshotPtr());
  return list_children(call, virDomainSnapshotListAllChildren, parent, need_results, flags,
                       "snapshots");
}

/// The names that an old list function writes, at most `max` of the `count` there are.
template <class Parent>
std::optional<Rets<List<Text>>> names_of(Call& call, int (*list)(Parent, char**, int, unsigned),
                                         Parent parent, int count, Int max, Flags flags) {
  if (count < 0) return std::nullopt;
  if (max < 0) {
    return call.fail(VIR_ERR_RPC, VIR_FROM_RPC, "maxnames must be non-negative");
  }
  if (!call.fits(static_cast<std::size_t>(max), "snapshots")) return std::nullopt;
  std::vector<char*> names(static_cast<std::size_t>(std::min(count, max)));
  const int filled = list(parent, names.data(), static_cast<int>(names.size()), flags);
  if (filled < 0) return std::nullopt;
  List<Text> result;
  for (int i = 0; i < filled; ++i) {
    result.items.push_back(call.keep(names[static_cast<std::size_t>(i)]));
  }
  return Rets<List<Text>>{std::move(result)};
}

std::optional<Rets<List<Text>>> list_snapshot_names(Call& call, const Domain& domain, Int max,
                                                    Flags flags) {
  const virDomainPtr parent = call.handle(domain);
  if (parent == nullptr) return std::nullopt;
  return names_of(call, virDomainSnapshotListNames, parent, virDomainSnapshotNum(parent, flags),
                  max, flags);
}

std::optional<Rets<List<Text>>> list_snapshot_names_below(Call& call, const DomainChild& child,
                                                          Int max, Flags flags) {
  const virDomainSnapshotPtr parent = subject(call, child, virDomainSnapshotPtr());
  if (parent == nullptr) return std::nullopt;
  return names_of(call, virDomainSnapshotListChildrenNames, parent,
                  virDomainSnapshotNumChildren(parent, flags), max, flags);
}

constexpr Served kSnapshotProcedures[] = {
    serve<SnapshotCreateXml, virDomainSnapshotCreateXML>(Place::kWorker),
    serve<SnapshotGetXmlDesc, virDomainSnapshotGetXMLDesc>(Place::kWorker),
    serve<SnapshotNum, virDomainSnapshotNum>(Place::kWorker),
    serve<SnapshotListNames, list_snapshot_names>(Place::kWorker),
    serve<SnapshotLookupByName, virDomainSnapshotLookupByName>(Place::kWorker),
    serve<DomainHasCurrentSnapshot, virDomainHasCurrentSnapshot>(Place::kWorker),
    serve<SnapshotCurrent, virDomainSnapshotCurrent>(Place::kWorker),
    serve<RevertToSnapshot, virDomainRevertToSnapshot>(Place::kWorker),
    serve<SnapshotDelete, virDomainSnapshotDelete>(Place::kWorker),
    serve<SnapshotGetParent, virDomainSnapshotGetParent>(Place::kWorker),
    serve<SnapshotNumChildren, virDomainSnapshotNumChildren>(Place::kWorker),
    serve<SnapshotListChildrenNames, list_snapshot_names_below>(Place::kWorker),
    serve<SnapshotIsCurrent, virDomainSnapshotIsCurrent>(Place::kWorker),
    serve<SnapshotHasMetadata, virDomainSnapshotHasMetadata>(Place::kWorker),
    serve<ListAllSnapshots, list_all_snapshots>(Place::kWorker),
    serve<SnapshotListAllChildren, list_snapshots_below>(Place::kWorker),
};

}  // namespace

std::span<const Served> snapshot_procedures() noexcept { return kSnapshotProcedures; }

}  // namespace rollcall::rpc
