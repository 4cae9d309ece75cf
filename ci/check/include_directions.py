#!/usr/bin/env python3
"""Enforces who may include whom.

Every source file belongs to the module with the longest path in MODULES that contains it; MAY_SEE lists, for
each module, the modules whose files it may include besides its own. Folders named `test` below a module may see
what the module sees. A file in no module is a complaint too, so a new folder needs a rule.
"""

import pathlib
import re

import tree

# Path prefix -> module. A file name is a prefix of itself.
MODULES = {
    "api/include/libvirt": "c_api",
    "api/include/rollcall/rollcall.h": "c_api",
    "api/include/rollcall/mock.h": "c_api",
    "api/include/rollcall/domain_status.h": "c_api",
    "api/include/rollcall/driver.hpp": "driver",
    "api/include/rollcall/table_connection.hpp": "driver",
    "api/core/host_connection.cpp": "driver",
    "api/core/inquiry_connection.hpp": "driver",
    "api/core/inquiry_connection.cpp": "driver",
    "api/core/table_connection.cpp": "driver",
    "api/include/rollcall": "core",
    "api/core": "core",
    "api/public": "public",
    "api/public/compose_drivers.cpp": "composition",
    "api/rpc/wire": "rpc_wire",
    "api/rpc/test": "rpc_test",
    "api/rpc/client": "rpc_client",
    "api/rpc/proxy": "rpc_proxy",
    "api/rpc/proxy/test": "rpc_proxy_test",
    "api/rpc/server": "rpc_server",
    "api/daemon": "daemon",
    "api/daemon/test/slow_driver.cpp": "example_backend",
    "api/fuzz": "rpc_test",
    "api/fuzz/client.cpp": "rpc_client",
    "api/test": "api_test",
    "api/test/daemon_process.hpp": "c_api",  # tests of every folder may use these three
    "api/test/temporary_folder.hpp": "c_api",
    "conformance/test/run_program.hpp": "c_api",
    "api/test/consumer": "consumer",
    "api/test/example_backend": "example_backend",
    "mockdriver": "mockdriver",
    "kvmdriver": "kvmdriver",
    "conformance": "kit",
    "conformance/sut": "sut",
    "conformance/spec": "spec",
    "conformance/history": "history",
    "conformance/checker": "checker",
    "conformance/schedule": "schedule",
    "conformance/workload": "workload",
    "conformance/suites": "suites",
    "conformance/report": "report",
    "bench": "bench",
    "python": "python",
}

DRIVER_SIDE = {"driver", "core", "c_api"}
MODELS = {"spec", "history", "checker"}
KIT = MODELS | {"sut", "schedule", "workload", "suites", "report", "kit"}

MAY_SEE = {
    "c_api": set(),
    "core": {"c_api"},
    "driver": {"core", "c_api"},
    "mockdriver": DRIVER_SIDE,
    "kvmdriver": DRIVER_SIDE,
    "rpc_wire": set(),
    "rpc_test": {"rpc_wire", "rpc_server", "c_api"},
    "rpc_client": DRIVER_SIDE | {"rpc_wire"},
    "rpc_proxy": {"core", "rpc_wire"},
    "rpc_proxy_test": {"core", "rpc_wire", "rpc_proxy", "rpc_client", "c_api"},
    "rpc_server": {"rpc_wire", "c_api"},
    "daemon": {"rpc_server", "rpc_wire", "c_api"},
    "public": DRIVER_SIDE,
    "composition": DRIVER_SIDE | {"public", "mockdriver", "kvmdriver", "rpc_client"},
    "api_test": DRIVER_SIDE | {"public"},
    "consumer": {"c_api"},
    "example_backend": DRIVER_SIDE,
    "spec": set(),
    "history": set(),
    "checker": {"spec", "history"},
    "sut": {"c_api"},
    "schedule": {"c_api", "history"},
    "workload": {"spec", "history", "schedule", "sut", "c_api"},
    "report": MODELS,
    "suites": KIT | {"c_api"},
    "kit": KIT | {"c_api"},
    "bench": {"sut", "c_api", "history", "checker", "workload", "schedule", "suites"},
    "python": {"c_api"},
}

# Folders that an #include path may start from, after the including file's own.
INCLUDE_ROOTS = (".", "api/include", "api", "mockdriver", "conformance")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def module_of(path):
    """Module of a path relative to the root, or None."""
    for prefix in (path, *path.parents):
        if prefix.as_posix() in MODULES:
            return MODULES[prefix.as_posix()]
    return None


def included_file(root, includer, bracket, name):
    """The file of the tree that an #include means, relative to the root, or None when it is outside."""
    own_folder = [includer.parent] if bracket == '"' else []
    for folder in own_folder + [pathlib.Path(r) for r in INCLUDE_ROOTS]:
        target = (root / folder / name).resolve()
        if target.is_file() and target.is_relative_to(root):
            return target.relative_to(root)
    if name.startswith(("libvirt/", "rollcall/")):
        return pathlib.Path("api/include") / name
    return None


def complaint_about(root, path, bracket, name):
    """Why `path` must not include `name`, or None."""
    target = included_file(root, path, bracket, name)
    if target is None:
        return f'"{name}" is not in the tree' if bracket == '"' else None
    source, seen = module_of(path), module_of(target)
    if source != seen and seen not in MAY_SEE[source]:
        allowed = ", ".join(sorted(MAY_SEE[source])) or "nothing of ours"
        return f"{source} must not include {target.as_posix()} ({seen}); it may see: {allowed}"
    return None


def check(root):
    """Complaints about every #include of the tree."""
    root = pathlib.Path(root).resolve()
    complaints = []
    for path in tree.files(root, tree.CODE_SUFFIXES):
        if module_of(path) is None:
            complaints.append(f"{path}:1: no rule says what this folder may include")
            continue
        for number, line in tree.lines(root, path):
            include = INCLUDE.match(line)
            complaint = include and complaint_about(root, path, *include.groups())
            if complaint:
                complaints.append(f"{path}:{number}: {complaint}")
    return complaints


if __name__ == "__main__":
    tree.main(check)
