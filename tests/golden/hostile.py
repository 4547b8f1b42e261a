#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every command over an NVML that says anything, and over one that lacks each function in turn. hostile.py HOSTILE [SEED]

No crash, no report of a sanitizer, nothing that loops for ever, no control characters in what a terminal gets, documents
that parse, and never success where the library could not even be started. OPENNVML_HOSTILE_SEEDS sets how many seeds
(2), OPENNVML_HOSTILE_MISSING in how many command lines each function is absent (1). A seed alone: run it again.
"""

import json
import os
import re
import subprocess
import sys
import unittest
import xml.etree.ElementTree

import counted

HOSTILE = sys.argv.pop(1)
ONLY = int(sys.argv.pop(1)) if len(sys.argv) > 1 and sys.argv[1].isdigit() else None
SEEDS = int(os.environ.get("OPENNVML_HOSTILE_SEEDS", "2"))
TIMES = int(os.environ.get("OPENNVML_HOSTILE_MISSING", "1"))
OUTPUT_MAX = 32 << 20

ALL_FIELDS = "index,name,uuid,serial,pci.bus_id,driver_version,memory.total,power.draw,clocks.sm,clocks_event_reasons.active," \
             "ecc.errors.corrected.volatile.total,temperature.gpu,vbios_version,inforom.oem,compute_mode,fabric.state,timestamp"
REPORTS = """
@
@ -L
@ -q
@ -q -x
@ -q -x --dtd
@ -q -d MEMORY,UTILIZATION,ECC,TEMPERATURE,POWER,CLOCK,SUPPORTED_CLOCKS,PAGE_RETIREMENT,ACCOUNTING,ROW_REMAPPER,ENCODER_STATS
@ -q -i 00000000:00:00.0
@ -q -u
@ -q -u -x
@ -q -u -x --dtd -i 0
@ -u --dtd
@ -i 0
@ -L -i GPU-x
@ --query-gpu=FIELDS --format=csv
@ --query-gpu=FIELDS --format=csv,noheader,nounits -i 0
@ --query-compute-apps=pid,process_name,used_memory,gpu_uuid --format=csv
@ --query-accounted-apps=pid,gpu_util,time,gpu_uuid --format=csv
@ --query-retired-pages=gpu_name,retired_pages.address,retired_pages.cause,retired_pages.timestamp --format=csv
@ --query-remapped-rows=gpu_name,remapped_rows.correctable,remapped_rows.histogram.max --format=csv
@ --query-supported-clocks=mem,gr --format=csv
@ --help-query-gpu
@ --version
@ -B
nvsmi --json
nvsmi --timeout=0 --json
nvsmi --timeout=0 --json -i 0
nvsmi --timeout=0 doctor
nvsmi --timeout=0 doctor --json
@ dmon -c 1 -s pucvmet
@ dmon -c 1 --gpm-metrics 1,2,3,20
@ pmon -c 1 -s um
@ topo -m
@ topo -mp
@ topo -p
@ topo -c 0
@ topo -n 4 -i 0
@ topo -p -i 0,1
@ topo -p2p rwnap
@ topo -C
@ topo -M
@ topo -gnid
@ nvlink -s
@ nvlink -c
@ nvlink -p
@ nvlink -R
@ nvlink -e
@ nvlink -ec
@ nvlink -gt d
@ nvlink -info
@ nvlink -gLowPwrInfo
@ nvlink -gBwMode
@ nvlink -s -l 17
@ c2c -s -e -gLowPwrInfo
@ pci -gErrCnt -gCnt
@ conf-compute -q
@ conf-compute -f -e -d -mgm
@ conf-compute -gc
@ conf-compute -gg
@ conf-compute -grs
@ conf-compute -gm
@ mig -lgip
@ mig -lgipp
@ mig -lgi
@ mig -lcip
@ mig -lcipp
@ mig -lci
@ vgpu
@ vgpu -q
@ vgpu -s -v
@ vgpu -c -v
@ vgpu -u
@ vgpu -p
@ vgpu -es
@ vgpu -fs
@ vgpu -ss
@ vgpu -sc
@ vgpu -sl
@ encodersessions -c 1
@ fbcsessions -c 1
@ drain -p 00000000:00:00.0 -q
@ power-profiles -l
@ power-profiles -ld
@ power-profiles -gr
@ power-profiles -ge
@ power-smoothing -ppd
@ cper
@ -q -d POWER_SMOOTHING,POWER_PROFILES
@ prm -c PPCNT -p local_port=1
@ gpm -g
"""
CHANGES = """
@ -pm 1
@ -e 0
@ -p 0
@ -c 3
@ -lgc 1000,2000
@ -lgc 1500 -m 0
@ -rgc
@ -lmc 5000
@ -rmc
@ -ac 2000,1000
@ -rac
@ -acp 1
@ -pl 100
@ -pl 100 -sc 1
@ -am 1
@ -caa
@ -mig 1
@ --auto-boost-default=1
@ --auto-boost-permission=1
@ -r
@ -gtt 80
@ --gom=0
@ -vm 3
@ --get-hostname
@ --set-hostname=a
@ -t 1
@ mig -cgi 0,1g.5gb,19:6 -C
@ mig -dgi
@ mig -dgi -gi 0,1
@ mig -cci 0
@ mig -cci
@ mig -dci
@ nvlink -re
@ nvlink -sLowPwrThres 1
@ nvlink -sBwMode FULL
@ conf-compute -srs 1
@ conf-compute -sm 1024
@ vgpu -shm 1
@ vgpu -caa
@ vgpu set-scheduler-state -p 1
@ drain -p 00000000:00:00.0 -m 1
@ drain -p 00000000:00:00.0 -r
@ rusd -spm all
@ gpm -s 1
@ power-smoothing -s 1
@ power-profiles -sr 0,1 -cr 2 -or 3 -ge
@ power-smoothing -spp 1
@ power-smoothing -upp 1,ramp-up-rate,5
"""
FRAMES = re.compile(r"(?:SUMMARY|runtime error).*|#\d+ 0x\w+ in (\w+ \.\./tools/nvsmi/\S+)")
# Answered without a library, or by what is not there.
WITHOUT = re.compile(r"--help|--dtd$|doctor")
REPORT = re.compile(rb"AddressSanitizer|UndefinedBehavior|runtime error|LeakSanitizer")
# What no report prints of itself; topo underlines its head, and its cells are apart by TABs.
CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
OURS = re.compile(rb"\x1b\[[04]m")


def command_lines():
    lines = [line for line in (REPORTS + CHANGES).splitlines() if line]
    lines = [line.replace("FIELDS", ALL_FIELDS) for line in lines]
    # As nvidia-smi, and as nvsmi within one process.
    both = [(line[2:].split(), names) for line in lines if line.startswith("@") for names in
            (["nvidia-smi"], ["nvsmi", "--timeout=0"])]
    return [names + rest for rest, names in both] + [line.split() for line in lines if not line.startswith("@")]


def runs(lines, *arguments):
    """(seed, words, wait status, the library was started, output, errors, the missing function) of each."""
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0:abort_on_error=1", UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1",
                       TZ="UTC")
    with subprocess.Popen([HOSTILE, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        process.stdin.write("".join("\t".join(words) + "\n" for words in lines).encode())
        process.stdin.close()
        while head := process.stdout.readline():
            seed, line, status, begun, output, errors, missing = head.split()
            yield (int(seed), lines[int(line)], int(status), begun == b"1", process.stdout.read(int(output)),
                   process.stdout.read(int(errors)), missing.decode())


def brief(errors):
    """Of a sanitizer's report: what, and where in nvsmi."""
    found = [match.group(1) or match.group(0) for match in FRAMES.finditer(errors.decode(errors="replace"))]
    return "; ".join(found[:6]) or errors[-300:].decode(errors="replace")


def wrong_document(words, output):
    try:
        if "-x" in words and output.startswith(b"<?xml"):
            xml.etree.ElementTree.fromstring(output)
        if "--json" in words:
            json.loads(output)
    except (ValueError, xml.etree.ElementTree.ParseError) as error:
        return str(error)
    return None


def wrong(words, status, begun, output, errors):
    """What is, or None."""
    if not os.WIFEXITED(status):
        return f"ended by signal {os.WTERMSIG(status)}: {brief(errors)}"
    if REPORT.search(errors):
        return brief(errors)
    if len(output) > OUTPUT_MAX:
        return f"{len(output)} bytes"
    if not begun and os.WEXITSTATUS(status) == 0 and not WITHOUT.search(" ".join(words)):
        return "success without a library"
    found = CONTROL.search(OURS.sub(b"", output)) or CONTROL.search(errors)
    if found:
        return f"control character {found.group()!r} in {output[max(0, found.start() - 60):found.end() + 20]!r}"
    return wrong_document(words, output)


class Hostile(unittest.TestCase):
    def check(self, *arguments):
        count, found, seen = 0, [], set()
        lines = [line for line in command_lines() if arguments[-1] != "missing" or line[0] == "nvsmi"]
        for seed, words, status, begun, output, errors, missing in runs(lines, *arguments):
            count += 1
            what = wrong(words, status, begun, output, errors)
            if what and (len(found) < 20 or os.environ.get("OPENNVML_HOSTILE_ALL")):
                key = (what.splitlines() or [""])[0][:60], words[-1]
                if key not in seen:
                    seen.add(key)
                    found.append(f"{' '.join(words)} (seed {seed // 256}, without {missing}): {what}")
        self.assertGreaterEqual(count, len(lines))
        self.assertEqual(len(found), 0, "\n\n".join(found))

    def test_answers(self):
        first, count = (1, SEEDS) if ONLY is None else (ONLY, 1)
        self.check(str(first), str(count))

    @unittest.skipIf(ONLY is not None, "one seed")
    def test_missing_functions(self):
        self.check("0", str(TIMES), "missing")


if __name__ == "__main__":
    counted.main()
