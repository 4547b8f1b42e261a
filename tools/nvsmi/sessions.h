/* SPDX-License-Identifier: MIT */
/* Encoder and frame buffer capture sessions: of a GPU, or of a vGPU of a host. */
#ifndef NVSMI_SESSIONS_H
#define NVSMI_SESSIONS_H

#include "nvsmi.h"
#include "scroll.h"

enum session_kind { SESSIONS_OF_ENCODER, SESSIONS_OF_CAPTURE };

/* The columns of a kind's table, with a vGPU's or without. */
struct scroll sessions_table(enum session_kind kind, bool with_vgpu);

/* A row for each session, or one of dashes. vgpu 0: the GPU's own. */
void sessions_print(struct scroll *scroll, enum session_kind kind, struct gpu *gpu,
		    nvmlVgpuInstance_t vgpu);

#endif
