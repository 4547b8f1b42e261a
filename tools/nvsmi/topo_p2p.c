/* SPDX-License-Identifier: MIT */
/* What each GPU may do to each other one's memory. */

#include "topo.h"

#include <string.h>

static const char letters[] = "rwnap";

static const nvmlGpuP2PCapsIndex_t indices[] = {
    NVML_P2P_CAPS_INDEX_READ,    NVML_P2P_CAPS_INDEX_WRITE, NVML_P2P_CAPS_INDEX_NVLINK,
    NVML_P2P_CAPS_INDEX_ATOMICS, NVML_P2P_CAPS_INDEX_PROP,
};

static const char *status_name(nvmlGpuP2PStatus_t status)
{
	static const char *const names[] = {"OK", "CNS", "GNS", "TNS", "DR", "NS"};

	return (unsigned int)status < COUNT_OF(names) ? names[status] : "U";
}

nvmlReturn_t topo_p2p(struct gpu *from, struct gpu *to, nvmlGpuP2PCapsIndex_t index,
		      nvmlGpuP2PStatus_t *ret_status)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlDevice_t, nvmlGpuP2PCapsIndex_t,
				 nvmlGpuP2PStatus_t *) = library_symbol("nvmlDeviceGetP2PStatus");

	return function ? function(gpu_device(from), gpu_device(to), index, ret_status)
			: NVML_ERROR_FUNCTION_NOT_FOUND;
}

/* Of several capabilities the first that is not there. */
static const char *cell(struct gpu *from, struct gpu *to, const char *capabilities)
{
	nvmlGpuP2PStatus_t status = NVML_P2P_STATUS_OK;

	if (from == to)
		return "X";
	for (; *capabilities && status == NVML_P2P_STATUS_OK; capabilities++) {
		nvmlGpuP2PCapsIndex_t index = indices[strchr(letters, *capabilities) - letters];

		if (topo_p2p(from, to, index, &status) != NVML_SUCCESS)
			status = NVML_P2P_STATUS_UNKNOWN;
	}
	return status_name(status);
}

static void print_row(struct machine *machine, struct gpu *from, const char *capabilities)
{
	out(" GPU%u\t", from->index);
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		out("%s\t", cell(from, machine->gpus[i], capabilities));
	out("\n");
}

int topo_print_p2p(struct machine *machine, const char *capabilities)
{
	out(" \t\033[4m");
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		out("%sGPU%u", i ? "\t" : "", machine->gpus[i]->index);
	out("\033[0m\n");
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		print_row(machine, machine->gpus[i], capabilities);
	out("\nLegend:\n\n"
	    "  X    = Self\n"
	    "  OK   = Status Ok\n"
	    "  CNS  = Chipset not supported\n"
	    "  GNS  = GPU not supported\n"
	    "  TNS  = Topology not supported\n"
	    "  NS   = Not supported\n");
	if (machine->branch >= 610)
		out("  DR   = Disabled by regkey\n");
	out("  U    = Unknown\n");
	return 0;
}
