/* SPDX-License-Identifier: MIT */
/* nvsmi drain: takes a GPU out of service, and asks whether it is. */

#include "arguments.h"
#include "commands.h"
#include "nvsmi.h"
#include "start.h"
#include "subcommand.h"

#include <stdio.h>
#include <string.h>

enum { OPTION_NONE, OPTION_HELP, OPTION_ADDRESS, OPTION_QUERY, OPTION_MODIFY, OPTION_REMOVE };

static const struct argument known[] = {
    {"-h", "--help", OPTION_HELP, TAKES_NOTHING},
    {"-p", "--pciid", OPTION_ADDRESS, TAKES_VALUE},
    {"-q", "--query", OPTION_QUERY, TAKES_NOTHING},
    {"-m", "--modify", OPTION_MODIFY, TAKES_VALUE, "0 1"},
    {"-r", "--remove", OPTION_REMOVE, TAKES_NOTHING},
    {NULL, NULL, 0, TAKES_NOTHING},
};

static void print_help(void)
{
	out("nvsmi drain: takes a GPU out of service. Only -q needs no root.\n"
	    "\n"
	    "  -p, --pciid BUS_ID  the GPU, as 0000:41:00.0; always needed\n"
	    "  -q, --query         whether it takes new clients\n"
	    "  -m, --modify 0|1    lets new clients in, or keeps them away\n"
	    "  -r, --remove        takes it off the bus, while nobody uses it\n");
}

struct drain_options {
	const char *address;
	const char *state;
	int action;
};

/* 0, or an exit status after the message was printed. */
static int parse(int argc, char **argv, struct drain_options *options)
{
	struct arguments arguments = arguments_of(known, argc, argv);

	while (arguments_next(&arguments)) {
		if (arguments.id == OPTION_ADDRESS) {
			options->address = arguments.value;
			continue;
		}
		if (options->action != OPTION_NONE)
			return subcommand_refuse_combination("drain");
		options->action = arguments.id;
		if (arguments.id == OPTION_MODIFY)
			options->state = arguments.value;
	}
	return subcommand_end(&arguments, print_help);
}

/* Bus and device, with a domain before or without; the function is 0. False: no such thing. */
static bool read_address(const char *text, nvmlPciInfo_t *ret_pci)
{
	unsigned int part[4] = {0};
	int used = 0;

	if (sscanf(text, "%x:%x:%x.%x%n", &part[0], &part[1], &part[2], &part[3], &used) != 4) {
		part[0] = 0;
		used = 0;
		if (sscanf(text, "%x:%x.%x%n", &part[1], &part[2], &part[3], &used) != 3)
			return false;
	}
	if (text[used] || part[1] > 0xff || part[2] > 0x1f || part[3])
		return false;
	memset(ret_pci, 0, sizeof(*ret_pci));
	ret_pci->domain = part[0];
	ret_pci->bus = part[1];
	ret_pci->device = part[2];
	snprintf(ret_pci->busId, sizeof(ret_pci->busId), "%08X:%02X:%02X.0", part[0], part[1],
		 part[2]);
	return true;
}

static const char *state_name(nvmlEnableState_t state)
{
	return state == NVML_FEATURE_ENABLED ? "draining" : "not draining";
}

static int query(nvmlPciInfo_t *pci)
{
	nvmlReturn_t (*function)(nvmlPciInfo_t *, nvmlEnableState_t *) =
	    library_symbol("nvmlDeviceQueryDrainState");
	nvmlEnableState_t state = NVML_FEATURE_DISABLED;
	nvmlReturn_t status = function ? function(pci, &state) : NVML_ERROR_FUNCTION_NOT_FOUND;

	text_tame(pci->busId, sizeof(pci->busId));
	if (status == NVML_SUCCESS)
		out("The current drain state of GPU %s is: %s.\n", pci->busId, state_name(state));
	else
		complain("Failed to query drain state of GPU %s: %s\n", pci->busId,
			 library_error(status));
	return exit_status(status);
}

static int modify(nvmlPciInfo_t *pci, const char *wanted)
{
	nvmlReturn_t (*function)(nvmlPciInfo_t *, nvmlEnableState_t) =
	    library_change("nvmlDeviceModifyDrainState");
	nvmlEnableState_t state = wanted[0] == '1' ? NVML_FEATURE_ENABLED : NVML_FEATURE_DISABLED;
	nvmlReturn_t status;

	if (strcmp(wanted, "0") != 0 && strcmp(wanted, "1") != 0)
		return subcommand_refuse_combination("drain");
	status = function ? function(pci, state) : NVML_ERROR_FUNCTION_NOT_FOUND;
	text_tame(pci->busId, sizeof(pci->busId));
	if (status == NVML_SUCCESS)
		out("Successfully set GPU %s drain state to: %s.\n", pci->busId, state_name(state));
	else
		complain("Failed to set GPU %s drain state to: %s: %s\n", pci->busId,
			 state_name(state), library_error(status));
	return exit_status(status);
}

static int take_off(nvmlPciInfo_t *pci)
{
	nvmlReturn_t (*function)(nvmlPciInfo_t *, nvmlDetachGpuState_t, nvmlPcieLinkState_t) =
	    library_change("nvmlDeviceRemoveGpu_v2");
	nvmlReturn_t status = function ? function(pci, NVML_DETACH_GPU_REMOVE, NVML_PCIE_LINK_KEEP)
				       : NVML_ERROR_FUNCTION_NOT_FOUND;

	text_tame(pci->busId, sizeof(pci->busId));
	if (status == NVML_SUCCESS)
		out("Successfully removed GPU %s.\n", pci->busId);
	else
		complain("Failed to remove GPU %s: %s\n", pci->busId, library_error(status));
	return exit_status(status);
}

/* A drained GPU is listed no more, so GPUs are not looked at. */
static int run(const struct drain_options *options)
{
	static struct machine machine;
	nvmlPciInfo_t pci;
	nvmlReturn_t status;

	if (!read_address(options->address, &pci)) {
		complain("Invalid PCI bus id: %s\n", options->address);
		return NVML_ERROR_INVALID_ARGUMENT;
	}
	int refused = start_library();

	if (refused)
		return refused;
	status = machine_open(&machine);
	if (status != NVML_SUCCESS)
		return start_fail(&machine, status, COMMAND_TABLE);
	if (options->action == OPTION_QUERY)
		return query(&pci);
	return options->action == OPTION_MODIFY ? modify(&pci, options->state) : take_off(&pci);
}

int command_drain(int argc, char **argv)
{
	struct drain_options options = {.action = OPTION_NONE};
	int status = parse(argc, argv, &options);

	if (status)
		return status;
	if (argc == 1 || options.action == OPTION_HELP) {
		print_help();
		return 0;
	}
	if (options.action == OPTION_NONE || !options.address)
		return subcommand_refuse_combination("drain");
	return run(&options);
}
