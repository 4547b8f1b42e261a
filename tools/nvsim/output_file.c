/* SPDX-License-Identifier: MIT */
#include "output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nvsim.h"

static bool write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left) {
		ssize_t n = write(fd, text, left);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			text += n;
			left -= (size_t)n;
		}
	}
	return true;
}

/* Loads what was written: no file that the simulator refuses gets the name asked for. */
static bool is_machine(const struct output_file *file, const char *path)
{
	const char *refusal = NULL;
	char *error = NULL;
	struct machine *machine = machine_load(path, &error);
	struct sim *sim = machine ? sim_new(machine, NULL, &refusal) : NULL;

	if (!machine)
		fprintf(stderr, "nvsim: %s\n", error);
	else if (!sim)
		fprintf(stderr, "nvsim: %s: the machine does not start: %s\n", file->command,
			refusal);
	free(error);
	sim_free(sim);
	machine_free(machine);
	return sim != NULL;
}

static bool put_in_place(const struct output_file *file, const char *temporary)
{
	/* A link never replaces; where a filesystem has none, it was looked before. */
	if (!file->force && link(temporary, file->output) == 0)
		return true;
	if ((file->force || errno == EPERM || errno == EOPNOTSUPP) &&
	    rename(temporary, file->output) == 0)
		return true;
	fprintf(stderr, "nvsim: %s: %s: %s%s\n", file->command, file->output, strerror(errno),
		errno == EEXIST ? "; --force replaces it" : "");
	return false;
}

/* In the folder of the result, so that it can be renamed. */
static char *temporary_name(const char *output)
{
	const char *folder = getenv("TMPDIR");
	char *name = NULL;
	int length = output ? asprintf(&name, "%s.XXXXXX", output)
			    : asprintf(&name, "%s/nvsim-machine.XXXXXX", folder ? folder : "/tmp");

	return length < 0 ? NULL : name;
}

static bool print_machine(const struct output_file *file, const char *text)
{
	if (fputs(text, stdout) >= 0 && fflush(stdout) == 0)
		return true;
	fprintf(stderr, "nvsim: %s: standard output: %s\n", file->command, strerror(errno));
	return false;
}

int output_file_put_machine(const struct output_file *file, const char *text)
{
	char *temporary = temporary_name(file->output);
	int fd = temporary ? mkostemp(temporary, O_CLOEXEC) : -1;
	bool done = fd >= 0 && write_all(fd, text) && fchmod(fd, 0644) == 0;

	if (!done)
		fprintf(stderr, "nvsim: %s: %s: %s\n", file->command, temporary ? temporary : "",
			strerror(errno));
	if (fd >= 0)
		done = close(fd) == 0 && done;
	done = done && is_machine(file, temporary);
	if (done && file->output)
		done = put_in_place(file, temporary);
	else if (done)
		done = print_machine(file, text);
	if (fd >= 0)
		unlink(temporary); /* gone already when it was renamed */
	free(temporary);
	return done ? EXIT_SUCCESS : EXIT_FAILURE;
}

bool output_file_is_free(const struct output_file *file)
{
	if (!file->output || file->force || access(file->output, F_OK) != 0)
		return true;
	fprintf(stderr, "nvsim: %s: %s exists; --force replaces it\n", file->command, file->output);
	return false;
}
