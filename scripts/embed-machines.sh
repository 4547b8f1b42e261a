#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes C that carries the text of every machine file of a folder, those of its
# subfolders included. Usage: embed-machines.sh FOLDER OUTPUT
set -eu
folder=$(cd "$1" && pwd)
output=$2
part=$output.part
trap 'rm -f "$part"' EXIT

texts() {
	echo '/* SPDX-License-Identifier: MIT */'
	echo '/* Written by scripts/embed-machines.sh. */'
	echo '#include "sim/embedded.h"'
	cd "$folder"
	names=$(find . -name '*.yaml' | sed 's/^\.\///; s/\.yaml$//' | LC_ALL=C sort)
	number=0
	for name in $names; do
		number=$((number + 1))
		# The checksum lets a changed text change this file.
		echo "/* $(cksum <"$name.yaml") */"
		printf '%s\n' "__asm__(\".pushsection .rodata; embedded_$number: .incbin \\\"$folder/$name.yaml\\\"; \""
		echo "	\"embedded_end_$number: .byte 0; .popsection\");"
		echo "extern const char embedded_$number[], embedded_end_$number[];"
	done
	echo 'const struct embedded_text embedded_texts[] = {'
	number=0
	for name in $names; do
		number=$((number + 1))
		echo "	{\"$name\", embedded_$number, embedded_end_$number},"
	done
	echo '};'
	echo "const size_t embedded_texts_count = $number;"
}

(texts) >"$part"
# What is the same stays untouched, so that nothing is built again.
cmp -s "$part" "$output" || cp "$part" "$output"
