/* SPDX-License-Identifier: MIT */
/* What the file of answers says, for the functions of fake_*.c. */
#ifndef FAKE_NVML_H
#define FAKE_NVML_H

#include "nvml.h"

#include <stddef.h>

/* The text for a key of the whole machine. */
nvmlReturn_t fake_machine(const char *key, char *ret_value, size_t size);

/* The text for a function; argument -1: it has none. */
nvmlReturn_t fake_answer(nvmlDevice_t device, const char *function, int argument, char *ret_value,
			 size_t size);

/* The same as a number. */
nvmlReturn_t fake_machine_number(const char *key, unsigned int *ret_number);
nvmlReturn_t fake_number(nvmlDevice_t device, const char *function, int argument,
			 unsigned int *ret_number);

/* Up to count numbers of it. */
nvmlReturn_t fake_numbers(nvmlDevice_t device, const char *function, int argument,
			  unsigned long long *ret_numbers, int count);

#endif
