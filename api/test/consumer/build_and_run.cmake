# Installs a build into a prefix, moves the prefix, builds the consumers against it both ways, and
# runs them; then builds a backend against it and uses that.
# Variables: BUILD_DIR (the build to install), WORK_DIR (scratch), FLAGS (of compiler and linker), URI.
set(prefix "${WORK_DIR}/prefix")

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE "${WORK_DIR}")
run("${CMAKE_COMMAND}" --install "${BUILD_DIR}" --prefix "${WORK_DIR}/first")
file(RENAME "${WORK_DIR}/first" "${prefix}")

file(GLOB_RECURSE pc_file "${prefix}/*/rollcall.pc")
cmake_path(GET pc_file PARENT_PATH pc_folder)
set(ENV{PKG_CONFIG_PATH} "${pc_folder}")

foreach(uses_pkg_config OFF ON)
  set(folder "${WORK_DIR}/consumer-pkg-config-${uses_pkg_config}")
  run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}" -B "${folder}" -G Ninja
      "-DCMAKE_PREFIX_PATH=${prefix}" "-DCONSUMER_USES_PKG_CONFIG=${uses_pkg_config}"
      "-DCMAKE_C_FLAGS=${FLAGS}" "-DCMAKE_CXX_FLAGS=${FLAGS}")
  run("${CMAKE_COMMAND}" --build "${folder}")
  run("${folder}/list_domains" "${URI}")
  run("${folder}/list_names" "${URI}")
endforeach()

# A backend built elsewhere, found through the environment.
set(folder "${WORK_DIR}/example_backend")
run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/../example_backend" -B "${folder}" -G Ninja
    "-DCMAKE_PREFIX_PATH=${prefix}" "-DCMAKE_CXX_FLAGS=${FLAGS}")
run("${CMAKE_COMMAND}" --build "${folder}")
set(ENV{ROLLCALL_DRIVER_PATH} "${folder}")
run("${WORK_DIR}/consumer-pkg-config-OFF/switch_lamps")
