#!/bin/sh
# SPDX-License-Identifier: MIT
# Joins the objects of an archive into one and makes its hidden names local, so
# that a program which links the result cannot meet a private name.
# Usage: join-objects.sh LD OBJCOPY AR INPUT.a OUTPUT.a
set -eu
ld=$1 objcopy=$2 ar=$3 input=$4 output=$5
joined=${output%.a}.o
rm -f "$output"
"$ld" -r --whole-archive "$input" -o "$joined"
"$objcopy" --localize-hidden "$joined"
"$ar" rcs "$output" "$joined"
rm -f "$joined"
