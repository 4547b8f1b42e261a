/* SPDX-License-Identifier: MIT */
/* nvsmi mig: lists of instances, and dividing GPUs into them. */

#include "mig_command.h"

#include "arguments.h"
#include "commands.h"
#include "start.h"
#include "subcommand.h"

#include <stdlib.h>
#include <string.h>

enum {
	OPTION_NONE,
	OPTION_ID,
	OPTION_GPU_INSTANCE,
	OPTION_COMPUTE_INSTANCE,
	OPTION_WITH_COMPUTE,
	OPTION_ACTIONS, /* from here on: what is done, in the order of actions[] */
	OPTION_LIST_PROFILES = OPTION_ACTIONS,
	OPTION_LIST_PLACES,
	OPTION_LIST,
	OPTION_LIST_COMPUTE_PROFILES,
	OPTION_LIST_COMPUTE_PLACES,
	OPTION_LIST_COMPUTE,
	OPTION_CREATE,
	OPTION_DESTROY,
	OPTION_CREATE_COMPUTE,
	OPTION_DESTROY_COMPUTE,
};

static const struct argument known[] = {
    {"-h", "--help", ARGUMENTS_HELP, TAKES_NOTHING},
    {"-i", "--id", OPTION_ID, TAKES_VALUE, VALUES_GPUS},
    {"-gi", "--gpu-instance-id", OPTION_GPU_INSTANCE, TAKES_VALUE},
    {"-ci", "--compute-instance-id", OPTION_COMPUTE_INSTANCE, TAKES_VALUE},
    {"-C", "--default-compute-instance", OPTION_WITH_COMPUTE, TAKES_NOTHING},
    {"-lgip", "--list-gpu-instance-profiles", OPTION_LIST_PROFILES, TAKES_NOTHING},
    {"-lgipp", "--list-gpu-instance-possible-placements", OPTION_LIST_PLACES, TAKES_NOTHING},
    {"-lgi", "--list-gpu-instances", OPTION_LIST, TAKES_NOTHING},
    {"-lcip", "--list-compute-instance-profiles", OPTION_LIST_COMPUTE_PROFILES, TAKES_NOTHING},
    {"-lcipp", "--list-compute-instance-possible-placements", OPTION_LIST_COMPUTE_PLACES,
     TAKES_NOTHING},
    {"-lci", "--list-compute-instances", OPTION_LIST_COMPUTE, TAKES_NOTHING},
    {"-cgi", "--create-gpu-instance", OPTION_CREATE, TAKES_VALUE},
    {"-dgi", "--destroy-gpu-instance", OPTION_DESTROY, TAKES_NOTHING},
    {"-cci", "--create-compute-instance", OPTION_CREATE_COMPUTE, TAKES_PERHAPS},
    {"-dci", "--destroy-compute-instance", OPTION_DESTROY_COMPUTE, TAKES_NOTHING},
    {NULL, NULL, 0, TAKES_NOTHING},
};

static int (*const actions[])(struct machine *, const struct mig_options *) = {
    mig_list_profiles,       mig_list_places,    mig_list_instances, mig_list_compute_profiles,
    mig_list_compute_places, mig_list_compute,   mig_create,         mig_destroy,
    mig_create_compute,      mig_destroy_compute};

static void print_help(void)
{
	out("nvsmi mig: divides GPUs into instances, and lists them.\n"
	    "\n"
	    "Lists:\n"
	    "  -lgip,  --list-gpu-instance-profiles     sizes, and how many fit\n"
	    "  -lgipp, --list-gpu-instance-possible-placements\n"
	    "                                           where each can lie:\n"
	    "                                           {start,...}:slices\n"
	    "  -lgi,   --list-gpu-instances             GPU instances\n"
	    "  -lcip,  --list-compute-instance-profiles sizes; * fills its GPU instance\n"
	    "  -lcipp, --list-compute-instance-possible-placements\n"
	    "                                           where each can lie\n"
	    "  -lci,   --list-compute-instances         compute instances\n"
	    "\n"
	    "Changes, for which the right to configure MIG is needed:\n"
	    "  -cgi,   --create-gpu-instance PROFILE[:START],...\n"
	    "                                           makes them; PROFILE is an id or name\n"
	    "                                           of -lgip, START one of -lgipp\n"
	    "  -C,     --default-compute-instance       and in each a compute instance that\n"
	    "                                           fills it\n"
	    "  -dgi,   --destroy-gpu-instance           removes them: all, or those of -gi\n"
	    "  -cci,   --create-compute-instance [PROFILE[:START],...]\n"
	    "                                           makes them in all GPU instances, or\n"
	    "                                           those of -gi\n"
	    "  -dci,   --destroy-compute-instance       removes them: all, or those of -gi\n"
	    "                                           and -ci\n"
	    "\n"
	    "Of which:\n"
	    "  -i,     --id ID,...                      GPUs: index, UUID, bus id or serial\n"
	    "  -gi,    --gpu-instance-id ID,...         GPU instances\n"
	    "  -ci,    --compute-instance-id ID,...     compute instances\n");
}

int mig_none(const char *what, nvmlReturn_t status)
{
	if (status == NVML_SUCCESS)
		status = NVML_ERROR_NOT_FOUND;
	if (status != NVML_ERROR_NOT_FOUND)
		complain("Failed to display %s: %s\n", what, library_error(status));
	complain("No %s found: %s\n", what, library_error(status));
	return exit_status(status);
}

const struct instance_profile *mig_default_profile(const struct gpu_instance *instance,
						   const struct compute_profiles *profiles)
{
	for (unsigned int i = 0; i < profiles->count; i++) {
		if (profiles->list[i].slices == instance->profile->slices)
			return &profiles->list[i];
	}
	return NULL;
}

static nvmlReturn_t visit_gpu(struct gpu *gpu, const struct mig_options *options, mig_visit *visit,
			      void *data, unsigned int *visited)
{
	struct gpu_profiles profiles;
	struct gpu_instance *list = NULL;
	unsigned int count = 0;
	nvmlReturn_t status = instances_gpu_profiles(gpu, &profiles);

	if (status == NVML_SUCCESS)
		status = instances_of_gpu(gpu, &profiles, &list, &count);
	for (unsigned int i = 0; status == NVML_SUCCESS && i < count; i++) {
		if (!text_is_listed(options->gpu_instances, list[i].id))
			continue;
		++*visited;
		status = visit(gpu, &list[i], data);
	}
	free(list);
	return status;
}

nvmlReturn_t mig_each_instance(struct machine *machine, const struct mig_options *options,
			       mig_visit *visit, void *data, unsigned int *ret_visited)
{
	nvmlReturn_t status = NVML_SUCCESS;

	*ret_visited = 0;
	for (unsigned int i = 0; status == NVML_SUCCESS && i < machine->gpu_count; i++) {
		if (mig_is_on(machine->gpus[i]))
			status = visit_gpu(machine->gpus[i], options, visit, data, ret_visited);
	}
	return status;
}

/* 0, or an exit status after it was said that no GPU can be, or is, divided. */
static int check_gpus(struct machine *machine, int action)
{
	/* Before 470 what could be made was told of divided GPUs alone. */
	bool on = machine->branch < 470 || action > OPTION_LIST_PLACES;
	unsigned int able = 0;
	unsigned int divided = 0;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		able += gpu_value(machine->gpus[i], VALUE_MIG_CURRENT)->status == NVML_SUCCESS;
		divided += mig_is_on(machine->gpus[i]);
	}
	if (divided || (able && !on))
		return 0;
	complain("No MIG-%s devices found.\n", able ? "enabled" : "supported");
	return NVML_ERROR_NOT_FOUND;
}

/* 0, or an exit status after the message was printed. */
static int parse(int argc, char **argv, struct mig_options *options, int *ret_action)
{
	struct arguments arguments = arguments_of(known, argc, argv);

	*ret_action = OPTION_NONE;
	while (arguments_next(&arguments)) {
		const char *value = arguments.value;
		int id = arguments.id;

		if (id == OPTION_ID)
			options->ids = value;
		else if (id == OPTION_GPU_INSTANCE)
			options->gpu_instances = value;
		else if (id == OPTION_COMPUTE_INSTANCE)
			options->compute_instances = value;
		else if (id == OPTION_WITH_COMPUTE)
			options->with_compute = true;
		else if (*ret_action == OPTION_NONE)
			*ret_action = id;
		else
			return subcommand_refuse_combination("mig");
		if (id == OPTION_CREATE || id == OPTION_CREATE_COMPUTE)
			options->profiles = value;
	}
	return subcommand_end(&arguments, print_help);
}

int command_mig(int argc, char **argv)
{
	static struct machine machine;
	struct mig_options options = {0};
	int action;
	int status = parse(argc, argv, &options, &action);

	if (status)
		return status;
	if (action == OPTION_NONE) {
		print_help();
		return 0;
	}
	if (options.with_compute && action != OPTION_CREATE)
		return subcommand_refuse_combination("mig");
	machine.changes = action >= OPTION_CREATE;
	status = start_machine(&machine, options.ids);
	if (!status)
		status = check_gpus(&machine, action);
	return status ? status : actions[action - OPTION_ACTIONS](&machine, &options);
}
