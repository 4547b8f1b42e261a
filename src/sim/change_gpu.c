/* SPDX-License-Identifier: MIT */
/* Words about one GPU: readings, processes, events, where it is and whether it opens. */
#include <errno.h>
#include <string.h>

#include "sim/change_words.h"
#include "sim/life.h"
#include "sim/machine_ranges.h"

#define XID_MAX 65535u
#define ERRNO_MAX 4095u
#define LOAD_PERIOD_MS 1000u

/* Readings. */

int change_set(struct change *change)
{
	const char *key = change->words[2], *value = change->words[3], *why;
	int place = machine_state_find(key);
	struct machine_state tried = {0};

	if (place < 0)
		return change_expected(change, key, "a key of a machine's state");
	if (!machine_state_set(&tried, place, value, change->text, change->size))
		return -EINVAL;
	if (!change->sim)
		return 0;
	if (sim_gpu_set(change_gpu_of(change), key, value, &why) < 0)
		return change_refuse(change, EINVAL, "%s", why);
	return 0;
}

int change_release(struct change *change)
{
	const char *key = change->count > 2 ? change->words[2] : NULL;

	if (key && machine_state_find(key) < 0)
		return change_expected(change, key, "a key of a machine's state");
	if (change->sim)
		sim_gpu_release(change_gpu_of(change), key);
	return 0;
}

/* Processes. */

/* Keys of machine_process_fields, then of machine_load_fields. */
static const char *const numbers[] = {
    "pid",
    "memory_mib",
    "sm_percent",
    "memory_percent",
    "encoder_percent",
    "decoder_percent",
    "gpu_instance",
    "compute_instance",
    "memory_grow_mib_per_s",
    "memory_end_mib",
    "period_ms",
    "low_percent",
    "high_percent",
};
enum { NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

static int read_number(struct change *change, const char *key, struct machine_process *process)
{
	const cyaml_schema_field_t *field = machine_field_find(machine_process_fields, key);
	void *data = field ? (void *)process : (void *)&process->load;
	uint64_t value;
	int rc;

	if (!change_option(change, 2, key))
		return 0;
	if (!field)
		field = machine_field_find(machine_load_fields, key);
	rc = change_option_number(change, 2, key,
				  field->value.data_size == 4 ? INT32_MAX : UINT32_MAX, 0, &value);
	machine_value_put(data, field, (int64_t)value);
	return rc;
}

static int check_keys(struct change *change)
{
	const char *keys[NUMBERS + 4] = {"name", "type", "load"};

	for (unsigned i = 0; i < NUMBERS; i++)
		keys[3 + i] = numbers[i];
	return change_options_are(change, 2, keys);
}

/* Texts are the line's; what starts takes copies. */
static int read_process(struct change *change, struct machine_process *process)
{
	const char *type = change_option(change, 2, "type");
	int rc = check_keys(change);

	*process = (struct machine_process){
	    .name = (char *)change_option(change, 2, "name"),
	    .type = (char *)(type ? type : "C"),
	    .gpu_instance = -1,
	    .compute_instance = -1,
	    .load = {.shape = (char *)change_option(change, 2, "load"),
		     .period_ms = LOAD_PERIOD_MS,
		     .high_percent = 100},
	};
	if (rc == 0 && !process->name)
		return change_refuse(change, EINVAL, "found no name, expected name=NAME");
	for (unsigned i = 0; i < NUMBERS && rc == 0; i++)
		rc = read_number(change, numbers[i], process);
	return rc;
}

int change_start(struct change *change)
{
	struct machine_process process;
	int rc = read_process(change, &process);

	if (rc < 0)
		return rc;
	if (!machine_process_check(&process, change->text, change->size))
		return -EINVAL;
	if (!change->sim)
		return 0;
	rc = sim_process_start(change_gpu_of(change), &process);
	if (rc == -EEXIST)
		return change_refuse(change, EEXIST, "GPU %u has a process %u already", change->gpu,
				     process.pid);
	return rc < 0 ? change_refuse(change, -rc, "the process cannot be started: %s",
				      rc == -ENOSPC ? "too many run" : "no memory")
		      : 0;
}

int change_end(struct change *change)
{
	uint64_t pid;

	if (!change_number(change->words[2], UINT32_MAX, &pid))
		return change_expected(change, change->words[2], "a process id");
	if (change->sim && sim_process_end(change_gpu_of(change), (uint32_t)pid) < 0)
		return change_refuse(change, ESRCH, "GPU %u runs no process %u", change->gpu,
				     (unsigned)pid);
	return 0;
}

/* Events. */

int change_xid(struct change *change)
{
	uint64_t xid;

	if (!change_number(change->words[2], XID_MAX, &xid) || xid == 0)
		return change_expected(change, change->words[2], "an Xid from 1 to %u", XID_MAX);
	if (change->sim)
		sim_raise_kind(change->sim, change->gpu, "xid", (uint32_t)xid);
	return 0;
}

int change_raise(struct change *change)
{
	const char *kind = change->words[2];
	uint32_t notifier;

	if (!machine_event_notifier(kind, &notifier) || strcmp(kind, "xid") == 0)
		return change_expected(change, kind, "a kind of event as pstate or double_bit_ecc");
	if (change->sim)
		sim_raise_kind(change->sim, change->gpu, kind, 0);
	return 0;
}

/* Where it is. */

int change_lose(struct change *change)
{
	if (change->sim && sim_gpu_lose(change_gpu_of(change)) < 0)
		return change_refuse(change, ENODEV, "GPU %u is removed from the bus", change->gpu);
	return 0;
}

int change_restore(struct change *change)
{
	if (change->sim)
		sim_gpu_restore(change_gpu_of(change));
	return 0;
}

int change_suspend(struct change *change)
{
	int rc = change->sim ? sim_gpu_suspend(change_gpu_of(change)) : 0;

	if (rc == -EBUSY)
		return change_refuse(change, EBUSY, "GPU %u runs processes: it is not idle",
				     change->gpu);
	return rc < 0 ? change_refuse(change, -rc, "GPU %u is lost or removed", change->gpu) : 0;
}

int change_resume(struct change *change)
{
	if (change->sim)
		sim_trouble_wake(change_gpu_of(change));
	return 0;
}

int change_reset(struct change *change)
{
	struct sim_gpu *gpu;

	if (!change->sim)
		return 0;
	gpu = change_gpu_of(change);
	if (gpu->processes_count > 0)
		return change_refuse(change, EBUSY, "GPU %u is in use: process %u runs on it",
				     change->gpu, gpu->processes[0].pid);
	if (gpu->trouble.lost)
		return change_refuse(change, EIO, "GPU %u is lost: restore brings it back",
				     change->gpu);
	if (sim_reset_gpu(change->sim, change->gpu) < 0)
		return change_refuse(change, EBUSY, "GPU %u is in use: %u opens", change->gpu,
				     gpu->usage);
	return 0;
}

/* Its node. */

static bool errno_of(const char *text, int *ret_error)
{
	static const struct {
		const char *name;
		int error;
	} rows[] = {
	    {"EPERM", EPERM},   {"ENOENT", ENOENT}, {"EINTR", EINTR},   {"EIO", EIO},
	    {"ENXIO", ENXIO},   {"EAGAIN", EAGAIN}, {"ENOMEM", ENOMEM}, {"EACCES", EACCES},
	    {"EBUSY", EBUSY},   {"ENODEV", ENODEV}, {"EINVAL", EINVAL}, {"ENFILE", ENFILE},
	    {"EMFILE", EMFILE}, {"EROFS", EROFS},   {"EBADF", EBADF},   {"ETIMEDOUT", ETIMEDOUT},
	};
	uint64_t number;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].name, text) == 0) {
			*ret_error = rows[i].error;
			return true;
		}
	if (!change_number(text, ERRNO_MAX, &number) || number == 0)
		return false;
	*ret_error = (int)number;
	return true;
}

int change_node(struct change *change)
{
	const char *what = change->words[2];
	bool ctl = strcmp(change->words[1], "ctl") == 0, gone = strcmp(what, "gone") == 0;
	struct sim_trouble *trouble;
	int error = 0, rc = ctl ? 0 : change_read_gpu(change, change->words[1], &change->gpu);

	if (rc < 0)
		return rc;
	if (strncmp(what, "errno=", 6) == 0) {
		if (!errno_of(what + 6, &error))
			return change_expected(change, what + 6, "an errno as EPERM or 1");
	} else if (!gone && strcmp(what, "back") != 0) {
		return change_expected(change, what, "gone, back or errno=NAME");
	}
	if (!change->sim)
		return 0;
	trouble = ctl ? &change->sim->trouble : &change_gpu_of(change)->trouble;
	change->sim->files_state += trouble->node_gone != gone;
	trouble->node_gone = gone;
	trouble->node_errno = error;
	return 0;
}
