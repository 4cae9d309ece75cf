// DomainIndex: finds domains of a snapshot by uuid, name and id.

#pragma once

#include <optional>
#include <string_view>

#include "api/core/place_index.hpp"
#include "api/core/snapshot.hpp"

namespace rollcall {

/// Threading: none of its own; the table's lock guards it.
class DomainIndex {
 public:
  /// The place of the domain in `snapshot`, which must be the one that the index was kept for.
  std::optional<Place> find(const Snapshot& snapshot, const Uuid& uuid) const;
  std::optional<Place> find_name(const Snapshot& snapshot, std::string_view name) const;
  /// Finds active domains only.
  std::optional<Place> find_id(const Snapshot& snapshot, std::int32_t id) const;

  /// Makes room for so many domains more, all at once.
  void reserve(std::size_t more);

  /// A domain appeared at `place`, left it, or moved on.
  void add(const Uuid& uuid, std::string_view name, std::int32_t id, Place place);
  void remove(const Uuid& uuid, std::string_view name, std::int32_t id, Place place);
  void move(const Uuid& uuid, std::string_view name, std::int32_t id, Place from, Place to);

  /// The domain at `place` changed its name, or its id (-1 for none).
  void rename(std::string_view from, std::string_view to, Place place);
  void change_id(std::int32_t from, std::int32_t to, Place place);

 private:
  PlaceIndex by_uuid_;
  PlaceIndex by_name_;
  PlaceIndex by_id_;
};

}  // namespace rollcall
