/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/enable.h"
#include "core/gpu.h"
#include "core/strings.h"
#include "entry_impl.h"
#include "provider.h"

nvmlReturn_t impl_DeviceGetPersistenceMode(struct gpu *gpu, nvmlEnableState_t *mode)
{
	bool enabled;
	nvmlReturn_t result = PROVIDER_ASK(gpu, persistence, &enabled);

	if (result == NVML_SUCCESS)
		*mode = enable_state(enabled);
	return result;
}

nvmlReturn_t impl_DeviceGetComputeMode(struct gpu *gpu, nvmlComputeMode_t *mode)
{
	uint32_t value;
	nvmlReturn_t result = PROVIDER_ASK(gpu, compute_mode, &value);

	if (result == NVML_SUCCESS)
		*mode = (nvmlComputeMode_t)value;
	return result;
}

nvmlReturn_t impl_DeviceSetPersistenceMode(struct gpu *gpu, nvmlEnableState_t mode)
{
	if (!is_enable_state(mode))
		return NVML_ERROR_INVALID_ARGUMENT;
	return PROVIDER_ASK(gpu, set_persistence, mode == NVML_FEATURE_ENABLED);
}

/* One thread alone is a mode of former days; what else there is, the driver judges. */
nvmlReturn_t impl_DeviceSetComputeMode(struct gpu *gpu, nvmlComputeMode_t mode)
{
	if (mode == NVML_COMPUTEMODE_EXCLUSIVE_THREAD)
		return NVML_ERROR_NOT_SUPPORTED;
	return PROVIDER_ASK(gpu, set_compute_mode, (uint32_t)mode);
}

/* Bits are the driver's own. */
nvmlReturn_t impl_DeviceSetRusdSettings_v1(struct gpu *gpu, nvmlRusdSettings_v1_t *settings)
{
	return PROVIDER_ASK(gpu, set_telemetry, settings->pollMask);
}

nvmlReturn_t impl_DeviceGetVirtualizationMode(struct gpu *gpu,
					      nvmlGpuVirtualizationMode_t *pVirtualMode)
{
	uint32_t mode;
	nvmlReturn_t result = PROVIDER_ASK(gpu, virtualization, &mode);

	if (result == NVML_SUCCESS && mode > NVML_GPU_VIRTUALIZATION_MODE_HOST_VSGA)
		result = NVML_ERROR_UNKNOWN;
	if (result == NVML_SUCCESS)
		*pVirtualMode = (nvmlGpuVirtualizationMode_t)mode;
	return result;
}

nvmlReturn_t impl_DeviceGetHostVgpuMode(struct gpu *gpu, nvmlHostVgpuMode_t *pHostVgpuMode)
{
	uint32_t mode;
	bool sriov;
	nvmlReturn_t result = PROVIDER_ASK(gpu, virtualization, &mode);

	if (result == NVML_SUCCESS && mode != NVML_GPU_VIRTUALIZATION_MODE_HOST_VGPU)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, sriov, &sriov);
	if (result == NVML_SUCCESS)
		*pHostVgpuMode = sriov ? NVML_HOST_VGPU_MODE_SRIOV : NVML_HOST_VGPU_MODE_NON_SRIOV;
	return result;
}

nvmlReturn_t impl_DeviceVgpuForceGspUnload(struct gpu *gpu)
{
	return gpu->ops->unload_firmware ? gpu->ops->unload_firmware(gpu)
					 : NVML_ERROR_NOT_SUPPORTED;
}

nvmlReturn_t impl_DeviceGetGspFirmwareMode(struct gpu *gpu, unsigned int *isEnabled,
					   unsigned int *defaultMode)
{
	struct gsp_state gsp;
	nvmlReturn_t result = PROVIDER_ASK(gpu, gsp, &gsp);

	if (result == NVML_SUCCESS && !gsp.running)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS) {
		*isEnabled = gsp.running;
		*defaultMode = gsp.by_default;
	}
	return result;
}

/*
 * A board without display hardware shows nothing. What a board with it shows is known
 * to a class that this library does not ask yet.
 */
nvmlReturn_t impl_DeviceGetDisplayActive(struct gpu *gpu, nvmlEnableState_t *isActive)
{
	bool exists;
	nvmlReturn_t result = PROVIDER_ASK(gpu, display, &exists);

	if (result == NVML_SUCCESS && exists)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		*isActive = NVML_FEATURE_DISABLED;
	return result;
}

/* The caller's buffer has NVML_GSP_FIRMWARE_VERSION_BUF_SIZE bytes by contract. */
nvmlReturn_t impl_DeviceGetGspFirmwareVersion(struct gpu *gpu, char *version)
{
	struct gsp_state gsp;
	nvmlReturn_t result = PROVIDER_ASK(gpu, gsp, &gsp);

	if (result != NVML_SUCCESS)
		return result;
	if (!gsp.running)
		return NVML_ERROR_NOT_SUPPORTED;
	return text_give(gsp.version, version, NVML_GSP_FIRMWARE_VERSION_BUF_SIZE);
}

/* Raw bytes there and back; the driver knows what they mean. */
nvmlReturn_t impl_DeviceReadWritePRM_v1(struct gpu *gpu, nvmlPRMTLV_v1_t *buffer)
{
	uint8_t data[PRM_DATA_MAX];

	_Static_assert(PRM_DATA_MAX == NVML_PRM_DATA_MAX_SIZE, "one size");
	if (buffer->dataSize == 0 || buffer->dataSize > sizeof(data))
		return NVML_ERROR_INVALID_ARGUMENT;
	memcpy(data, buffer->inData, buffer->dataSize);
	nvmlReturn_t result = PROVIDER_ASK(gpu, prm_access, data, buffer->dataSize);
	if (result != NVML_SUCCESS)
		return result;
	memcpy(buffer->outData, data, buffer->dataSize);
	buffer->status = 0;
	return NVML_SUCCESS;
}
