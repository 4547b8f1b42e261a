# SPDX-License-Identifier: MIT
# Sourced by check.sh and .ci/run: runs stages one after the other, goes on
# after a failure, counts. Logs are in $STAGE_LOGS.
passed=0 failed=0 skipped=0
STAGE_LOGS=${STAGE_LOGS:-build-logs}
mkdir -p "$STAGE_LOGS"
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

stage_add() {
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

# Shows what a stage that did not pass had to say.
stage_report() {
	local name=$1 seconds=$2 code=$3 log=$4 counts=$5
	case $code in
	0) echo "ok    $name$counts, $seconds s" ;;
	77) echo "skip  $name: $(tail -n 1 "$log")" ;;
	*)
		echo "FAIL  $name$counts, $seconds s; the end of $log:"
		tail -n 60 "$log"
		;;
	esac
}

# stage NAME COMMAND...: one test; exit code 77 is a skip.
stage() {
	local name=$1 log=$STAGE_LOGS/${1//[ \/]/-}.log start=$SECONDS code=0
	shift
	"$@" >"$log" 2>&1 || code=$?
	case $code in
	0) stage_add 1 0 0 ;;
	77) stage_add 0 0 1 ;;
	*) stage_add 0 1 0 ;;
	esac
	stage_report "$name" $((SECONDS - start)) $code "$log" ''
	[ $code = 0 ]
}

# counted NAME COMMAND...: a command whose last line is a count.
counted() {
	local name=$1 log=$STAGE_LOGS/${1//[ \/]/-}.log start=$SECONDS code=0 line
	shift
	"$@" >"$log" 2>&1 || code=$?
	line=$(tail -n 1 "$log")
	if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]; then
		stage_add "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}"
		[ "${BASH_REMATCH[2]}" = 0 ] || code=1
	else
		stage_add 0 1 0
		code=1
	fi
	stage_report "$name" $((SECONDS - start)) $code "$log" ": $line"
	[ $code = 0 ]
}

# meson_tests NAME DIR [meson test argument ...]
meson_tests() {
	local name=$1 dir=$2 log=$STAGE_LOGS/${1//[ \/]/-}.log start=$SECONDS code=0 counts
	shift 2
	rm -f "$dir"/meson-logs/testlog*.json
	meson test -C "$dir" --no-rebuild --print-errorlogs -q "$@" >"$log" 2>&1 || code=$?
	local json
	json=$(ls "$dir"/meson-logs/testlog*.json 2>/dev/null | head -n 1)
	if [ -n "$json" ] && counts=$(python3 "$scripts/count-tests.py" "$json" 2>>"$log"); then
		# shellcheck disable=SC2086 # three numbers
		stage_add $counts
	else
		counts='no test log'
		stage_add 0 1 0
		code=1
	fi
	stage_report "$name" $((SECONDS - start)) $code "$log" ": $counts (passed failed skipped)"
	[ $code = 0 ]
}

stage_summary() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" = 0 ]
}
