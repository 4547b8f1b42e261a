/* SPDX-License-Identifier: MIT */
/* The recording: hostile until proven well formed, and what its words mean. */
#include <ctype.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

#include "import.h"

/* Nothing but the bytes at hand: no DTD, no entity, no network. */
static xmlParserInput *load_nothing(const char *url, const char *id, xmlParserCtxt *context)
{
	(void)url;
	(void)id;
	(void)context;
	return NULL;
}

static char *format_error(const char *name, long line, const char *what)
{
	char *text = NULL;

	if (asprintf(&text, "%s:%ld: %.*s", name, line, (int)strcspn(what, "\n"), what) < 0)
		text = NULL;
	return text;
}

static char *why_not(const xmlDoc *doc, const char *name)
{
	const xmlNode *root = xmlDocGetRootElement((xmlDoc *)doc);

	if (doc->intSubset && (doc->intSubset->entities || doc->intSubset->pentities))
		return format_error(name, 1, "found entities of its own, expected a recording");
	if (!root || strcmp((const char *)root->name, "nvidia_smi_log") != 0)
		return format_error(name, root ? import_line(root) : 1,
				    "found no nvidia_smi_log, expected the output of "
				    "nvidia-smi -q -x");
	if (!import_child(root, "gpu"))
		return format_error(name, import_line(root), "found no gpu, expected one");
	return NULL;
}

#if LIBXML_VERSION >= 21200
typedef const xmlError *parser_error;
#else
typedef xmlError *parser_error;
#endif

/* The first error says where it went wrong, later ones follow from it. */
struct first_error {
	long line;
	char text[256];
};

static void keep_first(void *data, parser_error error)
{
	struct first_error *first = ((xmlParserCtxt *)data)->_private;

	if (first->text[0] || error->level < XML_ERR_ERROR)
		return;
	first->line = error->line;
	snprintf(first->text, sizeof(first->text), "%s", error->message ? error->message : "");
}

static xmlDoc *parse(xmlParserCtxt *context, const char *data, size_t size, const char *name,
		     char **ret_error)
{
	struct first_error first = {.line = 0};
	xmlDoc *doc;

	context->_private = &first;
	context->sax->serror = keep_first;
	doc = xmlCtxtReadMemory(context, data, (int)size, NULL, NULL, XML_PARSE_NONET);
	if (!doc)
		*ret_error =
		    format_error(name, first.line, first.text[0] ? first.text : "found no XML");
	return doc;
}

xmlDoc *import_parse(const char *data, size_t size, const char *name, char **ret_error)
{
	xmlParserCtxt *context = size <= INT32_MAX ? xmlNewParserCtxt() : NULL;
	bool is_text = import_is_text(data, size);
	xmlDoc *doc;

	xmlSetExternalEntityLoader(load_nothing);
	if (!context) {
		*ret_error = format_error(name, 0, "found no memory, expected some");
		return NULL;
	}
	doc = is_text ? import_parse_text(data, size) : parse(context, data, size, name, ret_error);
	xmlFreeParserCtxt(context);
	if (doc && (*ret_error = why_not(doc, name)) != NULL) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	return doc;
}

const xmlNode *import_next(const xmlNode *node)
{
	const xmlNode *next = node->next;

	while (next && (next->type != XML_ELEMENT_NODE || !xmlStrEqual(next->name, node->name)))
		next = next->next;
	return next;
}

const xmlNode *import_child(const xmlNode *parent, const char *name)
{
	const xmlNode *child = parent ? parent->children : NULL;

	while (child && (child->type != XML_ELEMENT_NODE || strcmp((char *)child->name, name) != 0))
		child = child->next;
	return child;
}

const xmlNode *import_at(const xmlNode *node, const char *path)
{
	char name[64];

	while (node && *path) {
		size_t length = strcspn(path, "/");

		if (length >= sizeof(name))
			return NULL;
		memcpy(name, path, length);
		name[length] = '\0';
		node = import_child(node, name);
		path += length + (path[length] == '/');
	}
	return node;
}

long import_line(const xmlNode *node)
{
	return xmlGetLineNo((xmlNode *)node);
}

bool import_text(const xmlNode *node, char ret_text[IMPORT_TEXT])
{
	size_t length = 0, blanks;

	ret_text[0] = '\0';
	for (const xmlNode *part = node ? node->children : NULL; part; part = part->next) {
		size_t more = part->content ? strlen((const char *)part->content) : 0;

		if (part->type != XML_TEXT_NODE && part->type != XML_CDATA_SECTION_NODE)
			continue;
		if (length + more >= IMPORT_TEXT)
			return false;
		memcpy(ret_text + length, part->content, more + 1);
		length += more;
	}
	while (length && isspace((unsigned char)ret_text[length - 1]))
		ret_text[--length] = '\0';
	blanks = strspn(ret_text, " \t\r\n");
	memmove(ret_text, ret_text + blanks, length - blanks + 1);
	return node != NULL;
}

bool import_tells(const char *text)
{
	static const char *const words[] = {"N/A",
					    "Not Supported",
					    "Unknown Error",
					    "ERR!",
					    "GPU is lost",
					    "Insufficient Permissions",
					    "Function Not Found",
					    "Not Found",
					    "Requested functionality has been deprecated",
					    "GPU requires reset",
					    "Unknown"};
	size_t length = strlen(text);

	if (length >= 2 && text[0] == '[' && text[length - 1] == ']') {
		text++;
		length -= 2;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == length && strncmp(text, words[i], length) == 0)
			return false;
	return length > 0;
}

bool import_told(const xmlNode *gpu, const char *paths, char ret_text[IMPORT_TEXT],
		 const xmlNode **ret_node)
{
	char path[160];

	while (*paths) {
		size_t length = strcspn(paths, "|");

		if (length < sizeof(path)) {
			memcpy(path, paths, length);
			path[length] = '\0';
			*ret_node = import_at(gpu, path);
			if (import_text(*ret_node, ret_text) && import_tells(ret_text))
				return true;
		}
		paths += length + (paths[length] == '|');
	}
	*ret_node = NULL;
	return false;
}

static bool is_unit(const char *text)
{
	static const char *const units[] = {"",  "MiB", "W", "C",       "%",   "MHz", "KB/s",
					    "x", "us",  "s", "bank(s)", "FPS", "ms",  "mV"};

	text += strspn(text, " \t");
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(text, units[i]) == 0)
			return true;
	return false;
}

/* "66.92 W" with scale 1000: digits, a point, digits; more of them than the scale has are cut. */
bool import_number(const char *text, unsigned scale, int64_t *ret_value)
{
	bool negative = *text == '-';
	uint64_t value = 0;
	const char *at = text + negative;

	if (!isdigit((unsigned char)*at))
		return false;
	for (; isdigit((unsigned char)*at); at++) {
		if (value > (uint64_t)INT64_MAX / 10000000)
			return false;
		value = value * 10 + (uint64_t)(*at - '0');
	}
	value *= scale;
	if (*at == '.')
		for (at++; isdigit((unsigned char)*at); at++) {
			scale /= 10;
			value += scale * (uint64_t)(*at - '0');
		}
	*ret_value = negative ? -(int64_t)value : (int64_t)value;
	return is_unit(at);
}
