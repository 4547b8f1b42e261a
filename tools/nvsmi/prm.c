/* SPDX-License-Identifier: MIT */
/* nvsmi prm: counters of the NVLink port registers. Whole registers need layouts that nobody
 * published. */

#include "commands.h"
#include "subcommand.h"

#include <inttypes.h>
#include <string.h>

static const struct {
	const char *name;
	nvmlPRMCounterId_t id;
	const char *description;
} counters[] = {
    {"link_down_events", NVML_PRM_COUNTER_ID_PPCNT_PHYSICAL_LAYER_CTRS_LINK_DOWN_EVENTS,
     "PPCNT.(physical_layer_counters).link_down_events"},
    {"oper_recovery", NVML_PRM_COUNTER_ID_PPRM_OPER_RECOVERY, "PPRM.oper_recovery"},
    {"plr_rcv_code_err", NVML_PRM_COUNTER_ID_PPCNT_PLR_RCV_CODE_ERR,
     "PPCNT.(plr_counters_group).plr_rcv_code_err"},
    {"plr_rcv_codes", NVML_PRM_COUNTER_ID_PPCNT_PLR_RCV_CODES,
     "PPCNT.(plr_counters_group).plr_rcv_codes"},
    {"plr_rcv_uncorrectable_code", NVML_PRM_COUNTER_ID_PPCNT_PLR_RCV_UNCORRECTABLE_CODE,
     "PPCNT.(plr_counters_group).plr_rcv_uncorrectable_code"},
    {"plr_retry_codes", NVML_PRM_COUNTER_ID_PPCNT_PLR_XMIT_RETRY_CODES,
     "PPCNT.(plr_counters_group).plr_retry_codes"},
    {"plr_sync_events", NVML_PRM_COUNTER_ID_PPCNT_PLR_SYNC_EVENTS,
     "PPCNT.(plr_counters_group).plr_sync_events"},
    {"plr_xmit_codes", NVML_PRM_COUNTER_ID_PPCNT_PLR_XMIT_CODES,
     "PPCNT.(plr_counters_group).plr_xmit_codes"},
    {"plr_xmit_retry_events", NVML_PRM_COUNTER_ID_PPCNT_PLR_XMIT_RETRY_EVENTS,
     "PPCNT.(plr_counters_group).plr_xmit_retry_events"},
    {"port_xmit_wait", NVML_PRM_COUNTER_ID_PPCNT_PORTCOUNTERS_PORT_XMIT_WAIT,
     "PPCNT.(portcounters_attribute_group).port_xmit_wait"},
    {"successful_recovery_events",
     NVML_PRM_COUNTER_ID_PPCNT_PHYSICAL_LAYER_CTRS_SUCCESSFUL_RECOVERY_EVENTS,
     "PPCNT.(physical_layer_counters).successful_recovery_events"},
    {"time_between_last_2_recoveries",
     NVML_PRM_COUNTER_ID_PPCNT_RECOVERY_CTRS_TIME_BETWEEN_LAST_TWO_RECOVERIES,
     "PPCNT.(recovery_counters).time_between_last_2_recoveries"},
    {"time_since_last_recovery", NVML_PRM_COUNTER_ID_PPCNT_RECOVERY_CTRS_TIME_SINCE_LAST_RECOVERY,
     "PPCNT.(recovery_counters).time_since_last_recovery"},
    {"total_successful_recovery_events",
     NVML_PRM_COUNTER_ID_PPCNT_RECOVERY_CTRS_TOTAL_SUCCESSFUL_RECOVERY_EVENTS,
     "PPCNT.(recovery_counters).total_successful_recovery_events"},
};

#define COUNTERS COUNT_OF(counters)

enum prm_option { PRM_ID, PRM_LIST, PRM_COUNTER, PRM_PARAMS };

static const struct argument known[] = {
    {"-h", "--help", ARGUMENTS_HELP, TAKES_NOTHING},
    {"-i", "--index", PRM_ID, TAKES_VALUE, VALUES_GPUS},
    {"-l", "--list", PRM_LIST, TAKES_NOTHING},
    {"-c", "--counter", PRM_COUNTER, TAKES_VALUE},
    {"-p", "--params", PRM_PARAMS, TAKES_VALUE},
    {0},
};

static void print_help(void)
{
	out("nvsmi prm: counters of the NVLink port registers, from Blackwell on\n\n"
	    "  -l, --list                    counters by name\n"
	    "  -c, --counter=NAME            read this one\n"
	    "  -p, --params=local_port=N     of this port\n"
	    "  -i, --index=ID                of this GPU: index, UUID, bus id or serial\n"
	    "  -h, --help                    this text\n");
}

static int print_list(void)
{
	out("Supported PRM counters:\n%-34s%s\n", "CLI name", "Description");
	for (size_t i = 0; i < COUNTERS; i++)
		out("%-34s%s\n", counters[i].name, counters[i].description);
	return 0;
}

static uint64_t value_number(const nvmlPRMCounterValue_v1_t *value)
{
	return value->outputType == NVML_VALUE_TYPE_UNSIGNED_INT ? value->outputValue.uiVal
								 : value->outputValue.ullVal;
}

static int print_counter(struct gpu *gpu, size_t index, unsigned int port)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPRMCounterList_v1_t *) =
	    library_symbol("nvmlDeviceReadPRMCounters_v1");
	nvmlPRMCounter_v1_t counter = {.counterId = counters[index].id, .inData = {port}};
	nvmlPRMCounterList_v1_t list = {1, &counter};
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (function)
		status = function(gpu_device(gpu), &list);
	if (status == NVML_SUCCESS)
		status = counter.counterValue.status;
	if (status != NVML_SUCCESS)
		return subcommand_fail("Unable to read the counter", gpu, status);
	out("%s ==> 0x%" PRIx64 "\n", counters[index].name, value_number(&counter.counterValue));
	return 0;
}

/* -1: there is none of this name. */
static int find_counter(const char *name)
{
	for (size_t i = 0; i < COUNTERS; i++) {
		if (!strcmp(name, counters[i].name))
			return (int)i;
	}
	return -1;
}

static bool parse_port(const char *params, unsigned int *ret_port)
{
	static const char key[] = "local_port=";

	*ret_port = 1;
	return !params || (!strncmp(params, key, sizeof(key) - 1) &&
			   arguments_number(params + sizeof(key) - 1, 0xffff, ret_port));
}

static int run(const char *ids, const char *name, const char *params)
{
	static struct machine machine;
	int index = find_counter(name);
	unsigned int port;
	int status;

	if (index < 0 || !parse_port(params, &port)) {
		complain("Invalid %s: %s\n", index < 0 ? "counter" : "parameters",
			 index < 0 ? name : params);
		return EXIT_ARGUMENT;
	}
	status = start_machine(&machine, ids);
	for (unsigned int i = 0; i < machine.gpu_count && !status; i++)
		status = print_counter(machine.gpus[i], (size_t)index, port);
	return status;
}

int command_prm(int argc, char **argv)
{
	struct arguments arguments = arguments_of(known, argc, argv);
	const char *values[PRM_PARAMS + 1] = {NULL};
	int status;

	while (arguments_next(&arguments)) {
		if (arguments.id == PRM_LIST)
			return print_list();
		values[arguments.id] = arguments.value;
	}
	status = subcommand_end(&arguments, print_help);
	if (status)
		return status;
	if (values[PRM_COUNTER])
		return run(values[PRM_ID], values[PRM_COUNTER], values[PRM_PARAMS]);
	print_help();
	return EXIT_OPTION;
}
