/* SPDX-License-Identifier: MIT */
/* Whether the unified memory driver lets GPUs reach memory that malloc gave: uvm_ioctl.h. */
#include <errno.h>

#include "core/lib.h"
#include "sys/sys.h"

#define UVM_NODE "/dev/nvidia-uvm"
#define UVM_INITIALIZE 0x30000001ul
#define UVM_PAGEABLE_MEM_ACCESS 39ul

struct uvm_initialize {
	uint64_t flags;
	uint32_t status;
	uint32_t padding;
};

struct uvm_pageable_mem_access {
	uint8_t pageable;
	uint8_t padding[3];
	uint32_t status;
};

static nvmlReturn_t ask(int fd, bool *ret_pageable)
{
	struct uvm_initialize start = {0};
	struct uvm_pageable_mem_access access = {0};
	struct port *port = lib.port;

	if (port->ioctl(port, fd, UVM_INITIALIZE, &start) < 0 || start.status != 0 ||
	    port->ioctl(port, fd, UVM_PAGEABLE_MEM_ACCESS, &access) < 0 || access.status != 0)
		return NVML_ERROR_UNKNOWN;
	*ret_pageable = access.pageable != 0;
	return NVML_SUCCESS;
}

/* Where the driver is not loaded nothing of the kind is active. */
static nvmlReturn_t result_of_open(int error, bool *ret_pageable)
{
	switch (error) {
	case -EACCES:
	case -EPERM:
		return NVML_ERROR_NO_PERMISSION;
	case -ENOENT:
	case -ENODEV:
	case -ENXIO:
		break;
	default:
		return NVML_ERROR_UNKNOWN;
	}
	/* A node that was not made, as in a container, says nothing about the driver. */
	if (lib.port->access(lib.port, "/sys/module/nvidia_uvm", PORT_EXISTS) == 0)
		return NVML_ERROR_NOT_SUPPORTED;
	*ret_pageable = false;
	return NVML_SUCCESS;
}

nvmlReturn_t sys_pageable_access(struct gpu *gpu, bool *ret_pageable)
{
	int fd = lib.port->open(lib.port, UVM_NODE, PORT_RDWR);

	(void)gpu;
	if (fd < 0)
		return result_of_open(fd, ret_pageable);
	nvmlReturn_t result = ask(fd, ret_pageable);
	lib.port->close(lib.port, fd);
	return result;
}
