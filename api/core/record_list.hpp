// RecordList: the records of several domains, all at one instant.

#pragma once

#include <vector>

#include "api/core/domain_record.hpp"
#include "api/core/generation.hpp"

namespace rollcall {

struct RecordList {
  Generation generation = 0;
  std::vector<DomainRecord> records;
};

}  // namespace rollcall
