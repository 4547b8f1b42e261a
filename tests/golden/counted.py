# SPDX-License-Identifier: MIT
"""Runs a file's unit tests; one that was skipped makes the whole file count as skipped (77), not as passed."""

import signal
import sys
import unittest

# A shell's background jobs ignore Ctrl-C, those of nohup the end of the terminal, and so would all that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def main(**options):
    result = unittest.main(exit=False, **options).result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(77 if result.skipped else 0)
