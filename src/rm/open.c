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

nvmlReturn_t rm_result_of_ctl_open(int error)
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

/* The first object of a session is its root. */
static nvmlReturn_t alloc(struct rm_session *session, uint32_t parent, uint32_t handle,
			  uint32_t object_class, void *params, uint32_t *ret_status)
{
	struct rm_nvos21 alloc = {
	    .h_root = session->root,
	    .h_object_parent = parent,
	    .h_object_new = handle,
	    .h_class = object_class,
	    .alloc_parms = (uint64_t)(uintptr_t)params,
	};
	unsigned long request = rm_escape_request(NV_ESC_RM_ALLOC, sizeof(alloc));

	int error = lib.port->ioctl(lib.port, session->fd, request, &alloc);
	*ret_status = error < 0 ? NV_ERR_GENERIC : alloc_status(&alloc);
	if (*ret_status == NV_OK && session->root == 0)
		session->root = alloc.h_object_new;
	return *ret_status == NV_OK ? NVML_SUCCESS : (nvmlReturn_t)rm_status_to_nvml(*ret_status);
}

nvmlReturn_t rm_session_alloc(struct rm_session *session, uint32_t parent, uint32_t handle,
			      enum rm_cmd cmd, const void *neutral, uint32_t *ret_status)
{
	const struct rm_layout *layout = rm_layout_at(cmd, lib.rm.release);
	uint8_t wire[RM_ALLOC_PARAMS_MAX] __attribute__((aligned(8))) = {0};

	*ret_status = NV_ERR_INVALID_CLASS;
	if (layout == NULL || layout->size > sizeof(wire))
		return NVML_ERROR_NOT_SUPPORTED;
	rm_encode(layout, RM_IN, neutral, wire);
	return alloc(session, parent, handle, layout->number, wire, ret_status);
}

nvmlReturn_t rm_alloc_with(uint32_t parent, uint32_t handle, enum rm_cmd cmd, const void *neutral,
			   uint32_t *ret_status)
{
	struct rm_session own = {lib.rm.ctl_fd, lib.rm.root};

	return rm_session_alloc(&own, parent, handle, cmd, neutral, ret_status);
}

nvmlReturn_t rm_alloc_plain(uint32_t parent, uint32_t handle, uint32_t object_class,
			    uint32_t *ret_status)
{
	struct rm_session own = {lib.rm.ctl_fd, lib.rm.root};

	return alloc(&own, parent, handle, object_class, NULL, ret_status);
}

static void free_object(const struct rm_session *session, uint32_t parent, uint32_t handle)
{
	struct rm_nvos00 release = {
	    .h_root = session->root, .h_object_parent = parent, .h_object_old = handle};
	unsigned long request = rm_escape_request(NV_ESC_RM_FREE, sizeof(release));

	lib.port->ioctl(lib.port, session->fd, request, &release);
}

void rm_free(uint32_t parent, uint32_t handle)
{
	const struct rm_session own = {lib.rm.ctl_fd, lib.rm.root};

	free_object(&own, parent, handle);
}

void rm_session_end(const struct rm_session *session)
{
	free_object(session, 0, session->root);
}

nvmlReturn_t rm_session_begin(struct rm_session *session)
{
	uint32_t status;

	session->root = 0;
	if (alloc(session, 0, 0, NV01_ROOT_CLIENT, NULL, &status) == NVML_SUCCESS)
		return session->root != 0 ? NVML_SUCCESS : NVML_ERROR_UNKNOWN;
	return status == NV_ERR_LIB_RM_VERSION_MISMATCH ? NVML_ERROR_LIB_RM_VERSION_MISMATCH
							: NVML_ERROR_UNKNOWN;
}

nvmlReturn_t rm_open(void)
{
	memset(&lib.rm, 0, sizeof(lib.rm));
	lib.rm.ctl_fd = lib.port->open(lib.port, RM_CTL_NODE, PORT_RDWR);
	if (lib.rm.ctl_fd < 0)
		return rm_result_of_ctl_open(lib.rm.ctl_fd);

	resolve_version();
	struct rm_session own = {.fd = lib.rm.ctl_fd};
	nvmlReturn_t result = rm_session_begin(&own);
	lib.rm.root = own.root;
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

void rm_forget(bool close)
{
	/* The client first, as long as its GPUs are there. */
	if (close)
		lib.port->close(lib.port, lib.rm.ctl_fd);
	for (unsigned i = 0; i < GPU_MAX; i++)
		rm_gpu_forget(&lib.gpus[i], close);
	lib.rm.ctl_fd = -1;
	lib.rm.root = 0;
	atomic_store(&lib.rm.conf_compute, 0);
}

nvmlReturn_t rm_reopen(void)
{
	unsigned cards = lib.rm.cards;
	nvmlReturn_t result = rm_open();

	lib.rm.cards = cards;
	return result;
}
