/* SPDX-License-Identifier: MIT */
/* The port that a bench measures on: bench_sim.c or bench_kernel.c. */
#ifndef OPENNVML_BENCH_PORT_H
#define OPENNVML_BENCH_PORT_H

#include "port/port.h"

/* machine is the file of a simulated machine; the kernel needs none. Ends the program on failure.
 */
struct port *bench_port_open(const char *machine);
/* What the library talks through from now on. */
void bench_port_use(struct port *port);

/* What a question may cost over its bare ioctl; < 0: a function call is no ioctl, no target. */
extern const double bench_ratio_target;

#endif
