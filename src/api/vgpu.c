/* SPDX-License-Identifier: MIT */
/* vGPUs that run, and the machines that they belong to. */
#include <stdio.h>
#include <string.h>

#include "api/enable.h"
#include "api/vgpu.h"
#include "core/gpu.h"
#include "core/lib.h"
#include "core/strings.h"
#include "entry_impl.h"

#define UUID_TEXT_SIZE 37
#define ENCODER_PERCENT_MAX 100

nvmlReturn_t vgpu_find(nvmlVgpuInstance_t id, struct gpu **ret_gpu, struct vgpu *ret_vgpu)
{
	nvmlReturn_t failure = NVML_ERROR_NOT_FOUND;

	for (unsigned i = 0; i < lib.gpu_count; i++) {
		struct gpu *gpu = lib_gpu_at(i);
		nvmlReturn_t result = PROVIDER_ASK(gpu, vgpu, id, ret_vgpu);
		if (result == NVML_SUCCESS) {
			*ret_gpu = gpu;
			return result;
		}
		if (result != NVML_ERROR_NOT_SUPPORTED && result != NVML_ERROR_NOT_FOUND)
			failure = result;
	}
	return failure;
}

nvmlReturn_t impl_DeviceGetActiveVgpus(struct gpu *gpu, unsigned int *vgpuCount,
				       nvmlVgpuInstance_t *vgpuInstances)
{
	struct vgpu_list vgpus;
	nvmlReturn_t result = PROVIDER_ASK(gpu, vgpus, &vgpus);

	if (result != NVML_SUCCESS)
		return result;
	return vgpuCount ? vgpu_give_list(vgpus.ids, vgpus.count, vgpuCount, vgpuInstances)
			 : NVML_ERROR_INVALID_ARGUMENT;
}

/* Lower case, without the GPU- of a GPU's. */
static void uuid_text(const uint8_t *uuid, char text[UUID_TEXT_SIZE])
{
	char *at = text;

	for (unsigned i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*at++ = '-';
		*at++ = "0123456789abcdef"[uuid[i] >> 4];
		*at++ = "0123456789abcdef"[uuid[i] & 0xf];
	}
	*at = '\0';
}

static nvmlReturn_t give_uuid(const uint8_t *uuid, char *buf, unsigned int size)
{
	char text[UUID_TEXT_SIZE];

	uuid_text(uuid, text);
	return text_give(text, buf, size);
}

/* The buffer's length is looked at before the vGPU. */
nvmlReturn_t impl_VgpuInstanceGetVmID(nvmlVgpuInstance_t vgpuInstance, char *vmId,
				      unsigned int size, nvmlVgpuVmIdType_t *vmIdType)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	char number[24];

	if (size < NVML_DEVICE_UUID_BUFFER_SIZE)
		return NVML_ERROR_INSUFFICIENT_SIZE;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);
	if (result != NVML_SUCCESS)
		return result;
	*vmIdType = vgpu.vm_has_uuid ? NVML_VGPU_VM_ID_UUID : NVML_VGPU_VM_ID_DOMAIN_ID;
	if (vgpu.vm_has_uuid)
		return give_uuid(vgpu.vm_uuid, vmId, size);
	snprintf(number, sizeof(number), "%llu", (unsigned long long)vgpu.vm_number);
	return text_give(number, vmId, size);
}

nvmlReturn_t impl_VgpuInstanceGetUUID(nvmlVgpuInstance_t vgpuInstance, char *uuid,
				      unsigned int size)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	return result == NVML_SUCCESS ? give_uuid(vgpu.uuid, uuid, size) : result;
}

nvmlReturn_t impl_VgpuInstanceGetMdevUUID(nvmlVgpuInstance_t vgpuInstance, char *mdevUuid,
					  unsigned int size)
{
	static const uint8_t none[16];
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS && memcmp(vgpu.device_uuid, none, sizeof(none)) == 0)
		result = NVML_ERROR_NOT_SUPPORTED;
	return result == NVML_SUCCESS ? give_uuid(vgpu.device_uuid, mdevUuid, size) : result;
}

nvmlReturn_t impl_VgpuInstanceGetVmDriverVersion(nvmlVgpuInstance_t vgpuInstance, char *version,
						 unsigned int length)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result != NVML_SUCCESS)
		return result;
	bool known = vgpu.driver_loaded && vgpu.driver[0] != '\0';
	return text_give(known ? vgpu.driver : "Not Available", version, length);
}

nvmlReturn_t impl_VgpuInstanceGetFbUsage(nvmlVgpuInstance_t vgpuInstance,
					 unsigned long long *fbUsage)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	uint64_t bytes;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, vgpu_memory, &vgpu, &bytes);
	if (result == NVML_SUCCESS)
		*fbUsage = bytes;
	return result;
}

nvmlReturn_t impl_VgpuInstanceGetType(nvmlVgpuInstance_t vgpuInstance, nvmlVgpuTypeId_t *vgpuTypeId)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS)
		*vgpuTypeId = vgpu.type;
	return result;
}

nvmlReturn_t impl_VgpuInstanceGetFrameRateLimit(nvmlVgpuInstance_t vgpuInstance,
						unsigned int *frameRateLimit)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS && vgpu.frames_per_s == 0)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		*frameRateLimit = vgpu.frames_per_s;
	return result;
}

nvmlReturn_t impl_VgpuInstanceGetEccMode(nvmlVgpuInstance_t vgpuInstance,
					 nvmlEnableState_t *eccMode)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result != NVML_SUCCESS)
		return result;
	if (vgpu.ecc == VGPU_ECC_UNKNOWN)
		return NVML_ERROR_UNKNOWN;
	if (vgpu.ecc == VGPU_ECC_NONE)
		return NVML_ERROR_NOT_SUPPORTED;
	*eccMode = enable_state(vgpu.ecc == VGPU_ECC_ON);
	return NVML_SUCCESS;
}

nvmlReturn_t impl_VgpuInstanceGetEncoderCapacity(nvmlVgpuInstance_t vgpuInstance,
						 unsigned int *encoderCapacity)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS)
		*encoderCapacity = vgpu.encoder_percent;
	return result;
}

nvmlReturn_t impl_VgpuInstanceSetEncoderCapacity(nvmlVgpuInstance_t vgpuInstance,
						 unsigned int encoderCapacity)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS && encoderCapacity > ENCODER_PERCENT_MAX)
		result = NVML_ERROR_INVALID_ARGUMENT;
	return result == NVML_SUCCESS ? PROVIDER_ASK(gpu, set_vgpu_encoder, &vgpu, encoderCapacity)
				      : result;
}

nvmlReturn_t impl_VgpuInstanceGetGpuInstanceId(nvmlVgpuInstance_t vgpuInstance,
					       unsigned int *gpuInstanceId)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS)
		*gpuInstanceId = vgpu.gpu_instance;
	return result;
}

nvmlReturn_t impl_VgpuInstanceGetPlacementId(nvmlVgpuInstance_t vgpuInstance,
					     nvmlVgpuPlacementId_t *pPlacement)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS && !vgpu.has_place)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		pPlacement->placementId = vgpu.place;
	return result;
}

nvmlReturn_t impl_VgpuInstanceGetLicenseStatus(nvmlVgpuInstance_t vgpuInstance,
					       unsigned int *licensed)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS)
		*licensed = vgpu.licensed;
	return result;
}

/* Days since 1970-01-01 as a date; years begin in March here, so that leap days come last. */
static void date_of(uint32_t days, nvmlVgpuLicenseExpiry_t *ret_date)
{
	uint32_t shifted = days + 719468;
	uint32_t era = shifted / 146097;
	uint32_t day_of_era = shifted % 146097;
	uint32_t year =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	uint32_t day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
	uint32_t month = (5 * day_of_year + 2) / 153;

	ret_date->day = (unsigned short)(day_of_year - (153 * month + 2) / 5 + 1);
	ret_date->month = (unsigned short)(month < 10 ? month + 3 : month - 9);
	ret_date->year = year + era * 400 + (month < 10 ? 0 : 1);
}

static void expiry_of(const struct vgpu *vgpu, nvmlVgpuLicenseExpiry_t *ret_expiry)
{
	uint32_t second = vgpu->license_expiry % 86400;

	memset(ret_expiry, 0, sizeof(*ret_expiry));
	ret_expiry->status = vgpu->license_expiry_kind;
	if (vgpu->license_expiry == 0)
		return;
	date_of(vgpu->license_expiry / 86400, ret_expiry);
	ret_expiry->hour = (unsigned short)(second / 3600);
	ret_expiry->min = (unsigned short)(second / 60 % 60);
	ret_expiry->sec = (unsigned short)(second % 60);
}

nvmlReturn_t impl_VgpuInstanceGetLicenseInfo_v2(nvmlVgpuInstance_t vgpuInstance,
						nvmlVgpuLicenseInfo_t *licenseInfo)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS && !vgpu.driver_loaded)
		result = NVML_ERROR_DRIVER_NOT_LOADED;
	if (result != NVML_SUCCESS)
		return result;
	licenseInfo->isLicensed = vgpu.licensed;
	expiry_of(&vgpu, &licenseInfo->licenseExpiry);
	licenseInfo->currentState = vgpu.license_state;
	return NVML_SUCCESS;
}

/* Programs of that time have no member for the state. */
nvmlReturn_t impl_VgpuInstanceGetLicenseInfo(nvmlVgpuInstance_t vgpuInstance,
					     nvmlVgpuLicenseInfo_t *licenseInfo)
{
	nvmlVgpuLicenseInfo_t whole;
	nvmlReturn_t result = impl_VgpuInstanceGetLicenseInfo_v2(vgpuInstance, &whole);

	if (result == NVML_SUCCESS) {
		licenseInfo->isLicensed = whole.isLicensed;
		licenseInfo->licenseExpiry = whole.licenseExpiry;
	}
	return result;
}
