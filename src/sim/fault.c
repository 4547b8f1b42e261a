/* SPDX-License-Identifier: MIT */
/* Controls that are refused, take long or lie. */
#include "sim/fault.h"

#include <errno.h>
#include <string.h>

#include "sim/driver.h"

int sim_fault_add(struct sim *sim, const struct sim_fault *fault)
{
	if (sim->faults.count == SIM_FAULTS_MAX)
		return -ENOSPC;
	sim->faults.list[sim->faults.count++] = *fault;
	return 0;
}

bool sim_fault_is_like(const struct sim_fault *a, const struct sim_fault *b)
{
	if (a->any || b->any)
		return a->any && b->any;
	if (a->named != b->named)
		return false;
	return a->named ? a->command == b->command : a->number == b->number;
}

unsigned sim_faults_clear(struct sim *sim, const struct sim_fault *like)
{
	struct sim_faults *faults = &sim->faults;
	unsigned kept = 0, before = faults->count;

	for (unsigned i = 0; i < before; i++)
		if (like && !sim_fault_is_like(&faults->list[i], like))
			faults->list[kept++] = faults->list[i];
	faults->count = kept;
	return before - kept;
}

static bool is_about(const struct sim_fault *fault, const struct sim_call *call, uint32_t number,
		     const struct rm_command *info)
{
	if (fault->gpu != SIM_FAULT_ANY_GPU && (!call->gpu || call->gpu->index != fault->gpu))
		return false;
	if (fault->any)
		return true;
	if (fault->named)
		return info == rm_command_info(fault->command);
	return fault->number == number;
}

/* The first fault of the kind that strikes this call; all that match count it. */
static struct sim_fault *find(struct sim_call *call, enum sim_fault_kind kind, uint32_t number,
			      const struct rm_command *info)
{
	struct sim_faults *faults = &call->sim->faults;
	struct sim_fault *found = NULL;

	for (unsigned i = 0; i < faults->count; i++) {
		struct sim_fault *fault = &faults->list[i];

		if (fault->kind != kind || !is_about(fault, call, number, info))
			continue;
		fault->seen++;
		if (found || fault->seen % fault->every != 0 ||
		    (fault->count && fault->hits >= fault->count))
			continue;
		fault->hits++;
		found = fault;
	}
	return found;
}

/* A host that cannot wait gets its answer at once; who waited was counted when that began. */
static bool takes_long(struct sim_call *call, uint32_t number, const struct rm_command *info)
{
	const struct sim_fault *fault;

	if (!call->task->can_wait || call->task->waited_ns > 0)
		return false;
	fault = find(call, SIM_FAULT_HANG, number, info);
	if (!fault)
		return false;
	call->sim->faults.hang_ns = fault->hang_ns;
	return true;
}

uint64_t sim_wait_ns(const struct sim *sim)
{
	return sim->faults.hang_ns;
}

uint32_t sim_fault_strike(struct sim_call *call, uint32_t number, const struct rm_command *info)
{
	const struct sim_fault *fault;

	if (call->sim->faults.count == 0)
		return SIM_OK;
	if (takes_long(call, number, info)) {
		call->later = true;
		return SIM_BUSY_RETRY;
	}
	fault = find(call, SIM_FAULT_STATUS, number, info);
	return fault ? fault->status : SIM_OK;
}

/* Lies. The layout says which bytes are outputs, and where lists are. */

static void put_word(uint8_t *at, size_t size, uint32_t value)
{
	for (size_t i = 0; i < size; i++)
		at[i] = i < sizeof(value) ? (uint8_t)(value >> 8 * i) : 0;
}

static void spoil_bytes(uint8_t *at, size_t size, uint8_t value)
{
	memset(at, value, size);
}

static void spoil_words(uint8_t *at, size_t size, uint64_t turn)
{
	static const uint32_t words[] = {0x7fffffff, 0x80000000, 0xfffffffe,
					 0x0000ffff, 0x00000001, 0x7fffff80};

	for (size_t i = 0; i < size; i += sizeof(uint32_t))
		put_word(at + i, size - i < sizeof(uint32_t) ? size - i : sizeof(uint32_t),
			 words[(turn + i / sizeof(uint32_t)) % 6]);
}

/* The list behind this field, of the same reply. */
static const struct rm_field *next_list(const struct rm_layout *layout, unsigned from)
{
	for (unsigned i = from + 1; i < layout->field_count; i++)
		if (layout->fields[i].count > 1)
			return &layout->fields[i];
	return NULL;
}

/*
 * One more than fits, then far more. A list of words that lies beside its count is one field
 * with it.
 */
static void spoil_count(const struct rm_layout *layout, unsigned index, uint8_t *wire,
			uint64_t turn)
{
	const struct rm_field *field = &layout->fields[index];
	const struct rm_field *list = next_list(layout, index);
	uint32_t fits = list ? list->count : field->wire_size / (uint32_t)sizeof(uint32_t) - 1;
	size_t size = field->wire_size < sizeof(uint32_t) ? field->wire_size : sizeof(uint32_t);

	if (field->count == 1)
		put_word(wire + field->wire_offset, size, turn % 2 ? 0xffffffffu : fits + 1);
}

static void spoil_field(const struct rm_layout *layout, unsigned index, uint8_t *wire,
			enum sim_lie lie, uint64_t turn)
{
	const struct rm_field *field = &layout->fields[index];

	if (lie == SIM_LIE_COUNTS) {
		spoil_count(layout, index, wire, turn);
		return;
	}
	for (unsigned i = 0; i < field->count; i++) {
		uint8_t *at = wire + field->wire_offset + (size_t)i * field->wire_stride;

		if (lie == SIM_LIE_WORDS)
			spoil_words(at, field->wire_size, turn + i);
		else
			spoil_bytes(at, field->wire_size, lie == SIM_LIE_TEXT ? 'x' : 0xff);
	}
}

void sim_fault_spoil(struct sim_call *call, uint32_t number, const struct rm_command *info,
		     const struct rm_layout *layout, uint8_t *wire)
{
	const struct sim_fault *fault =
	    call->sim->faults.count ? find(call, SIM_FAULT_HOSTILE, number, info) : NULL;

	if (!fault)
		return;
	uint64_t turn = fault->hits - 1;
	enum sim_lie lie = fault->lie == SIM_LIE_COUNT ? turn % SIM_LIE_COUNT : fault->lie;

	for (unsigned i = 0; i < layout->field_count; i++)
		if (layout->fields[i].direction & RM_OUT)
			spoil_field(layout, i, wire, lie, turn / SIM_LIE_COUNT);
}
