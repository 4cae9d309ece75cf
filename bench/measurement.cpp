#include "bench/measurement.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <type_traits>

namespace rollcall::bench {
namespace {

static_assert(std::is_trivially_copyable_v<Measurement>);

/// Makes the kernel forget the peak that the child inherited.
void reset_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  const std::string label = "VmHWM:";
  for (std::string word; status >> word;) {
    double kibibytes = 0;
    if (word == label && status >> kibibytes) return kibibytes * 1024 / 1e6;
  }
  return 0;
}

[[noreturn]] void measure_and_exit(const std::function<Measurement()>& measure, int pipe_end) {
  reset_peak();
  Measurement found = measure();
  found.peak_megabytes = peak_megabytes();
  const bool written = write(pipe_end, &found, sizeof found) == sizeof found;
  _exit(written ? EXIT_SUCCESS : EXIT_FAILURE);
}

}  // namespace

double processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::optional<Measurement> in_child(const std::function<Measurement()>& measure) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return std::nullopt;
  const pid_t child = fork();
  if (child == 0) measure_and_exit(measure, ends[1]);
  close(ends[1]);
  Measurement found;
  const bool read_all = child > 0 && read(ends[0], &found, sizeof found) == sizeof found;
  close(ends[0]);
  int status = 0;
  if (child > 0) waitpid(child, &status, 0);
  return read_all ? std::optional(found) : std::nullopt;
}

}  // namespace rollcall::bench
