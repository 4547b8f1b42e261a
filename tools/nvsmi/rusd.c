/* SPDX-License-Identifier: MIT */
/* nvsmi rusd: which parts of its telemetry page the driver keeps fresh without a reader. */

#include "commands.h"
#include "subcommand.h"

#include <string.h>

static const struct {
	const char *name;
	unsigned long long mask;
} groups[] = {
    {"none", NVML_RUSD_POLL_NONE},
    {"clock", NVML_RUSD_POLL_CLOCK},
    {"performance", NVML_RUSD_POLL_PERF},
    {"memory", NVML_RUSD_POLL_MEMORY},
    {"power", NVML_RUSD_POLL_POWER},
    {"thermal", NVML_RUSD_POLL_THERMAL},
    {"pci", NVML_RUSD_POLL_PCI},
    {"fan", NVML_RUSD_POLL_FAN},
    {"proc_util", NVML_RUSD_POLL_PROC_UTIL},
    {"all", NVML_RUSD_POLL_ALL},
};

static void print_help(void)
{
	out("nvsmi rusd: which parts of its telemetry page the driver keeps fresh\n\n"
	    "  -spm, --set-polling-mask=GROUP,...   none, clock, performance, memory, power,\n"
	    "                                       thermal, pci, fan, proc_util or all;\n"
	    "                                       needs root\n"
	    "  -i,   --id=ID,...                    only these GPUs: index, UUID,\n"
	    "                                       bus id or serial\n"
	    "  -h,   --help                         this text\n");
}

static bool add_group(const char *word, size_t length, unsigned long long *mask)
{
	for (size_t i = 0; i < COUNT_OF(groups); i++) {
		if (text_is_word(word, length, groups[i].name)) {
			*mask |= groups[i].mask;
			return true;
		}
	}
	return false;
}

static bool parse_mask(const char *words, unsigned long long *ret_mask)
{
	*ret_mask = 0;
	for (;;) {
		size_t length = strcspn(words, ",");

		if (!add_group(words, length, ret_mask))
			return false;
		if (!words[length])
			return true;
		words += length + 1;
	}
}

static int set_mask(struct gpu *gpu, const char *value)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlRusdSettings_v1_t *) =
	    library_change("nvmlDeviceSetRusdSettings_v1");
	nvmlRusdSettings_v1_t settings = {.version = nvmlRusdSettings_v1};
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (!parse_mask(value, &settings.pollMask)) {
		complain("Invalid group of metrics: %s\n", value);
		return EXIT_ARGUMENT;
	}
	if (function)
		status = function(gpu_device(gpu), &settings);
	if (status != NVML_SUCCESS)
		return subcommand_fail("Unable to set the polling mask", gpu, status);
	out("\t RUSD polling mask set to %s\n", value);
	return 0;
}

int command_rusd(int argc, char **argv)
{
	static const struct subcommand_view views[] = {
	    {"-spm", "--set-polling-mask", true, set_mask,
	     "none,clock,performance,memory,power,thermal,pci,fan,proc_util,all", true},
	    {0},
	};

	return subcommand_run(argc, argv, views, print_help, NULL, NULL);
}
