/* SPDX-License-Identifier: MIT */
/* nvsmi nvlink: nvlink.c reads the command line; each view prints one link, or one GPU. */
#ifndef NVSMI_NVLINK_H
#define NVSMI_NVLINK_H

#include "links.h"

struct nvlink_view {
	const char *value; /* of its option */
	const struct machine *machine;
	/* Prints one link that is up, or with is_for_down any; an exit status. */
	int (*link)(struct gpu *gpu, unsigned int link, const struct links *links,
		    const struct nvlink_view *view);
	/* Instead: prints what there is to say of the whole GPU; an exit status. */
	int (*gpu)(struct gpu *gpu, const struct nvlink_view *view);
	bool is_for_down;
};

int nvlink_status(struct gpu *gpu, unsigned int link, const struct links *links,
		  const struct nvlink_view *view);
int nvlink_capabilities(struct gpu *gpu, unsigned int link, const struct links *links,
			const struct nvlink_view *view);
int nvlink_bus(struct gpu *gpu, unsigned int link, const struct links *links,
	       const struct nvlink_view *view);
int nvlink_remote(struct gpu *gpu, unsigned int link, const struct links *links,
		  const struct nvlink_view *view);
int nvlink_errors(struct gpu *gpu, unsigned int link, const struct links *links,
		  const struct nvlink_view *view);
int nvlink_crc_errors(struct gpu *gpu, unsigned int link, const struct links *links,
		      const struct nvlink_view *view);
int nvlink_reset(struct gpu *gpu, unsigned int link, const struct links *links,
		 const struct nvlink_view *view);
/* value: letters of d (payload) and r (with protocol). */
int nvlink_throughput(struct gpu *gpu, unsigned int link, const struct links *links,
		      const struct nvlink_view *view);

int nvlink_info(struct gpu *gpu, const struct nvlink_view *view);
int nvlink_low_power(struct gpu *gpu, const struct nvlink_view *view);
int nvlink_set_low_power(struct gpu *gpu, const struct nvlink_view *view);

/* Of all GPUs at once. */
int nvlink_print_bandwidth_mode(void);
/* By name, or the names there are with "values". */
int nvlink_set_bandwidth_mode(const char *name);

#endif
