"""Builds the wheel: the package, its extension, the library and the programs, by the CMake of this tree.

ROLLCALL_BUILD_DIR names a finished build to take them from; without it one is made. Metadata is in
pyproject.toml.
"""

import os
import pathlib
import shutil
import subprocess

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

HERE = pathlib.Path(__file__).resolve().parent
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
        build = os.environ.get("ROLLCALL_BUILD_DIR") or self.build_all()
        self.gather(pathlib.Path(build), pathlib.Path(self.build_lib, "rollcall"))

    def build_all(self):
        """A release build of the tree, below build/ here."""
        folder = HERE / "build" / "cmake"
        options = ["-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DBUILD_TESTING=OFF"]
        subprocess.run(["cmake", "-S", HERE.parent, "-B", folder, *options], check=True)
        subprocess.run(["cmake", "--build", folder, "--target", *self.known_targets(folder)], check=True)
        return folder

    @staticmethod
    def known_targets(folder):
        listed = subprocess.run(["ninja", "-C", folder, "-t", "targets"], check=True, capture_output=True, text=True)
        names = {line.split(":")[0] for line in listed.stdout.splitlines()}
        return [target for target in TARGETS if target in names]

    @staticmethod
    def gather(build, package):
        """Copies extension, library and programs into the package."""
        (package / "lib").mkdir(parents=True, exist_ok=True)
        (package / "bin").mkdir(exist_ok=True)
        for module in (build / "python" / "rollcall").glob("_core.*.so"):
            shutil.copy2(module, package)
        shutil.copy2(build / "lib" / "librollcall.so.1", package / "lib")
        for program in PROGRAMS:
            if (build / "bin" / program).exists():
                shutil.copy2(build / "bin" / program, package / "bin")


setup(
    packages=["rollcall"],
    package_data={"rollcall": ["py.typed", "*.pyi"]},
    distclass=BinaryDistribution,
    cmdclass={"build_py": BuildWithCMake},
)
