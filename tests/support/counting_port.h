/* SPDX-License-Identifier: MIT */
/*
 * A port in front of another that counts what goes through, so that a test can say
 * how many system calls a question costs.
 */
#ifndef OPENNVML_COUNTING_PORT_H
#define OPENNVML_COUNTING_PORT_H

#include <stdbool.h>
#include <stdint.h>

#include "port/port.h"

struct counting_port {
	struct port port;
	struct port *inner;
	uint64_t calls; /* all that a kernel would be entered for; clocks are not */
	uint64_t opens;
	uint64_t closes;
	int depth; /* > 0 while the inner port runs */
	/* Sees every ioctl before it is made; may be NULL. */
	void (*on_ioctl)(int fd, unsigned long request, void *arg);
	/* Nanoseconds; when set, inner_ns adds up what is spent in the inner port. */
	uint64_t (*clock_ns)(void);
	uint64_t entered_ns, inner_ns;
};

/* counting must outlive its use. inner stays the caller's. */
void counting_port_init(struct counting_port *counting, struct port *inner);

#endif
