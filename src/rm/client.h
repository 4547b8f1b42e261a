/* SPDX-License-Identifier: MIT */
/* The library's client of the NVIDIA kernel driver: one control node, one root object. */
#ifndef OPENNVML_RM_CLIENT_H
#define OPENNVML_RM_CLIENT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "rm/abi.h"
#include "rm_abi.h"

struct rm_rusd_layout;

struct rm_client {
	int ctl_fd;
	uint32_t root;
	atomic_int monitor;     /* right to see all of MIG: 0 not asked, 1 held, -1 refused */
	atomic_bool ctl_mapped; /* the control descriptor carries its one mapping */
	char version_text[64];  /* the kernel module's, e.g. 550.90.07 */
	struct rm_version version;
	unsigned release;         /* tables that serve this version */
	bool exact;               /* the tables know this very release */
	atomic_uint conf_compute; /* handle; 0: not made */
	unsigned cards;           /* GPUs that the driver lists, forbidden ones included */
	const struct rm_rusd_layout *page_layout; /* NULL: no telemetry page in this release */
	/* Commands whose size this driver refused; asked never again. */
	atomic_bool refused[RM_CMD_COUNT];
	/* Commands whose size a driver of no table took; a refusal now has another reason. */
	atomic_bool accepted[RM_CMD_COUNT];
};

#endif
