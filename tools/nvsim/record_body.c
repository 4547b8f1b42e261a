/* SPDX-License-Identifier: MIT */
/* Parameters of a call: from the program's memory, and made comparable. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "rm/escape.h"

/* Of a class without a layout: what the caller tells, within reason. */
enum { UNKNOWN_PARAMS_MAX = 4096 };

size_t record_alloc_params_size(const uint8_t *block, size_t block_size, unsigned release)
{
	enum rm_cmd cmd;
	uint64_t addr;
	uint32_t class_number = record_word(block, offsetof(struct rm_nvos21, h_class));
	bool is_short = block_size == sizeof(struct rm_nvos21);
	size_t at = is_short ? rm_nvos21_params_size_offset(release)
			     : rm_nvos64_params_size_offset(release);
	memcpy(&addr, block + offsetof(struct rm_nvos21, alloc_parms), sizeof addr);
	if (addr == 0 || record_is_root(class_number))
		return 0;
	const struct rm_layout *layout = record_layout(RECORD_ALLOC, class_number, release, &cmd);
	if (layout)
		return layout->size;
	size_t told = at ? record_word(block, at) : 0;
	return told <= UNKNOWN_PARAMS_MAX ? told : 0;
}

size_t record_alloc_status_at(size_t block_size, unsigned release)
{
	if (block_size == sizeof(struct rm_nvos21))
		return rm_nvos21_status_offset(release);
	return block_size == rm_nvos64_size(release) ? rm_nvos64_status_offset(release) : 0;
}

static struct record_exchange question_of(const struct record_body *body, enum record_kind kind,
					  uint32_t number)
{
	return (struct record_exchange){.kind = kind,
					.number = number,
					.params_size = body->params_size,
					.size = body->size,
					.in = body->bytes};
}

/* A count that tells of more pairs than there are bytes is not believed. */
bool record_find_pair(const uint8_t *bytes, size_t size, size_t first, uint32_t index,
		      uint32_t *ret_data)
{
	uint32_t count = record_word(bytes, 0);
	for (size_t at = first; count > 0 && at + 8 <= size; at += 8, count--)
		if (record_word(bytes, at) == index) {
			*ret_data = record_word(bytes, at + 4);
			return true;
		}
	return false;
}

static void plan_lists(struct record_body *body, enum record_kind kind, uint32_t number,
		       unsigned release)
{
	struct record_list lists[RECORD_LISTS_MAX];
	body->lists_count =
	    record_lists(kind, number, release, body->bytes, body->params_size, lists);
	for (unsigned i = 0; i < body->lists_count; i++) {
		memcpy(&body->lists[i].addr, body->bytes + lists[i].pointer_at, sizeof(uint64_t));
		body->lists[i].at = body->size;
		body->lists[i].size = lists[i].element * lists[i].count;
		body->size += body->lists[i].size;
	}
}

int record_body_read(struct record_body *body, enum record_kind kind, uint32_t number,
		     unsigned release, record_copy *copy, void *ctx)
{
	if (body->params_size > RECORD_PARAMS_MAX)
		return -E2BIG;
	body->size = body->params_size;
	body->bytes = calloc(1, body->params_size + 1);
	if (!body->bytes)
		return -ENOMEM;
	int rc = body->size ? copy(ctx, body->bytes, body->params_addr, body->size) : 0;
	if (rc < 0)
		return rc;
	plan_lists(body, kind, number, release);
	uint8_t *grown = realloc(body->bytes, body->size + 1);
	if (!grown)
		return -ENOMEM;
	body->bytes = grown;
	for (unsigned i = 0; rc >= 0 && i < body->lists_count; i++)
		rc = copy(ctx, grown + body->lists[i].at, body->lists[i].addr, body->lists[i].size);
	return rc;
}

int record_body_reread(const struct record_body *asked, struct record_body *ret_body,
		       record_copy *copy, void *ctx)
{
	struct record_body body = *asked;
	body.bytes = calloc(1, asked->size + 1);
	if (!body.bytes)
		return -ENOMEM;
	int rc = body.params_size ? copy(ctx, body.bytes, body.params_addr, body.params_size) : 0;
	for (unsigned i = 0; rc >= 0 && i < body.lists_count; i++)
		rc = copy(ctx, body.bytes + body.lists[i].at, body.lists[i].addr,
			  body.lists[i].size);
	if (rc < 0)
		free(body.bytes);
	else
		*ret_body = body;
	return rc;
}

void record_body_free(struct record_body *body)
{
	free(body->bytes);
	*body = (struct record_body){0};
}

static size_t extent(const struct record_field *field)
{
	return (size_t)field->width * field->inner;
}

/* Bytes that no named member has are taken as asked, unless their struct is known. */
static void mark_asked(const struct record_fields *fields, uint8_t *asked, size_t size)
{
	memset(asked, fields->count == 0, size);
	for (unsigned i = 0; i < fields->count; i++)
		for (uint32_t n = 0; n < fields->list[i].elements; n++)
			if (fields->list[i].flags & FIELD_ASKED)
				memset(asked + fields->list[i].at + n * fields->list[i].stride, 1,
				       extent(&fields->list[i]));
}

static void hide(const struct record_field *field, uint8_t *bytes)
{
	uint64_t pointer = 0;
	if (field->flags & FIELD_POINTER) {
		memcpy(&pointer, bytes + field->at, sizeof pointer);
		pointer = pointer != 0;
		memcpy(bytes + field->at, &pointer, sizeof pointer);
	} else if (field->flags & FIELD_VOLATILE)
		for (uint32_t i = 0; i < field->elements; i++)
			memset(bytes + field->at + i * field->stride, 0, extent(field));
}

void record_body_ask(struct record_body *body, enum record_kind kind, uint32_t number,
		     unsigned release)
{
	const struct record_exchange question = question_of(body, kind, number);
	struct record_fields fields = record_fields_of(&question, release);
	uint8_t *asked = malloc(body->size + 1);
	if (asked && kind != RECORD_ESCAPE) {
		mark_asked(&fields, asked, body->size);
		for (size_t i = 0; i < body->size; i++)
			body->bytes[i] &= (uint8_t)-asked[i];
	}
	free(asked);
	for (unsigned i = 0; i < fields.count; i++)
		hide(&fields.list[i], body->bytes);
	record_fields_free(&fields);
}

bool record_question(const struct record_body *body, enum record_kind kind, uint32_t number,
		     const char *object, unsigned release, struct record_exchange *ret_question)
{
	struct record_body asked = *body;
	asked.bytes = malloc(body->size + 1);
	if (!asked.bytes)
		return false;
	memcpy(asked.bytes, body->bytes, body->size);
	record_body_ask(&asked, kind, number, release);
	*ret_question = question_of(&asked, kind, number);
	ret_question->object = (char *)(uintptr_t)object;
	return true;
}

void record_body_keep(struct record_body *body, const struct record_body *other,
		      enum record_kind kind, uint32_t number, unsigned release)
{
	const struct record_exchange question = question_of(other, kind, number);
	struct record_fields fields = record_fields_of(&question, release);
	for (unsigned i = 0; i < fields.count; i++) {
		const struct record_field *field = &fields.list[i];
		for (uint32_t n = 0; n < field->elements; n++)
			if (field->flags & (FIELD_POINTER | FIELD_VOLATILE))
				memcpy(body->bytes + field->at + n * field->stride,
				       other->bytes + field->at + n * field->stride, extent(field));
	}
	record_fields_free(&fields);
}
