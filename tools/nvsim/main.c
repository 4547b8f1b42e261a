/* SPDX-License-Identifier: MIT */
/* nvsim: command line. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../descriptors.h"
#include "nvsim.h"

static const char usage[] =
    "Usage: nvsim run [OPTIONS] -- PROGRAM [ARGUMENTS]\n"
    "       nvsim list [--models]\n"
    "       nvsim show NAME|LINE\n"
    "       nvsim import [OPTIONS] FILE.xml\n"
    "       nvsim record | replay | distil --help\n"
    "       nvsim ctl [OPTIONS] [WORD ...]\n"
    "       nvsim --help | --version\n"
    "\n"
    "Runs any program on a simulated NVIDIA driver: no GPU, kernel module or root needed.\n"
    "\n"
    "Commands:\n"
    "  run               run PROGRAM on a simulated machine\n"
    "  list              known machines: name, driver, GPUs, description\n"
    "  list --models     known models: id, name, chip, memory, kernel module, drivers\n"
    "  show NAME|LINE    the file of a machine\n"
    "  import FILE.xml   make a machine file of a recorded nvidia-smi -q -x\n"
    "  record            write what a program asks of the driver, and gets\n"
    "  replay            run a program on what was recorded\n"
    "  distil            make a machine of a record\n"
    "  ctl WORD ...      change a running machine; see nvsim ctl help\n"
    "\n"
    "Options of run:\n"
    "  -m, --machine NAME|FILE|LINE  the machine: a name of the list, a YAML file, or a line of\n"
    "                           models and keys, as \"4x t4, 1x l4, driver=535.288.01\"\n"
    "  -d, --driver VERSION     the driver to claim instead of the machine's own\n"
    "      --lib-dir FOLDER     where OpenNVML's libnvidia-ml.so.1 is\n"
    "      --no-lib             leave LD_LIBRARY_PATH alone: the program uses its own library\n"
    "      --no-nodes           show no device nodes, as in a container that was given none\n"
    "      --nodes N,...        show these /dev/nvidiaN alone, as in a container with some GPUs\n"
    "      --deny N,...         these /dev/nvidiaN are there but forbidden (device cgroup)\n"
    "      --control PATH       the socket for nvsim ctl; else one in nvsim's own folder\n"
    "      --log FILE           write refused and unknown driver requests to FILE\n"
    "\n"
    "Machines are searched in $OPENNVML_MACHINES, the source tree and share/opennvml/machines.\n"
    "The exit status is PROGRAM's, 128 + signal when a signal killed it; 2: wrong use or machine,\n"
    "3: the kernel lacks what is needed (Linux 5.14), 126 and 127: PROGRAM cannot be started.\n";

static int wrong_use(const char *what)
{
	fprintf(stderr, "nvsim: %s; see nvsim --help\n", what);
	return EXIT_USAGE;
}

static int command_run(int argc, char **argv)
{
	enum {
		OPTION_LIB_DIR = 256,
		OPTION_NO_LIB,
		OPTION_NO_NODES,
		OPTION_NODES,
		OPTION_DENY,
		OPTION_LOG,
		OPTION_CONTROL
	};
	static const struct option known[] = {{"machine", required_argument, NULL, 'm'},
					      {"driver", required_argument, NULL, 'd'},
					      {"lib-dir", required_argument, NULL, OPTION_LIB_DIR},
					      {"no-lib", no_argument, NULL, OPTION_NO_LIB},
					      {"no-nodes", no_argument, NULL, OPTION_NO_NODES},
					      {"nodes", required_argument, NULL, OPTION_NODES},
					      {"deny", required_argument, NULL, OPTION_DENY},
					      {"log", required_argument, NULL, OPTION_LOG},
					      {"control", required_argument, NULL, OPTION_CONTROL},
					      {"help", no_argument, NULL, 'h'},
					      {NULL, 0, NULL, 0}};
	struct run_options options = {0};
	int option;
	while ((option = getopt_long(argc, argv, "+m:d:h", known, NULL)) != -1)
		switch (option) {
		case 'm':
			options.machine = optarg;
			break;
		case 'd':
			options.driver = optarg;
			break;
		case OPTION_LIB_DIR:
			options.lib_dir = optarg;
			break;
		case OPTION_NO_LIB:
			options.no_lib = true;
			break;
		case OPTION_NO_NODES:
			options.view.none = true;
			break;
		case OPTION_NODES:
			options.view.some = true;
			if (!view_parse(optarg, options.view.shown))
				return wrong_use("--nodes takes numbers of nodes, as in 0,2");
			break;
		case OPTION_DENY:
			if (!view_parse(optarg, options.view.denied))
				return wrong_use("--deny takes numbers of nodes, as in 0,2");
			break;
		case OPTION_LOG:
			options.log = optarg;
			break;
		case OPTION_CONTROL:
			options.control = optarg;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		default:
			return EXIT_USAGE;
		}
	if (optind >= argc)
		return wrong_use("run needs a program");
	options.argv = argv + optind;
	return run_program(&options);
}

static int command_list(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--models"))
		return machines_list_models();
	return argc > 1 ? wrong_use("list takes --models at most") : machines_list();
}

static int command_show(int argc, char **argv)
{
	return argc != 2 ? wrong_use("show needs one name") : machines_show(argv[1]);
}

/* argv[0] is the command's own name. */
static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
    {"run", command_run},       {"list", command_list},     {"show", command_show},
    {"import", command_import}, {"record", command_record}, {"replay", command_replay},
    {"distil", command_distil}, {"ctl", command_ctl},
};

static int run(int argc, char **argv)
{
	const char *command = argc > 1 ? argv[1] : "";
	if (!strcmp(command, "--help") || !strcmp(command, "-h") || !strcmp(command, "help"))
		return fputs(usage, stdout) < 0;
	if (!strcmp(command, "--version"))
		return puts("nvsim (OpenNVML) " OPENNVML_VERSION) < 0;
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (!strcmp(command, commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	return wrong_use(argc > 1 ? "unknown command" : "a command is needed");
}

int main(int argc, char **argv)
{
	int status;

	descriptors_hold();
	status = run(argc, argv);
	if (!descriptors_written("nvsim") && !status)
		status = EXIT_FAILURE;
	return status;
}
