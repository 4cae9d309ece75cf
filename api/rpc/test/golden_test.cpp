// Our codec against rpcgen's: the same values give the same bytes, in both directions.

#include <golden.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "api/rpc/wire/packet.hpp"
#include "api/rpc/wire/procedures.hpp"

namespace rollcall::rpc {
namespace {

constexpr Uuid kUuid{0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07,
                     0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};

template <class T>
Bytes ours(const T& value) {
  XdrWriter writer(kPacketMax);
  encode(writer, value);
  EXPECT_TRUE(writer.ok());
  return writer.take();
}

template <class T>
Bytes theirs(bool_t (*code)(XDR*, T*), T value) {
  std::vector<char> room(1 << 16);
  XDR stream;
  xdrmem_create(&stream, room.data(), static_cast<unsigned>(room.size()), XDR_ENCODE);
  EXPECT_TRUE(code(&stream, &value));
  const unsigned size = xdr_getpos(&stream);
  xdr_destroy(&stream);
  return {room.begin(), room.begin() + size};
}

char* text(const char* chars) { return const_cast<char*>(chars); }

golden_domain golden(const Domain& domain) {
  golden_domain copy{};
  copy.name = text(domain.name.data());
  std::copy(domain.uuid.begin(), domain.uuid.end(), reinterpret_cast<std::uint8_t*>(copy.uuid));
  copy.id = domain.id;
  return copy;
}

TEST(GoldenBytes, AreOursForADomainWhateverTheLengthOfItsName) {
  for (const char* name : {"", "a", "ab", "abc", "abcd", "abcde"}) {
    const Domain domain{.name = name, .uuid = kUuid, .id = -1};
    EXPECT_EQ(ours(domain), theirs(xdr_golden_domain, golden(domain))) << name;
  }
}

TEST(GoldenBytes, AreOursForASnapshot) {
  const DomainChild child{.name = "first", .domain = {.name = "vm", .uuid = kUuid, .id = 3}};
  golden_child copy{text("first"), golden(child.domain)};
  EXPECT_EQ(ours(child), theirs(xdr_golden_child, copy));
}

TEST(GoldenBytes, AreOursForAList) {
  const Domain one{.name = "one", .uuid = kUuid, .id = 1};
  const Domain two{.name = "two", .uuid = kUuid, .id = -1};
  golden_domain copies[] = {golden(one), golden(two)};
  golden_list list{};
  list.domains.domains_len = 2;
  list.domains.domains_val = copies;
  list.ret = 2;
  const ConnectListAllDomains::Results results{List<Domain>{{one, two}}, 2};
  EXPECT_EQ(ours(results), theirs(xdr_golden_list, list));
}

TEST(GoldenBytes, AreOursForEveryKindOfTypedParameter) {
  StatsRecord record{.domain = {.name = "vm", .uuid = kUuid, .id = 7}, .params = {}};
  std::vector<golden_param> params;
  const auto add = [&](const char* field, auto value, auto fill) {
    TypedParam param{.field = field, .value = {}};
    param.value = value;
    record.params.items.push_back(param);
    golden_param copy{};
    copy.field = text(field);
    copy.value.type = static_cast<int>(param.value.index() + 1);
    fill(copy.value.golden_value_u);
    params.push_back(copy);
  };
  add("i", std::int32_t{-5}, [](auto& u) { u.i = -5; });
  add("ui", std::uint32_t{4000000000U}, [](auto& u) { u.ui = 4000000000U; });
  add("l", std::int64_t{-1}, [](auto& u) { u.l = -1; });
  add("ul", std::uint64_t{1} << 63, [](auto& u) { u.ul = std::uint64_t{1} << 63; });
  add("d", 2.5, [](auto& u) { u.d = 2.5; });
  add("b", true, [](auto& u) { u.b = 1; });
  add("s", Text("text"), [](auto& u) { u.s = text("text"); });
  golden_record copy{};
  copy.domain = golden(record.domain);
  copy.params.params_len = static_cast<unsigned>(params.size());
  copy.params.params_val = params.data();
  const Bytes bytes = ours(record);
  EXPECT_EQ(bytes, theirs(xdr_golden_record, copy));
  EXPECT_EQ(decode_payload<StatsRecord>(bytes)->params, record.params);
}

TEST(GoldenBytes, AreOursForCharactersAndShortNumbersOfAWordEach) {
  const DomainGetInfo::Results info{std::uint8_t{1}, 1048576, 524288, std::uint16_t{4}, 123456789};
  EXPECT_EQ(ours(info), theirs(xdr_golden_info, golden_info{1, 1048576, 524288, 4, 123456789}));
  std::tuple<CharArray<32>, std::uint64_t, std::int32_t> node{{}, 8388608, 4};
  golden_node copy{};
  for (std::size_t i = 0; i < 6; ++i) {
    std::get<0>(node).chars[i] = "x86_64"[i];
    copy.model[i] = "x86_64"[i];
  }
  copy.memory = 8388608;
  copy.cpus = 4;
  EXPECT_EQ(ours(node), theirs(xdr_golden_node, copy));
}

TEST(GoldenBytes, AreOursForOpaqueData) {
  const std::vector<std::uint8_t> map{0xff, 0x01, 0x80};
  golden_map copy{};
  copy.map.map_len = 3;
  copy.map.map_val = text(reinterpret_cast<const char*>(map.data()));
  copy.online = 9;
  const std::tuple<Opaque<2048>, std::uint32_t> mine{Opaque<2048>{map}, 9};
  EXPECT_EQ(ours(mine), theirs(xdr_golden_map, copy));
}

TEST(GoldenBytes, AreOursForAnErrorWithAndWithoutItsParts) {
  golden_text message = text("no such thing");
  golden_error bare{};
  bare.code = 42;
  bare.from = 20;
  bare.message = &message;
  bare.level = 2;
  bare.int1 = bare.int2 = -1;
  RemoteError error{.code = 42, .domain = 20, .message = "no such thing"};
  EXPECT_EQ(ours(error), theirs(xdr_golden_error, bare));

  error.dom = Domain{.name = "vm", .uuid = kUuid, .id = 1};
  golden_domain domain = golden(*error.dom);
  bare.dom = &domain;
  error.net = Network{.name = "net", .uuid = kUuid};
  golden_network net{text("net"), {}};
  std::copy(kUuid.begin(), kUuid.end(), reinterpret_cast<std::uint8_t*>(net.uuid));
  bare.net = &net;
  EXPECT_EQ(ours(error), theirs(xdr_golden_error, bare));
}

RC_GTEST_PROP(GoldenBytes, ComeBackThroughRpcgenAsTheyWere,
              (std::string name, Uuid uuid, std::int32_t id)) {
  std::erase(name, '\0');
  Bytes bytes = ours(Domain{.name = name, .uuid = uuid, .id = id});
  XDR stream;
  xdrmem_create(&stream, reinterpret_cast<char*>(bytes.data()), static_cast<unsigned>(bytes.size()),
                XDR_DECODE);
  golden_domain copy{};
  RC_ASSERT(xdr_golden_domain(&stream, &copy));
  RC_ASSERT(copy.name == name);
  RC_ASSERT(std::equal(uuid.begin(), uuid.end(), reinterpret_cast<std::uint8_t*>(copy.uuid)));
  RC_ASSERT(copy.id == id);
  xdr_free(reinterpret_cast<xdrproc_t>(xdr_golden_domain), &copy);
}

}  // namespace
}  // namespace rollcall::rpc
