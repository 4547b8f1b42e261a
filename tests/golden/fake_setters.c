/* SPDX-License-Identifier: MIT */
/*
 * The functions of fake_nvml.c that change something. A key has the values after dots, so that
 * another value is not answered: "0.nvmlDeviceSetGpuLockedClocks.1000.1200=0"; the text is the
 * status as elsewhere ("!4"), and for MIG mode the activation status follows.
 */

#include "fake_nvml.h"

#include <stdio.h>
#include <stdlib.h>

static nvmlReturn_t set(nvmlDevice_t device, const char *key)
{
	char text[16];

	return fake_answer(device, key, -1, text, sizeof(text));
}

#define SET(function)                                                                              \
	nvmlReturn_t function(nvmlDevice_t device)                                                 \
	{                                                                                          \
		return set(device, #function);                                                     \
	}

SET(nvmlDeviceResetGpuLockedClocks)
SET(nvmlDeviceResetMemoryLockedClocks)
SET(nvmlDeviceResetApplicationsClocks)
SET(nvmlDeviceClearAccountingPids)

static nvmlReturn_t set_one(nvmlDevice_t device, const char *function, unsigned int value)
{
	char key[64];

	snprintf(key, sizeof(key), "%.45s.%u", function, value);
	return set(device, key);
}

#define SET_ONE(function, type)                                                                    \
	nvmlReturn_t function(nvmlDevice_t device, type value)                                     \
	{                                                                                          \
		return set_one(device, #function, (unsigned int)value);                            \
	}

SET_ONE(nvmlDeviceSetPersistenceMode, nvmlEnableState_t)
SET_ONE(nvmlDeviceSetEccMode, nvmlEnableState_t)
SET_ONE(nvmlDeviceClearEccErrorCounts, nvmlEccCounterType_t)
SET_ONE(nvmlDeviceSetComputeMode, nvmlComputeMode_t)
SET_ONE(nvmlDeviceSetGpuOperationMode, nvmlGpuOperationMode_t)
SET_ONE(nvmlDeviceSetVirtualizationMode, nvmlGpuVirtualizationMode_t)
SET_ONE(nvmlDeviceSetAccountingMode, nvmlEnableState_t)
SET_ONE(nvmlDeviceSetPowerManagementLimit, unsigned int)

static nvmlReturn_t set_two(nvmlDevice_t device, const char *function, unsigned int first,
			    unsigned int second)
{
	char key[80];

	snprintf(key, sizeof(key), "%.45s.%u.%u", function, first, second);
	return set(device, key);
}

#define SET_TWO(function, first_type, second_type)                                                 \
	nvmlReturn_t function(nvmlDevice_t device, first_type first, second_type second)           \
	{                                                                                          \
		return set_two(device, #function, (unsigned int)first, (unsigned int)second);      \
	}

SET_TWO(nvmlDeviceSetGpuLockedClocks, unsigned int, unsigned int)
SET_TWO(nvmlDeviceSetMemoryLockedClocks, unsigned int, unsigned int)
SET_TWO(nvmlDeviceSetApplicationsClocks, unsigned int, unsigned int)
SET_TWO(nvmlDeviceSetAPIRestriction, nvmlRestrictedAPI_t, nvmlEnableState_t)
SET_TWO(nvmlDeviceSetDefaultAutoBoostedClocksEnabled, nvmlEnableState_t, unsigned int)

nvmlReturn_t nvmlDeviceSetPowerManagementLimit_v2(nvmlDevice_t device,
						  nvmlPowerValue_v2_t *powerValue)
{
	if (powerValue->version != nvmlPowerValue_v2)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	return set_two(device, "nvmlDeviceSetPowerManagementLimit_v2", powerValue->powerScope,
		       powerValue->powerValueMw);
}

nvmlReturn_t nvmlDeviceSetTemperatureThreshold(nvmlDevice_t device,
					       nvmlTemperatureThresholds_t thresholdType, int *temp)
{
	return set_two(device, "nvmlDeviceSetTemperatureThreshold", (unsigned int)thresholdType,
		       (unsigned int)*temp);
}

nvmlReturn_t nvmlDeviceSetDramEncryptionMode(nvmlDevice_t device,
					     const nvmlDramEncryptionInfo_t *dramEncryption)
{
	if (dramEncryption->version != nvmlDramEncryptionInfo_v1)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	return set_one(device, "nvmlDeviceSetDramEncryptionMode",
		       (unsigned int)dramEncryption->encryptionState);
}

nvmlReturn_t nvmlDeviceSetMigMode(nvmlDevice_t device, unsigned int mode,
				  nvmlReturn_t *activationStatus)
{
	char text[16];
	nvmlReturn_t status =
	    fake_answer(device, "nvmlDeviceSetMigMode", (int)mode, text, sizeof(text));

	if (status == NVML_SUCCESS)
		*activationStatus = (nvmlReturn_t)atoi(text);
	return status;
}
