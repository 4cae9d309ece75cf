"""The wheel: it is built without a network, installs into a fresh environment, and works there."""

import os
import pathlib
import shutil
import subprocess
import sys
import zipfile

import pytest

import rollcall

SOURCE = pathlib.Path(__file__).resolve().parents[1]
BUILD = pathlib.Path(rollcall.__file__).absolute().parents[2]

for module in ("build", "setuptools", "wheel", "pip"):
    pytest.importorskip(module, reason=f"the package python3-{module} is not installed")
if not (BUILD / "lib" / "librollcall.so.1").exists():
    pytest.skip("this package does not lie in a build", allow_module_level=True)


def run(*command, **environment):
    """The output of a command, which must succeed."""
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    settings.update(environment, PIP_NO_INDEX="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel, made from a copy of the sources and from the build at hand."""
    folder = tmp_path_factory.mktemp("wheel")
    source = shutil.copytree(SOURCE, folder / "python", ignore=shutil.ignore_patterns("build", "*.egg-info"))
    build = ("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source))
    run(sys.executable, *build, ROLLCALL_BUILD_DIR=str(BUILD))
    [made] = folder.glob("rollcall-*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The interpreter of a fresh environment that has the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    interpreter = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", str(interpreter), "install", "--no-deps", str(wheel))
    return str(interpreter)


def test_the_wheel_holds_library_types_and_programs(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"rollcall/lib/librollcall.so.1", "rollcall/py.typed", "rollcall/_core.pyi", "rollcall/mock.py"} <= names
    assert "rollcall/bin/rollcall-conformance" in names
    assert "linux" in wheel.name and "none-any" not in wheel.name


def test_it_works_in_a_fresh_environment(python):
    program = "import rollcall; print([d.name() for d in rollcall.open('mock:///default').listAllDomains()])"
    assert run(python, "-c", program) == "['test']\n"
    assert str(BUILD) not in run(python, "-c", "import rollcall; rollcall.open(); print(open('/proc/self/maps').read())")


def test_its_programs_run_there(python):
    program = "from rollcall import conformance as c; print(c.run(uri='mock:///default', suites=['contract']).passed)"
    assert run(python, "-c", program) == "True\n"


def test_its_tests_pass_there_and_pytest_finds_the_plugin(python):
    # pytest itself is the distribution's, which a fresh environment does not see.
    tests = [str(SOURCE / "test" / f"{name}_test.py") for name in ("connections", "domains", "mock")]
    folders = os.pathsep.join(path for path in sys.path if path.endswith("-packages"))
    settings = ("-p", "no:unraisableexception", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(SOURCE))
    output = run(python, "-B", "-m", "pytest", "-q", *settings, "--rollcall-seed", "3", *tests, PYTHONPATH=folders)
    assert " passed" in output and "failed" not in output
