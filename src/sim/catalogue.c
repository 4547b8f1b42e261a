/* SPDX-License-Identifier: MIT */
#include "sim/catalogue.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/machine_file.h"

#define SUFFIX ".yaml"
#define SUFFIX_LENGTH (sizeof(SUFFIX) - 1)

static const char *own_folders;
static const struct embedded_text *own_texts;
static size_t own_text_count;

void catalogue_use_folders(const char *folders)
{
	own_folders = folders;
}

void catalogue_use_texts(const struct embedded_text *texts, size_t count)
{
	own_texts = texts;
	own_text_count = count;
}

void catalogue_each_folder(void (*each)(void *ctx, const char *folder), void *ctx)
{
	const char *const lists[] = {getenv("OPENNVML_MACHINES"), own_folders};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		char *list = lists[i] ? strdup(lists[i]) : NULL, *rest;

		for (char *part = list ? strtok_r(list, ":", &rest) : NULL; part;
		     part = strtok_r(NULL, ":", &rest))
			each(ctx, part);
		free(list);
	}
}

/* Search. */

struct search {
	const char *name;
	char *text, *path;
	size_t size;
};

static void search_folder(void *ctx, const char *folder)
{
	struct search *search = ctx;
	char *error = NULL;

	if (search->text)
		return;
	search->path = machine_format("%s/%s" SUFFIX, folder, search->name);
	if (search->path)
		search->text = machine_file_read(search->path, &search->size, &error);
	free(error);
	if (search->text)
		return;
	free(search->path);
	search->path = NULL;
}

static bool has_suffix(const char *name)
{
	size_t length = strlen(name);

	return length > SUFFIX_LENGTH && strcmp(name + length - SUFFIX_LENGTH, SUFFIX) == 0;
}

static void search_beside(struct search *search, const char *file)
{
	const char *slash = file ? strrchr(file, '/') : NULL;
	char folder[PATH_MAX] = ".";

	/* What is no file has a name, too. */
	if (!slash && !(file && has_suffix(file)))
		return;
	if (slash)
		snprintf(folder, sizeof(folder), "%.*s", (int)(slash - file), file);
	search_folder(search, folder);
}

static void search_texts(struct search *search)
{
	for (size_t i = 0; i < own_text_count && !search->text; i++) {
		const struct embedded_text *own = &own_texts[i];

		if (strcmp(own->name, search->name) != 0)
			continue;
		search->size = (size_t)(own->end - own->text);
		search->text = malloc(search->size + 1);
		search->path = strdup(own->name);
		if (search->text)
			memcpy(search->text, own->text, search->size);
	}
}

/* A name must not lead out of the catalogue's folders. */
static bool is_name(const char *name)
{
	if (strncmp(name, CATALOGUE_MODELS, strlen(CATALOGUE_MODELS)) == 0)
		name += strlen(CATALOGUE_MODELS);
	return name[0] != '\0' && name[0] != '.' && !strchr(name, '/');
}

char *catalogue_read(const char *beside, const char *name, size_t *ret_size, char **ret_path)
{
	struct search search = {.name = name};

	if (!is_name(name))
		return NULL;
	search_beside(&search, beside);
	catalogue_each_folder(search_folder, &search);
	search_texts(&search);
	if (!search.text)
		return NULL;
	*ret_size = search.size;
	*ret_path = search.path;
	return search.text;
}

/* Lists. */

struct listing {
	const char *beginning;
	struct catalogue_names *names;
};

static void add_name(struct catalogue_names *names, const char *name, size_t length)
{
	char **grown;

	for (size_t i = 0; i < names->count; i++)
		if (strlen(names->names[i]) == length &&
		    strncmp(names->names[i], name, length) == 0)
			return;
	grown = realloc(names->names, (names->count + 1) * sizeof(*grown));
	if (!grown)
		return;
	names->names = grown;
	grown[names->count] = strndup(name, length);
	if (grown[names->count])
		names->count++;
}

static void list_folder(void *ctx, const char *folder)
{
	const struct listing *listing = ctx;
	char path[PATH_MAX];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s", folder, listing->beginning);
	dir = opendir(path);
	if (!dir)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != '.' && has_suffix(entry->d_name))
			add_name(listing->names, entry->d_name,
				 strlen(entry->d_name) - SUFFIX_LENGTH);
	}
	closedir(dir);
}

static void list_texts(const struct listing *listing)
{
	size_t length = strlen(listing->beginning);

	for (size_t i = 0; i < own_text_count; i++) {
		const char *name = own_texts[i].name;

		if (strncmp(name, listing->beginning, length) == 0 && !strchr(name + length, '/'))
			add_name(listing->names, name + length, strlen(name + length));
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void catalogue_list(const char *beginning, struct catalogue_names *ret_names)
{
	struct listing listing = {beginning, ret_names};

	*ret_names = (struct catalogue_names){.count = 0};
	catalogue_each_folder(list_folder, &listing);
	list_texts(&listing);
	if (ret_names->count)
		qsort(ret_names->names, ret_names->count, sizeof(*ret_names->names), by_name);
}

void catalogue_names_free(struct catalogue_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->names[i]);
	free(names->names);
}

/* Near names. */

#define NAME_MAX_NEAR 40u

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* How many letters must be put in, left out or exchanged. */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[NAME_MAX_NEAR + 1];
	size_t width = strlen(b);

	if (strlen(a) > NAME_MAX_NEAR || width > NAME_MAX_NEAR)
		return ~0u;
	for (unsigned j = 0; j <= width; j++)
		row[j] = j;
	for (unsigned i = 1; a[i - 1]; i++) {
		unsigned diagonal = row[0];

		row[0] = i;
		for (unsigned j = 1; j <= width; j++) {
			unsigned exchanged = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = least(exchanged, least(row[j], row[j - 1]) + 1);
		}
	}
	return row[width];
}

char *catalogue_near(const char *beginning, const char *name)
{
	struct catalogue_names names;
	char *text = NULL, *longer;

	catalogue_list(beginning, &names);
	for (size_t i = 0; i < names.count; i++) {
		if (!strstr(names.names[i], name) &&
		    distance(name, names.names[i]) > 1 + strlen(name) / 8)
			continue;
		longer =
		    machine_format("%s%s%s", text ? text : "", text ? " " : "", names.names[i]);
		free(text);
		text = longer;
	}
	catalogue_names_free(&names);
	return text;
}
