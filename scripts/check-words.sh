#!/bin/sh
# SPDX-License-Identifier: MIT
# Project files name no place or event of whoever wrote them: they must make
# sense on any machine. --self-test checks that a bad file is noticed.
set -eu
cd "$(dirname "$0")/.."

# Spelt in halves so that this file passes its own check.
words="/""work/|this ""session|(deb\.deb""ian|proxy\.go""lang|files\.python""hosted|registry\.npm""js)\.|sub""agent|clau""de|anthro""pic"

bad_lines() {
	grep -nEiI "$words" "$@" /dev/null
}

if [ "${1:-}" = --self-test ]; then
	bad=$(mktemp)
	trap 'rm -f "$bad"' EXIT
	echo "see /""work/notes" >"$bad"
	bad_lines "$bad" >/dev/null
	exit
fi

"$0" --self-test || {
	echo "check-words: the self-test found nothing" >&2
	exit 1
}
! git ls-files -z --cached --others --exclude-standard | xargs -0 grep -nEiI "$words" /dev/null
