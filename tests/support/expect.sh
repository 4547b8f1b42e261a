# SPDX-License-Identifier: MIT
# Sourced by the test programs in shell. Counts in passed, failed and skipped;
# what a test says goes to $log and is shown when it fails.
passed=0 failed=0 skipped=0

# expect NAME COMMAND...: one test.
expect() {
	local name=$1
	shift
	if "$@" >"$log" 2>&1; then
		passed=$((passed + 1))
		echo "ok   $name"
	else
		failed=$((failed + 1))
		echo "FAIL $name"
		tail -n 20 "$log"
	fi
}
