/* SPDX-License-Identifier: MIT */
/* The lists of nvsmi mig. Their first lines are printed before the first row. */

#include "mig_command.h"

#include <stdlib.h>

/* Names got longer with the profiles: "+me" in 510, "+me.all" in 580. */
static int name_width(const struct machine *machine)
{
	if (machine->branch >= 580)
		return 15;
	return machine->branch >= 510 ? 13 : 10;
}

struct listing {
	const struct machine *machine;
	const struct mig_options *options;
	unsigned int rows;
	size_t width;
	void (*print_header)(const struct listing *listing);
};

static void begin_row(struct listing *listing)
{
	if (!listing->rows++) {
		table_frame(listing->width);
		listing->print_header(listing);
	}
}

static void print_title(const struct listing *listing, const char *title)
{
	out("| %-*s|\n", (int)listing->width - 3, title);
}

static void print_double_rule(const struct listing *listing)
{
	out("|");
	for (size_t i = 2; i < listing->width; i++)
		out("=");
	out("|\n");
}

/* ---- -lgip ---- */

static void print_profiles_header(const struct listing *listing)
{
	int width = name_width(listing->machine);

	print_title(listing, "GPU instance profiles:");
	out("| GPU   Name%*sID    Instances   Memory     P2P    SM    DEC   ENC  |\n", width, "");
	out("| %*sFree/Total   GiB              CE    JPEG  OFA  |\n", width + 16, "");
	print_double_rule(listing);
}

static void print_profile(struct listing *listing, const struct gpu *gpu,
			  const struct instance_profile *profile)
{
	int width = name_width(listing->machine);

	begin_row(listing);
	out("|%4u  MIG %-*s%3u%6u/%-9u%-11.2f%-7s%-7u%-6u%-4u|\n", gpu->index, width, profile->name,
	    profile->id, profile->free, profile->total, (double)profile->mib / 1024,
	    profile->p2p ? "Yes" : "No", profile->multiprocessors, profile->decoders,
	    profile->encoders);
	out("|%*s%-6u%-6u%-4u|\n", (int)listing->width - 18, "", profile->copy_engines,
	    profile->jpegs, profile->ofas);
	table_frame(listing->width);
}

/* GPUs of which this can be said: those that can be divided, before 470 those that are. */
static bool has_profiles(const struct machine *machine, struct gpu *gpu)
{
	return machine->branch < 470 ? mig_is_on(gpu)
				     : gpu_value(gpu, VALUE_MIG_CURRENT)->status == NVML_SUCCESS;
}

int mig_list_profiles(struct machine *machine, const struct mig_options *options)
{
	struct listing listing = {.machine = machine,
				  .options = options,
				  .width = (size_t)name_width(machine) + 66,
				  .print_header = print_profiles_header};
	nvmlReturn_t status = NVML_SUCCESS;

	for (unsigned int i = 0; status == NVML_SUCCESS && i < machine->gpu_count; i++) {
		struct gpu_profiles profiles;

		if (!has_profiles(machine, machine->gpus[i]))
			continue;
		status = instances_gpu_profiles(machine->gpus[i], &profiles);
		for (unsigned int j = 0; status == NVML_SUCCESS && j < profiles.count; j++)
			print_profile(&listing, machine->gpus[i], &profiles.list[j]);
	}
	if (status != NVML_SUCCESS || !listing.rows)
		return mig_none("GPU instance profiles", status);
	return 0;
}

/* ---- -lgipp, -lcipp ---- */

static void print_places(const struct instance_place *places, unsigned int count)
{
	out("Placement%s {", count == 1 ? " :" : "s:");
	for (unsigned int i = 0; i < count; i++)
		out("%s%u", i ? "," : "", places[i].start);
	out("}:%u\n", places[0].size);
}

static nvmlReturn_t print_places_of_gpu(struct gpu *gpu, unsigned int *rows)
{
	struct gpu_profiles profiles;
	nvmlReturn_t status = instances_gpu_profiles(gpu, &profiles);

	for (unsigned int i = 0; status == NVML_SUCCESS && i < profiles.count; i++) {
		struct instance_place *places;
		unsigned int count;

		status = instances_gpu_places(gpu, &profiles.list[i], &places, &count);
		if (status != NVML_SUCCESS)
			break;
		out("GPU %2u Profile ID %2u ", gpu->index, profiles.list[i].id);
		print_places(places, count);
		++*rows;
		free(places);
	}
	return status;
}

int mig_list_places(struct machine *machine, const struct mig_options *options)
{
	nvmlReturn_t status = NVML_SUCCESS;
	unsigned int rows = 0;

	(void)options;
	for (unsigned int i = 0; status == NVML_SUCCESS && i < machine->gpu_count; i++) {
		if (has_profiles(machine, machine->gpus[i]))
			status = print_places_of_gpu(machine->gpus[i], &rows);
	}
	if (status != NVML_SUCCESS || !rows)
		return mig_none("GPU instance possible placements", status);
	return 0;
}

static nvmlReturn_t visit_compute_places(struct gpu *gpu, const struct gpu_instance *instance,
					 void *data)
{
	struct compute_profiles profiles;
	nvmlReturn_t status = instances_compute_profiles(instance, &profiles);

	for (unsigned int i = 0; status == NVML_SUCCESS && i < profiles.count; i++) {
		struct instance_place *places;
		unsigned int count;

		status = instances_compute_places(instance, &profiles.list[i], &places, &count);
		if (status != NVML_SUCCESS)
			break;
		out("GPU %2u GI %2u Profile ID %2u ", gpu->index, instance->id,
		    profiles.list[i].id);
		print_places(places, count);
		++*(unsigned int *)data;
		free(places);
	}
	return status;
}

int mig_list_compute_places(struct machine *machine, const struct mig_options *options)
{
	unsigned int rows = 0;
	unsigned int visited;
	nvmlReturn_t status =
	    mig_each_instance(machine, options, visit_compute_places, &rows, &visited);

	if (!visited)
		return mig_none("GPU instances", status);
	if (status != NVML_SUCCESS || !rows)
		return mig_none("compute instance possible placements", status);
	return 0;
}

/* ---- -lgi ---- */

static void print_instances_header(const struct listing *listing)
{
	int width = name_width(listing->machine);

	print_title(listing, "GPU instances:");
	out("| GPU   Name%*sProfile  Instance   Placement  |\n", width, "");
	out("| %*sID       ID       Start:Size |\n", width + 12, "");
	print_double_rule(listing);
}

static nvmlReturn_t visit_instance(struct gpu *gpu, const struct gpu_instance *instance, void *data)
{
	struct listing *listing = data;

	begin_row(listing);
	out("|%4u  MIG %-*s%5u%9u%11u:%-6u|\n", gpu->index, name_width(listing->machine),
	    instance->profile->name, instance->profile->id, instance->id, instance->place.start,
	    instance->place.size);
	table_frame(listing->width);
	return NVML_SUCCESS;
}

int mig_list_instances(struct machine *machine, const struct mig_options *options)
{
	struct listing listing = {.machine = machine,
				  .options = options,
				  .width = (size_t)name_width(machine) + 44,
				  .print_header = print_instances_header};
	unsigned int visited;
	nvmlReturn_t status =
	    mig_each_instance(machine, options, visit_instance, &listing, &visited);

	return listing.rows && status == NVML_SUCCESS ? 0 : mig_none("GPU instances", status);
}

/* ---- -lcip ---- */

static void print_compute_profiles_header(const struct listing *listing)
{
	print_title(listing, "Compute instance profiles:");
	out("| GPU     GPU       Name             Profile  Instances   Exclusive       Shared      "
	    " "
	    "|\n"
	    "|       Instance                       ID     Free/Total     SM       DEC   ENC   OFA "
	    " "
	    "|\n"
	    "|         ID                                                          CE    JPEG      "
	    " "
	    "|\n");
	print_double_rule(listing);
}

static nvmlReturn_t visit_compute_profiles(struct gpu *gpu, const struct gpu_instance *instance,
					   void *data)
{
	struct listing *listing = data;
	struct compute_profiles profiles;
	const struct instance_profile *whole;
	nvmlReturn_t status = instances_compute_profiles(instance, &profiles);

	if (status == NVML_SUCCESS && profiles.bare)
		status = NVML_ERROR_NOT_SUPPORTED;
	if (status != NVML_SUCCESS)
		return status;
	whole = mig_default_profile(instance, &profiles);
	for (unsigned int i = 0; i < profiles.count; i++) {
		const struct instance_profile *profile = &profiles.list[i];

		begin_row(listing);
		out("|%4u%7u       MIG %-16s%2u%c%6u/%-12u%-10u%-6u%-6u%-4u|\n", gpu->index,
		    instance->id, profile->name, profile->id, profile == whole ? '*' : ' ',
		    profile->free, profile->total, profile->multiprocessors, profile->decoders,
		    profile->encoders, profile->ofas);
		out("|%*s%-6u%-10u|\n", (int)listing->width - 18, "", profile->copy_engines,
		    profile->jpegs);
		table_frame(listing->width);
	}
	return NVML_SUCCESS;
}

int mig_list_compute_profiles(struct machine *machine, const struct mig_options *options)
{
	struct listing listing = {.machine = machine,
				  .options = options,
				  .width = 88,
				  .print_header = print_compute_profiles_header};
	unsigned int visited;
	nvmlReturn_t status =
	    mig_each_instance(machine, options, visit_compute_profiles, &listing, &visited);

	if (!visited)
		return mig_none("GPU instances", status);
	if (status != NVML_SUCCESS || !listing.rows)
		return mig_none("compute instance profiles", status);
	return 0;
}

/* ---- -lci ---- */

/* The first branch did not tell where in its GPU instance one lies. */
static bool has_compute_places(const struct machine *machine)
{
	return machine->branch > 450;
}

static void print_compute_header(const struct listing *listing)
{
	bool places = has_compute_places(listing->machine);

	print_title(listing, "Compute instances:");
	out("| GPU     GPU       Name             Profile   Instance %s|\n",
	    places ? "  Placement  " : "");
	out("|       Instance                       ID        ID     %s|\n",
	    places ? "  Start:Size " : "");
	out("|         ID                                            %s|\n",
	    places ? "             " : "");
	print_double_rule(listing);
}

static void print_compute(struct listing *listing, const struct gpu *gpu,
			  const struct gpu_instance *parent,
			  const struct compute_instance *instance)
{
	begin_row(listing);
	out("|%4u%7u       MIG %-16s%2u%10u", gpu->index, parent->id, instance->profile->name,
	    instance->profile->id, instance->id);
	if (has_compute_places(listing->machine))
		out("%11u:%-6u|\n", instance->place.start, instance->place.size);
	else
		out("     |\n");
	table_frame(listing->width);
}

static nvmlReturn_t visit_compute(struct gpu *gpu, const struct gpu_instance *instance, void *data)
{
	struct listing *listing = data;
	struct compute_profiles profiles;
	struct compute_instance *list = NULL;
	unsigned int count = 0;
	nvmlReturn_t status = instances_compute_profiles(instance, &profiles);

	if (status == NVML_SUCCESS)
		status = instances_of_instance(instance, &profiles, &list, &count);
	for (unsigned int i = 0; status == NVML_SUCCESS && i < count; i++) {
		if (text_is_listed(listing->options->compute_instances, list[i].id))
			print_compute(listing, gpu, instance, &list[i]);
	}
	free(list);
	return status;
}

int mig_list_compute(struct machine *machine, const struct mig_options *options)
{
	struct listing listing = {.machine = machine,
				  .options = options,
				  .width = has_compute_places(machine) ? 70 : 57,
				  .print_header = print_compute_header};
	unsigned int visited;
	nvmlReturn_t status =
	    mig_each_instance(machine, options, visit_compute, &listing, &visited);

	if (!visited)
		return mig_none("GPU instances", status);
	if (status != NVML_SUCCESS || !listing.rows)
		return mig_none("compute instances", status);
	return 0;
}
