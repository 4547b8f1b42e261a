#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the library as one C file that compiles alone beside nvml.h and shows NVML's names only.

The sources are those of the shared library in a build tree. Private headers are pasted once, where
first included. Private names become static: functions at their first declaration, from which later
ones inherit it; objects where they are defined, so files that define shared objects come first.
A static name, macro or struct tag that two files use for two things is renamed per file.

It reads declarations by their layout: the tree's clang-format puts each in column 0.

Usage: amalgamate.py BUILD [OUTPUT]     default BUILD/opennvml.c
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

PUBLIC_HEADER = 'nvml.h'
PARTS = ('nvml_core', 'rm_abi', 'nvml_kernel_port')
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
SYSTEM = re.compile(r'^\s*#\s*include\s+<([^>]+)>')
DEFINE = re.compile(r'^\s*#\s*define\s+(\w+)')
ATTRIBUTE = re.compile(r'__attribute__\(\(.*?\)\)(?!\))\s*')
NO_DECLARATION = re.compile(r'^(typedef|extern "C"|(struct|union|enum) \w+;|\W|static_assert|_Static_assert)')
FUNCTION = re.compile(r'^(static )?(?:extern )?[\w *]+?\b(\w+)\(')
OBJECT = re.compile(r'^(static |extern )?[\w *]+?\b(\w+)(?:\[[^\]]*\])*\s*(?:=|;)')
TAG = re.compile(r'^(?:struct|union|enum) (\w+) \{')


def introspect(build, what):
    command = ['meson', 'introspect', what, str(build)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def library_sources(build):
    """The C files of the archives that libopennvml.a is made of."""
    parts = [t for t in introspect(build, '--targets') if t['type'] == 'static library' and t['name'] in PARTS]
    files = [f for part in parts for group in part['target_sources'] for f in group.get('sources', [])]
    return [pathlib.Path(f) for f in dict.fromkeys(files) if f.endswith('.c')]


def lines_of(path):
    """(line, whether it is code at file scope that may declare something)."""
    in_comment = False
    for line in path.read_text(encoding='utf-8').splitlines():
        yield line, bool(line) and not in_comment and not NO_DECLARATION.match(line)
        tail = line.rpartition('/*')[2] if '/*' in line else line
        in_comment = ('/*' in line or in_comment) and '*/' not in tail


def declaration(line):
    """The match of a function's or else an object's declaration: storage class and name."""
    bare = ATTRIBUTE.sub('', line)
    return FUNCTION.match(bare) or OBJECT.match(bare)


def file_names(path):
    """Names of a C file: static ones and tags, and whether it defines a shared object."""
    private, shares = set(), False
    for line, declares in lines_of(path):
        tag = TAG.match(line)
        if tag:
            private.add(tag.group(1))
        match = declares and declaration(line)
        if match and match.group(1) == 'static ':
            private.add(match.group(2))
        elif match and match.re is OBJECT and not match.group(1):
            shares = True
    return private, shares


class Amalgam:
    def __init__(self, root):
        self.root = root
        self.folders = [root / 'include', root / 'src', root / 'gen']
        self.pasted, self.static = set(), set()
        self.system, self.out = {}, []

    def add_header(self, name, beside):
        path = next((p for p in (folder / name for folder in [beside, *self.folders]) if p.is_file()), None)
        if path is None:
            raise SystemExit(f'amalgamate: no header {name}')
        path = path.resolve()
        if path.name != PUBLIC_HEADER and path not in self.pasted:
            self.pasted.add(path)
            self.add_lines(path)

    def add_headers_of(self, path):
        for line, _ in lines_of(path):
            match = INCLUDE.match(line)
            if match:
                self.add_header(match.group(1), path.parent)

    def add_lines(self, path):
        for line, declares in lines_of(path):
            include, system = INCLUDE.match(line), SYSTEM.match(line)
            if include:
                self.add_header(include.group(1), path.parent)
            elif system:
                self.system[system.group(1)] = True
            else:
                self.out.append(self.privatised(line) if declares else line)

    def privatised(self, line):
        match = declaration(line)
        if not match or match.group(1) == 'static ' or match.group(2).startswith('nvml'):
            return line
        if match.re is FUNCTION:
            first = match.group(2) not in self.static
            self.static.add(match.group(2))
            return 'static ' + line.removeprefix('extern ') if first else line
        # A table of unknown size cannot be declared static ahead of its definition.
        return '' if match.group(1) else 'static ' + line

    def add_source(self, path, clashes):
        label = path.relative_to(self.root)
        stem = re.sub(r'\W', '_', str(label.with_suffix('')))
        # Headers must not see the file's renames.
        self.add_headers_of(path)
        self.out += ['', f'/* {label} */']
        self.out += [f'#define {name} {name}__{stem}' for name in sorted(clashes)]
        self.add_lines(path)
        macros = dict.fromkeys(m.group(1) for line, _ in lines_of(path) if (m := DEFINE.match(line)))
        self.out += [f'#undef {name}' for name in [*sorted(clashes), *macros]]

    def text(self, version):
        head = ['/* SPDX-License-Identifier: MIT */',
                f'/* OpenNVML {version} as one file, written by scripts/amalgamate.py. Compile with nvml.h beside it. */',
                '#ifndef _GNU_SOURCE', '#define _GNU_SOURCE', '#endif',
                '#ifndef OPENNVML_VERSION', f'#define OPENNVML_VERSION "{version}"', '#endif',
                *(f'#include <{name}>' for name in sorted(self.system)),
                # Every version of a function is defined here, the unversioned ones too.
                '#define NVML_NO_UNVERSIONED_FUNC_DEFS',
                f'#include "{PUBLIC_HEADER}"',
                '#pragma GCC diagnostic ignored "-Wunused-function"']
        return '\n'.join(head + self.out) + '\n'


def amalgamate(root, build):
    files = library_sources(build)
    names = {path: file_names(path) for path in files}
    uses = collections.Counter(name for private, _ in names.values() for name in private)
    amalgam = Amalgam(root)
    for path in sorted(files, key=lambda path: not names[path][1]):
        amalgam.add_source(path, {name for name in names[path][0] if uses[name] > 1})
    return amalgam.text(introspect(build, '--projectinfo')['version'])


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    build = pathlib.Path(sys.argv[1])
    output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else build / 'opennvml.c'
    output.write_text(amalgamate(root, build), encoding='utf-8')


if __name__ == '__main__':
    main()
