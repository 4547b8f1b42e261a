/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "bench_port.h"
#include "sim/machine.h"
#include "sim/port_sim.h"
#include "sim/sim.h"

const double bench_ratio_target = -1;

struct port *bench_port_open(const char *path)
{
	const char *refusal = NULL;
	char *error = NULL;
	struct machine *machine = path ? machine_load(path, &error) : NULL;
	struct sim *sim = machine ? sim_new(machine, "580.142", &refusal) : NULL;

	if (!sim) {
		fprintf(stderr, "%s\n",
			machine ? refusal
			: error ? error
				: "no machine file given");
		exit(EXIT_FAILURE);
	}
	return sim_port_new(sim);
}

void bench_port_use(struct port *port)
{
	sim_port_use(port);
}
