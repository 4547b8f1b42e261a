/* SPDX-License-Identifier: MIT */
/* What the NVIDIA kernel driver's provider keeps of one GPU. */
#ifndef OPENNVML_RM_GPU_H
#define OPENNVML_RM_GPU_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct rm_rusd_layout;

/* Objects of one GPU, made at first use and kept until the last shutdown. */
enum rm_gpu_state { RM_GPU_UNUSED, RM_GPU_READY, RM_GPU_FAILED };

/* The shared telemetry page: not asked for yet, mapped, or refused by the driver. */
enum rm_page_state { RM_PAGE_UNKNOWN, RM_PAGE_MAPPED, RM_PAGE_REFUSED };

/* Whether the GPU hosts vGPUs; if so, its configuration object exists. */
enum rm_vgpu_host { RM_VGPU_UNKNOWN, RM_VGPU_HOST, RM_VGPU_NO_HOST };

#define RM_NO_PAGE_FD (-1)

/* Objects below the subdevice that few questions need. */
enum rm_child { RM_CHILD_DIAG, RM_CHILD_INFOROM, RM_CHILD_VGPU_CONFIG, RM_CHILDREN };

struct rm_gpu {
	atomic_int state; /* enum rm_gpu_state */
	int failure;      /* nvmlReturn_t of the failed first use */
	int node_fd;
	uint32_t device; /* object handles */
	uint32_t subdevice;
	uint32_t board_id;
	uint32_t device_instance;
	uint32_t sub_device_instance;
	int32_t numa_node;                 /* negative: none */
	atomic_uint children[RM_CHILDREN]; /* handles; 0: not made */
	/* The chip's classes for process lists; 0 until asked for. */
	atomic_uint compute_class;
	atomic_uint graphics_class;
	atomic_int mig_unsupported; /* 1: the board has no MIG */
	atomic_int ecc_enabled;     /* 0 not asked, 1 on, -1 off */
	atomic_int vgpu_host;       /* enum rm_vgpu_host */

	/* How many event sets have a kind of event; its notifier is on while one has. */
	uint8_t watched[16];

	atomic_int page_state; /* enum rm_page_state */
	int page_fd;           /* RM_NO_PAGE_FD: the client's control descriptor */
	const uint8_t *page;
	uint64_t page_born_ns;   /* when the driver was asked to fill it */
	atomic_bool page_filled; /* each section that will ever be */
};

#endif
