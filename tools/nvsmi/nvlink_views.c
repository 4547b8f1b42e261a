/* SPDX-License-Identifier: MIT */
/* What is printed of one link. */

#include "nvlink.h"
#include "subcommand.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int nvlink_status(struct gpu *gpu, unsigned int link, const struct links *links,
		  const struct nvlink_view *view)
{
	char text[48];
	int64_t speed = 0;

	(void)view;
	if (links->states[link] != LINK_UP) {
		out("\t Link %u: <inactive>\n", link);
	} else if (link_speed(gpu, link, &speed) != NVML_SUCCESS) {
		out("\t Link %u: N/A\n", link);
	} else {
		link_speed_text(text, sizeof(text), speed);
		out("\t Link %u: %s GB/s\n", link, text);
	}
	return 0;
}

int nvlink_capabilities(struct gpu *gpu, unsigned int link, const struct links *links,
			const struct nvlink_view *view)
{
	static const char *const names[NVML_NVLINK_CAP_COUNT] = {
	    "P2P is supported",      "Access to system memory supported",
	    "P2P atomics supported", "System memory atomics supported",
	    "SLI is supported",      "Link is supported",
	};

	(void)links;
	(void)view;
	for (unsigned int i = 0; i < NVML_NVLINK_CAP_COUNT; i++) {
		unsigned int able = 0;
		nvmlReturn_t status = link_capability(gpu, link, (nvmlNvLinkCapability_t)i, &able);

		out("\t Link %u, %s: %s\n", link, names[i],
		    status != NVML_SUCCESS ? "N/A"
		    : able                 ? "true"
					   : "false");
	}
	return 0;
}

static void remote_text(struct gpu *gpu, unsigned int link,
			char ret_text[NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE])
{
	if (link_remote_bus_id(gpu, link, ret_text) != NVML_SUCCESS)
		snprintf(ret_text, NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE, "N/A");
}

int nvlink_bus(struct gpu *gpu, unsigned int link, const struct links *links,
	       const struct nvlink_view *view)
{
	char bus[NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE];

	(void)links;
	(void)view;
	remote_text(gpu, link, bus);
	out("\t Link %u: %s\n", link, bus);
	return 0;
}

int nvlink_remote(struct gpu *gpu, unsigned int link, const struct links *links,
		  const struct nvlink_view *view)
{
	char bus[NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE];
	int64_t far = 0;

	(void)links;
	(void)view;
	remote_text(gpu, link, bus);
	if (gpu_field(gpu, NVML_FI_DEV_NVLINK_REMOTE_NVLINK_ID, link, &far) == NVML_SUCCESS)
		out("\t Link %u: Remote Device %s: Link %" PRId64 "\n", link, bus, far);
	else
		out("\t Link %u: Remote Device %s: Link N/A\n", link, bus);
	return 0;
}

static void print_errors(struct gpu *gpu, unsigned int link, const char *name,
			 nvmlNvLinkErrorCounter_t counter)
{
	unsigned long long count = 0;

	if (link_errors(gpu, link, counter, &count) == NVML_SUCCESS)
		out("\t Link %u: %s Errors: %llu\n", link, name, count);
	else
		out("\t Link %u: %s Errors: N/A\n", link, name);
}

int nvlink_errors(struct gpu *gpu, unsigned int link, const struct links *links,
		  const struct nvlink_view *view)
{
	(void)links;
	(void)view;
	print_errors(gpu, link, "Replay", NVML_NVLINK_ERROR_DL_REPLAY);
	print_errors(gpu, link, "Recovery", NVML_NVLINK_ERROR_DL_RECOVERY);
	print_errors(gpu, link, "CRC", NVML_NVLINK_ERROR_DL_CRC_FLIT);
	out("\n");
	return 0;
}

int nvlink_crc_errors(struct gpu *gpu, unsigned int link, const struct links *links,
		      const struct nvlink_view *view)
{
	(void)links;
	(void)view;
	print_errors(gpu, link, "CRC Data", NVML_NVLINK_ERROR_DL_CRC_DATA);
	return 0;
}

int nvlink_reset(struct gpu *gpu, unsigned int link, const struct links *links,
		 const struct nvlink_view *view)
{
	nvmlReturn_t status = link_reset_errors(gpu, link);

	(void)links;
	(void)view;
	if (status != NVML_SUCCESS)
		return subcommand_fail("Unable to reset the error counters of a link", gpu, status);
	out("\t Link %u: error counters were reset\n", link);
	return 0;
}

static void print_throughput(struct gpu *gpu, unsigned int link, const char *name,
			     unsigned int field)
{
	int64_t kib = 0;

	if (gpu_field(gpu, field, link, &kib) == NVML_SUCCESS)
		out("\t Link %u: %s: %" PRIu64 " KiB\n", link, name, (uint64_t)kib);
	else
		out("\t Link %u: %s: N/A\n", link, name);
}

int nvlink_throughput(struct gpu *gpu, unsigned int link, const struct links *links,
		      const struct nvlink_view *view)
{
	(void)links;
	for (const char *letter = view->value; *letter; letter++) {
		bool raw = *letter == 'r';

		print_throughput(gpu, link, raw ? "Raw Tx" : "Data Tx",
				 raw ? NVML_FI_DEV_NVLINK_THROUGHPUT_RAW_TX
				     : NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX);
		print_throughput(gpu, link, raw ? "Raw Rx" : "Data Rx",
				 raw ? NVML_FI_DEV_NVLINK_THROUGHPUT_RAW_RX
				     : NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_RX);
	}
	return 0;
}
