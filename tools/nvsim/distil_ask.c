/* SPDX-License-Identifier: MIT */
/* Questions to a record. */
#include <string.h>

#include "distil.h"

static bool asks(const struct distil *distil, const struct record_exchange *exchange,
		 const char *object, enum rm_cmd cmd, const struct rm_layout **ret_layout)
{
	enum rm_cmd asked;
	if (exchange->kind != RECORD_CONTROL || strcmp(exchange->object, object) != 0)
		return false;
	*ret_layout =
	    record_layout(RECORD_CONTROL, exchange->number, distil->record->release, &asked);
	return *ret_layout && asked == cmd && (*ret_layout)->size == exchange->params_size;
}

static const struct record_answer *last_good(const struct record_exchange *exchange)
{
	for (unsigned i = exchange->answers_count; i-- > 0;)
		if (exchange->answers[i].error == 0 && exchange->answers[i].status == 0)
			return &exchange->answers[i];
	return NULL;
}

const struct record_exchange *distil_next(const struct distil *distil,
					  const struct record_exchange *after, const char *object,
					  enum rm_cmd cmd, const struct rm_layout **ret_layout)
{
	const struct record_exchange *at = after ? after->next : distil->record->exchanges;
	while (at && !asks(distil, at, object, cmd, ret_layout))
		at = at->next;
	return at;
}

bool distil_answer(const struct distil *distil, const char *object, enum rm_cmd cmd, void *neutral)
{
	const struct rm_layout *layout;
	const struct record_exchange *at = NULL;
	bool told = false;
	while ((at = distil_next(distil, at, object, cmd, &layout)) != NULL) {
		const struct record_answer *answer = last_good(at);
		if (answer)
			rm_decode(layout, RM_IN | RM_OUT, answer->bytes, neutral);
		told |= answer != NULL;
	}
	return told;
}

bool distil_refused(const struct distil *distil, const char *object, enum rm_cmd cmd)
{
	const struct rm_layout *layout;
	const struct record_exchange *at = NULL;
	bool asked = false;
	while ((at = distil_next(distil, at, object, cmd, &layout)) != NULL) {
		if (last_good(at))
			return false;
		asked = true;
	}
	return asked;
}

/* Pairs lie side by side in both forms: in the parameters, or in the list behind them. */
static bool find_pair(const struct record_exchange *exchange, const uint8_t *bytes, uint32_t index,
		      uint32_t *ret_data)
{
	bool behind = exchange->size > exchange->params_size;
	size_t first = behind ? exchange->params_size : sizeof(uint32_t);
	return record_find_pair(bytes, exchange->size, first, index, ret_data);
}

bool distil_info(const struct distil *distil, const char *object, enum rm_cmd with_pointer,
		 enum rm_cmd with_list, uint32_t index, uint32_t *ret_data)
{
	const struct rm_layout *layout;
	bool told = false;
	for (const struct record_exchange *at = distil->record->exchanges; at; at = at->next) {
		if (!asks(distil, at, object, with_pointer, &layout) &&
		    !asks(distil, at, object, with_list, &layout))
			continue;
		const struct record_answer *answer = last_good(at);
		if (answer && at->size >= 12)
			told |= find_pair(at, answer->bytes, index, ret_data);
	}
	return told;
}

static uint64_t cell(const uint8_t *bytes, const struct rm_rusd_cell *at, unsigned element)
{
	uint64_t value = 0;
	size_t step = at->count > 1 ? at->stride : at->width;
	memcpy(&value, bytes + at->offset + element * step, at->width);
	return value;
}

static bool has_cell(const struct record_page *page, const struct rm_rusd_cell *at,
		     unsigned element)
{
	unsigned count = at->count > 1 ? at->count : at->inner;
	size_t step = at->count > 1 ? at->stride : at->width;
	return at->offset != RM_RUSD_ABSENT && element < count && at->width <= sizeof(uint64_t) &&
	       at->offset + element * step + at->width <= page->size;
}

bool distil_reading(const struct distil *distil, const struct distil_gpu *gpu,
		    enum rm_rusd_field stamp, unsigned stamp_element, enum rm_rusd_field field,
		    unsigned element, uint64_t *ret_value)
{
	char object[64];
	const struct rm_rusd_layout *layout = rm_rusd_layout_at(distil->record->release);
	snprintf(object, sizeof object, "%s telemetry", gpu->subdevice);
	const struct record_page *page = record_page_find(distil->record, object);
	if (!layout || !page || page->count == 0 ||
	    !has_cell(page, &layout->cells[stamp], stamp_element) ||
	    !has_cell(page, &layout->cells[field], element))
		return false;
	for (unsigned i = page->count; i-- > 0;) {
		const uint8_t *bytes = page->snapshots[i].bytes;
		uint64_t when = cell(bytes, &layout->cells[stamp], stamp_element);
		*ret_value = cell(bytes, &layout->cells[field], element);
		if (when != 0 && when != UINT64_MAX)
			return true;
	}
	return false;
}

const char *distil_file(const struct distil *distil, const char *folder, const char *name)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	const struct record_file *file = record_file_find(distil->record, path);
	return file ? (const char *)file->content : NULL;
}
