# SPDX-License-Identifier: MIT
"""For tests that mostly wait: groups of them at once."""

import concurrent.futures
import sys
import unittest

import counted


class Runner:
    """In place of unittest's: says of each group what that one says."""

    def run(self, suite):
        groups = list(suite)
        with concurrent.futures.ThreadPoolExecutor(max_workers=len(groups)) as pool:
            results = list(pool.map(lambda group: unittest.TextTestRunner(warnings="ignore").run(group), groups))
        self.wasSuccessful = lambda: all(result.wasSuccessful() for result in results)
        self.testsRun = sum(result.testsRun for result in results)
        self.skipped = [skip for result in results for skip in result.skipped]
        return self


def main():
    """Chosen tests one after the other; all of them in the groups of load_tests, or of classes."""
    counted.main(testRunner=None if sys.argv[1:] else Runner())
