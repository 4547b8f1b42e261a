/* SPDX-License-Identifier: MIT */
/* In the place of library_dlopen.c: the library of hostile_nvml.c, or all of it but one function.
 */

#include "../../tools/nvsmi/nvsmi.h"
#include "hostile.h"

#include <string.h>

bool *hostile_asked;
size_t hostile_missing = HOSTILE_NONE;

const bool library_opens_gpus = true;

bool library_hand_over(char **argv)
{
	(void)argv;
	return true;
}

bool library_open(void)
{
	return true;
}

void *library_symbol(const char *name)
{
	for (size_t i = 0; i < hostile_function_count; i++) {
		if (strcmp(name, hostile_functions[i].name) != 0)
			continue;
		if (hostile_asked)
			hostile_asked[i] = true;
		return i == hostile_missing ? NULL
					    : (void *)(uintptr_t)hostile_functions[i].function;
	}
	return !strcmp(name, "nvmlErrorString") ? (void *)(uintptr_t)nvmlErrorString : NULL;
}
