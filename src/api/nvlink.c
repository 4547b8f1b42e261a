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

/* First count of each set, in the order of the sets. */
static const uint8_t first_of_set[NVLINK_SETS + 1] = {
    [NVLINK_SET_ERRORS] = NVLINK_REPLAYS,
    [NVLINK_SET_LANE_CRC] = NVLINK_LANE_CRC_ERRORS,
    [NVLINK_SET_LANE_ECC] = NVLINK_LANE_ECC_ERRORS,
    [NVLINK_SET_THROUGHPUT] = NVLINK_DATA_SENT,
    [NVLINK_SET_TRAFFIC] = NVLINK_PACKETS_SENT,
    [NVLINK_SET_ERRORS_5] = NVLINK_RECOVERIES_SUCCESSFUL,
    [NVLINK_SET_HISTORY] = NVLINK_HISTORY_0,
    [NVLINK_SETS] = NVLINK_COUNTS,
};

enum nvlink_count_set nvlink_set_of(enum nvlink_count count)
{
	unsigned set = NVLINK_SET_ERRORS;

	while (set + 1 < NVLINK_SETS && count >= first_of_set[set + 1])
		set++;
	return (enum nvlink_count_set)set;
}

uint64_t nvlink_counts_of(enum nvlink_count_set set)
{
	return (1ull << first_of_set[set + 1]) - (1ull << first_of_set[set]);
}

nvmlReturn_t impl_DeviceGetNvLinkErrorCounter(struct gpu *gpu, unsigned int link,
					      nvmlNvLinkErrorCounter_t counter,
					      unsigned long long *counterValue)
{
	static const uint8_t places[] = {
	    [NVML_NVLINK_ERROR_DL_REPLAY] = NVLINK_REPLAYS,
	    [NVML_NVLINK_ERROR_DL_RECOVERY] = NVLINK_RECOVERIES,
	    [NVML_NVLINK_ERROR_DL_CRC_FLIT] = NVLINK_FLIT_CRC_ERRORS,
	    [NVML_NVLINK_ERROR_DL_CRC_DATA] = NVLINK_LANE_CRC_ERRORS,
	    [NVML_NVLINK_ERROR_DL_ECC_DATA] = NVLINK_LANE_ECC_ERRORS,
	};
	struct nvlink found;
	struct nvlink_counts counts;
	nvmlReturn_t result = one_link(gpu, link, &found);

	if (result == NVML_SUCCESS && (unsigned)counter >= sizeof(places))
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result != NVML_SUCCESS)
		return result;
	enum nvlink_count count = (enum nvlink_count)places[counter];
	result = PROVIDER_ASK(gpu, nvlink_counts, nvlink_set_of(count), 1ull << count, 1ull << link,
			      found.lanes, &counts);
	if (result == NVML_SUCCESS)
		*counterValue = counts.of[count][link];
	return result;
}

nvmlReturn_t impl_DeviceResetNvLinkErrorCounters(struct gpu *gpu, unsigned int link)
{
	struct nvlink found;
	nvmlReturn_t result = one_link(gpu, link, &found);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, clear_nvlink_errors, 1ull << link, found.lanes);
	return result;
}

/* The range is the links' own where the driver tells it, else the header's. */
static bool is_threshold(const struct nvlink_state *state, unsigned threshold)
{
	unsigned min = NVML_NVLINK_LOW_POWER_THRESHOLD_MIN;
	unsigned max = NVML_NVLINK_LOW_POWER_THRESHOLD_MAX;

	for (unsigned i = 0; i < NVLINKS_MAX; i++) {
		if (nvlink_is_enabled(state, i) && state->links[i].threshold_max != 0) {
			min = state->links[i].threshold_min;
			max = state->links[i].threshold_max;
			break;
		}
	}
	return threshold == NVML_NVLINK_LOW_POWER_THRESHOLD_RESET ||
	       (threshold >= min && threshold <= max);
}

nvmlReturn_t impl_DeviceSetNvLinkDeviceLowPowerThreshold(struct gpu *gpu,
							 nvmlNvLinkPowerThres_t *info)
{
	struct nvlink_state state;

	/* Zero is no time at all, whatever the GPU. */
	if (info->lowPwrThreshold == 0)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = nvlink_state(gpu, &state);
	if (result == NVML_SUCCESS && !is_threshold(&state, info->lowPwrThreshold))
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, set_nvlink_threshold, info->lowPwrThreshold);
	return result;
}

nvmlReturn_t impl_DeviceGetNvlinkSupportedBwModes(struct gpu *gpu,
						  nvmlNvlinkSupportedBwModes_t *supportedBwMode)
{
	struct nvlink_bw_modes modes;
	nvmlReturn_t result = PROVIDER_ASK(gpu, nvlink_bw_modes, &modes);

	for (uint32_t i = 0; result == NVML_SUCCESS && i < modes.count; i++) {
		if (modes.modes[i] > UINT8_MAX)
			result = NVML_ERROR_UNKNOWN;
	}
	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < modes.count; i++)
		supportedBwMode->bwModes[i] = (unsigned char)modes.modes[i];
	supportedBwMode->totalBwModes = (unsigned char)modes.count;
	return NVML_SUCCESS;
}

/* The best mode is the one that takes nothing away. */
nvmlReturn_t impl_DeviceGetNvlinkBwMode(struct gpu *gpu, nvmlNvlinkGetBwMode_t *getBwMode)
{
	uint32_t mode = 0;
	nvmlReturn_t result = PROVIDER_ASK(gpu, nvlink_bw_mode, &mode);

	if (result == NVML_SUCCESS && mode > UINT8_MAX)
		result = NVML_ERROR_UNKNOWN;
	if (result != NVML_SUCCESS)
		return result;
	getBwMode->bIsBest = mode == NVLINK_BW_MODE_FULL;
	getBwMode->bwMode = (unsigned char)mode;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceSetNvlinkBwMode(struct gpu *gpu, nvmlNvlinkSetBwMode_t *setBwMode)
{
	uint32_t mode = setBwMode->bSetBest ? NVLINK_BW_MODE_FULL : setBwMode->bwMode;

	return PROVIDER_ASK(gpu, set_nvlink_bw_mode, mode);
}

nvmlReturn_t impl_SystemGetNvlinkBwMode(unsigned int *nvlinkBwMode)
{
	return provider_nvlink_bw_mode(nvlinkBwMode);
}

nvmlReturn_t impl_SystemSetNvlinkBwMode(unsigned int nvlinkBwMode)
{
	return provider_set_nvlink_bw_mode(nvlinkBwMode);
}

/* A GPU that tells of no firmware has links without any of their own. */
static nvmlReturn_t firmware_of(struct gpu *gpu, struct nvlink_firmware *ret_list,
				uint32_t *ret_count)
{
	nvmlReturn_t result = PROVIDER_ASK(gpu, nvlink_firmware, ret_list, ret_count);

	if (result != NVML_ERROR_NOT_SUPPORTED)
		return result;
	*ret_count = 0;
	return NVML_SUCCESS;
}

static void give_firmware(const struct nvlink_firmware *list, uint32_t count,
			  nvmlNvlinkFirmwareInfo_t *ret_info)
{
	for (uint32_t i = 0; i < count; i++) {
		ret_info->firmwareVersion[i].ucodeType = list[i].kind;
		ret_info->firmwareVersion[i].major = list[i].major;
		ret_info->firmwareVersion[i].minor = list[i].minor;
		ret_info->firmwareVersion[i].subMinor = list[i].sub_minor;
	}
	ret_info->numValidEntries = count;
}

/* Version 1 ends before the firmware. */
nvmlReturn_t impl_DeviceGetNvLinkInfo(struct gpu *gpu, nvmlNvLinkInfo_t *info)
{
	struct nvlink_state state;
	struct nvlink_firmware list[NVLINK_FIRMWARES_MAX];
	uint32_t count = 0;
	bool wants_firmware = info->version == nvmlNvLinkInfo_v2;
	nvmlReturn_t result = nvlink_state(gpu, &state);

	if (result == NVML_SUCCESS && !state.tells_encryption)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS && wants_firmware)
		result = firmware_of(gpu, list, &count);
	if (result != NVML_SUCCESS)
		return result;
	info->isNvleEnabled = state.encrypted;
	if (wants_firmware)
		give_firmware(list, count, &info->firmwareInfo);
	return NVML_SUCCESS;
}
