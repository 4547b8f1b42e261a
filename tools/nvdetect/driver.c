/* SPDX-License-Identifier: MIT */
/* The driver itself, through the library's public functions. */

#include "nvdetect.h"
#include "nvml.h"

#include <string.h>

static bool is_incomplete(const struct found_gpu *gpu)
{
	return gpu->name.source == SOURCE_NONE || gpu->uuid.source == SOURCE_NONE ||
	       gpu->compute_capability.source == SOURCE_NONE;
}

bool driver_is_needed(const struct found *found)
{
	if (found->driver.source == SOURCE_NONE || found->gpu_count == 0)
		return true;
	for (size_t i = 0; i < found->gpu_count; i++) {
		if (is_incomplete(&found->gpus[i]) && found->gpus[i].usable != USABLE_NO)
			return true;
	}
	return false;
}

static void ask_ids(struct found_gpu *gpu, const nvmlPciInfo_t *pci)
{
	if (gpu->ids_source != SOURCE_NONE)
		return;
	gpu->ids_source = SOURCE_DRIVER;
	gpu->vendor = (uint16_t)pci->pciDeviceId;
	gpu->device = (uint16_t)(pci->pciDeviceId >> 16);
	gpu->subvendor = (uint16_t)pci->pciSubSystemId;
	gpu->subdevice = (uint16_t)(pci->pciSubSystemId >> 16);
}

static void ask_identity(struct found_gpu *gpu, nvmlDevice_t device)
{
	char text[NVDETECT_TEXT];
	int major;
	int minor;

	if (gpu->name.source == SOURCE_NONE &&
	    nvmlDeviceGetName(device, text, sizeof(text)) == NVML_SUCCESS)
		fact_set(&gpu->name, SOURCE_DRIVER, "%s", text);
	if (gpu->uuid.source == SOURCE_NONE &&
	    nvmlDeviceGetUUID(device, text, sizeof(text)) == NVML_SUCCESS)
		fact_set(&gpu->uuid, SOURCE_DRIVER, "%s", text);
	if (gpu->compute_capability.source == SOURCE_NONE &&
	    nvmlDeviceGetCudaComputeCapability(device, &major, &minor) == NVML_SUCCESS)
		fact_set(&gpu->compute_capability, SOURCE_DRIVER, "%d.%d", major, minor);
}

static void ask_device(struct found *found, unsigned int index)
{
	struct found_gpu *gpu;
	nvmlDevice_t device;
	nvmlPciInfo_t pci;

	if (nvmlDeviceGetHandleByIndex_v2(index, &device) != NVML_SUCCESS)
		return;
	memset(&pci, 0, sizeof(pci));
	if (nvmlDeviceGetPciInfo_v3(device, &pci) != NVML_SUCCESS)
		return;
	gpu = found_gpu_at(found, pci.busId);
	if (!gpu)
		return;
	gpu->usable = USABLE_YES;
	ask_ids(gpu, &pci);
	if (is_incomplete(gpu))
		ask_identity(gpu, device);
}

void driver_find(struct found *found)
{
	char version[NVDETECT_TEXT];
	unsigned int count;

	if (nvmlInit_v2() != NVML_SUCCESS)
		return;
	if (nvmlSystemGetDriverVersion(version, sizeof(version)) == NVML_SUCCESS)
		fact_set(&found->driver, SOURCE_DRIVER, "%s", version);
	if (nvmlDeviceGetCount_v2(&count) != NVML_SUCCESS)
		count = 0;
	for (unsigned int i = 0; i < count; i++)
		ask_device(found, i);
	nvmlShutdown();
}
