#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The generator refuses mistakes in registry/rm, naming file and key."""

import shutil
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "scripts"))

from gen import rm, rm_constants, rm_page, rm_status  # noqa: E402
from gen.rm_registry import RegistryError  # noqa: E402

# file, text to replace, replacement, words that the message must have
CASES = [
    ("fb.toml", "inputs = [", "input = [", ("fb.toml", "fb_get_info", "'input'")),
    ("fb.toml", 'privilege = "non_privileged"', 'privilege = "maybe"', ("fb.toml", "privilege", "maybe")),
    ("fb.toml", 'since = "515.43.04"', 'since = "515.43.99"', ("fb.toml", "515.43.99", "versions.toml")),
    ("fb.toml", 'since = "545.23.06"', 'since = "515.43.04"', ("fb.toml", "does not come after")),
    ("fb.toml", "size = 436", "sise = 436", ("fb.toml", "'sise'")),
    ("fb.toml", "size = 436", "size = 400", ("fb.toml", "beyond size 400")),
    ("fb.toml", "size = 436", "", ("fb.toml", "needs number and size")),
    ("fb.toml", "fbInfoListSize = 0", "fbInfoListLength = 0", ("fb.toml", "fbInfoListLength")),
    ("fb.toml", '"fbInfoList.index" = "u32"', '"fbInfoList.index" = "u31"', ("fb.toml", "u31")),
    ("bus.toml", 'pciDeviceId = "u32"', 'pciDeviceId = "u64"', ("bus.toml", "pciSubSystemId", "byte 4")),
    ("fb.toml", "count = 54, stride", "count = 900, stride", ("fb.toml", "fbInfoList")),
    ("fb.toml", "count = 54, stride = 8", "count = 54, strde = 8", ("fb.toml", "fbInfoList")),
    ("fb.toml", "number = 0x20801303", "number = 0x20801301", ("fb.toml", "0x20801301")),
    ("ecc.toml", 'inputs = ["flags", ', 'inputs = ["flag", ', ("ecc.toml", "inputs", "'flag'")),
    ("thermal.toml", 'getInfoTargetType.type" = 40', 'getInfoTargetType.type" = 44',
     ("thermal.toml", "instructionList.operands", "move")),
    ("versions.toml", '"515.43.04", "515.48.07"', '"515.48.07", "515.43.04"', ("versions.toml", "515.43.04")),
    ("versions.toml", '"550.40.53" =', '"550.60.53" =', ("versions.toml", "550.60.53")),
    ("status.toml", "NV_ERR_NOT_READY = 27", "NV_ERR_NOT_REDY = 27", ("status.toml", "NV_ERR_NOT_REDY")),
    ("status.toml", "\n[nvml]", "\n[nvlm]", ("status.toml", "[nvml]")),
    ("constants.toml", "NV_ESC_RM_FREE =", "NV_ESC_RM_ALLOC =", ("constants.toml", "line")),
    ("page.toml", 'sequence = "section"', 'sequence = "sections"', ("page.toml", "sections")),
    ("page.toml", "size = 3144", "size = 3000", ("page.toml", "590.44.01", "beyond 3000")),
    ("page.toml", '\nseq = {', '\nsequ = {', ("page.toml", "sequ")),
]


def generate(root):
    for module in (rm, rm_constants, rm_page, rm_status):
        module.generate(root)


def complaint(root):
    """What the generator says; None when it says nothing, the type when it crashes."""
    try:
        generate(root)
    except RegistryError as error:
        return str(error)
    except Exception as error:  # a crash names no key: the case fails with it
        return f"{type(error).__name__}: {error}"
    return None


def check(name, old, new, words):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(SOURCE / "registry/rm", root / "registry/rm")
        path = root / "registry/rm" / name
        text = path.read_text()
        if old not in text:
            return f"{name}: case is stale: {old!r}"
        path.write_text(text.replace(old, new, 1))
        said = complaint(root)
    if said is None or "Error:" in said or any(word not in said for word in words):
        return f"{name}: {old!r} -> {new!r}: {said}"
    return None


def main():
    generate(SOURCE)
    failures = [failure for case in CASES if (failure := check(*case))]
    print("\n".join(failures), end="\n" if failures else "")
    print(f"{len(CASES)} mistakes tried, {len(failures)} not refused well")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
