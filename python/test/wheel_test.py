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

PROGRAM = "import rollcall; print([d.name() for d in rollcall.open('mock:///default').listAllDomains()])"

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
def source(tmp_path_factory):
    """A copy of the sources, as somebody gets them."""
    copy = tmp_path_factory.mktemp("source") / "rollcall"
    shutil.copytree(SOURCE.parent, copy, ignore=shutil.ignore_patterns("build", "build-*", ".*", "*.egg-info", "__pycache__"))
    return copy / "python"


@pytest.fixture(scope="module")
def distributions(source, tmp_path_factory):
    """The folder of a source distribution and of the wheel made from it, with the build at hand."""
    folder = tmp_path_factory.mktemp("distributions")
    build = ("-m", "build", "--no-isolation", "--outdir", str(folder), str(source))
    run(sys.executable, *build, ROLLCALL_BUILD_DIR=str(BUILD))
    return folder


@pytest.fixture(scope="module")
def wheel(distributions):
    """The wheel."""
    [made] = distributions.glob("rollcall-*.whl")
    return made


def fresh_environment(folder):
    """The interpreter of a new environment in a folder."""
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    return str(folder / "bin" / "python")


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The interpreter of a fresh environment that has the wheel and nothing else."""
    interpreter = fresh_environment(tmp_path_factory.mktemp("environment"))
    run(sys.executable, "-m", "pip", "--python", interpreter, "install", "--no-deps", str(wheel))
    return interpreter


def test_the_wheel_holds_library_types_and_programs(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"rollcall/lib/librollcall.so.1", "rollcall/py.typed", "rollcall/_core.pyi", "rollcall/mock.py"} <= names
    assert {"rollcall/bin/rollcall-conformance", "rollcall/bin/rollcalld"} <= names
    assert "linux" in wheel.name and "none-any" not in wheel.name


def test_the_source_distribution_has_all_that_cmake_needs(distributions, tmp_path):
    [made] = distributions.glob("rollcall-*.tar.gz")
    shutil.unpack_archive(made, tmp_path)
    [tree] = tmp_path.glob("rollcall-*/tree")
    assert not list(tree.glob("**/*.so*")) and not list(tree.glob("**/*.egg-info"))
    run("cmake", "-G", "Ninja", "-S", str(tree), "-B", str(tmp_path / "made"), "-DBUILD_TESTING=OFF")
    assert "\nrollcalld: phony\n" in run("ninja", "-C", str(tmp_path / "made"), "-t", "targets", "all")


def test_pip_installs_the_sources_without_an_index_and_without_options(source, tmp_path):
    interpreter = fresh_environment(tmp_path)
    run(sys.executable, "-m", "pip", "--python", interpreter, "install", str(source), ROLLCALL_BUILD_DIR=str(BUILD))
    assert run(interpreter, "-c", PROGRAM) == "['test']\n"


def test_a_build_without_cmake_says_what_is_missing(source, tmp_path):
    (tmp_path / "python3").symlink_to(sys.executable)
    command = [sys.executable, "setup.py", "build"]
    settings = {"PATH": str(tmp_path)}
    done = subprocess.run(command, cwd=source, env=settings, capture_output=True, text=True, timeout=300)
    assert done.returncode != 0
    assert "cmake and ninja and c++ not found" in done.stderr


def test_it_works_in_a_fresh_environment(python):
    assert run(python, "-c", PROGRAM) == "['test']\n"
    assert str(BUILD) not in run(python, "-c", "import rollcall; rollcall.open(); print(open('/proc/self/maps').read())")


def test_its_programs_run_there(python):
    program = "from rollcall import conformance as c; print(c.run(uri='mock:///default', suites=['contract']).passed)"
    assert run(python, "-c", program) == "True\n"


def test_its_tests_pass_there_and_pytest_finds_the_plugin(python):
    # pytest itself is the distribution's, which a fresh environment does not see.
    tests = [str(SOURCE / "test" / f"{name}_test.py") for name in ("connections", "domains", "mock", "plugin")]
    folders = os.pathsep.join(path for path in sys.path if path.endswith("-packages"))
    settings = ("-p", "no:unraisableexception", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(SOURCE))
    output = run(python, "-B", "-m", "pytest", "-q", *settings, "--rollcall-seed", "3", *tests, PYTHONPATH=folders)
    assert " passed" in output and "failed" not in output
