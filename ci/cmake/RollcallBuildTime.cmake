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

# What reads a command line and hands over to a library.
foreach(program IN ITEMS bench conformance daemon planted_bugs wire_proxy_program)
  if(TARGET rollcall_${program})
    target_compile_options(rollcall_${program} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
endforeach()

# Presets compile several sources of a target at once (CMAKE_UNITY_BUILD), which halves the time of a build. Not what is
# there to be compiled alone, nor files whose classes hold types of their anonymous namespaces, which g++ then warns of,
# nor those that take in the names of a whole enumeration, or that declare the C library's functions.
foreach(target IN ITEMS rollcall_interposers public_headers_alone)
  if(TARGET ${target})
    set_target_properties(${target} PROPERTIES UNITY_BUILD OFF)
  endif()
endforeach()

# compile_alone(<target> <source>...): sources by their paths in the tree.
function(compile_alone target)
  if(TARGET ${target})
    list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/")
    set_source_files_properties(${ARGN} TARGET_DIRECTORY ${target} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endfunction()
compile_alone(rollcall_history conformance/history/line_parser.cpp conformance/history/reader.cpp)
compile_alone(rollcall_bench_parts bench/allocations.cpp)
compile_alone(rollcall_synthetic_history conformance/workload/synthetic_history.cpp)
compile_alone(rollcall_suites conformance/suites/scheduled/themes.cpp conformance/suites/stateful/call.cpp)
