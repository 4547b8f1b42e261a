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

static uint32_t exchange(const struct rm_session *session, uint32_t object,
			 const struct rm_layout *layout, uint8_t *wire, void *neutral)
{
	memset(wire, 0, layout->size);
	if (neutral != NULL)
		rm_encode(layout, RM_IN, neutral, wire);
	uint32_t status = send_patiently(session, object, layout, wire);
	if (status == NV_OK && neutral != NULL)
		rm_decode(layout, RM_OUT, wire, neutral);
	return status;
}

static __attribute__((noinline)) uint32_t exchange_small(const struct rm_session *session,
							 uint32_t object,
							 const struct rm_layout *layout,
							 void *neutral)
{
	uint8_t wire[SMALL_FRAME] __attribute__((aligned(8)));

	return exchange(session, object, layout, wire, neutral);
}

static __attribute__((noinline)) uint32_t exchange_medium(const struct rm_session *session,
							  uint32_t object,
							  const struct rm_layout *layout,
							  void *neutral)
{
	uint8_t wire[MEDIUM_FRAME] __attribute__((aligned(8)));

	return exchange(session, object, layout, wire, neutral);
}

static __attribute__((noinline)) uint32_t exchange_large(const struct rm_session *session,
							 uint32_t object,
							 const struct rm_layout *layout,
							 void *neutral)
{
	uint8_t wire[LARGE_FRAME] __attribute__((aligned(8)));

	return exchange(session, object, layout, wire, neutral);
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

nvmlReturn_t rm_session_control(const struct rm_session *session, uint32_t object, enum rm_cmd cmd,
				void *neutral, uint32_t *ret_status)
{
	const struct rm_layout *layout = rm_layout_in_use(cmd);

	*ret_status = NV_ERR_NOT_SUPPORTED;
	if (layout == NULL || layout->size > LARGE_FRAME ||
	    atomic_load_explicit(&lib.rm.refused[cmd], memory_order_relaxed))
		return NVML_ERROR_NOT_SUPPORTED;

	if (layout->size <= SMALL_FRAME)
		*ret_status = exchange_small(session, object, layout, neutral);
	else if (layout->size <= MEDIUM_FRAME)
		*ret_status = exchange_medium(session, object, layout, neutral);
	else
		*ret_status = exchange_large(session, object, layout, neutral);
	if (*ret_status == NV_OK) {
		if (!lib.rm.exact)
			atomic_store_explicit(&lib.rm.accepted[cmd], true, memory_order_relaxed);
		return NVML_SUCCESS;
	}
	return result_of(cmd, layout, *ret_status);
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

nvmlReturn_t rm_control(struct gpu *gpu, enum rm_cmd cmd, void *neutral)
{
	uint32_t status;
	uint32_t object = lib.rm.root;
	nvmlReturn_t result = gpu != NULL ? rm_gpu_use(gpu) : NVML_SUCCESS;

	if (result != NVML_SUCCESS)
		return result;
	switch (rm_command_info(cmd)->object_class) {
	case NV20_SUBDEVICE_0:
		object = gpu->rm.subdevice;
		break;
	case NV01_DEVICE_0:
		object = gpu->rm.device;
		break;
	case 0: /* the root */
		break;
	default:
		result = rare_object(gpu, cmd, &object);
		break;
	}
	return result == NVML_SUCCESS ? rm_control_at(object, cmd, neutral, &status) : result;
}
