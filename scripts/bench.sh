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
grown=$(mktemp -d)
trap 'rm -rf "$rows" "$rows.calls" "$grown"' EXIT
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

# Microseconds of a whole process under the simulated driver, the best of several.
time_of() {
	# shellcheck disable=SC2016 # the inner shell expands
	"$nvsim" run --machine $machine -- bash -c '
		best=
		for ((i = 0; i < 10; i++)); do
			before=${EPOCHREALTIME/[.,]/}
			"$@" >/dev/null || exit
			took=$((${EPOCHREALTIME/[.,]/} - before))
			[ -n "$best" ] && [ "$best" -le "$took" ] || best=$took
		done
		echo "$best"' bash "$@"
}

stripped_size() {
	strip -o "$rows.calls" "$1" && stat -Lc %s "$rows.calls"
}

# With the prefix, so that one table holds the figures of several runs.
figures() {
	local prefix=$1
	shift
	"$@" | sed "s/^/$prefix/" >>"$rows"
	return "${PIPESTATUS[0]}"
}

# In process: calls, allocations, nanoseconds. Through nvsim: what the library adds to an ioctl.
# shellcheck disable=SC2086 # no word or one
figures '1 GPU: ' "$build/tests/bench/bench" $smoke machines/t4.yaml || status=1
figures '8 GPUs: ' "$build/tests/bench/bench" --smoke machines/dgx-h100.yaml || status=1
# shellcheck disable=SC2086
"$nvsim" run --machine t4 -- "$build/tests/bench/bench-kernel" $smoke | grep 'bare ioctl' >>"$rows" || status=1

# A program that lives in the file system and asks the driver nothing.
figures '' python3 tests/nvsim/bench.py "$nvsim" tests/nvsim/machine.yaml $build/tests/nvsim/fsbench /dev/shm /tmp || status=1

# What grows with GPUs and with processes. One kernel ends at 32 GPUs: NV_MAX_DEVICES.
sizes=(1 2 4 8 16 32)
[ -z "$smoke" ] || sizes=(1 8 32)
# Where the models of a grown machine are.
export OPENNVML_MACHINES=$PWD/machines
machines=()
for gpus in "${sizes[@]}"; do
	scripts/grow-machine.sh machines/dgx-h100.yaml "$gpus" >"$grown/$gpus.yaml"
	machines+=("$grown/$gpus.yaml")
done
figures '' "$build/tests/bench/bench-pass" tests/bench/tier1.txt gpus "${machines[@]}" || status=1
scripts/grow-machine.sh machines/dgx-h100.yaml 33 >"$grown/33.yaml"
"$build/tests/bench/bench-pass" tests/bench/tier1.txt gpus "$grown/33.yaml" 2>&1 | grep -q 'at most 32' &&
	echo 'more than 32 GPUs in one kernel|refused|-|' >>"$rows"
machines=()
for processes in 1 20 100 200; do
	scripts/grow-machine.sh machines/dgx-h100.yaml 10 $processes >"$grown/p$processes.yaml"
	machines+=("$grown/p$processes.yaml")
done
figures '' "$build/tests/bench/bench-pass" tests/bench/tier1.txt processes "${machines[@]}" || status=1

# What people wait for. NVIDIA's 550 tool was seen with 5,711 system calls and 504 ms for -q of one GPU.
while read -r machine gpus calls us arguments; do
	# shellcheck disable=SC2086 # arguments are words
	if command -v strace >/dev/null; then
		at_most "system calls, nvsmi${arguments:+ }$arguments, $gpus" "$(calls_of "$nvsmi" $arguments)" "$calls"
	fi
	# shellcheck disable=SC2086
	at_most "microseconds, nvsmi${arguments:+ }$arguments, $gpus" "$(time_of "$nvsmi" $arguments)" "$us"
done <<-'CASES'
	t4        1-GPU   80   50000
	t4        1-GPU   400  100000  -q
	t4        1-GPU   400  100000  -q -x
	dgx-h100  8-GPUs  640  400000
	dgx-h100  8-GPUs  3200 800000  -q
	dgx-h100  8-GPUs  3200 800000  -q -x
CASES
machine=t4
if command -v strace >/dev/null; then
	at_most 'system calls, nvsmi -L, 1 GPU' "$(calls_of "$nvsmi" -L)" 40
	at_most 'system calls, nvsmi --query-gpu=driver_version, 1 GPU' \
		"$(calls_of "$nvsmi" --query-gpu=driver_version --format=csv)" 31
	at_most 'system calls, the same without a deadline (--timeout=0)' \
		"$(calls_of "$nvsmi" --timeout=0 --query-gpu=driver_version --format=csv)" 21
	at_most 'system calls, nvdetect, 1 GPU' "$(calls_of "$nvdetect")" 300
fi
at_most 'bytes, libnvidia-ml.so.1 stripped' "$(stripped_size $build/src/libnvidia-ml.so.1)" 500000
at_most 'bytes, zero-initialised memory of libnvidia-ml.so.1' \
	"$(size -A $build/src/libnvidia-ml.so.1 | awk '$1 == ".bss" {print $2}')" 65536
if [ -x build-musl/tools/nvdetect/nvdetect ]; then
	at_most 'bytes, static nvdetect stripped (musl)' "$(stripped_size build-musl/tools/nvdetect/nvdetect)" 300000
fi

awk -F'|' 'BEGIN {printf "%-58s | %14s | %8s | %s\n", "metric", "value", "target", ""}
	{printf "%-58s | %14s | %8s | %s\n", $1, $2, $3, $4}' "$rows"
exit $status
