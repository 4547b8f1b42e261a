/* SPDX-License-Identifier: MIT */
/* MIG devices: handles, ids, size. Their struct gpu is a view that names its parent. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/mig.h"
#include "core/lib.h"
#include "entry_impl.h"

#define MIB (1024ull * 1024)

nvmlReturn_t impl_DeviceIsMigDeviceHandle(struct gpu *gpu, unsigned int *isMigDevice)
{
	*isMigDevice = gpu->parent != NULL;
	return NVML_SUCCESS;
}

/* Only a MIG device's handle has these; a GPU's own is the wrong argument. */
nvmlReturn_t impl_DeviceGetGpuInstanceId(struct gpu *gpu, unsigned int *id)
{
	if (gpu->parent == NULL)
		return NVML_ERROR_INVALID_ARGUMENT;
	*id = gpu->gpu_instance;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetComputeInstanceId(struct gpu *gpu, unsigned int *id)
{
	if (gpu->parent == NULL)
		return NVML_ERROR_INVALID_ARGUMENT;
	*id = gpu->compute_instance;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetDeviceHandleFromMigDeviceHandle(struct gpu *gpu, nvmlDevice_t *device)
{
	if (gpu->parent == NULL)
		return NVML_ERROR_INVALID_ARGUMENT;
	*device = lib_handle_of(gpu->parent);
	return NVML_SUCCESS;
}

/* Instances that are forbidden, or that went while they were listed, are passed over. */
static nvmlReturn_t add_devices(struct gpu *gpu, uint32_t gi, struct mig_device *list,
				uint32_t *count)
{
	struct mig_device_id found[MIG_INSTANCES_MAX];
	uint32_t number = 0;
	nvmlReturn_t result = PROVIDER_ASK(gpu, mig_device_ids, gi, found, &number);

	if (result == NVML_ERROR_NO_PERMISSION || result == NVML_ERROR_INVALID_ARGUMENT)
		return NVML_SUCCESS;
	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < number; i++)
		list[(*count)++] =
		    (struct mig_device){gi, found[i].compute_instance, found[i].uuid};
	return NVML_SUCCESS;
}

nvmlReturn_t mig_devices(struct gpu *gpu, struct mig_device *ret_list, uint32_t *ret_count)
{
	uint32_t ids[MIG_INSTANCES_MAX], number = 0;
	nvmlReturn_t result = PROVIDER_ASK(gpu, mig_instance_ids, ids, &number);

	*ret_count = 0;
	if (result == NVML_ERROR_NOT_SUPPORTED)
		return NVML_SUCCESS; /* MIG is off */
	for (uint32_t i = 0; result == NVML_SUCCESS && i < number; i++)
		result = add_devices(gpu, ids[i], ret_list, ret_count);
	return result;
}

static nvmlDevice_t handle_of(struct gpu *gpu, const struct mig_device *device)
{
	return mig_handle_of_device(&(struct mig_place){gpu, device->gi, device->ci});
}

nvmlReturn_t impl_DeviceGetMigDeviceHandleByIndex(struct gpu *gpu, unsigned int index,
						  nvmlDevice_t *migDevice)
{
	struct mig_device list[MIG_DEVICES_MAX];
	uint32_t count = 0;
	nvmlReturn_t result = mig_devices(gpu, list, &count);

	if (result != NVML_SUCCESS)
		return result;
	if (index >= count)
		return NVML_ERROR_NOT_FOUND;
	*migDevice = handle_of(gpu, &list[index]);
	return NVML_SUCCESS;
}

/* The index of a MIG device counts among those of its GPU. */
static nvmlReturn_t index_on_parent(const struct gpu *mig, unsigned *ret_index)
{
	struct mig_device list[MIG_DEVICES_MAX];
	uint32_t count = 0;
	nvmlReturn_t result = mig_devices(mig->parent, list, &count);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < count; i++)
		if (list[i].gi == mig->gpu_instance && list[i].ci == mig->compute_instance) {
			*ret_index = i;
			return NVML_SUCCESS;
		}
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_DeviceGetIndex(struct gpu *gpu, unsigned int *index)
{
	if (gpu->parent != NULL)
		return index_on_parent(gpu, index);
	*index = gpu->index;
	return NVML_SUCCESS;
}

/* MIG-GPU-<uuid of the GPU>/<GPU instance>/<compute instance>, of the first releases. */
static bool parse_old_form(const char *text, const char *gpu_uuid, struct mig_device *ret_device)
{
	size_t length = strlen(gpu_uuid);
	int used = 0;

	if (strncmp(text, "MIG-", 4) != 0 || strncmp(text + 4, gpu_uuid, length) != 0)
		return false;
	return sscanf(text + 4 + length, "/%u/%u%n", &ret_device->gi, &ret_device->ci, &used) ==
		   2 &&
	       text[4 + length + (size_t)used] == '\0';
}

static bool is_wanted(const struct mig_device *device, const char *uuid,
		      const struct mig_device *old_form)
{
	if (old_form != NULL)
		return device->gi == old_form->gi && device->ci == old_form->ci;
	return strcmp(device->uuid.chars, uuid) == 0;
}

static nvmlReturn_t find_on_gpu(struct gpu *gpu, const char *uuid, nvmlDevice_t *ret_device)
{
	struct mig_device list[MIG_DEVICES_MAX], old_form;
	struct text gpu_uuid;
	uint32_t count = 0;
	bool is_old = PROVIDER_ASK(gpu, uuid, &gpu_uuid) == NVML_SUCCESS &&
		      parse_old_form(uuid, gpu_uuid.chars, &old_form);

	if (mig_devices(gpu, list, &count) != NVML_SUCCESS)
		return NVML_ERROR_NOT_FOUND;
	for (uint32_t i = 0; i < count; i++)
		if (is_wanted(&list[i], uuid, is_old ? &old_form : NULL)) {
			lib_handle_of(gpu);
			*ret_device = handle_of(gpu, &list[i]);
			return NVML_SUCCESS;
		}
	return NVML_ERROR_NOT_FOUND;
}

/* A GPU that cannot answer is passed over: the one asked for may be another. */
nvmlReturn_t mig_device_by_uuid(unsigned gpu_count, const char *uuid, nvmlDevice_t *ret_device)
{
	if (strncmp(uuid, "MIG-", 4) != 0)
		return NVML_ERROR_NOT_FOUND;
	for (unsigned i = 0; i < gpu_count; i++)
		if (find_on_gpu(lib_gpu_at(i), uuid, ret_device) == NVML_SUCCESS)
			return NVML_SUCCESS;
	return NVML_ERROR_NOT_FOUND;
}

static nvmlReturn_t ask_both(const struct gpu *mig, struct mig_instance *ret_instance,
			     struct mig_compute *ret_compute)
{
	struct gpu *parent = mig->parent;
	nvmlReturn_t result = PROVIDER_ASK(parent, mig_instance, mig->gpu_instance, ret_instance);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(parent, mig_compute, mig->gpu_instance, mig->compute_instance,
				      ret_compute);
	return result;
}

nvmlReturn_t impl_DeviceGetAttributes_v2(struct gpu *gpu, nvmlDeviceAttributes_t *attributes)
{
	struct mig_instance instance;
	struct mig_compute compute;

	if (gpu->parent == NULL)
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result = ask_both(gpu, &instance, &compute);
	if (result != NVML_SUCCESS)
		return result;
	/* Drivers before 520 do not count them for a part; one that is all has all. */
	if (compute.profile.multiprocessors == 0 &&
	    compute.profile.slices == instance.profile.slices)
		compute.profile.multiprocessors = instance.profile.multiprocessors;
	*attributes = (nvmlDeviceAttributes_t){
	    .multiprocessorCount = compute.profile.multiprocessors,
	    .sharedCopyEngineCount = instance.profile.copy_engines,
	    .sharedDecoderCount = instance.profile.decoders,
	    .sharedEncoderCount = instance.profile.encoders,
	    .sharedJpegCount = instance.profile.jpegs,
	    .sharedOfaCount = instance.profile.ofas,
	    .gpuInstanceSliceCount = instance.profile.slices,
	    .computeInstanceSliceCount = compute.profile.slices,
	    .memorySizeMB = instance.profile.memory / MIB,
	};
	return NVML_SUCCESS;
}

/* The struct of this function's time ended before the slices. */
nvmlReturn_t impl_DeviceGetAttributes(struct gpu *gpu, nvmlDeviceAttributes_t *attributes)
{
	nvmlDeviceAttributes_t whole;
	nvmlReturn_t result = impl_DeviceGetAttributes_v2(gpu, &whole);

	if (result == NVML_SUCCESS)
		memcpy(attributes, &whole, offsetof(nvmlDeviceAttributes_t, gpuInstanceSliceCount));
	return result;
}

/* "NVIDIA H100 80GB HBM3 MIG 1c.3g.40gb" */
nvmlReturn_t mig_device_name(struct gpu *mig, struct text *ret_name)
{
	struct mig_instance instance;
	struct mig_compute compute;
	struct text board, part;
	struct gpu *parent = mig->parent;
	nvmlReturn_t result = PROVIDER_ASK(parent, name, &board);

	if (result == NVML_SUCCESS)
		result = ask_both(mig, &instance, &compute);
	if (result == NVML_SUCCESS)
		result = mig_name(parent, &instance.profile, &compute.profile, &part);
	if (result == NVML_SUCCESS)
		snprintf(ret_name->chars, sizeof(ret_name->chars), "%.63s %.31s", board.chars,
			 part.chars);
	return result;
}
