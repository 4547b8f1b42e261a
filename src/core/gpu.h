/* SPDX-License-Identifier: MIT */
/*
 * One GPU. GPUs live in a fixed array of the one state struct and never move:
 * an nvmlDevice_t is the address of one, so a foreign or stale handle is known
 * by its address alone.
 */
#ifndef OPENNVML_GPU_H
#define OPENNVML_GPU_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "rm/gpu.h"

/* NV_MAX_DEVICES of the driver's nvlimits.h: a kernel module never has more. */
#define GPU_MAX 32u

struct provider_ops;

/* What enumeration knows without asking the GPU. */
struct gpu_address {
	uint32_t domain;
	uint8_t bus;
	uint8_t slot;
	uint16_t vendor;
	uint16_t device;
};

struct gpu {
	const struct provider_ops *ops;
	struct gpu_address address;
	uint32_t id;    /* the driver's gpuId */
	uint32_t minor; /* /dev/nvidia<minor> */
	uint32_t index; /* position in PCI order among the GPUs kept */
	bool present;   /* in the list of the current initialisation */
	/* A handle was given out since the last initialisation; older ones are stale. */
	atomic_bool fetched;
	struct rm_gpu rm;
	/* A MIG device is seen as a GPU of its own while a call runs: see handle_device. */
	struct gpu *parent; /* NULL: a whole GPU */
	uint32_t gpu_instance;
	uint32_t compute_instance;
};

#endif
