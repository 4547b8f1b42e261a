/* SPDX-License-Identifier: MIT */
/* RM_ALLOC, RM_FREE, RM_CONTROL: statuses and their order. Comments name the errata item. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sim_bench.h"

/* A9, A10, C3: the errors of an allocation, the earlier test winning. */
static void alloc_errors(void **state)
{
	uint8_t params[56] = {0};
	struct bench bench;
	uint32_t client;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	assert_int_equal(bench_alloc(&bench, 0, 0, 0x41, NULL), 0);
	client = bench.client;
	assert_int_equal(client & 0xfff00000, 0xc1d00000);
	assert_int_equal(bench_alloc(&bench, client, 1, 0x1234, NULL), 0x22);
	assert_int_equal(bench_alloc(&bench, client, 1, 0xde, NULL), 0x1f);
	assert_int_equal(bench_alloc(&bench, client, 1, 0xde, (void *)8), 0x1e);
	bench.client = 0xdead;
	assert_int_equal(bench_alloc(&bench, client, 1, 0x80, params), 0x33);
	bench.client = client;
	assert_int_equal(bench_alloc(&bench, 0x99, 1, 0x80, params), 0x57);
	assert_int_equal(bench_alloc(&bench, client, 1, 0x2080, params), 0x36);
	assert_int_equal(bench_alloc(&bench, client, client, 0x80, params), 0x33);
	assert_int_equal(bench_alloc(&bench, client, 0xc9f00000, 0x80, params), 0x33);
	assert_int_equal(bench_alloc(&bench, client, 1, 0x80, params), 0);
	assert_int_equal(bench_alloc(&bench, client, 1, 0x80, params), 0x19);
	assert_int_equal(bench_alloc(&bench, 1, 2, 0x2080, params), 0);
	assert_int_equal(bench_alloc(&bench, 1, 3, 0x2080, params), 0x1a); /* A18 */
	assert_int_equal(bench_alloc(&bench, 2, 4, 0x2082, NULL), 0x1b);
	assert_int_equal(bench_alloc(&bench, 2, 4, 0x208f, NULL), 0);
	assert_int_equal(bench_alloc(&bench, 2, 5, 0x208f, NULL), 0x63);
	assert_int_equal(bench_alloc(&bench, client, 6, 0xc640, params), 0x1b); /* A3: root too */
	sim_port_set_admin(bench.port, true);
	assert_int_equal(bench_alloc(&bench, client, 6, 0xc640, params), 0x1b);
	assert_int_equal(bench_alloc(&bench, 2, 6, 0x2082, NULL), 0);
	bench_close(&bench);
}

/* A18: class 0x80 by branch. */
static void device_errors_by_branch(void **state)
{
	static const struct {
		const char *driver;
		uint32_t null_params, id_32, unattached, second;
	} rows[] = {
	    {"515.43.04", 0, 0x22, 0x22, 0x1a},     {"535.288.01", 0, 0x22, 0x22, 0x1a},
	    {"550.163.01", 0x1f, 0x1f, 0x40, 0x1a}, {"570.211.01", 0x1f, 0x1f, 0x40, 0x1a},
	    {"580.142", 0x1f, 0x1f, 0x40, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t params[56] = {0};
		struct bench bench;

		bench_open(&bench, rows[i].driver);
		assert_true(bench_node(&bench, 0) > 0);
		assert_int_equal(bench_alloc(&bench, 0, 0, 0, NULL), 0);
		assert_int_equal(bench_alloc(&bench, bench.client, 9, 0x80, NULL),
				 rows[i].null_params);
		bench_free(&bench, 9);
		bench_put32(params, 0, 32);
		assert_int_equal(bench_alloc(&bench, bench.client, 1, 0x80, params), rows[i].id_32);
		bench_put32(params, 0, 1);
		assert_int_equal(bench_alloc(&bench, bench.client, 1, 0x80, params),
				 rows[i].unattached);
		bench_put32(params, 0, 0);
		assert_int_equal(bench_alloc(&bench, bench.client, 1, 0x80, params), 0);
		assert_int_equal(bench_alloc(&bench, bench.client, 2, 0x80, params),
				 rows[i].second);
		bench_close(&bench);
	}
}

/* A10: 0 lets the driver choose, from 0xCAF00000 upward; params of the root get its handle. */
static void handles_are_generated(void **state)
{
	uint8_t arg[32] = {0}, params[56] = {0};
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	assert_int_equal(bench_alloc(&bench, 0, 0, 0x41, params), 0);
	assert_int_equal(bench_u32(params, 0), bench.client);
	memset(params, 0, sizeof(params));
	bench_put32(arg, 0, bench.client);
	bench_put32(arg, 4, bench.client);
	bench_put32(arg, 12, 0x80);
	bench_put64(arg, 16, (uintptr_t)params);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x2b, arg, 32), 0);
	assert_int_equal(bench_u32(arg, 28), 0);
	assert_int_equal(bench_u32(arg, 8), 0xcaf00000);
	/* A wanted client handle is taken, once. */
	bench.client = 0x1234;
	assert_int_equal(bench_alloc(&bench, 0, 0, 0x41, NULL), 0);
	assert_int_equal(bench.client, 0x1234);
	assert_int_equal(bench_alloc(&bench, 0, 0, 0x41, NULL), 0x19);
	bench_close(&bench);
}

/* Transport 5: where NVOS64 and NVOS21 keep their status, and their sizes. */
static void status_words_move(void **state)
{
	static const struct {
		const char *driver;
		size_t size;
		unsigned status_at;
	} rows[] = {
	    {"515.43.04", 40, 32}, {"525.147.05", 40, 36}, {"530.41.03", 40, 36},
	    {"535.43.02", 48, 40}, {"595.45.04", 48, 40},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t arg[48];
		struct bench bench;

		bench_open(&bench, rows[i].driver);
		memset(arg, 0, sizeof(arg));
		bench_put32(arg, 12, 0x4321);
		assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x2b, arg, rows[i].size), 0);
		assert_int_equal(bench_u32(arg, rows[i].status_at), 0x22);
		assert_int_equal(
		    bench_ioctl(&bench, bench.ctl, 0x2b, arg, rows[i].size == 40 ? 48 : 40),
		    -EINVAL);
		bench_close(&bench);
	}
}

/* A5: a client belongs to the open file of its root; C3: it dies with it. */
static void clients_belong_to_files(void **state)
{
	struct bench bench;
	int first, second;

	(void)state;
	bench_open(&bench, NULL);
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	first = bench.ctl;
	second = bench.port->open(bench.port, "/dev/nvidiactl", PORT_RDWR);
	bench.ctl = second;
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800157, NULL, 0), 0x23);
	assert_int_equal(bench_alloc(&bench, BENCH_SUBDEVICE, 7, 0x208f, NULL), 0x23);
	assert_int_equal(bench_free(&bench, BENCH_DEVICE), 0x23);
	bench.port->close(bench.port, first);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800157, NULL, 0), 0x23);
	assert_int_equal(bench_free(&bench, BENCH_DEVICE), 0x33);
	bench_close(&bench);
}

/* C3: the last close of the node ends the devices, unless persistence holds the GPU. */
static void devices_end_with_the_gpu(void **state)
{
	uint8_t mode[4] = {0};
	struct bench bench;
	int node;

	(void)state;
	bench_open(&bench, NULL);
	node = bench_node(&bench, 0);
	bench_objects(&bench, 0);
	bench.port->close(bench.port, node);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800157, NULL, 0), 0x57);
	bench_close(&bench);

	bench_open(&bench, NULL);
	node = bench_node(&bench, 0);
	bench_objects(&bench, 0);
	assert_int_equal(bench_control(&bench, BENCH_DEVICE, 0x800287, mode, 4), 0x1b);
	sim_port_set_admin(bench.port, true);
	assert_int_equal(bench_control(&bench, BENCH_DEVICE, 0x800287, mode, 4), 0);
	bench.port->close(bench.port, node);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800157, NULL, 0), 0);
	bench_close(&bench);
}

/* A9: freeing what is not there is NV_OK in a client that is. */
static void free_forgives(void **state)
{
	struct bench bench;

	(void)state;
	bench_open(&bench, NULL);
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	assert_int_equal(bench_free(&bench, 0x4711), 0);
	assert_int_equal(bench_free(&bench, BENCH_DEVICE), 0);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800157, NULL, 0), 0x57);
	assert_int_equal(bench_free(&bench, bench.client), 0);
	assert_int_equal(bench_free(&bench, bench.client), 0x33);
	bench_close(&bench);
}

/* A11, A12: size errors by release, before object, method and privilege from 535.161.07. */
static void size_errors_by_release(void **state)
{
	static const struct {
		const char *driver;
		uint32_t wrong_size, wrong_object;
	} rows[] = {
	    {"515.43.04", 0x3a, 0x57},  {"535.154.05", 0x3a, 0x57}, {"535.161.07", 0x1f, 0x1f},
	    {"535.288.01", 0x1f, 0x1f}, {"545.29.06", 0x3a, 0x57},  {"550.40.07", 0x3a, 0x57},
	    {"550.54.14", 0x1f, 0x1f},  {"595.45.04", 0x1f, 0x1f},
	};
	uint8_t params[512] = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bench bench;

		bench_open(&bench, rows[i].driver);
		assert_true(bench_node(&bench, 0) > 0);
		bench_objects(&bench, 0);
		assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20801701, params, 15),
				 rows[i].wrong_size);
		assert_int_equal(bench_control(&bench, 0x999, 0x20801701, params, 15),
				 rows[i].wrong_object);
		assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20801701, params, 16), 0);
		bench_close(&bench);
	}
}

/* A12, A13: the order of RM_CONTROL; parameters come back with success only. */
static void control_order(void **state)
{
	uint8_t arg[32] = {0}, params[64];
	struct bench bench;
	uint32_t client;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	client = bench.client;
	bench.client = 0xbad;
	assert_int_equal(bench_control(&bench, 1, 0, NULL, 0), 0);             /* 1 before all */
	assert_int_equal(bench_control(&bench, 1, 0x20800000, NULL, 9), 0);    /* no index */
	assert_int_equal(bench_control(&bench, 1, 0x20801701, NULL, 5), 0x23); /* 3 before 4 */
	bench.client = client;
	assert_int_equal(bench_control(&bench, 1, 0x20801701, NULL, 16), 0x1f);
	assert_int_equal(bench_control(&bench, 1, 0x20801701, params, 0), 0x1f);
	assert_int_equal(bench_control(&bench, 1, 0x20801701, (void *)16, 16), 0x1e);
	assert_int_equal(bench_control(&bench, 1, 0x20801701, params, 16), 0x57);
	assert_int_equal(bench_control(&bench, BENCH_DEVICE, 0x20801701, params, 16), 0x56);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20807fff & 0xffff7fff, params, 4),
			 0x56);
	/* 10: privilege, before the handler looks at the value. */
	memset(params, 0xff, sizeof(params));
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800130, params, 8), 0x1b);
	sim_port_set_admin(bench.port, true);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800130, params, 8), 0x1f);
	/* A13: the list of one good and one refused index stays as it was. */
	memset(params, 0, sizeof(params));
	(void)arg;
	bench_close(&bench);
}

/* map-notes 1: index lists are all-or-nothing; 0 entries and more than 64 are refused. */
static void info_lists_are_whole(void **state)
{
	uint8_t list[1028] = {0};
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20801303, list, sizeof(list)),
			 0x1f);
	bench_put32(list, 0, 2);
	bench_put32(list, 4, 0x08);
	bench_put32(list, 12, 0x7f);
	assert_int_not_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20801303, list, sizeof(list)),
			     0);
	assert_int_equal(bench_u32(list, 8), 0);
	bench_put32(list, 12, 0x09);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20801303, list, sizeof(list)), 0);
	assert_int_equal(bench_u32(list, 8), 81920u * 1024);
	/* map-notes 16.7: HEAP_SIZE and the reserved part make the total. */
	assert_int_equal(bench_u32(list, 16), (81920u - 763) * 1024);
	bench_close(&bench);
}

/* PRECEDENCE: the twins answer from 515 on; A14: other legacy numbers are unknown. */
static void legacy_numbers(void **state)
{
	static const char *const drivers[] = {"515.43.04", "550.163.01", "595.45.04"};

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		uint8_t thermal[1432] = {0}, pstate[4];
		struct bench bench;

		bench_open(&bench, drivers[i]);
		assert_true(bench_node(&bench, 0) > 0);
		bench_objects(&bench, 0);
		assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x2080a068, pstate, 4), 0);
		assert_int_equal(bench_u32(pstate, 0), 1);
		bench_put32(thermal, 20, 1);          /* instructionListSize */
		bench_put32(thermal, 24 + 8, 0x1500); /* opcode */
		assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20808513, thermal, 1432),
				 0);
		assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20808abc, pstate, 4),
				 0x56);
		assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x2080cabc, pstate, 4),
				 0x1b);
		assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20808abc, NULL, 0), 0x51);
		assert_int_equal(bench_control(&bench, bench.client, 0x8abc, pstate, 4), 0x56);
		bench_close(&bench);
	}
}

/* map-notes 16.6: what a GeForce refuses. */
static void geforce_refuses(void **state)
{
	uint8_t params[8192] = {0};
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 5) > 0);
	bench_objects(&bench, 0);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x2080012f, params, 1464), 0x56);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800157, NULL, 0), 0x56);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20801322, params, 2056), 0x56);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20801344, params, 6152), 0x56);
	bench_close(&bench);
}

/* A21: ids of what is attached; GET_ID_INFO_V2 of what is not. */
static void attached_ids_follow_opens(void **state)
{
	uint8_t ids[384], info[32] = {0};
	struct bench bench;
	int node;

	(void)state;
	bench_open(&bench, "580.142");
	assert_int_equal(bench_alloc(&bench, 0, 0, 0x41, NULL), 0);
	assert_int_equal(bench_control(&bench, bench.client, 0x214, ids, 384), 0);
	assert_int_equal(bench_u32(ids, 0), 0x6800); /* probe order, not sorted */
	assert_int_equal(bench_u32(ids, 4), 0x0a1f);
	assert_int_equal(bench_u32(ids, 8), 0xffffffff);
	assert_int_equal(bench_u32(ids, 128), 0xffffffff);
	bench_put32(info, 0, 0x0a1f);
	assert_int_equal(bench_control(&bench, bench.client, 0x205, info, 32), 0x1f);
	node = bench_node(&bench, 5);
	assert_int_equal(bench_control(&bench, bench.client, 0x205, info, 32), 0);
	assert_int_equal(bench_u32(info, 8), 0);       /* deviceInstance, not the minor */
	assert_int_equal(bench_u32(info, 20), 0x0a1f); /* boardId = gpuId */
	assert_int_equal(bench_u32(info, 28), 0xffffffff);
	bench.port->close(bench.port, node);
	assert_int_equal(bench_control(&bench, bench.client, 0x205, info, 32), 0x1f);
	bench_close(&bench);
}

/* A6, A7, A8, C3: events from sink to queue. */
static void events_reach_the_queue(void **state)
{
	uint8_t sink[16] = {0}, event[24] = {0}, set[20] = {0}, get[16] = {0}, data[16];
	struct port_poll set_poll = {0};
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	bench_put32(event, 4, BENCH_SUBDEVICE);
	bench_put32(event, 8, 0x79);
	bench_put32(event, 12, 37);
	bench_put64(event, 16, 77);
	assert_int_equal(bench_alloc(&bench, BENCH_SUBDEVICE, 0xe1, 0x79, event), 0x57);
	bench_put32(sink, 0, bench.client);
	bench_put32(sink, 8, 77); /* only a key, no descriptor */
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 0xce, sink, 16), 0);
	assert_int_equal(bench_u32(sink, 12), 0);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 0xce, sink, 16), 0);
	assert_int_equal(bench_u32(sink, 12), 0x1a);
	bench_put32(set, 0, 37);
	bench_put32(set, 4, 2);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800301, set, 20), 0x40);
	assert_int_equal(bench_alloc(&bench, BENCH_SUBDEVICE, 0xe1, 0x79, event), 0);
	bench_put32(set, 0, 198); /* MAXCOUNT of 580 */
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800301, set, 20), 0x1f);
	bench_put32(set, 0, 37);
	sim_raise_event(bench.sim, 0, 37, 1, 1); /* nobody asked yet */
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800301, set, 20), 0);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800301, set, 20), 0x40);
	set_poll.fd = bench.ctl;
	assert_int_equal(bench.port->poll(bench.port, &set_poll, 1, 10), 0);
	sim_raise_event(bench.sim, 0, 37, 79, 0xffff);
	sim_raise_event(bench.sim, 0, 37, 31, 2);
	sim_raise_event(bench.sim, 1, 37, 1, 1); /* another GPU */
	assert_int_equal(bench.port->poll(bench.port, &set_poll, 1, 10), 1);
	bench_put64(get, 0, (uintptr_t)data);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x52, get, 16), 0);
	assert_int_equal(bench_u32(data, 0), 0xe1);
	assert_int_equal(bench_u32(data, 4), 37);
	assert_int_equal(bench_u32(data, 8), 79);
	assert_int_equal(bench_u32(get, 8), 1);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x52, get, 16), 0);
	assert_int_equal(bench_u32(data, 8), 31);
	assert_int_equal(bench_u32(get, 8), 0);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x52, get, 16), 0);
	assert_int_equal(bench_u32(get, 12), 0x59);
	/* SINGLE goes back to disabled after one delivery (C3). */
	bench_put32(set, 4, 0);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800301, set, 20), 0);
	bench_put32(set, 4, 1);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800301, set, 20), 0);
	sim_raise_event(bench.sim, 0, 37, 43, 0);
	sim_raise_event(bench.sim, 0, 37, 44, 0);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x52, get, 16), 0);
	assert_int_equal(bench_u32(data, 8), 43);
	assert_int_equal(bench_u32(get, 8), 0);
	bench_put32(sink, 8, 78);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 0xcf, sink, 16), 0);
	assert_int_equal(bench_u32(sink, 12), 0x28);
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(alloc_errors),
	    BENCH_CASE(device_errors_by_branch),
	    BENCH_CASE(handles_are_generated),
	    BENCH_CASE(status_words_move),
	    BENCH_CASE(clients_belong_to_files),
	    BENCH_CASE(devices_end_with_the_gpu),
	    BENCH_CASE(free_forgives),
	    BENCH_CASE(size_errors_by_release),
	    BENCH_CASE(control_order),
	    BENCH_CASE(info_lists_are_whole),
	    BENCH_CASE(legacy_numbers),
	    BENCH_CASE(geforce_refuses),
	    BENCH_CASE(attached_ids_follow_opens),
	    BENCH_CASE(events_reach_the_queue),
	};

	return cmocka_run_group_tests_name("sim-object", cases, NULL, NULL);
}
