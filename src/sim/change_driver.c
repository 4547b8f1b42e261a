/* SPDX-License-Identifier: MIT */
/* Words about the driver as a whole, about time, and what is changed. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sim/change_words.h"
#include "sim/life.h"
#include "sim/machine_ranges.h"

static int read_version(struct change *change)
{
	struct rm_version version;
	const char *text = change->words[1];

	if (!rm_version_parse(text, &version) || version.major < 515 ||
	    strlen(text) >= sizeof(change->sim->version_text))
		return change_expected(change, text, "a driver version from 515 on, as 550.90.07");
	return 0;
}

static unsigned opens(const struct sim *sim)
{
	unsigned count = 0;

	for (const struct sim_file *file = sim->files; file; file = file->next)
		count++;
	return count;
}

static int reload(struct change *change)
{
	struct sim *sim = change->sim;

	if (sim->files)
		return change_refuse(change, EBUSY, "the driver is in use: %u open nodes",
				     opens(sim));
	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (sim->gpus[i].processes_count > 0)
			return change_refuse(change, EBUSY,
					     "the driver is in use: process %u runs on GPU %u",
					     sim->gpus[i].processes[0].pid, i);
	return sim_reload(sim, change->words[1]) < 0 ? change_refuse(change, ENOMEM, "no memory")
						     : 0;
}

/* Files on disk change at any time: a library of theirs finds another module in memory. */
int change_driver(struct change *change)
{
	bool files = change->count > 2;
	int rc = read_version(change);

	if (rc < 0)
		return rc;
	if (files && strcmp(change->words[2], "files") != 0)
		return change_expected(change, change->words[2], "files or nothing");
	if (!change->sim)
		return 0;
	if (!files)
		return reload(change);
	bool same = strcmp(change->words[1], change->sim->version_text) == 0;

	snprintf(change->sim->files_version, sizeof(change->sim->files_version), "%s",
		 same ? "" : change->words[1]);
	return 0;
}

int change_step(struct change *change)
{
	uint64_t ns;

	if (!change_time(change->words[1], &ns))
		return change_expected(change, change->words[1], "a time as 500ms or 3s");
	if (sim_step(change->sim, ns) < 0)
		return change_refuse(change, EOPNOTSUPP,
				     "time passes by itself here: found no time: {stepped: true}");
	return 0;
}

static const char *name_of_node_state(const struct sim_trouble *trouble, char text[32])
{
	if (trouble->node_gone)
		return "gone";
	snprintf(text, 32, "errno=%d", trouble->node_errno);
	return text;
}

static void show_gpu(struct change *change, const struct sim_gpu *gpu)
{
	const struct sim_trouble *trouble = &gpu->trouble;
	char text[32];

	for (int place = 0; machine_state_fields[place].key; place++)
		if (sim_gpu_holds(gpu, place))
			change_tell(
			    change, "set %u %s %lld\n", gpu->index, machine_state_fields[place].key,
			    (long long)machine_value_of(&gpu->state, &machine_state_fields[place]));
	if (trouble->lost)
		change_tell(change, "lose %u\n", gpu->index);
	if (trouble->suspended)
		change_tell(change, "suspend %u\n", gpu->index);
	if (trouble->firmware_hangs)
		change_tell(change, "gsp-timeout %u # %u so far\n", gpu->index,
			    trouble->firmware_timeouts);
	if (trouble->node_gone || trouble->node_errno)
		change_tell(change, "node %u %s\n", gpu->index, name_of_node_state(trouble, text));
}

/* In the words that would make it so again. */
int change_show(struct change *change)
{
	const struct sim *sim = change->sim;
	char text[32];

	change_tell(change, "# %s, driver %s, %u GPUs, %u open nodes, %.3f s\n", sim->machine->name,
		    sim->version_text, sim->gpu_count, opens(sim), (double)sim_age_ns(sim) / 1e9);
	if (strcmp(sim->version_text, sim->machine->driver) != 0)
		change_tell(change, "driver %s\n", sim->version_text);
	if (sim->files_version[0])
		change_tell(change, "driver %s files\n", sim->files_version);
	for (unsigned i = 0; i < sim->gpu_count; i++)
		show_gpu(change, &sim->gpus[i]);
	if (sim->trouble.node_gone || sim->trouble.node_errno)
		change_tell(change, "node ctl %s\n", name_of_node_state(&sim->trouble, text));
	change_show_faults(change);
	return 0;
}
