/* SPDX-License-Identifier: MIT */
/*
 * Names of objects. A name says where an object is, not who made it: clients of
 * all processes are one, for the driver answers them alike.
 */
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "rm/escape.h"

enum { NAME_SIZE = 256 };

static void free_object(struct record_object *object)
{
	free(object->name);
	free(object->source);
	free(object);
}

void record_client_drop(struct record_objects *objects, uint32_t client)
{
	struct record_object **at = &objects->list;
	while (*at) {
		struct record_object *object = *at;
		if (object->client != client) {
			at = &object->next;
			continue;
		}
		*at = object->next;
		free_object(object);
	}
}

void record_objects_free(struct record_objects *objects)
{
	while (objects->list)
		record_client_drop(objects, objects->list->client);
}

struct record_object *record_object_find(const struct record_objects *objects, uint32_t client,
					 uint32_t handle)
{
	struct record_object *object = objects->list;
	while (object && (object->client != client || object->handle != handle))
		object = object->next;
	return object;
}

static void drop_one(struct record_objects *objects, struct record_object *gone)
{
	struct record_object **at = &objects->list;
	while (*at && *at != gone)
		at = &(*at)->next;
	if (*at)
		*at = gone->next;
	free_object(gone);
}

static struct record_object *child_of(const struct record_objects *objects, uint32_t client,
				      uint32_t parent)
{
	struct record_object *object = objects->list;
	while (object &&
	       (object->client != client || object->parent != parent || object->handle == parent))
		object = object->next;
	return object;
}

void record_object_drop(struct record_objects *objects, uint32_t client, uint32_t handle)
{
	struct record_object *object = record_object_find(objects, client, handle);
	if (client == handle) {
		record_client_drop(objects, client);
		return;
	}
	if (!object)
		return;
	/* Newer objects stand before older ones, so a parent is met after its children. */
	for (struct record_object *child; (child = child_of(objects, client, handle));)
		record_object_drop(objects, client, child->handle);
	drop_one(objects, object);
}

static uint32_t word(const uint8_t *params, size_t size, size_t at)
{
	uint32_t value = 0;
	if (at + sizeof value <= size)
		memcpy(&value, params + at, sizeof value);
	return value;
}

static void name_device(const struct record_objects *objects, uint32_t instance, char *dst)
{
	for (unsigned i = 0; i < objects->gpus_count; i++) {
		const struct record_gpu *gpu = &objects->gpus[i];
		if (!gpu->has_instance || !gpu->has_minor || gpu->instance != instance)
			continue;
		snprintf(dst, NAME_SIZE, "gpu %u", gpu->minor);
		return;
	}
	snprintf(dst, NAME_SIZE, "device %u", instance);
}

static void name_object(const struct record_objects *objects, const struct record_object *parent,
			uint32_t class_number, const uint8_t *params, size_t size, char *dst)
{
	const char *above = parent && strcmp(parent->name, "client") != 0 ? parent->name : "";
	const char *gap = *above ? " " : "";
	switch (class_number) {
	case NV01_ROOT:
	case NV01_ROOT_NON_PRIV:
	case NV01_ROOT_CLIENT:
		snprintf(dst, NAME_SIZE, "client");
		return;
	case NV01_DEVICE_0:
		name_device(objects, word(params, size, 0), dst);
		return;
	case NV20_SUBDEVICE_0:
		snprintf(dst, NAME_SIZE, "%s%ssubdevice", above, gap);
		return;
	case RM_USER_SHARED_DATA:
		snprintf(dst, NAME_SIZE, "%s%stelemetry", above, gap);
		return;
	case NV01_EVENT:
	case NV01_EVENT_OS_EVENT:
		snprintf(dst, NAME_SIZE, "%s%sevent", above, gap);
		return;
	case AMPERE_SMC_PARTITION_REF:
		snprintf(dst, NAME_SIZE, "%s%sgpu-instance %u", above, gap, word(params, size, 8));
		return;
	case AMPERE_SMC_EXEC_PARTITION_REF:
		snprintf(dst, NAME_SIZE, "%s%scompute-instance %u", above, gap,
			 word(params, size, 8));
		return;
	default:
		snprintf(dst, NAME_SIZE, "%s%sclass-0x%x", above, gap, class_number);
	}
}

bool record_is_root(uint32_t class_number)
{
	return class_number == NV01_ROOT || class_number == NV01_ROOT_NON_PRIV ||
	       class_number == NV01_ROOT_CLIENT;
}

struct record_object *record_object_add(struct record_objects *objects, uint32_t client,
					uint32_t parent, uint32_t handle, uint32_t class_number,
					const uint8_t *params, size_t params_size)
{
	char name[NAME_SIZE];
	const struct record_object *above = record_object_find(objects, client, parent);
	if (record_is_root(class_number)) {
		record_client_drop(objects, handle);
		client = parent = handle;
	}
	struct record_object *object = calloc(1, sizeof *object);
	if (!object)
		return NULL;
	name_object(objects, above, class_number, params, params_size, name);
	*object = (struct record_object){.client = client,
					 .handle = handle,
					 .parent = parent,
					 .class_number = class_number,
					 .name = strdup(name)};
	if (class_number == NV01_EVENT || class_number == NV01_EVENT_OS_EVENT) {
		uint32_t from = word(params, params_size, 4);
		const struct record_object *source =
		    record_object_find(objects, client, from ? from : parent);
		object->source = strdup(source ? source->name : "client");
		object->notify = word(params, params_size, 12);
	}
	object->next = objects->list;
	objects->list = object;
	return object;
}

static struct record_gpu *gpu_of(struct record_objects *objects, uint32_t id)
{
	for (unsigned i = 0; i < objects->gpus_count; i++)
		if (objects->gpus[i].id == id)
			return &objects->gpus[i];
	if (objects->gpus_count == sizeof objects->gpus / sizeof objects->gpus[0])
		return NULL;
	struct record_gpu *gpu = &objects->gpus[objects->gpus_count++];
	*gpu = (struct record_gpu){.id = id};
	return gpu;
}

void record_objects_learn_cards(struct record_objects *objects, const uint8_t *cards, size_t size)
{
	struct rm_card_info card;
	for (size_t at = 0; at + sizeof card <= size; at += sizeof card) {
		memcpy(&card, cards + at, sizeof card);
		struct record_gpu *gpu = card.valid ? gpu_of(objects, card.gpu_id) : NULL;
		if (gpu) {
			gpu->minor = card.minor_number;
			gpu->has_minor = true;
		}
	}
}

/* An instance belongs to the GPU that was last seen with it. */
static void learn(struct record_objects *objects, uint32_t id, uint32_t instance)
{
	for (unsigned i = 0; i < objects->gpus_count; i++)
		if (objects->gpus[i].instance == instance && objects->gpus[i].id != id)
			objects->gpus[i].has_instance = false;
	struct record_gpu *gpu = gpu_of(objects, id);
	if (gpu) {
		gpu->instance = instance;
		gpu->has_instance = true;
	}
}

void record_objects_learn_id(struct record_objects *objects, enum rm_cmd cmd,
			     const struct rm_layout *layout, const uint8_t *params)
{
	if (cmd == RM_GPU_GET_ID_INFO) {
		struct rm_gpu_get_id_info info = {0};
		rm_decode(layout, RM_IN | RM_OUT, params, &info);
		learn(objects, info.gpu_id, info.device_instance);
	} else if (cmd == RM_GPU_GET_ID_INFO_V2) {
		struct rm_gpu_get_id_info_v2 info = {0};
		rm_decode(layout, RM_IN | RM_OUT, params, &info);
		learn(objects, info.gpu_id, info.device_instance);
	}
}
