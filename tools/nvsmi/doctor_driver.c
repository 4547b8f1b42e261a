/* SPDX-License-Identifier: MIT */
/* What kind of system this is, and whether the kernel has a driver for its GPUs. */

#include "doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OLDEST_BRANCH 515

static const char CURE_INSTALL[] =
    "install the driver by the distribution's packages or NVIDIA's, for the kernel that runs";

static bool is_container(const struct doctor *doctor)
{
	char text[4096];

	if (probe_exists(doctor, "/.dockerenv") || probe_exists(doctor, "/run/.containerenv") ||
	    probe_exists(doctor, "/run/systemd/container"))
		return true;
	return probe_read(doctor, "/proc/1/cgroup", text, sizeof(text)) &&
	       (strstr(text, "docker") || strstr(text, "kubepods") || strstr(text, "containerd"));
}

static bool is_tegra(const struct doctor *doctor)
{
	char text[512];

	if (probe_exists(doctor, "/etc/nv_tegra_release"))
		return true;
	return probe_read(doctor, "/sys/devices/soc0/family", text, sizeof(text)) &&
	       strstr(text, "Tegra");
}

void doctor_system(struct doctor *doctor)
{
	if (!probe_read(doctor, "/proc/sys/kernel/osrelease", doctor->release,
			sizeof(doctor->release)))
		doctor->release[0] = '\0';
	doctor->wsl = probe_exists(doctor, "/dev/dxg") || strstr(doctor->release, "microsoft");
	doctor->tegra = is_tegra(doctor);
	doctor->container = is_container(doctor);
	if (!doctor->container)
		files_find_on_bus(&doctor->found, doctor->root);
	if (doctor->container)
		doctor_add(doctor, LEVEL_NOTE, "container", NULL,
			   "this is a container: driver and devices are the host's");
	if (doctor->tegra)
		doctor_add(doctor, LEVEL_NOTE, "tegra",
			   "look at the GPU with tegrastats; NVML knows little of it",
			   "this is a Tegra: its GPU is part of the processor, not of the PCI bus");
	if (!doctor->wsl)
		return;
	doctor_add(doctor, LEVEL_NOTE, "wsl",
		   "use the library that Windows brings: "
		   "OPENNVML_LIBRARY=/usr/lib/wsl/lib/libnvidia-ml.so.1 nvsmi",
		   "this is WSL: the driver is that of Windows, reached through /dev/dxg");
	if (!probe_exists(doctor, "/usr/lib/wsl/lib/libnvidia-ml.so.1"))
		doctor_add(doctor, LEVEL_PROBLEM, "wsl-library",
			   "install NVIDIA's driver in Windows, then wsl --shutdown",
			   "/usr/lib/wsl/lib has no libnvidia-ml.so.1");
	if (!probe_exists(doctor, "/dev/dxg"))
		doctor_add(doctor, LEVEL_PROBLEM, "wsl-device",
			   "update WSL (wsl --update) and the driver in Windows; WSL 1 has no GPU",
			   "/dev/dxg is missing");
}

/* ---- modules on disk ---- */

static bool is_module(const char *path, size_t length)
{
	static const char *const ends[] = {"/nvidia.ko", "/nvidia.ko.xz", "/nvidia.ko.zst",
					   "/nvidia.ko.gz"};

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		size_t end = strlen(ends[i]);

		if (length > end && !strncmp(path + length - end, ends[i], end))
			return true;
	}
	return false;
}

/* By modules.dep, whose lines are "path: needs". */
static bool find_listed(const struct doctor *doctor, const char *release, char *ret_path)
{
	char path[DOCTOR_PATH];
	char line[2048];
	FILE *file;
	bool found = false;

	snprintf(path, sizeof(path), "%s/lib/modules/%.64s/modules.dep", doctor->root, release);
	file = fopen(path, "re");
	while (file && !found && fgets(line, sizeof(line), file)) {
		size_t length = strcspn(line, ":");

		found = line[length] == ':' && is_module(line, length);
		if (found)
			snprintf(ret_path, DOCTOR_PATH, "%s%.64s/%.*s",
				 *line == '/' ? "" : "/lib/modules/", *line == '/' ? "" : release,
				 (int)(length < 300 ? length : 300), line);
	}
	if (file)
		fclose(file);
	return found;
}

static bool find_placed(const struct doctor *doctor, const char *release, char *ret_path)
{
	static const char *const places[] = {
	    "updates/dkms",
	    "updates",
	    "extra",
	    "extra/nvidia",
	    "weak-updates/nvidia",
	    "kernel/drivers/video",
	    "kernel/nvidia",
	    "kernel/drivers/video/nvidia",
	};
	static const char *const ends[] = {"", ".xz", ".zst", ".gz"};

	for (size_t i = 0; i < COUNT_OF(places) * COUNT_OF(ends); i++) {
		snprintf(ret_path, DOCTOR_PATH, "/lib/modules/%.64s/%s/nvidia.ko%s", release,
			 places[i / COUNT_OF(ends)], ends[i % COUNT_OF(ends)]);
		if (probe_exists(doctor, ret_path))
			return true;
	}
	return false;
}

bool doctor_find_module(const struct doctor *doctor, const char *release, char *ret_path)
{
	return find_listed(doctor, release, ret_path) || find_placed(doctor, release, ret_path);
}

struct other {
	const struct doctor *doctor;
	char release[65];
};

static void take_release(void *context, const char *name)
{
	struct other *other = context;
	char path[DOCTOR_PATH];

	if (doctor_find_module(other->doctor, name, path))
		snprintf(other->release, sizeof(other->release), "%.64s", name);
}

/* ---- no driver in memory ---- */

/* Drivers of others that keep NVIDIA's from a GPU; true if one was found. */
static bool find_other_driver(struct doctor *doctor, const struct found_gpu *gpu)
{
	char driver[64];

	probe_pci_driver(doctor, gpu, driver, sizeof(driver));
	if (!strcmp(driver, "nouveau") || !strncmp(driver, "nova", 4))
		doctor_add_gpu(doctor, gpu->bus_id, LEVEL_PROBLEM, "nouveau",
			       "keep it from loading (blacklist nouveau in /etc/modprobe.d, "
			       "rebuild the initramfs), then reboot",
			       "the driver %s has this GPU", driver);
	else if (!strcmp(driver, "vfio-pci") || !strcmp(driver, "pci-stub"))
		doctor_add_gpu(doctor, gpu->bus_id, LEVEL_NOTE, "passed-through",
			       "to have it here, take it from that machine and bind it to nvidia",
			       "this GPU is set aside for a virtual machine (%s)", driver);
	else
		return false;
	return true;
}

static void explain_missing(struct doctor *doctor)
{
	struct other other = {.doctor = doctor, .release = ""};
	char path[DOCTOR_PATH];

	if (doctor_find_module(doctor, doctor->release, path)) {
		doctor_add(doctor, LEVEL_PROBLEM, "driver-not-loaded",
			   "modprobe nvidia; if that fails, dmesg says why (signature under Secure "
			   "Boot, another driver in its place)",
			   "the driver's module is on disk (%s) and not loaded", path);
		return;
	}
	probe_each(doctor, "/lib/modules", take_release, &other);
	if (other.release[0])
		doctor_add(doctor, LEVEL_PROBLEM, "module-for-other-kernel",
			   "build it for this one: install the kernel's headers, then dkms "
			   "autoinstall; or boot the other kernel",
			   "kernel %s has no module of the driver, %s has one", doctor->release,
			   other.release);
	else
		doctor_add(doctor, LEVEL_PROBLEM, "driver-missing", CURE_INSTALL,
			   "no driver is loaded, and no module of it is on disk");
}

static void explain_no_driver(struct doctor *doctor)
{
	size_t taken = 0;

	for (size_t i = 0; i < doctor->found.gpu_count; i++)
		taken += find_other_driver(doctor, &doctor->found.gpus[i]);
	if (doctor->wsl || doctor->tegra)
		return;
	if (doctor->found.gpu_count == 0)
		doctor_add(
		    doctor, LEVEL_PROBLEM, "no-gpu",
		    "lspci -d 10de: must show it: look at its seat and power, the firmware's "
		    "settings, or give it to this virtual machine",
		    "there is no NVIDIA GPU on the PCI bus");
	else if (doctor->container)
		doctor_add(doctor, LEVEL_PROBLEM, "driver-not-loaded",
			   "load the driver on the host; a container cannot",
			   "the host has NVIDIA GPUs and no NVIDIA driver");
	else if (taken < doctor->found.gpu_count)
		explain_missing(doctor);
}

/* ---- a driver in memory ---- */

static void check_state(struct doctor *doctor)
{
	char state[32];

	if (probe_read(doctor, "/sys/module/nvidia/initstate", state, sizeof(state)) &&
	    strcmp(state, "live") != 0)
		doctor_add(doctor, LEVEL_PROBLEM, "driver-not-live",
			   "wait a moment; if it stays so, dmesg says why, and a reboot helps",
			   "the driver's module is %s", state);
}

static void check_age(struct doctor *doctor)
{
	int branch = atoi(doctor->found.driver.text);

	if (branch < OLDEST_BRANCH)
		doctor_add(doctor, LEVEL_PROBLEM, "driver-old",
			   "take a newer driver; until then NVIDIA's own library answers: "
			   "OPENNVML_LIBRARY=PATH nvsmi",
			   "the driver is of branch %d; before %d its interface is not published",
			   branch, OLDEST_BRANCH);
}

static void check_bound(struct doctor *doctor, const struct found_gpu *gpu)
{
	char vendor[32];
	char driver[64];

	if (find_other_driver(doctor, gpu) ||
	    !probe_pci(doctor, gpu, "vendor", vendor, sizeof(vendor)))
		return;
	probe_pci_driver(doctor, gpu, driver, sizeof(driver));
	if (!*driver)
		doctor_add_gpu(doctor, gpu->bus_id, LEVEL_PROBLEM, "gpu-without-driver",
			       "dmesg says why (NVRM): the GPU is too old for this driver or "
			       "needs the other kind of kernel module, or it does not start",
			       "the driver is loaded and does not drive this GPU");
}

void doctor_driver(struct doctor *doctor)
{
	const struct found *found = &doctor->found;

	if (found->driver.source == SOURCE_NONE) {
		explain_no_driver(doctor);
		return;
	}
	doctor_add(doctor, LEVEL_OK, "driver", NULL, "driver %s is loaded (%s kernel module)",
		   found->driver.text,
		   found->flavour.source == SOURCE_NONE ? "unknown" : found->flavour.text);
	check_state(doctor);
	check_age(doctor);
	doctor_disk(doctor);
	if (found->gpu_count == 0)
		doctor_add(doctor, LEVEL_PROBLEM, "no-gpu",
			   "lspci -d 10de: must show it; in a container, none was granted",
			   "the driver is loaded, and there is no GPU");
}

void doctor_gpus(struct doctor *doctor)
{
	char width[32];

	for (size_t i = 0; i < doctor->found.gpu_count; i++) {
		const struct found_gpu *gpu = &doctor->found.gpus[i];

		if (doctor->found.driver.source != SOURCE_NONE)
			check_bound(doctor, gpu);
		if (probe_is_asleep(doctor, gpu))
			doctor_add_gpu(doctor, gpu->bus_id, LEVEL_NOTE, "asleep",
				       "any use wakes it; echo on > power/control of its PCI "
				       "device keeps it awake",
				       "this GPU sleeps, and is asked nothing");
		/* All ones: what is read where nothing answers. */
		else if (probe_pci(doctor, gpu, "current_link_width", width, sizeof(width)) &&
			 !strcmp(width, "63"))
			doctor_add_gpu(doctor, gpu->bus_id, LEVEL_PROBLEM, "lost",
				       "reboot; if it comes back, look at power, seat and heat",
				       "this GPU has fallen off the bus");
	}
}
