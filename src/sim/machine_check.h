/* SPDX-License-Identifier: MIT */
/* What the schema cannot say about a machine file: defaults, ranges, references. */
#ifndef OPENNVML_SIM_MACHINE_CHECK_H
#define OPENNVML_SIM_MACHINE_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <yaml.h>

struct machine;

/* Each check returns NULL or a text "file:line: found X, expected Y" to free. */
char *machine_check_tree(const char *path, yaml_document_t *document);
char *machine_check(const char *path, yaml_document_t *document, const struct machine *machine);

/*
 * Gives every absent key its value: signed numbers -1 ("not there"), a GPU's own
 * state the value of its model, and what one key can be told from another.
 */
void machine_fill_defaults(struct machine *machine, yaml_document_t *document);

/* Parses "dddd:bb:dd.f" with a domain of 4 to 8 digits; false when it is not one. */
bool machine_parse_pci(const char *text, uint32_t *ret_domain, uint8_t *ret_bus,
		       uint8_t *ret_device);

#endif
