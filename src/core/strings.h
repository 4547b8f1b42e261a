/* SPDX-License-Identifier: MIT */
#ifndef OPENNVML_STRINGS_H
#define OPENNVML_STRINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nvml.h"

/* text and its NUL into buf, or NVML_ERROR_INSUFFICIENT_SIZE and buf untouched. */
nvmlReturn_t text_give(const char *text, char *buf, unsigned int length);

/* At most size - 1 characters of a text that may lack its NUL within limit bytes. */
void text_take(char *buf, size_t size, const char *text, size_t limit);

/* An address as NVML writes it: 00000000:1B:00.0, or 0000:1B:00.0 with 4 domain digits. */
void text_bus_id(char *buf, unsigned domain_digits, uint32_t domain, unsigned bus, unsigned slot);

/* The value after the first "key" at the start of a line, blanks cut at both ends. */
bool text_line_value(const char *file, const char *key, char *ret_value, size_t size);

/* The next range of a list as sysfs writes it, "0-15,32-47"; moves *list behind it. */
bool text_next_range(const char **list, unsigned long *ret_first, unsigned long *ret_last);

#endif
