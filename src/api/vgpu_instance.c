/* SPDX-License-Identifier: MIT */
/* vGPUs in the GPU instances of a host; the ids of both are the driver's. */
#include "api/vgpu.h"
#include "core/gpu.h"
#include "core/mig.h"
#include "entry_impl.h"

/* The handle first, then whether its GPU hosts vGPUs. */
static nvmlReturn_t place_of(nvmlGpuInstance_t handle, struct mig_place *ret_place)
{
	return mig_gi_of(handle, ret_place) ? vgpu_check_host(ret_place->gpu)
					    : NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_GpuInstanceGetCreatableVgpus(nvmlGpuInstance_t gpuInstance,
					       nvmlVgpuTypeIdInfo_t *pVgpus)
{
	struct mig_place place;
	struct vgpu_list types;
	nvmlReturn_t result = place_of(gpuInstance, &place);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(place.gpu, vgpu_creatable, place.gi, &types);
	return result == NVML_SUCCESS
		   ? vgpu_give_list(types.ids, types.count, &pVgpus->vgpuCount, pVgpus->vgpuTypeIds)
		   : result;
}

nvmlReturn_t impl_GpuInstanceGetActiveVgpus(nvmlGpuInstance_t gpuInstance,
					    nvmlActiveVgpuInstanceInfo_t *pVgpuInstanceInfo)
{
	struct mig_place place;
	struct vgpu_list vgpus;
	nvmlReturn_t result = place_of(gpuInstance, &place);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(place.gpu, vgpus_of_instance, place.gi, &vgpus);
	return result == NVML_SUCCESS
		   ? vgpu_give_list(vgpus.ids, vgpus.count, &pVgpuInstanceInfo->vgpuCount,
				    pVgpuInstanceInfo->vgpuInstances)
		   : result;
}

nvmlReturn_t impl_GpuInstanceGetVgpuTypeCreatablePlacements(nvmlGpuInstance_t gpuInstance,
							    nvmlVgpuCreatablePlacementInfo_t *info)
{
	struct mig_place place;
	struct vgpu_type type;
	struct vgpu_places places;
	nvmlReturn_t result = place_of(gpuInstance, &place);

	if (result == NVML_SUCCESS)
		result = vgpu_type_of(place.gpu, info->vgpuTypeId, &type);
	if (result == NVML_SUCCESS)
		result =
		    PROVIDER_ASK(place.gpu, vgpu_free_places, place.gi, info->vgpuTypeId, &places);
	if (result == NVML_SUCCESS)
		result = vgpu_give_list(places.ids, places.count, &info->count, info->placementIds);
	if (result == NVML_SUCCESS)
		info->placementSize = places.size;
	return result;
}

nvmlReturn_t impl_GpuInstanceGetVgpuHeterogeneousMode(nvmlGpuInstance_t gpuInstance,
						      nvmlVgpuHeterogeneousMode_t *mode)
{
	struct mig_place place;
	bool enabled;
	nvmlReturn_t result = place_of(gpuInstance, &place);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(place.gpu, vgpu_mixed_sizes, place.gi, &enabled);
	if (result == NVML_SUCCESS)
		mode->mode = enabled;
	return result;
}

nvmlReturn_t impl_GpuInstanceSetVgpuHeterogeneousMode(nvmlGpuInstance_t gpuInstance,
						      const nvmlVgpuHeterogeneousMode_t *mode)
{
	struct mig_place place;
	nvmlReturn_t result = place_of(gpuInstance, &place);

	if (result == NVML_SUCCESS && mode->mode > 1)
		result = NVML_ERROR_INVALID_ARGUMENT;
	return result == NVML_SUCCESS
		   ? PROVIDER_ASK(place.gpu, set_vgpu_mixed_sizes, place.gi, mode->mode == 1)
		   : result;
}
