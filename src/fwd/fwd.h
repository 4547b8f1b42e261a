/* SPDX-License-Identifier: MIT */
/*
 * The vendor complement: functions without a published source, asked of NVIDIA's own
 * library. Only the shared library has it, and only a user who sets OPENNVML_VENDOR
 * gets it (docs/vendor.md). Everything else links none.c.
 *
 * gen/forward.c calls the first three, inside lib_enter.
 */
#ifndef OPENNVML_FWD_H
#define OPENNVML_FWD_H

#include <stdbool.h>
#include <stddef.h>

#include "fwd_names.h"
#include "nvml.h"

struct gpu;

/*
 * The vendor's function; the first call of an initialisation loads and initialises the
 * vendor's library. NULL when that was not asked for or failed, or it lacks the function.
 */
void *fwd_function(enum fwd_function function);
/* The vendor's handle of the GPU or MIG device with the same UUID. */
bool fwd_device(struct gpu *gpu, nvmlDevice_t *ret_device);
/* The vendor's answer; NOT_SUPPORTED where it speaks of the vendor's library itself. */
nvmlReturn_t fwd_result(nvmlReturn_t result);

/* Our last shutdown is the vendor's. No forwarded call runs. */
void fwd_close(void);
/* In a child of fork: the vendor's initialisation was the parent's. */
void fwd_forget(void);

#endif
