/* SPDX-License-Identifier: MIT */
/* Looking into the YAML tree of a machine or model file: nodes by key, and their lines. */
#ifndef OPENNVML_SIM_MACHINE_YAML_H
#define OPENNVML_SIM_MACHINE_YAML_H

#include <stdio.h>
#include <string.h>
#include <yaml.h>

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

#endif
