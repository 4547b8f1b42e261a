/* SPDX-License-Identifier: MIT */
/* What instances can be made: sizes, names, and how many fit. */

#include "instances.h"

#include <stdio.h>
#include <string.h>

static const unsigned int gpu_order[] = {
    NVML_GPU_INSTANCE_PROFILE_1_SLICE,        NVML_GPU_INSTANCE_PROFILE_1_SLICE_REV1,
    NVML_GPU_INSTANCE_PROFILE_1_SLICE_REV2,   NVML_GPU_INSTANCE_PROFILE_1_SLICE_GFX,
    NVML_GPU_INSTANCE_PROFILE_1_SLICE_ALL_ME, NVML_GPU_INSTANCE_PROFILE_1_SLICE_NO_ME,
    NVML_GPU_INSTANCE_PROFILE_2_SLICE,        NVML_GPU_INSTANCE_PROFILE_2_SLICE_REV1,
    NVML_GPU_INSTANCE_PROFILE_2_SLICE_GFX,    NVML_GPU_INSTANCE_PROFILE_2_SLICE_ALL_ME,
    NVML_GPU_INSTANCE_PROFILE_2_SLICE_NO_ME,  NVML_GPU_INSTANCE_PROFILE_3_SLICE,
    NVML_GPU_INSTANCE_PROFILE_3_SLICE_GFX,    NVML_GPU_INSTANCE_PROFILE_4_SLICE,
    NVML_GPU_INSTANCE_PROFILE_4_SLICE_GFX,    NVML_GPU_INSTANCE_PROFILE_6_SLICE,
    NVML_GPU_INSTANCE_PROFILE_7_SLICE,        NVML_GPU_INSTANCE_PROFILE_8_SLICE,
};

static const unsigned int compute_order[] = {
    NVML_COMPUTE_INSTANCE_PROFILE_1_SLICE, NVML_COMPUTE_INSTANCE_PROFILE_1_SLICE_REV1,
    NVML_COMPUTE_INSTANCE_PROFILE_2_SLICE, NVML_COMPUTE_INSTANCE_PROFILE_3_SLICE,
    NVML_COMPUTE_INSTANCE_PROFILE_4_SLICE, NVML_COMPUTE_INSTANCE_PROFILE_6_SLICE,
    NVML_COMPUTE_INSTANCE_PROFILE_7_SLICE, NVML_COMPUTE_INSTANCE_PROFILE_7_SLICE_NVL,
    NVML_COMPUTE_INSTANCE_PROFILE_8_SLICE,
};

_Static_assert(COUNT_OF(gpu_order) == NVML_GPU_INSTANCE_PROFILE_COUNT, "all profiles");
_Static_assert(COUNT_OF(compute_order) == NVML_COMPUTE_INSTANCE_PROFILE_COUNT, "all profiles");

static void set_name(struct instance_profile *profile, const char *name)
{
	if (!strncmp(name, "MIG ", 4))
		name += 4;
	snprintf(profile->name, sizeof(profile->name), "%.*s", (int)sizeof(profile->name) - 1,
		 name);
}

/* Libraries before 510 name no profile: an eighth of the board's memory is what names are made of.
 */
static void make_gpu_name(struct gpu *gpu, unsigned int kind, struct instance_profile *profile)
{
	int64_t total = gpu_number(gpu, VALUE_MEMORY_TOTAL, 0) >> 20;
	unsigned long long board = ((unsigned long long)total + 1023) / 1024;
	unsigned long long eighths =
	    total > 0
		? (8 * profile->mib + (unsigned long long)total - 1) / (unsigned long long)total
		: 0;
	bool media = kind == NVML_GPU_INSTANCE_PROFILE_1_SLICE_REV1 ||
		     kind == NVML_GPU_INSTANCE_PROFILE_2_SLICE_REV1;

	snprintf(profile->name, sizeof(profile->name), "%ug.%llugb%s", profile->slices,
		 (eighths * board + 4) / 8, media ? "+me" : "");
}

static nvmlReturn_t ask_gpu_profile_unnamed(struct gpu *gpu, unsigned int kind,
					    struct instance_profile *ret_profile)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, nvmlGpuInstanceProfileInfo_t *) =
	    library_symbol("nvmlDeviceGetGpuInstanceProfileInfo");
	nvmlGpuInstanceProfileInfo_t info;
	nvmlReturn_t status;

	if (!function)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	status = function(gpu_device(gpu), kind, &info);
	if (status != NVML_SUCCESS)
		return status;
	*ret_profile = (struct instance_profile){
	    .id = info.id,
	    .slices = info.sliceCount,
	    .total = info.instanceCount,
	    .multiprocessors = info.multiprocessorCount,
	    .copy_engines = info.copyEngineCount,
	    .decoders = info.decoderCount,
	    .encoders = info.encoderCount,
	    .jpegs = info.jpegCount,
	    .ofas = info.ofaCount,
	    .mib = info.memorySizeMB,
	    .p2p = info.isP2pSupported != 0,
	};
	make_gpu_name(gpu, kind, ret_profile);
	return NVML_SUCCESS;
}

static nvmlReturn_t ask_gpu_profile(struct gpu *gpu, unsigned int kind,
				    struct instance_profile *ret_profile)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, nvmlGpuInstanceProfileInfo_v2_t *) =
	    library_symbol("nvmlDeviceGetGpuInstanceProfileInfoV");
	nvmlGpuInstanceProfileInfo_v2_t info = {.version = nvmlGpuInstanceProfileInfo_v2};
	nvmlReturn_t status;

	if (!function)
		return ask_gpu_profile_unnamed(gpu, kind, ret_profile);
	status = function(gpu_device(gpu), kind, &info);
	if (status != NVML_SUCCESS)
		return status;
	*ret_profile = (struct instance_profile){
	    .id = info.id,
	    .slices = info.sliceCount,
	    .total = info.instanceCount,
	    .multiprocessors = info.multiprocessorCount,
	    .copy_engines = info.copyEngineCount,
	    .decoders = info.decoderCount,
	    .encoders = info.encoderCount,
	    .jpegs = info.jpegCount,
	    .ofas = info.ofaCount,
	    .mib = info.memorySizeMB,
	    .p2p = info.isP2pSupported != 0,
	};
	text_tame(info.name, sizeof(info.name));
	set_name(ret_profile, info.name);
	return NVML_SUCCESS;
}

static unsigned int remaining_on_gpu(struct gpu *gpu, unsigned int profile)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, unsigned int *) =
	    library_symbol("nvmlDeviceGetGpuInstanceRemainingCapacity");
	unsigned int count = 0;

	return function && function(gpu_device(gpu), profile, &count) == NVML_SUCCESS ? count : 0;
}

/* A profile that the GPU does not have is no failure, nor one that the library does not know. */
static bool is_absent(nvmlReturn_t status)
{
	return status == NVML_ERROR_NOT_SUPPORTED || status == NVML_ERROR_INVALID_ARGUMENT ||
	       status == NVML_ERROR_NOT_FOUND;
}

nvmlReturn_t instances_gpu_profiles(struct gpu *gpu, struct gpu_profiles *ret_profiles)
{
	ret_profiles->count = 0;
	for (size_t i = 0; i < COUNT_OF(gpu_order); i++) {
		struct instance_profile *profile = &ret_profiles->list[ret_profiles->count];
		nvmlReturn_t status = ask_gpu_profile(gpu, gpu_order[i], profile);

		if (status != NVML_SUCCESS && !is_absent(status))
			return status;
		if (status != NVML_SUCCESS)
			continue;
		profile->free = remaining_on_gpu(gpu, profile->id);
		ret_profiles->count++;
	}
	return ret_profiles->count ? NVML_SUCCESS : NVML_ERROR_NOT_FOUND;
}

/* 0: a kind that is like another in size. */
static unsigned int slices_of(unsigned int kind)
{
	static const unsigned int slices[NVML_COMPUTE_INSTANCE_PROFILE_COUNT] = {
	    [NVML_COMPUTE_INSTANCE_PROFILE_1_SLICE] = 1,
	    [NVML_COMPUTE_INSTANCE_PROFILE_2_SLICE] = 2,
	    [NVML_COMPUTE_INSTANCE_PROFILE_3_SLICE] = 3,
	    [NVML_COMPUTE_INSTANCE_PROFILE_4_SLICE] = 4,
	    [NVML_COMPUTE_INSTANCE_PROFILE_6_SLICE] = 6,
	    [NVML_COMPUTE_INSTANCE_PROFILE_7_SLICE] = 7,
	    [NVML_COMPUTE_INSTANCE_PROFILE_8_SLICE] = 8,
	};

	return slices[kind];
}

static void name_by_slices(const struct gpu_instance *instance, struct instance_profile *profile)
{
	if (profile->slices == instance->profile->slices)
		set_name(profile, instance->profile->name);
	else
		snprintf(profile->name, sizeof(profile->name), "%uc.%.60s", profile->slices,
			 instance->profile->name);
}

/* What is known without being told: enough to find instances, and to make and remove them. */
static void list_bare_profiles(const struct gpu_instance *instance,
			       struct compute_profiles *ret_profiles)
{
	ret_profiles->bare = true;
	for (size_t i = 0; i < COUNT_OF(compute_order); i++) {
		unsigned int slices = slices_of(compute_order[i]);
		struct instance_profile *profile = &ret_profiles->list[ret_profiles->count];

		if (!slices || slices > instance->profile->slices)
			continue;
		*profile = (struct instance_profile){
		    .id = compute_order[i], .slices = slices, .total = instance->profile->slices};
		name_by_slices(instance, profile);
		ret_profiles->count++;
	}
}

static nvmlReturn_t ask_compute_profile_unnamed(const struct gpu_instance *instance,
						unsigned int kind,
						struct instance_profile *ret_profile)
{
	nvmlReturn_t (*function)(nvmlGpuInstance_t, unsigned int, unsigned int,
				 nvmlComputeInstanceProfileInfo_t *) =
	    library_symbol("nvmlGpuInstanceGetComputeInstanceProfileInfo");
	nvmlComputeInstanceProfileInfo_t info;
	nvmlReturn_t status;

	if (!function)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	status =
	    function(instance->handle, kind, NVML_COMPUTE_INSTANCE_ENGINE_PROFILE_SHARED, &info);
	if (status != NVML_SUCCESS)
		return status;
	*ret_profile = (struct instance_profile){
	    .id = info.id,
	    .slices = info.sliceCount,
	    .total = info.instanceCount,
	    .multiprocessors = info.multiprocessorCount,
	    .copy_engines = info.sharedCopyEngineCount,
	    .decoders = info.sharedDecoderCount,
	    .encoders = info.sharedEncoderCount,
	    .jpegs = info.sharedJpegCount,
	    .ofas = info.sharedOfaCount,
	};
	name_by_slices(instance, ret_profile);
	return NVML_SUCCESS;
}

static nvmlReturn_t ask_compute_profile(const struct gpu_instance *instance, unsigned int kind,
					struct instance_profile *ret_profile)
{
	nvmlReturn_t (*function)(nvmlGpuInstance_t, unsigned int, unsigned int,
				 nvmlComputeInstanceProfileInfo_v2_t *) =
	    library_symbol("nvmlGpuInstanceGetComputeInstanceProfileInfoV");
	nvmlComputeInstanceProfileInfo_v2_t info = {.version = nvmlComputeInstanceProfileInfo_v2};
	nvmlReturn_t status;

	if (!function)
		return ask_compute_profile_unnamed(instance, kind, ret_profile);
	status =
	    function(instance->handle, kind, NVML_COMPUTE_INSTANCE_ENGINE_PROFILE_SHARED, &info);
	if (status != NVML_SUCCESS)
		return status;
	*ret_profile = (struct instance_profile){
	    .id = info.id,
	    .slices = info.sliceCount,
	    .total = info.instanceCount,
	    .multiprocessors = info.multiprocessorCount,
	    .copy_engines = info.sharedCopyEngineCount,
	    .decoders = info.sharedDecoderCount,
	    .encoders = info.sharedEncoderCount,
	    .jpegs = info.sharedJpegCount,
	    .ofas = info.sharedOfaCount,
	};
	text_tame(info.name, sizeof(info.name));
	set_name(ret_profile, info.name);
	return NVML_SUCCESS;
}

static unsigned int remaining_in_instance(const struct gpu_instance *instance, unsigned int profile)
{
	nvmlReturn_t (*function)(nvmlGpuInstance_t, unsigned int, unsigned int *) =
	    library_symbol("nvmlGpuInstanceGetComputeInstanceRemainingCapacity");
	unsigned int count = 0;

	return function && function(instance->handle, profile, &count) == NVML_SUCCESS ? count : 0;
}

nvmlReturn_t instances_compute_profiles(const struct gpu_instance *instance,
					struct compute_profiles *ret_profiles)
{
	ret_profiles->count = 0;
	ret_profiles->bare = false;
	for (size_t i = 0; i < COUNT_OF(compute_order); i++) {
		struct instance_profile *profile = &ret_profiles->list[ret_profiles->count];
		nvmlReturn_t status = ask_compute_profile(instance, compute_order[i], profile);

		if (status != NVML_SUCCESS && !is_absent(status))
			return status;
		if (status != NVML_SUCCESS)
			continue;
		profile->free = remaining_in_instance(instance, profile->id);
		ret_profiles->count++;
	}
	if (!ret_profiles->count)
		list_bare_profiles(instance, ret_profiles);
	return ret_profiles->count ? NVML_SUCCESS : NVML_ERROR_NOT_FOUND;
}
