/* SPDX-License-Identifier: MIT */
/* /proc/driver/nvidia, /proc/devices and the simulated processes. */
#include <stdio.h>
#include <string.h>

#include "sim/params.h"
#include "sim/tree.h"

#define CAPABILITIES "/proc/driver/nvidia/capabilities"

static void put(struct sim_walk *walk, unsigned mode, const struct sim_text *text, const char *path)
{
	sim_walk_data(walk, mode, text->bytes, text->size, "%s", path);
}

static void walk_version(struct sim_walk *walk)
{
	const struct machine *machine = walk->sim->machine;
	struct sim_text text = {.size = 0};

	if (strcmp(machine->kernel_module, "open") == 0)
		sim_text_add(&text,
			     "NVRM version: NVIDIA UNIX Open Kernel Module for %s  %s  Release "
			     "Build  (nvsim@localhost)  Thu Jan  1 00:00:00 UTC 1970\n",
			     machine->architecture, walk->sim->version_text);
	else
		sim_text_add(&text,
			     "NVRM version: NVIDIA UNIX %s Kernel Module  %s  Thu Jan  1 00:00:00 "
			     "UTC 1970\n",
			     machine->architecture, walk->sim->version_text);
	sim_text_add(&text, "GCC version:  gcc version 12.2.0\n");
	put(walk, 0444, &text, "/proc/driver/nvidia/version");
}

static void walk_params(struct sim_walk *walk)
{
	struct sim_text text = {.size = 0};
	struct sim_param param;

	for (unsigned i = 0; (param = sim_param_at(walk->sim, i)).name; i++)
		sim_text_add(&text, "%s: %u\n", param.name, param.value);
	if (sim_since(walk->sim, 580, 0, 0))
		sim_text_add(&text, "CoherentGPUMemoryMode: \"\"\n");
	sim_text_add(&text, "RegistryDwords: \"\"\nRegistryDwordsPerDevice: \"\"\nRmMsg: \"\"\n"
			    "GpuBlacklist: \"\"\nTemporaryFilePath: \"\"\nExcludedGpus: \"\"\n");
	put(walk, 0444, &text, "/proc/driver/nvidia/params");
}

/* From 590 values stay cached after the GPU stopped; before, the GPU is asked. */
static bool answers(const struct sim_gpu *gpu)
{
	return sim_since(gpu->sim, 590, 0, 0) ? gpu->seen : gpu->attached;
}

static void add_uuid(struct sim_text *text, const struct sim_gpu *gpu)
{
	if (gpu->seen)
		sim_text_add(text, "GPU UUID: \t %s\n", gpu->uuid_text);
	else if (!sim_since(gpu->sim, 590, 0, 0))
		sim_text_add(text, "GPU UUID: \t GPU-????????"
				   "-????"
				   "-????"
				   "-????"
				   "-????????????\n");
}

static void add_vbios(struct sim_text *text, const struct sim_gpu *gpu)
{
	const char *vbios = gpu->model->vbios;

	sim_text_add(text, "Video BIOS: \t ");
	if (!answers(gpu) || !vbios)
		vbios = "??.??.??.??.??"; /* what the driver says before it knows */
	for (; *vbios; vbios++)
		sim_text_add(text, "%c",
			     *vbios >= 'A' && *vbios <= 'F' ? *vbios - 'A' + 'a' : *vbios);
	sim_text_add(text, "\n");
}

static void walk_information(struct sim_walk *walk, const struct sim_gpu *gpu, const char *dir)
{
	struct sim_text text = {.size = 0};
	bool wide = gpu->chip->architecture >= ARCHITECTURE_HOPPER;

	sim_text_add(&text, "Model: \t\t %s\n", gpu->model->name);
	sim_text_add(&text, "IRQ:   \t\t %u\n", gpu->irq);
	add_uuid(&text, gpu);
	add_vbios(&text, gpu);
	sim_text_add(&text, "Bus Type: \t PCIe\n");
	sim_text_add(&text, "DMA Size: \t %d bits\n", wide ? 52 : 47);
	sim_text_add(&text, "DMA Mask: \t 0x%llx\n", (1ull << (wide ? 52 : 47)) - 1);
	sim_text_add(&text, "Bus Location: \t %04x:%02x:%02x.0\n", gpu->domain, gpu->bus,
		     gpu->device);
	sim_text_add(&text, "Device Minor: \t %u\n", gpu->minor);
	sim_text_add(&text, "GPU Firmware: \t %s\n",
		     answers(gpu) && sim_gpu_has_gsp(gpu) ? gpu->sim->version_text : "N/A");
	sim_text_add(&text, "GPU Excluded:\t %s\n", gpu->entry->excluded ? "Yes" : "No");
	sim_walk_data(walk, 0444, text.bytes, text.size, "%s/information", dir);
}

static void walk_power(struct sim_walk *walk, const struct sim_gpu *gpu, const char *dir)
{
	struct sim_text text = {.size = 0};
	bool on = gpu->attached;
	bool managed = gpu->entry->suspended || gpu->trouble.sleeps;
	const char *d3 = managed ? "Enabled (fine-grained)" : "Disabled by default";

	sim_text_add(&text, "Runtime D3 status:          %s\n", on ? d3 : "?");
	if (sim_since(gpu->sim, 590, 0, 0))
		sim_text_add(&text, "Tegra iGPU Rail-Gating:     Disabled\n");
	sim_text_add(&text, "Video Memory:               %s\n\n",
		     !on                      ? "?"
		     : gpu->trouble.suspended ? "Off"
					      : "Active");
	sim_text_add(&text,
		     "GPU Hardware Support:\n Video Memory Self Refresh: %s\n"
		     " Video Memory Off:          %s\n",
		     on ? "Not Supported" : "?", on ? "Supported" : "?");
	if (!sim_since(gpu->sim, 525, 0, 0))
		sim_text_add(&text, "\nPower Limits:\n"
				    " Default:                   N/A milliwatts\n"
				    " GPU Boost:                 N/A milliwatts\n");
	if (sim_since(gpu->sim, 555, 0, 0))
		sim_text_add(&text,
			     "\nS0ix Power Management:\n Platform Support:          Not Supported\n"
			     " Status:                    %s\n\nNotebook Dynamic Boost:     %s\n",
			     on ? "Disabled" : "?", on ? "Not Supported" : "?");
	sim_walk_data(walk, 0444, text.bytes, text.size, "%s/power", dir);
}

static void walk_numa(struct sim_walk *walk, const struct sim_gpu *gpu, const char *dir)
{
	struct sim_text text = {.size = 0};

	if (!gpu->model->coherent)
		return;
	sim_text_add(&text, "Node:      %d\nStatus:    %s\n", (int)sim_gpu_memory_node(gpu),
		     gpu->attached ? "online" : "offline");
	if (gpu->attached)
		sim_text_add(&text, "Address:   %llx\nSize:      %llx\n",
			     (unsigned long long)sim_gpu_bar1_address(gpu),
			     (unsigned long long)gpu->model->memory_mib << 20);
	sim_walk_data(walk, 0644, text.bytes, text.size, "%s/numa_status", dir);
	sim_walk_data(walk, 0444, "", 0, "%s/offline_pages", dir);
}

static void walk_gpu(struct sim_walk *walk, const struct sim_gpu *gpu)
{
	char dir[64];

	snprintf(dir, sizeof(dir), "/proc/driver/nvidia/gpus/%04x:%02x:%02x.0", gpu->domain,
		 gpu->bus, gpu->device);
	sim_walk_dir(walk, "%s", dir);
	walk_information(walk, gpu, dir);
	sim_walk_data(walk, 0644, "Binary: \"\"\n", 11, "%s/registry", dir);
	walk_power(walk, gpu, dir);
	walk_numa(walk, gpu, dir);
	if (sim_vgpu_is_host(gpu))
		sim_walk_data(walk, 0644, "0\n", 2, "%s/unbindLock", dir);
}

static void walk_capability(struct sim_walk *walk, const char *path, unsigned minor, unsigned mode)
{
	struct sim_text text = {.size = 0};

	sim_text_add(&text, "DeviceFileMinor: %u\nDeviceFileMode: %u\nDeviceFileModify: 1\n", minor,
		     mode);
	sim_walk_data(walk, 0444, text.bytes, text.size, "%s", path);
}

/* Directories of instances exist while the instances do. */
static void walk_instance(struct sim_walk *walk, const struct sim_gpu *gpu, uint32_t id)
{
	char dir[96], path[128];

	snprintf(dir, sizeof(dir), CAPABILITIES "/gpu%u/mig/gi%u", gpu->minor, id);
	sim_walk_dir(walk, "%s", dir);
	snprintf(path, sizeof(path), "%s/access", dir);
	walk_capability(walk, path, sim_cap_of_gi(gpu, id), SIM_MODE_ACCESS);
	for (uint32_t ci = 0; ci < SIM_CI_MAX; ci++) {
		if (!gpu->mig.instances[id].compute[ci].valid)
			continue;
		sim_walk_dir(walk, "%s/ci%u", dir, ci);
		snprintf(path, sizeof(path), "%s/ci%u/access", dir, ci);
		walk_capability(walk, path, sim_cap_of_ci(gpu, id, ci), SIM_MODE_ACCESS);
	}
}

/* Notes that the driver leaves about the host and about itself; a healthy one has none. */
/* The drivers of links and switches come with the module, whether there are any or not. */
static void walk_fabric(struct sim_walk *walk)
{
	static const char *const folders[] = {"nvlink", "nvswitch"};

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		sim_walk_dir(walk, "/proc/driver/nvidia-%s", folders[i]);
		sim_walk_data(walk, 0444, "DeviceFileMode: 438\n", 20,
			      "/proc/driver/nvidia-%s/permissions", folders[i]);
	}
	sim_walk_dir(walk, "/proc/driver/nvidia-nvlink/capabilities");
	walk_capability(walk, "/proc/driver/nvidia-nvlink/capabilities/fabric-mgmt", 0,
			SIM_MODE_CONFIG);
	sim_walk_dir(walk, "/proc/driver/nvidia-nvswitch/devices");
}

static void walk_notes(struct sim_walk *walk)
{
	static const char warnings[] = "Problems that the driver found are files of this folder.\n";
	static const char patches[] = "Patches that the driver got are files of this folder.\n";

	sim_walk_dir(walk, "/proc/driver/nvidia/warnings");
	sim_walk_data(walk, 0444, warnings, sizeof(warnings) - 1,
		      "/proc/driver/nvidia/warnings/README");
	sim_walk_dir(walk, "/proc/driver/nvidia/patches");
	sim_walk_data(walk, 0444, patches, sizeof(patches) - 1,
		      "/proc/driver/nvidia/patches/README");
	sim_walk_data(walk, 0644, "default modeset uvm\n", 20, "/proc/driver/nvidia/suspend_depth");
	sim_walk_data(walk, 0644, "suspend hibernate resume\n", 25, "/proc/driver/nvidia/suspend");
}

static void walk_capabilities(struct sim_walk *walk)
{
	sim_walk_dir(walk, CAPABILITIES);
	sim_walk_dir(walk, CAPABILITIES "/mig");
	walk_capability(walk, CAPABILITIES "/mig/config", SIM_CAP_CONFIG, SIM_MODE_CONFIG);
	walk_capability(walk, CAPABILITIES "/mig/monitor", SIM_CAP_MONITOR, SIM_MODE_ACCESS);
	if (sim_since(walk->sim, 550, 0, 0))
		walk_capability(walk, CAPABILITIES "/fabric-imex-mgmt", SIM_CAP_LAST_OF_GPUS + 1,
				SIM_MODE_CONFIG);
	for (unsigned i = 0; i < walk->sim->gpu_count; i++) {
		const struct sim_gpu *gpu = &walk->sim->gpus[i];

		if (!gpu->model->mig_capable || gpu->removed)
			continue;
		sim_walk_dir(walk, CAPABILITIES "/gpu%u", gpu->minor);
		sim_walk_dir(walk, CAPABILITIES "/gpu%u/mig", gpu->minor);
		for (uint32_t id = 0; id < SIM_GI_IDS; id++)
			if (gpu->mig.instances[id].profile)
				walk_instance(walk, gpu, id);
	}
}

/* Tables of minors, of what exists and what does not. */
static void walk_minors(struct sim_walk *walk)
{
	struct sim_text system = {.size = 0};

	sim_walk_dir(walk, "/proc/driver/nvidia-caps");
	sim_walk_data(walk, 0444, walk->sim->mig_minors, walk->sim->mig_minors_size,
		      "/proc/driver/nvidia-caps/mig-minors");
	sim_walk_data(walk, 0444, "fabric-mgmt 0\n", 14, "/proc/driver/nvidia-caps/nvlink-minors");
	if (!sim_since(walk->sim, 535, 54, 3))
		return;
	sim_text_add(&system, "fabric-imex-mgmt %u\n", SIM_CAP_LAST_OF_GPUS + 1);
	put(walk, 0444, &system, "/proc/driver/nvidia-caps/sys-minors");
}

static void walk_devices(struct sim_walk *walk)
{
	struct sim_text text = {.size = 0};

	sim_text_add(&text, "Character devices:\n");
	if (sim_since(walk->sim, 545, 0, 0))
		sim_text_add(&text, "%3u nvidia\n%3u nvidiactl\n", SIM_MAJOR, SIM_MAJOR);
	else
		sim_text_add(&text, "%3u nvidia-frontend\n", SIM_MAJOR);
	/* Numbers that the kernel chooses, from above: capabilities are registered first. */
	sim_text_add(&text, "%3u nvidia-nvswitch\n%3u nvidia-nvlink\n", SIM_CAPS_MAJOR - 2,
		     SIM_CAPS_MAJOR - 1);
	sim_text_add(&text, "%3u nvidia-caps\n\nBlock devices:\n", SIM_CAPS_MAJOR);
	put(walk, 0444, &text, "/proc/devices");
}

static bool was_listed(const struct sim *sim, unsigned gpu, unsigned index)
{
	uint32_t pid = sim->gpus[gpu].processes[index].pid;

	for (unsigned g = 0; g <= gpu; g++) {
		unsigned last = g == gpu ? index : sim->gpus[g].processes_count;

		for (unsigned i = 0; i < last; i++)
			if (sim->gpus[g].processes[i].pid == pid)
				return true;
	}
	return false;
}

/* cmdline separates words by NUL; comm is the last part of the first word, 15 bytes. */
static void walk_process(struct sim_walk *walk, const struct machine_process *process)
{
	struct sim_text line = {.size = 0}, comm = {.size = 0};
	const char *base;
	char *blank;

	sim_text_add(&line, "%s", process->name);
	line.size++;
	for (blank = strchr(line.bytes, ' '); blank && !process->verbatim;
	     blank = strchr(blank + 1, ' '))
		*blank = '\0';
	base = strrchr(line.bytes, '/');
	sim_text_add(&comm, "%.15s\n", base ? base + 1 : line.bytes);
	sim_walk_dir(walk, "/proc/%u", process->pid);
	sim_walk_data(walk, 0444, line.bytes, line.size, "/proc/%u/cmdline", process->pid);
	sim_walk_data(walk, 0444, comm.bytes, comm.size, "/proc/%u/comm", process->pid);
}

static void walk_processes(struct sim_walk *walk)
{
	for (unsigned g = 0; g < walk->sim->gpu_count; g++) {
		const struct sim_gpu *gpu = &walk->sim->gpus[g];

		for (unsigned i = 0; i < gpu->processes_count; i++)
			if (!was_listed(walk->sim, g, i))
				walk_process(walk, &gpu->processes[i]);
	}
}

void sim_walk_proc(struct sim_walk *walk)
{
	sim_walk_dir(walk, "/proc");
	walk_devices(walk);
	sim_walk_dir(walk, "/proc/driver");
	sim_walk_dir(walk, "/proc/driver/nvidia");
	walk_version(walk);
	walk_params(walk);
	sim_walk_data(walk, 0644, "Binary: \"\"\n", 11, "/proc/driver/nvidia/registry");
	sim_walk_dir(walk, "/proc/driver/nvidia/gpus");
	for (unsigned i = 0; i < walk->sim->gpu_count; i++)
		if (!walk->sim->gpus[i].removed)
			walk_gpu(walk, &walk->sim->gpus[i]);
	walk_notes(walk);
	walk_capabilities(walk);
	walk_minors(walk);
	walk_fabric(walk);
	walk_processes(walk);
}
