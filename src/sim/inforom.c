/* SPDX-License-Identifier: MIT */
/* InfoROM: verification, and the black box that some boards keep in it. */
#include "sim/controls.h"

#define VERIFIED 2u /* NV208F_CTRL_GPU_INFOROM_VERIFICATION_RESULT_VALID */
#define CORRUPT 3u  /* NV208F_CTRL_GPU_INFOROM_VERIFICATION_RESULT_INVALID */

uint32_t sim_verify_inforom(struct sim_call *call, void *neutral)
{
	struct rm_gpu_verify_inforom *params = neutral;
	bool corrupt = call->gpu->entry->inforom_corrupt;

	if (!call->gpu->model->inforom_image)
		return SIM_NOT_SUPPORTED;
	params->result = corrupt ? CORRUPT : VERIFIED;
	params->checksum = corrupt ? 0 : call->gpu->model->inforom_checksum;
	return SIM_OK;
}

uint32_t sim_get_black_box_flush(struct sim_call *call, void *neutral)
{
	struct rm_bbx_get_last_flush_time *params = neutral;
	const struct machine_gpu *entry = call->gpu->entry;

	if (entry->black_box_run_s == 0)
		return SIM_NOT_SUPPORTED;
	if (entry->black_box_flush == 0)
		return SIM_NOT_READY;
	params->timestamp = entry->black_box_flush;
	params->duration_us = entry->black_box_flush_us;
	return SIM_OK;
}

uint32_t sim_get_black_box_times(struct sim_call *call, void *neutral)
{
	struct rm_bbx_get_time_data *params = neutral;

	if (call->gpu->entry->black_box_run_s == 0)
		return SIM_NOT_SUPPORTED;
	params->time_run = call->gpu->entry->black_box_run_s;
	return SIM_OK;
}
