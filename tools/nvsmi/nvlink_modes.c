/* SPDX-License-Identifier: MIT */
/* What holds for all links of a GPU, or for all GPUs. */

#include "nvlink.h"
#include "subcommand.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const mode_names[] = {"FULL", "OFF", "MIN", "HALF", "3QUARTER"};

#define MODES COUNT_OF(mode_names)

int nvlink_print_bandwidth_mode(void)
{
	nvmlReturn_t (*function)(unsigned int *) = library_symbol("nvmlSystemGetNvlinkBwMode");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int mode = 0;

	if (function)
		status = function(&mode);
	if (status == NVML_SUCCESS) {
		out("nvlink bandwidth mode: %s\n", mode < MODES ? mode_names[mode] : "N/A");
		return 0;
	}
	complain(text_is_missing(status) ? "Getting nvlink bandwidth mode is not supported\n"
					 : "Unable to read nvlink bandwidth mode\n");
	return exit_status(status);
}

static bool find_mode(const char *name, unsigned int *ret_mode)
{
	for (unsigned int i = 0; i < MODES; i++) {
		if (!strcmp(name, mode_names[i])) {
			*ret_mode = i;
			return true;
		}
	}
	return false;
}

static int print_modes(void)
{
	for (unsigned int i = 0; i < MODES; i++)
		out("%s%s", i ? ", " : "", mode_names[i]);
	out("\n");
	return 0;
}

int nvlink_set_bandwidth_mode(const char *name)
{
	nvmlReturn_t (*function)(unsigned int) = library_change("nvmlSystemSetNvlinkBwMode");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int mode;

	if (!strcmp(name, "values"))
		return print_modes();
	if (!find_mode(name, &mode)) {
		complain("Invalid nvlink bandwidth mode: %s\n", name);
		return EXIT_ARGUMENT;
	}
	if (function)
		status = function(mode);
	if (status == NVML_SUCCESS) {
		out("Successfully set nvlink bandwidth mode to %s\n", name);
		return 0;
	}
	if (text_is_missing(status))
		complain("Setting nvlink bandwidth mode is not supported\n");
	else
		complain("Unable to set nvlink bandwidth mode: %s\n", library_error(status));
	return exit_status(status);
}

static void print_version(struct gpu *gpu)
{
	/* The driver's numbers, which libraries pass on: not those of nvmlNvlinkVersion_t. */
	static const char *const names[] = {NULL,  "1.0", "2.0", NULL, "2.2",
					    "3.0", "3.1", "4.0", "5.0"};
	int64_t version = 0;

	gpu_field(gpu, NVML_FI_DEV_NVLINK_GET_VERSION, 0, &version);
	if (version > 0 && version < (int64_t)COUNT_OF(names) && names[version])
		out("\t Version: %s\n", names[version]);
	else
		out("\t Version: N/A\n");
}

int nvlink_info(struct gpu *gpu, const struct nvlink_view *view)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlNvLinkInfo_t *) =
	    library_symbol("nvmlDeviceGetNvLinkInfo");
	nvmlNvLinkInfo_t info = {.version = nvmlNvLinkInfo_v2};

	(void)view;
	print_version(gpu);
	if (!function || function(gpu_device(gpu), &info) != NVML_SUCCESS)
		return 0;
	out("\t NVLE: %s\n", info.isNvleEnabled ? "Enabled" : "Disabled");
	for (unsigned int i = 0;
	     i < info.firmwareInfo.numValidEntries && i < NVML_NVLINK_FIRMWARE_VERSION_LENGTH;
	     i++) {
		const nvmlNvlinkFirmwareVersion_t *part = &info.firmwareInfo.firmwareVersion[i];

		out("\t Firmware Version: %u.%u.%u\n", part->major, part->minor, part->subMinor);
	}
	return 0;
}

/* How many microseconds the number of a threshold stands for. */
static int64_t threshold_unit(struct gpu *gpu)
{
	int64_t unit = NVML_NVLINK_LOW_POWER_THRESHOLD_UNIT_100US;

	gpu_field(gpu, NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_UNITS, 0, &unit);
	return unit == NVML_NVLINK_LOW_POWER_THRESHOLD_UNIT_50US ? 50 : 100;
}

int nvlink_low_power(struct gpu *gpu, const struct nvlink_view *view)
{
	int64_t threshold = 0;
	int64_t least = 0;
	int64_t most = 0;

	(void)view;
	if (gpu_field(gpu, NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD, 0, &threshold) != NVML_SUCCESS) {
		out("\t Low Power Threshold: N/A\n");
		return 0;
	}
	out("\t Low Power Threshold: %" PRId64 " us\n", threshold * threshold_unit(gpu));
	if (gpu_field(gpu, NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MIN, 0, &least) == NVML_SUCCESS &&
	    gpu_field(gpu, NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MAX, 0, &most) == NVML_SUCCESS)
		out("\t Low Power Threshold Range: %" PRId64 " - %" PRId64 " us\n",
		    least * threshold_unit(gpu), most * threshold_unit(gpu));
	return 0;
}

int nvlink_set_low_power(struct gpu *gpu, const struct nvlink_view *view)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlNvLinkPowerThres_t *) =
	    library_change("nvmlDeviceSetNvLinkDeviceLowPowerThreshold");
	nvmlNvLinkPowerThres_t threshold = {NVML_NVLINK_LOW_POWER_THRESHOLD_RESET};
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int number = 0;
	bool reset = !strcmp(view->value, "default");

	if (!reset &&
	    !arguments_number(view->value, NVML_NVLINK_LOW_POWER_THRESHOLD_MAX, &number)) {
		complain("Invalid low power threshold: %s\n", view->value);
		return EXIT_ARGUMENT;
	}
	if (!reset)
		threshold.lowPwrThreshold = number;
	if (function)
		status = function(gpu_device(gpu), &threshold);
	if (status != NVML_SUCCESS)
		return subcommand_fail("Unable to set the low power threshold", gpu, status);
	if (reset)
		out("\t Low Power Threshold reset successfully\n");
	else
		out("\t Low Power Threshold set to %u\n", number);
	return 0;
}
