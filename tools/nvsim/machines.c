/* SPDX-License-Identifier: MIT */
/* Machine files: where they are searched, and the list of them. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nvsim.h"
#include "sim/embedded.h"

#ifndef NVSIM_MACHINE_FOLDERS
#define NVSIM_MACHINE_FOLDERS "../share/opennvml/machines"
#endif

enum { MAX_FOLDERS = 16 };
static const char suffix[] = ".yaml";

struct folders {
	char *names[MAX_FOLDERS];
	unsigned count;
};

struct names {
	char **names;
	size_t count;
};

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

static void add_folder(struct folders *folders, const char *base, const char *name)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof path, "%s%s%s", base, base[0] ? "/" : "", name);
	if (n > 0 && n < (int)sizeof path && folders->count < MAX_FOLDERS)
		folders->names[folders->count++] = strdup(path);
}

/* $OPENNVML_MACHINES, then the places beside this program. Colons part folders. */
static void find_folders(struct folders *folders)
{
	const char *own = getenv("OPENNVML_MACHINES");
	const char *const lists[] = {own ? own : "", NVSIM_MACHINE_FOLDERS};
	folders->count = 0;
	for (unsigned i = 0; i < 2; i++) {
		char *rest, *list = strdup(lists[i]);
		for (char *part = list ? strtok_r(list, ":", &rest) : NULL; part;
		     part = strtok_r(NULL, ":", &rest))
			add_folder(folders, i == 0 || part[0] == '/' ? "" : own_folder(), part);
		free(list);
	}
}

static void free_folders(struct folders *folders)
{
	for (unsigned i = 0; i < folders->count; i++)
		free(folders->names[i]);
}

static bool ends_with_suffix(const char *name)
{
	size_t length = strlen(name);
	return length > sizeof suffix - 1 && !strcmp(name + length - (sizeof suffix - 1), suffix);
}

static void add_name(struct names *names, const char *name, size_t length)
{
	for (size_t i = 0; i < names->count; i++)
		if (strlen(names->names[i]) == length && !strncmp(names->names[i], name, length))
			return;
	char **grown = realloc(names->names, (names->count + 1) * sizeof *grown);
	if (!grown)
		return;
	names->names = grown;
	grown[names->count] = strndup(name, length);
	if (grown[names->count])
		names->count++;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void find_names(const struct folders *folders, struct names *names)
{
	*names = (struct names){0};
	for (unsigned i = 0; i < folders->count; i++) {
		DIR *dir = opendir(folders->names[i]);
		if (!dir)
			continue;
		for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
			if (entry->d_name[0] != '.' && ends_with_suffix(entry->d_name))
				add_name(names, entry->d_name,
					 strlen(entry->d_name) - (sizeof suffix - 1));
		closedir(dir);
	}
	for (size_t i = 0; i < embedded_texts_count; i++)
		if (!strchr(embedded_texts[i].name, '/'))
			add_name(names, embedded_texts[i].name, strlen(embedded_texts[i].name));
	if (names->count)
		qsort(names->names, names->count, sizeof *names->names, by_name);
}

static void free_names(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->names[i]);
	free(names->names);
}

static char *find_in(const struct folders *folders, const char *name)
{
	for (unsigned i = 0; i < folders->count; i++) {
		char *path;
		if (asprintf(&path, "%s/%s%s", folders->names[i], name, suffix) < 0)
			return NULL;
		if (access(path, R_OK) == 0)
			return path;
		free(path);
	}
	const struct embedded_text *own = embedded_find(name);
	return own ? embedded_path(own) : NULL;
}

static void explain_unknown(const struct folders *folders, const char *name)
{
	struct names names;
	find_names(folders, &names);
	fprintf(stderr, "nvsim: no machine \"%s\"; known are:", name);
	for (size_t i = 0; i < names.count; i++)
		fprintf(stderr, " %s", names.names[i]);
	fprintf(stderr, "%s\nsearched in:", names.count ? "" : " none");
	for (unsigned i = 0; i < folders->count; i++)
		fprintf(stderr, " %s", folders->names[i]);
	fprintf(stderr, "\n");
	free_names(&names);
}

/* No name: $NVSIM_MACHINE is not asked, a nested run shall not depend on it; the first one known.
 */
static char *find_default(const struct folders *folders)
{
	struct names names;
	find_names(folders, &names);
	char *path = names.count ? find_in(folders, names.names[0]) : NULL;
	free_names(&names);
	return path;
}

char *machines_find(const char *name)
{
	struct folders folders;
	if (name && (strchr(name, '/') || ends_with_suffix(name))) {
		if (access(name, R_OK) == 0)
			return strdup(name);
		fprintf(stderr, "nvsim: %s: %s\n", name, strerror(errno));
		return NULL;
	}
	find_folders(&folders);
	char *path = name ? find_in(&folders, name) : find_default(&folders);
	if (!path)
		explain_unknown(&folders, name ? name : "");
	free_folders(&folders);
	return path;
}

struct machine *machines_load(const char *path)
{
	char *error = NULL;
	struct machine *machine = machine_load(path, &error);
	if (!machine)
		fprintf(stderr, "nvsim: %s\n", error ? error : path);
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

static int list_one(const char *name, const char *path)
{
	struct machine *machine = machines_load(path);
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
	struct folders folders;
	struct names names;
	int status = EXIT_SUCCESS;
	find_folders(&folders);
	find_names(&folders, &names);
	for (size_t i = 0; i < names.count; i++) {
		char *path = find_in(&folders, names.names[i]);
		if (!path || list_one(names.names[i], path) < 0)
			status = EXIT_USAGE;
		free(path);
	}
	if (names.count == 0) {
		explain_unknown(&folders, "");
		status = EXIT_USAGE;
	}
	free_names(&names);
	free_folders(&folders);
	return status;
}

int machines_show(const char *name)
{
	char line[4096];
	char *path = machines_find(name);
	if (!path)
		return EXIT_USAGE;
	char *resolved = realpath(path, NULL);
	FILE *file = fopen(path, "re");
	printf("# %s\n", resolved ? resolved : path);
	while (file && fgets(line, sizeof line, file))
		fputs(line, stdout);
	if (file)
		fclose(file);
	free(resolved);
	free(path);
	return file ? EXIT_SUCCESS : EXIT_USAGE;
}
