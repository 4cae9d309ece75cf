"""The names, signatures and values are those of the installed libvirt-python."""

import inspect

import pytest

import rollcall
from names import UNUSED, c_functions, python_place

libvirt = pytest.importorskip("libvirt", reason="the package python3-libvirt is not installed")

def offered():
    """Python places of all C functions that libvirt-python wraps."""
    return sorted(
        {
            (getattr(owner, "__name__"), name)
            for function in c_functions()
            if function not in UNUSED and not function.startswith("rollcall")
            for owner, name in [python_place(function)]
        }
    )


def of_module(module, owner, name):
    """The function of that name in one of the two modules."""
    return getattr(module if owner == "rollcall" else getattr(module, owner), name)


def shape(function):
    """What a caller must know: names, order, and defaults of the parameters that it may leave out."""
    return [
        (parameter.name, parameter.default)
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is not parameter.KEYWORD_ONLY
    ]


@pytest.mark.parametrize("owner, name", offered(), ids=lambda part: part)
def test_each_function_has_the_signature_of_libvirt_python(owner, name):
    theirs = of_module(libvirt, owner, name)
    if inspect.isbuiltin(theirs):
        pytest.skip(f"libvirt-python's {name} is a C function without a signature")
    assert shape(of_module(rollcall, owner, name)) == shape(theirs)


def test_each_constant_has_the_value_of_libvirt_python():
    ours = {name: value for name, value in vars(rollcall).items() if name.startswith("VIR_")}
    assert len(ours) > 500
    assert ours == {name: getattr(libvirt, name) for name in ours}


def test_the_exception_has_the_getters_of_libvirt_python():
    getters = {name for name in vars(libvirt.libvirtError) if name.startswith("get_")}
    assert getters == {name for name in vars(rollcall.libvirtError) if name.startswith("get_")}
    for name in getters | {"__init__"}:
        assert shape(getattr(rollcall.libvirtError, name)) == shape(getattr(libvirt.libvirtError, name))


def test_both_modules_give_the_same_answers_about_the_same_host():
    ours = rollcall.open("test:///default", library="libvirt.so.0")
    theirs = libvirt.open("test:///default")
    for question in ("getType", "getInfo", "getURI", "numOfDomains", "listDomainsID", "listDefinedDomains"):
        assert getattr(ours, question)() == getattr(theirs, question)(), question
    mine, its = ours.lookupByName("test"), theirs.lookupByName("test")
    for question in ("name", "UUID", "UUIDString", "ID", "state", "OSType", "maxMemory", "autostart", "isPersistent"):
        assert getattr(mine, question)() == getattr(its, question)(), question
    assert mine.info()[:4] == its.info()[:4]
    assert mine.XMLDesc() == its.XMLDesc()
    assert [type(item) for item in mine.controlInfo()] == [type(item) for item in its.controlInfo()]


def test_both_modules_raise_the_same_error_for_the_same_mistake():
    ours = rollcall.open("test:///default", library="libvirt.so.0")
    theirs = libvirt.open("test:///default")
    with pytest.raises(rollcall.libvirtError) as mine:
        ours.lookupByName("nobody")
    with pytest.raises(libvirt.libvirtError) as its:
        theirs.lookupByName("nobody")
    assert mine.value.err == its.value.err
    assert str(mine.value) == str(its.value)
