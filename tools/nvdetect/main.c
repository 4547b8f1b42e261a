/* SPDX-License-Identifier: MIT */

#include "nvdetect.h"

#include "../descriptors.h"

#include <stdio.h>
#include <string.h>

#define EXIT_FOUND 0
#define EXIT_NOTHING 1
#define EXIT_USAGE 2
#define EXIT_OUTPUT 3

struct options {
	const char *root;
	bool json;
	bool files_only;
	bool help;
	bool version;
};

static void help(void)
{
	puts("nvdetect " OPENNVML_VERSION ": which NVIDIA driver and GPUs are here\n\n"
	     "  nvdetect [options]\n\n"
	     "  --json        one JSON object (see docs/nvdetect.md)\n"
	     "  --no-driver   read files only, never talk to the driver\n"
	     "  --root DIR    read DIR/proc and DIR/sys instead; implies --no-driver\n"
	     "  --version\n"
	     "  -h, --help\n\n"
	     "Exit status: 0 something was found, 1 no NVIDIA driver and no GPU, 2 usage,\n"
	     "3 the output cannot be written.");
}

static bool parse(int argc, char **argv, struct options *ret_options)
{
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--json"))
			ret_options->json = true;
		else if (!strcmp(argv[i], "--no-driver"))
			ret_options->files_only = true;
		else if (!strcmp(argv[i], "--root") && i + 1 < argc)
			ret_options->root = argv[++i];
		else if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help"))
			ret_options->help = true;
		else if (!strcmp(argv[i], "--version"))
			ret_options->version = true;
		else
			return false;
	}
	return true;
}

static int detect(const struct options *options)
{
	static struct found found;

	files_find(&found, options->root);
	tables_find(&found);
	if (!options->files_only && !*options->root && driver_is_needed(&found)) {
		driver_find(&found);
		tables_find(&found);
	}
	if (options->json)
		print_json(&found);
	else
		print_text(&found);
	return found.gpu_count || found.driver.source != SOURCE_NONE ? EXIT_FOUND : EXIT_NOTHING;
}

static int run(int argc, char **argv)
{
	struct options options = {.root = ""};

	if (!parse(argc, argv, &options)) {
		fputs("nvdetect: wrong arguments, try nvdetect --help\n", stderr);
		return EXIT_USAGE;
	}
	if (options.help)
		help();
	else if (options.version)
		puts("nvdetect " OPENNVML_VERSION);
	else
		return detect(&options);
	return EXIT_FOUND;
}

int main(int argc, char **argv)
{
	int status;

	descriptors_hold();
	status = run(argc, argv);
	return descriptors_written("nvdetect") ? status : EXIT_OUTPUT;
}
