/* SPDX-License-Identifier: MIT */
#include "sim/uuid.h"

#include <stdio.h>
#include <string.h>

#define BLOCK 64u

static uint32_t rotate(uint32_t value, unsigned bits)
{
	return value << bits | value >> (32 - bits);
}

static uint32_t load_be(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void store_be(uint8_t *at, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static uint32_t mix(unsigned round, const uint32_t h[5])
{
	switch (round / 20) {
	case 0:
		return ((h[1] & h[2]) | (~h[1] & h[3])) + 0x5a827999u;
	case 1:
		return (h[1] ^ h[2] ^ h[3]) + 0x6ed9eba1u;
	case 2:
		return ((h[1] & h[2]) | (h[1] & h[3]) | (h[2] & h[3])) + 0x8f1bbcdcu;
	default:
		return (h[1] ^ h[2] ^ h[3]) + 0xca62c1d6u;
	}
}

static void sha1_block(uint32_t state[5], const uint8_t *block)
{
	uint32_t w[80], h[5], next;

	for (unsigned i = 0; i < 16; i++)
		w[i] = load_be(block + 4 * i);
	for (unsigned i = 16; i < 80; i++)
		w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	memcpy(h, state, sizeof(h));
	for (unsigned i = 0; i < 80; i++) {
		next = rotate(h[0], 5) + mix(i, h) + h[4] + w[i];
		h[4] = h[3];
		h[3] = h[2];
		h[2] = rotate(h[1], 30);
		h[1] = h[0];
		h[0] = next;
	}
	for (unsigned i = 0; i < 5; i++)
		state[i] += h[i];
}

void sim_sha1(const uint8_t *data, size_t size, uint8_t ret_digest[20])
{
	uint32_t state[5] = {0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u, 0xc3d2e1f0u};
	uint8_t tail[2 * BLOCK] = {0};
	size_t whole = size / BLOCK * BLOCK;
	size_t rest = size - whole;
	size_t tail_size = rest + 9 > BLOCK ? 2 * BLOCK : BLOCK;

	for (size_t at = 0; at < whole; at += BLOCK)
		sha1_block(state, data + at);
	memcpy(tail, data + whole, rest);
	tail[rest] = 0x80;
	store_be(tail + tail_size - 8, (uint32_t)((uint64_t)size >> 29));
	store_be(tail + tail_size - 4, (uint32_t)(size << 3));
	for (size_t at = 0; at < tail_size; at += BLOCK)
		sha1_block(state, tail + at);
	for (unsigned i = 0; i < 5; i++)
		store_be(ret_digest + 4 * i, state[i]);
}

/* Message: namespace, "NVIDIA GPU", chip id and PDI with their lengths (gpu_uuid.c). */
#define MESSAGE_HEAD 27u
#define MESSAGE_GPU (MESSAGE_HEAD + 2 + 1 + 8)
#define MESSAGE_MIG (MESSAGE_GPU + 1 + 3 + 4 + 4)

static uint8_t *add(uint8_t *at, uint64_t value, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		*at++ = (uint8_t)(value >> (8 * i));
	return at;
}

static uint8_t *add_gpu(uint8_t *at, uint16_t chip_id, uint64_t pdi)
{
	static const uint8_t head[MESSAGE_HEAD] = {
	    0xc8, 0x16, 0xc9, 0xa3, 0x52, 0x24, 0x56, 0xbf, 0x9d, 0x9a, 0xac, 0x7e, 0xa7, 0x03,
	    0xfb, 0x5b, 'N',  'V',  'I',  'D',  'I',  'A',  ' ',  'G',  'P',  'U',  0x02};

	memcpy(at, head, sizeof(head));
	at = add(at + sizeof(head), chip_id, 2);
	return add(add(at, 0x08, 1), pdi, 8);
}

static void name_based(const uint8_t *message, size_t size, uint8_t ret_uuid[16])
{
	uint8_t digest[20];

	sim_sha1(message, size, digest);
	memcpy(ret_uuid, digest, 16);
	ret_uuid[6] = (uint8_t)((digest[6] & 0x0f) | 0x50);
	ret_uuid[8] = (uint8_t)((digest[8] & 0x3f) | 0x80);
}

void sim_uuid_of_gpu(uint16_t chip_id, uint64_t pdi, uint8_t ret_uuid[16])
{
	uint8_t message[MESSAGE_GPU];

	add_gpu(message, chip_id, pdi);
	name_based(message, sizeof(message), ret_uuid);
}

void sim_uuid_of_mig(uint16_t chip_id, uint64_t pdi, uint32_t gi, uint32_t engine,
		     uint8_t ret_uuid[16])
{
	uint8_t message[MESSAGE_MIG];
	uint8_t *at = add(add_gpu(message, chip_id, pdi), 0x0b, 1);

	memcpy(at, "SMC", 3);
	add(add(at + 3, gi, 4), engine, 4);
	name_based(message, sizeof(message), ret_uuid);
}

void sim_uuid_format(const uint8_t uuid[16], char text[41])
{
	char *at = text + snprintf(text, 41, "GPU-");

	for (unsigned i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*at++ = '-';
		at += snprintf(at, 3, "%02x", uuid[i]);
	}
}

bool sim_uuid_parse(const char *text, uint8_t ret_uuid[16])
{
	uint8_t bytes[16];
	unsigned value;

	if (strncmp(text, "GPU-", 4) != 0)
		return false;
	text += 4;
	for (unsigned i = 0; i < 16; i++, text += 2) {
		if (*text == '-')
			text++;
		if (sscanf(text, "%2x", &value) != 1)
			return false;
		bytes[i] = (uint8_t)value;
	}
	memcpy(ret_uuid, bytes, sizeof(bytes));
	return true;
}
