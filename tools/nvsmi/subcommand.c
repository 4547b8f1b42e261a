/* SPDX-License-Identifier: MIT */

#include "subcommand.h"

#include <stdlib.h>

int subcommand_refuse(int id, const char *name, void (*help)(void))
{
	if (id == ARGUMENTS_BARE) {
		complain("ERROR: Option %s is missing its value. Please run 'nvidia-smi -h' for "
			 "help.\n\n",
			 name);
		return EXIT_OPTION;
	}
	complain("Option \"%s\" is not recognized.\n", name);
	help();
	return EXIT_OPTION;
}

bool subcommand_number(const char *text, unsigned long most, unsigned long *ret_number)
{
	char *end;

	if (text[0] < '0' || text[0] > '9')
		return false;
	*ret_number = strtoul(text, &end, 10);
	return !*end && *ret_number <= most;
}

int subcommand_fail(const char *what, struct gpu *gpu, nvmlReturn_t status)
{
	const struct value *bus = gpu_value(gpu, VALUE_BUS_ID);

	complain("%s for GPU %s: %s\n", what, bus->status == NVML_SUCCESS ? bus->text : "N/A",
		 library_error(status));
	return exit_status(status);
}
