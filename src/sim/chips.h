/* SPDX-License-Identifier: MIT */
/* Chips that a machine may name: what the driver knows by chip alone. */
#ifndef OPENNVML_SIM_CHIPS_H
#define OPENNVML_SIM_CHIPS_H

#include <stdbool.h>
#include <stdint.h>

/* Values of architecture; every later chip has a larger one. */
#define ARCHITECTURE_TURING 0x160u /* the first that the open kernel module drives */
#define ARCHITECTURE_AMPERE 0x170u
#define ARCHITECTURE_HOPPER 0x180u
#define ARCHITECTURE_ADA 0x190u
#define ARCHITECTURE_BLACKWELL 0x1a0u /* the data-centre chips */

struct sim_chip {
	const char *name;
	uint32_t architecture;   /* NV2080_CTRL_MC_ARCH_INFO_ARCHITECTURE_* */
	uint32_t implementation; /* NV2080_CTRL_MC_ARCH_INFO_IMPLEMENTATION_* */
	uint16_t chip_id;        /* chip number of PMC boot 42 */
	uint16_t sm_version;     /* NV2080_CTRL_GR_INFO_SM_VERSION_*, major << 8 | minor */
	uint16_t compute_class;
	uint16_t graphics_class;
	const char *first_driver; /* NULL: older than all that are simulated, or not published */
	uint16_t last_branch;     /* of drivers; 0: the newest still serves it */
};

/* NULL for an unknown name. */
const struct sim_chip *sim_chip_find(const char *name);
/* The same by what the driver tells of it. */
const struct sim_chip *sim_chip_by_numbers(uint32_t architecture, uint32_t implementation);

#endif
