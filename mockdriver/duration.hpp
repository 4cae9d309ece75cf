// Durations of virtual time as text: "250ms", "30s", "12h".

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rollcall {

/// What durations look like, for messages.
inline constexpr std::string_view kDurationForm =
    "a whole number and its unit, one of 'ns', 'us', 'ms', 's', 'min', 'h' or 'd', such as '30s'";

/// In nanoseconds; nothing when the text is no duration, or more than 100 years.
std::optional<std::uint64_t> parse_duration_ns(std::string_view text);

}  // namespace rollcall
