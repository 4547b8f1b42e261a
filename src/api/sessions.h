/* SPDX-License-Identifier: MIT */
/* Encoder and capture sessions, of a GPU or of one of its vGPUs. */
#ifndef OPENNVML_API_SESSIONS_H
#define OPENNVML_API_SESSIONS_H

#include "provider.h"

#define SESSIONS_OF_ALL 0u

/* *count 0 asks for the number; list may be NULL then only. */
nvmlReturn_t sessions_of_encoder(struct gpu *gpu, nvmlVgpuInstance_t vgpu, unsigned int *count,
				 nvmlEncoderSessionInfo_t *list);
nvmlReturn_t sessions_of_capture(struct gpu *gpu, nvmlVgpuInstance_t vgpu, unsigned int *count,
				 nvmlFBCSessionInfo_t *list);
/* The driver has such means of the whole GPU only: these are of the sessions listed. */
nvmlReturn_t sessions_mean(struct gpu *gpu, enum session_kind kind, nvmlVgpuInstance_t vgpu,
			   struct session_stats *ret_stats);

/* Such means as the API has them. */
void sessions_give_encoder(const struct session_stats *stats, unsigned int *ret_count,
			   unsigned int *ret_fps, unsigned int *ret_latency);
nvmlFBCStats_t sessions_capture_stats(const struct session_stats *stats);

#endif
