"""The types: the package keeps to them, and the stubs to what the extension has."""

import os
import pathlib
import shutil
import subprocess

import pytest

import rollcall

SOURCE = pathlib.Path(__file__).resolve().parents[1]
PACKAGES = str(pathlib.Path(rollcall.__file__).absolute().parents[1])

pytestmark = pytest.mark.skipif(shutil.which("stubtest") is None, reason="the package mypy is not installed")


def run(*command, cache):
    """The program must find nothing to complain about."""
    settings = dict(os.environ, MYPYPATH=PACKAGES, MYPY_CACHE_DIR=str(cache))
    done = subprocess.run(command, env=settings, cwd=PACKAGES, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_keeps_to_its_types(tmp_path):
    run("mypy", "--config-file", str(SOURCE / "mypy.ini"), "-p", "rollcall", cache=tmp_path)


def test_the_stubs_are_what_the_extension_has(tmp_path):
    allowlist = str(SOURCE / "stubtest_allowlist.txt")
    configuration = str(SOURCE / "mypy.ini")
    run("stubtest", "--allowlist", allowlist, "--mypy-config-file", configuration, "rollcall._core", cache=tmp_path)


def test_the_package_says_that_it_is_typed():
    assert (pathlib.Path(rollcall.__file__).parent / "py.typed").exists()
