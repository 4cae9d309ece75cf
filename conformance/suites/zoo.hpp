// Zoo: one domain of every attribute vector that a listing can ask about and the host allows,
// beside the domains that were there before. What a member is like is read through getters, never
// assumed from how it was made.

#pragma once

#include <array>
#include <string>
#include <vector>

#include "conformance/spec/filter_predicate.hpp"
#include "conformance/suites/scratch.hpp"

namespace rollcall::suites {

/// The 16 bytes of a uuid.
using Uuid = std::array<unsigned char, VIR_UUID_BUFLEN>;

/// One domain of the host.
struct ZooMember {
  std::string name;
  Uuid uuid{};
  spec::DomainAttributes attributes;
  friend bool operator==(const ZooMember&, const ZooMember&) = default;
};

/// An attempt to have a domain of one vector.
struct Attempt {
  spec::DomainAttributes wanted;
  std::string name;
  /// Why the host has no such domain; empty when it has.
  std::string refusal;
};

/// The attributes in words, e.g. "running transient autostart".
std::string to_text(const spec::DomainAttributes& attributes);

/// A flag word in the names of its flags, e.g. "ACTIVE|PAUSED"; "0" for none.
std::string flags_to_text(unsigned flags);

/// Every vector that the documentation allows: managed save images belong to inactive domains only.
std::vector<spec::DomainAttributes> possible_vectors();

/// What the getters say of one domain. A library without snapshots, checkpoints or managed save has
/// none of them.
sut::Expected<spec::DomainAttributes> read_attributes(const sut::Domain& domain);

/// Every domain that a listing without flags returns, with its attributes.
sut::Expected<std::vector<ZooMember>> read_members(const sut::Connection& connection);

/// Fills the host with one domain of every possible vector; they go with `scratch`.
std::vector<Attempt> populate(Scratch& scratch);

}  // namespace rollcall::suites
