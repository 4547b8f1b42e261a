/* SPDX-License-Identifier: MIT */
/* What NVML tells of one NVLink of a GPU. */
#ifndef NVSMI_LINKS_H
#define NVSMI_LINKS_H

#include "nvsmi.h"

#define LINKS_MAX NVML_NVLINK_MAX_LINKS

enum link_state { LINK_ABSENT, LINK_DOWN, LINK_UP };

struct links {
	unsigned int present;
	unsigned int up;
	enum link_state states[LINKS_MAX];
	nvmlReturn_t status; /* why none could be asked; NVML_SUCCESS where one answered */
};

void links_ask(struct gpu *gpu, struct links *ret_links);

/* The device at the other end. */
nvmlReturn_t link_remote_pci(struct gpu *gpu, unsigned int link, nvmlPciInfo_t *ret_pci);
/* Its address as text, ended. */
nvmlReturn_t link_remote_bus_id(struct gpu *gpu, unsigned int link,
				char ret_bus_id[NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE]);
bool link_ends_in_switch(struct gpu *gpu, unsigned int link);
/* MB/s in one direction. */
nvmlReturn_t link_speed(struct gpu *gpu, unsigned int link, int64_t *ret_speed);
nvmlReturn_t link_capability(struct gpu *gpu, unsigned int link, nvmlNvLinkCapability_t capability,
			     unsigned int *ret_able);
nvmlReturn_t link_errors(struct gpu *gpu, unsigned int link, nvmlNvLinkErrorCounter_t counter,
			 unsigned long long *ret_count);
nvmlReturn_t link_reset_errors(struct gpu *gpu, unsigned int link);

/* MB/s as GB/s with up to three decimals: "26.562", "25". */
void link_speed_text(char *ret_text, size_t size, int64_t speed);

#endif
