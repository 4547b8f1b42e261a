/* SPDX-License-Identifier: MIT */
#ifndef OPENNVML_API_DEVICE_H
#define OPENNVML_API_DEVICE_H

#include "nvml.h"

/* Brand by product name; reproduces every recorded model (bare metal). */
nvmlBrandType_t device_brand_of_name(const char *name);

#endif
