#include "api/daemon/support_matrix.hpp"

#include "api/rpc/server/dispatch.hpp"

namespace rollcall::daemon {
namespace {

const char* place_name(rpc::Place place) {
  switch (place) {
    case rpc::Place::kAtOnce:
      return "at once";
    case rpc::Place::kWorker:
      return "by a worker";
    case rpc::Place::kClient:
      break;
  }
  return "by the connection";
}

}  // namespace

std::string support_matrix() {
  std::string table = "| Procedure | Function | Answered |\n|---|---|---|\n";
  for (const rpc::Served& served : rpc::all_served()) {
    table.append("| ")
        .append(std::to_string(served.number))
        .append(" | ")
        .append(served.name)
        .append(" | ")
        .append(place_name(served.place))
        .append(" |\n");
  }
  return table;
}

}  // namespace rollcall::daemon
