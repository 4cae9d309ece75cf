// InquiryConnection: what a HostConnection says of its domains beyond their status, for backends
// whose domains have DomainRuntime and Definitions.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <rollcall/table_connection.hpp>

#include "api/core/domain_definitions.hpp"
#include "api/core/domain_runtime.hpp"
#include "api/core/moment_listing.hpp"

namespace rollcall {

/// XML, metadata, and the trees of snapshots and checkpoints. The backend says how a domain is
/// looked at, and changes domains.
class InquiryConnection : public TableConnection {
 public:
  using TableConnection::TableConnection;

  Result<std::string> xml(const DomainRef& domain, unsigned flags) override;
  Result<std::string> os_type(const DomainRef& domain) override;
  Result<bool> is_updated(const DomainRef& domain) override;
  Result<std::string> metadata(const DomainRef& domain, int type, std::string_view uri,
                               unsigned flags) override;

  Result<std::vector<std::string>> snapshot_names(const DomainRef& domain, unsigned flags) override;
  Result<std::vector<std::string>> snapshot_children(const DomainChildRef& snapshot,
                                                     unsigned flags) override;
  Result<bool> has_snapshot(const DomainChildRef& snapshot, unsigned flags) override;
  Result<std::optional<std::string>> current_snapshot(const DomainRef& domain,
                                                      unsigned flags) override;
  Result<std::optional<std::string>> snapshot_parent(const DomainChildRef& snapshot,
                                                     unsigned flags) override;
  Result<bool> snapshot_has_metadata(const DomainChildRef& snapshot, unsigned flags) override;
  Result<std::string> snapshot_xml(const DomainChildRef& snapshot, unsigned flags) override;

  Result<std::vector<std::string>> checkpoint_names(const DomainRef& domain,
                                                    unsigned flags) override;
  Result<std::vector<std::string>> checkpoint_children(const DomainChildRef& checkpoint,
                                                       unsigned flags) override;
  Result<bool> has_checkpoint(const DomainChildRef& checkpoint, unsigned flags) override;
  Result<std::optional<std::string>> checkpoint_parent(const DomainChildRef& checkpoint,
                                                       unsigned flags) override;
  Result<std::string> checkpoint_xml(const DomainChildRef& checkpoint, unsigned flags) override;

 protected:
  /// A domain as it was at one instant.
  struct DomainView {
    Definitions definitions;
    DomainRuntime runtime;
  };

  /// Looks at a domain.
  ///
  /// Errors: NO_DOMAIN.
  virtual Result<DomainView> look_at(const DomainRef& domain) = 0;

  /// The same, after checking that `flags` are among `known_flags`.
  ///
  /// Errors: INVALID_ARG.
  Result<DomainView> look_at(const DomainRef& domain, unsigned flags, unsigned known_flags);

 private:
  Result<SnapshotDefinition> find_snapshot(const DomainChildRef& snapshot, unsigned flags,
                                           unsigned known_flags);
  Result<CheckpointDefinition> find_checkpoint(const DomainChildRef& checkpoint, unsigned flags,
                                               unsigned known_flags);

  /// What `listing` makes of the domain. Wrong flags count before a domain that is gone.
  template <typename Listing>
  Result<MomentNames> list_moments(const DomainRef& domain, Listing listing);
};

}  // namespace rollcall
