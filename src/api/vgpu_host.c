/* SPDX-License-Identifier: MIT */
/* What a host of vGPUs can do: abilities, sizes that share a GPU, places in its memory. */
#include "api/enable.h"
#include "api/vgpu.h"
#include "core/gpu.h"
#include "core/guard.h"
#include "core/lib.h"
#include "core/mig.h"
#include "entry_impl.h"

nvmlReturn_t vgpu_check_host(struct gpu *gpu)
{
	return gpu->ops->vgpu_host != NULL ? gpu->ops->vgpu_host(gpu) : NVML_ERROR_NOT_SUPPORTED;
}

/* These functions look at their struct when the GPU is known to host vGPUs. */
static nvmlReturn_t check_mode(struct gpu *gpu, const nvmlVgpuHeterogeneousMode_t *mode)
{
	static const unsigned known[] = {nvmlVgpuHeterogeneousMode_v1};
	nvmlReturn_t result = vgpu_check_host(gpu);

	if (result == NVML_SUCCESS && mode == NULL)
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result == NVML_SUCCESS)
		result =
		    version_check(mode->version, known, 1, NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	return result;
}

nvmlReturn_t impl_DeviceGetVgpuHeterogeneousMode(struct gpu *gpu,
						 nvmlVgpuHeterogeneousMode_t *pHeterogeneousMode)
{
	bool enabled;
	nvmlReturn_t result = check_mode(gpu, pHeterogeneousMode);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, vgpu_mixed_sizes, MIG_NO_ID, &enabled);
	if (result == NVML_SUCCESS)
		pHeterogeneousMode->mode = enabled;
	return result;
}

nvmlReturn_t
impl_DeviceSetVgpuHeterogeneousMode(struct gpu *gpu,
				    const nvmlVgpuHeterogeneousMode_t *pHeterogeneousMode)
{
	nvmlReturn_t result = check_mode(gpu, pHeterogeneousMode);

	if (result == NVML_SUCCESS && pHeterogeneousMode->mode > 1)
		result = NVML_ERROR_INVALID_ARGUMENT;
	return result == NVML_SUCCESS ? PROVIDER_ASK(gpu, set_vgpu_mixed_sizes, MIG_NO_ID,
						     pHeterogeneousMode->mode == 1)
				      : result;
}

/* The GPU first, then the struct, then the type. */
static nvmlReturn_t check_places(struct gpu *gpu, nvmlVgpuTypeId_t id,
				 const nvmlVgpuPlacementList_t *list, struct vgpu_type *ret_type)
{
	static const unsigned known[] = {nvmlVgpuPlacementList_v1, nvmlVgpuPlacementList_v2};
	nvmlReturn_t result = vgpu_check_host(gpu);

	if (result == NVML_SUCCESS && list == NULL)
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result == NVML_SUCCESS)
		result =
		    version_check(list->version, known, 2, NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	return result == NVML_SUCCESS ? vgpu_type_of(gpu, id, ret_type) : result;
}

/*
 * In the first version of the struct count only tells how many were fetched, into a list
 * with room for every vGPU of the type; who set it nevertheless has that much room.
 */
static unsigned room_of(const nvmlVgpuPlacementList_t *list, const struct vgpu_type *type)
{
	bool is_told = list->version == nvmlVgpuPlacementList_v2 || list->placementIds == NULL ||
		       list->count != 0;

	return is_told ? list->count : type->max;
}

static nvmlReturn_t give_places(const struct vgpu_type *type, const struct vgpu_places *places,
				nvmlVgpuPlacementList_t *list)
{
	unsigned count = room_of(list, type);
	nvmlReturn_t result =
	    vgpu_give_list(places->ids, places->count, &count, list->placementIds);

	list->count = count;
	if (result == NVML_SUCCESS)
		list->placementSize = places->size;
	return result;
}

/* The first version of the struct has no mode: it asks about sizes that share the GPU. */
nvmlReturn_t impl_DeviceGetVgpuTypeSupportedPlacements(struct gpu *gpu, nvmlVgpuTypeId_t vgpuTypeId,
						       nvmlVgpuPlacementList_t *pPlacementList)
{
	struct vgpu_type type;
	nvmlReturn_t result = check_places(gpu, vgpuTypeId, pPlacementList, &type);

	if (result != NVML_SUCCESS)
		return result;
	unsigned mode = pPlacementList->version == nvmlVgpuPlacementList_v2
			    ? pPlacementList->mode
			    : NVML_VGPU_PGPU_HETEROGENEOUS_MODE;
	if (mode > NVML_VGPU_PGPU_HOMOGENEOUS_MODE)
		return NVML_ERROR_INVALID_ARGUMENT;
	const struct vgpu_places *places =
	    mode == NVML_VGPU_PGPU_HOMOGENEOUS_MODE ? &type.uniform : &type.mixed;
	if (!places->known || places->count == 0)
		return NVML_ERROR_NOT_SUPPORTED;
	return give_places(&type, places, pPlacementList);
}

nvmlReturn_t impl_DeviceGetVgpuTypeCreatablePlacements(struct gpu *gpu, nvmlVgpuTypeId_t vgpuTypeId,
						       nvmlVgpuPlacementList_t *pPlacementList)
{
	struct vgpu_type type;
	struct vgpu_places places;
	nvmlReturn_t result = check_places(gpu, vgpuTypeId, pPlacementList, &type);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, vgpu_free_places, MIG_NO_ID, vgpuTypeId, &places);
	return result == NVML_SUCCESS ? give_places(&type, &places, pPlacementList) : result;
}

nvmlReturn_t impl_DeviceGetVgpuCapabilities(struct gpu *gpu, nvmlDeviceVgpuCapability_t capability,
					    unsigned int *capResult)
{
	nvmlReturn_t result = vgpu_check_host(gpu);

	if (result == NVML_SUCCESS && (unsigned)capability >= NVML_DEVICE_VGPU_CAP_COUNT)
		result = NVML_ERROR_INVALID_ARGUMENT;
	return result == NVML_SUCCESS
		   ? PROVIDER_ASK(gpu, vgpu_ability, (uint32_t)capability, capResult)
		   : result;
}

nvmlReturn_t impl_DeviceSetVgpuCapabilities(struct gpu *gpu, nvmlDeviceVgpuCapability_t capability,
					    nvmlEnableState_t state)
{
	nvmlReturn_t result = vgpu_check_host(gpu);

	if (result == NVML_SUCCESS &&
	    ((unsigned)capability >= NVML_DEVICE_VGPU_CAP_COUNT || !is_enable_state(state)))
		result = NVML_ERROR_INVALID_ARGUMENT;
	return result == NVML_SUCCESS ? PROVIDER_ASK(gpu, set_vgpu_ability, (uint32_t)capability,
						     state == NVML_FEATURE_ENABLED)
				      : result;
}

/* Any host's GPU can tell. */
static nvmlReturn_t driver_abilities(struct vgpu_driver_abilities *ret_abilities)
{
	nvmlReturn_t result = NVML_ERROR_NOT_SUPPORTED;

	for (unsigned i = 0; i < lib.gpu_count && result != NVML_SUCCESS; i++) {
		struct gpu *gpu = lib_gpu_at(i);
		nvmlReturn_t answer = PROVIDER_ASK(gpu, vgpu_driver_abilities, ret_abilities);
		if (answer != NVML_ERROR_NOT_SUPPORTED)
			result = answer;
	}
	return result;
}

nvmlReturn_t impl_GetVgpuDriverCapabilities(nvmlVgpuDriverCapability_t capability,
					    unsigned int *capResult)
{
	struct vgpu_driver_abilities abilities;
	nvmlReturn_t result = driver_abilities(&abilities);

	if (result != NVML_SUCCESS)
		return result;
	if ((unsigned)capability >= NVML_VGPU_DRIVER_CAP_COUNT)
		return NVML_ERROR_INVALID_ARGUMENT;
	if (capability == NVML_VGPU_DRIVER_CAP_WARM_UPDATE && !abilities.warm_update_known)
		return NVML_ERROR_NOT_SUPPORTED;
	*capResult = capability == NVML_VGPU_DRIVER_CAP_WARM_UPDATE ? abilities.warm_update
								    : abilities.mixed_types;
	return NVML_SUCCESS;
}
