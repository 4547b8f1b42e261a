/* SPDX-License-Identifier: MIT */
#include "life_bench.h"

#include <string.h>

void life_open(struct life *life, const char *yaml)
{
	memset(life, 0, sizeof(*life));
	bench_open_text(&life->bench, yaml, NULL);
	sim_port_use(life->bench.port);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &life->device), NVML_SUCCESS);
	life->gpu = sim_gpu_at(life->bench.sim, 0);
	assert_non_null(life->gpu);
}

void life_close(struct life *life)
{
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	bench_close(&life->bench);
}

void life_pass_ms(struct life *life, uint32_t ms)
{
	life->bench.port->sleep_us(life->bench.port, ms * 1000);
}

void life_step_ms(struct life *life, uint64_t ms)
{
	assert_int_equal(sim_step(life->bench.sim, ms * 1000000), 0);
}

unsigned life_processes(struct life *life)
{
	nvmlProcessInfo_t infos[8];
	unsigned count = 8;

	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(life->device, &count, infos),
			 NVML_SUCCESS);
	return count;
}

uint64_t life_used_mib(struct life *life)
{
	nvmlMemory_v2_t memory = {.version = nvmlMemory_v2};

	assert_int_equal(nvmlDeviceGetMemoryInfo_v2(life->device, &memory), NVML_SUCCESS);
	return memory.used >> 20;
}

unsigned life_celsius(struct life *life)
{
	unsigned celsius;

	assert_int_equal(nvmlDeviceGetTemperature(life->device, NVML_TEMPERATURE_GPU, &celsius),
			 NVML_SUCCESS);
	return celsius;
}

unsigned life_milliwatts(struct life *life)
{
	unsigned milliwatts;

	assert_int_equal(nvmlDeviceGetPowerUsage(life->device, &milliwatts), NVML_SUCCESS);
	return milliwatts;
}

unsigned life_percent(struct life *life)
{
	nvmlUtilization_t use;

	assert_int_equal(nvmlDeviceGetUtilizationRates(life->device, &use), NVML_SUCCESS);
	return use.gpu;
}

unsigned life_graphics_mhz(struct life *life)
{
	unsigned mhz;

	assert_int_equal(nvmlDeviceGetClockInfo(life->device, NVML_CLOCK_GRAPHICS, &mhz),
			 NVML_SUCCESS);
	return mhz;
}

uint64_t life_reasons(struct life *life)
{
	unsigned long long reasons;

	assert_int_equal(nvmlDeviceGetCurrentClocksEventReasons(life->device, &reasons),
			 NVML_SUCCESS);
	return reasons;
}

bool life_has_file(struct life *life, const char *path)
{
	return life->bench.port->access(life->bench.port, path, PORT_EXISTS) == 0;
}
