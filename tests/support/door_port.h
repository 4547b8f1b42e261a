/* SPDX-License-Identifier: MIT */
/*
 * A port in front of one that is not for threads: one call at a time. A call can be made to hang
 * before it, outside the door: the others go on.
 */
#ifndef OPENNVML_DOOR_PORT_H
#define OPENNVML_DOOR_PORT_H

#include <stdbool.h>

#include "port/port.h"

/* There is one. inner stays the caller's. */
struct port *door_port(struct port *inner);

/* For what is done to the inner port's machine from outside. */
void door_lock(void);
void door_unlock(void);

/* Asked by the calling thread, again and again while it says that the call hangs. */
typedef bool (*door_hangs)(const char *path, unsigned long request, const void *arg);
/* NULL: none hangs any more. */
void door_set_hangs(door_hangs hangs);

#endif
