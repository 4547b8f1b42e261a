/* SPDX-License-Identifier: MIT */
/* Events of GPUs, and of the system: GPUs whose driver is bound or unbound. */
#include <stddef.h>
#include <string.h>

#include "core/event_set.h"
#include "core/gpu.h"
#include "core/lib.h"
#include "entry_impl.h"
#include "provider.h"

/* The driver writes an instance as one number (kernel_mig_manager.c); beyond these: none. */
#define MIG_GPU_INSTANCES 15u
#define MIG_COMPUTE_INSTANCES 8u
#define NO_INSTANCE 0xffffffffu

nvmlReturn_t impl_EventSetCreate(nvmlEventSet_t *set)
{
	void *handle;
	nvmlReturn_t result = event_set_open(false, &handle);

	if (result == NVML_SUCCESS)
		*set = handle;
	return result;
}

nvmlReturn_t impl_EventSetFree(nvmlEventSet_t set)
{
	return event_set_close(set, false);
}

nvmlReturn_t impl_DeviceGetSupportedEventTypes(struct gpu *gpu, unsigned long long *eventTypes)
{
	uint32_t supported, accepted;
	nvmlReturn_t result = PROVIDER_ASK(gpu, event_kinds, &supported, &accepted);

	if (result == NVML_SUCCESS)
		*eventTypes = supported;
	return result;
}

struct registration {
	struct gpu *gpu;
	uint32_t kinds;
};

static nvmlReturn_t add_registration(struct event_set *set, void *ctx)
{
	const struct registration *wanted = ctx;

	if (wanted->kinds == 0)
		return NVML_SUCCESS;
	return provider_events_watch(&set->source, wanted->gpu, wanted->kinds);
}

nvmlReturn_t impl_DeviceRegisterEvents(struct gpu *gpu, unsigned long long eventTypes,
				       nvmlEventSet_t set)
{
	struct registration wanted = {.gpu = gpu, .kinds = (uint32_t)eventTypes};
	uint32_t supported, accepted = 0;

	if (eventTypes != 0) {
		nvmlReturn_t result = PROVIDER_ASK(gpu, event_kinds, &supported, &accepted);
		if (result != NVML_SUCCESS)
			return result;
	}
	if (eventTypes & ~(unsigned long long)accepted)
		return NVML_ERROR_NOT_SUPPORTED;
	return event_set_with(set, false, add_registration, &wanted);
}

static nvmlReturn_t take_event(struct event_set *set, void *ctx)
{
	return provider_events_take(&set->source, ctx);
}

/* Only an Xid is about an instance, and only while there are any. */
static bool has_instance(const struct event *event)
{
	uint32_t smc = SMC_UNSUPPORTED;

	return event->kind == EVENT_KIND_XID &&
	       PROVIDER_ASK(event->gpu, mig_mode, &smc) == NVML_SUCCESS &&
	       (smc == SMC_ENABLED || smc == SMC_DISABLE_PENDING);
}

static nvmlEventData_t data_of(const struct event *event)
{
	nvmlEventData_t data = {.device = lib_handle_of(event->gpu),
				.eventType = 1ull << event->kind,
				.eventData = event->kind == EVENT_KIND_XID ? event->info : 0,
				.gpuInstanceId = NO_INSTANCE,
				.computeInstanceId = NO_INSTANCE};
	uint32_t gpu_instance = event->attribution / MIG_GPU_INSTANCES;
	uint32_t compute_instance = event->attribution % MIG_GPU_INSTANCES;

	if (!has_instance(event))
		return data;
	if (gpu_instance < MIG_GPU_INSTANCES)
		data.gpuInstanceId = gpu_instance;
	if (compute_instance < MIG_COMPUTE_INSTANCES)
		data.computeInstanceId = compute_instance;
	return data;
}

nvmlReturn_t impl_EventSetWait_v2(nvmlEventSet_t set, nvmlEventData_t *data, unsigned int timeoutms)
{
	struct event event;
	nvmlReturn_t result = event_set_wait(set, false, timeoutms, take_event, &event);

	if (result == NVML_SUCCESS)
		*data = data_of(&event);
	return result;
}

/* Callers of the first version have room for what lies before the instances. */
nvmlReturn_t impl_EventSetWait(nvmlEventSet_t set, nvmlEventData_t *data, unsigned int timeoutms)
{
	nvmlEventData_t whole;
	nvmlReturn_t result = impl_EventSetWait_v2(set, &whole, timeoutms);

	if (result == NVML_SUCCESS)
		memcpy(data, &whole, offsetof(nvmlEventData_t, gpuInstanceId));
	return result;
}

/* The system. */

nvmlReturn_t impl_SystemEventSetCreate(nvmlSystemEventSetCreateRequest_t *request)
{
	void *handle;
	nvmlReturn_t result = event_set_open(true, &handle);

	if (result == NVML_SUCCESS)
		request->set = handle;
	return result;
}

nvmlReturn_t impl_SystemEventSetFree(nvmlSystemEventSetFreeRequest_t *request)
{
	return event_set_close(request->set, true);
}

static nvmlReturn_t add_system_events(struct event_set *set, void *ctx)
{
	const uint32_t *kinds = ctx;

	return provider_system_events_watch(&set->source, *kinds);
}

nvmlReturn_t impl_SystemRegisterEvents(nvmlSystemRegisterEventRequest_t *request)
{
	uint32_t kinds = (uint32_t)request->eventTypes;

	if (request->eventTypes & ~(unsigned long long)(SYSTEM_EVENT_UNBIND | SYSTEM_EVENT_BIND))
		return NVML_ERROR_NOT_SUPPORTED;
	return event_set_with(request->set, true, add_system_events, &kinds);
}

struct taken {
	nvmlSystemEventData_v1_t *data;
	unsigned room, count;
};

/* All that is there and fits; what comes later is for the next call. */
static nvmlReturn_t take_system_events(struct event_set *set, void *ctx)
{
	struct port_poll more = {.fd = set->source.fd};
	struct taken *taken = ctx;
	nvmlReturn_t result;

	do {
		struct system_event event;
		result = provider_system_events_take(&set->source, &event);
		if (result == NVML_SUCCESS)
			taken->data[taken->count++] = (nvmlSystemEventData_v1_t){
			    .eventType = event.kind, .gpuId = event.gpu_id};
		else if (result != NVML_ERROR_TIMEOUT)
			break;
	} while (taken->count < taken->room && lib.port->poll(lib.port, &more, 1, 0) > 0);
	return taken->count > 0 ? NVML_SUCCESS : result;
}

nvmlReturn_t impl_SystemEventSetWait(nvmlSystemEventSetWaitRequest_t *request)
{
	struct taken taken = {.data = request->data, .room = request->dataSize};

	if (request->data == NULL || request->dataSize == 0)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result =
	    event_set_wait(request->set, true, request->timeoutms, take_system_events, &taken);
	if (result == NVML_SUCCESS)
		request->numEvent = taken.count;
	return result;
}
