/* SPDX-License-Identifier: MIT */
/* YAML texts by schema, for machines and for models alike. */
#ifndef OPENNVML_SIM_MACHINE_FILE_H
#define OPENNVML_SIM_MACHINE_FILE_H

#include <cyaml/cyaml.h>
#include <stddef.h>
#include <yaml.h>

struct machine;

/* A printf into memory that the caller frees. */
char *machine_format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The bytes of a file; NULL and a reason when it cannot be read. */
char *machine_file_read(const char *path, size_t *ret_size, char **ret_error);

/*
 * The struct of a text and the tree that it was read from; path is only for
 * messages. The caller frees the struct by machine_file_free and deletes the tree.
 */
void *machine_file_load(const char *path, const char *text, size_t size,
			const cyaml_schema_value_t *schema, yaml_document_t *ret_document,
			char **ret_error);
void machine_file_free(void *data, const cyaml_schema_value_t *schema);

#endif
