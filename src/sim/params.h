/* SPDX-License-Identifier: MIT */
/* Numbers that the kernel module can be loaded with: a file shows them, the registry begins with
 * them. */
#ifndef OPENNVML_SIM_PARAMS_H
#define OPENNVML_SIM_PARAMS_H

#include <stdint.h>

struct sim;
struct sim_param {
	const char *name;
	uint32_t value;
};

/* Parameter number index of the claimed driver, in its order; a name of NULL ends the list. */
struct sim_param sim_param_at(const struct sim *sim, unsigned index);

#endif
