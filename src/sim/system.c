/* SPDX-License-Identifier: MIT */
/* Controls of the root object: enumeration, versions. */
#include <stdio.h>
#include <string.h>

#include "sim/controls.h"

#define NO_ID 0xffffffffu           /* NV0000_CTRL_GPU_INVALID_ID */
#define ATTACH_ALL_PROBED 0xffffu   /* NV0000_CTRL_GPU_ATTACH_ALL_PROBED_IDS */
#define DETACH_ALL_ATTACHED 0xffffu /* NV0000_CTRL_GPU_DETACH_ALL_ATTACHED_IDS */
#define FORMAT_MASK 3u
#define FORMAT_BINARY 2u /* ..._FLAGS_FORMAT_BINARY */
#define ADDR_SPACE_SYSMEM 1u
#define UUID_TEXT_LENGTH 40u

uint32_t sim_get_probed_ids(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_probed_ids *params = neutral;
	unsigned probed = 0, excluded = 0;

	memset(params->gpu_ids, 0xff, sizeof(params->gpu_ids));
	memset(params->excluded_gpu_ids, 0xff, sizeof(params->excluded_gpu_ids));
	for (unsigned i = 0; i < call->sim->gpu_count; i++) {
		const struct sim_gpu *gpu = &call->sim->gpus[i];

		if (gpu->removed)
			continue;
		if (gpu->entry->excluded) {
			params->excluded_gpu_ids[excluded++] = gpu->id;
		} else {
			params->gpu_flags[probed] = 0;
			params->gpu_ids[probed++] = gpu->id;
		}
	}
	return SIM_OK;
}

uint32_t sim_get_attached_ids(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_attached_ids *params = neutral;
	unsigned count = 0;

	memset(params->gpu_ids, 0xff, sizeof(params->gpu_ids));
	for (unsigned i = 0; i < call->sim->gpu_count; i++)
		if (call->sim->gpus[i].attached)
			params->gpu_ids[count++] = call->sim->gpus[i].id;
	return SIM_OK;
}

uint32_t sim_get_device_ids(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_device_ids *params = neutral;

	params->device_ids = 0;
	for (unsigned i = 0; i < call->sim->gpu_count; i++)
		if (call->sim->gpus[i].attached)
			params->device_ids |= 1u << call->sim->gpus[i].device_instance;
	return SIM_OK;
}

static bool is_probed(struct sim *sim, uint32_t id)
{
	const struct sim_gpu *gpu = sim_gpu_by_id(sim, id);

	return gpu && !gpu->entry->excluded;
}

/* Attaching by id is accepted; what initialises a GPU here is opening its node. */
uint32_t sim_attach_ids(struct sim_call *call, void *neutral)
{
	struct rm_gpu_attach_ids *params = neutral;

	if (params->gpu_ids[0] == ATTACH_ALL_PROBED)
		return SIM_OK;
	for (unsigned i = 0; i < SIM_GPUS_MAX && params->gpu_ids[i] != NO_ID; i++)
		if (!is_probed(call->sim, params->gpu_ids[i]))
			return SIM_INVALID_ARGUMENT;
	return SIM_OK;
}

static const struct sim_gpu *attached(struct sim *sim, uint32_t id)
{
	const struct sim_gpu *gpu = sim_gpu_by_id(sim, id);

	return gpu && gpu->attached ? gpu : NULL;
}

/* As attaching; only the first id is looked at. */
uint32_t sim_detach_ids(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_detach_ids *params = neutral;
	uint32_t first = params->gpu_ids[0];

	if (first == DETACH_ALL_ATTACHED || first == NO_ID || attached(call->sim, first))
		return SIM_OK;
	return SIM_INVALID_ARGUMENT;
}

uint32_t sim_attach_one(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_async_attach_id *params = neutral;

	return is_probed(call->sim, params->gpu_id) ? SIM_OK : SIM_INVALID_ARGUMENT;
}

uint32_t sim_get_id_info(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_id_info *params = neutral;
	const struct sim_gpu *gpu = attached(call->sim, params->gpu_id);

	if (!gpu)
		return SIM_INVALID_ARGUMENT;
	params->gpu_flags = 0;
	params->device_instance = gpu->device_instance;
	params->sub_device_instance = 0;
	params->sli_status = 0;
	params->board_id = gpu->id;
	params->gpu_instance = gpu->device_instance;
	params->numa_id = (int32_t)sim_gpu_memory_node(gpu);
	return SIM_OK;
}

uint32_t sim_get_id_info_v2(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_id_info_v2 *params = neutral;
	struct rm_gpu_get_id_info info = {.gpu_id = params->gpu_id};
	uint32_t status = sim_get_id_info(call, &info);

	params->gpu_flags = info.gpu_flags;
	params->device_instance = info.device_instance;
	params->sub_device_instance = info.sub_device_instance;
	params->sli_status = info.sli_status;
	params->board_id = info.board_id;
	params->gpu_instance = info.gpu_instance;
	params->numa_id = info.numa_id;
	return status;
}

uint32_t sim_get_init_status(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_init_status *params = neutral;
	const struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	if (!gpu)
		return SIM_INVALID_ARGUMENT;
	if (!gpu->tried)
		return SIM_INVALID_STATE;
	params->status = gpu->fail_status;
	return SIM_OK;
}

uint32_t sim_get_pci_info(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_pci_info *params = neutral;
	const struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	if (!gpu)
		return SIM_OBJECT_NOT_FOUND;
	params->domain = gpu->domain;
	params->bus = gpu->bus;
	params->slot = gpu->device;
	return SIM_OK;
}

static bool uuid_is(const struct sim_gpu *gpu, const uint8_t *uuid, bool binary)
{
	if (binary)
		return memcmp(gpu->uuid, uuid, sizeof(gpu->uuid)) == 0;
	return strncmp(gpu->uuid_text, (const char *)uuid, UUID_TEXT_LENGTH + 1) == 0;
}

uint32_t sim_get_uuid_info(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_uuid_info *params = neutral;
	bool binary = (params->flags & FORMAT_MASK) == FORMAT_BINARY;

	for (unsigned i = 0; i < call->sim->gpu_count; i++) {
		const struct sim_gpu *gpu = &call->sim->gpus[i];

		if (!gpu->attached || !uuid_is(gpu, params->gpu_uuid, binary))
			continue;
		params->gpu_id = gpu->id;
		params->device_instance = gpu->device_instance;
		params->subdevice_instance = 0;
		return SIM_OK;
	}
	return SIM_OBJECT_NOT_FOUND;
}

uint32_t sim_get_uuid_from_gpu_id(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_uuid_from_gpu_id *params = neutral;
	const struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	/* Known from the first initialisation on; of an excluded GPU since it was probed. */
	if (!gpu || (!gpu->seen && !gpu->entry->excluded))
		return SIM_OBJECT_NOT_FOUND;
	memset(params->gpu_uuid, 0, sizeof(params->gpu_uuid));
	if ((params->flags & FORMAT_MASK) == FORMAT_BINARY) {
		memcpy(params->gpu_uuid, gpu->uuid, sizeof(gpu->uuid));
		params->uuid_str_len = sizeof(gpu->uuid);
	} else {
		memcpy(params->gpu_uuid, gpu->uuid_text, UUID_TEXT_LENGTH);
		params->uuid_str_len = UUID_TEXT_LENGTH + 1;
	}
	return SIM_OK;
}

/* Without MIG every attached GPU is one device with no instance. */
static void add_device(struct rm_gpu_get_active_device_ids *params, uint32_t gpu, uint32_t gi,
		       uint32_t ci)
{
	if (params->num_devices < sizeof(params->devices) / sizeof(params->devices[0]))
		params->devices[params->num_devices++] =
		    (struct rm_gpu_get_active_device_ids_devices){
			.gpu_id = gpu, .gpu_instance_id = gi, .compute_instance_id = ci};
}

/* A GPU as a whole, or its compute instances when MIG is on. */
uint32_t sim_get_active_device_ids(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_active_device_ids *params = neutral;

	params->num_devices = 0;
	for (unsigned i = 0; i < call->sim->gpu_count; i++) {
		const struct sim_gpu *gpu = &call->sim->gpus[i];

		if (!gpu->attached)
			continue;
		if (!sim_mig_is_on(gpu))
			add_device(params, gpu->id, NO_ID, NO_ID);
		for (uint32_t gi = 0; gi < SIM_GI_IDS; gi++)
			for (uint32_t ci = 0; ci < SIM_CI_MAX; ci++)
				if (gpu->mig.instances[gi].profile &&
				    gpu->mig.instances[gi].compute[ci].valid)
					add_device(params, gpu->id, gi, ci);
	}
	return SIM_OK;
}

uint32_t sim_get_build_version_v2(struct sim_call *call, void *neutral)
{
	struct rm_system_get_build_version_v2 *params = neutral;

	memset(params, 0, sizeof(*params));
	snprintf(params->driver_version_buffer, sizeof(params->driver_version_buffer), "%s",
		 call->sim->version_text);
	snprintf(params->version_buffer, sizeof(params->version_buffer), "%s",
		 call->sim->version_text);
	snprintf(params->driver_branch, sizeof(params->driver_branch), "r%u_00",
		 call->sim->version.major);
	snprintf(params->title_buffer, sizeof(params->title_buffer), "NVIDIA UNIX Driver %s",
		 call->sim->version_text);
	return SIM_OK;
}

/*
 * The older form keeps its texts behind pointers. With one of them missing it tells how much
 * room the longest needs; numbers of changes are not simulated.
 */
uint32_t sim_get_build_version(struct sim_call *call, void *neutral)
{
	struct rm_system_get_build_version *params = neutral;
	struct rm_system_get_build_version_v2 texts;
	const char *from[] = {texts.driver_version_buffer, texts.version_buffer,
			      texts.title_buffer};
	uint64_t to[] = {params->driver_version_buffer, params->version_buffer,
			 params->title_buffer};
	uint32_t longest = 0;

	sim_get_build_version_v2(call, &texts);
	for (size_t i = 0; i < 3; i++)
		if (strlen(from[i]) + 1 > longest)
			longest = (uint32_t)strlen(from[i]) + 1;
	if (!to[0] || !to[1] || !to[2]) {
		params->size_of_strings = longest;
		return SIM_OK;
	}
	if (params->size_of_strings < longest)
		return SIM_INVALID_PARAM_STRUCT;
	for (size_t i = 0; i < 3; i++)
		if (call->task->copy_out(call->task, to[i], from[i], strlen(from[i]) + 1) < 0)
			return SIM_INVALID_PARAM_STRUCT;
	return SIM_OK;
}

uint32_t sim_get_addr_space_type(struct sim_call *call, void *neutral)
{
	struct rm_client_get_addr_space_type *params = neutral;
	const struct sim_object *object = sim_object_find(call->client, params->h_object);

	if (!object)
		return SIM_OBJECT_NOT_FOUND;
	if (object->class_number != SIM_CLASS_SHARED_DATA) /* registers cannot be mapped here */
		return object->gpu ? SIM_NOT_SUPPORTED : SIM_INVALID_OBJECT;
	params->addr_space_type = ADDR_SPACE_SYSMEM;
	return SIM_OK;
}

/* NV0000_CTRL_EVENT_SET_NOTIFICATION_ACTION_REPEAT */
#define SYSTEM_ACTION_REPEAT 2u

/* NV0000_NOTIFIERS_MAXCOUNT; single or repeat only from disabled (client_resource.c). */
uint32_t sim_system_event_set_notification(struct sim_call *call, void *neutral)
{
	const struct rm_system_event_set_notification *params = neutral;
	uint32_t count = sim_since(call->sim, 575, 0, 0) ? 4 : 5;

	if (params->event >= count)
		return SIM_INVALID_ARGUMENT;
	if (!sim_object_has_event(call->object))
		return SIM_INVALID_STATE;
	if (params->action > SYSTEM_ACTION_REPEAT)
		return SIM_INVALID_ARGUMENT;
	if (params->action != 0 && call->client->system_actions[params->event] != 0)
		return SIM_INVALID_STATE;
	call->client->system_actions[params->event] = (uint8_t)params->action;
	return SIM_OK;
}
