/* SPDX-License-Identifier: MIT */
/* Standard streams that a caller left closed, or that take nothing. */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include <stdbool.h>

/*
 * First of all in main(): keeps the places of those that are closed, so no file that is opened
 * later, such as the driver's node, passes for one of them. Use goes on failing with EBADF, and
 * what is started finds them closed.
 */
void descriptors_hold(void);

/* Last of all: false after saying that standard output could not be written. */
bool descriptors_written(const char *program);

#endif
