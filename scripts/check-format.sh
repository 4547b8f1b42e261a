#!/bin/sh
# SPDX-License-Identifier: MIT
# Layout of hand-written files: clang-format for C, a licence line everywhere,
# no trailing blanks. --self-test checks that bad files are noticed.
set -eu
cd "$(dirname "$0")/.."

tracked() {
	git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do
		[ ! -f "$file" ] || echo "$file"
	done
}

# Files with code or data of ours, by name; generated C is exempt from layout only.
hand_c() {
	tracked '*.c' '*.h' | grep -vE '^(gen/|include/)' || true
}

licensed() {
	tracked '*.c' '*.h' '*.py' '*.sh' '*.toml' '*.go' '*.rs' '*.cc' '*/meson.build' meson.build Makefile \
		'machines/*.yaml' 'machines/models/*.yaml' .ci/run
}

lacks_licence() {
	head -n 3 "$1" | grep -q 'SPDX-License-Identifier: MIT' && return 1
	echo "$1: no SPDX-License-Identifier: MIT in the first lines"
}

has_trailing_blanks() {
	grep -nE '[[:blank:]]+$' "$1" /dev/null
}

self_test() {
	bad=$(mktemp -d)
	trap 'rm -rf "$bad"' EXIT
	printf 'int  f( void ) {return 1 ;} \n' >"$bad/bad.c"
	cp .clang-format "$bad"
	! clang-format --dry-run -Werror "$bad/bad.c" 2>/dev/null || return 1
	lacks_licence "$bad/bad.c" >/dev/null || return 1
	has_trailing_blanks "$bad/bad.c" >/dev/null || return 1
}

if [ "${1:-}" = --self-test ]; then
	self_test
	exit
fi
"$0" --self-test || {
	echo "check-format: the self-test found nothing" >&2
	exit 1
}

status=0
hand_c | xargs -P "$(nproc)" -n 32 clang-format --dry-run -Werror 2>&1 | head -n 20 | grep . && status=1
for file in $(licensed); do
	lacks_licence "$file" && status=1
done
for file in $(tracked '*.c' '*.h' '*.py' '*.sh' '*.toml' '*.yaml' '*.md' '*/meson.build' meson.build); do
	has_trailing_blanks "$file" && status=1
done
exit $status
