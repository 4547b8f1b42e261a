# SPDX-License-Identifier: MIT
# BentoML, a service that hands GPUs to its workers; pynvml 11 beside it has a
# binding of its own.
# shellcheck shell=bash disable=SC2154 # run.sh sources this
pynvml=11.5.3

older_pynvml() {
	local folder=.venv/pynvml-$pynvml
	if [ ! -f "$folder/complete" ]; then
		rm -rf "$folder"
		"$(dirname "$python")/pip" -q --disable-pip-version-check install --no-deps --target "$folder" "pynvml==$pynvml" >&2 &&
			touch "$folder/complete" || return 1
	fi
	echo "$PWD/$folder"
}

service() {
	simulated_on "$1" -- env PYTHONPATH="$2" "$python" -W ignore "$clients/python/service.py" "machines/$1.yaml"
}

if ! python=$(python_with bentoml) || ! older=$(older_pynvml); then
	skip 'BentoML could not be fetched'
else
	for on in $machine rtx3090 t4; do
		expect "BentoML on $on: GPUs and workers" service "$on" ''
		expect "BentoML on $on: memory" service "$on" "$older"
	done
fi
