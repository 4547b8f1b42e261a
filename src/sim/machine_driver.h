/* SPDX-License-Identifier: MIT */
/* Which drivers can drive a machine. */
#ifndef OPENNVML_SIM_MACHINE_DRIVER_H
#define OPENNVML_SIM_MACHINE_DRIVER_H

#include <stdbool.h>

struct machine;
struct machine_model;

/*
 * Why this driver (NULL: the machine's own) drives no such machine: a chip that it no longer
 * serves, or one that the open kernel module never did. NULL when nothing speaks against it.
 */
char *machine_driver_refusal(const struct machine *machine, const char *driver);

/* Which chip is younger than the driver; the machine is simulated all the same. NULL: none. */
char *machine_driver_warning(const struct machine *machine, const char *driver);

/* Of a model's chip: whether the open kernel module drives it, and the last branch (0: the newest).
 */
bool machine_model_is_open(const struct machine_model *model);
unsigned machine_model_last_branch(const struct machine_model *model);
/* The first driver, NULL when it is older than all that are simulated. */
const char *machine_model_first_driver(const struct machine_model *model);

#endif
