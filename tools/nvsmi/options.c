/* SPDX-License-Identifier: MIT */
/* The command line. Messages and exit statuses are those scripts know from nvidia-smi. */

#include "arguments.h"
#include "commands.h"
#include "complete.h"
#include "nvsmi.h"
#include "settings.h"
#include "setters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of -l and -lms: twelve days of seconds. */
#define LOOP_MAX 1000000U

enum option_id {
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_LIST,
	OPTION_QUERY,
	OPTION_ID,
	OPTION_FILE,
	OPTION_LOOP,
	OPTION_LOOP_MS,
	OPTION_DISPLAY,
	OPTION_XML,
	OPTION_DTD,
	OPTION_QUERY_GPU,
	OPTION_QUERY_APPS, /* these in the order of their commands */
	OPTION_QUERY_ACCOUNTS,
	OPTION_QUERY_PAGES,
	OPTION_QUERY_ROWS,
	OPTION_QUERY_CLOCKS,
	OPTION_FORMAT,
	OPTION_HELP_GPU,
	OPTION_HELP_APPS,
	OPTION_HELP_ACCOUNTS,
	OPTION_HELP_PAGES,
	OPTION_HELP_ROWS,
	OPTION_HELP_CLOCKS,
	OPTION_EXCLUDED,
	OPTION_SHOW_ALL,
	OPTION_JSON,
	OPTION_UNIT,
	OPTION_LED,
};

/* nvidia-smi has the options behind the first. */
static const struct argument known[] = {
    {"--json", NULL, OPTION_JSON, TAKES_NOTHING},
    {"-h", "--help", OPTION_HELP, TAKES_NOTHING},
    {"--version", NULL, OPTION_VERSION, TAKES_NOTHING},
    {"-L", "--list-gpus", OPTION_LIST, TAKES_NOTHING},
    {"-q", "--query", OPTION_QUERY, TAKES_NOTHING},
    {"-a", NULL, OPTION_QUERY, TAKES_NOTHING}, /* of former days, as the next but one */
    {"-i", "--id", OPTION_ID, TAKES_VALUE, VALUES_GPUS},
    {"-g", NULL, OPTION_ID, TAKES_VALUE, VALUES_GPUS},
    {"-f", "--filename", OPTION_FILE, TAKES_VALUE, VALUES_FILE},
    {"-l", "--loop", OPTION_LOOP, TAKES_PERHAPS},
    {"-lms", "--loop-ms", OPTION_LOOP_MS, TAKES_VALUE},
    {"-d", "--display", OPTION_DISPLAY, TAKES_VALUE, VALUES_SECTIONS},
    {"-x", "--xml-format", OPTION_XML, TAKES_NOTHING},
    {"--dtd", NULL, OPTION_DTD, TAKES_NOTHING},
    {"--query-gpu", NULL, OPTION_QUERY_GPU, TAKES_VALUE, VALUES_FIELDS},
    {"--query-compute-apps", NULL, OPTION_QUERY_APPS, TAKES_VALUE, VALUES_FIELDS},
    {"--query-accounted-apps", NULL, OPTION_QUERY_ACCOUNTS, TAKES_VALUE, VALUES_FIELDS},
    {"--query-retired-pages", NULL, OPTION_QUERY_PAGES, TAKES_VALUE, VALUES_FIELDS},
    {"--query-remapped-rows", NULL, OPTION_QUERY_ROWS, TAKES_VALUE, VALUES_FIELDS},
    {"--query-supported-clocks", NULL, OPTION_QUERY_CLOCKS, TAKES_VALUE, VALUES_FIELDS},
    {"--format", NULL, OPTION_FORMAT, TAKES_VALUE, "csv,noheader,nounits"},
    {"--help-query-gpu", NULL, OPTION_HELP_GPU, TAKES_NOTHING},
    {"--help-query-compute-apps", NULL, OPTION_HELP_APPS, TAKES_NOTHING},
    {"--show-all-processes", NULL, OPTION_SHOW_ALL, TAKES_NOTHING},
    {"--help-query-accounted-apps", NULL, OPTION_HELP_ACCOUNTS, TAKES_NOTHING},
    {"--help-query-retired-pages", NULL, OPTION_HELP_PAGES, TAKES_NOTHING},
    {"--help-query-remapped-rows", NULL, OPTION_HELP_ROWS, TAKES_NOTHING},
    {"--help-query-supported-clocks", NULL, OPTION_HELP_CLOCKS, TAKES_NOTHING},
    {"-B", "--list-excluded-gpus", OPTION_EXCLUDED, TAKES_NOTHING},
    {"-u", "--unit", OPTION_UNIT, TAKES_NOTHING},
    {"-t", "--toggle-led", OPTION_LED, TAKES_VALUE, "GREEN AMBER"},
    {NULL, NULL, 0, TAKES_NOTHING},
};

int exit_status(nvmlReturn_t status)
{
	if (status == STATUS_ASLEEP)
		return NVML_ERROR_NOT_SUPPORTED;
	return status > 255 ? 255 : (int)status;
}

static int complain_unknown(const char *name)
{
	complain("ERROR: Option %s is not recognized. Please run '%s -h'.\n\n", name,
		 settings_name());
	return EXIT_OPTION;
}

static int complain_unserved(const char *name, const char *reason)
{
	complain("ERROR: Option %.*s is not supported: %s. Please run '%s -h' for help.\n\n",
		 (int)strcspn(name, "="), name, reason, settings_name());
	return NVML_ERROR_NOT_SUPPORTED;
}

static bool is_csv(enum command command)
{
	return command >= COMMAND_CSV_GPU && command <= COMMAND_CSV_CLOCKS;
}

/* Help is what is given, whatever else is asked for. */
static void choose(struct options *options, enum command command)
{
	if (options->command == COMMAND_HELP)
		return;
	if (options->command != COMMAND_TABLE && options->command != command &&
	    command != COMMAND_HELP)
		options->mixed = true;
	options->command = command;
}

/* Queries and their helps have one order everywhere. */
static void apply_csv(struct options *options, enum option_id id, const char *fields)
{
	if (id >= OPTION_HELP_GPU) {
		choose(options, COMMAND_HELP_GPU + (id - OPTION_HELP_GPU));
		return;
	}
	options->two_queries |= options->fields != NULL;
	choose(options, COMMAND_CSV_GPU + (id - OPTION_QUERY_GPU));
	options->fields = fields;
}

/* Scripts for nvidia-smi may have anything behind the number, or one out of the range. */
static bool read_loosely(const char *value, unsigned int *ret_count)
{
	unsigned long count = strtoul(value, NULL, 10);

	if (value[0] < '0' || value[0] > '9')
		return false;
	*ret_count = count < 1 ? 1 : count > LOOP_MAX ? LOOP_MAX : (unsigned int)count;
	return true;
}

static int apply_loop(struct options *options, const struct arguments *arguments,
		      unsigned int factor)
{
	const char *value = arguments->value;
	unsigned int count = 5;
	bool is_number =
	    !value || (settings.native ? arguments_number(value, LOOP_MAX, &count) && count
				       : read_loosely(value, &count));

	if (!is_number) {
		complain("ERROR: Option %.*s needs a whole number from 1 to %u, not \"%s\". Please "
			 "run '%s -h' for help.\n\n",
			 (int)strcspn(arguments->name, "="), arguments->name, LOOP_MAX, value,
			 settings_name());
		return EXIT_ARGUMENT;
	}
	options->loop_ms = count * factor;
	return 0;
}

static int apply_format(struct options *options, const char *words)
{
	int status = arguments_format(words, false, &options->format);

	options->format_given = true;
	if (status || options->format.csv || !settings.native)
		return status;
	complain("ERROR: Option --format needs \"csv\" among its words. Please run '%s -h' for "
		 "help.\n\n",
		 settings_name());
	return EXIT_ARGUMENT;
}

static int apply(struct options *options, const struct arguments *arguments)
{
	const char *value = arguments->value;

	switch ((enum option_id)arguments->id) {
	case OPTION_HELP:
		choose(options, COMMAND_HELP);
		break;
	case OPTION_VERSION:
		choose(options, COMMAND_VERSION);
		break;
	case OPTION_LIST:
		choose(options, COMMAND_LIST);
		break;
	case OPTION_QUERY:
		choose(options, COMMAND_QUERY);
		break;
	case OPTION_ID:
		options->ids = value;
		break;
	case OPTION_FILE:
		options->file = value;
		break;
	case OPTION_LOOP:
		return apply_loop(options, arguments, 1000);
	case OPTION_LOOP_MS:
		return apply_loop(options, arguments, 1);
	case OPTION_DISPLAY:
		options->display = value;
		break;
	case OPTION_XML:
		options->xml = true;
		break;
	case OPTION_DTD:
		options->dtd = true;
		break;
	case OPTION_EXCLUDED:
		choose(options, COMMAND_EXCLUDED);
		break;
	case OPTION_FORMAT:
		return apply_format(options, value);
	default:
		apply_csv(options, (enum option_id)arguments->id, value);
		break;
	case OPTION_SHOW_ALL: /* what NVML lists is shown always */
		break;
	case OPTION_JSON:
		choose(options, COMMAND_JSON);
		break;
	case OPTION_UNIT:
		options->unit = true;
		break;
	case OPTION_LED:
		choose(options, COMMAND_LED);
		options->led = value;
		break;
	}
	return 0;
}

static int complain_invalid(const char *name)
{
	complain("ERROR: Option %s is not valid for this command. Please run '%s -h' for "
		 "help.\n\n",
		 name, settings_name());
	return EXIT_ARGUMENT;
}

static int complain_combination(void)
{
	complain("Invalid combination of input arguments. Please run '%s -h' for help.\n",
		 settings_name());
	return EXIT_ARGUMENT;
}

/* The first option that the command has no use for, or NULL. */
static const char *find_invalid(const struct options *options)
{
	bool query = options->command == COMMAND_QUERY;
	bool set = options->command == COMMAND_SET || options->command == COMMAND_LED;

	if (set && (options->file || options->loop_ms))
		return options->file ? "-f" : "-l";
	if (set && (options->display || options->format_given))
		return options->display ? "-d" : "--format";
	if ((options->command == COMMAND_LIST || options->command == COMMAND_EXCLUDED) &&
	    options->ids)
		return "-i";
	if (options->xml && !query)
		return "-x";
	if (options->display && (!query || options->xml || options->unit))
		return "-d";
	if (options->unit && !query && options->command != COMMAND_DTD)
		return "-u";
	if (options->dtd && options->command != COMMAND_DTD && !options->xml)
		return "--dtd";
	return NULL;
}

/* More than one thing at once. */
static bool is_mixed(const struct options *options)
{
	bool set = options->setting.setter || options->command == COMMAND_LED;

	return options->mixed || options->setting.twice ||
	       (options->setting.setter && options->command != COMMAND_SET) ||
	       (options->format_given && !set && !is_csv(options->command));
}

static int check(const struct options *options)
{
	const char *invalid = find_invalid(options);

	if (options->command == COMMAND_HELP)
		return 0;
	if (options->two_queries) {
		complain("Only one --query-* switch can be used at a time.\n");
		return EXIT_ARGUMENT;
	}
	if (is_mixed(options))
		return complain_combination();
	if (!invalid)
		invalid = setting_misfit(&options->setting);
	if (invalid)
		return complain_invalid(invalid);
	if (is_csv(options->command) && !options->format_given) {
		complain("\"--format=\" switch is missing. Please run '%s -h' for help.\n\n",
			 settings_name());
		return EXIT_ARGUMENT;
	}
	return 0;
}

/* What is no option of reports: a setter, or one that is refused. */
static int take_other(struct arguments *arguments, struct options *options)
{
	const char *name = arguments->name;
	const char *reason = unserved_reason(name);

	if (setting_take(arguments, &options->setting))
		return 0;
	if (arguments->id == ARGUMENTS_BARE)
		return arguments_refuse_bare(arguments->name);
	return reason ? complain_unserved(name, reason) : complain_unknown(name);
}

int options_parse(int argc, char **argv, struct options *ret_options)
{
	struct options options = {.command = COMMAND_TABLE,
				  .format = {.header = true, .units = true}};
	struct arguments arguments = arguments_of(settings.native ? known : known + 1, argc, argv);
	int status = 0;

	if (settings.completing)
		complete_line(&arguments, setter_options(), true);
	/* What is not in this table may be a setter. */
	while (!status && (arguments_next(&arguments) || arguments.id != ARGUMENTS_END)) {
		if (arguments.id == ARGUMENTS_BARE)
			return arguments_refuse_bare(arguments.name);
		status = arguments.id == ARGUMENTS_UNKNOWN ? take_other(&arguments, &options)
							   : apply(&options, &arguments);
	}
	if (options.dtd && options.command == COMMAND_TABLE)
		options.command = COMMAND_DTD;
	if (options.setting.setter && options.command == COMMAND_TABLE)
		options.command = COMMAND_SET;
	if (!status)
		status = check(&options);
	if (!status)
		*ret_options = options;
	return status;
}

/* ---- the help ---- */

static const struct {
	const char *words;
	const char *meaning;
	bool own; /* not nvidia-smi's */
} reports[] = {
    {"[options]", "a table of all GPUs and their processes"},
    {"-L", "one line per GPU and MIG device"},
    {"-B", "GPUs that the driver leaves alone"},
    {"-q", "everything known of each GPU"},
    {"-q -x", "the same as XML"},
    {"--dtd", "what that XML consists of"},
    {"--json", "all of that and more as JSON", true},
};

static void help_reports(void)
{
	const char *name = settings_name();
	int width = 24 - (int)strlen(name);

	for (size_t i = 0; i < COUNT_OF(reports); i++) {
		if (settings.native || !reports[i].own)
			out("  %s %-*s%s\n", name, width, reports[i].words, reports[i].meaning);
	}
	out("  %s --query-gpu=FIELD,... --format=csv[,noheader][,nounits]\n"
	    "  %s --query-compute-apps=..., --query-accounted-apps=...,\n"
	    "        --query-retired-pages=..., --query-remapped-rows=...,\n"
	    "        --query-supported-clocks=...\n\n",
	    name, name);
}

static void help_options(void)
{
	out("  -i, --id=ID,...          only these GPUs: index, UUID, PCI bus id or serial\n"
	    "                           number\n"
	    "  -d, --display=NAME,...   with -q: only these sections\n"
	    "  -x, --xml-format         with -q: XML; --dtd puts its description in front\n"
	    "  -u, --unit               with -q or --dtd: S-class enclosures, not GPUs; -i\n"
	    "                           is then an enclosure's index\n"
	    "  -f, --filename=FILE      write there instead of standard output\n"
	    "  -l, --loop[=SECONDS]     again and again, every 5 seconds if not told\n"
	    "  -lms, --loop-ms=MS       likewise, in milliseconds%s\n"
	    "  --help-query-gpu         the fields of --query-gpu, and likewise\n"
	    "  --help-query-compute-apps, --help-query-accounted-apps,\n"
	    "  --help-query-retired-pages, --help-query-remapped-rows,\n"
	    "  --help-query-supported-clocks\n"
	    "  --version                versions of tool, library, driver and CUDA\n"
	    "  -h, --help               this text\n\n",
	    settings.native ? "; the table on a terminal is\n"
			      "                           drawn anew in place, with bars, until q"
			    : "");
	if (settings.native)
		out("  --compat=BRANCH          print as that branch's tool does, 352 to 610, or\n"
		    "                           that release's (535.161); else as the driver's\n"
		    "  --timeout=SECONDS        how long an answer is waited for: 30; 0 for ever\n"
		    "  --no-wake                a GPU that sleeps is shown as asleep, and sleeps "
		    "on\n");
	out("  -a, -g, --show-all-processes    of former days: -q, -i, and nothing\n\n");
}

static void help_setters(void)
{
	out("  %s SETTER [-i ID,...] [-eow]    change something; one of these:\n"
	    "  -pm 0|1                  persistence mode\n"
	    "  -e 0|1, -p 0|1           ECC mode; forget volatile or aggregate errors\n"
	    "  -c 0|2|3                 compute mode: shared, nobody, one process\n"
	    "  -mig 0|1                 MIG mode\n"
	    "  -am 0|1, -caa            accounting; forget it\n"
	    "  -pl WATTS [-sc 0|1|2]    power limit, of GPU, module or base\n"
	    "  -gtt CELSIUS             target temperature\n"
	    "  -lgc MIN[,MAX] [-m 0|1], -rgc    lock the GPU's clock; release it\n"
	    "  -lmc MIN[,MAX], -rmc     the memory's\n"
	    "  -lmcd MHZ, -rmcd, -lmci  the memory's from the next load of the driver on;\n"
	    "                           forget that; ask for it\n"
	    "  -ac MEMORY,GRAPHICS, -rac        applications' clocks; take them back\n"
	    "  -acp 0|1                 who may change those\n"
	    "  --auto-boost-default=0|1, --auto-boost-permission=0|1\n"
	    "  -cc 0|1, -svfd MHZ, -gvfd        CUDA clocks, offset of the clock's curve\n"
	    "  -den 0|1                 DRAM encryption\n"
	    "  -vm VGPU|VSGA, --gom=0|1|2       virtualization mode, operation mode\n"
	    "  -r                       reset\n"
	    "  --set-hostname=NAME, --get-hostname\n"
	    "  -t GREEN|AMBER           light of an S-class enclosure\n"
	    "  -eow, --error-on-warning what is not supported gives an exit status\n\n",
	    settings_name());
}

/* Programs take the version of NVIDIA's tool from the first line: it is the driver's. */
static void help_head(const struct machine *machine)
{
	if (!settings.native)
		out("NVIDIA System Management Interface -- v%s\n\n",
		    *machine->driver ? machine->driver : "N/A");
	out("nvsmi " OPENNVML_VERSION
	    ": what NVIDIA GPUs are doing, in the formats of nvidia-smi\n\n");
}

void options_help(const struct machine *machine)
{
	help_head(machine);
	help_reports();
	help_options();
	help_setters();
	out("Each of these has its own -h:\n");
	for (size_t i = 0; i < subcommand_count; i++) {
		if (subcommand_is_known(&subcommands[i]))
			out("  %s %-15s %s\n", settings_name(), subcommands[i].name,
			    subcommands[i].summary);
	}
	out("\nOPENNVML_LIBRARY=PATH chooses another NVML library than the one inside.\n"
	    "Exit status: 0, or what went wrong: 2 argument, 3 not supported, 4 permission,\n"
	    "6 no such GPU, 9 no driver, 10 a GPU without answer, 12 no NVML library,\n"
	    "15 GPU lost, 18 version mismatch, 255 unknown option and others.\n");
}
