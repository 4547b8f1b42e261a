#!/bin/sh
# SPDX-License-Identifier: MIT
# Sets a build tree up, or changes its options, and compiles it quietly.
# Usage: build.sh DIR [--cross-file FILE ...] [meson option ...]; NINJAFLAGS is passed on.
set -eu
dir=$1
shift
log=$(mktemp)
trap 'rm -f "$log"' EXIT

quietly() {
	"$@" >"$log" 2>&1 || {
		cat "$log" >&2
		exit 1
	}
}

cd "$(dirname "$0")/.."
if [ -f "$dir/build.ninja" ]; then
	# What a tree is for cannot change any more.
	while [ "${1:-}" = --cross-file ]; do
		shift 2
	done
	[ $# = 0 ] || quietly meson configure "$dir" "$@"
else
	quietly meson setup "$dir" "$@"
fi
# shellcheck disable=SC2086 # flags are words
quietly ninja -C "$dir" ${NINJAFLAGS:-}
