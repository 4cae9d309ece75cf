// Checkpoints of domains.

#include "api/rpc/server/child_listing.hpp"

namespace rollcall::rpc {
namespace {

Children list_all_checkpoints(Call& call, const Domain& domain, NeedResults need_results,
                              Flags flags) {
  return list_children(call, virDomainListAllCheckpoints, call.handle(domain), need_results, flags,
                       "checkpoints");
}

Children list_checkpoints_below(Call& call, const DomainChild& child, NeedResults need_results,
                                Flags flags) {
  const virDomainCheckpointPtr parent = subject(call, child, virDomainCheckpointPtr());
  return list_children(call, virDomainCheckpointListAllChildren, parent, need_results, flags,
                       "checkpoints");
}

constexpr Served kCheckpointProcedures[] = {
    serve<CheckpointCreateXml, virDomainCheckpointCreateXML>(Place::kWorker),
    serve<CheckpointGetXmlDesc, virDomainCheckpointGetXMLDesc>(Place::kWorker),
    serve<ListAllCheckpoints, list_all_checkpoints>(Place::kWorker),
    serve<CheckpointListAllChildren, list_checkpoints_below>(Place::kWorker),
    serve<CheckpointLookupByName, virDomainCheckpointLookupByName>(Place::kWorker),
    serve<CheckpointGetParent, virDomainCheckpointGetParent>(Place::kWorker),
    serve<CheckpointDelete, virDomainCheckpointDelete>(Place::kWorker),
};

}  // namespace

std::span<const Served> checkpoint_procedures() noexcept { return kCheckpointProcedures; }

}  // namespace rollcall::rpc
