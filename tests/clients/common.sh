# SPDX-License-Identifier: MIT
# Sourced by run.sh: where things are, and what the parts share.
# shellcheck shell=bash disable=SC2034 # the parts use them
clients=$PWD/tests/clients
machine=dgx-h100
machine_file=$PWD/machines/$machine.yaml
nvsim=$build/tools/nvsim/nvsim
nvsmi=$build/tools/nvsmi/nvsmi
nvdetect=$build/tools/nvdetect/nvdetect
export LD_LIBRARY_PATH=$build/src
export PATH=$PATH:/usr/local/go/bin:$HOME/.cargo/bin
# No client may take longer, whatever it waits for.
limit_s=120
log=$(mktemp)
. tests/support/expect.sh
trap 'rm -f "$log"' EXIT

# One of each kind; the others of machines/ differ in names and numbers only.
machines='dgx-a100 dgx-h100 gb200 h100-mig rtx3090 rtx4090 t4 vgpu-guest vgpu-l40s'

# Those whose file tells every reading that a monitor shows, of GPUs that are whole.
told='dgx-a100 dgx-h100 gb200 rtx3090 rtx4090 t4'

# Those whose GPUs are boards; a guest's GPU has neither sensors nor limits to compare.
boards='dgx-a100 dgx-h100 gb200 h100-mig rtx3090 rtx4090 t4 vgpu-l40s'

# Of these, those whose GPUs are whole; a divided one refuses much of what a suite asks.
whole='dgx-a100 dgx-h100 gb200 rtx3090 rtx4090 t4 vgpu-l40s'

driver_of() {
	sed -n 's/^driver: *["'\'']\{0,1\}\([0-9.]*\).*/\1/p' "machines/$1.yaml"
}

skip() {
	if [ -n "${CI:-}" ]; then
		failed=$((failed + 1))
		echo "FAIL $1 (must run here)"
	else
		skipped=$((skipped + 1))
		echo "skip $1"
	fi
}

# simulated_on MACHINE [OPTION...] -- COMMAND...
simulated_on() {
	local on=$1
	shift
	timeout "$limit_s" "$nvsim" run --machine "$on" "$@"
}

simulated() {
	simulated_on $machine "$@"
}

# Path of the interpreter that has what requirements-NAME.txt pins; fetched once.
python_with() {
	local wanted=$clients/python/requirements-$1.txt venv=.venv/$1
	if ! cmp -s "$wanted" "$venv/complete"; then
		rm -rf "$venv"
		python3 -m venv "$venv" >&2 &&
			"$venv/bin/pip" -q --disable-pip-version-check install -r "$wanted" >&2 &&
			cp "$wanted" "$venv/complete" || return 1
	fi
	echo "$PWD/$venv/bin/python"
}

for tool in "$nvsim" "$nvsmi" "$nvdetect" "$machine_file"; do
	[ -e "$tool" ] || expect "$tool is there" false
done
