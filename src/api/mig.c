/* SPDX-License-Identifier: MIT */
/* MIG mode, and what GPU instances there can be. */
#include "api/mig.h"

#include <string.h>

#include "core/gpu.h"
#include "entry_impl.h"

#define MIB (1024ull * 1024)

static nvmlReturn_t ask_mode(struct gpu *gpu, unsigned *ret_current, unsigned *ret_pending)
{
	uint32_t smc = 0;
	nvmlReturn_t result = PROVIDER_ASK(gpu, mig_mode, &smc);

	if (result != NVML_SUCCESS)
		return result;
	switch (smc) {
	case SMC_UNSUPPORTED:
		return NVML_ERROR_NOT_SUPPORTED;
	case SMC_ENABLED:
	case SMC_DISABLED:
	case SMC_ENABLE_PENDING:
	case SMC_DISABLE_PENDING:
		*ret_current = smc == SMC_ENABLED || smc == SMC_DISABLE_PENDING;
		*ret_pending = smc == SMC_ENABLED || smc == SMC_ENABLE_PENDING;
		return NVML_SUCCESS;
	default:
		return NVML_ERROR_UNKNOWN;
	}
}

nvmlReturn_t impl_DeviceGetMigMode(struct gpu *gpu, unsigned int *currentMode,
				   unsigned int *pendingMode)
{
	return ask_mode(gpu, currentMode, pendingMode);
}

/* Some boards change at once; the others tell a pending mode until they are reset. */
nvmlReturn_t impl_DeviceSetMigMode(struct gpu *gpu, unsigned int mode,
				   nvmlReturn_t *activationStatus)
{
	unsigned current, pending;
	nvmlReturn_t result = ask_mode(gpu, &current, &pending);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, set_mig_mode, mode == NVML_DEVICE_MIG_ENABLE);
	if (result == NVML_SUCCESS)
		result = ask_mode(gpu, &current, &pending);
	if (result == NVML_SUCCESS)
		*activationStatus = current == pending ? NVML_SUCCESS : NVML_ERROR_RESET_REQUIRED;
	return result;
}

/* None while MIG is off or unknown to the GPU. */
nvmlReturn_t impl_DeviceGetMaxMigDeviceCount(struct gpu *gpu, unsigned int *count)
{
	unsigned current = 0, pending;
	nvmlReturn_t result = ask_mode(gpu, &current, &pending);

	if (result != NVML_SUCCESS && result != NVML_ERROR_NOT_SUPPORTED)
		return result;
	if (!current) {
		*count = 0;
		return NVML_SUCCESS;
	}
	return PROVIDER_ASK(gpu, mig_slices, count);
}

static nvmlReturn_t count_fitting(struct gpu *gpu, const struct mig_profile *profile,
				  unsigned *ret_count)
{
	struct mig_capacity capacity;
	nvmlReturn_t result = PROVIDER_ASK(gpu, mig_capacity, profile, &capacity);

	if (result == NVML_SUCCESS)
		*ret_count = capacity.total;
	return result;
}

nvmlReturn_t impl_DeviceGetGpuInstanceProfileInfo(struct gpu *gpu, unsigned int profile,
						  nvmlGpuInstanceProfileInfo_t *info)
{
	struct mig_profile found;
	unsigned fitting;
	nvmlReturn_t result = mig_profile_by_index(gpu, profile, &found);

	if (result == NVML_SUCCESS)
		result = count_fitting(gpu, &found, &fitting);
	if (result != NVML_SUCCESS)
		return result;
	*info = (nvmlGpuInstanceProfileInfo_t){
	    .id = mig_profile_id(&found),
	    .isP2pSupported = 0,
	    .sliceCount = found.slices,
	    .instanceCount = fitting,
	    .multiprocessorCount = found.multiprocessors,
	    .copyEngineCount = found.copy_engines,
	    .decoderCount = found.decoders,
	    .encoderCount = found.encoders,
	    .jpegCount = found.jpegs,
	    .ofaCount = found.ofas,
	    .memorySizeMB = found.memory / MIB,
	};
	return NVML_SUCCESS;
}

static void put_v2(const struct mig_profile *profile, unsigned fitting, const struct text *name,
		   nvmlGpuInstanceProfileInfo_v2_t *info)
{
	info->id = mig_profile_id(profile);
	info->isP2pSupported = 0;
	info->sliceCount = profile->slices;
	info->instanceCount = fitting;
	info->multiprocessorCount = profile->multiprocessors;
	info->copyEngineCount = profile->copy_engines;
	info->decoderCount = profile->decoders;
	info->encoderCount = profile->encoders;
	info->jpegCount = profile->jpegs;
	info->ofaCount = profile->ofas;
	info->memorySizeMB = profile->memory / MIB;
	memcpy(info->name, name->chars, sizeof(info->name));
}

static void put_v3(const struct mig_profile *profile, unsigned fitting, const struct text *name,
		   nvmlGpuInstanceProfileInfo_v3_t *info)
{
	info->id = mig_profile_id(profile);
	info->sliceCount = profile->slices;
	info->instanceCount = fitting;
	info->multiprocessorCount = profile->multiprocessors;
	info->copyEngineCount = profile->copy_engines;
	info->decoderCount = profile->decoders;
	info->encoderCount = profile->encoders;
	info->jpegCount = profile->jpegs;
	info->ofaCount = profile->ofas;
	info->memorySizeMB = profile->memory / MIB;
	memcpy(info->name, name->chars, sizeof(info->name));
	info->capabilities = profile->graphics ? NVML_GPU_INSTANCE_PROFILE_CAPS_GFX : 0;
}

_Static_assert(sizeof(((nvmlGpuInstanceProfileInfo_v2_t *)0)->name) == TEXT_MAX, "name");
_Static_assert(sizeof(((nvmlGpuInstanceProfileInfo_v3_t *)0)->name) == TEXT_MAX, "name");

/* The caller's version says which of the structs its pointer means. */
static nvmlReturn_t put_versioned(struct gpu *gpu, const struct mig_profile *profile,
				  nvmlGpuInstanceProfileInfo_v2_t *info)
{
	struct text name = {""};
	unsigned fitting;
	nvmlReturn_t result = mig_name(gpu, profile, NULL, &name);

	if (result == NVML_SUCCESS)
		result = count_fitting(gpu, profile, &fitting);
	if (result != NVML_SUCCESS)
		return result;
	if (info->version == nvmlGpuInstanceProfileInfo_v3)
		put_v3(profile, fitting, &name, (nvmlGpuInstanceProfileInfo_v3_t *)(void *)info);
	else
		put_v2(profile, fitting, &name, info);
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetGpuInstanceProfileInfoV(struct gpu *gpu, unsigned int profile,
						   nvmlGpuInstanceProfileInfo_v2_t *info)
{
	struct mig_profile found;
	nvmlReturn_t result = mig_profile_by_index(gpu, profile, &found);

	return result == NVML_SUCCESS ? put_versioned(gpu, &found, info) : result;
}

nvmlReturn_t impl_DeviceGetGpuInstanceProfileInfoByIdV(struct gpu *gpu, unsigned int profileId,
						       nvmlGpuInstanceProfileInfo_v2_t *info)
{
	struct mig_profile found;
	nvmlReturn_t result = mig_profile_by_id(gpu, profileId, &found);

	return result == NVML_SUCCESS ? put_versioned(gpu, &found, info) : result;
}

static nvmlReturn_t capacity_of_id(struct gpu *gpu, unsigned id, struct mig_capacity *ret_capacity)
{
	struct mig_profile profile;
	nvmlReturn_t result = mig_profile_by_id(gpu, id, &profile);

	return result == NVML_SUCCESS ? PROVIDER_ASK(gpu, mig_capacity, &profile, ret_capacity)
				      : result;
}

nvmlReturn_t impl_DeviceGetGpuInstanceRemainingCapacity(struct gpu *gpu, unsigned int profileId,
							unsigned int *count)
{
	struct mig_capacity capacity;
	nvmlReturn_t result = capacity_of_id(gpu, profileId, &capacity);

	if (result == NVML_SUCCESS)
		*count = capacity.remaining;
	return result;
}

/* Room for fewer than there are is no error here: the number tells. */
nvmlReturn_t impl_DeviceGetGpuInstancePossiblePlacements_v2(struct gpu *gpu, unsigned int profileId,
							    nvmlGpuInstancePlacement_t *placements,
							    unsigned int *count)
{
	struct mig_capacity capacity;
	nvmlReturn_t result = capacity_of_id(gpu, profileId, &capacity);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; placements != NULL && i < capacity.span_count && i < *count; i++)
		placements[i] = (nvmlGpuInstancePlacement_t){.start = capacity.spans[i].start,
							     .size = capacity.spans[i].size};
	*count = capacity.span_count;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetGpuInstancePossiblePlacements(struct gpu *gpu, unsigned int profileId,
							 nvmlGpuInstancePlacement_t *placements,
							 unsigned int *count)
{
	return impl_DeviceGetGpuInstancePossiblePlacements_v2(gpu, profileId, placements, count);
}
