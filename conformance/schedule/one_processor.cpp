#include "conformance/schedule/one_processor.hpp"

namespace rollcall::schedule {

OneProcessor::OneProcessor() {
  const int present = sched_getcpu();
  if (present < 0 || sched_getaffinity(0, sizeof before_, &before_) != 0) return;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(static_cast<unsigned>(present), &one);
  is_kept_ = sched_setaffinity(0, sizeof one, &one) == 0;
}

OneProcessor::~OneProcessor() {
  if (is_kept_) sched_setaffinity(0, sizeof before_, &before_);
}

}  // namespace rollcall::schedule
