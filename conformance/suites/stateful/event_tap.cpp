#include "conformance/suites/stateful/event_tap.hpp"

#include <atomic>

#include "conformance/suites/scratch.hpp"

namespace rollcall::suites::stateful {
namespace {

/// How long drain() waits for an event that does not come, the first time and then: a library that
/// loses events would have all that follows wait for each of them.
constexpr int kPatienceMs = 10'000;
constexpr int kPatienceLaterMs = 500;
std::atomic<int> patience_ms{kPatienceMs};

void set_flag(int, void* flag) { *static_cast<bool*>(flag) = true; }

/// A timeout of the library's event loop that notes that it has fired; removed with this object.
class Timeout {
 public:
  Timeout(const sut::Library& library, int milliseconds)
      : library_(library),
        id_(library.virEventAddTimeout(milliseconds, set_flag, &fired_, nullptr)) {}
  ~Timeout() {
    if (id_ >= 0) library_.virEventRemoveTimeout(id_);
  }
  Timeout(const Timeout&) = delete;
  Timeout& operator=(const Timeout&) = delete;

  bool fired() const { return fired_ || id_ < 0; }

 private:
  const sut::Library& library_;
  bool fired_ = false;
  int id_;
};

}  // namespace

std::string events_missing(const sut::Library& library) {
  for (const std::string& name : library.missing()) {
    if (name.rfind("virEvent", 0) == 0 || name.rfind("virConnectDomainEvent", 0) == 0) {
      return "the library lacks " + name;
    }
  }
  return "";
}

virConnectDomainEventGenericCallback as_generic(virConnectDomainEventCallback callback) {
  // Through the type that compilers let any function pointer pass by.
  return reinterpret_cast<virConnectDomainEventGenericCallback>(
      reinterpret_cast<void (*)()>(callback));
}

sut::Outcome register_event_loop(const sut::Library& library) {
  return sut::to_outcome(library, library.virEventRegisterDefaultImpl());
}

void turn_event_loop(const sut::Library& library) {
  const Timeout now(library, 0);
  library.virEventRunDefaultImpl();
}

sut::Expected<std::unique_ptr<EventTap>> EventTap::open(const Context& context,
                                                        const sut::Connection& connection) {
  std::unique_ptr<EventTap> tap(new EventTap(context, connection));
  const sut::Outcome started = tap->start();
  if (!started) return tl::unexpected(started.error());
  return tap;
}

sut::Outcome EventTap::start() {
  const std::string name = std::string(kScratchPrefix) + "marker";
  marker_uuid_ = scratch_uuid(context_.seed, name);
  const auto left_over = connection_.lookup_by_name(name);
  if (left_over) remove_domain(*left_over);
  auto marker = connection_.create(context_.domain_xml(name, marker_uuid_));
  if (!marker) return tl::unexpected(marker.error());
  marker_ = std::move(*marker);

  const sut::Library& library = connection_.library();
  callback_ = library.virConnectDomainEventRegisterAny(
      connection_.raw(), nullptr, VIR_DOMAIN_EVENT_ID_LIFECYCLE, as_generic(&EventTap::on_event),
      this, nullptr);
  return sut::to_outcome(library, callback_);
}

EventTap::~EventTap() {
  const sut::Library& library = connection_.library();
  if (callback_ >= 0) {
    library.virConnectDomainEventDeregisterAny(connection_.raw(), callback_);
    turn_event_loop(library);
  }
  if (marker_) remove_domain(*marker_);
}

int EventTap::on_event(virConnectPtr, virDomainPtr domain, int event, int detail, void* self) {
  auto* tap = static_cast<EventTap*>(self);
  char uuid[VIR_UUID_STRING_BUFLEN] = "";
  tap->connection_.library().virDomainGetUUIDString(domain, uuid);
  if (tap->is_marker(uuid)) {
    const bool is_mark = event == VIR_DOMAIN_EVENT_SUSPENDED || event == VIR_DOMAIN_EVENT_RESUMED;
    tap->markers_due_ -= is_mark ? 1 : 0;
  } else {
    tap->collected_[uuid].push_back({static_cast<spec::EventKind>(event), detail});
  }
  return 0;
}

std::optional<EventTap::EventsByUuid> EventTap::drain() {
  // Once a marker was lost, the next ones cannot be told from it.
  if (markers_due_ > 0) return std::nullopt;
  const sut::Library& library = connection_.library();
  const sut::Outcome marked = is_paused_ ? marker_->resume() : marker_->suspend();
  if (!marked) return std::nullopt;
  is_paused_ = !is_paused_;
  ++markers_due_;
  const Timeout patience(library, patience_ms);
  while (markers_due_ > 0 && !patience.fired()) {
    if (library.virEventRunDefaultImpl() < 0) return std::nullopt;
  }
  if (markers_due_ > 0) {
    patience_ms = kPatienceLaterMs;
    return std::nullopt;
  }
  return std::exchange(collected_, {});
}

}  // namespace rollcall::suites::stateful
