/* SPDX-License-Identifier: MIT */
/*
 * Who may see and change partitions. A right is an open nvidia-caps node, handed
 * over as a descriptor when its object is made; being an administrator does not
 * replace the node there, only where a control asks for "configure".
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/driver.h"

#define CAPS_PER_GI (1 + SIM_CI_MAX)
/* KMIGMGR_MAX_GPU_SWIZZID, KMIGMGR_MAX_GPU_INSTANCES and ..._COMPUTE_INSTANCES */
#define ATTRIBUTED_GPUS 15u
#define ATTRIBUTED_PARTS 8u
#define NOTIFIER_RC_ERROR 37u

unsigned sim_cap_of_gi(const struct sim_gpu *gpu, uint32_t gi)
{
	return SIM_CAP_FIRST_OF_GPUS + SIM_CAPS_OF_GPU * gpu->minor + CAPS_PER_GI * gi;
}

unsigned sim_cap_of_ci(const struct sim_gpu *gpu, uint32_t gi, uint32_t ci)
{
	return sim_cap_of_gi(gpu, gi) + 1 + ci;
}

/* Static: not what exists, but what could. */
int sim_mig_list_minors(struct sim *sim)
{
	unsigned minor = SIM_CAP_FIRST_OF_GPUS;
	FILE *table = open_memstream(&sim->mig_minors, &sim->mig_minors_size);

	if (!table)
		return -ENOMEM;
	fprintf(table, "config %u\nmonitor %u\n", SIM_CAP_CONFIG, SIM_CAP_MONITOR);
	for (unsigned gpu = 0; gpu < SIM_GPUS_MAX; gpu++)
		for (unsigned gi = 0; gi < SIM_GI_IDS; gi++) {
			fprintf(table, "gpu%u/gi%u/access %u\n", gpu, gi, minor++);
			for (unsigned ci = 0; ci < SIM_CI_MAX; ci++)
				fprintf(table, "gpu%u/gi%u/ci%u/access %u\n", gpu, gi, ci, minor++);
		}
	return fclose(table) == 0 && sim->mig_minors ? 0 : -ENOMEM;
}

_Static_assert(SIM_CAPS_OF_GPU == SIM_GI_IDS * CAPS_PER_GI, "parts of a GPU");
_Static_assert(SIM_CAP_FIRST_OF_GPUS + SIM_GPUS_MAX * SIM_CAPS_OF_GPU == SIM_CAP_LAST_OF_GPUS + 1,
	       "minors");

static bool cap_exists(struct sim *sim, unsigned minor)
{
	if (minor == SIM_CAP_CONFIG || minor == SIM_CAP_MONITOR)
		return true;
	if (minor < SIM_CAP_FIRST_OF_GPUS)
		return false;
	minor -= SIM_CAP_FIRST_OF_GPUS;
	struct sim_gpu *gpu = sim_gpu_by_minor(sim, minor / SIM_CAPS_OF_GPU);
	unsigned within = minor % SIM_CAPS_OF_GPU;
	const struct sim_gi *gi = gpu ? &gpu->mig.instances[within / CAPS_PER_GI] : NULL;
	unsigned place = within % CAPS_PER_GI;
	return gi && gi->profile && (place == 0 || gi->compute[place - 1].valid);
}

int sim_open_capability(struct sim *sim, unsigned minor, int flags, struct sim_file **ret_file)
{
	struct sim_file *file;

	if (!cap_exists(sim, minor))
		return -ENODEV;
	file = calloc(1, sizeof(*file));
	if (!file)
		return -ENOMEM;
	file->sim = sim;
	file->minor = SIM_MINOR_NONE;
	file->capability = minor;
	file->flags = flags;
	file->next = sim->files;
	sim->files = file;
	*ret_file = file;
	return 0;
}

bool sim_cap_is_held(const struct sim_call *call, uint64_t descriptor, unsigned minor)
{
	const struct sim_file *file;

	if (descriptor > INT32_MAX)
		return false;
	file = call->task->file_at(call->task, (int)descriptor);
	return file && file->capability == minor;
}

static bool has_session(const struct sim_client *client, uint32_t class_number)
{
	const struct sim_object *object;

	for (object = client->objects; object; object = object->next)
		if (object->class_number == class_number)
			return true;
	return false;
}

bool sim_mig_may_configure(const struct sim_call *call)
{
	return call->admin || has_session(call->client, SIM_CLASS_MIG_CONFIG);
}

static const struct sim_object *device_of(const struct sim_object *object)
{
	while (object && object->class_number != SIM_CLASS_DEVICE)
		object = object->parent;
	return object;
}

uint32_t sim_mig_subscription(const struct sim_call *call)
{
	const struct sim_object *device = device_of(call->object);
	const struct sim_object *object;

	for (object = call->client->objects; device && object; object = object->next)
		if (object->class_number == SIM_CLASS_GPU_INSTANCE && device_of(object) == device)
			return object->instance;
	return SIM_NO_ID;
}

bool sim_mig_hides(const struct sim_call *call)
{
	return sim_mig_in_use(call->gpu) && sim_mig_subscription(call) == SIM_NO_ID &&
	       !has_session(call->client, SIM_CLASS_MIG_MONITOR);
}

/* What a client was subscribed to, as errors are attributed: 15 and 8 stand for none. */
static uint32_t attribution_of(const struct sim_object *subdevice)
{
	const struct sim_object *device = device_of(subdevice);
	const struct sim_object *object;
	uint32_t gi = ATTRIBUTED_GPUS, ci = ATTRIBUTED_PARTS;

	for (object = subdevice->client->objects; object; object = object->next) {
		if (device_of(object) != device)
			continue;
		if (object->class_number == SIM_CLASS_GPU_INSTANCE)
			gi = object->instance;
		if (object->class_number == SIM_CLASS_COMPUTE_INSTANCE)
			ci = object->instance;
	}
	return gi * ATTRIBUTED_GPUS + ci;
}

static bool is_attributed(uint16_t info16)
{
	return info16 / ATTRIBUTED_GPUS <= ATTRIBUTED_PARTS &&
	       info16 % ATTRIBUTED_GPUS <= ATTRIBUTED_PARTS;
}

/* _gpuFilterSubDeviceEventInfo. Numbers of engines are not told from each other. */
bool sim_mig_hides_event(const struct sim_object *subdevice, uint32_t notifier, uint16_t info16)
{
	const struct sim_client *client = subdevice->client;
	uint32_t attribution;

	if (!sim_mig_in_use(subdevice->gpu))
		return false;
	attribution = attribution_of(subdevice);
	if (attribution / ATTRIBUTED_GPUS == ATTRIBUTED_GPUS)
		return !client->admin && !has_session(client, SIM_CLASS_MIG_MONITOR);
	return notifier == NOTIFIER_RC_ERROR && is_attributed(info16) && info16 != attribution;
}

bool sim_gi_is_subscribed(const struct sim_gpu *gpu, uint32_t gi)
{
	const struct sim_client *client;
	const struct sim_object *object;

	for (client = gpu->sim->clients; client; client = client->next)
		for (object = client->objects; object; object = object->next)
			if (object->class_number == SIM_CLASS_GPU_INSTANCE && object->gpu == gpu &&
			    object->instance == gi)
				return true;
	return false;
}

bool sim_ci_is_subscribed(const struct sim_gpu *gpu, uint32_t gi, uint32_t ci)
{
	const struct sim_client *client;
	const struct sim_object *object;

	for (client = gpu->sim->clients; client; client = client->next)
		for (object = client->objects; object; object = object->next)
			if (object->class_number == SIM_CLASS_COMPUTE_INSTANCE &&
			    object->gpu == gpu && object->instance == ci &&
			    object->parent->instance == gi)
				return true;
	return false;
}
