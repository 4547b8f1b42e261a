/* SPDX-License-Identifier: MIT */
/* A setting on one GPU after the other, until it fails, and what is said of it. */

#include "setters.h"

#include "trouble.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char NOT_SET[] = "Unable to set {what} for GPU {gpu}: {error}";
static const char NOT_ASKED[] = "Unable to query {what} for GPU {gpu}: {error}";
static const char NOT_SUPPORTED[] = "Setting {what} is not supported for GPU {gpu}.";

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
