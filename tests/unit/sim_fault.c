/* SPDX-License-Identifier: MIT */
/*
 * Faults of the simulated driver, as the library answers them. Codes: calibration.md section 1.
 * Which controls firmware answers: RMCTRL_FLAGS_ROUTE_TO_PHYSICAL of g_subdevice_nvoc.c.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "nvml.h"
#include "port/port.h"
#include "rm_rusd.h"
#include "sim/change.h"
#include "sim/driver.h"
#include "sim_bench.h"

#define MEMORY_INFO "NV2080_CTRL_CMD_FB_GET_INFO_V2"

struct broken {
	struct bench bench;
	nvmlDevice_t gpu, other; /* positions 1 and 0 of the machine */
	char text[SIM_CHANGE_TEXT];
};

static void changes(struct broken *broken, const char *line)
{
	if (sim_change(broken->bench.sim, line, broken->text, sizeof(broken->text)) < 0)
		fail_msg("%s: %s", line, broken->text);
}

static void is_refused(struct broken *broken, const char *line, int error)
{
	assert_int_equal(sim_change(broken->bench.sim, line, broken->text, sizeof(broken->text)),
			 -error);
}

static void run_on(struct broken *broken, const char *driver)
{
	memset(broken, 0, sizeof(*broken));
	bench_open(&broken->bench, driver);
	sim_port_use(broken->bench.port);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &broken->gpu), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(1, &broken->other), NVML_SUCCESS);
}

static void stop(struct broken *broken)
{
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	bench_close(&broken->bench);
}

static nvmlReturn_t ask_memory(nvmlDevice_t gpu)
{
	nvmlMemory_t memory;

	return nvmlDeviceGetMemoryInfo(gpu, &memory);
}

static void shows(struct broken *broken, const char *text)
{
	changes(broken, "show");
	if (!strstr(broken->text, text))
		fail_msg("no %s in %s", text, broken->text);
}

static void a_control_is_refused(void **state)
{
	struct broken broken;

	(void)state;
	run_on(&broken, NULL);
	assert_int_equal(ask_memory(broken.gpu), NVML_SUCCESS);
	changes(&broken, "fault " MEMORY_INFO " status=0x0f");
	assert_int_equal(ask_memory(broken.gpu), NVML_ERROR_GPU_IS_LOST);
	assert_int_equal(ask_memory(broken.other), NVML_ERROR_GPU_IS_LOST);
	shows(&broken, "\nfault " MEMORY_INFO " status=0x0f # struck 2 of 2\n");
	changes(&broken, "clear " MEMORY_INFO);
	is_refused(&broken, "clear " MEMORY_INFO, ENOENT);
	assert_int_equal(ask_memory(broken.gpu), NVML_SUCCESS);
	/* One GPU's, by number. */
	changes(&broken, "fault 0x20801303 status=0x51 gpu=0");
	assert_int_equal(ask_memory(broken.other), NVML_ERROR_MEMORY);
	assert_int_equal(ask_memory(broken.gpu), NVML_SUCCESS);
	changes(&broken, "clear 0x20801303");
	/* Every second, twice in all. */
	changes(&broken, "fault any status=0x65 every=2 count=2");
	for (unsigned i = 0; i < 8; i++)
		assert_int_equal(ask_memory(broken.gpu),
				 i == 1 || i == 3 ? NVML_ERROR_UNKNOWN : NVML_SUCCESS);
	shows(&broken, "\nfault any status=0x65 every=2 count=2 # struck 2 of 8\n");
	changes(&broken, "clear");
	changes(&broken, "show");
	assert_null(strstr(broken.text, "fault"));
	stop(&broken);
}

/* A number that the driver does not know has a status of its own as well. */
static void an_unknown_control_is_refused(void **state)
{
	struct bench bench;
	char text[SIM_CHANGE_TEXT];
	uint8_t params[4] = {0};

	(void)state;
	bench_open(&bench, NULL);
	bench_node(&bench, 0);
	bench_objects(&bench, 0);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20807777, params, 4), 0x56);
	assert_int_equal(
	    sim_change(bench.sim, "fault 0x20807777 status=0x40 count=1", text, sizeof(text)), 0);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20807777, params, 4), 0x40);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20807777, params, 4), 0x56);
	bench_close(&bench);
}

static void a_control_takes_long(void **state)
{
	struct broken broken;
	struct port *port;

	(void)state;
	run_on(&broken, NULL);
	port = broken.bench.port;
	changes(&broken, "fault " MEMORY_INFO " hang=3s count=1");
	uint64_t before = port->monotonic_ns(port);
	assert_int_equal(ask_memory(broken.gpu), NVML_SUCCESS);
	assert_int_equal(port->monotonic_ns(port) - before, 3000000000ull);
	before = port->monotonic_ns(port);
	assert_int_equal(ask_memory(broken.gpu), NVML_SUCCESS);
	assert_int_equal(port->monotonic_ns(port) - before, 0);
	shows(&broken, "hang=3000000us count=1 # struck 1 of 2\n");
	/* It takes long, and then fails. */
	changes(&broken, "clear");
	changes(&broken, "fault " MEMORY_INFO " hang=20ms");
	changes(&broken, "fault " MEMORY_INFO " status=0x63");
	before = port->monotonic_ns(port);
	assert_int_equal(ask_memory(broken.gpu), NVML_ERROR_IN_USE);
	assert_int_equal(port->monotonic_ns(port) - before, 20000000);
	stop(&broken);
}

static nvmlReturn_t ask_ecc(nvmlDevice_t gpu)
{
	nvmlEnableState_t now, pending;

	return nvmlDeviceGetEccMode(gpu, &now, &pending);
}

/* 0x65 is 999; from 580 on the fourth and all after are 0x62 (_kgspRpcRecvPoll, bFatalError). */
static void firmware_does_not_answer(void **state)
{
	static const struct {
		const char *driver;
		nvmlReturn_t fourth;
	} rows[] = {{"580.142", NVML_ERROR_RESET_REQUIRED}, {"550.163.01", NVML_ERROR_UNKNOWN}};
	struct broken broken;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		run_on(&broken, rows[i].driver);
		assert_int_equal(ask_ecc(broken.other), NVML_SUCCESS);
		changes(&broken, "gsp-timeout 0");
		for (unsigned n = 0; n < 3; n++)
			assert_int_equal(ask_ecc(broken.other), NVML_ERROR_UNKNOWN);
		assert_int_equal(ask_ecc(broken.other), rows[i].fourth);
		/* What the kernel itself knows it still tells. */
		assert_int_equal(ask_memory(broken.other), NVML_SUCCESS);
		changes(&broken, "restore 0");
		assert_int_equal(ask_ecc(broken.other), NVML_SUCCESS);
		stop(&broken);
	}
}

/* Numbers with bit 15 go to firmware whatever they are (rmapi_deprecated_control.c). */
static void firmware_does_not_answer_what_is_its_own(void **state)
{
	struct bench bench;
	char text[SIM_CHANGE_TEXT];
	const struct rm_command *info = rm_command_info(RM_THERMAL_SYSTEM_EXECUTE_V2);
	uint32_t size = info->layouts[0].size;
	uint8_t params[8192] = {0};

	(void)state;
	bench_open(&bench, NULL);
	bench_node(&bench, 0);
	bench_objects(&bench, 0);
	assert_in_range(size, 1, sizeof(params));
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20808513, params, size),
			 0x1f); /* no instruction */
	assert_int_equal(sim_change(bench.sim, "gsp-timeout 0", text, sizeof(text)), 0);
	assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, 0x20808513, params, size), 0x65);
	bench_close(&bench);
}

/* The driver's own without firmware. */
static void no_firmware_no_timeout(void **state)
{
	struct bench bench;
	char yaml[4096], text[SIM_CHANGE_TEXT];

	(void)state;
	snprintf(yaml, sizeof(yaml), "kernel_module: proprietary\n%s", bench_machine);
	bench_open_text(&bench, yaml, NULL);
	assert_int_equal(sim_change(bench.sim, "gsp-timeout 0", text, sizeof(text)), -EOPNOTSUPP);
	bench_close(&bench);
}

/* The page. */

static uint64_t word_of(const struct broken *broken, enum rm_rusd_field field)
{
	const struct sim_gpu *gpu = &broken->bench.sim->gpus[0];
	const struct rm_rusd_cell *cell = &rm_rusd_layout_at(gpu->sim->release)->cells[field];
	uint64_t word = 0;

	memcpy(&word, gpu->rusd.page + cell->offset, cell->width);
	return word;
}

static void pass_ms(struct broken *broken, unsigned ms)
{
	broken->bench.port->sleep_us(broken->bench.port, ms * 1000);
}

static nvmlReturn_t ask_power(nvmlDevice_t gpu, unsigned *milliwatts)
{
	*milliwatts = 0;
	return nvmlDeviceGetPowerUsage(gpu, milliwatts);
}

/* transport.md 9: a word of all ones is a section being written. */
static void a_section_stays_open(void **state)
{
	struct broken broken;
	unsigned milliwatts;

	(void)state;
	run_on(&broken, NULL);
	assert_int_equal(ask_power(broken.other, &milliwatts), NVML_SUCCESS);
	changes(&broken, "torn 0 power");
	changes(&broken, "torn 0 instant_power busy");
	pass_ms(&broken, 300);
	assert_true(word_of(&broken, RM_RUSD_AVG_POWER_USAGE_TIMESTAMP) == UINT64_MAX);
	assert_true(word_of(&broken, RM_RUSD_PERF_DEV_UTIL_TIMESTAMP) != UINT64_MAX);
	assert_int_not_equal(ask_power(broken.other, &milliwatts), NVML_SUCCESS);
	assert_int_equal(milliwatts, 0);
	shows(&broken, "\ntorn 0 power busy\ntorn 0 instant_power busy\n");
	changes(&broken, "torn 0 whole");
	assert_int_equal(ask_power(broken.other, &milliwatts), NVML_SUCCESS);
	stop(&broken);
}

/* BAR1 lies under a word of the kernel's own: odd is being written, then as before but later. */
static void an_unpolled_section_stays_open(void **state)
{
	static const char *const drivers[] = {"535.288.01", "545.29.06", "550.163.01",
					      "555.58.02",  "560.35.03", "580.142"};
	struct broken broken;
	nvmlBAR1Memory_t bar1, torn;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		run_on(&broken, drivers[i]);
		assert_int_equal(nvmlDeviceGetBAR1MemoryInfo(broken.other, &bar1), NVML_SUCCESS);
		changes(&broken, "torn 0 bar1");
		if (nvmlDeviceGetBAR1MemoryInfo(broken.other, &torn) == NVML_SUCCESS)
			assert_memory_equal(&torn, &bar1, sizeof(bar1));
		changes(&broken, "torn 0 bar1 moving");
		for (unsigned n = 0; n < 50; n++) {
			pass_ms(&broken, 1);
			if (nvmlDeviceGetBAR1MemoryInfo(broken.other, &torn) == NVML_SUCCESS)
				assert_memory_equal(&torn, &bar1, sizeof(bar1));
		}
		changes(&broken, "clear");
		assert_int_equal(nvmlDeviceGetBAR1MemoryInfo(broken.other, &torn), NVML_SUCCESS);
		assert_memory_equal(&torn, &bar1, sizeof(bar1));
		stop(&broken);
	}
}

/* Rubbish lies in a section while its word says so; a reader sees what was there or nothing. */
static void a_section_moves(void **state)
{
	struct broken broken;
	unsigned milliwatts, known, seen = 0, open = 0;

	(void)state;
	run_on(&broken, NULL);
	changes(&broken, "set 0 power_instant_mw 59770"); /* as the average */
	pass_ms(&broken, 200);
	assert_int_equal(ask_power(broken.other, &known), NVML_SUCCESS);
	changes(&broken, "torn 0 moving");
	for (unsigned i = 0; i < 100; i++) {
		pass_ms(&broken, 1);
		bool is_open = word_of(&broken, RM_RUSD_INST_POWER_USAGE_TIMESTAMP) == UINT64_MAX;
		open += is_open;
		assert_true((word_of(&broken, RM_RUSD_INST_POWER_USAGE_INST_GPU_POWER) == known) !=
			    is_open);
		if (ask_power(broken.other, &milliwatts) != NVML_SUCCESS)
			continue;
		assert_int_equal(milliwatts, known);
		seen++;
	}
	assert_in_range(open, 1, 99);
	assert_true(seen > 50);
	/* Mended whatever state it is in. */
	for (unsigned i = 0; i < 3; i++) {
		changes(&broken, "torn 0 moving");
		pass_ms(&broken, 1 + i);
		changes(&broken, i == 1 ? "torn 0 busy" : "torn 0 whole");
		changes(&broken, "torn 0 whole");
		assert_int_equal(ask_power(broken.other, &milliwatts), NVML_SUCCESS);
		assert_int_equal(milliwatts, known);
		/* What firmware never wrote is as it was, too. */
		assert_int_equal(word_of(&broken, RM_RUSD_INST_POWER_USAGE_INST_MODULE_POWER), 0);
	}
	stop(&broken);
}

static void a_page_stands_still(void **state)
{
	static const char *const silent[] = {"lose 0", "gsp-timeout 0"};
	struct broken broken;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		unsigned milliwatts;

		run_on(&broken, NULL);
		assert_int_equal(ask_power(broken.other, &milliwatts), NVML_SUCCESS);
		changes(&broken, silent[i]);
		uint64_t word = word_of(&broken, RM_RUSD_AVG_POWER_USAGE_TIMESTAMP);
		pass_ms(&broken, 500);
		assert_true(word_of(&broken, RM_RUSD_AVG_POWER_USAGE_TIMESTAMP) == word);
		changes(&broken, "restore 0");
		pass_ms(&broken, 500);
		assert_true(word_of(&broken, RM_RUSD_AVG_POWER_USAGE_TIMESTAMP) != word);
		stop(&broken);
	}
}

/* Sizes and offsets: NV2080_CTRL_GPU_GET_NAME_STRING_PARAMS, ..._GET_PIDS_PARAMS (structs.tsv). */
static void replies_lie(void **state)
{
	static const struct {
		uint32_t number, size, offset;
		const char *lie;
		uint32_t words[2]; /* of the first reply and the fifth */
	} rows[] = {
	    {0x20800110, 132, 0, "text", {0x78787878, 0x78787878}},
	    {0x20800110, 132, 4, "text", {0x78787878, 0x78787878}},
	    {0x20800110, 132, 128, "ones", {0xffffffff, 0xffffffff}},
	    {0x20800110, 132, 4, "words", {0x7fffffff, 0x80000000}},
	    {0x2080018d, 3812, 8, "counts", {951, 0xffffffff}},
	};
	struct bench bench;
	char line[128], text[SIM_CHANGE_TEXT];
	uint8_t params[3812];

	(void)state;
	bench_open(&bench, NULL);
	bench_node(&bench, 0);
	bench_objects(&bench, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(line, sizeof(line), "fault 0x%x hostile=%s", rows[i].number, rows[i].lie);
		assert_int_equal(sim_change(bench.sim, line, text, sizeof(text)), 0);
		for (unsigned n = 0; n < 5; n++) {
			memset(params, 0, sizeof(params));
			assert_int_equal(bench_control(&bench, BENCH_SUBDEVICE, rows[i].number,
						       params, rows[i].size),
					 0);
			if (n % 4 == 0)
				assert_int_equal(bench_u32(params, rows[i].offset),
						 rows[i].words[n / 4]);
		}
		assert_int_equal(sim_change(bench.sim, "clear", text, sizeof(text)), 0);
	}
	bench_close(&bench);
}

static void bad_faults_are_refused(void **state)
{
	static const char *const lines[] = {
	    "fault",
	    "fault any",
	    "fault nonsense status=1",
	    "fault NV01_DEVICE_0 status=1",
	    "fault any status=0",
	    "fault any status=",
	    "fault any status=0x10000",
	    "fault any state=3",
	    "fault any hang",
	    "fault any hang=3",
	    "fault any hang=0s",
	    "fault any hostile=nonsense",
	    "fault any hostility",
	    "fault any status=1 every=0",
	    "fault any status=1 every=x",
	    "fault any status=1 gpu=2",
	    "fault any status=1 count=-1",
	    "fault any status=1 every=1 every=2",
	    "fault any status=1 nonsense=1",
	    "torn 0 nonsense",
	    "torn 0 power nonsense",
	    "torn 0 busy power",
	    "torn 2",
	    "gsp-timeout 2",
	    "clear nonsense",
	};
	struct broken broken;

	(void)state;
	run_on(&broken, NULL);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		is_refused(&broken, lines[i], EINVAL);
	for (unsigned i = 0; i < SIM_FAULTS_MAX; i++)
		changes(&broken, "fault any status=1 every=1000000");
	is_refused(&broken, "fault any status=1", ENOSPC);
	changes(&broken, "clear any");
	is_refused(&broken, "clear any", ENOENT);
	stop(&broken);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(a_control_is_refused),
	    BENCH_CASE(an_unknown_control_is_refused),
	    BENCH_CASE(a_control_takes_long),
	    BENCH_CASE(firmware_does_not_answer),
	    BENCH_CASE(firmware_does_not_answer_what_is_its_own),
	    BENCH_CASE(no_firmware_no_timeout),
	    BENCH_CASE(a_section_stays_open),
	    BENCH_CASE(an_unpolled_section_stays_open),
	    BENCH_CASE(a_section_moves),
	    BENCH_CASE(a_page_stands_still),
	    BENCH_CASE(replies_lie),
	    BENCH_CASE(bad_faults_are_refused),
	};

	return cmocka_run_group_tests_name("sim-fault", cases, NULL, NULL);
}
