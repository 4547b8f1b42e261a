/* SPDX-License-Identifier: MIT */
/* The NVML call of each setter. What it replaced, or what would fit, is noted for what is said. */

#include "setters.h"

#include "answers.h"

#include <stdio.h>
#include <string.h>

/* Enumerations of NVML are numbers of this size in every ABI that it has. */
nvmlReturn_t call_device(struct change *change)
{
	nvmlReturn_t (*function)(nvmlDevice_t) = library_change(change->setting->setter->symbol);

	return function ? function(gpu_device(change->gpu)) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

nvmlReturn_t call_number(struct change *change)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int) =
	    library_change(change->setting->setter->symbol);

	return function ? function(gpu_device(change->gpu), change->amount.number)
			: NVML_ERROR_FUNCTION_NOT_FOUND;
}

nvmlReturn_t call_pair(struct change *change)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, unsigned int) =
	    library_change(change->setting->setter->symbol);

	return function
		   ? function(gpu_device(change->gpu), change->amount.number, change->amount.second)
		   : NVML_ERROR_FUNCTION_NOT_FOUND;
}

nvmlReturn_t call_argument_number(struct change *change)
{
	const struct setter *setter = change->setting->setter;
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, unsigned int) =
	    library_change(setter->symbol);

	return function ? function(gpu_device(change->gpu), setter->argument, change->amount.number)
			: NVML_ERROR_FUNCTION_NOT_FOUND;
}

/* No public function takes another mode than the usual one. */
nvmlReturn_t call_gpu_clocks(struct change *change)
{
	if (change->setting->mode && strcmp(change->setting->mode, "0") != 0)
		return NVML_ERROR_NOT_SUPPORTED;
	return call_pair(change);
}

nvmlReturn_t call_auto_boost(struct change *change)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlEnableState_t, unsigned int) =
	    library_change("nvmlDeviceSetDefaultAutoBoostedClocksEnabled");

	return function
		   ? function(gpu_device(change->gpu), (nvmlEnableState_t)change->amount.number, 0)
		   : NVML_ERROR_FUNCTION_NOT_FOUND;
}

static nvmlReturn_t set_power(struct change *change, unsigned int scope)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPowerValue_v2_t *) =
	    library_change("nvmlDeviceSetPowerManagementLimit_v2");
	nvmlPowerValue_v2_t power = {.version = nvmlPowerValue_v2,
				     .powerScope = (nvmlPowerScopeType_t)scope,
				     .powerValueMw = change->amount.number};

	if (!function && scope == NVML_POWER_SCOPE_GPU) {
		nvmlReturn_t (*simple)(nvmlDevice_t, unsigned int) =
		    library_change("nvmlDeviceSetPowerManagementLimit");

		return simple ? simple(gpu_device(change->gpu), power.powerValueMw)
			      : NVML_ERROR_FUNCTION_NOT_FOUND;
	}
	return function ? function(gpu_device(change->gpu), &power) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

static void note_watts(char *ret_text, size_t size, int64_t milliwatts)
{
	if (milliwatts >= 0)
		snprintf(ret_text, size, "%.2f", (double)milliwatts / 1000);
}

/* What a power limit of each scope is read from. */
struct limits {
	enum value_id current;
	enum value_id min;
	enum value_id max;
};

static struct limits limits_of(unsigned int scope)
{
	if (scope == NVML_POWER_SCOPE_GPU)
		return (struct limits){VALUE_POWER_LIMIT, VALUE_POWER_MIN, VALUE_POWER_MAX};
	if (scope == NVML_POWER_SCOPE_MODULE)
		return (struct limits){VALUE_MODULE_POWER_REQUESTED, VALUE_MODULE_POWER_MIN,
				       VALUE_MODULE_POWER_MAX};
	return (struct limits){VALUE_NONE, VALUE_NONE, VALUE_NONE};
}

/* {first}: the new one, {second}: the old one; where it does not fit, what would. */
nvmlReturn_t call_power_limit(struct change *change)
{
	struct amount scope = {.number = NVML_POWER_SCOPE_GPU};
	struct limits limits;
	int64_t old;
	nvmlReturn_t status;

	if (change->setting->scope)
		value_scope(change->setting->scope, &scope);
	limits = limits_of(scope.number);
	old = gpu_number(change->gpu, limits.current, -1);
	status = set_power(change, scope.number);
	snprintf(change->second, sizeof(change->second), "%s", status == NVML_SUCCESS ? "N/A" : "");
	if (status == NVML_SUCCESS) {
		note_watts(change->first, sizeof(change->first), change->amount.number);
		note_watts(change->second, sizeof(change->second), old);
	} else if (status == NVML_ERROR_INVALID_ARGUMENT) {
		note_watts(change->first, sizeof(change->first),
			   gpu_number(change->gpu, limits.min, -1));
		note_watts(change->second, sizeof(change->second),
			   gpu_number(change->gpu, limits.max, -1));
	}
	return status;
}

static void note_number(char *ret_text, size_t size, int64_t number)
{
	if (number >= 0)
		snprintf(ret_text, size, "%lld", (long long)number);
}

/* As call_power_limit. */
nvmlReturn_t call_target_temperature(struct change *change)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlTemperatureThresholds_t, int *) =
	    library_change("nvmlDeviceSetTemperatureThreshold");
	int celsius = (int)change->amount.number;
	struct gpu *gpu = change->gpu;
	int64_t old = gpu_number(gpu, VALUE_TEMPERATURE_TARGET, -1);
	nvmlReturn_t status =
	    function ? function(gpu_device(gpu), NVML_TEMPERATURE_THRESHOLD_ACOUSTIC_CURR, &celsius)
		     : NVML_ERROR_FUNCTION_NOT_FOUND;

	if (status == NVML_SUCCESS) {
		note_number(change->first, sizeof(change->first), change->amount.number);
		note_number(change->second, sizeof(change->second), old);
	} else if (status == NVML_ERROR_INVALID_ARGUMENT) {
		note_number(change->first, sizeof(change->first),
			    gpu_number(gpu, VALUE_TEMPERATURE_TARGET_MIN, -1));
		note_number(change->second, sizeof(change->second),
			    gpu_number(gpu, VALUE_TEMPERATURE_TARGET_MAX, -1));
	}
	return status;
}

nvmlReturn_t call_mig_mode(struct change *change)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, nvmlReturn_t *) =
	    library_change("nvmlDeviceSetMigMode");

	return function
		   ? function(gpu_device(change->gpu), change->amount.number, &change->activation)
		   : NVML_ERROR_FUNCTION_NOT_FOUND;
}

nvmlReturn_t call_dram_encryption(struct change *change)
{
	nvmlReturn_t (*function)(nvmlDevice_t, const nvmlDramEncryptionInfo_t *) =
	    library_change("nvmlDeviceSetDramEncryptionMode");
	nvmlDramEncryptionInfo_t wanted = {.version = nvmlDramEncryptionInfo_v1,
					   .encryptionState =
					       (nvmlEnableState_t)change->amount.number};

	return function ? function(gpu_device(change->gpu), &wanted)
			: NVML_ERROR_FUNCTION_NOT_FOUND;
}

nvmlReturn_t call_set_hostname(struct change *change)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlHostname_v1_t *) =
	    library_change("nvmlDeviceSetHostname_v1");
	nvmlHostname_v1_t name = {{0}};

	snprintf(name.value, sizeof(name.value), "%s", change->amount.shown);
	return function ? function(gpu_device(change->gpu), &name) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

nvmlReturn_t call_get_hostname(struct change *change)
{
	char name[NVML_DEVICE_HOSTNAME_BUFFER_SIZE];
	nvmlReturn_t status = gpu_hostname(change->gpu, name);

	if (status == NVML_SUCCESS)
		snprintf(change->first, sizeof(change->first), "%s", name);
	return status;
}
