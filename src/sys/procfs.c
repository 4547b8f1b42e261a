/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "core/lib.h"
#include "core/strings.h"
#include "sys/sys.h"

static struct port *current_port(void)
{
	return lib.port ? lib.port : port_default();
}

/* "NVRM version: ... Kernel Module [for <arch>]  <version>  ..." */
static bool version_of_banner(const char *banner, char *ret_version, size_t size)
{
	const char *at = strstr(banner, "Kernel Module");

	if (at == NULL)
		return false;
	for (at += strlen("Kernel Module"); *at != '\0' && *at != '\n'; at++) {
		if (isdigit((unsigned char)*at) && at[-1] == ' ') {
			text_take(ret_version, size, at, strspn(at, "0123456789."));
			if (strchr(ret_version, '.') != NULL)
				return true;
		}
	}
	return false;
}

bool sys_driver_version(char *ret_version, size_t size)
{
	struct port *port = current_port();
	char text[512];

	int length = port->read_file(port, "/sys/module/nvidia/version", text, sizeof(text));
	if (length > 0 && text[0] != '\n') {
		text_take(ret_version, size, text, strcspn(text, "\n"));
		return true;
	}
	length = port->read_file(port, "/proc/driver/nvidia/version", text, sizeof(text));
	return length > 0 && version_of_banner(text, ret_version, size);
}

nvmlReturn_t sys_process_name(uint32_t pid, char *ret_name, size_t size)
{
	struct port *port = current_port();
	char path[64];

	snprintf(path, sizeof(path), "/proc/%u/cmdline", pid);
	int length = port->read_file(port, path, ret_name, size);
	if (length < 0)
		return NVML_ERROR_NOT_FOUND;
	/* A kernel thread has no command line. */
	return ret_name[0] != '\0' ? NVML_SUCCESS : NVML_ERROR_NO_DATA;
}
