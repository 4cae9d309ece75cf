#include "conformance/suites/concurrent/rig.hpp"

namespace rollcall::suites::concurrent {

workload::ErrorCustom custom_of(const spec::Profile& profile) {
  return {.internal_error_refuses =
              profile.find("lifecycle/create(0)/RP/result E55 -> E1") != nullptr};
}

sut::Expected<std::unique_ptr<Rig>> Rig::set_up(const Context& context, StageSize size) {
  auto connection = context.open();
  if (!connection) return tl::unexpected(connection.error());
  std::unique_ptr<Rig> rig(new Rig(*std::move(connection), context.load.threads));
  auto capabilities = workload::probe_capabilities(rig->connection_, context.guest, context.seed);
  if (!capabilities) return tl::unexpected(capabilities.error());
  rig->capabilities_ = *std::move(capabilities);
  rig->stage_.emplace(
      rig->connection_,
      sut::DomainXml{.kind = context.guest, .name = "", .disk_file = rig->capabilities_.disk_file},
      context.seed, rig->recorder_);
  const sut::Outcome prepared = rig->stage_->prepare(size.plain, size.renaming_pairs);
  if (!prepared) return tl::unexpected(prepared.error());

  std::vector<std::unique_ptr<workload::Performer>> performers;
  for (unsigned index = 0; index < rig->threads_; ++index) {
    auto own = context.open();
    if (!own) return tl::unexpected(own.error());
    performers.push_back(std::make_unique<workload::Performer>(
        *std::move(own), rig->recorder_.lane(index), *rig->stage_, rig->capabilities_,
        custom_of(context.profile)));
  }
  rig->crew_.emplace(rig->recorder_, std::move(performers));
  return rig;
}

workload::Setting Rig::setting(const workload::Taste& taste) const {
  return {.threads = threads_,
          .plain_slots = stage_->plain_count(),
          .renaming_pairs = stage_->renaming_count(),
          .capabilities = capabilities_,
          .taste = taste};
}

std::string Rig::close_connections() {
  std::string wrong;
  for (const auto& performer : crew_->performers()) {
    const int left = performer->close();
    if (left > 0) {
      wrong = "every handle was freed, but " + std::to_string(left) +
              " references to the connection are left";
    }
    if (left < 0) wrong = "virConnectClose failed";
  }
  return wrong;
}

}  // namespace rollcall::suites::concurrent
