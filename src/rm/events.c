/* SPDX-License-Identifier: MIT */
/*
 * Events of the driver. An event object below a subdevice says which notifier goes to
 * which open file; a notifier is switched on per subdevice, so it is counted how many
 * sets want it. Everything here runs under the lock of the sets.
 */
#include <string.h>

#include "core/event_set.h"
#include "core/lib.h"
#include "rm/escape.h"
#include "rm/rm.h"
#include "rm_constants.h"
#include "rm_status.h"

/* Above the GPUs' own objects: set, GPU and kind make the name of an event object. */
#define EVENT_HANDLE_BASE 0xcaff0000u
#define KIND_BITS 4u
#define GPU_BITS 5u
#define SYSTEM_EVENT_HANDLE EVENT_HANDLE_BASE

_Static_assert(1u << KIND_BITS == EVENT_KINDS_MAX, "kinds in an event's handle");
_Static_assert(1u << GPU_BITS == GPU_MAX, "GPUs in an event's handle");
_Static_assert(EVENT_SETS_MAX << (KIND_BITS + GPU_BITS) <= 0x10000u, "sets in an event's handle");

/* By bit of nvmlEventType; since: the driver branch from which NVML has the kind. */
static const struct kind_row {
	uint16_t notifier;
	uint16_t since;
	bool needs_ecc;
	bool hidden; /* may be registered but is not among the supported ones */
} kinds[EVENT_KINDS_MAX] = {
    [0] = {NV2080_NOTIFIERS_ECC_SBE, 0, true, false},
    [1] = {NV2080_NOTIFIERS_ECC_DBE, 0, true, false},
    [2] = {NV2080_NOTIFIERS_PSTATE_CHANGE, 0, false, false},
    [EVENT_KIND_XID] = {NV2080_NOTIFIERS_RC_ERROR, 0, false, false},
    [4] = {NV2080_NOTIFIERS_CLOCKS_CHANGE, 0, false, false},
    [5] = {NV2080_NOTIFIERS_NVLINK_ERROR_FATAL, 0, false, true},
    [6] = {NV2080_NOTIFIERS_NVLINK_ERROR_RECOVERY_REQUIRED, 0, false, true},
    [7] = {NV2080_NOTIFIERS_POWER_EVENT, 0, false, false},
    [8] = {NV2080_NOTIFIERS_SMC_CONFIG_UPDATE, 0, false, false},
    [9] = {NV2080_NOTIFIERS_ECC_SBE_STORM, 560, true, false},
    [10] = {NV2080_NOTIFIERS_DRAM_RETIREMENT_EVENT, 560, true, false},
    [11] = {NV2080_NOTIFIERS_DRAM_RETIREMENT_FAILURE, 560, true, false},
    [12] = {NV2080_NOTIFIERS_POISON_ERROR_NON_FATAL, 560, true, false},
    [13] = {NV2080_NOTIFIERS_POISON_ERROR_FATAL, 560, true, false},
    [14] = {NV2080_NOTIFIERS_GPU_UNAVAILABLE, 565, false, false},
    [15] = {NV2080_NOTIFIERS_GPU_RECOVERY_ACTION, 565, false, false},
};

static uint32_t event_handle(const struct rm_event_source *source, const struct gpu *gpu,
			     unsigned kind)
{
	uint32_t place = (uint32_t)(gpu - lib.gpus);

	return EVENT_HANDLE_BASE | source->number << (KIND_BITS + GPU_BITS) | place << KIND_BITS |
	       kind;
}

static nvmlReturn_t rm_event_kinds(struct gpu *gpu, uint32_t *ret_supported, uint32_t *ret_accepted)
{
	bool ecc = false;
	nvmlReturn_t result = rm_ecc_enabled(gpu, &ecc);

	if (result != NVML_SUCCESS && result != NVML_ERROR_NOT_SUPPORTED)
		return result;
	*ret_supported = *ret_accepted = 0;
	for (unsigned kind = 0; kind < EVENT_KINDS_MAX; kind++) {
		const struct kind_row *row = &kinds[kind];
		if (lib.rm.version.major < row->since || (row->needs_ecc && !ecc))
			continue;
		*ret_accepted |= 1u << kind;
		if (!row->hidden)
			*ret_supported |= 1u << kind;
	}
	return NVML_SUCCESS;
}

static int os_event(const struct rm_event_source *source, unsigned escape, uint32_t client)
{
	struct rm_os_event event = {.h_client = client, .fd = (uint32_t)source->fd};

	int error =
	    lib.port->ioctl(lib.port, source->fd, rm_escape_request(escape, sizeof(event)), &event);
	return error < 0 ? error : (int)event.status;
}

nvmlReturn_t provider_events_open(struct rm_event_source *source, bool system)
{
	if (system && !rm_has_command(RM_GET_SYSTEM_EVENT_DATA))
		return NVML_ERROR_NOT_SUPPORTED;
	source->fd = lib.port->open(lib.port, RM_CTL_NODE, PORT_RDWR);
	if (source->fd < 0)
		return rm_result_of_ctl_open(source->fd);
	struct rm_session session = {source->fd, lib.rm.root};
	nvmlReturn_t result = system ? rm_session_begin(&session) : NVML_SUCCESS;
	source->root = system ? session.root : 0;
	if (result == NVML_SUCCESS &&
	    os_event(source, NV_ESC_ALLOC_OS_EVENT, session.root) != NV_OK)
		result = NVML_ERROR_UNKNOWN;
	if (result != NVML_SUCCESS)
		lib.port->close(lib.port, source->fd);
	return result;
}

/* Switching on and off. */

static nvmlReturn_t set_notification(struct gpu *gpu, unsigned kind, uint32_t action)
{
	struct rm_event_set_notification params = {.event = kinds[kind].notifier, .action = action};

	return rm_control(gpu, RM_EVENT_SET_NOTIFICATION, &params);
}

static nvmlReturn_t watch_kind(struct rm_event_source *source, struct gpu *gpu, unsigned kind)
{
	const struct rm_alloc_os_event event = {.h_parent_client = lib.rm.root,
						.h_src_resource = gpu->rm.subdevice,
						.h_class = NV01_EVENT_OS_EVENT,
						.notify_index = kinds[kind].notifier,
						.data = (uint64_t)source->fd};
	uint32_t handle = event_handle(source, gpu, kind);
	uint32_t status;

	nvmlReturn_t result =
	    rm_alloc_with(gpu->rm.subdevice, handle, RM_ALLOC_OS_EVENT, &event, &status);
	if (result == NVML_SUCCESS && gpu->rm.watched[kind] == 0) {
		result =
		    set_notification(gpu, kind, NV2080_CTRL_EVENT_SET_NOTIFICATION_ACTION_REPEAT);
		if (result != NVML_SUCCESS)
			rm_free(gpu->rm.subdevice, handle);
	}
	if (result == NVML_SUCCESS) {
		gpu->rm.watched[kind]++;
		source->kinds[gpu - lib.gpus] |= (uint16_t)(1u << kind);
	}
	return result;
}

static void unwatch(struct rm_event_source *source, struct gpu *gpu, uint32_t which)
{
	for (unsigned kind = 0; kind < EVENT_KINDS_MAX; kind++) {
		if (!(which & 1u << kind))
			continue;
		if (--gpu->rm.watched[kind] == 0)
			set_notification(gpu, kind,
					 NV2080_CTRL_EVENT_SET_NOTIFICATION_ACTION_DISABLE);
		rm_free(gpu->rm.subdevice, event_handle(source, gpu, kind));
	}
	source->kinds[gpu - lib.gpus] &= (uint16_t)~which;
}

/* All of them or none. */
nvmlReturn_t provider_events_watch(struct rm_event_source *source, struct gpu *gpu, uint32_t which)
{
	nvmlReturn_t result = rm_gpu_use(gpu);
	uint32_t added = 0;

	which &= ~(uint32_t)source->kinds[gpu - lib.gpus];
	for (unsigned kind = 0; result == NVML_SUCCESS && kind < EVENT_KINDS_MAX; kind++) {
		if (!(which & 1u << kind))
			continue;
		result = watch_kind(source, gpu, kind);
		if (result == NVML_SUCCESS)
			added |= 1u << kind;
	}
	if (result != NVML_SUCCESS)
		unwatch(source, gpu, added);
	return result;
}

/* Closing the client of system events frees all that is in it. */
void provider_events_close(struct rm_event_source *source)
{
	for (unsigned i = 0; i < GPU_MAX; i++) {
		if (source->kinds[i] != 0)
			unwatch(source, &lib.gpus[i], source->kinds[i]);
	}
	os_event(source, NV_ESC_FREE_OS_EVENT, source->root != 0 ? source->root : lib.rm.root);
	lib.port->close(lib.port, source->fd);
}

/* Reading. */

static nvmlReturn_t next_event(const struct rm_event_source *source,
			       struct rm_unix_event *ret_event)
{
	struct rm_nvos41 get = {.event = (uint64_t)(uintptr_t)ret_event};
	unsigned long request = rm_escape_request(NV_ESC_RM_GET_EVENT_DATA, sizeof(get));

	if (lib.port->ioctl(lib.port, source->fd, request, &get) < 0 || get.status != NV_OK)
		return NVML_ERROR_UNKNOWN;
	return NVML_SUCCESS;
}

/* The driver names the event object: only one that this set made is believed. */
nvmlReturn_t provider_events_take(struct rm_event_source *source, struct event *ret_event)
{
	struct rm_unix_event event = {0};
	nvmlReturn_t result = next_event(source, &event);

	if (result != NVML_SUCCESS)
		return result;
	unsigned kind = event.h_object & (EVENT_KINDS_MAX - 1);
	struct gpu *gpu = &lib.gpus[event.h_object >> KIND_BITS & (GPU_MAX - 1)];
	if (event.h_object != event_handle(source, gpu, kind) ||
	    !(source->kinds[gpu - lib.gpus] & 1u << kind))
		return NVML_ERROR_UNKNOWN;
	*ret_event = (struct event){
	    .gpu = gpu, .kind = kind, .info = event.info32, .attribution = event.info16};
	return NVML_SUCCESS;
}

/* System events: one notifier tells of GPUs that come and of GPUs that go. */

static nvmlReturn_t switch_system_events_on(const struct rm_event_source *source)
{
	struct rm_session session = {source->fd, source->root};
	const struct rm_alloc_os_event event = {.h_parent_client = source->root,
						.h_src_resource = source->root,
						.h_class = NV01_EVENT_OS_EVENT,
						.notify_index =
						    NV0000_NOTIFIERS_GPU_BIND_UNBIND_EVENT,
						.data = (uint64_t)source->fd};
	struct rm_system_event_set_notification on = {
	    .event = NV0000_NOTIFIERS_GPU_BIND_UNBIND_EVENT,
	    .action = NV0000_CTRL_EVENT_SET_NOTIFICATION_ACTION_REPEAT};
	uint32_t status;

	nvmlReturn_t result = rm_session_alloc(&session, source->root, SYSTEM_EVENT_HANDLE,
					       RM_ALLOC_OS_EVENT, &event, &status);
	if (result == NVML_SUCCESS)
		result = rm_session_control(&session, source->root,
					    RM_SYSTEM_EVENT_SET_NOTIFICATION, &on, &status);
	return result;
}

nvmlReturn_t provider_system_events_watch(struct rm_event_source *source, uint32_t which)
{
	nvmlReturn_t result = NVML_SUCCESS;

	if (source->system_kinds == 0 && which != 0)
		result = switch_system_events_on(source);
	if (result == NVML_SUCCESS)
		source->system_kinds |= which;
	return result;
}

/* The descriptor says only that there is data; the client's own queue has it. */
nvmlReturn_t provider_system_events_take(struct rm_event_source *source,
					 struct system_event *ret_event)
{
	const struct rm_session session = {source->fd, source->root};
	struct rm_unix_event wakeup = {0};
	struct rm_get_system_event_data params = {0};
	uint32_t status;

	nvmlReturn_t result = next_event(source, &wakeup);
	if (result == NVML_SUCCESS)
		result = rm_session_control(&session, source->root, RM_GET_SYSTEM_EVENT_DATA,
					    &params, &status);
	if (result != NVML_SUCCESS)
		return NVML_ERROR_UNKNOWN;
	uint32_t kind = params.data.gpu_bind_unbind.bind ? SYSTEM_EVENT_BIND : SYSTEM_EVENT_UNBIND;
	if (params.event != NV0000_NOTIFIERS_GPU_BIND_UNBIND_EVENT ||
	    !(source->system_kinds & kind))
		return NVML_ERROR_TIMEOUT;
	*ret_event =
	    (struct system_event){.kind = kind, .gpu_id = params.data.gpu_bind_unbind.gpu_id};
	return NVML_SUCCESS;
}

void rm_events_fill(struct provider_ops *ops)
{
	ops->event_kinds = rm_event_kinds;
}
