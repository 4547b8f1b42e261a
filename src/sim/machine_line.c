/* SPDX-License-Identifier: MIT */
#include "sim/machine_line.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rm/abi.h"
#include "sim/catalogue.h"
#include "sim/machine.h"
#include "sim/machine_driver.h"
#include "sim/machine_file.h"
#include "sim/machine_model.h"

/* NV_MAX_DEVICES of the published kernel headers. */
#define GPUS_MAX 32u
#define GROUPS_MAX 32u
/* The branch that drives the most: the last for Maxwell to Volta, and Blackwell too. */
#define BRANCH_OF_ALL 580u
/* NVSwitch boards have eight GPUs; fewer are linked to each other. */
#define SWITCHED_FROM 8u
#define CPUS_OF_SOCKET 32u
#define CPUS_OF_GRACE 72u
#define SERIAL_FIRST 1650000000001ull

struct group {
	unsigned count;
	struct machine_model *model;
};

struct line {
	struct group groups[GROUPS_MAX];
	unsigned group_count, gpu_count;
	char *values[8]; /* by enum key */
};

enum key { DRIVER, KERNEL_MODULE, ARCHITECTURE, FABRIC, MIG, PERSISTENCE, SUSPENDED, NAME };

static const struct {
	const char *word;
	enum key key;
	bool is_bool;
} keys[] = {
    {"driver", DRIVER, false},
    {"kernel_module", KERNEL_MODULE, false},
    {"architecture", ARCHITECTURE, false},
    {"arch", ARCHITECTURE, false},
    {"fabric", FABRIC, true},
    {"mig", MIG, false},
    {"persistence", PERSISTENCE, true},
    {"suspended", SUSPENDED, true},
    {"name", NAME, false},
};

/* Reading. */

static char *trim(char *text)
{
	char *end = text + strlen(text);

	while (end > text && isspace((unsigned char)end[-1]))
		*--end = '\0';
	while (isspace((unsigned char)*text))
		text++;
	return text;
}

static char *read_key(struct line *line, const char *word, char *value)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strcmp(keys[i].word, word) != 0)
			continue;
		if (line->values[keys[i].key])
			return machine_format("found %s a second time, expected every key once",
					      word);
		if (keys[i].is_bool && strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
			return machine_format("found %s=%s, expected true or false", word, value);
		/* The rest of YAML must not come in. */
		if (!*value || strspn(value, "0123456789abcdefghijklmnopqrstuvwxyz"
					     "ABCDEFGHIJKLMNOPQRSTUVWXYZ._+-") != strlen(value))
			return machine_format("found %s=%s, expected letters, digits and . _ + -",
					      word, value);
		line->values[keys[i].key] = value;
		return NULL;
	}
	return machine_format(
	    "found the key %s, expected driver, kernel_module, arch, fabric, mig, "
	    "persistence, suspended or name",
	    word);
}

/* The id that a product name has in the catalogue: "NVIDIA GeForce RTX 4090" is rtx-4090. */
static void make_id(char *text)
{
	static const char *const makers[] = {"nvidia-", "geforce-", "tesla-", "grid-"};

	for (char *c = text; *c; c++)
		*c = *c == ' ' ? '-' : (char)tolower((unsigned char)*c);
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++)
		if (strncmp(text, makers[i], strlen(makers[i])) == 0) {
			memmove(text, text + strlen(makers[i]),
				strlen(text) - strlen(makers[i]) + 1);
			i = (size_t)-1;
		}
}

static char *unknown_model(const char *id)
{
	char *near = catalogue_near(CATALOGUE_MODELS, id);
	char *text =
	    machine_format("found no model '%s', expected one of `nvsim list --models`%s%s", id,
			   near ? ", near: " : "", near ? near : "");

	free(near);
	return text;
}

/* "4x t4", "4 x t4" or "t4". */
static char *read_group(struct line *line, char *text)
{
	struct group *group = &line->groups[line->group_count];
	char *rest, *error = NULL;
	unsigned long count = strtoul(text, &rest, 10);

	while (*rest == ' ')
		rest++;
	if (isdigit((unsigned char)text[0]) && *rest == 'x')
		text = trim(rest + 1);
	else
		count = 1;
	if (count == 0 || count + line->gpu_count > GPUS_MAX)
		return machine_format("found %lu GPUs, expected 1 to %u: the driver attaches no "
				      "more (NV_MAX_DEVICES)",
				      count + line->gpu_count, GPUS_MAX);
	make_id(text);
	group->model = machine_model_load(NULL, text, &error);
	if (!group->model)
		return error ? error : unknown_model(text);
	group->count = (unsigned)count;
	line->gpu_count += group->count;
	line->group_count++;
	return NULL;
}

static char *read_part(struct line *line, char *part)
{
	char *equals = strchr(part, '=');

	part = trim(part);
	if (*part == '\0')
		return machine_format("found nothing between commas, expected a model or a key");
	if (equals) {
		*equals = '\0';
		return read_key(line, trim(part), trim(equals + 1));
	}
	if (line->group_count == GROUPS_MAX)
		return machine_format("found more than %u groups, expected fewer", GROUPS_MAX);
	return read_group(line, part);
}

/* Cuts the copy up; values point into it. */
static char *read_line(struct line *line, char *copy)
{
	char *error = NULL;

	for (char *part = copy, *comma; part && !error; part = comma) {
		comma = strchr(part, ',');
		if (comma)
			*comma++ = '\0';
		error = read_part(line, part);
	}
	if (!error && line->group_count == 0)
		error = machine_format("found no model, expected one as in \"4x t4\"");
	return error;
}

/* What follows. */

static bool is_switched(const struct machine_model *model)
{
	return model->nvlink.links && model->nvlink.peer &&
	       strcmp(model->nvlink.peer, "switch") == 0;
}

/* A tray of coherent GPUs is part of a rack behind switches. */
static bool has_fabric(const struct group *group)
{
	return is_switched(group->model) &&
	       (group->count >= SWITCHED_FROM || (group->model->coherent && group->count > 1));
}

static bool is_cross_linked(const struct group *group)
{
	return is_switched(group->model) && !group->model->coherent && group->count > 1 &&
	       group->count < SWITCHED_FROM;
}

static const char *value_or(const struct line *line, enum key key, const char *if_absent)
{
	return line->values[key] ? line->values[key] : if_absent;
}

/* The newest published driver of the branch that drives most, unless a chip is younger. */
static void put_driver(const struct line *line, char *text, size_t size)
{
	unsigned at = rm_release_count - 1;
	struct rm_version first;

	for (unsigned i = 0; i < rm_release_count; i++)
		if (rm_releases[i].major == BRANCH_OF_ALL)
			at = i;
	for (unsigned i = 0; i < line->group_count; i++) {
		const char *since = machine_model_first_driver(line->groups[i].model);

		if (since && rm_version_parse(since, &first) && first.major > BRANCH_OF_ALL)
			at = rm_release_count - 1;
	}
	snprintf(text, size, rm_releases[at].patch ? "%u.%02u.%02u" : "%u.%u",
		 rm_releases[at].major, rm_releases[at].minor, rm_releases[at].patch);
}

static bool any(const struct line *line, bool (*is)(const struct machine_model *model))
{
	for (unsigned i = 0; i < line->group_count; i++)
		if (is(line->groups[i].model))
			return true;
	return false;
}

static bool is_coherent(const struct machine_model *model)
{
	return model->coherent;
}

static bool is_closed(const struct machine_model *model)
{
	return !machine_model_is_open(model);
}

static bool is_mig_capable(const struct machine_model *model)
{
	return model->mig_capable;
}

/* Writing. */

static void write_name(const struct line *line, FILE *out)
{
	fprintf(out, "name: ");
	if (line->values[NAME])
		fprintf(out, "%s", line->values[NAME]);
	for (unsigned i = 0; i < line->group_count && !line->values[NAME]; i++)
		fprintf(out, "%s%ux-%s", i ? "-" : "", line->groups[i].count,
			line->groups[i].model->id);
	fprintf(out, "\ndescription: ");
	for (unsigned i = 0; i < line->group_count; i++)
		fprintf(out, "%s%ux %s", i ? ", " : "", line->groups[i].count,
			line->groups[i].model->name);
	fprintf(out, "\n");
}

static void write_head(const struct line *line, FILE *out)
{
	bool fabric = false;
	char driver[32];

	put_driver(line, driver, sizeof(driver));
	for (unsigned i = 0; i < line->group_count; i++)
		fabric |= has_fabric(&line->groups[i]);
	write_name(line, out);
	fprintf(out,
		"source: boards from the catalogue; addresses, serials and processors assumed\n");
	fprintf(out, "driver: %s\n", value_or(line, DRIVER, driver));
	fprintf(out, "kernel_module: %s\n",
		value_or(line, KERNEL_MODULE, any(line, is_closed) ? "proprietary" : "open"));
	fprintf(out, "architecture: %s\n",
		value_or(line, ARCHITECTURE, any(line, is_coherent) ? "aarch64" : "x86_64"));
	fprintf(out, "fabric: %s\n", value_or(line, FABRIC, fabric ? "true" : "false"));
}

static void write_models(const struct line *line, FILE *out)
{
	bool begun = false;

	for (unsigned i = 0; i < line->group_count; i++) {
		const struct group *group = &line->groups[i];

		if (!is_cross_linked(group))
			continue;
		fprintf(out, "%s  - {id: %s, base: %s, nvlink: {peer: gpu}}\n",
			begun ? "" : "models:\n", group->model->id, group->model->id);
		begun = true;
	}
}

/* Each behind a bus of its own; of a coherent module each in a domain of its own. */
static void write_place(const struct line *line, const struct machine_model *model, unsigned index,
			FILE *out)
{
	unsigned sockets = line->gpu_count >= 4 ? 2 : 1;
	unsigned socket = index * sockets / line->gpu_count, cpus = CPUS_OF_SOCKET;
	unsigned step = line->gpu_count <= 16 ? 15 : 7;

	if (model->coherent) {
		cpus = CPUS_OF_GRACE;
		socket = model->nvlink.links ? index / 2 : index;
		fprintf(out, "pci: \"%08x:01:00.0\"", 8 + index / 2 * 16 + index % 2);
	} else
		fprintf(out, "pci: \"00000000:%02x:00.0\"", 7 + index * step);
	fprintf(out, ", numa_node: %u, cpus: \"%u-%u\"", socket, socket * cpus,
		(socket + 1) * cpus - 1);
}

static void write_mig(const struct line *line, const struct machine_model *model, FILE *out)
{
	const char *layout = value_or(line, MIG, "off");

	if (strcmp(layout, "off") == 0 || !model->mig_capable)
		return;
	fprintf(out, ", mig_enabled: true");
	if (strcmp(layout, "on") == 0)
		return;
	fprintf(out, ", mig_instances: [");
	for (size_t length; *layout; layout += length + (layout[length] == '+')) {
		length = strcspn(layout, "+");
		/* A profile may end in +me, which is no place to cut. */
		if (strncmp(layout + length, "+me", 3) == 0)
			length += 3;
		fprintf(out, "{profile: %.*s}%s", (int)length, layout,
			layout[length] == '+' ? ", " : "");
	}
	fprintf(out, "]");
}

static void write_gpu(const struct line *line, const struct machine_model *model, unsigned index,
		      FILE *out)
{
	fprintf(out, "  - {model: %s, ", model->id);
	write_place(line, model, index, out);
	if (model->board_part_number)
		fprintf(out, ", serial: \"%llu\"", SERIAL_FIRST + index);
	if (model->module_board)
		fprintf(out, ", module_id: %u", index);
	fprintf(out, ", persistence: %s",
		value_or(line, PERSISTENCE, model->display ? "false" : "true"));
	if (line->values[SUSPENDED])
		fprintf(out, ", suspended: %s", line->values[SUSPENDED]);
	write_mig(line, model, out);
	fprintf(out, "}\n");
}

static char *write_machine(const struct line *line)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	write_head(line, out);
	write_models(line, out);
	fprintf(out, "gpus:\n");
	for (unsigned i = 0, index = 0; i < line->group_count; i++)
		for (unsigned k = 0; k < line->groups[i].count; k++)
			write_gpu(line, line->groups[i].model, index++, out);
	fclose(out);
	return text;
}

char *machine_line_text(const char *text, char **ret_error)
{
	struct line line = {.group_count = 0};
	char *copy = strdup(text), *found = NULL, *error;

	error = copy ? read_line(&line, copy) : NULL;
	if (!error && line.values[MIG] && !any(&line, is_mig_capable))
		error = machine_format("found mig=%s, expected a model that can be divided",
				       line.values[MIG]);
	if (!error)
		found = write_machine(&line);
	else
		*ret_error = machine_format("\"%s\": %s", text, error);
	for (unsigned i = 0; i < line.group_count; i++)
		machine_model_free(line.groups[i].model);
	free(error);
	free(copy);
	return found;
}

/* References. */

static bool is_file(const char *reference)
{
	size_t length = strlen(reference);

	return strchr(reference, '/') ||
	       (length > 5 && strcmp(reference + length - 5, ".yaml") == 0);
}

char *machine_read(const char *reference, size_t *ret_size, char **ret_path, char **ret_error)
{
	char *text;

	if (is_file(reference)) {
		text = machine_file_read(reference, ret_size, ret_error);
		*ret_path = text ? strdup(reference) : NULL;
		return text;
	}
	text = catalogue_read(NULL, reference, ret_size, ret_path);
	if (text)
		return text;
	text = machine_line_text(reference, ret_error);
	if (!text)
		return NULL;
	*ret_size = strlen(text);
	*ret_path = strdup(reference);
	return text;
}

struct machine *machine_open(const char *reference, char **ret_error)
{
	struct machine *machine = NULL;
	char *path = NULL;
	size_t size = 0;
	char *text = machine_read(reference, &size, &path, ret_error);

	if (text && path)
		machine = machine_load_text(path, text, size, ret_error);
	free(path);
	free(text);
	return machine;
}
