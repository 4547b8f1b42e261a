/* SPDX-License-Identifier: MIT */
#include "rm/abi.h"

#include <string.h>

/* A decimal number of at most 65535 at *text; moves *text behind it. */
static bool parse_number(const char **text, uint16_t *ret_value)
{
	unsigned value = 0;
	const char *p = *text;

	if (*p < '0' || *p > '9')
		return false;
	for (; *p >= '0' && *p <= '9'; p++) {
		value = value * 10 + (unsigned)(*p - '0');
		if (value > UINT16_MAX)
			return false;
	}
	*text = p;
	*ret_value = (uint16_t)value;
	return true;
}

bool rm_version_parse(const char *text, struct rm_version *ret_version)
{
	struct rm_version version = {0, 0, 0};

	if (!text || !parse_number(&text, &version.major) || *text++ != '.' ||
	    !parse_number(&text, &version.minor))
		return false;
	if (*text == '.') {
		text++;
		if (!parse_number(&text, &version.patch))
			return false;
	}
	if (*text != '\0')
		return false;
	*ret_version = version;
	return true;
}

int rm_version_compare(struct rm_version a, struct rm_version b)
{
	if (a.major != b.major)
		return a.major < b.major ? -1 : 1;
	if (a.minor != b.minor)
		return a.minor < b.minor ? -1 : 1;
	if (a.patch != b.patch)
		return a.patch < b.patch ? -1 : 1;
	return 0;
}

static unsigned follow(struct rm_version version, unsigned release)
{
	for (unsigned i = 0; i < rm_follower_count; i++) {
		const struct rm_follower *follower = &rm_followers[i];

		if (rm_version_compare(version, follower->since) >= 0 &&
		    rm_version_compare(version, rm_releases[follower->release]) < 0)
			return follower->release;
	}
	return release;
}

unsigned rm_release_resolve(struct rm_version version, enum rm_version_match *ret_match)
{
	unsigned next = 0;

	while (next < rm_release_count && rm_version_compare(rm_releases[next], version) <= 0)
		next++;
	if (next > 0 && rm_version_compare(rm_releases[next - 1], version) == 0) {
		*ret_match = RM_EXACT;
		return next - 1;
	}
	if (next > 0 && rm_releases[next - 1].major == version.major) {
		*ret_match = RM_NEAREST_IN_BRANCH;
		return follow(version, next - 1);
	}
	if (next < rm_release_count && rm_releases[next].major == version.major) {
		*ret_match = RM_NEAREST_IN_BRANCH;
		return next;
	}
	*ret_match = RM_NEAREST_BRANCH;
	return next > 0 ? next - 1 : 0;
}

const struct rm_command *rm_command_info(enum rm_cmd cmd)
{
	return &rm_commands[cmd];
}

const struct rm_layout *rm_layout_at(enum rm_cmd cmd, unsigned release)
{
	const struct rm_command *command = &rm_commands[cmd];

	for (unsigned i = command->layout_count; i-- > 0;) {
		if (command->layouts[i].first_release <= release)
			return command->layouts[i].number != 0 ? &command->layouts[i] : NULL;
	}
	return NULL;
}

static bool find(enum rm_kind kind, uint32_t number, unsigned release, enum rm_cmd *ret_cmd)
{
	for (unsigned cmd = 0; cmd < RM_CMD_COUNT; cmd++) {
		const struct rm_layout *layout;

		if (rm_commands[cmd].kind != kind || release < rm_commands[cmd].first_exported)
			continue;
		layout = rm_layout_at((enum rm_cmd)cmd, release);
		if (layout && (layout->number == number || rm_commands[cmd].twin == number)) {
			*ret_cmd = (enum rm_cmd)cmd;
			return true;
		}
	}
	return false;
}

bool rm_command_find(uint32_t number, unsigned release, enum rm_cmd *ret_cmd)
{
	return number != 0 && find(RM_KIND_CONTROL, number, release, ret_cmd);
}

bool rm_alloc_find(uint32_t class_number, unsigned release, enum rm_cmd *ret_cmd)
{
	return class_number != 0 && find(RM_KIND_ALLOC, class_number, release, ret_cmd);
}

/* The common sizes are compile-time constants, so that they become plain moves. */
static void copy_same(uint8_t *dst, const uint8_t *src, size_t size)
{
	switch (size) {
	case 4:
		memcpy(dst, src, 4);
		break;
	case 8:
		memcpy(dst, src, 8);
		break;
	default:
		memcpy(dst, src, size);
	}
}

static void copy_resized(uint8_t *dst, size_t dst_size, const uint8_t *src, size_t src_size)
{
	size_t both = dst_size < src_size ? dst_size : src_size;

	memcpy(dst, src, both);
	memset(dst + both, 0, dst_size - both);
}

static bool fits(const struct rm_field *field, uint32_t size)
{
	uint32_t last = field->wire_offset + (uint32_t)(field->count - 1) * field->wire_stride;

	return last + field->wire_size <= size;
}

void rm_encode(const struct rm_layout *layout, unsigned direction, const void *neutral, void *wire)
{
	for (unsigned i = 0; i < layout->field_count; i++) {
		const struct rm_field *field = &layout->fields[i];
		const uint8_t *src = (const uint8_t *)neutral + field->neutral_offset;
		uint8_t *dst = (uint8_t *)wire + field->wire_offset;

		if (!(field->direction & direction) || !fits(field, layout->size))
			continue;
		for (unsigned n = 0; n < field->count; n++) {
			if (field->wire_size == field->neutral_size)
				copy_same(dst, src, field->wire_size);
			else
				copy_resized(dst, field->wire_size, src, field->neutral_size);
			src += field->neutral_stride;
			dst += field->wire_stride;
		}
	}
}

void rm_decode(const struct rm_layout *layout, unsigned direction, const void *wire, void *neutral)
{
	for (unsigned i = 0; i < layout->field_count; i++) {
		const struct rm_field *field = &layout->fields[i];
		const uint8_t *src = (const uint8_t *)wire + field->wire_offset;
		uint8_t *dst = (uint8_t *)neutral + field->neutral_offset;

		if (!(field->direction & direction) || !fits(field, layout->size))
			continue;
		for (unsigned n = 0; n < field->count; n++) {
			if (field->wire_size == field->neutral_size)
				copy_same(dst, src, field->neutral_size);
			else
				copy_resized(dst, field->neutral_size, src, field->wire_size);
			src += field->wire_stride;
			dst += field->neutral_stride;
		}
	}
}
