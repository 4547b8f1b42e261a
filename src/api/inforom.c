/* SPDX-License-Identifier: MIT */
/* What verifies the InfoROM, and what its black box recorded. */
#include "core/gpu.h"
#include "entry_impl.h"
#include "provider.h"

nvmlReturn_t impl_DeviceGetInforomConfigurationChecksum(struct gpu *gpu, unsigned int *checksum)
{
	return PROVIDER_ASK(gpu, inforom_checksum, checksum);
}

nvmlReturn_t impl_DeviceValidateInforom(struct gpu *gpu)
{
	uint32_t checksum;

	return PROVIDER_ASK(gpu, inforom_checksum, &checksum);
}

/* A board without a black box says so before it looks at the pointers: as NVIDIA's library. */
nvmlReturn_t impl_DeviceGetLastBBXFlushTime(struct gpu *gpu, unsigned long long *timestamp,
					    unsigned long *durationUs)
{
	struct black_box_flush flush;
	nvmlReturn_t result = PROVIDER_ASK(gpu, black_box_flush, &flush);

	if (result == NVML_SUCCESS && (timestamp == NULL || durationUs == NULL))
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result == NVML_SUCCESS) {
		*timestamp = flush.timestamp;
		*durationUs = flush.duration_us;
	}
	return result;
}

nvmlReturn_t impl_DeviceGetBBXTimeData_v1(struct gpu *gpu, nvmlBBXTimeData_v1_t *timeData)
{
	return PROVIDER_ASK(gpu, black_box_run_s, &timeData->timeRun);
}
