/* SPDX-License-Identifier: MIT */
/* Escapes that are no RM calls: enumeration, version, memory nodes, ties. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sim/driver.h"

#define CARD_INFO_SIZE 72u
#define OFFLINE_MAX 64u
/* NV_IOCTL_NUMA_STATUS_ONLINE */
#define NUMA_ONLINE 3u
#define NO_NUMA_NODE 0xffffffffu
/* Where the simulated BARs lie: one 512 GiB window per GPU for memory. */
#define REGS_BASE 0x90000000ull
#define REGS_SIZE 0x1000000ull

uint64_t sim_gpu_regs_address(const struct sim_gpu *gpu)
{
	return REGS_BASE + gpu->index * REGS_SIZE;
}

uint64_t sim_gpu_bar1_address(const struct sim_gpu *gpu)
{
	return (uint64_t)(gpu->index + 1) << 39;
}

static void put_card(uint8_t *card, const struct sim_gpu *gpu)
{
	card[0] = 1;
	sim_put32(card + 4, gpu->domain);
	card[8] = gpu->bus;
	card[9] = gpu->device;
	sim_put16(card + 12, 0x10de);
	sim_put16(card + 14, (uint16_t)gpu->model->pci_device);
	sim_put32(card + 16, gpu->id);
	sim_put16(card + 20, (uint16_t)gpu->irq);
	sim_put64(card + 24, sim_gpu_regs_address(gpu));
	sim_put64(card + 32, REGS_SIZE);
	if (gpu->model->bar1_mib) {
		sim_put64(card + 40, sim_gpu_bar1_address(gpu));
		sim_put64(card + 48, (uint64_t)gpu->model->bar1_mib << 20);
	}
	sim_put32(card + 56, gpu->minor);
}

/* Excluded GPUs must find room although they are left out. */
int sim_escape_card_info(struct sim_call *call)
{
	size_t room = call->size / CARD_INFO_SIZE;
	size_t count = 0, bound = 0;

	memset(call->arg, 0, room * CARD_INFO_SIZE);
	for (unsigned i = 0; i < call->sim->gpu_count; i++)
		bound += !call->sim->gpus[i].removed;
	if (room < bound)
		return -EINVAL;
	for (unsigned i = 0; i < call->sim->gpu_count; i++)
		if (!call->sim->gpus[i].entry->excluded && !call->sim->gpus[i].removed)
			put_card(call->arg + CARD_INFO_SIZE * count++, &call->sim->gpus[i]);
	return 0;
}

int sim_escape_register_fd(struct sim_call *call)
{
	int fd = (int)sim_get32(call->arg);
	struct sim_file *target = call->task->file_at(call->task, fd);

	if (!target || target == call->file || target->gpu || target->capability || target->ctl ||
	    call->file->ctl)
		return -EINVAL;
	call->file->ctl = target;
	target->ties++;
	return 0;
}

int sim_escape_status_code(struct sim_call *call)
{
	for (unsigned i = 0; i < call->sim->gpu_count; i++) {
		const struct sim_gpu *gpu = &call->sim->gpus[i];

		if (!gpu->removed && gpu->domain == sim_get32(call->arg) &&
		    gpu->bus == call->arg[4] && gpu->device == call->arg[5]) {
			sim_put32(call->arg + 8, gpu->tried ? gpu->fail_status : SIM_INVALID_STATE);
			return 0;
		}
	}
	return -EINVAL;
}

static bool version_matches(const char *theirs, const char *ours, bool relaxed)
{
	const char *dot = strchr(theirs, '.');

	if (!relaxed)
		return strcmp(theirs, ours) == 0;
	return dot && strncmp(theirs, ours, (size_t)(dot - theirs) + 1) == 0;
}

/* cmd '1' relaxes the test; '2' asks from 530 on and overrode the test before. */
int sim_escape_check_version(struct sim_call *call)
{
	uint32_t cmd = sim_get32(call->arg);
	char *text = (char *)call->arg + 8;
	char theirs[65];

	memcpy(theirs, text, 64);
	theirs[64] = '\0';
	sim_put32(call->arg + 4, 1);
	if (cmd == '2' && !sim_since(call->sim, 530, 0, 0))
		return 0;
	if (cmd != '2' && version_matches(theirs, call->sim->version_text, cmd == '1'))
		return 0;
	memcpy(text, call->sim->version_text, strlen(call->sim->version_text) + 1);
	if (cmd == '2')
		return 0;
	sim_log(call->sim, "SIM-VERSION API mismatch: the client has %.63s, the module %s", theirs,
		call->sim->version_text);
	return -EINVAL;
}

static void detach_all(struct sim_file *file)
{
	for (unsigned i = 0; i < file->sim->gpu_count; i++)
		if (file->attached & 1u << i)
			sim_gpu_put(&file->sim->gpus[i]);
	file->attached = 0;
}

int sim_escape_attach_gpus(struct sim_call *call)
{
	size_t count = call->size / 4;

	if (count == 0 || call->size % 4 != 0 || call->file->attach_done)
		return -EINVAL;
	for (size_t i = 0; i < count; i++) {
		uint32_t id = sim_get32(call->arg + 4 * i);
		struct sim_gpu *gpu = id ? sim_gpu_by_id(call->sim, id) : NULL;

		if (id == 0 || (gpu && (call->file->attached & 1u << gpu->index)))
			continue;
		if (!gpu || sim_gpu_get(gpu) < 0) {
			detach_all(call->file);
			return -EINVAL;
		}
		call->file->attached |= 1u << gpu->index;
	}
	call->file->attach_done = true;
	return 0;
}

int sim_escape_device_intr(struct sim_call *call)
{
	if (call->size < 8)
		return -EINVAL;
	sim_put32(call->arg, 0);
	sim_put32(call->arg + 4, SIM_OK);
	return 0;
}

/* The first value that is not 0 stays for the life of the module. */
int sim_escape_sys_params(struct sim_call *call)
{
	uint64_t value = sim_get64(call->arg);

	if (call->sim->memblock_size == 0)
		call->sim->memblock_size = value;
	return call->sim->memblock_size == value ? 0 : -EBUSY;
}

/* The node of a coherent GPU's memory; CPU nodes come first. */
uint32_t sim_gpu_memory_node(const struct sim_gpu *gpu)
{
	return gpu->model->coherent ? 2 + 8 * gpu->index : NO_NUMA_NODE;
}

int sim_escape_numa_info(struct sim_call *call)
{
	const struct sim_gpu *gpu = call->file->gpu;
	bool grown = sim_since(call->sim, 535, 0, 0);
	unsigned entries_at = grown ? 552 : 544;

	if (call->size != (grown ? 560u : 552u))
		return -EINVAL;
	if (!gpu->attached || sim_get32(call->arg + entries_at) > OFFLINE_MAX)
		return -EBUSY;
	memset(call->arg + 4, 0, 28);
	sim_put32(call->arg, sim_gpu_memory_node(gpu));
	sim_put64(call->arg + 8, call->sim->memblock_size);
	if (gpu->model->coherent) {
		sim_put32(call->arg + 4, NUMA_ONLINE);
		sim_put64(call->arg + 16, sim_gpu_bar1_address(gpu));
		sim_put64(call->arg + 24, (uint64_t)gpu->model->memory_mib << 20);
	}
	if (grown)
		call->arg[32] = gpu->model->coherent;
	sim_put32(call->arg + entries_at, 0);
	return 0;
}

/* The privilege comes before node and size. What the status already is may be said again. */
int sim_escape_set_numa_status(struct sim_call *call)
{
	const struct sim_gpu *gpu = call->file->gpu;

	if (!call->admin)
		return -EACCES;
	if (!gpu || call->size != 4)
		return -EINVAL;
	if (sim_get32(call->arg) == (gpu->model->coherent ? NUMA_ONLINE : 0))
		return 0;
	return -EINVAL; /* taking memory offline is not simulated */
}

int sim_escape_wait_open(struct sim_call *call)
{
	const struct sim_file *file = call->file;

	sim_put32(call->arg, file->deferred ? (uint32_t)file->deferred_rc : 0);
	sim_put32(call->arg + 4,
		  file->deferred && file->deferred_rc < 0 ? file->gpu->fail_status : 0);
	return 0;
}
