// Prints small histories and certificates for the messages of failing tests.

#pragma once

#include <sstream>
#include <string>

#include "conformance/checker/verdict.hpp"
#include "conformance/history/call_names.hpp"

namespace rollcall::checker {

inline void print(std::ostream& out, const history::DomainState& state) {
  if (!state.exists) {
    out << "absent";
    return;
  }
  out << (state.active ? "active" : "inactive") << (state.persistent ? " persistent" : " transient")
      << " state " << state.state << (state.autostart ? " autostart" : "")
      << (state.managed_save ? " saved" : "") << " snapshots " << state.snapshots << " checkpoints "
      << state.checkpoints << " id " << state.id << " name " << state.name;
}

inline std::string print(const history::History& history) {
  std::ostringstream out;
  for (std::size_t domain = 0; domain < history.host.domains.size(); ++domain) {
    out << "domain " << domain << ": ";
    print(out, history.host.domains[domain].initial);
    out << '\n';
  }
  for (std::size_t number = 0; number < history.batch.operations.size(); ++number) {
    const history::Operation& operation = history.batch.operations[number];
    out << number << ": [" << operation.invocation << ", "
        << static_cast<std::int64_t>(operation.response) << "] thread " << operation.thread << ' '
        << name_of(operation.call) << " domain " << static_cast<std::int32_t>(operation.domain)
        << " argument " << operation.argument << ' ' << name_of(operation.outcome) << " value "
        << operation.value;
    for (const history::Entry& entry : history.batch.entries_of(operation)) {
      out << " {" << static_cast<std::int32_t>(entry.domain) << " name "
          << static_cast<std::int32_t>(entry.name) << " id " << entry.id << " state " << entry.state
          << '}';
    }
    out << (operation.terminated ? "" : " unterminated") << (operation.holes > 0 ? " holes" : "")
        << '\n';
  }
  return out.str();
}

inline std::string print(const Certificate& certificate) {
  std::ostringstream out;
  out << "certificate: kind " << static_cast<int>(certificate.kind) << " reader "
      << certificate.reader << " domains";
  for (const history::DomainNumber domain : certificate.domains) out << ' ' << domain;
  out << " order";
  for (const OperationNumber operation : certificate.order) out << ' ' << operation;
  out << " cycle";
  for (const Step& step : certificate.cycle) {
    out << " (" << step.operation << " because " << static_cast<int>(step.because) << " domain "
        << static_cast<std::int32_t>(step.domain) << ')';
  }
  out << ' ' << certificate.text << '\n';
  return out.str();
}

}  // namespace rollcall::checker
