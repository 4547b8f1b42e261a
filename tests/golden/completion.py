#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Completion, the manual page and the help name every option that the tables in the sources have, and no other.
completion.py NVSIM NVSMI NVSMI_DLOPEN FAKE_LIBRARY

The tables are read from the sources; bash really completes, fish too where it is there.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import counted

NVSIM, NVSMI, LOADER, LIBRARY = (sys.argv.pop(1) for _ in range(4))
ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "tools/nvsmi"
SHELLS = SOURCES / "completions"
ROW = re.compile(r'\{"(-[^"]+)", (?:"(-[^"]+)"|NULL), (?:[A-Z0-9_]+,\s*)?(TAKES_[A-Z]+|true|false)')
BARE = {"TAKES_NOTHING", "TAKES_PERHAPS", "false"}


def table(*files):
    """{name: (both names, needs a value)} of the rows in these sources."""
    found = {}
    for file in files:
        for name, alias, takes in ROW.findall((SOURCES / file).read_text()):
            names = tuple(filter(None, (name, alias)))
            found.update((each, (names, takes not in BARE)) for each in names)
    return found


MONITOR = table("monitor.c")
PMON = {name: row for name, row in MONITOR.items() if not name.startswith("--gpm")}
VIEWS = table("subcommand.c")
MAIN = {**table("options.c", "setters.c"), **table("settings.c")}
COMMANDS = {
    "c2c": VIEWS | table("c2c.c"), "cper": table("cper.c"), "conf-compute": table("conf_compute.c"), "dmon": MONITOR, "doctor": table("doctor.c"),
    "drain": table("drain.c"), "encodersessions": table("sessions.c"), "fbcsessions": table("sessions.c"),
    "gpm": VIEWS | table("gpm.c"), "mig": table("mig_command.c"), "nvlink": table("nvlink.c"), "pci": VIEWS | table("pci.c"),
    "pmon": PMON, "power-profiles": table("profiles.c"), "power-smoothing": VIEWS | table("smoothing.c"),
    "prm": table("prm.c"), "rusd": VIEWS | table("rusd.c"),
    "topo": table("topo.c"), "vgpu": table("vgpu_command.c"), "vgpu set-scheduler-state": table("vgpu_schedule.c"),
}
SETTINGS = table("settings.c")
ANSWERS = "driver=535.54.03\nlibrary=12.535.54.03\ncuda=12020\ncount=2\n" \
          "0.nvmlDeviceGetName=NVIDIA A\n0.nvmlDeviceGetUUID=GPU-aa11\n0.busid=00000000:17:00.0\n" \
          "1.nvmlDeviceGetName=NVIDIA B\n1.nvmlDeviceGetUUID=GPU-bb22\n1.busid=00000000:18:00.0\n"


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, **options)


def complete(*words, name="nvsmi", tool=NVSMI, env=None):
    done = run(tool, "--complete", name, *words, env=env)
    return [line.split("\t")[0] for line in done.stdout.splitlines()]


def spellings(rows):
    """As they are offered: a long name that needs a value goes on with it."""
    return {name + "=" * (name.startswith("--") and needs) for name, (_, needs) in rows.items()}


class Tables(unittest.TestCase):
    def test_every_command_is_known(self):
        names = re.findall(r'^    \{"([a-z0-9-]+)", ', (SOURCES / "commands.c").read_text(), re.MULTILINE)
        self.assertGreater(len(names), 15)
        self.assertEqual({name.split()[0] for name in COMMANDS}, set(names))
        self.assertEqual([word for word in complete("") if not word.startswith("-")], names)

    def test_options_are_those_of_the_tables(self):
        self.assertGreater(len(MAIN), 100)
        self.assertEqual(set(complete("-")), spellings(MAIN))
        for command, rows in COMMANDS.items():
            self.assertGreater(len(rows), 2, command)
            self.assertEqual(set(complete(*command.split(), "-")), spellings(rows | SETTINGS), command)

    def test_nothing_is_offered_twice(self):
        for words in ([], *(command.split() for command in COMMANDS)):
            offered = complete(*words, "-")
            self.assertEqual(len(offered), len(set(offered)), words)

    def test_as_nvidia_smi_only_what_that_has(self):
        self.assertEqual(set(complete("-", name="nvidia-smi")), spellings(MAIN) - spellings(SETTINGS) - {"--json"})
        self.assertEqual(set(complete("topo", "-", name="nvidia-smi")), spellings(COMMANDS["topo"]))
        commands = {word for word in complete("", name="nvidia-smi") if not word.startswith("-")}
        self.assertEqual(commands, {name.split()[0] for name in COMMANDS} - {"doctor"})

    def test_no_other_name_knows_complete(self):
        done = run("nvidia-smi", "--complete", "nvsmi", "-", executable=NVSMI)
        self.assertEqual((done.returncode, done.stdout.splitlines()[0][:29]), (255, "ERROR: Option --complete is n"))


def named(text):
    """The options that a text names."""
    return set(re.findall(r"(?<![\w-])--?[A-Za-z][A-Za-z0-9_-]*", text))


class Texts(unittest.TestCase):
    def test_help_names_one_spelling_of_each_option(self):
        text = run(NVSMI, "-h").stdout
        for name, (names, _) in MAIN.items():
            self.assertTrue(named(text) & set(names), name)
        for command in COMMANDS:
            self.assertRegex(text, rf"\n  nvsmi {command.split()[0]} ")

    def test_help_of_a_command_names_all_its_options(self):
        for command, rows in COMMANDS.items():
            names = named(run(NVSMI, *command.split(), "-h").stdout)
            deprecated = {name for row in rows.values() for name in row[0] if command == "nvlink" and row[0][0] in names}
            self.assertEqual(set(rows) - names - deprecated - {"-h", "--help"}, set(), command)

    def test_help_fits_80_columns(self):
        for words in ([], *(command.split() for command in COMMANDS)):
            for line in run(NVSMI, *words, "-h").stdout.splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_the_page_has_every_option_in_its_section(self):
        page = (ROOT / "docs/man/nvsmi.1").read_text()
        main, _, rest = page.partition(".SH SUBCOMMANDS")
        sections = {"": main}
        for section in rest.partition(".SH EXIT STATUS")[0].split("\n.SS ")[1:]:
            names, _, text = section.partition("\n")
            sections.update((name.replace("\\", ""), text) for name in names.split(", "))
        self.assertEqual(set(sections), set(COMMANDS) | {""})
        for command, rows in {**COMMANDS, "": MAIN}.items():
            heads = " ".join(re.findall(r"^\.TP\n(.*)$", sections[command], re.MULTILINE)).replace("\\-", "-")
            listed = set(re.findall(r"\\fB(-[^\\]+)\\fR", heads))
            common = {"-h", "--help"} if command else {"--complete"}
            self.assertEqual(listed | common, set(rows) | common, command)

    def test_the_page_is_clean(self):
        if not shutil.which("groff"):
            self.skipTest("no groff")
        self.assertEqual(run("groff", "-man", "-ww", "-z", str(ROOT / "docs/man/nvsmi.1")).stderr, "")


class Values(unittest.TestCase):
    def setUp(self):
        self.file = tempfile.NamedTemporaryFile("w")
        self.addCleanup(self.file.close)
        self.file.write(ANSWERS)
        self.file.flush()
        self.env = dict(os.environ, FAKE_NVML=self.file.name, OPENNVML_LIBRARY=LIBRARY)

    def ask(self, *words, **options):
        return complete(*words, tool=LOADER, env=self.env, **options)

    def test_gpus(self):
        everyone = ["0", "GPU-aa11", "1", "GPU-bb22"]
        self.assertEqual(self.ask("-i", ""), everyone)
        self.assertEqual(self.ask("dmon", "-i", ""), everyone)
        self.assertEqual(self.ask("--id=0,GPU-b"), ["--id=0,GPU-bb22"])
        self.assertEqual(self.ask("-i", "1", "-q", "-i", "GPU-a", name="nvidia-smi"), ["GPU-aa11"])

    def test_no_driver_is_no_candidate(self):
        self.assertEqual(complete("-i", "", name="nvidia-smi"), [])

    def test_fields_are_those_of_the_help(self):
        for query in ("gpu", "compute-apps", "accounted-apps", "retired-pages", "remapped-rows", "supported-clocks"):
            listed = run(LOADER, "--help-query-" + query, env=self.env).stdout
            names = [name for line in re.findall(r'^".*"$', listed, re.MULTILINE) for name in re.findall(r'"([^"]+)"', line)]
            self.assertGreater(len(names), 2)
            offered = self.ask(f"--query-{query}=x,")
            self.assertEqual([word.partition(",")[2] for word in offered], names, query)
        # This driver knows it, newer ones do not.
        self.assertIn("reset_status.reset_required", self.ask("--query-gpu", "reset"))

    def test_sections_are_taken(self):
        sections = complete("-q", "-d", "")
        self.assertGreater(len(sections), 15)
        self.assertEqual(run(LOADER, "-q", "-d", ",".join(sections), env=self.env).returncode, 0)
        self.assertEqual(complete("-q", "-d", "ECC,POWER_S"), ["ECC,POWER_SMOOTHING"])

    def test_words_of_setters_are_taken(self):
        tried = 0
        for name, (_, needs) in table("setters.c").items():
            for word in complete(name, "") if needs else ():
                companion = {"-m": ["-lgc", "1500"], "--mode": ["-lgc", "1500"], "-sc": ["-pl", "100"], "--scope": ["-pl", "100"]}
                done = run(LOADER, *companion.get(name, []), name, word, env=self.env)
                self.assertNotRegex(done.stdout + done.stderr, "Invalid|ERROR", f"{name} {word}")
                tried += 1
        self.assertGreater(tried, 40)

    def test_the_rest(self):
        self.assertEqual(complete("--format=csv,no"), ["--format=csv,noheader", "--format=csv,nounits"])
        self.assertEqual(complete("pmon", "--format", "csv,no"), ["csv,noheader", "csv,nounit"])
        self.assertEqual(complete("-q", "-f", ""), [":files"])
        self.assertEqual(complete("--filename=/t"), [":files"])
        self.assertEqual(complete("doctor", "--root", ""), [":folders"])
        self.assertEqual(complete("nvlink", "-gt", ""), ["d", "r"])
        self.assertEqual(complete("--no-wake", "--timeout=3", "vg"), ["vgpu"])
        self.assertEqual(complete("vgpu", "set"), ["set-scheduler-state"])
        self.assertEqual(complete("-pl", ""), [])
        self.assertEqual(complete("--no-such=", ""), complete("-q", ""))

    def test_a_sleeping_gpu_sleeps_on(self):
        state = "cat /sys/bus/pci/devices/*/power/runtime_status"
        script = f"{NVSMI} --complete nvsmi -i ''; {NVSMI} --complete nvsmi --query-gpu=ind; {state}"
        done = run(NVSIM, "run", "-m", "2x rtx-3060-laptop-gpu, suspended=true, driver=580.142", "--", "sh", "-c", script)
        self.assertEqual(done.stdout.split().count("suspended"), 2, done)
        self.assertIn("--query-gpu=index", done.stdout)
        self.assertIn("1\tNVIDIA", done.stdout)
        # The driver knows the UUID only of a GPU that was awake once (ids/procfs.md).
        self.assertNotIn("GPU-", done.stdout)


class Shells(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "nvsmi").symlink_to(Path(NVSMI).resolve())
        (self.folder / "some file").touch()
        self.env = dict(os.environ, PATH=f"{self.folder}:{os.environ['PATH']}", HOME=folder.name)

    def bash(self, line, after="", name="nvsmi"):
        script = f'''. {SHELLS}/nvsmi.bash; {after}
            COMP_LINE=$1 COMP_POINT=${{#1}}; _nvsmi {name}
            ((${{#COMPREPLY[@]}} == 0)) || printf '%s\\n' "${{COMPREPLY[@]}}"'''
        done = run("bash", "--norc", "-c", script, "bash", line, env=self.env, cwd=self.folder)
        self.assertEqual(done.stderr, "", line)
        return done.stdout.split("\n")[:-1]

    def test_bash_completes(self):
        self.assertEqual(self.bash("nvsmi --query-g"), ["--query-gpu="])
        # "=" parts words there, and what stands before it stays.
        self.assertEqual(self.bash("nvsmi --query-gpu=name,gom.c"), ["name,gom.current"])
        self.assertEqual(self.bash("nvsmi --query-gpu=name,gom.c", "COMP_WORDBREAKS=' '"), ["--query-gpu=name,gom.current"])
        self.assertEqual(self.bash("nvsmi -c "), ["DEFAULT", "EXCLUSIVE_PROCESS", "PROHIBITED"])
        self.assertEqual(set(self.bash("nvsmi topo -")), spellings(COMMANDS["topo"] | SETTINGS))
        self.assertEqual(self.bash("nvsmi -f so"), ["some file"])
        self.assertEqual(self.bash("nvsmi --filename=so"), ["some file"])

    def test_bash_takes_nvidia_smi_where_it_is_ours(self):
        registered = "complete -p nvidia-smi"
        script = f'. {SHELLS}/nvsmi.bash; {registered}'
        mine, other = self.folder / "mine", self.folder / "other"
        for place in (mine, other):
            place.mkdir()
        (mine / "nvidia-smi").symlink_to(self.folder / "nvsmi")
        (other / "nvidia-smi").write_text("#!/bin/sh\n")
        (other / "nvidia-smi").chmod(0o755)
        for place, before, expected in ((mine, "", "_nvsmi"), (other, "", ""), (mine, "complete -F theirs nvidia-smi; ", "theirs")):
            env = dict(self.env, PATH=f"{place}:{self.env['PATH']}")
            done = run("bash", "--norc", "-c", before + script, env=env)
            self.assertEqual(done.stdout.strip(), f"complete -F {expected} nvidia-smi" if expected else "", place)

    def test_what_is_not_ours_is_not_run(self):
        other = self.folder / "nvidia-smi"
        other.write_text(f"#!/bin/sh\ntouch {self.folder}/ran\n")
        other.chmod(0o755)
        self.assertEqual(self.bash("nvidia-smi -", name="nvidia-smi"), [])
        self.assertFalse((self.folder / "ran").exists())

    def test_zsh_reads_it(self):
        if not shutil.which("zsh"):
            self.skipTest("no zsh")
        self.assertEqual(run("zsh", "-n", str(SHELLS / "_nvsmi")).stderr, "")

    def test_fish_completes(self):
        if not shutil.which("fish"):
            self.skipTest("no fish")

        def fish(line):
            done = run("fish", "--no-config", "-c", f"source {SHELLS}/nvsmi.fish; complete -C '{line}'", env=self.env, cwd=self.folder)
            self.assertEqual(done.stderr, "")
            return [line.split("\t")[0] for line in done.stdout.splitlines()]

        self.assertEqual(fish("nvsmi --query-g"), ["--query-gpu="])
        self.assertEqual(fish("nvsmi --query-gpu=name,gom.c"), ["--query-gpu=name,gom.current"])
        self.assertEqual(fish("nvsmi -c P"), ["PROHIBITED"])
        self.assertEqual(set(fish("nvsmi topo -")), spellings(COMMANDS["topo"] | SETTINGS))
        self.assertEqual(fish("nvsmi -f so"), ["some file"])
        self.assertEqual(fish("nvsmi --filename=so"), ["--filename=some file"])


if __name__ == "__main__":
    counted.main()
