#!/bin/sh
# SPDX-License-Identifier: MIT
# Derived files are what scripts/gen.py makes of the registry, byte for byte.
set -eu
cd "$(dirname "$0")/.."
if [ ! -f scripts/gen.py ]; then
	echo "no generator in this tree"
	exit 77
fi
exec python3 scripts/gen.py --check
