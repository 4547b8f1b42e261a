/* SPDX-License-Identifier: MIT */
/*
 * Identifiers become others, the same everywhere in the record. UUIDs are found by
 * their form as text wherever they stand, the rest by the members that hold them;
 * each is then replaced wherever its bytes occur.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"

enum { UUID_BYTES = 16, UUID_TEXT = 36, SECRET_MAX = 64, SECRET_MIN = 6 };

struct secret {
	uint8_t bytes[SECRET_MAX], other[SECRET_MAX];
	size_t size;
};

struct secrets {
	struct secret *list;
	unsigned count;
	unsigned uuids, names; /* so far, for what replaces the next */
};

/* The last part of the member's path. */
static const char *const identifier_members[] = {
    "serialNumber", "uuid",     "str",    "uuidStr",  "deviceUUID",  "gpuUuid",
    "vmUuid",       "vgpuUuid", "ibGuid", "mdevUuid", "clusterUuid", "rackGuid",
};

/* Members that are one whole identifier of the board, too long to look for elsewhere. */
static const char *const blanked_members[] = {"attestationReport", "cecAttestationReport",
					      "certChain", "attestationCertChain"};

typedef void visit_bytes(void *ctx, uint8_t *bytes, size_t size);

static void visit_all(struct record *record, visit_bytes *visit, void *ctx)
{
	for (struct record_file *file = record->files; file; file = file->next)
		if (file->content)
			visit(ctx, file->content, file->size);
	for (struct record_exchange *at = record->exchanges; at; at = at->next) {
		visit(ctx, at->in, at->size);
		for (unsigned i = 0; i < at->answers_count; i++)
			visit(ctx, at->answers[i].bytes, at->size);
	}
	for (struct record_page *page = record->pages; page; page = page->next)
		for (unsigned i = 0; i < page->count; i++)
			visit(ctx, page->snapshots[i].bytes, page->size);
}

static bool is_known(const struct secrets *secrets, const uint8_t *bytes, size_t size)
{
	for (unsigned i = 0; i < secrets->count; i++)
		if (secrets->list[i].size == size && !memcmp(secrets->list[i].bytes, bytes, size))
			return true;
	return false;
}

static void add(struct secrets *secrets, const void *bytes, const void *other, size_t size)
{
	struct secret *grown = realloc(secrets->list, (secrets->count + 1) * sizeof *secrets->list);
	if (!grown)
		return;
	secrets->list = grown;
	struct secret *secret = &grown[secrets->count++];
	secret->size = size;
	memcpy(secret->bytes, bytes, size);
	memcpy(secret->other, other, size);
}

static void format_uuid(const uint8_t *uuid, bool upper, char *dst)
{
	static const char lower_digits[] = "0123456789abcdef", upper_digits[] = "0123456789ABCDEF";
	const char *digits = upper ? upper_digits : lower_digits;
	for (unsigned i = 0; i < UUID_BYTES; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*dst++ = '-';
		*dst++ = digits[uuid[i] >> 4];
		*dst++ = digits[uuid[i] & 15];
	}
	*dst = '\0';
}

static bool is_zero(const uint8_t *bytes, size_t size)
{
	while (size > 0 && bytes[size - 1] == 0)
		size--;
	return size == 0;
}

/* In all its forms. */
static void add_uuid(struct secrets *secrets, const uint8_t *uuid)
{
	uint8_t other[UUID_BYTES] = {[6] = 0x40, [8] = 0x80};
	char text[UUID_TEXT + 1], other_text[UUID_TEXT + 1];
	if (is_zero(uuid, UUID_BYTES) || is_known(secrets, uuid, UUID_BYTES))
		return;
	secrets->uuids++;
	other[14] = (uint8_t)(secrets->uuids >> 8);
	other[15] = (uint8_t)secrets->uuids;
	add(secrets, uuid, other, UUID_BYTES);
	for (unsigned upper = 0; upper < 2; upper++) {
		format_uuid(uuid, upper, text);
		format_uuid(other, upper, other_text);
		add(secrets, text, other_text, UUID_TEXT);
	}
}

static void add_name(struct secrets *secrets, const uint8_t *text, size_t size)
{
	char other[SECRET_MAX + 1];
	if (size < SECRET_MIN || size > SECRET_MAX || is_known(secrets, text, size))
		return;
	snprintf(other, sizeof other, "%0*u", (int)size, ++secrets->names);
	add(secrets, text, other, size);
}

static int hex_digit(uint8_t c)
{
	if (!isxdigit(c))
		return -1;
	return isdigit(c) ? c - '0' : tolower(c) - 'a' + 10;
}

static bool parse_uuid(const uint8_t *text, uint8_t *ret_uuid)
{
	for (unsigned i = 0; i < UUID_BYTES; i++) {
		if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-')
			return false;
		int high = hex_digit(text[0]);
		int low = high < 0 ? -1 : hex_digit(text[1]);
		if (low < 0)
			return false;
		ret_uuid[i] = (uint8_t)(high << 4 | low);
		text += 2;
	}
	return true;
}

static void find_uuids(void *ctx, uint8_t *bytes, size_t size)
{
	uint8_t uuid[UUID_BYTES];
	for (size_t at = 0; at + UUID_TEXT <= size; at++) {
		const uint8_t *dash = memchr(bytes + at, '-', size - at);
		if (!dash)
			return;
		if (dash < bytes + at + 8)
			continue;
		at = (size_t)(dash - bytes) - 8;
		if (at + UUID_TEXT <= size && parse_uuid(bytes + at, uuid))
			add_uuid(ctx, uuid);
	}
}

static bool ends_with_one_of(const char *path, const char *const *names, size_t count)
{
	const char *dot = strrchr(path, '.');
	for (size_t i = 0; i < count; i++)
		if (strcmp(dot ? dot + 1 : path, names[i]) == 0)
			return true;
	return false;
}

static bool is_identifier(const struct record_field *field, enum rm_cmd cmd)
{
	if (field->width != 1 || field->inner < SECRET_MIN)
		return false;
	if (cmd == RM_GPU_GET_GID_INFO)
		return strcmp(field->name, "data") == 0;
	if (!strcmp(field->name, "hostname.name"))
		return true;
	return ends_with_one_of(field->name, identifier_members,
				sizeof identifier_members / sizeof identifier_members[0]);
}

/* A text up to its zeros, else 16 bytes. */
static void take(struct secrets *secrets, const uint8_t *bytes, size_t room)
{
	uint8_t uuid[UUID_BYTES];
	size_t length = 0;
	while (length < room && bytes[length] >= 0x20 && bytes[length] < 0x7f)
		length++;
	if (length >= SECRET_MIN && is_zero(bytes + length, room - length)) {
		for (size_t at = 0; at + UUID_TEXT <= length; at++)
			if (parse_uuid(bytes + at, uuid))
				return; /* found by its form */
		add_name(secrets, bytes, length);
	} else if (room >= UUID_BYTES)
		add_uuid(secrets, bytes);
}

static void take_members(struct secrets *secrets, const struct record_fields *fields,
			 enum rm_cmd cmd, uint8_t *bytes)
{
	for (unsigned i = 0; i < fields->count; i++) {
		const struct record_field *field = &fields->list[i];
		bool blank = field->width == 1 &&
			     ends_with_one_of(field->name, blanked_members,
					      sizeof blanked_members / sizeof blanked_members[0]);
		for (uint32_t n = 0; n < field->elements; n++) {
			uint8_t *at = bytes + field->at + (size_t)n * field->stride;
			if (blank)
				memset(at, 0, field->inner);
			else if (is_identifier(field, cmd))
				take(secrets, at, field->inner);
		}
	}
}

static void find_members(struct record *record, struct secrets *secrets)
{
	enum rm_cmd cmd;
	for (struct record_exchange *at = record->exchanges; at; at = at->next) {
		if (!record_layout(at->kind, at->number, record->release, &cmd))
			continue;
		struct record_fields fields = record_fields_of(at, record->release);
		take_members(secrets, &fields, cmd, at->in);
		for (unsigned i = 0; i < at->answers_count; i++)
			take_members(secrets, &fields, cmd, at->answers[i].bytes);
		record_fields_free(&fields);
	}
}

static void replace(void *ctx, uint8_t *bytes, size_t size)
{
	const struct secrets *secrets = ctx;
	for (unsigned i = 0; i < secrets->count; i++) {
		const struct secret *secret = &secrets->list[i];
		uint8_t *at = bytes, *end = bytes + size;
		while ((at = memmem(at, (size_t)(end - at), secret->bytes, secret->size))) {
			memcpy(at, secret->other, secret->size);
			at += secret->size;
		}
	}
}

void record_scrub(struct record *record)
{
	struct secrets secrets = {0};
	visit_all(record, find_uuids, &secrets);
	find_members(record, &secrets);
	visit_all(record, replace, &secrets);
	free(secrets.list);
}
