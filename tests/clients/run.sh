#!/bin/bash
# SPDX-License-Identifier: MIT
# Programs by others on simulated machines. Versions are pinned; what is fetched
# once is kept in .venv and .cache, so a second run is offline.
# Usage: run.sh BUILD; ends with a count. With CI set nothing may be skipped.
set -u
cd "$(dirname "$0")/../.."
build=$(realpath "$1")
clients=$PWD/tests/clients
machine=dgx-h100
machine_file=$PWD/machines/$machine.yaml
nvsim=$build/tools/nvsim/nvsim
nvsmi=$build/tools/nvsmi/nvsmi
nvdetect=$build/tools/nvdetect/nvdetect
export LD_LIBRARY_PATH=$build/src
export PATH=$PATH:/usr/local/go/bin:$HOME/.cargo/bin
log=$(mktemp)
. tests/support/expect.sh
trap 'rm -f "$log"' EXIT

# A branch from before the telemetry page, three with it, and one that no table knows.
drivers='515.105.01 535.288.01 550.163.01 570.211.01 580.142 595.45.04 620.10'
bindings='13.590.44 13.615.71'
yaml=6.0.3

skip() {
	if [ -n "${CI:-}" ]; then
		failed=$((failed + 1))
		echo "FAIL $1 (must run here)"
	else
		skipped=$((skipped + 1))
		echo "skip $1"
	fi
}

simulated() {
	"$nvsim" run --machine $machine "$@"
}

# Path of the interpreter that has these bindings; fetched once.
python_with() {
	local venv=.venv/nvml-$1
	if [ ! -f "$venv/complete" ]; then
		rm -rf "$venv"
		python3 -m venv "$venv" >&2 &&
			"$venv/bin/pip" -q --disable-pip-version-check install "nvidia-ml-py==$1" "PyYAML==$yaml" >&2 &&
			touch "$venv/complete" || return 1
	fi
	echo "$PWD/$venv/bin/python"
}

test_bindings() {
	local python version=$1 driver
	if ! python=$(python_with "$version"); then
		skip "nvidia-ml-py $version could not be fetched"
		return
	fi
	for driver in $drivers; do
		expect "nvidia-ml-py $version, driver $driver" \
			simulated --driver "$driver" -- "$python" "$clients/pynvml_machine.py" "$machine_file" "$driver"
	done
	test_ways_in "$python" "$version"
}

# denied RULES EXPECTED: a service's way in while some files cannot be opened.
denied() {
	simulated -- env DENY="$1" LD_PRELOAD="$build/deny.so" "$python" "$clients/bentoml_way.py" "$2"
}

test_ways_in() {
	local python=$1 version=$2
	if [ -e /dev/nvidiactl ]; then
		skip "nvidia-ml-py $version without driver: this machine has one"
	else
		expect "$version: no driver" "$python" "$clients/bentoml_way.py" NVMLError_DriverNotLoaded
	fi
	expect "$version: all well" denied '' 8
	expect "$version: module loaded, no control node" denied /dev/nvidiactl=2 NVMLError_DriverNotLoaded
	expect "$version: control node without module" denied /dev/nvidiactl=6 NVMLError_DriverNotLoaded
	expect "$version: control node not readable" denied /dev/nvidiactl=13 NVMLError_NoPermission
	expect "$version: control node forbidden by the device cgroup" denied /dev/nvidiactl=1 NVMLError_Unknown
	expect "$version: control node fails" denied /dev/nvidiactl=5 NVMLError_OperatingSystem
	expect "$version: one GPU's node forbidden" denied /dev/nvidia3=1 7
	expect "$version: one GPU's node missing" denied /dev/nvidia0=2 7
	expect "$version: no GPU's node readable" denied '/dev/nvidia0=13,/dev/nvidia1=13,/dev/nvidia2=13,/dev/nvidia3=13,/dev/nvidia4=13,/dev/nvidia5=13,/dev/nvidia6=13,/dev/nvidia7=13' 0
}

agrees_with_nvsmi() {
	diff <(simulated -- "$1") \
		<(simulated -- "$nvsmi" --query-gpu=index,name,memory.total,uuid --format=csv,noheader,nounits) &&
		[ "$(simulated -- "$1" | wc -l)" = 8 ]
}

test_go() {
	export GOFLAGS=-mod=mod GOCACHE=${GOCACHE:-$PWD/.cache/go}
	if ! (cd "$clients/go" && go build -o "$build/go-client" .) >"$log" 2>&1; then
		tail -n 3 "$log"
		skip 'go-nvml could not be built'
		return
	fi
	expect 'go-nvml: name, memory and UUID as nvsmi has them' agrees_with_nvsmi "$build/go-client"
}

test_rust() {
	export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/.cache/rust}
	if ! cargo build -q --locked --manifest-path "$clients/rust/Cargo.toml" >"$log" 2>&1; then
		tail -n 3 "$log"
		skip 'nvml-wrapper could not be built'
		return
	fi
	expect 'nvml-wrapper: name, memory and UUID as nvsmi has them' \
		agrees_with_nvsmi "$CARGO_TARGET_DIR/debug/rust-client"
}

same_answer() {
	diff <(simulated -- "$1") <(simulated -- "$2") && [ -n "$(simulated -- "$1")" ]
}

knows_without_nodes() {
	local text
	text=$(simulated --no-nodes -- "$1") || true
	echo "$text"
	grep -q "$(sed -n 's/^driver: *["'\'']\{0,1\}\([0-9.]*\).*/\1/p' "$machine_file")" <<<"$text" &&
		grep -q 'H100' <<<"$text" && grep -q '9\.0' <<<"$text"
}

test_static() {
	if ! scripts/build.sh build-musl --cross-file scripts/cross/musl.ini -Dbuildtype=release -Dtests=false -Dsim=false >"$log" 2>&1; then
		tail -n 5 "$log"
		skip 'static nvdetect: no musl build'
		return
	fi
	expect 'static nvdetect answers as the dynamic one' same_answer build-musl/tools/nvdetect/nvdetect "$nvdetect"
	expect 'static nvdetect without device nodes' knows_without_nodes build-musl/tools/nvdetect/nvdetect
}

for tool in "$nvsim" "$nvsmi" "$nvdetect" "$machine_file"; do
	[ -e "$tool" ] || expect "$tool is there" false
done
gcc -shared -fPIC -O1 -D_GNU_SOURCE "$clients/deny.c" -o "$build/deny.so"
for version in $bindings; do
	test_bindings "$version"
done
test_go
test_rust
test_static
expect 'nvdetect without device nodes' knows_without_nodes "$nvdetect"
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
