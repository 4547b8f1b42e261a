/* SPDX-License-Identifier: MIT */
/*
 * Workload power profiles of fake_nvml.c: "0.powerprofiles", "0.requested" and "0.enforced" are the
 * first word of a mask each, "0.powerprofile.ID" is priority and the first word of the mask of
 * conflicts, "0.setrequested.MASK=0" and so on the status of asking for some. What lies beyond is
 * not written, as by libraries that fill only what they know.
 */

#include "fake_nvml.h"

#include <stdio.h>

static nvmlReturn_t mask(nvmlDevice_t device, const char *key, nvmlMask255_t *ret_mask)
{
	unsigned long long number = 0;
	nvmlReturn_t status = fake_numbers(device, key, -1, &number, 1);

	ret_mask->mask[0] = (unsigned int)number;
	return status;
}

nvmlReturn_t
nvmlDeviceWorkloadPowerProfileGetProfilesInfo(nvmlDevice_t device,
					      nvmlWorkloadPowerProfileProfilesInfo_t *profilesInfo)
{
	nvmlReturn_t status = mask(device, "powerprofiles", &profilesInfo->perfProfilesMask);

	if (profilesInfo->version != nvmlWorkloadPowerProfileProfilesInfo_v1)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	for (int id = 0; id < 32; id++) {
		unsigned long long number[2] = {0};

		if (fake_numbers(device, "powerprofile", id, number, 2) != NVML_SUCCESS)
			continue;
		profilesInfo->perfProfile[id].profileId = (unsigned int)id;
		profilesInfo->perfProfile[id].priority = (unsigned int)number[0];
		profilesInfo->perfProfile[id].conflictingMask.mask[0] = (unsigned int)number[1];
	}
	return status;
}

nvmlReturn_t nvmlDeviceWorkloadPowerProfileGetCurrentProfiles(
    nvmlDevice_t device, nvmlWorkloadPowerProfileCurrentProfiles_t *currentProfiles)
{
	nvmlReturn_t status = mask(device, "requested", &currentProfiles->requestedProfilesMask);

	if (currentProfiles->version != nvmlWorkloadPowerProfileCurrentProfiles_v1)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	if (status == NVML_SUCCESS)
		status = mask(device, "enforced", &currentProfiles->enforcedProfilesMask);
	return status;
}

/* The key ends with the first word of the mask. */
static nvmlReturn_t request(nvmlDevice_t device, unsigned int version, const char *function,
			    const nvmlMask255_t *mask)
{
	char key[96], text[16];

	if (version != nvmlWorkloadPowerProfileRequestedProfiles_v1)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	snprintf(key, sizeof(key), "%s.%u", function, mask->mask[0]);
	return fake_answer(device, key, -1, text, sizeof(text));
}

nvmlReturn_t nvmlDeviceWorkloadPowerProfileSetRequestedProfiles(
    nvmlDevice_t device, nvmlWorkloadPowerProfileRequestedProfiles_t *requestedProfiles)
{
	return request(device, requestedProfiles->version, "setrequested",
		       &requestedProfiles->requestedProfilesMask);
}

nvmlReturn_t nvmlDeviceWorkloadPowerProfileClearRequestedProfiles(
    nvmlDevice_t device, nvmlWorkloadPowerProfileRequestedProfiles_t *requestedProfiles)
{
	return request(device, requestedProfiles->version, "clearrequested",
		       &requestedProfiles->requestedProfilesMask);
}

nvmlReturn_t nvmlDeviceWorkloadPowerProfileUpdateProfiles_v1(
    nvmlDevice_t device, nvmlWorkloadPowerProfileUpdateProfiles_v1_t *updateProfiles)
{
	if (updateProfiles->operation != NVML_POWER_PROFILE_OPERATION_SET_AND_OVERWRITE)
		return NVML_ERROR_INVALID_ARGUMENT;
	return request(device, nvmlWorkloadPowerProfileRequestedProfiles_v1, "overwrite",
		       &updateProfiles->updateProfilesMask);
}

/* "0.nvmlDevicePowerSmoothingSetState.1=0", and likewise ".PROFILE" and ".PROFILE.PARAMETER.VALUE".
 */
static nvmlReturn_t smooth(nvmlDevice_t device, unsigned int version, unsigned int expected,
			   const char *key)
{
	char text[16];

	if (version != expected)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	return fake_answer(device, key, -1, text, sizeof(text));
}

nvmlReturn_t nvmlDevicePowerSmoothingSetState(nvmlDevice_t device, nvmlPowerSmoothingState_t *state)
{
	char key[64];

	snprintf(key, sizeof(key), "nvmlDevicePowerSmoothingSetState.%u",
		 (unsigned int)state->state);
	return smooth(device, state->version, nvmlPowerSmoothingState_v1, key);
}

nvmlReturn_t nvmlDevicePowerSmoothingActivatePresetProfile(nvmlDevice_t device,
							   nvmlPowerSmoothingProfile_t *profile)
{
	char key[64];

	snprintf(key, sizeof(key), "nvmlDevicePowerSmoothingActivatePresetProfile.%u",
		 profile->profileId);
	return smooth(device, profile->version, nvmlPowerSmoothingProfile_v1, key);
}

nvmlReturn_t nvmlDevicePowerSmoothingUpdatePresetProfileParam(nvmlDevice_t device,
							      nvmlPowerSmoothingProfile_t *profile)
{
	char key[96];

	snprintf(key, sizeof(key), "PowerSmoothingUpdatePresetProfileParam.%u.%u.%g",
		 profile->profileId, profile->paramId, profile->value);
	return smooth(device, profile->version, nvmlPowerSmoothingProfile_v1, key);
}
