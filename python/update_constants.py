#!/usr/bin/env python3
"""Writes rollcall/constants.py from the C headers, or with --check says whether it is what they say."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADERS = ROOT / "api/include/libvirt"
TARGET = ROOT / "python/rollcall/constants.py"
HEAD = '''"""The integer constants of the C API, by header. Written by update_constants.py; do not edit."""
'''

ENUMERATOR = re.compile(r"\b(VIR_\w+)\s*=\s*([^,}]+)")
VERSION = re.compile(r"#define\s+(LIBVIR_VERSION_NUMBER)\s+(\d+)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What C writes in an initialiser: numbers, shifts, and names of other constants.
EXPRESSION = re.compile(r"^[\w\s<|()]+$")


def value_of(expression, known):
    """The number that an enumerator's initialiser means."""
    expression = re.sub(r"\b(0x[0-9A-Fa-f]+|\d+)[uU]?[lL]{0,2}\b", r"\1", expression.strip())
    if not EXPRESSION.match(expression):
        raise ValueError(f"cannot read the initialiser '{expression}'")
    return eval(expression, {"__builtins__": {}}, known)  # only names and operators got past the pattern


def constants_of(header, known):
    """Names and values of one header, in its order. `known` grows by them."""
    text = COMMENT.sub(" ", header.read_text(encoding="utf-8"))
    found = {name: int(value) for name, value in VERSION.findall(text)}
    for block in re.findall(r"\benum\s*\{(.*?)\}", text, re.DOTALL):
        for name, expression in ENUMERATOR.findall(block):
            found[name] = known[name] = value_of(expression, known)
    return found


def module_text():
    """The whole of constants.py."""
    known = {}
    lines = [HEAD]
    for header in sorted(HEADERS.glob("*.h"), key=lambda path: path.stem):
        found = constants_of(header, known)
        if found:
            lines.append(f"# {header.relative_to(HEADERS.parent).as_posix()}")
            lines += [f"{name} = {value}" for name, value in found.items()]
            lines.append("")
    return "\n".join(lines)


def main():
    text = module_text()
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if TARGET.read_text(encoding="utf-8") == text else f"{TARGET.name} is not what the headers say")
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
