/* SPDX-License-Identifier: MIT */
/* The box of MIG devices below the table. */

#include "nvsmi.h"

void table_mig(struct machine *machine, size_t width)
{
	(void)machine;
	(void)width;
}
