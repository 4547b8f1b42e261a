/* SPDX-License-Identifier: MIT */
/* nvsmi drain: takes one GPU, named by its address, out of service and back. */

#include "arguments.h"
#include "commands.h"
#include "nvsmi.h"
#include "settings.h"
#include "start.h"

#include <stdio.h>
#include <string.h>

#define EXIT_ARGUMENT 2
#define EXIT_OPTION 255

enum { DRAIN_HELP, DRAIN_PCI, DRAIN_MODIFY, DRAIN_QUERY, DRAIN_REMOVE, DRAIN_DISCOVER };

static const struct argument known[] = {
    {"-h", "--help", DRAIN_HELP, TAKES_NOTHING},
    {"-p", "--pciid", DRAIN_PCI, TAKES_VALUE},
    {"-m", "--modify", DRAIN_MODIFY, TAKES_VALUE},
    {"-q", "--query", DRAIN_QUERY, TAKES_NOTHING},
    {"-r", "--remove", DRAIN_REMOVE, TAKES_NOTHING},
    {"-d", "--discover", DRAIN_DISCOVER, TAKES_NOTHING},
    {NULL, NULL, 0, TAKES_NOTHING},
};

struct drain {
	const char *address;
	const char *state; /* of -m */
	int action;        /* -1: none yet */
	bool twice;
};

static int print_help(void)
{
	out("nvsmi drain -p ADDRESS ACTION: one GPU out of service, and back\n\n"
	    "  -p, --pciid=ADDRESS  the GPU: [domain]:[bus]:[device].[function]\n"
	    "  -m, --modify=0|1     1: no new client may use it, 0: everyone may again\n"
	    "  -q, --query          whether it is so\n"
	    "  -r, --remove         take it off the bus\n"
	    "  -d, --discover       look for what was taken off that bus\n"
	    "  -h, --help           this text\n");
	return 0;
}

static int complain_use(const char *text)
{
	complain("%s Please run 'nvidia-smi drain -h' for help.\n", text);
	return EXIT_ARGUMENT;
}

static void take(struct drain *drain, int id, const char *value)
{
	if (id == DRAIN_PCI) {
		drain->address = value;
		return;
	}
	drain->twice = drain->action >= 0;
	drain->action = id;
	if (id == DRAIN_MODIFY)
		drain->state = value;
}

/* 0, or an exit status after it was said why. */
static int parse(int argc, char **argv, struct drain *ret_drain)
{
	struct arguments arguments = {known, argc, argv, 1};
	struct drain drain = {.action = -1};
	const char *name, *value;
	int id;

	while ((id = arguments_next(&arguments, &name, &value)) >= 0 && id != DRAIN_HELP)
		take(&drain, id, value);
	if (id == ARGUMENTS_UNKNOWN || id == ARGUMENTS_BARE) {
		complain("ERROR: Option %s is %s. Please run 'nvidia-smi drain -h' for help.\n\n",
			 name, id == ARGUMENTS_BARE ? "missing its value" : "not recognized");
		return EXIT_OPTION;
	}
	if (id == DRAIN_HELP)
		drain.action = DRAIN_HELP;
	else if (drain.twice)
		return complain_use("Invalid combination of input arguments.");
	else if (drain.action < 0)
		return complain_use("One of -m, -q, -r and -d is needed.");
	*ret_drain = drain;
	return 0;
}

static bool read_address(const char *text, nvmlPciInfo_t *ret_pci)
{
	nvmlPciInfo_t pci = {0};
	unsigned int function = 0;
	int used = 0;

	if (!text || sscanf(text, "%8x:%2x:%2x.%1x%n", &pci.domain, &pci.bus, &pci.device,
			    &function, &used) != 4)
		return false;
	if (text[used] || function > 7 || pci.device > 31)
		return false;
	snprintf(pci.busId, sizeof(pci.busId), "%08X:%02X:%02X.%X", pci.domain, pci.bus, pci.device,
		 function);
	*ret_pci = pci;
	return true;
}

static nvmlReturn_t call_pci(const char *symbol, nvmlPciInfo_t *pci)
{
	nvmlReturn_t (*function)(nvmlPciInfo_t *) = library_symbol(symbol);

	return function ? function(pci) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

static nvmlReturn_t query(nvmlPciInfo_t *pci)
{
	nvmlReturn_t (*function)(nvmlPciInfo_t *, nvmlEnableState_t *) =
	    library_symbol("nvmlDeviceQueryDrainState");
	nvmlEnableState_t state = NVML_FEATURE_DISABLED;
	nvmlReturn_t status = function ? function(pci, &state) : NVML_ERROR_FUNCTION_NOT_FOUND;

	if (status == NVML_SUCCESS)
		out("The current drain state of GPU %s is: %s.\n", pci->busId,
		    state == NVML_FEATURE_ENABLED ? "draining" : "not draining");
	return status;
}

static nvmlReturn_t modify(nvmlPciInfo_t *pci, bool draining)
{
	nvmlReturn_t (*function)(nvmlPciInfo_t *, nvmlEnableState_t) =
	    library_symbol("nvmlDeviceModifyDrainState");
	nvmlReturn_t status =
	    function ? function(pci, draining ? NVML_FEATURE_ENABLED : NVML_FEATURE_DISABLED)
		     : NVML_ERROR_FUNCTION_NOT_FOUND;

	if (status == NVML_SUCCESS)
		out("Successfully set GPU %s drain state to: %s.\n", pci->busId,
		    draining ? "draining" : "not draining");
	return status;
}

static nvmlReturn_t remove_gpu(nvmlPciInfo_t *pci)
{
	nvmlReturn_t (*function)(nvmlPciInfo_t *, nvmlDetachGpuState_t, nvmlPcieLinkState_t) =
	    library_symbol("nvmlDeviceRemoveGpu_v2");
	nvmlReturn_t status = function ? function(pci, NVML_DETACH_GPU_REMOVE, NVML_PCIE_LINK_KEEP)
				       : call_pci("nvmlDeviceRemoveGpu", pci);

	if (status == NVML_SUCCESS)
		out("Successfully removed GPU %s.\n", pci->busId);
	return status;
}

static nvmlReturn_t discover(nvmlPciInfo_t *pci)
{
	nvmlReturn_t status = call_pci("nvmlDeviceDiscoverGpus", pci);

	if (status == NVML_SUCCESS)
		out("Successfully looked for GPUs at %s.\n", pci->busId);
	return status;
}

static int act(const struct drain *drain, nvmlPciInfo_t *pci)
{
	static const char *const failures[] = {
	    [DRAIN_MODIFY] = "set the drain state of",
	    [DRAIN_QUERY] = "query the drain state of",
	    [DRAIN_REMOVE] = "remove",
	    [DRAIN_DISCOVER] = "discover",
	};
	nvmlReturn_t status;

	if (drain->action == DRAIN_MODIFY)
		status = modify(pci, *drain->state == '1');
	else if (drain->action == DRAIN_QUERY)
		status = query(pci);
	else if (drain->action == DRAIN_REMOVE)
		status = remove_gpu(pci);
	else
		status = discover(pci);
	if (status != NVML_SUCCESS)
		complain("Unable to %s GPU %s: %s\n", failures[drain->action], pci->busId,
			 library_error(status));
	return exit_status(status);
}

int command_drain(int argc, char **argv)
{
	static struct machine machine;
	struct drain drain;
	nvmlPciInfo_t pci;
	nvmlReturn_t status;
	int refused = parse(argc, argv, &drain);

	if (refused)
		return refused;
	if (drain.action == DRAIN_HELP)
		return print_help();
	if (!read_address(drain.address, &pci))
		return complain_use(drain.address ? "Invalid PCI address." : "-p is needed.");
	if (drain.state && strcmp(drain.state, "0") != 0 && strcmp(drain.state, "1") != 0)
		return complain_use("Invalid drain state.");
	if (!library_open(settings.argv))
		return start_fail_without_library();
	/* A GPU that is out of service is not among those that the library counts. */
	status = machine_open(&machine);
	return status == NVML_SUCCESS ? act(&drain, &pci)
				      : start_fail(&machine, status, COMMAND_TABLE);
}
