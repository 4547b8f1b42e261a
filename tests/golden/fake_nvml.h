/* SPDX-License-Identifier: MIT */
/* What the file of answers says, for the functions of fake_nvml.c and fake_lists.c. */
#ifndef FAKE_NVML_H
#define FAKE_NVML_H

#include "nvml.h"

#include <stddef.h>

/* The text for a function; argument -1: it has none. */
nvmlReturn_t fake_answer(nvmlDevice_t device, const char *function, int argument, char *ret_value,
			 size_t size);

/* Up to count numbers of it. */
nvmlReturn_t fake_numbers(nvmlDevice_t device, const char *function, int argument,
			  unsigned long long *ret_numbers, int count);

#endif
