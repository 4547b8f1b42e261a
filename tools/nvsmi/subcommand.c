/* SPDX-License-Identifier: MIT */

#include "subcommand.h"

#include "settings.h"
#include "trouble.h"

int subcommand_end(const struct arguments *arguments, void (*help)(void))
{
	if (arguments->id == ARGUMENTS_END)
		return 0;
	if (arguments->id == ARGUMENTS_BARE)
		return arguments_refuse_bare(arguments->name);
	if (arguments->id == ARGUMENTS_UNKNOWN)
		complain("Option \"%s\" is not recognized.\n", arguments->name);
	help();
	return arguments->id == ARGUMENTS_HELP ? SUBCOMMAND_HELPED : EXIT_OPTION;
}

int subcommand_refuse_combination(const char *command)
{
	complain("Invalid combination of input arguments. Please run '%s %s -h' for help.\n",
		 settings_name(), command);
	return NVML_ERROR_INVALID_ARGUMENT;
}

const char *subcommand_bus_id(struct gpu *gpu)
{
	const struct value *bus = gpu_value(gpu, VALUE_BUS_ID);

	return bus->status == NVML_SUCCESS ? bus->text : "N/A";
}

int subcommand_fail(const char *what, struct gpu *gpu, nvmlReturn_t status)
{
	if (gpu->refused != NVML_SUCCESS)
		status = gpu->refused;
	complain("%s for GPU %s: %s\n", what, subcommand_bus_id(gpu), trouble_in_words(status));
	return exit_status(status);
}

bool subcommand_goes_on(const struct gpu *gpu, int one, int *status)
{
	*status = *status ? *status : one;
	return !one || gpu->refused != NVML_SUCCESS;
}

#define VIEWS_MAX 8
/* -h, -i and the table's end besides. */
#define KNOWN_MAX (VIEWS_MAX + 3)

enum { ID_GPUS, ID_VIEWS };

struct choice {
	const char *ids;
	bool views[VIEWS_MAX];
	const char *values[VIEWS_MAX];
	bool any;
};

static void make_table(const struct subcommand_view *views, struct argument ret_known[KNOWN_MAX])
{
	*ret_known++ = (struct argument){"-h", "--help", ARGUMENTS_HELP, TAKES_NOTHING};
	*ret_known++ = (struct argument){"-i", "--id", ID_GPUS, TAKES_VALUE, VALUES_GPUS};
	for (int i = 0; i < VIEWS_MAX && views[i].name; i++)
		*ret_known++ = (struct argument){views[i].name, views[i].alias, ID_VIEWS + i,
						 views[i].takes_value ? TAKES_VALUE : TAKES_NOTHING,
						 views[i].values};
}

static int print_gpu(struct gpu *gpu, const struct subcommand_view *views,
		     const struct choice *choice)
{
	int status = list_gpu(gpu);

	for (int i = 0; i < VIEWS_MAX && !status; i++) {
		if (choice->views[i])
			status = views[i].print(gpu, choice->values[i]);
	}
	return status;
}

static int print_gpus(const struct subcommand_view *views, const struct choice *choice,
		      bool (*can_tell)(struct gpu *gpu), const char *none)
{
	static struct machine machine;
	unsigned int told = 0;
	int status;

	for (int i = 0; i < VIEWS_MAX && views[i].name; i++)
		machine.changes |= choice->views[i] && views[i].changes;
	status = start_machine(&machine, choice->ids);
	if (status)
		return status;
	for (unsigned int i = 0; i < machine.gpu_count; i++) {
		if (can_tell && !can_tell(machine.gpus[i]))
			continue;
		told++;
		if (!subcommand_goes_on(machine.gpus[i], print_gpu(machine.gpus[i], views, choice),
					&status))
			return status;
	}
	if (told)
		return status;
	complain("%s\n", none);
	return NVML_ERROR_NOT_SUPPORTED;
}

int subcommand_run(int argc, char **argv, const struct subcommand_view *views, void (*help)(void),
		   bool (*can_tell)(struct gpu *gpu), const char *none)
{
	struct argument known[KNOWN_MAX] = {0};
	struct arguments arguments = arguments_of(known, argc, argv);
	struct choice choice = {0};
	int status;

	make_table(views, known);
	while (arguments_next(&arguments)) {
		if (arguments.id == ID_GPUS) {
			choice.ids = arguments.value;
			continue;
		}
		choice.any = choice.views[arguments.id - ID_VIEWS] = true;
		choice.values[arguments.id - ID_VIEWS] = arguments.value;
	}
	status = subcommand_end(&arguments, help);
	if (status)
		return status;
	if (choice.any)
		return print_gpus(views, &choice, can_tell, none);
	help();
	return EXIT_OPTION;
}
