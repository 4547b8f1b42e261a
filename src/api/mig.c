/* SPDX-License-Identifier: MIT */
/* What a GPU without MIG instances answers to the questions about them. */
#include "core/gpu.h"
#include "entry_impl.h"
#include "provider.h"

nvmlReturn_t impl_DeviceIsMigDeviceHandle(struct gpu *gpu, unsigned int *isMigDevice)
{
	(void)gpu;
	*isMigDevice = 0;
	return NVML_SUCCESS;
}

/* Only a MIG device's handle has these; a GPU's own is the wrong argument. */
nvmlReturn_t impl_DeviceGetGpuInstanceId(struct gpu *gpu, unsigned int *id)
{
	(void)gpu;
	(void)id;
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_DeviceGetComputeInstanceId(struct gpu *gpu, unsigned int *id)
{
	(void)gpu;
	(void)id;
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_DeviceGetDeviceHandleFromMigDeviceHandle(struct gpu *gpu, nvmlDevice_t *device)
{
	(void)gpu;
	(void)device;
	return NVML_ERROR_INVALID_ARGUMENT;
}

/* None while MIG is off or unknown to the GPU. */
nvmlReturn_t impl_DeviceGetMaxMigDeviceCount(struct gpu *gpu, unsigned int *count)
{
	uint32_t smc = 0;
	nvmlReturn_t result = PROVIDER_ASK(gpu, mig_mode, &smc);

	if (result != NVML_SUCCESS && result != NVML_ERROR_NOT_SUPPORTED)
		return result;
	if (smc != SMC_ENABLED && smc != SMC_DISABLE_PENDING) {
		*count = 0;
		return NVML_SUCCESS;
	}
	return PROVIDER_ASK(gpu, mig_slices, count);
}

nvmlReturn_t impl_DeviceGetMigDeviceHandleByIndex(struct gpu *gpu, unsigned int index,
						  nvmlDevice_t *migDevice)
{
	(void)gpu;
	(void)index;
	(void)migDevice;
	return NVML_ERROR_NOT_FOUND;
}
