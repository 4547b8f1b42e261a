#!/bin/bash
# SPDX-License-Identifier: MIT
# What every change must pass: tests of a debug build, the source checks, the
# installed tree. Works offline; ends with a count.
set -u
cd "$(dirname "$0")/.."
. scripts/stages.sh

if stage 'build gcc' scripts/build.sh build-check -Dbuildtype=debugoptimized -Dwerror=true; then
	meson_tests 'tests gcc' build-check
fi
if stage 'build gcc release' scripts/build.sh build -Dbuildtype=release -Dtests=false; then
	stage 'binary' scripts/check-binary.sh build
	stage 'one door' scripts/check-one-door.py build
	counted 'install' tests/install/run.sh build
fi
if stage 'build sanitizers' scripts/build.sh build-asan -Dbuildtype=debugoptimized \
	-Db_sanitize=address,undefined -Db_lundef=false; then
	export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
	# The matrix asks of each release what the other suites ask of one.
	OPENNVML_QUICK=1 meson_tests 'tests sanitizers' build-asan --no-suite matrix
fi
for check in format size generated words setup; do
	script=$(ls scripts/check-$check.*)
	stage "$check" "$script"
done
stage_summary
