#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Our compiled wire tables against gVisor's, a witness that never saw them.

usage: compare.py RM-DUMP [GVISOR-DUMP]

Without the second argument the Go program beside this file is run.
"""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

# gVisor's struct -> ours: (escape struct of the dump) or (command, release)
ESCAPES = {
    "IoctlCardInfo": "nv_ioctl_card_info_t", "IoctlRegisterFD": "nv_ioctl_register_fd_t",
    "IoctlAllocOSEvent": "nv_ioctl_alloc_os_event_t", "IoctlFreeOSEvent": "nv_ioctl_free_os_event_t",
    "RMAPIVersion": "nv_ioctl_rm_api_version_t", "IoctlSysParams": "nv_ioctl_sys_params_t",
    "IoctlWaitOpenComplete": "nv_ioctl_wait_open_complete_t",
    "IoctlNVOS33ParametersWithFD": "nv_ioctl_nvos33_parameters_with_fd",
    **{name: name for name in (f"NVOS{n}_PARAMETERS" for n in ("00", "21", "33", "34", "54", "55",
                                                               "57", "64"))},
}
COMMANDS = {
    "NV0005_ALLOC_PARAMETERS": [("NV01_EVENT_OS_EVENT", "515.43.04"), ("NV01_EVENT_OS_EVENT", "595.45.04")],
    "NV0080_ALLOC_PARAMETERS": [("NV01_DEVICE_0", "515.43.04"), ("NV01_DEVICE_0", "595.45.04")],
    "NV2080_ALLOC_PARAMETERS": [("NV20_SUBDEVICE_0", "515.43.04"), ("NV20_SUBDEVICE_0", "595.45.04")],
    "NV00DE_ALLOC_PARAMETERS": [("RM_USER_SHARED_DATA", "535.288.01")],
    "NV00DE_ALLOC_PARAMETERS_V545": [("RM_USER_SHARED_DATA", "545.23.06"),
                                     ("RM_USER_SHARED_DATA", "595.45.04")],
    "NV0000_CTRL_GPU_GET_ID_INFO_PARAMS": [("NV0000_CTRL_CMD_GPU_GET_ID_INFO", "595.45.04")],
    "NV0000_CTRL_GPU_ATTACH_IDS_PARAMS": [("NV0000_CTRL_CMD_GPU_ATTACH_IDS", "595.45.04")],
    "NV0000_CTRL_GPU_GET_UUID_FROM_GPU_ID_PARAMS":
        [("NV0000_CTRL_CMD_GPU_GET_UUID_FROM_GPU_ID", "595.45.04")],
    "NV0000_CTRL_SYSTEM_GET_P2P_CAPS_PARAMS": [("NV0000_CTRL_CMD_SYSTEM_GET_P2P_CAPS", "545.29.06")],
    "NV0000_CTRL_SYSTEM_GET_P2P_CAPS_PARAMS_V550":
        [("NV0000_CTRL_CMD_SYSTEM_GET_P2P_CAPS", "550.40.07"),
         ("NV0000_CTRL_CMD_SYSTEM_GET_P2P_CAPS", "595.45.04")],
    "NV0000_CTRL_SYSTEM_GET_BUILD_VERSION_PARAMS":
        [("NV0000_CTRL_CMD_SYSTEM_GET_BUILD_VERSION", "595.45.04")],
    "NvxxxCtrlXxxGetInfoParams": [("NV2080_CTRL_CMD_FB_GET_INFO", "595.45.04"),
                                  ("NV2080_CTRL_CMD_BUS_GET_INFO", "595.45.04"),
                                  ("NV2080_CTRL_CMD_BIOS_GET_INFO", "595.45.04")],
    "NV2080_CTRL_GR_GET_INFO_PARAMS": [("NV2080_CTRL_CMD_GR_GET_INFO", "595.45.04")],
}
# Members of a shared shape that have a name of their own in each control.
SHARED = ("infolistsize", "infolist")
RENAMED = {"NV2080_CTRL_CMD_GPU_GET_NVENC_SW_SESSION_STATS": "NV2080_CTRL_GPU_GET_NVENC_SW_SESSION_STATS",
           "NV2080_CTRL_CMD_GPU_GET_NVFBC_SW_SESSION_STATS": "NV2080_CTRL_GPU_GET_NVFBC_SW_SESSION_STATS"}
MOVED = {("NVOS21_PARAMETERS", "status"): 0, ("NVOS21_PARAMETERS", "paramssize"): 1,
         ("NVOS64_PARAMETERS", "status"): 3, ("NVOS64_PARAMETERS", "flags"): 4,
         ("NVOS64_PARAMETERS", "paramssize"): 5}


def plain(name):
    name = re.sub(r"\.Val$", "", name).lower()
    return re.sub(r"[^a-z0-9]|pciinfo|pci_info", "", name)


def lines(text):
    return [line.split("\t") for line in text.splitlines()]


class Ours:
    def __init__(self, rows):
        self.releases, self.commands, self.layouts, self.fields, self.members = [], {}, {}, {}, {}
        self.numbers, self.sizes, self.offsets, self.moving = {}, {}, {}, {}
        for kind, *cells in rows:
            getattr(self, "row_" + kind.replace("-", "_"), lambda *_: None)(*cells)

    def row_release(self, _, *numbers):
        self.releases.append(tuple(map(int, numbers)))

    def row_command(self, cmd, name, *_):
        self.commands[name] = cmd

    def row_layout(self, cmd, release, first, number, size):
        self.layouts[cmd, int(release)] = (first, int(number), int(size))

    def row_field(self, cmd, first, *cells):
        self.fields.setdefault((cmd, first), []).append([int(c) for c in cells])

    def row_member(self, cmd, path, offset, size, count, _):
        self.members.setdefault(cmd, {})[plain(path)] = (int(offset), int(size) * int(count))

    def row_constant(self, name, value):
        self.numbers[name] = int(value)

    row_status = row_constant

    def row_escape(self, name, size):
        self.sizes[name] = int(size)

    def row_escape_member(self, name, path, offset, size):
        self.offsets[name, plain(path)] = (int(offset), int(size))

    def row_moving(self, release, *values):
        self.moving[int(release)] = [int(v) for v in values]

    def release(self, text):
        return self.releases.index(tuple([int(n) for n in text.split(".")] + [0])[:3])

    def wire(self, cmd, first, path):
        """(wire offset, size) of a member."""
        if path not in self.members[cmd]:
            return None
        neutral, size = self.members[cmd][path]
        for at, wire, *_, span, _, _ in self.fields[cmd, first]:
            if at <= neutral < at + span:
                return wire + neutral - at, size
        return None

    def number(self, name):
        """Value of a constant, or all numbers that a control ever had."""
        name = RENAMED.get(name, name)
        if name in self.numbers:
            return {self.numbers[name]}
        cmd = self.commands.get(name)
        return {n for (c, _), (_, n, _) in self.layouts.items() if c == cmd}


class Check:
    def __init__(self):
        self.counts, self.wrong = {}, 0

    def expect(self, kind, what, ours, theirs):
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if ours != theirs:
            self.wrong += 1
            print(f"{what}: ours {ours}, gVisor {theirs}")


def check_escape(check, ours, name, size, fields):
    mine, newest = ESCAPES[name], len(ours.releases) - 1
    check.expect("sizes", name, ours.sizes[mine], size)
    for path, (offset, width) in fields.items():
        if (mine, path) in MOVED:
            check.expect("offsets", f"{name}.{path}", ours.moving[newest][MOVED[mine, path]], offset)
        else:
            check.expect("offsets", f"{name}.{path}", ours.offsets.get((mine, path)), (offset, width))


def find_member(ours, cmd, first, path):
    found = ours.wire(cmd, first, path)
    if found or path not in SHARED:
        return found
    name = next(name for name in ours.members[cmd] if name.endswith(path))
    return ours.wire(cmd, first, name)


def check_command(check, ours, name, size, fields):
    for command, text in COMMANDS[name]:
        cmd = ours.commands[command]
        first, _, have = ours.layouts[cmd, ours.release(text)]
        check.expect("sizes", f"{name} at {text}", have, size)
        for path, want in fields.items():
            check.expect("offsets", f"{command}.{path} at {text}",
                         find_member(ours, cmd, first, path), want)


def main():
    run = subprocess.run
    text = run([sys.argv[1]], check=True, capture_output=True, text=True).stdout
    ours, check = Ours(lines(text)), Check()
    theirs = lines(Path(sys.argv[2]).read_text() if len(sys.argv) > 2 else
                   run(["go", "run", "."], cwd=HERE, check=True, capture_output=True, text=True).stdout)
    structs = {row[1]: (int(row[2]), {}) for row in theirs if row[0] == "struct"}
    for _, owner, path, offset, size in (row for row in theirs if row[0] == "field"):
        if not re.search(r"(^|\.)(Pad\d*|_)$", path):
            structs[owner][1][plain(path)] = (int(offset), int(size))
    for name, (size, fields) in structs.items():
        (check_escape if name in ESCAPES else check_command)(check, ours, name, size, fields)
    for _, name, value in (row for row in theirs if row[0] == "number"):
        check.expect("numbers", name, int(value) in ours.number(name), True)
    print(", ".join(f"{n} {kind}" for kind, n in check.counts.items()), f"compared, {check.wrong} differ")
    return 1 if check.wrong or len(check.counts) < 3 else 0


if __name__ == "__main__":
    sys.exit(main())
