#!/usr/bin/env python3
"""The top level holds only the agreed folders, and each explains itself in a README.md."""

import pathlib

import tree

TOP_FOLDERS = {"api", "mockdriver", "kvmdriver", "conformance", "bench", "python", "ci"}


def check(root):
    """Complaints about the top level."""
    complaints = []
    for folder in sorted(pathlib.Path(root).iterdir()):
        name = folder.name
        if not folder.is_dir() or name.startswith(".") or name in tree.SKIPPED_FOLDERS:
            continue
        if name not in TOP_FOLDERS:
            complaints.append(f"{name}:1: the top level has no place for this folder")
        elif not (folder / "README.md").is_file():
            complaints.append(f"{name}/README.md:1: missing; say what the folder is for and where to start reading")
    return complaints


if __name__ == "__main__":
    tree.main(check)
