/* SPDX-License-Identifier: MIT */
/*
 * What every exported function asks before it does its work, in this order:
 * initialised, handle, struct version. gen/entry.c calls these.
 */
#ifndef OPENNVML_CORE_GUARD_H
#define OPENNVML_CORE_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "nvml.h"

struct gpu;

/*
 * Whether a successful initialisation is in force in this process. False after
 * the last shutdown and after a failed initialisation. The first call in a child of
 * fork opens the driver for the child. When true, a concurrent shutdown waits
 * until the caller calls lib_leave.
 */
bool lib_enter(void);
void lib_leave(void);

/*
 * The GPU behind a handle. NULL when the handle is NULL or a MIG device's, was not
 * given out by this library (it is compared, never followed), or is from an earlier
 * initialisation and not yet looked up again in this one.
 */
struct gpu *handle_gpu(nvmlDevice_t device);
/*
 * The same for a function that MIG devices answer as well: room is then made up to
 * look like a GPU with the few questions that a MIG device can be asked.
 */
struct gpu *handle_device(nvmlDevice_t device, struct gpu *room);
/* What a function that only GPUs answer says to a handle that handle_gpu has not found. */
nvmlReturn_t handle_refusal(nvmlDevice_t device);

/* NVML_SUCCESS when given is one of the count known versions, else mismatch. */
nvmlReturn_t version_check(unsigned int given, const unsigned int *known, size_t count,
			   nvmlReturn_t mismatch);

#endif
