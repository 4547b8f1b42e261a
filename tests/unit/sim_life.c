/* SPDX-License-Identifier: MIT */
/*
 * A machine that changes while it runs, as a program sees it through the public API and in files.
 * What accounting keeps, and how much of it, is gpu_acct.c's.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "life_bench.h"

static const char plain[] =
    "name: life\n"
    "driver: 580.142\n"
    "models:\n"
    "  - id: a100\n"
    "    name: NVIDIA A100-SXM4-80GB\n"
    "    chip: GA100\n"
    "    pci_device: 0x20b2\n"
    "    memory_mib: 81920\n"
    "    reserved_mib: 600\n"
    "    bar1_mib: 131072\n"
    "    pcie_max_gen: 4\n"
    "    pcie_max_width: 16\n"
    "    power_default_mw: 400000\n"
    "    poll_interval_ms: 100\n"
    "    idle: {temperature_c: 25, power_mw: 50000, pstate: 0, graphics_mhz: 210,\n"
    "           memory_mhz: 1593, gpu_percent: 7, memory_percent: 3}\n"
    "gpus:\n"
    "  - {model: a100, pci: \"00000000:68:00.0\", accounting: true,\n"
    "     processes: [{pid: 4711, name: /usr/bin/first, memory_mib: 1024, sm_percent: 31}]}\n"
    "  - {model: a100, pci: \"00000000:69:00.0\"}\n";

static struct machine_process some_process(uint32_t pid)
{
	static char name[] = "/opt/second --fast", type[] = "C";

	return (struct machine_process){.pid = pid,
					.name = name,
					.type = type,
					.memory_mib = 2048,
					.sm_percent = 53,
					.memory_percent = 11,
					.gpu_instance = -1,
					.compute_instance = -1};
}

static void a_process_starts(void **state)
{
	struct machine_process process = some_process(4712);
	struct life life;
	nvmlProcessInfo_t infos[8];
	unsigned count = 8;
	char line[32];

	(void)state;
	life_open(&life, plain);
	uint64_t files = sim_files_state(life.bench.sim);
	assert_int_equal(life_used_mib(&life), 1024);
	assert_int_equal(sim_process_start(life.gpu, &process), 0);
	assert_true(sim_files_state(life.bench.sim) != files);
	assert_int_equal(life_used_mib(&life), 1024 + 2048);
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(life.device, &count, infos),
			 NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(infos[1].pid, 4712);
	assert_int_equal(infos[1].usedGpuMemory >> 20, 2048);
	assert_int_equal(
	    life.bench.port->read_file(life.bench.port, "/proc/4712/cmdline", line, sizeof(line)),
	    (int)sizeof("/opt/second --fast"));
	assert_memory_equal(line, "/opt/second\0--fast", sizeof("/opt/second --fast"));
	/* The second GPU has nothing to do with it, but may run the same program. */
	assert_int_equal(sim_process_end(sim_gpu_at(life.bench.sim, 1), 4712), -ESRCH);
	assert_int_equal(sim_process_start(sim_gpu_at(life.bench.sim, 1), &process), 0);
	life_close(&life);
}

static void a_process_ends(void **state)
{
	struct machine_process process = some_process(4712);
	struct life life;
	nvmlAccountingStats_t stats;

	(void)state;
	life_open(&life, plain);
	assert_int_equal(sim_process_start(life.gpu, &process), 0);
	assert_int_equal(nvmlDeviceGetAccountingStats(life.device, 4712, &stats), NVML_SUCCESS);
	assert_int_equal(stats.isRunning, 1);
	assert_int_equal(sim_process_end(life.gpu, 4712), 0);
	assert_int_equal(sim_process_end(life.gpu, 4712), -ESRCH);
	assert_int_equal(life_processes(&life), 1);
	assert_int_equal(life_used_mib(&life), 1024);
	assert_false(life_has_file(&life, "/proc/4712/cmdline"));
	assert_true(life_has_file(&life, "/proc/4711/cmdline"));
	assert_int_equal(nvmlDeviceGetAccountingStats(life.device, 4712, &stats), NVML_SUCCESS);
	assert_int_equal(stats.isRunning, 0);
	assert_int_equal(stats.gpuUtilization, 53);
	assert_int_equal(stats.memoryUtilization, 11);
	assert_int_equal(stats.maxMemoryUsage >> 20, 2048);
	life_close(&life);
}

/* 128 of them, the newest of each pid; none while nobody keeps accounts. */
static void accounts_have_a_limit(void **state)
{
	struct life life;
	nvmlAccountingStats_t stats;
	unsigned pids[4000], count = 4000;

	(void)state;
	life_open(&life, plain);
	for (uint32_t i = 0; i < 131; i++) {
		struct machine_process process = some_process(100 + (i == 130 ? 50 : i));

		process.sm_percent = i % 100;
		assert_int_equal(sim_process_start(life.gpu, &process), 0);
		assert_int_equal(sim_process_end(life.gpu, process.pid), 0);
	}
	assert_int_equal(nvmlDeviceGetAccountingPids(life.device, &count, pids), NVML_SUCCESS);
	assert_int_equal(count, 128 + 1); /* and the one that runs */
	assert_int_equal(pids[0], 102);
	assert_int_equal(pids[127], 150);
	assert_int_equal(nvmlDeviceGetAccountingStats(life.device, 150, &stats), NVML_SUCCESS);
	assert_int_equal(stats.gpuUtilization, 30);
	sim_port_set_admin(life.bench.port, true);
	assert_int_equal(nvmlDeviceSetAccountingMode(life.device, NVML_FEATURE_DISABLED),
			 NVML_SUCCESS);
	struct machine_process process = some_process(999);
	assert_int_equal(sim_process_start(life.gpu, &process), 0);
	assert_int_equal(sim_process_end(life.gpu, 999), 0);
	assert_int_equal(nvmlDeviceSetAccountingMode(life.device, NVML_FEATURE_ENABLED),
			 NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetAccountingStats(life.device, 999, &stats),
			 NVML_ERROR_NOT_FOUND);
	life_close(&life);
}

static void processes_are_refused(void **state)
{
	struct machine_process process = some_process(4711);
	struct life life;

	(void)state;
	life_open(&life, plain);
	assert_int_equal(sim_process_start(life.gpu, &process), -EEXIST);
	process.pid = 0;
	assert_int_equal(sim_process_start(life.gpu, &process), -EINVAL);
	assert_string_equal(sim_life_error(life.bench.sim), "found pid 0, expected 1 to 4194303");
	process = some_process(5);
	process.sm_percent = 101;
	assert_int_equal(sim_process_start(life.gpu, &process), -EINVAL);
	process = some_process(5);
	process.type = (char[]){"X"};
	assert_int_equal(sim_process_start(life.gpu, &process), -EINVAL);
	process = some_process(5);
	process.name = NULL;
	assert_int_equal(sim_process_start(life.gpu, &process), -EINVAL);
	assert_int_equal(life_processes(&life), 1);
	for (uint32_t i = 1; i < 950; i++) {
		process = some_process(10000 + i);
		assert_int_equal(sim_process_start(life.gpu, &process), 0);
	}
	process = some_process(5);
	assert_int_equal(sim_process_start(life.gpu, &process), -ENOSPC);
	assert_null(sim_gpu_at(life.bench.sim, 2));
	life_close(&life);
}

static void a_reading_is_set_and_released(void **state)
{
	struct life life;
	const char *error = NULL;

	(void)state;
	life_open(&life, plain);
	assert_int_equal(life_celsius(&life), 25);
	assert_int_equal(sim_gpu_set(life.gpu, "temperature_c", "93", &error), 0);
	assert_int_equal(sim_gpu_set(life.gpu, "memory_used_mib", "512", &error), 0);
	life_pass_ms(&life, 200);
	assert_int_equal(life_celsius(&life), 93);
	assert_int_equal(life_used_mib(&life), 1024 + 512);
	assert_int_equal(sim_gpu_release(life.gpu, "temperature_c"), 0);
	life_pass_ms(&life, 200);
	assert_int_equal(life_celsius(&life), 25);
	assert_int_equal(life_used_mib(&life), 1024 + 512);
	assert_int_equal(sim_gpu_release(life.gpu, NULL), 0);
	assert_int_equal(life_used_mib(&life), 1024);
	life_close(&life);
}

static void readings_are_refused(void **state)
{
	static const char *const bad[][2] = {
	    {"temperature_c", "200"},      {"temperature_c", "-41"}, {"temperature_c", "warm"},
	    {"temperature_c", ""},         {"pstate", "16"},         {"gpu_percent", "101"},
	    {"memory_used_mib", "-1"},     {"pcie_gen", "0"},        {"fan_rpm", "4294967296"},
	    {"throttle_reasons", "-1"},    {"pcie_replay", "-1"},    {"pstate", "3 "},
	    {"pcie_replay", "4294967296"}, {"nonsense", "1"},        {"pid", "1"},
	};
	struct life life;
	const char *error;

	(void)state;
	life_open(&life, plain);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		error = NULL;
		assert_int_equal(sim_gpu_set(life.gpu, bad[i][0], bad[i][1], &error), -EINVAL);
		assert_non_null(strstr(error, bad[i][0]));
	}
	assert_int_equal(sim_gpu_release(life.gpu, "nonsense"), -EINVAL);
	assert_int_equal(sim_gpu_set(life.gpu, "temperature_c", "-40", &error), 0);
	assert_int_equal(sim_gpu_set(life.gpu, "temperature_c", "199", &error), 0);
	assert_int_equal(sim_gpu_set(life.gpu, "throttle_reasons", "0x44", &error), 0);
	life_close(&life);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(a_process_starts),
	    BENCH_CASE(a_process_ends),
	    BENCH_CASE(accounts_have_a_limit),
	    BENCH_CASE(processes_are_refused),
	    BENCH_CASE(a_reading_is_set_and_released),
	    BENCH_CASE(readings_are_refused),
	};

	return cmocka_run_group_tests_name("sim-life", cases, NULL, NULL);
}
