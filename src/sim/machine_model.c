/* SPDX-License-Identifier: MIT */
#include "sim/machine_model.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sim/catalogue.h"
#include "sim/machine.h"
#include "sim/machine_check.h"
#include "sim/machine_file.h"
#include "sim/machine_schema.h"
#include "sim/machine_yaml.h"

static char *check_file(const char *path, yaml_document_t *document, struct machine_model *model,
			const char *id)
{
	struct check check = {path, document};
	yaml_node_t *root = yaml_document_get_root_node(document);

	if (strcmp(model->id, id) != 0)
		return say(&check, line_in(&check, root, "id"), model->id, "the name of the file");
	if (model->base)
		return say(&check, line_in(&check, root, "base"), "a base",
			   "a model of the catalogue to stand for itself");
	machine_fill_model(model, document, root);
	return machine_check_model(path, document, root, model);
}

/* Signed numbers are -1 where the file has none; what follows from others is not filled in yet. */
static struct machine_model *load_text(const char *path, const char *text, size_t size,
				       const char *id, char **ret_error)
{
	yaml_document_t document;
	struct machine_model *model =
	    machine_file_load(path, text, size, &machine_model_schema, &document, ret_error);

	if (!model)
		return NULL;
	*ret_error = check_file(path, &document, model, id);
	yaml_document_delete(&document);
	if (*ret_error) {
		machine_model_free(model);
		return NULL;
	}
	return model;
}

static struct machine_model *load_unsettled(const char *beside, const char *id, char **ret_error)
{
	struct machine_model *model = NULL;
	char *name = machine_format(CATALOGUE_MODELS "%s", id), *path = NULL;
	size_t size = 0;
	char *text = name ? catalogue_read(beside, name, &size, &path) : NULL;

	*ret_error = NULL;
	if (text)
		model = load_text(path, text, size, id, ret_error);
	free(text);
	free(path);
	free(name);
	return model;
}

struct machine_model *machine_model_load(const char *beside, const char *id, char **ret_error)
{
	struct machine_model *model = load_unsettled(beside, id, ret_error);

	if (model)
		machine_settle_model(model);
	return model;
}

void machine_model_free(struct machine_model *model)
{
	machine_file_free(model, &machine_model_schema);
}

/* A base. */

static void swap_bytes(void *a, void *b, size_t size)
{
	uint8_t *left = a, *right = b;

	for (size_t i = 0; i < size; i++) {
		uint8_t byte = left[i];

		left[i] = right[i];
		right[i] = byte;
	}
}

static size_t size_of(const cyaml_schema_field_t *field)
{
	return field->value.flags & CYAML_FLAG_POINTER ? sizeof(void *) : field->value.data_size;
}

/*
 * Exchanges what the mapping does not say, key by key in mappings inside: so each of
 * the two still owns all that it points to.
 */
static void swap_absent(yaml_document_t *document, yaml_node_t *mapping, char *own, char *base,
			const cyaml_schema_field_t *fields)
{
	for (; fields->key; fields++) {
		size_t at = fields->data_offset;
		yaml_node_t *node = member(document, mapping, fields->key);
		bool inside = fields->value.type == CYAML_MAPPING &&
			      !(fields->value.flags & CYAML_FLAG_POINTER);

		if (inside)
			swap_absent(document, node, own + at, base + at,
				    fields->value.mapping.fields);
		if (inside || node)
			continue;
		swap_bytes(own + at, base + at, size_of(fields));
		if (fields->value.type == CYAML_SEQUENCE)
			swap_bytes(own + fields->count_offset, base + fields->count_offset,
				   fields->count_size);
	}
}

/* error is what was wrong with the model's file, NULL when there is none. */
static char *unknown_model(const struct check *check, size_t line, const char *id, char *error)
{
	char *near = error ? NULL : catalogue_near(CATALOGUE_MODELS, id);
	char expected[512];

	if (error)
		return error;
	snprintf(expected, sizeof(expected),
		 "the id of an entry of models or of a model of the catalogue%s%s",
		 near ? ", near: " : "", near ? near : "");
	free(near);
	return say(check, line, id, expected);
}

static bool has_model(const struct machine *machine, const char *id, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (strcmp(machine->models[i].id, id) == 0)
			return true;
	return false;
}

static char *take_base(const struct check *check, yaml_node_t *node, struct machine_model *model)
{
	char *error = NULL;
	struct machine_model *base = load_unsettled(check->path, model->base, &error);

	if (!base)
		return unknown_model(check, line_in(check, node, "base"), model->base, error);
	swap_absent(check->document, node, (char *)model, (char *)base, machine_model_fields);
	machine_model_free(base);
	return NULL;
}

/* An entry without a base stands for itself. */
static char *complete_entry(const struct check *check, struct machine *machine, uint32_t index)
{
	struct machine_model *model = &machine->models[index];
	yaml_node_t *node = list_entry(check->document, "models", index);
	char *error;

	if (has_model(machine, model->id, index))
		return say(check, line_in(check, node, "id"), "a model id a second time",
			   "every model once");
	machine_fill_model(model, check->document, node);
	error = model->base ? take_base(check, node, model) : NULL;
	machine_settle_model(model);
	return error;
}

/* The new entry takes over what the loaded model points to. */
static bool add_model(struct machine *machine, struct machine_model *model)
{
	struct machine_model *grown =
	    realloc(machine->models, (machine->models_count + 1) * sizeof(*grown));

	if (!grown)
		return false;
	machine->models = grown;
	grown[machine->models_count++] = *model;
	memset(model, 0, sizeof(*model));
	return true;
}

static char *add_missing(const struct check *check, struct machine *machine, uint32_t index)
{
	const struct machine_gpu *gpu = &machine->gpus[index];
	yaml_node_t *node = list_entry(check->document, "gpus", index);
	struct machine_model *model;
	char *error = NULL;
	bool added;

	if (has_model(machine, gpu->model, machine->models_count))
		return NULL;
	model = machine_model_load(check->path, gpu->model, &error);
	if (!model)
		return unknown_model(check, line_in(check, node, "model"), gpu->model, error);
	added = add_model(machine, model);
	machine_model_free(model);
	return added ? NULL : say(check, line_of(node), "no memory", "some");
}

char *machine_models_complete(const char *path, yaml_document_t *document, struct machine *machine)
{
	struct check check = {path, document};
	char *error = NULL;

	for (uint32_t i = 0; i < machine->models_count && !error; i++)
		error = complete_entry(&check, machine, i);
	for (uint32_t i = 0; i < machine->gpus_count && !error; i++)
		error = add_missing(&check, machine, i);
	return error;
}
