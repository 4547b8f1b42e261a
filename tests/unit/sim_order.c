/* SPDX-License-Identifier: MIT */
/*
 * What comes and goes: opens that initialise in the background, queues of events, rights that are
 * asked for, requests that a release holds against its table. Comments name the errata's item
 * or the published function.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "sim/driver.h"
#include "sim_bench.h"

#define BROKEN_STATUS 0x62u /* RESET_REQUIRED */

/* Makes the second GPU fail from now on, or not any more. */
static void break_gpu(struct bench *bench, bool broken)
{
	bench->sim->gpus[1].fail_errno = broken ? EIO : 0;
	bench->sim->gpus[1].fail_status = broken ? BROKEN_STATUS : 0;
}

static uint32_t adapter_status(struct bench *bench)
{
	uint8_t arg[12] = {0, 0, 0, 0, 0x0a, 0x1f};

	assert_int_equal(bench_ioctl(bench, bench->ctl, 209, arg, 12), 0);
	return bench_u32(arg, 8);
}

/* C2: the cause is told until the next try; a failing open leaves nothing. */
static void a_failing_open_leaves_nothing(void **state)
{
	uint8_t ids[128];
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_int_equal(adapter_status(&bench), 0x40); /* RmGetAdapterStatus: nobody tried */
	break_gpu(&bench, true);
	assert_int_equal(bench_node(&bench, 5), -EIO);
	assert_int_equal(sim_port_count_open(bench.port), 1);
	assert_int_equal(adapter_status(&bench), BROKEN_STATUS);
	assert_int_equal(bench_alloc(&bench, 0, 0, 0x41, NULL), 0);
	assert_int_equal(bench_control(&bench, bench.client, 0x201, ids, 128), 0);
	assert_int_equal(bench_u32(ids, 0), 0xffffffff);
	break_gpu(&bench, false);
	assert_true(bench_node(&bench, 5) > 0);
	assert_int_equal(adapter_status(&bench), 0);
	bench_close(&bench);
}

static int own_copy_in(const struct sim_task *task, void *dst, uint64_t addr, size_t size)
{
	(void)task;
	memcpy(dst, (const void *)(uintptr_t)addr, size);
	return 0;
}

static int own_copy_out(const struct sim_task *task, uint64_t addr, const void *src, size_t size)
{
	(void)task;
	memcpy((void *)(uintptr_t)addr, src, size);
	return 0;
}

static const struct sim_task own_task = {
    .tgid = 1, .copy_in = own_copy_in, .copy_out = own_copy_out};

static int file_ioctl(struct bench *bench, struct sim_file *file, unsigned nr, void *arg,
		      size_t size)
{
	unsigned long request = 3ul << 30 | (unsigned long)size << 16 | 'F' << 8 | nr;

	return sim_ioctl(bench->sim, &own_task, file, request, (uintptr_t)arg);
}

/* C2: from 550 a non-blocking open of a GPU that must be initialised returns at once. */
static void background_opens_tell_later(void **state)
{
	uint8_t arg[560] = {0};
	struct sim_file *file = NULL;
	struct bench bench;

	(void)state;
	bench_open(&bench, "535.288.01");
	break_gpu(&bench, true);
	assert_int_equal(sim_open(bench.sim, &own_task, 5, O_NONBLOCK, &file), -EIO);
	bench_close(&bench);
	bench_open(&bench, "550.163.01");
	break_gpu(&bench, true);
	assert_int_equal(sim_open(bench.sim, &own_task, 5, O_NONBLOCK, &file), 0);
	assert_int_equal(file_ioctl(&bench, file, 0x52, arg, 16), -EIO);
	assert_int_equal(file_ioctl(&bench, file, 215, arg, 560), -EIO);
	assert_int_equal(file_ioctl(&bench, file, 218, arg, 8), 0);
	assert_int_equal((int)bench_u32(arg, 0), -EIO);
	assert_int_equal(bench_u32(arg, 4), BROKEN_STATUS);
	assert_int_equal(sim_mappable(bench.sim, file), -EIO);
	assert_int_equal(sim_poll(file), -1);
	assert_int_equal(sim_file_minor(file), SIM_MINOR_NONE); /* opens no door to class 0x80 */
	sim_close(bench.sim, file);
	break_gpu(&bench, false);
	assert_int_equal(sim_open(bench.sim, &own_task, 5, O_NONBLOCK, &file), 0);
	assert_int_equal(file_ioctl(&bench, file, 218, arg, 8), 0);
	assert_int_equal(bench_u32(arg, 0), 0);
	assert_int_equal(sim_file_minor(file), 5);
	sim_close(bench.sim, file);
	bench_close(&bench);
}

/* A node of a right takes no ioctl at all (nv-caps.c has no handler); minors without a driver. */
static void other_nodes(void **state)
{
	uint8_t arg[72] = {0};
	struct sim_file *file;
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_int_equal(sim_open_capability(bench.sim, 2, O_RDONLY, &file), 0);
	assert_int_equal(file_ioctl(&bench, file, 210, arg, 72), -ENOTTY);
	assert_int_equal(file_ioctl(&bench, file, 99, arg, 72), -ENOTTY);
	assert_int_equal(sim_mappable(bench.sim, file), -EINVAL);
	sim_close(bench.sim, file);
	assert_int_equal(sim_open(bench.sim, &own_task, 254, 0, &file), -ENXIO);
	bench_close(&bench);
	bench_open(&bench, "535.288.01");
	assert_int_equal(sim_open(bench.sim, &own_task, 254, 0, &file), -ENODEV);
	bench_close(&bench);
}

/* A19: a file that others are tied to may be tied itself: only the target is asked. */
static void ties_of_ties(void **state)
{
	uint8_t arg[4];
	struct bench bench;
	int first, second;

	(void)state;
	bench_open(&bench, NULL);
	first = bench.port->open(bench.port, "/dev/nvidiactl", PORT_RDWR);
	second = bench.port->open(bench.port, "/dev/nvidiactl", PORT_RDWR);
	bench_put32(arg, 0, (uint32_t)first);
	assert_int_equal(bench_ioctl(&bench, second, 201, arg, 4), 0);
	bench_put32(arg, 0, (uint32_t)bench.ctl);
	assert_int_equal(bench_ioctl(&bench, first, 201, arg, 4), 0);
	bench.port->close(bench.port, first);
	bench.port->close(bench.port, second);
	assert_int_equal(bench_alloc(&bench, 0, 0, 0x41, NULL), 0);
	bench_close(&bench);
}

/* nv_validate_ioctls of 595: before the copy, for the outer request alone. */
static void tables_of_595(void **state)
{
	static const struct {
		const char *driver;
		unsigned nr;
		size_t size;
		void *arg;
		int rc;
	} rows[] = {
	    {"590.48.01", 99, 16, NULL, -EFAULT},   {"595.45.04", 99, 16, NULL, -EINVAL},
	    {"590.48.01", 0x2a, 31, NULL, -EFAULT}, {"595.45.04", 0x2a, 31, NULL, -EINVAL},
	    {"595.45.04", 0x2a, 32, NULL, -EFAULT}, {"595.45.04", 211, 16, NULL, -EFAULT},
	    {"595.45.04", 212, 6, NULL, -EINVAL},   {"595.45.04", 212, 0, NULL, -EINVAL},
	    {"590.48.01", 212, 0, NULL, -EINVAL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t block[16] = {0}, inner[16] = {0};
		struct bench bench;

		bench_open(&bench, rows[i].driver);
		assert_int_equal(
		    bench_ioctl(&bench, bench.ctl, rows[i].nr, rows[i].arg, rows[i].size),
		    rows[i].rc);
		/* Inside of an XFER the escape itself looks. */
		bench_put32(block, 0, 200);
		bench_put32(block, 4, sizeof(inner));
		bench_put64(block, 8, (uintptr_t)inner);
		assert_int_equal(bench_ioctl(&bench, bench.ctl, 211, block, 16), -EINVAL);
		bench_close(&bench);
	}
	struct bench bench;
	uint8_t intr[16] = {0};
	bench_open(&bench, "590.48.01"); /* the older one takes more than it needs */
	int node = bench_node(&bench, 0);
	assert_int_equal(bench_ioctl(&bench, node, 213, intr, 16), 0);
	assert_int_equal(bench_ioctl(&bench, node, 213, intr, 4), -EINVAL);
	bench_close(&bench);
	bench_open(&bench, "595.45.04");
	node = bench_node(&bench, 0);
	assert_int_equal(bench_ioctl(&bench, node, 213, intr, 16), -EINVAL);
	assert_int_equal(bench_ioctl(&bench, node, 213, intr, 8), 0);
	bench_close(&bench);
}

static uint32_t control_with(struct bench *bench, uint32_t flags, uint64_t params, uint32_t size)
{
	uint8_t arg[32] = {0};

	bench_put32(arg, 0, bench->client);
	bench_put32(arg, 4, bench->client);
	bench_put32(arg, 8, 0x7fff01); /* no such command */
	bench_put32(arg, 12, flags);
	bench_put64(arg, 16, params);
	bench_put32(arg, 24, size);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0x2a, arg, 32), 0);
	return bench_u32(arg, 28);
}

/* A12: flags of the kernel, and what is too much to copy, before the command is looked for. */
static void controls_have_limits(void **state)
{
	static uint8_t large[(1u << 20) + 1];
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_int_equal(bench_alloc(&bench, 0, 0, 0x41, NULL), 0);
	assert_int_equal(control_with(&bench, 1, 0, 0), 0x1f);
	assert_int_equal(control_with(&bench, 2, 0, 0), 0x23);
	assert_int_equal(control_with(&bench, 0, (uintptr_t)large, 1u << 20), 0x56);
	assert_int_equal(control_with(&bench, 0, (uintptr_t)large, (1u << 20) + 1), 0x1f);
	bench_close(&bench);
}

/*
 * Every simulated command that the export tables (g_*_nvoc.c) mark as an administrator's, with the
 * size of that release: the size first, then the privilege, then what was sent.
 */
static void privileges_come_before_arguments(void **state)
{
	enum { ROOT, DEVICE, SUBDEVICE, CONF_COMPUTE };
	static const struct {
		uint32_t number, size_535, size_580; /* 0: not there */
		unsigned object;
	} rows[] = {
	    {0x278, 12, 12, ROOT},
	    {0x286, 1, 1, ROOT},
	    {0xb01, 12, 12, ROOT},
	    {0xb05, 8, 8, ROOT},
	    {0x800287, 4, 4, DEVICE},
	    {0x20800130, 8, 8, SUBDEVICE},
	    {0x20800134, 4, 4, SUBDEVICE},
	    {0x20800136, 8, 8, SUBDEVICE},
	    {0x20800183, 4, 4, SUBDEVICE},
	    {0x208001eb, 0, 4, SUBDEVICE},
	    {0x20801356, 0, 4, SUBDEVICE},
	    {0x20803005, 16, 32, SUBDEVICE},
	    {0x2080303e, 4, 8, SUBDEVICE},
	    {0x20803051, 0, 40, SUBDEVICE},
	    {0x20803086, 0, 1, SUBDEVICE},
	    {0x20803095, 0, 496, SUBDEVICE},
	    {0x2080309a, 0, 64, SUBDEVICE},
	    {0x20803402, 0, 16804, SUBDEVICE},
	    {0xc56f010d, 0, 8, CONF_COMPUTE},
	    {0xcb330105, 1, 1, CONF_COMPUTE},
	    {0xcb330107, 24, 24, CONF_COMPUTE},
	};
	static uint8_t params[16808];

	(void)state;
	for (unsigned newer = 0; newer < 2; newer++) {
		struct bench bench;

		bench_open(&bench, newer ? "580.142" : "535.288.01");
		assert_true(bench_node(&bench, 0) > 0);
		bench_objects(&bench, 0);
		assert_int_equal(bench_alloc(&bench, bench.client, 0xe1, 0xcb33, NULL), 0);
		const uint32_t objects[] = {bench.client, BENCH_DEVICE, BENCH_SUBDEVICE, 0xe1};
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
			uint32_t size = newer ? rows[i].size_580 : rows[i].size_535;
			uint32_t object = objects[rows[i].object], number = rows[i].number;

			memset(params, 0xff, sizeof(params));
			if (size == 0)
				continue;
			sim_port_set_admin(bench.port, false);
			assert_int_equal(bench_control(&bench, object, number, params, size + 1),
					 0x1f);
			if (bench_control(&bench, object, number, params, size) != 0x1b)
				fail_msg("0x%08x is anybody's", number);
			sim_port_set_admin(bench.port, true);
			if (bench_control(&bench, object, number, params, size) == 0x1b)
				fail_msg("0x%08x is nobody's", number);
		}
		bench_close(&bench);
	}
}

/* NVOS64: rights that are asked for must all be had (rsAccessGrantRights). */
static void rights_can_be_asked_for(void **state)
{
	static const struct {
		uint32_t rights;
		bool admin;
		uint32_t status;
	} rows[] = {
	    {0, false, 0}, {1 | 4, false, 0}, {2, false, 0x1b}, {8, false, 0x1b}, {15, true, 0}};
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t arg[48] = {0}, rights[4];

		bench_put32(rights, 0, rows[i].rights);
		bench_put32(arg, 0, bench.client);
		bench_put32(arg, 4, BENCH_SUBDEVICE);
		bench_put32(arg, 8, 0xe0 + (uint32_t)i);
		bench_put32(arg, 12, 0x2081);
		bench_put64(arg, 24, (uintptr_t)rights);
		sim_port_set_admin(bench.port, rows[i].admin);
		assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x2b, arg, 48), 0);
		assert_int_equal(bench_u32(arg, 40), rows[i].status);
		bench_put64(arg, 24, 8); /* no such memory */
		assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x2b, arg, 48), 0);
		assert_int_equal(bench_u32(arg, 40), 0x1e);
	}
	bench_close(&bench);
}

static void add_sink(struct bench *bench, int fd, uint32_t key)
{
	uint8_t sink[16] = {0};

	bench_put32(sink, 0, bench->client);
	bench_put32(sink, 8, key);
	assert_int_equal(bench_ioctl(bench, fd, 206, sink, 16), 0);
	assert_int_equal(bench_u32(sink, 12), 0);
}

static uint32_t drop_sink(struct bench *bench, int fd, uint32_t key)
{
	uint8_t sink[16] = {0};

	bench_put32(sink, 0, bench->client);
	bench_put32(sink, 8, key);
	assert_int_equal(bench_ioctl(bench, fd, 207, sink, 16), 0);
	return bench_u32(sink, 12);
}

static uint32_t listen(struct bench *bench, uint32_t handle, uint32_t notifier, uint32_t key)
{
	uint8_t event[24] = {0};

	bench_put32(event, 0, bench->client);
	bench_put32(event, 8, 0x79);
	bench_put32(event, 12, notifier);
	bench_put64(event, 16, key);
	return bench_alloc(bench, BENCH_SUBDEVICE, handle, 0x79, event);
}

static uint32_t notify(struct bench *bench, uint32_t notifier, uint32_t action)
{
	uint8_t set[20] = {0};

	bench_put32(set, 0, notifier);
	bench_put32(set, 4, action);
	return bench_control(bench, BENCH_SUBDEVICE, 0x20800301, set, 20);
}

/* The status; the event object's handle, or what the caller left, goes out. */
static uint32_t take(struct bench *bench, int fd, void *to, uint32_t *ret_more)
{
	uint8_t get[16] = {0};

	bench_put64(get, 0, (uintptr_t)to);
	bench_put32(get, 8, 0xeeee);
	assert_int_equal(bench_ioctl(bench, fd, 0x52, get, 16), 0);
	*ret_more = bench_u32(get, 8);
	return bench_u32(get, 12);
}

static bool is_readable(struct bench *bench, int fd)
{
	struct port_poll poll = {.fd = fd};

	return bench->port->poll(bench->port, &poll, 1, 0) == 1;
}

/* C3: two objects of one notifier, each with its handle; A8: an empty queue, a bad pointer. */
static void queues_are_of_files(void **state)
{
	struct bench bench;
	uint8_t data[16];
	uint32_t more;
	int node;

	(void)state;
	bench_open(&bench, "580.142");
	node = bench_node(&bench, 0);
	bench_objects(&bench, 0);
	add_sink(&bench, node, 1);
	add_sink(&bench, bench.ctl, 2);
	assert_int_equal(listen(&bench, 0xe1, 37, 1), 0);
	assert_int_equal(listen(&bench, 0xe2, 37, 2), 0);
	assert_int_equal(listen(&bench, 0xe3, 37, 2), 0);
	assert_int_equal(listen(&bench, 0xe4, 0xffff, 2), 0); /* too high: never raised */
	assert_int_equal(notify(&bench, 37, 2), 0);
	sim_raise_event(bench.sim, 0, 37, 13, 233);
	assert_int_equal(take(&bench, node, data, &more), 0);
	assert_int_equal(bench_u32(data, 0), 0xe1);
	assert_int_equal(more, 0);
	assert_int_equal(take(&bench, bench.ctl, (void *)8, &more), 0x1e); /* and it is lost */
	assert_int_equal(more, 1);
	assert_true(is_readable(&bench, bench.ctl)); /* level triggered */
	assert_true(is_readable(&bench, bench.ctl));
	assert_int_equal(take(&bench, bench.ctl, data, &more), 0);
	assert_int_equal(more, 0);
	assert_false(is_readable(&bench, bench.ctl));
	assert_int_equal(take(&bench, bench.ctl, data, &more), 0x59);
	assert_int_equal(more, 0xeeee); /* untouched */
	bench_close(&bench);
}

/* A8: without data the poll that tells of it clears it, and there is nothing to fetch. */
static void dataless_events_tell_once(void **state)
{
	struct bench bench;
	uint8_t data[16];
	uint32_t more;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	add_sink(&bench, bench.ctl, 1);
	assert_int_equal(listen(&bench, 0xe1, 37 | 0x10000000, 1), 0);
	assert_int_equal(notify(&bench, 37, 2), 0);
	sim_raise_event(bench.sim, 0, 37, 13, 233);
	sim_raise_event(bench.sim, 0, 37, 13, 233);
	assert_int_equal(take(&bench, bench.ctl, data, &more), 0x59);
	assert_true(is_readable(&bench, bench.ctl));
	assert_false(is_readable(&bench, bench.ctl));
	bench_close(&bench);
}

/* C3, A6, allocate_os_event: what ends with the file, with the sink, with the client. */
static void sinks_end(void **state)
{
	struct bench bench;
	uint8_t data[16];
	uint32_t more;
	int queue;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	queue = bench.port->open(bench.port, "/dev/nvidiactl", PORT_RDWR);
	add_sink(&bench, queue, 1);
	add_sink(&bench, bench.ctl, 2);
	assert_int_equal(listen(&bench, 0xe1, 37, 1), 0);
	assert_int_equal(listen(&bench, 0xe2, 37, 2), 0);
	assert_int_equal(notify(&bench, 37, 1), 0);
	bench.port->close(bench.port, queue);
	assert_int_equal(listen(&bench, 0xe3, 37, 1), 0x57);
	/* A sink that is freed, from any file, takes no new objects; the old ones go on. */
	assert_int_equal(drop_sink(&bench, bench_node(&bench, 0), 2), 0);
	assert_int_equal(drop_sink(&bench, bench.ctl, 2), 0x28);
	assert_int_equal(listen(&bench, 0xe3, 37, 2), 0x57);
	sim_raise_event(bench.sim, 0, 37, 13, 233);
	sim_raise_event(bench.sim, 0, 37, 13, 233); /* single: only the first */
	assert_int_equal(take(&bench, bench.ctl, data, &more), 0);
	assert_int_equal(more, 0);
	assert_int_equal(bench_u32(data, 0), 0xe2);
	/* Single goes off although nobody of that number listens any more. */
	assert_int_equal(notify(&bench, 37, 1), 0);
	assert_int_equal(bench_free(&bench, 0xe2), 0);
	assert_int_equal(notify(&bench, 37, 1), 0x40);
	sim_raise_event(bench.sim, 0, 37, 13, 233);
	assert_int_equal(notify(&bench, 37, 1), 0);
	add_sink(&bench, bench.ctl, 2);
	assert_int_equal(bench_free(&bench, bench.client), 0);
	assert_int_equal(drop_sink(&bench, bench.ctl, 2), 0x28); /* it went with the client */
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(a_failing_open_leaves_nothing),
	    BENCH_CASE(background_opens_tell_later),
	    BENCH_CASE(other_nodes),
	    BENCH_CASE(ties_of_ties),
	    BENCH_CASE(tables_of_595),
	    BENCH_CASE(controls_have_limits),
	    BENCH_CASE(privileges_come_before_arguments),
	    BENCH_CASE(rights_can_be_asked_for),
	    BENCH_CASE(queues_are_of_files),
	    BENCH_CASE(dataless_events_tell_once),
	    BENCH_CASE(sinks_end),
	};

	return cmocka_run_group_tests_name("sim-order", cases, NULL, NULL);
}
