/* SPDX-License-Identifier: MIT */
/* Sessions of the video encoder and of frame buffer capture. */
#include "api/sessions.h"

#include "core/gpu.h"
#include "entry_impl.h"

/* Of one vGPU, or all; the sessions that stay move to the front. */
static nvmlReturn_t find(struct gpu *gpu, enum session_kind kind, nvmlVgpuInstance_t vgpu,
			 struct video_session *ret_found, uint32_t *ret_count)
{
	uint32_t count = 0, kept = 0;
	nvmlReturn_t result = PROVIDER_ASK(gpu, sessions, kind, ret_found, &count);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < count; i++) {
		if (vgpu == SESSIONS_OF_ALL || ret_found[i].vgpu == vgpu)
			ret_found[kept++] = ret_found[i];
	}
	*ret_count = kept;
	return NVML_SUCCESS;
}

/* Room for none asks for the number; the list may be missing then only. */
static nvmlReturn_t find_for_list(struct gpu *gpu, enum session_kind kind, nvmlVgpuInstance_t vgpu,
				  unsigned int *count, bool has_list,
				  struct video_session *ret_found, uint32_t *ret_given)
{
	unsigned int room = *count;
	uint32_t needed = 0;

	if (room != 0 && !has_list)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = find(gpu, kind, vgpu, ret_found, &needed);
	if (result != NVML_SUCCESS)
		return result;
	*count = needed;
	*ret_given = room != 0 ? needed : 0;
	return room != 0 && room < needed ? NVML_ERROR_INSUFFICIENT_SIZE : NVML_SUCCESS;
}

nvmlReturn_t sessions_of_encoder(struct gpu *gpu, nvmlVgpuInstance_t vgpu, unsigned int *count,
				 nvmlEncoderSessionInfo_t *list)
{
	struct video_session found[SESSIONS_MAX];
	uint32_t given = 0;
	nvmlReturn_t result =
	    find_for_list(gpu, SESSIONS_ENCODER, vgpu, count, list != NULL, found, &given);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < given; i++)
		list[i] = (nvmlEncoderSessionInfo_t){.sessionId = found[i].id,
						     .pid = found[i].pid,
						     .vgpuInstance = found[i].vgpu,
						     .codecType = (nvmlEncoderType_t)found[i].codec,
						     .hResolution = found[i].width,
						     .vResolution = found[i].height,
						     .averageFps = found[i].frames_per_s,
						     .averageLatency = found[i].latency_us};
	return NVML_SUCCESS;
}

nvmlReturn_t sessions_of_capture(struct gpu *gpu, nvmlVgpuInstance_t vgpu, unsigned int *count,
				 nvmlFBCSessionInfo_t *list)
{
	struct video_session found[SESSIONS_MAX];
	uint32_t given = 0;
	nvmlReturn_t result =
	    find_for_list(gpu, SESSIONS_CAPTURE, vgpu, count, list != NULL, found, &given);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < given; i++)
		list[i] = (nvmlFBCSessionInfo_t){.sessionId = found[i].id,
						 .pid = found[i].pid,
						 .vgpuInstance = found[i].vgpu,
						 .displayOrdinal = found[i].display,
						 .sessionType = (nvmlFBCSessionType_t)found[i].type,
						 .sessionFlags = found[i].flags,
						 .hMaxResolution = found[i].max_width,
						 .vMaxResolution = found[i].max_height,
						 .hResolution = found[i].width,
						 .vResolution = found[i].height,
						 .averageFPS = found[i].frames_per_s,
						 .averageLatency = found[i].latency_us};
	return NVML_SUCCESS;
}

nvmlReturn_t sessions_mean(struct gpu *gpu, enum session_kind kind, nvmlVgpuInstance_t vgpu,
			   struct session_stats *ret_stats)
{
	struct video_session found[SESSIONS_MAX];
	struct session_stats stats = {0};
	nvmlReturn_t result = find(gpu, kind, vgpu, found, &stats.count);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < stats.count; i++) {
		stats.frames_per_s += found[i].frames_per_s;
		stats.latency_us += found[i].latency_us;
	}
	if (stats.count != 0) {
		stats.frames_per_s /= stats.count;
		stats.latency_us /= stats.count;
	}
	*ret_stats = stats;
	return NVML_SUCCESS;
}

void sessions_give_encoder(const struct session_stats *stats, unsigned int *ret_count,
			   unsigned int *ret_fps, unsigned int *ret_latency)
{
	*ret_count = stats->count;
	*ret_fps = stats->frames_per_s;
	*ret_latency = stats->latency_us;
}

nvmlFBCStats_t sessions_capture_stats(const struct session_stats *stats)
{
	return (nvmlFBCStats_t){.sessionsCount = stats->count,
				.averageFPS = stats->frames_per_s,
				.averageLatency = stats->latency_us};
}

nvmlReturn_t impl_DeviceGetEncoderStats(struct gpu *gpu, unsigned int *sessionCount,
					unsigned int *averageFps, unsigned int *averageLatency)
{
	struct session_stats stats;
	nvmlReturn_t result = PROVIDER_ASK(gpu, session_stats, SESSIONS_ENCODER, &stats);

	if (result == NVML_SUCCESS)
		sessions_give_encoder(&stats, sessionCount, averageFps, averageLatency);
	return result;
}

nvmlReturn_t impl_DeviceGetFBCStats(struct gpu *gpu, nvmlFBCStats_t *fbcStats)
{
	struct session_stats stats;
	nvmlReturn_t result = PROVIDER_ASK(gpu, session_stats, SESSIONS_CAPTURE, &stats);

	if (result == NVML_SUCCESS)
		*fbcStats = sessions_capture_stats(&stats);
	return result;
}

nvmlReturn_t impl_DeviceGetEncoderSessions(struct gpu *gpu, unsigned int *sessionCount,
					   nvmlEncoderSessionInfo_t *sessionInfos)
{
	return sessions_of_encoder(gpu, SESSIONS_OF_ALL, sessionCount, sessionInfos);
}

nvmlReturn_t impl_DeviceGetFBCSessions(struct gpu *gpu, unsigned int *sessionCount,
				       nvmlFBCSessionInfo_t *sessionInfo)
{
	return sessions_of_capture(gpu, SESSIONS_OF_ALL, sessionCount, sessionInfo);
}
