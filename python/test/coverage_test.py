"""Every function and constant of the C headers has its place in Python, and the other way round."""

import inspect
import pathlib
import subprocess
import sys

import pytest

import rollcall
from names import CHECKPOINT, CONNECTION, DOMAIN, SNAPSHOT, UNUSED, c_functions, python_place

UPDATE = pathlib.Path(__file__).resolve().parents[1] / "update_constants.py"

# What the classes have beyond the C API.
OF_PYTHON = {
    CONNECTION: {"c_pointer", "library", "snapshot_async"},
    DOMAIN: {"c_pointer", "connect"},
    SNAPSHOT: {"c_pointer", "connect", "domain", "getConnect"},
    CHECKPOINT: {"c_pointer", "connect", "domain", "getConnect"},
}


def test_the_headers_declare_what_is_expected():
    functions = c_functions()
    assert len(functions) > 130
    assert "virConnectListAllDomains" in functions and "virTypedParamsAddULLong" in functions


@pytest.mark.parametrize("function", [name for name in c_functions() if name not in UNUSED])
def test_each_c_function_has_its_python_name(function):
    owner, name = python_place(function)
    assert hasattr(owner, name), f"{function} should be {owner.__name__}.{name}"


def test_each_function_without_a_python_name_exists_and_says_why():
    assert set(UNUSED) <= set(c_functions())


@pytest.mark.parametrize("owner", [CONNECTION, DOMAIN, SNAPSHOT, CHECKPOINT], ids=lambda cls: cls.__name__)
def test_each_method_comes_from_a_c_function(owner):
    mapped = {python_place(name)[1] for name in c_functions() if name not in UNUSED and python_place(name)[0] is owner}
    methods = {name for name in vars(owner) if not name.startswith("_")}
    assert methods == mapped | OF_PYTHON[owner]


def test_the_constants_are_those_of_the_headers():
    subprocess.run([sys.executable, str(UPDATE), "--check"], check=True)


def test_every_public_name_says_what_it_does():
    for owner in (rollcall, CONNECTION, DOMAIN, SNAPSHOT, CHECKPOINT, rollcall.libvirtError):
        for name, member in vars(owner).items():
            if inspect.isfunction(member) and not name.startswith("_"):
                assert member.__doc__, f"{owner.__name__}.{name} has no docstring"
