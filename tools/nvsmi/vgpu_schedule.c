/* SPDX-License-Identifier: MIT */
/* nvsmi vgpu -ss, -sc, -sl and set-scheduler-state: how vGPUs take turns on the engines. */

#include "vgpu_command.h"

#include "arguments.h"
#include "start.h"
#include "subcommand.h"

#include <limits.h>
#include <stdlib.h>

#define COLUMN 38

static const char *policy_name(unsigned int policy)
{
	switch (policy) {
	case NVML_VGPU_SCHEDULER_POLICY_BEST_EFFORT:
		return "Best Effort";
	case NVML_VGPU_SCHEDULER_POLICY_EQUAL_SHARE:
		return "Equal Share";
	case NVML_VGPU_SCHEDULER_POLICY_FIXED_SHARE:
		return "Fixed Share";
	default:
		return "Unknown";
	}
}

/* The same with each GPU, also after one that fails. */
static int with_each(struct machine *machine, nvmlReturn_t (*print)(struct machine *, struct gpu *))
{
	nvmlReturn_t failed = NVML_SUCCESS;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		nvmlReturn_t status;

		vgpu_gpu_line(machine->gpus[i]);
		status = print(machine, machine->gpus[i]);
		if (status == NVML_SUCCESS)
			continue;
		complain("    %s\n", library_error(status));
		failed = failed == NVML_SUCCESS ? status : failed;
	}
	return exit_status(failed);
}

static nvmlReturn_t print_capabilities(struct machine *machine, struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlVgpuSchedulerCapabilities_t *) =
	    library_symbol("nvmlDeviceGetVgpuSchedulerCapabilities");
	nvmlVgpuSchedulerCapabilities_t able;
	nvmlReturn_t status =
	    function ? function(gpu_device(gpu), &able) : NVML_ERROR_FUNCTION_NOT_FOUND;

	(void)machine;
	if (status != NVML_SUCCESS)
		return status;
	vgpu_heading(1, "vGPU scheduler capabilities");
	vgpu_heading(2, "Supported Policies");
	for (unsigned int i = 0; i < NVML_SUPPORTED_VGPU_SCHEDULER_POLICY_COUNT; i++) {
		if (able.supportedSchedulers[i] != NVML_VGPU_SCHEDULER_POLICY_UNKNOWN)
			out("            %s\n", policy_name(able.supportedSchedulers[i]));
	}
	vgpu_line(2, COLUMN, "ARR Mode", "%s",
		  able.isArrModeSupported ? "Supported" : "Not Supported");
	vgpu_heading(2, "Supported Timeslice Range");
	vgpu_line(3, COLUMN, "Maximum Timeslice", "%u ns", able.maxTimeslice);
	vgpu_line(3, COLUMN, "Minimum Timeslice", "%u ns", able.minTimeslice);
	vgpu_heading(2, "Supported Scheduling Frequency");
	vgpu_line(3, COLUMN, "Maximum Frequency", "%u", able.maxFrequencyForARR);
	vgpu_line(3, COLUMN, "Minimum Frequency", "%u", able.minFrequencyForARR);
	vgpu_heading(2, "Supported ARR Averaging Factor");
	vgpu_line(3, COLUMN, "Maximum Avg Factor", "%u", able.maxAvgFactorForARR);
	vgpu_line(3, COLUMN, "Minimum Avg Factor", "%u", able.minAvgFactorForARR);
	return NVML_SUCCESS;
}

int vgpu_print_capabilities(struct machine *machine)
{
	return with_each(machine, print_capabilities);
}

static void print_turn_length(unsigned int arr, const nvmlVgpuSchedulerParams_t *params,
			      bool with_mode)
{
	bool averages = arr == NVML_VGPU_SCHEDULER_ARR_ENABLE;

	if (with_mode)
		vgpu_line(1, COLUMN, "ARR Mode", "%s",
			  averages                                 ? "Enabled"
			  : arr == NVML_VGPU_SCHEDULER_ARR_DISABLE ? "Disabled"
								   : "Default");
	if (averages)
		vgpu_line(1, COLUMN, "Average Factor", "%u",
			  params->vgpuSchedDataWithARR.avgFactor);
	vgpu_line(1, COLUMN, "Time Slice(ns)", "%u",
		  averages ? params->vgpuSchedDataWithARR.timeslice
			   : params->vgpuSchedData.timeslice);
}

static nvmlReturn_t print_schedule(struct machine *machine, struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlVgpuSchedulerGetState_t *) =
	    library_symbol("nvmlDeviceGetVgpuSchedulerState");
	nvmlVgpuSchedulerGetState_t state = {0};
	nvmlVgpuInstance_t *vgpus;
	unsigned int count;
	nvmlReturn_t status =
	    function ? function(gpu_device(gpu), &state) : NVML_ERROR_FUNCTION_NOT_FOUND;

	if (status != NVML_SUCCESS)
		return status;
	vgpus_active(gpu, &vgpus, &count);
	free(vgpus);
	vgpu_line(1, COLUMN, "Active vGPUs", "%u", count);
	vgpu_line(1, COLUMN, "Scheduler Policy", "%s", policy_name(state.schedulerPolicy));
	if (count && state.schedulerPolicy != NVML_VGPU_SCHEDULER_POLICY_BEST_EFFORT)
		print_turn_length(state.arrMode, &state.schedulerParams, machine->branch < 610);
	return NVML_SUCCESS;
}

int vgpu_print_schedule(struct machine *machine)
{
	return with_each(machine, print_schedule);
}

/* ---- recent turns ---- */

#define TURNS_WIDTH 107

static nvmlReturn_t print_turns(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlVgpuSchedulerLog_t *) =
	    library_symbol("nvmlDeviceGetVgpuSchedulerLog");
	static nvmlVgpuSchedulerLog_t log;
	nvmlReturn_t status =
	    function ? function(gpu_device(gpu), &log) : NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int count = log.entriesCount < NVML_SCHEDULER_SW_MAX_LOG_ENTRIES
				 ? log.entriesCount
				 : NVML_SCHEDULER_SW_MAX_LOG_ENTRIES;

	if (status != NVML_SUCCESS)
		return status;
	table_frame(TURNS_WIDTH);
	vgpu_line(0, COLUMN, "GPU Id", "%u", gpu->index);
	vgpu_line(0, COLUMN, "Engine Id", "%u", log.engineId);
	vgpu_line(0, COLUMN, "Scheduler Policy", "%s", policy_name(log.schedulerPolicy));
	if (!count) {
		out("GPU at deviceIndex %u has no active VM runlist.\n", gpu->index);
		table_frame(TURNS_WIDTH);
		return NVML_SUCCESS;
	}
	out("%7s%15s%22s%21s%24s%19s%25s\n", "GPU Idx", "SW Runlist Id", "Time Stamp",
	    "Cumulative Run Time", "Prev Timeslice Runtime", "Target Time Slice",
	    "Cumulative Preempt Time");
	for (unsigned int i = 0; i < count; i++) {
		const nvmlVgpuSchedulerLogEntry_t *turn = &log.logEntries[i];

		out("%7u%15u%22llu%21llu%24llu%19llu%25llu\n", gpu->index, turn->swRunlistId,
		    turn->timestamp, turn->timeRunTotal, turn->timeRun, turn->targetTimeSlice,
		    turn->cumulativePreemptionTime);
	}
	table_frame(TURNS_WIDTH);
	return NVML_SUCCESS;
}

int vgpu_print_turns(struct machine *machine)
{
	nvmlReturn_t failed = NVML_SUCCESS;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		nvmlReturn_t status = print_turns(machine->gpus[i]);

		if (status != NVML_SUCCESS)
			complain("%s\n", library_error(status));
		failed = failed == NVML_SUCCESS ? status : failed;
	}
	return exit_status(failed);
}

/* ---- set-scheduler-state ---- */

enum {
	OPTION_HELP,
	OPTION_ID,
	OPTION_NUMBERS, /* from here on, in the order of struct wanted */
	OPTION_POLICY = OPTION_NUMBERS,
	OPTION_ARR,
	OPTION_FREQUENCY,
	OPTION_FACTOR,
	OPTION_SLICE,
};

static const struct argument known[] = {
    {"-h", "--help", OPTION_HELP, TAKES_NOTHING},
    {"-i", "--id", OPTION_ID, TAKES_VALUE, VALUES_GPUS},
    {"-p", "--policy", OPTION_POLICY, TAKES_VALUE, "1 2 3"},
    {"-a", "--arr-mode", OPTION_ARR, TAKES_VALUE, "0 1"},
    {"-asf", "--arr-sched-frequency", OPTION_FREQUENCY, TAKES_VALUE},
    {"-aavg", "--arr-avg-factor", OPTION_FACTOR, TAKES_VALUE},
    {"-ts", "--time-slice", OPTION_SLICE, TAKES_VALUE},
    {NULL, NULL, 0, TAKES_NOTHING},
};

struct wanted {
	const char *ids;
	unsigned int numbers[OPTION_SLICE - OPTION_NUMBERS + 1];
	bool given[OPTION_SLICE - OPTION_NUMBERS + 1];
	bool help;
};

static void print_help(void)
{
	out("nvsmi vgpu set-scheduler-state: how vGPUs take turns.\n"
	    "Needs root, and that none runs.\n"
	    "\n"
	    "  -p,    --policy 1|2|3          best effort, equal share, fixed share\n"
	    "  -a,    --arr-mode 0|1          adaptive round robin off or on\n"
	    "  -asf,  --arr-sched-frequency N turns a second, with adaptive round robin\n"
	    "  -aavg, --arr-avg-factor N      over how many turns it evens out\n"
	    "  -ts,   --time-slice NS         length of a turn, without\n"
	    "  -i,    --id ID,...             GPUs: index, UUID, PCI bus id or serial\n");
}

static int refuse_value(int id)
{
	if (id == OPTION_POLICY)
		complain("Unable to set the vGPU scheduler state. Not supported\n");
	else
		complain("Option passed to set Adaptive Round Robin scheduler is invalid.\n");
	return NVML_ERROR_INVALID_ARGUMENT;
}

static bool is_valid(int id, const char *text, unsigned int *ret_number)
{
	if (!arguments_number(text, UINT_MAX, ret_number))
		return false;
	if (id == OPTION_POLICY)
		return *ret_number >= NVML_VGPU_SCHEDULER_POLICY_BEST_EFFORT &&
		       *ret_number <= NVML_VGPU_SCHEDULER_POLICY_FIXED_SHARE;
	return id != OPTION_ARR || *ret_number <= 1;
}

/* 0, or an exit status after the message was printed. */
static int parse(int argc, char **argv, struct wanted *wanted)
{
	struct arguments arguments = arguments_of(known, argc, argv);

	while (arguments_next(&arguments)) {
		int id = arguments.id;

		if (id == OPTION_ID)
			wanted->ids = arguments.value;
		if (id == OPTION_HELP)
			wanted->help = true;
		if (id < OPTION_NUMBERS)
			continue;
		if (!is_valid(id, arguments.value, &wanted->numbers[id - OPTION_NUMBERS]))
			return refuse_value(id);
		wanted->given[id - OPTION_NUMBERS] = true;
	}
	return subcommand_end(&arguments, print_help);
}

static nvmlVgpuSchedulerSetState_t state_of(const struct wanted *wanted)
{
	nvmlVgpuSchedulerSetState_t state = {.schedulerPolicy =
						 wanted->numbers[OPTION_POLICY - OPTION_NUMBERS],
					     .enableARRMode = NVML_VGPU_SCHEDULER_ARR_DEFAULT};

	if (wanted->given[OPTION_ARR - OPTION_NUMBERS])
		state.enableARRMode = wanted->numbers[OPTION_ARR - OPTION_NUMBERS]
					  ? NVML_VGPU_SCHEDULER_ARR_ENABLE
					  : NVML_VGPU_SCHEDULER_ARR_DISABLE;
	if (state.enableARRMode == NVML_VGPU_SCHEDULER_ARR_ENABLE) {
		state.schedulerParams.vgpuSchedDataWithARR.avgFactor =
		    wanted->numbers[OPTION_FACTOR - OPTION_NUMBERS];
		state.schedulerParams.vgpuSchedDataWithARR.frequency =
		    wanted->numbers[OPTION_FREQUENCY - OPTION_NUMBERS];
	} else {
		state.schedulerParams.vgpuSchedData.timeslice =
		    wanted->numbers[OPTION_SLICE - OPTION_NUMBERS];
	}
	return state;
}

static nvmlReturn_t set_on(struct gpu *gpu, nvmlVgpuSchedulerSetState_t *state)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlVgpuSchedulerSetState_t *) =
	    library_change("nvmlDeviceSetVgpuSchedulerState");
	const char *bus = subcommand_bus_id(gpu);
	nvmlVgpuInstance_t *vgpus;
	unsigned int count;
	nvmlReturn_t status =
	    function ? function(gpu_device(gpu), state) : NVML_ERROR_FUNCTION_NOT_FOUND;

	if (status == NVML_SUCCESS) {
		out("vGPU scheduler state was set on GPU \"%s\".\n", bus);
		return status;
	}
	vgpus_active(gpu, &vgpus, &count);
	free(vgpus);
	complain("Unable to set the vGPU scheduler state on GPU \"%s\".\n%s%s\n", bus,
		 count ? "vGPU scheduler state cannot be configured, if vGPU instance is currently "
			 "active on the device."
		       : "",
		 count ? "" : library_error(status));
	return status;
}

int vgpu_set_schedule(int argc, char **argv)
{
	static struct machine machine;
	struct wanted wanted = {0};
	nvmlVgpuSchedulerSetState_t state;
	nvmlReturn_t failed = NVML_SUCCESS;
	int status = parse(argc, argv, &wanted);

	if (!status && (wanted.help || argc == 1)) {
		print_help();
		return 0;
	}
	if (!status && !wanted.given[OPTION_POLICY - OPTION_NUMBERS])
		status = refuse_value(OPTION_POLICY);
	machine.changes = true;
	if (!status)
		status = start_machine(&machine, wanted.ids);
	if (status || !vgpu_keep_hosts(&machine))
		return status;
	state = state_of(&wanted);
	for (unsigned int i = 0; i < machine.gpu_count; i++) {
		nvmlReturn_t done = set_on(machine.gpus[i], &state);

		failed = failed == NVML_SUCCESS ? done : failed;
	}
	return exit_status(failed);
}
