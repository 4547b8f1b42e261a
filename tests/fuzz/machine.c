/* SPDX-License-Identifier: MIT */
/* A machine file or a line of any content is refused with a text, or makes a machine that works. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "sim/catalogue.h"
#include "sim/machine.h"
#include "sim/machine_line.h"
#include "sim/sim.h"

#define LINE_MAX_SIZE 200

static uint64_t sum;

static int visit(void *ctx, const struct sim_node *node)
{
	(void)ctx;
	for (size_t i = 0; node->content && i < node->size; i++)
		sum += ((const uint8_t *)node->content)[i];
	return 0;
}

static void use(const struct machine *machine)
{
	const char *error = NULL;
	struct sim *sim = sim_new(machine, NULL, &error);

	fuzz_check(sim != NULL || error != NULL);
	if (!sim)
		return;
	sim_walk_files(sim, visit, NULL);
	sim_tick(sim, 1000000000);
	sim_tick(sim, 1050000000);
	sim_step(sim, 250000000);
	sim_free(sim);
}

static void use_catalogue(void)
{
	static char folder[4096];

	if (getenv("OPENNVML_SOURCE"))
		snprintf(folder, sizeof(folder), "%s/machines", getenv("OPENNVML_SOURCE"));
	catalogue_use_folders(folder);
}

static struct machine *load_line(const uint8_t *data, size_t size, char **ret_error)
{
	char line[LINE_MAX_SIZE + 1] = "";

	memcpy(line, data, size);
	char *text = machine_line_text(line, ret_error);
	struct machine *machine = NULL;
	if (text)
		machine = machine_load_text(line, text, strlen(text), ret_error);
	free(text);
	return machine;
}

static struct machine *load_file(const uint8_t *data, size_t size, char **ret_error)
{
	int fd = memfd_create("machine", MFD_CLOEXEC);
	char path[64];

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		exit(1);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct machine *machine = machine_load(path, ret_error);
	close(fd);
	return machine;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool is_line = size <= LINE_MAX_SIZE && memchr(data, '\n', size) == NULL;
	char *error = NULL;

	use_catalogue();
	struct machine *machine =
	    is_line ? load_line(data, size, &error) : load_file(data, size, &error);
	fuzz_check(machine != NULL || error != NULL);
	if (machine)
		use(machine);
	machine_free(machine);
	free(error);
	return 0;
}
