/* SPDX-License-Identifier: MIT */

#include "links.h"
#include "trouble.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static enum link_state ask_state(struct gpu *gpu, unsigned int link, nvmlReturn_t *ret_status)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, nvmlEnableState_t *) =
	    library_symbol("nvmlDeviceGetNvLinkState");
	nvmlEnableState_t active = NVML_FEATURE_DISABLED;

	*ret_status = NVML_ERROR_FUNCTION_NOT_FOUND;
	if (function)
		*ret_status = trouble_note(gpu, function(gpu_device(gpu), link, &active));
	if (*ret_status != NVML_SUCCESS)
		return LINK_ABSENT;
	return active == NVML_FEATURE_ENABLED ? LINK_UP : LINK_DOWN;
}

/* Numbers may have gaps: a link that is not there is a wrong argument. Anything else ends it. */
void links_ask(struct gpu *gpu, struct links *ret_links)
{
	nvmlReturn_t status;

	memset(ret_links, 0, sizeof(*ret_links));
	ret_links->status = gpu->refused ? gpu->refused : NVML_ERROR_NOT_SUPPORTED;
	if (gpu->refused)
		return;
	for (unsigned int i = 0; i < LINKS_MAX; i++) {
		ret_links->states[i] = ask_state(gpu, i, &status);
		if (status == NVML_ERROR_INVALID_ARGUMENT)
			continue;
		if (status == NVML_SUCCESS || !ret_links->present)
			ret_links->status = status;
		if (status != NVML_SUCCESS)
			return;
		ret_links->present++;
		ret_links->up += ret_links->states[i] == LINK_UP;
	}
}

nvmlReturn_t link_remote_pci(struct gpu *gpu, unsigned int link, nvmlPciInfo_t *ret_pci)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, nvmlPciInfo_t *) =
	    library_symbol("nvmlDeviceGetNvLinkRemotePciInfo_v2");

	memset(ret_pci, 0, sizeof(*ret_pci));
	return function ? function(gpu_device(gpu), link, ret_pci) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

nvmlReturn_t link_remote_bus_id(struct gpu *gpu, unsigned int link,
				char ret_bus_id[NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE])
{
	nvmlPciInfo_t pci;
	nvmlReturn_t status = link_remote_pci(gpu, link, &pci);

	text_tame(pci.busId, sizeof(pci.busId));
	memcpy(ret_bus_id, pci.busId, sizeof(pci.busId));
	return status;
}

bool link_ends_in_switch(struct gpu *gpu, unsigned int link)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, nvmlIntNvLinkDeviceType_t *) =
	    library_symbol("nvmlDeviceGetNvLinkRemoteDeviceType");
	nvmlIntNvLinkDeviceType_t type = NVML_NVLINK_DEVICE_TYPE_UNKNOWN;

	return function && function(gpu_device(gpu), link, &type) == NVML_SUCCESS &&
	       type == NVML_NVLINK_DEVICE_TYPE_SWITCH;
}

/* The field of each link is there from 525 on and for Hopper; older ones have one field per link.
 */
nvmlReturn_t link_speed(struct gpu *gpu, unsigned int link, int64_t *ret_speed)
{
	unsigned int legacy = link < 6 ? NVML_FI_DEV_NVLINK_SPEED_MBPS_L0 + link
				       : NVML_FI_DEV_NVLINK_SPEED_MBPS_L6 + link - 6;
	nvmlReturn_t status = gpu_field(gpu, NVML_FI_DEV_NVLINK_GET_SPEED, link, ret_speed);

	if (status != NVML_SUCCESS && link < 12)
		status = gpu_field(gpu, legacy, 0, ret_speed);
	if (status != NVML_SUCCESS)
		status = gpu_field(gpu, NVML_FI_DEV_NVLINK_SPEED_MBPS_COMMON, 0, ret_speed);
	return status;
}

nvmlReturn_t link_capability(struct gpu *gpu, unsigned int link, nvmlNvLinkCapability_t capability,
			     unsigned int *ret_able)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, nvmlNvLinkCapability_t,
				 unsigned int *) = library_symbol("nvmlDeviceGetNvLinkCapability");

	if (!function)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	return function(gpu_device(gpu), link, capability, ret_able);
}

nvmlReturn_t link_errors(struct gpu *gpu, unsigned int link, nvmlNvLinkErrorCounter_t counter,
			 unsigned long long *ret_count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, nvmlNvLinkErrorCounter_t,
				 unsigned long long *) =
	    library_symbol("nvmlDeviceGetNvLinkErrorCounter");

	if (!function)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	return function(gpu_device(gpu), link, counter, ret_count);
}

nvmlReturn_t link_reset_errors(struct gpu *gpu, unsigned int link)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int) =
	    library_change("nvmlDeviceResetNvLinkErrorCounters");

	return function ? function(gpu_device(gpu), link) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

void link_speed_text(char *ret_text, size_t size, int64_t speed)
{
	int length =
	    snprintf(ret_text, size, "%" PRId64 ".%03d", speed / 1000, (int)(speed % 1000));

	while (length > 0 && (size_t)length < size && ret_text[length - 1] == '0')
		ret_text[--length] = '\0';
	if (length > 0 && (size_t)length < size && ret_text[length - 1] == '.')
		ret_text[length - 1] = '\0';
}
