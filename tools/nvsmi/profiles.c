/* SPDX-License-Identifier: MIT */
/* nvsmi power-profiles: workload power profiles, which NVIDIA's library alone knows today. */

#include "arguments.h"
#include "commands.h"
#include "start.h"
#include "subcommand.h"

#include <stdio.h>
#include <string.h>

static const char *profile_name(unsigned int id)
{
	static const char *const names[] = {
	    [NVML_POWER_PROFILE_MAX_P] = "Max-P",
	    [NVML_POWER_PROFILE_MAX_Q] = "Max-Q",
	    [NVML_POWER_PROFILE_COMPUTE] = "Compute",
	    [NVML_POWER_PROFILE_MEMORY_BOUND] = "Memory Bound",
	    [NVML_POWER_PROFILE_NETWORK] = "Network",
	    [NVML_POWER_PROFILE_BALANCED] = "Balanced",
	    [NVML_POWER_PROFILE_LLM_INFERENCE] = "LLM Inference",
	    [NVML_POWER_PROFILE_LLM_TRAINING] = "LLM Training",
	    [NVML_POWER_PROFILE_RBM] = "RBM",
	    [NVML_POWER_PROFILE_DCPCIE] = "DCPCIE",
	    [NVML_POWER_PROFILE_HMMA_SPARSE] = "HMMA Sparse",
	    [NVML_POWER_PROFILE_HMMA_DENSE] = "HMMA Dense",
	    [NVML_POWER_PROFILE_SYNC_BALANCED] = "Sync Balanced",
	    [NVML_POWER_PROFILE_HPC] = "HPC",
	    [NVML_POWER_PROFILE_MIG] = "MIG",
	};

	return id < sizeof(names) / sizeof(names[0]) ? names[id] : "Unknown";
}

#define MASK_BITS 255

/* How many were listed. */
static unsigned int print_mask(const nvmlMask255_t *mask, const char *indent)
{
	unsigned int count = 0;

	for (unsigned int id = 0; id < MASK_BITS; id++) {
		if (!NVML_255_MASK_BIT_GET_PTR(id, mask))
			continue;
		out("%s%u. %s\n", indent, id, profile_name(id));
		count++;
	}
	return count;
}

static int fail(nvmlReturn_t status)
{
	if (status == NVML_ERROR_NOT_SUPPORTED)
		complain("Workload Power Profiles feature is not supported on this device.\n");
	else
		complain("Unable to get Workload Power Profiles information: %s\n",
			 library_error(status));
	return exit_status(status);
}

static int print_all(struct gpu *gpu, bool in_detail)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlWorkloadPowerProfileProfilesInfo_t *) =
	    library_symbol("nvmlDeviceWorkloadPowerProfileGetProfilesInfo");
	static nvmlWorkloadPowerProfileProfilesInfo_t info;
	nvmlReturn_t status;

	memset(&info, 0, sizeof(info));
	info.version = nvmlWorkloadPowerProfileProfilesInfo_v1;
	status = function ? function(gpu_device(gpu), &info) : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (status != NVML_SUCCESS)
		return fail(status);
	for (unsigned int id = 0; id < NVML_WORKLOAD_POWER_MAX_PROFILES; id++) {
		if (!NVML_255_MASK_BIT_GET(id, info.perfProfilesMask))
			continue;
		out("%u. %s\n", id, profile_name(id));
		if (!in_detail)
			continue;
		out("\tPriority: %u\n\tConflicts with:\n", info.perfProfile[id].priority);
		print_mask(&info.perfProfile[id].conflictingMask, "\t\t");
	}
	return 0;
}

static int print_current(struct gpu *gpu, bool requested)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlWorkloadPowerProfileCurrentProfiles_t *) =
	    library_symbol("nvmlDeviceWorkloadPowerProfileGetCurrentProfiles");
	nvmlWorkloadPowerProfileCurrentProfiles_t current;
	nvmlReturn_t status;

	memset(&current, 0, sizeof(current));
	current.version = nvmlWorkloadPowerProfileCurrentProfiles_v1;
	status = function ? function(gpu_device(gpu), &current) : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (status != NVML_SUCCESS)
		return fail(status);
	if (!print_mask(requested ? &current.requestedProfilesMask : &current.enforcedProfilesMask,
			""))
		out("No profiles are currently %s.\n", requested ? "requested" : "engaged");
	return 0;
}

enum {
	OPTION_NONE,
	OPTION_HELP,
	OPTION_ID,
	OPTION_LIST,
	OPTION_DETAIL,
	OPTION_REQUESTED,
	OPTION_ENFORCED,
};

static const struct argument known[] = {
    {"-h", "--help", OPTION_HELP, TAKES_NOTHING},
    {"-i", "--id", OPTION_ID, TAKES_VALUE, VALUES_GPUS},
    {"-l", "--list", OPTION_LIST, TAKES_NOTHING},
    {"-ld", "--list-detailed", OPTION_DETAIL, TAKES_NOTHING},
    {"-gr", "--get-requested", OPTION_REQUESTED, TAKES_NOTHING},
    {"-ge", "--get-enforced", OPTION_ENFORCED, TAKES_NOTHING},
    {NULL, NULL, 0, TAKES_NOTHING},
};

static void print_help(void)
{
	out("nvsmi power-profiles: which loads a GPU's power can be tuned for.\n"
	    "\n"
	    "  -l,  --list           profiles\n"
	    "  -ld, --list-detailed  and their priorities, and which exclude each other\n"
	    "  -gr, --get-requested  those that were asked for\n"
	    "  -ge, --get-enforced   those in force\n"
	    "  -i,  --id ID,...      GPUs: index, UUID, PCI bus id or serial\n");
}

static int run(struct gpu *gpu, int action)
{
	if (gpu->refused != NVML_SUCCESS)
		return subcommand_fail("Unable to get Workload Power Profiles information", gpu,
				       gpu->refused);
	if (action == OPTION_REQUESTED || action == OPTION_ENFORCED)
		return print_current(gpu, action == OPTION_REQUESTED);
	return print_all(gpu, action == OPTION_DETAIL);
}

int command_power_profiles(int argc, char **argv)
{
	static struct machine machine;
	struct arguments arguments = arguments_of(known, argc, argv);
	const char *ids = NULL;
	int action = OPTION_NONE;
	int status;

	while (arguments_next(&arguments)) {
		if (arguments.id == OPTION_ID)
			ids = arguments.value;
		else if (action != OPTION_HELP)
			action = arguments.id;
	}
	status = subcommand_end(&arguments, print_help);
	if (status)
		return status;
	if (action == OPTION_NONE || action == OPTION_HELP) {
		print_help();
		return 0;
	}
	status = start_machine(&machine, ids);
	if (status)
		return status;
	for (unsigned int i = 0; i < machine.gpu_count; i++) {
		if (!subcommand_goes_on(machine.gpus[i], run(machine.gpus[i], action), &status))
			break;
	}
	return status;
}
