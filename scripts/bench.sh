#!/bin/bash
# SPDX-License-Identifier: MIT
# What things cost, as a table: metric, value, target, verdict. A figure that
# misses its target stands as MISS; only figures that cannot be had at all fail.
# Usage: bench.sh [--smoke]
set -u
cd "$(dirname "$0")/.."
smoke=${1:-}
build=build-bench
machine=dgx-h100
scripts/build.sh $build -Dbuildtype=release || exit 1
nvsim=$build/tools/nvsim/nvsim
nvsmi=$build/tools/nvsmi/nvsmi
nvdetect=$build/tools/nvdetect/nvdetect
rows=$(mktemp)
trap 'rm -f "$rows" "$rows.calls"' EXIT
status=0

# at_most NAME VALUE LIMIT
at_most() {
	if [ -z "$2" ]; then
		echo "$1|no figure|$3|MISS" >>"$rows"
		status=1
	else
		echo "$1|$2|$3|$([ "$2" -le "$3" ] && echo ok || echo MISS)" >>"$rows"
	fi
}

# System calls of a whole process with its loader; the simulated driver adds none.
calls_of() {
	"$nvsim" run --machine $machine -- strace -f -c -o "$rows.calls" "$@" >/dev/null 2>&1
	awk '$NF == "total" {print $4}' "$rows.calls"
}

stripped_size() {
	strip -o "$rows.calls" "$1" && stat -Lc %s "$rows.calls"
}

"$build/tests/bench/bench" machines/$machine.yaml $smoke >>"$rows" || status=1
if command -v strace >/dev/null; then
	at_most 'system calls, nvsmi -L' "$(calls_of "$nvsmi" -L)" 300
	at_most 'system calls, nvsmi' "$(calls_of "$nvsmi")" 600
	at_most 'system calls, nvsmi --query-gpu=name,temperature.gpu' \
		"$(calls_of "$nvsmi" --query-gpu=name,temperature.gpu --format=csv)" 400
	at_most 'system calls, nvdetect' "$(calls_of "$nvdetect")" 300
fi
at_most 'bytes, libnvidia-ml.so.1 stripped' "$(stripped_size $build/src/libnvidia-ml.so.1)" 500000
at_most 'bytes, nvsmi stripped' "$(stripped_size "$nvsmi")" 1000000
at_most 'bytes, .bss of libnvidia-ml.so.1' "$(size -A $build/src/libnvidia-ml.so.1 | awk '$1 == ".bss" {print $2}')" 65536

awk -F'|' 'BEGIN {printf "%-58s | %14s | %8s | %s\n", "metric", "value", "target", ""}
	{printf "%-58s | %14s | %8s | %s\n", $1, $2, $3, $4}' "$rows"
exit $status
