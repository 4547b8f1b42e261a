/* SPDX-License-Identifier: MIT */
/*
 * Where machines and models come from by name: folders with YAML files, then
 * texts that the program carries inside. A model's name is "models/" and its id.
 * $OPENNVML_MACHINES names folders that are searched before the program's own.
 */
#ifndef OPENNVML_SIM_CATALOGUE_H
#define OPENNVML_SIM_CATALOGUE_H

#include <stddef.h>

#include "sim/embedded.h"

#define CATALOGUE_MODELS "models/"

struct catalogue_names {
	char **names;
	size_t count;
};

/* Folders parted by colons; the string stays the caller's and must stay. NULL: none. */
void catalogue_use_folders(const char *folders);

/* Texts inside the program; the array must stay. */
void catalogue_use_texts(const struct embedded_text *texts, size_t count);

/*
 * The text of a machine or model, to be freed, and where it is (also to be freed).
 * beside (NULL: none) is a file whose folder is searched first. NULL: there is none.
 */
char *catalogue_read(const char *beside, const char *name, size_t *ret_size, char **ret_path);

/* All names that begin so ("" machines, CATALOGUE_MODELS models), sorted, without the beginning. */
void catalogue_list(const char *beginning, struct catalogue_names *ret_names);
void catalogue_names_free(struct catalogue_names *names);

/* Those of these names that look like one that is not among them, parted by blanks; NULL: none. */
char *catalogue_near(const char *beginning, const char *name);

/* Calls back with every folder that is searched. */
void catalogue_each_folder(void (*each)(void *ctx, const char *folder), void *ctx);

#endif
