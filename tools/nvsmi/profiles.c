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

	return id < COUNT_OF(names) ? names[id] : "Unknown";
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

static nvmlReturn_t ask_profiles(struct gpu *gpu, nvmlWorkloadPowerProfileProfilesInfo_t *ret_info)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlWorkloadPowerProfileProfilesInfo_t *) =
	    library_symbol("nvmlDeviceWorkloadPowerProfileGetProfilesInfo");

	memset(ret_info, 0, sizeof(*ret_info));
	ret_info->version = nvmlWorkloadPowerProfileProfilesInfo_v1;
	return function ? function(gpu_device(gpu), ret_info) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

static int print_all(struct gpu *gpu, bool in_detail)
{
	static nvmlWorkloadPowerProfileProfilesInfo_t info;
	nvmlReturn_t status = ask_profiles(gpu, &info);

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
	nvmlMask255_t mask;
	nvmlReturn_t status = list_power_profiles(gpu, requested, &mask);

	if (status != NVML_SUCCESS)
		return fail(status);
	if (!print_mask(&mask, ""))
		out("No profiles are currently %s.\n", requested ? "requested" : "engaged");
	return 0;
}

/* In the order in which they are done, whatever the order on the command line. */
enum {
	OPTION_LIST,
	OPTION_DETAIL,
	OPTION_REQUESTED,
	OPTION_SET,
	OPTION_CLEAR,
	OPTION_OVERWRITE,
	OPTION_ENFORCED,
	OPTION_ID, /* those before are actions */
};
#define ACTIONS OPTION_ID

static const struct argument known[] = {
    {"-h", "--help", ARGUMENTS_HELP, TAKES_NOTHING},
    {"-i", "--id", OPTION_ID, TAKES_VALUE, VALUES_GPUS},
    {"-l", "--list", OPTION_LIST, TAKES_NOTHING},
    {"-ld", "--list-detailed", OPTION_DETAIL, TAKES_NOTHING},
    {"-gr", "--get-requested", OPTION_REQUESTED, TAKES_NOTHING},
    {"-ge", "--get-enforced", OPTION_ENFORCED, TAKES_NOTHING},
    {"-sr", "--set-requested", OPTION_SET, TAKES_VALUE},
    {"-cr", "--clear-requested", OPTION_CLEAR, TAKES_VALUE},
    {"-or", "--overwrite-requested", OPTION_OVERWRITE, TAKES_VALUE},
    {NULL, NULL, 0, TAKES_NOTHING},
};

static void print_help(void)
{
	out("nvsmi power-profiles: which loads a GPU's power can be tuned for.\n"
	    "\n"
	    "  -l,  --list                        profiles\n"
	    "  -ld, --list-detailed               and their priorities, and which exclude\n"
	    "                                     each other\n"
	    "  -gr, --get-requested               those that were asked for\n"
	    "  -sr, --set-requested=NUMBER,...    ask for these too; needs root, as -cr, -or\n"
	    "  -cr, --clear-requested=NUMBER,...  ask for these no more\n"
	    "  -or, --overwrite-requested=NUMBER,...\n"
	    "                                     ask for these and no others\n"
	    "  -ge, --get-enforced                those in force\n"
	    "  -i,  --id=ID,...                   GPUs: index, UUID, PCI bus id or serial\n"
	    "  -h,  --help                        this text\n");
}

/* "6,13": profiles that this GPU has. 0, or an exit status after one was refused. */
static int read_mask(struct gpu *gpu, const char *words, nvmlMask255_t *ret_mask)
{
	static nvmlWorkloadPowerProfileProfilesInfo_t info;
	nvmlReturn_t status = ask_profiles(gpu, &info);

	if (status != NVML_SUCCESS)
		return fail(status);
	memset(ret_mask, 0, sizeof(*ret_mask));
	for (;; words++) {
		size_t length = strcspn(words, ",");
		unsigned int id;

		if (length == 0 || !text_is_number(words, length, MASK_BITS - 1, &id) ||
		    !NVML_255_MASK_BIT_GET(id, info.perfProfilesMask)) {
			complain("Power Profile: %.*s is not a supported profile number.\n",
				 (int)length, words);
			return EXIT_ARGUMENT;
		}
		NVML_255_MASK_BIT_SET_PTR(id, ret_mask);
		words += length;
		if (!*words)
			return 0;
	}
}

static nvmlReturn_t overwrite(struct gpu *gpu, const nvmlMask255_t *mask)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlWorkloadPowerProfileUpdateProfiles_v1_t *) =
	    library_change("nvmlDeviceWorkloadPowerProfileUpdateProfiles_v1");
	nvmlWorkloadPowerProfileUpdateProfiles_v1_t update = {
	    .operation = NVML_POWER_PROFILE_OPERATION_SET_AND_OVERWRITE,
	    .updateProfilesMask = *mask,
	};

	return function ? function(gpu_device(gpu), &update) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

static nvmlReturn_t add_or_clear(struct gpu *gpu, const nvmlMask255_t *mask, bool clear)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlWorkloadPowerProfileRequestedProfiles_t *) =
	    clear ? library_change("nvmlDeviceWorkloadPowerProfileClearRequestedProfiles")
		  : library_change("nvmlDeviceWorkloadPowerProfileSetRequestedProfiles");
	nvmlWorkloadPowerProfileRequestedProfiles_t requested = {
	    .version = nvmlWorkloadPowerProfileRequestedProfiles_v1,
	    .requestedProfilesMask = *mask,
	};

	return function ? function(gpu_device(gpu), &requested) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

static int change(struct gpu *gpu, int action, const char *words)
{
	const char *verb = action == OPTION_CLEAR ? "clear" : "set";
	nvmlMask255_t mask;
	nvmlReturn_t status;
	int refused = read_mask(gpu, words, &mask);

	if (refused)
		return refused;
	status = action == OPTION_OVERWRITE ? overwrite(gpu, &mask)
					    : add_or_clear(gpu, &mask, action == OPTION_CLEAR);
	if (status == NVML_SUCCESS)
		out("Successfully %s the requested profiles.\n",
		    action == OPTION_CLEAR ? "cleared" : verb);
	else if (status == NVML_ERROR_NOT_SUPPORTED)
		return fail(status);
	else
		complain("Unable to %s the requested profiles: %s\n", verb, library_error(status));
	return exit_status(status);
}

static int run(struct gpu *gpu, const char *const values[ACTIONS])
{
	int status = 0;

	if (gpu->refused != NVML_SUCCESS)
		return subcommand_fail("Unable to get Workload Power Profiles information", gpu,
				       gpu->refused);
	for (int action = 0; action < ACTIONS && !status; action++) {
		if (!values[action])
			continue;
		if (action == OPTION_LIST || action == OPTION_DETAIL)
			status = print_all(gpu, action == OPTION_DETAIL);
		else if (action == OPTION_REQUESTED || action == OPTION_ENFORCED)
			status = print_current(gpu, action == OPTION_REQUESTED);
		else
			status = change(gpu, action, values[action]);
	}
	return status;
}

int command_power_profiles(int argc, char **argv)
{
	static struct machine machine;
	struct arguments arguments = arguments_of(known, argc, argv);
	const char *values[ACTIONS] = {NULL};
	const char *ids = NULL;
	bool any = false;
	int status;

	while (arguments_next(&arguments)) {
		if (arguments.id == OPTION_ID) {
			ids = arguments.value;
			continue;
		}
		any = true;
		values[arguments.id] = arguments.value ? arguments.value : "";
	}
	status = subcommand_end(&arguments, print_help);
	if (status)
		return status;
	if (!any) {
		print_help();
		return 0;
	}
	machine.changes = values[OPTION_SET] || values[OPTION_CLEAR] || values[OPTION_OVERWRITE];
	status = start_machine(&machine, ids);
	if (status)
		return status;
	for (unsigned int i = 0; i < machine.gpu_count; i++) {
		if (!subcommand_goes_on(machine.gpus[i], run(machine.gpus[i], values), &status))
			break;
	}
	return status;
}
