/* SPDX-License-Identifier: MIT */
/* Compute instances. */
#include "api/mig.h"

#include <string.h>

#include "core/lib.h"
#include "entry_impl.h"

static nvmlReturn_t profile_by_id(const struct mig_place *place, unsigned id,
				  struct mig_compute_profile *ret_profile)
{
	struct mig_compute_profile list[MIG_INSTANCES_MAX];
	uint32_t count = 0;

	if (id >= NVML_COMPUTE_INSTANCE_PROFILE_COUNT)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result =
	    PROVIDER_ASK(place->gpu, mig_compute_profiles, place->gi, list, &count);
	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < count; i++)
		if (mig_compute_profile_id(&list[i]) == id) {
			*ret_profile = list[i];
			return NVML_SUCCESS;
		}
	return NVML_ERROR_NOT_SUPPORTED;
}

static nvmlReturn_t capacity_of(const struct mig_place *place,
				const struct mig_compute_profile *profile,
				struct mig_capacity *ret_capacity)
{
	return PROVIDER_ASK(place->gpu, mig_compute_capacity, place->gi, profile, ret_capacity);
}

/* What a profile's information is made of: the profile, its number, and its GPU instance. */
struct description {
	struct mig_compute_profile profile;
	struct mig_capacity capacity;
	struct mig_instance instance;
	struct text name;
};

/* One engine profile is known: all engines shared. */
static nvmlReturn_t describe(nvmlGpuInstance_t handle, unsigned id, unsigned engines,
			     struct description *ret)
{
	struct mig_place place;

	if (!mig_gi_of(handle, &place) || engines != NVML_COMPUTE_INSTANCE_ENGINE_PROFILE_SHARED)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = profile_by_id(&place, id, &ret->profile);
	if (result == NVML_SUCCESS)
		result = capacity_of(&place, &ret->profile, &ret->capacity);
	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(place.gpu, mig_instance, place.gi, &ret->instance);
	if (result == NVML_SUCCESS)
		result = mig_name(place.gpu, &ret->instance.profile, &ret->profile, &ret->name);
	return result;
}

nvmlReturn_t impl_GpuInstanceGetComputeInstanceProfileInfo(nvmlGpuInstance_t gpuInstance,
							   unsigned int profile,
							   unsigned int engProfile,
							   nvmlComputeInstanceProfileInfo_t *info)
{
	struct description found;
	nvmlReturn_t result = describe(gpuInstance, profile, engProfile, &found);

	if (result != NVML_SUCCESS)
		return result;
	*info = (nvmlComputeInstanceProfileInfo_t){
	    .id = profile,
	    .sliceCount = found.profile.slices,
	    .instanceCount = found.capacity.total,
	    .multiprocessorCount = found.profile.multiprocessors,
	    .sharedCopyEngineCount = found.instance.profile.copy_engines,
	    .sharedDecoderCount = found.instance.profile.decoders,
	    .sharedEncoderCount = found.instance.profile.encoders,
	    .sharedJpegCount = found.instance.profile.jpegs,
	    .sharedOfaCount = found.instance.profile.ofas,
	};
	return NVML_SUCCESS;
}

_Static_assert(offsetof(nvmlComputeInstanceProfileInfo_v3_t, name) ==
		       offsetof(nvmlComputeInstanceProfileInfo_v2_t, name) &&
		   sizeof(((nvmlComputeInstanceProfileInfo_v2_t *)0)->name) == TEXT_MAX,
	       "version 3 continues version 2");

nvmlReturn_t
impl_GpuInstanceGetComputeInstanceProfileInfoV(nvmlGpuInstance_t gpuInstance, unsigned int profile,
					       unsigned int engProfile,
					       nvmlComputeInstanceProfileInfo_v2_t *info)
{
	struct description found;
	nvmlReturn_t result = describe(gpuInstance, profile, engProfile, &found);

	if (result != NVML_SUCCESS)
		return result;
	info->id = profile;
	info->sliceCount = found.profile.slices;
	info->instanceCount = found.capacity.total;
	info->multiprocessorCount = found.profile.multiprocessors;
	info->sharedCopyEngineCount = found.instance.profile.copy_engines;
	info->sharedDecoderCount = found.instance.profile.decoders;
	info->sharedEncoderCount = found.instance.profile.encoders;
	info->sharedJpegCount = found.instance.profile.jpegs;
	info->sharedOfaCount = found.instance.profile.ofas;
	memcpy(info->name, found.name.chars, sizeof(info->name));
	if (info->version == nvmlComputeInstanceProfileInfo_v3)
		((nvmlComputeInstanceProfileInfo_v3_t *)(void *)info)->capabilities =
		    found.instance.profile.graphics ? NVML_COMPUTE_INSTANCE_PROFILE_CAPS_GFX : 0;
	return NVML_SUCCESS;
}

static nvmlReturn_t capacity_of_id(nvmlGpuInstance_t handle, unsigned id,
				   struct mig_capacity *ret_capacity)
{
	struct mig_place place;
	struct mig_compute_profile profile;

	if (!mig_gi_of(handle, &place))
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = profile_by_id(&place, id, &profile);
	return result == NVML_SUCCESS ? capacity_of(&place, &profile, ret_capacity) : result;
}

nvmlReturn_t impl_GpuInstanceGetComputeInstanceRemainingCapacity(nvmlGpuInstance_t gpuInstance,
								 unsigned int profileId,
								 unsigned int *count)
{
	struct mig_capacity capacity;
	nvmlReturn_t result = capacity_of_id(gpuInstance, profileId, &capacity);

	if (result == NVML_SUCCESS)
		*count = capacity.remaining;
	return result;
}

nvmlReturn_t impl_GpuInstanceGetComputeInstancePossiblePlacements(
    nvmlGpuInstance_t gpuInstance, unsigned int profileId,
    nvmlComputeInstancePlacement_t *placements, unsigned int *count)
{
	struct mig_capacity capacity;
	nvmlReturn_t result = capacity_of_id(gpuInstance, profileId, &capacity);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; placements != NULL && i < capacity.span_count && i < *count; i++)
		placements[i] = (nvmlComputeInstancePlacement_t){.start = capacity.spans[i].start,
								 .size = capacity.spans[i].size};
	*count = capacity.span_count;
	return NVML_SUCCESS;
}

static nvmlReturn_t create(nvmlGpuInstance_t handle, unsigned id, const struct mig_span *where,
			   nvmlComputeInstance_t *ret_handle)
{
	struct mig_place place;
	struct mig_compute_profile profile;
	uint32_t ci;

	if (!mig_gi_of(handle, &place))
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = profile_by_id(&place, id, &profile);
	if (result == NVML_SUCCESS)
		result =
		    PROVIDER_ASK(place.gpu, create_mig_compute, place.gi, &profile, where, &ci);
	if (result == NVML_SUCCESS) {
		place.ci = ci;
		*ret_handle = mig_handle_of_ci(&place);
	}
	return result;
}

nvmlReturn_t impl_GpuInstanceCreateComputeInstance(nvmlGpuInstance_t gpuInstance,
						   unsigned int profileId,
						   nvmlComputeInstance_t *computeInstance)
{
	return create(gpuInstance, profileId, NULL, computeInstance);
}

nvmlReturn_t impl_GpuInstanceCreateComputeInstanceWithPlacement(
    nvmlGpuInstance_t gpuInstance, unsigned int profileId,
    const nvmlComputeInstancePlacement_t *placement, nvmlComputeInstance_t *computeInstance)
{
	const struct mig_span where = {.start = placement->start, .size = placement->size};

	return create(gpuInstance, profileId, &where, computeInstance);
}

nvmlReturn_t impl_ComputeInstanceDestroy(nvmlComputeInstance_t computeInstance)
{
	struct mig_place place;

	if (!mig_ci_of(computeInstance, &place))
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = PROVIDER_ASK(place.gpu, destroy_mig_compute, place.gi, place.ci);
	if (result == NVML_SUCCESS)
		mig_forget(&place);
	return result;
}

static nvmlReturn_t list_computes(nvmlGpuInstance_t handle, struct mig_place *ret_place,
				  struct mig_compute *ret_list, uint32_t *ret_count)
{
	if (!mig_gi_of(handle, ret_place))
		return NVML_ERROR_INVALID_ARGUMENT;
	return PROVIDER_ASK(ret_place->gpu, mig_computes, ret_place->gi, ret_list, ret_count);
}

static nvmlComputeInstance_t handle_of(struct mig_place place, uint32_t ci)
{
	place.ci = ci;
	return mig_handle_of_ci(&place);
}

nvmlReturn_t impl_GpuInstanceGetComputeInstances(nvmlGpuInstance_t gpuInstance,
						 unsigned int profileId,
						 nvmlComputeInstance_t *computeInstances,
						 unsigned int *count)
{
	struct mig_place place;
	struct mig_compute list[MIG_INSTANCES_MAX];
	uint32_t found = 0;
	unsigned given = 0;

	if (profileId >= NVML_COMPUTE_INSTANCE_PROFILE_COUNT)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = list_computes(gpuInstance, &place, list, &found);
	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < found; i++)
		if (mig_compute_profile_id(&list[i].profile) == profileId)
			computeInstances[given++] = handle_of(place, list[i].id);
	*count = given;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_GpuInstanceGetComputeInstanceById(nvmlGpuInstance_t gpuInstance, unsigned int id,
						    nvmlComputeInstance_t *computeInstance)
{
	struct mig_place place;
	struct mig_compute list[MIG_INSTANCES_MAX];
	uint32_t found = 0;
	nvmlReturn_t result = list_computes(gpuInstance, &place, list, &found);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < found; i++)
		if (list[i].id == id) {
			*computeInstance = handle_of(place, id);
			return NVML_SUCCESS;
		}
	return NVML_ERROR_NOT_FOUND;
}

/* How many slots one covers is told by the places that its profile can have. */
static uint32_t size_at(const struct mig_place *place, const struct mig_compute *compute)
{
	struct mig_capacity capacity;

	if (capacity_of(place, &compute->profile, &capacity) == NVML_SUCCESS)
		for (uint32_t i = 0; i < capacity.span_count; i++)
			if (capacity.spans[i].start == compute->start)
				return capacity.spans[i].size;
	return compute->profile.slices;
}

nvmlReturn_t impl_ComputeInstanceGetInfo_v2(nvmlComputeInstance_t computeInstance,
					    nvmlComputeInstanceInfo_t *info)
{
	struct mig_place place;
	struct mig_compute compute;

	if (!mig_ci_of(computeInstance, &place))
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = PROVIDER_ASK(place.gpu, mig_compute, place.gi, place.ci, &compute);
	if (result != NVML_SUCCESS)
		return result;
	info->device = lib_handle_of(place.gpu);
	info->gpuInstance = mig_handle_of_gi(place.gpu, place.gi);
	info->id = compute.id;
	info->profileId = mig_compute_profile_id(&compute.profile);
	info->placement.start = compute.start;
	info->placement.size = size_at(&place, &compute);
	return NVML_SUCCESS;
}

/* The struct of this function's time ended before the place. */
nvmlReturn_t impl_ComputeInstanceGetInfo(nvmlComputeInstance_t computeInstance,
					 nvmlComputeInstanceInfo_t *info)
{
	nvmlComputeInstanceInfo_t whole;
	nvmlReturn_t result = impl_ComputeInstanceGetInfo_v2(computeInstance, &whole);

	if (result == NVML_SUCCESS)
		memcpy(info, &whole, offsetof(nvmlComputeInstanceInfo_t, placement));
	return result;
}
