/* SPDX-License-Identifier: MIT */
/* One control: neutral struct to wire, one system call, wire to neutral struct. */
#include <string.h>

#include "core/lib.h"
#include "core/log.h"
#include "rm/escape.h"
#include "rm/rm.h"
#include "rm_constants.h"
#include "rm_status.h"

/* Nearly every command fits; the few with long lists take the large frame. */
#define SMALL_FRAME 1056
#define MEDIUM_FRAME (24 * 1024)
#define WIDE_FRAME (32 * 1024)
#define LARGE_FRAME (64 * 1024)

#define BUSY_TRIES 3
#define BUSY_PAUSE_US 100000

const struct rm_layout *rm_layout_in_use(enum rm_cmd cmd)
{
	return rm_layout_at(cmd, lib.rm.release);
}

uint32_t rm_layout_list(const struct rm_layout *layout, size_t neutral_offset,
			uint32_t *ret_wire_offset)
{
	for (unsigned i = 0; i < layout->field_count; i++) {
		if (layout->fields[i].neutral_offset == neutral_offset) {
			*ret_wire_offset = layout->fields[i].wire_offset;
			return layout->fields[i].count;
		}
	}
	return 0;
}

/* A field may be a list, and may hold neighbours. */
static bool find_byte(const struct rm_field *field, size_t neutral_offset, uint32_t *ret_wire)
{
	if (neutral_offset < field->neutral_offset)
		return false;
	size_t distance = neutral_offset - field->neutral_offset, element = 0;
	if (field->count > 1 && field->neutral_stride != 0) {
		element = distance / field->neutral_stride;
		distance %= field->neutral_stride;
	}
	*ret_wire = (uint32_t)(field->wire_offset + element * field->wire_stride + distance);
	return element < field->count && distance < field->neutral_size;
}

uint32_t rm_layout_wire(const struct rm_layout *layout, size_t neutral_offset)
{
	uint32_t wire = 0;

	for (unsigned i = 0; i < layout->field_count; i++) {
		if (find_byte(&layout->fields[i], neutral_offset, &wire))
			return wire;
	}
	return RM_NOT_ON_WIRE;
}

bool rm_has_command(enum rm_cmd cmd)
{
	return rm_layout_in_use(cmd) != NULL;
}

static uint32_t send(const struct rm_session *session, uint32_t object,
		     const struct rm_layout *layout, void *wire)
{
	struct rm_nvos54 control = {
	    .h_client = session->root,
	    .h_object = object,
	    .cmd = layout->number,
	    .params = layout->size ? (uint64_t)(uintptr_t)wire : 0,
	    .params_size = layout->size,
	};
	unsigned long request = rm_escape_request(NV_ESC_RM_CONTROL, sizeof(control));

	int error = lib.port->ioctl(lib.port, session->fd, request, &control);
	return error < 0 ? UINT32_MAX : control.status;
}

/* NVIDIA's library repeats a busy answer for ever; a caller is better served by an error. */
static uint32_t send_patiently(const struct rm_session *session, uint32_t object,
			       const struct rm_layout *layout, void *wire)
{
	uint32_t status = send(session, object, layout, wire);

	for (int tries = 1; tries < BUSY_TRIES; tries++) {
		if (status != NV_ERR_BUSY_RETRY && status != NV_ERR_TIMEOUT_RETRY)
			break;
		lib.port->sleep_us(lib.port, BUSY_PAUSE_US);
		status = send(session, object, layout, wire);
	}
	return status;
}

/* One control on its way; reader is NULL where the neutral struct takes the whole answer. */
struct question {
	const struct rm_session *session;
	uint32_t object;
	const struct rm_layout *layout;
	void *neutral;
	struct rm_reader *reader;
};

static uint32_t exchange(const struct question *question, uint8_t *wire)
{
	const struct rm_layout *layout = question->layout;

	memset(wire, 0, layout->size);
	if (question->neutral != NULL)
		rm_encode(layout, RM_IN, question->neutral, wire);
	uint32_t status = send_patiently(question->session, question->object, layout, wire);
	if (status == NV_OK && question->neutral != NULL)
		rm_decode(layout, RM_OUT, wire, question->neutral);
	if (status == NV_OK && question->reader != NULL)
		question->reader->read(question->reader, layout, wire);
	return status;
}

static __attribute__((noinline)) uint32_t exchange_small(const struct question *question)
{
	uint8_t wire[SMALL_FRAME] __attribute__((aligned(8)));

	return exchange(question, wire);
}

static __attribute__((noinline)) uint32_t exchange_medium(const struct question *question)
{
	uint8_t wire[MEDIUM_FRAME] __attribute__((aligned(8)));

	return exchange(question, wire);
}

static __attribute__((noinline)) uint32_t exchange_wide(const struct question *question)
{
	uint8_t wire[WIDE_FRAME] __attribute__((aligned(8)));

	return exchange(question, wire);
}

static __attribute__((noinline)) uint32_t exchange_large(const struct question *question)
{
	uint8_t wire[LARGE_FRAME] __attribute__((aligned(8)));

	return exchange(question, wire);
}

/*
 * A driver that our tables know by name refuses an argument; one that they only
 * approximate more likely refuses the size. Either way it did nothing.
 */
static bool is_size_refusal(enum rm_cmd cmd, uint32_t status)
{
	if (status == NV_ERR_INVALID_PARAM_STRUCT)
		return true;
	return status == NV_ERR_INVALID_ARGUMENT && !lib.rm.exact &&
	       !atomic_load_explicit(&lib.rm.accepted[cmd], memory_order_relaxed);
}

static nvmlReturn_t result_of(enum rm_cmd cmd, const struct rm_layout *layout, uint32_t status)
{
	if (status == UINT32_MAX)
		return NVML_ERROR_UNKNOWN;
	if (status == NV_ERR_BUSY_RETRY)
		return NVML_ERROR_TIMEOUT;
	if (!is_size_refusal(cmd, status))
		return (nvmlReturn_t)rm_status_to_nvml(status);

	atomic_store_explicit(&lib.rm.refused[cmd], true, memory_order_relaxed);
	log_line(LOG_SIZE_REFUSED, "%s: driver %s refuses %u bytes, command disabled",
		 rm_command_info(cmd)->name, lib.rm.version_text, layout->size);
	return NVML_ERROR_NOT_SUPPORTED;
}

static nvmlReturn_t ask(struct question *question, enum rm_cmd cmd, uint32_t *ret_status)
{
	const struct rm_layout *layout = rm_layout_in_use(cmd);

	*ret_status = NV_ERR_NOT_SUPPORTED;
	if (layout == NULL || layout->size > LARGE_FRAME ||
	    atomic_load_explicit(&lib.rm.refused[cmd], memory_order_relaxed))
		return NVML_ERROR_NOT_SUPPORTED;

	question->layout = layout;
	if (layout->size <= SMALL_FRAME)
		*ret_status = exchange_small(question);
	else if (layout->size <= MEDIUM_FRAME)
		*ret_status = exchange_medium(question);
	else if (layout->size <= WIDE_FRAME)
		*ret_status = exchange_wide(question);
	else
		*ret_status = exchange_large(question);
	if (*ret_status == NV_OK) {
		if (!lib.rm.exact)
			atomic_store_explicit(&lib.rm.accepted[cmd], true, memory_order_relaxed);
		return NVML_SUCCESS;
	}
	return result_of(cmd, layout, *ret_status);
}

nvmlReturn_t rm_session_control(const struct rm_session *session, uint32_t object, enum rm_cmd cmd,
				void *neutral, uint32_t *ret_status)
{
	struct question question = {.session = session, .object = object, .neutral = neutral};

	return ask(&question, cmd, ret_status);
}

nvmlReturn_t rm_control_at(uint32_t object, enum rm_cmd cmd, void *neutral, uint32_t *ret_status)
{
	const struct rm_session own = {lib.rm.ctl_fd, lib.rm.root};

	return rm_session_control(&own, object, cmd, neutral, ret_status);
}

nvmlReturn_t rm_root_control(enum rm_cmd cmd, void *neutral, uint32_t *ret_status)
{
	return rm_control_at(lib.rm.root, cmd, neutral, ret_status);
}

/* For a command that this driver lacks no object is made. */
static nvmlReturn_t rare_object(struct gpu *gpu, enum rm_cmd cmd, uint32_t *ret_object)
{
	if (!rm_has_command(cmd))
		return NVML_ERROR_NOT_SUPPORTED;
	switch (rm_command_info(cmd)->object_class) {
	case NV20_SUBDEVICE_DIAG:
		return rm_child_use(gpu, RM_CHILD_DIAG, ret_object);
	case GF100_SUBDEVICE_INFOROM:
		return rm_child_use(gpu, RM_CHILD_INFOROM, ret_object);
	case NV_CONFIDENTIAL_COMPUTE:
		return rm_conf_compute_use(ret_object);
	default:
		return NVML_SUCCESS;
	}
}

static nvmlReturn_t object_of(struct gpu *gpu, enum rm_cmd cmd, uint32_t *ret_object)
{
	nvmlReturn_t result = gpu != NULL ? rm_gpu_use(gpu) : NVML_SUCCESS;

	if (result != NVML_SUCCESS)
		return result;
	*ret_object = lib.rm.root;
	switch (rm_command_info(cmd)->object_class) {
	case NV20_SUBDEVICE_0:
		*ret_object = gpu->rm.subdevice;
		return NVML_SUCCESS;
	case NV01_DEVICE_0:
		*ret_object = gpu->rm.device;
		return NVML_SUCCESS;
	case 0: /* the root */
		return NVML_SUCCESS;
	default:
		return rare_object(gpu, cmd, ret_object);
	}
}

nvmlReturn_t rm_control_read(struct gpu *gpu, enum rm_cmd cmd, void *neutral,
			     struct rm_reader *reader)
{
	const struct rm_session own = {lib.rm.ctl_fd, lib.rm.root};
	struct question question = {.session = &own, .neutral = neutral, .reader = reader};
	uint32_t status;
	nvmlReturn_t result = object_of(gpu, cmd, &question.object);

	return result == NVML_SUCCESS ? ask(&question, cmd, &status) : result;
}

nvmlReturn_t rm_control(struct gpu *gpu, enum rm_cmd cmd, void *neutral)
{
	return rm_control_read(gpu, cmd, neutral, NULL);
}
