#include "conformance/suites/suite.hpp"

#include <array>

namespace rollcall::suites {

std::span<const Suite> all_suites() {
  static constexpr std::array kSuites{
      Suite{"contract", "results and error codes of each call, bad arguments above all",
            run_contract},
  };
  return kSuites;
}

}  // namespace rollcall::suites
