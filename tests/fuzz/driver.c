/* SPDX-License-Identifier: MIT */
/* A hostile program against the simulated driver: any request, size, pointer and order. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "fuzz.h"
#include "rm/abi.h"
#include "rm/escape.h"
#include "sim/machine.h"
#include "sim/sim.h"

#define FILES 8
#define MEMORY_BASE 0x10000u
#define MEMORY_SIZE (64u * 1024)
#define STEPS_MAX 200
/* Objects of the ordinary beginning. */
#define DEVICE 0x101u
#define SUBDEVICE 0x102u

struct program {
	struct fuzz_input input;
	struct sim *sim;
	struct sim_file *files[FILES];
	uint8_t *shared[FILES];
	uint8_t memory[MEMORY_SIZE];
	unsigned release;
	uint32_t handles[16]; /* that the program has used */
	uint64_t sum;
};

static struct program program;

static bool in_memory(uint64_t addr, size_t size)
{
	return addr >= MEMORY_BASE && size <= MEMORY_SIZE &&
	       addr - MEMORY_BASE <= MEMORY_SIZE - size;
}

static int copy_in(const struct sim_task *task, void *dst, uint64_t addr, size_t size)
{
	(void)task;
	if (!in_memory(addr, size))
		return -EFAULT;
	memcpy(dst, program.memory + (addr - MEMORY_BASE), size);
	return 0;
}

static int copy_out(const struct sim_task *task, uint64_t addr, const void *src, size_t size)
{
	(void)task;
	if (!in_memory(addr, size))
		return -EFAULT;
	memcpy(program.memory + (addr - MEMORY_BASE), src, size);
	return 0;
}

static struct sim_file *file_at(const struct sim_task *task, int fd)
{
	(void)task;
	return fd >= 0 && fd < FILES ? program.files[fd] : NULL;
}

static bool has_node_open(const struct sim_task *task, unsigned minor)
{
	(void)task;
	for (unsigned i = 0; i < FILES; i++)
		if (program.files[i] && sim_file_minor(program.files[i]) == minor)
			return true;
	return false;
}

static void *share_memory(const struct sim_task *task, struct sim_file *file, size_t size)
{
	(void)task;
	for (unsigned i = 0; i < FILES; i++) {
		if (program.files[i] != file)
			continue;
		free(program.shared[i]);
		return program.shared[i] = calloc(1, size);
	}
	return NULL;
}

static struct sim_task task_of(uint8_t flags)
{
	return (struct sim_task){.tgid = 100 + (flags >> 1 & 1),
				 .admin = flags & 1,
				 .copy_in = copy_in,
				 .copy_out = copy_out,
				 .file_at = file_at,
				 .has_node_open = has_node_open,
				 .share_memory = share_memory};
}

static void close_file(unsigned place)
{
	if (!program.files[place])
		return;
	sim_close(program.sim, program.files[place]);
	program.files[place] = NULL;
	free(program.shared[place]);
	program.shared[place] = NULL;
}

static void open_file(unsigned place, uint8_t what)
{
	static const unsigned minors[] = {255, 0, 1, 255, 254, 2, 255, 200};
	struct sim_task task = task_of(what >> 4);

	close_file(place);
	if (sim_open(program.sim, &task, minors[what % 8], what & 8 ? O_RDONLY : O_RDWR,
		     &program.files[place]) < 0)
		program.files[place] = NULL;
}

static uint32_t some_handle(void)
{
	uint8_t which = fuzz_u8(&program.input);

	if (which >= 240)
		return fuzz_u32(&program.input);
	return which >= 224 ? which - 224u : program.handles[which % 16];
}

/* The chunk of memory that pointers mean, mostly. */
static uint64_t some_pointer(void)
{
	uint8_t which = fuzz_u8(&program.input);

	if (which == 255)
		return fuzz_u32(&program.input);
	if (which == 254)
		return MEMORY_BASE + MEMORY_SIZE - 8;
	return which == 253 ? 0 : MEMORY_BASE + 4096;
}

/* The object that the command is for. */
static uint32_t handle_for(enum rm_cmd cmd)
{
	switch (rm_command_info(cmd)->object_class) {
	case NV20_SUBDEVICE_0:
		return SUBDEVICE;
	case NV01_DEVICE_0:
		return DEVICE;
	default:
		return program.handles[0];
	}
}

static void compose_control(struct rm_nvos54 *control)
{
	unsigned cmd = fuzz_u32(&program.input) % RM_CMD_COUNT;
	const struct rm_layout *layout = rm_layout_at((enum rm_cmd)cmd, program.release);
	uint8_t other = fuzz_u8(&program.input);

	*control = (struct rm_nvos54){.h_client = program.handles[0],
				      .h_object = other < 224 ? handle_for((enum rm_cmd)cmd)
							      : some_handle(),
				      .cmd = layout ? layout->number : fuzz_u32(&program.input),
				      .params = some_pointer(),
				      .params_size = layout ? layout->size : 8};
	uint8_t odd = fuzz_u8(&program.input);
	if (odd < 8)
		control->params_size = fuzz_u32(&program.input);
	if (odd == 8)
		control->flags = fuzz_u32(&program.input);
	if (odd == 9)
		control->cmd = rm_command_info((enum rm_cmd)cmd)->twin;
}

static void compose_alloc(struct rm_nvos21 *alloc)
{
	static const uint32_t classes[] = {0x41, 0x80, 0x2080, 0xde, 0x79, 0x05, 0x0, 0x1};
	uint8_t which = fuzz_u8(&program.input);

	*alloc = (struct rm_nvos21){.h_root = program.handles[0],
				    .h_object_parent = some_handle(),
				    .h_object_new = fuzz_u8(&program.input) + 1u,
				    .h_class =
					which < 240 ? classes[which % 8] : fuzz_u32(&program.input),
				    .alloc_parms = some_pointer()};
	if (program.handles[0] == 0)
		*alloc = (struct rm_nvos21){.h_class = 0x41};
}

static void remember(const struct rm_nvos21 *alloc)
{
	if (program.handles[0] == 0)
		program.handles[0] = alloc->h_object_new;
	else
		program.handles[1 + alloc->h_object_new % 15] = alloc->h_object_new;
}

static void ioctl_of(unsigned place, uint8_t how)
{
	struct sim_task task = task_of(fuzz_u8(&program.input));
	unsigned long request;
	unsigned nr = how < 96 ? NV_ESC_RM_CONTROL : how < 176 ? NV_ESC_RM_ALLOC : how;
	size_t size = nr == NV_ESC_RM_CONTROL ? sizeof(struct rm_nvos54) : sizeof(struct rm_nvos21);

	fuzz_take(&program.input, program.memory + 4096, fuzz_u8(&program.input) * 4u);
	if (nr == NV_ESC_RM_CONTROL) {
		compose_control((void *)program.memory);
	} else if (nr == NV_ESC_RM_ALLOC) {
		compose_alloc((void *)program.memory);
	} else {
		/* Any request: mostly a known number with a size from the input. */
		nr = fuzz_u8(&program.input);
		size = fuzz_u8(&program.input) * (how & 1 ? 1u : 72u);
		fuzz_take(&program.input, program.memory, size < 128 ? size : 128);
	}
	request = rm_escape_request(nr, size);
	if (how == 255)
		request = fuzz_u32(&program.input);
	sim_ioctl(program.sim, &task, program.files[place], request,
		  how == 254 ? fuzz_u32(&program.input) : MEMORY_BASE);
	if (nr == NV_ESC_RM_ALLOC)
		remember((void *)program.memory);
}

static uint32_t make_object(uint32_t parent, uint32_t handle, uint32_t class_number)
{
	struct rm_nvos21 alloc = {.h_root = program.handles[0],
				  .h_object_parent = parent,
				  .h_object_new = handle,
				  .h_class = class_number,
				  .alloc_parms = parent ? MEMORY_BASE + 4096 : 0};
	struct sim_task task = task_of(1);

	memcpy(program.memory, &alloc, sizeof(alloc));
	sim_ioctl(program.sim, &task, program.files[0],
		  rm_escape_request(NV_ESC_RM_ALLOC, sizeof(alloc)), MEMORY_BASE);
	memcpy(&alloc, program.memory, sizeof(alloc));
	uint32_t status;
	memcpy(&status, (char *)&alloc + rm_nvos21_status_offset(program.release), sizeof(status));
	fuzz_check(status == 0);
	return alloc.h_object_new;
}

/* What every program does first, so that few bytes get far. */
static void begin(void)
{
	for (uint8_t i = 0; i < 3; i++)
		open_file(i, i);
	program.handles[0] = make_object(0, 0, NV01_ROOT_CLIENT);
	program.handles[1] = make_object(program.handles[0], DEVICE, NV01_DEVICE_0);
	program.handles[2] = make_object(DEVICE, SUBDEVICE, NV20_SUBDEVICE_0);
}

static int visit(void *ctx, const struct sim_node *node)
{
	(void)ctx;
	for (size_t i = 0; node->content && i < node->size; i++)
		program.sum += ((const uint8_t *)node->content)[i];
	return 0;
}

static void step(uint64_t *now_ns)
{
	uint8_t what = fuzz_u8(&program.input);
	uint8_t which = fuzz_u8(&program.input);
	unsigned place = which < 224 && what >= 40 ? 0 : which % FILES;

	if (what < 16) {
		open_file(place, fuzz_u8(&program.input));
	} else if (what < 24) {
		close_file(place);
	} else if (what < 32) {
		*now_ns += (uint64_t)fuzz_u32(&program.input) << 2;
		sim_tick(program.sim, *now_ns);
	} else if (what < 36) {
		sim_raise_event(program.sim, what % 4, fuzz_u8(&program.input), 1, 2);
	} else if (what == 36) {
		sim_walk_files(program.sim, visit, NULL);
	} else if (program.files[place] && what < 40) {
		sim_poll(program.files[place]);
		sim_mappable(program.sim, program.files[place]);
	} else if (program.files[place]) {
		ioctl_of(place, fuzz_u8(&program.input));
	}
}

static struct machine *load_machine(void)
{
	const char *source = getenv("OPENNVML_SOURCE");
	char path[4096], *error = NULL;

	snprintf(path, sizeof(path), "%s/tests/fault/machine.yaml", source ? source : ".");
	struct machine *machine = machine_load(path, &error);
	if (!machine) {
		fprintf(stderr, "%s\n", error);
		exit(1);
	}
	return machine;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const drivers[] = {"515.105.01", "535.261.03", "550.163.01", "580.65.06",
					      "595.45.04"};
	static struct machine *machine;
	enum rm_version_match match;
	struct rm_version version;
	const char *error;
	uint64_t now_ns = 1;

	if (!machine)
		machine = load_machine();
	memset(&program, 0, sizeof(program));
	program.input = (struct fuzz_input){.data = data, .size = size};
	const char *driver = drivers[fuzz_u8(&program.input) % 5];
	rm_version_parse(driver, &version);
	program.release = rm_release_resolve(version, &match);
	program.sim = sim_new(machine, driver, &error);
	fuzz_check(program.sim != NULL);
	begin();
	for (unsigned i = 0; i < STEPS_MAX && !fuzz_ended(&program.input); i++)
		step(&now_ns);
	for (unsigned i = 0; i < FILES; i++)
		close_file(i);
	sim_free(program.sim);
	return 0;
}
