# SPDX-License-Identifier: MIT
# Monitoring programs in Python, and the tests that one of them brings along.
# shellcheck shell=bash disable=SC2154 # run.sh sources this

monitor() {
	simulated_on "$2" -- "$python" "$clients/python/monitors.py" "machines/$2.yaml" "$1"
}

suite_of_pynvml() {
	local suite
	suite=$("$python" -W ignore -c 'import importlib.util as u; print(*u.find_spec("pynvml_utils").submodule_search_locations)')/tests
	"$python" "$clients/suite.py" "$nvsim" "$clients/python/exclusions-pynvml.txt" dgx-h100,t4,rtx3090 \
		pytest "$python" "$suite"
}

if ! python=$(python_with monitors); then
	skip 'monitoring programs could not be fetched'
else
	for name in pynvml_utils gpustat nvitop py3nvml; do
		for on in $told; do
			expect "$name on $on" monitor "$name" "$on"
		done
	done
	expect "pynvml's own tests" suite_of_pynvml
fi
