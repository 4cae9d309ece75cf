// Handle: sole owner of one handle of a library under test, released by the library's own function
// for that type.

#pragma once

#include <utility>

#include "conformance/sut/library.hpp"

namespace rollcall::sut {

/// A handle of type `Raw`, released by the library function that the member pointer `Release`
/// names.
template <class Raw, auto Release>
class Handle {
 public:
  /// Pre:       `raw` is a live handle made by `library`, which outlives this object.
  /// Ownership: takes `raw`.
  Handle(const Library& library, Raw* raw) : library_(&library), raw_(raw) {}
  Handle(Handle&& other) noexcept
      : library_(other.library_), raw_(std::exchange(other.raw_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(library_, other.library_);
    std::swap(raw_, other.raw_);
    return *this;
  }
  ~Handle() {
    if (raw_ != nullptr) (library_->*Release)(raw_);
  }

  /// The handle as the C API takes it. Ownership: stays here.
  Raw* raw() const { return raw_; }
  /// The library that made the handle.
  const Library& library() const { return *library_; }
  /// The handle, no longer released here. Ownership: the caller's.
  Raw* release() { return std::exchange(raw_, nullptr); }

 private:
  const Library* library_;
  Raw* raw_;
};

using Snapshot = Handle<virDomainSnapshot, &Functions::virDomainSnapshotFree>;
using Checkpoint = Handle<virDomainCheckpoint, &Functions::virDomainCheckpointFree>;

}  // namespace rollcall::sut
