/* SPDX-License-Identifier: MIT */
/*
 * A recorded `nvidia-smi -q` as the tree of its -q -x: labels become elements by the rows that
 * nvsmi prints both from. A line that no driver's report has is left out.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "../nvsmi/report.h"
#include "import.h"

enum { DEPTHS = 8, LINE_SIZE = 1024 };

struct line {
	int depth;
	char label[LINE_SIZE];
	const char *value; /* NULL: none; "" is one */
	long number;
};

/* One open line for each depth: its row, and the element that what is below it belongs to. */
struct level {
	const struct row *row;
	xmlNode *inside;
};

struct text {
	xmlDoc *doc;
	xmlNode *root;
	xmlNode *gpu;
	unsigned release;
	struct level levels[DEPTHS];
	const struct row *list; /* NULL: not in one */
	xmlNode *around;        /* its items */
};

bool import_is_text(const char *data, size_t size)
{
	static const char mark[] = "Attached GPUs";

	for (const char *at = data; at && (size_t)(data + size - at) > sizeof(mark); at++) {
		if (memcmp(at, mark, sizeof(mark) - 1) == 0)
			return true;
		at = memchr(at, '\n', (size_t)(data + size - at));
		if (!at)
			break;
	}
	return false;
}

static void trim(char *text)
{
	size_t length = strlen(text);

	while (length && isspace((unsigned char)text[length - 1]))
		text[--length] = '\0';
}

/* "    Label      : value" */
static bool split(const char *text, size_t length, struct line *ret_line)
{
	char *label = ret_line->label, *colon;
	size_t blanks;

	if (length >= LINE_SIZE)
		return false;
	memcpy(label, text, length);
	label[length] = '\0';
	blanks = strspn(label, " ");
	ret_line->depth = (int)(blanks / 4);
	memmove(label, label + blanks, length - blanks + 1);
	trim(label);
	colon = strstr(label, " : ");
	if (!colon && strlen(label) > 2 && strcmp(label + strlen(label) - 2, " :") == 0)
		colon = label + strlen(label) - 2;
	ret_line->value = NULL;
	if (colon) {
		*colon = '\0';
		ret_line->value = colon[1] && colon[2] ? colon + 3 : "";
		trim(label);
	}
	return *label != '\0' && ret_line->depth < DEPTHS;
}

static xmlNode *add(const struct text *text, xmlNode *parent, const char *element,
		    const struct line *line)
{
	xmlNode *node = xmlNewDocNode(text->doc, NULL, BAD_CAST element, NULL);

	if (!node)
		return NULL;
	xmlAddChild(parent, node);
	node->line = line->number < UINT16_MAX ? (unsigned short)line->number : UINT16_MAX;
	if (line->value && *line->value)
		xmlNodeAddContent(node, BAD_CAST line->value);
	return node;
}

static bool is_label(const char *label, const char *text)
{
	size_t length = strlen(text);

	/* Some labels end in blanks. */
	return label && strncmp(label, text, length) == 0 &&
	       label[length + strspn(label + length, " ")] == '\0';
}

/* The row of a line below a row (NULL: of the GPU), among those of a release; 0: of any. */
static const struct row *find_below(const struct row *parent, const struct line *line,
				    unsigned release)
{
	const struct row *end = report_rows + report_row_count;

	for (const struct row *row = parent ? parent + 1 : report_rows; row < end; row++) {
		if (release && (release < row->since || (row->until && release >= row->until)))
			continue;
		if (parent && row->depth <= parent->depth)
			return NULL;
		if (row->depth == line->depth &&
		    (is_label(row->label, line->label) || is_label(row->item_label, line->label)))
			return row;
	}
	return NULL;
}

static const struct row *find_row(const struct text *text, const struct line *line)
{
	const struct row *parent = line->depth > 1 ? text->levels[line->depth - 1].row : NULL, *row;

	if (line->depth > 1 && !parent)
		return NULL;
	row = find_below(parent, line, text->release);
	return row ? row : find_below(parent, line, 0);
}

static void begin_item(struct text *text, const struct line *line)
{
	struct line head = {.number = line->number};

	if (text->around && text->list->item)
		text->levels[1].inside = add(text, text->around, text->list->item, &head);
}

/* Items with a head begin with it, the others with the first row that their driver has. */
static bool is_first(const struct text *text, const struct row *row)
{
	const struct row *first = text->list + 1;

	while (first < row &&
	       (text->release < first->since || (first->until && text->release >= first->until)))
		first++;
	return !text->list->item_label && row == first;
}

static void put_list(struct text *text, const struct row *row, const struct line *line)
{
	struct line head = {.number = line->number};

	text->list = row;
	text->levels[1] = (struct level){.row = row};
	text->around = row->element ? (xmlNode *)import_child(text->gpu, row->element) : NULL;
	if (row->element && !text->around)
		text->around = add(text, text->gpu, row->element, &head);
	if (row->item_label)
		begin_item(text, line);
}

/* XML has the numbers of PCI without their prefix. */
static const char *value_of(const struct row *row, const char *value)
{
	bool bare = row->form == FORM_HEX1 || row->form == FORM_HEX2 || row->form == FORM_HEX4 ||
		    row->form == FORM_HEX8;

	return bare && value && strncmp(value, "0x", 2) == 0 ? value + 2 : value;
}

static void put_row(struct text *text, const struct row *row, struct line *line)
{
	xmlNode *inside = line->depth > 1 ? text->levels[line->depth - 1].inside : text->gpu;
	xmlNode *node;

	text->levels[line->depth] = (struct level){.row = row, .inside = inside};
	if (!row || !row->element || !inside)
		return;
	line->value = value_of(row, line->value);
	node = add(text, inside, row->element, line);
	if (row->kind == ROW_HEAD || row->kind == ROW_GATE)
		text->levels[line->depth].inside = node;
}

static void put_gpu_line(struct text *text, struct line *line)
{
	const struct row *row;

	if (line->depth + 1 < DEPTHS)
		text->levels[line->depth + 1] = (struct level){NULL, NULL};
	row = find_row(text, line);
	if (line->depth == 1)
		text->list = row && report_is_list(row->kind) ? row : NULL;
	if (row && report_is_list(row->kind)) {
		put_list(text, row, line);
		return;
	}
	if (text->list && row && is_first(text, row))
		begin_item(text, line);
	put_row(text, row, line);
}

static unsigned release_of(const char *driver)
{
	char *end;
	unsigned long branch = strtoul(driver, &end, 10);
	unsigned long minor = *end == '.' ? strtoul(end + 1, NULL, 10) : 0;

	return branch < 10000 ? (unsigned)(branch * 1000 + (minor < 1000 ? minor : 999)) : 0;
}

/* "GPU 00000000:65:00.0" */
static bool begin_gpu(struct text *text, const struct line *line)
{
	struct line head = {.number = line->number};

	if (line->value || strncmp(line->label, "GPU ", 4) != 0 || !strchr(line->label, ':'))
		return false;
	text->gpu = add(text, text->root, "gpu", &head);
	if (text->gpu)
		xmlNewProp(text->gpu, BAD_CAST "id", BAD_CAST(line->label + 4));
	memset(text->levels, 0, sizeof(text->levels));
	text->list = NULL;
	return true;
}

static void put_head(struct text *text, struct line *line)
{
	static const struct {
		const char *label;
		const char *element;
	} heads[] = {{"Timestamp", "timestamp"},
		     {"Driver Version", "driver_version"},
		     {"CUDA Version", "cuda_version"},
		     {"Attached GPUs", "attached_gpus"}};
	char value[LINE_SIZE];

	if (!line->value)
		return;
	/* 610 says more behind the number. */
	snprintf(value, sizeof(value), "%s", line->value);
	value[strcspn(value, "[")] = '\0';
	trim(value);
	line->value = value;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (strcmp(line->label, heads[i].label) == 0)
			add(text, text->root, heads[i].element, line);
	if (strcmp(line->label, "Driver Version") == 0)
		text->release = release_of(value);
}

static void put_line(struct text *text, struct line *line)
{
	if (line->depth > 0) {
		if (text->gpu)
			put_gpu_line(text, line);
	} else if (!begin_gpu(text, line)) {
		put_head(text, line);
	}
}

xmlDoc *import_parse_text(const char *data, size_t size)
{
	struct text text = {.doc = xmlNewDoc(BAD_CAST "1.0")};
	struct line line = {.number = 1};

	text.root =
	    text.doc ? xmlNewDocNode(text.doc, NULL, BAD_CAST "nvidia_smi_log", NULL) : NULL;
	if (!text.root) {
		xmlFreeDoc(text.doc);
		return NULL;
	}
	xmlDocSetRootElement(text.doc, text.root);
	for (const char *at = data, *end = data + size; at < end; line.number++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((newline ? newline : end) - at);

		if (split(at, length, &line))
			put_line(&text, &line);
		at += length + 1;
	}
	return text.doc;
}
