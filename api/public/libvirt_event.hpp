// What the rest of the library asks about the event loop of libvirt-event.h.

#pragma once

namespace rollcall {

/// Whether callbacks have a loop that can call them.
bool event_loop_registered() noexcept;

}  // namespace rollcall
