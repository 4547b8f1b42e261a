#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures hand-written C: no function above 80 lines, median at most 12, no file above 700.

The median is taken over the library and the tools, without tests. Generated files are exempt. A function is
what starts with a brace in column 0 after a line that ends with a closing parenthesis, as
clang-format lays it out. Lines are counted from the opening to the closing brace,
both left out.
Usage: check-size.py [ROOT]
"""
import pathlib
import re
import statistics
import sys

MAX_FUNCTION, MAX_MEDIAN, MAX_FILE = 80, 12, 700
SHIPPED, TESTS = ('src', 'tools'), ('tests',)
NAME = re.compile(r'(\w+)\(')


def functions(lines):
    """Yields (name, first line, body lines) of each function definition."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == '{' and lines[number - 2].rstrip().endswith(')'):
            start = number
        elif line == '}' and start is not None:
            yield name_of(lines, start), start, number - start - 1
            start = None


def name_of(lines, brace):
    """The function name: the first call-like word of the head above its brace."""
    first = brace - 2
    while first > 0 and lines[first][:1].isspace():
        first -= 1
    match = NAME.search(lines[first])
    return match.group(1) if match else '?'


def check_file(path, label):
    """Returns (complaints, body sizes) of one file."""
    lines = path.read_text(encoding='utf-8').splitlines()
    complaints, sizes = [], []
    if len(lines) > MAX_FILE:
        complaints.append(f'{label}: {len(lines)} lines, at most {MAX_FILE}')
    for name, line, size in functions(lines):
        sizes.append(size)
        if size > MAX_FUNCTION:
            complaints.append(f'{label}:{line}: {name} has {size} lines, at most {MAX_FUNCTION}')
    return complaints, sizes


def check_tree(root):
    complaints, shipped = [], []
    for folder in SHIPPED + TESTS:
        for path in sorted((root / folder).rglob('*.[ch]')):
            found, sizes = check_file(path, path.relative_to(root))
            complaints += found
            shipped += sizes if folder in SHIPPED else []
    median = statistics.median(shipped) if shipped else 0
    if median > MAX_MEDIAN:
        complaints.append(f'median function has {median} lines, at most {MAX_MEDIAN}')
    return complaints, len(shipped), median


def self_test():
    """A function one line too long is noticed, one that fits is not."""
    def source(count):
        return ['static int f(int a,', '\t     int b)', '{'] + ['\ta++;'] * count + ['}']
    assert list(functions(source(81))) == [('f', 3, 81)]
    assert name_of(source(3), 3) == 'f'
    assert not list(functions(['struct s', '{', '\tint a;', '};']))


def main():
    self_test()
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
    complaints, count, median = check_tree(root)
    print('\n'.join(complaints + [f'{count} functions, median {median} lines']))
    sys.exit(1 if complaints else 0)


if __name__ == '__main__':
    main()
