/* SPDX-License-Identifier: MIT */
/* RM_ALLOC: classes, parents, the order of checks. */
#include <string.h>

#include "sim/driver.h"

#define ALLOC_PARAMS_MAX 128u
#define NVOS21_SIZE 32u
#define ANY_PARENT 0u

enum class_flags {
	NEEDS_PARAMS = 1,
	ADMIN_ONLY = 2,
	SINGLE_INSTANCE = 4,
};

struct alloc {
	struct sim_call *call;
	uint64_t params_addr;
	uint32_t class_number, client_handle, parent_handle, handle;
	uint64_t rights_addr; /* NVOS64 may ask for rights */
	uint32_t rights;
	uint8_t params[ALLOC_PARAMS_MAX];
	struct sim_object *parent;
};

struct class_row {
	uint32_t class_number, parent;
	uint16_t params_size;
	uint8_t flags;
	uint16_t since; /* branch that brought it */
	uint32_t (*construct)(struct alloc *alloc, struct sim_object *object);
};

static struct sim_gpu *gpu_of_instance(struct sim *sim, uint32_t instance)
{
	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (sim->gpus[i].attached && sim->gpus[i].device_instance == instance)
			return &sim->gpus[i];
	return NULL;
}

static bool has_sibling(const struct sim_object *object, uint32_t class_number,
			const struct sim_gpu *gpu)
{
	const struct sim_object *other;

	for (other = object->client->objects; other; other = other->next)
		if (other != object && other->class_number == class_number &&
		    other->parent == object->parent && other->gpu == gpu)
			return true;
	return false;
}

static uint32_t construct_device(struct alloc *alloc, struct sim_object *object)
{
	struct sim *sim = alloc->call->sim;
	bool strict = sim_since(sim, 550, 0, 0);
	uint32_t instance = sim_get32(alloc->params);
	struct sim_gpu *gpu;

	if (strict && alloc->params_addr == 0)
		return SIM_INVALID_ARGUMENT;
	if (instance >= SIM_GPUS_MAX)
		return strict ? SIM_INVALID_ARGUMENT : SIM_INVALID_CLASS;
	gpu = gpu_of_instance(sim, instance);
	if (!gpu)
		return strict ? SIM_INVALID_STATE : SIM_INVALID_CLASS;
	if (!alloc->call->task->has_node_open(alloc->call->task, gpu->minor))
		return SIM_INSUFFICIENT_PERMISSIONS;
	if (gpu->trouble.lost)
		return SIM_GPU_IS_LOST;
	if (!sim_since(sim, 580, 0, 0) && has_sibling(object, SIM_CLASS_DEVICE, gpu))
		return SIM_INSUFFICIENT_RESOURCES;
	object->gpu = gpu;
	return SIM_OK;
}

static uint32_t construct_subdevice(struct alloc *alloc, struct sim_object *object)
{
	if (sim_get32(alloc->params) != 0)
		return SIM_INVALID_ARGUMENT;
	if (has_sibling(object, SIM_CLASS_SUBDEVICE, object->gpu))
		return SIM_INSUFFICIENT_RESOURCES;
	if (object->gpu->trouble.lost)
		return SIM_GPU_IS_LOST;
	return SIM_OK;
}

static uint32_t construct_shared_data(struct alloc *alloc, struct sim_object *object)
{
	bool polls = sim_since(alloc->call->sim, 545, 0, 0);

	if (polls && sim_vgpu_is_guest(object->gpu))
		return SIM_NOT_SUPPORTED;
	return sim_rusd_construct(object, polls ? sim_get64(alloc->params) : 0);
}

static uint32_t construct_event(struct alloc *alloc, struct sim_object *object)
{
	return sim_event_construct(alloc->call, object, alloc->params);
}

/* A right is an open nvidia-caps node; nobody is above that. */
static uint32_t construct_config(struct alloc *alloc, struct sim_object *object)
{
	(void)object;
	return sim_cap_is_held(alloc->call, sim_get64(alloc->params), SIM_CAP_CONFIG)
		   ? SIM_OK
		   : SIM_INSUFFICIENT_PERMISSIONS;
}

static uint32_t construct_monitor(struct alloc *alloc, struct sim_object *object)
{
	(void)object;
	return sim_cap_is_held(alloc->call, sim_get64(alloc->params), SIM_CAP_MONITOR)
		   ? SIM_OK
		   : SIM_INSUFFICIENT_PERMISSIONS;
}

static uint32_t construct_gpu_instance(struct alloc *alloc, struct sim_object *object)
{
	struct sim_gpu *gpu = object->gpu;
	uint32_t id = sim_get32(alloc->params + 8);

	if (!sim_mig_is_on(gpu) || !sim_mig_in_use(gpu))
		return SIM_NOT_SUPPORTED;
	if (id >= SIM_GI_IDS || !gpu->mig.instances[id].profile)
		return SIM_INVALID_ARGUMENT;
	if (!sim_cap_is_held(alloc->call, sim_get64(alloc->params), sim_cap_of_gi(gpu, id)))
		return SIM_INSUFFICIENT_PERMISSIONS;
	object->instance = id;
	return SIM_OK;
}

static uint32_t construct_compute_instance(struct alloc *alloc, struct sim_object *object)
{
	struct sim_gpu *gpu = object->gpu;
	uint32_t gi = object->parent->instance;
	uint32_t id = sim_get32(alloc->params + 8);

	if (id >= SIM_CI_MAX || !gpu->mig.instances[gi].compute[id].valid)
		return SIM_INVALID_ARGUMENT;
	if (!sim_cap_is_held(alloc->call, sim_get64(alloc->params), sim_cap_of_ci(gpu, gi, id)))
		return SIM_INSUFFICIENT_PERMISSIONS;
	object->instance = id;
	return SIM_OK;
}

static uint32_t construct_vgpu_config(struct alloc *alloc, struct sim_object *object)
{
	(void)alloc;
	return sim_vgpu_is_host(object->gpu) ? SIM_OK : SIM_NOT_SUPPORTED;
}

/* Not simulated. */
static uint32_t construct_refused(struct alloc *alloc, struct sim_object *object)
{
	(void)alloc;
	(void)object;
	return SIM_NOT_SUPPORTED;
}

/* The node that allows it does not exist here, so no descriptor is one. */
static uint32_t construct_fabric_manager(struct alloc *alloc, struct sim_object *object)
{
	(void)alloc;
	(void)object;
	return SIM_INSUFFICIENT_PERMISSIONS;
}

static uint32_t construct_imex(struct alloc *alloc, struct sim_object *object)
{
	uint32_t flags = sim_get32(alloc->params + 8);
	uint64_t event = sim_get64(alloc->params + 16);

	(void)object;
	if (flags != 0 || event == 0)
		return SIM_INVALID_ARGUMENT;
	return SIM_OBJECT_NOT_FOUND; /* its event cannot be registered here */
}

/* RmProfilingAdminOnly is 1; what an administrator gets is not simulated. */
static uint32_t construct_profiler(struct alloc *alloc, struct sim_object *object)
{
	(void)object;
	return alloc->call->admin ? SIM_NOT_SUPPORTED : SIM_INSUFFICIENT_PERMISSIONS;
}

static const struct class_row classes[] = {
    {SIM_CLASS_DEVICE, SIM_CLASS_ROOT, 56, 0, 515, construct_device},
    {SIM_CLASS_SUBDEVICE, SIM_CLASS_DEVICE, 4, 0, 515, construct_subdevice},
    {SIM_CLASS_SHARED_DATA, SIM_CLASS_SUBDEVICE, 8, NEEDS_PARAMS, 525, construct_shared_data},
    {SIM_CLASS_EVENT, ANY_PARENT, 24, NEEDS_PARAMS, 515, construct_refused},
    {SIM_CLASS_OS_EVENT, ANY_PARENT, 24, NEEDS_PARAMS, 515, construct_event},
    {SIM_CLASS_CALLBACK, ANY_PARENT, 24, NEEDS_PARAMS, 515, construct_event},
    {SIM_CLASS_CALLBACK_EX, ANY_PARENT, 24, NEEDS_PARAMS, 515, construct_event},
    {SIM_CLASS_GPU_INSTANCE, SIM_CLASS_SUBDEVICE, 16, NEEDS_PARAMS | SINGLE_INSTANCE, 515,
     construct_gpu_instance},
    {SIM_CLASS_COMPUTE_INSTANCE, SIM_CLASS_GPU_INSTANCE, 16, NEEDS_PARAMS | SINGLE_INSTANCE, 515,
     construct_compute_instance},
    {SIM_CLASS_MIG_CONFIG, SIM_CLASS_ROOT, 8, NEEDS_PARAMS | SINGLE_INSTANCE, 515,
     construct_config},
    {SIM_CLASS_MIG_MONITOR, SIM_CLASS_ROOT, 8, NEEDS_PARAMS | SINGLE_INSTANCE, 515,
     construct_monitor},
    {0x2081, SIM_CLASS_SUBDEVICE, 0, 0, 515, NULL},
    {0x2082, SIM_CLASS_SUBDEVICE, 0, ADMIN_ONLY, 515, NULL},
    {SIM_CLASS_DIAG, SIM_CLASS_SUBDEVICE, 0, SINGLE_INSTANCE, 515, NULL},
    {0x90e6, SIM_CLASS_SUBDEVICE, 0, 0, 515, NULL},
    {0x90e7, SIM_CLASS_SUBDEVICE, 0, 0, 515, NULL},
    {SIM_CLASS_VGPU_CONFIG, SIM_CLASS_SUBDEVICE, 0, 0, 525, construct_vgpu_config},
    {0xcb33, SIM_CLASS_ROOT, 4, 0, 535, NULL},
    {0x000f, SIM_CLASS_ROOT, 16, NEEDS_PARAMS | SINGLE_INSTANCE, 515, construct_fabric_manager},
    {0x00f1, SIM_CLASS_ROOT, 32, NEEDS_PARAMS | SINGLE_INSTANCE, 550, construct_imex},
    {0x0020, SIM_CLASS_ROOT, 4, SINGLE_INSTANCE, 515, NULL},
    {0x900e, SIM_CLASS_ROOT, 0, SINGLE_INSTANCE, 515, NULL},
    {0xb2cc, SIM_CLASS_SUBDEVICE, 8, NEEDS_PARAMS, 515, construct_profiler},
    {0xa0bc, SIM_CLASS_SUBDEVICE, 20, NEEDS_PARAMS, 515, construct_refused},
    {0xa0bd, SIM_CLASS_SUBDEVICE, 20, NEEDS_PARAMS, 515, construct_refused},
    {0x402c, SIM_CLASS_SUBDEVICE, 0, SINGLE_INSTANCE, 515, construct_refused},
};

static const struct class_row *find_class(const struct sim *sim, uint32_t class_number)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (classes[i].class_number == class_number)
			return sim_since(sim, classes[i].since, 0, 0) ? &classes[i] : NULL;
	return NULL;
}

static size_t params_size(const struct sim *sim, const struct class_row *row)
{
	/* NV00DE_ALLOC_PARAMETERS had 4 reserved bytes before metrics came. */
	if (row->class_number == SIM_CLASS_SHARED_DATA && !sim_since(sim, 545, 0, 0))
		return 4;
	return row->params_size;
}

static uint32_t copy_params_in(struct alloc *alloc, const struct class_row *row)
{
	const struct sim_task *task = alloc->call->task;
	size_t size = params_size(alloc->call->sim, row);

	if (alloc->params_addr == 0)
		return row->flags & NEEDS_PARAMS ? SIM_INVALID_ARGUMENT : SIM_OK;
	if (size && task->copy_in(task, alloc->params, alloc->params_addr, size) < 0)
		return SIM_INVALID_ADDRESS;
	return SIM_OK;
}

/* Rights that are asked for must all be had; without asking one gets those that one can. */
static uint32_t copy_rights_in(struct alloc *alloc)
{
	const struct sim_task *task = alloc->call->task;
	uint8_t mask[4];

	if (alloc->rights_addr == 0)
		return SIM_OK;
	if (task->copy_in(task, mask, alloc->rights_addr, sizeof(mask)) < 0)
		return SIM_INVALID_ADDRESS;
	alloc->rights = sim_get32(mask);
	return SIM_OK;
}

static bool has_instance(const struct sim_object *parent, uint32_t class_number)
{
	const struct sim_object *object;

	for (object = parent->client->objects; object; object = object->next)
		if (object->parent == parent && object->class_number == class_number)
			return true;
	return false;
}

/*
 * rmapiFixupAllocParams: what an event listens to is what it was to be put under, and it
 * is put under its client unless it names that one. An old class stands for the one inside.
 */
static const struct class_row *fix_event(struct alloc *alloc, const struct class_row *row)
{
	if (row->class_number != SIM_CLASS_EVENT && row->construct != construct_event)
		return row;
	if (row->class_number == SIM_CLASS_EVENT)
		alloc->class_number = sim_get32(alloc->params + 8);
	sim_put32(alloc->params + 4, alloc->parent_handle);
	if (sim_get32(alloc->params) != alloc->client_handle)
		alloc->parent_handle = alloc->client_handle;
	row = find_class(alloc->call->sim, alloc->class_number);
	return row && row->construct == construct_event ? row : NULL;
}

/* Everything between the parameters and the constructor, in the driver's order. */
static uint32_t check_place(struct alloc *alloc, const struct class_row *row)
{
	struct sim_call *call = alloc->call;
	uint32_t status = SIM_OK;

	call->client =
	    sim_client_of_call(call, alloc->client_handle, SIM_INVALID_OBJECT_HANDLE, &status);
	if (!call->client)
		return status;
	if ((row->flags & ADMIN_ONLY) && !call->admin)
		return SIM_INSUFFICIENT_PERMISSIONS;
	alloc->parent = sim_object_find(call->client, alloc->parent_handle);
	if (!alloc->parent)
		return SIM_OBJECT_NOT_FOUND;
	if ((row->flags & SINGLE_INSTANCE) && has_instance(alloc->parent, row->class_number))
		return SIM_STATE_IN_USE;
	if (row->parent != ANY_PARENT && alloc->parent->class_number != row->parent)
		return SIM_INVALID_OBJECT_PARENT;
	return sim_handle_assign(call->client, &alloc->handle);
}

static uint32_t construct(struct alloc *alloc, const struct class_row *row)
{
	const struct sim_task *task = alloc->call->task;
	size_t size = params_size(alloc->call->sim, row);
	struct sim_object *object;
	uint32_t status = SIM_OK;

	object =
	    sim_object_new(alloc->call->client, alloc->parent, alloc->handle, row->class_number);
	if (!object)
		return SIM_NO_MEMORY;
	if (row->construct)
		status = row->construct(alloc, object);
	if (status == SIM_OK && (alloc->rights & ~sim_own_rights(alloc->call)) != 0)
		status = SIM_INSUFFICIENT_PERMISSIONS;
	if (status == SIM_OK && alloc->params_addr && size &&
	    task->copy_out(task, alloc->params_addr, alloc->params, size) < 0)
		status = SIM_INVALID_ADDRESS;
	if (status != SIM_OK)
		sim_object_free(alloc->call->sim, object);
	return status;
}

static uint32_t alloc_root(struct alloc *alloc)
{
	const struct sim_task *task = alloc->call->task;
	uint8_t handle[4];
	uint32_t status;

	status = sim_client_new(alloc->call, alloc->client_handle, &alloc->handle);
	if (status != SIM_OK || alloc->params_addr == 0)
		return status;
	sim_put32(handle, alloc->handle);
	if (task->copy_out(task, alloc->params_addr, handle, sizeof(handle)) < 0) {
		sim_client_free(alloc->call->sim, sim_client_find(alloc->call->sim, alloc->handle));
		return SIM_INVALID_ADDRESS;
	}
	return SIM_OK;
}

/* The argument block begins alike in NVOS21 and NVOS64. */
uint32_t sim_alloc(struct sim_call *call)
{
	struct alloc alloc = {
	    .call = call,
	    .client_handle = sim_get32(call->arg),
	    .parent_handle = sim_get32(call->arg + 4),
	    .handle = sim_get32(call->arg + 8),
	    .class_number = sim_get32(call->arg + 12),
	    .params_addr = sim_get64(call->arg + 16),
	    .rights_addr = call->size == NVOS21_SIZE ? 0 : sim_get64(call->arg + 24),
	};
	const struct class_row *row;
	uint32_t status;

	if (alloc.class_number <= 1 || alloc.class_number == SIM_CLASS_ROOT) {
		status = alloc_root(&alloc);
	} else {
		row = find_class(call->sim, alloc.class_number);
		if (!row) {
			sim_log(call->sim, "SIM-ALLOC-CLASS class 0x%x is not known",
				alloc.class_number);
			return SIM_INVALID_CLASS;
		}
		status = copy_params_in(&alloc, row);
		if (status == SIM_OK)
			status = copy_rights_in(&alloc);
		if (status == SIM_OK) {
			row = fix_event(&alloc, row);
			status = row ? check_place(&alloc, row) : SIM_INVALID_CLASS;
		}
		if (status == SIM_OK)
			status = construct(&alloc, row);
	}
	sim_put32(call->arg + 8, alloc.handle);
	return status;
}
