/* SPDX-License-Identifier: MIT */
/* The codec over every layout of the tables, with random bytes from a fixed seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rm/abi.h"

#define GUARD 64
#define FILL 0xa5

static uint32_t seed;

static uint8_t random_byte(void)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint8_t)(seed >> 24);
}

static uint8_t *random_bytes(size_t size)
{
	uint8_t *bytes = malloc(size + GUARD);

	assert_non_null(bytes);
	for (size_t i = 0; i < size; i++)
		bytes[i] = random_byte();
	memset(bytes + size, FILL, GUARD);
	return bytes;
}

static void assert_guard(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < GUARD; i++)
		assert_int_equal(bytes[size + i], FILL);
}

/*
 * Where each wire byte comes from: index of a neutral byte, or -1 when the layout
 * has no such member in this direction. Worked out byte by byte, unlike the codec.
 */
static int32_t *sources(const struct rm_layout *layout, unsigned direction)
{
	int32_t *map = malloc((layout->size + 1) * sizeof(*map));

	assert_non_null(map);
	for (uint32_t i = 0; i < layout->size; i++)
		map[i] = -1;
	for (unsigned i = 0; i < layout->field_count; i++) {
		const struct rm_field *f = &layout->fields[i];
		uint32_t bytes = f->wire_size < f->neutral_size ? f->wire_size : f->neutral_size;

		if (!(f->direction & direction))
			continue;
		for (uint32_t n = 0; n < f->count; n++) {
			for (uint32_t b = 0; b < bytes; b++) {
				uint32_t at = f->wire_offset + n * f->wire_stride + b;

				assert_true(at < layout->size);
				map[at] = (int32_t)(f->neutral_offset + n * f->neutral_stride + b);
			}
		}
	}
	return map;
}

static void encode_one(const struct rm_command *command, const struct rm_layout *layout,
		       unsigned direction)
{
	uint8_t *neutral = random_bytes(command->neutral_size);
	uint8_t *wire = random_bytes(layout->size);
	uint8_t *before = malloc(layout->size + 1);
	int32_t *map = sources(layout, direction);

	assert_non_null(before);
	memcpy(before, wire, layout->size);
	rm_encode(layout, direction, neutral, wire);
	for (uint32_t i = 0; i < layout->size; i++)
		assert_int_equal(wire[i], map[i] < 0 ? before[i] : neutral[map[i]]);
	assert_guard(wire, layout->size);
	assert_guard(neutral, command->neutral_size);
	free(neutral);
	free(wire);
	free(before);
	free(map);
}

/* decode(encode(x)) gives x back in the members and leaves the rest alone. */
static void round_trip(const struct rm_command *command, const struct rm_layout *layout)
{
	const unsigned both = RM_IN | RM_OUT;
	uint8_t *neutral = random_bytes(command->neutral_size);
	uint8_t *back = random_bytes(command->neutral_size);
	uint8_t *before = malloc(command->neutral_size + 1);
	uint8_t *wire = random_bytes(layout->size);
	int32_t *map = sources(layout, both);

	assert_non_null(before);
	memcpy(before, back, command->neutral_size);
	rm_encode(layout, both, neutral, wire);
	rm_decode(layout, both, wire, back);
	for (uint32_t i = 0; i < layout->size; i++) {
		if (map[i] < 0)
			continue;
		assert_int_equal(back[map[i]], neutral[map[i]]);
		before[map[i]] = neutral[map[i]];
	}
	for (unsigned i = 0; i < layout->field_count; i++) {
		const struct rm_field *f = &layout->fields[i];

		/* The upper bytes of a member that is narrower on the wire are zero. */
		for (unsigned n = 0; n < f->count && f->wire_size < f->neutral_size; n++)
			memset(before + f->neutral_offset + n * f->neutral_stride + f->wire_size, 0,
			       (size_t)(f->neutral_size - f->wire_size));
	}
	assert_memory_equal(back, before, command->neutral_size);
	assert_guard(back, command->neutral_size);
	free(neutral);
	free(back);
	free(before);
	free(wire);
	free(map);
}

static void every_layout(void **state)
{
	unsigned layouts = 0;

	(void)state;
	seed = 20;
	for (unsigned cmd = 0; cmd < RM_CMD_COUNT; cmd++) {
		const struct rm_command *command = rm_command_info((enum rm_cmd)cmd);

		for (unsigned i = 0; i < command->layout_count; i++) {
			const struct rm_layout *layout = &command->layouts[i];

			encode_one(command, layout, RM_IN);
			encode_one(command, layout, RM_OUT);
			encode_one(command, layout, RM_IN | RM_OUT);
			round_trip(command, layout);
			layouts++;
		}
	}
	print_message("%u layouts\n", layouts);
	assert_true(layouts > RM_CMD_COUNT);
}

static void short_layout_is_not_overrun(void **state)
{
	const struct rm_layout *whole = rm_layout_at(RM_GPU_GET_PROBED_IDS, rm_release_count - 1);
	struct rm_layout cut = *whole;
	struct rm_gpu_get_probed_ids ids;
	uint8_t wire[512];

	(void)state;
	memset(&ids, 0x11, sizeof(ids));
	memset(wire, FILL, sizeof(wire));
	cut.size = 200;
	rm_encode(&cut, RM_IN | RM_OUT, &ids, wire);
	for (size_t i = 200; i < sizeof(wire); i++)
		assert_int_equal(wire[i], FILL);
}

static void narrow_member_is_zero_extended(void **state)
{
	static const struct rm_version old = {565, 77, 0};
	struct rm_nvlink_get_bw_mode mode;
	enum rm_version_match match;
	const struct rm_layout *layout;
	const uint8_t wire[2] = {0x7f, 0xee};

	(void)state;
	memset(&mode, 0xff, sizeof(mode));
	layout = rm_layout_at(RM_NVLINK_GET_BW_MODE, rm_release_resolve(old, &match));
	assert_int_equal(layout->size, 1);
	rm_decode(layout, RM_OUT, wire, &mode);
	assert_int_equal(mode.rbm_mode, 0x7f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_layout),
	    cmocka_unit_test(short_layout_is_not_overrun),
	    cmocka_unit_test(narrow_member_is_zero_extended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
