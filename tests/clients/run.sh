#!/bin/bash
# SPDX-License-Identifier: MIT
# Programs by others on simulated machines. Versions are pinned; what is fetched
# once is kept in .venv and .cache, so a second run is offline.
# Usage: run.sh BUILD [PART...]; the parts are the other scripts of this folder,
# all of them unless some are named, as many at a time as there are processors.
# Ends with a count. With CI set nothing may be skipped.
set -u
self=$(realpath "$0")
build=$(realpath "$1")
cd "$(dirname "$self")/../.."
shift
[ $# != 0 ] || set -- smi python go rust monitors service nvdetect

run_part() {
	[ -f "tests/clients/$1.sh" ] || return
	. tests/clients/common.sh
	# shellcheck source=/dev/null # one of this folder's
	. "$clients/$1.sh"
	echo "$passed passed, $failed failed, $skipped skipped"
	[ $failed = 0 ]
}

# Each part by itself, and their outputs one after the other.
run_parts() {
	local logs part
	logs=$(mktemp -d)
	# shellcheck disable=SC2016 # the inner shell's
	printf '%s\n' "$@" | xargs -P "$(nproc)" -I '{}' sh -c '"$1" "$2" "$4" >"$3/$4" 2>&1' - "$self" "$build" "$logs" '{}'
	for part in "$@"; do
		cat "$logs/$part"
	done >"$logs/all"
	grep -vE '^[0-9]+ passed, ' "$logs/all"
	awk -v parts=$# '/^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ { passed += $1; failed += $3; skipped += $5; ended++ }
		END { failed += parts - ended; print passed + 0 " passed, " failed + 0 " failed, " skipped + 0 " skipped"; exit failed > 0 }' "$logs/all"
	local status=$?
	rm -rf "$logs"
	return $status
}

if [ $# = 1 ]; then
	run_part "$1"
else
	run_parts "$@"
fi
