// Flaws of handles: whose name and id they carry, and whose errors are told.

#include <map>
#include <unordered_map>

#include "conformance/flawed/flaw.hpp"
#include "conformance/flawed/uuid_set.hpp"

namespace rollcall::flawed {
namespace {

/// Names that handles tell instead of their own.
class WrongNames {
 public:
  void set(virDomainPtr handle, const char* name) {
    const std::scoped_lock lock(mutex_);
    names_[handle] = name;
  }
  /// Null for a handle with its own name. Valid until the handle is forgotten.
  const char* find(virDomainPtr handle) const {
    const std::scoped_lock lock(mutex_);
    const auto found = names_.find(handle);
    return found == names_.end() ? nullptr : found->second.c_str();
  }
  void forget(virDomainPtr handle) {
    const std::scoped_lock lock(mutex_);
    names_.erase(handle);
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<virDomainPtr, std::string> names_;
};

WrongNames wrong_names;

std::optional<Answer> list_with_torn_name(virConnectPtr connection, unsigned flags) {
  auto answer = list(connection, flags);
  if (answer && answer->size() > 1) {
    wrong_names.set(answer->back().get(), backend().virDomainGetName(answer->front().get()));
  }
  return answer;
}

const char* name_or_wrong_name(virDomainPtr domain) {
  const char* wrong = wrong_names.find(domain);
  return wrong == nullptr ? backend().virDomainGetName(domain) : wrong;
}

int free_with_wrong_name(virDomainPtr domain) {
  wrong_names.forget(domain);
  return backend().virDomainFree(domain);
}

std::optional<Answer> read_ids_later(virConnectPtr connection, unsigned flags) {
  auto answer = list(connection, flags);
  pause();
  auto later = list(connection, 0);
  if (!answer || !later) return std::nullopt;
  for (Handle& handle : *answer) {
    Handle newer = take(*later, uuid_of(handle.get()));
    if (newer != nullptr) handle = std::move(newer);
  }
  return answer;
}

unsigned fold_id(virDomainPtr domain) {
  constexpr unsigned kIds = 4;
  const unsigned id = backend().virDomainGetID(domain);
  return static_cast<int>(id) <= 0 ? id : 1 + id % kIds;
}

/// The first handle on each domain that each connection looked up.
class FirstHandles {
 public:
  /// Another reference to the first handle; null when there is none yet.
  virDomainPtr find(virConnectPtr connection, const Uuid& uuid) {
    const std::scoped_lock lock(mutex_);
    const auto found = handles_.find({connection, uuid});
    if (found == handles_.end()) return nullptr;
    backend().virDomainRef(found->second.get());
    return found->second.get();
  }

  void keep(virConnectPtr connection, const Uuid& uuid, virDomainPtr domain) {
    const std::scoped_lock lock(mutex_);
    const auto [place, is_new] = handles_.try_emplace({connection, uuid});
    if (!is_new) return;
    backend().virDomainRef(domain);
    place->second.reset(domain);
  }

  void drop_all_of(virConnectPtr connection) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(handles_, [&](const auto& entry) { return entry.first.first == connection; });
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<virConnectPtr, Uuid>, Handle> handles_;
};

// Never destroyed: handles must not be freed while the process ends.
FirstHandles& first_handles = *new FirstHandles;

virDomainPtr look_up_once(virConnectPtr connection, const unsigned char* raw_uuid) {
  Uuid uuid{};
  std::copy_n(raw_uuid, uuid.size(), uuid.begin());
  virDomainPtr domain = first_handles.find(connection, uuid);
  if (domain != nullptr) return domain;
  domain = backend().virDomainLookupByUUID(connection, raw_uuid);
  if (domain != nullptr) first_handles.keep(connection, uuid, domain);
  return domain;
}

int close_with_handles(virConnectPtr connection) {
  first_handles.drop_all_of(connection);
  return backend().virConnectClose(connection);
}

virErrorPtr forget_connection_error(virConnectPtr) { return nullptr; }

}  // namespace

std::vector<Flaw> handle_flaws() {
  return {
      {"tears_names",
       "the last handle of a list has the name of the first",
       "atomicity",
       "atomicity/E",
       {ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, list_all<list_with_torn_name>),
        ROLLCALL_FLAWED_REPLACES(virDomainGetName, name_or_wrong_name),
        ROLLCALL_FLAWED_REPLACES(virDomainFree, free_with_wrong_name)}},
      {"reads_ids_later",
       "the ids of listed domains are read after the filter",
       "handles",
       "handles/id",
       {ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, list_all<read_ids_later>)}},
      {"folds_ids",
       "only few ids are given, again and again",
       "handles",
       "handles/E",
       {ROLLCALL_FLAWED_REPLACES(virDomainGetID, fold_id)}},
      {"looks_up_once",
       "a look-up by uuid returns the handle that it returned before",
       "handles",
       "handles/E",
       {ROLLCALL_FLAWED_REPLACES(virDomainLookupByUUID, look_up_once),
        ROLLCALL_FLAWED_REPLACES(virConnectClose, close_with_handles)}},
      {"forgets_connection_error",
       "a connection does not keep its last error",
       "handles",
       "handles/connection-error/the connection's code after a failure 42 -> 0",
       {ROLLCALL_FLAWED_REPLACES(virConnGetLastError, forget_connection_error)}},
  };
}

}  // namespace rollcall::flawed
