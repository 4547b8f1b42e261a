/* SPDX-License-Identifier: MIT */
/* nvsmi rusd: which parts of its telemetry page the driver keeps fresh. */

#include "commands.h"
#include "setters.h"
#include "start.h"

#include <string.h>

#define EXIT_ARGUMENT 2
#define EXIT_OPTION 255

enum { RUSD_HELP, RUSD_ID, RUSD_MASK };

static const struct argument known[] = {
    {"-h", "--help", RUSD_HELP, TAKES_NOTHING},
    {"-i", "--id", RUSD_ID, TAKES_VALUE},
    {"-spm", "--set-polling-mask", RUSD_MASK, TAKES_VALUE},
    {NULL, NULL, 0, TAKES_NOTHING},
};

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

/* Adds the group's bits. */
static bool add_group(const char *name, size_t length, unsigned long long *mask)
{
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		if (text_is_word(name, length, groups[i].name)) {
			*mask |= groups[i].mask;
			return true;
		}
	}
	return false;
}

static bool read_mask(const char *text, unsigned long long *ret_mask)
{
	unsigned long long mask = 0;

	for (;;) {
		size_t length = strcspn(text, ",");

		if (!add_group(text, length, &mask))
			return false;
		if (!text[length])
			break;
		text += length + 1;
	}
	*ret_mask = mask;
	return true;
}

/* The mask has more bits than an amount: it is read once more when it is set. */
static bool value_mask(const char *text, struct amount *ret_amount)
{
	unsigned long long mask;

	ret_amount->shown = text;
	return read_mask(text, &mask);
}

static nvmlReturn_t call_mask(struct change *change)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlRusdSettings_v1_t *) =
	    library_symbol("nvmlDeviceSetRusdSettings_v1");
	nvmlRusdSettings_v1_t settings = {.version = nvmlRusdSettings_v1};

	if (!read_mask(change->setting->text, &settings.pollMask))
		return NVML_ERROR_INVALID_ARGUMENT;
	return function ? function(gpu_device(change->gpu), &settings)
			: NVML_ERROR_FUNCTION_NOT_FOUND;
}

static const struct setter polling = {
    .option = {"-spm", "--set-polling-mask", RUSD_MASK, TAKES_VALUE},
    .what = "polling mask",
    .parse = value_mask,
    .apply = call_mask,
    .done = "Set polling mask to {value} for GPU {gpu}.",
};

static int print_help(void)
{
	out("nvsmi rusd [-i ID,...] -spm GROUP,...: what the driver keeps fresh in its telemetry "
	    "page\n\n"
	    "  -spm, --set-polling-mask=GROUP,...  of:");
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		out(" %s", groups[i].name);
	out("\n  -i, --id=ID,...                     only these GPUs\n"
	    "  -h, --help                          this text\n");
	return 0;
}

int command_rusd(int argc, char **argv)
{
	static struct machine machine;
	struct arguments arguments = {known, argc, argv, 1};
	struct setting setting = {.setter = &polling};
	const char *ids = NULL, *name, *value;
	int id, refused;

	while ((id = arguments_next(&arguments, &name, &value)) >= 0 && id != RUSD_HELP) {
		if (id == RUSD_ID)
			ids = value;
		else
			setting.text = value;
	}
	if (id == RUSD_HELP)
		return print_help();
	if (id != ARGUMENTS_END) {
		complain("ERROR: Option %s is %s. Please run 'nvidia-smi rusd -h' for help.\n\n",
			 name, id == ARGUMENTS_BARE ? "missing its value" : "not recognized");
		return EXIT_OPTION;
	}
	if (!setting.text) {
		complain("-spm is needed. Please run 'nvidia-smi rusd -h' for help.\n");
		return EXIT_ARGUMENT;
	}
	refused = start_machine(&machine, ids);
	return refused ? refused : setting_apply(&machine, &setting);
}
