// Callbacks for the events of domains and for the end of a connection.

#include "python/core/binding.hpp"
#include "python/core/call.hpp"
#include "python/core/registration.hpp"
#include "python/core/typed_params.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

using GenericCallback = virConnectDomainEventGenericCallback;

py::object argument(int value) { return py::int_(value); }
py::object argument(unsigned value) { return py::int_(value); }
py::object argument(long long value) { return py::int_(value); }
py::object argument(unsigned long long value) { return py::int_(value); }
py::object argument(const char* value) { return decode_or_none(value); }

py::object argument(const virDomainEventGraphicsAddress* address) {
  py::dict result;
  result["family"] = address->family;
  result["node"] = decode_or_none(address->node);
  result["service"] = decode_or_none(address->service);
  return result;
}

py::object argument(const virDomainEventGraphicsSubject* subject) {
  py::list identities;
  for (int i = 0; i < subject->nidentity; ++i) {
    const auto& identity = subject->identities[i];
    identities.append(py::make_tuple(decode_or_none(identity.type), decode_or_none(identity.name)));
  }
  return identities;
}

// The two arguments that are one in Python.
struct Parameters {
  virTypedParameterPtr values;
  int count;
};
py::object argument(Parameters params) { return to_dict(params.values, params.count); }

Session& session_of(const Registration& registration) {
  return *checked_handle(registration.connection, classes().connection).session;
}

// Calls function(connection, domain, details..., opaque).
template <class... Details>
int deliver(void* data, virDomainPtr domain, Details... details) {
  return from_library("a callback for events of domains", 0, [&] {
    const Registration registration = *static_cast<Registration*>(data);
    registration.function(registration.connection,
                          borrowed_domain(session_of(registration), domain), argument(details)...,
                          registration.opaque);
    return 0;
  });
}

int on_lifecycle(virConnectPtr, virDomainPtr domain, int event, int detail, void* data) {
  return deliver(data, domain, event, detail);
}

// The same under another address: a library takes each function once.
int on_lifecycle_of_all(virConnectPtr, virDomainPtr domain, int event, int detail, void* data) {
  return deliver(data, domain, event, detail);
}

template <class... Details>
void on_event(virConnectPtr, virDomainPtr domain, Details... details, void* data) {
  deliver(data, domain, details...);
}

void on_parameters(virConnectPtr, virDomainPtr domain, virTypedParameterPtr values, int count,
                   void* data) {
  deliver(data, domain, Parameters{values, count});
}

// A pack that is not last cannot be deduced: the type of the pointer says what it is.
template <class... Details>
GenericCallback callback() {
  void (*function)(virConnectPtr, virDomainPtr, Details..., void*) = &on_event<Details...>;
  return VIR_DOMAIN_EVENT_CALLBACK(function);
}

// Null for an event that is not known.
GenericCallback callback_for(int event_id) {
  using Text = const char*;
  using Address = const virDomainEventGraphicsAddress*;
  using Subject = const virDomainEventGraphicsSubject*;
  using Size = unsigned long long;
  switch (event_id) {
    case VIR_DOMAIN_EVENT_ID_LIFECYCLE:
      return VIR_DOMAIN_EVENT_CALLBACK(on_lifecycle);
    case VIR_DOMAIN_EVENT_ID_REBOOT:
    case VIR_DOMAIN_EVENT_ID_CONTROL_ERROR:
      return callback<>();
    case VIR_DOMAIN_EVENT_ID_RTC_CHANGE:
      return callback<long long>();
    case VIR_DOMAIN_EVENT_ID_WATCHDOG:
    case VIR_DOMAIN_EVENT_ID_PMWAKEUP:
    case VIR_DOMAIN_EVENT_ID_PMSUSPEND:
    case VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK:
    case VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION:
      return callback<int>();
    case VIR_DOMAIN_EVENT_ID_IO_ERROR:
      return callback<Text, Text, int>();
    case VIR_DOMAIN_EVENT_ID_GRAPHICS:
      return callback<int, Address, Address, Text, Subject>();
    case VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON:
      return callback<Text, Text, int, Text>();
    case VIR_DOMAIN_EVENT_ID_BLOCK_JOB:
    case VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2:
      return callback<Text, int, int>();
    case VIR_DOMAIN_EVENT_ID_DISK_CHANGE:
      return callback<Text, Text, Text, int>();
    case VIR_DOMAIN_EVENT_ID_TRAY_CHANGE:
      return callback<Text, int>();
    case VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE:
      return callback<Size>();
    case VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED:
    case VIR_DOMAIN_EVENT_ID_DEVICE_ADDED:
    case VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED:
      return callback<Text>();
    case VIR_DOMAIN_EVENT_ID_TUNABLE:
    case VIR_DOMAIN_EVENT_ID_JOB_COMPLETED:
      return VIR_DOMAIN_EVENT_CALLBACK(on_parameters);
    case VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE:
      return callback<int, int>();
    case VIR_DOMAIN_EVENT_ID_METADATA_CHANGE:
      return callback<int, Text>();
    case VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD:
      return callback<Text, Text, Size, Size>();
    case VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE:
      return callback<int, int, unsigned>();
    case VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE:
      return callback<Text, Size>();
    default:
      return nullptr;
  }
}

// Hands a new registration to `enrol`, and takes it back when the library refuses it.
template <class Enrol>
int enrolled(const py::object& connection, const py::object& function, const py::object& opaque,
             Enrol enrol) {
  auto registration = std::make_unique<Registration>(Registration{function, opaque, connection});
  const int result = enrol(registration.get());
  static_cast<void>(registration.release());  // now the library's
  return result;
}

int register_any(const py::object& connection, const py::object& domain, Number<int> event_id,
                 const py::object& function, const py::object& opaque) {
  ConnectionArgument its;
  its.take(checked_handle(connection, classes().connection));
  const GenericCallback callback = callback_for(event_id.value);
  if (callback == nullptr) {
    throw_error(VIR_ERR_INVALID_ARG,
                "there is no event of domains with the number " + std::to_string(event_id.value));
  }
  const auto only =
      domain.is_none()
          ? nullptr
          : static_cast<virDomainPtr>(checked_handle(domain, classes().domain).pointer);
  return enrolled(connection, function, opaque, [&](Registration* registration) {
    return ROLLCALL_CHECKED_CALL(its.library(), virConnectDomainEventRegisterAny, its.pointer(),
                                 only, event_id.value, callback, registration,
                                 &Registration::release);
  });
}

int register_lifecycle(const py::object& connection, const py::object& function) {
  ConnectionArgument its;
  its.take(checked_handle(connection, classes().connection));
  return enrolled(connection, function, py::none(), [&](Registration* registration) {
    return ROLLCALL_CHECKED_CALL(its.library(), virConnectDomainEventRegister, its.pointer(),
                                 on_lifecycle_of_all, registration, &Registration::release);
  });
}

int deregister_lifecycle(const ConnectionArgument& connection) {
  return ROLLCALL_CHECKED_CALL(connection.library(), virConnectDomainEventDeregister,
                               connection.pointer(), on_lifecycle_of_all);
}

void on_close(virConnectPtr, int reason, void* data) {
  from_library("the close callback of a connection", 0, [&] {
    const Registration registration = *static_cast<Registration*>(data);
    registration.function(registration.connection, reason, registration.opaque);
    return 0;
  });
}

int register_close(const py::object& connection, const py::object& function,
                   const py::object& opaque) {
  ConnectionArgument its;
  its.take(checked_handle(connection, classes().connection));
  return enrolled(connection, function, opaque, [&](Registration* registration) {
    return ROLLCALL_CHECKED_CALL(its.library(), virConnectRegisterCloseCallback, its.pointer(),
                                 on_close, registration, &Registration::release);
  });
}

int unregister_close(const ConnectionArgument& connection) {
  return ROLLCALL_CHECKED_CALL(connection.library(), virConnectUnregisterCloseCallback,
                               connection.pointer(), on_close);
}

void on_watched(virConnectPtr, virDomainPtr domain, int event, int detail,
                unsigned long long generation, void* data) {
  deliver(data, domain, event, detail, generation);
}

int watch(const py::object& connection, Number<unsigned long long> after,
          const py::object& function) {
  ConnectionArgument its;
  its.take(checked_handle(connection, classes().connection));
  return enrolled(connection, function, py::none(), [&](Registration* registration) {
    return ROLLCALL_CHECKED_CALL(its.library(), rollcallConnectDomainWatch, its.pointer(),
                                 after.value, on_watched, registration, &Registration::release);
  });
}

}  // namespace

void bind_events(py::module_& module) {
  module.def("virConnectDomainEventRegisterAny", register_any);
  ROLLCALL_BIND(module, virConnectDomainEventDeregisterAny);
  module.def("virConnectDomainEventRegister", register_lifecycle);
  module.def("virConnectDomainEventDeregister", deregister_lifecycle);
  module.def("virConnectRegisterCloseCallback", register_close);
  module.def("virConnectUnregisterCloseCallback", unregister_close);
  module.def("rollcallConnectDomainWatch", watch);
  ROLLCALL_BIND(module, rollcallConnectDomainUnwatch);
}

}  // namespace rollcall::python
