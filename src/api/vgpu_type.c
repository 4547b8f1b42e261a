/* SPDX-License-Identifier: MIT */
/* Which vGPUs a GPU can host, and what a type of vGPU has. */
#include <string.h>

#include "api/mig.h"
#include "api/vgpu.h"
#include "core/gpu.h"
#include "core/mig.h"
#include "core/lib.h"
#include "core/strings.h"
#include "entry_impl.h"

/* What went wrong counts before what was not found: the type may be the other GPU's. */
nvmlReturn_t vgpu_find_type(nvmlVgpuTypeId_t id, struct vgpu_type *ret_type)
{
	nvmlReturn_t failure = NVML_ERROR_INVALID_ARGUMENT;

	for (unsigned i = 0; i < lib.gpu_count; i++) {
		struct gpu *gpu = lib_gpu_at(i);
		nvmlReturn_t result = PROVIDER_ASK(gpu, vgpu_type, id, ret_type);
		if (result == NVML_SUCCESS)
			return result;
		if (result != NVML_ERROR_NOT_SUPPORTED && result != NVML_ERROR_NOT_FOUND)
			failure = result;
	}
	return failure;
}

nvmlReturn_t vgpu_type_of(struct gpu *gpu, nvmlVgpuTypeId_t id, struct vgpu_type *ret_type)
{
	nvmlReturn_t result = PROVIDER_ASK(gpu, vgpu_type, id, ret_type);

	return result == NVML_ERROR_NOT_FOUND ? NVML_ERROR_INVALID_ARGUMENT : result;
}

nvmlReturn_t vgpu_give_list(const uint32_t *found, uint32_t needed, unsigned int *count,
			    unsigned int *list)
{
	unsigned int room = *count;

	*count = needed;
	if (room < needed)
		return NVML_ERROR_INSUFFICIENT_SIZE;
	if (needed > 0 && list == NULL)
		return NVML_ERROR_INVALID_ARGUMENT;
	if (needed > 0)
		memcpy(list, found, needed * sizeof(*list));
	return NVML_SUCCESS;
}

nvmlReturn_t vgpu_give_text(const char *text, unsigned int *size, char *buf)
{
	nvmlReturn_t result = text_give(text, buf, *size);

	if (result == NVML_ERROR_INSUFFICIENT_SIZE)
		*size = (unsigned int)strlen(text) + 1;
	return result;
}

nvmlReturn_t impl_DeviceGetSupportedVgpus(struct gpu *gpu, unsigned int *vgpuCount,
					  nvmlVgpuTypeId_t *vgpuTypeIds)
{
	struct vgpu_list types;
	nvmlReturn_t result = PROVIDER_ASK(gpu, vgpu_types, &types);

	if (result != NVML_SUCCESS)
		return result;
	return vgpuCount ? vgpu_give_list(types.ids, types.count, vgpuCount, vgpuTypeIds)
			 : NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_DeviceGetCreatableVgpus(struct gpu *gpu, unsigned int *vgpuCount,
					  nvmlVgpuTypeId_t *vgpuTypeIds)
{
	struct vgpu_list types;
	nvmlReturn_t result = PROVIDER_ASK(gpu, vgpu_creatable, MIG_NO_ID, &types);

	if (result != NVML_SUCCESS)
		return result;
	return vgpuCount ? vgpu_give_list(types.ids, types.count, vgpuCount, vgpuTypeIds)
			 : NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_VgpuTypeGetClass(nvmlVgpuTypeId_t vgpuTypeId, char *vgpuTypeClass,
				   unsigned int *size)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	return result == NVML_SUCCESS ? vgpu_give_text(type.class_name, size, vgpuTypeClass)
				      : result;
}

nvmlReturn_t impl_VgpuTypeGetName(nvmlVgpuTypeId_t vgpuTypeId, char *vgpuTypeName,
				  unsigned int *size)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	return result == NVML_SUCCESS ? vgpu_give_text(type.name, size, vgpuTypeName) : result;
}

/* The buffer's length is looked at first, the type 0 before that. */
nvmlReturn_t impl_VgpuTypeGetLicense(nvmlVgpuTypeId_t vgpuTypeId, char *vgpuTypeLicenseString,
				     unsigned int size)
{
	struct vgpu_type type;

	if (vgpuTypeId == 0)
		return NVML_ERROR_INVALID_ARGUMENT;
	if (size < NVML_GRID_LICENSE_BUFFER_SIZE)
		return NVML_ERROR_INSUFFICIENT_SIZE;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);
	return result == NVML_SUCCESS ? text_give(type.license, vgpuTypeLicenseString, size)
				      : result;
}

nvmlReturn_t impl_VgpuTypeGetDeviceID(nvmlVgpuTypeId_t vgpuTypeId, unsigned long long *deviceID,
				      unsigned long long *subsystemID)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	if (result == NVML_SUCCESS) {
		*deviceID = type.device_id;
		*subsystemID = type.subsystem_id;
	}
	return result;
}

nvmlReturn_t impl_VgpuTypeGetFramebufferSize(nvmlVgpuTypeId_t vgpuTypeId,
					     unsigned long long *fbSize)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	if (result == NVML_SUCCESS)
		*fbSize = type.memory;
	return result;
}

nvmlReturn_t impl_VgpuTypeGetFbReservation(nvmlVgpuTypeId_t vgpuTypeId,
					   unsigned long long *fbReservation)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	if (result == NVML_SUCCESS)
		*fbReservation = type.reserved_memory;
	return result;
}

nvmlReturn_t impl_VgpuTypeGetGspHeapSize(nvmlVgpuTypeId_t vgpuTypeId,
					 unsigned long long *gspHeapSize)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	if (result == NVML_SUCCESS)
		*gspHeapSize = type.firmware_heap;
	return result;
}

nvmlReturn_t impl_VgpuTypeGetBAR1Info(nvmlVgpuTypeId_t vgpuTypeId, nvmlVgpuTypeBar1Info_t *bar1Info)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	if (result == NVML_SUCCESS)
		bar1Info->bar1Size = type.bar1;
	return result;
}

nvmlReturn_t impl_VgpuTypeGetNumDisplayHeads(nvmlVgpuTypeId_t vgpuTypeId,
					     unsigned int *numDisplayHeads)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	if (result == NVML_SUCCESS)
		*numDisplayHeads = type.heads;
	return result;
}

/* All displays of a type are alike. */
nvmlReturn_t impl_VgpuTypeGetResolution(nvmlVgpuTypeId_t vgpuTypeId, unsigned int displayIndex,
					unsigned int *xdim, unsigned int *ydim)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	if (result == NVML_SUCCESS && displayIndex >= type.heads)
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result == NVML_SUCCESS) {
		*xdim = type.width;
		*ydim = type.height;
	}
	return result;
}

nvmlReturn_t impl_VgpuTypeGetFrameRateLimit(nvmlVgpuTypeId_t vgpuTypeId,
					    unsigned int *frameRateLimit)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	if (result == NVML_SUCCESS && type.frames_per_s == 0)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		*frameRateLimit = type.frames_per_s;
	return result;
}

nvmlReturn_t impl_VgpuTypeGetMaxInstances(struct gpu *gpu, nvmlVgpuTypeId_t vgpuTypeId,
					  unsigned int *vgpuInstanceCount)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_type_of(gpu, vgpuTypeId, &type);

	if (result == NVML_SUCCESS && vgpuInstanceCount == NULL)
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result == NVML_SUCCESS)
		*vgpuInstanceCount = type.max;
	return result;
}

/* The driver tells whether several are allowed; 16 is the number of its interface. */
#define PER_VM_MAX 16

nvmlReturn_t impl_VgpuTypeGetMaxInstancesPerVm(nvmlVgpuTypeId_t vgpuTypeId,
					       unsigned int *vgpuInstanceCountPerVm)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	if (result == NVML_SUCCESS)
		*vgpuInstanceCountPerVm = type.several_per_vm ? PER_VM_MAX : 1;
	return result;
}

nvmlReturn_t impl_VgpuTypeGetMaxInstancesPerGpuInstance(nvmlVgpuTypeMaxInstance_t *pMaxInstance)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(pMaxInstance->vgpuTypeId, &type);

	if (result == NVML_SUCCESS && type.max_per_instance == 0)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		pMaxInstance->maxInstancePerGI = type.max_per_instance;
	return result;
}

nvmlReturn_t impl_VgpuTypeGetGpuInstanceProfileId(nvmlVgpuTypeId_t vgpuTypeId,
						  unsigned int *gpuInstanceProfileId)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	if (result != NVML_SUCCESS)
		return result;
	unsigned id = type.in_instances ? mig_profile_id(&type.instance_profile)
					: INVALID_GPU_INSTANCE_PROFILE_ID;
	if (type.in_instances && id == INVALID_GPU_INSTANCE_PROFILE_ID)
		return NVML_ERROR_NOT_SUPPORTED; /* a profile whose id nobody has recorded */
	*gpuInstanceProfileId = id;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_VgpuTypeGetCapabilities(nvmlVgpuTypeId_t vgpuTypeId,
					  nvmlVgpuCapability_t capability, unsigned int *capResult)
{
	struct vgpu_type type;
	nvmlReturn_t result = vgpu_find_type(vgpuTypeId, &type);

	if (result == NVML_SUCCESS && (unsigned)capability >= NVML_VGPU_CAP_COUNT)
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result != NVML_SUCCESS)
		return result;
	const bool answers[NVML_VGPU_CAP_COUNT] = {
	    [NVML_VGPU_CAP_NVLINK_P2P] = type.nvlink,
	    [NVML_VGPU_CAP_GPUDIRECT] = type.gpudirect,
	    [NVML_VGPU_CAP_MULTI_VGPU_EXCLUSIVE] = type.exclusive_in_vm,
	    [NVML_VGPU_CAP_EXCLUSIVE_TYPE] = type.exclusive_type,
	    [NVML_VGPU_CAP_EXCLUSIVE_SIZE] = type.exclusive_size,
	};
	*capResult = answers[capability];
	return NVML_SUCCESS;
}
