#!/bin/bash
# SPDX-License-Identifier: MIT
# The shipped files: sizes, memory at rest, names, needs.
# Usage: check-binary.sh BUILD [MUSL_BUILD]
set -u
cd "$(dirname "$0")/.."
build=$1 musl=${2:-}
library=$build/src/libnvidia-ml.so.1
archive=$build/src/package/libopennvml.a
inside=$build/src/sim/libnvidia-ml.so.1
status=0

complain() {
	echo "$*"
	status=1
}

# at_most WHAT NUMBER LIMIT
at_most() {
	echo "$1: $2 (at most $3)"
	[ "$2" -le "$3" ] || complain "$1 is above its limit"
}

stripped_size() {
	local copy size
	copy=$(mktemp)
	strip -o "$copy" "$1"
	size=$(stat -Lc %s "$copy")
	rm -f "$copy"
	echo "$size"
}

check_shared() {
	at_most 'stripped shared library' "$(stripped_size "$library")" 500000
	at_most 'zero-initialised memory' "$(size -A "$library" | awk '$1 == ".bss" {print $2}')" 65536
	local soname needed
	soname=$(readelf -dW "$library" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
	[ "$soname" = libnvidia-ml.so.1 ] || complain "SONAME is $soname"
	needed=$(readelf -dW "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -vE '^(libc\.so.*|ld-.*)$')
	[ -z "$needed" ] || complain "needs more than libc: $needed"
	! readelf -VW "$library" | grep -q 'Version definition' || complain 'defines version nodes'
	exported_only_nvml "$(nm -D --defined-only "$library" | awk '{print $3}')" "$library"
}

exported_only_nvml() {
	local leaks
	leaks=$(grep -v '^nvml' <<<"$1" | grep .)
	[ -z "$leaks" ] || complain "$2 shows private names: $(head -n 5 <<<"$leaks" | tr '\n' ' ')"
	grep -q '^nvmlInit_v2$' <<<"$1" || complain "$2 does not show nvmlInit_v2"
}

# What only the simulator has: names of its functions and of the YAML it reads, and a text of its own.
simulated() {
	nm "$1" 2>/dev/null | grep -E ' ((sim|machine|embedded)_[a-z]|c?yaml_)'
	grep -aoE 'OPENNVML_MACHINE|simulated driver' "$1"
}

# The library that has it shows that the question finds it.
check_no_simulator() {
	local amalgam=$build/opennvml.c file
	python3 scripts/amalgamate.py "$build" "$amalgam" || complain 'no amalgamation'
	for file in "$library" "$archive" "$amalgam"; do
		[ -z "$(simulated "$file")" ] || complain "$file has of the simulator: $(simulated "$file" | head -n 5 | tr '\n' ' ')"
	done
	! grep -q '^#include "sim/' "$amalgam" || complain "$amalgam has headers of the simulator"
	if [ -e "$inside" ]; then
		[ "$(simulated "$inside" | wc -l)" -gt 100 ] || complain "$inside is not found to have the simulator"
		exported_only_nvml "$(nm -D --defined-only "$inside" | awk '{print $3}')" "$inside"
	fi
}

[ -e "$library" ] || { echo "no shared library in $build"; exit 77; }
check_shared
if [ -e "$archive" ]; then
	exported_only_nvml "$(nm -g --defined-only "$archive" | awk 'NF == 3 {print $3}')" "$archive"
else
	complain "no $archive"
fi
check_no_simulator
if [ -n "$musl" ]; then
	at_most 'stripped static nvdetect' "$(stripped_size "$musl/tools/nvdetect/nvdetect")" 300000
fi
exit $status
