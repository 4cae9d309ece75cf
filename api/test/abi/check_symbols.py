#!/usr/bin/env python3
"""Proves that the export list names exactly what the public headers declare.

With --library it also proves that the shared library exports exactly that list.
Exit: 0 equal, 1 different.
"""

import argparse
import pathlib
import re
import subprocess
import sys

import c_declarations as c


def listed_symbols(map_text):
    """The names in the global part of a version script, which must hold no patterns."""
    text = re.sub(r"/\*.*?\*/", " ", map_text, flags=re.DOTALL)
    names = re.search(r"global:(.*?)local:", text, re.DOTALL).group(1).split(";")
    names = [name.strip() for name in names if name.strip()]
    patterns = [name for name in names if not re.fullmatch(r"\w+", name)]
    if patterns:
        raise SystemExit(f"check_symbols: not plain names: {', '.join(patterns)}")
    return names


def exported_symbols(library):
    command = ["nm", "--dynamic", "--defined-only", "--format=posix", library]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    fields = [line.split() for line in lines]
    return {entry[0].split("@")[0] for entry in fields if entry[1] != "A"}


def differences(listed, declared, exported):
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield f"{name} is listed twice"
    for name in sorted(declared - set(listed)):
        yield f"{name} is declared but not listed"
    for name in sorted(set(listed) - declared):
        yield f"{name} is listed but not declared"
    if exported is not None:
        for name in sorted(set(listed) - exported):
            yield f"{name} is listed but the library lacks it"
        for name in sorted(exported - set(listed)):
            yield f"{name} is exported but not listed"


def public_headers(include_folder):
    folder = pathlib.Path(include_folder)
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.h"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compiler", default="cc")
    parser.add_argument("--include", required=True, help="folder of the public headers")
    parser.add_argument("--map", required=True, help="the version script")
    parser.add_argument("--library", help="the shared library built with it")
    options = parser.parse_args()
    headers = public_headers(options.include)
    ours = c.read_declarations(options.compiler, options.include, headers)
    listed = listed_symbols(pathlib.Path(options.map).read_text(encoding="utf-8"))
    exported = exported_symbols(options.library) if options.library else None
    found = list(differences(listed, ours.functions | ours.variables, exported))
    for difference in found:
        print(difference)
    print(f"compared {len(listed)} symbols: {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
