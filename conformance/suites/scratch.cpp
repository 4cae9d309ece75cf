#include "conformance/suites/scratch.hpp"

namespace rollcall::suites {

Scratch::~Scratch() {
  for (const std::string& uuid : uuids_) {
    const auto domain = connection_.lookup_by_uuid(uuid);
    if (domain) remove_domain(*domain);
  }
}

std::string Scratch::prepare(const std::string& suffix, const std::string& disk_file) {
  const std::string name = kScratchPrefix + suffix;
  const auto left_over = connection_.lookup_by_name(name);
  if (left_over) remove_domain(*left_over);
  uuids_.push_back(scratch_uuid(context_.seed, name));
  return sut::to_xml(
      {.kind = context_.guest, .name = name, .uuid = uuids_.back(), .disk_file = disk_file});
}

sut::Expected<sut::Domain> Scratch::define(const std::string& suffix,
                                           const std::string& disk_file) {
  return connection_.define(prepare(suffix, disk_file));
}

sut::Expected<sut::Domain> Scratch::create(const std::string& suffix,
                                           const std::string& disk_file) {
  return connection_.create(prepare(suffix, disk_file));
}

}  // namespace rollcall::suites
