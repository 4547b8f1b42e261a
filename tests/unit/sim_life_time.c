/* SPDX-License-Identifier: MIT */
/* The machine's own time: scaled, stepped, and the same however it is cut. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "life_bench.h"
#include "sim/driver.h"

#define EPOCH_S 1700000000ull
#define S_NS 1000000000ull
#define PAGE_SIZE 2600 /* of 580.142, transport.md 9.1 */

#define MACHINE(head)                                                                              \
	"name: life\n"                                                                             \
	"driver: 580.142\n"                                                                        \
	"seed: 7\n" head "models:\n"                                                               \
	"  - id: a100\n"                                                                           \
	"    name: NVIDIA A100-SXM4-80GB\n"                                                        \
	"    chip: GA100\n"                                                                        \
	"    pci_device: 0x20b2\n"                                                                 \
	"    memory_mib: 81920\n"                                                                  \
	"    reserved_mib: 600\n"                                                                  \
	"    bar1_mib: 131072\n"                                                                   \
	"    pcie_max_gen: 4\n"                                                                    \
	"    pcie_max_width: 16\n"                                                                 \
	"    power_default_mw: 400000\n"                                                           \
	"    max_graphics_mhz: 1410\n"                                                             \
	"    ecc_capable: true\n"                                                                  \
	"    ecc_enabled: true\n"                                                                  \
	"    poll_interval_ms: 100\n"                                                              \
	"    nvlink: {links: 12, version: 5, line_rate_mbps: 50000, lanes: 4}\n"                   \
	"    physics: {ecc_dram_corrected_per_hour: 7200}\n"                                       \
	"    idle: {temperature_c: 25, memory_temperature_c: 43, power_mw: 50000, pstate: 0,\n"    \
	"           graphics_mhz: 210, memory_mhz: 1593, gpu_percent: 0, memory_percent: 0,\n"     \
	"           encoder_percent: 0, throttle_reasons: 1}\n"                                    \
	"gpus:\n"                                                                                  \
	"  - {model: a100, pci: \"00000000:68:00.0\", accounting: true, processes: [\n"            \
	"      {pid: 11, name: early, memory_mib: 100, sm_percent: 40, end_ms: 4000},\n"           \
	"      {pid: 12, name: late, memory_mib: 200, start_ms: 1500, end_ms: 4050,\n"             \
	"       sm_percent: 50, memory_percent: 20, load: {shape: constant, high_percent: 60},\n"  \
	"       memory_grow_mib_per_s: 100, memory_end_mib: 350},\n"                               \
	"      {pid: 13, name: restless, memory_mib: 5, start_ms: 2345,\n"                         \
	"       load: {shape: random, period_ms: 700, low_percent: 3, high_percent: 49}},\n"       \
	"      {pid: 14, name: wave, memory_mib: 5, memory_percent: 30, sm_percent: 30,\n"         \
	"       encoder_percent: 60, load: {shape: sine, period_ms: 5300}}]}\n"                    \
	"  - {model: a100, pci: \"00000000:69:00.0\", processes: [\n"                              \
	"      {pid: 13, name: restless, start_ms: 2345,\n"                                        \
	"       load: {shape: random, period_ms: 700, low_percent: 3, high_percent: 49}}]}\n"

static const char stepped[] = MACHINE("time: {stepped: true, epoch_s: 1700000000}\n");
static const char scaled[] = MACHINE("time: {scale: 10, epoch_s: 1700000000}\n");

static uint64_t newest_sample_us(struct life *life)
{
	nvmlSample_t samples[120];
	nvmlValueType_t type;
	unsigned count = 120;

	assert_int_equal(nvmlDeviceGetSamples(life->device, NVML_GPU_UTILIZATION_SAMPLES, 0, &type,
					      &count, samples),
			 NVML_SUCCESS);
	uint64_t newest = 0;
	for (unsigned i = 0; i < count; i++)
		if (samples[i].timeStamp > newest)
			newest = samples[i].timeStamp;
	return newest;
}

static void steps_alone_move_stepped_time(void **state)
{
	struct life life;

	(void)state;
	life_open(&life, stepped);
	uint64_t host = life.bench.port->monotonic_ns(life.bench.port);
	/* A page is there at once: the host's time, in which one would wait, stands for nothing. */
	assert_int_equal(life_celsius(&life), 25);
	assert_int_equal(life.bench.port->monotonic_ns(life.bench.port), host);
	life_pass_ms(&life, 5000);
	assert_int_equal(sim_age_ns(life.bench.sim), 0);
	life_step_ms(&life, 1499);
	assert_int_equal(life_processes(&life), 2);
	life_step_ms(&life, 1);
	assert_int_equal(sim_age_ns(life.bench.sim), 1500 * 1000000ull);
	assert_int_equal(life_processes(&life), 3);
	assert_int_equal(sim_step(life.bench.sim, 32ull * 24 * 3600 * S_NS), -EINVAL);
	life_close(&life);
}

static void unstepped_time_takes_no_steps(void **state)
{
	struct life life;

	(void)state;
	life_open(&life, scaled);
	assert_int_equal(sim_step(life.bench.sim, 1), -EINVAL);
	life_close(&life);
}

/* All that the driver tells as time is the machine's: samples, accounts, the clock itself. */
static void time_runs_ten_times_as_fast(void **state)
{
	struct life life;
	nvmlAccountingStats_t stats;

	(void)state;
	life_open(&life, scaled);
	assert_int_equal(sim_age_ns(life.bench.sim), 0);
	life_pass_ms(&life, 140);
	assert_int_equal(sim_age_ns(life.bench.sim), 1400 * 1000000ull);
	assert_int_equal(life_processes(&life), 2);
	life_pass_ms(&life, 20);
	assert_int_equal(life_processes(&life), 3);
	assert_true(life_has_file(&life, "/proc/12/cmdline"));
	life_pass_ms(&life, 340);
	assert_int_equal(sim_age_ns(life.bench.sim), 5 * S_NS);
	assert_false(life_has_file(&life, "/proc/12/cmdline"));
	uint64_t newest = newest_sample_us(&life);
	assert_in_range(newest, EPOCH_S * 1000000 + 5000000 - 166000, EPOCH_S * 1000000 + 5000000);
	assert_int_equal(nvmlDeviceGetAccountingStats(life.device, 12, &stats), NVML_SUCCESS);
	assert_int_equal(stats.startTime, EPOCH_S * 1000000 + 1500000);
	assert_int_equal(stats.time, 2550);
	life_close(&life);
}

static void events_follow_the_machine(void **state)
{
	static const char machine[] = MACHINE(
	    "time: {scale: 10}\nevents: [{at_ms: 5000, xid: 63}, {at_ms: 2500, xid: 62}]\n");
	struct life life;
	nvmlEventSet_t set;
	nvmlEventData_t data;

	(void)state;
	life_open(&life, machine);
	uint64_t host = life.bench.port->monotonic_ns(life.bench.port);
	assert_int_equal(nvmlEventSetCreate(&set), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceRegisterEvents(life.device, nvmlEventTypeXidCriticalError, set),
			 NVML_SUCCESS);
	for (unsigned i = 1; i <= 2; i++) {
		assert_int_equal(nvmlEventSetWait_v2(set, &data, 1000), NVML_SUCCESS);
		assert_int_equal(data.eventData, 61 + i);
		uint64_t now = life.bench.port->monotonic_ns(life.bench.port);
		assert_in_range(now - host, i * 250000000, i * 250000000 + 20000000);
	}
	assert_int_equal(nvmlEventSetFree(set), NVML_SUCCESS);
	life_close(&life);
}

/* Not as memory, for the bytes between fields are anybody's. */
static void assert_same_account(const struct machine_account *a, const struct machine_account *b)
{
	assert_int_equal(a->pid, b->pid);
	assert_int_equal(a->gpu_percent, b->gpu_percent);
	assert_int_equal(a->memory_percent, b->memory_percent);
	assert_int_equal(a->max_memory_mib, b->max_memory_mib);
	assert_int_equal(a->start_us, b->start_us);
	assert_int_equal(a->end_us, b->end_us);
}

/* One machine jumps, the other creeps and is asked all the time. */
static void assert_same(struct life *one, struct life *other)
{
	for (unsigned g = 0; g < 2; g++) {
		struct sim_gpu *a = sim_gpu_at(one->bench.sim, g);
		struct sim_gpu *b = sim_gpu_at(other->bench.sim, g);
		struct sim_counters c = sim_body_counters(a), d = sim_body_counters(b);

		assert_memory_equal(&a->state, &b->state, sizeof(a->state));
		assert_memory_equal(&c, &d, sizeof(c));
		assert_int_equal(a->processes_count, b->processes_count);
		for (uint32_t i = 0; i < a->processes_count; i++) {
			assert_int_equal(a->processes[i].pid, b->processes[i].pid);
			assert_int_equal(a->processes[i].sm_percent, b->processes[i].sm_percent);
			assert_int_equal(a->processes[i].memory_mib, b->processes[i].memory_mib);
		}
		assert_int_equal(a->accounts_count, b->accounts_count);
		for (uint32_t i = 0; i < a->accounts_count; i++)
			assert_same_account(&a->accounts[i], &b->accounts[i]);
	}
}

static void jump(const char *machine, struct life *life, uint64_t ns)
{
	life_open(life, machine);
	assert_int_equal(life_percent(life), 40);
	if (machine == stepped)
		assert_int_equal(sim_step(life->bench.sim, ns), 0);
	else
		sim_port_set_clock(life->bench.port, S_NS + ns / 10);
}

static void cutting_time_changes_nothing(void **state)
{
	static const char *const machines[] = {stepped, scaled};
	const uint64_t whole_ns = 61234567890;

	(void)state;
	for (unsigned m = 0; m < 2; m++) {
		struct life one, other;
		uint64_t done_ns = 0;

		/* One after the other: the library has one machine at a time. */
		jump(machines[m], &one, whole_ns);
		struct sim *jumped = one.bench.sim;
		uint64_t newest_us = newest_sample_us(&one);
		uint8_t page[PAGE_SIZE];
		memcpy(page, one.gpu->rusd.page, sizeof(page));
		assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
		life_open(&other, machines[m]);
		assert_int_equal(life_percent(&other), 40);
		for (uint64_t i = 0; done_ns < whole_ns; i++) {
			uint64_t ns = sim_chance(3, i) % (i % 4 ? 8000000 : 400000000) * 10;

			/* Small ones at the end: a poll that is late there shows. */
			if (done_ns + ns > whole_ns - 90000000)
				ns = done_ns < whole_ns - 90000000 ? whole_ns - 90000000 - done_ns
								   : 30000000;
			done_ns += ns;
			if (m == 0)
				assert_int_equal(sim_step(other.bench.sim, ns), 0);
			else
				sim_port_set_clock(other.bench.port, S_NS + done_ns / 10);
			if (i % 7 == 0)
				life_milliwatts(&other);
		}
		assert_int_equal(sim_age_ns(other.bench.sim), sim_age_ns(jumped));
		assert_same(&one, &other);
		/* The page was written at the same times, with the same readings. */
		assert_memory_equal(other.gpu->rusd.page, page, sizeof(page));
		assert_int_equal(newest_sample_us(&other), newest_us);
		life_close(&other);
		bench_close(&one.bench);
	}
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(steps_alone_move_stepped_time), BENCH_CASE(unstepped_time_takes_no_steps),
	    BENCH_CASE(time_runs_ten_times_as_fast),   BENCH_CASE(events_follow_the_machine),
	    BENCH_CASE(cutting_time_changes_nothing),
	};

	return cmocka_run_group_tests_name("sim-life-time", cases, NULL, NULL);
}
