/* SPDX-License-Identifier: MIT */

#include "commands.h"
#include "json.h"
#include "report.h"
#include "select.h"
#include "settings.h"
#include "start.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

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

static int print_once(struct machine *machine, const struct options *options, bool first)
{
	switch (options->command) {
	case COMMAND_LIST:
		return list_print(machine);
	case COMMAND_QUERY:
		return options->xml ? xml_print(machine, options) : q_print(machine, options);
	case COMMAND_JSON:
		return json_print(machine, options->loop_ms > 0);
	case COMMAND_CSV_GPU:
		return csv_print_gpus(machine, options, options->header && first);
	case COMMAND_CSV_APPS:
		return csv_print_apps(machine, options, options->header && first);
	default:
		return table_print(machine);
	}
}

static void wait_ms(unsigned int ms)
{
	struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

	nanosleep(&pause, NULL);
}

static int print_loop(struct machine *machine, const struct options *options)
{
	int status = print_once(machine, options, true);

	while (options->loop_ms && !status) {
		out_flush();
		wait_ms(options->loop_ms);
		machine_forget(machine);
		status = print_once(machine, options, false);
	}
	return status;
}

static bool needs_versions(const struct options *options)
{
	if (options->command == COMMAND_CSV_GPU || options->command == COMMAND_CSV_APPS)
		return csv_needs_versions();
	return options->command != COMMAND_LIST;
}

static int print_gpus(struct machine *machine, const struct options *options)
{
	bool json = options->command == COMMAND_JSON;
	int lost = 0;

	if (options->command != COMMAND_LIST && !json && !options->ids)
		lost = start_report_lost(machine, options->command);
	if (lost)
		return lost;
	if (options->ids)
		select_gpus(machine, options->ids);
	if (machine->gpu_count == 0 && options->command != COMMAND_LIST && !json)
		return start_fail_without_gpus();
	lost = print_loop(machine, options);
	if (!lost && json && machine->gpu_count == 0)
		return NVML_ERROR_NOT_FOUND;
	if (!lost && options->command == COMMAND_LIST)
		lost = start_report_lost(machine, options->command);
	return lost;
}

/* Of the driver that is there, or of the newest. */
static int print_dtd(struct machine *machine)
{
	bool known =
	    machine_open(machine) == NVML_SUCCESS && machine_versions(machine) == NVML_SUCCESS;

	dtd_print(known ? report_release(machine) : UINT_MAX);
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
	int refused;

	if (status != NVML_SUCCESS)
		return fail(machine, status, options);
	refused = csv_check(options);
	if (refused)
		return refused;
	if (needs_versions(options))
		status = machine_versions(machine);
	if (status == NVML_SUCCESS && options->command == COMMAND_VERSION)
		return print_version(machine);
	if (status == NVML_SUCCESS)
		status = machine_gpus(machine);
	if (status != NVML_SUCCESS)
		return fail(machine, status, options);
	return print_gpus(machine, options);
}

static bool print_help(enum command command)
{
	if (command == COMMAND_HELP)
		options_help();
	else if (command == COMMAND_HELP_GPU)
		csv_help_gpu();
	else if (command == COMMAND_HELP_APPS)
		csv_help_apps();
	else
		return false;
	return true;
}

static int run_subcommand(const struct subcommand *subcommand, int argc, char **argv)
{
	int status = subcommand->run(argc, argv);

	out_flush();
	return status;
}

int main(int argc, char **argv)
{
	static struct machine machine;
	struct options options;
	int status = settings_take(&argc, argv);

	if (status)
		return status;
	const struct subcommand *subcommand = argc > 1 ? subcommand_find(argv[1]) : NULL;
	if (subcommand)
		return run_subcommand(subcommand, argc - 1, argv + 1);
	status = options_parse(argc, argv, &options);
	if (status || print_help(options.command))
		return status;
	if (options.file && !out_to_file(options.file)) {
		fprintf(stderr, "nvsmi: %s: %s\n", options.file, strerror(errno));
		return 255;
	}
	if (!library_open(settings.argv)) {
		if (options.command == COMMAND_JSON)
			json_print_failure(&machine, NVML_ERROR_LIBRARY_NOT_FOUND,
					   options.loop_ms > 0);
		out_flush();
		return start_fail_without_library();
	}
	status = options.command == COMMAND_DTD ? print_dtd(&machine)
						: run_on_machine(&machine, &options);
	/* No shutdown: the kernel takes back at exit what it would, in fewer calls. */
	out_flush();
	return status;
}
