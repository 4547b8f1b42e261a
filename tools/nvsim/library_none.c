/* SPDX-License-Identifier: MIT */
/* This nvsim finds the library beside it. */
#include "nvsim.h"

const char *library_inside(size_t *ret_size)
{
	*ret_size = 0;
	return NULL;
}
