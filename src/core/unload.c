/* SPDX-License-Identifier: MIT */
/*
 * Unloaded without the last nvmlShutdown, a library leaves no descriptor and no mapping behind.
 * A file of its own, which nothing refers to: programs that link the archive do without, for the
 * kernel closes everything at their end.
 */
#include "core/lib.h"

__attribute__((destructor)) static void unload(void)
{
	lib_unload();
}
