#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes C that carries a library, without its symbols for debuggers.
# Usage: embed-library.sh STRIP LIBRARY OUTPUT.c STRIPPED
set -eu
"$1" -o "$4" "$2"
stripped=$(cd "$(dirname "$4")" && pwd)/$(basename "$4")
cat >"$3" <<EOF
/* SPDX-License-Identifier: MIT */
/* Written by scripts/embed-library.sh. */
#include "nvsim.h"
__asm__(".pushsection .rodata; .balign 16; library_start: .incbin \"$stripped\"; library_end: .popsection");
extern const char library_start[], library_end[];

const char *library_inside(size_t *ret_size)
{
	*ret_size = (size_t)(library_end - library_start);
	return library_start;
}
EOF
