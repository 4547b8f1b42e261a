/* SPDX-License-Identifier: MIT */
/* Clients, their objects and when they end. */
#include <stdlib.h>

#include "sim/driver.h"

/* Client handles of user space are 0xC1D00000 | index. */
#define CLIENT_HANDLE_BASE 0xc1d00000u
#define CLIENT_HANDLE_MASK 0xfffffu
/* Handles that the driver gives when the caller leaves the choice to it. */
#define GENERATED_BASE 0xcaf00000u
#define GENERATED_COUNT 0x80000u
/* Handles kept for firmware. */
#define RESERVED_FIRST 0xc9f00000u
#define RESERVED_LAST 0xc9f7ffffu

struct sim_client *sim_client_find(struct sim *sim, uint32_t handle)
{
	struct sim_client *client;

	for (client = sim->clients; client; client = client->next)
		if (client->handle == handle)
			return client;
	return NULL;
}

/* The driver asks which open file calls; a tied file speaks for the one it is tied to. */
static struct sim_file *identity(struct sim_file *file)
{
	return file->ctl ? file->ctl : file;
}

struct sim_client *sim_client_of_call(const struct sim_call *call, uint32_t handle,
				      uint32_t unknown, uint32_t *ret_status)
{
	struct sim_client *client = sim_client_find(call->sim, handle);

	if (!client) {
		*ret_status = unknown;
		return NULL;
	}
	if (client->file != identity(call->file)) {
		*ret_status = SIM_INVALID_CLIENT;
		return NULL;
	}
	return client;
}

struct sim_object *sim_object_find(struct sim_client *client, uint32_t handle)
{
	struct sim_object *object;

	for (object = client->objects; object; object = object->next)
		if (object->handle == handle)
			return object;
	return NULL;
}

static uint32_t choose_handle(struct sim_client *client)
{
	uint32_t handle;

	do
		handle = GENERATED_BASE + client->generated++ % GENERATED_COUNT;
	while (sim_object_find(client, handle));
	return handle;
}

uint32_t sim_handle_assign(struct sim_client *client, uint32_t *handle)
{
	if (*handle == 0)
		*handle = choose_handle(client);
	if (*handle == client->handle || (*handle >= RESERVED_FIRST && *handle <= RESERVED_LAST))
		return SIM_INVALID_OBJECT_HANDLE;
	return sim_object_find(client, *handle) ? SIM_INSERT_DUPLICATE_NAME : SIM_OK;
}

static uint32_t generate_client_handle(struct sim *sim)
{
	uint32_t handle;

	do
		handle = CLIENT_HANDLE_BASE | (sim->clients_made++ & CLIENT_HANDLE_MASK);
	while (sim_client_find(sim, handle));
	return handle;
}

uint32_t sim_client_new(const struct sim_call *call, uint32_t wanted, uint32_t *ret_handle)
{
	struct sim *sim = call->sim;
	struct sim_client *client;

	if (wanted && sim_client_find(sim, wanted))
		return SIM_INSERT_DUPLICATE_NAME;
	client = calloc(1, sizeof(*client));
	if (!client)
		return SIM_NO_MEMORY;
	client->handle = wanted ? wanted : generate_client_handle(sim);
	client->file = identity(call->file);
	client->tgid = call->task->tgid;
	client->admin = call->admin;
	if (!sim_object_new(client, NULL, client->handle, SIM_CLASS_ROOT)) {
		free(client);
		return SIM_NO_MEMORY;
	}
	client->next = sim->clients;
	sim->clients = client;
	*ret_handle = client->handle;
	return SIM_OK;
}

struct sim_object *sim_object_new(struct sim_client *client, struct sim_object *parent,
				  uint32_t handle, uint32_t class_number)
{
	struct sim_object *object = calloc(1, sizeof(*object));

	if (!object)
		return NULL;
	object->client = client;
	object->parent = parent;
	object->gpu = parent ? parent->gpu : NULL;
	object->handle = handle;
	object->class_number = class_number;
	object->event_fd = -1;
	object->next = client->objects;
	client->objects = object;
	return object;
}

static struct sim_object *child_of(const struct sim_object *parent)
{
	struct sim_object *object;

	for (object = parent->client->objects; object; object = object->next)
		if (object->parent == parent)
			return object;
	return NULL;
}

void sim_object_free(struct sim *sim, struct sim_object *object)
{
	struct sim_object **at = &object->client->objects;
	struct sim_object *child;

	while ((child = child_of(object)) != NULL)
		sim_object_free(sim, child);
	while (*at != object)
		at = &(*at)->next;
	*at = object->next;
	sim_events_forget(sim, object);
	if (object->class_number == SIM_CLASS_SHARED_DATA)
		sim_rusd_update_mask(object->gpu);
	free(object);
}

void sim_client_free(struct sim *sim, struct sim_client *client)
{
	struct sim_client **at = &sim->clients;
	struct sim_object *root = sim_object_find(client, client->handle);

	if (root)
		sim_object_free(sim, root);
	sim_system_events_drop(client);
	sim_sinks_drop(sim, client->handle, NULL);
	while (*at != client)
		at = &(*at)->next;
	*at = client->next;
	free(client);
}

void sim_clients_of_file_free(struct sim *sim, struct sim_file *file)
{
	struct sim_client *client = sim->clients;

	while (client) {
		struct sim_client *next = client->next;

		if (client->file == file)
			sim_client_free(sim, client);
		client = next;
	}
}

static struct sim_object *device_of(struct sim_client *client, const struct sim_gpu *gpu)
{
	struct sim_object *object;

	for (object = client->objects; object; object = object->next)
		if (object->class_number == SIM_CLASS_DEVICE && object->gpu == gpu)
			return object;
	return NULL;
}

/* The GPU stops: its devices end in every client, although their files stay open. */
void sim_gpu_objects_free(struct sim_gpu *gpu)
{
	struct sim_client *client;
	struct sim_object *device;

	for (client = gpu->sim->clients; client; client = client->next)
		while ((device = device_of(client, gpu)) != NULL)
			sim_object_free(gpu->sim, device);
}
