/* SPDX-License-Identifier: MIT */

#include "start.h"

#include "patience.h"
#include "select.h"
#include "settings.h"
#include "sleepers.h"
#include "trouble.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Branches whose tools name a GPU that they cannot open otherwise; the second go on with the
 * others. */
#define FIRST_WITHOUT_BLANK 525
#define FIRST_TO_REFUSE 550
#define FIRST_WITH_INDEX 580

/* A device cgroup shows as EPERM on a node whose mode allows everybody. */
static void explain_forbidden(void)
{
	int fd = open("/dev/nvidiactl", O_RDWR | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	else if (errno == EPERM)
		fputs("/dev/nvidiactl is forbidden by the device cgroup of this container: start "
		      "it with the GPU's devices allowed (docker: --gpus all).\n",
		      stderr);
}

static int fail_without_driver(void)
{
	complain(
	    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make "
	    "sure that the latest NVIDIA driver is installed and running.\n\n");
	return NVML_ERROR_DRIVER_NOT_LOADED;
}

int start_short_version(const char *version)
{
	const char *first = strchr(version, '.');
	const char *second = first ? strchr(first + 1, '.') : NULL;

	return second ? (int)(second - version) : (int)strlen(version);
}

int start_fail(const struct machine *machine, nvmlReturn_t status, enum command command)
{
	if (status == NVML_ERROR_DRIVER_NOT_LOADED)
		return fail_without_driver();
	complain("Failed to initialize NVML: %s\n", library_error(status));
	if (status == NVML_ERROR_LIB_RM_VERSION_MISMATCH)
		complain("NVML library version: %.*s\n", start_short_version(machine->library),
			 machine->library);
	if (status == NVML_ERROR_GPU_NOT_FOUND) {
		complain("%s",
			 command == COMMAND_LIST
			     ? "Unable to determine the number of available GPUs: Uninitialized"
			     : "Unable to determine the number of GPUs");
		return 255;
	}
	if (status == NVML_ERROR_UNKNOWN)
		explain_forbidden();
	return exit_status(status);
}

static int start_fail_without_library(void)
{
	complain(
	    "NVIDIA-SMI couldn't find libnvidia-ml.so library in your system. Please make sure "
	    "that the NVIDIA Display Driver is properly installed and present in your system.\n"
	    "Please also try adding directory that contains libnvidia-ml.so to your system "
	    "PATH.\n");
	return NVML_ERROR_LIBRARY_NOT_FOUND;
}

/* Whom it is about, in the words of the driver's branch. */
static void name_refused(const struct machine *machine, unsigned int index, bool list,
			 char *ret_name, size_t size)
{
	const char *address = trouble_shorten(trouble_address(index));

	if (list)
		snprintf(ret_name, size, "gpu %s", address);
	else if (!*address)
		snprintf(ret_name, size, "GPU%u", index);
	else if (machine->branch >= FIRST_WITH_INDEX)
		snprintf(ret_name, size, "GPU%u: %s", index, address);
	else
		snprintf(ret_name, size, "GPU%s%s",
			 machine->branch < FIRST_WITHOUT_BLANK ? " " : "", address);
}

static void report_refusal(const struct machine *machine, const struct refusal *refusal, bool list)
{
	char name[64];

	name_refused(machine, refusal->index, list, name, sizeof(name));
	complain("Unable to determine the device handle for %s: %s%s\n", name,
		 library_error(refusal->status),
		 refusal->status == NVML_ERROR_GPU_IS_LOST
		     ? ".  Reboot the system to recover this GPU"
		     : "");
}

/* Want of permission: -L of 550 says it, and nothing else. */
bool start_reports(struct machine *machine, const struct refusal *refusal, bool list)
{
	if (settings.native)
		return false;
	machine_versions(machine);
	return refusal->status != NVML_ERROR_NO_PERMISSION ||
	       (list && machine->branch >= FIRST_TO_REFUSE);
}

int start_report_refusals(struct machine *machine, enum command command, bool *ret_ends)
{
	bool list = command == COMMAND_LIST;
	int status = 0;

	*ret_ends = false;
	for (unsigned int i = 0; i < machine->refusal_count && !*ret_ends; i++) {
		const struct refusal *refusal = &machine->refusals[i];

		if (!start_reports(machine, refusal, list))
			continue;
		report_refusal(machine, refusal, list);
		status = status ? status : exit_status(refusal->status);
		*ret_ends = list || command == COMMAND_SET || machine->branch < FIRST_WITH_INDEX;
	}
	if (*ret_ends && !list)
		complain("\n\n");
	return status;
}

bool start_leave_out_failed(struct machine *machine)
{
	unsigned int kept = 0;
	unsigned int count = machine->gpu_count;

	for (unsigned int i = 0; i < count; i++) {
		struct gpu *gpu = machine->gpus[i];
		nvmlReturn_t status = trouble_of(gpu);

		/* The rows of a lost one are recorded. */
		if (status == NVML_SUCCESS || status == NVML_ERROR_GPU_IS_LOST) {
			machine->gpus[kept++] = gpu;
			continue;
		}
		machine_versions(machine);
		if (machine->branch >= FIRST_TO_REFUSE)
			machine_note_refusal(machine, gpu->index, status);
	}
	machine->gpu_count = kept;
	return kept < count;
}

int start_fail_without_gpus(void)
{
	complain("No devices were found\n");
	return NVML_ERROR_NOT_FOUND;
}

static bool may_not_wake(void)
{
	return settings.no_wake && library_opens_gpus && sleepers_any();
}

void start_versions(struct machine *machine)
{
	if (!library_hand_over(settings.argv) || may_not_wake())
		return;
	patience_start();
	if (library_open() && machine_open(machine) == NVML_SUCCESS)
		machine_versions(machine);
}

int start_library(void)
{
	if (!library_hand_over(settings.argv))
		return start_fail_without_library();
	if (may_not_wake()) {
		complain(
		    "nvsmi: --no-wake: a GPU sleeps, and the NVML library in use may wake it\n");
		return NVML_ERROR_NOT_SUPPORTED;
	}
	patience_start();
	return library_open() ? 0 : start_fail_without_library();
}

int start_machine(struct machine *machine, const char *ids)
{
	nvmlReturn_t status;
	int refused = start_library();

	if (refused)
		return refused;
	machine->wanted = ids;
	status = machine_open(machine);
	if (status == NVML_SUCCESS)
		status = machine_versions(machine);
	if (status == NVML_SUCCESS)
		status = machine_gpus(machine);
	if (status != NVML_SUCCESS)
		return start_fail(machine, status, COMMAND_TABLE);
	if (ids)
		refused = select_gpus(machine, ids);
	if (refused)
		return refused;
	if (machine->gpu_count == 0)
		return start_fail_without_gpus();
	if (machine->changes)
		machine_start_all(machine, VALUE_NAME);
	return 0;
}
