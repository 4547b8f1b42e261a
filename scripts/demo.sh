#!/bin/sh
# SPDX-License-Identifier: MIT
# Shows the nvsmi table: of this machine's GPUs, or of a simulated machine.
# Usage: demo.sh BUILD
set -eu
cd "$(dirname "$0")/.."
build=$1
machine=${MACHINE:-dgx-h100}
nvsmi=$build/tools/nvsmi/nvsmi
nvsim=$build/tools/nvsim/nvsim

if [ -e /dev/nvidiactl ] || [ -e /proc/driver/nvidia/version ]; then
	exec "$nvsmi"
fi
echo "No NVIDIA driver here. SIMULATED machine: $machine"
exec "$nvsim" run --machine "$machine" -- "$nvsmi"
