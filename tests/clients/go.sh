# SPDX-License-Identifier: MIT
# go-nvml: a program of ours that calls every method and compares values, and
# the package's own tests.
# shellcheck shell=bash disable=SC2154 # run.sh sources this
export GOFLAGS=-mod=mod GOCACHE=${GOCACHE:-$PWD/.cache/go}

go_agrees_with_nvsmi() {
	diff <(simulated -- "$build/go-client" list) \
		<(simulated -- "$nvsmi" --query-gpu=index,name,memory.total,uuid --format=csv,noheader,nounits) &&
		[ "$(simulated -- "$build/go-client" list | wc -l)" = 8 ]
}

# every_method MACHINE DRIVER: what was called last is told if the call ends the process.
every_method() {
	local progress status=0
	progress=$(mktemp)
	simulated_on "$1" --driver "$2" -- env PROGRESS="$progress" "$build/go-client" every || status=$?
	[ $status = 0 ] || echo "status $status; last called: $(cat "$progress")"
	rm -f "$progress"
	return $status
}

go_values() {
	simulated_on "$1" -- "$build/go-client" values "machines/$1.yaml"
}

unfit_gpus() {
	simulated_on "$clients/go/health.yaml" -- "$build/go-client" health \
		'GPU-11111111-1111-1111-1111-111111111111 xid 31' \
		'GPU-22222222-2222-2222-2222-222222222abc xid 79' \
		'GPU-11111111-1111-1111-1111-111111111111 kind 2'
}

go_tests() {
	(cd "$clients/go" && go test -c -o "$build/go-nvml-test" github.com/NVIDIA/go-nvml/pkg/nvml) &&
		python3 "$clients/suite.py" "$nvsim" "$clients/go/exclusions.txt" "$machine,t4" go "$build/go-nvml-test"
}

if ! (cd "$clients/go" && go build -o "$build/go-client" .) >"$log" 2>&1; then
	tail -n 3 "$log"
	skip 'go-nvml could not be built'
else
	expect 'go-nvml: name, memory and UUID as nvsmi has them' go_agrees_with_nvsmi
	for on in $machines; do
		expect "go-nvml: every method on $on" every_method "$on" "$(driver_of "$on")"
		expect "go-nvml: values of $on" go_values "$on"
	done
	for driver in 515.105.01 620.10; do
		expect "go-nvml: every method, driver $driver" every_method $machine $driver
	done
	expect 'go-nvml: GPUs that become unfit, as a device plugin waits for them' unfit_gpus
	expect "go-nvml's own tests" go_tests
fi
