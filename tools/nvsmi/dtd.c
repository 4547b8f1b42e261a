/* SPDX-License-Identifier: MIT */
/* --dtd: what the XML of a driver release consists of, from the rows of the report. */

#include "report.h"

#include <stdio.h>
#include <string.h>

#define ELEMENTS_MAX 512

struct dtd {
	unsigned int release;
	const char *declared[ELEMENTS_MAX];
	size_t count;
};

unsigned int dtd_version(unsigned int release)
{
	static const struct {
		unsigned int since;
		unsigned int version;
	} versions[] = {{580000, 13}, {525000, 12}, {450000, 11}, {396000, 10}, {384000, 9}};

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		if (release >= versions[i].since)
			return versions[i].version;
	}
	return 7;
}

/* True once for each name. */
static bool is_new(struct dtd *dtd, const char *element)
{
	for (size_t i = 0; i < dtd->count; i++) {
		if (!strcmp(dtd->declared[i], element))
			return false;
	}
	if (dtd->count < ELEMENTS_MAX)
		dtd->declared[dtd->count++] = element;
	return true;
}

static void declare(struct dtd *dtd, const char *element, const char *content)
{
	if (is_new(dtd, element))
		out("<!ELEMENT %s (%s)>\n", element, content);
}

static bool is_here(const struct dtd *dtd, const struct row *row)
{
	return report_is_in(row, MEDIUM_XML, dtd->release);
}

static bool has_children(const struct row *row)
{
	return row->kind == ROW_HEAD || row->kind == ROW_GATE ||
	       (report_is_list(row->kind) && row->element);
}

/* Rows that stand right inside of an element. */
struct children {
	int depth;  /* of the row around them */
	int inside; /* of the last child, if it has children itself */
	int many;   /* of a list without an element: what is in it comes again and again */
	size_t next;
};

static const struct row *next_child(const struct dtd *dtd, struct children *children)
{
	while (children->next < report_row_count) {
		const struct row *row = &report_rows[children->next++];

		if (!is_here(dtd, row))
			continue;
		if (row->depth <= children->depth)
			return NULL;
		if (children->inside && row->depth > children->inside)
			continue;
		children->inside = has_children(row) ? row->depth : 0;
		children->many = !row->element                 ? row->depth
				 : row->depth > children->many ? children->many
							       : 0;
		if (row->element)
			return row;
	}
	return NULL;
}

/* parent: NULL for the GPU itself. */
static void declare_parent(struct dtd *dtd, const char *element, const struct row *parent,
			   size_t first)
{
	struct children children = {.depth = parent ? parent->depth : 0, .next = first};
	struct dtd named = {0}; /* a child may have two rows */
	bool mixed = parent && parent->kind == ROW_GATE;
	const char *separator = mixed ? " | " : ", ";
	const struct row *row;
	bool started = mixed;

	if (!is_new(dtd, element))
		return;
	out("<!ELEMENT %s (%s", element, mixed ? "#PCDATA" : "");
	while ((row = next_child(dtd, &children)) != NULL) {
		bool perhaps = row->only != ONLY_ALWAYS && !mixed;
		bool many = children.many && row->depth > children.many;

		if (!is_new(&named, row->element))
			continue;
		out("%s%s%s", started ? separator : "", row->element,
		    many      ? "*"
		    : perhaps ? "?"
			      : "");
		started = true;
	}
	out(")%s>\n", mixed ? "*" : "");
}

/* The first element inside of a list, where its items have none around them. */
static const char *first_inside(const struct dtd *dtd, size_t index)
{
	struct children children = {.depth = report_rows[index].depth, .next = index + 1};
	const struct row *row = next_child(dtd, &children);

	return row ? row->element : "EMPTY";
}

static void declare_list(struct dtd *dtd, const struct row *row, size_t index)
{
	if (is_new(dtd, row->element))
		out("<!ELEMENT %s (#PCDATA | %s)*>\n", row->element,
		    row->item ? row->item : first_inside(dtd, index));
	if (row->item)
		declare_parent(dtd, row->item, row, index + 1);
}

static void declare_row(struct dtd *dtd, size_t index)
{
	const struct row *row = &report_rows[index];

	if (!row->element)
		return;
	if (report_is_list(row->kind))
		declare_list(dtd, row, index);
	else if (has_children(row))
		declare_parent(dtd, row->element, row, index + 1);
	else
		declare(dtd, row->element, "#PCDATA");
}

void dtd_declare_head(unsigned int release, const char *content)
{
	const char *cuda = release < 410000 ? "" : ", cuda_version";

	out("<!ELEMENT nvidia_smi_log (timestamp, driver_version%s, %s)>\n", cuda, content);
	out("<!ELEMENT timestamp (#PCDATA)>\n<!ELEMENT driver_version (#PCDATA)>\n");
	if (*cuda)
		out("<!ELEMENT cuda_version (#PCDATA)>\n");
}

void dtd_print(unsigned int release)
{
	struct dtd dtd = {.release = release};

	out("<!-- nvsmi_device_v%u.dtd -->\n", dtd_version(release));
	dtd_declare_head(release,
			 release < 525000
			     ? "attached_gpus, error_string?, gpu*"
			     : "vgpu_driver_capability*, attached_gpus, error_string?, gpu*");
	if (release >= 525000) {
		declare(&dtd, "vgpu_driver_capability", "heterogenous_multivGPU");
		declare(&dtd, "heterogenous_multivGPU", "#PCDATA");
	}
	declare(&dtd, "attached_gpus", "#PCDATA");
	declare(&dtd, "error_string", "#PCDATA");
	declare_parent(&dtd, "gpu", NULL, 0);
	out("<!ATTLIST gpu id CDATA #REQUIRED>\n");
	for (size_t i = 0; i < report_row_count; i++) {
		if (is_here(&dtd, &report_rows[i]))
			declare_row(&dtd, i);
	}
}
