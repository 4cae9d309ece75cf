// quiet_thread(): a thread of a library inside somebody's program.

#pragma once

#include <pthread.h>
#include <signal.h>

#include <thread>
#include <utility>

namespace rollcall {

/// Starts a thread that takes no signals: they belong to the program, whose handlers do not expect
/// to run there. A new thread inherits the mask, so none reaches it even at its beginning.
template <class Work>
std::thread quiet_thread(Work&& work) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread(std::forward<Work>(work));
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace rollcall
