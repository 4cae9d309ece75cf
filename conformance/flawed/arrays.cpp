// Flaws of the array that a listing returns: its length, its end, its elements.

#include "conformance/flawed/answer.hpp"
#include "conformance/flawed/flaw.hpp"

namespace rollcall::flawed {
namespace {

int forget_terminator(virConnectPtr connection, virDomainPtr** domains, unsigned flags) {
  const int length = backend().virConnectListAllDomains(connection, domains, flags);
  if (length > 0 && domains != nullptr) (*domains)[length] = (*domains)[0];
  return length;
}

int return_one_more(virConnectPtr connection, virDomainPtr** domains, unsigned flags) {
  const int length = backend().virConnectListAllDomains(connection, domains, flags);
  return length > 0 && domains != nullptr ? length + 1 : length;
}

std::optional<Answer> drop_last(virConnectPtr connection, unsigned flags) {
  auto answer = list(connection, flags);
  if (answer && !answer->empty()) answer->pop_back();
  return answer;
}

std::optional<Answer> leave_hole(virConnectPtr connection, unsigned flags) {
  auto answer = list(connection, 0);
  const std::set<Uuid> listed = matching(connection, flags);
  if (!answer || flags == 0) return answer;
  Answer with_holes;
  for (Handle& handle : *answer) {
    if (listed.count(uuid_of(handle.get())) == 0) handle = nullptr;
    with_holes.push_back(std::move(handle));
  }
  return with_holes;
}

int keep_last_error(virConnectPtr connection, virDomainPtr** domains, unsigned flags) {
  const int length = backend().virConnectListAllDomains(connection, domains, flags);
  backend().virDomainFree(nullptr);
  return length;
}

}  // namespace

std::vector<Flaw> array_flaws() {
  return {
      {"forgets_terminator",
       "the element behind the last handle is not NULL",
       "contract",
       "contract/list-terminator/virConnectListAllDomains/terminator",
       {ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, forget_terminator)}},
      {"returns_one_more",
       "the number returned is one more than the handles",
       "contract",
       "contract/list-terminator/virConnectListAllDomains/hole",
       {ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, return_one_more)}},
      {"drops_last",
       "the last domain of each list is left out",
       "filters",
       "filters/array/0",
       {ROLLCALL_FLAWED_LISTS_BY(drop_last)}},
      {"leaves_holes",
       "domains that do not match are NULL among those that do",
       "atomicity",
       "atomicity/W",
       {ROLLCALL_FLAWED_LISTS_BY(leave_hole)}},
      {"keeps_last_error",
       "a listing that succeeds leaves an error behind",
       "contract",
       "contract/list-error-state/virConnectListAllDomains/error",
       {ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, keep_last_error)}},
  };
}

}  // namespace rollcall::flawed
