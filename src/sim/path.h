/* SPDX-License-Identifier: MIT */
#ifndef OPENNVML_SIM_PATH_H
#define OPENNVML_SIM_PATH_H

#include <stddef.h>

/* Takes ".." and "." out of an absolute path of at most 511 bytes. */
void sim_path_normalise(char *path, size_t size);

#endif
