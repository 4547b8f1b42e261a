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
nvmlReturn_t sessions_mean_encoder(struct gpu *gpu, nvmlVgpuInstance_t vgpu,
				   struct session_stats *ret_stats);
nvmlReturn_t sessions_mean_capture(struct gpu *gpu, nvmlVgpuInstance_t vgpu,
				   struct session_stats *ret_stats);

#endif
