/* SPDX-License-Identifier: MIT */
/* Which member of which struct a byte is. */
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "rm/escape.h"
#include "rm_names.h"
#include "rm_rusd.h"
#include "rm_status.h"

#define ESCAPE(nr, member_name, type, member, list)                                                \
	{                                                                                          \
		nr, member_name, offsetof(type, member), sizeof(((type *)0)->member), 1,           \
		    (list) ? sizeof(type) : 0                                                      \
	}

/* Members as nv-ioctl.h and nv-unix-nvos-params-wrappers.h name them. */
static const struct escape_member {
	uint32_t nr;
	const char *name;
	uint32_t at, width, inner, stride;
} escape_members[] = {
    ESCAPE(NV_ESC_CARD_INFO, "valid", struct rm_card_info, valid, true),
    ESCAPE(NV_ESC_CARD_INFO, "pci_info.domain", struct rm_card_info, pci.domain, true),
    ESCAPE(NV_ESC_CARD_INFO, "pci_info.bus", struct rm_card_info, pci.bus, true),
    ESCAPE(NV_ESC_CARD_INFO, "pci_info.slot", struct rm_card_info, pci.slot, true),
    ESCAPE(NV_ESC_CARD_INFO, "pci_info.function", struct rm_card_info, pci.function, true),
    ESCAPE(NV_ESC_CARD_INFO, "pci_info.vendor_id", struct rm_card_info, pci.vendor_id, true),
    ESCAPE(NV_ESC_CARD_INFO, "pci_info.device_id", struct rm_card_info, pci.device_id, true),
    ESCAPE(NV_ESC_CARD_INFO, "gpu_id", struct rm_card_info, gpu_id, true),
    ESCAPE(NV_ESC_CARD_INFO, "interrupt_line", struct rm_card_info, interrupt_line, true),
    ESCAPE(NV_ESC_CARD_INFO, "reg_address", struct rm_card_info, reg_address, true),
    ESCAPE(NV_ESC_CARD_INFO, "reg_size", struct rm_card_info, reg_size, true),
    ESCAPE(NV_ESC_CARD_INFO, "fb_address", struct rm_card_info, fb_address, true),
    ESCAPE(NV_ESC_CARD_INFO, "fb_size", struct rm_card_info, fb_size, true),
    ESCAPE(NV_ESC_CARD_INFO, "minor_number", struct rm_card_info, minor_number, true),
    ESCAPE(NV_ESC_CHECK_VERSION_STR, "cmd", struct rm_api_version, cmd, false),
    ESCAPE(NV_ESC_CHECK_VERSION_STR, "reply", struct rm_api_version, reply, false),
    {NV_ESC_CHECK_VERSION_STR, "versionString", offsetof(struct rm_api_version, version_string), 1,
     64, 0},
    ESCAPE(NV_ESC_ALLOC_OS_EVENT, "Status", struct rm_os_event, status, false),
    ESCAPE(NV_ESC_FREE_OS_EVENT, "Status", struct rm_os_event, status, false),
    ESCAPE(NV_ESC_STATUS_CODE, "domain", struct rm_status_code, domain, false),
    ESCAPE(NV_ESC_STATUS_CODE, "bus", struct rm_status_code, bus, false),
    ESCAPE(NV_ESC_STATUS_CODE, "slot", struct rm_status_code, slot, false),
    ESCAPE(NV_ESC_STATUS_CODE, "status", struct rm_status_code, status, false),
    ESCAPE(NV_ESC_SYS_PARAMS, "memblock_size", struct rm_sys_params, memblock_size, false),
    ESCAPE(NV_ESC_QUERY_DEVICE_INTR, "intrStatus", struct rm_device_intr, intr_status, false),
    ESCAPE(NV_ESC_QUERY_DEVICE_INTR, "status", struct rm_device_intr, status, false),
    ESCAPE(NV_ESC_SET_NUMA_STATUS, "status", struct rm_numa_status, status, false),
    ESCAPE(NV_ESC_NUMA_INFO, "nid", struct rm_numa_info, nid, false),
    ESCAPE(NV_ESC_NUMA_INFO, "status", struct rm_numa_info, status, false),
    ESCAPE(NV_ESC_NUMA_INFO, "memblock_size", struct rm_numa_info, memblock_size, false),
    ESCAPE(NV_ESC_NUMA_INFO, "numa_mem_addr", struct rm_numa_info, numa_mem_addr, false),
    ESCAPE(NV_ESC_NUMA_INFO, "numa_mem_size", struct rm_numa_info, numa_mem_size, false),
    ESCAPE(NV_ESC_WAIT_OPEN_COMPLETE, "rc", struct rm_wait_open, rc, false),
    ESCAPE(NV_ESC_WAIT_OPEN_COMPLETE, "adapterStatus", struct rm_wait_open, adapter_status, false),
    {NV_ESC_ATTACH_GPUS_TO_FD, "gpu_ids", 0, 4, 0, 0},
};

/* What differs from process to process and asks nothing: whole ranges of an escape. */
static const struct {
	uint32_t nr, at, size;
} volatile_ranges[] = {
    {NV_ESC_REGISTER_FD, 0, 4},
    {NV_ESC_ALLOC_OS_EVENT, 0, 12},
    {NV_ESC_FREE_OS_EVENT, 0, 12},
    {NV_ESC_RM_DUP_OBJECT, 0, 20},
    {NV_ESC_RM_SHARE, 0, 8},
    {NV_ESC_RM_ACCESS_REGISTRY, 0, 8},
    {NV_ESC_RM_ACCESS_REGISTRY, 16, 8},
    {NV_ESC_RM_ACCESS_REGISTRY, 32, 8},
    {NV_ESC_RM_ACCESS_REGISTRY, 48, 8},
};

static const char *const volatile_members[] = {
    "hSubDevice",    "hObject",       "hClient",       "hClientShare",
    "hTargetClient", "hTargetDevice", "hParentClient", "hSrcResource",
    "capDescriptor", "processID",     "processName",
};

static const char *const pointer_members[] = {
    "szName",     "pDriverVersionBuffer", "pVersionBuffer", "pTitleBuffer",
    "busPeerIds", "busEgmPeerIds",        "pOsPidInfo",     "busInfoList",
    "fbInfoList", "biosInfoList",         "sessionInfoTbl", "grInfoList",
};

#define LIST(command, structure, pointer, count, element, answer_only, pairs)                      \
	{                                                                                          \
		command, offsetof(struct structure, pointer), offsetof(struct structure, count),   \
		    element, answer_only, pairs, #pointer                                          \
	}

static const struct list_row {
	enum rm_cmd cmd;
	uint32_t pointer, count;
	size_t element;
	bool answer_only, pairs;
	const char *name;
} list_rows[] = {
    LIST(RM_BUS_GET_INFO, rm_bus_get_info, bus_info_list, bus_info_list_size, 8, false, true),
    LIST(RM_FB_GET_INFO, rm_fb_get_info, fb_info_list, fb_info_list_size, 8, false, true),
    LIST(RM_BIOS_GET_INFO, rm_bios_get_info, bios_info_list, bios_info_list_size, 8, false, true),
    LIST(RM_GR_GET_INFO, rm_gr_get_info, gr_info_list, gr_info_list_size, 8, false, true),
    LIST(RM_GPU_GET_NVENC_SW_SESSION_INFO, rm_gpu_get_nvenc_sw_session_info, session_info_tbl,
	 session_info_tbl_entry, 32, true, false),
    LIST(RM_SYSTEM_GET_BUILD_VERSION, rm_system_get_build_version, driver_version_buffer,
	 size_of_strings, 1, true, false),
    LIST(RM_SYSTEM_GET_BUILD_VERSION, rm_system_get_build_version, version_buffer, size_of_strings,
	 1, true, false),
    LIST(RM_SYSTEM_GET_BUILD_VERSION, rm_system_get_build_version, title_buffer, size_of_strings, 1,
	 true, false),
};

enum { LIST_BYTES_MAX = 1 << 16 };

const struct rm_layout *record_layout(enum record_kind kind, uint32_t number, unsigned release,
				      enum rm_cmd *ret_cmd)
{
	bool found = false;
	if (kind == RECORD_CONTROL)
		found = rm_command_find(number, release, ret_cmd);
	else if (kind == RECORD_ALLOC)
		found = rm_alloc_find(number == NV01_EVENT ? NV01_EVENT_OS_EVENT : number, release,
				      ret_cmd);
	if (!found)
		return NULL;
	const struct rm_layout *layout = rm_layout_at(*ret_cmd, release);
	/* A twin may be older than its plain number. */
	return layout ? layout : &rm_command_info(*ret_cmd)->layouts[0];
}

/* The field of the layout that has a neutral offset; NULL: the release lacks it. */
static const struct rm_field *field_at(const struct rm_layout *layout, uint32_t neutral)
{
	for (unsigned i = 0; i < layout->field_count; i++) {
		const struct rm_field *field = &layout->fields[i];
		uint32_t span = field->neutral_size;
		if (neutral >= field->neutral_offset && neutral < field->neutral_offset + span)
			return field;
	}
	return NULL;
}

static bool wire_offset(const struct rm_layout *layout, uint32_t neutral, uint32_t *ret_at)
{
	const struct rm_field *field = field_at(layout, neutral);
	if (!field)
		return false;
	*ret_at = field->wire_offset + (neutral - field->neutral_offset);
	return true;
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static uint8_t flags_of(const struct rm_member_name *member)
{
	bool is_pointer = is_one_of(member->path, pointer_members,
				    sizeof pointer_members / sizeof pointer_members[0]);
	if (is_pointer && member->size == 8 && member->count == 1 && member->stride == 0)
		return FIELD_POINTER;
	if (is_one_of(member->path, volatile_members,
		      sizeof volatile_members / sizeof volatile_members[0]))
		return FIELD_VOLATILE;
	return member->command == RM_ALLOC_OS_EVENT && strcmp(member->path, "data") == 0
		   ? FIELD_VOLATILE
		   : 0;
}

static bool add(struct record_fields *fields, const struct record_field *field)
{
	if ((fields->count & (fields->count - 1)) == 0) {
		size_t room = fields->count ? 2 * (size_t)fields->count : 1;
		void *grown = realloc(fields->list, room * sizeof *field);
		if (!grown)
			return false;
		fields->list = grown;
	}
	fields->list[fields->count++] = *field;
	return true;
}

/* Several neighbours of one size, as they lie in both. */
static void place_block(struct record_field *at, const struct rm_field *field,
			const struct rm_member_name *member)
{
	uint32_t into = member->offset - field->neutral_offset;
	uint32_t bytes = member->size * member->count;
	at->at = field->wire_offset + into;
	if (into + bytes > field->neutral_size)
		at->inner = (field->neutral_size - into) / member->size;
	if (field->count > 1) {
		at->elements = field->count;
		at->stride = field->wire_stride;
	} else if (member->stride != 0) {
		at->elements =
		    (field->neutral_size - into - at->inner * member->size) / member->stride + 1;
		at->stride = member->stride;
	}
}

static struct record_field place(const struct rm_field *field, const struct rm_member_name *member)
{
	struct record_field at = {.name = member->path,
				  .elements = 1,
				  .inner = member->count,
				  .width = (uint8_t)member->size,
				  .flags = flags_of(member)};
	if (field->direction & RM_IN)
		at.flags |= FIELD_ASKED;
	if (field->wire_size == field->neutral_size) {
		place_block(&at, field, member);
		return at;
	}
	/* Each number is stored in fewer bytes. */
	at.at = field->wire_offset;
	at.width = (uint8_t)field->wire_size;
	at.inner = 1;
	at.elements = field->count;
	at.stride = field->wire_stride;
	return at;
}

static bool is_number(const struct record_field *field)
{
	return (field->width == 1 || field->width == 2 || field->width == 4 || field->width == 8) &&
	       field->inner > 0 && field->elements > 0;
}

static bool fits(const struct record_field *field, size_t size)
{
	uint64_t end = field->at + (uint64_t)(field->elements - 1) * field->stride +
		       (uint64_t)field->inner * field->width;
	return end <= size;
}

static void add_members(struct record_fields *fields, const struct rm_layout *layout,
			enum rm_cmd cmd, size_t size)
{
	for (const struct rm_member_name *member = rm_member_names; member->path; member++) {
		const struct rm_field *field =
		    member->command == cmd ? field_at(layout, member->offset) : NULL;
		if (!field)
			continue;
		struct record_field at = place(field, member);
		if (is_number(&at) && fits(&at, size) && !add(fields, &at))
			return;
	}
}

static void add_list(struct record_fields *fields, const struct record_list *list, uint32_t at)
{
	struct record_field field = {.name = list->name,
				     .at = at,
				     .elements = 1,
				     .inner = (uint32_t)(list->element * list->count),
				     .width = 1,
				     .flags = list->answer_only ? 0 : FIELD_ASKED};
	if (list->pairs) {
		field.width = 4;
		field.inner = (uint32_t)(2 * list->count);
	}
	if (list->count > 0)
		add(fields, &field);
}

static void add_escape(struct record_fields *fields, const struct record_exchange *question)
{
	size_t count = sizeof escape_members / sizeof escape_members[0];
	for (size_t i = 0; i < count; i++) {
		const struct escape_member *member = &escape_members[i];
		struct record_field field = {.name = member->name,
					     .at = member->at,
					     .stride = member->stride,
					     .elements = 1,
					     .inner = member->inner,
					     .width = (uint8_t)member->width,
					     .flags = FIELD_ASKED};
		if (member->nr != question->number)
			continue;
		if (member->stride)
			field.elements = (uint32_t)(question->size / member->stride);
		if (member->inner == 0)
			field.inner = (uint32_t)(question->size / member->width);
		if (is_number(&field) && fits(&field, question->size))
			add(fields, &field);
	}
}

static void add_volatile_ranges(struct record_fields *fields,
				const struct record_exchange *question)
{
	for (size_t i = 0; i < sizeof volatile_ranges / sizeof volatile_ranges[0]; i++) {
		struct record_field field = {.name = "-",
					     .at = volatile_ranges[i].at,
					     .elements = 1,
					     .inner = volatile_ranges[i].size,
					     .width = 1,
					     .flags = FIELD_VOLATILE};
		if (volatile_ranges[i].nr == question->number && fits(&field, question->size))
			add(fields, &field);
	}
}

struct record_fields record_fields_of(const struct record_exchange *question, unsigned release)
{
	struct record_fields fields = {0};
	struct record_list lists[RECORD_LISTS_MAX];
	enum rm_cmd cmd;
	size_t at = question->params_size;
	if (question->kind == RECORD_ESCAPE) {
		add_escape(&fields, question);
		add_volatile_ranges(&fields, question);
		return fields;
	}
	const struct rm_layout *layout =
	    record_layout(question->kind, question->number, release, &cmd);
	if (!layout || layout->size != question->params_size)
		return fields;
	add_members(&fields, layout, cmd, question->params_size);
	unsigned count = record_lists(question->kind, question->number, release, question->in,
				      question->params_size, lists);
	for (unsigned i = 0; i < count; i++) {
		size_t bytes = lists[i].element * lists[i].count;
		if (at + bytes > question->size)
			break;
		add_list(&fields, &lists[i], (uint32_t)at);
		at += bytes;
	}
	return fields;
}

void record_fields_free(struct record_fields *fields)
{
	free(fields->list);
	*fields = (struct record_fields){0};
}

static uint64_t number_at(const uint8_t *params, uint32_t at, size_t width)
{
	uint64_t value = 0;
	memcpy(&value, params + at, width);
	return value;
}

unsigned record_lists(enum record_kind kind, uint32_t number, unsigned release,
		      const uint8_t *params, size_t params_size, struct record_list *lists)
{
	enum rm_cmd cmd;
	unsigned count = 0;
	const struct rm_layout *layout = record_layout(kind, number, release, &cmd);
	if (kind != RECORD_CONTROL || !layout || layout->size != params_size)
		return 0;
	for (size_t i = 0; i < sizeof list_rows / sizeof list_rows[0]; i++) {
		const struct list_row *row = &list_rows[i];
		uint32_t pointer, entries;
		if (row->cmd != cmd || !wire_offset(layout, row->pointer, &pointer) ||
		    !wire_offset(layout, row->count, &entries) ||
		    number_at(params, pointer, 8) == 0)
			continue;
		size_t n = number_at(params, entries, 4);
		if (n == 0 || n > LIST_BYTES_MAX / row->element)
			continue;
		lists[count++] = (struct record_list){.name = row->name,
						      .pointer_at = pointer,
						      .element = row->element,
						      .count = n,
						      .answer_only = row->answer_only,
						      .pairs = row->pairs};
	}
	return count;
}

struct record_fields record_page_fields(unsigned release, size_t size)
{
	struct record_fields fields = {0};
	const struct rm_rusd_layout *layout = rm_rusd_layout_at(release);
	for (const struct rm_value_name *row = rm_rusd_names; layout && row->name; row++) {
		const struct rm_rusd_cell *cell = &layout->cells[row->value];
		struct record_field field = {.name = row->name,
					     .at = cell->offset,
					     .stride = cell->stride,
					     .elements = cell->count,
					     .inner = cell->inner,
					     .width = cell->width};
		if (cell->offset == RM_RUSD_ABSENT || !is_number(&field) ||
		    !fits(&field, layout->size))
			continue;
		if (!add(&fields, &field))
			break;
		if (!fits(&field, size)) {
			record_fields_free(&fields);
			break;
		}
	}
	return fields;
}

static const char *escape_name(uint32_t nr)
{
	for (const struct rm_value_name *row = rm_constant_names; row->name; row++)
		if (row->value == nr && !strncmp(row->name, "NV_ESC_", 7))
			return row->name;
	return NULL;
}

const char *record_number_name(enum record_kind kind, uint32_t number, unsigned release)
{
	enum rm_cmd cmd;
	if (kind == RECORD_ESCAPE)
		return escape_name(number);
	if (kind == RECORD_CONTROL && rm_command_find(number, release, &cmd) &&
	    rm_command_info(cmd)->twin != number)
		return rm_command_info(cmd)->name;
	return kind == RECORD_ALLOC && rm_alloc_find(number, release, &cmd)
		   ? rm_command_info(cmd)->name
		   : NULL;
}

bool record_number_of(enum record_kind kind, const char *name, unsigned release,
		      uint32_t *ret_number)
{
	if (kind == RECORD_ESCAPE) {
		for (const struct rm_value_name *row = rm_constant_names; row->name; row++)
			if (strcmp(row->name, name) == 0) {
				*ret_number = (uint32_t)row->value;
				return true;
			}
		return false;
	}
	for (unsigned cmd = 0; cmd < RM_CMD_COUNT; cmd++) {
		const struct rm_layout *layout = rm_layout_at((enum rm_cmd)cmd, release);
		bool is_control = rm_commands[cmd].kind == RM_KIND_CONTROL;
		if (!layout || is_control != (kind == RECORD_CONTROL) ||
		    strcmp(rm_commands[cmd].name, name) != 0)
			continue;
		*ret_number = layout->number;
		return true;
	}
	return false;
}

const char *record_status_name(uint32_t status)
{
	for (const struct rm_value_name *row = rm_status_names; row->name; row++)
		if (row->value == status)
			return row->name;
	return NULL;
}

bool record_status_of(const char *name, uint32_t *ret_status)
{
	for (const struct rm_value_name *row = rm_status_names; row->name; row++)
		if (strcmp(row->name, name) == 0) {
			*ret_status = (uint32_t)row->value;
			return true;
		}
	return false;
}
