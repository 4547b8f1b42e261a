/* SPDX-License-Identifier: MIT */
/* nvsmi gpm: whether the performance monitoring unit streams. */

#include "commands.h"
#include "subcommand.h"

#include <string.h>

static void print_help(void)
{
	out("nvsmi gpm: whether the performance monitoring unit streams\n\n"
	    "  -g, --get-stream-state      enabled or not\n"
	    "  -s, --set-stream-state=0|1  disable or enable; needs root\n"
	    "  -i, --id=ID,...             only these GPUs: index, UUID, bus id or serial\n"
	    "  -h, --help                  this text\n");
}

static int print_state(struct gpu *gpu, const char *value)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int *) =
	    library_symbol("nvmlGpmQueryIfStreamingEnabled");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int enabled = 0;

	(void)value;
	if (function)
		status = function(gpu_device(gpu), &enabled);
	if (status != NVML_SUCCESS)
		return subcommand_fail("Unable to determine the GPM stream state", gpu, status);
	out("\t GPM stream state: %s\n", enabled ? "ENABLED" : "DISABLED");
	return 0;
}

static int set_state(struct gpu *gpu, const char *value)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int) =
	    library_change("nvmlGpmSetStreamingEnabled");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	bool enable = !strcmp(value, "1");

	if (!enable && strcmp(value, "0") != 0) {
		complain("Invalid GPM stream state: %s\n", value);
		return EXIT_ARGUMENT;
	}
	if (function)
		status = function(gpu_device(gpu), enable);
	if (status != NVML_SUCCESS)
		return subcommand_fail("Unable to set the GPM stream state", gpu, status);
	out("\t GPM stream state set to %s\n", enable ? "ENABLED" : "DISABLED");
	return 0;
}

int command_gpm(int argc, char **argv)
{
	static const struct subcommand_view views[] = {
	    {"-g", "--get-stream-state", false, print_state},
	    {"-s", "--set-stream-state", true, set_state, "0 1", true},
	    {0},
	};

	return subcommand_run(argc, argv, views, print_help, NULL, NULL);
}
