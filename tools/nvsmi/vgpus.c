/* SPDX-License-Identifier: MIT */

#include "vgpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool vgpus_are_hosted(struct gpu *gpu)
{
	return gpu_number(gpu, VALUE_VIRTUALIZATION, NVML_GPU_VIRTUALIZATION_MODE_NONE) ==
	       NVML_GPU_VIRTUALIZATION_MODE_HOST_VGPU;
}

/* vGPUs and their types are numbers. */
typedef nvmlReturn_t list_question(nvmlDevice_t device, unsigned int *count, unsigned int *list);

static nvmlReturn_t ask_list(struct gpu *gpu, list_question *ask, unsigned int **ret_list,
			     unsigned int *ret_count)
{
	unsigned int count = 0;
	unsigned int *list;
	nvmlReturn_t status;

	*ret_list = NULL;
	*ret_count = 0;
	status = ask ? ask(gpu_device(gpu), &count, NULL) : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (status != NVML_ERROR_INSUFFICIENT_SIZE) /* none, or no answer */
		return status;
	if (count > NVSMI_LIST)
		return NVML_ERROR_UNKNOWN;
	unsigned int room = count += 8; /* some may come in between */
	list = calloc(room, sizeof(*list));
	status = list ? ask(gpu_device(gpu), &count, list) : NVML_ERROR_MEMORY;
	if (status != NVML_SUCCESS) {
		free(list);
		return status;
	}
	*ret_list = list;
	*ret_count = count < room ? count : room;
	return NVML_SUCCESS;
}

nvmlReturn_t vgpus_active(struct gpu *gpu, nvmlVgpuInstance_t **ret_list, unsigned int *ret_count)
{
	return ask_list(gpu, library_symbol("nvmlDeviceGetActiveVgpus"), ret_list, ret_count);
}

nvmlReturn_t vgpus_types(struct gpu *gpu, bool creatable, nvmlVgpuTypeId_t **ret_list,
			 unsigned int *ret_count)
{
	return ask_list(gpu,
			library_symbol(creatable ? "nvmlDeviceGetCreatableVgpus"
						 : "nvmlDeviceGetSupportedVgpus"),
			ret_list, ret_count);
}

static void set_text(char ret_text[VGPU_TEXT], const char *text)
{
	snprintf(ret_text, VGPU_TEXT, "%s", text);
}

/* Both ask for a text of a number, in room that is told or read and written. */
static void ask_text(const char *symbol, unsigned int about, char ret_text[VGPU_TEXT])
{
	nvmlReturn_t (*function)(unsigned int, char *, unsigned int) = library_symbol(symbol);

	if (!function || function(about, ret_text, VGPU_TEXT) != NVML_SUCCESS)
		set_text(ret_text, "N/A");
	text_tame(ret_text, VGPU_TEXT);
}

static void ask_sized_text(const char *symbol, unsigned int about, char ret_text[VGPU_TEXT])
{
	nvmlReturn_t (*function)(unsigned int, char *, unsigned int *) = library_symbol(symbol);
	unsigned int size = VGPU_TEXT;

	if (!function || function(about, ret_text, &size) != NVML_SUCCESS)
		set_text(ret_text, "N/A");
	text_tame(ret_text, VGPU_TEXT);
}

void vgpus_type_name(nvmlVgpuTypeId_t type, char ret_text[VGPU_TEXT])
{
	ask_sized_text("nvmlVgpuTypeGetName", type, ret_text);
}

void vgpus_type_class(nvmlVgpuTypeId_t type, char ret_text[VGPU_TEXT])
{
	ask_sized_text("nvmlVgpuTypeGetClass", type, ret_text);
}

void vgpus_uuid(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT])
{
	ask_text("nvmlVgpuInstanceGetUUID", vgpu, ret_text);
}

void vgpus_mdev_uuid(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT])
{
	ask_text("nvmlVgpuInstanceGetMdevUUID", vgpu, ret_text);
}

void vgpus_guest_driver(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT])
{
	ask_text("nvmlVgpuInstanceGetVmDriverVersion", vgpu, ret_text);
	if (!strcmp(ret_text, "Not Available"))
		set_text(ret_text, "N/A");
}

void vgpus_bus_id(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT])
{
	ask_sized_text("nvmlVgpuInstanceGetGpuPciId", vgpu, ret_text);
}

bool vgpus_vm_id(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT])
{
	nvmlReturn_t (*function)(nvmlVgpuInstance_t, char *, unsigned int, nvmlVgpuVmIdType_t *) =
	    library_symbol("nvmlVgpuInstanceGetVmID");
	nvmlVgpuVmIdType_t type = NVML_VGPU_VM_ID_UUID;

	if (!function || function(vgpu, ret_text, VGPU_TEXT, &type) != NVML_SUCCESS)
		set_text(ret_text, "N/A");
	text_tame(ret_text, VGPU_TEXT);
	return type == NVML_VGPU_VM_ID_UUID;
}

/* The same fields as of a GPU's licence, in a type of their own. */
static void licensed_text(const nvmlVgpuLicenseExpiry_t *own, char ret_text[VGPU_TEXT])
{
	const nvmlGridLicenseExpiry_t end = {own->year, own->month, own->day,   own->hour,
					     own->min,  own->sec,   own->status};

	text_licensed(ret_text, VGPU_TEXT, &end);
}

/* Before 510 only whether there is one was told. */
static void old_licence(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT])
{
	nvmlReturn_t (*function)(nvmlVgpuInstance_t, unsigned int *) =
	    library_symbol("nvmlVgpuInstanceGetLicenseStatus");
	unsigned int licensed = 0;

	if (!function || function(vgpu, &licensed) != NVML_SUCCESS)
		set_text(ret_text, "N/A");
	else
		set_text(ret_text, licensed ? "Licensed" : "Unlicensed");
}

void vgpus_licence(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT])
{
	static const char *const states[] = {
	    [NVML_GRID_LICENSE_STATE_UNKNOWN] = "N/A",
	    [NVML_GRID_LICENSE_STATE_UNINITIALIZED] = "N/A",
	    [NVML_GRID_LICENSE_STATE_UNLICENSED_UNRESTRICTED] = "Unlicensed (Unrestricted)",
	    [NVML_GRID_LICENSE_STATE_UNLICENSED_RESTRICTED] = "Unlicensed (Restricted)",
	    [NVML_GRID_LICENSE_STATE_UNLICENSED] = "Unlicensed",
	};
	nvmlReturn_t (*function)(nvmlVgpuInstance_t, nvmlVgpuLicenseInfo_t *) =
	    library_symbol("nvmlVgpuInstanceGetLicenseInfo_v2");
	nvmlVgpuLicenseInfo_t info;

	memset(&info, 0, sizeof(info));
	if (!function)
		old_licence(vgpu, ret_text);
	else if (function(vgpu, &info) != NVML_SUCCESS)
		set_text(ret_text, "N/A");
	else if (info.isLicensed || info.currentState == NVML_GRID_LICENSE_STATE_LICENSED)
		licensed_text(&info.licenseExpiry, ret_text);
	else
		set_text(ret_text,
			 info.currentState < COUNT_OF(states) ? states[info.currentState] : "N/A");
}

static int64_t ask_number(const char *symbol, unsigned int about)
{
	nvmlReturn_t (*function)(unsigned int, unsigned int *) = library_symbol(symbol);
	unsigned int number = 0;

	return function && function(about, &number) == NVML_SUCCESS ? (int64_t)number : -1;
}

static int64_t ask_long_number(const char *symbol, unsigned int about)
{
	nvmlReturn_t (*function)(unsigned int, unsigned long long *) = library_symbol(symbol);
	unsigned long long number = 0;

	return function && function(about, &number) == NVML_SUCCESS ? (int64_t)number : -1;
}

static int64_t ask_state(const char *symbol, nvmlVgpuInstance_t vgpu)
{
	nvmlReturn_t (*function)(nvmlVgpuInstance_t, nvmlEnableState_t *) = library_symbol(symbol);
	nvmlEnableState_t state = NVML_FEATURE_DISABLED;

	return function && function(vgpu, &state) == NVML_SUCCESS ? (int64_t)state : -1;
}

int64_t vgpus_type(nvmlVgpuInstance_t vgpu)
{
	return ask_number("nvmlVgpuInstanceGetType", vgpu);
}

int64_t vgpus_frame_limit(nvmlVgpuInstance_t vgpu)
{
	return ask_number("nvmlVgpuInstanceGetFrameRateLimit", vgpu);
}

int64_t vgpus_ecc(nvmlVgpuInstance_t vgpu)
{
	return ask_state("nvmlVgpuInstanceGetEccMode", vgpu);
}

int64_t vgpus_accounting(nvmlVgpuInstance_t vgpu)
{
	return ask_state("nvmlVgpuInstanceGetAccountingMode", vgpu);
}

int64_t vgpus_gpu_instance(nvmlVgpuInstance_t vgpu)
{
	int64_t id = ask_number("nvmlVgpuInstanceGetGpuInstanceId", vgpu);

	return id == UINT32_MAX ? -1 : id;
}

int64_t vgpus_placement(nvmlVgpuInstance_t vgpu)
{
	nvmlReturn_t (*function)(nvmlVgpuInstance_t, nvmlVgpuPlacementId_t *) =
	    library_symbol("nvmlVgpuInstanceGetPlacementId");
	nvmlVgpuPlacementId_t place = {.version = nvmlVgpuPlacementId_v1};

	if (!function || function(vgpu, &place) != NVML_SUCCESS ||
	    place.placementId == NVML_INVALID_VGPU_PLACEMENT_ID)
		return -1;
	return place.placementId;
}

int64_t vgpus_memory_used(nvmlVgpuInstance_t vgpu)
{
	return ask_long_number("nvmlVgpuInstanceGetFbUsage", vgpu);
}

int64_t vgpus_type_memory(nvmlVgpuTypeId_t type)
{
	return ask_long_number("nvmlVgpuTypeGetFramebufferSize", type);
}

bool vgpus_encoder(nvmlVgpuInstance_t vgpu, unsigned int ret_numbers[3])
{
	nvmlReturn_t (*function)(nvmlVgpuInstance_t, unsigned int *, unsigned int *,
				 unsigned int *) =
	    library_symbol("nvmlVgpuInstanceGetEncoderStats");

	return function &&
	       function(vgpu, &ret_numbers[0], &ret_numbers[1], &ret_numbers[2]) == NVML_SUCCESS;
}

bool vgpus_capture(nvmlVgpuInstance_t vgpu, unsigned int ret_numbers[3])
{
	nvmlReturn_t (*function)(nvmlVgpuInstance_t, nvmlFBCStats_t *) =
	    library_symbol("nvmlVgpuInstanceGetFBCStats");
	nvmlFBCStats_t stats;

	if (!function || function(vgpu, &stats) != NVML_SUCCESS)
		return false;
	ret_numbers[0] = stats.sessionsCount;
	ret_numbers[1] = stats.averageFPS;
	ret_numbers[2] = stats.averageLatency;
	return true;
}

/* ---- load ---- */

/* A sample replaces an older one of the same vGPU and process. */
static void keep(struct vgpu_load *list, unsigned long long *times, unsigned int *count,
		 const struct vgpu_load *load, unsigned long long time)
{
	unsigned int i = 0;

	while (i < *count && (list[i].vgpu != load->vgpu || list[i].pid != load->pid))
		i++;
	if (i == *count)
		++*count;
	else if (times[i] > time)
		return;
	list[i] = *load;
	times[i] = time;
}

/* Room for n loads and, while they are sorted out, their times. */
static bool make_room(unsigned int n, struct vgpu_load **ret_list, unsigned long long **ret_times)
{
	*ret_list = calloc(n + 1, sizeof(**ret_list));
	*ret_times = calloc(n + 1, sizeof(**ret_times));
	if (*ret_list && *ret_times)
		return true;
	free(*ret_list);
	free(*ret_times);
	*ret_list = NULL;
	*ret_times = NULL;
	return false;
}

static int percent(nvmlValue_t value, nvmlValueType_t type)
{
	switch (type) {
	case NVML_VALUE_TYPE_DOUBLE:
		return (int)number_of_double(value.dVal);
	case NVML_VALUE_TYPE_UNSIGNED_LONG:
		return (int)value.ulVal;
	case NVML_VALUE_TYPE_UNSIGNED_LONG_LONG:
		return (int)value.ullVal;
	default:
		return (int)value.uiVal;
	}
}

static nvmlReturn_t old_loads(struct gpu *gpu, struct vgpu_load **ret_list, unsigned int *ret_count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned long long, nvmlValueType_t *,
				 unsigned int *, nvmlVgpuInstanceUtilizationSample_t *) =
	    library_symbol("nvmlDeviceGetVgpuUtilization");
	nvmlVgpuInstanceUtilizationSample_t *samples = NULL;
	unsigned long long *times = NULL;
	nvmlValueType_t type = NVML_VALUE_TYPE_UNSIGNED_INT;
	unsigned int count = 0;
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (function)
		status = function(gpu_device(gpu), 0, &type, &count, NULL);
	if (status != NVML_ERROR_INSUFFICIENT_SIZE || count > NVSMI_LIST)
		return status;
	samples = calloc(count + 1, sizeof(*samples));
	unsigned int room = count;
	status = samples && make_room(room, ret_list, &times)
		     ? function(gpu_device(gpu), 0, &type, &count, samples)
		     : NVML_ERROR_MEMORY;
	for (unsigned int i = 0; status == NVML_SUCCESS && i < count && i < room; i++) {
		struct vgpu_load load = {.vgpu = samples[i].vgpuInstance,
					 .percent = {percent(samples[i].smUtil, type),
						     percent(samples[i].memUtil, type),
						     percent(samples[i].encUtil, type),
						     percent(samples[i].decUtil, type), -1, -1}};

		keep(*ret_list, times, ret_count, &load, samples[i].timeStamp);
	}
	free(samples);
	free(times);
	return status;
}

static nvmlReturn_t new_loads(struct gpu *gpu, struct vgpu_load **ret_list, unsigned int *ret_count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlVgpuInstancesUtilizationInfo_t *) =
	    library_symbol("nvmlDeviceGetVgpuInstancesUtilizationInfo");
	nvmlVgpuInstancesUtilizationInfo_t info = {.version = nvmlVgpuInstancesUtilizationInfo_v1};
	unsigned long long *times = NULL;
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (function)
		status = function(gpu_device(gpu), &info);
	if (status != NVML_ERROR_INSUFFICIENT_SIZE || info.vgpuInstanceCount > NVSMI_LIST)
		return status;
	unsigned int room = info.vgpuInstanceCount;
	info.vgpuUtilArray = calloc(room + 1, sizeof(*info.vgpuUtilArray));
	status = info.vgpuUtilArray && make_room(room, ret_list, &times)
		     ? function(gpu_device(gpu), &info)
		     : NVML_ERROR_MEMORY;
	for (unsigned int i = 0; status == NVML_SUCCESS && i < info.vgpuInstanceCount && i < room;
	     i++) {
		const nvmlVgpuInstanceUtilizationInfo_v1_t *from = &info.vgpuUtilArray[i];
		nvmlValueType_t type = info.sampleValType;
		struct vgpu_load load = {
		    .vgpu = from->vgpuInstance,
		    .percent = {percent(from->smUtil, type), percent(from->memUtil, type),
				percent(from->encUtil, type), percent(from->decUtil, type),
				percent(from->jpgUtil, type), percent(from->ofaUtil, type)}};

		keep(*ret_list, times, ret_count, &load, from->timeStamp);
	}
	free(info.vgpuUtilArray);
	free(times);
	return status;
}

nvmlReturn_t vgpus_loads(struct gpu *gpu, struct vgpu_load **ret_list, unsigned int *ret_count)
{
	nvmlReturn_t status;

	*ret_list = NULL;
	*ret_count = 0;
	status = new_loads(gpu, ret_list, ret_count);
	return status == NVML_ERROR_FUNCTION_NOT_FOUND ? old_loads(gpu, ret_list, ret_count)
						       : status;
}

static nvmlReturn_t old_process_loads(struct gpu *gpu, struct vgpu_load **ret_list,
				      unsigned int *ret_count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned long long, unsigned int *,
				 nvmlVgpuProcessUtilizationSample_t *) =
	    library_symbol("nvmlDeviceGetVgpuProcessUtilization");
	nvmlVgpuProcessUtilizationSample_t *samples = NULL;
	unsigned long long *times = NULL;
	unsigned int count = 0;
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (function)
		status = function(gpu_device(gpu), 0, &count, NULL);
	if (status != NVML_ERROR_INSUFFICIENT_SIZE || count > NVSMI_LIST)
		return status;
	samples = calloc(count + 1, sizeof(*samples));
	unsigned int room = count;
	status = samples && make_room(room, ret_list, &times)
		     ? function(gpu_device(gpu), 0, &count, samples)
		     : NVML_ERROR_MEMORY;
	for (unsigned int i = 0; status == NVML_SUCCESS && i < count && i < room; i++) {
		const nvmlVgpuProcessUtilizationSample_t *from = &samples[i];
		struct vgpu_load load = {.vgpu = from->vgpuInstance,
					 .pid = from->pid,
					 .percent = {(int)from->smUtil, (int)from->memUtil,
						     (int)from->encUtil, (int)from->decUtil, -1,
						     -1}};

		snprintf(load.name, sizeof(load.name), "%.*s", (int)sizeof(load.name) - 1,
			 from->processName);
		text_tame(load.name, sizeof(load.name));
		keep(*ret_list, times, ret_count, &load, from->timeStamp);
	}
	free(samples);
	free(times);
	return status;
}

static nvmlReturn_t new_process_loads(struct gpu *gpu, struct vgpu_load **ret_list,
				      unsigned int *ret_count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlVgpuProcessesUtilizationInfo_t *) =
	    library_symbol("nvmlDeviceGetVgpuProcessesUtilizationInfo");
	nvmlVgpuProcessesUtilizationInfo_t info = {.version = nvmlVgpuProcessesUtilizationInfo_v1};
	unsigned long long *times = NULL;
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (function)
		status = function(gpu_device(gpu), &info);
	if (status != NVML_ERROR_INSUFFICIENT_SIZE || info.vgpuProcessCount > NVSMI_LIST)
		return status;
	unsigned int room = info.vgpuProcessCount;
	info.vgpuProcUtilArray = calloc(room + 1, sizeof(*info.vgpuProcUtilArray));
	status = info.vgpuProcUtilArray && make_room(room, ret_list, &times)
		     ? function(gpu_device(gpu), &info)
		     : NVML_ERROR_MEMORY;
	for (unsigned int i = 0; status == NVML_SUCCESS && i < info.vgpuProcessCount && i < room;
	     i++) {
		const nvmlVgpuProcessUtilizationInfo_v1_t *from = &info.vgpuProcUtilArray[i];
		struct vgpu_load load = {.vgpu = from->vgpuInstance,
					 .pid = from->pid,
					 .percent = {(int)from->smUtil, (int)from->memUtil,
						     (int)from->encUtil, (int)from->decUtil,
						     (int)from->jpgUtil, (int)from->ofaUtil}};

		snprintf(load.name, sizeof(load.name), "%.*s", (int)sizeof(load.name) - 1,
			 from->processName);
		text_tame(load.name, sizeof(load.name));
		keep(*ret_list, times, ret_count, &load, from->timeStamp);
	}
	free(info.vgpuProcUtilArray);
	free(times);
	return status;
}

nvmlReturn_t vgpus_process_loads(struct gpu *gpu, struct vgpu_load **ret_list,
				 unsigned int *ret_count)
{
	nvmlReturn_t status;

	*ret_list = NULL;
	*ret_count = 0;
	status = new_process_loads(gpu, ret_list, ret_count);
	return status == NVML_ERROR_FUNCTION_NOT_FOUND ? old_process_loads(gpu, ret_list, ret_count)
						       : status;
}

struct vgpu_load vgpus_load_of(const struct vgpu_load *list, unsigned int count,
			       nvmlVgpuInstance_t vgpu)
{
	for (unsigned int i = 0; i < count; i++) {
		if (list[i].vgpu == vgpu)
			return list[i];
	}
	return (struct vgpu_load){.vgpu = vgpu};
}
