/* SPDX-License-Identifier: MIT */
/* nvsmi vgpu -q, -s and -c. */

#include "vgpu_command.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define COLUMN 38      /* of the colon in -q */
#define TYPE_COLUMN 42 /* in -s -v */

static const char *enabled(int64_t state)
{
	return state < 0 ? "N/A" : state ? "Enabled" : "Disabled";
}

static void print_id(const char *label, int64_t id)
{
	if (id < 0)
		vgpu_line(2, COLUMN, label, "N/A");
	else
		vgpu_line(2, COLUMN, label, "%" PRId64, id);
}

static void print_names(nvmlVgpuInstance_t vgpu, int64_t type)
{
	char text[VGPU_TEXT] = "N/A";
	bool uuid = vgpus_vm_id(vgpu, text);

	vgpu_line(2, COLUMN, uuid ? "VM UUID" : "VM ID", "%s", text);
	/* No public call tells it. */
	vgpu_line(2, COLUMN, "VM Name", "N/A");
	if (type >= 0)
		vgpus_type_name((nvmlVgpuTypeId_t)type, text);
	else
		snprintf(text, sizeof(text), "N/A");
	vgpu_line(2, COLUMN, "vGPU Name", "%s", text);
	print_id("vGPU Type", type);
	vgpus_uuid(vgpu, text);
	vgpu_line(2, COLUMN, "vGPU UUID", "%s", text);
	vgpus_mdev_uuid(vgpu, text);
	vgpu_line(2, COLUMN, "MDEV UUID", "%s", text);
	vgpus_guest_driver(vgpu, text);
	vgpu_line(2, COLUMN, "Guest Driver Version", "%s", text);
	vgpus_licence(vgpu, text);
	vgpu_line(2, COLUMN, "License Status", "%s", text);
}

static void print_modes(const struct machine *machine, struct gpu *gpu, nvmlVgpuInstance_t vgpu)
{
	int64_t frames = vgpus_frame_limit(vgpu);
	char text[VGPU_TEXT];

	print_id("GPU Instance ID", vgpus_gpu_instance(vgpu));
	if (machine->branch >= 550)
		print_id("Placement ID", vgpus_placement(vgpu));
	vgpu_line(2, COLUMN, "Accounting Mode", "%s", enabled(vgpus_accounting(vgpu)));
	vgpu_line(2, COLUMN, "ECC Mode", "%s", enabled(vgpus_ecc(vgpu)));
	print_id("Accounting Buffer Size", gpu_number(gpu, VALUE_ACCOUNTING_SIZE, -1));
	if (frames < 0)
		vgpu_line(2, COLUMN, "Frame Rate Limit", "N/A");
	else
		vgpu_line(2, COLUMN, "Frame Rate Limit", "%" PRId64 " FPS", frames);
	if (machine->branch < 550)
		return;
	vgpus_bus_id(vgpu, text);
	vgpu_heading(2, "PCI");
	vgpu_line(3, COLUMN, "Bus Id", "%s", text);
}

static void print_mib(const char *label, int64_t bytes)
{
	if (bytes < 0)
		vgpu_line(3, COLUMN, label, "N/A");
	else
		vgpu_line(3, COLUMN, label, "%" PRId64 " MiB", bytes >> 20);
}

static void print_memory(nvmlVgpuInstance_t vgpu, int64_t type)
{
	int64_t total = type < 0 ? -1 : vgpus_type_memory((nvmlVgpuTypeId_t)type);
	int64_t used = vgpus_memory_used(vgpu);

	vgpu_heading(2, "FB Memory Usage");
	print_mib("Total", total);
	print_mib("Used", used);
	print_mib("Free", total < 0 || used < 0 ? -1 : total > used ? total - used : 0);
}

static void print_load(const struct machine *machine, const struct vgpu_load *load)
{
	static const char *const labels[] = {
	    [LOAD_SM] = "Gpu",          [LOAD_MEMORY] = "Memory", [LOAD_ENCODER] = "Encoder",
	    [LOAD_DECODER] = "Decoder", [LOAD_JPEG] = "Jpeg",     [LOAD_OFA] = "Ofa"};
	unsigned int count = machine->branch >= 550 ? LOAD_COUNT : LOAD_JPEG;

	vgpu_heading(2, "Utilization");
	for (unsigned int i = 0; i < count; i++) {
		if (load->percent[i] < 0)
			vgpu_line(3, COLUMN, labels[i], "N/A");
		else
			vgpu_line(3, COLUMN, labels[i], "%d %%", load->percent[i]);
	}
}

static void print_stats(const char *title, bool known, const unsigned int numbers[3])
{
	static const char *const labels[] = {"Active Sessions", "Average FPS", "Average Latency"};

	vgpu_heading(2, title);
	for (unsigned int i = 0; i < 3; i++) {
		if (known)
			vgpu_line(3, COLUMN, labels[i], "%u", numbers[i]);
		else
			vgpu_line(3, COLUMN, labels[i], "N/A");
	}
}

static void print_vgpu(const struct machine *machine, struct gpu *gpu, nvmlVgpuInstance_t vgpu,
		       const struct vgpu_load *load)
{
	int64_t type = vgpus_type(vgpu);
	unsigned int numbers[3] = {0};
	bool known;

	vgpu_line(1, COLUMN, "vGPU ID", "%u", vgpu);
	print_names(vgpu, type);
	print_modes(machine, gpu, vgpu);
	print_memory(vgpu, type);
	print_load(machine, load);
	known = vgpus_encoder(vgpu, numbers);
	print_stats("Encoder Stats", known, numbers);
	known = vgpus_capture(vgpu, numbers);
	print_stats("FBC Stats", known, numbers);
}

static int print_gpu(const struct machine *machine, struct gpu *gpu)
{
	struct vgpu_load *loads;
	nvmlVgpuInstance_t *vgpus;
	unsigned int load_count;
	unsigned int count;
	nvmlReturn_t status = vgpus_active(gpu, &vgpus, &count);

	vgpu_gpu_line(gpu);
	if (status != NVML_SUCCESS) {
		vgpu_line(1, COLUMN, "Active vGPUs", "%s", library_error(status));
		return exit_status(status);
	}
	vgpus_loads(gpu, &loads, &load_count);
	vgpu_line(1, COLUMN, "Active vGPUs", "%u", count);
	for (unsigned int i = 0; i < count; i++) {
		struct vgpu_load load = vgpus_load_of(loads, load_count, vgpus[i]);

		print_vgpu(machine, gpu, vgpus[i], &load);
	}
	free(vgpus);
	free(loads);
	return 0;
}

int vgpu_print_report(struct machine *machine)
{
	int status = 0;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		int failed = print_gpu(machine, machine->gpus[i]);

		out("\n");
		status = status ? status : failed;
	}
	return status;
}

/* ---- types ---- */

static int64_t type_number(const char *symbol, nvmlVgpuTypeId_t type)
{
	nvmlReturn_t (*function)(nvmlVgpuTypeId_t, unsigned int *) = library_symbol(symbol);
	unsigned int number = 0;

	return function && function(type, &number) == NVML_SUCCESS ? (int64_t)number : -1;
}

static void print_number(const char *label, int64_t number, const char *unit)
{
	if (number < 0)
		vgpu_line(2, TYPE_COLUMN, label, "N/A");
	else
		vgpu_line(2, TYPE_COLUMN, label, "%" PRId64 "%s", number, unit);
}

static void print_hex(const char *label, int64_t number)
{
	if (number < 0)
		vgpu_line(2, TYPE_COLUMN, label, "N/A");
	else
		vgpu_line(2, TYPE_COLUMN, label, "0x%" PRIx64, (uint64_t)number);
}

static int64_t most_on_gpu(struct gpu *gpu, nvmlVgpuTypeId_t type)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlVgpuTypeId_t, unsigned int *) =
	    library_symbol("nvmlVgpuTypeGetMaxInstances");
	unsigned int number = 0;

	return function && function(gpu_device(gpu), type, &number) == NVML_SUCCESS
		   ? (int64_t)number
		   : -1;
}

/* Only types that live in a GPU instance have such a number. */
static int64_t most_in_instance(nvmlVgpuTypeId_t type, int64_t profile)
{
	nvmlReturn_t (*function)(nvmlVgpuTypeMaxInstance_t *) =
	    library_symbol("nvmlVgpuTypeGetMaxInstancesPerGpuInstance");
	nvmlVgpuTypeMaxInstance_t most = {.version = nvmlVgpuTypeMaxInstance_v1,
					  .vgpuTypeId = type};

	return profile >= 0 && function && function(&most) == NVML_SUCCESS
		   ? (int64_t)most.maxInstancePerGI
		   : -1;
}

static void print_ability(const char *label, nvmlVgpuTypeId_t type, nvmlVgpuCapability_t ability)
{
	nvmlReturn_t (*function)(nvmlVgpuTypeId_t, nvmlVgpuCapability_t, unsigned int *) =
	    library_symbol("nvmlVgpuTypeGetCapabilities");
	unsigned int able = 0;

	if (!function || function(type, ability, &able) != NVML_SUCCESS)
		vgpu_line(2, TYPE_COLUMN, label, "N/A");
	else
		vgpu_line(2, TYPE_COLUMN, label, "%s", able ? "True" : "False");
}

static void print_ids(nvmlVgpuTypeId_t type)
{
	nvmlReturn_t (*function)(nvmlVgpuTypeId_t, unsigned long long *, unsigned long long *) =
	    library_symbol("nvmlVgpuTypeGetDeviceID");
	unsigned long long device = 0;
	unsigned long long subsystem = 0;
	bool known = function && function(type, &device, &subsystem) == NVML_SUCCESS;

	print_hex("Device ID", known ? (int64_t)device : -1);
	print_hex("Sub System ID", known ? (int64_t)subsystem : -1);
}

static void print_display(nvmlVgpuTypeId_t type)
{
	nvmlReturn_t (*function)(nvmlVgpuTypeId_t, unsigned int, unsigned int *, unsigned int *) =
	    library_symbol("nvmlVgpuTypeGetResolution");
	unsigned int width = 0;
	unsigned int height = 0;
	bool known = function && function(type, 0, &width, &height) == NVML_SUCCESS;

	print_number("Display Heads", type_number("nvmlVgpuTypeGetNumDisplayHeads", type), "");
	print_number("Maximum X Resolution", known ? (int64_t)width : -1, "");
	print_number("Maximum Y Resolution", known ? (int64_t)height : -1, "");
	print_number("Frame Rate Limit", type_number("nvmlVgpuTypeGetFrameRateLimit", type),
		     " FPS");
}

static void print_licence(nvmlVgpuTypeId_t type)
{
	nvmlReturn_t (*function)(nvmlVgpuTypeId_t, char *, unsigned int) =
	    library_symbol("nvmlVgpuTypeGetLicense");
	char text[NVML_GRID_LICENSE_BUFFER_SIZE] = "";

	if (!function || function(type, text, sizeof(text)) != NVML_SUCCESS)
		snprintf(text, sizeof(text), "N/A");
	text_tame(text, sizeof(text));
	vgpu_line(2, TYPE_COLUMN, "GRID License", "%s", text);
}

static void print_type(const struct machine *machine, struct gpu *gpu, nvmlVgpuTypeId_t type)
{
	int64_t profile = type_number("nvmlVgpuTypeGetGpuInstanceProfileId", type);
	int64_t memory = vgpus_type_memory(type);
	char text[VGPU_TEXT];

	if (profile == INVALID_GPU_INSTANCE_PROFILE_ID)
		profile = -1;
	vgpu_line(1, TYPE_COLUMN, "vGPU Type ID", "0x%x", type);
	vgpus_type_name(type, text);
	vgpu_line(2, TYPE_COLUMN, "Name", "%s", text);
	vgpus_type_class(type, text);
	vgpu_line(2, TYPE_COLUMN, "Class", "%s", text);
	print_number("GPU Instance Profile ID", profile, "");
	print_number("Max Instances", most_on_gpu(gpu, type), "");
	print_number("Max Instances Per VM", type_number("nvmlVgpuTypeGetMaxInstancesPerVm", type),
		     "");
	if (machine->branch >= 575)
		print_number("Max Instances Per GI", most_in_instance(type, profile), "");
	print_ability("Multi vGPU Exclusive", type, NVML_VGPU_CAP_MULTI_VGPU_EXCLUSIVE);
	print_ability("vGPU Exclusive Type", type, NVML_VGPU_CAP_EXCLUSIVE_TYPE);
	print_ability("vGPU Exclusive Size", type, NVML_VGPU_CAP_EXCLUSIVE_SIZE);
	print_ids(type);
	print_number("FB Memory", memory < 0 ? -1 : memory >> 20, " MiB");
	print_display(type);
	print_licence(type);
}

int vgpu_print_types(struct machine *machine, bool creatable, bool verbose)
{
	nvmlReturn_t failed = NVML_SUCCESS;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		struct gpu *gpu = machine->gpus[i];
		nvmlVgpuTypeId_t *types;
		unsigned int count;
		nvmlReturn_t status = vgpus_types(gpu, creatable, &types, &count);
		char name[VGPU_TEXT];

		vgpu_gpu_line(gpu);
		if (status != NVML_SUCCESS)
			complain("    %s\n", library_error(status));
		for (unsigned int j = 0; j < count; j++) {
			vgpus_type_name(types[j], name);
			if (verbose)
				print_type(machine, gpu, types[j]);
			else
				out("    %s\n", name);
		}
		free(types);
		failed = failed == NVML_SUCCESS ? status : failed;
	}
	return exit_status(failed);
}
