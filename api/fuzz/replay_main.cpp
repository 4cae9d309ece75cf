// Runs a fuzz target without a fuzzer: on every file of a corpus, and on variants of each that are
// the same on every machine. usage: TARGET FOLDER

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int kVariants = 200;

/// A small generator: variants need to be many and repeatable, not random.
class Sequence {
 public:
  std::size_t below(std::size_t bound) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(state_ >> 33) % bound;
  }

 private:
  std::uint64_t state_ = 1;
};

std::vector<std::uint8_t> variant(std::vector<std::uint8_t> bytes, Sequence& sequence) {
  for (std::size_t changes = 1 + sequence.below(4); changes > 0 && !bytes.empty(); --changes) {
    const std::size_t at = sequence.below(bytes.size());
    switch (sequence.below(4)) {
      case 0:
        bytes[at] = static_cast<std::uint8_t>(sequence.below(256));
        break;
      case 1:
        bytes[at] ^= static_cast<std::uint8_t>(1U << sequence.below(8));
        break;
      case 2:
        bytes.resize(at);
        break;
      default:
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), 0xff);
    }
  }
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  Sequence sequence;
  int runs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    for (int i = 0; i < kVariants; ++i, ++runs) {
      const auto changed = variant(bytes, sequence);
      LLVMFuzzerTestOneInput(changed.data(), changed.size());
    }
  }
  std::printf("%d inputs\n", runs);
  return runs > 0 ? 0 : 1;
}
