/* SPDX-License-Identifier: MIT */
/*
 * The telemetry page (class 0xDE). Every GPU has a master page; each mapping is
 * a mirror that is written the same way, so a reader of either sees sections
 * being written and stable as with the real driver.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sim/driver.h"
#include "sim/rusd_page.h"

#define MS 1000000ull

/* From 550.40.53 the page lives as long as the GPU; before, as long as its objects. */
static bool page_is_of_gpu(const struct sim *sim)
{
	return sim_since(sim, 550, 40, 53);
}

size_t sim_rusd_size(const struct sim *sim)
{
	const struct rm_rusd_layout *layout = rm_rusd_layout_at(sim->release);

	return layout ? layout->size : 0;
}

static int create_page(struct sim_gpu *gpu)
{
	size_t size = sim_rusd_size(gpu->sim);

	if (size == 0 || gpu->rusd.page)
		return 0;
	gpu->rusd.page = calloc(1, size);
	if (!gpu->rusd.page)
		return -ENOMEM;
	sim_page_write_bar1(gpu, gpu->rusd.page);
	sim_page_write_pma(gpu, gpu->rusd.page);
	return 0;
}

/* Mappings outlive the page; they just stand still. */
static void destroy_page(struct sim_gpu *gpu)
{
	struct sim_file *file;

	for (file = gpu->sim->files; file; file = file->next)
		if (file->mapping_gpu == gpu)
			file->mapping_gpu = NULL;
	free(gpu->rusd.page);
	gpu->rusd.page = NULL;
}

int sim_rusd_setup(struct sim_gpu *gpu)
{
	int rc = page_is_of_gpu(gpu->sim) ? create_page(gpu) : 0;

	if (rc == 0 && gpu->rusd.permanent)
		sim_rusd_update_mask(gpu);
	return rc;
}

void sim_rusd_teardown(struct sim_gpu *gpu)
{
	destroy_page(gpu);
	gpu->rusd.mask = 0;
	gpu->rusd.next_poll_ns = 0;
}

/* Without firmware the driver polls by itself from 565 on, but not GA100 and Turing. */
bool sim_rusd_polls(const struct sim_gpu *gpu)
{
	const struct sim *sim = gpu->sim;

	if (!sim_since(sim, 545, 0, 0))
		return false;
	if (!sim_since(sim, 550, 0, 0) || sim_gpu_has_gsp(gpu))
		return true;
	return sim_since(sim, 565, 0, 0) && gpu->chip->architecture >= ARCHITECTURE_AMPERE &&
	       strcmp(gpu->chip->name, "GA100") != 0;
}

static bool object_polls(const struct sim_object *object, const struct sim_gpu *gpu)
{
	return object->class_number == SIM_CLASS_SHARED_DATA && object->gpu == gpu;
}

/* 0 asks for the default; nothing above the default is granted. */
static uint32_t shorter(uint32_t interval, uint32_t wanted)
{
	return wanted != 0 && wanted < interval ? wanted : interval;
}

/* Whoever waits for the page waits in the host's time: where that stands still, there is no wait.
 */
static uint64_t first_poll(const struct sim_gpu *gpu, uint32_t interval)
{
	return gpu->sim->now_ns + (gpu->sim->machine->time.stepped ? 0 : interval * MS);
}

void sim_rusd_update_mask(struct sim_gpu *gpu)
{
	uint64_t mask = 0;
	uint32_t interval = gpu->model->poll_interval_ms;
	bool any = false;
	struct sim_client *client;
	struct sim_object *object;

	for (client = gpu->sim->clients; client; client = client->next)
		for (object = client->objects; object; object = object->next) {
			if (!object_polls(object, gpu))
				continue;
			any = true;
			mask |= object->mask;
			interval = shorter(interval, object->interval_ms);
		}
	/* A process of the machine stands for a channel in use. */
	if (gpu->processes_count > 0)
		mask |= gpu->rusd.permanent;
	gpu->rusd.interval_ms = interval;
	if (mask == 0)
		gpu->rusd.next_poll_ns = 0;
	else if (gpu->rusd.next_poll_ns == 0)
		gpu->rusd.next_poll_ns = first_poll(gpu, interval);
	gpu->rusd.mask = mask;
	if (!any && !page_is_of_gpu(gpu->sim))
		destroy_page(gpu);
}

uint32_t sim_rusd_set_mask(struct sim_object *object, uint64_t mask)
{
	if (mask != 0 && !sim_rusd_polls(object->gpu))
		return SIM_NOT_SUPPORTED;
	object->mask = mask;
	sim_rusd_update_mask(object->gpu);
	return SIM_OK;
}

uint32_t sim_rusd_construct(struct sim_object *object, uint64_t mask)
{
	if (mask != 0 && !sim_rusd_polls(object->gpu))
		return SIM_NOT_SUPPORTED;
	if (create_page(object->gpu) < 0)
		return SIM_NO_MEMORY;
	return sim_rusd_set_mask(object, mask);
}

/* The master page, then its mirrors. */
static void write_all(struct sim_gpu *gpu, void (*write)(const struct sim_gpu *gpu, uint8_t *bytes))
{
	struct sim_file *file;

	if (!gpu->rusd.page)
		return;
	write(gpu, gpu->rusd.page);
	for (file = gpu->sim->files; file; file = file->next)
		if (file->mapping && file->mapping_gpu == gpu)
			write(gpu, file->mapping);
}

void sim_rusd_update_bar1(struct sim_gpu *gpu)
{
	write_all(gpu, sim_page_write_bar1);
}

void sim_rusd_update_memory(struct sim_gpu *gpu)
{
	write_all(gpu, sim_page_write_bar1);
	write_all(gpu, sim_page_write_pma);
}

void sim_rusd_mirror(struct sim_file *file)
{
	if (file->mapping_gpu && file->mapping_gpu->rusd.page)
		memcpy(file->mapping, file->mapping_gpu->rusd.page, file->mapping_size);
}

void sim_rusd_rewrite(struct sim_gpu *gpu)
{
	sim_rusd_update_memory(gpu);
	write_all(gpu, sim_page_write_polled);
}

uint64_t sim_rusd_tick(struct sim_gpu *gpu, uint64_t now_ns)
{
	struct sim_rusd *rusd = &gpu->rusd;

	if (rusd->next_poll_ns == 0 || !rusd->page)
		return UINT64_MAX;
	if (now_ns >= rusd->next_poll_ns) {
		if (sim_trouble_is_polled(gpu))
			write_all(gpu, sim_page_write_polled);
		rusd->next_poll_ns = now_ns + rusd->interval_ms * MS;
	}
	return rusd->next_poll_ns;
}
