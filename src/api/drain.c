/* SPDX-License-Identifier: MIT */
/* Taking a GPU out of service, off the bus, and finding it again. */
#include "api/device.h"
#include "api/enable.h"
#include "core/lib.h"
#include "entry_impl.h"
#include "provider.h"
#include "sys/sys.h"

/* Of a GPU that the driver lists; its objects are not needed, so it is not woken. */
static const struct gpu *gpu_of(const nvmlPciInfo_t *pci)
{
	return device_at_address(lib.gpu_count, pci->domain, pci->bus, pci->device);
}

nvmlReturn_t impl_DeviceQueryDrainState(nvmlPciInfo_t *pciInfo, nvmlEnableState_t *currentState)
{
	const struct gpu *gpu = gpu_of(pciInfo);
	bool draining;

	if (gpu == NULL)
		return NVML_ERROR_NOT_FOUND;
	nvmlReturn_t result = provider_drain_state(gpu->id, &draining);
	if (result == NVML_SUCCESS)
		*currentState = enable_state(draining);
	return result;
}

nvmlReturn_t impl_DeviceModifyDrainState(nvmlPciInfo_t *pciInfo, nvmlEnableState_t newState)
{
	const struct gpu *gpu = gpu_of(pciInfo);

	if (gpu == NULL)
		return NVML_ERROR_NOT_FOUND;
	if (!is_enable_state(newState))
		return NVML_ERROR_INVALID_ARGUMENT;
	return provider_set_draining(gpu->id, newState == NVML_FEATURE_ENABLED);
}

/* What it means to remove a GPU and yet keep it is not published. */
nvmlReturn_t impl_DeviceRemoveGpu_v2(nvmlPciInfo_t *pciInfo, nvmlDetachGpuState_t gpuState,
				     nvmlPcieLinkState_t linkState)
{
	const struct gpu *gpu = gpu_of(pciInfo);

	if (gpu == NULL)
		return NVML_ERROR_NOT_FOUND;
	if ((unsigned)gpuState > NVML_DETACH_GPU_REMOVE ||
	    (unsigned)linkState > NVML_PCIE_LINK_SHUT_DOWN)
		return NVML_ERROR_INVALID_ARGUMENT;
	if (gpuState == NVML_DETACH_GPU_KEEP)
		return NVML_ERROR_NOT_SUPPORTED;
	return provider_remove_gpu(gpu->id, linkState == NVML_PCIE_LINK_SHUT_DOWN);
}

nvmlReturn_t impl_DeviceRemoveGpu(nvmlPciInfo_t *pciInfo)
{
	return impl_DeviceRemoveGpu_v2(pciInfo, NVML_DETACH_GPU_REMOVE, NVML_PCIE_LINK_KEEP);
}

/* An address of zeros is the whole bus. */
nvmlReturn_t impl_DeviceDiscoverGpus(nvmlPciInfo_t *pciInfo)
{
	if (pciInfo->domain == 0 && pciInfo->bus == 0 && pciInfo->device == 0)
		return sys_rescan_all();
	return sys_rescan_bus(pciInfo->domain, pciInfo->bus);
}
