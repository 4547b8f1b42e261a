/* SPDX-License-Identifier: MIT */
/* The control node: opening it, the driver's version, the client. */
#include <errno.h>
#include <string.h>

#include "core/lib.h"
#include "core/log.h"
#include "core/strings.h"
#include "rm/escape.h"
#include "rm/rm.h"
#include "rm_rusd.h"
#include "rm_status.h"
#include "sys/sys.h"

static nvmlReturn_t result_of_ctl_open(int error)
{
	switch (error) {
	case -ENOENT:
	case -ENXIO:
		return NVML_ERROR_DRIVER_NOT_LOADED;
	case -EACCES:
		return NVML_ERROR_NO_PERMISSION;
	case -EIO:
	case -EMFILE:
		return NVML_ERROR_OPERATING_SYSTEM;
	default:
		/* EPERM is the device cgroup: as NVIDIA's library, no better code. */
		return NVML_ERROR_UNKNOWN;
	}
}

/*
 * Releases up to 525 accept the query but leave the string empty; there sysfs
 * and procfs know the version.
 */
static bool query_version(char *ret_version, size_t size)
{
	struct rm_api_version query = {.cmd = RM_VERSION_QUERY};
	unsigned long request = rm_escape_request(NV_ESC_CHECK_VERSION_STR, sizeof(query));

	if (lib.port->ioctl(lib.port, lib.rm.ctl_fd, request, &query) >= 0 &&
	    query.version_string[0] != '\0') {
		text_take(ret_version, size, query.version_string, sizeof(query.version_string));
		return true;
	}
	return sys_driver_version(ret_version, size);
}

/* Where every source is hidden only an old driver fails to name itself: assume the oldest. */
static void resolve_version(void)
{
	struct rm_client *rm = &lib.rm;
	enum rm_version_match match = RM_NEAREST_BRANCH;

	rm->version = (struct rm_version){0};
	if (!query_version(rm->version_text, sizeof(rm->version_text)))
		rm->version_text[0] = '\0';
	rm_version_parse(rm->version_text, &rm->version);
	rm->release = rm_release_resolve(rm->version, &match);
	rm->exact = match == RM_EXACT;
	rm->page_layout = rm_rusd_layout_at(rm->release);
	if (match == RM_NEAREST_BRANCH)
		log_line(LOG_DRIVER_UNKNOWN, "driver %s is in no table: layouts of branch %u",
			 rm->version_text, rm_releases[rm->release].major);
}

static uint32_t alloc_status(const struct rm_nvos21 *alloc)
{
	uint32_t status;

	memcpy(&status, (const char *)alloc + rm_nvos21_status_offset(lib.rm.release),
	       sizeof(status));
	return status;
}

/* The handle that came out is the one that went in, but for a client without one. */
static nvmlReturn_t alloc(struct rm_nvos21 *args, uint32_t *ret_status)
{
	unsigned long request = rm_escape_request(NV_ESC_RM_ALLOC, sizeof(*args));

	int error = lib.port->ioctl(lib.port, lib.rm.ctl_fd, request, args);
	*ret_status = error < 0 ? NV_ERR_GENERIC : alloc_status(args);
	return *ret_status == NV_OK ? NVML_SUCCESS : (nvmlReturn_t)rm_status_to_nvml(*ret_status);
}

nvmlReturn_t rm_alloc_in(uint32_t root, uint32_t parent, uint32_t handle, enum rm_cmd cmd,
			 const void *neutral, uint32_t *ret_status)
{
	const struct rm_layout *layout = rm_layout_at(cmd, lib.rm.release);
	uint8_t wire[RM_ALLOC_PARAMS_MAX] __attribute__((aligned(8))) = {0};

	*ret_status = NV_ERR_INVALID_CLASS;
	if (layout == NULL || layout->size > sizeof(wire))
		return NVML_ERROR_NOT_SUPPORTED;
	rm_encode(layout, RM_IN, neutral, wire);
	struct rm_nvos21 args = {
	    .h_root = root,
	    .h_object_parent = parent,
	    .h_object_new = handle,
	    .h_class = layout->number,
	    .alloc_parms = (uint64_t)(uintptr_t)wire,
	};
	return alloc(&args, ret_status);
}

nvmlReturn_t rm_alloc_with(uint32_t parent, uint32_t handle, enum rm_cmd cmd, const void *neutral,
			   uint32_t *ret_status)
{
	return rm_alloc_in(lib.rm.root, parent, handle, cmd, neutral, ret_status);
}

static void free_object(uint32_t root, uint32_t parent, uint32_t handle)
{
	struct rm_nvos00 release = {
	    .h_root = root, .h_object_parent = parent, .h_object_old = handle};
	unsigned long request = rm_escape_request(NV_ESC_RM_FREE, sizeof(release));

	lib.port->ioctl(lib.port, lib.rm.ctl_fd, request, &release);
}

void rm_free(uint32_t parent, uint32_t handle)
{
	free_object(lib.rm.root, parent, handle);
}

void rm_free_root(uint32_t root)
{
	free_object(root, 0, root);
}

nvmlReturn_t rm_alloc_root(uint32_t *ret_root, uint32_t *ret_status)
{
	struct rm_nvos21 args = {.h_class = NV01_ROOT_CLIENT};
	nvmlReturn_t result = alloc(&args, ret_status);

	if (result == NVML_SUCCESS && args.h_object_new == 0)
		result = NVML_ERROR_UNKNOWN;
	if (result == NVML_SUCCESS)
		*ret_root = args.h_object_new;
	return result;
}

static nvmlReturn_t alloc_root(void)
{
	uint32_t status;

	lib.rm.root = 0;
	if (rm_alloc_root(&lib.rm.root, &status) == NVML_SUCCESS)
		return NVML_SUCCESS;
	return status == NV_ERR_LIB_RM_VERSION_MISMATCH ? NVML_ERROR_LIB_RM_VERSION_MISMATCH
							: NVML_ERROR_UNKNOWN;
}

nvmlReturn_t rm_open(void)
{
	memset(&lib.rm, 0, sizeof(lib.rm));
	lib.rm.ctl_fd = lib.port->open(lib.port, RM_CTL_NODE, PORT_RDWR);
	if (lib.rm.ctl_fd < 0)
		return result_of_ctl_open(lib.rm.ctl_fd);

	resolve_version();
	nvmlReturn_t result = alloc_root();
	if (result != NVML_SUCCESS)
		rm_close();
	return result;
}

void rm_close(void)
{
	for (unsigned i = GPU_MAX; i-- > 0;)
		rm_gpu_release(&lib.gpus[i]);
	/* Closing the last descriptor frees the client and all that is left in it. */
	if (lib.rm.ctl_fd >= 0)
		lib.port->close(lib.port, lib.rm.ctl_fd);
	lib.rm.ctl_fd = -1;
	lib.rm.root = 0;
}

void rm_forget(void)
{
	lib.rm.ctl_fd = -1;
	lib.rm.root = 0;
	for (unsigned i = 0; i < GPU_MAX; i++) {
		atomic_store(&lib.gpus[i].rm.state, RM_GPU_UNUSED);
		atomic_store(&lib.gpus[i].rm.page_state, RM_PAGE_UNKNOWN);
		lib.gpus[i].rm.page = NULL;
	}
}
