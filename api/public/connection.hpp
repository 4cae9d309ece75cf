// Connection: what a virConnectPtr points to: an open host, and what the public layer keeps for one
// connection.

#pragma once

#include <memory>
#include <utility>

#include <libvirt/libvirt.h>
#include <rollcall/driver.hpp>
#include <rollcall/simulation.hpp>

#include "api/core/ref_counted.hpp"
#include "api/public/c_error.hpp"
#include "api/public/close_callback.hpp"
#include "api/public/event_dispatcher.hpp"
#include "api/public/marked.hpp"

/// Counted by the caller's references, and by one for each slab of handles and each event callback.
struct _virConnect final : rollcall::RefCounted, rollcall::Marked<0x524F4343> {
 public:
  _virConnect(std::unique_ptr<rollcall::HostConnection> opened, bool opened_read_only)
      : host(std::move(opened)), read_only(opened_read_only) {}

  const std::unique_ptr<rollcall::HostConnection> host;
  rollcall::Simulation* const simulation = host->simulation();  ///< null for a real host
  const bool read_only;
  rollcall::ErrorSlot errors;
  const std::shared_ptr<rollcall::EventDispatcher> events =
      std::make_shared<rollcall::EventDispatcher>();
  const std::shared_ptr<rollcall::CloseCallback> close_callback =
      std::make_shared<rollcall::CloseCallback>(*this);

 private:
  ~_virConnect() override { close_callback->forget_connection(); }
};
