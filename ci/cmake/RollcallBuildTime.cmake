# What makes a build of everything quick, once all targets are known.

# The standard headers that most libraries include, compiled once for all.
file(CONFIGURE OUTPUT precompiled.cpp CONTENT "")
add_library(rollcall_precompiled STATIC "${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp")
target_precompile_headers(rollcall_precompiled PRIVATE
  <algorithm> <array> <atomic> <chrono> <functional> <map> <memory> <mutex> <optional> <set> <span> <sstream> <string>
  <string_view> <thread> <tl/expected.hpp> <unordered_map> <vector>)
target_link_libraries(rollcall_precompiled PRIVATE rollcall_warnings)
foreach(library IN ITEMS
    bench_parts checker core daemon flaws history kvmdriver lifecycle_spec mockdriver profile public reducer report
    rpc_client rpc_server rpc_wire schedule suites verifier wire_proxy workload)
  if(TARGET rollcall_${library})
    target_precompile_headers(rollcall_${library} REUSE_FROM rollcall_precompiled)
  endif()
endforeach()

# Programs that read a command line and hand over to a library.
foreach(program IN ITEMS bench planted_bugs wire_proxy_program)
  if(TARGET rollcall_${program})
    target_compile_options(rollcall_${program} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
endforeach()

# Presets compile several sources of a target at once (CMAKE_UNITY_BUILD), which halves the time of a build. Not what is
# there to be compiled alone, nor files whose classes hold types of their anonymous namespaces, which g++ then warns of,
# nor those that take in the names of a whole enumeration, or that declare the C library's functions.
set_target_properties(rollcall_interposers PROPERTIES UNITY_BUILD OFF)
if(TARGET public_headers_alone)
  set_target_properties(public_headers_alone PROPERTIES UNITY_BUILD OFF)
endif()

set_source_files_properties(
  "${PROJECT_SOURCE_DIR}/conformance/history/line_parser.cpp"
  "${PROJECT_SOURCE_DIR}/conformance/history/reader.cpp"
  TARGET_DIRECTORY rollcall_history PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
set_source_files_properties("${PROJECT_SOURCE_DIR}/bench/allocations.cpp"
  TARGET_DIRECTORY rollcall_bench_parts PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
set_source_files_properties("${PROJECT_SOURCE_DIR}/conformance/workload/synthetic_history.cpp"
  TARGET_DIRECTORY rollcall_synthetic_history PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)

set_source_files_properties(
  "${PROJECT_SOURCE_DIR}/conformance/suites/scheduled/themes.cpp"
  "${PROJECT_SOURCE_DIR}/conformance/suites/stateful/call.cpp"
  TARGET_DIRECTORY rollcall_suites PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
