#!/bin/sh
# SPDX-License-Identifier: MIT
# Every library that a meson.build asks for is one that setup.sh installs: a
# machine that has it already never shows that it was forgotten.
set -eu
cd "$(dirname "$0")/.."

wanted=$(git ls-files -z --cached --others --exclude-standard -- meson.build '*/meson.build' |
	xargs -0 sed -nE "s/(^|.*[^_a-z])dependency\('([^']*)'.*/\2/p" | sort -u)
status=0 seen=0
for library in $wanted; do
	seen=$((seen + 1))
	# Part of libc6-dev.
	[ "$library" = threads ] && continue
	grep -qE ":@$library([ ']|$)" scripts/setup.sh || {
		echo "check-setup: scripts/setup.sh installs no package for dependency('$library')" >&2
		status=1
	}
done
[ "$seen" -ge 3 ] || {
	echo "check-setup: found only $seen dependencies in the meson.build files" >&2
	status=1
}
exit $status
