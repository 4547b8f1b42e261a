/* SPDX-License-Identifier: MIT */
/* Looking into the YAML tree of a machine or model file: nodes by key, lines, ranges. */
#ifndef OPENNVML_SIM_MACHINE_YAML_H
#define OPENNVML_SIM_MACHINE_YAML_H

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "sim/machine_schema.h"

struct check {
	const char *path;
	yaml_document_t *document;
};

static inline const char *scalar(const yaml_node_t *node)
{
	return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value
						      : NULL;
}

static inline yaml_node_t *member(yaml_document_t *document, yaml_node_t *mapping, const char *key)
{
	yaml_node_pair_t *pair;

	if (!mapping || mapping->type != YAML_MAPPING_NODE)
		return NULL;
	for (pair = mapping->data.mapping.pairs.start; pair < mapping->data.mapping.pairs.top;
	     pair++) {
		const char *name = scalar(yaml_document_get_node(document, pair->key));

		if (name && strcmp(name, key) == 0)
			return yaml_document_get_node(document, pair->value);
	}
	return NULL;
}

static inline yaml_node_t *entry(yaml_document_t *document, yaml_node_t *sequence, size_t index)
{
	if (!sequence || sequence->type != YAML_SEQUENCE_NODE ||
	    (size_t)(sequence->data.sequence.items.top - sequence->data.sequence.items.start) <=
		index)
		return NULL;
	return yaml_document_get_node(document, sequence->data.sequence.items.start[index]);
}

static inline yaml_node_t *list_entry(yaml_document_t *document, const char *list, size_t index)
{
	return entry(document, member(document, yaml_document_get_root_node(document), list),
		     index);
}

static inline size_t line_of(const yaml_node_t *node)
{
	return node ? node->start_mark.line + 1 : 0;
}

/* The line of a key when it is there, else of the mapping that lacks it. */
static inline size_t line_in(const struct check *check, yaml_node_t *mapping, const char *key)
{
	yaml_node_t *node = member(check->document, mapping, key);

	return line_of(node ? node : mapping);
}

static inline char *say(const struct check *check, size_t line, const char *found,
			const char *expected)
{
	char *text = NULL;

	if (asprintf(&text, "%s:%zu: found %s, expected %s", check->path, line, found, expected) <
	    0)
		return NULL;
	return text;
}

static inline char *repeated_key(const struct check *check, yaml_node_t *mapping)
{
	yaml_node_pair_t *start = mapping->data.mapping.pairs.start;
	yaml_node_pair_t *top = mapping->data.mapping.pairs.top;
	char found[128];

	for (yaml_node_pair_t *pair = start; pair < top; pair++) {
		yaml_node_t *key = yaml_document_get_node(check->document, pair->key);
		const char *name = scalar(key);

		if (!name || member(check->document, mapping, name) ==
				 yaml_document_get_node(check->document, pair->value))
			continue;
		snprintf(found, sizeof(found), "key '%s' a second time", name);
		return say(check, line_of(key), found, "every key once");
	}
	return NULL;
}

struct range {
	const char *key;
	int64_t low, high;
};

static inline int64_t value_of(const void *data, const cyaml_schema_field_t *field)
{
	const char *at = (const char *)data + field->data_offset;
	int64_t wide = 0;

	if (field->value.type == CYAML_INT && field->value.data_size == 4) {
		int32_t narrow;

		memcpy(&narrow, at, sizeof(narrow));
		return narrow;
	}
	memcpy(&wide, at, field->value.data_size);
	return wide;
}

static inline char *check_range(const struct check *check, yaml_node_t *mapping, const void *data,
				const cyaml_schema_field_t *fields, const struct range *range)
{
	const cyaml_schema_field_t *field = fields;
	char found[96], expected[96];
	int64_t value;

	while (strcmp(field->key, range->key) != 0)
		field++;
	value = value_of(data, field);
	if (!member(check->document, mapping, range->key) ||
	    (value >= range->low && value <= range->high))
		return NULL;
	snprintf(found, sizeof(found), "%s %lld", range->key, (long long)value);
	snprintf(expected, sizeof(expected), "%lld to %lld", (long long)range->low,
		 (long long)range->high);
	return say(check, line_in(check, mapping, range->key), found, expected);
}

static inline char *check_ranges(const struct check *check, yaml_node_t *mapping, const void *data,
				 const cyaml_schema_field_t *fields, const struct range *ranges)
{
	char *error = NULL;

	for (; ranges->key && !error; ranges++)
		error = check_range(check, mapping, data, fields, ranges);
	return error;
}

/* libcyaml takes every word that does not deny for true. */
static inline char *check_bools(const struct check *check, yaml_node_t *mapping,
				const cyaml_schema_field_t *fields)
{
	char found[128];

	for (; fields->key; fields++) {
		yaml_node_t *node = member(check->document, mapping, fields->key);
		const char *text = scalar(node);

		if (fields->value.type != CYAML_BOOL || !text || strcmp(text, "true") == 0 ||
		    strcmp(text, "false") == 0)
			continue;
		snprintf(found, sizeof(found), "%s '%s'", fields->key, text);
		return say(check, line_of(node), found, "true or false");
	}
	return NULL;
}

static inline void fill_signed(yaml_document_t *document, yaml_node_t *mapping, void *data,
			       const cyaml_schema_field_t *fields)
{
	for (; fields->key; fields++) {
		char *value = (char *)data + fields->data_offset;

		if (fields->value.type == CYAML_INT && !member(document, mapping, fields->key))
			memset(value, 0xff, fields->value.data_size);
	}
}

#endif
