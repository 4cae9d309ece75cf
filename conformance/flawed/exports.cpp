// The C API of the flawed library. Each function is an indirect one (STT_GNU_IFUNC): whoever looks
// it up gets the function of the chosen flaw, else the backend's own, else nothing, as if the
// library had never had it.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "conformance/flawed/backend.hpp"
#include "conformance/flawed/flaw.hpp"

namespace rollcall::flawed {
namespace {

struct Choice {
  const Flaw* flaw = nullptr;  ///< null for the unbroken twin
  bool is_usable = false;
};

/// The flaw that ROLLCALL_FLAW names, none by default. Why there is no choice is printed.
Choice choose() {
  if (!open_backend()) {
    std::fprintf(stderr, "rollcall-flawed: %s\n", open_backend().error().c_str());
    return {};
  }
  const char* wanted = std::getenv("ROLLCALL_FLAW");
  if (wanted == nullptr || std::strcmp(wanted, "none") == 0) return {nullptr, true};
  for (const Flaw& flaw : all_flaws()) {
    if (std::strcmp(flaw.name, wanted) == 0) return {&flaw, true};
  }
  std::fprintf(stderr, "rollcall-flawed: no flaw '%s'; ROLLCALL_FLAW may be none or\n", wanted);
  for (const Flaw& flaw : all_flaws()) std::fprintf(stderr, "  %s\n", flaw.name);
  return {};
}

/// Chosen when the first function is looked up.
const Choice& choice() {
  static const Choice kChoice = choose();
  return kChoice;
}

/// The function behind a symbol; null when there is none.
template <class Function>
Function* resolve(const char* symbol, Function* sut::Functions::*member) {
  if (!choice().is_usable) return nullptr;
  if (choice().flaw != nullptr) {
    const auto& replacements = choice().flaw->replacements;
    const auto found = std::find_if(replacements.begin(), replacements.end(),
                                    [symbol](const Replacement& replacement) {
                                      return std::strcmp(replacement.symbol, symbol) == 0;
                                    });
    if (found != replacements.end()) return reinterpret_cast<Function*>(found->function);
  }
  return backend().*member;
}

}  // namespace
}  // namespace rollcall::flawed

#define ROLLCALL_FLAWED_EXPORT(symbol)                                                \
  decltype(&::symbol) flawed_##symbol() {                                             \
    return ::rollcall::flawed::resolve(#symbol, &::rollcall::sut::Functions::symbol); \
  }                                                                                   \
  __attribute__((visibility("default"), ifunc("flawed_" #symbol))) decltype(::symbol) symbol;

extern "C" {
ROLLCALL_SUT_REQUIRED_FUNCTIONS(ROLLCALL_FLAWED_EXPORT)
ROLLCALL_SUT_OPTIONAL_FUNCTIONS(ROLLCALL_FLAWED_EXPORT)
}
