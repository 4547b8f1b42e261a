/* SPDX-License-Identifier: MIT */
/* Looking for devices on the PCI bus again. */
#include <errno.h>
#include <stdio.h>

#include "core/lib.h"
#include "sys/sys.h"

#define RESCAN_ALL "/sys/bus/pci/rescan"

static nvmlReturn_t result_of(int error)
{
	if (error >= 0)
		return NVML_SUCCESS;
	return error == -EACCES || error == -EPERM ? NVML_ERROR_NO_PERMISSION
						   : NVML_ERROR_OPERATING_SYSTEM;
}

nvmlReturn_t sys_rescan_all(void)
{
	return result_of(lib.port->write_file(lib.port, RESCAN_ALL, "1"));
}

/* A bus that went with its last device is found again from above only. */
nvmlReturn_t sys_rescan_bus(uint32_t domain, uint32_t bus)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/class/pci_bus/%04x:%02x/rescan", domain, bus);
	int error = lib.port->write_file(lib.port, path, "1");
	return error == -ENOENT ? sys_rescan_all() : result_of(error);
}
