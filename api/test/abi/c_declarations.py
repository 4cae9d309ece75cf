"""Reads the declarations of C headers: what a program can use of them, as data.

The compiler does the lexing (comments, conditionals); what remains is a flat list of top-level
declarations without function bodies, which is split at semicolons outside braces.
"""

import dataclasses
import pathlib
import re
import subprocess

HEADERS = ("libvirt/libvirt.h", "libvirt/virterror.h")
SENTINELS = "#define VIR_ENUM_SENTINELS\n"


class CompileError(Exception):
    """The C compiler refused a translation unit; the text is what it said."""


@dataclasses.dataclass
class Declarations:
    enums: dict  # name of the type -> set of enumerators
    structs: dict  # tag -> list of member names, those of a nested union as "value.i"
    redeclarable: dict  # name -> text, for functions, variables and typedefs that C11 may repeat
    functions: set
    variables: set
    macros: dict  # name -> True when it takes arguments


def compile_c(compiler, source, arguments):
    """Runs the compiler on `source` as C11 and returns its standard output."""
    command = [compiler, "-std=c11", "-x", "c", *arguments, "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CompileError(done.stderr)
    return done.stdout


def include_lines(headers=HEADERS):
    return "".join(f"#include <{header}>\n" for header in headers)


def read_declarations(compiler, include_folder, headers=HEADERS):
    """The declarations in the files below `include_folder` that `headers` bring in."""
    folder = pathlib.Path(include_folder).resolve()
    arguments = [f"-I{folder}", "-E"]
    text = compile_c(compiler, SENTINELS + include_lines(headers), arguments)
    result = Declarations({}, {}, {}, set(), set(), {})
    for declaration in _split(_lines_from(text, folder)):
        _classify(declaration, result)
    for path in _files_from(text, folder):
        _read_macros(path.read_text(encoding="utf-8"), result.macros)
    return result


def _lines_from(preprocessed, folder):
    """The part of a preprocessor's output that comes from files below `folder`."""
    kept = []
    inside = False
    for line in preprocessed.splitlines():
        marker = re.match(r'# \d+ "([^"]*)"', line)
        if marker:
            inside = _is_below(marker.group(1), folder)
        elif inside:
            kept.append(line)
    return "\n".join(kept)


def _files_from(preprocessed, folder):
    names = sorted(set(re.findall(r'^# \d+ "([^"]*)"', preprocessed, re.MULTILINE)))
    return [pathlib.Path(name) for name in names if _is_below(name, folder)]


def _is_below(name, folder):
    return pathlib.Path(name).is_absolute() and folder in pathlib.Path(name).parents


def _split(text):
    """Top-level declarations, each in one line and without attributes."""
    text = re.sub(r"__attribute__\s*\(\([^()]*(\([^()]*\))?[^()]*\)\)|__extension__", " ", text)
    text = re.sub(r"\s+", " ", text)
    depth = 0
    start = 0
    for position, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == ";" and depth == 0:
            yield text[start:position].strip()
            start = position + 1


def _classify(declaration, result):
    enum = re.fullmatch(r"typedef enum \{(.*)\} (\w+)", declaration)
    struct = re.fullmatch(r"struct (\w+) \{(.*)\}", declaration)
    callback = re.fullmatch(r"typedef .*?\( ?\* ?(\w+) ?\).*", declaration)
    alias = re.fullmatch(r"typedef [^()]*?(\w+)", declaration)
    function = re.fullmatch(r"[^(]*?(\w+) ?\(.*\)", declaration)
    variable = re.fullmatch(r"extern [^()]*?(\w+)", declaration)
    if enum:
        entries = [entry for entry in enum.group(1).split(",") if entry.strip()]
        result.enums[enum.group(2)] = {entry.split("=")[0].strip() for entry in entries}
    elif struct:
        result.structs[struct.group(1)] = list(_members(struct.group(2)))
    elif callback or alias:
        result.redeclarable[(callback or alias).group(1)] = declaration
    elif variable:
        result.variables.add(variable.group(1))
        result.redeclarable[variable.group(1)] = declaration
    elif function:
        result.functions.add(function.group(1))
        result.redeclarable[function.group(1)] = declaration
    else:
        raise ValueError(f"not understood: {declaration}")


def _members(body):
    nested = re.search(r"union \{(.*?)\} (\w+)", body)
    if nested:
        yield nested.group(2)
        for name in _members(nested.group(1)):
            yield f"{nested.group(2)}.{name}"
        body = body.replace(nested.group(0), "")
    for member in body.split(";"):
        if member.strip():
            yield re.search(r"(\w+)( ?\[.*\])?$", member.strip()).group(1)


def _read_macros(text, macros):
    for name, arguments in re.findall(r"^# *define (\w*VIR_\w+)(\()?", text, re.MULTILINE):
        macros[name] = bool(arguments)
