/* SPDX-License-Identifier: MIT */
/* nvsmi vgpu: what a host of vGPUs runs. */

#include "vgpu_command.h"

#include "arguments.h"
#include "commands.h"
#include "scroll.h"
#include "start.h"
#include "subcommand.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULE "---------------------------------+------------------------------+------------"
#define DOUBLE_RULE "=================================+==============================+============"

void vgpu_line(unsigned int depth, int column, const char *label, const char *format, ...)
{
	char text[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	out("%*s%-*s: %s\n", (int)depth * 4, "", column - (int)depth * 4, label, text);
}

void vgpu_heading(unsigned int depth, const char *label)
{
	out("%*s%s\n", (int)depth * 4, "", label);
}

void vgpu_gpu_line(struct gpu *gpu)
{
	char bus[64];

	out("GPU %s\n",
	    text_value(bus, sizeof(bus), gpu_value(gpu, VALUE_BUS_ID), FORM_TEXT, false));
}

bool vgpu_keep_hosts(struct machine *machine)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		if (vgpus_are_hosted(machine->gpus[i]))
			machine->gpus[kept++] = machine->gpus[i];
	}
	machine->gpu_count = kept;
	if (!kept)
		complain("No supported devices in vGPU mode\n");
	return kept > 0;
}

/* ---- the summary ---- */

static void print_vgpu_row(nvmlVgpuInstance_t vgpu, const struct vgpu_load *load)
{
	int64_t type = vgpus_type(vgpu);
	char name[VGPU_TEXT] = "N/A";
	char vm[VGPU_TEXT];
	char fitted_name[32];
	char fitted_vm[32];
	char used[16];

	if (type >= 0)
		vgpus_type_name((nvmlVgpuTypeId_t)type, name);
	vgpus_vm_id(vgpu, vm);
	text_fit(fitted_name, sizeof(fitted_name), name, 14, false);
	text_fit(fitted_vm, sizeof(fitted_vm), vm, 7, false);
	snprintf(used, sizeof(used), "%d%%", load->percent[LOAD_SM]);
	/* No public call tells the name of a virtual machine. */
	out("|      %-10u  %-15s| %-7s  %-20s|%8s    |\n", vgpu, fitted_name, fitted_vm, "N/A",
	    used);
}

static void print_summary_gpu(struct gpu *gpu)
{
	struct vgpu_load *loads;
	nvmlVgpuInstance_t *vgpus;
	unsigned int load_count;
	unsigned int count;
	const struct value *util = gpu_value(gpu, VALUE_UTIL_GPU);
	char name[96];
	char bus[96];
	char used[96];
	char fitted[32];

	text_value(name, sizeof(name), gpu_value(gpu, VALUE_NAME), FORM_TEXT, false);
	text_value(bus, sizeof(bus), gpu_value(gpu, VALUE_BUS_ID), FORM_TEXT, false);
	if (util->status == NVML_SUCCESS)
		snprintf(used, sizeof(used), "%" PRId64 "%%", util->number);
	else
		text_value(used, sizeof(used), util, FORM_TEXT, false);
	text_fit(fitted, sizeof(fitted), name, 24, false);
	out("|%4u  %-27s| %-29.29s|%5.9s       |\n", gpu->index, fitted, bus, used);
	vgpus_loads(gpu, &loads, &load_count);
	if (vgpus_active(gpu, &vgpus, &count) == NVML_SUCCESS) {
		for (unsigned int i = 0; i < count; i++) {
			struct vgpu_load load = vgpus_load_of(loads, load_count, vgpus[i]);

			print_vgpu_row(vgpus[i], &load);
		}
	}
	free(vgpus);
	free(loads);
	out("+" RULE "+\n");
}

static int print_summary(struct machine *machine)
{
	char now[64];

	text_timestamp_table(now, sizeof(now));
	out("%s       \n", now);
	table_frame(79);
	out("| NVIDIA-SMI %-23sDriver Version: %-26s|\n|" RULE "|\n", machine->library,
	    machine->driver);
	out("| GPU  Name                       | Bus-Id                       | GPU-Util   |\n"
	    "|      vGPU ID     Name           | VM ID     VM Name            | vGPU-Util  |\n"
	    "|" DOUBLE_RULE "|\n");
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		print_summary_gpu(machine->gpus[i]);
	return 0;
}

/* ---- -shm, -caa ---- */

static int set_mixed_sizes(struct machine *machine, const char *value)
{
	nvmlReturn_t (*function)(nvmlDevice_t, const nvmlVgpuHeterogeneousMode_t *) =
	    library_change("nvmlDeviceSetVgpuHeterogeneousMode");
	nvmlVgpuHeterogeneousMode_t mode = {.version = nvmlVgpuHeterogeneousMode_v1};
	nvmlReturn_t status = NVML_SUCCESS;

	if (strcmp(value, "0") != 0 && strcmp(value, "1") != 0) {
		complain("Invalid vGPU heterogeneous mode: %s\n", value);
		return NVML_ERROR_INVALID_ARGUMENT;
	}
	mode.mode = value[0] == '1';
	for (unsigned int i = 0; status == NVML_SUCCESS && i < machine->gpu_count; i++) {
		struct gpu *gpu = machine->gpus[i];
		const char *bus = subcommand_bus_id(gpu);

		status =
		    function ? function(gpu_device(gpu), &mode) : NVML_ERROR_FUNCTION_NOT_FOUND;
		if (status == NVML_SUCCESS)
			out("%s vGPU heterogeneous mode for GPU %s.\n",
			    mode.mode ? "Enabled" : "Disabled", bus);
		else
			complain("Unable to set vGPU heterogeneous mode for GPU %s: %s\n", bus,
				 library_error(status));
	}
	return exit_status(status);
}

static nvmlReturn_t clear_accounts(nvmlVgpuInstance_t vgpu)
{
	nvmlReturn_t (*function)(nvmlVgpuInstance_t) =
	    library_change("nvmlVgpuInstanceClearAccountingPids");
	nvmlReturn_t status = function ? function(vgpu) : NVML_ERROR_FUNCTION_NOT_FOUND;

	if (status == NVML_SUCCESS)
		out("Cleared Accounted PIDs for vGPU %u\n", vgpu);
	else
		complain("Unable to clear Accounted PIDs for vGPU %u: %s\n", vgpu,
			 library_error(status));
	return status;
}

static int clear_all_accounts(struct machine *machine)
{
	nvmlReturn_t failed = NVML_SUCCESS;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		nvmlVgpuInstance_t *vgpus;
		unsigned int count;

		vgpus_active(machine->gpus[i], &vgpus, &count);
		for (unsigned int j = 0; j < count; j++) {
			nvmlReturn_t status = clear_accounts(vgpus[j]);

			failed = failed == NVML_SUCCESS ? status : failed;
		}
		free(vgpus);
	}
	return exit_status(failed);
}

/* ---- options ---- */

enum {
	OPTION_SUMMARY, /* nothing was asked for */
	OPTION_ID,
	OPTION_LOOP,
	OPTION_VERBOSE,
	OPTION_QUERY,
	OPTION_SUPPORTED,
	OPTION_CREATABLE,
	OPTION_SCHEDULE,
	OPTION_CAPABILITIES,
	OPTION_TURNS,
	OPTION_MIXED_SIZES,
	OPTION_CLEAR_ACCOUNTS,
	OPTION_WATCHES, /* from here on: tables without an end, in the order of enum vgpu_watch */
	OPTION_LOAD = OPTION_WATCHES,
	OPTION_PROCESSES,
	OPTION_ENCODER,
	OPTION_CAPTURE,
};

#define SET_SCHEDULE "set-scheduler-state"

static const struct argument known[] = {
    {"-h", "--help", ARGUMENTS_HELP, TAKES_NOTHING},
    {"-i", "--id", OPTION_ID, TAKES_VALUE, VALUES_GPUS},
    {"-l", "--loop", OPTION_LOOP, TAKES_PERHAPS},
    {"-v", "--verbose", OPTION_VERBOSE, TAKES_NOTHING},
    {"-q", "--query", OPTION_QUERY, TAKES_NOTHING},
    {"-s", "--supported", OPTION_SUPPORTED, TAKES_NOTHING},
    {"-c", "--creatable", OPTION_CREATABLE, TAKES_NOTHING},
    {"-u", "--utilization", OPTION_LOAD, TAKES_NOTHING},
    {"-p", NULL, OPTION_PROCESSES, TAKES_NOTHING},
    {"-es", "--encodersessions", OPTION_ENCODER, TAKES_NOTHING},
    {"-fs", "--fbcsessions", OPTION_CAPTURE, TAKES_NOTHING},
    {"-ss", "--schedulerstate", OPTION_SCHEDULE, TAKES_NOTHING},
    {"-sc", "--schedulercaps", OPTION_CAPABILITIES, TAKES_NOTHING},
    {"-sl", "--schedulerlogs", OPTION_TURNS, TAKES_NOTHING},
    {"-shm", "--set-vgpu-heterogeneous-mode", OPTION_MIXED_SIZES, TAKES_VALUE, "0 1"},
    {"-caa", "--clear-accounted-apps", OPTION_CLEAR_ACCOUNTS, TAKES_NOTHING},
    {SET_SCHEDULE, NULL, ARGUMENTS_UNKNOWN, TAKES_NOTHING}, /* known as the first word only */
    {NULL, NULL, 0, TAKES_NOTHING},
};

static void print_help(void)
{
	out("nvsmi vgpu: virtual GPUs of a host. Without an option: a summary.\n"
	    "\n"
	    "  -q,   --query             each vGPU in detail\n"
	    "  -s,   --supported         types of vGPUs that the GPUs support\n"
	    "  -c,   --creatable         types that can be made now\n"
	    "  -v,   --verbose           with -s or -c: what each type has\n"
	    "  -u,   --utilization       load of each vGPU, again and again\n"
	    "  -p                        load by each process in them\n"
	    "  -es,  --encodersessions   sessions of the video encoders\n"
	    "  -fs,  --fbcsessions       sessions that capture frame buffers\n"
	    "  -ss,  --schedulerstate    how vGPUs take turns\n"
	    "  -sc,  --schedulercaps     which ways there are\n"
	    "  -sl,  --schedulerlogs     recent turns\n"
	    "  -shm, --set-vgpu-heterogeneous-mode 0|1\n"
	    "                            vGPUs of several sizes side by side\n"
	    "  -caa, --clear-accounted-apps\n"
	    "                            forgets accounts of processes that ended\n"
	    "  set-scheduler-state -h    sets how vGPUs take turns\n"
	    "\n"
	    "Of which, and how often:\n"
	    "  -i,   --id ID,...         GPUs: index, UUID, PCI bus id or serial\n"
	    "  -l,   --loop [SECONDS]    again after so long (5)\n");
}

struct vgpu_options {
	const char *ids;
	const char *value;
	unsigned int loop_ms; /* 0: once */
	bool verbose;
};

static bool read_seconds(const char *text, unsigned int *ret_ms)
{
	unsigned int seconds = 5;

	if (text && !arguments_number(text, 99999, &seconds))
		return false;
	*ret_ms = seconds * 1000;
	return seconds > 0;
}

static int parse(int argc, char **argv, struct vgpu_options *options, int *ret_action)
{
	struct arguments arguments = arguments_of(known, argc, argv);

	while (arguments_next(&arguments)) {
		const char *value = arguments.value;
		int id = arguments.id;

		if (id == OPTION_ID)
			options->ids = value;
		else if (id == OPTION_VERBOSE)
			options->verbose = true;
		else if (id == OPTION_LOOP && !read_seconds(value, &options->loop_ms))
			return subcommand_refuse_combination("vgpu");
		else if (id != OPTION_LOOP && *ret_action == OPTION_SUMMARY)
			*ret_action = id;
		else if (id != OPTION_LOOP)
			return subcommand_refuse_combination("vgpu");
		if (id == OPTION_MIXED_SIZES)
			options->value = value;
	}
	return subcommand_end(&arguments, print_help);
}

static int run_action(struct machine *machine, const struct vgpu_options *options, int action)
{
	switch (action) {
	case OPTION_QUERY:
		return vgpu_print_report(machine);
	case OPTION_SUPPORTED:
	case OPTION_CREATABLE:
		return vgpu_print_types(machine, action == OPTION_CREATABLE, options->verbose);
	case OPTION_SCHEDULE:
		return vgpu_print_schedule(machine);
	case OPTION_CAPABILITIES:
		return vgpu_print_capabilities(machine);
	case OPTION_TURNS:
		return vgpu_print_turns(machine);
	case OPTION_MIXED_SIZES:
		return set_mixed_sizes(machine, options->value);
	case OPTION_CLEAR_ACCOUNTS:
		return clear_all_accounts(machine);
	case OPTION_SUMMARY:
		return print_summary(machine);
	default:
		vgpu_watch_round(machine, (enum vgpu_watch)(action - OPTION_WATCHES));
		return 0;
	}
}

int command_vgpu(int argc, char **argv)
{
	static struct machine machine;
	struct vgpu_options options = {0};
	int action = OPTION_SUMMARY;
	int status;

	if (argc > 1 && !strcmp(argv[1], SET_SCHEDULE))
		return vgpu_set_schedule(argc - 1, argv + 1);
	status = parse(argc, argv, &options, &action);
	if (!status && options.verbose && action != OPTION_SUPPORTED && action != OPTION_CREATABLE)
		status = subcommand_refuse_combination("vgpu");
	machine.changes = action == OPTION_MIXED_SIZES || action == OPTION_CLEAR_ACCOUNTS;
	if (!status)
		status = start_machine(&machine, options.ids);
	if (status || !vgpu_keep_hosts(&machine))
		return status;
	if (action >= OPTION_WATCHES && !options.loop_ms)
		options.loop_ms = 1000;
	status = run_action(&machine, &options, action);
	while (!status && options.loop_ms) {
		scroll_wait(options.loop_ms);
		machine_forget(&machine);
		status = run_action(&machine, &options, action);
	}
	return status;
}
