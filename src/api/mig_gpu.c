/* SPDX-License-Identifier: MIT */
/* GPU instances. */
#include "api/mig.h"
#include "core/lib.h"
#include "entry_impl.h"

static nvmlReturn_t create(struct gpu *gpu, unsigned profile_id, const struct mig_span *place,
			   nvmlGpuInstance_t *ret_handle)
{
	struct mig_profile profile;
	uint32_t gi;
	nvmlReturn_t result = mig_profile_by_id(gpu, profile_id, &profile);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, create_mig_instance, &profile, place, &gi);
	if (result == NVML_SUCCESS)
		*ret_handle = mig_handle_of_gi(gpu, gi);
	return result;
}

nvmlReturn_t impl_DeviceCreateGpuInstance(struct gpu *gpu, unsigned int profileId,
					  nvmlGpuInstance_t *gpuInstance)
{
	return create(gpu, profileId, NULL, gpuInstance);
}

nvmlReturn_t impl_DeviceCreateGpuInstanceWithPlacement(struct gpu *gpu, unsigned int profileId,
						       const nvmlGpuInstancePlacement_t *placement,
						       nvmlGpuInstance_t *gpuInstance)
{
	const struct mig_span place = {.start = placement->start, .size = placement->size};

	return create(gpu, profileId, &place, gpuInstance);
}

nvmlReturn_t impl_GpuInstanceDestroy(nvmlGpuInstance_t gpuInstance)
{
	struct mig_place place;

	if (!mig_gi_of(gpuInstance, &place))
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = PROVIDER_ASK(place.gpu, destroy_mig_instance, place.gi);
	if (result == NVML_SUCCESS)
		mig_forget(&place);
	return result;
}

nvmlReturn_t impl_DeviceGetGpuInstances(struct gpu *gpu, unsigned int profileId,
					nvmlGpuInstance_t *gpuInstances, unsigned int *count)
{
	struct mig_instance list[MIG_INSTANCES_MAX];
	uint32_t found = 0;
	unsigned given = 0;

	if (!mig_is_profile_id(profileId))
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = PROVIDER_ASK(gpu, mig_instances, list, &found);
	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < found; i++)
		if (mig_profile_id(&list[i].profile) == profileId)
			gpuInstances[given++] = mig_handle_of_gi(gpu, list[i].id);
	*count = given;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetGpuInstanceById(struct gpu *gpu, unsigned int id,
					   nvmlGpuInstance_t *gpuInstance)
{
	struct mig_instance list[MIG_INSTANCES_MAX];
	uint32_t found = 0;
	nvmlReturn_t result = PROVIDER_ASK(gpu, mig_instances, list, &found);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < found; i++)
		if (list[i].id == id) {
			*gpuInstance = mig_handle_of_gi(gpu, id);
			return NVML_SUCCESS;
		}
	return NVML_ERROR_NOT_FOUND;
}

nvmlReturn_t impl_GpuInstanceGetInfo(nvmlGpuInstance_t gpuInstance, nvmlGpuInstanceInfo_t *info)
{
	struct mig_place place;
	struct mig_instance instance;

	if (!mig_gi_of(gpuInstance, &place))
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = PROVIDER_ASK(place.gpu, mig_instance, place.gi, &instance);
	if (result != NVML_SUCCESS)
		return result;
	info->device = lib_handle_of(place.gpu);
	info->id = instance.id;
	info->profileId = mig_profile_id(&instance.profile);
	info->placement.start = instance.place.start;
	info->placement.size = instance.place.size;
	return NVML_SUCCESS;
}
