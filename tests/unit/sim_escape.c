/* SPDX-License-Identifier: MIT */
/* Open, close and the escapes beside the RM calls. Comments name the item of the errata. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sim_bench.h"

#define A100_ID 0x6800u
#define RTX_ID 0x0a1fu

/* C1, transport 3: probe order, gpuId, minors; function and dev_name never filled. */
static void card_info_lists_devices(void **state)
{
	struct bench bench;
	uint8_t cards[32 * 72];

	(void)state;
	bench_open(&bench, NULL);
	memset(cards, 0xee, sizeof(cards));
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 200, cards, sizeof(cards)), 0);
	assert_int_equal(cards[0], 1);
	assert_int_equal(cards[8], 0x68);
	assert_int_equal(bench_u32(cards, 12), 0x20b2u << 16 | 0x10de);
	assert_int_equal(bench_u32(cards, 16), A100_ID);
	assert_int_equal(bench_u64(cards, 48), 131072ull << 20);
	assert_int_equal(bench_u32(cards, 56), 0); /* lowest free minor */
	assert_int_equal(cards[10], 0);
	assert_int_equal(cards[72 + 9], 0x1f);
	assert_int_equal(bench_u32(cards, 72 + 16), RTX_ID);
	assert_int_equal(bench_u32(cards, 72 + 56), 5);
	assert_int_equal(cards[144], 0); /* the rest is zeroed */
	bench_close(&bench);
}

/* C1: too little room is -EINVAL with a zeroed array; remainder bytes matter from 595. */
static void card_info_wants_room(void **state)
{
	struct bench bench;
	uint8_t cards[3 * 72];

	(void)state;
	bench_open(&bench, "580.142");
	memset(cards, 0xee, sizeof(cards));
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 200, cards, 72), -EINVAL);
	assert_int_equal(cards[0], 0);
	assert_int_equal(cards[71], 0);
	assert_int_equal(cards[72], 0xee);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 200, cards, 2 * 72 + 7), 0);
	bench_close(&bench);
	bench_open(&bench, "595.45.04");
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 200, cards, 2 * 72 + 7), -EINVAL);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 200, cards, 0), -EINVAL);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 200, cards, 2 * 72), 0);
	bench_close(&bench);
}

/* A2: which escapes belong on which node. */
static void escapes_know_their_node(void **state)
{
	static const struct {
		unsigned nr;
		size_t size;
	} ctl_only[] = {{200, 32 * 72}, {209, 12},  {210, 72},  {212, 4},   {214, 8},  {0x29, 16},
			{0x2a, 32},     {0x34, 28}, {0x35, 24}, {0x4e, 56}, {0x4f, 32}},
	  gpu_only[] = {{213, 8}, {215, 560}};
	uint8_t arg[32 * 72] = {0};
	struct bench bench;
	int node;

	(void)state;
	bench_open(&bench, "580.142");
	node = bench_node(&bench, 0);
	for (size_t i = 0; i < sizeof(ctl_only) / sizeof(ctl_only[0]); i++)
		assert_int_equal(bench_ioctl(&bench, node, ctl_only[i].nr, arg, ctl_only[i].size),
				 -EINVAL);
	for (size_t i = 0; i < sizeof(gpu_only) / sizeof(gpu_only[0]); i++)
		assert_int_equal(
		    bench_ioctl(&bench, bench.ctl, gpu_only[i].nr, arg, gpu_only[i].size), -EINVAL);
	/* The privilege first, even before the node. */
	assert_int_equal(bench_ioctl(&bench, node, 216, arg, 4), -EACCES);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 216, arg, 4), -EACCES);
	sim_port_set_admin(bench.port, true);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 216, arg, 4), -EINVAL);
	assert_int_equal(bench_ioctl(&bench, node, 216, arg, 4), 0); /* it is disabled already */
	bench_put32(arg, 0, 1);
	assert_int_equal(bench_ioctl(&bench, node, 216, arg, 4), -EINVAL);
	sim_port_set_admin(bench.port, false);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x77, arg, 16), -EINVAL);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 0x2a, arg, 31), -EINVAL);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 218, arg, 8), 0);
	assert_int_equal(bench_u32(arg, 0), 0);
	bench_close(&bench);
	bench_open(&bench, "535.288.01"); /* versions 1: 218 came with 550 */
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 218, arg, 8), -EINVAL);
	bench_close(&bench);
}

static int ask_version(struct bench *bench, uint32_t cmd, char text[64], uint32_t *ret_reply)
{
	uint8_t arg[72] = {0};
	int rc;

	bench_put32(arg, 0, cmd);
	memcpy(arg + 8, text, 64);
	rc = bench_ioctl(bench, bench->ctl, 210, arg, sizeof(arg));
	*ret_reply = bench_u32(arg, 4);
	memcpy(text, arg + 8, 64);
	return rc;
}

/* Transport 4 and errata A2 to it. */
static void version_check_follows_branch(void **state)
{
	static const struct {
		const char *driver;
		uint32_t cmd;
		const char *asked, *answer;
		int rc;
	} rows[] = {
	    {"580.142", 0, "580.142", "580.142", 0},
	    {"580.142", 0, "580.65.06", "580.142", -EINVAL},
	    {"580.142", 7, "580.65.06", "580.142", -EINVAL}, /* any other cmd is strict */
	    {"580.142", '1', "580.65.06", "580.65.06", 0},
	    {"580.142", '1', "580.", "580.", 0},
	    {"580.142", '1', "580", "580.142", -EINVAL}, /* the dot must be there */
	    {"580.142", '1', "58.", "580.142", -EINVAL},
	    {"580.142", '2', "", "580.142", 0},
	    {"530.30.02", '2', "", "530.30.02", 0},
	    {"525.147.05", '2', "", "", 0}, /* override: nothing filled in */
	    {"515.43.04", '2', "x", "x", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bench bench;
		char text[64];
		uint32_t reply;

		memset(text, 0x7e, sizeof(text));
		memcpy(text, rows[i].asked, strlen(rows[i].asked) + 1);
		bench_open(&bench, rows[i].driver);
		assert_int_equal(ask_version(&bench, rows[i].cmd, text, &reply), rows[i].rc);
		assert_int_equal(reply, 1);
		assert_string_equal(text, rows[i].answer);
		assert_int_equal(text[63], 0x7e); /* the caller's bytes behind it stay */
		bench_close(&bench);
	}
}

/* C5: the first non-zero value sticks. */
static void sys_params_stick(void **state)
{
	uint8_t arg[8];
	struct bench bench;

	(void)state;
	bench_open(&bench, NULL);
	bench_put64(arg, 0, 0x8000000);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 214, arg, 8), 0);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 214, arg, 8), 0);
	bench_put64(arg, 0, 0x80000000);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 214, arg, 8), -EBUSY);
	bench_close(&bench);
}

/* C5, A22: NUMA_INFO of a board without a node; its size by release. */
static void numa_info_says_none(void **state)
{
	uint8_t arg[560] = {0};
	struct bench bench;
	int node;

	(void)state;
	bench_open(&bench, "580.142");
	node = bench_node(&bench, 0);
	arg[4] = 9;
	assert_int_equal(bench_ioctl(&bench, node, 215, arg, 552), -EINVAL);
	assert_int_equal(bench_ioctl(&bench, node, 215, arg, 560), 0);
	assert_int_equal(bench_u32(arg, 0), 0xffffffff);
	assert_int_equal(bench_u32(arg, 4), 0);
	bench_put32(arg, 552, 65);
	assert_int_equal(bench_ioctl(&bench, node, 215, arg, 560), -EBUSY);
	bench_close(&bench);
	bench_open(&bench, "530.41.03");
	node = bench_node(&bench, 0);
	assert_int_equal(bench_ioctl(&bench, node, 215, arg, 560), -EINVAL);
	memset(arg, 0, sizeof(arg));
	assert_int_equal(bench_ioctl(&bench, node, 215, arg, 552), 0);
	bench_close(&bench);
}

/* C2, A2: results of open. */
static void open_names_what_is_missing(void **state)
{
	static const char excluded[] = "minor: 5, excluded: true";
	char text[4096];
	const char *at = strstr(bench_machine, "minor: 5");
	struct bench bench;

	(void)state;
	bench_open(&bench, NULL);
	assert_int_equal(bench.port->open(bench.port, "/dev/nvidia3", PORT_RDWR), -ENOENT);
	bench_close(&bench);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - bench_machine), bench_machine, excluded,
		 at + strlen("minor: 5"));
	bench_open_text(&bench, text, NULL);
	assert_int_equal(bench_node(&bench, 5), -EPERM);
	assert_true(bench_node(&bench, 0) > 0);
	bench_close(&bench);
}

/* C2: by minor, past the file tree. */
static void open_of_no_device(void **state)
{
	struct sim_task task = {.tgid = 1};
	struct sim_file *file;
	struct bench bench;

	(void)state;
	bench_open(&bench, "550.163.01");
	assert_int_equal(sim_open(bench.sim, &task, 1, 0, &file), -ENODEV);
	assert_int_equal(sim_open(bench.sim, &task, 248, 0, &file), -ENXIO);
	bench_close(&bench);
	bench_open(&bench, "535.288.01");
	assert_int_equal(sim_open(bench.sim, &task, 248, 0, &file), -ENODEV);
	bench_close(&bench);
}

/* A19: what REGISTER_FD refuses, and that the tie keeps the client. */
static void register_fd_ties(void **state)
{
	uint8_t arg[4];
	struct bench bench;
	int node, second;

	(void)state;
	bench_open(&bench, NULL);
	node = bench_node(&bench, 0);
	second = bench.port->open(bench.port, "/dev/nvidiactl", PORT_RDWR);
	bench_objects(&bench, 0);
	bench_put32(arg, 0, (uint32_t)node); /* not an nvidiactl */
	assert_int_equal(bench_ioctl(&bench, second, 201, arg, 4), -EINVAL);
	bench_put32(arg, 0, (uint32_t)second); /* itself */
	assert_int_equal(bench_ioctl(&bench, second, 201, arg, 4), -EINVAL);
	bench_put32(arg, 0, (uint32_t)bench.ctl);
	assert_int_equal(bench_ioctl(&bench, second, 201, arg, 4), 0);
	assert_int_equal(bench_ioctl(&bench, second, 201, arg, 4), -EINVAL); /* once */
	bench_put32(arg, 0, (uint32_t)second); /* the target is tied itself */
	assert_int_equal(bench_ioctl(&bench, node, 201, arg, 4), -EINVAL);
	/* The tied file speaks for the other, also after that was closed. */
	bench.port->close(bench.port, bench.ctl);
	bench.ctl = second;
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20800157, NULL, 0), 0);
	assert_int_equal(bench_free(&bench, BENCH_DEVICE), 0);
	/* With the last tie the client goes. */
	bench.port->close(bench.port, second);
	bench.ctl = bench.port->open(bench.port, "/dev/nvidiactl", PORT_RDWR);
	assert_int_equal(bench_free(&bench, BENCH_DEVICE), 0x33);
	bench_close(&bench);
}

/* Transport 3: initialises and holds; once per file; unknown ids are refused, zero is skipped. */
static void attach_gpus_holds(void **state)
{
	uint8_t ids[8] = {0}, attached[128];
	struct bench bench;

	(void)state;
	bench_open(&bench, NULL);
	bench_put32(ids, 4, 0x9900);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 212, ids, 8), -EINVAL);
	bench_put32(ids, 4, RTX_ID);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 212, ids, 8), 0);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 212, ids, 8), -EINVAL);
	assert_int_equal(bench_alloc(&bench, 0, 0, 0x41, NULL), 0);
	assert_int_equal(bench_control(&bench, bench.client, 0x201, attached, 128), 0);
	assert_int_equal(bench_u32(attached, 0), RTX_ID);
	assert_int_equal(bench_u32(attached, 4), 0xffffffff);
	/* It does not open the door for class 0x80 (transport 6). */
	memset(attached, 0, sizeof(attached));
	assert_int_equal(bench_alloc(&bench, bench.client, 7, 0x80, attached), 0x1b);
	bench_close(&bench);
}

/* Transport 3: by BDF; an unknown one -EINVAL with the struct unchanged (A2). */
static void status_code_by_address(void **state)
{
	uint8_t arg[12] = {0};
	struct bench bench;

	(void)state;
	bench_open(&bench, NULL);
	arg[4] = 0x68;
	bench_put32(arg, 8, 0x77);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 209, arg, 12), 0);
	assert_int_equal(bench_u32(arg, 8), 0x40); /* RmGetAdapterStatus: nobody tried */
	assert_true(bench_node(&bench, 0) > 0);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 209, arg, 12), 0);
	assert_int_equal(bench_u32(arg, 8), 0);
	arg[4] = 0x69;
	bench_put32(arg, 8, 0x77);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 209, arg, 12), -EINVAL);
	assert_int_equal(bench_u32(arg, 8), 0x77);
	bench_close(&bench);
}

/* A4: the inner size above 16384 is refused; a nested one is no escape. */
static void xfer_carries_escapes(void **state)
{
	uint8_t arg[16], inner[12] = {0};
	struct bench bench;

	(void)state;
	bench_open(&bench, NULL);
	inner[4] = 0x68;
	bench_put32(arg, 0, 209);
	bench_put32(arg, 4, sizeof(inner));
	bench_put64(arg, 8, (uintptr_t)inner);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 211, arg, 16), 0);
	bench_put32(arg, 4, 16385);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 211, arg, 16), -EINVAL);
	bench_put32(arg, 0, 211);
	bench_put32(arg, 4, 12);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 211, arg, 16), -EINVAL);
	bench_put64(arg, 8, 0);
	assert_int_equal(bench_ioctl(&bench, bench.ctl, 211, arg, 16), -EFAULT);
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(card_info_lists_devices),    BENCH_CASE(card_info_wants_room),
	    BENCH_CASE(escapes_know_their_node),    BENCH_CASE(version_check_follows_branch),
	    BENCH_CASE(sys_params_stick),           BENCH_CASE(numa_info_says_none),
	    BENCH_CASE(open_names_what_is_missing), BENCH_CASE(open_of_no_device),
	    BENCH_CASE(register_fd_ties),           BENCH_CASE(attach_gpus_holds),
	    BENCH_CASE(status_code_by_address),     BENCH_CASE(xfer_carries_escapes),
	};

	return cmocka_run_group_tests_name("sim-escape", cases, NULL, NULL);
}
