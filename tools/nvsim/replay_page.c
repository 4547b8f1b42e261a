/* SPDX-License-Identifier: MIT */
/*
 * Telemetry pages: a recorded snapshot is there as many calls, or as long, after the mapping
 * as it was seen. Calls count first: what a program asks the driver depends on what
 * it found on the page before, however fast it runs.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"
#include "rm/escape.h"
#include "rm_status.h"

enum { COOKIE_STEP = 0x4000 };
static const uint64_t first_cookie = 0x100000000;

/* The first snapshot of the mapping, or a later one whose time has come. */
static unsigned current(const struct replay *replay, const struct replay_file *file)
{
	const struct record_page *page = file->page;
	uint64_t age_ms = replay_now_ms(replay) - file->born_ms;
	unsigned shown = page->count;
	for (unsigned i = 0; i < page->count; i++) {
		const struct record_snapshot *at = &page->snapshots[i];
		if (at->mapping == file->mapping && (shown == page->count || at->at_ms <= age_ms ||
						     file->born_calls + at->calls <= replay->calls))
			shown = i;
	}
	return shown < page->count ? shown : 0;
}

static bool is_stamp(const char *name)
{
	const char *dot = strrchr(name, '.');
	return dot && !strcmp(dot, ".lastModifiedTimestamp");
}

enum { STAMPS_MAX = 64 };

/* Places of the stamps that the snapshot changes. */
static unsigned changed_stamps(const struct replay *replay, const struct replay_file *file,
			       const uint8_t *bytes, size_t *places)
{
	struct record_fields fields = record_page_fields(replay->record->release, file->page->size);
	unsigned count = 0;
	for (unsigned i = 0; i < fields.count; i++)
		for (uint32_t n = 0; is_stamp(fields.list[i].name) && n < fields.list[i].elements;
		     n++) {
			size_t at = fields.list[i].at + (size_t)n * fields.list[i].stride;
			if (count < STAMPS_MAX &&
			    memcmp(file->memory + at, bytes + at, sizeof(uint64_t)) != 0)
				places[count++] = at;
		}
	record_fields_free(&fields);
	return count;
}

/*
 * A reader must see that sections are being written, and for as short a time as with the
 * driver: it does not wait long. So all is prepared before the first stamp is stored.
 */
static void show(const struct replay *replay, struct replay_file *file, unsigned number)
{
	const struct record_page *page = file->page;
	const uint8_t *bytes = page->snapshots[number].bytes;
	size_t places[STAMPS_MAX];
	unsigned count = changed_stamps(replay, file, bytes, places);
	uint8_t *mixed = malloc(page->size);
	if (!mixed)
		return;
	file->shown = number;
	memcpy(mixed, bytes, page->size);
	for (unsigned i = 0; i < count; i++)
		memset(mixed + places[i], 0xff, sizeof(uint64_t));
	for (unsigned i = 0; i < count; i++)
		__atomic_store_n((uint64_t *)(void *)(file->memory + places[i]), UINT64_MAX,
				 __ATOMIC_SEQ_CST);
	memcpy(file->memory, mixed, page->size);
	for (unsigned i = 0; i < count; i++) {
		uint64_t value;
		memcpy(&value, bytes + places[i], sizeof value);
		__atomic_store_n((uint64_t *)(void *)(file->memory + places[i]), value,
				 __ATOMIC_SEQ_CST);
	}
	free(mixed);
}

void replay_pages_show(struct replay *replay)
{
	for (struct replay_file *file = replay->files; file; file = file->next) {
		unsigned number = file->memory ? current(replay, file) : 0;
		if (file->memory && number != file->shown)
			show(replay, file, number);
	}
}

uint64_t replay_pages_due(const struct replay *replay)
{
	uint64_t due = UINT64_MAX;
	for (const struct replay_file *file = replay->files; file; file = file->next) {
		const struct record_page *page = file->memory ? file->page : NULL;
		for (unsigned i = file->shown + 1; page && i < page->count; i++) {
			uint64_t at_ms = file->born_ms + page->snapshots[i].at_ms;
			if (page->snapshots[i].mapping == file->mapping && at_ms * 1000000 < due)
				due = at_ms * 1000000;
		}
	}
	return due;
}

/* Mappings come in the recorded order; the last repeats. */
static unsigned next_mapping(struct record_page *page)
{
	unsigned number = page->replayed++, last = 0;
	for (unsigned i = 0; i < page->count; i++) {
		if (page->snapshots[i].mapping == number)
			return number;
		last = page->snapshots[i].mapping;
	}
	return last;
}

static uint32_t share(struct replay_call *call, struct record_page *page, int fd)
{
	struct replay_file *file = (void *)call->task->file_at(call->task, fd);
	if (!file)
		return NV_ERR_INVALID_ARGUMENT;
	if (file->page)
		return NV_ERR_STATE_IN_USE;
	file->memory = call->task->share_memory(call->task, (void *)file, page->size);
	if (!file->memory)
		return NV_ERR_NO_MEMORY;
	file->page = page;
	file->mapping = next_mapping(page);
	file->born_ms = replay_now_ms(call->replay);
	file->born_calls = call->replay->calls + 1; /* after this one */
	show(call->replay, file, current(call->replay, file));
	return NV_OK;
}

int replay_map(struct replay_call *call)
{
	struct replay *replay = call->replay;
	struct rm_nvos33_with_fd map;
	uint8_t nothing = 0;
	memcpy(&map, call->block, sizeof map);
	const struct record_object *object =
	    record_object_find(&replay->objects, map.params.h_client, map.params.h_memory);
	const struct record_exchange question = {
	    .kind = RECORD_MAP, .object = object ? object->name : NULL, .in = &nothing};
	const struct record_exchange *asked =
	    object ? record_find(replay->record, &question) : NULL;
	struct record_page *page = object ? record_page_find(replay->record, object->name) : NULL;
	map.params.status = NV_ERR_NOT_SUPPORTED;
	if (asked && asked->answers[0].status != NV_OK)
		map.params.status = asked->answers[0].status;
	else if (page && page->count > 0)
		map.params.status = share(call, page, map.fd);
	else
		replay_miss(replay, "map", NULL, 0, object ? object->name : "nothing");
	if (map.params.status == NV_OK)
		map.params.linear_address =
		    first_cookie + (uint64_t)COOKIE_STEP * replay->maps_made++ + map.params.offset;
	memcpy(call->block, &map, sizeof map);
	return 0;
}
