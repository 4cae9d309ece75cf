"""The first python3 on PATH, where it is not the interpreter of the build but can load the same module."""

import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig

import pytest

import rollcall

PACKAGES = str(pathlib.Path(rollcall.__file__).absolute().parents[1])
PROGRAM = "import rollcall; print([d.name() for d in rollcall.open('mock:///default').listAllDomains()])"


def answer_of(interpreter, program):
    """What an interpreter prints, with the package on its path."""
    settings = dict(os.environ, PYTHONPATH=PACKAGES)
    done = subprocess.run([interpreter, "-c", program], env=settings, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_another_interpreter_on_the_path_works_too():
    other = shutil.which("python3")
    if other is None or answer_of(other, "import sys; print(sys.executable)") == sys.executable:
        pytest.skip("there is no other python3 on PATH")
    abi = answer_of(other, "import sysconfig; print(sysconfig.get_config_var('SOABI'))")
    if abi != sysconfig.get_config_var("SOABI"):
        pytest.skip(f"{other} cannot load modules of this one: its ABI is {abi}")
    assert answer_of(other, PROGRAM) == "['test']"
