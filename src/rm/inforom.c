/* SPDX-License-Identifier: MIT */
/* The InfoROM: verification and the black box. */
#include "core/gpu.h"
#include "rm/rm.h"
#include "rm_constants.h"

/* The driver reads the flash and verifies every object of it: this takes a while. */
static nvmlReturn_t rm_inforom_checksum(struct gpu *gpu, uint32_t *ret_checksum)
{
	struct rm_gpu_verify_inforom params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_VERIFY_INFOROM, &params);

	if (result != NVML_SUCCESS)
		return result;
	switch (params.result) {
	case NV208F_CTRL_GPU_INFOROM_VERIFICATION_RESULT_VALID:
		*ret_checksum = params.checksum;
		return NVML_SUCCESS;
	case NV208F_CTRL_GPU_INFOROM_VERIFICATION_RESULT_INVALID:
		return NVML_ERROR_CORRUPTED_INFOROM;
	default:
		return NVML_ERROR_UNKNOWN;
	}
}

static nvmlReturn_t rm_black_box_flush(struct gpu *gpu, struct black_box_flush *ret_flush)
{
	struct rm_bbx_get_last_flush_time params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_BBX_GET_LAST_FLUSH_TIME, &params);

	if (result == NVML_SUCCESS)
		*ret_flush = (struct black_box_flush){.timestamp = params.timestamp,
						      .duration_us = params.duration_us};
	return result;
}

static nvmlReturn_t rm_black_box_run_s(struct gpu *gpu, uint32_t *ret_seconds)
{
	struct rm_bbx_get_time_data params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_BBX_GET_TIME_DATA, &params);

	if (result == NVML_SUCCESS)
		*ret_seconds = params.time_run;
	return result;
}

void rm_inforom_fill(struct provider_ops *ops)
{
	ops->inforom_checksum = rm_inforom_checksum;
	ops->black_box_flush = rm_black_box_flush;
	ops->black_box_run_s = rm_black_box_run_s;
}
