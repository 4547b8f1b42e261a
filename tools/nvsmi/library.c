/* SPDX-License-Identifier: MIT */
/* What both ways to reach a library share; see library_builtin.c and library_dlopen.c. */

#include "nvsmi.h"

const char *library_error(nvmlReturn_t status)
{
	const char *(*text)(nvmlReturn_t) = library_symbol("nvmlErrorString");

	return text ? text(status) : "Unknown Error";
}
