/* SPDX-License-Identifier: MIT */
/*
 * Objects, rights and keys that several clients see: RM_DUP_OBJECT (NVOS55), RM_SHARE (NVOS57),
 * RM_ACCESS_REGISTRY (NVOS38), events of another client. Offsets are
 * structs.tsv's; statuses and their order were read in the published resource server
 * (rs_server.c, rs_access_map.c), osapi.c, event.c.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sim_bench.h"

#define PAGE_OBJECT 0xdeu
#define RIGHT_DUP 1u
#define SHARE_ALL 1u
#define SHARE_CLIENT 3u
#define SHARE_PROCESS 4u
#define REVOKE 1u
#define REQUIRE 2u
#define COMPOSE 4u

/* Another client, on an nvidiactl of its own, in a process of that id. */
struct other {
	struct bench bench;
	int pid;
};

static void open_other(const struct bench *bench, struct other *other, int pid)
{
	*other = (struct other){.bench = *bench, .pid = pid};
	sim_port_set_pid(bench->port, pid);
	other->bench.ctl = bench->port->open(bench->port, "/dev/nvidiactl", PORT_RDWR);
	other->bench.client = 0;
	bench_objects(&other->bench, 0);
}

static uint32_t dup_object(struct bench *bench, uint32_t parent, uint32_t *handle,
			   uint32_t source_client, uint32_t source)
{
	uint8_t arg[28] = {0};

	bench_put32(arg, 0, bench->client);
	bench_put32(arg, 4, parent);
	bench_put32(arg, 8, *handle);
	bench_put32(arg, 12, source_client);
	bench_put32(arg, 16, source);
	bench_put32(arg, 24, 0xeeee);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0x34, arg, sizeof(arg)), 0);
	*handle = bench_u32(arg, 8);
	return bench_u32(arg, 24);
}

static uint32_t dup_to(struct bench *bench, uint32_t handle, const struct bench *from)
{
	return dup_object(bench, BENCH_SUBDEVICE, &handle, from->client, PAGE_OBJECT);
}

static uint32_t share(struct bench *bench, uint32_t client, uint32_t object, uint32_t type,
		      uint32_t target, uint32_t rights, uint8_t action)
{
	uint8_t arg[24] = {0};

	bench_put32(arg, 0, client);
	bench_put32(arg, 4, object);
	bench_put32(arg, 8, target);
	bench_put32(arg, 12, rights);
	bench_put32(arg, 16, type);
	arg[18] = action;
	bench_put32(arg, 20, 0xeeee);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0x35, arg, sizeof(arg)), 0);
	return bench_u32(arg, 20);
}

static void open_with_page(struct bench *bench, const char *driver)
{
	uint8_t mask[8] = {0};

	bench_open(bench, driver);
	sim_port_set_pid(bench->port, 100);
	assert_true(bench_node(bench, 0) > 0);
	bench_objects(bench, 0);
	assert_int_equal(bench_alloc(bench, BENCH_SUBDEVICE, PAGE_OBJECT, 0xde, mask), 0);
}

/* The order of the tests; memory alone can be copied. */
static void duplicates_are_checked(void **state)
{
	uint32_t handle = 0xcafe0001, reserved = 0xc9f00000, taken = BENCH_DEVICE, none = 0;
	uint32_t sizes[] = {27, 29};
	uint8_t arg[32] = {0};
	struct bench bench, stranger;

	(void)state;
	open_with_page(&bench, "580.142");
	for (unsigned i = 0; i < 2; i++)
		assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x34, arg, sizes[i]), -EINVAL);
	assert_int_equal(dup_object(&bench, BENCH_SUBDEVICE, &handle, 0xbad, PAGE_OBJECT), 0x33);
	stranger = bench;
	stranger.client = 0xbad;
	assert_int_equal(dup_to(&stranger, handle, &bench), 0x33);
	stranger = bench;
	stranger.ctl = bench.port->open(bench.port, "/dev/nvidiactl", PORT_RDWR);
	assert_int_equal(dup_to(&stranger, handle, &bench), 0x23);
	assert_int_equal(dup_object(&bench, BENCH_SUBDEVICE, &handle, bench.client, 0xbad), 0x57);
	assert_int_equal(dup_object(&bench, 0xbad, &handle, bench.client, PAGE_OBJECT), 0x57);
	assert_int_equal(dup_object(&bench, bench.client, &handle, bench.client, BENCH_DEVICE),
			 0x1f);
	assert_int_equal(dup_object(&bench, BENCH_SUBDEVICE, &reserved, bench.client, PAGE_OBJECT),
			 0x33);
	assert_int_equal(dup_object(&bench, BENCH_SUBDEVICE, &taken, bench.client, PAGE_OBJECT),
			 0x19);
	assert_int_equal(dup_object(&bench, BENCH_DEVICE, &handle, bench.client, PAGE_OBJECT),
			 0x36);
	assert_int_equal(dup_object(&bench, BENCH_SUBDEVICE, &handle, bench.client, PAGE_OBJECT),
			 0);
	assert_int_equal(dup_object(&bench, BENCH_SUBDEVICE, &none, bench.client, PAGE_OBJECT), 0);
	assert_int_equal(none & 0xfff80000, 0xcaf00000); /* the driver chose */
	/* It is the page, and outlives what it was made from. */
	assert_int_equal(bench_free(&bench, PAGE_OBJECT), 0);
	assert_int_equal(bench_map(&bench, BENCH_SUBDEVICE, handle, 2600, bench.ctl), 0);
	bench_close(&bench);
}

/* Without a policy a process may copy what is its own, nobody else. */
static void processes_share_by_themselves(void **state)
{
	struct bench bench;
	struct other same, foreign;

	(void)state;
	open_with_page(&bench, "580.142");
	open_other(&bench, &same, 100);
	assert_int_equal(dup_to(&same.bench, 0xcafe0001, &bench), 0);
	open_other(&bench, &foreign, 200);
	assert_int_equal(dup_to(&foreign.bench, 0xcafe0001, &bench), 0x1b);
	sim_port_set_admin(bench.port, true); /* root is nobody else here */
	assert_int_equal(dup_to(&foreign.bench, 0xcafe0001, &bench), 0x1b);
	/* The copy's client may go: the other keeps its object. */
	assert_int_equal(bench_free(&same.bench, same.bench.client), 0);
	assert_int_equal(bench_map(&bench, BENCH_SUBDEVICE, PAGE_OBJECT, 2600, bench.ctl), 0x23);
	sim_port_set_pid(bench.port, 100);
	assert_int_equal(bench_map(&bench, BENCH_SUBDEVICE, PAGE_OBJECT, 2600, bench.ctl), 0);
	bench_close(&bench);
}

static void policies_grant_and_revoke(void **state)
{
	struct bench bench;
	struct other foreign;
	uint32_t own, theirs, other = 0;
	uint8_t mask[8] = {0};

	(void)state;
	open_with_page(&bench, "580.142");
	open_other(&bench, &foreign, 200);
	own = bench.client;
	theirs = foreign.bench.client;
	assert_int_equal(share(&bench, 0xbad, PAGE_OBJECT, 8, 0, RIGHT_DUP, 0), 0x1f);
	assert_int_equal(share(&bench, 0xbad, PAGE_OBJECT, SHARE_ALL, 0, RIGHT_DUP, 0), 0x33);
	assert_int_equal(share(&bench, theirs, PAGE_OBJECT, SHARE_ALL, 0, RIGHT_DUP, 0), 0x23);
	assert_int_equal(share(&bench, own, 0xbad, SHARE_ALL, 0, RIGHT_DUP, 0), 0x57);
	assert_int_equal(share(&bench, own, PAGE_OBJECT, SHARE_CLIENT, 0xbad, RIGHT_DUP, 0), 0x33);
	/* What one does not have one cannot give: the second and fourth right are an admin's. */
	assert_int_equal(share(&bench, own, PAGE_OBJECT, SHARE_ALL, 0, 1u << 3, 0), 0x1b);
	assert_int_equal(dup_to(&foreign.bench, 0xcafe0001, &bench), 0x1b);
	assert_int_equal(share(&bench, own, PAGE_OBJECT, SHARE_CLIENT, theirs, RIGHT_DUP, 0), 0);
	assert_int_equal(dup_to(&foreign.bench, 0xcafe0001, &bench), 0);
	assert_int_equal(
	    share(&bench, own, PAGE_OBJECT, SHARE_CLIENT, theirs, RIGHT_DUP, REVOKE | COMPOSE), 0);
	assert_int_equal(dup_to(&foreign.bench, 0xcafe0002, &bench), 0x1b);
	/* A policy of the client stands for objects without one of their own: for another page,
	 * not for this one. */
	assert_int_equal(share(&bench, own, own, SHARE_ALL, 0, RIGHT_DUP, 0), 0);
	assert_int_equal(bench_alloc(&bench, BENCH_SUBDEVICE, 0xdf, 0xde, mask), 0);
	assert_int_equal(dup_object(&foreign.bench, BENCH_SUBDEVICE, &other, own, 0xdf), 0);
	assert_int_equal(dup_to(&foreign.bench, 0xcafe0002, &bench), 0x1b);
	assert_int_equal(share(&bench, own, PAGE_OBJECT, SHARE_ALL, 0, RIGHT_DUP, COMPOSE), 0);
	assert_int_equal(dup_to(&foreign.bench, 0xcafe0002, &bench), 0);
	/* What is required of all refuses who does not meet it. */
	assert_int_equal(
	    share(&bench, own, PAGE_OBJECT, SHARE_PROCESS, 0, RIGHT_DUP, REQUIRE | COMPOSE), 0);
	assert_int_equal(dup_to(&foreign.bench, 0xcafe0003, &bench), 0x1b);
	bench_close(&bench);
}

/* The controls that tell and set the same. */
static void clients_ask_about_handles(void **state)
{
	uint8_t info[16], rights[12] = {0}, policy[16] = {0}, pair[12] = {0};
	struct bench bench;
	struct other foreign;

	(void)state;
	open_with_page(&bench, "580.142");
	open_other(&bench, &foreign, 200);
	memset(info, 0xee, sizeof(info));
	bench_put32(info, 0, BENCH_SUBDEVICE);
	bench_put32(info, 4, 1);
	assert_int_equal(bench_control(&bench, bench.client, 0xd02, info, 16), 0);
	assert_int_equal(bench_u32(info, 8), BENCH_DEVICE);
	bench_put32(info, 4, 2);
	assert_int_equal(bench_control(&bench, bench.client, 0xd02, info, 16), 0);
	assert_int_equal(bench_u64(info, 8), 0x2080);
	bench_put32(info, 4, 3);
	assert_int_equal(bench_control(&bench, bench.client, 0xd02, info, 16), 0x1f);
	bench_put32(info, 0, 0xbad);
	assert_int_equal(bench_control(&bench, bench.client, 0xd02, info, 16), 0x57);
	bench_put32(rights, 0, PAGE_OBJECT);
	bench_put32(rights, 4, bench.client);
	assert_int_equal(bench_control(&foreign.bench, foreign.bench.client, 0xd03, rights, 12), 0);
	assert_int_equal(bench_u32(rights, 8), 0);
	bench_put32(policy, 0, PAGE_OBJECT);
	bench_put32(policy, 8, RIGHT_DUP);
	bench_put32(policy, 12, SHARE_ALL);
	assert_int_equal(bench_control(&bench, bench.client, 0xd06, policy, 16), 0);
	assert_int_equal(bench_control(&foreign.bench, foreign.bench.client, 0xd03, rights, 12), 0);
	assert_int_equal(bench_u32(rights, 8), RIGHT_DUP);
	bench_put32(policy, 12, 8);
	assert_int_equal(bench_control(&bench, bench.client, 0xd06, policy, 16), 0x1f);
	bench_put32(rights, 4, 0xbad);
	assert_int_equal(bench_control(&bench, bench.client, 0xd03, rights, 12), 0x23);
	assert_int_equal(dup_to(&bench, 0xcafe0001, &bench), 0);
	bench_put32(pair, 0, PAGE_OBJECT);
	bench_put32(pair, 4, 0xcafe0001);
	assert_int_equal(bench_control(&bench, bench.client, 0xd07, pair, 12), 0);
	assert_int_equal(pair[8], 1);
	bench_put32(pair, 0, BENCH_DEVICE);
	assert_int_equal(bench_control(&bench, bench.client, 0xd07, pair, 12), 0x56);
	bench_close(&bench);
	bench_open(&bench, "520.61.07"); /* 0xd07 came with 525 */
	assert_int_equal(bench_alloc(&bench, 0, 0, 0x41, NULL), 0);
	assert_int_equal(bench_control(&bench, bench.client, 0xd07, pair, 12), 0x56);
	bench_close(&bench);
}

/* cliresCtrlCmdClientGetAddrSpaceType: memory, registers that nobody maps, no place at all. */
static void address_spaces(void **state)
{
	static const struct {
		uint32_t object, status;
	} rows[] = {{PAGE_OBJECT, 0}, {BENCH_DEVICE, 0x56}, {BENCH_SUBDEVICE, 0x56}, {0xbad, 0x57}};
	uint8_t space[12] = {0};
	struct bench bench;

	(void)state;
	open_with_page(&bench, "580.142");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bench_put32(space, 0, rows[i].object);
		assert_int_equal(bench_control(&bench, bench.client, 0xd01, space, 12),
				 rows[i].status);
	}
	bench_put32(space, 0, bench.client);
	assert_int_equal(bench_control(&bench, bench.client, 0xd01, space, 12), 0x31);
	bench_close(&bench);
}

static uint32_t unmap(struct bench *bench, uint64_t cookie)
{
	uint8_t arg[32] = {0};

	bench_put32(arg, 0, bench->client);
	bench_put32(arg, 4, BENCH_SUBDEVICE);
	bench_put32(arg, 8, PAGE_OBJECT);
	bench_put64(arg, 16, cookie);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0x4f, arg, 32), 0);
	return bench_u32(arg, 24);
}

/* C4: by cookie and process, once; what is mapped stays, and so does the file's context. */
static void mappings_are_undone_by_cookie(void **state)
{
	uint8_t arg[56] = {0};
	const void *page;
	struct bench bench;
	int fd;

	(void)state;
	open_with_page(&bench, "580.142");
	fd = bench.port->open(bench.port, "/dev/nvidiactl", PORT_RDWR);
	bench_put32(arg, 0, bench.client);
	bench_put32(arg, 4, BENCH_SUBDEVICE);
	bench_put32(arg, 8, PAGE_OBJECT);
	bench_put64(arg, 24, 2600);
	bench_put32(arg, 48, (uint32_t)fd);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x4e, arg, 56), 0);
	assert_int_equal(bench_u32(arg, 40), 0);
	uint64_t cookie = bench_u64(arg, 32);
	assert_int_equal(bench.port->map(bench.port, fd, 2600, &page), 0);
	sim_port_set_pid(bench.port, 200);
	assert_int_equal(unmap(&bench, cookie), 0x57);
	sim_port_set_pid(bench.port, 100);
	assert_int_equal(unmap(&bench, cookie), 0);
	assert_int_equal(unmap(&bench, cookie), 0x57);
	assert_int_equal(bench_u64(page, 0), 0xff00000000000002ull); /* still there to be read */
	assert_int_equal(bench_map(&bench, BENCH_SUBDEVICE, PAGE_OBJECT, 2600, fd), 0x63);
	bench_close(&bench);
}

static uint32_t registry(struct bench *bench, uint32_t object, uint32_t type, const char *name,
			 uint32_t *value, uint8_t *bytes, uint32_t *size)
{
	uint8_t arg[72] = {0};

	bench_put32(arg, 0, bench->client);
	bench_put32(arg, 4, object);
	bench_put32(arg, 8, type);
	bench_put32(arg, 24, name ? (uint32_t)strlen(name) : 0);
	bench_put64(arg, 32, (uintptr_t)name);
	bench_put32(arg, 40, size ? *size : 0);
	bench_put64(arg, 48, (uintptr_t)bytes);
	bench_put32(arg, 56, value ? *value : 0);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0x4d, arg, sizeof(arg)), 0);
	if (value)
		*value = bench_u32(arg, 56);
	if (size)
		*size = bench_u32(arg, 40);
	return bench_u32(arg, 64);
}

enum { READ_DWORD = 1, WRITE_DWORD = 2, READ_BINARY = 6, WRITE_BINARY = 7 };

/* It begins with the module's parameters; names know no case; a GPU's key hides the global one. */
static void registry_keeps_keys(void **state)
{
	uint8_t bytes[8] = {1, 2, 3, 4, 5}, back[8] = {0};
	uint32_t value = 0, size = 5;
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	uint32_t root = bench.client;
	assert_int_equal(registry(&bench, root, READ_DWORD, "DeviceFileMode", &value, NULL, NULL),
			 0);
	assert_int_equal(value, 0666);
	assert_int_equal(
	    registry(&bench, BENCH_DEVICE, READ_DWORD, "devicefileMODE", &value, NULL, NULL), 0);
	assert_int_equal(registry(&bench, root, READ_DWORD, "RMNothing", &value, NULL, NULL),
			 0xffff);
	value = 7;
	assert_int_equal(registry(&bench, root, WRITE_DWORD, "RMTried", &value, NULL, NULL), 0);
	value = 9;
	assert_int_equal(
	    registry(&bench, BENCH_SUBDEVICE, WRITE_DWORD, "RMTried", &value, NULL, NULL), 0);
	assert_int_equal(registry(&bench, root, READ_DWORD, "RMTried", &value, NULL, NULL), 0);
	assert_int_equal(value, 7);
	assert_int_equal(registry(&bench, BENCH_DEVICE, READ_DWORD, "RMTried", &value, NULL, NULL),
			 0);
	assert_int_equal(value, 9);
	assert_int_equal(registry(&bench, root, WRITE_BINARY, "RMBytes", NULL, bytes, &size), 0);
	size = 4;
	assert_int_equal(registry(&bench, root, READ_BINARY, "RMBytes", NULL, back, &size),
			 0xffff); /* too short */
	assert_int_equal(size, 0);
	size = 8;
	assert_int_equal(registry(&bench, root, READ_BINARY, "RMBytes", NULL, back, &size), 0);
	assert_int_equal(size, 5);
	assert_memory_equal(back, bytes, 8);
	assert_int_equal(registry(&bench, root, READ_DWORD, "RMBytes", &value, NULL, NULL), 0);
	assert_int_equal(value, 0x04030201); /* the first bytes of it */
	bench_close(&bench);
}

static void registry_refuses(void **state)
{
	char longest[300];
	uint32_t value = 0, size = 257;
	uint8_t bytes[8];
	struct bench bench;

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[299] = '\0';
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	uint32_t root = bench.client;
	assert_int_equal(registry(&bench, 0xbad, READ_DWORD, "x", &value, NULL, NULL), 0x57);
	assert_int_equal(registry(&bench, root, 3, "x", &value, NULL, NULL), 0x1d);
	assert_int_equal(registry(&bench, root, READ_DWORD, NULL, &value, NULL, NULL), 0x1f);
	assert_int_equal(registry(&bench, root, READ_DWORD, longest, &value, NULL, NULL), 0x41);
	assert_int_equal(registry(&bench, root, READ_BINARY, "x", NULL, bytes, &size), 0x41);
	size = 0;
	assert_int_equal(registry(&bench, root, READ_BINARY, "x", NULL, bytes, &size), 0x41);
	size = 8;
	assert_int_equal(registry(&bench, root, WRITE_BINARY, "x", NULL, (uint8_t *)8, &size),
			 0x59);
	bench.client = 0xbad;
	assert_int_equal(registry(&bench, root, READ_DWORD, "x", &value, NULL, NULL), 0x23);
	bench_close(&bench);
}

static uint32_t listen(struct bench *bench, uint32_t parent, uint32_t owner, uint32_t handle,
		       uint32_t class_number, uint32_t inner)
{
	uint8_t event[24] = {0};

	bench_put32(event, 0, owner);
	bench_put32(event, 4, 0xbad); /* what is written here is not looked at */
	bench_put32(event, 8, inner);
	bench_put32(event, 12, 37);
	bench_put64(event, 16, 77);
	return bench_alloc(bench, parent, handle, class_number, event);
}

static void add_sink(struct bench *bench)
{
	uint8_t sink[16] = {0};

	bench_put32(sink, 0, bench->client);
	bench_put32(sink, 8, 77);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0xce, sink, 16), 0);
	assert_int_equal(bench_u32(sink, 12), 0);
}

static uint32_t take(struct bench *bench, uint32_t *ret_info32)
{
	uint8_t get[16] = {0}, data[16];

	bench_put64(get, 0, (uintptr_t)data);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0x52, get, 16), 0);
	*ret_info32 = bench_u32(data, 8);
	return bench_u32(get, 12);
}

/* event.c, rmapi_specific.c: the parent is the source, in the client that the parameters name. */
static void events_of_another_client(void **state)
{
	uint8_t set[20] = {37, 0, 0, 0, 2};
	uint32_t info32, class_at;
	uint8_t info[16] = {0};
	struct bench bench;
	struct other watcher;

	(void)state;
	open_with_page(&bench, "580.142");
	open_other(&bench, &watcher, 200);
	add_sink(&bench);
	add_sink(&watcher.bench);
	assert_int_equal(listen(&bench, BENCH_SUBDEVICE, bench.client, 1, 0x78, 0), 0x16);
	assert_int_equal(listen(&bench, BENCH_SUBDEVICE, bench.client, 1, 0x7e, 0), 0x16);
	assert_int_equal(listen(&bench, BENCH_SUBDEVICE, bench.client, 1, 0x05, 0x80), 0x22);
	assert_int_equal(listen(&bench, BENCH_DEVICE, bench.client, 1, 0x79, 0), 0x31);
	assert_int_equal(listen(&bench, 0xbad, bench.client, 1, 0x79, 0), 0x57);
	assert_int_equal(listen(&bench, 0xbad, 0, 1, 0x79, 0), 0x31);
	assert_int_equal(listen(&bench, BENCH_SUBDEVICE, 0xbad, 1, 0x79, 0), 0x33);
	/* The old class stands for the one inside; 0 is the own client, which is the parent then.
	 */
	assert_int_equal(listen(&bench, BENCH_SUBDEVICE, 0, 1, 0x05, 0x79), 0);
	bench_put32(info, 0, 1);
	for (class_at = 1; class_at <= 2; class_at++) {
		bench_put32(info, 4, class_at);
		assert_int_equal(bench_control(&bench, bench.client, 0xd02, info, 16), 0);
		assert_int_equal(bench_u32(info, 8), class_at == 1 ? bench.client : 0x79);
	}
	assert_int_equal(listen(&watcher.bench, BENCH_SUBDEVICE, bench.client, 2, 0x79, 0), 0);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800301, set, 20), 0);
	sim_raise_event(bench.sim, 0, 37, 31, 233);
	assert_int_equal(take(&bench, &info32), 0);
	assert_int_equal(info32, 31);
	assert_int_equal(take(&watcher.bench, &info32), 0);
	assert_int_equal(info32, 31);
	/* What is listened to ends: the listener stays, silent. */
	assert_int_equal(bench_free(&bench, bench.client), 0);
	sim_raise_event(bench.sim, 0, 37, 43, 233);
	assert_int_equal(take(&watcher.bench, &info32), 0x59);
	assert_int_equal(bench_free(&watcher.bench, 2), 0);
	bench_close(&bench);
}

/* Classes of the published list that few programs use. */
static void other_classes(void **state)
{
	uint8_t cap[16] = {0xff, 0xff, 0xff, 0x7f}, imex[32] = {0}, profiler[8] = {0};
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	assert_int_equal(bench_alloc(&bench, bench.client, 1, 0x20, NULL), 0);
	assert_int_equal(bench_alloc(&bench, bench.client, 2, 0x20, NULL), 0x63);
	assert_int_equal(bench_alloc(&bench, BENCH_DEVICE, 2, 0x900e, NULL), 0x36);
	assert_int_equal(bench_alloc(&bench, bench.client, 2, 0x900e, NULL), 0);
	assert_int_equal(bench_alloc(&bench, bench.client, 3, 0x0f, NULL), 0x1f);
	sim_port_set_admin(bench.port, true);
	assert_int_equal(bench_alloc(&bench, bench.client, 3, 0x0f, cap), 0x1b); /* no right */
	sim_port_set_admin(bench.port, false);
	assert_int_equal(bench_alloc(&bench, bench.client, 3, 0xf1, imex), 0x1f);
	bench_put64(imex, 16, 77);
	assert_int_equal(bench_alloc(&bench, bench.client, 3, 0xf1, imex), 0x57);
	assert_int_equal(bench_alloc(&bench, BENCH_SUBDEVICE, 3, 0xb2cc, NULL), 0x1f);
	assert_int_equal(bench_alloc(&bench, BENCH_SUBDEVICE, 3, 0xb2cc, profiler), 0x1b);
	assert_int_equal(bench_control(&bench, 1, 0x20010001, profiler, 8), 0x56);
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(duplicates_are_checked),
	    BENCH_CASE(processes_share_by_themselves),
	    BENCH_CASE(policies_grant_and_revoke),
	    BENCH_CASE(clients_ask_about_handles),
	    BENCH_CASE(address_spaces),
	    BENCH_CASE(mappings_are_undone_by_cookie),
	    BENCH_CASE(registry_keeps_keys),
	    BENCH_CASE(registry_refuses),
	    BENCH_CASE(events_of_another_client),
	    BENCH_CASE(other_classes),
	};

	return cmocka_run_group_tests_name("sim-share", cases, NULL, NULL);
}
