/* SPDX-License-Identifier: MIT */
/* OS events: sinks, event objects, queues. */
#include <errno.h>
#include <stdlib.h>

#include "sim/controls.h"

/* NV01_EVENT_WITHOUT_EVENT_DATA */
#define WITHOUT_EVENT_DATA 0x10000000u
#define NV_UNIX_EVENT_SIZE 16u
/* NV0000_NOTIFIERS_GPU_BIND_UNBIND_EVENT */
#define BIND_UNBIND 3u

static struct sim_sink *find_sink(struct sim *sim, uint32_t client, int32_t fd)
{
	struct sim_sink *sink;

	for (sink = sim->sinks; sink; sink = sink->next)
		if (sink->client == client && sink->fd == fd)
			return sink;
	return NULL;
}

/* The pair (client, fd) is a key only: neither is looked at. */
int sim_escape_alloc_os_event(struct sim_call *call)
{
	uint32_t client = sim_get32(call->arg);
	int32_t fd = (int32_t)sim_get32(call->arg + 8);
	struct sim_sink *sink;

	if (find_sink(call->sim, client, fd)) {
		sim_put32(call->arg + 12, SIM_INSUFFICIENT_RESOURCES);
		return 0;
	}
	sink = calloc(1, sizeof(*sink));
	if (!sink)
		return -ENOMEM;
	sink->client = client;
	sink->fd = fd;
	sink->file = call->file;
	sink->next = call->sim->sinks;
	call->sim->sinks = sink;
	sim_put32(call->arg + 12, SIM_OK);
	return 0;
}

static void drop_sink(struct sim *sim, struct sim_sink *sink)
{
	struct sim_sink **at = &sim->sinks;

	while (*at != sink)
		at = &(*at)->next;
	*at = sink->next;
	free(sink);
}

int sim_escape_free_os_event(struct sim_call *call)
{
	struct sim_sink *sink =
	    find_sink(call->sim, sim_get32(call->arg), (int32_t)sim_get32(call->arg + 8));

	if (sink)
		drop_sink(call->sim, sink);
	sim_put32(call->arg + 12, sink ? SIM_OK : SIM_INVALID_EVENT);
	return 0;
}

/* All sinks of a client handle, or of a file when one is given. */
void sim_sinks_drop(struct sim *sim, uint32_t client, const struct sim_file *file)
{
	struct sim_sink *sink = sim->sinks;

	while (sink) {
		struct sim_sink *next = sink->next;

		if (file ? sink->file == file : sink->client == client)
			drop_sink(sim, sink);
		sink = next;
	}
	for (struct sim_client *c = sim->clients; file && c; c = c->next)
		for (struct sim_object *object = c->objects; object; object = object->next)
			if (object->event_file == file)
				object->event_file = NULL; /* allocated but silent */
}

static bool is_notifier(const struct sim_object *object)
{
	return object->class_number == SIM_CLASS_ROOT ||
	       object->class_number == SIM_CLASS_SUBDEVICE ||
	       object->class_number == SIM_CLASS_DIAG ||
	       object->class_number == SIM_CLASS_VGPU_CONFIG;
}

/* In whichever client the parameters say; 0 is the caller's own. */
static uint32_t find_source(struct sim_call *call, struct sim_object *object, const uint8_t *params)
{
	struct sim_client *owner = object->client;
	struct sim_object *source;

	if (sim_get32(params))
		owner = sim_client_find(call->sim, sim_get32(params));
	if (!owner)
		return SIM_INVALID_OBJECT_HANDLE;
	source = sim_object_find(owner, sim_get32(params + 4));
	if (!source || !is_notifier(source))
		return SIM_INVALID_OBJECT;
	object->event_source = source;
	return SIM_OK;
}

uint32_t sim_event_construct(struct sim_call *call, struct sim_object *object,
			     const uint8_t *params)
{
	uint32_t notify = sim_get32(params + 12);
	int32_t fd = (int32_t)sim_get64(params + 16);
	struct sim_sink *sink;
	uint32_t status;

	if (object->class_number != SIM_CLASS_OS_EVENT)
		return SIM_ILLEGAL_ACTION; /* a function of the kernel */
	status = find_source(call, object, params);
	if (status != SIM_OK)
		return status;
	sink = find_sink(call->sim, object->client->handle, fd);
	if (!sink)
		return SIM_OBJECT_NOT_FOUND;
	object->event_fd = fd;
	object->event_file = sink->file;
	object->notify_index = notify & 0xffff;
	object->notify_flags = notify & ~0xffffu;
	return SIM_OK;
}

/* Oldest first; the queue has no limit. */
static void enqueue(const struct sim_object *object, uint32_t info32, uint16_t info16)
{
	struct sim_event **at = &object->event_file->events;
	struct sim_event *event;

	if (object->notify_flags & WITHOUT_EVENT_DATA) {
		object->event_file->woken = true;
		return;
	}
	event = calloc(1, sizeof(*event));
	if (!event)
		return;
	*event = (struct sim_event){NULL, object->handle, object->notify_index, info32, info16};
	while (*at)
		at = &(*at)->next;
	*at = event;
}

static void deliver_to(const struct sim_object *source, uint32_t notifier, uint32_t info32,
		       uint16_t info16)
{
	struct sim_client *client;
	struct sim_object *object;

	for (client = source->client->file->sim->clients; client; client = client->next)
		for (object = client->objects; object; object = object->next)
			if (object->event_source == source && object->notify_index == notifier &&
			    object->event_file)
				enqueue(object, info32, info16);
}

static bool wants(const struct sim_object *object, unsigned gpu, uint32_t notifier)
{
	return object->class_number == SIM_CLASS_SUBDEVICE && object->gpu->index == gpu &&
	       notifier <= 255 && object->actions[notifier] != 0;
}

void sim_raise_event(struct sim *sim, unsigned gpu, uint32_t notifier, uint32_t info32,
		     uint16_t info16)
{
	struct sim_client *client;
	struct sim_object *object;

	for (client = sim->clients; client; client = client->next)
		for (object = client->objects; object; object = object->next) {
			if (!wants(object, gpu, notifier) ||
			    sim_mig_hides_event(object, notifier, info16))
				continue;
			deliver_to(object, notifier, info32, info16);
			if (object->actions[notifier] == 1)
				object->actions[notifier] = 0; /* single */
		}
}

bool sim_object_has_event(const struct sim_object *source)
{
	const struct sim_client *client;
	const struct sim_object *object;

	for (client = source->client->file->sim->clients; client; client = client->next)
		for (object = client->objects; object; object = object->next)
			if (object->event_source == source)
				return true;
	return false;
}

/* Events of other clients stay, silent, when what they listen to ends. */
void sim_events_forget(struct sim *sim, const struct sim_object *source)
{
	struct sim_client *client;
	struct sim_object *object;

	for (client = sim->clients; client; client = client->next)
		for (object = client->objects; object; object = object->next)
			if (object->event_source == source)
				object->event_source = NULL;
}

/* System events: the data waits in the client's queue, once for each event object that is told. */
static void queue_system_event(struct sim_client *client, uint32_t gpu_id, bool bind)
{
	struct sim_system_event **at = &client->system_events;
	struct sim_system_event *event = calloc(1, sizeof(*event));

	if (!event)
		return;
	event->gpu_id = gpu_id;
	event->bind = bind;
	while (*at)
		at = &(*at)->next;
	*at = event;
}

void sim_raise_system_event(struct sim *sim, unsigned gpu, bool bind)
{
	struct sim_client *client;
	struct sim_object *object;

	for (client = sim->clients; client; client = client->next) {
		if (client->system_actions[BIND_UNBIND] == 0)
			continue;
		for (object = client->objects; object; object = object->next) {
			if (!object->event_source ||
			    object->event_source->handle != client->handle ||
			    object->notify_index != BIND_UNBIND || !object->event_file)
				continue;
			queue_system_event(client, sim->gpus[gpu].id, bind);
			enqueue(object, 0, 0);
		}
		if (client->system_actions[BIND_UNBIND] == 1)
			client->system_actions[BIND_UNBIND] = 0; /* single */
	}
}

uint32_t sim_get_system_event_data(struct sim_call *call, void *neutral)
{
	struct rm_get_system_event_data *params = neutral;
	struct sim_system_event *event = call->client->system_events;

	if (!event)
		return SIM_OBJECT_NOT_FOUND;
	call->client->system_events = event->next;
	params->event = BIND_UNBIND;
	params->data.gpu_bind_unbind.gpu_id = event->gpu_id;
	params->data.gpu_bind_unbind.bind = event->bind;
	free(event);
	return SIM_OK;
}

void sim_system_events_drop(struct sim_client *client)
{
	while (client->system_events) {
		struct sim_system_event *event = client->system_events;

		client->system_events = event->next;
		free(event);
	}
}

int sim_escape_get_event_data(struct sim_call *call)
{
	struct sim_event *event = call->file->events;
	uint8_t wire[NV_UNIX_EVENT_SIZE] = {0};
	uint32_t status = SIM_OK;

	if (!event) {
		sim_put32(call->arg + 12, SIM_OPERATING_SYSTEM);
		return 0;
	}
	call->file->events = event->next;
	sim_put32(wire, event->object);
	sim_put32(wire + 4, event->index);
	sim_put32(wire + 8, event->info32);
	sim_put16(wire + 12, event->info16);
	free(event);
	/* A bad pointer loses the event: it has left the queue. */
	if (call->task->copy_out(call->task, sim_get64(call->arg), wire, sizeof(wire)) < 0)
		status = SIM_INVALID_ADDRESS;
	sim_put32(call->arg + 8, call->file->events != NULL);
	sim_put32(call->arg + 12, status);
	return 0;
}

int sim_poll(struct sim_file *file)
{
	bool ready = file->events || file->woken;

	if ((file->deferred && file->deferred_rc < 0) || (file->gpu && file->gpu->trouble.lost))
		return -1;
	file->woken = false;
	return ready;
}
