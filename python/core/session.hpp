// Session: one open connection, shared by the Python objects that come from it. It closes when it
// is told to, or when the last of them is gone.

#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>

#include "python/core/library.hpp"

namespace rollcall::python {

/// Threading: every member with the GIL held; close() and the last release() give it up meanwhile.
class Session {
 public:
  /// Ownership: takes over `connection`. The session has one reference, the caller's.
  Session(const Library& library, virConnectPtr connection) noexcept
      : library_(library), connection_(connection) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void retain() noexcept { ++references_; }
  void release();

  const Library& library() const noexcept { return library_; }
  bool is_open() const noexcept { return connection_ != nullptr; }

  /// The connection for one call, null when it is closed. Until the matching end_call() the library
  /// keeps it, whoever closes it meanwhile.
  virConnectPtr begin_call() noexcept;
  void end_call();

  /// Gives up the connection. Returns: what virConnectClose does, or how many calls are in
  /// progress, the last of which then closes it.
  int close();

  /// The virConnect object of this session, borrowed, or null when it is gone for now.
  PyObject* object = nullptr;

 private:
  ~Session() = default;

  const Library& library_;
  virConnectPtr connection_;
  virConnectPtr closing_ = nullptr;  // closed by its owner while calls were in progress
  std::size_t references_ = 1;
  std::size_t calls_ = 0;
};

/// Keeps a session.
class SessionReference {
 public:
  explicit SessionReference(Session& session) noexcept : session_(&session) { session.retain(); }
  SessionReference(const SessionReference& other) noexcept : SessionReference(*other.session_) {}
  SessionReference& operator=(const SessionReference&) = delete;
  ~SessionReference() { session_->release(); }

  Session& operator*() const noexcept { return *session_; }
  Session* operator->() const noexcept { return session_; }

 private:
  Session* session_;
};

}  // namespace rollcall::python
