/* SPDX-License-Identifier: MIT */
/* What a board can do, how it is put together, and the host's name that it keeps. */
#include <string.h>

#include "core/gpu.h"
#include "core/strings.h"
#include "entry_impl.h"
#include "provider.h"

nvmlReturn_t impl_DeviceGetAddressingMode(struct gpu *gpu, nvmlDeviceAddressingMode_t *mode)
{
	bool by_hardware, by_kernel = false;
	nvmlReturn_t result = PROVIDER_ASK(gpu, ats, &by_hardware);

	if (result == NVML_SUCCESS && !by_hardware)
		result = PROVIDER_ASK(gpu, pageable_access, &by_kernel);
	if (result == NVML_SUCCESS)
		mode->value = by_hardware ? NVML_DEVICE_ADDRESSING_MODE_ATS
			      : by_kernel ? NVML_DEVICE_ADDRESSING_MODE_HMM
					  : NVML_DEVICE_ADDRESSING_MODE_NONE;
	return result;
}

nvmlReturn_t impl_DeviceGetCapabilities(struct gpu *gpu, nvmlDeviceCapabilities_t *caps)
{
	bool egm;
	nvmlReturn_t result = PROVIDER_ASK(gpu, egm, &egm);

	if (result == NVML_SUCCESS)
		caps->capMask = egm ? NVML_DEV_CAP_EGM : 0;
	return result;
}

/* Only a board with several GPUs has a bridge, and only two kinds of bridge have a name here. */
nvmlReturn_t impl_DeviceGetBridgeChipInfo(struct gpu *gpu,
					  nvmlBridgeChipHierarchy_t *bridgeHierarchy)
{
	struct bridges bridges;
	uint32_t several;
	nvmlReturn_t result = PROVIDER_ASK(gpu, multi_gpu_board, &several);

	if (result == NVML_SUCCESS && several == 0)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, bridges, &bridges);
	if (result == NVML_SUCCESS && bridges.count == 0)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result != NVML_SUCCESS)
		return result;
	memset(bridgeHierarchy, 0, sizeof(*bridgeHierarchy));
	bridgeHierarchy->bridgeCount = (unsigned char)bridges.count;
	for (uint32_t i = 0; i < bridges.count; i++)
		bridgeHierarchy->bridgeChipInfo[i] = (nvmlBridgeChipInfo_t){
		    .type = bridges.list[i].plx ? NVML_BRIDGE_CHIP_PLX : NVML_BRIDGE_CHIP_BRO4,
		    .fwVersion = bridges.list[i].firmware};
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetHostname_v1(struct gpu *gpu, nvmlHostname_v1_t *hostname)
{
	struct text name;
	nvmlReturn_t result = PROVIDER_ASK(gpu, hostname, &name);

	if (result == NVML_SUCCESS) {
		memset(hostname->value, 0, sizeof(hostname->value));
		text_take(hostname->value, sizeof(hostname->value), name.chars, sizeof(name.chars));
	}
	return result;
}

nvmlReturn_t impl_DeviceSetHostname_v1(struct gpu *gpu, nvmlHostname_v1_t *hostname)
{
	struct text name = {""};

	if (memchr(hostname->value, '\0', sizeof(hostname->value)) == NULL)
		return NVML_ERROR_INVALID_ARGUMENT;
	text_take(name.chars, sizeof(name.chars), hostname->value, sizeof(hostname->value));
	return PROVIDER_ASK(gpu, set_hostname, &name);
}
