#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The library reaches the machine only through src/port/kernel.c.

Looks at what each object file of the library takes from outside: a name that neither the library
defines nor the list of pure functions below holds is a second door. Also refuses kernel and
system headers in the sources. Usage: check-one-door.py BUILD
"""
import pathlib
import re
import subprocess
import sys

# Functions of libc that compute only. The kernel port alone may use others.
PURE = set('''
    memcpy memmove memset memcmp memchr strlen strnlen strcmp strncmp strchr strrchr strstr strspn
    strcspn strcasecmp strncasecmp strtol strtoul strtoull strtoll snprintf vsnprintf sscanf
    __snprintf_chk __vsnprintf_chk __memcpy_chk __memmove_chk __memset_chk __strncpy_chk
    __isoc99_sscanf __isoc23_sscanf __isoc23_strtoul __isoc23_strtoull __isoc23_strtol __isoc23_strtoll
    strncpy strtok_r qsort bsearch getenv secure_getenv abs labs
    __ctype_b_loc __ctype_tolower_loc __ctype_toupper_loc toupper tolower isdigit isspace isxdigit isalnum isalpha
    pthread_mutex_lock pthread_mutex_unlock pthread_once pthread_mutex_init pthread_mutex_destroy
    pthread_mutex_trylock pthread_cond_init pthread_cond_wait pthread_cond_broadcast
    pthread_atfork __register_atfork
    __errno_location __stack_chk_fail _GLOBAL_OFFSET_TABLE_ __tls_get_addr
    __udivti3 __divti3 __umodti3 htobe32 ffs popcount
'''.split())
# Allocation is no system call of ours, but the read path must not do it: named files only.
ALLOCATION = {'malloc', 'calloc', 'realloc', 'free', 'strdup'}
DOOR = 'port_kernel.c.o'
SANITIZER = re.compile(r'^__(asan|ubsan|tsan|sanitizer|gcov|llvm)_')
FORBIDDEN = re.compile(r'^\s*#\s*include\s*<(linux/|asm/|sys/(ioctl|mman|socket|syscall|stat|types|select|epoll)\.h|'
                       r'fcntl\.h|unistd\.h|poll\.h|dirent\.h|dlfcn\.h|signal\.h|time\.h)')
# The second asks another library, not the machine; the archive, whose objects are looked at, is without it.
HEADER_DOOR = {'src/port/kernel.c', 'src/fwd/vendor.c'}


def outside_names(archive):
    """Per object file of an archive: the undefined names; and all that the archive defines."""
    text = subprocess.run(['nm', '-A', archive], check=True, capture_output=True, text=True).stdout
    undefined, defined = {}, set()
    for line in text.splitlines():
        where, _, rest = line.rpartition(': ') if ': ' in line else line.rpartition(':')
        member = where.rsplit(':', 1)[-1].rsplit('/', 1)[-1]
        fields = rest.split()
        kind, name = fields[-2], fields[-1].split('@')[0]
        if kind in 'Uw':
            undefined.setdefault(member, set()).add(name)
        else:
            defined.add(name)
    return undefined, defined


def second_doors(undefined, defined):
    complaints = []
    for member, names in sorted(undefined.items()):
        if member.endswith(DOOR):
            continue
        for name in sorted(names - defined - PURE - ALLOCATION):
            if not SANITIZER.match(name):
                complaints.append(f'{member}: {name}')
    return complaints


def header_complaints(root):
    complaints = []
    for folder in ('src', 'gen', 'include'):
        for path in sorted((root / folder).rglob('*.[ch]')):
            label = path.relative_to(root).as_posix()
            if label in HEADER_DOOR or label.startswith('src/sim/'):
                continue
            for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
                if FORBIDDEN.match(line):
                    complaints.append(f'{label}:{number}: {line.strip()}')
    return complaints


def self_test():
    """A call of open() in some object is noticed, in the port it is not."""
    undefined = {'src_rm_call.c.o': {'open', 'memcpy'}, 'src_port_kernel.c.o': {'open'}}
    assert second_doors(undefined, set()) == ['src_rm_call.c.o: open']
    assert FORBIDDEN.match('#include <linux/types.h>') and not FORBIDDEN.match('#include <stdint.h>')


def library_archive(build):
    """The archive with the library's separate objects, before they are joined."""
    archive = build / 'src/package/libopennvml_objects.a'
    return archive if archive.exists() else None


def main():
    self_test()
    root = pathlib.Path(__file__).resolve().parent.parent
    build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else root / 'build')
    complaints = header_complaints(root)
    archive = library_archive(build)
    if archive:
        complaints += second_doors(*outside_names(archive))
    print('\n'.join(complaints) or f'one door; objects looked at: {archive or "none"}')
    if complaints:
        sys.exit(1)
    sys.exit(0 if archive else 77)


if __name__ == '__main__':
    main()
