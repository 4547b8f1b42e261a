/* SPDX-License-Identifier: MIT */
/* The telemetry page. Offsets are transport 9.1's, statuses and words the errata's. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sim/life.h"
#include "sim_bench.h"

#define RUSD 0xdeu
#define ALL_ONES 0xffffffffffffffffull

static uint32_t alloc_rusd(struct bench *bench, uint32_t handle, uint64_t mask)
{
	uint8_t params[8];

	bench_put64(params, 0, mask);
	return bench_alloc(bench, BENCH_SUBDEVICE, handle, RUSD, params);
}

static const uint8_t *map_page(struct bench *bench, uint64_t size)
{
	const void *page = NULL;
	int fd = bench->port->open(bench->port, "/dev/nvidiactl", PORT_RDWR);

	assert_int_equal(bench_map(bench, BENCH_SUBDEVICE, RUSD, size, fd), 0);
	assert_int_equal(bench->port->map(bench->port, fd, size, &page), 0);
	return page;
}

static void start(struct bench *bench, const char *driver, uint64_t mask)
{
	bench_open(bench, driver);
	assert_true(bench_node(bench, 0) > 0);
	bench_objects(bench, 0);
	assert_int_equal(alloc_rusd(bench, RUSD, mask), 0);
}

/* sizeof by branch (transport 9.1), exact length only (A17), one context per file (A16). */
static void map_wants_the_exact_length(void **state)
{
	static const struct {
		const char *driver;
		uint64_t size;
	} rows[] = {
	    {"525.147.05", 12}, {"530.41.03", 16},   {"535.288.01", 16},  {"545.29.06", 304},
	    {"550.40.07", 304}, {"550.54.14", 320},  {"550.163.01", 320}, {"555.58.02", 368},
	    {"560.35.03", 392}, {"565.77", 448},     {"570.211.01", 464}, {"575.64.05", 2464},
	    {"580.142", 2600},  {"590.48.01", 3144}, {"595.45.04", 3144},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bench bench;
		const void *page;
		int fd;

		start(&bench, rows[i].driver, 0);
		fd = bench.port->open(bench.port, "/dev/nvidiactl", PORT_RDWR);
		assert_int_equal(bench.port->map(bench.port, fd, 4096, &page), -EINVAL);
		assert_int_equal(bench_map(&bench, BENCH_SUBDEVICE, RUSD, rows[i].size + 1, fd),
				 0x2e);
		assert_int_equal(bench_map(&bench, BENCH_SUBDEVICE, RUSD, 0, fd), 0x2e);
		assert_int_equal(bench_map(&bench, BENCH_SUBDEVICE, RUSD, rows[i].size, 999), 0x1f);
		assert_int_equal(bench_map(&bench, BENCH_DEVICE, RUSD, rows[i].size, fd), 0);
		assert_int_equal(bench_map(&bench, BENCH_DEVICE, RUSD, rows[i].size, fd), 0x63);
		assert_int_equal(bench.port->map(bench.port, fd, 8192, &page), -ERANGE);
		assert_int_equal(bench.port->map(bench.port, fd, 4096, &page), 0);
		assert_int_equal(bench_map(&bench, BENCH_DEVICE, RUSD, rows[i].size, bench.ctl), 0);
		bench_close(&bench);
	}
}

/* Transport 9, A15: which releases accept a mask, by firmware and chip. */
static void masks_by_release(void **state)
{
	static const struct {
		const char *driver, *module;
		unsigned minor;
		uint32_t status;
	} rows[] = {
	    {"545.29.06", "proprietary", 0, 0},  {"550.163.01", "proprietary", 0, 0x56},
	    {"550.163.01", "open", 0, 0},        {"560.35.03", "proprietary", 5, 0x56},
	    {"565.57.01", "proprietary", 5, 0},  {"565.57.01", "proprietary", 0, 0x56}, /* GA100 */
	    {"580.142", "proprietary", 0, 0x56}, {"580.142", "open", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[4096];
		struct bench bench;

		snprintf(text, sizeof(text), "kernel_module: %s\n%s", rows[i].module,
			 bench_machine);
		bench_open_text(&bench, text, rows[i].driver);
		assert_true(bench_node(&bench, rows[i].minor) > 0);
		bench_objects(&bench, 0);
		assert_int_equal(alloc_rusd(&bench, 1, 0x1f), rows[i].status);
		assert_int_equal(alloc_rusd(&bench, 2, 0), 0);
		bench_close(&bench);
	}
}

static void class_is_absent_before_525(void **state)
{
	struct bench bench;

	(void)state;
	bench_open(&bench, "520.61.07");
	assert_true(bench_node(&bench, 0) > 0);
	bench_objects(&bench, 0);
	assert_int_equal(alloc_rusd(&bench, RUSD, 0), 0x22);
	bench_close(&bench);
}

/* A1: the word before the first block, per release. BAR1 in KiB. */
static void bar1_words(void **state)
{
	const uint32_t size = 131072u * 1024, avail = 131071u * 1024;
	const uint64_t b0 = 1ull << 20, b1 = (1ull << 20) - 1;
	struct bench bench;
	const uint8_t *page;
	uint64_t word;

	(void)state;
	start(&bench, "535.288.01", 0);
	page = map_page(&bench, 16);
	assert_int_equal(bench_u32(page, 0), 2); /* the first construction leaves 2 */
	assert_int_equal(bench_u32(page, 4), size);
	assert_int_equal(bench_u32(page, 8), avail);
	bench_close(&bench);

	start(&bench, "550.163.01", 0);
	page = map_page(&bench, 320);
	word = bench_u64(page, 0);
	assert_int_equal(word % b1, (b0 - word % b0) % b0);
	assert_int_equal(word % (2 * b0 - 1), 0);
	assert_int_not_equal(word, 0);
	assert_int_equal(bench_u32(page, 8), size);
	assert_int_equal(bench_u64(page, 16), (81920ull - 763) << 20);
	bench_close(&bench);

	start(&bench, "560.35.03", 0);
	page = map_page(&bench, 392);
	assert_int_equal(bench_u64(page, 16), 0xff00000000000002ull);
	assert_int_equal(bench_u64(page, 0), 0xff00000000000002ull); /* the head is a copy */
	assert_int_equal(bench_u32(page, 8), size);
	assert_int_equal(bench_u32(page, 24), size);
	bench_close(&bench);

	start(&bench, "580.142", 0);
	page = map_page(&bench, 2600);
	assert_int_equal(bench_u64(page, 0), 0xff00000000000002ull);
	assert_int_equal(bench_u32(page, 12), avail);
	assert_int_equal(bench_u64(page, 16), 0xff00000000000002ull);
	assert_int_equal(bench_u64(page, 40), 0); /* shadowErrCont: written on use only */
	bench_close(&bench);
}

/* C4: polled sections stay 0 until the first poll; the stamp then moves with the interval. */
static void polled_sections_fill_after_the_interval(void **state)
{
	struct bench bench;
	const uint8_t *page;
	uint64_t first;

	(void)state;
	start(&bench, "580.142", 0x1f);
	page = map_page(&bench, 2600);
	assert_int_equal(bench_u64(page, 72), 0);
	bench.port->sleep_us(bench.port, 99000);
	assert_int_equal(bench_u64(page, 72), 0);
	bench.port->sleep_us(bench.port, 1000);
	first = bench_u64(page, 72);
	assert_true(first != 0 && first != ALL_ONES);
	bench.port->sleep_us(bench.port, 50000);
	assert_int_equal(bench_u64(page, 72), first);
	bench.port->sleep_us(bench.port, 50000);
	assert_true(bench_u64(page, 72) > first);
	bench_close(&bench);
}

/* Values and units of transport 9 at 580's offsets. */
static void values_580(void **state)
{
	struct bench bench;
	const uint8_t *page;

	(void)state;
	start(&bench, "580.142", 0x7f);
	page = map_page(&bench, 2600);
	bench.port->sleep_us(bench.port, 100000);
	assert_int_equal(bench_u32(page, 80), 210);  /* graphics */
	assert_int_equal(bench_u32(page, 84), 1593); /* memory */
	assert_int_equal(bench_u32(page, 88), 585);  /* video */
	assert_int_equal(bench_u32(page, 92), 211);  /* SM */
	assert_int_equal(bench_u32(page, 104), 1);   /* reasons: idle */
	assert_int_equal(bench_u32(page, 1984), 7);  /* percent */
	assert_int_equal(bench_u32(page, 1988), 3);
	assert_int_equal(bench_u32(page, 2272), 1); /* P0 is bit 0 */
	assert_int_equal(bench_u32(page, 2288), 500000);
	assert_int_equal(bench_u32(page, 2292), 500000);
	assert_int_equal(bench_u32(page, 2424), 59770);
	assert_int_equal(bench_u32(page, 2448), 59770);
	assert_int_equal(bench_u32(page, 2296 + 8), 25 * 256);
	assert_int_equal(bench_u64(page, 2296 + 16), 0); /* "memory": no GDDR sensor */
	assert_int_equal(bench_u32(page, 2296 + 4 * 16 + 8), 43 * 256); /* HBM */
	assert_int_equal(bench_u32(page, 2384), 640);
	assert_int_equal(bench_u64(page, 2528), 0); /* no fan: never written */
	assert_int_not_equal(bench_u64(page, 2480), 0);
	bench_close(&bench);
}

/* 545 to 555 keep percents in bytes up to 550 (A25) and one temperature section. */
static void values_550(void **state)
{
	struct bench bench;
	const uint8_t *page;

	(void)state;
	start(&bench, "550.163.01", 0x1f);
	page = map_page(&bench, 320);
	bench.port->sleep_us(bench.port, 100000);
	assert_int_equal(page[80], 7);
	assert_int_equal(page[81], 3);
	assert_int_equal(bench_u32(page, 232), 25 * 256);
	assert_int_equal(bench_u32(page, 236), 43 * 256);
	assert_int_equal(bench_u32(page, 216), 500000);
	assert_int_equal(bench_u32(page, 288), 59770);
	bench_close(&bench);
}

/* Only what the union of masks asks for is written; a freed object's share stops (C4, 9.6). */
static void masks_are_a_union(void **state)
{
	uint8_t mask[8];
	struct bench bench;
	const uint8_t *page;
	uint64_t clock, power;

	(void)state;
	start(&bench, "580.142", 1);
	page = map_page(&bench, 2600);
	bench.port->sleep_us(bench.port, 100000);
	assert_int_not_equal(bench_u64(page, 72), 0);
	assert_int_equal(bench_u64(page, 2280), 0);
	assert_int_equal(alloc_rusd(&bench, 0xdf, 8), 0);
	bench.port->sleep_us(bench.port, 100000);
	power = bench_u64(page, 2280);
	assert_int_not_equal(power, 0);
	assert_int_equal(bench_free(&bench, 0xdf), 0);
	bench.port->sleep_us(bench.port, 200000);
	assert_int_equal(bench_u64(page, 2280), power);
	bench_put64(mask, 0, 0);
	clock = bench_u64(page, 72);
	assert_int_equal(bench_control(&bench, RUSD, 0xde0001, mask, 8), 0);
	bench.port->sleep_us(bench.port, 300000);
	assert_int_equal(bench_u64(page, 72), clock);
	bench_put64(mask, 0, 1);
	assert_int_equal(bench_control(&bench, RUSD, 0xde0001, mask, 8), 0);
	bench.port->sleep_us(bench.port, 100000);
	assert_true(bench_u64(page, 72) > clock);
	bench_close(&bench);
}

/* C4: privileged; 1..99 refused, 0 the default. */
static void poll_interval_is_bounded(void **state)
{
	uint8_t ms[4];
	struct bench bench;

	(void)state;
	start(&bench, "595.45.04", 1);
	bench_put32(ms, 0, 200);
	assert_int_equal(bench_control(&bench, RUSD, 0xde0002, ms, 4), 0x1b);
	sim_port_set_admin(bench.port, true);
	assert_int_equal(bench_control(&bench, RUSD, 0xde0002, ms, 4), 0);
	bench_put32(ms, 0, 99);
	assert_int_equal(bench_control(&bench, RUSD, 0xde0002, ms, 4), 0x1f);
	bench_put32(ms, 0, 0);
	assert_int_equal(bench_control(&bench, RUSD, 0xde0002, ms, 4), 0);
	bench_close(&bench);
}

/* 590 on: clocks (stamp 72 of the page) are polled for nobody in particular, while somebody works.
 */
static void permanent_parts_need_no_reader(void **state)
{
	uint8_t mask[8] = {1};

	(void)state;
	for (unsigned works = 0; works < 2; works++) {
		struct bench bench;
		start(&bench, "595.45.04", 0);
		if (!works)
			assert_int_equal(sim_process_end(sim_gpu_at(bench.sim, 0), 4711), 0);
		assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x208001eb, mask, 8), 0x1b);
		sim_port_set_admin(bench.port, true);
		assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x208001eb, mask, 8), 0);
		const uint8_t *page = map_page(&bench, 3144);
		bench.port->sleep_us(bench.port, 1000000);
		assert_int_equal(bench_u64(page, 72) != 0, works);
		bench_close(&bench);
	}
}

/* C4: the page survives its objects, and stands still once the GPU stopped. */
static void page_outlives_objects(void **state)
{
	struct bench bench;
	const uint8_t *page;
	uint64_t stamp;
	int node;

	(void)state;
	bench_open(&bench, "580.142");
	node = bench_node(&bench, 0);
	bench_objects(&bench, 0);
	assert_int_equal(alloc_rusd(&bench, RUSD, 1), 0);
	page = map_page(&bench, 2600);
	bench.port->sleep_us(bench.port, 100000);
	stamp = bench_u64(page, 72);
	assert_int_equal(bench_free(&bench, bench.client), 0);
	bench_objects(&bench, 0);
	assert_int_equal(alloc_rusd(&bench, RUSD, 0), 0);
	assert_int_equal(bench_u64(map_page(&bench, 2600), 72), stamp);
	bench.port->close(bench.port, node);
	bench.port->sleep_us(bench.port, 500000);
	assert_int_equal(bench_u64(page, 72), stamp);
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(map_wants_the_exact_length),
	    BENCH_CASE(masks_by_release),
	    BENCH_CASE(class_is_absent_before_525),
	    BENCH_CASE(bar1_words),
	    BENCH_CASE(polled_sections_fill_after_the_interval),
	    BENCH_CASE(values_580),
	    BENCH_CASE(values_550),
	    BENCH_CASE(masks_are_a_union),
	    BENCH_CASE(poll_interval_is_bounded),
	    BENCH_CASE(permanent_parts_need_no_reader),
	    BENCH_CASE(page_outlives_objects),
	};

	return cmocka_run_group_tests_name("sim-rusd", cases, NULL, NULL);
}
