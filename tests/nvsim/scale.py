#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Many of everything under nvsim: scale.py NVSIM MACHINE CROWD PROBE."""
import resource
import subprocess
import sys
import time
import unittest

NVSIM, MACHINE, CROWD, PROBE = sys.argv[1:]
DESCRIPTORS, CLIENTS, NO_ROOM = 10000, 50, 77
# What costs the square of the descriptors takes minutes.
SECONDS = 30
OPEN_TILL_REFUSED = """
import errno, os
for turn in range(3):
    held, error = [], None
    while error is None:
        try:
            held.append(os.open('/dev/nvidia0', os.O_RDWR))
        except OSError as refused:
            error = refused.errno
    assert error == errno.EMFILE and len(held) > 50, (turn, error, len(held))
    for fd in held:
        os.close(fd)
"""


class Scale(unittest.TestCase):
    def run_program(self, *program, **more):
        return subprocess.run([NVSIM, "run", "--machine", MACHINE, "--no-lib", "--", *program], capture_output=True,
                              text=True, timeout=170, **more)

    def test_descriptors(self):
        before = time.monotonic()
        result = self.run_program(CROWD, str(DESCRIPTORS))
        if result.returncode == NO_ROOM:
            self.skipTest(f"no {DESCRIPTORS} descriptors are allowed here")
        self.assertEqual((result.returncode, result.stdout + result.stderr), (0, ""))
        self.assertLess(time.monotonic() - before, SECONDS)

    def test_clients_at_once(self):
        script = (f'i=0; while [ $i -lt {CLIENTS} ]; do {{ {PROBE} map && echo good; }} & i=$((i+1)); done; wait')
        result = self.run_program("sh", "-c", script)
        self.assertEqual((result.returncode, result.stderr, result.stdout.count("good")), (0, "", CLIENTS))

    def test_more_descriptors_than_are_allowed(self):
        """The program is told so, and all is well once it has closed them."""
        def few():
            resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
        result = self.run_program(sys.executable, "-c", OPEN_TILL_REFUSED, preexec_fn=few)
        self.assertEqual((result.returncode, result.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
