// What a host's table says of a domain, made from its runtime.

#include "api/core/domain_runtime.hpp"

#include "lifecycle_table.hpp"

namespace rollcall {
namespace {

TEST(DomainRuntime, SaysInItsStatusWhatAListingCanAsk) {
  const DomainStatus inactive = status_of(lifecycle::domain("I+MS+A+S"), {});
  for (const unsigned flag :
       {VIR_CONNECT_LIST_DOMAINS_INACTIVE, VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
        VIR_CONNECT_LIST_DOMAINS_SHUTOFF, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE,
        VIR_CONNECT_LIST_DOMAINS_AUTOSTART, VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT,
        VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT}) {
    EXPECT_TRUE(inactive.has(flag)) << flag;
  }
  const DomainStatus running = status_of(lifecycle::domain("RT+C"), {});
  for (const unsigned flag :
       {VIR_CONNECT_LIST_DOMAINS_ACTIVE, VIR_CONNECT_LIST_DOMAINS_TRANSIENT,
        VIR_CONNECT_LIST_DOMAINS_RUNNING, VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE,
        VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART, VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT,
        VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT}) {
    EXPECT_TRUE(running.has(flag)) << flag;
  }
}

TEST(DomainRuntime, TakesTheSizesFromTheDefinition) {
  DomainDefinition definition;
  definition.vcpus = 2;
  definition.vcpus_max = 4;
  definition.memory_kib = 100;
  definition.memory_max_kib = 200;
  const DomainStatus status = status_of(lifecycle::domain("RP"), definition);
  EXPECT_EQ(status.vcpus, 2u);
  EXPECT_EQ(status.vcpus_max, 4u);
  EXPECT_EQ(status.memory_kib, 100u);
  EXPECT_EQ(status.memory_max_kib, 200u);
  EXPECT_EQ(status.state, VIR_DOMAIN_RUNNING);
  EXPECT_EQ(status.reason, VIR_DOMAIN_RUNNING_BOOTED);
  EXPECT_GT(status.id, 0);
}

TEST(DomainRuntime, CostsLittleWithoutMoments) { EXPECT_LE(sizeof(DomainRuntime), 96u); }

}  // namespace
}  // namespace rollcall
