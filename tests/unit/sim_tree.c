/* SPDX-License-Identifier: MIT */
/* Files of the simulated machine. Formats are those of the driver's procfs and Linux' sysfs. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sim_bench.h"

static const char *read_text(struct bench *bench, const char *path)
{
	static char text[8192];
	int rc = bench->port->read_file(bench->port, path, text, sizeof(text));

	if (rc < 0)
		fail_msg("%s: %d", path, rc);
	return text;
}

#define INFORMATION "/proc/driver/nvidia/gpus/0000:68:00.0/information"

static void information_before_and_after(void **state)
{
	struct bench bench;
	int node;

	(void)state;
	bench_open(&bench, "580.142");
	assert_string_equal(read_text(&bench, INFORMATION), "Model: \t\t NVIDIA A100-SXM4-80GB\n"
							    "IRQ:   \t\t 128\n"
							    "GPU UUID: \t GPU-????????"
							    "-????"
							    "-????"
							    "-????"
							    "-????????????\n"
							    "Video BIOS: \t ??.??.??.??.??\n"
							    "Bus Type: \t PCIe\n"
							    "DMA Size: \t 47 bits\n"
							    "DMA Mask: \t 0x7fffffffffff\n"
							    "Bus Location: \t 0000:68:00.0\n"
							    "Device Minor: \t 0\n"
							    "GPU Firmware: \t N/A\n"
							    "GPU Excluded:\t No\n");
	node = bench_node(&bench, 0);
	assert_non_null(strstr(read_text(&bench, INFORMATION), "GPU UUID: \t GPU-"));
	assert_null(strstr(read_text(&bench, INFORMATION), "?"));
	assert_non_null(strstr(read_text(&bench, INFORMATION), "Video BIOS: \t 92.00.9e.00.02\n"));
	assert_non_null(strstr(read_text(&bench, INFORMATION), "GPU Firmware: \t 580.142\n"));
	bench.port->close(bench.port, node);
	/* The UUID stays cached; BIOS and firmware are asked each time up to 580. */
	assert_null(strstr(read_text(&bench, INFORMATION), "GPU-?"));
	assert_non_null(strstr(read_text(&bench, INFORMATION), "Video BIOS: \t ??"));
	bench_close(&bench);
	bench_open(&bench, "590.48.01");
	assert_null(strstr(read_text(&bench, INFORMATION), "GPU UUID"));
	node = bench_node(&bench, 0);
	bench.port->close(bench.port, node);
	assert_non_null(strstr(read_text(&bench, INFORMATION), "Video BIOS: \t 92.00.9e.00.02\n"));
	bench_close(&bench);
}

static void devices_by_branch(void **state)
{
	struct bench bench;

	(void)state;
	bench_open(&bench, "535.288.01");
	assert_non_null(strstr(read_text(&bench, "/proc/devices"), "195 nvidia-frontend\n"));
	assert_null(strstr(read_text(&bench, "/proc/devices"), "nvidiactl"));
	/* nvidia-caps, -nvlink and -nvswitch are registered in this order, from above. */
	assert_non_null(strstr(read_text(&bench, "/proc/devices"),
			       "509 nvidia-nvswitch\n510 nvidia-nvlink\n511 nvidia-caps\n"));
	assert_string_equal(read_text(&bench, "/proc/driver/nvidia-nvswitch/permissions"),
			    "DeviceFileMode: 438\n");
	assert_string_equal(
	    read_text(&bench, "/proc/driver/nvidia-nvlink/capabilities/fabric-mgmt"),
	    "DeviceFileMinor: 0\nDeviceFileMode: 256\nDeviceFileModify: 1\n");
	bench_close(&bench);
	bench_open(&bench, "545.29.06");
	assert_non_null(strstr(read_text(&bench, "/proc/devices"), "195 nvidia\n195 nvidiactl\n"));
	bench_close(&bench);
}

static void version_lines(void **state)
{
	char text[4096];
	struct bench bench;

	(void)state;
	bench_open(&bench, "550.90.07");
	assert_string_equal(read_text(&bench, "/sys/module/nvidia/version"), "550.90.07\n");
	assert_non_null(
	    strstr(read_text(&bench, "/proc/driver/nvidia/version"),
		   "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.90.07  "
		   "Release Build"));
	bench_close(&bench);
	snprintf(text, sizeof(text), "kernel_module: proprietary\n%s", bench_machine);
	bench_open_text(&bench, text, "550.90.07");
	assert_non_null(strstr(read_text(&bench, "/proc/driver/nvidia/version"),
			       "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.90.07  "));
	bench_close(&bench);
}

static void pci_through_links(void **state)
{
	const char *dir = "/sys/bus/pci/devices/0000:68:00.0";
	char path[256], target[256];
	struct bench bench;
	uint8_t config[256];

	(void)state;
	bench_open(&bench, NULL);
	assert_true(bench.port->readlink(bench.port, dir, target, sizeof(target)) > 0);
	assert_string_equal(target, "../../../devices/pci0000:67/0000:67:01.0/0000:68:00.0");
	static const struct {
		const char *name, *text;
	} rows[] = {
	    {"vendor", "0x10de\n"},
	    {"device", "0x20b2\n"},
	    {"subsystem_vendor", "0x10de\n"},
	    {"subsystem_device", "0x147f\n"},
	    {"class", "0x030200\n"},
	    {"numa_node", "1\n"},
	    {"local_cpulist", "0-3,40\n"},
	    {"local_cpus", "00000100,0000000f\n"},
	    {"current_link_speed", "16.0 GT/s PCIe\n"},
	    {"max_link_width", "16\n"},
	    {"power_state", "D0\n"},
	    {"power/runtime_status", "active\n"},
	    {"../vendor", "0x1b36\n"}, /* the root port */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		/* ".." of a link is its target's parent. */
		snprintf(path, sizeof(path), "/sys/devices/pci0000:67/0000:67:01.0/0000:68:00.0/%s",
			 rows[i].name);
		assert_string_equal(read_text(&bench, path), rows[i].text);
		if (rows[i].name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, rows[i].name);
		assert_string_equal(read_text(&bench, path), rows[i].text);
	}
	snprintf(path, sizeof(path), "%s/config", dir);
	assert_int_equal(bench.port->read_file(bench.port, path, (char *)config, sizeof(config)),
			 64);
	assert_int_equal(bench_u32(config, 0), 0x20b210deu);
	assert_int_equal(config[0x0b], 0x03);
	assert_int_equal(config[0x0a], 0x02);
	assert_int_equal(bench_u32(config, 0x2c), 0x147f10deu);
	snprintf(path, sizeof(path), "%s/driver", dir);
	assert_true(bench.port->readlink(bench.port, path, target, sizeof(target)) > 0);
	assert_non_null(strstr(target, "bus/pci/drivers/nvidia"));
	assert_string_equal(read_text(&bench, "/sys/bus/pci/drivers/nvidia/0000:0a:1f.0/device"),
			    "0x2204\n");
	bench_close(&bench);
}

/* pci-config 3: the second memory BAR is the frame buffer aperture. */
static void resource_shows_bar1(void **state)
{
	unsigned long long start, end, flags;
	const char *line;
	struct bench bench;

	(void)state;
	bench_open(&bench, NULL);
	line = strchr(read_text(&bench, "/sys/bus/pci/devices/0000:68:00.0/resource"), '\n') + 1;
	assert_int_equal(sscanf(line, "0x%llx 0x%llx 0x%llx", &start, &end, &flags), 3);
	assert_int_equal(end - start + 1, 131072ull << 20);
	assert_int_equal(flags & 0x102200, 0x102200);
	bench_close(&bench);
}

static int count_entry(void *ctx, const char *name)
{
	(void)name;
	++*(int *)ctx;
	return 0;
}

static void directories_list(void **state)
{
	struct bench bench;
	int count = 0;

	(void)state;
	bench_open(&bench, NULL);
	assert_int_equal(
	    bench.port->list_dir(bench.port, "/proc/driver/nvidia/gpus", count_entry, &count), 0);
	assert_int_equal(count, 2);
	count = 0;
	assert_int_equal(
	    bench.port->list_dir(bench.port, "/sys/bus/pci/devices", count_entry, &count), 0);
	assert_int_equal(count, 4); /* GPUs and their root ports */
	assert_int_equal(bench.port->list_dir(bench.port, "/proc/nope", count_entry, &count),
			 -ENOENT);
	bench_close(&bench);
}

/* errata A2: 0400 and 0444, decimal in the text. */
static void capabilities_are_announced(void **state)
{
	struct bench bench;

	(void)state;
	bench_open(&bench, NULL);
	assert_string_equal(read_text(&bench, "/proc/driver/nvidia/capabilities/mig/config"),
			    "DeviceFileMinor: 1\nDeviceFileMode: 256\nDeviceFileModify: 1\n");
	assert_string_equal(read_text(&bench, "/proc/driver/nvidia/capabilities/mig/monitor"),
			    "DeviceFileMinor: 2\nDeviceFileMode: 292\nDeviceFileModify: 1\n");
	assert_non_null(
	    strstr(read_text(&bench, "/proc/driver/nvidia/params"), "DeviceFileMode: 438\n"));
	bench_close(&bench);
}

/* nv-reg.h: names by release, in the order of the file; nv-procfs.c prints texts behind them. */
static void params_by_branch(void **state)
{
	static const struct {
		const char *driver, *there, *absent;
	} rows[] = {
	    {"515.43.04", "EnableMSI: 1\nRegisterForACPIEvents: 1\nEnablePCIeGen3: 0\n",
	     "DmaRemap"},
	    {"515.105.01", "OpenRmEnableUnsupportedGpus: 0\nDmaRemapPeerMmio: 1\nRegistryDwords",
	     "ACPI"},
	    {"525.147.05", "IgnoreMMIOCheck: 0\nTCEBypassMode: 0\nEnableStreamMemOPs: 0\n",
	     "Resizable"},
	    {"535.288.01", "EnableResizableBar: 0\nEnableGpuFirmware: 18\n", "ImexChannel"},
	    {"545.29.06", "OpenRmEnableUnsupportedGpus: 1\n", "ImexChannel"},
	    {"550.163.01", "DmaRemapPeerMmio: 1\nImexChannelCount: 2048\nRegistryDwords: \"\"",
	     "CreateImex"},
	    {"565.77", "EnableGpuFirmwareLogs: 2\nRmNvlinkBandwidthLinkCount: 0\nEnableDbg",
	     "Grdma"},
	    {"570.86.15", "GrdmaPciTopoCheckOverride: 0\nRegistryDwords", "TCEBypass"},
	    {"580.142", "GrdmaPciTopoCheckOverride: 0\nCoherentGPUMemoryMode: \"\"", "TCEBypass"},
	    {"590.48.01", "TegraGpuPgMask: 0\nRegisterPCIDriver: 1\n", "KernelSuspend"},
	    {"595.45.04",
	     "PreserveVideoMemoryAllocations: 2\nUseKernelSuspendNotifiers: 0\nEnableS0ix",
	     "TegraGpuPgMask: 0\n"},
	    {"595.45.04", "EnableSystemMemoryPools: 529\nCoherentGPUMemoryMode", "ACPI"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bench bench;
		const char *text;

		bench_open(&bench, rows[i].driver);
		text = read_text(&bench, "/proc/driver/nvidia/params");
		if (!strstr(text, rows[i].there) || strstr(text, rows[i].absent))
			fail_msg("%s: %s", rows[i].driver, text);
		bench_close(&bench);
	}
}

/* nv_procfs_read_power */
static void power_by_branch(void **state)
{
	static const char *const path = "/proc/driver/nvidia/gpus/0000:68:00.0/power";
	struct bench bench;

	(void)state;
	bench_open(&bench, "520.61.07");
	assert_true(bench_node(&bench, 0) > 0);
	assert_non_null(strstr(read_text(&bench, path),
			       " Video Memory Off:          Supported\n\nPower Limits:\n"
			       " Default:                   N/A milliwatts\n"));
	bench_close(&bench);
	bench_open(&bench, "550.163.01");
	assert_string_equal(read_text(&bench, path), "Runtime D3 status:          ?\n"
						     "Video Memory:               ?\n\n"
						     "GPU Hardware Support:\n"
						     " Video Memory Self Refresh: ?\n"
						     " Video Memory Off:          ?\n");
	bench_close(&bench);
	bench_open(&bench, "590.48.01");
	assert_non_null(strstr(read_text(&bench, path), "Tegra iGPU Rail-Gating:     Disabled\n"));
	assert_non_null(strstr(read_text(&bench, path), "\nNotebook Dynamic Boost:     ?\n"));
	bench_close(&bench);
}

/* procfs.md 1 and 3 */
static void driver_folder_is_whole(void **state)
{
	static const char *const folder = "/proc/driver/nvidia";
	struct bench bench;
	int count = 0;

	(void)state;
	bench_open(&bench, "580.142");
	assert_string_equal(read_text(&bench, "/proc/driver/nvidia/suspend"),
			    "suspend hibernate resume\n");
	assert_string_equal(read_text(&bench, "/proc/driver/nvidia/suspend_depth"),
			    "default modeset uvm\n");
	assert_string_equal(read_text(&bench, "/proc/driver/nvidia/registry"), "Binary: \"\"\n");
	assert_int_equal(
	    bench.port->list_dir(bench.port, "/proc/driver/nvidia/warnings", count_entry, &count),
	    0);
	assert_int_equal(
	    bench.port->list_dir(bench.port, "/proc/driver/nvidia/patches", count_entry, &count),
	    0);
	assert_int_equal(count, 2); /* a README in each */
	assert_string_equal(read_text(&bench, "/proc/driver/nvidia/capabilities/fabric-imex-mgmt"),
			    "DeviceFileMinor: 4323\nDeviceFileMode: 256\nDeviceFileModify: 1\n");
	count = 0;
	assert_int_equal(bench.port->list_dir(bench.port, folder, count_entry, &count), 0);
	assert_int_equal(count, 9);
	bench_close(&bench);
	bench_open(&bench, "545.29.06");
	assert_int_equal(bench.port->list_dir(bench.port, "/proc/driver/nvidia/capabilities",
					      count_entry, &count),
			 0);
	assert_int_equal(count, 9 + 2); /* mig and the GPU that has it */
	bench_close(&bench);
}

static void processes_have_files(void **state)
{
	char line[64];
	struct bench bench;

	(void)state;
	bench_open(&bench, NULL);
	assert_int_equal(
	    bench.port->read_file(bench.port, "/proc/4711/cmdline", line, sizeof(line)),
	    (int)sizeof("/usr/bin/python3 train.py"));
	assert_memory_equal(line, "/usr/bin/python3\0train.py",
			    sizeof("/usr/bin/python3 train.py"));
	assert_string_equal(read_text(&bench, "/proc/4711/comm"), "python3\n");
	bench_close(&bench);
}

/* Hooks that library tests lean on. */
static void port_hooks(void **state)
{
	struct bench bench;
	unsigned long before;

	(void)state;
	bench_open(&bench, NULL);
	sim_port_fail_access(bench.port, "/dev/nvidia0", EPERM);
	assert_int_equal(bench.port->access(bench.port, "/dev/nvidia0", PORT_MAY_READ), -EPERM);
	assert_int_equal(
	    bench.port->access(bench.port, "/dev/nvidia5", PORT_MAY_READ | PORT_MAY_WRITE), 0);
	assert_true(bench_node(&bench, 0) > 0);
	sim_port_fail_open(bench.port, "/dev/nvidia5", EIO);
	assert_int_equal(bench_node(&bench, 5), -EIO);
	sim_port_fail_open(bench.port, "/dev/nvidia5", 0);
	assert_true(bench_node(&bench, 5) > 0);
	assert_int_equal(sim_port_count_open(bench.port), 3);
	before = sim_port_count_calls(bench.port);
	bench.port->now_us(bench.port);
	assert_int_equal(sim_port_count_calls(bench.port), before);
	bench.port->access(bench.port, "/dev/nvidiactl", PORT_EXISTS);
	assert_int_equal(sim_port_count_calls(bench.port), before + 1);
	bench_close(&bench);
}

/* Runtime power management: the published driver lets a GPU sleep when its last node is closed. */
static void asleep_until_opened(void **state)
{
	static const char text[] =
	    "name: test\ndriver: 580.142\nmodels:\n"
	    "  - {id: own, name: Board, chip: AD106, pci_device: 1, memory_mib: 9}\n"
	    "gpus: [{model: own, pci: \"0000:01:00.0\", suspended: true}]\n";
	static const char dir[] = "/sys/bus/pci/devices/0000:01:00.0/";
	char status[128], power[128];
	struct bench bench;
	int node;

	(void)state;
	bench_open_text(&bench, text, NULL);
	snprintf(status, sizeof(status), "%spower/runtime_status", dir);
	snprintf(power, sizeof(power), "%spower_state", dir);
	assert_string_equal(read_text(&bench, status), "suspended\n");
	assert_string_equal(read_text(&bench, power), "D3cold\n");
	node = bench_node(&bench, 0);
	assert_string_equal(read_text(&bench, status), "active\n");
	assert_string_equal(read_text(&bench, power), "D0\n");
	bench.port->close(bench.port, node);
	assert_string_equal(read_text(&bench, status), "suspended\n");
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(information_before_and_after),
	    BENCH_CASE(devices_by_branch),
	    BENCH_CASE(version_lines),
	    BENCH_CASE(pci_through_links),
	    BENCH_CASE(asleep_until_opened),
	    BENCH_CASE(resource_shows_bar1),
	    BENCH_CASE(directories_list),
	    BENCH_CASE(capabilities_are_announced),
	    BENCH_CASE(params_by_branch),
	    BENCH_CASE(power_by_branch),
	    BENCH_CASE(driver_folder_is_whole),
	    BENCH_CASE(processes_have_files),
	    BENCH_CASE(port_hooks),
	};

	return cmocka_run_group_tests_name("sim-tree", cases, NULL, NULL);
}
