#!/bin/bash
# SPDX-License-Identifier: MIT
# Prints a machine file with another number of GPUs, each with so many processes: for what grows with them.
# Usage: grow-machine.sh MACHINE.yaml GPUS [PROCESSES]
set -eu
sed '/^gpus:/,$d' "$1"
model=$(sed -n '/^gpus:/,$s/^  - {*model: *\([^,}]*\).*/\1/p' "$1" | head -n 1)
echo 'gpus:'
for ((gpu = 0; gpu < $2; gpu++)); do
	printf '  - model: %s\n    pci: "%08x:%02x:00.0"\n    serial: "9%012d"\n    numa_node: 0\n    cpus: "0-7"\n' \
		"$model" $((gpu / 8)) $((16 + gpu % 8)) "$gpu"
	[ "${3:-0}" -gt 0 ] || continue
	printf '    processes:\n'
	for ((process = 0; process < $3; process++)); do
		printf '      - {pid: %d, name: job, type: C, memory_mib: 1}\n' $((10000 + gpu * 1000 + process))
	done
done
