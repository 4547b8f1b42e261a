#!/bin/sh
# SPDX-License-Identifier: MIT
# Fetches the aarch64 libraries that tools and tests link, beside the system's
# own packages and without changing them. Writes a second cross file that names
# them. Usage: aarch64-root.sh CACHE_FOLDER; the cross file is CACHE_FOLDER/aarch64.ini
set -eu
mkdir -p "$1"
cache=$(realpath "$1")
packages='libcmocka-dev libcmocka0 libcyaml-dev libcyaml1 libyaml-dev libyaml-0-2'
root=$cache/root
[ ! -f "$cache/aarch64.ini" ] || exit 0

apt() {
	apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures::=arm64 -o Dir::State::lists="$cache/lists" \
		-o Dir::Cache="$cache/apt" -o Dir::State::status=/dev/null -o APT::Sandbox::User=root "$@"
}

mkdir -p "$cache/lists/partial" "$cache/apt/archives/partial" "$cache/debs" "$root"
apt update
# shellcheck disable=SC2086 # one word per package
(cd "$cache/debs" && apt download $packages)
for package in "$cache"/debs/*.deb; do
	dpkg -x "$package" "$root"
done
rm -rf "$cache/lists" "$cache/apt" "$cache/debs"

libraries=$root/usr/lib/aarch64-linux-gnu
cat >"$cache/aarch64.ini.new" <<INI
[binaries]
pkgconfig = 'pkg-config'
exe_wrapper = ['qemu-aarch64', '-L', '/usr/aarch64-linux-gnu', '-E', 'LD_LIBRARY_PATH=$libraries']

[properties]
sys_root = '$root'
pkg_config_libdir = '$libraries/pkgconfig'
INI
mv "$cache/aarch64.ini.new" "$cache/aarch64.ini"
