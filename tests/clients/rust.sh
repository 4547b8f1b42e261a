# SPDX-License-Identifier: MIT
# nvml-wrapper: a program of ours over it, and its own tests, taken from the
# package that cargo fetched.
# shellcheck shell=bash disable=SC2154 # run.sh sources this
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/.cache/rust}

agrees_with_nvsmi() {
	diff <(simulated -- "$1") \
		<(simulated -- "$nvsmi" --query-gpu=index,name,memory.total,uuid --format=csv,noheader,nounits) &&
		[ "$(simulated -- "$1" | wc -l)" = 8 ]
}

# Puts a copy of the fetched package aside, as cargo tests no package of the registry.
copy_of_wrapper() {
	local source copy
	source=$(cargo metadata --locked --format-version 1 --manifest-path "$clients/rust/Cargo.toml" |
		grep -o '"manifest_path":"[^"]*/nvml-wrapper-[0-9][^"]*"' | cut -d'"' -f4) || return 1
	copy=$PWD/.cache/$(basename "$(dirname "$source")")
	[ -d "$copy" ] || cp -r "$(dirname "$source")" "$copy" || return 1
	echo "$copy"
}

# Path of the program that cargo made of the tests.
tests_of() {
	cargo test -q --locked --lib --no-run --message-format=json --manifest-path "$1/Cargo.toml" |
		grep -o '"executable":"[^"]*"' | tail -n 1 | cut -d'"' -f4
}

if ! cargo build -q --locked --manifest-path "$clients/rust/Cargo.toml" >"$log" 2>&1; then
	tail -n 3 "$log"
	skip 'nvml-wrapper could not be built'
else
	expect 'nvml-wrapper: name, memory and UUID as nvsmi has them' \
		agrees_with_nvsmi "$CARGO_TARGET_DIR/debug/rust-client"
fi
if ! wrapper=$(copy_of_wrapper 2>"$log") || ! program=$(tests_of "$wrapper" 2>"$log") || [ -z "$program" ]; then
	tail -n 3 "$log"
	skip "nvml-wrapper's own tests could not be built"
else
	expect "nvml-wrapper's own tests" env RUST_BACKTRACE=0 \
		python3 "$clients/suite.py" "$nvsim" "$clients/rust/exclusions.txt" "${whole// /,}" \
		rust "$program"
fi
