/* SPDX-License-Identifier: MIT */
/* Telemetry pages: looked at whenever their process stops. */
#include <stdlib.h>
#include <string.h>

#include "recorder.h"

enum { INTERVAL_MS = 100, TRIES = 3 };

static void drop(struct recorder *recorder, struct watched_page *gone)
{
	struct watched_page **at = &recorder->pages;
	while (*at && *at != gone)
		at = &(*at)->next;
	if (*at)
		*at = gone->next;
	free(gone->object);
	free(gone);
}

void record_page_promise(struct recorder *recorder, pid_t tgid, int fd, const char *object,
			 size_t size)
{
	struct watched_page *page = calloc(1, sizeof *page);
	if (!page)
		return;
	*page = (struct watched_page){.next = recorder->pages,
				      .tgid = tgid,
				      .fd = fd,
				      .size = size,
				      .object = strdup(object)};
	recorder->pages = page;
}

/* The driver writes while we read: what stays the same for two looks is whole. */
static bool read_page(const struct watched_page *page, uint8_t *bytes)
{
	pid_t tgid = page->tgid;
	uint8_t *again = malloc(page->size);
	bool whole = false;
	for (unsigned i = 0; again && !whole && i < TRIES; i++)
		whole = recorder_copy(&tgid, bytes, page->addr, page->size) == 0 &&
			recorder_copy(&tgid, again, page->addr, page->size) == 0 &&
			memcmp(bytes, again, page->size) == 0;
	free(again);
	return whole;
}

/* Whether a word that was 0 has a value now: a section was filled for the first time. */
static bool was_filled(const uint8_t *before, const uint8_t *bytes, size_t size)
{
	uint64_t old, now;
	for (size_t at = 0; at + sizeof now <= size; at += sizeof now) {
		memcpy(&old, before + at, sizeof old);
		memcpy(&now, bytes + at, sizeof now);
		if (old == 0 && now != 0)
			return true;
	}
	return false;
}

static const struct record_snapshot *last_of(const struct watched_page *page)
{
	for (unsigned i = page->page->count; i-- > 0;)
		if (page->page->snapshots[i].mapping == page->mapping)
			return &page->page->snapshots[i];
	return NULL;
}

static bool is_news(const struct watched_page *page, const struct record_snapshot *now)
{
	const struct record_snapshot *last = last_of(page);
	if (!last)
		return true;
	if (memcmp(last->bytes, now->bytes, page->size) == 0)
		return false;
	return now->at_ms - last->at_ms >= INTERVAL_MS ||
	       was_filled(last->bytes, now->bytes, page->size);
}

static void look(struct recorder *recorder, const struct watched_page *page)
{
	const struct record_snapshot now = {.mapping = page->mapping,
					    .at_ms = recorder_now_ms() - page->born_ms,
					    .calls = recorder->calls - page->born_calls,
					    .bytes = malloc(page->size)};
	if (now.bytes && read_page(page, now.bytes) && is_news(page, &now) &&
	    record_page_snap(page->page, &now) && recorder->journal)
		record_write_page(recorder->journal, recorder->record, page->page,
				  page->page->count - 1);
	free(now.bytes);
}

void record_pages_look(struct recorder *recorder, pid_t tgid)
{
	for (struct watched_page *page = recorder->pages; page; page = page->next)
		if (page->tgid == tgid && page->addr)
			look(recorder, page);
}

void record_page_mapped(struct recorder *recorder, pid_t tgid, int fd, uint64_t addr)
{
	struct watched_page *page = recorder->pages;
	while (page && (page->tgid != tgid || page->fd != fd || page->addr))
		page = page->next;
	if (!page || !page->object)
		return;
	page->page = record_page_find(recorder->record, page->object);
	if (page->page && page->page->size != page->size)
		return;
	if (!page->page)
		page->page = record_page_add(recorder->record, page->object, page->size);
	if (!page->page)
		return;
	page->mapping = page->page->mappings++;
	page->born_ms = recorder_now_ms();
	page->born_calls = recorder->calls;
	page->addr = addr;
	look(recorder, page);
}

void record_pages_unmap(struct recorder *recorder, pid_t tgid, uint64_t addr)
{
	for (struct watched_page *page = recorder->pages, *next; page; page = next) {
		next = page->next;
		if (page->tgid != tgid || (addr && page->addr != addr))
			continue;
		if (page->addr)
			look(recorder, page);
		drop(recorder, page);
	}
}
