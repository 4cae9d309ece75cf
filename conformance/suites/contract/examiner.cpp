#include "conformance/suites/contract/examiner.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace rollcall::suites::contract {

void Examiner::expect(const std::string& call, const std::string& aspect, bool holds,
                      const std::string& expected, const std::string& observed) {
  if (holds) return;
  const std::string key =
      fmt::format("contract/{}/{}/{}", slug_, call.substr(0, call.find('(')), aspect);
  const bool recorded =
      std::any_of(check_.deviations.begin(), check_.deviations.end(),
                  [&key](const report::Deviation& deviation) { return deviation.key == key; });
  if (recorded) return;
  check_.deviations.push_back({.key = key,
                               .text = fmt::format("{}: {} differs", call, aspect),
                               .expected = expected,
                               .observed = observed});
}

void Examiner::expect_value(const std::string& call, long expected, long observed) {
  expect(call, "value", expected == observed, std::to_string(expected), std::to_string(observed));
}

void Examiner::expect_error(const std::string& call, bool failed,
                            std::initializer_list<int> codes) {
  if (!failed) {
    expect(call, "result", false, "failure", "success");
    return;
  }
  const sut::Failure failure = sut::last_failure(library());
  const bool allowed = codes.size() == 0
                           ? failure.code != VIR_ERR_OK
                           : std::find(codes.begin(), codes.end(), failure.code) != codes.end();
  expect(call, "code", allowed,
         codes.size() == 0 ? "any error code" : fmt::format("code {}", fmt::join(codes, " or ")),
         fmt::format("code {} ({})", failure.code, failure.message));
}

bool Examiner::expect_success(const std::string& call, bool succeeded) {
  if (succeeded) return true;
  const sut::Failure failure = sut::last_failure(library());
  expect(call, "result", false, "success",
         fmt::format("failure, code {} ({})", failure.code, failure.message));
  return false;
}

sut::Expected<sut::Connection> Examiner::open_read_only() {
  auto opened = sut::Connection::open_read_only(library(), context().uri);
  if (!expect_success("virConnectOpenReadOnly(uri)", opened.has_value())) return opened;
  const auto seen = opened->lookup_by_uuid(shutoff().uuid().value_or(""));
  if (seen) return opened;
  skip("every connection to this URI has a host of its own");
  return tl::unexpected(seen.error());
}

}  // namespace rollcall::suites::contract
