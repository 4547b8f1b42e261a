/* SPDX-License-Identifier: MIT */
/* What the system knows of GPUs by their PCI addresses, without asking or waking them. */
#ifndef NVSMI_ADDRESSES_H
#define NVSMI_ADDRESSES_H

#include <stdbool.h>
#include <stddef.h>

/* As NVML writes it: 00000000:3B:00.0. */
#define ADDRESS_SIZE 24

/* How many GPUs the driver's module holds. */
unsigned int addresses_count(void);

/* The one at this place, in NVML's order. False: there are not as many as NVML counts. */
bool address_at(unsigned int index, unsigned int count, char *ret_address);

/* True if the GPU there sleeps (runtime power management). */
bool address_sleeps(const char *address);

/* A line of the driver's text on the GPU: "Model", "GPU UUID". False: not known. */
bool address_tells(const char *address, const char *label, char *ret_text, size_t size);

#endif
