/* SPDX-License-Identifier: MIT */
/* What the client's root knows without any GPU. */
#include <stdio.h>
#include <string.h>

#include "core/lib.h"
#include "core/strings.h"
#include "rm/rm.h"
#include "rm_constants.h"

#define NO_GPU 0xffffffffu

/* Releases before 560 do not name their branch; it follows from the version. */
nvmlReturn_t provider_driver_branch(struct text *ret_branch)
{
	struct rm_system_get_build_version_v2 params;

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_control(NULL, RM_SYSTEM_GET_BUILD_VERSION_V2, &params);
	if (result != NVML_SUCCESS)
		return result;
	if (params.driver_branch[0] != '\0')
		text_take(ret_branch->chars, sizeof(ret_branch->chars), params.driver_branch,
			  sizeof(params.driver_branch));
	else
		snprintf(ret_branch->chars, sizeof(ret_branch->chars), "r%u_00",
			 (unsigned)lib.rm.version.major);
	return NVML_SUCCESS;
}

nvmlReturn_t provider_excluded_ids(uint32_t *ret_ids, uint32_t *ret_count)
{
	struct rm_gpu_get_probed_ids params;
	uint32_t count = 0;

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_control(NULL, RM_GPU_GET_PROBED_IDS, &params);
	if (result != NVML_SUCCESS)
		return result;
	for (size_t i = 0; i < EXCLUDED_MAX; i++) {
		if (params.excluded_gpu_ids[i] != NO_GPU)
			ret_ids[count++] = params.excluded_gpu_ids[i];
	}
	*ret_count = count;
	return NVML_SUCCESS;
}

nvmlReturn_t provider_excluded_gpu(uint32_t id, struct excluded_gpu *ret_gpu)
{
	struct rm_gpu_get_pci_info pci = {.gpu_id = id};
	struct rm_gpu_get_uuid_from_gpu_id uuid;

	memset(&uuid, 0, sizeof(uuid));
	uuid.gpu_id = id;
	uuid.flags = NV0000_CTRL_CMD_GPU_GET_UUID_FROM_GPU_ID_FLAGS_FORMAT_ASCII;
	nvmlReturn_t result = rm_control(NULL, RM_GPU_GET_PCI_INFO, &pci);
	if (result == NVML_SUCCESS)
		result = rm_control(NULL, RM_GPU_GET_UUID_FROM_GPU_ID, &uuid);
	if (result != NVML_SUCCESS)
		return result;
	ret_gpu->domain = pci.domain;
	ret_gpu->bus = pci.bus;
	ret_gpu->slot = pci.slot;
	text_take(ret_gpu->uuid.chars, sizeof(ret_gpu->uuid.chars), (const char *)uuid.gpu_uuid,
		  sizeof(uuid.gpu_uuid));
	return NVML_SUCCESS;
}

nvmlReturn_t provider_nvlink_bw_mode(uint32_t *ret_mode)
{
	struct rm_gpu_get_nvlink_bw_mode params = {0};
	nvmlReturn_t result = rm_control(NULL, RM_GPU_GET_NVLINK_BW_MODE, &params);

	if (result == NVML_SUCCESS)
		*ret_mode = params.mode;
	return result;
}

nvmlReturn_t provider_set_nvlink_bw_mode(uint32_t mode)
{
	struct rm_gpu_set_nvlink_bw_mode params = {.mode = (uint8_t)mode};

	return rm_control(NULL, RM_GPU_SET_NVLINK_BW_MODE, &params);
}
