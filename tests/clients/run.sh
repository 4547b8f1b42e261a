#!/bin/bash
# SPDX-License-Identifier: MIT
# Programs by others on simulated machines. Versions are pinned; what is fetched
# once is kept in .venv and .cache, so a second run is offline.
# Usage: run.sh BUILD [PART...]; the parts are the other scripts of this folder,
# all of them unless some are named. Ends with a count. With CI set nothing may
# be skipped.
set -u
cd "$(dirname "$0")/../.."
build=$(realpath "$1")
shift
[ $# != 0 ] || set -- python monitors service smi go rust nvdetect
. tests/clients/common.sh
for part in "$@"; do
	# shellcheck source=/dev/null # one of this folder's
	. "$clients/$part.sh"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
