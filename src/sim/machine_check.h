/* SPDX-License-Identifier: MIT */
/* What the schema cannot say about a machine file: defaults, ranges, references. */
#ifndef OPENNVML_SIM_MACHINE_CHECK_H
#define OPENNVML_SIM_MACHINE_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <yaml.h>

struct machine;
struct machine_model;

/* Each check returns NULL or a text "file:line: found X, expected Y" to free. */
char *machine_check_tree(const char *path, yaml_document_t *document);
char *machine_check(const char *path, yaml_document_t *document, const struct machine *machine);
char *machine_check_model(const char *path, yaml_document_t *document, yaml_node_t *node,
			  const struct machine_model *model);

/* The first line from a line on that has this key; that line when none has. */
size_t machine_line_of_key(yaml_document_t *document, const char *key, size_t length, size_t from);

/*
 * Gives every absent key of a machine whose models are complete its value: signed numbers
 * -1 ("not there"), a GPU's own state the value of its model.
 */
void machine_fill_defaults(struct machine *machine, yaml_document_t *document);
/* The signed numbers of a model, then what follows from its other keys. */
void machine_fill_model(struct machine_model *model, yaml_document_t *document, yaml_node_t *node);
void machine_settle_model(struct machine_model *model);

/* Five hexadecimal bytes as in 96.00.74.00.01. */
bool machine_is_vbios(const char *text);

/* Parses "dddd:bb:dd.f" with a domain of 4 to 8 digits; false when it is not one. */
bool machine_parse_pci(const char *text, uint32_t *ret_domain, uint8_t *ret_bus,
		       uint8_t *ret_device);
/* The same with a function from 0 to 7. */
bool machine_parse_function(const char *text, uint32_t *ret_domain, uint8_t *ret_bus,
			    uint8_t *ret_device, uint8_t *ret_function);

#endif
