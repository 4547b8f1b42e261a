/* SPDX-License-Identifier: MIT */
/* Making and removing instances. What succeeded before a failure stays, and is told. */

#include "mig_command.h"

#include "arguments.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One of -cgi and -cci: a profile as it was typed, and perhaps where. */
struct wanted {
	char profile[96];
	bool placed;
	unsigned int start;
};

/* Takes the first of a list; the rest of it, or NULL. What is no number after the colon is no
 * place. */
static const char *next_wanted(const char *list, struct wanted *ret_wanted, bool *ret_valid)
{
	size_t length = strcspn(list, ",");
	char *colon;

	snprintf(ret_wanted->profile, sizeof(ret_wanted->profile), "%.*s", (int)length, list);
	colon = strchr(ret_wanted->profile, ':');
	ret_wanted->placed = colon != NULL;
	*ret_valid = length < sizeof(ret_wanted->profile) &&
		     (!colon || arguments_number(colon + 1, UINT_MAX, &ret_wanted->start));
	if (colon)
		*colon = '\0';
	return list[length] ? list + length + 1 : NULL;
}

/* By id, by name, or by name with "MIG " before it. */
static const struct instance_profile *find_profile(const struct instance_profile *list,
						   unsigned int count, const char *wanted)
{
	const char *name = strncmp(wanted, "MIG ", 4) ? wanted : wanted + 4;
	unsigned int id;
	bool by_id = arguments_number(wanted, UINT_MAX, &id);

	for (unsigned int i = 0; i < count; i++) {
		if (by_id ? list[i].id == id : !strcmp(list[i].name, name))
			return &list[i];
	}
	return NULL;
}

static nvmlReturn_t find_place(const struct instance_place *list, unsigned int count,
			       unsigned int start, struct instance_place *ret_place)
{
	for (unsigned int i = 0; i < count; i++) {
		if (list[i].start == start) {
			*ret_place = list[i];
			return NVML_SUCCESS;
		}
	}
	return NVML_ERROR_INVALID_ARGUMENT;
}

static int finish(const char *what, nvmlReturn_t status)
{
	if (status == NVML_SUCCESS)
		return 0;
	complain("Failed to %s: %s\n", what, library_error(status));
	return exit_status(status);
}

/* ---- compute instances ---- */

static nvmlReturn_t make_compute(const struct gpu_instance *instance,
				 const struct instance_profile *profile,
				 const struct wanted *wanted, unsigned int *ret_id)
{
	struct instance_place place;
	struct instance_place *places;
	unsigned int count;
	nvmlReturn_t status;

	if (!profile)
		return NVML_ERROR_INVALID_ARGUMENT;
	if (!wanted || !wanted->placed)
		return instances_create_compute(instance, profile, NULL, ret_id);
	status = instances_compute_places(instance, profile, &places, &count);
	if (status != NVML_SUCCESS)
		return status;
	status = find_place(places, count, wanted->start, &place);
	free(places);
	return status == NVML_SUCCESS ? instances_create_compute(instance, profile, &place, ret_id)
				      : status;
}

/* wanted NULL: the profile that fills the GPU instance. */
static nvmlReturn_t create_one_compute(const struct gpu *gpu, const struct gpu_instance *instance,
				       const struct wanted *wanted)
{
	struct compute_profiles profiles;
	const struct instance_profile *profile = NULL;
	unsigned int id = 0;
	nvmlReturn_t status = instances_compute_profiles(instance, &profiles);

	if (status == NVML_SUCCESS) {
		profile = wanted ? find_profile(profiles.list, profiles.count, wanted->profile)
				 : mig_default_profile(instance, &profiles);
		status = make_compute(instance, profile, wanted, &id);
	}
	if (status == NVML_SUCCESS)
		out("Successfully created compute instance ID %2u on GPU %2u GPU instance ID %2u "
		    "using profile MIG %s (ID %2u)\n",
		    id, gpu->index, instance->id, profile->name, profile->id);
	else
		complain("Unable to create a compute instance on GPU %2u GPU instance ID %2u using "
			 "profile %s: %s\n",
			 gpu->index, instance->id,
			 wanted    ? wanted->profile
			 : profile ? profile->name
				   : instance->profile->name,
			 library_error(status));
	return status;
}

static nvmlReturn_t visit_create_compute(struct gpu *gpu, const struct gpu_instance *instance,
					 void *data)
{
	const char *list = *(const char **)data;
	nvmlReturn_t status = NVML_SUCCESS;

	if (!list)
		return create_one_compute(gpu, instance, NULL);
	while (list && status == NVML_SUCCESS) {
		struct wanted wanted;
		bool valid;

		list = next_wanted(list, &wanted, &valid);
		status = valid ? create_one_compute(gpu, instance, &wanted)
			       : NVML_ERROR_INVALID_ARGUMENT;
	}
	return status;
}

int mig_create_compute(struct machine *machine, const struct mig_options *options)
{
	const char *profiles = options->profiles;
	unsigned int visited;
	nvmlReturn_t status =
	    mig_each_instance(machine, options, visit_create_compute, &profiles, &visited);

	return visited ? finish("create compute instances", status)
		       : mig_none("GPU instances", status);
}

struct destruction {
	const struct mig_options *options;
	unsigned int found;
};

static nvmlReturn_t destroy_one_compute(const struct gpu *gpu, const struct gpu_instance *parent,
					const struct compute_instance *instance)
{
	nvmlReturn_t status = instances_destroy_compute(instance);

	if (status == NVML_SUCCESS)
		out("Successfully destroyed compute instance ID %2u from GPU %2u GPU instance ID "
		    "%2u\n",
		    instance->id, gpu->index, parent->id);
	else
		complain("Unable to destroy compute instance ID %2u from GPU %2u GPU instance ID "
			 "%2u: %s\n",
			 instance->id, gpu->index, parent->id, library_error(status));
	return status;
}

static nvmlReturn_t visit_destroy_compute(struct gpu *gpu, const struct gpu_instance *instance,
					  void *data)
{
	struct destruction *destruction = data;
	struct compute_profiles profiles;
	struct compute_instance *list = NULL;
	unsigned int count = 0;
	nvmlReturn_t status = instances_compute_profiles(instance, &profiles);

	if (status == NVML_SUCCESS)
		status = instances_of_instance(instance, &profiles, &list, &count);
	for (unsigned int i = 0; status == NVML_SUCCESS && i < count; i++) {
		if (!text_is_listed(destruction->options->compute_instances, list[i].id))
			continue;
		destruction->found++;
		status = destroy_one_compute(gpu, instance, &list[i]);
	}
	free(list);
	return status;
}

int mig_destroy_compute(struct machine *machine, const struct mig_options *options)
{
	struct destruction destruction = {.options = options};
	unsigned int visited;
	nvmlReturn_t status =
	    mig_each_instance(machine, options, visit_destroy_compute, &destruction, &visited);

	if (!visited)
		return mig_none("GPU instances", status);
	if (!destruction.found && status == NVML_SUCCESS)
		return mig_none("compute instances", status);
	return finish("destroy compute instances", status);
}

/* ---- GPU instances ---- */

static nvmlReturn_t make_instance(struct gpu *gpu, const struct instance_profile *profile,
				  const struct wanted *wanted, struct gpu_instance *ret_instance)
{
	struct instance_place place;
	struct instance_place *places;
	unsigned int count;
	nvmlReturn_t status;

	if (!profile)
		return NVML_ERROR_INVALID_ARGUMENT;
	if (!wanted->placed)
		return instances_create_gpu(gpu, profile, NULL, ret_instance);
	status = instances_gpu_places(gpu, profile, &places, &count);
	if (status != NVML_SUCCESS)
		return status;
	status = find_place(places, count, wanted->start, &place);
	free(places);
	return status == NVML_SUCCESS ? instances_create_gpu(gpu, profile, &place, ret_instance)
				      : status;
}

/* *ret_compute_failed: the GPU instance was made, but not what -C wants in it. */
static nvmlReturn_t create_one(struct gpu *gpu, const struct wanted *wanted, bool with_compute,
			       bool *ret_compute_failed)
{
	struct gpu_profiles profiles;
	const struct instance_profile *profile;
	struct gpu_instance made;
	nvmlReturn_t status = instances_gpu_profiles(gpu, &profiles);

	if (status == NVML_SUCCESS) {
		profile = find_profile(profiles.list, profiles.count, wanted->profile);
		status = make_instance(gpu, profile, wanted, &made);
	}
	if (status != NVML_SUCCESS) {
		complain("Unable to create a GPU instance on GPU %2u using profile %s: %s\n",
			 gpu->index, wanted->profile, library_error(status));
		return status;
	}
	out("Successfully created GPU instance ID %2u on GPU %2u using profile MIG %s (ID %2u)\n",
	    made.id, gpu->index, made.profile->name, made.profile->id);
	if (with_compute) {
		status = create_one_compute(gpu, &made, NULL);
		*ret_compute_failed = status != NVML_SUCCESS;
	}
	return status;
}

static nvmlReturn_t create_on(struct gpu *gpu, const struct mig_options *options,
			      bool *ret_compute_failed)
{
	const char *list = options->profiles;
	nvmlReturn_t status = NVML_SUCCESS;

	while (list && status == NVML_SUCCESS) {
		struct wanted wanted;
		bool valid;

		list = next_wanted(list, &wanted, &valid);
		status = valid ? create_one(gpu, &wanted, options->with_compute, ret_compute_failed)
			       : NVML_ERROR_INVALID_ARGUMENT;
	}
	return status;
}

int mig_create(struct machine *machine, const struct mig_options *options)
{
	nvmlReturn_t status = NVML_SUCCESS;
	bool compute_failed = false;

	for (unsigned int i = 0; status == NVML_SUCCESS && i < machine->gpu_count; i++) {
		if (mig_is_on(machine->gpus[i]))
			status = create_on(machine->gpus[i], options, &compute_failed);
	}
	return finish(compute_failed ? "create compute instances" : "create GPU instances", status);
}

static nvmlReturn_t visit_destroy(struct gpu *gpu, const struct gpu_instance *instance, void *data)
{
	nvmlReturn_t status = instances_destroy_gpu(instance);

	(void)data;
	if (status == NVML_SUCCESS)
		out("Successfully destroyed GPU instance ID %2u from GPU %2u\n", instance->id,
		    gpu->index);
	else
		complain("Unable to destroy GPU instance ID %2u from GPU %2u: %s\n", instance->id,
			 gpu->index, library_error(status));
	return status;
}

int mig_destroy(struct machine *machine, const struct mig_options *options)
{
	unsigned int visited;
	nvmlReturn_t status = mig_each_instance(machine, options, visit_destroy, NULL, &visited);

	return visited ? finish("destroy GPU instances", status)
		       : mig_none("GPU instances", status);
}
