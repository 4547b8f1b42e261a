/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "core/guard.h"
#include "core/lib.h"
#include "core/strings.h"
#include "entry_impl.h"
#include "ids.h"
#include "sys/sys.h"

/* Before the first driver was seen there is no branch to derive a number from. */
#define NVML_API_MAJOR 13

nvmlReturn_t impl_SystemGetDriverVersion(char *version, unsigned int length)
{
	return text_give(lib.rm.version_text, version, length);
}

/* What the driver itself said at initialisation; before, what the system's files say. */
static bool driver_version(char *ret_version, size_t size)
{
	bool known = lib_enter();

	if (known) {
		text_take(ret_version, size, lib.rm.version_text, sizeof(lib.rm.version_text));
		known = ret_version[0] != '\0';
		lib_leave();
	}
	return known || sys_driver_version(ret_version, size);
}

/* "<CUDA major>.<driver version>"; works before initialisation, as a client's first question. */
nvmlReturn_t impl_SystemGetNVMLVersion(char *version, unsigned int length)
{
	char text[96];
	char driver[64];
	int cuda = 0;
	bool newer = false;
	struct rm_version parsed;

	if (!driver_version(driver, sizeof(driver)))
		snprintf(text, sizeof(text), "%d.%s", NVML_API_MAJOR, OPENNVML_VERSION);
	else if (rm_version_parse(driver, &parsed) &&
		 ids_cuda_version(parsed.major, parsed.minor, &cuda, &newer))
		snprintf(text, sizeof(text), "%d.%s", cuda / 1000, driver);
	else
		snprintf(text, sizeof(text), "%d.%s", NVML_API_MAJOR, driver);
	return text_give(text, version, length);
}

static nvmlReturn_t cuda_version(int *ret_version)
{
	bool newer = false;
	int value = 0;

	if (!ids_cuda_version(lib.rm.version.major, lib.rm.version.minor, &value, &newer))
		return NVML_ERROR_NOT_SUPPORTED;
	*ret_version = value;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_SystemGetCudaDriverVersion(int *cudaDriverVersion)
{
	return cuda_version(cudaDriverVersion);
}

nvmlReturn_t impl_SystemGetCudaDriverVersion_v2(int *cudaDriverVersion)
{
	return cuda_version(cudaDriverVersion);
}

nvmlReturn_t impl_SystemGetDriverBranch(nvmlSystemDriverBranchInfo_t *branchInfo,
					unsigned int length)
{
	unsigned room = (unsigned)sizeof(branchInfo->branch);
	struct text branch;
	nvmlReturn_t result = provider_driver_branch(&branch);

	if (result != NVML_SUCCESS)
		return result;
	return text_give(branch.chars, branchInfo->branch, length < room ? length : room);
}

nvmlReturn_t impl_SystemGetProcessName(unsigned int pid, char *name, unsigned int length)
{
	char text[1024];

	if (length == 0)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = sys_process_name(pid, text, sizeof(text));
	return result == NVML_SUCCESS ? text_give(text, name, length) : result;
}
