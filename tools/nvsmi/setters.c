/* SPDX-License-Identifier: MIT */
/* Options that change something, and what is said of each: nvidia-smi's words where they are known.
 */

#include "setters.h"

#include <string.h>

/* Ids of what goes with a setter; those of the setters are their places in the table. */
enum { ID_MODE = 1000, ID_SCOPE, ID_ERROR_ON_WARNING };

static const char DENIED_CLOCKS[] =
    "The current user does not have permission to change clocks for GPU {gpu}.";
static const char NO_GPU_CLOCKS[] = "Setting locked GPU clocks is not supported for GPU {gpu}.";
static const char NO_MEMORY_CLOCKS[] =
    "Setting locked Memory clocks is not supported for GPU {gpu}.";
static const char NO_APPLICATION_CLOCKS[] =
    "Setting applications clocks is not supported for GPU {gpu}.";

static const struct setter setters[] = {
    {
	.option = {"-pm", "--persistence-mode", 0, TAKES_VALUE, "0 1"},
	.what = "persistence mode",
	.parse = value_enabled,
	.apply = call_number,
	.symbol = "nvmlDeviceSetPersistenceMode",
	.done = "{value}{legacy} persistence mode for GPU {gpu}.",
	.already = "Persistence mode is already {value} for GPU {gpu}.",
	.current = VALUE_PERSISTENCE,
    },
    {
	.option = {"-e", "--ecc-config", 0, TAKES_VALUE, "0 1"},
	.what = "ECC mode",
	.parse = value_enabled,
	.apply = call_number,
	.symbol = "nvmlDeviceSetEccMode",
	.done = "{value} ECC support for GPU {gpu}.",
	.flags = SETTER_REBOOT,
    },
    {
	.option = {"-p", "--reset-ecc-errors", 0, TAKES_VALUE, "VOLATILE AGGREGATE"},
	.what = "ECC error counters",
	.parse = value_counters,
	.apply = call_number,
	.symbol = "nvmlDeviceClearEccErrorCounts",
	.done = "Reset {value} ECC errors to zero for GPU {gpu}.",
	.unsupported = "Resetting {value} ECC errors is not supported for GPU {gpu}.",
	.failed = "Unable to reset {value} ECC errors for GPU {gpu}: {error}",
    },
    {
	.option = {"-c", "--compute-mode", 0, TAKES_VALUE, "DEFAULT EXCLUSIVE_PROCESS PROHIBITED"},
	.what = "compute mode",
	.parse = value_compute_mode,
	.apply = call_number,
	.symbol = "nvmlDeviceSetComputeMode",
	.done = "Set compute mode to {value} for GPU {gpu}.",
	.already = "Compute mode is already set to {value} for GPU {gpu}.",
	.current = VALUE_COMPUTE_MODE,
	.unsupported = "Setting compute mode to {value} is not supported for GPU {gpu}.",
    },
    {
	.option = {"--gom", NULL, 0, TAKES_VALUE, "ALL_ON COMPUTE LOW_DP"},
	.what = "GPU operation mode",
	.parse = value_operation_mode,
	.apply = call_number,
	.symbol = "nvmlDeviceSetGpuOperationMode",
	.done = "Set GPU operation mode to {value} for GPU {gpu}.",
	.flags = SETTER_REBOOT,
    },
    {
	.option = {"-r", "--gpu-reset", 0, TAKES_PERHAPS, "bus"},
	.what = "reset type",
	.parse = value_reset,
	.flags = SETTER_RESETS,
    },
    {
	.option = {"-vm", "--virt-mode", 0, TAKES_VALUE, "VGPU VSGA"},
	.what = "virtualization mode",
	.parse = value_virtualization,
	.apply = call_number,
	.symbol = "nvmlDeviceSetVirtualizationMode",
	.done = "Set virtualization mode to {value} for GPU {gpu}.",
    },
    {
	.option = {"-lgc", "--lock-gpu-clocks", 0, TAKES_VALUE},
	.what = "locked GPU clocks",
	.parse = value_clock_range,
	.apply = call_gpu_clocks,
	.symbol = "nvmlDeviceSetGpuLockedClocks",
	.done = "GPU clocks set to \"(gpuClkMin {first}, gpuClkMax {second})\" for GPU {gpu}",
	.unsupported = NO_GPU_CLOCKS,
	.denied = DENIED_CLOCKS,
	.flags = SETTER_LOSES,
    },
    {
	.option = {"-rgc", "--reset-gpu-clocks", 0, TAKES_NOTHING},
	.what = "locked GPU clocks",
	.apply = call_device,
	.symbol = "nvmlDeviceResetGpuLockedClocks",
	.done = "",
	.unsupported = NO_GPU_CLOCKS,
	.denied = DENIED_CLOCKS,
    },
    {
	.option = {"-lmc", "--lock-memory-clocks", 0, TAKES_VALUE},
	.what = "locked Memory clocks",
	.parse = value_clock_range,
	.apply = call_pair,
	.symbol = "nvmlDeviceSetMemoryLockedClocks",
	.done = "Memory clocks set to \"(memClkMin {first}, memClkMax {second})\" for GPU {gpu}",
	.unsupported = NO_MEMORY_CLOCKS,
	.denied = DENIED_CLOCKS,
	.flags = SETTER_LOSES,
    },
    {
	.option = {"-rmc", "--reset-memory-clocks", 0, TAKES_NOTHING},
	.what = "locked Memory clocks",
	.apply = call_device,
	.symbol = "nvmlDeviceResetMemoryLockedClocks",
	.done = "",
	.unsupported = NO_MEMORY_CLOCKS,
	.denied = DENIED_CLOCKS,
    },
    {
	.option = {"-lmcd", "--lock-memory-clocks-deferred", 0, TAKES_VALUE},
	.what = "deferred Memory clocks",
	.parse = value_clock,
    },
    {
	.option = {"-rmcd", "--reset-memory-clocks-deferred", 0, TAKES_NOTHING},
	.what = "deferred Memory clocks",
    },
    {
	.option = {"-lmci", "--lock-memory-clocks-info", 0, TAKES_PERHAPS},
	.what = "information on locked Memory clocks",
	.unsupported = "Querying {what} is not supported for GPU {gpu}.",
	.flags = SETTER_ASKS,
    },
    {
	.option = {"-ac", "--applications-clocks", 0, TAKES_VALUE},
	.what = "applications clocks",
	.parse = value_clock_pair,
	.apply = call_pair,
	.symbol = "nvmlDeviceSetApplicationsClocks",
	.done = "Applications clocks set to \"(MEM {first}, SM {second})\" for GPU {gpu}",
	.unsupported = NO_APPLICATION_CLOCKS,
	.denied = DENIED_CLOCKS,
	.invalid = "Specified clock combination \"(MEM {first}, SM {second})\" is not supported "
		   "for GPU {gpu}. Run 'nvidia-smi -q -d SUPPORTED_CLOCKS' to see list of "
		   "supported clock combinations",
	.flags = SETTER_LOSES | SETTER_WARNS_INVALID,
    },
    {
	.option = {"-rac", "--reset-applications-clocks", 0, TAKES_NOTHING},
	.what = "applications clocks",
	.apply = call_device,
	.symbol = "nvmlDeviceResetApplicationsClocks",
	.done = "",
	.unsupported = NO_APPLICATION_CLOCKS,
	.denied = DENIED_CLOCKS,
    },
    {
	.option = {"-acp", "--applications-clocks-permission", 0, TAKES_VALUE,
		   "UNRESTRICTED RESTRICTED"},
	.what = "applications clocks permission",
	.parse = value_restricted,
	.apply = call_argument_number,
	.symbol = "nvmlDeviceSetAPIRestriction",
	.argument = NVML_RESTRICTED_API_SET_APPLICATION_CLOCKS,
	.done = "Applications clocks commands have been set to {value} for GPU {gpu}",
    },
    {
	.option = {"-pl", "--power-limit", 0, TAKES_VALUE},
	.what = "power limit",
	.parse = value_watts,
	.apply = call_power_limit,
	.done = "Power limit for GPU {gpu} was set to {first} W from {second} W.",
	.unsupported = "Changing power management limit is not supported{scope} for GPU: {gpu}.",
	.failed = "Failed to set power management limit for GPU {gpu}: {error}",
	.invalid = "Provided power limit {watts} W is not a valid power limit which should be "
		   "between {first} W and {second} W for GPU {gpu}",
	.flags = SETTER_LOSES | SETTER_SHORT_WARNING,
    },
    {
	.option = {"-cc", "--cuda-clocks", 0, TAKES_VALUE, "RESTORE_DEFAULT OVERRIDE"},
	.what = "CUDA clocks",
	.parse = value_override,
    },
    {
	.option = {"-am", "--accounting-mode", 0, TAKES_VALUE, "0 1"},
	.what = "Accounting Mode",
	.parse = value_enabled,
	.apply = call_number,
	.symbol = "nvmlDeviceSetAccountingMode",
	.done = "{value} Accounting Mode for GPU {gpu}.",
    },
    {
	.option = {"-caa", "--clear-accounted-apps", 0, TAKES_NOTHING},
	.what = "Accounted PIDs",
	.apply = call_device,
	.symbol = "nvmlDeviceClearAccountingPids",
	.done = "Cleared Accounted PIDs for GPU {gpu}.",
	.unsupported = "Clearing Accounted PIDs is not supported for GPU {gpu}.",
	.failed = "Unable to clear Accounted PIDs for GPU {gpu}: {error}",
    },
    {
	.option = {"--auto-boost-default", NULL, 0, TAKES_VALUE, "0 1"},
	.what = "default auto boost policy",
	.parse = value_enabled,
	.apply = call_auto_boost,
	.done = "",
    },
    {
	.option = {"--auto-boost-permission", NULL, 0, TAKES_VALUE, "UNRESTRICTED RESTRICTED"},
	.what = "auto boost permission",
	.parse = value_restricted,
	.apply = call_argument_number,
	.symbol = "nvmlDeviceSetAPIRestriction",
	.argument = NVML_RESTRICTED_API_SET_AUTO_BOOSTED_CLOCKS,
	.done = "",
    },
    {
	.option = {"-mig", "--multi-instance-gpu", 0, TAKES_VALUE, "0 1"},
	.what = "MIG mode",
	.parse = value_enabled,
	.apply = call_mig_mode,
	.done = "{value} MIG Mode for GPU {gpu}",
	.unsupported = "Unable to {verb} MIG Mode for GPU {gpu}: {error}",
	.failed = "Unable to {verb} MIG Mode for GPU {gpu}: {error}",
	.flags = SETTER_LOSES,
    },
    {
	.option = {"-gtt", "--gpu-target-temp", 0, TAKES_VALUE},
	.what = "GPU Target Temperature",
	.parse = value_celsius,
	.apply = call_target_temperature,
	.done = "GPU Target Temperature for GPU {gpu} was set to {first} C from {second} C.",
	.invalid = "Provided GPU Target Temperature {typed} C is not valid; it should be between "
		   "{first} C and {second} C for GPU {gpu}",
	.flags = SETTER_LOSES,
    },
    {
	.option = {"-den", "--dram-encryption", 0, TAKES_VALUE, "0 1"},
	.what = "DRAM Encryption",
	.parse = value_enabled,
	.apply = call_dram_encryption,
	.done = "{value} DRAM Encryption support for GPU {gpu}.",
	.flags = SETTER_REBOOT,
    },
    {
	.option = {"--set-hostname", NULL, 0, TAKES_VALUE},
	.what = "hostname",
	.parse = value_hostname,
	.apply = call_set_hostname,
	.done = "Set hostname to {value} for GPU {gpu}.",
    },
    {
	.option = {"--get-hostname", NULL, 0, TAKES_NOTHING},
	.what = "hostname",
	.apply = call_get_hostname,
	.done = "Hostname for GPU {gpu}: {first}",
	.unsupported = "Querying {what} is not supported for GPU {gpu}.",
	.failed = "Unable to query {what} for GPU {gpu}: {error}",
	.flags = SETTER_ASKS,
    },
    {
	.option = {"-svfd", "--set-vf-derate", 0, TAKES_VALUE},
	.what = "VF derate offset",
	.parse = value_offset,
    },
    {
	.option = {"-gvfd", "--get-vf-derate-info", 0, TAKES_NOTHING},
	.what = "VF derate offset",
	.unsupported = "Querying {what} is not supported for GPU {gpu}.",
	.flags = SETTER_ASKS,
    },
};

#define SETTERS COUNT_OF(setters)

static const struct argument companions[] = {
    {"-m", "--mode", ID_MODE, TAKES_VALUE, "0 1"},
    {"-sc", "--scope", ID_SCOPE, TAKES_VALUE, "GPU TOTAL_MODULE GPU_BASE"},
    {"-eow", "--error-on-warning", ID_ERROR_ON_WARNING, TAKES_NOTHING},
};

#define COMPANIONS COUNT_OF(companions)

const struct argument *setter_options(void)
{
	static struct argument known[SETTERS + COMPANIONS + 1];

	if (known[0].name)
		return known;
	for (size_t i = 0; i < SETTERS; i++) {
		known[i] = setters[i].option;
		known[i].id = (int)i;
	}
	memcpy(known + SETTERS, companions, sizeof(companions));
	return known;
}

/* An offset may begin with a dash, which arguments.h takes for an option. */
static bool is_negative(const struct arguments *arguments)
{
	const char *word =
	    arguments->next < arguments->argc ? arguments->argv[arguments->next] : "";

	return word[0] == '-' && word[1] >= '0' && word[1] <= '9';
}

static void take_setter(struct setting *setting, const struct setter *setter, const char *value)
{
	setting->twice = setting->setter != NULL;
	setting->setter = setter;
	setting->text = value;
}

/* By its short or its long name; NULL: there is none. */
static const struct setter *find_setter(const char *name)
{
	for (size_t i = 0; i < SETTERS; i++) {
		if (!strcmp(setters[i].option.name, name) ||
		    (setters[i].option.alias && !strcmp(setters[i].option.alias, name)))
			return &setters[i];
	}
	return NULL;
}

bool setting_take(struct arguments *arguments, struct setting *setting)
{
	const struct argument *others = arguments->known;

	arguments->known = setter_options();
	arguments->next--;
	arguments_next(arguments);
	arguments->known = others;
	if (arguments->id == ARGUMENTS_BARE && is_negative(arguments) &&
	    find_setter(arguments->name)) {
		arguments->value = arguments->argv[arguments->next++];
		arguments->id = (int)(find_setter(arguments->name) - setters);
	}
	if (arguments->id < 0)
		return false;
	if (arguments->id == ID_MODE)
		setting->mode = arguments->value;
	else if (arguments->id == ID_SCOPE)
		setting->scope = arguments->value;
	else if (arguments->id == ID_ERROR_ON_WARNING)
		setting->error_on_warning = true;
	else
		take_setter(setting, &setters[arguments->id], arguments->value);
	return true;
}

static bool is_set(const struct setting *setting, const char *name)
{
	return setting->setter && !strcmp(setting->setter->option.name, name);
}

const char *setting_misfit(const struct setting *setting)
{
	if (setting->mode && !is_set(setting, "-lgc"))
		return "-m";
	if (setting->scope && !is_set(setting, "-pl"))
		return "-sc";
	return setting->error_on_warning && !setting->setter ? "-eow" : NULL;
}
