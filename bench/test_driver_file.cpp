#include "bench/test_driver_file.hpp"

#include <fmt/format.h>

#include <iterator>

namespace rollcall::bench {

std::string test_driver_host(std::size_t domains) {
  std::string xml = "<node>\n";
  for (std::size_t i = 0; i < domains; ++i) {
    fmt::format_to(std::back_inserter(xml),
                   "<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>"
                   "<name>vm-{}</name><memory>8192</memory><os><type>hvm</type></os>"
                   "<test:runstate>{}</test:runstate></domain>\n",
                   i, i % 2 == 0 ? 1 : 5);
  }
  return xml + "</node>\n";
}

}  // namespace rollcall::bench
