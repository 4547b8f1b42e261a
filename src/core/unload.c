/* SPDX-License-Identifier: MIT */
/*
 * Of the shared library alone: unloaded without the last nvmlShutdown, it leaves no descriptor and
 * no mapping behind. A program that carries the library ends with it, and the kernel closes all.
 */
#include "core/lib.h"

__attribute__((destructor)) static void unload(void)
{
	lib_unload();
}
