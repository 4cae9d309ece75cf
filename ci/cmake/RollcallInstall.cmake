# What `cmake --install` puts below the prefix: the C library and its headers, the driver library for backends
# built elsewhere, the programs, a CMake package and a pkg-config file. Headers go below include/rollcall, so the
# genuine libvirt-dev can stay installed beside them; nothing refers to the prefix by its absolute path.
include(CMakePackageConfigHelpers)

set(ROLLCALL_HEADERS_DIR "${CMAKE_INSTALL_INCLUDEDIR}/rollcall")
set(ROLLCALL_PACKAGE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/rollcall")

# rollcall_install_library(<target> <export set>): one library with its headers' folder and its export file.
function(rollcall_install_library target export_set)
  if(NOT TARGET ${target})
    return()
  endif()
  install(TARGETS ${target} EXPORT ${export_set}
          LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
          ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
          INCLUDES DESTINATION "${ROLLCALL_HEADERS_DIR}")
  install(EXPORT ${export_set} NAMESPACE Rollcall:: DESTINATION "${ROLLCALL_PACKAGE_DIR}")
endfunction()

rollcall_install_library(rollcall rollcallTargets)
rollcall_install_library(rollcall_core rollcallDriverTargets)
if(TARGET rollcall_core)
  set_target_properties(rollcall_core PROPERTIES EXPORT_NAME driver)
endif()

foreach(program rollcall_conformance rollcall_bench)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  endif()
endforeach()

install(DIRECTORY "${PROJECT_SOURCE_DIR}/api/include/" DESTINATION "${ROLLCALL_HEADERS_DIR}"
        FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
# The driver interface is written in terms of core types, included by their path in the tree.
install(DIRECTORY "${PROJECT_SOURCE_DIR}/api/core" DESTINATION "${ROLLCALL_HEADERS_DIR}/api"
        FILES_MATCHING PATTERN "*.hpp")

configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/rollcallConfig.cmake.in" "${PROJECT_BINARY_DIR}/rollcallConfig.cmake"
  INSTALL_DESTINATION "${ROLLCALL_PACKAGE_DIR}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/rollcallConfigVersion.cmake"
                                 COMPATIBILITY SameMajorVersion)
install(FILES "${PROJECT_BINARY_DIR}/rollcallConfig.cmake"
              "${PROJECT_BINARY_DIR}/rollcallConfigVersion.cmake"
        DESTINATION "${ROLLCALL_PACKAGE_DIR}")

# The prefix as seen from the folder of the pkg-config file.
file(RELATIVE_PATH ROLLCALL_PC_TO_PREFIX
     "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
configure_file("${CMAKE_CURRENT_LIST_DIR}/rollcall.pc.in" "${PROJECT_BINARY_DIR}/rollcall.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/rollcall.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
