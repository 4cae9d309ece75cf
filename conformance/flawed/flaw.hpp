// Flaw: one planted bug as data. What it does wrong, which suite must say so and how, and the
// functions that stand in for those of the library below.

#pragma once

#include <span>
#include <vector>

#include "conformance/sut/functions.hpp"

namespace rollcall::flawed {

/// A function of the C API that a flaw does anew.
struct Replacement {
  const char* symbol;
  void (*function)();
};

/// Checks that `function` has the type of the function that it replaces.
template <class Function>
Replacement replacement(const char* symbol, Function* function) {
  return {symbol, reinterpret_cast<void (*)()>(function)};
}
#define ROLLCALL_FLAWED_REPLACES(symbol, ...) \
  ::rollcall::flawed::replacement<decltype(::symbol)>(#symbol, __VA_ARGS__)

/// The function without flags beside one that has them, such as virDomainCreate.
template <int (*call)(virDomainPtr, unsigned)>
int without_flags(virDomainPtr domain) {
  return call(domain, 0);
}

struct Flaw {
  const char* name;
  /// What it does wrong, in a sentence.
  const char* what;
  /// The suite that must catch it.
  const char* suite;
  /// The deviation that the suite must report. "suite/G" with a grade or "id" for G is found by the
  /// judge of concurrent runs; G is then the weakest that is refuted. Every other key is found by
  /// one thread.
  const char* key;
  std::vector<Replacement> replacements;
};

/// Every flaw, in an order that never changes. Names are unique.
std::span<const Flaw> all_flaws();

std::vector<Flaw> array_flaws();
std::vector<Flaw> caching_flaws();
std::vector<Flaw> changing_flaws();
std::vector<Flaw> collecting_flaws();
std::vector<Flaw> event_flaws();
std::vector<Flaw> filtering_flaws();
std::vector<Flaw> handle_flaws();
std::vector<Flaw> legacy_flaws();
std::vector<Flaw> propagation_flaws();
std::vector<Flaw> waiting_flaws();

}  // namespace rollcall::flawed
