# rollcall_add_test(NAME <target> SOURCES <files> LIBRARIES <targets> [LABEL <label>] [TIMEOUT <s>])
# A GoogleTest program as one CTest entry, which leaves its JUnit report in <build>/report/test/<target>.xml.
include(CTest)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)

function(rollcall_add_test)
  cmake_parse_arguments(arg "" "NAME;LABEL;TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
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
  set_target_properties(${arg_NAME} PROPERTIES
                        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/test")
  add_test(NAME ${arg_NAME}
           COMMAND ${arg_NAME} "--gtest_output=xml:${PROJECT_BINARY_DIR}/report/test/${arg_NAME}.xml")
  set_tests_properties(${arg_NAME} PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT})
endfunction()
