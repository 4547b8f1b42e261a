/* SPDX-License-Identifier: MIT */
#include "board.h"

#include <errno.h>
#include <unistd.h>

#include "sim/catalogue.h"
#include "sim/machine_line.h"

/* NV_ESC_RM_CONTROL and its NVOS54_PARAMETERS, as published. */
#define ESC_RM_CONTROL 0x2au
#define CONTROL_CMD 8u
#define CONTROL_PARAMS 16u
#define CONTROL_SIZE 24u
#define CONTROL_STATUS 28u
/* NV_ESC_RM_MAP_MEMORY and its NVOS33_PARAMETERS. */
#define ESC_RM_MAP_MEMORY 0x4eu
#define MAP_STATUS 40u
#define ESC_CARD_INFO 200u
#define BUSY_RETRY 0x03u /* NV_ERR_BUSY_RETRY */
#define ESC_GET_EVENT_DATA 0x52u
#define UVM_INITIALIZE 0x30000001ul
#define UVM_PAGEABLE_MEM_ACCESS 39ul
#define UVM_FD 0x7000 /* no descriptor of the simulated driver */
#define REQUEST_SIZE(request) ((request) >> 16 & 0x3fff)

/*
 * What the library talks to. It outlives a test that failed halfway, whose board is on
 * a stack that is gone: a dead door then lets the next test stop the library.
 */
static struct port door;
static struct board *active;

static struct board *self(struct port *port)
{
	(void)port;
	return active;
}

static struct port *enter(struct port *port)
{
	self(port)->calls++;
	return self(port)->inner;
}

/* uvm_ioctl.h: {flags u64, status u32} to start, then {pageable u8, status u32 at 4}. */
static int board_uvm_ioctl(struct board *board, unsigned long request, void *arg)
{
	const uint32_t invalid = 0x1f;
	size_t status = request == UVM_INITIALIZE ? 8 : 4;

	if (request != UVM_INITIALIZE && request != UVM_PAGEABLE_MEM_ACCESS)
		return -EINVAL;
	memset((uint8_t *)arg + status, 0, sizeof(uint32_t));
	if (request == UVM_INITIALIZE)
		board->uvm_started = true;
	else if (board->uvm == UVM_BROKEN || !board->uvm_started)
		memcpy((uint8_t *)arg + status, &invalid, sizeof(invalid));
	else
		*(uint8_t *)arg = board->uvm == UVM_PAGEABLE;
	return 0;
}

static int board_open_uvm(struct board *board)
{
	if (board->uvm <= UVM_HIDDEN)
		return -ENOENT;
	board->uvm_started = false;
	return board->uvm == UVM_FORBIDDEN ? -EACCES : UVM_FD;
}

static int board_open_file(struct port *port, const char *path, int flags)
{
	struct port *inner = enter(port);

	if (strcmp(path, "/dev/nvidia-uvm") == 0)
		return board_open_uvm(self(port));
	return inner->open(inner, path, flags);
}

static int board_close_file(struct port *port, int fd)
{
	struct port *inner = enter(port);

	if (fd == UVM_FD)
		return 0;
	return inner->close(inner, fd);
}

static uint32_t word_at(const uint8_t *arg, uint32_t offset)
{
	uint32_t word;

	memcpy(&word, arg + offset, sizeof(word));
	return word;
}

static void patch_reply(const struct board *board, uint32_t cmd, const uint8_t *arg)
{
	uint64_t params;
	uint32_t size = word_at(arg, CONTROL_SIZE);

	memcpy(&params, arg + CONTROL_PARAMS, sizeof(params));
	if (board->on_reply != NULL)
		board->on_reply(cmd, (uint8_t *)(uintptr_t)params, size);
	for (unsigned i = 0; i < board->patch_count; i++) {
		const struct patch *patch = &board->patches[i];
		if (patch->cmd == cmd && patch->offset + patch->width <= size)
			memcpy((uint8_t *)(uintptr_t)params + patch->offset, &patch->value,
			       patch->width);
	}
}

/* NVOS41_PARAMETERS begins with the address of an NvUnixEvent, and that with the object. */
static void change_event(const struct board *board, const void *arg)
{
	uint64_t event;

	memcpy(&event, arg, sizeof(event));
	memcpy((void *)(uintptr_t)event, &board->event_object, sizeof(board->event_object));
}

static void keep_sent(struct board *board, const uint8_t *arg)
{
	uint64_t params;
	uint32_t size = word_at(arg, CONTROL_SIZE);

	memcpy(&params, arg + CONTROL_PARAMS, sizeof(params));
	memset(board->sent, 0, sizeof(board->sent));
	if (size > sizeof(board->sent))
		size = sizeof(board->sent);
	if (params != 0)
		memcpy(board->sent, (const void *)(uintptr_t)params, size);
}

static int board_ioctl(struct port *port, int fd, unsigned long request, void *arg)
{
	struct port *inner = enter(port);
	struct board *board = self(port);
	uint32_t cmd = 0;

	if (fd == UVM_FD)
		return board_uvm_ioctl(board, request, arg);
	if ((request & 0xff) == ESC_RM_CONTROL) {
		cmd = word_at(arg, CONTROL_CMD);
		board->controls++;
		board->last_cmd = cmd;
		keep_sent(board, arg);
	}
	bool refused =
	    board->status != 0 && cmd != 0 && (board->status_cmd == 0 || board->status_cmd == cmd);
	if (refused) {
		memcpy((uint8_t *)arg + CONTROL_STATUS, &board->status, sizeof(board->status));
		return 0;
	}
	if (cmd != 0 && cmd == board->busy_cmd && board->busy_tries > 0) {
		uint32_t busy = board->busy_status != 0 ? board->busy_status : BUSY_RETRY;
		board->busy_tries--;
		memcpy((uint8_t *)arg + CONTROL_STATUS, &busy, sizeof(busy));
		return 0;
	}
	if ((request & 0xff) == ESC_RM_MAP_MEMORY && board->map_status != 0) {
		memcpy((uint8_t *)arg + MAP_STATUS, &board->map_status, sizeof(board->map_status));
		return 0;
	}
	int result = inner->ioctl(inner, fd, request, arg);
	if ((request & 0xff) == ESC_CARD_INFO && board->no_cards)
		memset(arg, 0, REQUEST_SIZE(request));
	if ((request & 0xff) == ESC_GET_EVENT_DATA && board->event_object != 0)
		change_event(board, arg);
	if (cmd != 0 && cmd == board->granted_cmd)
		memset((uint8_t *)arg + CONTROL_STATUS, 0, sizeof(uint32_t));
	if (cmd != 0 && result >= 0)
		patch_reply(board, cmd, arg);
	return result;
}

static int board_map(struct port *port, int fd, size_t size, const void **ret_addr)
{
	struct port *inner = enter(port);
	struct board *board = self(port);

	board->maps++;
	if (board->map_error != 0)
		return -board->map_error;
	int result = inner->map(inner, fd, size, ret_addr);
	if (result >= 0 && board->page_count < PAGES_MAX)
		board->pages[board->page_count++] = (uint8_t *)(uintptr_t)*ret_addr;
	return result;
}

static int board_unmap(struct port *port, const void *addr, size_t size)
{
	struct port *inner = enter(port);
	return inner->unmap(inner, addr, size);
}

static int board_poll(struct port *port, struct port_poll *set, unsigned count, int timeout_ms)
{
	struct port *inner = enter(port);

	if (self(port)->interrupted_polls > 0) {
		self(port)->interrupted_polls--;
		return -EINTR;
	}
	return inner->poll(inner, set, count, timeout_ms);
}

static int board_waker(struct port *port)
{
	struct port *inner = enter(port);
	return inner->waker(inner);
}

static int board_wake(struct port *port, int fd)
{
	struct port *inner = enter(port);
	return inner->wake(inner, fd);
}

static int board_read_file(struct port *port, const char *path, char *buf, size_t size)
{
	struct port *inner = enter(port);
	return inner->read_file(inner, path, buf, size);
}

static int board_write_file(struct port *port, const char *path, const char *text)
{
	struct port *inner = enter(port);
	return inner->write_file(inner, path, text);
}

static int board_set_affinity(struct port *port, const unsigned long *set, size_t size)
{
	struct port *inner = enter(port);
	return inner->set_affinity(inner, set, size);
}

static int board_list_dir(struct port *port, const char *path, port_visit visit, void *ctx)
{
	struct port *inner = enter(port);
	return inner->list_dir(inner, path, visit, ctx);
}

static int board_access(struct port *port, const char *path, int mode)
{
	struct port *inner = enter(port);

	if (self(port)->uvm != UVM_ABSENT && strcmp(path, "/sys/module/nvidia_uvm") == 0)
		return 0;
	return inner->access(inner, path, mode);
}

static int board_readlink(struct port *port, const char *path, char *buf, size_t size)
{
	struct port *inner = enter(port);
	const char *name = strrchr(path, '/');

	for (size_t i = 0; i < 2; i++) {
		const struct board_link *link = &self(port)->links[i];
		if (link->name == NULL || name == NULL || strcmp(link->name, name + 1) != 0)
			continue;
		return link->target ? snprintf(buf, size, "%s", link->target) : -ENOENT;
	}
	return inner->readlink(inner, path, buf, size);
}

static uint64_t board_now_us(struct port *port)
{
	struct port *inner = self(port)->inner;
	return inner->now_us(inner);
}

static uint64_t board_monotonic_ns(struct port *port)
{
	struct port *inner = self(port)->inner;
	return inner->monotonic_ns(inner);
}

static void board_sleep_us(struct port *port, uint32_t us)
{
	struct port *inner = enter(port);
	self(port)->slept_us += us;
	inner->sleep_us(inner, us);
	if (self(port)->on_sleep)
		self(port)->on_sleep(self(port));
}

static int board_is_root(struct port *port)
{
	struct port *inner = self(port)->inner;
	return inner->is_root(inner);
}

static void board_log(struct port *port, const char *line)
{
	struct port *inner = self(port)->inner;
	inner->log(inner, line);
}

static const struct port live = {.open = board_open_file,
				 .close = board_close_file,
				 .ioctl = board_ioctl,
				 .map = board_map,
				 .unmap = board_unmap,
				 .poll = board_poll,
				 .waker = board_waker,
				 .wake = board_wake,
				 .read_file = board_read_file,
				 .write_file = board_write_file,
				 .set_affinity = board_set_affinity,
				 .list_dir = board_list_dir,
				 .access = board_access,
				 .readlink = board_readlink,
				 .now_us = board_now_us,
				 .monotonic_ns = board_monotonic_ns,
				 .sleep_us = board_sleep_us,
				 .is_root = board_is_root,
				 .log = board_log};

static int dead_ioctl(struct port *port, int fd, unsigned long request, void *arg)
{
	(void)port, (void)fd, (void)request, (void)arg;
	return -EIO;
}

static int dead_close(struct port *port, int fd)
{
	(void)port, (void)fd;
	return 0;
}

static int dead_unmap(struct port *port, const void *addr, size_t size)
{
	(void)port, (void)addr, (void)size;
	return 0;
}

/* Stops what a failed test left running; its memory is not worth a search. */
static void recover(void)
{
	if (active == NULL)
		return;
	door.ioctl = dead_ioctl;
	door.close = dead_close;
	door.unmap = dead_unmap;
	door.wake = dead_close;
	for (unsigned i = 0; i < 8; i++)
		nvmlShutdown();
	active = NULL;
}

static struct machine *load_machine(const char *name)
{
	static const char *const folders[] = {"tests/api/machines", "machines"};
	const char *source = getenv("OPENNVML_SOURCE");
	char path[4096], *error = NULL;

	assert_non_null(source);
	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s/%s.yaml", source, folders[i], name);
		if (access(path, R_OK) != 0)
			continue;
		struct machine *machine = machine_load(path, &error);
		if (machine == NULL)
			fail_msg("%s", error);
		return machine;
	}
	/* A machine in one line. */
	snprintf(path, sizeof(path), "%s/machines", source);
	catalogue_use_folders(path);
	struct machine *machine = machine_open(name, &error);
	catalogue_use_folders(NULL);
	if (machine == NULL)
		fail_msg("%s", error);
	return machine;
}

static void make_driver(struct board *board, const char *driver)
{
	const char *refusal = NULL;

	board->sim = sim_new(board->machine, driver, &refusal);
	if (board->sim == NULL)
		fail_msg("%s", refusal);
	board->inner = sim_port_new(board->sim);
	assert_non_null(board->inner);
	active = board;
	door = live;
	/* Time passes when the library sleeps, and else not at all. */
	sim_port_set_clock(board->inner, 1);
	sim_port_use(&door);
}

void board_load(struct board *board, const char *machine, const char *driver)
{
	recover();
	memset(board, 0, sizeof(*board));
	board->machine = load_machine(machine);
	make_driver(board, driver);
}

void board_remake(struct board *board, const char *driver)
{
	sim_port_free(board->inner);
	sim_free(board->sim);
	make_driver(board, driver);
}

void board_use(void)
{
	sim_port_use(&door);
}

nvmlDevice_t board_gpu(unsigned index)
{
	nvmlDevice_t gpu = NULL;

	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(index, &gpu), NVML_SUCCESS);
	assert_non_null(gpu);
	return gpu;
}

void board_start(struct board *board, const char *machine, const char *driver)
{
	board_load(board, machine, driver);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	board->gpu = board_gpu(0);
}

void board_fill_pages(struct board *board)
{
	unsigned count = 0, temperature;

	assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_SUCCESS);
	for (unsigned i = 0; i < count; i++)
		nvmlDeviceGetTemperature(board_gpu(i), NVML_TEMPERATURE_GPU, &temperature);
	board->inner->sleep_us(board->inner, 2000000);
}

void board_warm(struct board *board, const char *machine, const char *driver)
{
	board_start(board, machine, driver);
	board_fill_pages(board);
}

void board_free(struct board *board)
{
	assert_int_equal(sim_port_count_open(board->inner), 0);
	sim_port_free(board->inner);
	sim_port_use(NULL);
	active = NULL;
	sim_free(board->sim);
	machine_free(board->machine);
}

void board_stop(struct board *board)
{
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	board_free(board);
}

void board_patch(struct board *board, uint32_t cmd, uint32_t offset, uint32_t width, uint64_t value)
{
	assert_true(board->patch_count < PATCHES_MAX);
	board->patches[board->patch_count++] = (struct patch){cmd, offset, width, value};
}

void board_unpatch(struct board *board)
{
	board->patch_count = 0;
	board->status = 0;
	board->status_cmd = 0;
}

uint64_t board_sent(const struct board *board, uint32_t offset, uint32_t width)
{
	uint64_t word = 0;

	assert_true(offset + width <= sizeof(board->sent));
	memcpy(&word, board->sent + offset, width);
	return word;
}

void board_poke(struct board *board, unsigned page, uint32_t offset, uint32_t width, uint64_t value)
{
	assert_true(page < board->page_count);
	memcpy(board->pages[page] + offset, &value, width);
}
