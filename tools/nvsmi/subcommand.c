/* SPDX-License-Identifier: MIT */

#include "subcommand.h"

int subcommand_refuse(int id, const char *name, void (*help)(void))
{
	if (id == ARGUMENTS_BARE)
		return arguments_refuse_bare(name);
	complain("Option \"%s\" is not recognized.\n", name);
	help();
	return EXIT_OPTION;
}

int subcommand_refuse_combination(const char *command)
{
	complain("Invalid combination of input arguments. Please run 'nvidia-smi %s -h' for "
		 "help.\n",
		 command);
	return NVML_ERROR_INVALID_ARGUMENT;
}

const char *subcommand_bus_id(struct gpu *gpu)
{
	const struct value *bus = gpu_value(gpu, VALUE_BUS_ID);

	return bus->status == NVML_SUCCESS ? bus->text : "N/A";
}

int subcommand_fail(const char *what, struct gpu *gpu, nvmlReturn_t status)
{
	complain("%s for GPU %s: %s\n", what, subcommand_bus_id(gpu), library_error(status));
	return exit_status(status);
}

#define VIEWS_MAX 8

enum { ID_HELP, ID_GPUS, ID_VIEWS };

struct choice {
	const char *ids;
	bool views[VIEWS_MAX];
	const char *values[VIEWS_MAX];
	bool any;
};

static void make_table(const struct subcommand_view *views,
		       struct argument ret_known[ID_VIEWS + VIEWS_MAX + 1])
{
	ret_known[ID_HELP] = (struct argument){"-h", "--help", ID_HELP, TAKES_NOTHING};
	ret_known[ID_GPUS] = (struct argument){"-i", "--id", ID_GPUS, TAKES_VALUE, VALUES_GPUS};
	for (int i = 0; i < VIEWS_MAX && views[i].name; i++)
		ret_known[ID_VIEWS + i] = (struct argument){
		    views[i].name, views[i].alias, ID_VIEWS + i,
		    views[i].takes_value ? TAKES_VALUE : TAKES_NOTHING, views[i].values};
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
	int status = start_machine(&machine, choice->ids);
	unsigned int told = 0;

	for (unsigned int i = 0; i < machine.gpu_count && !status; i++) {
		if (can_tell && !can_tell(machine.gpus[i]))
			continue;
		told++;
		status = print_gpu(machine.gpus[i], views, choice);
	}
	if (status || told)
		return status;
	complain("%s\n", none);
	return NVML_ERROR_NOT_SUPPORTED;
}

int subcommand_run(int argc, char **argv, const struct subcommand_view *views, void (*help)(void),
		   bool (*can_tell)(struct gpu *gpu), const char *none)
{
	struct argument known[ID_VIEWS + VIEWS_MAX + 1] = {0};
	struct arguments arguments = {known, argc, argv, 1};
	struct choice choice = {0};
	const char *name, *value;
	int id;

	make_table(views, known);
	while ((id = arguments_next(&arguments, &name, &value)) != ARGUMENTS_END) {
		if (id < 0)
			return subcommand_refuse(id, name, help);
		if (id == ID_HELP) {
			help();
			return 0;
		}
		if (id == ID_GPUS) {
			choice.ids = value;
			continue;
		}
		choice.any = choice.views[id - ID_VIEWS] = true;
		choice.values[id - ID_VIEWS] = value;
	}
	if (choice.any)
		return print_gpus(views, &choice, can_tell, none);
	help();
	return EXIT_OPTION;
}
