/* SPDX-License-Identifier: MIT */
/*
 * Another library than ours: what NVIDIA's own was seen to send at its start and for each question
 * (facts/nvml/calibration-api.md 2.1 and 5, observed.tsv). Numbers are constants.tsv's, sizes
 * struct-sizes.tsv's, offsets structs.tsv's.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim_bench.h"

#define LARGEST 50704u
#define OURS 0xcafe0001u

struct driver {
	const char *version;
	unsigned index; /* of the sizes below */
	bool attaches_async;
	uint32_t virtualization_size, info_size, probed_size, page_size;
};

static const struct driver drivers[] = {
    {"535.261.03", 0, false, 4, 516, 256, 16},
    {"550.163.01", 1, true, 4, 524, 256, 320},
    {"555.58.02", 2, true, 8, 524, 256, 368},
};

static uint32_t control(struct bench *bench, uint32_t object, uint32_t number, void *params,
			uint32_t size)
{
	return bench_control(bench, object, number, params, size);
}

static void start(struct bench *bench, const struct driver *driver)
{
	uint8_t text[72] = {0}, block[8] = {0}, cards[32 * 72];

	bench_open_file(bench, "dgx-h100", driver->version);
	strcpy((char *)text + 8, driver->version);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 210, text, 72), 0);
	assert_int_equal(bench_u32(text, 4), 1);
	bench_put64(block, 0, 0x80000000);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 214, block, 8), 0);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 200, cards, sizeof(cards)), 0);
	assert_int_equal(bench_alloc(bench, 0, 0, 0, NULL), 0); /* class 0 is the client's too */
}

/* Asks for each GPU's place and drain state, attaches it and opens its node. */
static uint32_t attach_all(struct bench *bench, const struct driver *driver, uint32_t *ids)
{
	uint8_t probed[384], place[12], drain[12], attach[132], done[8];
	uint32_t count = 0;

	assert_int_equal(control(bench, bench->client, 0x214, probed, driver->probed_size), 0);
	for (; bench_u32(probed, 4 * count) != 0xffffffff; count++) {
		uint32_t id = bench_u32(probed, 4 * count);
		int node;

		memset(place, 0, sizeof(place));
		bench_put32(place, 0, id);
		assert_int_equal(control(bench, bench->client, 0x21b, place, 12), 0);
		memset(drain, 0xee, sizeof(drain));
		bench_put32(drain, 0, id);
		assert_int_equal(control(bench, bench->client, 0x279, drain, 12), 0);
		assert_int_equal(bench_u32(drain, 4), 0);
		memset(attach, 0xff, sizeof(attach));
		bench_put32(attach, 0, id);
		if (driver->attaches_async)
			assert_int_equal(control(bench, bench->client, 0x289, attach, 4), 0);
		else
			assert_int_equal(control(bench, bench->client, 0x215, attach, 132), 0);
		node = bench_node(bench, count);
		assert_true(node > 0);
		memset(done, 0xee, sizeof(done));
		assert_int_equal(bench_ioctl(bench, node, 218, done, 8),
				 driver->attaches_async ? 0 : -EINVAL);
		assert_int_equal(bench_u32(done, 0), driver->attaches_async ? 0 : 0xeeeeeeee);
		ids[count] = id;
	}
	return count;
}

static void ask_peers(struct bench *bench, const struct driver *driver, const uint32_t *ids)
{
	static const uint32_t sizes[] = {168, 8348, 8348};
	static const uint32_t numbers[] = {0x127, 0x12b, 0x12b};
	uint8_t params[8348];

	memset(params, 0xff, sizeof(params));
	bench_put32(params, 0, ids[0]);
	bench_put32(params, 4, ids[1]);
	bench_put32(params, 128, 2);
	assert_int_equal(
	    control(bench, bench->client, numbers[driver->index], params, sizes[driver->index]), 0);
	assert_int_equal(params[144 + 2], 0); /* by NVLink they reach each other */
}

/* Two more opens of the node, tied to the client's file; then device and subdevice. */
static void use_first(struct bench *bench, const struct driver *driver, uint32_t id)
{
	uint8_t ids[132], info[40] = {0}, numa[560] = {0}, fd[4], params[56] = {0}, mode[8];
	uint8_t times[264] = {1, 5}, arch[16];

	memset(ids, 0xff, sizeof(ids));
	bench_put32(ids, 0, id);
	assert_int_equal(control(bench, bench->client, 0x215, ids, 132), 0);
	bench_put32(info, 0, id);
	assert_int_equal(control(bench, bench->client, 0x202, info, 40), 0);
	assert_int_equal(control(bench, bench->client, 0x201, ids, 128), 0);
	bench_put32(fd, 0, (uint32_t)bench->ctl);
	for (unsigned i = 0; i < 2; i++) {
		int node = bench_node(bench, 0);

		assert_int_equal(bench_ioctl(bench, node, 201, fd, 4), 0);
		assert_int_equal(bench_ioctl(bench, node, 215, numa, 560), 0);
		assert_int_equal(bench_u32(numa, 0), 0xffffffff);
	}
	bench_put32(params, 0, bench_u32(info, 8)); /* deviceInstance */
	assert_int_equal(bench_alloc(bench, bench->client, OURS, 0x80, params), 0);
	assert_int_equal(control(bench, OURS, 0x800289, mode, driver->virtualization_size), 0);
	assert_int_equal(bench_u32(mode, 0), 0);
	bench_put32(params, 0, 0);
	assert_int_equal(bench_alloc(bench, OURS, BENCH_SUBDEVICE, 0x2080, params), 0);
	assert_int_equal(control(bench, BENCH_SUBDEVICE, 0x20800406, times, 264), 0);
	assert_true(bench_u64(times, 16) != 0 && bench_u64(times, 8 + 4 * 16) != 0);
	assert_int_equal(control(bench, BENCH_SUBDEVICE, 0x20801701, arch, 16), 0);
	assert_int_equal(bench_u32(arch, 0), 0x180);
}

/* The first question begins with an index that no header names: it is refused, the rest answered.
 */
static void first_question(struct bench *bench, const struct driver *driver)
{
	uint8_t info[564] = {0}, one[4] = {0}, pci[16];

	bench_put32(info, 0, 1);
	bench_put32(info, 4, 0x00ffff);
	assert_int_equal(control(bench, BENCH_SUBDEVICE, 0x20800102, info, driver->info_size),
			 0x1f);
	bench_put32(info, 4, 0x2a);
	assert_int_equal(control(bench, BENCH_SUBDEVICE, 0x20800102, info, driver->info_size), 0);
	assert_int_equal(control(bench, OURS, 0x80028e, one, 1), 0);
	assert_int_equal(one[0], 0);
	assert_int_equal(control(bench, OURS, 0x800294, one, 4), 0);
	assert_int_equal(control(bench, BENCH_SUBDEVICE, 0x20801801, pci, 16), 0);
	assert_int_equal(bench_u32(pci, 0), 0x233010de);
}

/* The telemetry page of 550 and 555: mask 0x1f, the device's handle, a second nvidiactl. */
static void share_page(struct bench *bench, const struct driver *driver)
{
	uint8_t mask[8] = {0x1f}, space[12] = {0};
	const void *page;
	int fd = bench->port->open(bench->port, "/dev/nvidiactl", PORT_RDWR);

	if (driver->page_size < 300)
		return;
	assert_int_equal(bench_alloc(bench, BENCH_SUBDEVICE, 0xcafe0002, 0xde, mask), 0);
	bench_put32(space, 0, 0xcafe0002);
	assert_int_equal(control(bench, bench->client, 0xd01, space, 12), 0);
	assert_int_equal(bench_u32(space, 8), 1);
	assert_int_equal(bench_map(bench, OURS, 0xcafe0002, driver->page_size, fd), 0);
	assert_int_equal(bench->port->map(bench->port, fd, 4096, &page), 0);
}

/* The source is left 0: the parent is it. Events arrive at the node's own open. */
static void take_event(struct bench *bench)
{
	uint8_t sink[16] = {0}, event[24] = {0}, set[20] = {37, 0, 0, 0, 2}, get[16] = {0},
		data[16];
	uint8_t fd[4];
	struct port_poll poll = {0};
	int node = bench_node(bench, 0);

	bench_put32(fd, 0, (uint32_t)bench->ctl);
	assert_int_equal(bench_ioctl(bench, node, 201, fd, 4), 0);
	bench_put32(sink, 0, bench->client);
	bench_put32(sink, 4, OURS);
	bench_put32(sink, 8, (uint32_t)node);
	assert_int_equal(bench_ioctl(bench, node, 206, sink, 16), 0);
	assert_int_equal(bench_u32(sink, 12), 0);
	bench_put32(event, 0, bench->client);
	bench_put32(event, 8, 0x79);
	bench_put32(event, 12, 37);
	bench_put64(event, 16, (uint64_t)node);
	assert_int_equal(bench_alloc(bench, BENCH_SUBDEVICE, 0xcafe0003, 0x79, event), 0);
	assert_int_equal(bench_u32(event, 4), BENCH_SUBDEVICE);
	assert_int_equal(control(bench, BENCH_SUBDEVICE, 0x20800301, set, 20), 0);
	sim_raise_event(bench->sim, 0, 37, 79, 233);
	poll.fd = node;
	assert_int_equal(bench->port->poll(bench->port, &poll, 1, 0), 1);
	bench_put64(get, 0, (uintptr_t)data);
	assert_int_equal(bench_ioctl(bench, node, 0x52, get, 16), 0);
	assert_int_equal(bench_u32(get, 12), 0);
	assert_int_equal(bench_u32(data, 0), 0xcafe0003);
	assert_int_equal(bench_u32(data, 4), 37);
	assert_int_equal(bench_u32(data, 8), 79);
}

static void a_library_starts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		uint32_t ids[32];
		uint8_t none[4] = {0};
		struct bench bench;

		start(&bench, &drivers[i]);
		assert_int_equal(attach_all(&bench, &drivers[i], ids), 8);
		ask_peers(&bench, &drivers[i], ids);
		use_first(&bench, &drivers[i], ids[0]);
		first_question(&bench, &drivers[i]);
		share_page(&bench, &drivers[i]);
		take_event(&bench);
		assert_int_equal(bench_alloc(&bench, bench.client, 0xcafe0004, 0xcb33, none), 0);
		assert_int_equal(bench_alloc(&bench, bench.client, 0xcafe0005, 0x900e, NULL), 0);
		assert_int_equal(bench_free(&bench, bench.client), 0);
		bench_close(&bench);
	}
}

enum object { ROOT, DEVICE, SUBDEVICE, DIAG };

/* What the parameters must hold for the question to be one. */
enum fill {
	NOTHING,
	GPU_ID,
	GPU_PAIR,
	LIST,
	POINTER_LIST,
	SAMPLES,
	MASK,
	OBJECT_NAME,
	INSTRUCTION,
	ONE,
};

struct question {
	uint32_t number;
	uint32_t sizes[3]; /* of 535.261.03, 550.163.01, 555.58.02; ~0: not there */
	enum object object;
	enum fill fill;
	uint32_t status;
	bool deprecated; /* turned into its successor, whatever size was sent */
};

#define SAME(size)                                                                                 \
	{                                                                                          \
		size, size, size                                                                   \
	}
#define ABSENT 0xffffffffu

static const struct question questions[] = {
    {0x0b04, SAME(16012), ROOT, GPU_ID, 0},
    {0x0b02, SAME(12), ROOT, GPU_ID, 0},
    {0x0b03, SAME(48), ROOT, GPU_ID, 0x57}, /* of a process that is not known */
    {0x0202, SAME(40), ROOT, GPU_ID, 0},
    {0x0205, SAME(32), ROOT, GPU_ID, 0},
    {0x0287, SAME(1), ROOT, NOTHING, 0},
    {0x021b, SAME(12), ROOT, GPU_ID, 0},
    {0x0214, SAME(256), ROOT, NOTHING, 0},
    {0x0101, SAME(40), ROOT, NOTHING, 0, true},
    {0x0127, {168, 176, 176}, ROOT, GPU_PAIR, 0},
    {0x012b, {4252, 8348, 8348}, ROOT, GPU_PAIR, 0},
    {0x800292, {644, 700, 404}, DEVICE, NOTHING, 0},
    {0x800288, SAME(4), DEVICE, NOTHING, 0},
    {0x20800802, SAME(16), SUBDEVICE, POINTER_LIST, 0, true},
    {0x20800101, SAME(16), SUBDEVICE, POINTER_LIST, 0, true},
    {0x2080182b, SAME(28), SUBDEVICE, NOTHING, 0},
    {0x20801802, SAME(16), SUBDEVICE, POINTER_LIST, 0, true},
    {0x20801823, SAME(420), SUBDEVICE, LIST, 0},
    {0x20801813, SAME(76), SUBDEVICE, MASK, 0},
    {0x20801816, SAME(18), SUBDEVICE, NOTHING, 0},
    {0x20801819, SAME(32), SUBDEVICE, MASK, 0},
    {0x20803400, {96, 96, 40}, SUBDEVICE, NOTHING, 0},
    {0x20803401, {40, 40, 96}, SUBDEVICE, NOTHING, 0}, /* volatile, volatile, ECI */
    {0x20803402, {ABSENT, ABSENT, 40}, SUBDEVICE, NOTHING, 0},
    {0x20801303, {436, 444, 444}, SUBDEVICE, LIST, 0},
    {0x20801322, SAME(2056), SUBDEVICE, NOTHING, 0x56}, /* Hopper remaps rows instead */
    {0x20801344, SAME(6152), SUBDEVICE, NOTHING, 0},
    {0x20801347, SAME(20), SUBDEVICE, NOTHING, 0},
    {0x208001a3, {40, 48, 48}, SUBDEVICE, NOTHING, 0},
    {0x20800185, SAME(1288), SUBDEVICE, NOTHING, 0},
    {0x2080018b, SAME(40), SUBDEVICE, NOTHING, 0x56}, /* MIG is off */
    {0x208001ae, SAME(1), SUBDEVICE, NOTHING, 0},
    {0x2080016c, SAME(8), SUBDEVICE, NOTHING, 0},
    {0x2080014a, SAME(268), SUBDEVICE, NOTHING, 0},
    {0x2080014b, SAME(5), SUBDEVICE, OBJECT_NAME, 0},
    {0x20800102, {516, 524, 524}, SUBDEVICE, LIST, 0},
    {0x20800110, SAME(132), SUBDEVICE, NOTHING, 0},
    {0x2080013f, SAME(136), SUBDEVICE, NOTHING, 0},
    {0x20800181, {280, ABSENT, ABSENT}, SUBDEVICE, NOTHING, 0x56}, /* MIG is off: from 550 on */
    {0x20800181, {ABSENT, 280, 280}, SUBDEVICE, NOTHING, 0},       /* that does not matter */
    {0x2080018d, SAME(3812), SUBDEVICE, NOTHING, 0},
    {0x208001ab, SAME(1), SUBDEVICE, NOTHING, 0},
    {0x20800131, SAME(4), SUBDEVICE, NOTHING, 0},
    {0x20800133, SAME(8), SUBDEVICE, NOTHING, 0},
    {0x2080012f, {984, 1024, 1224}, SUBDEVICE, NOTHING, 0},
    {0x20800157, SAME(0), SUBDEVICE, NOTHING, 0},
    {0x20801201, SAME(32), SUBDEVICE, POINTER_LIST, 0},
    {0x20803601, SAME(72), SUBDEVICE, NOTHING, 0},
    {0x20803001, SAME(16), SUBDEVICE, NOTHING, 0},
    {0x20802068, {ABSENT, 4, 4}, SUBDEVICE, NOTHING, 0},
    {0x2080205a, {ABSENT, 4, 4}, SUBDEVICE, NOTHING, 0},
    {0x20802087, {ABSENT, 12, 12}, SUBDEVICE, MASK, 0},
    {0x20802096, {34000, 50704, 50704}, SUBDEVICE, SAMPLES, 0},
    {0x20802609, SAME(8), SUBDEVICE, NOTHING, 0},
    {0x20800406, SAME(264), SUBDEVICE, ONE, 0},
    {0x2080016e, SAME(16), SUBDEVICE, NOTHING, 0},
    {0x2080016d, SAME(12), SUBDEVICE, NOTHING, 0},
    {0x2080017c, SAME(13316), SUBDEVICE, NOTHING, 0},
    {0x2080017b, SAME(12), SUBDEVICE, NOTHING, 0},
    {0x208f1105, SAME(8), DIAG, NOTHING, 0},
    {0x20808513, SAME(1432), SUBDEVICE, INSTRUCTION, 0}, /* the twin of the thermal control */
};

static uint8_t params[LARGEST + 4], pairs[8];

static uint32_t object_of(const struct bench *bench, enum object object)
{
	const uint32_t handles[] = {bench->client, BENCH_DEVICE, BENCH_SUBDEVICE, 0xcafe0006};

	return handles[object];
}

/* FB has no index 0 that is always answered, nor have the others another than 0. */
static void fill(const struct question *question, uint32_t size, const uint32_t *ids)
{
	memset(params, 0, sizeof(params));
	memset(pairs, 0, sizeof(pairs));
	switch (question->fill) {
	case GPU_ID:
		bench_put32(params, 0, ids[0]);
		break;
	case GPU_PAIR:
		bench_put32(params, 0, ids[0]);
		bench_put32(params, 4, ids[1]);
		bench_put32(params, 128, 2);
		break;
	case LIST:
		bench_put32(params, 0, 1);
		bench_put32(params, 4,
			    question->number == 0x20801303   ? 8
			    : question->number == 0x20800102 ? 0x2a
							     : 1);
		break;
	case POINTER_LIST:
		bench_put32(params, 0, 1);
		bench_put64(params, 8, (uintptr_t)pairs);
		bench_put32(pairs, 0,
			    question->number == 0x20801201   ? 0x1d
			    : question->number == 0x20800101 ? 0x2a
							     : 0);
		break;
	case SAMPLES:
		params[0] = 2;
		bench_put32(params, 4, size - 16);
		break;
	case MASK:
		bench_put32(params, 0, 1);
		break;
	case OBJECT_NAME:
		memcpy(params, "OBD", 3);
		break;
	case INSTRUCTION:
		bench_put32(params, 20, 1);
		bench_put32(params, 24 + 8, 0x1500);
		break;
	case ONE:
		params[0] = params[1] = 1;
		break;
	case NOTHING:
		break;
	}
}

/* Each question is answered in the size of its release; in another one it is none. */
static void ask(struct bench *bench, const struct driver *driver, const struct question *question,
		uint32_t *ids)
{
	uint32_t size = question->sizes[driver->index];
	uint32_t object = object_of(bench, question->object), status;

	if (size == ABSENT)
		return;
	fill(question, size, ids);
	status = control(bench, object, question->number, size ? params : NULL, size);
	if (status != question->status)
		fail_msg("%s: 0x%08x: 0x%x", driver->version, question->number, status);
	status = control(bench, object, question->number, params, size + 4);
	if (status != (question->deprecated ? 0 : 0x1f))
		fail_msg("%s: 0x%08x, 4 bytes more: 0x%x", driver->version, question->number,
			 status);
	/* On the object of another class the command does not exist. */
	status = control(bench, question->object == DEVICE ? BENCH_SUBDEVICE : BENCH_DEVICE,
			 question->number, size ? params : NULL, size);
	if (status != 0x56)
		fail_msg("%s: 0x%08x, another object: 0x%x", driver->version, question->number,
			 status);
}

static void each_question_is_answered(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		uint8_t device[56] = {0};
		uint32_t ids[32];
		struct bench bench;

		start(&bench, &drivers[i]);
		attach_all(&bench, &drivers[i], ids);
		assert_int_equal(bench_alloc(&bench, bench.client, BENCH_DEVICE, 0x80, device), 0);
		assert_int_equal(bench_alloc(&bench, BENCH_DEVICE, BENCH_SUBDEVICE, 0x2080, device),
				 0);
		assert_int_equal(bench_alloc(&bench, BENCH_SUBDEVICE, 0xcafe0006, 0x208f, NULL), 0);
		for (size_t q = 0; q < sizeof(questions) / sizeof(questions[0]); q++)
			ask(&bench, &drivers[i], &questions[q], ids);
		bench_close(&bench);
	}
}

/* Everything of a GPU that the driver tells only after somebody initialised it. */
static void unused_gpus_tell_little(void **state)
{
	uint8_t uuid[272] = {0}, status[8] = {0}, place[12] = {0}, ids[128];
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_int_equal(bench_alloc(&bench, 0, 0, 0x41, NULL), 0);
	bench_put32(uuid, 0, 0x6800);
	assert_int_equal(control(&bench, bench.client, 0x275, uuid, 268), 0x57);
	bench_put32(status, 0, 0x6800);
	assert_int_equal(control(&bench, bench.client, 0x203, status, 8), 0x40);
	bench_put32(status, 0, 0x9900);
	assert_int_equal(control(&bench, bench.client, 0x203, status, 8), 0x1f);
	bench_put32(place, 0, 0x9900);
	assert_int_equal(control(&bench, bench.client, 0x21b, place, 12), 0x57);
	memset(ids, 0xff, sizeof(ids));
	bench_put32(ids, 0, 0x6800); /* not attached */
	assert_int_equal(control(&bench, bench.client, 0x216, ids, 128), 0x1f);
	bench.port->close(bench.port, bench_node(&bench, 0));
	assert_int_equal(control(&bench, bench.client, 0x275, uuid, 268), 0); /* from now on */
	bench_put32(status, 0, 0x6800);
	assert_int_equal(control(&bench, bench.client, 0x203, status, 8), 0);
	assert_int_equal(bench_u32(status, 4), 0);
	assert_true(bench_node(&bench, 0) > 0);
	assert_int_equal(control(&bench, bench.client, 0x216, ids, 128), 0);
	bench_close(&bench);
}

/* rmapi_deprecated_control.c: texts behind pointers, and lists that are too long. */
static void old_forms_are_converted(void **state)
{
	char driver[64] = "", version[64] = "", title[64] = "";
	uint8_t arg[40] = {0}, list[16] = {0};
	struct bench bench;

	(void)state;
	bench_open(&bench, "580.142");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	assert_int_equal(control(&bench, bench.client, 0x101, NULL, 0), 0x1f);
	bench_put64(arg, 8, (uintptr_t)driver);
	assert_int_equal(control(&bench, bench.client, 0x101, arg, 40), 0); /* two are missing */
	uint32_t longest = bench_u32(arg, 0);
	assert_true(longest > strlen("580.142") && longest <= sizeof(title));
	assert_string_equal(driver, "");
	bench_put64(arg, 16, (uintptr_t)version);
	bench_put64(arg, 24, (uintptr_t)title);
	bench_put32(arg, 0, longest - 1);
	assert_int_equal(control(&bench, bench.client, 0x101, arg, 40), 0x3a);
	bench_put32(arg, 0, longest);
	assert_int_equal(control(&bench, bench.client, 0x101, arg, 40), 0);
	assert_string_equal(driver, "580.142");
	assert_int_equal(strlen(title) + 1, longest);
	/* NV2080_CTRL_BUS_GET_INFO_V2_PARAMS is 420 bytes: a list of 52. */
	bench_put32(list, 0, 53);
	bench_put64(list, 8, (uintptr_t)params);
	assert_int_equal(control(&bench, BENCH_SUBDEVICE, 0x20801802, list, 16), 0x5b);
	bench_put32(list, 0, 52);
	memset(params, 0, sizeof(params));
	assert_int_equal(control(&bench, BENCH_SUBDEVICE, 0x20801802, list, 16), 0);
	bench_put64(list, 8, 8);
	assert_int_equal(control(&bench, BENCH_SUBDEVICE, 0x20801802, list, 16), 0x1e);
	bench_close(&bench);
	/* FB's is converted from 550 on, and a command of its own before. */
	bench_put32(list, 0, 1);
	bench_put64(list, 8, (uintptr_t)pairs);
	bench_put32(pairs, 0, 8);
	bench_open(&bench, "535.288.01");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	assert_int_equal(control(&bench, BENCH_SUBDEVICE, 0x20801301, list, 20), 0x1f);
	assert_int_equal(control(&bench, BENCH_SUBDEVICE, 0x20801301, list, 16), 0);
	bench_close(&bench);
	bench_open(&bench, "550.163.01");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	assert_int_equal(control(&bench, BENCH_SUBDEVICE, 0x20801301, list, 20), 0);
	assert_int_equal(bench_u32(pairs, 4), 81920u * 1024);
	bench_close(&bench);
}

/* versions.md 3: 0x20801358 keeps its size and changes what it means. */
static void numbers_that_moved(void **state)
{
	static const struct {
		const char *driver;
		uint32_t support, status;
	} rows[] = {{"570.211.01", 0x20801358, 0x20801359}, {"580.142", 0x20801357, 0x20801358}};
	const char *at = strstr(bench_machine, "    vbios:");
	char text[4096];

	(void)state;
	snprintf(text, sizeof(text), "%.*s    dram_encryption: true\n%s", (int)(at - bench_machine),
		 bench_machine, at);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t word[4] = {9};
		struct bench bench;

		bench_open_text(&bench, text, rows[i].driver);
		assert_true(bench_node(&bench, 0) > 0);
		bench_objects(&bench, 0);
		assert_int_equal(control(&bench, BENCH_SUBDEVICE, rows[i].support, word, 4), 0);
		assert_int_equal(word[0], 1);
		assert_int_equal(control(&bench, BENCH_SUBDEVICE, rows[i].status, word, 4), 0);
		assert_int_equal(word[0], 0);
		bench_close(&bench);
	}
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(a_library_starts),        BENCH_CASE(each_question_is_answered),
	    BENCH_CASE(unused_gpus_tell_little), BENCH_CASE(old_forms_are_converted),
	    BENCH_CASE(numbers_that_moved),
	};

	return cmocka_run_group_tests_name("sim-start", cases, NULL, NULL);
}
