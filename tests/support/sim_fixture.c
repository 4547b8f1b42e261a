/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sim/machine.h"
#include "sim/port_sim.h"
#include "sim/sim.h"
#include "sim_fixture.h"

void sim_fixture_set_up_on(struct sim_fixture *fixture, const char *machine, const char *driver)
{
	const char *source = getenv("OPENNVML_SOURCE"), *refusal = NULL;
	char path[4096], *error = NULL;

	assert_non_null(source);
	snprintf(path, sizeof(path), "%s/machines/%s.yaml", source, machine);
	fixture->machine = machine_load(path, &error);
	if (!fixture->machine)
		fail_msg("%s", error);
	fixture->sim = sim_new(fixture->machine, driver, &refusal);
	if (!fixture->sim)
		fail_msg("%s", refusal);
	fixture->port = sim_port_new(fixture->sim);
	assert_non_null(fixture->port);
	/* Waiting for a telemetry page to fill takes no real time. */
	sim_port_set_clock(fixture->port, 1);
	sim_port_use(fixture->port);
}

void sim_fixture_set_up(struct sim_fixture *fixture, const char *driver)
{
	sim_fixture_set_up_on(fixture, "dgx-h100", driver);
}

void sim_fixture_open(struct sim_fixture *fixture, const char *driver)
{
	sim_fixture_set_up(fixture, driver);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &fixture->device), NVML_SUCCESS);
}

void sim_fixture_free(struct sim_fixture *fixture)
{
	assert_int_equal(sim_port_count_open(fixture->port), 0);
	sim_port_free(fixture->port);
	sim_free(fixture->sim);
	machine_free(fixture->machine);
}

void sim_fixture_close(struct sim_fixture *fixture)
{
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	sim_fixture_free(fixture);
}
