#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what a task needs and this machine lacks, with apt. Silent and
# offline when nothing is missing. Usage: setup.sh build|check|clients|bench|ci
set -eu

# package:probe. The probe is a command, or a pkg-config module with '@';
# without a probe dpkg alone decides.
build='gcc:gcc libc6-dev: meson:meson ninja-build:ninja pkg-config:pkg-config
	libcyaml-dev:@libcyaml libyaml-dev:@yaml-0.1 libxml2-dev:@libxml-2.0'
check="$build libcmocka-dev:@cmocka python3:python3 g++:g++ binutils:objcopy clang:clang
	clang-format:clang-format musl-tools:musl-gcc valgrind:valgrind git:git"
clients="$build python3:python3 python3-venv: golang-go:go cargo:cargo musl-tools:musl-gcc procps:ps"
bench="$build strace:strace"
ci="$check $clients $bench ccache:ccache clang-tidy:clang-tidy
	gcc-aarch64-linux-gnu:aarch64-linux-gnu-gcc libc6-dev-arm64-cross: qemu-user:qemu-aarch64"

# Without these a test is skipped.
shells='zsh:zsh fish:fish'

# Toolchains that were unpacked by hand count too.
PATH=$PATH:/usr/local/go/bin:$HOME/.cargo/bin

package_present() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

present() {
	package=$1 probe=$2
	case $probe in
	'') ! command -v dpkg-query >/dev/null || package_present "$package" ;;
	@*) package_present "$package" || pkg-config --exists "${probe#@}" 2>/dev/null ;;
	*) command -v "$probe" >/dev/null || package_present "$package" ;;
	esac
}

missing() {
	for pair in $1; do
		present "${pair%%:*}" "${pair#*:}" || printf '%s ' "${pair%%:*}"
	done
}

install_packages() {
	if ! command -v apt-get >/dev/null; then
		echo "setup: please install what these Debian packages hold: $*" >&2
		exit 1
	fi
	if [ "$(id -u)" != 0 ]; then
		echo "setup: not root; please run: apt-get install --no-install-recommends $*" >&2
		exit 1
	fi
	echo "setup: installing $*"
	export DEBIAN_FRONTEND=noninteractive
	apt-get -qq update
	apt-get -qq -y install --no-install-recommends "$@" >/dev/null
}

optional=
case ${1:-} in
build) wanted=$build ;;
check) wanted=$check ;;
clients) wanted=$clients ;;
bench) wanted=$bench ;;
ci) wanted=$ci optional=$shells ;;
*)
	echo "usage: setup.sh build|check|clients|bench|ci" >&2
	exit 2
	;;
esac

# shellcheck disable=SC2046 # one word per package
set -- $(missing "$wanted")
[ $# = 0 ] || install_packages "$@"

# shellcheck disable=SC2046
set -- $(missing "$optional")
[ $# = 0 ] || (install_packages "$@") || echo "setup: could not install $*"
