/* SPDX-License-Identifier: MIT */
/* -L: one line per GPU, one per MIG device below it. */

#include "nvsmi.h"
#include "settings.h"
#include "start.h"
#include "trouble.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static int refuse(const char *what, struct gpu *gpu, nvmlReturn_t status)
{
	const struct value *bus = gpu_value(gpu, VALUE_BUS_ID);

	out("Unable to determine the %s for gpu %s: %s\n", what,
	    bus->status == NVML_SUCCESS ? trouble_shorten(bus->text)
					: trouble_shorten(trouble_address(gpu->index)),
	    library_error(status));
	return exit_status(status);
}

/* Drivers before 470 make a MIG device's UUID of its GPU's and its instances. */
static void old_uuid(struct gpu *gpu, nvmlDevice_t mig, char *ret_uuid, size_t size)
{
	snprintf(ret_uuid, size, "MIG-%s/%u/%u", gpu_value(gpu, VALUE_UUID)->text,
		 mig_instance_id(mig, "nvmlDeviceGetGpuInstanceId"),
		 mig_instance_id(mig, "nvmlDeviceGetComputeInstanceId"));
}

static void mig_line(struct gpu *gpu, nvmlDevice_t mig, unsigned int index, bool old)
{
	nvmlReturn_t (*text)(nvmlDevice_t, char *, unsigned int) =
	    library_symbol("nvmlDeviceGetUUID");
	nvmlReturn_t (*name_of)(nvmlDevice_t, char *, unsigned int) =
	    library_symbol("nvmlDeviceGetName");
	char uuid[128] = "N/A";
	char name[96] = "";
	const char *profile;

	if (old)
		old_uuid(gpu, mig, uuid, sizeof(uuid));
	else if (text)
		text(mig, uuid, 96);
	if (name_of)
		name_of(mig, name, sizeof(name));
	text_tame(uuid, sizeof(uuid));
	text_tame(name, sizeof(name));
	/* "NVIDIA A100-SXM4-40GB MIG 3g.20gb" */
	profile = strstr(name, " MIG ");
	out(old ? "  MIG %s Device %u: (UUID: %s)\n" : "  MIG %-11s Device %2u: (UUID: %s)\n",
	    profile ? profile + 5 : name, index, uuid);
}

static void mig_lines(struct machine *machine, struct gpu *gpu)
{
	unsigned int capacity = mig_capacity(gpu);
	unsigned int shown = 0;
	nvmlDevice_t mig;
	bool old = machine_versions(machine) == NVML_SUCCESS && machine->branch < 470;

	for (unsigned int i = 0; i < capacity; i++) {
		if (mig_handle(gpu, i, &mig))
			mig_line(gpu, mig, shown++, old);
	}
}

/* Without a name, NVIDIA's tool ends there; ours goes on. */
static void failing_line(struct gpu *gpu, const struct value *name, nvmlReturn_t status)
{
	const struct value *bus = gpu_value(gpu, VALUE_BUS_ID);

	out("GPU %u: %s%s[%s]%s%s%s\n", gpu->index, name->text ? name->text : "",
	    name->text ? " " : "", library_error(status), bus->text ? " (PCI: " : "",
	    bus->text ? bus->text : "", bus->text ? ")" : "");
}

int list_gpu(struct gpu *gpu)
{
	const struct value *name = gpu_value(gpu, VALUE_NAME);
	const struct value *uuid = gpu_value(gpu, VALUE_UUID);
	bool unnamed = name->status != NVML_SUCCESS;

	if (!unnamed && uuid->status == NVML_SUCCESS) {
		out("GPU %u: %s (UUID: %s)\n", gpu->index, name->text, uuid->text);
		return 0;
	}
	if (settings.native) {
		failing_line(gpu, name, unnamed ? name->status : uuid->status);
		return 0;
	}
	return unnamed ? refuse("product name", gpu, name->status)
		       : refuse("unique identifier", gpu, uuid->status);
}

/* NVIDIA's tool ends at the first that it cannot open. */
static unsigned int end_of_list(struct machine *machine)
{
	for (unsigned int i = 0; i < machine->refusal_count; i++) {
		if (start_reports(machine, &machine->refusals[i], true))
			return machine->refusals[i].index;
	}
	return UINT_MAX;
}

int list_print(struct machine *machine)
{
	unsigned int end = end_of_list(machine);

	if (machine->gpu_count == 0 && machine->refusal_count == 0) {
		out("No devices found.\n");
		return 0;
	}
	for (unsigned int i = 0; i < machine->gpu_count && machine->gpus[i]->index < end; i++) {
		struct gpu *gpu = machine->gpus[i];
		int status = list_gpu(gpu);

		if (status)
			return status;
		if (mig_is_on(gpu))
			mig_lines(machine, gpu);
	}
	return 0;
}
