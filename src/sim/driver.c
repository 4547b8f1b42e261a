/* SPDX-License-Identifier: MIT */
/* The driver as a whole, and which escape an ioctl means. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/driver.h"
#include "sim/life.h"

#define NR_OF(request) ((unsigned)(request)&0xffu)
#define SIZE_OF(request) ((unsigned)((request) >> 16) & 0x3fffu)
#define NR_XFER 211u
#define NR_EXPORT_DMABUF 217u
#define NR_WAIT_OPEN 218u

enum node { CTL = 1, GPU = 2, ANY = CTL | GPU };

void sim_log(const struct sim *sim, const char *fmt, ...)
{
	char line[256];
	va_list args;

	if (!sim->log)
		return;
	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	sim->log(sim->log_ctx, line);
}

void sim_set_log(struct sim *sim, void (*log)(void *ctx, const char *line), void *ctx)
{
	sim->log = log;
	sim->log_ctx = ctx;
}

bool sim_since(const struct sim *sim, unsigned major, unsigned minor, unsigned patch)
{
	struct rm_version since = {(uint16_t)major, (uint16_t)minor, (uint16_t)patch};

	return rm_version_compare(sim->version, since) >= 0;
}

bool sim_gpu_has_gsp(const struct sim_gpu *gpu)
{
	return strcmp(gpu->sim->machine->kernel_module, "open") == 0 || gpu->model->gsp;
}

struct sim *sim_new(const struct machine *machine, const char *driver, const char **ret_error)
{
	struct sim *sim = calloc(1, sizeof(*sim));
	enum rm_version_match match;

	if (!sim) {
		*ret_error = "no memory";
		return NULL;
	}
	sim->machine = machine;
	if (!driver)
		driver = machine->driver;
	if (!rm_version_parse(driver, &sim->version) || sim->version.major < 515 ||
	    strlen(driver) >= sizeof(sim->version_text)) {
		*ret_error = "the driver version is none from 515 on";
		free(sim);
		return NULL;
	}
	snprintf(sim->version_text, sizeof(sim->version_text), "%s", driver);
	sim->release = rm_release_resolve(sim->version, &match);
	*ret_error = "no memory";
	if (sim_mig_list_minors(sim) < 0 || sim_registry_setup(sim) < 0 ||
	    sim_gpu_setup(sim, ret_error) < 0) {
		sim_free(sim);
		return NULL;
	}
	return sim;
}

void sim_free(struct sim *sim)
{
	if (!sim)
		return;
	while (sim->files) {
		sim->files->ties = 0;
		sim->files->ctl = NULL;
		sim_close(sim, sim->files);
	}
	while (sim->sinks)
		sim_sinks_drop(sim, sim->sinks->client, NULL);
	for (unsigned i = 0; i < sim->gpu_count; i++) {
		sim_rusd_teardown(&sim->gpus[i]);
		sim_links_free(&sim->gpus[i]);
		sim_life_free(&sim->gpus[i]);
	}
	sim_registry_free(sim);
	free(sim->mig_minors);
	free(sim);
}

/* RM escapes: the status word is inside the block, ioctl succeeds. */
static int rm_free(struct sim_call *call)
{
	uint32_t status = SIM_OK;
	struct sim_client *client =
	    sim_client_of_call(call, sim_get32(call->arg), SIM_INVALID_OBJECT_HANDLE, &status);
	uint32_t handle = sim_get32(call->arg + 8);
	struct sim_object *object = client ? sim_object_find(client, handle) : NULL;

	if (client && handle == client->handle)
		sim_client_free(call->sim, client);
	else if (object)
		sim_object_free(call->sim, object);
	sim_put32(call->arg + 12, status); /* an unknown object is NV_OK */
	return 0;
}

static int rm_control(struct sim_call *call)
{
	sim_trouble_wake_attached(call->sim);
	uint32_t status = sim_control(call);

	if (call->later)
		return SIM_LATER;
	sim_put32(call->arg + 28, status);
	return 0;
}

/* NVOS21 and NVOS64 are told apart by size; both moved their status word. */
static int rm_alloc(struct sim_call *call)
{
	bool grown = sim_since(call->sim, 535, 0, 0);
	uint32_t class_number;
	unsigned status_at;

	sim_trouble_wake_attached(call->sim);
	if (call->size == 32)
		status_at = grown ? 28 : 24;
	else if (call->size == (grown ? 48u : 40u))
		status_at = grown ? 40 : sim_since(call->sim, 525, 0, 0) ? 36 : 32;
	else
		return -EINVAL;
	class_number = sim_get32(call->arg + 12);
	if (call->file->gpu && class_number != SIM_CLASS_EVENT &&
	    class_number != SIM_CLASS_OS_EVENT)
		return -EINVAL;
	sim_put32(call->arg + status_at, sim_alloc(call));
	return 0;
}

static int rm_map_memory(struct sim_call *call)
{
	sim_put32(call->arg + 40, sim_map_memory(call));
	return 0;
}

static int rm_unmap_memory(struct sim_call *call)
{
	sim_put32(call->arg + 24, sim_unmap_memory(call));
	return 0;
}

static int rm_dup_object(struct sim_call *call)
{
	sim_put32(call->arg + 24, sim_dup_object(call));
	return 0;
}

static int rm_share(struct sim_call *call)
{
	sim_put32(call->arg + 20, sim_share_object(call));
	return 0;
}

static int rm_access_registry(struct sim_call *call)
{
	sim_put32(call->arg + 64, sim_access_registry(call));
	return 0;
}

struct escape {
	unsigned nr;
	unsigned node;
	unsigned size;       /* 0: the handler looks */
	unsigned exact_size; /* of 595's table where the handler looks; 0: other */
	unsigned unit;       /* from 595 on the size is a multiple; 0: none */
	struct rm_version since;
	int (*handle)(struct sim_call *call);
};

static const struct escape escapes[] = {
    {0x29, CTL, 16, 16, 0, {515, 0, 0}, rm_free},
    {0x2a, CTL, 32, 32, 0, {515, 0, 0}, rm_control},
    {0x2b, ANY, 0, 0, 0, {515, 0, 0}, rm_alloc},
    {0x34, CTL, 28, 28, 0, {515, 0, 0}, rm_dup_object},
    {0x35, CTL, 24, 24, 0, {515, 0, 0}, rm_share},
    {0x4d, CTL, 72, 72, 0, {515, 0, 0}, rm_access_registry},
    {0x4e, CTL, 56, 56, 0, {515, 0, 0}, rm_map_memory},
    {0x4f, CTL, 32, 32, 0, {515, 0, 0}, rm_unmap_memory},
    {0x52, ANY, 16, 16, 0, {515, 0, 0}, sim_escape_get_event_data},
    {200, CTL, 0, 0, 72, {515, 0, 0}, sim_escape_card_info},
    {201, ANY, 4, 4, 0, {515, 0, 0}, sim_escape_register_fd},
    {206, ANY, 16, 16, 0, {515, 0, 0}, sim_escape_alloc_os_event},
    {207, ANY, 16, 16, 0, {515, 0, 0}, sim_escape_free_os_event},
    {209, CTL, 12, 12, 0, {515, 0, 0}, sim_escape_status_code},
    {210, CTL, 72, 72, 0, {515, 0, 0}, sim_escape_check_version},
    {212, CTL, 0, 0, 4, {515, 0, 0}, sim_escape_attach_gpus},
    {213, GPU, 0, 8, 0, {515, 0, 0}, sim_escape_device_intr},
    {214, CTL, 8, 8, 0, {515, 0, 0}, sim_escape_sys_params},
    {215, GPU, 0, 560, 0, {515, 0, 0}, sim_escape_numa_info},
    {216, ANY, 0, 4, 0, {515, 0, 0}, sim_escape_set_numa_status},
    {NR_WAIT_OPEN, ANY, 8, 8, 0, {550, 40, 7}, sim_escape_wait_open},
};

static const struct escape *find_escape(const struct sim *sim, unsigned nr)
{
	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++)
		if (escapes[i].nr == nr)
			return rm_version_compare(sim->version, escapes[i].since) >= 0 ? &escapes[i]
										       : NULL;
	return NULL;
}

/* 595 holds a request against a table before it looks at anything else. */
static bool is_listed(const struct sim *sim, unsigned nr, size_t size)
{
	const struct escape *escape;

	if (!sim_since(sim, 595, 0, 0) || nr == NR_EXPORT_DMABUF)
		return true;
	if (nr == NR_XFER)
		return size == 16;
	escape = find_escape(sim, nr);
	if (!escape)
		return false;
	if (escape->unit)
		return size > 0 && size % escape->unit == 0;
	return escape->exact_size == 0 || size == escape->exact_size;
}

static int dispatch(struct sim_call *call, unsigned nr)
{
	const struct escape *escape = find_escape(call->sim, nr);

	if (!escape) {
		sim_log(call->sim, "SIM-ESCAPE unknown escape 0x%x size %zu", nr, call->size);
		return -EINVAL;
	}
	if (call->file->deferred && call->file->deferred_rc < 0 && nr != NR_WAIT_OPEN)
		return -EIO;
	if (call->file->gpu && call->file->gpu->trouble.lost)
		return -EINVAL;
	if (!(escape->node & (call->file->gpu ? GPU : CTL)))
		return -EINVAL;
	if (escape->size && call->size != escape->size)
		return -EINVAL;
	return escape->handle(call);
}

/* The block is copied back on every result but -EFAULT, and when nothing was done yet. */
static int serve(struct sim_call *call, unsigned nr, uint64_t addr)
{
	const struct sim_task *task = call->task;
	int rc;

	if (call->size && task->copy_in(task, call->arg, addr, call->size) < 0)
		return -EFAULT;
	rc = dispatch(call, nr);
	if (rc != -EFAULT && rc != SIM_LATER && call->size &&
	    task->copy_out(task, addr, call->arg, call->size) < 0)
		return -EFAULT;
	return rc;
}

static int serve_xfer(struct sim_call *call, uint64_t addr)
{
	const struct sim_task *task = call->task;
	uint8_t block[16];
	unsigned nr;

	if (call->size != sizeof(block))
		return -EINVAL;
	if (task->copy_in(task, block, addr, sizeof(block)) < 0)
		return -EFAULT;
	nr = sim_get32(block);
	call->size = sim_get32(block + 4);
	if (call->size > SIM_IOCTL_SIZE_MAX)
		return -EINVAL;
	return serve(call, nr, sim_get64(block + 8));
}

int sim_ioctl(struct sim *sim, const struct sim_task *task, struct sim_file *file,
	      unsigned long request, uint64_t arg)
{
	struct sim_call call = {
	    .sim = sim,
	    .task = task,
	    .file = file,
	    .arg = sim->arg,
	    .size = SIZE_OF(request),
	    .admin = task->admin,
	};

	if (file->capability)
		return -ENOTTY;
	if (!is_listed(sim, NR_OF(request), SIZE_OF(request)))
		return -EINVAL;
	if (NR_OF(request) == NR_XFER)
		return serve_xfer(&call, arg);
	return serve(&call, NR_OF(request), arg);
}
