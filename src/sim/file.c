/* SPDX-License-Identifier: MIT */
/* Open files of the device nodes. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "sim/driver.h"

/* Results of open on a minor that no GPU has. */
static int no_such_minor(const struct sim *sim, unsigned minor)
{
	if (minor > 247)
		return sim_since(sim, 545, 0, 0) ? -ENXIO : -ENODEV;
	return -ENODEV;
}

static int open_gpu(struct sim_file *file)
{
	/* From 550 a non-blocking open returns before a needed initialisation ends. */
	bool defer = (file->flags & O_NONBLOCK) && sim_since(file->sim, 550, 40, 7) &&
		     !file->gpu->attached && !file->gpu->entry->excluded;
	int rc = sim_gpu_get(file->gpu);

	file->counts = rc == 0;
	if (!defer)
		return rc;
	file->deferred = true;
	file->deferred_rc = rc;
	return 0;
}

static int open_trouble(struct sim *sim, unsigned minor)
{
	if (minor != SIM_MINOR_CTL)
		return sim_trouble_open(sim_gpu_by_minor(sim, minor));
	return sim->trouble.node_gone ? -ENOENT : -sim->trouble.node_errno;
}

int sim_open(struct sim *sim, const struct sim_task *task, unsigned minor, int flags,
	     struct sim_file **ret_file)
{
	struct sim_file *file;
	int rc = 0;

	(void)task;
	if (minor != SIM_MINOR_CTL && !sim_gpu_by_minor(sim, minor))
		return no_such_minor(sim, minor);
	rc = open_trouble(sim, minor);
	if (rc < 0)
		return rc;
	file = calloc(1, sizeof(*file));
	if (!file)
		return -ENOMEM;
	file->sim = sim;
	file->minor = minor;
	file->flags = flags;
	if (minor != SIM_MINOR_CTL) {
		file->gpu = sim_gpu_by_minor(sim, minor);
		rc = open_gpu(file);
	}
	if (rc < 0) {
		free(file);
		return rc;
	}
	file->next = sim->files;
	sim->files = file;
	*ret_file = file;
	return 0;
}

static void drop_events(struct sim_file *file)
{
	while (file->events) {
		struct sim_event *event = file->events;

		file->events = event->next;
		free(event);
	}
}

/* The open file description goes: with its last descriptor, or with the last tie. */
static void release(struct sim *sim, struct sim_file *file)
{
	struct sim_file **at = &sim->files;
	struct sim_file *ctl = file->ctl;

	sim_clients_of_file_free(sim, file);
	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (file->attached & 1u << i)
			sim_gpu_put(&sim->gpus[i]);
	while (*at != file)
		at = &(*at)->next;
	*at = file->next;
	free(file);
	if (ctl && --ctl->ties == 0 && ctl->closed)
		release(sim, ctl);
}

void sim_close(struct sim *sim, struct sim_file *file)
{
	file->closed = true;
	file->mapping = NULL;
	sim_sinks_drop(sim, 0, file);
	drop_events(file);
	if (file->counts)
		sim_gpu_put(file->gpu);
	file->counts = false;
	if (file->ties == 0)
		release(sim, file);
}

ssize_t sim_mappable(const struct sim *sim, const struct sim_file *file)
{
	(void)sim;
	if (file->deferred && file->deferred_rc < 0)
		return -EIO;
	return file->has_mapping ? (ssize_t)file->mapping_size : -EINVAL;
}

/* A file whose background open failed opens nothing. */
unsigned sim_file_minor(const struct sim_file *file)
{
	return file->deferred && file->deferred_rc < 0 ? SIM_MINOR_NONE : file->minor;
}
