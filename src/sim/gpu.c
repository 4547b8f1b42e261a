/* SPDX-License-Identifier: MIT */
/* The GPUs of the machine: identity, initialisation, usage. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sim/driver.h"
#include "sim/life.h"
#include "sim/machine_check.h"
#include "sim/uuid.h"

/* MSI vectors of the simulated machine start here; the value carries no meaning. */
#define FIRST_IRQ 128u
/* Memory block size of a coherent machine whose GPUs something initialised before us. */
#define MEMBLOCK_SIZE 0x8000000u

static bool minor_is_taken(const struct sim *sim, unsigned minor)
{
	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (sim->machine->gpus[i].minor == (int32_t)minor || sim->gpus[i].minor == minor)
			return true;
	return false;
}

static void set_uuid(struct sim_gpu *gpu)
{
	char text[41];

	if (!gpu->entry->uuid || !sim_uuid_parse(gpu->entry->uuid, gpu->uuid))
		sim_uuid_of_gpu(gpu->chip->chip_id, gpu->entry->pdi, gpu->uuid);
	sim_uuid_format(gpu->uuid, text);
	snprintf(gpu->uuid_text, sizeof(gpu->uuid_text), "%s", text);
}

static int setup_one(struct sim *sim, unsigned index)
{
	struct sim_gpu *gpu = &sim->gpus[index];

	gpu->sim = sim;
	gpu->index = index;
	gpu->entry = &sim->machine->gpus[index];
	gpu->model = machine_model_of(sim->machine, gpu->entry);
	gpu->chip = gpu->model ? sim_chip_find(gpu->model->chip) : NULL;
	if (!gpu->chip ||
	    !machine_parse_pci(gpu->entry->pci, &gpu->domain, &gpu->bus, &gpu->device))
		return -EINVAL;
	gpu->id = gpu->domain << 16 | (uint32_t)gpu->bus << 8 | gpu->device;
	gpu->irq = FIRST_IRQ + index;
	gpu->state = gpu->entry->state ? *gpu->entry->state : gpu->model->idle;
	gpu->compute_mode = gpu->entry->compute_mode;
	gpu->accounting = gpu->entry->accounting;
	gpu->ecc_pending = gpu->model->ecc_enabled;
	gpu->dram_encryption_pending = gpu->entry->dram_encrypted;
	gpu->persistent = gpu->entry->persistence;
	sim_links_setup(gpu);
	set_uuid(gpu);
	sim_vgpu_setup(gpu);
	return 0;
}

/* Minors are the lowest free numbers in probe order. */
static void set_minors(struct sim *sim)
{
	for (unsigned i = 0; i < sim->gpu_count; i++)
		sim->gpus[i].minor = ~0u;
	for (unsigned i = 0; i < sim->gpu_count; i++) {
		unsigned minor = 0;

		if (sim->machine->gpus[i].minor >= 0) {
			sim->gpus[i].minor = (unsigned)sim->machine->gpus[i].minor;
			continue;
		}
		while (minor_is_taken(sim, minor))
			minor++;
		sim->gpus[i].minor = minor;
	}
}

static uint32_t free_device_instance(const struct sim *sim)
{
	uint32_t used = 0;
	uint32_t instance = 0;

	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (sim->gpus[i].attached)
			used |= 1u << sim->gpus[i].device_instance;
	while (used & 1u << instance)
		instance++;
	return instance;
}

static int gpu_start(struct sim_gpu *gpu)
{
	int rc;

	gpu->tried = true;
	if (gpu->fail_errno)
		return -gpu->fail_errno;
	if (gpu->trouble.lost)
		return -ENODEV;
	/* Firmware of another release lies on the disk: none for this module. */
	if (gpu->sim->files_version[0] && sim_gpu_has_gsp(gpu) && !gpu->attached)
		return -EIO;
	if (gpu->model->coherent && gpu->sim->memblock_size == 0)
		return -EINVAL;
	if (gpu->attached)
		return 0; /* kept by persistence */
	gpu->device_instance = free_device_instance(gpu->sim);
	rc = sim_rusd_setup(gpu);
	if (rc < 0)
		return rc;
	gpu->attached = true;
	gpu->seen = true;
	gpu->sim->files_state += gpu->entry->suspended; /* it woke */
	return 0;
}

int sim_gpus_start(struct sim *sim, const char **ret_error)
{
	for (unsigned i = 0; i < sim->gpu_count; i++) {
		struct sim_gpu *gpu = &sim->gpus[i];
		int rc = sim_mig_setup(gpu, ret_error);

		if (rc < 0)
			return rc;
		if (!gpu->persistent || gpu->entry->excluded || gpu->trouble.lost)
			continue;
		if (gpu->model->coherent)
			sim->memblock_size = MEMBLOCK_SIZE;
		if (gpu_start(gpu) < 0) {
			*ret_error = "no memory for a GPU";
			return -ENOMEM;
		}
	}
	return 0;
}

int sim_gpu_setup(struct sim *sim, const char **ret_error)
{
	sim->gpu_count = sim->machine->gpus_count;
	sim->cc_ready = sim->machine->conf_compute.dev_tools;
	sim->cc_advantage = 60; /* SECURITY_POLICY_ATTACKER_ADVANTAGE_DEFAULT */
	if (sim->gpu_count > SIM_GPUS_MAX) {
		*ret_error = "more than 32 GPUs: the driver attaches no more (NV_MAX_DEVICES)";
		return -EINVAL;
	}
	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (setup_one(sim, i) < 0) {
			*ret_error = "a GPU of the machine names no known model, chip or address";
			return -EINVAL;
		}
	set_minors(sim);
	*ret_error = "no memory for a GPU";
	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (sim_life_setup(&sim->gpus[i]) < 0)
			return -ENOMEM;
	return sim_gpus_start(sim, ret_error);
}

struct sim_gpu *sim_gpu_by_minor(struct sim *sim, unsigned minor)
{
	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (sim->gpus[i].minor == minor && !sim->gpus[i].removed)
			return &sim->gpus[i];
	return NULL;
}

struct sim_gpu *sim_gpu_by_id(struct sim *sim, uint32_t id)
{
	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (sim->gpus[i].id == id && !sim->gpus[i].removed)
			return &sim->gpus[i];
	return NULL;
}

int sim_gpu_get(struct sim_gpu *gpu)
{
	int rc;

	if (gpu->entry->excluded)
		return -EPERM;
	if (gpu->draining)
		return gpu->usage > 0 ? -EBUSY : -EIO;
	sim_trouble_wake(gpu);
	rc = gpu->usage == 0 ? gpu_start(gpu) : 0;
	if (rc == 0)
		gpu->usage++;
	return rc;
}

void sim_gpu_put(struct sim_gpu *gpu)
{
	if (--gpu->usage > 0 || gpu->persistent)
		return;
	sim_gpu_objects_free(gpu);
	sim_rusd_teardown(gpu);
	gpu->attached = false;
	gpu->sim->files_state += gpu->entry->suspended;
	if (gpu->remove_idle)
		sim_gpu_remove(gpu);
}

int sim_reset_gpu(struct sim *sim, unsigned index)
{
	struct sim_gpu *gpu = &sim->gpus[index];

	if (index >= sim->gpu_count)
		return -ENODEV;
	if (gpu->usage > 0)
		return -EBUSY;
	gpu->trouble.firmware_hangs = false;
	gpu->trouble.firmware_timeouts = 0;
	sim_mig_after_reset(gpu);
	return 0;
}

uint32_t sim_gpu_heap_kib(const struct sim_gpu *gpu)
{
	const struct machine_model *model = gpu->model;

	return (model->memory_mib - model->reserved_mib) * 1024 - model->reserved_kib;
}

/* Partitioned memory is used where its processes are. */
uint32_t sim_gpu_used_kib(const struct sim_gpu *gpu)
{
	uint64_t mib = (uint64_t)gpu->state.memory_used_mib, kib;
	uint64_t limit = sim_gpu_heap_kib(gpu);

	if (sim_mig_in_use(gpu))
		return sim_mig_used_kib(gpu);
	for (uint32_t i = 0; i < gpu->processes_count; i++)
		mib += gpu->processes[i].memory_mib;
	kib = mib * 1024 + gpu->state.memory_used_kib;
	return (uint32_t)(kib < limit ? kib : limit);
}
