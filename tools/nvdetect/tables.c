/* SPDX-License-Identifier: MIT */
/* What follows from ids and versions. */

#include "nvdetect.h"
#include "ids.h"

#include <stdio.h>

static void find_cuda(struct found *found)
{
	unsigned int branch;
	unsigned int minor;
	int version;

	if (found->driver.source == SOURCE_NONE ||
	    sscanf(found->driver.text, "%u.%u", &branch, &minor) != 2 ||
	    !ids_cuda_version(branch, minor, &version, &found->cuda_newer_than_table))
		return;
	fact_set(&found->cuda, SOURCE_TABLE, "%d.%d", version / 1000, version % 1000 / 10);
}

static void find_gpu(struct found_gpu *gpu)
{
	const struct ids_chip *chip;
	const char *name;

	if (gpu->ids_source == SOURCE_NONE)
		return;
	name = ids_gpu_name(gpu->device, gpu->subvendor, gpu->subdevice);
	if (name)
		fact_set(&gpu->name, SOURCE_TABLE, "%s", name);
	if (!ids_chip_by_device(gpu->device, &chip))
		return;
	fact_set(&gpu->chip, SOURCE_TABLE, "%s", chip->name);
	fact_set(&gpu->family, SOURCE_TABLE, "%s", chip->family);
	if (chip->compute_major)
		fact_set(&gpu->compute_capability, SOURCE_TABLE, "%u.%u", chip->compute_major,
			 chip->compute_minor);
}

void tables_find(struct found *found)
{
	find_cuda(found);
	for (size_t i = 0; i < found->gpu_count; i++)
		find_gpu(&found->gpus[i]);
}
