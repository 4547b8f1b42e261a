/* SPDX-License-Identifier: MIT */
/* Events: as long after somebody asks to be told as in the record. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"
#include "rm/escape.h"
#include "rm_status.h"

static struct replay_sink *find_sink(const struct replay *replay, uint32_t client, int32_t fd)
{
	struct replay_sink *sink = replay->sinks;
	while (sink && (sink->client != client || sink->fd != fd))
		sink = sink->next;
	return sink;
}

static void drop_sink(struct replay *replay, struct replay_sink *gone)
{
	struct replay_sink **at = &replay->sinks;
	while (*at && *at != gone)
		at = &(*at)->next;
	if (*at)
		*at = gone->next;
	free(gone);
}

int replay_add_sink(struct replay_call *call)
{
	struct rm_os_event event;
	memcpy(&event, call->block, sizeof event);
	struct replay_sink *sink = calloc(1, sizeof *sink);
	if (!sink)
		return -ENOMEM;
	*sink = (struct replay_sink){.next = call->replay->sinks,
				     .client = event.h_client,
				     .fd = (int32_t)event.fd,
				     .file = call->file};
	call->replay->sinks = sink;
	event.status = NV_OK;
	memcpy(call->block, &event, sizeof event);
	return 0;
}

int replay_drop_sink(struct replay_call *call)
{
	struct rm_os_event event;
	memcpy(&event, call->block, sizeof event);
	struct replay_sink *sink = find_sink(call->replay, event.h_client, (int32_t)event.fd);
	event.status = sink ? NV_OK : NV_ERR_INVALID_EVENT;
	if (sink)
		drop_sink(call->replay, sink);
	memcpy(call->block, &event, sizeof event);
	return 0;
}

void replay_connect(struct replay_call *call, struct record_object *object, int32_t fd)
{
	const struct replay_sink *sink = find_sink(call->replay, object->client, fd);
	object->file = sink ? sink->file : NULL;
	object->born_ms = replay_now_ms(call->replay);
}

static void enqueue(struct replay_file *file, uint32_t object, const struct record_event *event)
{
	struct replay_event **at = &file->events;
	struct replay_event *queued = calloc(1, sizeof *queued);
	if (!queued)
		return;
	*queued = (struct replay_event){.object = object, .event = event};
	while (*at)
		at = &(*at)->next;
	*at = queued;
}

static void raise_for(struct replay *replay, struct record_object *object)
{
	unsigned number = 0;
	uint64_t age_ms = replay_now_ms(replay) - object->born_ms;
	for (const struct record_event *event = replay->record->events; event;
	     event = event->next, number++) {
		if (number < object->delivered)
			continue;
		bool mine = event->index == (object->notify & 0xffff) &&
			    !strcmp(event->object, object->source);
		if (mine && event->after_ms > age_ms)
			return;
		if (mine)
			enqueue(object->file, object->handle, event);
		object->delivered = number + 1;
	}
}

void replay_events_raise(struct replay *replay)
{
	for (struct record_object *object = replay->objects.list; object; object = object->next)
		if (object->source && object->file)
			raise_for(replay, object);
}

int replay_get_event(struct replay_call *call)
{
	struct rm_nvos41 answer;
	struct replay_event *event = call->file->events;
	memcpy(&answer, call->block, sizeof answer);
	answer.status = NV_ERR_OPERATING_SYSTEM;
	if (event) {
		const struct rm_unix_event wire = {.h_object = event->object,
						   .notify_index = event->event->index,
						   .info32 = event->event->info32,
						   .info16 = event->event->info16};
		call->file->events = event->next;
		free(event);
		bool done = call->task->copy_out(call->task, answer.event, &wire, sizeof wire) == 0;
		answer.status = done ? NV_OK : NV_ERR_INVALID_ADDRESS;
		answer.more_events = call->file->events != NULL;
	}
	memcpy(call->block, &answer, sizeof answer);
	return 0;
}

void replay_forget_file(struct replay *replay, struct replay_file *file)
{
	for (struct replay_sink *sink = replay->sinks, *next; sink; sink = next) {
		next = sink->next;
		if (sink->file == file)
			drop_sink(replay, sink);
	}
	for (struct record_object *object = replay->objects.list; object; object = object->next)
		if (object->file == file)
			object->file = NULL;
	while (file->events) {
		struct replay_event *event = file->events;
		file->events = event->next;
		free(event);
	}
}
