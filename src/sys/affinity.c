/* SPDX-License-Identifier: MIT */
/* Which CPUs the calling thread may use. */
#include <errno.h>

#include "core/lib.h"
#include "sys/sys.h"

nvmlReturn_t sys_bind_thread(const unsigned long *set, size_t size)
{
	switch (lib.port->set_affinity(lib.port, set, size)) {
	case 0:
		return NVML_SUCCESS;
	case -EPERM:
		return NVML_ERROR_NO_PERMISSION;
	default:
		return NVML_ERROR_UNKNOWN;
	}
}
