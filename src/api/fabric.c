/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/gpu.h"
#include "entry_impl.h"
#include "provider.h"
#include "rm_status.h"

/* Bits 1:0 tell of a degraded bandwidth: yes 1, no 2, unknown 0; 3 is no answer. */
#define DEGRADED_BANDWIDTH 0x3u

static uint32_t health_of(uint32_t mask)
{
	return (mask & DEGRADED_BANDWIDTH) == DEGRADED_BANDWIDTH ? mask & ~DEGRADED_BANDWIDTH
								 : mask;
}

/* What follows the state means something once the registration is complete. */
static nvmlReturn_t fabric(struct gpu *gpu, struct fabric_state *ret_state)
{
	nvmlReturn_t result = PROVIDER_ASK(gpu, fabric, ret_state);

	if (result == NVML_SUCCESS && ret_state->state != NVML_GPU_FABRIC_STATE_COMPLETED) {
		uint8_t state = ret_state->state;
		memset(ret_state, 0, sizeof(*ret_state));
		ret_state->state = state;
	}
	return result;
}

nvmlReturn_t impl_DeviceGetGpuFabricInfo(struct gpu *gpu, nvmlGpuFabricInfo_t *gpuFabricInfo)
{
	struct fabric_state state;
	nvmlReturn_t result = fabric(gpu, &state);

	if (result != NVML_SUCCESS)
		return result;
	memcpy(gpuFabricInfo->clusterUuid, state.cluster, sizeof(state.cluster));
	gpuFabricInfo->status = (nvmlReturn_t)rm_status_to_nvml(state.status);
	gpuFabricInfo->cliqueId = state.clique;
	gpuFabricInfo->state = state.state;
	return NVML_SUCCESS;
}

/* Versions 2 and 3 differ in the last word. */
nvmlReturn_t impl_DeviceGetGpuFabricInfoV(struct gpu *gpu, nvmlGpuFabricInfoV_t *gpuFabricInfo)
{
	struct fabric_state state;
	nvmlReturn_t result = fabric(gpu, &state);

	if (result != NVML_SUCCESS)
		return result;
	memcpy(gpuFabricInfo->clusterUuid, state.cluster, sizeof(state.cluster));
	gpuFabricInfo->status = (nvmlReturn_t)rm_status_to_nvml(state.status);
	gpuFabricInfo->cliqueId = state.clique;
	gpuFabricInfo->state = state.state;
	gpuFabricInfo->healthMask = health_of(state.health_mask);
	if (gpuFabricInfo->version == nvmlGpuFabricInfo_v3)
		gpuFabricInfo->healthSummary = state.health_summary;
	return NVML_SUCCESS;
}

/* The position of a module in its rack; version 1 and 2 have one layout. */
nvmlReturn_t impl_DeviceGetPlatformInfo(struct gpu *gpu, nvmlPlatformInfo_t *platformInfo)
{
	struct platform_state state;
	nvmlReturn_t result = PROVIDER_ASK(gpu, platform, &state);

	if (result != NVML_SUCCESS)
		return result;
	memcpy(platformInfo->ibGuid, state.ib_guid, sizeof(state.ib_guid));
	memcpy(platformInfo->chassisSerialNumber, state.rack_guid, sizeof(state.rack_guid));
	platformInfo->slotNumber = state.chassis_physical_slot;
	platformInfo->trayIndex = state.compute_slot;
	platformInfo->hostId = state.node;
	platformInfo->peerType = state.peer_type;
	platformInfo->moduleId = state.module;
	return NVML_SUCCESS;
}

/* Bits 1:0 of the capability index: the driver's own order, and its codes are the API's. */
nvmlReturn_t impl_DeviceGetP2PStatus(struct gpu *gpu1, struct gpu *gpu2,
				     nvmlGpuP2PCapsIndex_t p2pIndex, nvmlGpuP2PStatus_t *p2pStatus)
{
	/* Places of the driver's status list; index 4 is PCI since 550. */
	static const uint8_t places[] = {[NVML_P2P_CAPS_INDEX_READ] = 0,
					 [NVML_P2P_CAPS_INDEX_WRITE] = 1,
					 [NVML_P2P_CAPS_INDEX_NVLINK] = 2,
					 [NVML_P2P_CAPS_INDEX_ATOMICS] = 3,
					 [NVML_P2P_CAPS_INDEX_PCI] = 6};
	struct p2p_state state;

	nvmlReturn_t result = PROVIDER_ASK(gpu1, p2p, gpu2, &state);
	if (result != NVML_SUCCESS)
		return result;
	if ((unsigned)p2pIndex >= sizeof(places)) {
		*p2pStatus = NVML_P2P_STATUS_OK;
		return NVML_SUCCESS;
	}
	uint8_t status = state.status[places[p2pIndex]];
	*p2pStatus = status <= NVML_P2P_STATUS_NOT_SUPPORTED ? (nvmlGpuP2PStatus_t)status
							     : NVML_P2P_STATUS_UNKNOWN;
	return NVML_SUCCESS;
}
