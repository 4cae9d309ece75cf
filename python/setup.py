"""Builds the wheel: the package, its extension, the library and the programs, by the CMake of this tree.

ROLLCALL_BUILD_DIR names a finished build to take them from; without it one is made. A source
distribution has the tree in it. Metadata is in pyproject.toml.
"""

import os
import pathlib
import shutil
import subprocess
import sys

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = pathlib.Path(__file__).resolve().parent
TREE = HERE / "tree" if (HERE / "tree").exists() else HERE.parent
TREE_HAS = (
    "api mockdriver kvmdriver conformance bench python ci CMakeLists.txt CMakePresets.json LICENSE README.md CHANGELOG.md"
).split()
MADE_FILES = ("build", "dist", "*.egg-info", "rollcall-*", "__pycache__", ".*")
TARGETS = ("rollcall", "rollcall_python", "rollcall_conformance", "rollcalld")
PROGRAMS = ("rollcall-conformance", "rollcalld")


class BinaryDistribution(Distribution):
    """Not pure, although setuptools compiles nothing itself."""

    def has_ext_modules(self):
        return True


class BuildWithCMake(build_py):
    """Copies the modules, then what CMake built, to where the wheel is put together."""

    def run(self):
        super().run()
        build = os.environ.get("ROLLCALL_BUILD_DIR") or build_all()
        gather(pathlib.Path(build), pathlib.Path(self.build_lib, "rollcall"))


class SourcesWithTree(sdist):
    """Has all that CMake needs, too."""

    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        shutil.copy2(HERE / "build_backend.py", base_dir)
        for name in TREE_HAS:
            source, copy = TREE / name, pathlib.Path(base_dir, "tree", name)
            if source.is_dir():
                shutil.copytree(source, copy, ignore=shutil.ignore_patterns(*MADE_FILES))
            else:
                shutil.copy2(source, copy)


def build_all():
    """A release build of the tree for this interpreter, below build/ here."""
    missing = [program for program in ("cmake", "ninja", "c++") if shutil.which(program) is None]
    if missing:
        sys.exit(f"{' and '.join(missing)} not found; on Debian, ci/run setup installs all that is needed")
    folder = HERE / "build" / f"cmake-{sys.implementation.cache_tag}"
    options = ["-DBUILD_TESTING=OFF", "-DROLLCALL_WERROR=OFF", f"-DPython_EXECUTABLE={sys.executable}"]
    subprocess.run(["cmake", "--preset", "release", "-B", folder, *options], cwd=TREE, check=True)
    subprocess.run(["cmake", "--build", folder, "--target", *TARGETS], check=True)
    return folder


def gather(build, package):
    """Copies extension, library and programs into the package."""
    (package / "lib").mkdir(parents=True, exist_ok=True)
    (package / "bin").mkdir(exist_ok=True)
    [module] = (build / "python" / "rollcall").glob("_core.*.so")
    shutil.copy2(module, package)
    shutil.copy2(build / "lib" / "librollcall.so.1", package / "lib")
    for program in PROGRAMS:
        shutil.copy2(build / "bin" / program, package / "bin")


setup(
    packages=["rollcall"],
    package_data={"rollcall": ["py.typed", "*.pyi"]},
    distclass=BinaryDistribution,
    cmdclass={"build_py": BuildWithCMake, "sdist": SourcesWithTree},
)
