#include "conformance/flawed/flaw.hpp"

namespace rollcall::flawed {

std::span<const Flaw> all_flaws() {
  static const std::vector<Flaw> kFlaws = [] {
    std::vector<Flaw> all;
    for (auto* kind :
         {array_flaws, filtering_flaws, collecting_flaws, caching_flaws, handle_flaws,
          changing_flaws, propagation_flaws, legacy_flaws, event_flaws, waiting_flaws}) {
      for (Flaw& flaw : kind()) all.push_back(std::move(flaw));
    }
    return all;
  }();
  return kFlaws;
}

}  // namespace rollcall::flawed
