/* SPDX-License-Identifier: MIT */
/* GPUs whose device node cannot be opened: nobody else suffers, and nobody opens it in vain. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "nvml.h"
#include "sim/port_sim.h"
#include "sim_fixture.h"

#define GPUS 8u
#define SICK 3u

static void node_path(unsigned index, char *ret_path, size_t size)
{
	snprintf(ret_path, size, "/dev/nvidia%u", index);
}

/* A laptop's sleeping GPU would wake up, a sick one would hang the program. */
static void counting_opens_no_gpu(void **state)
{
	struct sim_fixture fixture;
	unsigned count = 0;
	char path[32];

	(void)state;
	sim_fixture_set_up(&fixture, "580.142");
	for (unsigned i = 0; i < GPUS; i++) {
		node_path(i, path, sizeof(path));
		sim_port_fail_open(fixture.port, path, EIO);
	}
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_SUCCESS);
	assert_int_equal(count, GPUS);
	sim_fixture_close(&fixture);
}

static nvmlReturn_t temperature_of(unsigned index)
{
	nvmlDevice_t device;
	unsigned value;
	nvmlReturn_t result = nvmlDeviceGetHandleByIndex_v2(index, &device);

	if (result == NVML_SUCCESS)
		result = nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_GPU, &value);
	return result;
}

static void one_sick_gpu_stays_alone(void **state)
{
	struct sim_fixture fixture;
	char path[32];

	(void)state;
	node_path(SICK, path, sizeof(path));
	sim_fixture_set_up(&fixture, "580.142");
	sim_port_fail_open(fixture.port, path, EIO);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	for (unsigned i = 0; i < GPUS; i++) {
		if (i == SICK)
			assert_int_not_equal(temperature_of(i), NVML_SUCCESS);
		else
			assert_int_equal(temperature_of(i), NVML_SUCCESS);
	}
	sim_fixture_close(&fixture);
}

/* What may not be opened is not there, as in a container that was given some GPUs. */
static void forbidden_gpu_is_left_out(void **state)
{
	struct sim_fixture fixture;
	unsigned count = 0, minor = 0;
	nvmlDevice_t device;
	char path[32];

	(void)state;
	node_path(0, path, sizeof(path));
	sim_fixture_set_up(&fixture, "580.142");
	sim_port_fail_access(fixture.port, path, EPERM);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_SUCCESS);
	assert_int_equal(count, GPUS - 1);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &device), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetMinorNumber(device, &minor), NVML_SUCCESS);
	assert_int_equal(minor, 1);
	sim_fixture_close(&fixture);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counting_opens_no_gpu),
	    cmocka_unit_test(one_sick_gpu_stays_alone),
	    cmocka_unit_test(forbidden_gpu_is_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
