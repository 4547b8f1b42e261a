/* SPDX-License-Identifier: MIT */
/* Which hosts and guests fit together. */
#include "api/vgpu.h"
#include "core/gpu.h"
#include "core/lib.h"
#include "entry_impl.h"

#define IDENTITY_SIZE 256 /* NVA081_PGPU_METADATA_STRING_SIZE */

nvmlReturn_t impl_DeviceGetPgpuMetadataString(struct gpu *gpu, char *pgpuMetadata,
					      unsigned int *bufferSize)
{
	char text[IDENTITY_SIZE + 1];
	nvmlReturn_t result = PROVIDER_ASK(gpu, vgpu_host_identity, text, sizeof(text));

	if (result == NVML_SUCCESS && pgpuMetadata == NULL && *bufferSize != 0)
		result = NVML_ERROR_INVALID_ARGUMENT;
	return result == NVML_SUCCESS ? vgpu_give_text(text, bufferSize, pgpuMetadata) : result;
}

nvmlReturn_t impl_GetVgpuVersion(nvmlVgpuVersion_t *supported, nvmlVgpuVersion_t *current)
{
	struct vgpu_versions versions;
	nvmlReturn_t result = provider_vgpu_versions(&versions);

	if (result != NVML_SUCCESS)
		return result;
	if (supported != NULL)
		*supported = (nvmlVgpuVersion_t){.minVersion = versions.supported_min,
						 .maxVersion = versions.supported_max};
	if (current != NULL)
		*current = (nvmlVgpuVersion_t){.minVersion = versions.current_min,
					       .maxVersion = versions.current_max};
	return NVML_SUCCESS;
}

/* The driver does not look whether a guest relies on the range. */
static bool any_vgpu_runs(void)
{
	for (unsigned i = 0; i < lib.gpu_count; i++) {
		struct gpu *gpu = lib_gpu_at(i);
		struct vgpu_list vgpus;
		if (PROVIDER_ASK(gpu, vgpus, &vgpus) == NVML_SUCCESS && vgpus.count != 0)
			return true;
	}
	return false;
}

nvmlReturn_t impl_SetVgpuVersion(nvmlVgpuVersion_t *vgpuVersion)
{
	if (any_vgpu_runs())
		return NVML_ERROR_IN_USE;
	return provider_set_vgpu_versions(vgpuVersion->minVersion, vgpuVersion->maxVersion);
}
