/* SPDX-License-Identifier: MIT */
/* Confidential computing, of the system and of each GPU. */
#include "core/gpu.h"
#include "entry_impl.h"
#include "provider.h"

/* The driver has one word for each kind of feature; the API knows on and off. */
static unsigned int feature_of(const struct conf_compute_state *state)
{
	return state->feature != 0 ? NVML_CC_SYSTEM_FEATURE_ENABLED
				   : NVML_CC_SYSTEM_FEATURE_DISABLED;
}

/* A driver without the feature makes nothing capable of it: as NVIDIA's library. */
nvmlReturn_t impl_SystemGetConfComputeCapabilities(nvmlConfComputeSystemCaps_t *capabilities)
{
	struct conf_compute_state state = {0};
	nvmlReturn_t result = provider_conf_compute(&state);

	if (result != NVML_SUCCESS && result != NVML_ERROR_NOT_SUPPORTED)
		return result;
	capabilities->cpuCaps = state.cpu;
	capabilities->gpusCaps =
	    state.gpus != 0 ? NVML_CC_SYSTEM_GPUS_CC_CAPABLE : NVML_CC_SYSTEM_GPUS_CC_NOT_CAPABLE;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_SystemGetConfComputeState(nvmlConfComputeSystemState_t *state)
{
	struct conf_compute_state now;
	nvmlReturn_t result = provider_conf_compute(&now);

	if (result == NVML_SUCCESS)
		*state = (nvmlConfComputeSystemState_t){.environment = now.environment,
							.ccFeature = feature_of(&now),
							.devToolsMode = now.dev_tools};
	return result;
}

nvmlReturn_t impl_SystemGetConfComputeSettings(nvmlSystemConfComputeSettings_t *settings)
{
	struct conf_compute_state now;
	nvmlReturn_t result = provider_conf_compute(&now);

	if (result == NVML_SUCCESS) {
		settings->environment = now.environment;
		settings->ccFeature = feature_of(&now);
		settings->devToolsMode = now.dev_tools;
		settings->multiGpuMode = now.multi_gpu;
	}
	return result;
}

nvmlReturn_t impl_SystemGetConfComputeGpusReadyState(unsigned int *isAcceptingWork)
{
	bool ready;
	nvmlReturn_t result = provider_conf_compute_ready(&ready);

	if (result == NVML_SUCCESS)
		*isAcceptingWork = ready ? NVML_CC_ACCEPTING_CLIENT_REQUESTS_TRUE
					 : NVML_CC_ACCEPTING_CLIENT_REQUESTS_FALSE;
	return result;
}

nvmlReturn_t impl_SystemSetConfComputeGpusReadyState(unsigned int isAcceptingWork)
{
	return provider_set_conf_compute_ready(isAcceptingWork ==
					       NVML_CC_ACCEPTING_CLIENT_REQUESTS_TRUE);
}

nvmlReturn_t impl_SystemGetConfComputeKeyRotationThresholdInfo(
    nvmlConfComputeGetKeyRotationThresholdInfo_t *pKeyRotationThrInfo)
{
	uint64_t exponent;
	nvmlReturn_t result = provider_attacker_advantage(&exponent);

	if (result == NVML_SUCCESS)
		pKeyRotationThrInfo->attackerAdvantage = exponent;
	return result;
}

/* Below the least that every driver takes nothing is asked; the most depends on the driver. */
nvmlReturn_t impl_SystemSetConfComputeKeyRotationThresholdInfo(
    nvmlConfComputeSetKeyRotationThresholdInfo_t *pKeyRotationThrInfo)
{
	if (pKeyRotationThrInfo->maxAttackerAdvantage <
	    NVML_CC_KEY_ROTATION_THRESHOLD_ATTACKER_ADVANTAGE_MIN)
		return NVML_ERROR_INVALID_ARGUMENT;
	return provider_set_attacker_advantage(pKeyRotationThrInfo->maxAttackerAdvantage);
}

nvmlReturn_t impl_DeviceGetConfComputeMemSizeInfo(struct gpu *gpu,
						  nvmlConfComputeMemSizeInfo_t *memInfo)
{
	struct conf_compute_memory memory;
	nvmlReturn_t result = PROVIDER_ASK(gpu, conf_compute_memory, &memory);

	if (result == NVML_SUCCESS)
		*memInfo =
		    (nvmlConfComputeMemSizeInfo_t){.protectedMemSizeKib = memory.protected_kib,
						   .unprotectedMemSizeKib = memory.unprotected_kib};
	return result;
}

nvmlReturn_t impl_DeviceSetConfComputeUnprotectedMemSize(struct gpu *gpu,
							 unsigned long long sizeKiB)
{
	return PROVIDER_ASK(gpu, set_unprotected_kib, sizeKiB);
}

nvmlReturn_t impl_DeviceGetConfComputeGpuCertificate(struct gpu *gpu,
						     nvmlConfComputeGpuCertificate_t *gpuCert)
{
	return PROVIDER_ASK(gpu, gpu_certificate, gpuCert);
}

nvmlReturn_t
impl_DeviceGetConfComputeGpuAttestationReport(struct gpu *gpu,
					      nvmlConfComputeGpuAttestationReport_t *gpuAtstReport)
{
	return PROVIDER_ASK(gpu, gpu_attestation, gpuAtstReport);
}
