# SPDX-License-Identifier: MIT
# What an installer uses: nvdetect as one static file, and without device nodes.
# shellcheck shell=bash disable=SC2154 # run.sh sources this

same_answer() {
	diff <(simulated -- "$1") <(simulated -- "$2") && [ -n "$(simulated -- "$1")" ]
}

knows_without_nodes() {
	local text
	text=$(simulated --no-nodes -- "$1") || true
	echo "$text"
	grep -q "$(driver_of $machine)" <<<"$text" && grep -q 'H100' <<<"$text" && grep -q '9\.0' <<<"$text"
}

if ! scripts/build.sh build-musl --cross-file scripts/cross/musl.ini -Dbuildtype=release -Dtests=false -Dsim=false >"$log" 2>&1; then
	tail -n 5 "$log"
	skip 'static nvdetect: no musl build'
else
	expect 'static nvdetect answers as the dynamic one' same_answer build-musl/tools/nvdetect/nvdetect "$nvdetect"
	expect 'static nvdetect without device nodes' knows_without_nodes build-musl/tools/nvdetect/nvdetect
fi
expect 'nvdetect without device nodes' knows_without_nodes "$nvdetect"
