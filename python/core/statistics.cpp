// Statistics of many domains at one instant, and the background job of one.

#include <vector>

#include "python/core/binding.hpp"
#include "python/core/call.hpp"
#include "python/core/typed_params.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

// The records belong to the library, so each handle is given a reference of its own.
py::list take_records(Session& session, virDomainStatsRecordPtr* records, int count) {
  const Library& library = session.library();
  py::list result;
  try {
    for (int i = 0; i < count; ++i) {
      const virDomainStatsRecord& record = *records[i];
      library.virDomainRef(record.dom);
      result.append(
          py::make_tuple(to_python(session, record.dom), to_dict(record.params, record.nparams)));
    }
  } catch (...) {
    library.virDomainStatsRecordListFree(records);
    throw;
  }
  library.virDomainStatsRecordListFree(records);
  return result;
}

py::list all_statistics(const ConnectionArgument& connection, Number<unsigned> stats,
                        Number<unsigned> flags) {
  virDomainStatsRecordPtr* records = nullptr;
  const int count = ROLLCALL_CHECKED_CALL(connection.library(), virConnectGetAllDomainStats,
                                          connection.pointer(), stats.value, &records, flags.value);
  return take_records(connection.session(), records, count);
}

py::list statistics_of(const ConnectionArgument& connection, const py::iterable& listed,
                       Number<unsigned> stats, Number<unsigned> flags) {
  const py::tuple domains(listed);  // keeps them, whatever becomes of the caller's list
  std::vector<virDomainPtr> handles;
  for (const py::handle domain : domains) {
    const HandleObject& object = checked_handle(domain, classes().domain);
    handles.push_back(static_cast<virDomainPtr>(object.pointer));
  }
  handles.push_back(nullptr);
  virDomainStatsRecordPtr* records = nullptr;
  const int count = ROLLCALL_CHECKED_CALL(connection.library(), virDomainListGetStats,
                                          handles.data(), stats.value, &records, flags.value);
  return take_records(connection.session(), records, count);
}

py::list job_info(DomainArgument domain) {
  virDomainJobInfo job{};
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainGetJobInfo, domain.pointer(), &job);
  return py::list(py::make_tuple(job.type, job.timeElapsed, job.timeRemaining, job.dataTotal,
                                 job.dataProcessed, job.dataRemaining, job.memTotal,
                                 job.memProcessed, job.memRemaining, job.fileTotal,
                                 job.fileProcessed, job.fileRemaining));
}

}  // namespace

void bind_statistics(py::module_& module) {
  module.def("virConnectGetAllDomainStats", all_statistics);
  module.def("virDomainListGetStats", statistics_of);
  module.def("virDomainGetJobInfo", job_info);
  ROLLCALL_BIND(module, virDomainAbortJob);
}

}  // namespace rollcall::python
