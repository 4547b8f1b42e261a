/* SPDX-License-Identifier: MIT */
/* Models: of the catalogue, and what a machine file changes of them. */
#ifndef OPENNVML_SIM_MACHINE_MODEL_H
#define OPENNVML_SIM_MACHINE_MODEL_H

#include <yaml.h>

struct machine;
struct machine_model;

/*
 * Reads a model of the catalogue, complete and checked; beside is the machine file
 * that asks (NULL: none). On failure NULL, and a text that the caller frees.
 */
struct machine_model *machine_model_load(const char *beside, const char *id, char **ret_error);
void machine_model_free(struct machine_model *model);

/*
 * Fills what entries of `models` leave to their base, and adds the models that GPUs
 * name and the file does not have. NULL, or a text that the caller frees.
 */
char *machine_models_complete(const char *path, yaml_document_t *document, struct machine *machine);

#endif
