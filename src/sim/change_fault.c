/* SPDX-License-Identifier: MIT */
/* Words about faults. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sim/change_words.h"

#define STATUS_MAX 0xffffu
#define TIMES_MAX 1000000u

static const char *const lies[] = {
    [SIM_LIE_COUNTS] = "counts",
    [SIM_LIE_TEXT] = "text",
    [SIM_LIE_ONES] = "ones",
    [SIM_LIE_WORDS] = "words",
};

/* NVIDIA's name, with or without what all names begin with, a number, or any. */
static int read_command(struct change *change, const char *text, struct sim_fault *fault)
{
	uint64_t number;

	fault->any = strcmp(text, "any") == 0;
	if (fault->any)
		return 0;
	if (change_number(text, UINT32_MAX, &number)) {
		fault->number = (uint32_t)number;
		return 0;
	}
	fault->named = true;
	for (unsigned i = 0; i < RM_CMD_COUNT; i++) {
		const struct rm_command *info = rm_command_info(i);

		if (info->name && info->kind == RM_KIND_CONTROL && strcmp(info->name, text) == 0) {
			fault->command = i;
			return 0;
		}
	}
	return change_expected(change, text, "a control's name, its number or any");
}

static int read_lie(struct change *change, const char *text, enum sim_lie *ret_lie)
{
	*ret_lie = SIM_LIE_COUNT;
	if (!text)
		return 0;
	for (unsigned i = 0; i < SIM_LIE_COUNT; i++)
		if (strcmp(lies[i], text) == 0) {
			*ret_lie = i;
			return 0;
		}
	return change_expected(change, text, "counts, text, ones or words");
}

/* What the control shall do: the word behind its name. */
static int read_deed(struct change *change, struct sim_fault *fault)
{
	const char *word = change->words[2], *value = strchr(word, '=');
	size_t length = value ? (size_t)(value - word) : strlen(word);
	uint64_t number;

	value = value ? value + 1 : NULL;
	if (value && length == 6 && strncmp(word, "status", length) == 0) {
		fault->kind = SIM_FAULT_STATUS;
		if (!change_number(value, STATUS_MAX, &number) || number == 0)
			return change_expected(change, value, "a status from 1 to 0x%x",
					       STATUS_MAX);
		fault->status = (uint32_t)number;
		return 0;
	}
	if (value && length == 4 && strncmp(word, "hang", length) == 0) {
		fault->kind = SIM_FAULT_HANG;
		return change_time(value, &fault->hang_ns)
			   ? 0
			   : change_expected(change, value, "a time as 500ms or 3s");
	}
	fault->kind = SIM_FAULT_HOSTILE;
	if (length != 7 || strncmp(word, "hostile", length) != 0)
		return change_expected(change, word, "status=NUMBER, hang=TIME or hostile");
	return read_lie(change, value, &fault->lie);
}

static int read_limits(struct change *change, struct sim_fault *fault)
{
	static const char *const keys[] = {"every", "gpu", "count", NULL};
	const char *gpu = change_option(change, 3, "gpu");
	uint64_t every = 1, count = 0;
	int rc = change_options_are(change, 3, keys);

	fault->gpu = SIM_FAULT_ANY_GPU;
	if (rc == 0 && gpu)
		rc = change_read_gpu(change, gpu, &fault->gpu);
	if (rc == 0)
		rc = change_option_number(change, 3, "every", TIMES_MAX, 1, &every);
	if (rc == 0 && every == 0)
		return change_expected(change, "0", "every from 1");
	if (rc == 0)
		rc = change_option_number(change, 3, "count", TIMES_MAX, 0, &count);
	fault->every = (unsigned)every;
	fault->count = (unsigned)count;
	return rc;
}

int change_fault(struct change *change)
{
	struct sim_fault fault = {0};
	int rc = read_command(change, change->words[1], &fault);

	if (rc == 0)
		rc = read_deed(change, &fault);
	if (rc == 0)
		rc = read_limits(change, &fault);
	if (rc < 0 || !change->sim)
		return rc;
	if (sim_fault_add(change->sim, &fault) < 0)
		return change_refuse(change, ENOSPC, "%u faults are all there can be: clear some",
				     SIM_FAULTS_MAX);
	return 0;
}

int change_torn(struct change *change)
{
	static const char *const names[] = {"whole", "busy", "moving"};
	enum rm_rusd_field word = RM_RUSD_FIELD_COUNT;
	enum sim_torn how = SIM_TORN_BUSY;
	unsigned at = 2;

	if (at < change->count && sim_torn_find(change->words[at], &word))
		at++;
	for (unsigned i = 0; at < change->count && i < 3; i++)
		if (strcmp(change->words[at], names[i]) == 0) {
			how = i;
			at = change->count;
		}
	if (at < change->count || (change->count == 4 && word == RM_RUSD_FIELD_COUNT))
		return change_expected(change, change->words[at < change->count ? at : 2],
				       "a section as temperature, then busy, moving or whole");
	if (change->sim)
		sim_torn_set(change_gpu_of(change), word, how);
	return 0;
}

int change_firmware(struct change *change)
{
	struct sim_gpu *gpu = change->sim ? change_gpu_of(change) : NULL;

	if (gpu && !sim_gpu_has_gsp(gpu))
		return change_refuse(change, EOPNOTSUPP, "GPU %u runs no firmware", change->gpu);
	if (gpu) {
		gpu->trouble.firmware_hangs = true;
		gpu->trouble.firmware_timeouts = 0;
	}
	return 0;
}

static void mend(struct sim *sim)
{
	sim_faults_clear(sim, NULL);
	for (unsigned i = 0; i < sim->gpu_count; i++) {
		sim_torn_set(&sim->gpus[i], RM_RUSD_FIELD_COUNT, SIM_WHOLE);
		sim->gpus[i].trouble.firmware_hangs = false;
	}
}

int change_clear(struct change *change)
{
	struct sim_fault like = {0};
	int rc = change->count > 1 ? read_command(change, change->words[1], &like) : 0;

	if (rc < 0 || !change->sim)
		return rc;
	if (change->count == 1)
		mend(change->sim);
	else if (sim_faults_clear(change->sim, &like) == 0)
		return change_refuse(change, ENOENT, "no fault of %.64s", change->words[1]);
	return 0;
}

static void show_fault(struct change *change, const struct sim_fault *fault)
{
	char number[16];

	snprintf(number, sizeof(number), "0x%x", fault->number);
	change_tell(change, "fault %s ",
		    fault->any     ? "any"
		    : fault->named ? rm_command_info(fault->command)->name
				   : number);
	if (fault->kind == SIM_FAULT_STATUS)
		change_tell(change, "status=0x%02x", fault->status);
	else if (fault->kind == SIM_FAULT_HANG)
		change_tell(change, "hang=%lluus", (unsigned long long)(fault->hang_ns / 1000));
	else if (fault->lie == SIM_LIE_COUNT)
		change_tell(change, "hostile");
	else
		change_tell(change, "hostile=%s", lies[fault->lie]);
	if (fault->every > 1)
		change_tell(change, " every=%u", fault->every);
	if (fault->gpu != SIM_FAULT_ANY_GPU)
		change_tell(change, " gpu=%u", fault->gpu);
	if (fault->count)
		change_tell(change, " count=%u", fault->count);
	change_tell(change, " # struck %llu of %llu\n", (unsigned long long)fault->hits,
		    (unsigned long long)fault->seen);
}

static void show_torn(struct change *change, const struct sim_gpu *gpu)
{
	enum rm_rusd_field word;
	const char *name;

	for (unsigned i = 0; (name = sim_torn_name(i, &word)) != NULL; i++)
		if (gpu->trouble.torn[word] != SIM_WHOLE)
			change_tell(change, "torn %u %s %s\n", gpu->index, name,
				    gpu->trouble.torn[word] == SIM_TORN_BUSY ? "busy" : "moving");
}

void change_show_faults(struct change *change)
{
	for (unsigned i = 0; i < change->sim->faults.count; i++)
		show_fault(change, &change->sim->faults.list[i]);
	for (unsigned i = 0; i < change->sim->gpu_count; i++)
		show_torn(change, &change->sim->gpus[i]);
}
