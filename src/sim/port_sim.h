/* SPDX-License-Identifier: MIT */
/*
 * A port whose machine is a simulated driver in the same process: the caller's
 * memory is its own, descriptors are numbers of this port. Not for threads.
 */
#ifndef OPENNVML_SIM_PORT_SIM_H
#define OPENNVML_SIM_PORT_SIM_H

#include <stdbool.h>

#include "port/port.h"
#include "sim/sim.h"

/* The simulator stays the caller's; NULL when memory is short. */
struct port *sim_port_new(struct sim *sim);
/* Closes what is open. Mappings still there are unmapped. */
void sim_port_free(struct port *port);
/* What port_default() returns from now on. */
void sim_port_use(struct port *port);

/*
 * From now on time stands still but for this call and sleep_us (and poll, which
 * lets its timeout pass). Without it time is the machine's monotonic clock.
 */
void sim_port_set_clock(struct port *port, uint64_t ns);
/* Whether the calling task is an administrator (default: it is not). */
void sim_port_set_admin(struct port *port, bool admin);
/* Process id that the driver sees. */
void sim_port_set_pid(struct port *port, int pid);
/* Opening, or asking access to, this path fails with errno (0: no more). */
void sim_port_fail_open(struct port *port, const char *path, int error);
void sim_port_fail_access(struct port *port, const char *path, int error);
/* Calls so far that would have been system calls. */
unsigned long sim_port_count_calls(const struct port *port);
/* The line that was logged last; empty when none was. */
const char *sim_port_last_log(const struct port *port);
/* The CPUs that the calling thread was bound to last: that many words. */
#define SIM_AFFINITY_WORDS 64
const unsigned long *sim_port_affinity(const struct port *port);
/* Descriptors that are open now. */
unsigned sim_port_count_open(const struct port *port);

#endif
