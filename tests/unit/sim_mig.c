/* SPDX-License-Identifier: MIT */
/*
 * The driver's side of MIG in raw numbers: rights (map-notes 12.1), what a partitioned
 * GPU hides (map-notes 4), ids and layouts (map-notes 12.2, structs.tsv), nodes (procfs.md).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim_bench.h"

#define DEVICE_2 0xe0u
#define SUBDEVICE_2 0xe1u
#define SESSION 0xf0u
#define GI_OBJECT 0xf1u
#define CI_OBJECT 0xf2u

#define SET_PARTITIONS 0x20800174u
#define GET_PARTITIONS 0x20800175u
#define FB_GET_INFO_V2 0x20801303u
#define GET_PIDS 0x2080018du
#define EXEC_PARTITIONS_GET 0xc6370103u

/* Minor 0: cap 3 + 9 * gi, and one more for each compute instance. */
#define CAPS "/dev/nvidia-caps/nvidia-cap"
#define CAP_CONFIG CAPS "1"
#define CAP_MONITOR CAPS "2"
#define CAP_GI_2 CAPS "21"
#define CAP_GI_2_CI_0 CAPS "22"
#define CAP_GI_7 CAPS "66"

static const char machine_text[] =
    "name: mig\n"
    "driver: 580.142\n"
    "models:\n"
    "  - {id: a, name: NVIDIA A100 80GB PCIe, chip: GA100, pci_device: 0x20b5, memory_mib: 81920,\n"
    "     reserved_mib: 700, bar1_mib: 131072, mig_capable: true, mig_profiles: a100-80gb}\n"
    "gpus:\n"
    "  - model: a\n"
    "    pci: \"00000000:68:00.0\"\n"
    "    mig_instances:\n"
    "      - {profile: 3g.40gb, start: 4, used_kib: 1024}\n"
    "      - {profile: 1g.10gb, start: 0, empty: true, used_kib: 512}\n"
    "    processes: [{pid: 4711, name: a, memory_mib: 100, gpu_instance: 2, compute_instance: "
    "0}]\n";

static void open_bench(struct bench *bench)
{
	bench_open_text(bench, machine_text, "580.142");
	assert_true(bench_node(bench, 0) > 0);
	bench_objects(bench, 0);
}

static int open_cap(struct bench *bench, const char *path)
{
	int fd = bench->port->open(bench->port, path, PORT_RDONLY);

	assert_true(fd > 0);
	return fd;
}

static uint32_t subscribe(struct bench *bench, uint64_t descriptor, uint32_t id)
{
	uint8_t params[16] = {0};

	bench_put64(params, 0, descriptor);
	bench_put32(params, 8, id);
	return bench_alloc(bench, BENCH_SUBDEVICE, GI_OBJECT, 0xc637, params);
}

static uint32_t session(struct bench *bench, uint32_t class_number, uint64_t descriptor)
{
	uint8_t params[8];

	bench_put64(params, 0, descriptor);
	return bench_alloc(bench, bench->client, SESSION, class_number, params);
}

/* The node of that instance and no other; administrators included. */
static void subscriptions_take_a_node(void **state)
{
	struct bench bench;

	(void)state;
	open_bench(&bench);
	int gi = open_cap(&bench, CAP_GI_2), other = open_cap(&bench, CAP_GI_7);
	sim_port_set_admin(bench.port, true);
	assert_int_equal(subscribe(&bench, 0, 2), 0x1b);
	assert_int_equal(subscribe(&bench, ~0ull, 2), 0x1b);
	assert_int_equal(subscribe(&bench, (uint64_t)bench.ctl, 2), 0x1b);
	assert_int_equal(subscribe(&bench, (uint64_t)other, 2), 0x1b);
	assert_int_equal(subscribe(&bench, (uint64_t)gi, 3), 0x1f);
	assert_int_equal(subscribe(&bench, (uint64_t)gi, 15), 0x1f);
	assert_int_equal(subscribe(&bench, (uint64_t)gi, 2), 0);
	assert_int_equal(subscribe(&bench, (uint64_t)other, 7), 0x63); /* one to a device */
	bench_free(&bench, GI_OBJECT);
	assert_int_equal(subscribe(&bench, (uint64_t)other, 7), 0);
	bench_close(&bench);
}

static void nothing_to_subscribe_to(void **state)
{
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	assert_int_equal(subscribe(&bench, 0, 2), 0x56);
	bench_close(&bench);
}

static void compute_instances_take_theirs(void **state)
{
	uint8_t params[16] = {0}, uuid[57];
	struct bench bench;

	(void)state;
	open_bench(&bench);
	int gi = open_cap(&bench, CAP_GI_2), ci = open_cap(&bench, CAP_GI_2_CI_0);
	assert_int_equal(subscribe(&bench, (uint64_t)gi, 2), 0);
	bench_put64(params, 0, (uint64_t)gi);
	assert_int_equal(bench_alloc(&bench, GI_OBJECT, CI_OBJECT, 0xc638, params), 0x1b);
	bench_put64(params, 0, (uint64_t)ci);
	bench_put32(params, 8, 1);
	assert_int_equal(bench_alloc(&bench, GI_OBJECT, CI_OBJECT, 0xc638, params), 0x1f);
	bench_put32(params, 8, 0);
	assert_int_equal(bench_alloc(&bench, GI_OBJECT, CI_OBJECT, 0xc638, params), 0);
	assert_int_equal(bench_control(&bench, CI_OBJECT, 0xc6380101, uuid, sizeof(uuid)), 0);
	assert_int_equal(memcmp(uuid + 16, "MIG-", 4), 0);
	assert_int_equal(uuid[6] >> 4, 5);
	bench_close(&bench);
}

static uint32_t fb_info(struct bench *bench, uint32_t object, uint32_t index, uint32_t *ret_kib)
{
	uint8_t params[1028] = {0}; /* NV2080_CTRL_FB_GET_INFO_V2_PARAMS from 580 on */

	bench_put32(params, 0, 1);
	bench_put32(params, 4, index);
	uint32_t status = bench_control(bench, object, FB_GET_INFO_V2, params, sizeof(params));
	*ret_kib = bench_u32(params, 8);
	return status;
}

/* Map-notes 4: sizes that are the instance's, and the few that are told to everybody. */
static void memory_is_hidden(void **state)
{
	static const uint32_t hidden[] = {0x05, 0x09, 0x16, 0x1b, 0x1d, 0x20};
	static const uint32_t shown[] = {0x07, 0x08, 0x17, 0x2d};
	struct bench bench;
	uint32_t kib;

	(void)state;
	open_bench(&bench);
	sim_port_set_admin(bench.port, true);
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		assert_int_equal(fb_info(&bench, BENCH_SUBDEVICE, hidden[i], &kib), 0x1b);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		assert_int_equal(fb_info(&bench, BENCH_SUBDEVICE, shown[i], &kib), 0);
	int gi = open_cap(&bench, CAP_GI_2);
	assert_int_equal(subscribe(&bench, (uint64_t)gi, 2), 0);
	assert_int_equal(fb_info(&bench, BENCH_SUBDEVICE, 0x08, &kib), 0);
	assert_int_equal(kib, 40192 * 1024); /* recorded: 39.25 GiB */
	assert_int_equal(fb_info(&bench, BENCH_SUBDEVICE, 0x16, &kib), 0);
	assert_int_equal(kib, (40192 - 101) * 1024);
	bench_free(&bench, GI_OBJECT);
	assert_int_equal(fb_info(&bench, BENCH_SUBDEVICE, 0x16, &kib), 0x1b);
	/* A monitor sees the whole: 100 + 1 + 0.5 MiB in use. */
	int monitor = open_cap(&bench, CAP_MONITOR);
	assert_int_equal(session(&bench, 0xc640, (uint64_t)gi), 0x1b);
	assert_int_equal(session(&bench, 0xc640, (uint64_t)monitor), 0);
	assert_int_equal(fb_info(&bench, BENCH_SUBDEVICE, 0x16, &kib), 0);
	assert_int_equal(kib, (81920 - 700) * 1024 - 101 * 1024 - 512);
	bench_close(&bench);
}

static uint32_t count_pids(struct bench *bench, uint32_t *ret_count)
{
	uint8_t params[3812] = {0}; /* NV2080_CTRL_GPU_GET_PIDS_PARAMS */

	bench_put32(params, 4, 0xc6c0);
	uint32_t status = bench_control(bench, BENCH_SUBDEVICE, GET_PIDS, params, sizeof(params));
	*ret_count = bench_u32(params, 8);
	return status;
}

static void processes_are_hidden(void **state)
{
	struct bench bench;
	uint32_t count;

	(void)state;
	open_bench(&bench);
	assert_int_equal(count_pids(&bench, &count), 0x1b);
	int gi = open_cap(&bench, CAP_GI_2), other = open_cap(&bench, CAP_GI_7);
	assert_int_equal(subscribe(&bench, (uint64_t)gi, 2), 0);
	assert_int_equal(count_pids(&bench, &count), 0);
	assert_int_equal(count, 1);
	bench_free(&bench, GI_OBJECT);
	assert_int_equal(subscribe(&bench, (uint64_t)other, 7), 0);
	assert_int_equal(count_pids(&bench, &count), 0);
	assert_int_equal(count, 0);
	bench_close(&bench);
}

/* NV2080_CTRL_GPU_GET_PARTITIONS_PARAMS since 545: 8 entries of 232 bytes, 1864 in all. */
static void listing_takes_a_right(void **state)
{
	uint8_t params[1864] = {0};
	struct bench bench;

	(void)state;
	open_bench(&bench);
	assert_int_equal(
	    bench_control(&bench, BENCH_SUBDEVICE, GET_PARTITIONS, params, sizeof(params)), 0);
	assert_int_equal(bench_u32(params, 1856), 0);
	params[1860] = 1;
	assert_int_equal(
	    bench_control(&bench, BENCH_SUBDEVICE, GET_PARTITIONS, params, sizeof(params)), 0x1b);
	sim_port_set_admin(bench.port, true);
	assert_int_equal(
	    bench_control(&bench, BENCH_SUBDEVICE, GET_PARTITIONS, params, sizeof(params)), 0);
	assert_int_equal(bench_u32(params, 1856), 2);
	assert_int_equal(bench_u32(params, 0), 2);          /* swizzId */
	assert_int_equal(bench_u32(params, 4), 2 << 2 | 1); /* mini half, half */
	assert_int_equal(bench_u32(params, 16), 42);        /* smCount */
	assert_int_equal(bench_u64(params, 184), 40192ull << 20);
	assert_int_equal(bench_u64(params, 192), 4);
	assert_int_equal(bench_u64(params, 200), 7);
	assert_int_equal(params[208], 1);
	assert_int_equal(bench_u32(params, 232), 7);
	assert_int_equal(bench_u32(params, 236), 5 << 2 | 3); /* eighth, eighth since 520 */
	bench_close(&bench);
}

/* NV2080_CTRL_GPU_SET_PARTITIONS_PARAMS since 550: entries of 48 bytes from byte 8 on. */
static uint32_t set_partition(struct bench *bench, uint32_t id, uint32_t flag, bool valid)
{
	uint8_t params[392] = {0};

	bench_put32(params, 0, 1);
	bench_put32(params, 8, id);
	bench_put32(params, 28, flag);
	params[32] = valid;
	return bench_control(bench, BENCH_SUBDEVICE, SET_PARTITIONS, params, sizeof(params));
}

/* An administrator, or whoever holds the config node. */
static void configuring_takes_a_right(void **state)
{
	struct bench bench;

	(void)state;
	open_bench(&bench);
	assert_int_equal(bench.port->open(bench.port, CAP_CONFIG, PORT_RDONLY), -EACCES);
	assert_int_equal(set_partition(&bench, 7, 0, false), 0x1b);
	sim_port_set_admin(bench.port, true);
	int config = open_cap(&bench, CAP_CONFIG);
	sim_port_set_admin(bench.port, false);
	assert_int_equal(session(&bench, 0xc639, (uint64_t)config), 0);
	assert_int_equal(set_partition(&bench, 7, 0, false), 0);
	assert_int_equal(set_partition(&bench, 7, 0, false), 0x1f);
	assert_int_equal(set_partition(&bench, 2, 0, false), 0x63); /* has a compute instance */
	assert_int_equal(set_partition(&bench, 0, 0, true), 0x1a);
	assert_int_equal(set_partition(&bench, 0, 1 << 2 | 2, true), 0x56);
	assert_int_equal(set_partition(&bench, 0, 5 << 2 | 3, true), 0);
	bench_free(&bench, SESSION);
	assert_int_equal(set_partition(&bench, 0, 5 << 2 | 3, true), 0x1b);
	bench_close(&bench);
}

/* Somebody subscribed keeps an instance alive. */
static void subscribers_keep_instances(void **state)
{
	struct bench bench;

	(void)state;
	open_bench(&bench);
	sim_port_set_admin(bench.port, true);
	int gi = open_cap(&bench, CAP_GI_7);
	assert_int_equal(subscribe(&bench, (uint64_t)gi, 7), 0);
	assert_int_equal(set_partition(&bench, 7, 0, false), 0x63);
	bench_free(&bench, GI_OBJECT);
	assert_int_equal(set_partition(&bench, 7, 0, false), 0);
	bench_close(&bench);
}

static void active_ids(void **state)
{
	uint8_t params[40] = {0};
	struct bench bench;

	(void)state;
	open_bench(&bench);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x2080018b, params, 40), 0);
	assert_int_equal(bench_u32(params, 36), 3);
	assert_int_equal(bench_u32(params, 0), 0xfffffffe);
	assert_int_equal(bench_u32(params, 4), 2);
	assert_int_equal(bench_u32(params, 8), 7);
	bench_close(&bench);
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x2080018b, params, 40), 0x56);
	bench_close(&bench);
}

static void expect_file(struct bench *bench, const char *path, const char *text)
{
	char got[256];

	assert_true(bench->port->read_file(bench->port, path, got, sizeof(got)) > 0);
	assert_string_equal(got, text);
}

static void expect_line(struct bench *bench, const char *line)
{
	static char text[1 << 18];

	assert_true(bench->port->read_file(bench->port, "/proc/driver/nvidia-caps/mig-minors", text,
					   sizeof(text)) > 0);
	assert_non_null(strstr(text, line));
}

#define CAPABILITIES "/proc/driver/nvidia/capabilities/"

static void files_of_instances(void **state)
{
	char text[16];
	struct bench bench;

	(void)state;
	open_bench(&bench);
	expect_file(&bench, CAPABILITIES "mig/config",
		    "DeviceFileMinor: 1\nDeviceFileMode: 256\nDeviceFileModify: 1\n");
	expect_file(&bench, CAPABILITIES "mig/monitor",
		    "DeviceFileMinor: 2\nDeviceFileMode: 292\nDeviceFileModify: 1\n");
	expect_file(&bench, CAPABILITIES "gpu0/mig/gi2/access",
		    "DeviceFileMinor: 21\nDeviceFileMode: 292\nDeviceFileModify: 1\n");
	expect_file(&bench, CAPABILITIES "gpu0/mig/gi2/ci0/access",
		    "DeviceFileMinor: 22\nDeviceFileMode: 292\nDeviceFileModify: 1\n");
	expect_line(&bench, "config 1\nmonitor 2\ngpu0/gi0/access 3\n");
	expect_line(&bench, "\ngpu0/gi2/access 21\ngpu0/gi2/ci0/access 22\n");
	/* 3 + 135 * 31 + 9 * 14, and the last of its eight parts */
	expect_line(&bench, "\ngpu31/gi14/access 4314\n");
	expect_line(&bench, "\ngpu31/gi14/ci7/access 4322\n");
	expect_file(&bench, "/proc/driver/nvidia-caps/sys-minors", "fabric-imex-mgmt 4323\n");
	expect_file(&bench, "/proc/driver/nvidia-caps/nvlink-minors", "fabric-mgmt 0\n");
	sim_port_set_admin(bench.port, true);
	assert_int_equal(set_partition(&bench, 7, 0, false), 0);
	assert_int_equal(bench.port->read_file(bench.port, CAPABILITIES "gpu0/mig/gi7/access", text,
					       sizeof(text)),
			 -ENOENT);
	assert_int_equal(bench.port->open(bench.port, CAP_GI_7, PORT_RDONLY), -ENOENT);
	/* No GPU's node, and no driver's ioctl. */
	int gi = open_cap(&bench, CAP_GI_2);
	assert_int_equal(bench_ioctl(&bench, gi, 200, text, sizeof(text)), -ENOTTY);
	bench_close(&bench);
}

static void expect_no_sim(const char *from, const char *to)
{
	char text[2048], *error = NULL;
	const char *refused = NULL, *at = strstr(machine_text, from);

	assert_non_null(at);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - machine_text), machine_text, to,
		 at + strlen(from));
	struct machine *machine = bench_load(text, &error);
	assert_non_null(machine);
	assert_null(sim_new(machine, NULL, &refused));
	assert_non_null(refused);
	machine_free(machine);
}

static void machines_that_cannot_be(void **state)
{
	(void)state;
	expect_no_sim("mig_profiles: a100-80gb", "mig_profiles: b100");
	expect_no_sim("profile: 3g.40gb", "profile: 3g.20gb");
	expect_no_sim("start: 4", "start: 1");
	expect_no_sim("start: 0, empty", "start: 4, empty");
	expect_no_sim(", mig_profiles: a100-80gb", "");
}

static bool hears(struct bench *bench, uint16_t attribution)
{
	uint8_t get[16] = {0}, data[16];

	sim_raise_event(bench->sim, 0, 37, 31, attribution);
	bench_put64(get, 0, (uintptr_t)data);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0x52, get, 16), 0);
	if (bench_u32(get, 12) == 0x59)
		return false;
	assert_int_equal(bench_u32(data, 8), 31);
	assert_int_equal(bench_u32(data, 12) & 0xffff, attribution);
	return true;
}

static void listen(struct bench *bench)
{
	uint8_t sink[16] = {0}, event[24] = {0}, set[20] = {37, 0, 0, 0, 2};

	bench_put32(sink, 0, bench->client);
	bench_put32(sink, 8, 77);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0xce, sink, 16), 0);
	bench_put32(event, 0, bench->client);
	bench_put32(event, 12, 37);
	bench_put64(event, 16, 77);
	assert_int_equal(bench_alloc(bench, BENCH_SUBDEVICE, 0xe5, 0x79, event), 0);
	assert_int_equal(bench_control(bench, BENCH_SUBDEVICE, 0x20800301, set, 20), 0);
}

/*
 * _gpuFilterSubDeviceEventInfo (gpu_rmapi.c): an Xid carries 15 * GPU instance + compute
 * instance, 15 and 8 for none. Who subscribed hears what is its own or nobody's.
 */
static void xids_find_their_clients(void **state)
{
	enum { OWN = 2 * 15 + 0, INSTANCE = 2 * 15 + 8, OTHER = 7 * 15 + 8, NOBODY = 15 * 15 + 8 };
	uint8_t params[16] = {0};
	struct bench bench;

	(void)state;
	open_bench(&bench);
	listen(&bench);
	assert_false(hears(&bench, NOBODY));
	assert_false(hears(&bench, OWN));
	assert_int_equal(session(&bench, 0xc640, (uint64_t)open_cap(&bench, CAP_MONITOR)), 0);
	assert_true(hears(&bench, NOBODY));
	assert_true(hears(&bench, OTHER));
	assert_int_equal(bench_free(&bench, SESSION), 0);
	int gi = open_cap(&bench, CAP_GI_2), ci = open_cap(&bench, CAP_GI_2_CI_0);
	assert_int_equal(subscribe(&bench, (uint64_t)gi, 2), 0);
	assert_true(hears(&bench, NOBODY));
	assert_true(hears(&bench, INSTANCE));
	assert_false(hears(&bench, OTHER));
	assert_false(hears(&bench, OWN)); /* of a part that it did not subscribe to */
	bench_put64(params, 0, (uint64_t)ci);
	assert_int_equal(bench_alloc(&bench, GI_OBJECT, CI_OBJECT, 0xc638, params), 0);
	assert_true(hears(&bench, OWN));
	assert_false(hears(&bench, INSTANCE));
	/* What the client was when it was made counts, not what its task is now. */
	assert_int_equal(bench_free(&bench, GI_OBJECT), 0);
	sim_port_set_admin(bench.port, true);
	assert_false(hears(&bench, NOBODY));
	assert_int_equal(bench_free(&bench, bench.client), 0);
	bench_objects(&bench, 0);
	sim_port_set_admin(bench.port, false);
	listen(&bench);
	assert_true(hears(&bench, OWN));
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    BENCH_CASE(subscriptions_take_a_node),  BENCH_CASE(nothing_to_subscribe_to),
	    BENCH_CASE(xids_find_their_clients),    BENCH_CASE(compute_instances_take_theirs),
	    BENCH_CASE(memory_is_hidden),           BENCH_CASE(processes_are_hidden),
	    BENCH_CASE(listing_takes_a_right),      BENCH_CASE(configuring_takes_a_right),
	    BENCH_CASE(subscribers_keep_instances), BENCH_CASE(active_ids),
	    BENCH_CASE(files_of_instances),         BENCH_CASE(machines_that_cannot_be)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
