# SPDX-License-Identifier: MIT
# Programs that read what nvidia-smi prints: nvsmi under that name, first in PATH. In Python GPUtil, nvsmi and
# nvidia-htop; in Go the parsers of telegraf's input, netdata's collector, and telegraf itself, which exports to
# Prometheus what it reads.
# shellcheck shell=bash disable=SC2154 # run.sh sources this
export GOFLAGS=-mod=mod GOCACHE=${GOCACHE:-$PWD/.cache/go}
named=$build/named

mkdir -p "$named"
ln -sf "$nvsmi" "$named/nvidia-smi"

# under_name MACHINE [OPTION...] -- COMMAND...
under_name() {
	PATH=$named:$PATH simulated_on "$@"
}

reads() {
	under_name "$2" -- "$python" -W ignore "$clients/python/smi.py" "machines/$2.yaml" "$(driver_of "$2")" "$1"
}

# collects MACHINE DRIVER WHAT READER...
collects() {
	local on=$1 driver=$2 what=$3
	shift 3
	# shellcheck disable=SC2016 # the inner shell's
	READERS=$* under_name "$on" --driver "$driver" -- bash -c \
		'for reader in $READERS; do "$1" "$reader" || exit; done | "${@:2}"' - "$build/readers" \
		"$python" "$clients/python/smi.py" "machines/$on.yaml" "$driver" "$what"
}

# exports MACHINE DRIVER
exports() {
	under_name "$1" --driver "$2" -- "$python" -W ignore "$clients/python/smi.py" "machines/$1.yaml" "$2" exporter "$build/telegraf"
}

exporters() {
	local on
	for on in $told; do
		expect "telegraf as an exporter on $on" exports "$on" "$(driver_of "$on")"
	done
	expect 'telegraf as an exporter, documents before 525' exports $machine 515.105.01
}

collectors() {
	local on
	for on in $told; do
		expect "telegraf's parser and netdata's collector on $on" \
			collects "$on" "$(driver_of "$on")" collectors telegraf csv xml
	done
	expect "telegraf's parser of the documents before 525" collects $machine 515.105.01 telegraf telegraf
	expect 'both, a divided GPU' collects h100-mig "$(driver_of h100-mig)" mig telegraf xml
}

if ! python=$(python_with smi); then
	skip 'programs that read nvidia-smi could not be fetched'
else
	for name in gputil nvsmi htop; do
		for on in $told; do
			expect "$name on $on" reads $name "$on"
		done
	done
fi

if ! (cd "$clients/readers" && go build -o "$build/readers" .) >"$log" 2>&1; then
	tail -n 3 "$log"
	skip 'the collectors could not be built'
elif [ -n "$python" ]; then
	collectors
fi

# The program as its makers release it, with the plugins that are asked for.
if ! (cd "$clients/readers" && go build -tags custom,inputs.nvidia_smi,outputs.prometheus_client -o "$build/telegraf" \
	github.com/influxdata/telegraf/cmd/telegraf) >"$log" 2>&1; then
	tail -n 3 "$log"
	skip 'telegraf could not be built'
elif [ -n "$python" ]; then
	exporters
fi
