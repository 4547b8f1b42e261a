/* SPDX-License-Identifier: MIT */
/* Wire layouts: every one on any bytes. The empty input runs over all of them. */
#include "fuzz.h"
#include "rm/abi.h"

static void fill(uint8_t *bytes, size_t size, struct fuzz_input *input)
{
	fuzz_take(input, bytes, size);
	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(bytes[i] ^ (i * 197 + 13));
}

/* Reading what was written gives what was read; the buffers are exactly as large as promised. */
static void there_and_back(enum rm_cmd cmd, unsigned release, unsigned direction,
			   struct fuzz_input *input)
{
	const struct rm_layout *layout = rm_layout_at(cmd, release);
	size_t neutral_size = rm_command_info(cmd)->neutral_size;

	if (!layout || !neutral_size)
		return;
	uint8_t *wire = malloc(layout->size + 1), *again = calloc(1, layout->size + 1);
	uint8_t *first = calloc(1, neutral_size), *second = calloc(1, neutral_size);
	if (wire && again && first && second) {
		wire = realloc(wire, layout->size ? layout->size : 1);
		again = realloc(again, layout->size ? layout->size : 1);
		fill(wire, layout->size, input);
		rm_decode(layout, direction, wire, first);
		rm_encode(layout, direction, first, again);
		rm_decode(layout, direction, again, second);
		fuzz_check(memcmp(first, second, neutral_size) == 0);
	}
	free(wire);
	free(again);
	free(first);
	free(second);
}

static void all_layouts(void)
{
	struct fuzz_input nothing = {0};

	for (unsigned cmd = 0; cmd < RM_CMD_COUNT; cmd++)
		for (unsigned release = 0; release < rm_release_count; release += 5)
			for (unsigned direction = 1; direction < 4; direction++)
				there_and_back((enum rm_cmd)cmd, release, direction, &nothing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = {.data = data, .size = size};

	if (size == 0) {
		all_layouts();
		return 0;
	}
	unsigned cmd = fuzz_u32(&input) % RM_CMD_COUNT;
	unsigned release = fuzz_u8(&input) % rm_release_count;
	unsigned direction = fuzz_u8(&input) % 4;
	enum rm_cmd found;
	there_and_back((enum rm_cmd)cmd, release, direction, &input);
	rm_command_find(fuzz_u32(&input), release, &found);
	rm_alloc_find(fuzz_u32(&input), release, &found);
	return 0;
}
