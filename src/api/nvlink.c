/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/enable.h"
#include "api/nvlink.h"
#include "core/gpu.h"
#include "core/strings.h"
#include "entry_impl.h"
#include "rm_constants.h"

/* First bit of the device-wide capability table: NVLink is supported at all. */
#define CAPABILITY_SUPPORTED 0x1u

nvmlReturn_t nvlink_state(struct gpu *gpu, struct nvlink_state *ret_state)
{
	nvmlReturn_t result = PROVIDER_ASK(gpu, nvlinks, ret_state);

	if (result == NVML_SUCCESS &&
	    (!(ret_state->capabilities & CAPABILITY_SUPPORTED) || ret_state->enabled == 0))
		result = NVML_ERROR_NOT_SUPPORTED;
	return result;
}

bool nvlink_is_enabled(const struct nvlink_state *state, unsigned link)
{
	return link < NVLINKS_MAX && (state->enabled >> link & 1);
}

/* A link that is not enabled is a bad argument, not a missing feature. */
static nvmlReturn_t state_with_link(struct gpu *gpu, unsigned link, struct nvlink_state *ret_state)
{
	nvmlReturn_t result = nvlink_state(gpu, ret_state);

	if (result == NVML_SUCCESS && !nvlink_is_enabled(ret_state, link))
		result = NVML_ERROR_INVALID_ARGUMENT;
	return result;
}

static nvmlReturn_t one_link(struct gpu *gpu, unsigned link, struct nvlink *ret_link)
{
	struct nvlink_state state;
	nvmlReturn_t result = state_with_link(gpu, link, &state);

	if (result == NVML_SUCCESS)
		*ret_link = state.links[link];
	return result;
}

bool nvlink_is_active(const struct nvlink *link)
{
	switch (link->state) {
	case NV2080_CTRL_NVLINK_STATUS_LINK_STATE_ACTIVE:
	case NV2080_CTRL_NVLINK_STATUS_LINK_STATE_SLEEP:
	case NV2080_CTRL_NVLINK_STATUS_LINK_STATE_RECOVERY:
	case NV2080_CTRL_NVLINK_STATUS_LINK_STATE_RECOVERY_AC:
	case NV2080_CTRL_NVLINK_STATUS_LINK_STATE_RECOVERY_RX:
		return true;
	default:
		return false;
	}
}

nvmlReturn_t impl_DeviceGetNvLinkState(struct gpu *gpu, unsigned int link,
				       nvmlEnableState_t *isActive)
{
	struct nvlink found;
	nvmlReturn_t result = one_link(gpu, link, &found);

	if (result == NVML_SUCCESS)
		*isActive = enable_state(nvlink_is_active(&found));
	return result;
}

nvmlReturn_t impl_DeviceGetNvLinkVersion(struct gpu *gpu, unsigned int link, unsigned int *version)
{
	struct nvlink found;
	nvmlReturn_t result = one_link(gpu, link, &found);

	if (result == NVML_SUCCESS)
		*version = found.version;
	return result;
}

/* One capability is one bit of the device-wide table. */
nvmlReturn_t impl_DeviceGetNvLinkCapability(struct gpu *gpu, unsigned int link,
					    nvmlNvLinkCapability_t capability,
					    unsigned int *capResult)
{
	static const unsigned bits[] = {
	    [NVML_NVLINK_CAP_P2P_SUPPORTED] = 1, [NVML_NVLINK_CAP_SYSMEM_ACCESS] = 2,
	    [NVML_NVLINK_CAP_P2P_ATOMICS] = 3,   [NVML_NVLINK_CAP_SYSMEM_ATOMICS] = 4,
	    [NVML_NVLINK_CAP_SLI_BRIDGE] = 6,    [NVML_NVLINK_CAP_VALID] = 12};
	struct nvlink_state state;

	if ((unsigned)capability >= sizeof(bits) / sizeof(bits[0]))
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = state_with_link(gpu, link, &state);
	if (result == NVML_SUCCESS)
		*capResult = state.capabilities >> bits[capability] & 1;
	return result;
}

static nvmlReturn_t remote_pci(struct gpu *gpu, unsigned link, nvmlPciInfo_t *ret_pci)
{
	struct nvlink found;
	nvmlReturn_t result = one_link(gpu, link, &found);

	if (result != NVML_SUCCESS)
		return result;
	if (found.peer == NVLINK_PEER_NONE || !found.peer_has_pci)
		return NVML_ERROR_NOT_SUPPORTED;
	memset(ret_pci, 0, sizeof(*ret_pci));
	ret_pci->domain = found.peer_domain;
	ret_pci->bus = found.peer_bus;
	ret_pci->device = found.peer_slot;
	ret_pci->pciDeviceId = found.peer_pci_device;
	text_bus_id(ret_pci->busId, 8, found.peer_domain, found.peer_bus, found.peer_slot);
	text_bus_id(ret_pci->busIdLegacy, 4, found.peer_domain, found.peer_bus, found.peer_slot);
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetNvLinkRemotePciInfo_v2(struct gpu *gpu, unsigned int link,
						  nvmlPciInfo_t *pci)
{
	nvmlPciInfo_t found;
	nvmlReturn_t result = remote_pci(gpu, link, &found);

	if (result == NVML_SUCCESS)
		*pci = found;
	return result;
}

/* Callers of the first version allocated a struct without the long bus id. */
nvmlReturn_t impl_DeviceGetNvLinkRemotePciInfo(struct gpu *gpu, unsigned int link,
					       nvmlPciInfo_t *pci)
{
	nvmlPciInfo_t found;
	nvmlReturn_t result = remote_pci(gpu, link, &found);

	if (result == NVML_SUCCESS)
		memcpy(pci, &found, offsetof(nvmlPciInfo_t, busId));
	return result;
}

nvmlReturn_t impl_DeviceGetNvLinkRemoteDeviceType(struct gpu *gpu, unsigned int link,
						  nvmlIntNvLinkDeviceType_t *pNvLinkDeviceType)
{
	struct nvlink found;
	nvmlReturn_t result = one_link(gpu, link, &found);

	if (result != NVML_SUCCESS)
		return result;
	switch (found.peer) {
	case NVLINK_PEER_GPU:
		*pNvLinkDeviceType = NVML_NVLINK_DEVICE_TYPE_GPU;
		break;
	case NVLINK_PEER_NPU:
		*pNvLinkDeviceType = NVML_NVLINK_DEVICE_TYPE_IBMNPU;
		break;
	case NVLINK_PEER_SWITCH:
		*pNvLinkDeviceType = NVML_NVLINK_DEVICE_TYPE_SWITCH;
		break;
	default:
		*pNvLinkDeviceType = NVML_NVLINK_DEVICE_TYPE_UNKNOWN;
		break;
	}
	return NVML_SUCCESS;
}
