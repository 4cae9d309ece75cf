// The sources of random bytes of this process.

#include <sys/random.h>
#include <unistd.h>

#include "conformance/schedule/interpose/real.hpp"
#include "conformance/schedule/randomness.hpp"

using rollcall::schedule::fill_repeatably;
using rollcall::schedule::is_randomness_repeatable;

extern "C" int gnutls_rnd(int level, void* bytes, std::size_t count);

namespace {

ROLLCALL_REAL(getrandom);
ROLLCALL_REAL(getentropy);
constinit rollcall::schedule::RealFunction<decltype(gnutls_rnd),
                                           rollcall::schedule::gnutls_function>
    real_gnutls_rnd("gnutls_rnd");

}  // namespace

extern "C" {

ssize_t getrandom(void* bytes, std::size_t count, unsigned flags) {
  if (!is_randomness_repeatable()) return real_getrandom(bytes, count, flags);
  fill_repeatably(bytes, count);
  return static_cast<ssize_t>(count);
}

int getentropy(void* bytes, std::size_t count) {
  if (!is_randomness_repeatable()) return real_getentropy(bytes, count);
  fill_repeatably(bytes, count);
  return 0;
}

int gnutls_rnd(int level, void* bytes, std::size_t count) {
  if (!is_randomness_repeatable()) return real_gnutls_rnd(level, bytes, count);
  fill_repeatably(bytes, count);
  return 0;
}

}  // extern "C"
