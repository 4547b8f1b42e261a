/* SPDX-License-Identifier: MIT */
/*
 * A fuzz target: takes any bytes and must neither crash nor hang. libFuzzer calls it, or
 * standalone.c with the files named on its command line.
 */
#ifndef OPENNVML_TESTS_FUZZ_H
#define OPENNVML_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads an input from its start; behind the end it is all zeros. */
struct fuzz_input {
	const uint8_t *data;
	size_t size, at;
};

static inline void fuzz_take(struct fuzz_input *input, void *dst, size_t size)
{
	size_t left = input->size - input->at;
	size_t take = size < left ? size : left;

	memset(dst, 0, size);
	if (take)
		memcpy(dst, input->data + input->at, take);
	input->at += take;
}

static inline uint32_t fuzz_u32(struct fuzz_input *input)
{
	uint32_t value;

	fuzz_take(input, &value, sizeof(value));
	return value;
}

static inline uint8_t fuzz_u8(struct fuzz_input *input)
{
	uint8_t value;

	fuzz_take(input, &value, sizeof(value));
	return value;
}

static inline int fuzz_ended(const struct fuzz_input *input)
{
	return input->at >= input->size;
}

/* What must hold; a false one is a find. */
static inline void fuzz_check(int holds)
{
	if (!holds)
		abort();
}

#endif
