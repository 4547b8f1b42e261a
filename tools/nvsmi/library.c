/* SPDX-License-Identifier: MIT */
/* What both ways to reach a library share; see library_builtin.c and library_dlopen.c. */

#include "nvsmi.h"
#include "patience.h"

#include <string.h>

static bool is_change(const char *name)
{
	static const char *const words[] = {"Set",      "Reset",  "Clear",    "Create", "Destroy",
					    "Modify",   "Remove", "Discover", "Freeze", "Update",
					    "Activate", "Force",  "Write"};

	if (strstr(name, "Get") || strstr(name, "EventSet"))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strstr(name, words[i]))
			return true;
	}
	return false;
}

void *library_symbol(const char *name)
{
	if (is_change(name))
		patience_commit();
	return library_find(name);
}

const char *library_error(nvmlReturn_t status)
{
	const char *(*text)(nvmlReturn_t) = library_symbol("nvmlErrorString");

	if (status == STATUS_ASLEEP)
		return "N/A (asleep)";
	return text ? text(status) : "Unknown Error";
}
