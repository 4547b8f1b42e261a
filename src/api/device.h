/* SPDX-License-Identifier: MIT */
#ifndef OPENNVML_API_DEVICE_H
#define OPENNVML_API_DEVICE_H

#include "nvml.h"

struct gpu;

/* Brand by product name; reproduces every recorded model (bare metal). */
nvmlBrandType_t device_brand_of_name(const char *name);

/* Of the first count GPUs; NULL when none is there. Callers' numbers may be any. */
struct gpu *device_at_address(unsigned count, unsigned domain, unsigned bus, unsigned slot);

#endif
