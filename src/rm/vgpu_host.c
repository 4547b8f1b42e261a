/* SPDX-License-Identifier: MIT */
/* What a host of vGPUs can do, and the modes that its users set. */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "core/strings.h"
#include "rm/rm.h"
#include "rm/vgpu.h"
#include "rm_constants.h"

/* An unknown type is answered with no places at all: the caller looks that up before. */
static nvmlReturn_t rm_vgpu_free_places(struct gpu *gpu, uint32_t instance, uint32_t type,
					struct vgpu_places *ret_places)
{
	struct rm_vgpu_config_get_creatable_placements params = {.gpu_instance_id = instance,
								 .vgpu_type_id = type};
	nvmlReturn_t result =
	    rm_vgpu_check_instance(RM_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS,
				   offsetof(__typeof__(params), gpu_instance_id), instance);

	if (result == NVML_SUCCESS)
		result = rm_vgpu_control(gpu, RM_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS, &params);
	if (result != NVML_SUCCESS)
		return result;
	ret_places->known = true;
	ret_places->size = params.placement_size;
	ret_places->count = params.count < VGPU_PLACES_MAX ? params.count : VGPU_PLACES_MAX;
	memcpy(ret_places->ids, params.placement_ids,
	       ret_places->count * sizeof(ret_places->ids[0]));
	return NVML_SUCCESS;
}

static nvmlReturn_t support(struct gpu *gpu, struct rm_pgpu_get_multi_vgpu_support_info *ret_info)
{
	memset(ret_info, 0, sizeof(*ret_info));
	return rm_vgpu_control(gpu, RM_PGPU_GET_MULTI_VGPU_SUPPORT_INFO, ret_info);
}

/* The driver answers "off" for a GPU that cannot do it at all. */
static nvmlReturn_t rm_vgpu_mixed_sizes(struct gpu *gpu, uint32_t instance, bool *ret_enabled)
{
	struct rm_gpu_get_vgpu_heterogeneous_mode params = {.gpu_instance_id = instance};
	struct rm_pgpu_get_multi_vgpu_support_info info;
	nvmlReturn_t result = support(gpu, &info);

	if (result == NVML_SUCCESS && info.heterogeneous_timeslice_sizes_supported == 0)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		result =
		    rm_vgpu_check_instance(RM_GPU_GET_VGPU_HETEROGENEOUS_MODE,
					   offsetof(__typeof__(params), gpu_instance_id), instance);
	if (result == NVML_SUCCESS)
		result = rm_control(gpu, RM_GPU_GET_VGPU_HETEROGENEOUS_MODE, &params);
	if (result == NVML_SUCCESS)
		*ret_enabled = params.heterogeneous_mode != 0;
	return result;
}

static nvmlReturn_t rm_set_vgpu_mixed_sizes(struct gpu *gpu, uint32_t instance, bool enabled)
{
	struct rm_gpu_set_vgpu_heterogeneous_mode params = {.gpu_instance_id = instance,
							    .heterogeneous_mode = enabled};
	nvmlReturn_t result = rm_vgpu_use_as_root(gpu);

	if (result == NVML_SUCCESS)
		result =
		    rm_vgpu_check_instance(RM_GPU_SET_VGPU_HETEROGENEOUS_MODE,
					   offsetof(__typeof__(params), gpu_instance_id), instance);
	return result == NVML_SUCCESS ? rm_control(gpu, RM_GPU_SET_VGPU_HETEROGENEOUS_MODE, &params)
				      : result;
}

/* The driver's numbers of the abilities, by NVML's. */
static const uint32_t abilities[NVML_DEVICE_VGPU_CAP_COUNT] = {
    [NVML_DEVICE_VGPU_CAP_FRACTIONAL_MULTI_VGPU] =
	NVA081_CTRL_VGPU_CAPABILITY_FRACTIONAL_MULTI_VGPU,
    [NVML_DEVICE_VGPU_CAP_HETEROGENEOUS_TIMESLICE_PROFILES] =
	NVA081_CTRL_VGPU_CAPABILITY_HETEROGENEOUS_TIMESLICE_PROFILES,
    [NVML_DEVICE_VGPU_CAP_HETEROGENEOUS_TIMESLICE_SIZES] =
	NVA081_CTRL_VGPU_CAPABILITY_HETEROGENEOUS_TIMESLICE_SIZES,
    [NVML_DEVICE_VGPU_CAP_READ_DEVICE_BUFFER_BW] =
	NVA081_CTRL_VGPU_CAPABILITY_READ_DEVICE_BUFFER_BW,
    [NVML_DEVICE_VGPU_CAP_WRITE_DEVICE_BUFFER_BW] =
	NVA081_CTRL_VGPU_CAPABILITY_WRITE_DEVICE_BUFFER_BW,
    [NVML_DEVICE_VGPU_CAP_DEVICE_STREAMING] = NVA081_CTRL_VGPU_CAPABILITY_DEVICE_STREAMING,
    [NVML_DEVICE_VGPU_CAP_MINI_QUARTER_GPU] = NVA081_CTRL_VGPU_CAPABILITY_MINI_QUARTER_GPU,
    [NVML_DEVICE_VGPU_CAP_COMPUTE_MEDIA_ENGINE_GPU] =
	NVA081_CTRL_VGPU_CAPABILITY_COMPUTE_MEDIA_ENGINE_GPU,
    [NVML_DEVICE_VGPU_CAP_WARM_UPDATE] = NVA081_CTRL_VGPU_CAPABILITY_WARM_UPDATE,
    [NVML_DEVICE_VGPU_CAP_HOMOGENEOUS_PLACEMENTS] =
	NVA081_CTRL_VGPU_CAPABILITY_HOMOGENEOUS_PLACEMENT_ID,
    [NVML_DEVICE_VGPU_CAP_MIG_TIMESLICING_SUPPORTED] =
	NVA081_CTRL_VGPU_CAPABILITY_MIG_TIMESLICING_SUPPORTED,
    [NVML_DEVICE_VGPU_CAP_MIG_TIMESLICING_ENABLED] =
	NVA081_CTRL_VGPU_CAPABILITY_MIG_TIMESLICING_MODE_ENABLED,
};

/* A driver refuses the number of an ability that came after it. */
static nvmlReturn_t ability_by_number(struct gpu *gpu, uint32_t ability, uint32_t *ret_amount)
{
	struct rm_vgpu_get_capability params = {.capability = abilities[ability]};
	nvmlReturn_t result = rm_vgpu_control(gpu, RM_VGPU_GET_CAPABILITY, &params);

	if (result == NVML_SUCCESS)
		*ret_amount = params.state;
	return result == NVML_ERROR_INVALID_ARGUMENT ? NVML_ERROR_NOT_SUPPORTED : result;
}

static nvmlReturn_t ability_to_share(struct gpu *gpu, uint32_t ability, uint32_t *ret_amount)
{
	struct rm_pgpu_get_multi_vgpu_support_info info;
	nvmlReturn_t result = support(gpu, &info);

	if (result != NVML_SUCCESS)
		return result;
	if (ability == NVML_DEVICE_VGPU_CAP_FRACTIONAL_MULTI_VGPU)
		*ret_amount = info.fractionalmulti_vgpu_supported;
	else if (ability == NVML_DEVICE_VGPU_CAP_HETEROGENEOUS_TIMESLICE_PROFILES)
		*ret_amount = info.heterogeneous_timeslice_profiles_supported;
	else
		*ret_amount = info.heterogeneous_timeslice_sizes_supported;
	return NVML_SUCCESS;
}

/* Older than the common command are those of the first six abilities. */
static nvmlReturn_t rm_vgpu_ability(struct gpu *gpu, uint32_t ability, uint32_t *ret_amount)
{
	struct rm_vgpu_config_get_migration_bandwidth bandwidth = {0};
	struct rm_pgpu_get_vgpu_streaming_capability streaming = {0};
	nvmlReturn_t result;

	switch (ability) {
	case NVML_DEVICE_VGPU_CAP_FRACTIONAL_MULTI_VGPU:
	case NVML_DEVICE_VGPU_CAP_HETEROGENEOUS_TIMESLICE_PROFILES:
	case NVML_DEVICE_VGPU_CAP_HETEROGENEOUS_TIMESLICE_SIZES:
		return ability_to_share(gpu, ability, ret_amount);
	case NVML_DEVICE_VGPU_CAP_READ_DEVICE_BUFFER_BW:
	case NVML_DEVICE_VGPU_CAP_WRITE_DEVICE_BUFFER_BW:
		result = rm_vgpu_control(gpu, RM_VGPU_CONFIG_GET_MIGRATION_BANDWIDTH, &bandwidth);
		if (result == NVML_SUCCESS)
			*ret_amount = bandwidth.migration_bandwidth;
		return result;
	case NVML_DEVICE_VGPU_CAP_DEVICE_STREAMING:
		result = rm_vgpu_control(gpu, RM_PGPU_GET_VGPU_STREAMING_CAPABILITY, &streaming);
		if (result == NVML_SUCCESS)
			*ret_amount = streaming.streaming_capability;
		return result;
	default:
		return ability_by_number(gpu, ability, ret_amount);
	}
}

static nvmlReturn_t rm_set_vgpu_ability(struct gpu *gpu, uint32_t ability, bool enabled)
{
	struct rm_vgpu_set_capability params = {.capability = abilities[ability], .state = enabled};
	nvmlReturn_t result = rm_vgpu_use_as_root(gpu);

	return result == NVML_SUCCESS ? rm_vgpu_control(gpu, RM_VGPU_SET_CAPABILITY, &params)
				      : result;
}

static nvmlReturn_t rm_vgpu_driver_abilities(struct gpu *gpu,
					     struct vgpu_driver_abilities *ret_abilities)
{
	struct rm_get_vgpu_driver_caps params = {.warm_update_supported = VGPU_NOT_TOLD};
	nvmlReturn_t result = rm_vgpu_control(gpu, RM_GET_VGPU_DRIVER_CAPS, &params);

	if (result == NVML_SUCCESS)
		*ret_abilities = (struct vgpu_driver_abilities){
		    .mixed_types = params.heterogeneous_multi_vgpu_supported != 0,
		    .warm_update_known = params.warm_update_supported != VGPU_NOT_TOLD,
		    .warm_update = params.warm_update_supported != 0};
	return result;
}

static nvmlReturn_t rm_vgpu_host_identity(struct gpu *gpu, char *ret_text, size_t size)
{
	struct rm_vgpu_config_get_pgpu_metadata_string params = {0};
	nvmlReturn_t result =
	    rm_vgpu_control(gpu, RM_VGPU_CONFIG_GET_PGPU_METADATA_STRING, &params);

	if (result == NVML_SUCCESS)
		text_take(ret_text, size, (const char *)params.gpu_string,
			  sizeof(params.gpu_string));
	return result;
}

nvmlReturn_t provider_vgpu_versions(struct vgpu_versions *ret_versions)
{
	struct rm_vgpu_get_vgpu_version params = {0};
	nvmlReturn_t result = rm_control(NULL, RM_VGPU_GET_VGPU_VERSION, &params);

	if (result == NVML_SUCCESS)
		*ret_versions =
		    (struct vgpu_versions){.supported_min = params.host_min_supported_version,
					   .supported_max = params.host_max_supported_version,
					   .current_min = params.user_min_supported_version,
					   .current_max = params.user_max_supported_version};
	return result;
}

nvmlReturn_t provider_set_vgpu_versions(uint32_t min, uint32_t max)
{
	struct rm_vgpu_set_vgpu_version params = {.min_version = min, .max_version = max};

	if (!rm_has_command(RM_VGPU_SET_VGPU_VERSION))
		return NVML_ERROR_NOT_SUPPORTED;
	if (lib.port->is_root(lib.port) != 1)
		return NVML_ERROR_NO_PERMISSION;
	return rm_control(NULL, RM_VGPU_SET_VGPU_VERSION, &params);
}

void rm_vgpu_host_fill(struct provider_ops *ops)
{
	ops->vgpu_host_identity = rm_vgpu_host_identity;
	ops->vgpu_free_places = rm_vgpu_free_places;
	ops->vgpu_mixed_sizes = rm_vgpu_mixed_sizes;
	ops->set_vgpu_mixed_sizes = rm_set_vgpu_mixed_sizes;
	ops->vgpu_ability = rm_vgpu_ability;
	ops->set_vgpu_ability = rm_set_vgpu_ability;
	ops->vgpu_driver_abilities = rm_vgpu_driver_abilities;
}
