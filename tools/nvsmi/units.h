/* SPDX-License-Identifier: MIT */
/* S-class enclosures and host interface cards: -q -u, -u --dtd, -t. */
#ifndef NVSMI_UNITS_H
#define NVSMI_UNITS_H

#include "nvsmi.h"

/* Each returns an exit status. */
int units_print(const struct machine *machine, const struct options *options);
int units_set_led(const struct options *options);

/* What the XML of a driver release consists of; UINT_MAX: of the newest. */
void units_dtd_print(unsigned int release);

#endif
