/* SPDX-License-Identifier: MIT */
/* nvsim import: options, and a file that is there whole or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import.h"
#include "nvsim.h"

enum { RECORDING_MAX = 16 << 20 };

static const char usage[] =
    "Usage: nvsim import [OPTIONS] FILE.xml\n"
    "\n"
    "Makes a machine file of a recorded `nvidia-smi -q -x`, and says on standard error what the\n"
    "recording does not tell, what was assumed, what no machine can carry and what was changed.\n"
    "FILE - is standard input.\n"
    "\n"
    "  -o, --output FILE      write the machine there instead of to standard output\n"
    "      --force            even where that file exists\n"
    "  -d, --driver VERSION   the driver to claim (from 515 on) instead of the recording's\n"
    "      --scrub            other UUIDs and serial numbers than the recording's\n"
    "  -q, --quiet            no notes on standard error; they are in the file's head too\n";

struct command {
	struct import_options import;
	const char *output;
	bool force, quiet;
};

static char *read_stream(FILE *file, size_t *ret_size)
{
	char *data = malloc(RECORDING_MAX);

	*ret_size = data ? fread(data, 1, RECORDING_MAX, file) : 0;
	if (!data || ferror(file) || *ret_size == RECORDING_MAX) {
		free(data);
		errno = data ? EFBIG : ENOMEM;
		return NULL;
	}
	return data;
}

static char *read_recording(const char *name, size_t *ret_size)
{
	FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
	char *data = file ? read_stream(file, ret_size) : NULL;

	if (!data)
		fprintf(stderr, "nvsim: import: %s: %s\n", name, strerror(errno));
	if (file && file != stdin)
		fclose(file);
	return data;
}

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
static bool is_machine(const char *path)
{
	const char *refusal = NULL;
	char *error = NULL;
	struct machine *machine = machine_load(path, &error);
	struct sim *sim = machine ? sim_new(machine, NULL, &refusal) : NULL;

	if (!machine)
		fprintf(stderr, "nvsim: %s\n", error);
	else if (!sim)
		fprintf(stderr, "nvsim: import: the machine does not start: %s\n", refusal);
	free(error);
	sim_free(sim);
	machine_free(machine);
	return sim != NULL;
}

static bool put_in_place(const struct command *command, const char *temporary)
{
	/* A link never replaces; where a filesystem has none, it was looked before. */
	if (!command->force && link(temporary, command->output) == 0)
		return true;
	if ((command->force || errno == EPERM || errno == EOPNOTSUPP) &&
	    rename(temporary, command->output) == 0)
		return true;
	fprintf(stderr, "nvsim: import: %s: %s%s\n", command->output, strerror(errno),
		errno == EEXIST ? "; --force replaces it" : "");
	return false;
}

/* In the folder of the result, so that it can be renamed. */
static char *temporary_name(const char *output)
{
	const char *folder = getenv("TMPDIR");
	char *name = NULL;
	int length = output ? asprintf(&name, "%s.XXXXXX", output)
			    : asprintf(&name, "%s/nvsim-import.XXXXXX", folder ? folder : "/tmp");

	return length < 0 ? NULL : name;
}

static bool print_machine(const char *text)
{
	if (fputs(text, stdout) >= 0 && fflush(stdout) == 0)
		return true;
	fprintf(stderr, "nvsim: import: standard output: %s\n", strerror(errno));
	return false;
}

static int write_machine(const struct command *command, const char *text)
{
	char *temporary = temporary_name(command->output);
	int fd = temporary ? mkostemp(temporary, O_CLOEXEC) : -1;
	bool done = fd >= 0 && write_all(fd, text) && fchmod(fd, 0644) == 0;

	if (!done)
		fprintf(stderr, "nvsim: import: %s: %s\n", temporary ? temporary : "",
			strerror(errno));
	if (fd >= 0)
		done = close(fd) == 0 && done;
	done = done && is_machine(temporary);
	if (done && command->output)
		done = put_in_place(command, temporary);
	else if (done)
		done = print_machine(text);
	if (fd >= 0)
		unlink(temporary); /* gone already when it was renamed */
	free(temporary);
	return done ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int import_file(struct command *command, const char *name)
{
	struct import_result result;
	size_t size;
	char *data = read_recording(name, &size);
	int status = EXIT_FAILURE;

	if (!data)
		return EXIT_USAGE;
	command->import.name = strcmp(name, "-") == 0 ? "standard input" : name;
	if (import_recording(data, size, &command->import, &result)) {
		if (!command->quiet)
			fprintf(stderr, "nvsim: import: %s\n%s", command->import.name,
				result.notes);
		status = write_machine(command, result.machine);
	} else {
		fprintf(stderr, "nvsim: import: %s\n", result.error ? result.error : name);
	}
	import_result_free(&result);
	free(data);
	return status;
}

static bool output_is_free(const struct command *command)
{
	if (!command->output || command->force || access(command->output, F_OK) != 0)
		return true;
	fprintf(stderr, "nvsim: import: %s exists; --force replaces it\n", command->output);
	return false;
}

int command_import(int argc, char **argv)
{
	enum { OPTION_FORCE = 256, OPTION_SCRUB };
	static const struct option known[] = {{"output", required_argument, NULL, 'o'},
					      {"force", no_argument, NULL, OPTION_FORCE},
					      {"driver", required_argument, NULL, 'd'},
					      {"scrub", no_argument, NULL, OPTION_SCRUB},
					      {"quiet", no_argument, NULL, 'q'},
					      {"help", no_argument, NULL, 'h'},
					      {NULL, 0, NULL, 0}};
	struct command command = {0};
	int option;

	while ((option = getopt_long(argc, argv, "o:d:qh", known, NULL)) != -1)
		switch (option) {
		case 'o':
			command.output = optarg;
			break;
		case 'd':
			command.import.driver = optarg;
			break;
		case 'q':
			command.quiet = true;
			break;
		case OPTION_FORCE:
			command.force = true;
			break;
		case OPTION_SCRUB:
			command.import.scrub = true;
			break;
		case 'h':
			return fputs(usage, stdout) < 0;
		default:
			return EXIT_USAGE;
		}
	if (argc - optind != 1) {
		fprintf(stderr, "nvsim: import needs one recording; see nvsim import --help\n");
		return EXIT_USAGE;
	}
	return output_is_free(&command) ? import_file(&command, argv[optind]) : EXIT_USAGE;
}
