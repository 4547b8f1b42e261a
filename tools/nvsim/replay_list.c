/* SPDX-License-Identifier: MIT */
/*
 * Information lists: {index, data} pairs, of which every program asks for its own. A list that
 * nobody recorded is put together from those that were.
 */
#include <stdlib.h>
#include <string.h>

#include "replay.h"
#include "rm_status.h"

/* The newer commands have the pairs behind the count, the older ones behind a pointer. */
static bool is_list(const struct record_exchange *question, unsigned release, size_t *ret_first)
{
	static const enum rm_cmd inside[] = {RM_BUS_GET_INFO_V2, RM_FB_GET_INFO_V2,
					     RM_BIOS_GET_INFO_V2, RM_GR_GET_INFO_V2,
					     RM_GPU_GET_INFO_V2};
	static const enum rm_cmd behind[] = {RM_BUS_GET_INFO, RM_FB_GET_INFO, RM_BIOS_GET_INFO,
					     RM_GR_GET_INFO};
	enum rm_cmd cmd;
	if (question->kind != RECORD_CONTROL || question->size < sizeof(uint32_t) ||
	    !record_layout(RECORD_CONTROL, question->number, release, &cmd))
		return false;
	*ret_first = sizeof(uint32_t);
	for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++)
		if (inside[i] == cmd)
			return true;
	*ret_first = question->params_size;
	for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++)
		if (behind[i] == cmd)
			return true;
	return false;
}

/* Pairs that lie in the body. */
static uint32_t count_of(const uint8_t *bytes, size_t size, size_t first)
{
	uint32_t told = record_word(bytes, 0);
	size_t room = size > first ? (size - first) / 8 : 0;
	return told < room ? told : (uint32_t)room;
}

static bool find_in(const struct record_exchange *exchange, size_t first, uint32_t index,
		    uint32_t *ret_data)
{
	const struct record_answer *last = &exchange->answers[exchange->answers_count - 1];
	if (last->error || last->status != NV_OK)
		return false;
	return record_find_pair(last->bytes, exchange->size, first, index, ret_data);
}

static bool find(const struct record *record, const struct record_exchange *question, size_t first,
		 uint32_t index, uint32_t *ret_data)
{
	for (const struct record_exchange *at = record->exchanges; at; at = at->next)
		if (at->kind == RECORD_CONTROL && at->number == question->number &&
		    at->size >= first && !strcmp(at->object, question->object) &&
		    find_in(at, first, index, ret_data))
			return true;
	return false;
}

struct record_exchange *replay_put_together(struct replay *replay,
					    const struct record_exchange *question)
{
	size_t first;
	if (!is_list(question, replay->record->release, &first))
		return NULL;
	uint32_t count = count_of(question->in, question->size, first);
	uint8_t *bytes = malloc(question->size + 1);
	struct record_exchange *exchange = NULL;
	bool known = bytes && count > 0;
	if (bytes)
		memcpy(bytes, question->in, question->size);
	for (uint32_t i = 0; known && i < count; i++) {
		uint32_t data = 0;
		size_t at = first + 8 * (size_t)i;
		known = find(replay->record, question, first, record_word(bytes, at), &data);
		memcpy(bytes + at + 4, &data, sizeof data);
	}
	const struct record_answer answer = {.status = NV_OK, .count = 1, .bytes = bytes};
	if (known)
		exchange = record_ask(replay->record, question);
	if (exchange)
		record_answer(exchange, &answer);
	free(bytes);
	return exchange && exchange->answers_count ? exchange : NULL;
}
