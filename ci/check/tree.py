"""What the checks share: walking the tree, and reporting complaints as file:line: text."""

import os
import pathlib
import sys

CODE_SUFFIXES = (".c", ".cpp", ".h", ".hpp")
TEXT_SUFFIXES = CODE_SUFFIXES + (".cmake", ".in", ".json", ".map", ".md", ".py", ".sh", ".txt", ".xml")
SKIPPED_FOLDERS = ("build", "__pycache__")


def files(root, suffixes):
    """Paths below `root`, relative to it and sorted, whose name ends in one of `suffixes`."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f not in SKIPPED_FOLDERS and not f.startswith(".")]
        here = pathlib.Path(folder).relative_to(root)
        found += [here / name for name in names if name.endswith(suffixes)]
    return sorted(found)


def lines(root, path):
    """Numbered lines of one file."""
    return enumerate((pathlib.Path(root) / path).read_text(encoding="utf-8").splitlines(), start=1)


def main(check):
    """Runs `check(root)` on the folder named on the command line; exits 1 when it complains."""
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} ROOT")
    complaints = check(pathlib.Path(sys.argv[1]))
    for complaint in complaints:
        print(complaint)
    sys.exit(1 if complaints else 0)
