/* SPDX-License-Identifier: MIT */
/* A recording of any content is refused with a text, or makes a machine that loads and starts. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "import.h"
#include "sim/machine.h"
#include "sim/sim.h"

static void use(const char *text)
{
	const char *refusal = NULL;
	char path[64], *error = NULL;
	int fd = memfd_create("machine", MFD_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		exit(1);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct machine *machine = machine_load(path, &error);
	fuzz_check(machine != NULL);
	struct sim *sim = sim_new(machine, NULL, &refusal);
	fuzz_check(sim != NULL);
	sim_free(sim);
	machine_free(machine);
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* The first byte's lowest bit, which no text cares about, hides what names a board. */
	const struct import_options options = {.name = "input", .scrub = size && data[0] & 1};
	struct import_result result;

	if (import_recording((const char *)data, size, &options, &result))
		use(result.machine);
	else
		fuzz_check(result.error != NULL);
	import_result_free(&result);
	return 0;
}
