/* SPDX-License-Identifier: MIT */
/* Sessions of the video encoder and of frame buffer capture. */
#include <string.h>

#include "core/gpu.h"
#include "rm/rm.h"
#include "rm_constants.h"

typedef struct rm_gpu_get_nvenc_sw_session_info_v2 rm_encoder_sessions;
typedef struct rm_gpu_get_nvenc_sw_session_info_v2_session_info_tbl rm_encoder_session;
typedef struct rm_gpu_get_nvfbc_sw_session_info rm_capture_sessions;
typedef struct rm_gpu_get_nvfbc_sw_session_info_session_info_tbl rm_capture_session;

static nvmlReturn_t encoder_stats(struct gpu *gpu, struct session_stats *ret_stats)
{
	struct rm_gpu_get_nvenc_sw_session_stats params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_NVENC_SW_SESSION_STATS, &params);

	if (result == NVML_SUCCESS)
		*ret_stats = (struct session_stats){.count = params.encoder_session_count,
						    .frames_per_s = params.average_encode_fps,
						    .latency_us = params.average_encode_latency};
	return result;
}

static nvmlReturn_t capture_stats(struct gpu *gpu, struct session_stats *ret_stats)
{
	struct rm_gpu_get_nvfbc_sw_session_stats params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_NVFBC_SW_SESSION_STATS, &params);

	if (result == NVML_SUCCESS)
		*ret_stats = (struct session_stats){.count = params.session_count,
						    .frames_per_s = params.average_fps,
						    .latency_us = params.average_latency};
	return result;
}

/* The table's length is the only one that the driver takes. */
#define ENCODER_TABLE NV2080_CTRL_GPU_NVENC_SESSION_INFO_MAX_COPYOUT_ENTRIES
#define CAPTURE_TABLE                                                                              \
	(sizeof(((rm_capture_sessions *)0)->session_info_tbl) / sizeof(rm_capture_session))

_Static_assert(ENCODER_TABLE <= SESSIONS_MAX && CAPTURE_TABLE <= SESSIONS_MAX, "room for sessions");

/* Before the table came with the reply the driver wrote it through a pointer. */
static nvmlReturn_t ask_encoder_sessions(struct gpu *gpu, rm_encoder_sessions *params)
{
	struct rm_gpu_get_nvenc_sw_session_info by_pointer = {
	    .session_info_tbl_entry = ENCODER_TABLE,
	    .session_info_tbl = (uintptr_t)params->session_info_tbl};

	memset(params, 0, sizeof(*params));
	params->session_info_tbl_entry = ENCODER_TABLE;
	if (rm_has_command(RM_GPU_GET_NVENC_SW_SESSION_INFO_V2))
		return rm_control(gpu, RM_GPU_GET_NVENC_SW_SESSION_INFO_V2, params);
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_NVENC_SW_SESSION_INFO, &by_pointer);
	params->session_info_tbl_entry = by_pointer.session_info_tbl_entry;
	return result;
}

/*
 * On a vGPU host the session's process is one inside the guest, and the host's process
 * stands for the guest; elsewhere there is none inside.
 */
static struct video_session encoder_session_of(const rm_encoder_session *from)
{
	bool inside = from->sub_process_id != 0;

	return (struct video_session){.id = from->session_id,
				      .pid = inside ? from->sub_process_id : from->process_id,
				      .vgpu = inside ? from->process_id : 0,
				      .codec = from->codec_type,
				      .width = from->h_resolution,
				      .height = from->v_resolution,
				      .frames_per_s = from->average_encode_fps,
				      .latency_us = from->average_encode_latency};
}

static nvmlReturn_t list_encoder(struct gpu *gpu, struct video_session *ret_list,
				 uint32_t *ret_count)
{
	rm_encoder_sessions params;
	nvmlReturn_t result = ask_encoder_sessions(gpu, &params);

	if (result != NVML_SUCCESS)
		return result;
	*ret_count = params.session_info_tbl_entry < ENCODER_TABLE ? params.session_info_tbl_entry
								   : ENCODER_TABLE;
	for (uint32_t i = 0; i < *ret_count; i++)
		ret_list[i] = encoder_session_of(&params.session_info_tbl[i]);
	return NVML_SUCCESS;
}

static struct video_session capture_session_of(const rm_capture_session *from)
{
	return (struct video_session){.id = from->session_id,
				      .pid = from->process_id,
				      .vgpu = from->vgpu_instance_id,
				      .display = from->display_ordinal,
				      .type = from->session_type,
				      .flags = from->session_flags,
				      .max_width = from->h_max_resolution,
				      .max_height = from->v_max_resolution,
				      .width = from->h_resolution,
				      .height = from->v_resolution,
				      .frames_per_s = from->average_fps,
				      .latency_us = from->average_latency};
}

static nvmlReturn_t list_capture(struct gpu *gpu, struct video_session *ret_list,
				 uint32_t *ret_count)
{
	rm_capture_sessions params;

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_NVFBC_SW_SESSION_INFO, &params);
	if (result != NVML_SUCCESS)
		return result;
	*ret_count =
	    params.session_info_count < CAPTURE_TABLE ? params.session_info_count : CAPTURE_TABLE;
	for (uint32_t i = 0; i < *ret_count; i++)
		ret_list[i] = capture_session_of(&params.session_info_tbl[i]);
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_session_stats(struct gpu *gpu, enum session_kind kind,
				     struct session_stats *ret_stats)
{
	return kind == SESSIONS_ENCODER ? encoder_stats(gpu, ret_stats)
					: capture_stats(gpu, ret_stats);
}

static nvmlReturn_t rm_sessions(struct gpu *gpu, enum session_kind kind,
				struct video_session *ret_list, uint32_t *ret_count)
{
	return kind == SESSIONS_ENCODER ? list_encoder(gpu, ret_list, ret_count)
					: list_capture(gpu, ret_list, ret_count);
}

void rm_sessions_fill(struct provider_ops *ops)
{
	ops->session_stats = rm_session_stats;
	ops->sessions = rm_sessions;
}
