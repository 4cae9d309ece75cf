#include "python/core/host_snapshot.hpp"

#include <array>
#include <optional>
#include <utility>

#include "python/core/binding.hpp"
#include "python/core/call.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

std::shared_ptr<HostSnapshot> take(const ConnectionArgument& connection, Number<unsigned> flags) {
  virDomainPtr* domains = nullptr;
  rollcallDomainStatus* statuses = nullptr;
  unsigned long long generation = 0;
  const int count =
      ROLLCALL_CHECKED_CALL(connection.library(), rollcallConnectListAllDomainStatuses,
                            connection.pointer(), &domains, &statuses, &generation, flags.value);
  return std::make_shared<HostSnapshot>(connection.session(), domains, statuses,
                                        static_cast<std::size_t>(count), generation);
}

// One number of every domain, readable by memoryview() without copying.
struct Column {
  std::shared_ptr<HostSnapshot> snapshot;
  void* first;
  bool is_signed;

  py::buffer_info info() const {
    constexpr auto kStride = static_cast<py::ssize_t>(sizeof(rollcallDomainStatus));
    return {first,
            sizeof(int),
            is_signed ? py::format_descriptor<int>::format()
                      : py::format_descriptor<unsigned>::format(),
            1,
            {static_cast<py::ssize_t>(snapshot->size())},
            {kStride},
            true};
  }
};

template <auto kField>
Column column(const std::shared_ptr<HostSnapshot>& snapshot) {
  auto& field = snapshot->statuses()->*kField;  // of the first; the array is never without memory
  return {snapshot, &field, std::is_signed_v<std::remove_reference_t<decltype(field)>>};
}

}  // namespace

// Freeing waits for nothing while the session keeps the connection; else it may close it.
HostSnapshot::~HostSnapshot() {
  std::optional<Unlocked> unlocked;
  if (!session_->is_open()) unlocked.emplace();
  for (std::size_t i = 0; i < count_; ++i) session_->library().virDomainFree(domains_[i]);
  std::free(domains_);
  std::free(statuses_);
}

virDomainPtr HostSnapshot::at(std::size_t index) const {
  if (index >= count_) throw py::index_error("the snapshot has no such domain");
  return domains_[index];
}

py::object HostSnapshot::uuid(std::size_t index) const {
  std::array<char, VIR_UUID_STRING_BUFLEN> text{};
  session_->library().virDomainGetUUIDString(at(index), text.data());
  return decode(text.data());
}

py::list HostSnapshot::names() const {
  py::list result(count_);
  for (std::size_t i = 0; i < count_; ++i) {
    result[i] = decode(session_->library().virDomainGetName(domains_[i]));
  }
  return result;
}

py::list HostSnapshot::uuids() const {
  py::list result(count_);
  for (std::size_t i = 0; i < count_; ++i) result[i] = uuid(i);
  return result;
}

py::object HostSnapshot::domain(std::size_t index) const {
  const virDomainPtr domain = at(index);
  session_->library().virDomainRef(domain);
  return to_python(*session_, domain);
}

py::object HostSnapshot::row(const py::type& type, std::size_t index) const {
  const rollcallDomainStatus& status = statuses_[index];
  const char* name = session_->library().virDomainGetName(at(index));
  std::array fields{decode(name),
                    uuid(index),
                    py::object(py::int_(status.id)),
                    py::object(py::int_(status.state)),
                    py::object(py::int_(status.reason)),
                    py::object(py::int_(status.attributes))};
  auto* named_tuple = reinterpret_cast<PyTypeObject*>(type.ptr());
  auto row = py::reinterpret_steal<py::object>(
      named_tuple->tp_alloc(named_tuple, static_cast<py::ssize_t>(fields.size())));
  if (!row) throw py::error_already_set();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    PyTuple_SET_ITEM(row.ptr(), static_cast<py::ssize_t>(i), fields[i].release().ptr());
  }
  return row;
}

void bind_host_snapshot(py::module_& module) {
  py::class_<Column>(module, "Column", py::buffer_protocol()).def_buffer([](const Column& column) {
    return column.info();
  });
  py::class_<HostSnapshot, std::shared_ptr<HostSnapshot>>(module, "HostSnapshot")
      .def("__len__", &HostSnapshot::size)
      .def("generation", &HostSnapshot::generation)
      .def("names", &HostSnapshot::names)
      .def("uuids", &HostSnapshot::uuids)
      .def("domain", &HostSnapshot::domain)
      .def("row", &HostSnapshot::row)
      .def("ids", column<&rollcallDomainStatus::id>)
      .def("states", column<&rollcallDomainStatus::state>)
      .def("reasons", column<&rollcallDomainStatus::reason>)
      .def("attributes", column<&rollcallDomainStatus::attributes>);
  module.def("rollcallConnectListAllDomainStatuses", take);
}

}  // namespace rollcall::python
