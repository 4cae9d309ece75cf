# rollcall_add_test(NAME <target> SOURCES <files> LIBRARIES <targets> [LABEL <label>] [TIMEOUT <s>] [OPTIMISED])
# A GoogleTest program as one CTest entry, which leaves its JUnit report in <build>/report/test/<target>.xml. Those with
# the longest time-outs begin first, so that no long test is left over at the end. OPTIMISED: the test itself computes.
include(CTest)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)

# Test code is compiled often and run briefly; what it tests keeps the optimisation of the preset.
set(rollcall_test_options $<$<CONFIG:Release>:-O0>)

# What nearly all tests include, compiled once for all of them; a program, since those of a library have other flags.
if(BUILD_TESTING)
  file(CONFIGURE OUTPUT precompiled_for_tests.cpp CONTENT "int main() {}\n")
  add_executable(rollcall_precompiled_for_tests "${CMAKE_CURRENT_BINARY_DIR}/precompiled_for_tests.cpp")
  target_precompile_headers(rollcall_precompiled_for_tests PRIVATE
    <gmock/gmock.h> <gtest/gtest.h> <rapidcheck/gtest.h>)
  target_compile_options(rollcall_precompiled_for_tests PRIVATE ${rollcall_test_options})
  target_link_libraries(rollcall_precompiled_for_tests PRIVATE rollcall_warnings GTest::gmock rapidcheck rapidcheck_gtest)
  set_target_properties(rollcall_precompiled_for_tests PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/test")
endif()

function(rollcall_add_test)
  cmake_parse_arguments(arg "OPTIMISED" "NAME;LABEL;TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT BUILD_TESTING)
    return()
  endif()
  if(NOT arg_LABEL)
    set(arg_LABEL unit)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  add_executable(${arg_NAME} ${arg_SOURCES})
  target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBRARIES} rollcall_warnings
                        GTest::gmock GTest::gtest_main rapidcheck rapidcheck_gtest)
  if(NOT arg_OPTIMISED)
    target_compile_options(${arg_NAME} PRIVATE ${rollcall_test_options})
    target_precompile_headers(${arg_NAME} REUSE_FROM rollcall_precompiled_for_tests)
  endif()
  set_target_properties(${arg_NAME} PROPERTIES
                        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/test"
                        UNITY_BUILD_BATCH_SIZE 24)
  add_test(NAME ${arg_NAME}
           COMMAND ${arg_NAME} "--gtest_output=xml:${PROJECT_BINARY_DIR}/report/test/${arg_NAME}.xml")
  set_tests_properties(${arg_NAME} PROPERTIES LABELS ${arg_LABEL}
                       TIMEOUT ${arg_TIMEOUT} COST ${arg_TIMEOUT})
endfunction()
