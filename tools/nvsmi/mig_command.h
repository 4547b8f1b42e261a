/* SPDX-License-Identifier: MIT */
/* What the parts of nvsmi mig share. */
#ifndef NVSMI_MIG_COMMAND_H
#define NVSMI_MIG_COMMAND_H

#include "instances.h"

struct mig_options {
	const char *ids;               /* -i */
	const char *gpu_instances;     /* -gi; NULL: all */
	const char *compute_instances; /* -ci; NULL: all */
	const char *profiles;          /* of -cgi and -cci; NULL: the default one */
	bool with_compute;             /* -C */
};

/*
 * What is done with each GPU instance that -gi chooses. One that returns a failure has said why,
 * and ends the walk.
 */
typedef nvmlReturn_t mig_visit(struct gpu *gpu, const struct gpu_instance *instance, void *data);

/* *ret_visited counts the instances. */
nvmlReturn_t mig_each_instance(struct machine *machine, const struct mig_options *options,
			       mig_visit *visit, void *data, unsigned int *ret_visited);

/* The one that fills its GPU instance; NULL: none does. */
const struct instance_profile *mig_default_profile(const struct gpu_instance *instance,
						   const struct compute_profiles *profiles);

/* Says that nothing was found, and what hindered it. Returns the exit status. */
int mig_none(const char *what, nvmlReturn_t status);

/* ---- mig_list.c; each returns an exit status ---- */

int mig_list_profiles(struct machine *machine, const struct mig_options *options);
int mig_list_places(struct machine *machine, const struct mig_options *options);
int mig_list_instances(struct machine *machine, const struct mig_options *options);
int mig_list_compute_profiles(struct machine *machine, const struct mig_options *options);
int mig_list_compute_places(struct machine *machine, const struct mig_options *options);
int mig_list_compute(struct machine *machine, const struct mig_options *options);

/* ---- mig_change.c ---- */

int mig_create(struct machine *machine, const struct mig_options *options);
int mig_destroy(struct machine *machine, const struct mig_options *options);
int mig_create_compute(struct machine *machine, const struct mig_options *options);
int mig_destroy_compute(struct machine *machine, const struct mig_options *options);

#endif
