/* SPDX-License-Identifier: MIT */
/* The record in memory. */
#include <stdlib.h>
#include <string.h>

#include "record.h"

static void *copy_of(const void *bytes, size_t size)
{
	void *copy = malloc(size + 1);
	if (copy)
		memcpy(copy, bytes, size);
	return copy;
}

struct record *record_new(void)
{
	struct record *record = calloc(1, sizeof *record);
	if (!record)
		return NULL;
	record->files_end = &record->files;
	record->exchanges_end = &record->exchanges;
	record->pages_end = &record->pages;
	record->events_end = &record->events;
	return record;
}

static void free_exchange(struct record_exchange *exchange)
{
	for (unsigned i = 0; i < exchange->answers_count; i++)
		free(exchange->answers[i].bytes);
	free(exchange->answers);
	free(exchange->object);
	free(exchange->in);
	free(exchange);
}

static void free_page(struct record_page *page)
{
	for (unsigned i = 0; i < page->count; i++)
		free(page->snapshots[i].bytes);
	free(page->snapshots);
	free(page->object);
	free(page);
}

static void free_files(struct record_file *file)
{
	while (file) {
		struct record_file *next = file->next;
		free(file->path);
		free(file->content);
		free(file);
		file = next;
	}
}

static void free_events(struct record_event *event)
{
	while (event) {
		struct record_event *next = event->next;
		free(event->object);
		free(event);
		event = next;
	}
}

void record_free(struct record *record)
{
	if (!record)
		return;
	free_files(record->files);
	free_events(record->events);
	for (struct record_exchange *at = record->exchanges, *next; at; at = next) {
		next = at->next;
		free_exchange(at);
	}
	for (struct record_page *at = record->pages, *next; at; at = next) {
		next = at->next;
		free_page(at);
	}
	free(record);
}

bool record_set_driver(struct record *record, const char *text)
{
	struct rm_version version;
	enum rm_version_match match;
	if (strlen(text) >= sizeof record->driver || !rm_version_parse(text, &version))
		return false;
	snprintf(record->driver, sizeof record->driver, "%s", text);
	record->release = rm_release_resolve(version, &match);
	return true;
}

static unsigned hash(const struct record_exchange *question)
{
	unsigned value = 5381 + (unsigned)question->kind + question->number;
	for (const char *at = question->object; *at; at++)
		value = value * 33 + (unsigned char)*at;
	return value % RECORD_BUCKETS;
}

static bool same(const struct record_exchange *one, const struct record_exchange *other)
{
	return one->kind == other->kind && one->number == other->number &&
	       one->params_size == other->params_size && one->size == other->size &&
	       strcmp(one->object, other->object) == 0 &&
	       memcmp(one->in, other->in, one->size) == 0;
}

struct record_exchange *record_find(const struct record *record,
				    const struct record_exchange *question)
{
	struct record_exchange *at = record->buckets[hash(question)];
	while (at && !same(at, question))
		at = at->next_in_bucket;
	return at;
}

struct record_exchange *record_ask(struct record *record, const struct record_exchange *question)
{
	struct record_exchange *found = record_find(record, question);
	if (found)
		return found;
	found = calloc(1, sizeof *found);
	if (!found)
		return NULL;
	found->kind = question->kind;
	found->number = question->number;
	found->params_size = question->params_size;
	found->size = question->size;
	found->object = strdup(question->object);
	found->in = copy_of(question->in, question->size);
	if (!found->object || !found->in) {
		free_exchange(found);
		return NULL;
	}
	struct record_exchange **bucket = &record->buckets[hash(found)];
	found->next_in_bucket = *bucket;
	*bucket = found;
	*record->exchanges_end = found;
	record->exchanges_end = &found->next;
	return found;
}

bool record_answer(struct record_exchange *exchange, const struct record_answer *answer)
{
	unsigned count = exchange->answers_count;
	struct record_answer *last = count ? &exchange->answers[count - 1] : NULL;
	if (last && last->error == answer->error && last->status == answer->status &&
	    memcmp(last->bytes, answer->bytes, exchange->size) == 0) {
		last->count += answer->count;
		return false;
	}
	void *grown = realloc(exchange->answers, (count + 1) * sizeof *exchange->answers);
	if (!grown)
		return false;
	exchange->answers = grown;
	exchange->answers[count] = *answer;
	exchange->answers[count].bytes = copy_of(answer->bytes, exchange->size);
	exchange->answers_count += exchange->answers[count].bytes != NULL;
	return exchange->answers_count > count;
}

struct record_file *record_file_find(const struct record *record, const char *path)
{
	struct record_file *file = record->files;
	while (file && strcmp(file->path, path) != 0)
		file = file->next;
	return file;
}

struct record_file *record_file_add(struct record *record, const char *path)
{
	struct record_file *file = calloc(1, sizeof *file);
	if (!file)
		return NULL;
	file->path = strdup(path);
	if (!file->path) {
		free(file);
		return NULL;
	}
	*record->files_end = file;
	record->files_end = &file->next;
	return file;
}

bool record_file_fill(struct record_file *file, const void *bytes, size_t size)
{
	uint8_t *content = copy_of(bytes, size);
	if (!content)
		return false;
	content[size] = '\0'; /* links are used as texts */
	free(file->content);
	file->content = content;
	file->size = size;
	return true;
}

struct record_page *record_page_find(const struct record *record, const char *object)
{
	struct record_page *page = record->pages;
	while (page && strcmp(page->object, object) != 0)
		page = page->next;
	return page;
}

struct record_page *record_page_add(struct record *record, const char *object, size_t size)
{
	struct record_page *page = calloc(1, sizeof *page);
	if (!page)
		return NULL;
	page->object = strdup(object);
	page->size = size;
	if (!page->object) {
		free(page);
		return NULL;
	}
	*record->pages_end = page;
	record->pages_end = &page->next;
	return page;
}

bool record_page_snap(struct record_page *page, const struct record_snapshot *snapshot)
{
	void *grown = realloc(page->snapshots, (page->count + 1) * sizeof *page->snapshots);
	if (!grown)
		return false;
	page->snapshots = grown;
	page->snapshots[page->count] = *snapshot;
	page->snapshots[page->count].bytes = copy_of(snapshot->bytes, page->size);
	if (!page->snapshots[page->count].bytes)
		return false;
	page->count++;
	if (page->mappings <= snapshot->mapping)
		page->mappings = snapshot->mapping + 1;
	return true;
}

struct record_event *record_event_add(struct record *record, const char *object)
{
	struct record_event *event = calloc(1, sizeof *event);
	if (!event)
		return NULL;
	event->object = strdup(object);
	if (!event->object) {
		free(event);
		return NULL;
	}
	*record->events_end = event;
	record->events_end = &event->next;
	return event;
}
