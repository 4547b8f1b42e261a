/* SPDX-License-Identifier: MIT */
/*
 * What the exported functions ask before they call an implementation. None of
 * these takes a lock, allocates memory or makes a system call.
 */
#ifndef OPENNVML_CORE_GUARD_H
#define OPENNVML_CORE_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "nvml.h"

struct gpu;

/*
 * Whether a successful initialisation is in force in this process. False after
 * the last shutdown, after a failed initialisation and in a forked child that
 * has not initialised the library itself.
 */
bool lib_enter(void);

/*
 * The GPU behind a handle, MIG devices included. NULL when the handle is NULL,
 * was not given out by this library (it is compared, never followed), or is from
 * an earlier initialisation and not yet looked up again in this one.
 */
struct gpu *handle_gpu(nvmlDevice_t device);

/* NVML_SUCCESS when given is one of the count known versions, else mismatch. */
nvmlReturn_t version_check(unsigned int given, const unsigned int *known, size_t count,
			   nvmlReturn_t mismatch);

#endif
