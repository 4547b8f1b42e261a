/* SPDX-License-Identifier: MIT */
/* -B: GPUs that the driver leaves alone. */

#include "nvsmi.h"

static int fail(nvmlReturn_t status)
{
	complain("Unable to determine the excluded devices: %s\n", library_error(status));
	return exit_status(status);
}

int excluded_print(void)
{
	nvmlReturn_t (*ask_count)(unsigned int *) = library_symbol("nvmlGetExcludedDeviceCount");
	nvmlReturn_t (*ask)(unsigned int, nvmlExcludedDeviceInfo_t *) =
	    library_symbol("nvmlGetExcludedDeviceInfoByIndex");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int count = 0;

	if (ask_count && ask)
		status = ask_count(&count);
	if (status != NVML_SUCCESS)
		return fail(status);
	if (count == 0)
		out("No excluded devices found.\n");
	for (unsigned int i = 0; i < count && i < NVSMI_PLACES; i++) {
		nvmlExcludedDeviceInfo_t info = {0};

		status = ask(i, &info);
		if (status != NVML_SUCCESS)
			return fail(status);
		text_tame(info.uuid, sizeof(info.uuid));
		out("GPU %08X:%02X:%02X.0: (UUID: %s)\n", info.pciInfo.domain, info.pciInfo.bus,
		    info.pciInfo.device, info.uuid);
	}
	return 0;
}
