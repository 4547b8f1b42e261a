/* SPDX-License-Identifier: MIT */
/* Machines: where they are searched, and lists of them and of models. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nvsim.h"
#include "sim/catalogue.h"
#include "sim/embedded.h"
#include "sim/machine_driver.h"
#include "sim/machine_line.h"
#include "sim/machine_model.h"

#ifndef NVSIM_MACHINE_FOLDERS
#define NVSIM_MACHINE_FOLDERS "../share/opennvml/machines"
#endif

#define DEFAULT_MACHINE "dgx-a100"

const char *own_folder(void)
{
	static char folder[PATH_MAX];
	if (folder[0])
		return folder;
	ssize_t length = readlink("/proc/self/exe", folder, sizeof folder - 1);
	folder[length > 0 ? length : 0] = '\0';
	char *slash = strrchr(folder, '/');
	if (!slash)
		return strcpy(folder, ".");
	*slash = '\0';
	return folder;
}

/* The places beside this program and what it has inside; $OPENNVML_MACHINES the catalogue asks
 * itself. */
static void use_catalogue(void)
{
	static char folders[4 * PATH_MAX];
	char list[] = NVSIM_MACHINE_FOLDERS, *rest;
	size_t used = 0;
	for (char *part = strtok_r(list, ":", &rest); part; part = strtok_r(NULL, ":", &rest)) {
		const char *base = part[0] == '/' ? "" : own_folder();
		int n = snprintf(folders + used, sizeof folders - used, "%s%s%s%s", used ? ":" : "",
				 base, base[0] ? "/" : "", part);
		used += n > 0 && used + (size_t)n < sizeof folders ? (size_t)n : 0;
	}
	folders[used] = '\0';
	catalogue_use_folders(folders);
	catalogue_use_texts(embedded_texts, embedded_texts_count);
}

static void print_folder(void *ctx, const char *folder)
{
	fprintf(ctx, " %s", folder);
}

static int no_machines(void)
{
	fprintf(stderr, "nvsim: no machines; searched in:");
	catalogue_each_folder(print_folder, stderr);
	fprintf(stderr, "\n");
	return EXIT_USAGE;
}

static bool has_name(const struct catalogue_names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (!strcmp(names->names[i], name))
			return true;
	return false;
}

/* No name: $NVSIM_MACHINE is not asked, a nested run shall not depend on it. */
static char *find_default(void)
{
	struct catalogue_names names;
	char *found = NULL;
	catalogue_list("", &names);
	if (names.count)
		found =
		    strdup(has_name(&names, DEFAULT_MACHINE) ? DEFAULT_MACHINE : names.names[0]);
	else
		no_machines();
	catalogue_names_free(&names);
	return found;
}

char *machines_find(const char *name)
{
	use_catalogue();
	return name ? strdup(name) : find_default();
}

/* A single word may have been meant for a machine as well as for a model. */
static void explain(const char *name, const char *error)
{
	struct catalogue_names names;
	fprintf(stderr, "nvsim: %s\n", error ? error : name);
	if (strpbrk(name, " ,=/."))
		return;
	catalogue_list("", &names);
	fprintf(stderr, "machines are:");
	for (size_t i = 0; i < names.count; i++)
		fprintf(stderr, " %s", names.names[i]);
	fprintf(stderr, "%s\nsearched in:", names.count ? "" : " none");
	catalogue_each_folder(print_folder, stderr);
	fprintf(stderr, "\n");
	catalogue_names_free(&names);
}

struct machine *machines_load(const char *name)
{
	char *error = NULL;
	use_catalogue();
	struct machine *machine = machine_open(name, &error);
	if (!machine)
		explain(name, error);
	free(error);
	return machine;
}

/* "8 x NVIDIA H100 80GB HBM3", kinds joined by commas. */
static void print_gpus(const struct machine *machine)
{
	for (uint32_t i = 0, run; i < machine->gpus_count; i += run) {
		const struct machine_model *model = machine_model_of(machine, &machine->gpus[i]);
		for (run = 1; i + run < machine->gpus_count; run++)
			if (machine_model_of(machine, &machine->gpus[i + run]) != model)
				break;
		printf("%s%u x %s", i ? ", " : "", run, model->name);
	}
}

static int list_one(const char *name)
{
	struct machine *machine = machines_load(name);
	if (!machine)
		return -1;
	printf("%s\t%s\t", name, machine->driver);
	print_gpus(machine);
	printf("\t%s\n", machine->description ? machine->description : "");
	machine_free(machine);
	return 0;
}

int machines_list(void)
{
	struct catalogue_names names;
	int status = EXIT_SUCCESS;
	use_catalogue();
	catalogue_list("", &names);
	for (size_t i = 0; i < names.count; i++)
		if (list_one(names.names[i]) < 0)
			status = EXIT_USAGE;
	if (names.count == 0)
		status = no_machines();
	catalogue_names_free(&names);
	return status;
}

/* "from 570.86.15", "to 580", or empty: every driver that is simulated. */
static void print_drivers(const struct machine_model *model)
{
	const char *first = machine_model_first_driver(model);
	unsigned last = machine_model_last_branch(model);
	if (first)
		printf("from %s", first);
	if (last)
		printf("%sto %u", first ? " " : "", last);
}

static int list_model(const char *id)
{
	char *error = NULL;
	struct machine_model *model = machine_model_load(NULL, id, &error);
	if (!model) {
		fprintf(stderr, "nvsim: %s\n", error ? error : id);
		free(error);
		return -1;
	}
	printf("%s\t%s\t%s\t%u MiB\t%s\t", id, model->name, model->chip, model->memory_mib,
	       machine_model_is_open(model) ? "open" : "proprietary");
	print_drivers(model);
	printf("\n");
	machine_model_free(model);
	return 0;
}

int machines_list_models(void)
{
	struct catalogue_names names;
	int status = EXIT_SUCCESS;
	use_catalogue();
	catalogue_list(CATALOGUE_MODELS, &names);
	for (size_t i = 0; i < names.count; i++)
		if (list_model(names.names[i]) < 0)
			status = EXIT_USAGE;
	if (names.count == 0)
		status = no_machines();
	catalogue_names_free(&names);
	return status;
}

int machines_show(const char *name)
{
	char *path = NULL, *error = NULL;
	size_t size = 0;
	use_catalogue();
	char *text = strncmp(name, CATALOGUE_MODELS, strlen(CATALOGUE_MODELS)) == 0
			 ? catalogue_read(NULL, name, &size, &path)
			 : NULL;
	if (!text)
		text = machine_read(name, &size, &path, &error);
	if (!text) {
		explain(name, error);
		free(error);
		return EXIT_USAGE;
	}
	char *resolved = path ? realpath(path, NULL) : NULL;
	printf("# %s\n", resolved ? resolved : name);
	fwrite(text, 1, size, stdout);
	free(resolved);
	free(path);
	free(text);
	return EXIT_SUCCESS;
}
