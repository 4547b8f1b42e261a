#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The CSV queries: columns, rows, and the options beside them. queries.py NVSIM NVSMI NVSMI_DLOPEN FAKE_LIBRARY

Headers, units and the rows of GPUs without a list are those of recordings (fields.py and golden.py compare with these);
messages and exit statuses are as NVIDIA's tool of 550 gave them.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import unittest

import counted

NVSIM, NVSMI, DLOPEN, LIBRARY = (sys.argv.pop(1) for _ in range(4))
CSV = "--format=csv"
BARE = CSV + ",noheader"
MIB = 1 << 20
GPU = "driver=570.133.20\nlibrary=12.570.133.20\ncuda=12080\ncount=1\n0.nvmlDeviceGetName=NVIDIA A\n" \
      "0.nvmlDeviceGetUUID=GPU-a\n0.busid=00000000:17:00.0\n0.nvmlDeviceGetSerial=1654423001593\n"
TWO = GPU.replace("count=1", "count=2") + "1.nvmlDeviceGetName=NVIDIA B\n1.nvmlDeviceGetUUID=GPU-b\n" \
      "1.busid=00000001:27:00.0\n1.nvmlDeviceGetSerial=1654423001594\n0.nvmlDeviceGetIndex=0\n1.nvmlDeviceGetIndex=1\n"
BAD_FIELD = 'Field "foo" is not a valid field to query.\n\n'
WHO = "GPU-11111111-2222-3333-4444-555555555555"
MACHINE = f"""name: three
driver: 570.133.20
kernel_module: open
architecture: x86_64
gpus:
  - model: t4
    pci: "00000000:17:00.0"
    serial: "1650000000001"
    accounting: true
    accounts:
      - {{pid: 4711, gpu_percent: 41, memory_percent: 7, max_memory_mib: 300, start_us: 1000000, end_us: 3500000}}
      - {{pid: 4712, gpu_percent: 3, memory_percent: 1, max_memory_mib: 20, start_us: 1000000, end_us: 1002000}}
  - {{model: t4, pci: "00000001:27:00.0", serial: "1650000000002"}}
  - {{model: t4, pci: "00000001:28:00.0", serial: "1650000000003", uuid: "{WHO}", excluded: true}}
"""


def start(values, *arguments):
    file = tempfile.NamedTemporaryFile("w")
    file.write(values)
    file.flush()
    process = subprocess.Popen(["nvidia-smi", *arguments], executable=DLOPEN, stdout=subprocess.PIPE, text=True,
                               env=dict(os.environ, FAKE_NVML=file.name, OPENNVML_LIBRARY=LIBRARY, TZ="UTC"))
    return process, file


def run(values, *arguments):
    process, file = start(values, *arguments)
    with file:
        output = process.communicate()[0]
    return process.returncode, output


class Queries(unittest.TestCase):
    def check(self, values, arguments, output, status=0):
        self.assertEqual(run(values, *arguments), (status, output))

    def test_clocks(self):
        clocks = "0.nvmlDeviceGetSupportedMemoryClocks=2619 1593\n0.nvmlDeviceGetSupportedGraphicsClocks.2619=1980 1965\n" \
                 "0.nvmlDeviceGetSupportedGraphicsClocks.1593=345\n"
        query = "--query-supported-clocks=gpu_name,mem,gr"
        self.check(GPU + clocks, [query, CSV], "gpu_name, memory [MHz], graphics [MHz]\nNVIDIA A, 2619 MHz, 1980 MHz\n"
                                               "NVIDIA A, 2619 MHz, 1965 MHz\nNVIDIA A, 1593 MHz, 345 MHz\n")
        self.check(GPU + clocks, ["--query-supported-clocks=graphics", BARE + ",nounits"], "1980\n1965\n345\n")
        self.check(GPU, [query, BARE], "NVIDIA A, [N/A], [N/A]\n")
        self.check(GPU + "0.nvmlDeviceGetSupportedMemoryClocks=!15\n", [query, BARE], "NVIDIA A, [GPU is lost], [GPU is lost]\n")

    def test_accounts(self):
        accounts = f"0.accounts=41 42\n0.account.41=17 4 {300 * MIB} 2500 0\n0.account.42={2**32 - 1} {2**32 - 1} -1 0 1\n"
        fields = "pid,vgpu_instance,gpu_util,mem_util,max_memory_usage,time"
        header = "pid, vgpu_instance, gpu_utilization [%], mem_utilization [%], max_memory_usage [MiB], time [ms]\n"
        self.check(GPU + accounts, [f"--query-accounted-apps={fields}", CSV],
                   header + "41, [N/A], 17 %, 4 %, 300 MiB, 2500 ms\n42, [N/A], [N/A], [N/A], [N/A], 0 ms\n")
        self.check(GPU + accounts, ["--query-accounted-apps=gpu_utilization,mem_utilization,time", BARE + ",nounits"],
                   "17, 4, 2500\n[N/A], [N/A], 0\n")
        self.check(GPU, [f"--query-accounted-apps={fields}", CSV], header)

    def test_pages(self):
        pages = "0.retired.0=2\n0.retiredpages.0=23 4096\n0.retiredtimes.0=1577934245678901 0\n0.retired.1=1\n0.retiredpages.1=1\n" \
                "0.retiredtimes.1=86400000000\n"
        query = "--query-retired-pages=gpu_uuid,retired_pages.address,retired_pages.timestamp,retired_pages.cause"
        self.check(GPU + pages, [query, BARE],
                   "GPU-a, 0x0000000000000017, 2020/01/02 03:04:05.678, Single Bit ECC\n"
                   "GPU-a, 0x0000000000001000, [N/A], Single Bit ECC\n"
                   "GPU-a, 0x0000000000000001, 1970/01/02 00:00:00.000, Double Bit ECC\n")
        self.check(GPU + "0.retired.0=0\n0.retired.1=0\n", [query, BARE], "")

    def test_rows(self):
        rows = "0.remapped=1 2 1 0\n0.histogram=600 30 20 10 5\n"
        query = "--query-remapped-rows=gpu_bus_id,remapped_rows.correctable,remapped_rows.uncorrectable,remapped_rows.pending," \
                "remapped_rows.failure,remapped_rows.histogram.max,remapped_rows.histogram.none"
        self.check(GPU + rows, [query, CSV], query.split("=")[1].replace(",", ", ") +
                   "\n00000000:17:00.0, 1, 2, Yes, No, 600, 5\n")

    def test_values(self):
        """Those that no recording has."""
        smoothing = "".join(f"0.field.{field}={value}\n" for field, value in
                            ((251, 1), (252, 2), (254, 900), (255, 500), (258, 97), (259, 5), (264, 3), (279, 40), (265, 2**32 - 1),
                             (266, 1500))) + "0.field3.260=80\n0.field3.261=250000\n0.field3.263=12\n0.field3.282=6\n"
        fields = {"enabled": "Enabled", "priv_level": "2", "tmp_ceil": "900 W", "tmp_floor": "500 W",
                  "hw_lifetime_remaining_percent": "97 %", "num_preset_profiles": "5", "active_profile": "3",
                  "window_multiplier": "40 ms", "curr_profile.percent_tmp_floor": "80 %",
                  "curr_profile.ramp_up_rate": "250.00 W/s", "curr_profile.ramp_down_hysteresis": "12 ms",
                  "curr_profile.primary_floor_act_window_multiplier": "6", "curr_profile.ramp_down_rate": "[N/A]",
                  "admin_override.percent_tmp_floor": "[N/A]", "admin_override.ramp_up_rate": "1.50 W/s"}
        newest = GPU.replace("570.133.20", "610.57.04")
        query = "--query-gpu=" + ",".join(f"power_smoothing.{name}" for name in fields)
        self.check(newest + smoothing, [query, BARE], ", ".join(fields.values()) + "\n")
        base = "".join(f"0.field3.{field}={power}\n" for field, power in ((190, 1500), (192, 2500), (189, 3500), (187, 4500), (188, 5500)))
        self.check(newest + base, ["--query-gpu=" + ",".join(f"gpu.base.{name}" for name in ("current", "requested", "default", "min", "max")),
                                   BARE], "1.50 W, 2.50 W, 3.50 W, 4.50 W, 5.50 W\n")
        self.check(newest + "0.hostname=node7\n0.bbxtime=5\n", ["--query-gpu=hostname,bbx.time_run", CSV],
                   "hostname, bbx.time_run [seconds]\nnode7, 5 seconds\n")

    def test_fabric(self):
        """The mask's fields are two bits each, the configuration four (header-extra.md): 1 true, 2 false, 0 not supported."""
        health = ("summary", "bandwidth", "route_recovery_in_progress", "route_unhealthy", "access_timeout_recovery",
                  "incorrect_configuration", "partition_assigned")
        newest = GPU.replace("570.133.20", "595.71.05")
        query = "--query-gpu=" + ",".join(f"fabric.health.{name}" for name in health)
        mask = 2 | 2 << 2 | 1 << 4 | 2 << 6 | 1 << 8 | 1 << 12
        self.check(newest + f"0.fabric=3 0 1 {mask} 1\n", [query, BARE], "Healthy, Full, False, True, False, None, True\n")
        self.check(newest + f"0.fabric=3 0 1 {1 | 4 << 8} 2\n", [query, BARE], "Unhealthy, Degraded, N/A, N/A, N/A, No Partition, N/A\n")
        self.check(newest + "0.fabric=3 0 1 65535 200\n", [query, BARE], "N/A, N/A, N/A, N/A, N/A, N/A, N/A\n")

    def test_format(self):
        header, unit = "power.draw [W]\n", " W"
        power = GPU + "0.nvmlDeviceGetPowerUsage=61234\n"
        for words in ("csv", "csv,noheader", "csv,nounits", "csv,noheader,nounits", "noheader,csv", "nounits,noheader,csv",
                      "noheader,nounits", "csv, noheader", "noheader", "csv,csv"):
            bare = "nounits" in words
            want = "" if "noheader" in words else header.replace(" [W]", "") if bare else header
            self.check(power, ["--query-gpu=power.draw", f"--format={words}"], want + "61.23" + ("" if bare else unit) + "\n")
        for query in ("gpu=name", "compute-apps=pid", "accounted-apps=pid", "retired-pages=gpu_uuid", "remapped-rows=gpu_uuid",
                      "supported-clocks=mem"):
            self.check(GPU, [f"--query-{query}"], "\"--format=\" switch is missing. Please run 'nvidia-smi -h' for help.\n\n", 2)
            self.check(GPU, [f"--query-{query}", "--format=csv,json"], "Format modifier is not recognized.\n", 2)
            self.check(GPU, [f"--query-{query},foo,bar", CSV], BAD_FIELD, 2)
            option = f"--query-{query}".split("=")[0]
            self.check(GPU, [option], f"ERROR: Option {option} is missing its value. Please run 'nvidia-smi -h' for help.\n\n", 255)
        self.check(GPU, ["--query-gpu=" + "name," * 600 + "name", BARE], "NVIDIA A, " * 600 + "NVIDIA A\n")
        self.check(GPU, ["--query-gpu=index, name,uuid", CSV], "index, name, uuid\n[N/A], NVIDIA A, GPU-a\n")

    def test_choice(self):
        def names(choice):
            return run(TWO, "--query-gpu=name", BARE, "-i", choice)

        both, first, second = (0, "NVIDIA A\nNVIDIA B\n"), (0, "NVIDIA A\n"), (0, "NVIDIA B\n")
        for choice in ("0", "GPU-a", "00000000:17:00.0", "0000:17:00.0", "17:00.0", "1654423001593", "0,0", "0,GPU-a", "0,9"):
            self.assertEqual(names(choice), first, choice)
        for choice in ("1", "GPU-b", "00000001:27:00.0", "0001:27:00.0", "1654423001594", " 1", "1 ", ",1,", "1:27:0", "0001:27:00"):
            self.assertEqual(names(choice), second, choice)
        for choice in ("0,1", "0, 1", "0 ,GPU-b ", "1,0", "GPU-b,1654423001593", "1,00000000:17:00.0,1"):
            self.assertEqual(names(choice), both, choice)
        for choice in (",", " ", "0 1", "17:00.0garbage", "17:00.", "17:00.0.0", "17", "GPU-a ,"[:5] + "x", "00000000:17:00.0 1",
                       "0x0:17:00.0", "2", "GPU-c", "00000000:27:00.0", "1654423001595", "abc", "7,8"):
            self.assertEqual(names(choice), (6, "No devices were found\n"), choice)
        for query in ("compute-apps=pid", "accounted-apps=pid", "supported-clocks=gpu_uuid", "retired-pages=gpu_uuid",
                      "remapped-rows=gpu_uuid"):
            self.check(TWO, [f"--query-{query}", CSV, "-i", "5"], "No devices were found\n", 6)
        self.check(TWO, ["--query-remapped-rows=gpu_uuid", BARE, "--id=1"], "GPU-b\n")

    def test_file_and_loop(self):
        with tempfile.NamedTemporaryFile() as file:
            self.check(GPU, ["--query-remapped-rows=gpu_uuid", CSV, "-f", file.name], "")
            self.assertEqual(file.read(), b"gpu_uuid\nGPU-a\n")
        for option in (["-lms", "20"], ["--loop-ms=20"]):
            process, file = start(GPU, "--query-gpu=timestamp,name", CSV, *option)
            with file, process:
                lines = [process.stdout.readline() for _ in range(4)]
                process.terminate()
            self.assertEqual(lines[0], "timestamp, name\n")
            for line in lines[1:]:
                self.assertRegex(line, r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\.\d{3}, NVIDIA A\n$")
        process, file = start(GPU, "--query-compute-apps=pid", BARE, "-l", "1")
        with file, process:
            time.sleep(0.1)
            self.assertIsNone(process.poll())
            process.terminate()

    def test_excluded(self):
        self.check(GPU + "excluded=0\n", ["-B"], "No excluded devices found.\n")
        self.check(GPU + "excluded=1\nexcluded.0.busid=00000001:27:00.0\nexcluded.0.uuid=GPU-x\n", ["--list-excluded-gpus"],
                   "GPU 00000001:27:00.0: (UUID: GPU-x)\n")
        self.check(GPU + "excluded=!999\n", ["-B"], "Unable to determine the excluded devices: Unknown Error\n", 255)
        self.check(GPU + "excluded=0\n", ["-B", "-i", "0"],
                   "ERROR: Option -i is not valid for this command. Please run 'nvidia-smi -h' for help.\n\n", 2)

    def test_simulated(self):
        """What the machine file says."""
        script = "; ".join(f"{NVSMI} {words}" for words in (
            "-B", f"--query-accounted-apps=gpu_serial,pid,gpu_util,mem_util,max_memory_usage,time {BARE}",
            f"--query-gpu=count,serial,pci.bus_id {BARE}", f"--query-gpu=name {BARE} -i {WHO}"))
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(MACHINE)
            file.flush()
            output = subprocess.run([NVSIM, "run", "--machine", file.name, "--", "sh", "-c", script], capture_output=True,
                                    text=True, check=False).stdout
        self.assertEqual(output, f"GPU 00000001:28:00.0: (UUID: {WHO})\n"
                                 "1650000000001, 4711, 41 %, 7 %, 300 MiB, 2500 ms\n"
                                 "1650000000001, 4712, 3 %, 1 %, 20 MiB, 2 ms\n"
                                 "2, 1650000000001, 00000000:17:00.0\n2, 1650000000002, 00000001:27:00.0\n")


if __name__ == "__main__":
    counted.main()
