/* SPDX-License-Identifier: MIT */
/*
 * Readings that move: loads by their definitions, heat by the closed solution of
 * dT/dt = (T_end - T) / tau, clocks by the power that they may draw. Bits of reasons are NVML's.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "life_bench.h"
#include "sim/driver.h"

/* Idle at 30 degrees with 50 W; full load draws 400 W and leads to 80 degrees. */
#define MODEL(more)                                                                                \
	"  - id: a100\n"                                                                           \
	"    name: NVIDIA A100-SXM4-80GB\n"                                                        \
	"    chip: GA100\n"                                                                        \
	"    pci_device: 0x20b2\n"                                                                 \
	"    memory_mib: 81920\n"                                                                  \
	"    reserved_mib: 600\n"                                                                  \
	"    pcie_max_gen: 4\n"                                                                    \
	"    pcie_max_width: 16\n"                                                                 \
	"    power_default_mw: 400000\n"                                                           \
	"    max_graphics_mhz: 1410\n"                                                             \
	"    max_sm_mhz: 1410\n"                                                                   \
	"    max_memory_mhz: 1593\n"                                                               \
	"    ecc_capable: true\n"                                                                  \
	"    ecc_enabled: true\n"                                                                  \
	"    poll_interval_ms: 100\n"                                                              \
	"    nvlink: {links: 2, version: 5, line_rate_mbps: 50000, lanes: 4, bytes_per_s: 0}\n"    \
	"    physics: {full_temperature_c: 80, thermal_ms: 20000" more "}\n"                       \
	"    idle: {temperature_c: 30, memory_temperature_c: 40, power_mw: 50000, pstate: 8,\n"    \
	"           graphics_mhz: 210, memory_mhz: 1215, gpu_percent: 0, memory_percent: 0,\n"     \
	"           encoder_percent: 0, decoder_percent: 0, fan_rpm: 1000, throttle_reasons: 1,\n" \
	"           pcie_gen: 1}\n"

#define MACHINE(head, physics, processes)                                                          \
	"name: life\n"                                                                             \
	"driver: 580.142\n" head "models:\n" MODEL(physics) "gpus:\n"                              \
							    "  - {model: a100, pci: "              \
							    "\"00000000:68:00.0\", processes: "    \
							    "[" processes "]}\n"

#define STEPPED "time: {stepped: true, epoch_s: 1700000000}\nlife: true\n"
#define FULL_LOAD "{pid: 5, name: burn, memory_mib: 100, sm_percent: 100, start_ms: 1000}"

static const double idle_c = 30, full_c = 80, idle_mw = 50000, full_mw = 400000, top_mhz = 1410;

static double final_c(double mw)
{
	return idle_c + (mw - idle_mw) / (full_mw - idle_mw) * (full_c - idle_c);
}

static double drawn_mw(double load, double mhz)
{
	double ratio = mhz / top_mhz;

	return idle_mw + (full_mw - idle_mw) * load * ratio * ratio * ratio;
}

static void loads_have_their_shapes(void **state)
{
	static char ramp[] = "ramp", sine[] = "sine", square[] = "square", even[] = "constant";
	static const struct {
		const char *shape;
		uint64_t ms;
		uint32_t percent;
	} rows[] = {
	    {ramp, 0, 20},      {ramp, 250, 35},    {ramp, 999, 80},    {ramp, 1000, 80},
	    {ramp, 90000, 80},  {sine, 0, 20},      {sine, 250, 50},    {sine, 500, 80},
	    {sine, 750, 50},    {sine, 1125, 29},   {square, 0, 80},    {square, 499, 80},
	    {square, 500, 20},  {square, 1000, 80}, {square, 1999, 20}, {even, 0, 80},
	    {even, 123456, 80},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct machine_load load = {(char *)rows[i].shape, 1000, 20, 80};

		if (sim_load_percent(&load, 1, rows[i].ms) != rows[i].percent)
			fail_msg("%s at %u ms: %u", rows[i].shape, (unsigned)rows[i].ms,
				 sim_load_percent(&load, 1, rows[i].ms));
	}
}

/* Every value of the range comes, about equally often; by seed, and for a period. */
static void chance_is_even_and_repeats(void **state)
{
	static char shape[] = "random";
	struct machine_load load = {shape, 1000, 10, 19};
	unsigned seen[20] = {0}, differ = 0;

	(void)state;
	for (uint64_t ms = 0; ms < 10000000; ms += 1000) {
		uint32_t percent = sim_load_percent(&load, 1, ms);

		assert_in_range(percent, 10, 19);
		assert_int_equal(sim_load_percent(&load, 1, ms + 999), percent);
		differ += sim_load_percent(&load, 2, ms) != percent;
		seen[percent]++;
	}
	for (unsigned i = 10; i < 20; i++)
		assert_in_range(seen[i], 850, 1150);
	assert_in_range(differ, 8500, 9500);
}

static void use_is_the_sum_of_processes(void **state)
{
	static const char machine[] =
	    MACHINE(STEPPED, "",
		    "{pid: 5, name: a, memory_mib: 100, sm_percent: 40, memory_percent: 30},"
		    "{pid: 6, name: b, memory_mib: 100, sm_percent: 50, decoder_percent: 20,"
		    " load: {shape: constant, high_percent: 50}},"
		    "{pid: 7, name: c, memory_mib: 100, sm_percent: 90, start_ms: 500}");
	struct life life;
	nvmlUtilization_t use;
	unsigned percent, period;

	(void)state;
	life_open(&life, machine);
	assert_int_equal(nvmlDeviceGetUtilizationRates(life.device, &use), NVML_SUCCESS);
	assert_int_equal(use.gpu, 40 + 25);
	assert_int_equal(use.memory, 30);
	assert_int_equal(nvmlDeviceGetDecoderUtilization(life.device, &percent, &period),
			 NVML_SUCCESS);
	assert_int_equal(percent, 10);
	assert_int_equal(life_graphics_mhz(&life), 1410);
	life_step_ms(&life, 600);
	assert_int_equal(life_percent(&life), 100);
	life_close(&life);
}

/* What samples tell of the past is what was, not what is. */
static void samples_remember(void **state)
{
	static const char machine[] =
	    MACHINE(STEPPED, "", "{pid: 5, name: a, sm_percent: 40, end_ms: 3000}");
	nvmlSample_t samples[120];
	nvmlValueType_t type;
	unsigned count = 120, busy = 0;
	struct life life;

	(void)state;
	life_open(&life, machine);
	life_step_ms(&life, 5000);
	assert_int_equal(nvmlDeviceGetSamples(life.device, NVML_GPU_UTILIZATION_SAMPLES, 0, &type,
					      &count, samples),
			 NVML_SUCCESS);
	for (unsigned i = 0; i < count; i++) {
		bool while_it_ran = samples[i].timeStamp < 1700000003 * 1000000ull;

		busy += while_it_ran;
		assert_int_equal(samples[i].sampleValue.uiVal, while_it_ran ? 40 : 0);
	}
	assert_in_range(count - busy, 11, 13); /* two seconds of six a second */
	life_close(&life);
}

static void heat_follows_the_closed_solution(void **state)
{
	static const char machine[] = MACHINE(STEPPED, "", FULL_LOAD);
	static const unsigned seconds[] = {2, 3, 5, 9, 20, 41, 200};
	struct life life;
	uint64_t now_ms = 0;

	(void)state;
	life_open(&life, machine);
	assert_int_equal(life_celsius(&life), 30);
	for (unsigned i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++) {
		life_step_ms(&life, seconds[i] * 1000 - now_ms);
		now_ms = seconds[i] * 1000;
		double expected = final_c(400000) +
				  (30 - final_c(400000)) * exp(-(double)(now_ms - 1000) / 20000);

		assert_true(fabs(life_celsius(&life) - expected) <= 0.5 + 1e-9);
	}
	assert_int_equal(life_celsius(&life), 80);
	assert_int_equal(life_milliwatts(&life), 400000);
	/* And back. */
	assert_int_equal(sim_process_end(life.gpu, 5), 0);
	life_step_ms(&life, 14000);
	assert_true(fabs(life_celsius(&life) - (30 + 50 * exp(-0.7))) <= 0.5);
	assert_int_equal(life_milliwatts(&life), 50000);
	life_close(&life);
}

static void load_wakes_the_board(void **state)
{
	static const char machine[] = MACHINE(STEPPED, "", FULL_LOAD);
	struct life life;
	nvmlPstates_t pstate;
	unsigned generation, mhz, rpm;
	nvmlFanSpeedInfo_t fan = {.version = nvmlFanSpeedInfo_v1, .fan = 0};

	(void)state;
	life_open(&life, machine);
	for (unsigned busy = 0; busy < 2; busy++) {
		assert_int_equal(nvmlDeviceGetPerformanceState(life.device, &pstate), NVML_SUCCESS);
		assert_int_equal(pstate, busy ? 0 : 8);
		assert_int_equal(life_graphics_mhz(&life), busy ? 1410 : 210);
		assert_int_equal(nvmlDeviceGetClockInfo(life.device, NVML_CLOCK_MEM, &mhz),
				 NVML_SUCCESS);
		assert_int_equal(mhz, busy ? 1593 : 1215);
		assert_int_equal(nvmlDeviceGetCurrPcieLinkGeneration(life.device, &generation),
				 NVML_SUCCESS);
		assert_int_equal(generation, busy ? 4 : 1);
		assert_int_equal(life_reasons(&life), busy ? 0 : nvmlClocksEventReasonGpuIdle);
		life_step_ms(&life, 2000);
	}
	life_step_ms(&life, 300000);
	/* Between 1000 turns at 30 degrees and 3000 at 88: (80 - 30) / (88 - 30) of the way. */
	assert_int_equal(nvmlDeviceGetFanSpeedRPM(life.device, &fan), NVML_SUCCESS);
	rpm = fan.speed;
	assert_in_range(rpm, 2723, 2725);
	life_close(&life);
}

/* The fastest clock, in steps of 15 MHz, whose power is within the limit. */
static void a_limit_slows_clocks(void **state)
{
	static const char machine[] = MACHINE(STEPPED, "", FULL_LOAD);
	static const unsigned limits[] = {399999, 300000, 200000, 100000};
	struct life life;
	const char *error;
	char text[16];
	nvmlViolationTime_t time;

	(void)state;
	life_open(&life, machine);
	life_step_ms(&life, 3000);
	for (unsigned i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		snprintf(text, sizeof(text), "%u", limits[i]);
		assert_int_equal(sim_gpu_set(life.gpu, "power_limit_mw", text, &error), 0);
		life_step_ms(&life, 2000);
		unsigned mhz = life_graphics_mhz(&life);
		assert_int_equal((1410 - mhz) % 15, 0);
		assert_true(drawn_mw(1, mhz) <= limits[i]);
		assert_true(drawn_mw(1, mhz + 15) > limits[i]);
		assert_true(fabs(life_milliwatts(&life) - drawn_mw(1, mhz)) <= 1);
		assert_int_equal(life_reasons(&life), nvmlClocksEventReasonSwPowerCap);
	}
	/* 200 W is above the base clock of 987 MHz; with 100 W it was below for two seconds. */
	assert_int_equal(
	    nvmlDeviceGetViolationStatus(life.device, NVML_PERF_POLICY_TOTAL_BASE_CLOCKS, &time),
	    NVML_SUCCESS);
	assert_int_equal(time.violationTime, 2000000000);
	assert_int_equal(sim_gpu_release(life.gpu, "power_limit_mw"), 0);
	life_step_ms(&life, 2000);
	assert_int_equal(life_graphics_mhz(&life), 1410);
	assert_int_equal(life_reasons(&life), 0);
	life_close(&life);
}

/* A board that would reach 120 degrees stays about where slowing begins. */
static void heat_slows_clocks(void **state)
{
	static const char machine[] = MACHINE(
	    STEPPED, ", slowdown_temperature_c: 70, hw_slowdown_temperature_c: 85", FULL_LOAD);
	struct life life;
	const char *error;

	(void)state;
	life_open(&life, machine);
	life_step_ms(&life, 20000);
	assert_true(life_celsius(&life) < 70);
	assert_int_equal(life_reasons(&life), 0);
	life_step_ms(&life, 400000);
	assert_in_range(life_celsius(&life), 68, 71);
	assert_int_equal(life_reasons(&life), nvmlClocksEventReasonSwThermalSlowdown);
	assert_in_range(life_graphics_mhz(&life), 1000, 1395);
	assert_int_equal(sim_gpu_set(life.gpu, "temperature_c", "85", &error), 0);
	life_step_ms(&life, 100);
	assert_int_equal(life_reasons(&life), nvmlClocksThrottleReasonHwSlowdown |
						  nvmlClocksThrottleReasonHwThermalSlowdown |
						  nvmlClocksEventReasonSwThermalSlowdown);
	assert_true(life_graphics_mhz(&life) <= 705);
	assert_int_equal(sim_gpu_set(life.gpu, "temperature_c", "40", &error), 0);
	life_step_ms(&life, 60000);
	assert_int_equal(life_celsius(&life), 40);
	assert_int_equal(life_graphics_mhz(&life), 1410);
	assert_int_equal(life_reasons(&life), 0);
	/* Heat goes on from where it was held. */
	assert_int_equal(sim_gpu_release(life.gpu, "temperature_c"), 0);
	life_step_ms(&life, 1000);
	assert_in_range(life_celsius(&life), 41, 43);
	life_close(&life);
}

static void what_is_held_stays(void **state)
{
	static const char machine[] = MACHINE(STEPPED, "", FULL_LOAD);
	struct life life;
	const char *error;

	(void)state;
	life_open(&life, machine);
	assert_int_equal(sim_gpu_set(life.gpu, "gpu_percent", "50", &error), 0);
	life_step_ms(&life, 5000);
	assert_int_equal(life_percent(&life), 50);
	/* and power follows what is held */
	assert_true(fabs(life_milliwatts(&life) - drawn_mw(0.5, top_mhz)) <= 1);
	assert_int_equal(sim_gpu_set(life.gpu, "power_mw", "123456", &error), 0);
	assert_int_equal(sim_gpu_set(life.gpu, "power_instant_mw", "123456", &error), 0);
	life_step_ms(&life, 1000);
	assert_int_equal(life_milliwatts(&life), 123456);
	assert_int_equal(sim_gpu_release(life.gpu, NULL), 0);
	life_step_ms(&life, 2000);
	assert_int_equal(life_percent(&life), 100);
	assert_int_equal(life_milliwatts(&life), 400000);
	life_close(&life);
}

static void memory_grows_to_its_end(void **state)
{
	static const char machine[] =
	    MACHINE(STEPPED, "",
		    "{pid: 5, name: leak, memory_mib: 100, memory_grow_mib_per_s: 1000,"
		    " memory_end_mib: 2600, start_ms: 1000},"
		    "{pid: 6, name: hog, memory_mib: 1, memory_grow_mib_per_s: 40000,"
		    " start_ms: 10000}");
	struct life life;

	(void)state;
	life_open(&life, machine);
	assert_int_equal(life_used_mib(&life), 0);
	life_step_ms(&life, 1000);
	assert_int_equal(life_used_mib(&life), 100);
	life_step_ms(&life, 1500);
	assert_int_equal(life_used_mib(&life), 1600);
	life_step_ms(&life, 5000);
	assert_int_equal(life_used_mib(&life), 2600);
	life_step_ms(&life, 10000);
	assert_int_equal(life_used_mib(&life), 81920 - 600);
	life_close(&life);
}

/* A mean over its life: two of four seconds at 80 percent, two at 20. */
static void accounts_have_means(void **state)
{
	static const char machine[] = MACHINE(
	    STEPPED, "",
	    "{pid: 5, name: a, memory_mib: 10, sm_percent: 80, memory_percent: 40, start_ms: 1000,"
	    " end_ms: 5000, load: {shape: square, period_ms: 4000, low_percent: 25}}");
	struct life life;
	nvmlAccountingStats_t stats;

	(void)state;
	life_open(&life, machine);
	sim_port_set_admin(life.bench.port, true);
	assert_int_equal(nvmlDeviceSetAccountingMode(life.device, NVML_FEATURE_ENABLED),
			 NVML_SUCCESS);
	life_step_ms(&life, 2000);
	assert_int_equal(nvmlDeviceGetAccountingStats(life.device, 5, &stats), NVML_SUCCESS);
	assert_int_equal(stats.gpuUtilization, 80);
	assert_int_equal(stats.isRunning, 1);
	life_step_ms(&life, 9000);
	assert_int_equal(nvmlDeviceGetAccountingStats(life.device, 5, &stats), NVML_SUCCESS);
	assert_in_range(stats.gpuUtilization, 49, 51);
	assert_in_range(stats.memoryUtilization, 24, 26);
	assert_int_equal(stats.time, 4000);
	assert_int_equal(stats.isRunning, 0);
	life_close(&life);
}

/* Half a load carries half the traffic: 1 GB/s each on links, 0.25 and 0.5 on the bus. */
static void traffic_follows_load(void **state)
{
	static const char machine[] =
	    MACHINE("life: true\n",
		    ", nvlink_bytes_per_s: 2000000000, pcie_tx_bytes_per_s: 500000000,"
		    " pcie_rx_bytes_per_s: 1000000000",
		    "{pid: 5, name: a, sm_percent: 50}");
	nvmlFieldValue_t field = {.fieldId = NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, .scopeId = 0};
	struct life life;
	uint64_t kib[2];
	unsigned kbps;

	(void)state;
	life_open(&life, machine);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(nvmlDeviceGetFieldValues(life.device, 1, &field), NVML_SUCCESS);
		assert_int_equal(field.nvmlReturn, NVML_SUCCESS);
		kib[i] = field.value.ullVal;
		life_pass_ms(&life, 2000);
	}
	assert_in_range(kib[1] - kib[0], 2000000000 / 1024 - 1000, 2000000000 / 1024 + 1000);
	assert_int_equal(nvmlDeviceGetPcieThroughput(life.device, NVML_PCIE_UTIL_TX_BYTES, &kbps),
			 NVML_SUCCESS);
	assert_in_range(kbps, 250000 + 2400 - 10, 250000 + 2400 + 10);
	assert_int_equal(nvmlDeviceGetPcieThroughput(life.device, NVML_PCIE_UTIL_RX_BYTES, &kbps),
			 NVML_SUCCESS);
	assert_in_range(kbps, 500000 + 2200 - 10, 500000 + 2200 + 10);
	/* 10.08 s so far: W s are energy, which no published control tells. */
	life_pass_ms(&life, 5960);
	double expected = drawn_mw(0.5, top_mhz) * (double)sim_age_ns(life.bench.sim) / 1e9;
	assert_true(fabs(sim_body_counters(life.gpu).energy_mj - expected) < expected * 1e-9);
	life_close(&life);
}

static uint64_t errors(struct life *life, nvmlMemoryErrorType_t type)
{
	unsigned long long count;

	assert_int_equal(nvmlDeviceGetTotalEccErrors(life->device, type, NVML_VOLATILE_ECC, &count),
			 NVML_SUCCESS);
	return count;
}

/* 3600 an hour are one a second: 1000 of them, give or take five deviations of 30. */
static void errors_come_by_their_rate(void **state)
{
	static const char machines[2][2048] = {
	    MACHINE(STEPPED "seed: 1\n",
		    ", ecc_dram_corrected_per_hour: 3600, ecc_sram_uncorrected_per_hour: 36000",
		    ""),
	    MACHINE(STEPPED "seed: 2\n",
		    ", ecc_dram_corrected_per_hour: 3600, ecc_sram_uncorrected_per_hour: 36000",
		    "")};
	uint64_t corrected[3];

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		struct life life;

		life_open(&life, machines[i % 2]);
		assert_int_equal(errors(&life, NVML_MEMORY_ERROR_TYPE_CORRECTED), 0);
		life_step_ms(&life, 1000000);
		corrected[i] = errors(&life, NVML_MEMORY_ERROR_TYPE_CORRECTED);
		assert_in_range(corrected[i], 850, 1150);
		assert_int_equal(errors(&life, NVML_MEMORY_ERROR_TYPE_UNCORRECTED), 10000);
		life_close(&life);
	}
	assert_int_equal(corrected[0], corrected[2]);
	assert_int_not_equal(corrected[0], corrected[1]);
}

static void a_new_pstate_is_an_event(void **state)
{
	static const char machine[] =
	    MACHINE("life: true\n", "", "{pid: 5, name: a, sm_percent: 9, start_ms: 700}");
	struct life life;
	nvmlEventSet_t set;
	nvmlEventData_t data;

	(void)state;
	life_open(&life, machine);
	assert_int_equal(nvmlEventSetCreate(&set), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceRegisterEvents(life.device, nvmlEventTypePState, set),
			 NVML_SUCCESS);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 600), NVML_ERROR_TIMEOUT);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 200), NVML_SUCCESS);
	assert_int_equal(data.eventType, nvmlEventTypePState);
	assert_int_equal(nvmlEventSetFree(set), NVML_SUCCESS);
	life_close(&life);
}

/* What the board never told it does not begin to tell, however busy it is. */
static void absent_readings_stay_absent(void **state)
{
	static const char machine[] =
	    "name: life\n"
	    "driver: 580.142\n" STEPPED "models:\n"
	    "  - {id: bare, name: B, chip: AD102, pci_device: 0x2684, memory_mib: 1000}\n"
	    "gpus:\n"
	    "  - {model: bare, pci: \"00000000:68:00.0\", processes: [{pid: 5, name: a,"
	    " sm_percent: 90}]}\n";
	struct life life;

	(void)state;
	life_open(&life, machine);
	struct machine_state before = life.gpu->state;
	life_step_ms(&life, 60000);
	before.throttle_reasons = life.gpu->state.throttle_reasons;
	assert_memory_equal(&before, &life.gpu->state, sizeof(before));
	life_close(&life);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(loads_have_their_shapes),
	    BENCH_CASE(chance_is_even_and_repeats),
	    BENCH_CASE(use_is_the_sum_of_processes),
	    BENCH_CASE(samples_remember),
	    BENCH_CASE(heat_follows_the_closed_solution),
	    BENCH_CASE(load_wakes_the_board),
	    BENCH_CASE(a_limit_slows_clocks),
	    BENCH_CASE(heat_slows_clocks),
	    BENCH_CASE(what_is_held_stays),
	    BENCH_CASE(memory_grows_to_its_end),
	    BENCH_CASE(accounts_have_means),
	    BENCH_CASE(traffic_follows_load),
	    BENCH_CASE(errors_come_by_their_rate),
	    BENCH_CASE(a_new_pstate_is_an_event),
	    BENCH_CASE(absent_readings_stay_absent),
	};

	return cmocka_run_group_tests_name("sim-life-moves", cases, NULL, NULL);
}
