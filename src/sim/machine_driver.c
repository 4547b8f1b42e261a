/* SPDX-License-Identifier: MIT */
#include "sim/machine_driver.h"

#include <stddef.h>
#include <string.h>

#include "rm/abi.h"
#include "sim/chips.h"
#include "sim/machine.h"
#include "sim/machine_file.h"

#define FIRST_BRANCH 515u

bool machine_model_is_open(const struct machine_model *model)
{
	const struct sim_chip *chip = sim_chip_find(model->chip);

	return chip && chip->architecture >= ARCHITECTURE_TURING;
}

unsigned machine_model_last_branch(const struct machine_model *model)
{
	const struct sim_chip *chip = sim_chip_find(model->chip);

	return chip ? chip->last_branch : 0;
}

const char *machine_model_first_driver(const struct machine_model *model)
{
	const struct sim_chip *chip = sim_chip_find(model->chip);

	return chip ? chip->first_driver : NULL;
}

static bool is_older(const char *driver, const char *first)
{
	struct rm_version mine, theirs;

	return first && rm_version_parse(driver, &mine) && rm_version_parse(first, &theirs) &&
	       rm_version_compare(mine, theirs) < 0;
}

static char *refusal_of(const struct machine *machine, const struct machine_model *model,
			const char *driver)
{
	unsigned last = machine_model_last_branch(model);
	struct rm_version version;

	if (last && last < FIRST_BRANCH)
		return machine_format("%s; the last driver branch for its chip %s is %u, the first "
				      "that is simulated %u",
				      model->name, model->chip, last, FIRST_BRANCH);
	if (last && rm_version_parse(driver, &version) && version.major > last)
		return machine_format("driver %s for %s; the last branch for its chip %s is %u",
				      driver, model->name, model->chip, last);
	if (!machine_model_is_open(model) && strcmp(machine->kernel_module, "open") == 0)
		return machine_format("the open kernel module for %s; its chip %s is driven by the "
				      "proprietary one only",
				      model->name, model->chip);
	return NULL;
}

char *machine_driver_refusal(const struct machine *machine, const char *driver)
{
	char *text = NULL;

	for (uint32_t i = 0; !machine->any_driver && i < machine->gpus_count && !text; i++)
		text = refusal_of(machine, machine_model_of(machine, &machine->gpus[i]),
				  driver ? driver : machine->driver);
	return text;
}

char *machine_driver_warning(const struct machine *machine, const char *driver)
{
	if (!driver)
		driver = machine->driver;
	for (uint32_t i = 0; !machine->any_driver && i < machine->gpus_count; i++) {
		const struct machine_model *model = machine_model_of(machine, &machine->gpus[i]);
		const char *first = machine_model_first_driver(model);

		if (is_older(driver, first))
			return machine_format(
			    "driver %s is older than the first for %s (%s for its chip %s); no "
			    "such machine exists",
			    driver, model->name, first, model->chip);
	}
	return NULL;
}
