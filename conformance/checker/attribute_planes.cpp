#include "conformance/checker/attribute_planes.hpp"

#include <algorithm>
#include <bit>

namespace rollcall::checker {
namespace {

constexpr std::size_t kAbsentPlane = std::countr_zero(kAbsentBit);

}  // namespace

void AttributePlanes::resize(std::size_t domains) {
  const std::size_t words = words_for(domains);
  if (words == words_) return;
  std::vector<std::uint64_t> planes(words * kAttributes, 0);
  std::fill_n(planes.begin() + static_cast<std::ptrdiff_t>(words * kAbsentPlane), words, ~0ULL);
  for (std::size_t plane = 0; plane < kAttributes; ++plane) {
    std::copy_n(planes_.begin() + static_cast<std::ptrdiff_t>(plane * words_), words_,
                planes.begin() + static_cast<std::ptrdiff_t>(plane * words));
  }
  planes_ = std::move(planes);
  words_ = words;
}

void AttributePlanes::change(std::size_t domain, AttributeWord before, AttributeWord now) {
  for (AttributeWord rest = before ^ now; rest != 0; rest &= rest - 1) {
    const auto plane = static_cast<std::size_t>(std::countr_zero(rest));
    planes_[plane * words_ + domain / 64] ^= 1ULL << (domain % 64);
  }
}

void AttributePlanes::select(AttributeWord reject, Row& selected) const {
  selected.assign(words_, 0);
  for (AttributeWord rest = reject; rest != 0; rest &= rest - 1) {
    const auto plane = static_cast<std::size_t>(std::countr_zero(rest));
    const std::uint64_t* bits = planes_.data() + plane * words_;
    for (std::size_t word = 0; word < words_; ++word) selected[word] |= bits[word];
  }
  for (std::uint64_t& word : selected) word = ~word;
}

}  // namespace rollcall::checker
