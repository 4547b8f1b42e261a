/* SPDX-License-Identifier: MIT */
/* Prints what the compiler makes of nvml.h, one tab-separated row per item. */
#include "abi_facts.h"

#include <stdio.h>

static void print_types(void)
{
	for (const struct abi_type *t = abi_types; t->name != NULL; t++)
		printf("type\t%s\t%zu\t%zu\n", t->name, t->size, t->align);
}

static void print_members(void)
{
	for (const struct abi_member *m = abi_members; m->type != NULL; m++)
		printf("member\t%s.%s\t%zu\t%zu\n", m->type, m->name, m->offset, m->size);
}

static void print_constants(void)
{
	for (const struct abi_constant *c = abi_constants; c->name != NULL; c++)
		printf("constant\t%s\t%llu\n", c->name, c->value);
	for (const struct abi_string *s = abi_strings; s->name != NULL; s++)
		printf("string\t%s\t%s\n", s->name, s->value);
}

int main(void)
{
	print_types();
	print_members();
	print_constants();
	return 0;
}
