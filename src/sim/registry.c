/* SPDX-License-Identifier: MIT */
/*
 * The driver's own registry, which an escape reads and writes. It begins with the
 * module's parameters; a key of a GPU hides the global one of that name and type.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sim/driver.h"
#include "sim/params.h"

/* NVOS38_ACCESS_TYPE_*, NVOS38_MAX_REGISTRY_STRING_LENGTH, ..._BINARY_LENGTH */
#define READ_DWORD 1u
#define WRITE_DWORD 2u
#define READ_BINARY 6u
#define WRITE_BINARY 7u
#define NAME_MAX_SIZE 256u
#define BINARY_MAX_SIZE 256u
#define ENTRIES_MAX 4096u

struct sim_registry_entry {
	struct sim_registry_entry *next;
	const struct sim_gpu *gpu; /* NULL: global */
	bool binary;
	char name[NAME_MAX_SIZE];
	uint32_t size;
	uint8_t data[BINARY_MAX_SIZE];
};

/* What the escape names: a key of a place, and where its bytes are. */
struct access {
	struct sim_call *call;
	const struct sim_gpu *gpu;
	uint32_t type;
	char name[NAME_MAX_SIZE];
	bool named, has_binary;
	uint64_t binary_addr;
	uint32_t binary_size;
	uint8_t binary[BINARY_MAX_SIZE];
};

static struct sim_registry_entry *find_in(struct sim *sim, const struct sim_gpu *gpu,
					  const char *name, bool binary)
{
	struct sim_registry_entry *entry;

	for (entry = sim->registry; entry; entry = entry->next)
		if (entry->gpu == gpu && entry->binary == binary &&
		    strcasecmp(entry->name, name) == 0)
			return entry;
	return NULL;
}

static struct sim_registry_entry *find(const struct access *access, bool binary)
{
	struct sim *sim = access->call->sim;
	struct sim_registry_entry *entry = NULL;

	if (access->gpu)
		entry = find_in(sim, access->gpu, access->name, binary);
	return entry ? entry : find_in(sim, NULL, access->name, binary);
}

static uint32_t put(struct sim *sim, const struct sim_gpu *gpu, const char *name, bool binary,
		    const void *data, uint32_t size)
{
	struct sim_registry_entry *entry = find_in(sim, gpu, name, binary);

	if (!entry) {
		if (sim->registry_entries >= ENTRIES_MAX)
			return SIM_GENERIC;
		entry = calloc(1, sizeof(*entry));
		if (!entry)
			return SIM_GENERIC;
		entry->gpu = gpu;
		entry->binary = binary;
		memcpy(entry->name, name, strlen(name) + 1);
		entry->next = sim->registry;
		sim->registry = entry;
		sim->registry_entries++;
	}
	memcpy(entry->data, data, size);
	entry->size = size;
	return SIM_OK;
}

int sim_registry_setup(struct sim *sim)
{
	struct sim_param param;

	for (unsigned i = 0; (param = sim_param_at(sim, i)).name; i++) {
		uint8_t data[4];

		sim_put32(data, param.value);
		if (put(sim, NULL, param.name, false, data, sizeof(data)) != SIM_OK)
			return -1;
	}
	return 0;
}

void sim_registry_free(struct sim *sim)
{
	while (sim->registry) {
		struct sim_registry_entry *entry = sim->registry;

		sim->registry = entry->next;
		free(entry);
	}
}

/* A device or subdevice of the client; the client itself is the global place. */
static uint32_t find_place(struct access *access, struct sim_client *client)
{
	uint32_t handle = sim_get32(access->call->arg + 4);
	const struct sim_object *object;

	if (handle == client->handle)
		return SIM_OK;
	object = sim_object_find(client, handle);
	if (!object || (object->class_number != SIM_CLASS_DEVICE &&
			object->class_number != SIM_CLASS_SUBDEVICE))
		return SIM_OBJECT_NOT_FOUND;
	access->gpu = object->gpu;
	return SIM_OK;
}

/* Lengths leave out the byte that ends the text; a node's name is read and ignored. */
static uint32_t copy_texts_in(struct access *access)
{
	const uint8_t *arg = access->call->arg;
	const struct sim_task *task = access->call->task;
	uint32_t node_length = sim_get32(arg + 12), length = sim_get32(arg + 24);

	if (node_length >= NAME_MAX_SIZE)
		return SIM_INVALID_STRING_LENGTH;
	if (node_length &&
	    task->copy_in(task, access->name, sim_get64(arg + 16), node_length + 1) < 0)
		return SIM_OPERATING_SYSTEM;
	if (length >= NAME_MAX_SIZE)
		return SIM_INVALID_STRING_LENGTH;
	if (length && task->copy_in(task, access->name, sim_get64(arg + 32), length + 1) < 0)
		return SIM_OPERATING_SYSTEM;
	if (length && access->name[length] != '\0')
		return SIM_INVALID_ARGUMENT;
	access->named = length > 0;
	return SIM_OK;
}

static uint32_t copy_binary_in(struct access *access)
{
	const struct sim_task *task = access->call->task;

	access->binary_size = sim_get32(access->call->arg + 40);
	access->binary_addr = sim_get64(access->call->arg + 48);
	if (access->type != READ_BINARY && access->type != WRITE_BINARY)
		return SIM_OK;
	if (access->binary_size == 0 || access->binary_size > BINARY_MAX_SIZE)
		return SIM_INVALID_STRING_LENGTH;
	if (access->type == WRITE_BINARY &&
	    task->copy_in(task, access->binary, access->binary_addr, access->binary_size) < 0)
		return SIM_OPERATING_SYSTEM;
	access->has_binary = true;
	return SIM_OK;
}

static uint32_t read_dword(struct access *access)
{
	const struct sim_registry_entry *entry = find(access, false);

	if (!entry)
		entry = find(access, true);
	if (!entry || entry->size < 4)
		return SIM_GENERIC;
	sim_put32(access->call->arg + 56, sim_get32(entry->data));
	return SIM_OK;
}

static uint32_t read_binary(struct access *access)
{
	const struct sim_registry_entry *entry = find(access, true);
	const struct sim_task *task = access->call->task;

	if (!entry || access->binary_size < entry->size)
		return SIM_GENERIC;
	if (task->copy_out(task, access->binary_addr, entry->data, entry->size) < 0)
		return SIM_OPERATING_SYSTEM;
	sim_put32(access->call->arg + 40, entry->size);
	return SIM_OK;
}

/* Nobody's rights are looked at, neither for reading nor for writing. */
static uint32_t run(struct access *access)
{
	struct sim *sim = access->call->sim;

	if (access->type != READ_DWORD && access->type != WRITE_DWORD &&
	    access->type != READ_BINARY && access->type != WRITE_BINARY)
		return SIM_INVALID_ACCESS_TYPE;
	if (!access->named)
		return SIM_INVALID_ARGUMENT;
	if (access->type == READ_DWORD)
		return read_dword(access);
	if (access->type == READ_BINARY)
		return read_binary(access);
	if (access->type == WRITE_DWORD)
		return put(sim, access->gpu, access->name, false, access->call->arg + 56, 4);
	return put(sim, access->gpu, access->name, true, access->binary, access->binary_size);
}

/* NVOS38. The client is looked up, but who made it is not asked. */
uint32_t sim_access_registry(struct sim_call *call)
{
	struct access access = {.call = call, .type = sim_get32(call->arg + 8)};
	struct sim_client *client = sim_client_find(call->sim, sim_get32(call->arg));
	uint32_t status;

	if (!client)
		return SIM_INVALID_CLIENT;
	status = find_place(&access, client);
	if (status == SIM_OK)
		status = copy_texts_in(&access);
	if (status == SIM_OK)
		status = copy_binary_in(&access);
	if (status == SIM_OK)
		status = run(&access);
	if (access.has_binary && (status != SIM_OK || access.type == WRITE_BINARY))
		sim_put32(call->arg + 40, 0); /* what goes back to the caller */
	return status;
}
