#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Records and their replays: record.py NVSIM NVSMI MACHINES TEST_MACHINE PROBE STATIC_PROBE [GO_PROBE].

The simulated driver stands for a real one. What a program prints on the replay is held against what it
printed on the driver itself.
"""
import os
import re
import subprocess
import sys
import tempfile
import unittest

NVSIM, NVSMI, MACHINES, TEST_MACHINE, *PROBES = sys.argv[1:]
QUERY = "--query-gpu=name,uuid,temperature.gpu,power.draw,memory.used,clocks.sm,pcie.link.gen.current"
EVERYTHING = f"{NVSMI}; {NVSMI} -q; {NVSMI} -L; {NVSMI} {QUERY} --format=csv & wait"
PAIRS = [("t4", "535.161.07"), ("rtx4090", "550.90.07"), ("dgx-h100", "580.65.06"), ("h100-mig", "550.90.07")]
CLOCK = re.compile(r"^(Timestamp +: )?\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} *$", re.MULTILINE)
RATE = re.compile(r"(?<=x Throughput)( +: )\d+(?= KB/s)")


def without_clock(text):
    """The clock is the program's own: one line of each output, and rates that it measures by it."""
    return RATE.sub("RATE", CLOCK.sub("TIME", text))


class Case(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = self.folder.name + "/record.txt"
        self.log = self.folder.name + "/log.txt"

    def call(self, *command, **more):
        return subprocess.run(command, capture_output=True, text=True, timeout=120, **more)

    def run_on(self, machine, *program, driver=None):
        if not machine.endswith(".yaml"):
            machine = f"{MACHINES}/{machine}.yaml"
        options = ["--driver", driver] if driver else []
        return self.call(NVSIM, "run", "--machine", machine, *options, "--", *program)

    def record(self, machine, *program, driver=None, options=("--force",)):
        return self.run_on(machine, NVSIM, "record", "--output", self.file, *options, "--", *program, driver=driver)

    def replay(self, *program, file=None):
        return self.call(NVSIM, "replay", "--log", self.log, file or self.file, "--", *program)

    def same(self, recorded, replayed):
        self.assertEqual((recorded.returncode, recorded.stderr), (0, ""))
        self.assertEqual((replayed.returncode, replayed.stderr), (0, ""))
        self.assertNotEqual(recorded.stdout, "")
        self.assertEqual(without_clock(recorded.stdout), without_clock(replayed.stdout))

    def text(self):
        with open(self.file) as file:
            return file.read()


class Outputs(Case):
    def test_machines(self):
        for machine, driver in PAIRS:
            with self.subTest(machine=machine, driver=driver):
                recorded = self.record(machine, "sh", "-c", EVERYTHING, driver=driver)
                self.same(recorded, self.replay("sh", "-c", EVERYTHING))
                self.assertIn(f"\ndriver {driver}\n", self.text())

    def test_recording_changes_nothing(self):
        """But counters that move between two runs."""
        program = f"({EVERYTHING}) | grep -v Throughput"
        self.same(self.run_on("t4", "sh", "-c", program), self.record("t4", "sh", "-c", program))
        self.assertEqual(os.listdir(self.folder.name), ["record.txt"])

    def test_threads_and_events(self):
        for probe, parts in zip(PROBES, (("threads", "wakeups", "children"), ("threads",))):
            for part in parts:
                with self.subTest(probe=probe, part=part):
                    self.assertEqual(self.record(TEST_MACHINE, probe, part).stdout, "")
                    replayed = self.replay(probe, part)
                    self.assertEqual((replayed.returncode, replayed.stdout + replayed.stderr), (0, ""))
                    told = re.search("^event 37 of device 0 subdevice after .* ms info32 79 ", self.text(), re.MULTILINE)
                    self.assertEqual(part == "wakeups", told is not None)

    @unittest.skipUnless(len(PROBES) > 2, "no Go compiler")
    def test_go(self):
        self.assertEqual(self.record(TEST_MACHINE, PROBES[2]).returncode, 0)
        replayed = self.replay(PROBES[2])
        self.assertEqual((replayed.returncode, replayed.stdout), (0, ""))

    def test_form(self):
        self.record("t4", NVSMI)
        text = self.text()
        self.assertTrue(text.startswith("opennvml-record 1\ndriver "))
        for line in ("node 0666 195:255 /dev/nvidiactl", ' gpuNameString.ascii "Tesla T4"',
                     "alloc NV20_SUBDEVICE_0 of gpu 0 size 4", "page of gpu 0 subdevice telemetry size 3144",
                     " temperatures.temperature[0] 8448"):
            self.assertIn(f"\n{line}\n", text)

    def test_lists_are_put_together(self):
        """Another program asks for the same in another order."""
        self.record("t4", NVSMI, "-q", driver="550.90.07")
        text = re.sub(r"(fbInfoList\.(?:index|data)\[0\]) (\d+) (\d+) (\d+)\n", r"\1 \4 \2 \3\n", self.text())
        self.assertIn("fbInfoList.index[0] 9 22 8\n", text)
        with open(self.file, "w") as file:
            file.write(text)
        result = self.replay(NVSMI, "--query-gpu=memory.total,memory.reserved,memory.free", "--format=csv,noheader")
        self.assertEqual((result.stdout, result.stderr), ("15360 MiB, 448 MiB, 14912 MiB\n", ""))

    def test_what_is_missing_is_refused(self):
        self.record("t4", NVSMI, "-L")
        replayed = self.replay(NVSMI, "-q")
        self.assertRegex(replayed.stderr, r"nvsim: \d+ requests were refused that the record does not have")
        with open(self.log) as log:
            self.assertIn("REPLAY-MISSING control NV2080_CTRL_CMD_", log.read())


class Scrub(Case):
    def test_no_identifier_is_left(self):
        for machine in ("dgx-h100", "h100-mig"):
            with self.subTest(machine=machine):
                output = self.record(machine, NVSMI, "-q", options=["--force", "--scrub"]).stdout
                names = set(re.findall(r"(?:GPU-|MIG-|: )([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", output))
                names |= set(re.findall(r"Serial Number +: (\d+)", output))
                names.discard("00000000-0000-0000-0000-000000000000")
                self.assertGreater(len(names), 1)
                text = self.text()
                for name in names:
                    self.assertNotIn(name, text)
                    self.assertNotIn(name.replace("-", ""), text)
                replayed = self.replay(NVSMI, "-q")
                self.assertEqual(replayed.stderr, "")
                uuids = re.findall(r"GPU UUID +: (.*)", replayed.stdout)
                self.assertEqual(len(uuids), len(set(uuids)))
                self.assertIn("GPU-00000000-0000-4000-8000-0000000000", uuids[0])
                self.assertEqual(len(uuids), output.count("GPU UUID"))


class Distil(Case):
    PROGRAM = f"({NVSMI}; {NVSMI} -q) | grep -v Throughput"

    def test_machine_of_a_record(self):
        """All that nvsmi prints of these machines is told by the calls that it makes."""
        machine = self.folder.name + "/machine.yaml"
        for original, driver in (("t4", None), ("rtx4090", "550.90.07"), ("gb200", None), ("vgpu-guest", None)):
            with self.subTest(machine=original):
                recorded = self.record(original, "sh", "-c", self.PROGRAM, driver=driver)
                result = self.call(NVSIM, "distil", "--force", "-o", machine, self.file)
                self.assertEqual((result.returncode, result.stdout), (0, ""))
                self.assertIn("nvsim: not told: power_default_mw", result.stderr)
                self.same(recorded, self.run_on(machine, "sh", "-c", self.PROGRAM))

    def test_keys(self):
        self.record("t4", NVSMI, "-q")
        text = self.call(NVSIM, "distil", "--name", "mine", self.file).stdout
        for line in ('name: "mine"', '    chip: "TU104"', "    memory_mib: 15360", '    inforom_ecc: "5.0"',
                     "      power_instant_mw: 33510", "      ecc_dram_corrected_aggregate: 1"):
            self.assertIn(f"\n{line}\n", text)
        self.assertRegex(text, "# not told: .*memory_bus_bits.*\n")

    def test_processes(self):
        self.record("dgx-h100", NVSMI)
        text = self.call(NVSIM, "distil", self.file)
        self.assertEqual(text.returncode, 2)  # the table does not ask for the chip
        self.record("dgx-h100", NVSMI, "-q")
        text = self.call(NVSIM, "distil", self.file).stdout
        for line in ("      - pid: 41207", '        name: "python3 train.py"', "        memory_mib: 41216"):
            self.assertIn(f"\n{line}\n", text)
        self.assertEqual(text.count("  - model: model0 "), 8)

    def test_links(self):
        """No tool of ours asks for them all at once: an answer by hand, as 565 lays it out."""
        self.record("dgx-h100", NVSMI, "-q", driver="565.57.01")
        with open(self.file, "a") as file:
            file.write("\ncontrol NV2080_CTRL_CMD_NVLINK_GET_NVLINK_STATUS of gpu 0 subdevice size 6152\n"
                       "answer NV_OK\n enabledLinkMask 12\n linkInfo.subLinkWidth[2] 4*2\n"
                       " linkInfo.nvlinkVersion[2] 5*2\n linkInfo.nvlinkLineRateMbps[2] 50000*2\n"
                       " linkInfo.remoteDeviceInfo.deviceType[2] 3*2\n")
        text = self.call(NVSIM, "distil", self.file).stdout
        self.assertIn("\n    nvlink: {links: 2, version: 5, line_rate_mbps: 50000, lanes: 4, peer: switch}\n", text)

    def test_too_little(self):
        self.record("t4", NVSMI, "-L")
        result = self.call(NVSIM, "distil", self.file)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("the record does not tell", result.stderr)


class Ends(Case):
    def test_status(self):
        self.assertEqual(self.record("t4", "sh", "-c", "exit 7").returncode, 7)
        self.assertEqual(self.replay("sh", "-c", "exit 9").returncode, 9)
        self.assertEqual(self.record("t4", "/nowhere").returncode, 127)

    def test_killed_program(self):
        recorded = self.record("t4", "sh", "-c", f"{NVSMI} -L; kill -9 $$")
        self.assertEqual(recorded.returncode, 137)
        self.assertEqual(self.replay(NVSMI, "-L").stdout, recorded.stdout)

    def test_killed_recorder(self):
        inner = f"{NVSMI} -L; kill -9 $PPID"
        recorded = self.run_on("t4", "sh", "-c", f'{NVSIM} record -o {self.file} -- sh -c "{inner}"; true'.replace("$", "\\$"))
        self.assertEqual(os.listdir(self.folder.name), ["record.txt.partial"])
        replayed = self.replay(NVSMI, "-L", file=self.file + ".partial")
        self.assertEqual(replayed.stdout, recorded.stdout)
        self.assertIn("Tesla T4", replayed.stdout)

    def test_nothing_is_lost(self):
        """What stands under the name stays, unless the user says otherwise."""
        with open(self.file, "w") as file:
            file.write("mine\n")
        machine = self.folder.name + "/machine.yaml"
        self.assertEqual(self.record("t4", NVSMI, "-q", options=[]).returncode, 2)
        self.assertEqual(self.text(), "mine\n")
        self.assertEqual(self.record("t4", NVSMI, "-q").returncode, 0)
        with open(machine, "w") as file:
            file.write("mine too\n")
        refused = self.call(NVSIM, "distil", "-o", machine, self.file)
        self.assertEqual((refused.returncode, refused.stderr), (2, f"nvsim: distil: {machine} exists; --force replaces it\n"))
        with open(machine) as file:
            self.assertEqual(file.read(), "mine too\n")
        self.assertEqual(self.call(NVSIM, "distil", "--force", "-o", machine, self.file).returncode, 0)
        with open(machine) as file:
            self.assertIn("models:", file.read())
        self.assertEqual(sorted(os.listdir(self.folder.name)), ["machine.yaml", "record.txt"])

    def test_wrong_use(self):
        for command in (["record"], ["record", "--nonsense"], ["replay"], ["replay", "/nowhere"],
                        ["replay", "/nowhere", "--", "true"], ["distil"], ["distil", "/nowhere"], ["record", "-o", "/nowhere/x", "--", "true"]):
            with self.subTest(command=command):
                result = self.call(NVSIM, *command)
                self.assertEqual(result.returncode, 2)
                self.assertNotEqual(result.stderr, "")

    def test_broken_line(self):
        self.record("t4", NVSMI, "-L")
        lines = self.text().splitlines()
        lines[5] = "nonsense " + lines[5]
        with open(self.file, "w") as file:
            file.write("\n".join(lines) + "\n")
        result = self.replay("true")
        self.assertEqual(result.returncode, 2)
        self.assertEqual(result.stderr, f"nvsim: {self.file}:6: a word that no record has\n")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
