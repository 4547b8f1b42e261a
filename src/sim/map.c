/* SPDX-License-Identifier: MIT */
/* RM_MAP_MEMORY of the telemetry page: the only memory that can be mapped. */
#include "sim/driver.h"

/* NVOS33_FLAGS: ACCESS 1:0, PERSISTENT 4:4. */
#define ACCESS_MASK 3u
#define PERSISTENT (1u << 4)
#define COOKIE_BASE 0x100000000ull
#define COOKIE_STEP 0x4000u

static uint32_t check_object(struct sim_call *call)
{
	struct sim_object *device, *memory;
	uint64_t offset = sim_get64(call->arg + 16);
	uint64_t length = sim_get64(call->arg + 24);
	uint64_t size = sim_rusd_size(call->sim);

	device = sim_object_find(call->client, sim_get32(call->arg + 4));
	memory = sim_object_find(call->client, sim_get32(call->arg + 8));
	if (!device || !memory)
		return SIM_OBJECT_NOT_FOUND;
	if (device->class_number != SIM_CLASS_DEVICE && device->class_number != SIM_CLASS_SUBDEVICE)
		return SIM_INVALID_OBJECT_PARENT;
	if (memory->class_number != SIM_CLASS_SHARED_DATA || memory->gpu != device->gpu)
		return SIM_OBJECT_NOT_FOUND;
	if (offset >= size)
		return SIM_INVALID_BASE;
	if (length == 0 || length > size - offset)
		return SIM_INVALID_LIMIT;
	call->gpu = memory->gpu;
	return SIM_OK;
}

/* The mapping waits on the file for mmap; one per file, for its life. */
static uint32_t add_context(struct sim_call *call)
{
	const struct sim_task *task = call->task;
	struct sim_file *file = task->file_at(task, (int)sim_get32(call->arg + 48));
	size_t size = sim_rusd_size(call->sim);

	if (!file || file->gpu)
		return SIM_INVALID_ARGUMENT;
	if (task->tgid != call->client->tgid)
		return SIM_INVALID_CLIENT;
	if (file->has_mapping)
		return SIM_STATE_IN_USE;
	file->mapping = task->share_memory(task, file, size);
	if (!file->mapping)
		return SIM_NO_MEMORY;
	file->has_mapping = true;
	file->mapping_tgid = task->tgid;
	file->mapping_size = size;
	file->mapping_gpu = call->gpu;
	file->mapping_cookie = COOKIE_BASE + COOKIE_STEP * (uint64_t)call->sim->mappings_made++;
	sim_rusd_mirror(file);
	sim_put64(call->arg + 32, file->mapping_cookie + sim_get64(call->arg + 16));
	return SIM_OK;
}

uint32_t sim_map_memory(struct sim_call *call)
{
	uint32_t flags = sim_get32(call->arg + 44);
	uint32_t status = SIM_OK;

	if ((flags & PERSISTENT) || (flags & ACCESS_MASK) == ACCESS_MASK)
		return SIM_INVALID_FLAGS;
	call->client =
	    sim_client_of_call(call, sim_get32(call->arg), SIM_INVALID_OBJECT_HANDLE, &status);
	if (!call->client)
		return status;
	status = check_object(call);
	return status == SIM_OK ? add_context(call) : status;
}

/* Looked up by cookie per process; the context stays on the file. */
uint32_t sim_unmap_memory(struct sim_call *call)
{
	uint64_t cookie = sim_get64(call->arg + 16) & ~(uint64_t)(COOKIE_STEP - 1);
	uint32_t status = SIM_OK;
	struct sim_file *file;

	if (!sim_client_of_call(call, sim_get32(call->arg), SIM_INVALID_OBJECT_HANDLE, &status))
		return status;
	for (file = call->sim->files; file; file = file->next)
		if (file->has_mapping && file->mapping_cookie == cookie &&
		    file->mapping_tgid == call->task->tgid) {
			file->mapping_cookie = 0;
			return SIM_OK;
		}
	return SIM_OBJECT_NOT_FOUND;
}
