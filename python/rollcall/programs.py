"""The programs that belong to the package: beside it where it is installed, else in the build."""

import os
import pathlib
import shutil


class ProgramMissing(RuntimeError):
    """A program of Rollcall that this installation does not have."""


def find_program(name: str) -> str:
    """The path of a program. Raises ProgramMissing, saying where it was looked for."""
    package = pathlib.Path(__file__).parent
    folders = [package / "bin", pathlib.Path(package.absolute().parent.parent, "bin")]
    for folder in folders:
        if os.access(folder / name, os.X_OK):
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        places = ", ".join(str(folder) for folder in folders)
        raise ProgramMissing(f"{name} is neither in {places} nor on PATH")
    return found
