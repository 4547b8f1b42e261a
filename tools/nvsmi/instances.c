/* SPDX-License-Identifier: MIT */

#include "instances.h"

#include <stdlib.h>
#include <string.h>

/* Of one profile: much more than slices, for NVML does not ask how much room there is. */
#define INSTANCES_MAX 32

static nvmlReturn_t describe_gpu_instance(struct gpu_instance *instance)
{
	nvmlReturn_t (*function)(nvmlGpuInstance_t, nvmlGpuInstanceInfo_t *) =
	    library_symbol("nvmlGpuInstanceGetInfo");
	nvmlGpuInstanceInfo_t info = {0};
	nvmlReturn_t status =
	    function ? function(instance->handle, &info) : NVML_ERROR_FUNCTION_NOT_FOUND;

	if (status != NVML_SUCCESS)
		return status;
	instance->id = info.id;
	instance->place = (struct instance_place){info.placement.start, info.placement.size};
	return NVML_SUCCESS;
}

/* Instances of one profile, added to a list that has room for them. */
static nvmlReturn_t add_gpu_instances(struct gpu *gpu, const struct instance_profile *profile,
				      struct gpu_instance *list, unsigned int *count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, nvmlGpuInstance_t *, unsigned int *) =
	    library_symbol("nvmlDeviceGetGpuInstances");
	nvmlGpuInstance_t handles[INSTANCES_MAX] = {NULL};
	unsigned int found = INSTANCES_MAX;
	nvmlReturn_t status = function ? function(gpu_device(gpu), profile->id, handles, &found)
				       : NVML_ERROR_FUNCTION_NOT_FOUND;

	for (unsigned int i = 0; status == NVML_SUCCESS && i < found && i < INSTANCES_MAX; i++) {
		list[*count] = (struct gpu_instance){.handle = handles[i], .profile = profile};
		status = describe_gpu_instance(&list[*count]);
		*count += status == NVML_SUCCESS;
	}
	return status;
}

nvmlReturn_t instances_of_gpu(struct gpu *gpu, const struct gpu_profiles *profiles,
			      struct gpu_instance **ret_list, unsigned int *ret_count)
{
	struct gpu_instance *list = calloc(profiles->count * INSTANCES_MAX, sizeof(*list));
	unsigned int count = 0;
	nvmlReturn_t status = list ? NVML_SUCCESS : NVML_ERROR_MEMORY;

	for (unsigned int i = 0; status == NVML_SUCCESS && i < profiles->count; i++)
		status = add_gpu_instances(gpu, &profiles->list[i], list, &count);
	if (status != NVML_SUCCESS) {
		free(list);
		list = NULL;
		count = 0;
	}
	*ret_list = list;
	*ret_count = count;
	return status;
}

/* The place is told since 450.80 only; the older struct ends before it. */
static nvmlReturn_t describe_compute_instance(struct compute_instance *instance)
{
	nvmlReturn_t (*function)(nvmlComputeInstance_t, nvmlComputeInstanceInfo_t *) =
	    library_symbol("nvmlComputeInstanceGetInfo_v2");
	nvmlComputeInstanceInfo_t info;
	nvmlReturn_t status;

	memset(&info, 0, sizeof(info));
	if (!function)
		function = library_symbol("nvmlComputeInstanceGetInfo");
	status = function ? function(instance->handle, &info) : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (status != NVML_SUCCESS)
		return status;
	instance->id = info.id;
	instance->place = (struct instance_place){info.placement.start, info.placement.size};
	return NVML_SUCCESS;
}

static nvmlReturn_t add_compute_instances(const struct gpu_instance *instance,
					  const struct instance_profile *profile,
					  struct compute_instance *list, unsigned int *count)
{
	nvmlReturn_t (*function)(nvmlGpuInstance_t, unsigned int, nvmlComputeInstance_t *,
				 unsigned int *) =
	    library_symbol("nvmlGpuInstanceGetComputeInstances");
	nvmlComputeInstance_t handles[INSTANCES_MAX] = {NULL};
	unsigned int found = INSTANCES_MAX;
	nvmlReturn_t status = function ? function(instance->handle, profile->id, handles, &found)
				       : NVML_ERROR_FUNCTION_NOT_FOUND;

	for (unsigned int i = 0; status == NVML_SUCCESS && i < found && i < INSTANCES_MAX; i++) {
		list[*count] = (struct compute_instance){.handle = handles[i], .profile = profile};
		status = describe_compute_instance(&list[*count]);
		*count += status == NVML_SUCCESS;
	}
	return status;
}

nvmlReturn_t instances_of_instance(const struct gpu_instance *instance,
				   const struct compute_profiles *profiles,
				   struct compute_instance **ret_list, unsigned int *ret_count)
{
	struct compute_instance *list = calloc(profiles->count * INSTANCES_MAX, sizeof(*list));
	unsigned int count = 0;
	nvmlReturn_t status = list ? NVML_SUCCESS : NVML_ERROR_MEMORY;

	for (unsigned int i = 0; status == NVML_SUCCESS && i < profiles->count; i++)
		status = add_compute_instances(instance, &profiles->list[i], list, &count);
	if (status != NVML_SUCCESS) {
		free(list);
		list = NULL;
		count = 0;
	}
	*ret_list = list;
	*ret_count = count;
	return status;
}

/* Each asks for at most *count places of what it is about; without room for their number. */
typedef nvmlReturn_t places_question(const void *about, unsigned int profile,
				     struct instance_place *ret_places, unsigned int *count);

static nvmlReturn_t ask_gpu_places(const void *about, unsigned int profile,
				   struct instance_place *ret_places, unsigned int *count)
{
	const struct gpu *gpu = about;
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, nvmlGpuInstancePlacement_t *,
				 unsigned int *) =
	    library_symbol("nvmlDeviceGetGpuInstancePossiblePlacements_v2");
	unsigned int room = ret_places ? *count : 0;
	nvmlGpuInstancePlacement_t *places = room ? calloc(room, sizeof(*places)) : NULL;
	nvmlReturn_t status;

	if (room && !places)
		return NVML_ERROR_MEMORY;
	status = function ? function(gpu_device(gpu), profile, places, count)
			  : NVML_ERROR_FUNCTION_NOT_FOUND;
	for (unsigned int i = 0; status == NVML_SUCCESS && i < room && i < *count; i++)
		ret_places[i] = (struct instance_place){places[i].start, places[i].size};
	free(places);
	return status;
}

static nvmlReturn_t ask_compute_places(const void *about, unsigned int profile,
				       struct instance_place *ret_places, unsigned int *count)
{
	const struct gpu_instance *instance = about;
	nvmlReturn_t (*function)(nvmlGpuInstance_t, unsigned int, nvmlComputeInstancePlacement_t *,
				 unsigned int *) =
	    library_symbol("nvmlGpuInstanceGetComputeInstancePossiblePlacements");
	unsigned int room = ret_places ? *count : 0;
	nvmlComputeInstancePlacement_t *places = room ? calloc(room, sizeof(*places)) : NULL;
	nvmlReturn_t status;

	if (room && !places)
		return NVML_ERROR_MEMORY;
	status = function ? function(instance->handle, profile, places, count)
			  : NVML_ERROR_FUNCTION_NOT_FOUND;
	for (unsigned int i = 0; status == NVML_SUCCESS && i < room && i < *count; i++)
		ret_places[i] = (struct instance_place){places[i].start, places[i].size};
	free(places);
	return status;
}

static nvmlReturn_t list_places(places_question *ask, const void *about, unsigned int profile,
				struct instance_place **ret_list, unsigned int *ret_count)
{
	unsigned int count = 0;
	unsigned int room;
	struct instance_place *list;
	nvmlReturn_t status = ask(about, profile, NULL, &count);

	*ret_list = NULL;
	*ret_count = 0;
	if (status != NVML_SUCCESS || count == 0 || count > NVSMI_LIST)
		return status != NVML_SUCCESS ? status : NVML_ERROR_NOT_FOUND;
	room = count;
	list = calloc(room, sizeof(*list));
	status = list ? ask(about, profile, list, &count) : NVML_ERROR_MEMORY;
	if (status != NVML_SUCCESS) {
		free(list);
		return status;
	}
	*ret_list = list;
	*ret_count = count < room ? count : room;
	return NVML_SUCCESS;
}

nvmlReturn_t instances_gpu_places(struct gpu *gpu, const struct instance_profile *profile,
				  struct instance_place **ret_list, unsigned int *ret_count)
{
	return list_places(ask_gpu_places, gpu, profile->id, ret_list, ret_count);
}

nvmlReturn_t instances_compute_places(const struct gpu_instance *instance,
				      const struct instance_profile *profile,
				      struct instance_place **ret_list, unsigned int *ret_count)
{
	return list_places(ask_compute_places, instance, profile->id, ret_list, ret_count);
}

static nvmlReturn_t create_gpu_at(struct gpu *gpu, unsigned int profile,
				  const struct instance_place *place, nvmlGpuInstance_t *ret_handle)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, const nvmlGpuInstancePlacement_t *,
				 nvmlGpuInstance_t *) =
	    library_change("nvmlDeviceCreateGpuInstanceWithPlacement");
	const nvmlGpuInstancePlacement_t where = {.start = place->start, .size = place->size};

	return function ? function(gpu_device(gpu), profile, &where, ret_handle)
			: NVML_ERROR_FUNCTION_NOT_FOUND;
}

nvmlReturn_t instances_create_gpu(struct gpu *gpu, const struct instance_profile *profile,
				  const struct instance_place *place,
				  struct gpu_instance *ret_instance)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, nvmlGpuInstance_t *) =
	    library_change("nvmlDeviceCreateGpuInstance");
	struct gpu_instance made = {.profile = profile};
	nvmlReturn_t status;

	if (place)
		status = create_gpu_at(gpu, profile->id, place, &made.handle);
	else
		status = function ? function(gpu_device(gpu), profile->id, &made.handle)
				  : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (status == NVML_SUCCESS)
		status = describe_gpu_instance(&made);
	if (status == NVML_SUCCESS)
		*ret_instance = made;
	return status;
}

static nvmlReturn_t create_compute_at(const struct gpu_instance *instance, unsigned int profile,
				      const struct instance_place *place,
				      nvmlComputeInstance_t *ret_handle)
{
	nvmlReturn_t (*function)(nvmlGpuInstance_t, unsigned int,
				 const nvmlComputeInstancePlacement_t *, nvmlComputeInstance_t *) =
	    library_change("nvmlGpuInstanceCreateComputeInstanceWithPlacement");
	const nvmlComputeInstancePlacement_t where = {.start = place->start, .size = place->size};

	return function ? function(instance->handle, profile, &where, ret_handle)
			: NVML_ERROR_FUNCTION_NOT_FOUND;
}

nvmlReturn_t instances_create_compute(const struct gpu_instance *instance,
				      const struct instance_profile *profile,
				      const struct instance_place *place, unsigned int *ret_id)
{
	nvmlReturn_t (*function)(nvmlGpuInstance_t, unsigned int, nvmlComputeInstance_t *) =
	    library_change("nvmlGpuInstanceCreateComputeInstance");
	struct compute_instance made = {.profile = profile};
	nvmlReturn_t status;

	if (place)
		status = create_compute_at(instance, profile->id, place, &made.handle);
	else
		status = function ? function(instance->handle, profile->id, &made.handle)
				  : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (status == NVML_SUCCESS)
		status = describe_compute_instance(&made);
	if (status == NVML_SUCCESS)
		*ret_id = made.id;
	return status;
}

nvmlReturn_t instances_destroy_gpu(const struct gpu_instance *instance)
{
	nvmlReturn_t (*function)(nvmlGpuInstance_t) = library_change("nvmlGpuInstanceDestroy");

	return function ? function(instance->handle) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

nvmlReturn_t instances_destroy_compute(const struct compute_instance *instance)
{
	nvmlReturn_t (*function)(nvmlComputeInstance_t) =
	    library_change("nvmlComputeInstanceDestroy");

	return function ? function(instance->handle) : NVML_ERROR_FUNCTION_NOT_FOUND;
}
