/* SPDX-License-Identifier: MIT */
/* Options that change something, and what is said of it: nvidia-smi's words where they are known.
 */

#include "setters.h"

#include "trouble.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Ids of what goes with a setter; those of the setters are their places in the table. */
enum { ID_MODE = 1000, ID_SCOPE, ID_ERROR_ON_WARNING };

static const char DENIED_CLOCKS[] =
    "The current user does not have permission to change clocks for GPU {gpu}.";
static const char NO_GPU_CLOCKS[] = "Setting locked GPU clocks is not supported for GPU {gpu}.";
static const char NO_MEMORY_CLOCKS[] =
    "Setting locked Memory clocks is not supported for GPU {gpu}.";
static const char NO_APPLICATION_CLOCKS[] =
    "Setting applications clocks is not supported for GPU {gpu}.";
static const char NOT_SET[] = "Unable to set {what} for GPU {gpu}: {error}";
static const char NOT_ASKED[] = "Unable to query {what} for GPU {gpu}: {error}";
static const char NOT_SUPPORTED[] = "Setting {what} is not supported for GPU {gpu}.";

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

#define SETTERS (sizeof(setters) / sizeof(setters[0]))

static const struct argument companions[] = {
    {"-m", "--mode", ID_MODE, TAKES_VALUE, "0 1"},
    {"-sc", "--scope", ID_SCOPE, TAKES_VALUE, "GPU TOTAL_MODULE GPU_BASE"},
    {"-eow", "--error-on-warning", ID_ERROR_ON_WARNING, TAKES_NOTHING},
};

#define COMPANIONS (sizeof(companions) / sizeof(companions[0]))

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

/* ---- what is said ---- */

static const char *bus_of(struct gpu *gpu)
{
	const struct value *bus = gpu_value(gpu, VALUE_BUS_ID);
	static char index[16];

	if (bus->status == NVML_SUCCESS)
		return bus->text;
	snprintf(index, sizeof(index), "%u", gpu->index);
	return index;
}

/*
 * From 580 on the mode that the driver itself keeps is called so, and the one that a running
 * nvidia-persistenced keeps is not.
 */
static const char *legacy(const struct change *change)
{
	bool kept_by_driver = access("/var/run/nvidia-persistenced/socket", F_OK) != 0;

	return change->machine->branch >= 580 && change->amount.number && kept_by_driver ? " Legacy"
											 : "";
}

static const char *watts(const struct change *change)
{
	static char text[32];

	snprintf(text, sizeof(text), "%.2f", change->amount.number / 1000.0);
	return text;
}

static bool is_key(const char *text, const char *key)
{
	size_t length = strlen(key);

	return !strncmp(text, key, length) && text[length] == '}';
}

/* What stands for the key at this place of a template. */
static const char *meaning(const struct change *change, const char *key, nvmlReturn_t status)
{
	if (is_key(key, "gpu"))
		return bus_of(change->gpu);
	if (is_key(key, "value"))
		return change->amount.shown;
	if (is_key(key, "verb"))
		return change->amount.number ? "enable" : "disable";
	if (is_key(key, "first"))
		return change->first;
	if (is_key(key, "second"))
		return change->second;
	if (is_key(key, "error"))
		return trouble_in_words(status);
	if (is_key(key, "what"))
		return change->setting->setter->what;
	if (is_key(key, "typed"))
		return change->setting->text;
	if (is_key(key, "watts"))
		return watts(change);
	if (is_key(key, "legacy"))
		return legacy(change);
	return change->machine->branch >= 535 ? " in current scope" : ""; /* {scope} */
}

/* The template with its keys replaced, as one line. */
static void fill(char *ret_line, size_t size, const struct change *change, const char *template,
		 nvmlReturn_t status)
{
	size_t used = 0;

	while (*template && used < size) {
		size_t plain = strcspn(template, "{");
		const char *key = template + plain + 1;

		if (!template[plain]) {
			snprintf(ret_line + used, size - used, "%s", template);
			return;
		}
		used += (size_t)snprintf(ret_line + used, size - used, "%.*s%s", (int)plain,
					 template, meaning(change, key, status));
		template = key + strcspn(key, "}") + 1;
	}
}

static void say_done(const struct change *change, const char *template)
{
	char line[512] = "";

	fill(line, sizeof(line), change, template, NVML_SUCCESS);
	if (*line)
		out("%s\n", line);
}

static void say_trouble(const struct change *change, const char *template, nvmlReturn_t status)
{
	char line[512] = "";

	fill(line, sizeof(line), change, template, status);
	complain("%s\n", line);
}

/* ---- one GPU ---- */

/* What became of one GPU. */
enum outcome { OUTCOME_DONE, OUTCOME_WARNING, OUTCOME_ASLEEP, OUTCOME_FAILED };

static const char *or_else(const char *template, const char *usual)
{
	return template ? template : usual;
}

static enum outcome tell_unsupported(const struct change *change, nvmlReturn_t status)
{
	const struct setter *setter = change->setting->setter;

	say_trouble(change, or_else(setter->unsupported, NOT_SUPPORTED), status);
	if (!(setter->flags & SETTER_SHORT_WARNING && change->machine->branch >= 535))
		complain("Treating as warning and moving on.\n");
	return OUTCOME_WARNING;
}

static enum outcome tell_failure(const struct change *change, nvmlReturn_t status)
{
	const struct setter *setter = change->setting->setter;

	if (status == NVML_ERROR_NOT_SUPPORTED || status == NVML_ERROR_FUNCTION_NOT_FOUND)
		return tell_unsupported(change, NVML_ERROR_NOT_SUPPORTED);
	if (status == NVML_ERROR_DEPRECATED) {
		complain("The requested functionality has been deprecated.\n");
		return OUTCOME_FAILED;
	}
	if (status == NVML_ERROR_INVALID_ARGUMENT && setter->invalid && *change->second) {
		say_trouble(change, setter->invalid, status);
		if (!(setter->flags & SETTER_WARNS_INVALID))
			return OUTCOME_FAILED;
		complain("Treating as warning and moving on.\n");
		return OUTCOME_WARNING;
	}
	if (status == NVML_ERROR_NO_PERMISSION && setter->denied)
		say_trouble(change, setter->denied, status);
	else
		say_trouble(change, or_else(setter->failed, NOT_SET), status);
	return OUTCOME_FAILED;
}

/* Nobody asked a GPU that sleeps whether it can; the others are changed. */
static enum outcome tell_refused(const struct change *change, nvmlReturn_t status)
{
	const struct setter *setter = change->setting->setter;

	say_trouble(change,
		    or_else(setter->failed, setter->flags & SETTER_ASKS ? NOT_ASKED : NOT_SET),
		    status);
	return status == STATUS_ASLEEP ? OUTCOME_ASLEEP : OUTCOME_FAILED;
}

/* MIG mode is set, and not in force yet. */
static enum outcome tell_pending(const struct change *change)
{
	say_trouble(change, "Warning: MIG mode is in pending {verb} state for GPU {gpu}:{error}",
		    change->activation);
	if (change->activation == NVML_ERROR_IN_USE)
		say_trouble(change,
			    "{gpu} is currently being used by one or more other processes (e.g. "
			    "CUDA application or a monitoring application such as another instance "
			    "of nvidia-smi). Please first kill all processes using the device and "
			    "retry the command or reboot the system to make MIG mode effective.",
			    change->activation);
	else
		say_trouble(change,
			    "Reboot the system or try nvidia-smi --gpu-reset to make MIG mode "
			    "effective on GPU {gpu}",
			    change->activation);
	return OUTCOME_WARNING;
}

static enum outcome change_gpu(struct change *change, nvmlReturn_t *ret_status)
{
	const struct setter *setter = change->setting->setter;

	*ret_status = change->gpu->refused;
	if (*ret_status != NVML_SUCCESS)
		return tell_refused(change, *ret_status);
	if (setter->already &&
	    gpu_number(change->gpu, setter->current, -1) == (int64_t)change->amount.number) {
		say_done(change, setter->already);
		return OUTCOME_DONE;
	}
	*ret_status = setter->apply ? setter->apply(change) : NVML_ERROR_NOT_SUPPORTED;
	if (*ret_status != NVML_SUCCESS)
		return tell_failure(change, *ret_status);
	if (change->activation != NVML_SUCCESS) {
		*ret_status = change->activation;
		return tell_pending(change);
	}
	say_done(change, setter->done);
	return OUTCOME_DONE;
}

/* ---- all GPUs ---- */

struct tally {
	nvmlReturn_t warning;           /* the first one; NVML_SUCCESS: none */
	bool asleep;                    /* one was not woken */
	bool volatile_gpus[NVSMI_GPUS]; /* set, and lost when the driver unloads */
};

static void warn_of_persistence(struct machine *machine, const struct tally *tally)
{
	bool first = true;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		if (!tally->volatile_gpus[i])
			continue;
		complain("%sWarning: persistence mode is disabled on device %s. See the Known "
			 "Issues section of the nvidia-smi(1) man page for more information. Run "
			 "with [--help | -h] switch to get more information on how to enable "
			 "persistence mode.\n",
			 first ? "\n" : "", bus_of(machine->gpus[i]));
		first = false;
	}
}

static int terminate(nvmlReturn_t status)
{
	if (status != NVML_ERROR_DEPRECATED)
		complain("Terminating early due to previous errors.\n");
	return exit_status(status);
}

static int finish(struct machine *machine, const struct setting *setting, const struct tally *tally)
{
	unsigned int flags = setting->setter->flags;

	warn_of_persistence(machine, tally);
	if (!(flags & SETTER_ASKS))
		out("All done.\n");
	if (flags & SETTER_REBOOT && tally->warning == NVML_SUCCESS)
		out("Reboot required.\n");
	if (tally->asleep)
		return exit_status(STATUS_ASLEEP);
	return setting->error_on_warning ? exit_status(tally->warning) : 0;
}

/* False: the value was refused, in words. */
static bool read_amount(const struct setting *setting, struct amount *ret_amount)
{
	const struct setter *setter = setting->setter;
	struct amount scope;

	*ret_amount = (struct amount){.shown = ""};
	if (setter->parse && setting->text && !setter->parse(setting->text, ret_amount))
		complain("Invalid %s: %s\n", setter->what, setting->text);
	else if (setting->scope && !value_scope(setting->scope, &scope))
		complain("Invalid scope: %s\n", setting->scope);
	else if (setting->mode && strcmp(setting->mode, "0") != 0 &&
		 strcmp(setting->mode, "1") != 0)
		complain("Invalid mode: %s\n", setting->mode);
	else
		return true;
	return false;
}

static struct change begin_change(struct machine *machine, const struct setting *setting,
				  const struct amount *amount, struct gpu *gpu)
{
	struct change change = {
	    .machine = machine, .setting = setting, .gpu = gpu, .amount = *amount};

	memcpy(change.first, amount->words[0], sizeof(change.first));
	memcpy(change.second, amount->words[1], sizeof(change.second));
	return change;
}

/* What it is now is asked anyway, where that decides. */
static void start_all(struct machine *machine, const struct setter *setter)
{
	if (setter->apply)
		machine_start_all(machine, setter->already ? setter->current : VALUE_NAME);
}

int setting_apply(struct machine *machine, const struct setting *setting)
{
	struct tally tally = {.warning = NVML_SUCCESS};
	struct amount amount;

	if (!read_amount(setting, &amount))
		return terminate(NVML_ERROR_INVALID_ARGUMENT);
	if (setting->setter->flags & SETTER_RESETS)
		return reset_refuse(machine);
	start_all(machine, setting->setter);
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		struct change change = begin_change(machine, setting, &amount, machine->gpus[i]);
		nvmlReturn_t status = NVML_SUCCESS;
		enum outcome outcome;

		/* What is done is said, whatever becomes of the next. */
		out_flush();
		outcome = change_gpu(&change, &status);
		if (outcome == OUTCOME_FAILED)
			return terminate(status);
		if (outcome == OUTCOME_WARNING && tally.warning == NVML_SUCCESS)
			tally.warning = status;
		tally.asleep |= outcome == OUTCOME_ASLEEP;
		tally.volatile_gpus[i] = outcome == OUTCOME_DONE &&
					 setting->setter->flags & SETTER_LOSES &&
					 gpu_number(change.gpu, VALUE_PERSISTENCE, 1) == 0;
	}
	return finish(machine, setting, &tally);
}
