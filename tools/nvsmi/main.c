/* SPDX-License-Identifier: MIT */
/* From the command line to what prints. */

#include "../descriptors.h"
#include "commands.h"
#include "json.h"
#include "live.h"
#include "patience.h"
#include "report.h"
#include "select.h"
#include "setters.h"
#include "settings.h"
#include "start.h"
#include "terminal.h"
#include "trouble.h"
#include "units.h"

#include <limits.h>
#include <string.h>

static int print_version(const struct machine *machine)
{
	char cuda[32];

	text_cuda(cuda, sizeof(cuda), machine->cuda, "N/A");
	out("NVIDIA-SMI version  : %s\n", machine->library);
	out("NVML version        : %.*s\n", start_short_version(machine->library),
	    machine->library);
	if (machine->branch < 610) {
		out("DRIVER version      : %s\nCUDA Version        : %s\n", machine->driver, cuda);
		return 0;
	}
	out("DRIVER version      : Deprecated, see \"KMD version\" instead\n"
	    "CUDA version        : Deprecated, see \"CUDA UMD version\" instead\n"
	    "KMD version         : %s\nCUDA UMD version    : %s\n",
	    machine->driver, cuda);
	return 0;
}

static bool is_csv(const struct options *options)
{
	return options->command >= COMMAND_CSV_GPU && options->command <= COMMAND_CSV_CLOCKS;
}

static int print_once(struct machine *machine, const struct options *options, bool first)
{
	switch (options->command) {
	case COMMAND_LIST:
		return list_print(machine);
	case COMMAND_LED:
		return units_set_led(options);
	case COMMAND_QUERY:
		if (options->unit)
			return units_print(machine, options);
		return options->xml ? xml_print(machine, options) : q_print(machine, options);
	case COMMAND_JSON:
		return json_print(machine, options->loop_ms > 0);
	case COMMAND_SET:
		return setting_apply(machine, &options->setting);
	default:
		return is_csv(options)
			   ? csv_print(machine, options, options->format.header && first)
			   : table_print(machine);
	}
}

/*
 * As nvidia-smi, a GPU that does not start is one whose handle is refused, but our library finds
 * that out when it is asked something: then all is printed again. *refused: the exit status for
 * that.
 */
static int print_first(struct machine *machine, const struct options *options, int *refused)
{
	bool first = !patience_blocks();
	int status = print_once(machine, options, first);
	bool ends = false;

	if (settings.native || options->command == COMMAND_SET || !start_leave_out_failed(machine))
		return status;
	out_discard();
	if (options->command != COMMAND_LIST)
		*refused = start_report_refusals(machine, options->command, &ends);
	if (ends)
		return *refused;
	if (machine->gpu_count == 0 && options->command != COMMAND_LIST)
		return start_fail_without_gpus();
	return print_once(machine, options, first);
}

/* A loop that is begun anew in its midst goes on. */
static int print_loop(struct machine *machine, const struct options *options, int *refused)
{
	int status;

	if (live_is_wanted(options))
		return live_run(machine, options->loop_ms);
	status = print_first(machine, options, refused);
	while (options->loop_ms && !status) {
		trouble_tell();
		out_flush();
		patience_sleep(options->loop_ms);
		machine_forget(machine);
		status = print_once(machine, options, false);
	}
	return status;
}

static bool needs_versions(const struct options *options)
{
	if (is_csv(options))
		return csv_needs_versions();
	return options->command != COMMAND_LIST;
}

/* GPUs of other names than indices are opened all, also those that are not chosen. */
static bool opens_chosen_only(const char *ids)
{
	return !ids || !select_may_want(ids, UINT_MAX);
}

static int print_gpus(struct machine *machine, const struct options *options)
{
	bool list = options->command == COMMAND_LIST;
	bool json = options->command == COMMAND_JSON;
	bool ends = false;
	int refused = 0;
	int status;

	if (!list && opens_chosen_only(options->ids))
		refused = start_report_refusals(machine, options->command, &ends);
	if (ends)
		return refused;
	machine->changes = options->command == COMMAND_SET;
	status = options->ids ? select_gpus(machine, options->ids) : 0;
	if (status)
		return status;
	if (machine->gpu_count == 0 && !list && !json)
		return start_fail_without_gpus();
	status = print_loop(machine, options, &refused);
	if (!status && json && machine->gpu_count == 0)
		return NVML_ERROR_NOT_FOUND;
	if (!status && list)
		return start_report_refusals(machine, options->command, &ends);
	return status ? status : refused;
}

/* Of the driver that is there, or of the newest. */
static int print_dtd(struct machine *machine, bool unit)
{
	bool known =
	    machine_open(machine) == NVML_SUCCESS && machine_versions(machine) == NVML_SUCCESS;

	(unit ? units_dtd_print : dtd_print)(known ? report_release(machine) : UINT_MAX);
	return 0;
}

static int fail(struct machine *machine, nvmlReturn_t status, const struct options *options)
{
	if (options->command == COMMAND_JSON)
		json_print_failure(machine, status, options->loop_ms > 0);
	return start_fail(machine, status, options->command);
}

static int run_on_machine(struct machine *machine, const struct options *options)
{
	nvmlReturn_t status = machine_open(machine);
	int refused = 0;

	if (status != NVML_SUCCESS)
		return fail(machine, status, options);
	if (options->command == COMMAND_EXCLUDED)
		return excluded_print();
	refused = csv_check(machine, options);
	if (refused)
		return refused;
	if (needs_versions(options))
		status = machine_versions(machine);
	if (status == NVML_SUCCESS && options->command == COMMAND_VERSION)
		return print_version(machine);
	if (status == NVML_SUCCESS && (options->unit || options->command == COMMAND_LED))
		return print_loop(machine, options, &refused);
	if (status == NVML_SUCCESS)
		status = machine_gpus(machine);
	if (status != NVML_SUCCESS)
		return fail(machine, status, options);
	return print_gpus(machine, options);
}

/* The fields are those of the driver that is there, or the newest. */
static void print_csv_help(struct machine *machine, enum command command)
{
	start_versions(machine);
	csv_help(machine, command);
}

static bool print_help(struct machine *machine, enum command command)
{
	/* nvsmi's own begins with its own version. */
	if (command == COMMAND_HELP && !settings.native)
		start_versions(machine);
	if (command == COMMAND_HELP)
		options_help(machine);
	else if (command >= COMMAND_HELP_GPU && command <= COMMAND_HELP_CLOCKS)
		print_csv_help(machine, command);
	else
		return false;
	out_flush();
	return true;
}

static int run(int argc, char **argv)
{
	static struct machine machine;
	struct options options;
	int status = settings_take(&argc, argv);

	if (status)
		return status;
	const struct subcommand *subcommand = argc > 1 ? subcommand_find(argv[1]) : NULL;
	if (subcommand) {
		status = subcommand->run(argc - 1, argv + 1);
		return status == SUBCOMMAND_HELPED ? 0 : status;
	}
	status = options_parse(argc, argv, &options);
	if (status || print_help(&machine, options.command))
		return status;
	if (options.command == COMMAND_JSON)
		text_keep_lines();
	status = options.file ? out_to_file(options.file) : 0;
	if (status)
		return status;
	/* Whoever watches over the one that holds the screen gives it back for it. */
	if (live_is_wanted(&options) && settings.timeout_ms)
		terminal_share();
	status = start_library();
	if (status && options.command == COMMAND_JSON)
		json_print_failure(&machine, status, options.loop_ms > 0);
	if (status)
		return status;
	machine.wanted = options.ids;
	return options.command == COMMAND_DTD ? print_dtd(&machine, options.unit)
					      : run_on_machine(&machine, &options);
}

int main(int argc, char **argv)
{
	int status;

	descriptors_hold();
	status = run(argc, argv);
	/* A screen that was taken over, and then there was nothing to show. */
	terminal_leave();
	trouble_tell();
	/* No shutdown: the kernel takes back at exit what it would, in fewer calls. */
	out_flush();
	return status ? status : trouble_status();
}
