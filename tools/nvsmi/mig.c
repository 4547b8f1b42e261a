/* SPDX-License-Identifier: MIT */
/* The MIG devices of a GPU, and what NVML tells of each. */

#include "nvsmi.h"

#include <string.h>

bool mig_is_on(struct gpu *gpu)
{
	return gpu_number(gpu, VALUE_MIG_CURRENT, NVML_DEVICE_MIG_DISABLE) ==
	       NVML_DEVICE_MIG_ENABLE;
}

unsigned int mig_capacity(struct gpu *gpu)
{
	nvmlReturn_t (*maximum)(nvmlDevice_t, unsigned int *) =
	    library_symbol("nvmlDeviceGetMaxMigDeviceCount");
	unsigned int capacity = 0;

	if (!maximum || maximum(gpu_device(gpu), &capacity) != NVML_SUCCESS)
		return 0;
	/* A library that tells more than any GPU has is not believed. */
	return capacity < NVSMI_MIGS ? capacity : NVSMI_MIGS;
}

unsigned int mig_instance_id(nvmlDevice_t device, const char *symbol)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int *) = library_symbol(symbol);
	unsigned int id = 0;

	if (function)
		function(device, &id);
	return id;
}

static void ask_memory(nvmlDevice_t device, struct mig_device *ret_mig)
{
	nvmlReturn_t (*memory)(nvmlDevice_t, nvmlMemory_v2_t *) =
	    library_symbol("nvmlDeviceGetMemoryInfo_v2");
	nvmlReturn_t (*bar1)(nvmlDevice_t, nvmlBAR1Memory_t *) =
	    library_symbol("nvmlDeviceGetBAR1MemoryInfo");

	ret_mig->memory.version = nvmlMemory_v2;
	ret_mig->has_memory = memory && memory(device, &ret_mig->memory) == NVML_SUCCESS;
	if (!bar1 || bar1(device, &ret_mig->bar1) != NVML_SUCCESS)
		memset(&ret_mig->bar1, 0, sizeof(ret_mig->bar1));
}

static void ask_rest(nvmlDevice_t device, struct mig_device *ret_mig)
{
	nvmlReturn_t (*attributes)(nvmlDevice_t, nvmlDeviceAttributes_t *) =
	    library_symbol("nvmlDeviceGetAttributes_v2");
	nvmlReturn_t (*ecc)(nvmlDevice_t, nvmlMemoryErrorType_t, nvmlEccCounterType_t,
			    nvmlMemoryLocation_t, unsigned long long *) =
	    library_symbol("nvmlDeviceGetMemoryErrorCounter");

	if (attributes)
		attributes(device, &ret_mig->attributes);
	ret_mig->has_ecc = ecc && ecc(device, NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_VOLATILE_ECC,
				      NVML_MEMORY_LOCATION_SRAM, &ret_mig->ecc) == NVML_SUCCESS;
}

bool mig_handle(struct gpu *gpu, unsigned int index, nvmlDevice_t *ret_device)
{
	nvmlReturn_t (*by_index)(nvmlDevice_t, unsigned int, nvmlDevice_t *) =
	    library_symbol("nvmlDeviceGetMigDeviceHandleByIndex");

	return by_index && by_index(gpu_device(gpu), index, ret_device) == NVML_SUCCESS;
}

bool mig_at(struct gpu *gpu, unsigned int index, struct mig_device *ret_mig)
{
	nvmlDevice_t device = NULL;

	if (!mig_handle(gpu, index, &device))
		return false;
	memset(ret_mig, 0, sizeof(*ret_mig));
	ret_mig->gpu_instance = mig_instance_id(device, "nvmlDeviceGetGpuInstanceId");
	ret_mig->compute_instance = mig_instance_id(device, "nvmlDeviceGetComputeInstanceId");
	ask_memory(device, ret_mig);
	ask_rest(device, ret_mig);
	return true;
}
