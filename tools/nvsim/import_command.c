/* SPDX-License-Identifier: MIT */
/* nvsim import: options, and a file that is there whole or not at all. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "import.h"
#include "output_file.h"
#include "nvsim.h"

enum { RECORDING_MAX = 16 << 20 };

static const char usage[] =
    "Usage: nvsim import [OPTIONS] FILE\n"
    "\n"
    "Makes a machine file of a recorded `nvidia-smi -q -x` or -q, and says on standard error what\n"
    "the recording does not tell, what was assumed, what no machine can carry and what was "
    "changed.\n"
    "FILE - is standard input.\n"
    "\n"
    "  -o, --output FILE      write the machine there instead of to standard output\n"
    "      --force            even where that file exists\n"
    "  -d, --driver VERSION   the driver to claim (from 515 on) instead of the recording's\n"
    "      --scrub            other UUIDs and serial numbers than the recording's\n"
    "  -q, --quiet            no notes on standard error; they are in the file's head too\n";

struct command {
	struct import_options import;
	struct output_file file;
	bool quiet;
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
		status = output_file_put_machine(&command->file, result.machine);
	} else {
		fprintf(stderr, "nvsim: import: %s\n", result.error ? result.error : name);
	}
	import_result_free(&result);
	free(data);
	return status;
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
	struct command command = {.file = {.command = "import"}};
	int option;

	while ((option = getopt_long(argc, argv, "o:d:qh", known, NULL)) != -1)
		switch (option) {
		case 'o':
			command.file.output = optarg;
			break;
		case 'd':
			command.import.driver = optarg;
			break;
		case 'q':
			command.quiet = true;
			break;
		case OPTION_FORCE:
			command.file.force = true;
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
	return output_file_is_free(&command.file) ? import_file(&command, argv[optind])
						  : EXIT_USAGE;
}
