#!/bin/sh
# SPDX-License-Identifier: MIT
# For volunteers with a GPU: asks everything, changes nothing. Compares with
# NVIDIA's own tool where it is installed. Usage: check-hw.sh BUILD
set -u
cd "$(dirname "$0")/.."
build=$1
passed=0 failed=0 skipped=0

result() {
	case $1 in
	0) passed=$((passed + 1)) word=ok ;;
	77) skipped=$((skipped + 1)) word=skip ;;
	*) failed=$((failed + 1)) word=FAIL ;;
	esac
	printf '%-4s %s\n' "$word" "$2"
}

summary() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" = 0 ]
	exit
}

if [ ! -e /dev/nvidiactl ]; then
	result 77 "no /dev/nvidiactl: no NVIDIA driver is loaded on this machine"
	summary
fi

log=$build/check-hw
mkdir -p "$log"
ours() {
	name=$1
	shift
	timeout 60 "$@" >"$log/$name.txt" 2>&1
	result $? "$name: $*"
}
cat /proc/driver/nvidia/version 2>/dev/null
ours detect "$build/tools/nvdetect/nvdetect"
ours table "$build/tools/nvsmi/nvsmi"
ours list "$build/tools/nvsmi/nvsmi" -L
ours query "$build/tools/nvsmi/nvsmi" -q
ours xml "$build/tools/nvsmi/nvsmi" -q -x

# Values that do not move between two calls must be equal.
fields=index,name,uuid,pci.bus_id,serial,vbios_version,memory.total,compute_cap,power.max_limit,ecc.mode.current
if command -v nvidia-smi >/dev/null; then
	nvidia-smi --query-gpu=$fields --format=csv >"$log/static.theirs" 2>&1
	"$build/tools/nvsmi/nvsmi" --query-gpu=$fields --format=csv >"$log/static.ours" 2>&1
	diff -u "$log/static.theirs" "$log/static.ours"
	result $? "static values equal nvidia-smi's"
	nvidia-smi -L >"$log/list.theirs" 2>&1
	diff -u "$log/list.theirs" "$log/list.txt"
	result $? "-L equals nvidia-smi's"
else
	result 77 "nvidia-smi is not installed: nothing to compare with"
fi
echo "The outputs are in $log; they hold serial numbers and UUIDs of your boards."
summary
