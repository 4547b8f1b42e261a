/* SPDX-License-Identifier: MIT */
/* What a recording has several of: processes, accounts, sessions, MIG devices. */
#include <stdlib.h>
#include <string.h>

#include "import.h"
#include "sim/mig.h"

enum { LIST_MAX = 256, PID_MAX = 0x3fffff, MIG_DEVICES = 56 };
#define KIB_PER_MIB 1024

/* A number of a child element; if_untold where it has none. */
static int64_t number_at(const xmlNode *node, const char *path, int64_t if_untold)
{
	char text[IMPORT_TEXT];
	const xmlNode *told;
	int64_t value;

	if (!import_told(node, path, text, &told) || !import_number(text, 1, &value))
		return if_untold;
	return value;
}

/* Processes. */

static const char *type_of(struct import *import, const xmlNode *node)
{
	static const char *const types[] = {"C", "G", "C+G"};
	char text[IMPORT_TEXT];
	const xmlNode *told;

	if (!import_told(node, "type", text, &told))
		return "C"; /* drivers before 352 list what computes */
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(text, types[i]) == 0)
			return types[i];
	import_note(import, NOTE_CHANGED, told, "type %s to C: no type of a process", text);
	return "C";
}

static const char *instance_of(struct import *import, const xmlNode *node)
{
	int64_t gpu = number_at(node, "gpu_instance_id", -1);
	int64_t compute = number_at(node, "compute_instance_id", 0);

	if (gpu < 0 || gpu > 14 || compute < 0 || compute > 7)
		return "";
	return import_format(import, ", gpu_instance: %d, compute_instance: %d", (int)gpu,
			     (int)compute);
}

static void put_process(struct import *import, struct import_gpu *gpu, const xmlNode *node,
			bool with_memory)
{
	char name[IMPORT_TEXT];
	int64_t pid = number_at(node, "pid", 0);
	int64_t mib = with_memory ? number_at(node, "used_memory", 0) : 0;

	if (pid < 1 || pid > PID_MAX || gpu->processes.count == LIST_MAX) {
		import_note(import, NOTE_LOST, node,
			    "process_info: a pid outside 1 to %d, or the %dth process", PID_MAX,
			    LIST_MAX + 1);
		return;
	}
	if (!import_text(import_child(node, "process_name"), name))
		import_note(import, NOTE_UNTOLD, node, "process_name");
	import_append(
	    import, &gpu->processes,
	    import_format(import, "{pid: %d, name: %s%s, type: %s, memory_mib: %lld%s}", (int)pid,
			  import_quoted(import, name), strchr(name, ' ') ? ", verbatim: true" : "",
			  type_of(import, node), (long long)mib, instance_of(import, node)));
	gpu->processes_mib += (uint64_t)mib;
}

static int64_t sum_of_processes(const xmlNode *first)
{
	int64_t sum = 0;

	for (const xmlNode *node = first; node; node = import_next(node)) {
		int64_t mib = number_at(node, "used_memory", 0);

		if (mib < 0 || mib > PID_MAX)
			return INT64_MAX;
		sum += mib;
	}
	return sum;
}

/* Where processes share memory, their sum is no part of what is used. */
static void put_processes(struct import *import, struct import_gpu *gpu)
{
	const xmlNode *first = import_at(gpu->node, "processes/process_info");
	int64_t sum = sum_of_processes(first);
	bool fits = sum <= number_at(gpu->node, "fb_memory_usage/used", INT64_MAX - 1);

	if (!fits)
		import_note(import, NOTE_LOST, first,
			    "used_memory of processes: together more than the GPU's used memory");
	for (const xmlNode *node = first; node; node = import_next(node)) {
		if (number_at(node, "used_memory", -1) < 0)
			import_note(import, NOTE_UNTOLD, node, "used_memory of processes");
		put_process(import, gpu, node, fits);
	}
}

/* A recording has how long a process ran, not when. */
static void put_accounts(struct import *import, struct import_gpu *gpu)
{
	const xmlNode *node = import_at(gpu->node, "accounted_processes/accounted_process_info");

	for (; node && gpu->accounts.count < LIST_MAX; node = import_next(node)) {
		int64_t pid = number_at(node, "pid", 0), ms = number_at(node, "time", 0);
		int64_t load = number_at(node, "gpu_util", 0);
		int64_t memory = number_at(node, "memory_util", 0);
		int64_t mib = number_at(node, "max_memory_usage", 0);

		if (pid < 1 || pid > PID_MAX || load < 0 || load > 100 || memory < 0 ||
		    memory > 100 || mib < 0 || ms < 0 || ms > INT32_MAX) {
			import_note(import, NOTE_LOST, node,
				    "accounted_process_info: numbers that "
				    "no account has");
			continue;
		}
		import_note(import, NOTE_UNTOLD, node, "when an accounted process started");
		import_append(import, &gpu->accounts,
			      import_format(import,
					    "{pid: %d, gpu_percent: %d, memory_percent: %d, "
					    "max_memory_mib: %lld, start_us: 1, end_us: %lld}",
					    (int)pid, (int)load, (int)memory, (long long)mib,
					    (long long)ms * 1000 + 1));
	}
}

/* A recording has their number and means, not each by itself. */
static void put_sessions(struct import *import, struct import_gpu *gpu)
{
	int64_t count = number_at(gpu->node, "encoder_stats/session_count", 0);
	int64_t fps = number_at(gpu->node, "encoder_stats/average_fps", 0);
	int64_t latency = number_at(gpu->node, "encoder_stats/average_latency", 0);
	const xmlNode *process = import_at(gpu->node, "processes/process_info");

	if (count <= 0)
		return;
	if (count > LIST_MAX || fps < 0 || fps > UINT32_MAX || latency < 0 ||
	    latency > UINT32_MAX) {
		import_note(import, NOTE_LOST, import_child(gpu->node, "encoder_stats"),
			    "encoder_stats: more sessions than a machine has");
		return;
	}
	import_note(import, NOTE_ASSUMED, import_child(gpu->node, "encoder_stats"),
		    "pid and size of encoder sessions: the recording has their number and means");
	for (int64_t i = 0; i < count; i++) {
		int64_t pid = number_at(process, "pid", 1);

		import_append(import, &gpu->sessions,
			      import_format(import,
					    "{pid: %d, id: %d, width: 0, height: 0, frames_per_s: "
					    "%lld, latency_us: %lld}",
					    pid > 0 && pid <= PID_MAX ? (int)pid : 1, (int)i + 1,
					    (long long)fps, (long long)latency));
		if (process && import_next(process))
			process = import_next(process);
	}
}

/* MIG. */

struct device {
	const xmlNode *node;
	int64_t instance, sms, memory_mib, used_mib;
};

struct devices {
	struct device list[MIG_DEVICES];
	size_t count;
};

static bool read_device(const xmlNode *node, struct device *ret_device)
{
	*ret_device = (struct device){
	    .node = node,
	    .instance = number_at(node, "gpu_instance_id", -1),
	    .sms = number_at(node, "device_attributes/shared/multiprocessor_count", -1),
	    .memory_mib = number_at(node, "fb_memory_usage/total", -1),
	    .used_mib = number_at(node, "fb_memory_usage/used", 0),
	};
	return ret_device->instance >= 0 && ret_device->instance < SIM_GI_IDS &&
	       ret_device->sms > 0 && ret_device->memory_mib > 0 && ret_device->used_mib >= 0 &&
	       ret_device->used_mib <= 0x3fffff;
}

static void read_devices(struct import *import, const struct import_gpu *gpu,
			 struct devices *ret_devices)
{
	const xmlNode *node = import_at(gpu->node, "mig_devices/mig_device");

	ret_devices->count = 0;
	for (; node && ret_devices->count < MIG_DEVICES; node = import_next(node)) {
		if (read_device(node, &ret_devices->list[ret_devices->count]))
			ret_devices->count++;
		else
			import_note(import, NOTE_LOST, node,
				    "mig_device: without instance, multiprocessors or memory");
	}
}

static bool is_first_of_instance(const struct devices *devices, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (devices->list[i].instance == devices->list[at].instance)
			return false;
	return true;
}

/* The profile with this memory and, of several, the one whose multiprocessors are used up. */
static const struct sim_mig_profile *profile_of(const struct sim_mig_board *board,
						const struct devices *devices, size_t at)
{
	const struct sim_mig_profile *found = NULL;
	int64_t sms = 0;

	for (size_t i = at; i < devices->count; i++)
		if (devices->list[i].instance == devices->list[at].instance)
			sms += devices->list[i].sms;
	for (size_t i = 0; board && i < SIM_MIG_PROFILES && board->profiles[i].name; i++) {
		const struct sim_mig_profile *profile = &board->profiles[i];

		if (profile->memory_mib == devices->list[at].memory_mib && profile->sms >= sms &&
		    !profile->media && (!found || profile->sms < found->sms))
			found = profile;
	}
	return found;
}

/* "[1, 2]", or "" for one compute instance that fills it. */
static const char *parts_of(struct import *import, const struct devices *devices, size_t at,
			    const struct sim_mig_profile *profile)
{
	const char *parts = "";

	if (devices->list[at].sms == profile->sms)
		return "";
	for (size_t i = at; i < devices->count; i++) {
		int64_t slices = devices->list[i].sms * profile->slices / profile->sms;

		if (devices->list[i].instance == devices->list[at].instance)
			parts = import_format(import, "%s%s%lld", parts, *parts ? ", " : "",
					      (long long)(slices ? slices : 1));
	}
	return import_format(import, ", compute: [%s]", parts);
}

/*
 * Sizes are whole MiB. Where all instances show the same, each uses its share of what the GPU
 * uses; else what it shows.
 */
static int64_t used_kib(const struct import_gpu *gpu, const struct devices *devices, size_t at)
{
	int64_t total = number_at(gpu->node, "fb_memory_usage/used", -1);
	int64_t share = total * KIB_PER_MIB / (int64_t)devices->count;
	int64_t shown = devices->list[at].used_mib * KIB_PER_MIB;

	if (share < shown || share >= shown + KIB_PER_MIB)
		return shown;
	share = (total * KIB_PER_MIB + KIB_PER_MIB * 2 / 3) / (int64_t)devices->count;
	return share < shown + KIB_PER_MIB ? share : shown;
}

static int64_t used_by_processes_kib(const struct import_gpu *gpu, int64_t instance)
{
	const xmlNode *node = import_at(gpu->node, "processes/process_info");
	int64_t sum = 0;

	for (; node; node = import_next(node)) {
		int64_t mib = number_at(node, "used_memory", 0);

		if (number_at(node, "gpu_instance_id", -1) == instance && mib > 0 && mib < PID_MAX)
			sum += mib * KIB_PER_MIB;
	}
	return sum;
}

static void put_instance(struct import *import, struct import_gpu *gpu,
			 const struct devices *devices, size_t at)
{
	const struct sim_mig_profile *profile = profile_of(
	    sim_mig_board_find(import_get(gpu, GROUP_MODEL, "mig_profiles")), devices, at);
	int64_t processes = used_by_processes_kib(gpu, devices->list[at].instance);
	int64_t kib = used_kib(gpu, devices, at);

	if (!profile) {
		import_note(import, NOTE_LOST, devices->list[at].node,
			    "mig_device: no known GPU instance has this memory on this board");
		return;
	}
	import_append(import, &gpu->instances,
		      import_format(import, "{profile: %s, used_kib: %lld%s}", profile->name,
				    (long long)(kib > processes ? kib - processes : 0),
				    parts_of(import, devices, at, profile)));
}

static void put_mig(struct import *import, struct import_gpu *gpu)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;
	struct devices devices;

	if (!import_told(gpu->node, "mig_mode/current_mig", text, &node) ||
	    strcmp(text, "Enabled") != 0)
		return;
	if (!import_get(gpu, GROUP_MODEL, "mig_profiles")) {
		import_note(import, NOTE_LOST, node,
			    "current_mig Enabled: the GPU instances of this board are not known");
		return;
	}
	import_set(import, gpu, GROUP_GPU, "mig_enabled", "true");
	read_devices(import, gpu, &devices);
	for (size_t i = 0; i < devices.count; i++)
		if (is_first_of_instance(&devices, i))
			put_instance(import, gpu, &devices, i);
	if (gpu->instances.count)
		import_note(import, NOTE_UNTOLD, node, "where GPU instances start");
}

void import_processes(struct import *import, struct import_gpu *gpu)
{
	put_processes(import, gpu);
}

void import_lists(struct import *import, struct import_gpu *gpu)
{
	put_accounts(import, gpu);
	put_sessions(import, gpu);
	put_mig(import, gpu);
}
