# SPDX-License-Identifier: MIT
"""nvsmi on an NVML that answers what a test says (fake_nvml.c)."""

import os
import subprocess
import tempfile


def nvsmi(program, library, values, *arguments, name="nvidia-smi", **environment):
    """Status, standard output, standard error; name: what it is called as."""
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(values)
        file.flush()
        done = subprocess.run([name, *arguments], executable=program, capture_output=True, text=True, timeout=20, check=False,
                              env=dict(os.environ, FAKE_NVML=file.name, OPENNVML_LIBRARY=library, **environment))
    return done.returncode, done.stdout, done.stderr
