# Presets compile several sources of a target at once (CMAKE_UNITY_BUILD), which halves the time of a build. Not those of
# targets whose files use one name for different things of their own, or that are there to be compiled alone.
set(rollcall_compiled_by_file
  bench_test
  conformance_report_test
  conformance_spec_test
  core_definition_test
  core_lifecycle_test
  public_headers_alone
  rollcall_bench_parts
  rollcall_daemon
  rollcall_flaws
  rollcall_history
  rollcall_interposers
  rollcall_rpc_server
  rollcall_synthetic_history)
foreach(target IN LISTS rollcall_compiled_by_file)
  if(TARGET ${target})
    set_target_properties(${target} PROPERTIES UNITY_BUILD OFF)
  endif()
endforeach()

file(GLOB rollcall_contract_cases "${PROJECT_SOURCE_DIR}/conformance/suites/contract/*.cpp")
set_source_files_properties(${rollcall_contract_cases}
  TARGET_DIRECTORY rollcall_suites PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
