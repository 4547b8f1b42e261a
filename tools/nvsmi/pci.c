/* SPDX-License-Identifier: MIT */
/* nvsmi pci: counters of the PCIe link. */

#include "commands.h"
#include "subcommand.h"

#include <inttypes.h>
#include <stdio.h>

struct counter {
	const char *name;
	unsigned int field;
};

static const struct counter errors[] = {
    {"REPLAY_COUNTER", NVML_FI_DEV_PCIE_REPLAY_COUNTER},
    {"REPLAY_ROLLOVER_COUNTER", NVML_FI_DEV_PCIE_REPLAY_ROLLOVER_COUNTER},
    {"L0_TO_RECOVERY_COUNTER", NVML_FI_DEV_PCIE_L0_TO_RECOVERY_COUNTER},
    {"CORRECTABLE_ERRORS", NVML_FI_DEV_PCIE_COUNT_CORRECTABLE_ERRORS},
    {"NAKS_RECEIVED", NVML_FI_DEV_PCIE_COUNT_NAKS_RECEIVED},
    {"RECEIVER_ERROR", NVML_FI_DEV_PCIE_COUNT_RECEIVER_ERROR},
    {"BAD_TLP", NVML_FI_DEV_PCIE_COUNT_BAD_TLP},
    {"NAKS_SENT", NVML_FI_DEV_PCIE_COUNT_NAKS_SENT},
    {"BAD_DLLP", NVML_FI_DEV_PCIE_COUNT_BAD_DLLP},
    {"NON_FATAL_ERROR", NVML_FI_DEV_PCIE_COUNT_NON_FATAL_ERROR},
    {"FATAL_ERROR", NVML_FI_DEV_PCIE_COUNT_FATAL_ERROR},
    {"UNSUPPORTED_REQ", NVML_FI_DEV_PCIE_COUNT_UNSUPPORTED_REQ},
    {"LCRC_ERROR", NVML_FI_DEV_PCIE_COUNT_LCRC_ERROR},
    {"LANE_ERROR", NVML_FI_DEV_PCIE_COUNT_LANE_ERROR},
};

static const struct counter bytes[] = {
    {"TX_BYTES", NVML_FI_DEV_PCIE_COUNT_TX_BYTES},
    {"RX_BYTES", NVML_FI_DEV_PCIE_COUNT_RX_BYTES},
};

static void print_help(void)
{
	out("nvsmi pci: counters of the PCIe link\n\n"
	    "  -gErrCnt, --getErrorCounters      errors and replays\n"
	    "  -gCnt, --getCounters              bytes sent and received\n"
	    "  -cErrCnt, --clearErrorCounters    errors back to 0\n"
	    "  -i, --id=ID,...                   only these GPUs: index, UUID,\n"
	    "                                    bus id or serial\n"
	    "  -h, --help                        this text\n");
}

static void print_counters(struct gpu *gpu, const struct counter *counters, size_t count)
{
	char name[48];

	for (size_t i = 0; i < count; i++) {
		int64_t number = 0;

		snprintf(name, sizeof(name), "%s:", counters[i].name);
		if (gpu_field(gpu, counters[i].field, 0, &number) == NVML_SUCCESS)
			out("    %-28s%" PRIu64 "\n", name, (uint64_t)number);
		else
			out("    %-28sN/A\n", name);
	}
}

static int print_errors(struct gpu *gpu, const char *value)
{
	(void)value;
	print_counters(gpu, errors, COUNT_OF(errors));
	return 0;
}

static int print_bytes(struct gpu *gpu, const char *value)
{
	(void)value;
	print_counters(gpu, bytes, COUNT_OF(bytes));
	return 0;
}

/* No public call clears them. */
static int clear_errors(struct gpu *gpu, const char *value)
{
	(void)value;
	return subcommand_fail("Unable to clear PCIe error counters", gpu,
			       NVML_ERROR_NOT_SUPPORTED);
}

int command_pci(int argc, char **argv)
{
	static const struct subcommand_view views[] = {
	    {"-gErrCnt", "--getErrorCounters", false, print_errors},
	    {"-gCnt", "--getCounters", false, print_bytes},
	    {"-cErrCnt", "--clearErrorCounters", false, clear_errors, NULL, true},
	    {0},
	};

	return subcommand_run(argc, argv, views, print_help, NULL, NULL);
}
