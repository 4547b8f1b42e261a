/* SPDX-License-Identifier: MIT */
#include "sim/port_faults.h"

#include <stdio.h>
#include <string.h>

const struct port_fault *port_fault_of(const struct port_faults *faults, const char *path)
{
	for (unsigned i = 0; i < faults->count; i++)
		if (strcmp(faults->list[i].path, path) == 0)
			return &faults->list[i];
	return NULL;
}

struct port_fault *port_fault_slot(struct port_faults *faults, const char *path)
{
	const struct port_fault *known = port_fault_of(faults, path);

	if (known)
		return &faults->list[known - faults->list];
	if (faults->count < FAULTS_MAX)
		faults->count++;
	struct port_fault *slot = &faults->list[faults->count - 1];
	snprintf(slot->path, sizeof(slot->path), "%s", path);
	return slot;
}
