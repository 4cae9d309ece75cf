#!/usr/bin/env python3
"""Proves that our headers and libvirt's mean the same to a C program, for every name in ours.

Functions, variables, callback types and handle types: ours are declared a second time after
libvirt's own headers, which the compiler accepts only if the types agree. Enumerators, macros,
struct sizes, member offsets and member types: one program prints them and is built against either
set of headers. Enumerations must also be complete.

Exit: 0 equal, 1 different, 2 bad usage, 77 no libvirt headers to compare with.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import c_declarations as c

EXIT_DIFFERENT = 1
EXIT_SKIPPED = 77

# Function-like macros cannot be listed from their name alone: expressions that tell them apart.
MACRO_PROBES = {
    "LIBVIR_CHECK_VERSION": [
        "LIBVIR_CHECK_VERSION(8, 999, 999)",
        "LIBVIR_CHECK_VERSION(9, 0, 0)",
        "LIBVIR_CHECK_VERSION(9, 0, 1)",
    ],
    "VIR_CPU_MAPLEN": ["VIR_CPU_MAPLEN(8)", "VIR_CPU_MAPLEN(9)"],
    "VIR_NODEINFO_MAXCPUS": [
        "VIR_NODEINFO_MAXCPUS(((virNodeInfo){\"\", 0, 0, 0, 2, 3, 5, 7}))",
    ],
    "VIR_DOMAIN_EVENT_CALLBACK": [
        "_Generic(VIR_DOMAIN_EVENT_CALLBACK(0), "
        "virConnectDomainEventGenericCallback: 1, default: 0)",
    ],
}
# What a compiler sees, not a value; VIR_DEPRECATED only adds a warning.
MACROS_WITHOUT_VALUE = {"VIR_DEPRECATED"}

PROBE_HEAD = """
#include <stddef.h>
#include <stdio.h>
static void show_int(const char *what, long long value) { printf("%s = %lld\\n", what, value); }
static void show_text(const char *what, const char *value) { printf("%s = %s\\n", what, value); }
#define SHOW(x) _Generic((x), char *: show_text, default: show_int)(#x, (x))
#define TYPE(x) _Generic((x), char: "char", unsigned char: "unsigned char", \\
    unsigned short: "unsigned short", int: "int", unsigned int: "unsigned int", \\
    unsigned long: "unsigned long", long long: "long long", double: "double", \\
    unsigned long long: "unsigned long long", char *: "char *", const char *: "const char *", \\
    int *: "int *", virConnectPtr: "virConnectPtr", virDomainPtr: "virDomainPtr", \\
    virTypedParameterPtr: "virTypedParameterPtr", default: "other")
#define MEMBER(tag, m) printf("%s.%s: offset %zu, size %zu, %s\\n", #tag, #m, \\
    offsetof(struct tag, m), sizeof(((struct tag *)0)->m), TYPE(((struct tag *)0)->m))
"""


def probe_program(ours):
    """A program that prints the facts of all names in `ours`, with either set of headers."""
    lines = [c.SENTINELS, c.include_lines(), PROBE_HEAD, "int main(void) {"]
    for names in ours.enums.values():
        lines += [f"SHOW({name});" for name in sorted(names)]
    for tag, members in ours.structs.items():
        lines.append(f'printf("{tag}: %zu bytes\\n", sizeof(struct {tag}));')
        lines += [f"MEMBER({tag}, {member});" for member in members]
    for name, takes_arguments in ours.macros.items():
        if name in MACROS_WITHOUT_VALUE:
            continue
        if takes_arguments and name not in MACRO_PROBES:
            raise SystemExit(f"compare_headers: add a probe for the macro {name}")
        lines += [f"SHOW({text});" for text in MACRO_PROBES.get(name, [name])]
    return "\n".join(lines + ["return 0; }", ""])


def run_probe(compiler, program, include_arguments):
    with tempfile.TemporaryDirectory() as folder:
        binary = pathlib.Path(folder) / "probe"
        warnings = ["-Wno-deprecated-declarations", "-w"]
        c.compile_c(compiler, program, [*include_arguments, *warnings, "-o", str(binary)])
        done = subprocess.run([binary], capture_output=True, text=True, check=True)
        return done.stdout.splitlines()


def compare_prototypes(compiler, ours, theirs_folder):
    """Differences of everything that C allows to be declared twice, as the compiler words them."""
    source = c.include_lines() + "".join(f"{text};\n" for text in ours.redeclarable.values())
    try:
        c.compile_c(compiler, source, [f"-isystem{theirs_folder}", "-fsyntax-only"])
    except c.CompileError as error:
        return [line for line in str(error).splitlines() if "error:" in line]
    return []


def compare_names(ours, theirs):
    for name in sorted(set(ours.redeclarable) - set(theirs.redeclarable)):
        yield f"{name} is only in ours"


def compare_enums(ours, theirs):
    for enum, names in ours.enums.items():
        for name in sorted(theirs.enums.get(enum, set()) ^ names):
            yield f"{enum}: {name} is only in {'ours' if name in names else 'libvirt'}"


def compare_facts(compiler, ours, ours_folder, theirs_folder):
    program = probe_program(ours)
    mine = run_probe(compiler, program, [f"-I{ours_folder}"])
    try:
        genuine = run_probe(compiler, program, [f"-I{theirs_folder}"])
    except c.CompileError as error:
        return [line for line in str(error).splitlines() if "error:" in line]
    return [f"ours {a}; libvirt {b}" for a, b in zip(mine, genuine) if a != b]


def compare(compiler, ours_folder, theirs_folder):
    """All differences, one line each."""
    ours = c.read_declarations(compiler, ours_folder)
    theirs = c.read_declarations(compiler, theirs_folder)
    differences = compare_prototypes(compiler, ours, theirs_folder)
    differences += compare_names(ours, theirs)
    differences += compare_enums(ours, theirs)
    differences += compare_facts(compiler, ours, ours_folder, theirs_folder)
    return ours, differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compiler", default="cc")
    parser.add_argument("--ours", required=True, help="folder that holds our libvirt/libvirt.h")
    parser.add_argument("--libvirt", default="/usr/include", help="folder that holds libvirt's")
    options = parser.parse_args()
    if not (pathlib.Path(options.libvirt) / "libvirt/libvirt.h").is_file():
        print(f"skipped: no libvirt/libvirt.h in {options.libvirt}; install libvirt-dev to compare")
        return EXIT_SKIPPED
    ours, differences = compare(options.compiler, options.ours, options.libvirt)
    for difference in differences:
        print(difference)
    enumerators = sum(len(names) for names in ours.enums.values())
    print(
        f"compared {len(ours.functions)} functions, {len(ours.redeclarable)} declarations in all, "
        f"{enumerators} enumerators, {len(ours.structs)} structs, {len(ours.macros)} macros: "
        f"{len(differences)} differences"
    )
    return EXIT_DIFFERENT if differences else 0


if __name__ == "__main__":
    sys.exit(main())
