/* SPDX-License-Identifier: MIT */
/* Standard streams that a caller left closed. */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

/*
 * First of all in main(): keeps the places of those that are closed, so no file that is opened
 * later, such as the driver's node, passes for one of them. Use goes on failing with EBADF, and
 * what is started finds them closed.
 */
void descriptors_hold(void);

#endif
