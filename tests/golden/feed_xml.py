# SPDX-License-Identifier: MIT
"""Turn recorded -q -x back into the NVML answers it was printed from (see feed.py and fake_nvml.c)."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import feed

PATHS = dict(line.split("\t") for line in (Path(__file__).parent / "xml-paths.tsv").read_text().splitlines()
             if not line.startswith("#"))
PREFIXED = ("pci/pci_device_id", "pci/pci_sub_system_id", "pci/pci_base_class", "pci/pci_sub_class")
LOCATIONS = {"l1_cache": 0, "l2_cache": 1, "device_memory": 2, "register_file": 3, "texture_memory": 4, "texture_shm": 5,
             "cbu": 6}
# What -q does not print: element -> (key of fake_nvml.c, scale).
MORE = {
    "remapped_rows/remapped_row_corr_inactive": ("field.301", 1),
    "remapped_rows/remapped_row_unc_inactive": ("field.302", 1),
    "supported_gpu_target_temp/gpu_target_temp_min": ("nvmlDeviceGetTemperatureThreshold.4", 1),
    "supported_gpu_target_temp/gpu_target_temp_max": ("nvmlDeviceGetTemperatureThreshold.6", 1),
}


def leaves(element, path=""):
    """path -> text of everything that has no elements inside."""
    found = {}
    for child in element:
        inner = f"{path}{child.tag}".replace("clocks_throttle_reason", "clocks_event_reason")
        if len(child):
            found.update(leaves(child, inner + "/"))
        else:
            found[inner] = (child.text or "").strip()
    return found


def put_counters(machine, gpu, values):
    for counter, name in enumerate(("volatile", "aggregate")):
        for error, bits in enumerate(("single_bit", "double_bit")):
            for element, location in LOCATIONS.items():
                text = values.get(f"ecc_errors/{name}/{bits}/{element}", "N/A")
                feed.number(machine, gpu, f"ecc.{int(f'{error}{counter}{location}')}", text)
            feed.number(machine, gpu, f"ecctotal.{int(f'{error}{counter}')}", values.get(f"ecc_errors/{name}/{bits}/total", "N/A"))


def put_clocks(machine, gpu, element):
    memory = []
    for clock in element.findall("supported_clocks/supported_mem_clock"):
        mhz = clock.find("value").text.split()[0]
        memory.append(mhz)
        machine.gpu(gpu, f"nvmlDeviceGetSupportedGraphicsClocks.{mhz}",
                    " ".join(c.text.split()[0] for c in clock.findall("supported_graphics_clock")))
    if memory:
        machine.gpu(gpu, "nvmlDeviceGetSupportedMemoryClocks", " ".join(memory))


def put_pages(machine, gpu, element):
    for cause, name in enumerate(("multiple_single_bit_retirement", "double_bit_retirement")):
        pages = [p.text for p in element.findall(f"retired_pages/{name}/retired_pagelist/retired_page_address")]
        machine.gpu(gpu, f"retiredpages.{cause}", " ".join(pages))


def put_processes(machine, gpu, element):
    if element.find("processes").text != "N/A":
        machine.procs.setdefault((gpu, "graphics"), [])
    for process in element.findall("processes/process_info"):
        texts = leaves(process)
        size = feed.reading(texts["used_memory"], feed.MIB)
        ids = [int(texts.get(name, "N/A").replace("N/A", "-1")) for name in ("gpu_instance_id", "compute_instance_id")]
        machine.process(gpu, texts["type"], texts["pid"], -1 if size is None else size, *ids, process.find("process_name").text or "")
    accounts = []
    for account in element.findall("accounted_processes/accounted_process_info"):
        texts = leaves(account)
        number = {name: re.match(r"\d+", text).group(0) for name, text in texts.items()}
        accounts.append(number["pid"])
        machine.gpu(gpu, f"account.{number['pid']}", f"{number['gpu_util']} {number['memory_util']} "
                    f"{int(number['max_memory_usage']) * feed.MIB} {number['time']} {number['is_running']}")
    if element.find("accounted_processes").text != "N/A":
        machine.gpu(gpu, "accounts", " ".join(accounts))


def put_licence(machine, gpu, element):
    licence = element.find("vgpu_software_licensed_product")
    if licence is None:
        return
    machine.gpu(gpu, "product", licence.find("licensed_product_name").text)
    status = licence.find("license_status").text
    date = re.findall(r"\d+", status)
    machine.gpu(gpu, "licence", f"1 {' '.join(date)} 2" if date else "1 0 0 0 0 0 0 3")


def put_migs(machine, gpu, element):
    for mig in element.findall("mig_devices/mig_device"):
        texts = leaves(mig)
        device = f"{gpu}.mig.{texts['index']}"
        machine.put(f"{device}.nvmlDeviceGetUUID", f"MIG-{texts['index']}")
        machine.put(f"{device}.nvmlDeviceGetGpuInstanceId", texts["gpu_instance_id"])
        machine.put(f"{device}.nvmlDeviceGetComputeInstanceId", texts["compute_instance_id"])
        names = ("multiprocessor", "copy_engine", "decoder", "encoder", "jpg", "ofa")
        machine.put(f"{device}.attributes", " ".join(texts[f"device_attributes/shared/{name}_count"] for name in names))
        feed.number(machine, device, "ecc.107", texts["ecc_error_count/volatile_count/sram_uncorrectable"])
        memory = [texts.get(f"fb_memory_usage/{name}", "0 MiB") for name in ("total", "reserved", "used", "free")]
        machine.put(f"{device}.memory", " ".join(str(feed.mib(text)) for text in memory))
        bar1 = [texts[f"bar1_memory_usage/{name}"] for name in ("total", "used", "free")]
        machine.put(f"{device}.bar1", " ".join(str(feed.mib(text)) for text in bar1))
        machine.gpu(gpu, "nvmlDeviceGetMaxMigDeviceCount", 8)


def put_gpu(machine, gpu, element):
    values = leaves(element)
    for path in PREFIXED:
        if path in values:
            values[path] = "0x" + values[path]
    texts = {PATHS[path]: text for path, text in values.items() if path in PATHS}
    if "ecc_errors/volatile/single_bit/total" in values:
        texts["ECC Errors/Volatile/Single Bit/Total"] = ""
    feed.put_gpu(machine, gpu, texts)
    for path, (key, scale) in MORE.items():
        feed.number(machine, gpu, key, values.get(path, "N/A"), scale)
    put_counters(machine, gpu, values)
    put_clocks(machine, gpu, element)
    put_pages(machine, gpu, element)
    put_processes(machine, gpu, element)
    put_migs(machine, gpu, element)
    put_licence(machine, gpu, element)


def query(text):
    machine = feed.Machine()
    root = ElementTree.fromstring(text)
    driver = root.find("driver_version").text
    cuda = root.find("cuda_version")
    machine.versions(driver, driver, cuda.text if cuda is not None else "N/A")
    machine.count = int(root.find("attached_gpus").text)
    for gpu, element in enumerate(root.findall("gpu")):
        put_gpu(machine, gpu, element)
    for other in range(len(root.findall("gpu")), machine.count):
        machine.gpu(other, "handle", "!4")  # cut out of the document
    return machine.text()
