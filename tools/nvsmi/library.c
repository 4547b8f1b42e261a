/* SPDX-License-Identifier: MIT */
/* What both ways to reach a library share; see library_builtin.c and library_dlopen.c. */

#include "nvsmi.h"
#include "patience.h"

void *library_change(const char *name)
{
	patience_commit();
	return library_symbol(name);
}

const char *library_error(nvmlReturn_t status)
{
	const char *(*text)(nvmlReturn_t) = library_symbol("nvmlErrorString");

	if (status == STATUS_ASLEEP)
		return "N/A (asleep)";
	return text ? text(status) : "Unknown Error";
}
