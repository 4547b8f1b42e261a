# SPDX-License-Identifier: MIT
# NVIDIA's bindings for Python: each of their functions, the values of every
# machine, and the ways in of a service where the driver is not well.
# shellcheck shell=bash disable=SC2154 # run.sh sources this

# A branch from before the telemetry page, three with it, and one that no table knows.
drivers='515.105.01 535.288.01 550.163.01 570.211.01 580.142 595.45.04 620.10'
oldest=515.105.01
unknown=620.10
bindings='13.590.44 13.615.71'

# denied RULES EXPECTED: a service's way in while some files cannot be opened.
denied() {
	simulated -- env DENY="$1" LD_PRELOAD="$build/deny.so" "$python" "$clients/python/way_in.py" "$2"
}

# every_function MACHINE DRIVER: what was called last is told if the call ends the process.
every_function() {
	local progress status=0
	progress=$(mktemp)
	simulated_on "$1" --driver "$2" -- env PROGRESS="$progress" "$python" "$clients/python/wrappers.py" || status=$?
	[ $status = 0 ] || echo "status $status; last called: $(cat "$progress")"
	rm -f "$progress"
	return $status
}

values() {
	simulated_on "$1" --driver "$2" -- "$python" "$clients/python/machine.py" "machines/$1.yaml" "$2"
}

test_functions() {
	local on
	for on in $machines; do
		expect "nvidia-ml-py $version: every function on $on" every_function "$on" "$(driver_of "$on")"
	done
	expect "nvidia-ml-py $version: every function, driver $oldest" every_function $machine $oldest
	expect "nvidia-ml-py $version: every function, driver $unknown" every_function $machine $unknown
}

test_values() {
	local on driver
	for on in $boards; do
		expect "nvidia-ml-py $version: values of $on" values "$on" "$(driver_of "$on")"
	done
	for driver in $drivers; do
		expect "nvidia-ml-py $version: values, driver $driver" values $machine "$driver"
	done
}

# Without nvsim: the library that has the simulator inside.
inside() {
	OPENNVML_MACHINE=$machine_file LD_LIBRARY_PATH=$build/src/sim "$python" "$clients/python/machine.py" \
		"$machine_file" "$(driver_of $machine)"
}

test_ways_in() {
	if [ -e /dev/nvidiactl ]; then
		skip "nvidia-ml-py $version without driver: this machine has one"
	else
		expect "$version: no driver" "$python" "$clients/python/way_in.py" NVMLError_DriverNotLoaded
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

gcc -shared -fPIC -O1 -D_GNU_SOURCE "$clients/deny.c" -o "$build/deny.so"
for version in $bindings; do
	if ! python=$(python_with "nvml-$version"); then
		skip "nvidia-ml-py $version could not be fetched"
		continue
	fi
	test_functions
	test_values
	expect "nvidia-ml-py $version: values, simulator inside the library" inside
	test_ways_in
done
