#!/bin/sh
# SPDX-License-Identifier: MIT
# Lets libFuzzer drive every target for some seconds: fuzz.sh SECONDS [TARGET...]
# New inputs gather in build-fuzz/corpus; a find is left in build-fuzz/finds.
set -eu

seconds=${1:?usage: fuzz.sh SECONDS [TARGET...]}
shift
[ $# -gt 0 ] || set -- codec text options nvsmi machine import driver api
root=$(cd "$(dirname "$0")/.." && pwd)
build=${FUZZ_BUILD:-$root/build-fuzz}

# The lines of the committed inputs, each as a line to be put in.
words() {
	cat "$1"/* | tr -c ' -~\n' '?' | sort -u | sed 's/[\\"]/\\&/g; s/.*/"\\x0a&"/'
}

if [ ! -f "$build/build.ninja" ]; then
	CC=${CC:-clang} meson setup "$build" "$root" -Dc_args=-fsanitize=fuzzer-no-link \
		-Db_sanitize=address,undefined -Db_lundef=false
fi
mkdir -p "$build/finds"
for target in "$@"; do
	ninja -C "$build" "tests/fuzz/libfuzzer-$target"
done

export OPENNVML_SOURCE="$root"
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
failed=0
for target in "$@"; do
	mkdir -p "$build/corpus/$target"
	set -- -max_len=8192
	if [ "$target" = nvsmi ]; then
		words "$root/tests/fuzz/corpus/nvsmi" >"$build/nvsmi.dict"
		set -- -max_len=512 "-dict=$build/nvsmi.dict"
	fi
	"$build/tests/fuzz/libfuzzer-$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 "$@" \
		-verbosity=0 -print_final_stats=1 -artifact_prefix="$build/finds/$target-" \
		"$build/corpus/$target" "$root/tests/fuzz/corpus/$target" || failed=1
done
exit $failed
