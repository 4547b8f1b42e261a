/* SPDX-License-Identifier: MIT */
/* Random machines as text: models of the shipped ones, with other values, counts and drivers. */
#ifndef OPENNVML_TESTS_MACHINE_TEXT_H
#define OPENNVML_TESTS_MACHINE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yaml.h>

/* Times of processes are multiples of this, and so should steps be: every page is fresh then. */
#define MACHINE_STEP_MS 1000u

/* Reads all machine files of the folder, and the drivers; false when there are no models. */
bool machine_text_setup(const char *folder, const char *releases);
void machine_text_teardown(void);

/* The text of the machine of a seed, to free. */
char *machine_text(uint64_t seed);

/* Members of a YAML document. NULL where there is none. */
yaml_node_t *yaml_member(yaml_document_t *document, yaml_node_t *mapping, const char *key);
yaml_node_t *yaml_item(yaml_document_t *document, yaml_node_t *sequence, size_t index);
const char *yaml_text(yaml_document_t *document, yaml_node_t *mapping, const char *key);
bool yaml_number(yaml_document_t *document, yaml_node_t *mapping, const char *key,
		 int64_t *ret_value);
bool yaml_flag(yaml_document_t *document, yaml_node_t *mapping, const char *key);

/* A series of numbers by seed. */
uint64_t random_below(uint64_t *series, uint64_t limit);

#endif
