/* SPDX-License-Identifier: MIT */
/* Device nodes, module directory, and the frame of the file tree. */
#include "sim/tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PATH_SIZE 256

void sim_text_add(struct sim_text *text, const char *fmt, ...)
{
	size_t room = sizeof(text->bytes) - text->size;
	va_list args;
	int added;

	va_start(args, fmt);
	added = vsnprintf(text->bytes + text->size, room, fmt, args);
	va_end(args);
	if (added > 0)
		text->size += (size_t)added < room ? (size_t)added : room - 1;
}

static void visit(struct sim_walk *walk, struct sim_node *node, const char *fmt, va_list args)
{
	char path[PATH_SIZE];

	if (walk->rc)
		return;
	vsnprintf(path, sizeof(path), fmt, args);
	node->path = path;
	walk->rc = walk->visit(walk->ctx, node);
}

void sim_walk_dir(struct sim_walk *walk, const char *fmt, ...)
{
	struct sim_node node = {.kind = SIM_DIR, .mode = 0555};
	va_list args;

	va_start(args, fmt);
	visit(walk, &node, fmt, args);
	va_end(args);
}

void sim_walk_data(struct sim_walk *walk, unsigned mode, const void *data, size_t size,
		   const char *fmt, ...)
{
	struct sim_node node = {.kind = SIM_FILE, .mode = mode, .content = data, .size = size};
	va_list args;

	va_start(args, fmt);
	visit(walk, &node, fmt, args);
	va_end(args);
}

void sim_walk_link(struct sim_walk *walk, const char *target, const char *fmt, ...)
{
	struct sim_node node = {
	    .kind = SIM_LINK, .mode = 0777, .content = target, .size = strlen(target)};
	va_list args;

	va_start(args, fmt);
	visit(walk, &node, fmt, args);
	va_end(args);
}

void sim_walk_node(struct sim_walk *walk, unsigned minor, const char *fmt, ...)
{
	struct sim_node node = {
	    .kind = SIM_CHARDEV, .mode = 0666, .major = SIM_MAJOR, .minor = minor};
	va_list args;

	va_start(args, fmt);
	visit(walk, &node, fmt, args);
	va_end(args);
}

static void visit_cap(struct sim_walk *walk, struct sim_node *node, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	visit(walk, node, fmt, args);
	va_end(args);
}

void sim_walk_cap_node(struct sim_walk *walk, unsigned minor, unsigned mode)
{
	struct sim_node node = {
	    .kind = SIM_CHARDEV, .mode = mode, .major = SIM_CAPS_MAJOR, .minor = minor};

	visit_cap(walk, &node, "/dev/nvidia-caps/nvidia-cap%u", minor);
}

/* Nodes are made when somebody wants them, which is where there is a GPU for MIG. */
static void walk_caps(struct sim_walk *walk)
{
	bool wanted = false;

	for (unsigned i = 0; i < walk->sim->gpu_count; i++)
		wanted |= walk->sim->gpus[i].model->mig_capable;
	if (!wanted)
		return;
	sim_walk_dir(walk, "/dev/nvidia-caps");
	sim_walk_cap_node(walk, SIM_CAP_CONFIG, SIM_MODE_CONFIG);
	sim_walk_cap_node(walk, SIM_CAP_MONITOR, SIM_MODE_ACCESS);
	for (unsigned i = 0; i < walk->sim->gpu_count; i++) {
		const struct sim_gpu *gpu = &walk->sim->gpus[i];

		for (uint32_t gi = 0; gi < SIM_GI_IDS; gi++) {
			if (gpu->removed || !gpu->mig.instances[gi].profile)
				continue;
			sim_walk_cap_node(walk, sim_cap_of_gi(gpu, gi), SIM_MODE_ACCESS);
			for (uint32_t ci = 0; ci < SIM_CI_MAX; ci++)
				if (gpu->mig.instances[gi].compute[ci].valid)
					sim_walk_cap_node(walk, sim_cap_of_ci(gpu, gi, ci),
							  SIM_MODE_ACCESS);
		}
	}
}

static void walk_dev(struct sim_walk *walk)
{
	sim_walk_dir(walk, "/dev");
	if (!walk->sim->trouble.node_gone)
		sim_walk_node(walk, SIM_MINOR_CTL, "/dev/nvidiactl");
	for (unsigned i = 0; i < walk->sim->gpu_count; i++)
		if (!walk->sim->gpus[i].removed && !walk->sim->gpus[i].trouble.node_gone)
			sim_walk_node(walk, walk->sim->gpus[i].minor, "/dev/nvidia%u",
				      walk->sim->gpus[i].minor);
	walk_caps(walk);
}

static unsigned reference_count(const struct sim *sim)
{
	const struct sim_file *file;
	unsigned count = 0;

	for (file = sim->files; file; file = file->next)
		count++;
	return count;
}

static void walk_module(struct sim_walk *walk)
{
	struct sim_text version = {.size = 0}, references = {.size = 0};

	sim_text_add(&version, "%s\n", walk->sim->version_text);
	sim_text_add(&references, "%u\n", reference_count(walk->sim));
	sim_walk_dir(walk, "/sys");
	sim_walk_dir(walk, "/sys/module");
	sim_walk_dir(walk, "/sys/module/nvidia");
	sim_walk_data(walk, 0444, version.bytes, version.size, "/sys/module/nvidia/version");
	sim_walk_data(walk, 0444, "live\n", 5, "/sys/module/nvidia/initstate");
	sim_walk_data(walk, 0444, references.bytes, references.size, "/sys/module/nvidia/refcnt");
	if (walk->sim->machine->uvm_module)
		sim_walk_dir(walk, "/sys/module/nvidia_uvm");
}

/* Coherent GPUs bring their memory online in blocks of this size (hexadecimal). */
static void walk_memory(struct sim_walk *walk)
{
	bool coherent = false;

	for (unsigned i = 0; i < walk->sim->gpu_count; i++)
		coherent |= walk->sim->gpus[i].model->coherent;
	if (!coherent)
		return;
	sim_walk_dir(walk, "/sys/devices/system");
	sim_walk_dir(walk, "/sys/devices/system/memory");
	sim_walk_data(walk, 0444, "8000000\n", 8, "/sys/devices/system/memory/block_size_bytes");
}

uint64_t sim_files_state(const struct sim *sim)
{
	return sim->files_state;
}

static bool lies_in(const char *path, const char *folder)
{
	return strncmp(path, folder, strlen(folder)) == 0;
}

int sim_walk_files_around(struct sim *sim, const char *path, sim_visit visit_node, void *ctx)
{
	struct sim_walk walk = {sim, visit_node, ctx, 0};

	if (lies_in(path, "/dev"))
		walk_dev(&walk);
	if (lies_in(path, "/proc"))
		sim_walk_proc(&walk);
	if (!lies_in(path, "/sys"))
		return walk.rc;
	walk_module(&walk);
	sim_walk_pci(&walk);
	walk_memory(&walk);
	return walk.rc;
}

int sim_walk_files(struct sim *sim, sim_visit visit_node, void *ctx)
{
	static const char *const folders[] = {"/dev", "/proc", "/sys"};
	int rc = 0;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]) && rc == 0; i++)
		rc = sim_walk_files_around(sim, folders[i], visit_node, ctx);
	return rc;
}
