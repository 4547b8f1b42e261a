/* SPDX-License-Identifier: MIT */
/* The list of GPUs, from one question to the control node; no GPU is opened. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/lib.h"
#include "core/log.h"
#include "rm/escape.h"
#include "rm/rm.h"
#include "sys/sys.h"

static struct provider_ops operations;

unsigned rm_card_count(void)
{
	return lib.rm.cards;
}

/* Any other error, memory being short for one, says nothing about the node. */
static bool is_refusal(int error)
{
	switch (error) {
	case -EACCES:
	case -EPERM:
	case -ENOENT:
	case -ENOTDIR:
	case -ENODEV:
	case -ENXIO:
		return true;
	default:
		return false;
	}
}

/*
 * access(2) consults permissions and the device cgroup without waking the GPU. A
 * container that was given some of the GPUs sees just those.
 */
static bool may_open(uint32_t minor)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/nvidia%u", minor);
	int error = lib.port->access(lib.port, path, PORT_MAY_READ | PORT_MAY_WRITE);
	if (!is_refusal(error))
		return true;
	log_line(LOG_NODE_LEFT_OUT, "%s: error %d, GPU left out", path, -error);
	return false;
}

/* The same GPU keeps its place, so its handle survives a new initialisation. */
static struct gpu *place_of(uint32_t gpu_id)
{
	struct gpu *empty = NULL;

	for (unsigned i = 0; i < GPU_MAX; i++) {
		struct gpu *gpu = &lib.gpus[i];
		if (gpu->ops != NULL && gpu->id == gpu_id)
			return gpu;
		if (empty == NULL && gpu->ops == NULL)
			empty = gpu;
	}
	/* All places are held by GPUs of former days: take one that is gone. */
	for (unsigned i = 0; empty == NULL && i < GPU_MAX; i++) {
		if (!lib.gpus[i].present)
			empty = &lib.gpus[i];
	}
	return empty;
}

static void keep_card(const struct rm_card_info *card)
{
	struct gpu *gpu = place_of(card->gpu_id);

	if (gpu == NULL)
		return;
	gpu->ops = &operations;
	gpu->id = card->gpu_id;
	gpu->minor = card->minor_number;
	gpu->address = (struct gpu_address){.domain = card->pci.domain,
					    .bus = card->pci.bus,
					    .slot = card->pci.slot,
					    .vendor = card->pci.vendor_id,
					    .device = card->pci.device_id};
	gpu->present = true;
	lib.order[lib.gpu_count++] = gpu;
}

static int by_address(const void *left, const void *right)
{
	const struct gpu_address *a = &(*(struct gpu *const *)left)->address;
	const struct gpu_address *b = &(*(struct gpu *const *)right)->address;

	if (a->domain != b->domain)
		return a->domain < b->domain ? -1 : 1;
	if (a->bus != b->bus)
		return a->bus < b->bus ? -1 : 1;
	return (a->slot > b->slot) - (a->slot < b->slot);
}

static void number_gpus(void)
{
	qsort(lib.order, lib.gpu_count, sizeof(lib.order[0]), by_address);
	for (unsigned i = 0; i < lib.gpu_count; i++)
		lib.order[i]->index = i;
}

static void fill_operations(void)
{
	memset(&operations, 0, sizeof(operations));
	rm_provider_fill(&operations);
	sys_provider_fill(&operations);
}

nvmlReturn_t rm_discover(void)
{
	struct rm_card_info cards[GPU_MAX] = {0};
	unsigned long request = rm_escape_request(NV_ESC_CARD_INFO, sizeof(cards));

	lib.rm.cards = 0;
	lib.gpu_count = 0;
	fill_operations();
	if (lib.port->ioctl(lib.port, lib.rm.ctl_fd, request, cards) < 0)
		return NVML_ERROR_OPERATING_SYSTEM;
	for (unsigned i = 0; i < GPU_MAX; i++) {
		if (!cards[i].valid)
			continue;
		lib.rm.cards++;
		if (may_open(cards[i].minor_number))
			keep_card(&cards[i]);
	}
	number_gpus();
	return NVML_SUCCESS;
}
