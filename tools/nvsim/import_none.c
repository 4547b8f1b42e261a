/* SPDX-License-Identifier: MIT */
/* nvsim import where libxml2 was not there when this was built. */
#include "nvsim.h"

int command_import(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	fputs("nvsim: import: built without libxml2, which reads recordings\n", stderr);
	return EXIT_UNSUPPORTED;
}
