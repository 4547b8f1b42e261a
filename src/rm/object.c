/* SPDX-License-Identifier: MIT */
/* Objects of one GPU: its node, a device, a subdevice. Made at first use. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/lib.h"
#include "core/log.h"
#include "rm/escape.h"
#include "rm/rm.h"
#include "rm/rusd.h"
#include "rm_status.h"

/* Outside the ranges that the driver itself hands out or reserves for firmware. */
#define HANDLE_BASE 0xcafe0000u
#define HANDLES_PER_GPU 16u

static nvmlReturn_t result_of_node_open(int error)
{
	switch (error) {
	case -EACCES:
	case -EPERM:
		return NVML_ERROR_NO_PERMISSION;
	case -ENOENT:
	case -ENODEV:
	case -ENXIO:
		return NVML_ERROR_GPU_IS_LOST;
	case -EBUSY:
		return NVML_ERROR_IN_USE;
	case -ENOMEM:
		return NVML_ERROR_MEMORY;
	case -EMFILE:
	case -ENFILE:
		return NVML_ERROR_OPERATING_SYSTEM;
	default:
		return NVML_ERROR_UNKNOWN;
	}
}

/*
 * The driver refuses to start a GPU whose memory is a NUMA node until somebody has
 * told it the kernel's memory block size. A second teller is answered EBUSY.
 */
static void tell_memory_block_size(void)
{
	char text[32];
	struct rm_sys_params params;
	unsigned long request = rm_escape_request(NV_ESC_SYS_PARAMS, sizeof(params));

	if (lib.port->read_file(lib.port, "/sys/devices/system/memory/block_size_bytes", text,
				sizeof(text)) <= 0)
		return;
	params.memblock_size = strtoull(text, NULL, 16);
	lib.port->ioctl(lib.port, lib.rm.ctl_fd, request, &params);
}

static int open_node(const struct gpu *gpu)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/nvidia%u", gpu->minor);
	int fd = lib.port->open(lib.port, path, PORT_RDWR);
	if (fd == -EINVAL) {
		tell_memory_block_size();
		fd = lib.port->open(lib.port, path, PORT_RDWR);
	}
	return fd;
}

/* Whatever the status, a refused object is 999 to the caller; a lost GPU says so. */
static nvmlReturn_t alloc_result(nvmlReturn_t result, uint32_t status)
{
	if (result == NVML_SUCCESS)
		return result;
	return status == NV_ERR_GPU_IS_LOST ? NVML_ERROR_GPU_IS_LOST : NVML_ERROR_UNKNOWN;
}

static nvmlReturn_t alloc_pair(struct gpu *gpu, const struct rm_gpu_get_id_info_v2 *info)
{
	const struct rm_alloc_device device = {.device_id = info->device_instance};
	const struct rm_alloc_subdevice subdevice = {.sub_device_id = info->sub_device_instance};
	uint32_t status;
	uint32_t base = HANDLE_BASE + (uint32_t)(gpu - lib.gpus) * HANDLES_PER_GPU;

	nvmlReturn_t result = rm_alloc_with(lib.rm.root, base, RM_ALLOC_DEVICE, &device, &status);
	if (result != NVML_SUCCESS)
		return alloc_result(result, status);
	gpu->rm.device = base;

	result = rm_alloc_with(base, base + 1, RM_ALLOC_SUBDEVICE, &subdevice, &status);
	if (result != NVML_SUCCESS)
		rm_free(lib.rm.root, base);
	gpu->rm.subdevice = base + 1;
	return alloc_result(result, status);
}

static nvmlReturn_t make_objects(struct gpu *gpu)
{
	struct rm_gpu_get_id_info_v2 info = {.gpu_id = gpu->id};

	gpu->rm.node_fd = open_node(gpu);
	if (gpu->rm.node_fd < 0) {
		log_line(LOG_GPU_OPEN_FAILED, "/dev/nvidia%u: error %d", gpu->minor,
			 -gpu->rm.node_fd);
		return result_of_node_open(gpu->rm.node_fd);
	}
	nvmlReturn_t result = rm_control(NULL, RM_GPU_GET_ID_INFO_V2, &info);
	if (result == NVML_SUCCESS)
		result = alloc_pair(gpu, &info);
	if (result != NVML_SUCCESS) {
		lib.port->close(lib.port, gpu->rm.node_fd);
		return result;
	}
	gpu->rm.board_id = info.board_id;
	gpu->rm.device_instance = info.device_instance;
	gpu->rm.sub_device_instance = info.sub_device_instance;
	gpu->rm.numa_node = info.numa_id;
	return NVML_SUCCESS;
}

/* A node that fails to open may take seconds to say so: ask it once per initialisation. */
static nvmlReturn_t first_use(struct gpu *gpu)
{
	lib_begin_first_use(gpu);
	int state = atomic_load_explicit(&gpu->rm.state, memory_order_relaxed);
	if (state == RM_GPU_UNUSED) {
		nvmlReturn_t result = make_objects(gpu);
		gpu->rm.failure = result;
		state = result == NVML_SUCCESS ? RM_GPU_READY : RM_GPU_FAILED;
		atomic_store_explicit(&gpu->rm.state, state, memory_order_release);
	}
	lib_end_first_use(gpu);
	return state == RM_GPU_READY ? NVML_SUCCESS : (nvmlReturn_t)gpu->rm.failure;
}

nvmlReturn_t rm_gpu_use(struct gpu *gpu)
{
	if (atomic_load_explicit(&gpu->rm.state, memory_order_acquire) == RM_GPU_READY)
		return NVML_SUCCESS;
	return first_use(gpu);
}

/* The next use may meet a restarted GPU, another driver, or another GPU in this place. */
static void start_anew(struct gpu *gpu)
{
	atomic_store(&gpu->rm.state, RM_GPU_UNUSED);
	atomic_store(&gpu->rm.page_state, RM_PAGE_UNKNOWN);
	gpu->rm.page = NULL;
	for (unsigned i = 0; i < RM_CHILDREN; i++)
		atomic_store(&gpu->rm.children[i], 0);
	atomic_store(&gpu->rm.compute_class, 0);
	atomic_store(&gpu->rm.graphics_class, 0);
	atomic_store(&gpu->rm.ecc_enabled, 0);
	atomic_store(&gpu->rm.mig_unsupported, 0);
	atomic_store(&gpu->rm.vgpu_host, RM_VGPU_UNKNOWN);
	memset(gpu->rm.watched, 0, sizeof(gpu->rm.watched));
}

void rm_gpu_release(struct gpu *gpu)
{
	rm_rusd_release(gpu);
	if (atomic_load(&gpu->rm.state) == RM_GPU_READY) {
		rm_free(lib.rm.root, gpu->rm.device);
		lib.port->close(lib.port, gpu->rm.node_fd);
	}
	start_anew(gpu);
}

void rm_gpu_forget(struct gpu *gpu, bool close)
{
	if (close) {
		rm_rusd_release(gpu);
		if (atomic_load(&gpu->rm.state) == RM_GPU_READY)
			lib.port->close(lib.port, gpu->rm.node_fd);
	}
	start_anew(gpu);
}
