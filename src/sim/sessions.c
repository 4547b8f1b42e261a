/* SPDX-License-Identifier: MIT */
/* Encoder and capture sessions. */
#include <string.h>

#include "sim/controls.h"

/* NV2080_CTRL_GPU_NVENC_SESSION_INFO_MAX_COPYOUT_ENTRIES, NV2080_GPU_NVFBC_MAX_SESSION_COUNT */
#define ENCODER_TABLE 512u
#define CAPTURE_TABLE 256u

typedef struct rm_gpu_get_nvenc_sw_session_info_v2_session_info_tbl encoder_entry;

/* The open kernel module keeps no list before 550, and none where reporting is off. */
static uint32_t encoder_sessions(const struct sim_call *call)
{
	const struct sim *sim = call->sim;

	if (strcmp(sim->machine->architecture, "aarch64") == 0)
		return 0;
	if (strcmp(sim->machine->kernel_module, "open") == 0 && !sim_since(sim, 550, 0, 0))
		return 0;
	return call->gpu->entry->encoder_sessions_count;
}

static void put_encoder_session(const struct machine_encoder_session *session, encoder_entry *at)
{
	*at = (encoder_entry){.process_id = session->pid,
			      .session_id = session->id,
			      .codec_type = session->codec,
			      .h_resolution = session->width,
			      .v_resolution = session->height,
			      .average_encode_fps = session->frames_per_s,
			      .average_encode_latency = session->latency_us};
}

uint32_t sim_get_encoder_stats(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_nvenc_sw_session_stats *params = neutral;
	const struct machine_encoder_session *list = call->gpu->entry->encoder_sessions;
	uint32_t count = encoder_sessions(call);

	memset(params, 0, sizeof(*params));
	for (uint32_t i = 0; i < count; i++) {
		params->average_encode_fps += list[i].frames_per_s;
		params->average_encode_latency += list[i].latency_us;
	}
	params->encoder_session_count = count;
	if (count != 0) {
		params->average_encode_fps /= count;
		params->average_encode_latency /= count;
	}
	return SIM_OK;
}

/* Without a table only the number is told; a table has one length. */
uint32_t sim_get_encoder_sessions(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_nvenc_sw_session_info *params = neutral;
	uint32_t count = encoder_sessions(call);
	encoder_entry table[ENCODER_TABLE] = {0};

	if (params->session_info_tbl != 0 && count != 0) {
		if (params->session_info_tbl_entry != ENCODER_TABLE)
			return SIM_INVALID_ARGUMENT;
		for (uint32_t i = 0; i < count; i++)
			put_encoder_session(&call->gpu->entry->encoder_sessions[i], &table[i]);
		if (call->task->copy_out(call->task, params->session_info_tbl, table,
					 sizeof(table)) < 0)
			return SIM_INVALID_ADDRESS;
	}
	params->session_info_tbl_entry = count;
	return SIM_OK;
}

uint32_t sim_get_encoder_sessions_v2(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_nvenc_sw_session_info_v2 *params = neutral;
	uint32_t count = encoder_sessions(call);

	if (params->session_info_tbl_entry != 0 && count != 0) {
		if (params->session_info_tbl_entry != ENCODER_TABLE)
			return SIM_INVALID_ARGUMENT;
		memset(params->session_info_tbl, 0, sizeof(params->session_info_tbl));
		for (uint32_t i = 0; i < count; i++)
			put_encoder_session(&call->gpu->entry->encoder_sessions[i],
					    &params->session_info_tbl[i]);
	}
	params->session_info_tbl_entry = count;
	return SIM_OK;
}

uint32_t sim_get_capture_stats(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_nvfbc_sw_session_stats *params = neutral;
	const struct machine_gpu *entry = call->gpu->entry;
	uint32_t count = entry->capture_sessions_count;

	memset(params, 0, sizeof(*params));
	for (uint32_t i = 0; i < count; i++) {
		params->average_fps += entry->capture_sessions[i].frames_per_s;
		params->average_latency += entry->capture_sessions[i].latency_us;
	}
	params->session_count = count;
	if (count != 0) {
		params->average_fps /= count;
		params->average_latency /= count;
	}
	return SIM_OK;
}

uint32_t sim_get_capture_sessions(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_nvfbc_sw_session_info *params = neutral;
	const struct machine_gpu *entry = call->gpu->entry;

	memset(params, 0, sizeof(*params));
	for (uint32_t i = 0; i < entry->capture_sessions_count && i < CAPTURE_TABLE; i++) {
		const struct machine_capture_session *from = &entry->capture_sessions[i];

		params->session_info_tbl[i] =
		    (struct rm_gpu_get_nvfbc_sw_session_info_session_info_tbl){
			.process_id = from->pid,
			.session_id = from->id,
			.session_type = from->type,
			.display_ordinal = from->display,
			.session_flags = from->flags,
			.h_max_resolution = from->max_width,
			.v_max_resolution = from->max_height,
			.h_resolution = from->width,
			.v_resolution = from->height,
			.average_fps = from->frames_per_s,
			.average_latency = from->latency_us};
	}
	params->session_info_count = entry->capture_sessions_count;
	return SIM_OK;
}
