#include "conformance/suites/stateful/system.hpp"

#include <filesystem>

#include "conformance/suites/scratch.hpp"

// Calls a function that the library may lack; spelling it once keeps name and pointer together.
#define ROLLCALL_OPTIONAL(function, ...) \
  sut::call_optional(library, #function, library.function, __VA_ARGS__)

namespace rollcall::suites::stateful {
namespace {

template <class T>
int code(const sut::Expected<T>& result) {
  if (result) return spec::kOk;
  return result.error().code == spec::kOk ? kErrorNotSet : result.error().code;
}

std::string make_directory() {
  std::string path = (std::filesystem::temp_directory_path() / "rollcall-XXXXXX").string();
  return mkdtemp(path.data()) == nullptr ? "" : path;
}

}  // namespace

System::System(const Context& context, const sut::Connection& connection,
               const std::string& purpose)
    : context_(context), connection_(connection), purpose_(purpose), directory_(make_directory()) {
  choose_uuids();
  clean_up();
  // A real hypervisor does not start a guest whose disk is missing.
  has_disk_ = true;
  has_disk_ = connection_.create(xml(original_name(0), uuid(0))).has_value();
  clean_up();
}

System::~System() {
  clean_up();
  std::error_code ignored;
  if (!directory_.empty()) std::filesystem::remove_all(directory_, ignored);
}

std::string System::prefix() const {
  const std::string again = names_taken_ == 0 ? "" : std::to_string(names_taken_) + "-";
  return kScratchPrefix + purpose_ + "-" + again;
}

std::string System::original_name(int slot) const {
  return prefix() + static_cast<char>('a' + slot % kSlots);
}

std::string System::shortened(std::string text) const {
  for (std::size_t at = text.find(prefix()); at != std::string::npos; at = text.find(prefix())) {
    text.erase(at, prefix().size());
  }
  return text;
}

void System::choose_uuids() {
  uuids_.clear();
  for (int slot = 0; slot < kSlots; ++slot) {
    uuids_.push_back(scratch_uuid(context_.seed, original_name(slot)));
  }
}

void System::take_new_names() {
  clean_up();
  ++names_taken_;
  choose_uuids();
}

std::string System::xml(const std::string& name, const std::string& uuid) const {
  sut::DomainXml domain{.kind = context_.guest, .name = name, .uuid = uuid};
  if (has_disk_) domain.disk_file = sut::kMissingDisk;
  return sut::to_xml(domain);
}

spec::Operation System::resolve(const Call& call, const spec::Host& host) const {
  const auto known = host.domains.find(uuid(call.slot));
  spec::Operation operation{call.item.action, uuid(call.slot), "", call.item.flags};
  switch (call.item.argument) {
    case Argument::kCurrentName:
      operation.argument =
          known == host.domains.end() ? original_name(call.slot) : known->second.name;
      break;
    case Argument::kOriginalName:
      operation.argument = original_name(call.slot);
      break;
    case Argument::kOtherName:
      operation.argument = original_name(call.slot) + "-renamed";
      break;
    case Argument::kNeighbourName:
      operation.argument = original_name(call.slot + 1);
      break;
    case Argument::kBadName:
      operation.argument = original_name(call.slot) + "/b";
      break;
    case Argument::kMoment0:
      operation.argument = "m0";
      break;
    case Argument::kMoment1:
      operation.argument = "m1";
      break;
    case Argument::kMoment2:
      operation.argument = "m2";
      break;
    case Argument::kFile:
      operation.argument = directory_ + "/" + static_cast<char>('a' + call.slot);
      // A dump must not overwrite an image that restore() shall find.
      if (call.item.action == spec::Action::kCoreDump) operation.argument += ".core";
      break;
    case Argument::kNone:
    case Argument::kEmptyName:
      break;
  }
  return operation;
}

System::Reached System::reach(const std::string& uuid, Manner manner) {
  Reached reached;
  const auto kept = kept_.find(uuid);
  if (kept == kept_.end()) return reached;
  reached.domain = &kept->second;
  if (manner.kept_handle) return reached;
  auto found = connection_.lookup_by_uuid(uuid);
  if (found) {
    reached.fresh.emplace(std::move(*found));
    reached.domain = &*reached.fresh;
  }
  // Of a domain that is gone only the kept handle is left.
  return reached;
}

std::optional<int> System::perform(const spec::Operation& operation, Manner manner) {
  switch (operation.action) {
    case spec::Action::kDefine:
    case spec::Action::kCreateXml:
      return make(operation, manner);
    case spec::Action::kRestore:
      return code(connection_.restore(operation.argument));
    default:
      break;
  }
  const Reached reached = reach(operation.uuid, manner);
  if (reached.domain == nullptr) return std::nullopt;
  return operate(*reached.domain, operation, manner);
}

int System::make(const spec::Operation& operation, Manner manner) {
  const sut::Library& library = connection_.library();
  const std::string text = xml(operation.argument, operation.uuid);
  sut::Expected<virDomainPtr> raw = nullptr;
  if (operation.action == spec::Action::kCreateXml) {
    raw = sut::call_optional(library, "", library.virDomainCreateXML, connection_.raw(),
                             text.c_str(), operation.flags);
  } else if (operation.flags == 0 && manner.plain_function) {
    raw = sut::call_optional(library, "", library.virDomainDefineXML, connection_.raw(),
                             text.c_str());
  } else {
    raw = ROLLCALL_OPTIONAL(virDomainDefineXMLFlags, connection_.raw(), text.c_str(),
                            operation.flags);
  }
  if (raw) {
    sut::Domain made(library, *raw);
    kept_.try_emplace(operation.uuid, std::move(made));
  }
  return code(raw);
}

int System::operate(const sut::Domain& domain, const spec::Operation& operation,
                    Manner manner) const {
  const sut::Library& library = domain.library();
  const unsigned flags = operation.flags;
  const bool plain = manner.plain_function && flags == 0;
  const auto returned = [&library](int result) { return code(sut::to_outcome(library, result)); };
  using enum spec::Action;
  switch (operation.action) {
    case kCreate:
      return returned(plain ? library.virDomainCreate(domain.raw())
                            : library.virDomainCreateWithFlags(domain.raw(), flags));
    case kSuspend:
      return code(domain.suspend());
    case kResume:
      return code(domain.resume());
    case kShutdown:
      return plain ? code(domain.shutdown())
                   : code(ROLLCALL_OPTIONAL(virDomainShutdownFlags, domain.raw(), flags));
    case kReboot:
      return code(domain.reboot(flags));
    case kReset:
      return returned(library.virDomainReset(domain.raw(), flags));
    case kDestroy:
      return code(plain ? domain.destroy() : domain.destroy_flags(flags));
    case kUndefine:
      return code(plain ? domain.undefine() : domain.undefine_flags(flags));
    case kSetAutostart:
      return code(domain.set_autostart(static_cast<int>(flags)));
    case kRename:
      return code(domain.rename(operation.argument, flags));
    case kManagedSave:
      return code(domain.managed_save(flags));
    case kManagedSaveRemove:
      return code(ROLLCALL_OPTIONAL(virDomainManagedSaveRemove, domain.raw(), flags));
    case kSave:
      return code(domain.save(operation.argument));
    case kCoreDump:
      return code(domain.core_dump(operation.argument, flags));
    case kPmSuspend:
      return code(ROLLCALL_OPTIONAL(virDomainPMSuspendForDuration, domain.raw(),
                                    VIR_NODE_SUSPEND_TARGET_MEM, 0, flags));
    case kPmWakeup:
      return code(ROLLCALL_OPTIONAL(virDomainPMWakeup, domain.raw(), flags));
    case kSnapshotCreate:
      return code(domain.create_snapshot(sut::snapshot_xml(operation.argument), flags));
    case kSnapshotDelete:
      return code(domain.delete_snapshot(operation.argument, flags));
    case kSnapshotRevert:
      return code(domain.revert_to_snapshot(operation.argument, flags));
    case kCheckpointCreate:
      return code(domain.create_checkpoint(sut::checkpoint_xml(operation.argument), flags));
    default:
      return code(domain.delete_checkpoint(operation.argument, flags));
  }
}

void System::clean_up() {
  kept_.clear();
  for (const std::string& uuid : uuids_) {
    const auto left = connection_.lookup_by_uuid(uuid);
    if (left) remove_domain(*left);
  }
  for (int slot = 0; slot < kSlots; ++slot) {
    // Left over under our name by a run that was aborted, with another seed and hence uuid.
    const auto left = connection_.lookup_by_name(original_name(slot));
    if (left) remove_domain(*left);
  }
  std::error_code ignored;
  for (const auto& file : std::filesystem::directory_iterator(directory_, ignored)) {
    std::filesystem::remove(file.path(), ignored);
  }
}

}  // namespace rollcall::suites::stateful
