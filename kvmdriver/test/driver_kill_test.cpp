// A driver that is killed at any moment loses nothing: no definition, no guest, no image that it
// has reported saved. It leaves no guest that nobody knows, and nothing to be cleaned up by hand.
//
// ROLLCALL_KVM_KILLS says how many moments are tried (`ci/run kvm-stress`); few without it.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "busy_life.hpp"
#include "kvm_fixture.hpp"
#include "kvmdriver/proc_file.hpp"

namespace rollcall::kvm {
namespace {

namespace fs = std::filesystem;

constexpr int kDomains = 3;
constexpr int kFewKills = 4;
constexpr int kPatienceMs = 60'000;

int wanted_kills() {
  const char* text = std::getenv("ROLLCALL_KVM_KILLS");
  return text == nullptr ? kFewKills : std::atoi(text);
}

/// How far a domain has come, as its driver has told.
struct Progress {
  Shape done;                  ///< after the last step that is done
  std::optional<Shape> begun;  ///< after the step that has begun
  std::size_t next = 0;        ///< the step after the last one that is done
  pid_t pid = 0;               ///< of its guest after the last step
  unsigned long count = 0;     ///< of the guest before it was last saved
  std::string failure;
};

/// The program that is killed, and what it tells.
class BusyHost {
 public:
  BusyHost(const std::string& root, const std::string& folder, const std::string& type) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    news_ = UniqueFd(ends[0]);
    const UniqueFd writing(ends[1]);
    Result<GuestProcess> process =
        GuestProcess::spawn({{ROLLCALL_BUSY_HOST, root, folder, type, std::to_string(kDomains)},
                             folder + "/busy_host.log",
                             writing.get()});
    if (!process) throw std::runtime_error(process.error().message);
    process_.emplace(*std::move(process));
  }

  /// Kills it once it has told so many lines, and then more or `more_ms` have passed.
  void kill_after(int lines, int more_ms) {
    while (lines > 0 && read(kPatienceMs)) {
      lines = lines - static_cast<int>(std::count(fresh_.begin(), fresh_.end(), '\n'));
    }
    (void)read(more_ms);
    process_->signal(SIGKILL);
    while (read(kPatienceMs)) {
    }
    process_->wait_for_end(kPatienceMs);
    process_->reap();
  }

  std::vector<Progress> told() const {
    std::vector<Progress> progress(kDomains);
    std::istringstream lines(told_.substr(0, told_.rfind('\n') + 1));
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::size_t domain = 0;
      std::size_t step = 0;
      std::string what;
      words >> domain >> step >> what;
      Progress& one = progress.at(domain);
      if (what == "begin") {
        one.begun = life()[step].after;
        if (life()[step].action == LifeAction::kSave) words >> one.count;
      } else if (what == "done") {
        words >> one.pid;
        one.done = life()[step].after;
        one.begun.reset();
        one.next = (step + 1) % life().size();
      } else {
        one.failure = line;
      }
    }
    return progress;
  }

 private:
  // Returns: whether anything came before the time was over.
  bool read(int timeout_ms) {
    fresh_.clear();
    pollfd ready{news_.get(), POLLIN, 0};
    if (::poll(&ready, 1, timeout_ms) <= 0) return false;
    std::array<char, 4096> buffer{};
    const ssize_t size = ::read(news_.get(), buffer.data(), buffer.size());
    if (size <= 0) return false;
    fresh_.assign(buffer.data(), static_cast<std::size_t>(size));
    told_ += fresh_;
    return true;
  }

  UniqueFd news_;
  std::optional<GuestProcess> process_;
  std::string told_;
  std::string fresh_;
};

std::string text_of(const Shape& shape) {
  std::string text = shape == Shape{} ? "gone" : "there";
  if (shape.persistent) text += ", defined";
  if (shape.active) text += ", active";
  if (shape.saved) text += ", saved";
  if (shape.snapshot) text += ", with its snapshot";
  if (shape.renamed) text += ", renamed";
  return text;
}

class DriverKill : public KvmTest {
 protected:
  /// The guests of the root, whoever knows them.
  std::set<std::string> processes() const {
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const std::string name = entry.path().filename();
      if (name.find_first_not_of("0123456789") != std::string::npos) continue;
      const std::string line = read_proc_file(entry.path() / "cmdline");
      const bool is_guest =
          line.find("-qmp") != std::string::npos || line.find("-mon") != std::string::npos;
      if (is_guest && line.find(root() + "/") != std::string::npos) found.insert(name);
    }
    return found;
  }

  std::set<std::string> files(const std::string& folder) const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(root() + "/" + folder)) {
      names.insert(entry.path().filename());
    }
    return names;
  }

  void expect_nothing_lost(const BusyDomain& domain, const Progress& progress) {
    EXPECT_EQ(progress.failure, "");
    const Shape now = domain.look(*host);
    if (now != progress.done && now != progress.begun) {
      ADD_FAILURE() << "it was " << text_of(progress.done) << "; perhaps already "
                    << text_of(progress.begun.value_or(progress.done)) << "; it is "
                    << text_of(now);
    }
    const bool may_end = progress.begun && !progress.begun->active;
    if (progress.done.active && now.active && !may_end) {
      EXPECT_EQ(domain.pid(*host), progress.pid);
    }
  }

  /// What is there that belongs to no domain, and what is missing; nothing if all is well.
  std::string disorder(const std::vector<BusyDomain>& domains) {
    host->host().wait_for_records();
    std::set<std::string> known;
    std::set<std::string> run;
    std::set<std::string> saves;
    std::set<std::string> definitions;
    for (const BusyDomain& domain : domains) {
      const Shape now = domain.look(*host);
      const std::string uuid = to_string(domain.uuid());
      if (now.active) {
        known.insert(std::to_string(domain.pid(*host)));
        run.insert({uuid + ".json", uuid + ".monitor", uuid + ".pid"});
      }
      if (now.saved) saves.insert(uuid + ".save");
      if (now.persistent) definitions.insert(uuid + ".xml");
    }
    std::string text;
    const auto compare = [&text](const char* what, const auto& there, const auto& expected) {
      if (there == expected) return;
      text += fmt::format("{}: {{{}}} instead of {{{}}}\n", what, fmt::join(there, " "),
                          fmt::join(expected, " "));
    };
    compare("processes", processes(), known);
    compare("run", files("run"), run);
    compare("save", files("save"), saves);
    compare("domains", files("domains"), definitions);
    compare("aside", files("aside"), std::set<std::string>());
    return text;
  }

  // A guest that was told to end may take its time.
  void expect_nothing_left_over(const std::vector<BusyDomain>& domains) {
    std::string last;
    journal->wait_for([&] {
      last = disorder(domains);
      return last.empty();
    });
    EXPECT_EQ(last, "");
  }

  /// The domain's life goes on to its end, as if nothing had happened.
  void live_on(const BusyDomain& domain, const Progress& progress) {
    Shape now = domain.look(*host);
    std::size_t next = progress.next;
    if (progress.begun && now == *progress.begun && now != progress.done) ++next;
    if (now == Shape{}) return;
    // Nobody paused it: whoever asks it something gets an answer.
    EXPECT_TRUE(journal->wait_for([&] { return domain.runs(*host) || !domain.look(*host).active; }))
        << "the guest is paused";
    unsigned long count = progress.count;
    for (; next < life().size(); ++next) {
      const LifeStep& step = life()[next];
      if (step.action == LifeAction::kSave) count = domain.count();
      // The driver that was killed may have told the guest to end, which it does by itself then.
      const bool may_end = progress.begun && next == progress.next;
      try {
        domain.take(*host, step);
      } catch (const std::runtime_error&) {
        if (!may_end || step.action != LifeAction::kDestroy) throw;
      }
      const bool restored = now.saved && step.action == LifeAction::kStart;
      if (restored) {
        EXPECT_GE(domain.count(), count);
      }
      now = domain.look(*host);
      EXPECT_EQ(text_of(now), text_of(step.after));
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Lane, DriverKill, ::testing::Values("qemu", "kvm"),
                         [](const auto& lane) { return std::string(lane.param); });

TEST_P(DriverKill, LosesNothingAndLeavesNothingBehind) {
  close();
  const std::string folder = folder_.file("");
  std::vector<BusyDomain> domains;
  for (int i = 0; i < kDomains; ++i) domains.emplace_back(folder, GetParam(), i);
  const int kills = wanted_kills();
  std::mt19937 random(::testing::UnitTest::GetInstance()->random_seed());
  // Anywhere in the first life and a little of the second.
  std::uniform_int_distribution<int> lines(0, kDomains * 26);
  std::uniform_int_distribution<int> delay_ms(0, 40);
  int active = 0;
  int saved = 0;
  for (int i = 1; i <= kills && !HasFailure(); ++i) {
    const int after_lines = lines(random);
    const int more_ms = delay_ms(random);
    SCOPED_TRACE("kill " + std::to_string(i) + " after " + std::to_string(after_lines) +
                 " lines and " + std::to_string(more_ms) + " ms");
    BusyHost busy(root(), folder, GetParam());
    busy.kill_after(after_lines, more_ms);
    const std::vector<Progress> progress = busy.told();
    open();
    for (int d = 0; d < kDomains; ++d) expect_nothing_lost(domains[d], progress[d]);
    expect_nothing_left_over(domains);
    for (const BusyDomain& domain : domains) {
      active += domain.look(*host).active ? 1 : 0;
      saved += domain.look(*host).saved ? 1 : 0;
    }
    for (int d = 0; d < kDomains; ++d) live_on(domains[d], progress[d]);
    expect_nothing_left_over(domains);
    close();
    if (kills > kFewKills && i % 10 == 0) {
      std::printf("%d of %d kills\n", i, kills);
      std::fflush(stdout);  // whoever waits sees it through a pipe, too
    }
  }
  std::printf("%d kills; found again: %d running guests, %d saved ones\n", kills, active, saved);
}

}  // namespace
}  // namespace rollcall::kvm
