// What snapshots and checkpoints have in common: a handle that is a name and its domain, and the
// entry points that both families have. `Child` is _virDomainSnapshot or _virDomainCheckpoint; its
// constants say which errors it raises and which methods of a driver serve it.

#pragma once

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/core/ref_counted.hpp"
#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"
#include "api/public/marked.hpp"

namespace rollcall {

/// A named thing of one domain. Ownership: keeps a reference on the domain's handle.
template <std::uint32_t kMark>
class DomainChild : public RefCounted, public Marked<kMark> {
 public:
  DomainChild(DomainHandle& domain, std::string name) : domain_(domain), name_(std::move(name)) {
    domain_.retain();
  }

  DomainHandle& domain() const noexcept { return domain_; }
  const std::string& name() const noexcept { return name_; }

 protected:
  ~DomainChild() override { domain_.release(); }

 private:
  DomainHandle& domain_;
  const std::string name_;
};

/// A handle with one reference, the caller's.
template <typename Child>
Child* make_child(DomainHandle& domain, const std::string& name) {
  return new Child(domain, name);
}

/// As usable() of entry.hpp.
template <typename Child>
bool usable_child(const Child* child, Access access) noexcept {
  if (intact(child)) return usable(pointer_to(&child->domain()), access);
  report(nullptr,
         make_error(Child::kInvalid, Child::kPart,
                    "the " + std::string(Child::kNoun) +
                        (child == nullptr ? " is null"
                                          : " is freed, or is no " + std::string(Child::kNoun))));
  return false;
}

template <typename Child>
DomainChildRef ref_of_child(const Child& child) noexcept {
  return {ref_of(child.domain()), child.name()};
}

/// As call_domain(): `work(HostConnection&, const DomainChildRef&)`.
template <typename Child, typename Work, typename Deliver>
auto call_child(const Child* child, Access access, Work work, Deliver deliver,
                const char* function = __builtin_FUNCTION()) noexcept {
  using Answer = decltype(deliver(
      std::move(*work(std::declval<HostConnection&>(), std::declval<const DomainChildRef&>()))));
  reset_last_error();
  if (!usable_child(child, access)) return Answer(Failure{});
  _virConnect& conn = connection_of(child->domain());
  auto result = take_part(conn, call_on(child->domain(), access, function),
                          [&] { return work(*conn.host, ref_of_child(*child)); });
  if (!result) return Answer(report(&conn, result.error()));
  return deliver(std::move(*result));
}

/// As run_on_domain(): `work(HostConnection&, const DomainChildRef&)`.
template <typename Child, typename Work>
int run_on_child(const Child* child, Access access, Work work,
                 const char* function = __builtin_FUNCTION()) noexcept {
  reset_last_error();
  if (!usable_child(child, access)) return -1;
  return run_on_domain(
      pointer_to(&child->domain()), access,
      [&](HostConnection& host, const DomainRef& domain) {
        return work(host, DomainChildRef{domain, child->name()});
      },
      function);
}

/// What a call on a child that needs no driver returns: `of(child)`, or failure.
template <typename Child, typename Of>
auto tell_of_child(Child* child, Of of) noexcept {
  using Answer = decltype(of(*child));
  reset_last_error();
  return usable_child(child, Access::kRead) ? of(*child) : Answer(Failure{});
}

template <typename Child>
const char* name_of_child(Child* child) noexcept {
  return tell_of_child(child, [](Child& named) { return named.name().c_str(); });
}
template <typename Child>
virDomainPtr domain_of_child(Child* child) noexcept {
  return tell_of_child(child, [](Child& owned) { return pointer_to(&owned.domain()); });
}
template <typename Child>
virConnectPtr connection_of_child(Child* child) noexcept {
  return tell_of_child(child, [](Child& owned) { return &connection_of(owned.domain()); });
}
template <typename Child>
int retain_child(Child* child) noexcept {
  return tell_of_child(child, [](Child& counted) {
    counted.retain();
    return 0;
  });
}
template <typename Child>
int release_child(Child* child) noexcept {
  return tell_of_child(child, [](Child& counted) {
    counted.release();
    return 0;
  });
}

/// The name of a child that a call wants; when there is none, the error that says so.
template <typename Child>
Result<std::string> require_child(Result<std::optional<std::string>> found,
                                  const std::string& otherwise) {
  return std::move(found).and_then([&](std::optional<std::string> name) -> Result<std::string> {
    if (!name) return fail(Child::kMissing, Child::kPart, otherwise);
    return *std::move(name);
  });
}

/// For lookups by name: the name, or the error that no child has it.
template <typename Child>
Result<std::string> require_named(const Result<bool>& found, const DomainChildRef& child) {
  const std::string name(child.name);
  return require_child<Child>(
      found.map([&](bool exists) { return exists ? std::optional(name) : std::nullopt; }),
      "domain '" + std::string(child.domain.name) + "' has no " + Child::kNoun + " named '" + name +
          "'");
}

/// A new array of handles, ended by null, into `*array` unless that is null.
///
/// Returns: how many, or -1 after reporting that memory is out.
template <typename Child>
int deliver_children(DomainHandle& domain, const std::vector<std::string>& names,
                     Child*** array_or_null) noexcept {
  const int count = static_cast<int>(names.size());
  if (array_or_null == nullptr) return count;
  auto** array = static_cast<Child**>(std::calloc(names.size() + 1, sizeof(Child*)));
  if (array == nullptr) {
    return report(&connection_of(domain),
                  make_error(VIR_ERR_NO_MEMORY, Child::kPart, "memory is out"));
  }
  for (std::size_t i = 0; i < names.size(); ++i) array[i] = make_child<Child>(domain, names[i]);
  *array_or_null = array;
  return count;
}

/// All children of a domain that match `flags`.
template <typename Child>
int list_all(virDomainPtr domain, Child*** array_or_null, unsigned flags,
             const char* function = __builtin_FUNCTION()) noexcept {
  if (array_or_null != nullptr) *array_or_null = nullptr;
  return call_domain(
      domain, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) { return (host.*Child::kNames)(ref, flags); },
      [&](const std::vector<std::string>& names) {
        return deliver_children(*handle_of(domain), names, array_or_null);
      },
      function);
}

/// All below a child that match `flags`.
template <typename Child>
int list_all_children(Child* child, Child*** array_or_null, unsigned flags,
                      const char* function = __builtin_FUNCTION()) noexcept {
  if (array_or_null != nullptr) *array_or_null = nullptr;
  return call_child(
      child, Access::kRead,
      [&](HostConnection& host, const DomainChildRef& ref) {
        return (host.*Child::kChildren)(ref, flags);
      },
      [&](const std::vector<std::string>& names) {
        return deliver_children(child->domain(), names, array_or_null);
      },
      function);
}

template <typename Child>
Child* lookup_by_name(virDomainPtr domain, const char* name, unsigned flags,
                      const char* function = __builtin_FUNCTION()) noexcept {
  return call_domain(
      domain, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) {
        return not_null("name", name).and_then([&] {
          const DomainChildRef child{ref, name};
          return require_named<Child>((host.*Child::kHas)(child, flags), child);
        });
      },
      [&](const std::string& found) { return make_child<Child>(*handle_of(domain), found); },
      function);
}

template <typename Child>
Child* parent_of(Child* child, unsigned flags,
                 const char* function = __builtin_FUNCTION()) noexcept {
  return call_child(
      child, Access::kRead,
      [&](HostConnection& host, const DomainChildRef& ref) {
        return require_child<Child>(
            (host.*Child::kParent)(ref, flags),
            std::string(Child::kNoun) + " '" + child->name() + "' has no parent");
      },
      [&](const std::string& parent) { return make_child<Child>(child->domain(), parent); },
      function);
}

template <typename Child>
char* xml_of(Child* child, unsigned flags, const char* function = __builtin_FUNCTION()) noexcept {
  const bool shows_secrets = (flags & Child::kSecure) != 0;
  return call_child(
      child, shows_secrets ? Access::kWrite : Access::kRead,
      [&](HostConnection& host, const DomainChildRef& ref) {
        return (host.*Child::kXml)(ref, flags);
      },
      deliver_text, function);
}

template <typename Child>
int remove_child(Child* child, unsigned flags,
                 const char* function = __builtin_FUNCTION()) noexcept {
  return run_on_child(
      child, Access::kWrite,
      [&](HostConnection& host, const DomainChildRef& ref) {
        return not_both(flags, Child::kWithChildren, Child::kOnlyChildren).and_then([&] {
          return (host.*Child::kDelete)(ref, flags);
        });
      },
      function);
}

}  // namespace rollcall
