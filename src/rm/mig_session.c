/* SPDX-License-Identifier: MIT */
#include "rm/mig_session.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/lib.h"
#include "core/strings.h"
#include "rm/escape.h"
#include "rm_status.h"

/* A session's objects, one of each class, in a client of their own. */
#define HANDLE_DEVICE 0xcafe0001u
#define HANDLE_SUBDEVICE 0xcafe0002u
#define HANDLE_GPU_INSTANCE 0xcafe0003u
#define HANDLE_COMPUTE_INSTANCE 0xcafe0004u
#define HANDLE_CONFIG 0xcafe0005u
/* In the library's client; its GPUs' handles are far above. */
#define HANDLE_MONITOR 0xcafd0001u

#define RIGHT_MAX 64

enum monitor_state { MONITOR_REFUSED = -1, MONITOR_UNKNOWN = 0, MONITOR_HELD = 1 };

/* The node behind a file of the capabilities folder; the kernel numbers them. */
static int open_right(const char *right)
{
	char path[128], text[256], minor[16];

	snprintf(path, sizeof(path), "/proc/driver/nvidia/capabilities/%s", right);
	int length = lib.port->read_file(lib.port, path, text, sizeof(text));
	if (length < 0)
		return length;
	if (!text_line_value(text, "DeviceFileMinor:", minor, sizeof(minor)))
		return -1;
	snprintf(path, sizeof(path), "/dev/nvidia-caps/nvidia-cap%lu", strtoul(minor, NULL, 10));
	return lib.port->open(lib.port, path, PORT_RDONLY);
}

/* The driver keeps what it needs of the descriptor. */
static nvmlReturn_t alloc_with_right(struct rm_session *session, uint32_t parent, uint32_t handle,
				     enum rm_cmd cmd, void *neutral, const char *right)
{
	uint32_t status;
	int fd = open_right(right);

	if (fd < 0)
		return NVML_ERROR_NO_PERMISSION;
	*(uint64_t *)neutral = (uint64_t)fd; /* capDescriptor heads them all */
	nvmlReturn_t result = rm_session_alloc(session, parent, handle, cmd, neutral, &status);
	lib.port->close(lib.port, fd);
	return result;
}

_Static_assert(offsetof(struct rm_alloc_gpu_instance, cap_descriptor) == 0, "first member");
_Static_assert(offsetof(struct rm_alloc_compute_instance, cap_descriptor) == 0, "first member");
_Static_assert(offsetof(struct rm_alloc_mig_config, cap_descriptor) == 0, "first member");
_Static_assert(offsetof(struct rm_alloc_mig_monitor, cap_descriptor) == 0, "first member");

static nvmlReturn_t subscribe(const struct gpu *gpu, struct rm_session *session, uint32_t gi,
			      uint32_t ci)
{
	struct rm_alloc_gpu_instance whole = {.swizz_id = gi};
	struct rm_alloc_compute_instance part = {.exec_partition_id = ci};
	char right[RIGHT_MAX];

	snprintf(right, sizeof(right), "gpu%u/mig/gi%u/access", gpu->minor, gi);
	nvmlReturn_t result = alloc_with_right(session, HANDLE_SUBDEVICE, HANDLE_GPU_INSTANCE,
					       RM_ALLOC_GPU_INSTANCE, &whole, right);
	if (result != NVML_SUCCESS || ci == MIG_NO_ID)
		return result;
	snprintf(right, sizeof(right), "gpu%u/mig/gi%u/ci%u/access", gpu->minor, gi, ci);
	return alloc_with_right(session, HANDLE_GPU_INSTANCE, HANDLE_COMPUTE_INSTANCE,
				RM_ALLOC_COMPUTE_INSTANCE, &part, right);
}

static nvmlReturn_t alloc_pair(const struct gpu *gpu, struct rm_session *session)
{
	const struct rm_alloc_device device = {.device_id = gpu->rm.device_instance};
	const struct rm_alloc_subdevice subdevice = {.sub_device_id = gpu->rm.sub_device_instance};
	uint32_t status;

	nvmlReturn_t result = rm_session_alloc(session, session->root, HANDLE_DEVICE,
					       RM_ALLOC_DEVICE, &device, &status);
	if (result == NVML_SUCCESS)
		result = rm_session_alloc(session, HANDLE_DEVICE, HANDLE_SUBDEVICE,
					  RM_ALLOC_SUBDEVICE, &subdevice, &status);
	if (result == NVML_SUCCESS)
		return result;
	return status == NV_ERR_GPU_IS_LOST ? NVML_ERROR_GPU_IS_LOST : NVML_ERROR_UNKNOWN;
}

/* An instance that is gone and one that is forbidden have the same missing file. */
static nvmlReturn_t reason_of_refusal(struct gpu *gpu, uint32_t gi, nvmlReturn_t result)
{
	uint32_t ids[MIG_INSTANCES_MAX], count = 0;

	if (result == NVML_ERROR_NOT_SUPPORTED)
		return NVML_ERROR_INVALID_ARGUMENT; /* the last instance has gone */
	if (result != NVML_ERROR_NO_PERMISSION)
		return result;
	nvmlReturn_t listed = gpu->ops->mig_instance_ids(gpu, ids, &count);
	if (listed != NVML_SUCCESS)
		return listed == NVML_ERROR_NOT_SUPPORTED ? NVML_ERROR_INVALID_ARGUMENT : result;
	for (uint32_t i = 0; i < count; i++)
		if (ids[i] == gi)
			return result;
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t rm_mig_open(struct gpu *gpu, uint32_t gi, uint32_t ci, bool configure,
			 struct rm_session *ret_session)
{
	struct rm_alloc_mig_config config = {0};
	struct rm_session session = {.fd = lib.rm.ctl_fd};

	nvmlReturn_t result = rm_gpu_use(gpu);
	if (result == NVML_SUCCESS)
		result = rm_session_begin(&session);
	if (result != NVML_SUCCESS)
		return result;
	result = alloc_pair(gpu, &session);
	if (result == NVML_SUCCESS && configure)
		alloc_with_right(&session, session.root, HANDLE_CONFIG, RM_ALLOC_MIG_CONFIG,
				 &config, "mig/config");
	if (result == NVML_SUCCESS && gi != MIG_NO_ID) {
		result = subscribe(gpu, &session, gi, ci);
		if (result != NVML_SUCCESS)
			result = reason_of_refusal(gpu, gi, result);
	}
	if (result == NVML_SUCCESS)
		*ret_session = session;
	else
		rm_mig_close(&session);
	return result;
}

void rm_mig_close(const struct rm_session *session)
{
	rm_session_end(session);
}

nvmlReturn_t rm_mig_control(const struct rm_session *session, enum rm_cmd cmd, void *neutral)
{
	uint32_t status;
	uint32_t object = session->root;

	switch (rm_command_info(cmd)->object_class) {
	case NV20_SUBDEVICE_0:
		object = HANDLE_SUBDEVICE;
		break;
	case AMPERE_SMC_PARTITION_REF:
		object = HANDLE_GPU_INSTANCE;
		break;
	case AMPERE_SMC_EXEC_PARTITION_REF:
		object = HANDLE_COMPUTE_INSTANCE;
		break;
	default:
		break;
	}
	return rm_session_control(session, object, cmd, neutral, &status);
}

/* Asked for once per initialisation: the node is anybody's where it exists. */
static bool become_monitor(void)
{
	struct rm_session own = {lib.rm.ctl_fd, lib.rm.root};
	struct rm_alloc_mig_monitor monitor = {0};

	lib_begin_first_use(NULL);
	int state = atomic_load_explicit(&lib.rm.monitor, memory_order_relaxed);
	if (state == MONITOR_UNKNOWN) {
		nvmlReturn_t result = alloc_with_right(
		    &own, own.root, HANDLE_MONITOR, RM_ALLOC_MIG_MONITOR, &monitor, "mig/monitor");
		state = result == NVML_SUCCESS ? MONITOR_HELD : MONITOR_REFUSED;
		atomic_store_explicit(&lib.rm.monitor, state, memory_order_release);
	}
	lib_end_first_use(NULL);
	return state == MONITOR_HELD;
}

nvmlReturn_t rm_control_seeing(struct gpu *gpu, const struct rm_session *session, enum rm_cmd cmd,
			       void *neutral)
{
	if (session != NULL)
		return rm_mig_control(session, cmd, neutral);
	nvmlReturn_t result = rm_control(gpu, cmd, neutral);
	if (result == NVML_ERROR_NO_PERMISSION && become_monitor())
		result = rm_control(gpu, cmd, neutral);
	return result;
}
