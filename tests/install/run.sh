#!/bin/bash
# SPDX-License-Identifier: MIT
# Installs into a scratch root, moves that root, and uses what is in it as a
# stranger would: pkg-config, C and C++, dynamic and static, the simulated
# machine. Usage: run.sh BUILD; ends with a count.
set -u
cd "$(dirname "$0")/../.."
build=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$scratch/moved
log=$scratch/log
. tests/support/expect.sh

skip() {
	skipped=$((skipped + 1))
	echo "skip $1"
}

install_and_move() {
	DESTDIR=$scratch/first meson install -C "$build" --no-rebuild --quiet &&
		mv "$scratch/first$(prefix_of_build)" "$root"
}

prefix_of_build() {
	meson introspect --buildoptions "$build" |
		python3 -c 'import json, sys; print(next(o["value"] for o in json.load(sys.stdin) if o["name"] == "prefix"))'
}

# What must be there, and nothing in other places.
files_are_there() {
	local wanted='bin/nvdetect bin/nvsim bin/nvsim-static bin/nvsmi include/opennvml/nvml.h lib/libopennvml.a
		lib/opennvml/libnvidia-ml.so lib/opennvml/libnvidia-ml.so.1 lib/pkgconfig/opennvml.pc
		lib/opennvml-sim/libnvidia-ml.so.1 share/opennvml/machines/dgx-h100.yaml
		share/opennvml/nvsmi.schema.json share/man/man1/nvsmi.1 share/bash-completion/completions/nvsmi
		share/zsh/site-functions/_nvsmi share/fish/vendor_completions.d/nvsmi.fish' file status=0
	for file in $wanted; do
		[ -e "$root/$file" ] || { echo "not installed: $file"; status=1; }
	done
	(cd "$root" && find . -type f -o -type l) | grep -vE \
		'^\./(bin/nv(detect|sim|sim-static|smi)|include/opennvml/nvml\.h|lib/(libopennvml\.a|opennvml-sim/libnvidia-ml\.so(\.1)?|opennvml/(libnvidia-ml\.(a|so|so\.1)|bin/(nvsmi-dlopen|nvidia-smi))|pkgconfig/opennvml\.pc)|share/(opennvml/.*|man/.*|bash-completion/completions/nvsmi|zsh/site-functions/_nvsmi|fish/vendor_completions\.d/nvsmi\.fish))$' && status=1
	return $status
}

# build_program COMPILER LANGUAGE static|dynamic OUTPUT
build_program() {
	local compiler=$1 language=$2 way=$3 output=$4 flags libs
	flags=$(PKG_CONFIG_PATH=$root/lib/pkgconfig pkg-config --cflags opennvml) || return 1
	if [ "$way" = static ]; then
		libs="-static $(PKG_CONFIG_PATH=$root/lib/pkgconfig pkg-config --static --libs opennvml)"
	else
		libs=$(PKG_CONFIG_PATH=$root/lib/pkgconfig pkg-config --libs opennvml)
	fi
	# shellcheck disable=SC2086 # flags are words
	"$compiler" -Wall -Werror -x "$language" tests/install/count.c -x none $flags $libs -o "$output"
}

counts_eight_gpus() {
	[ "$("$root/bin/nvsim" run --machine dgx-h100 -- "$1")" = 8 ]
}

# The library that has the simulator inside needs neither nvsim nor machine files.
counts_inside() {
	[ "$(OPENNVML_MACHINE=dgx-h100 LD_LIBRARY_PATH=$root/lib/opennvml-sim "$1")" = 8 ]
}

static_nvsim_counts_eight_gpus() {
	local alone=$scratch/alone
	mkdir "$alone" && cp "$root/bin/nvsim-static" "$alone" &&
		[ "$("$alone/nvsim-static" run --machine dgx-h100 -- "$scratch/count-c-static")" = 8 ]
}

# Without a driver the answer is a code, not a crash.
says_no_driver() {
	LD_LIBRARY_PATH=$root/lib/opennvml "$1"
	[ $? = 9 ]
}

installed_nvsmi_lists_eight() {
	[ "$("$root/bin/nvsim" run --machine dgx-h100 -- "$root/bin/nvsmi" -L | grep -c '^GPU [0-7]: ')" = 8 ]
}

expect 'installs' install_and_move
expect 'files' files_are_there
for language in c c++; do
	compiler=gcc
	[ $language = c ] || compiler=g++
	for way in dynamic static; do
		program=$scratch/count-$language-$way
		expect "$language $way builds" build_program $compiler $language $way "$program"
		if [ -e /dev/nvidiactl ]; then
			skip "$language $way without driver: this machine has one"
		else
			expect "$language $way says that no driver is loaded" says_no_driver "$program"
		fi
		expect "$language $way counts 8 simulated GPUs" counts_eight_gpus "$program"
		[ $way = static ] || expect "$language $way counts 8 GPUs of the simulator inside" counts_inside "$program"
	done
done
expect 'static nvsim alone counts 8 GPUs' static_nvsim_counts_eight_gpus
expect 'installed nvsmi lists 8 simulated GPUs' installed_nvsmi_lists_eight
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
