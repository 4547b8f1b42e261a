/* SPDX-License-Identifier: MIT */
/* The machine file: a head of comments, models without repetition, GPUs. */
#include <stdlib.h>
#include <string.h>

#include "import.h"

/* Bytes of a character that YAML takes as it is; 0: it must be escaped. */
static size_t plain_length(const unsigned char *at)
{
	if (*at < 0x80)
		return *at >= 0x20 && *at != 0x7f && *at != '"' && *at != '\\';
	if (*at == 0xc2)
		return at[1] >= 0xa0 ? 2 : 0;
	if (memcmp(at, "\xef\xbb\xbf", 3) == 0)
		return 0;
	return *at >= 0xf0 ? 4 : *at >= 0xe0 ? 3 : 2;
}

static const char *escape(unsigned char *at, size_t *ret_length, char ret_text[8])
{
	*ret_length = 1;
	if (*at == 0xc2) {
		*ret_length = 2;
		snprintf(ret_text, 8, "\\x%02X", at[1]);
	} else if (*at == 0xef) {
		*ret_length = 3;
		snprintf(ret_text, 8, "\\uFEFF");
	} else {
		snprintf(ret_text, 8, "\\x%02X", *at);
	}
	return ret_text;
}

const char *import_quoted(struct import *import, const char *text)
{
	unsigned char *at = (unsigned char *)text;
	char *quoted = NULL, escaped[8];
	size_t size, length;
	FILE *out = open_memstream(&quoted, &size);

	if (!out) {
		import->no_memory = true;
		return "\"\"";
	}
	fputc('"', out);
	for (; *at; at += length) {
		length = plain_length(at);
		if (length)
			fwrite(at, 1, strnlen((char *)at, length), out);
		else
			fputs(escape(at, &length, escaped), out);
	}
	fputc('"', out);
	fclose(out);
	text = import_format(import, "%s", quoted);
	free(quoted);
	return text;
}

static bool is_equal(const struct import_section *a, const struct import_section *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->pairs[i].key, b->pairs[i].key) != 0 ||
		    strcmp(a->pairs[i].value, b->pairs[i].value) != 0)
			return false;
	return true;
}

/* GPUs whose models are the same share the first one's. */
static void share_models(struct import *import)
{
	for (unsigned i = 0; i < import->gpu_count; i++) {
		struct import_gpu *gpu = &import->gpus[i];

		gpu->model = i;
		for (unsigned j = 0; j < i && gpu->model == i; j++)
			if (import->gpus[j].model == j &&
			    is_equal(&gpu->sections[GROUP_MODEL],
				     &import->gpus[j].sections[GROUP_MODEL]))
				gpu->model = j;
	}
}

static void put_comments(FILE *out, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		fprintf(out, "# %.*s\n", (int)length, text);
		text += length + (text[length] == '\n');
	}
}

static void put_pairs(FILE *out, const struct import_section *section, const char *indent)
{
	for (size_t i = 0; i < section->count; i++) {
		const struct import_pair *pair = &section->pairs[i];

		fprintf(out, "%s%s: %s", indent, pair->key, pair->value);
		if (pair->comment)
			fprintf(out, " # %s", pair->comment);
		fputc('\n', out);
	}
}

static void put_list(FILE *out, const char *key, const struct import_texts *list)
{
	if (list->count)
		fprintf(out, "    %s:\n", key);
	for (size_t i = 0; i < list->count; i++)
		fprintf(out, "      - %s\n", list->items[i]);
}

/* "my-machine" of "My machine.xml". */
static void slug(const char *text, char ret_slug[64])
{
	size_t length = 0;

	for (; *text && length < 63 && strcmp(text, ".xml") != 0 && strcmp(text, ".txt") != 0;
	     text++) {
		unsigned char c = (unsigned char)*text;
		bool plain;

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (plain || (length && ret_slug[length - 1] != '-'))
			ret_slug[length++] = plain ? (char)c : '-';
	}
	ret_slug[length && ret_slug[length - 1] == '-' ? length - 1 : length] = '\0';
}

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* By the product's name; its number behind it where models of one name differ. */
static const char *model_id(struct import *import, const struct import_gpu *gpu)
{
	const char *name = import_get(&import->gpus[gpu->model], GROUP_MODEL, "name");
	char id[64];

	slug(name, id);
	for (unsigned i = 0; i < import->gpu_count; i++)
		if (import->gpus[i].model != gpu->model &&
		    strcmp(import_get(&import->gpus[i], GROUP_MODEL, "name"), name) == 0)
			return import_format(import, "\"%s-%u\"", id, gpu->model);
	return import_format(import, "\"%s\"", *id ? id : "gpu");
}

static void put_model(FILE *out, struct import *import, const struct import_gpu *gpu)
{
	fprintf(out, "  - id: %s\n", model_id(import, gpu));
	put_pairs(out, &gpu->sections[GROUP_MODEL], "    ");
	if (gpu->sections[GROUP_STATE].count) {
		fprintf(out, "    idle:                 # as recorded at that moment\n");
		put_pairs(out, &gpu->sections[GROUP_STATE], "      ");
	}
	if (gpu->assumed.count == 0)
		return;
	fprintf(out, "    assumed: [");
	for (size_t i = 0; i < gpu->assumed.count; i++)
		fprintf(out, "%s%s", i ? ", " : "", gpu->assumed.items[i]);
	fprintf(out, "]\n");
}

/* What the model's own state has and this one has not would be taken from there. */
static void put_unset(FILE *out, const struct import_gpu *gpu, const struct import_gpu *first)
{
	const struct import_section *theirs = &first->sections[GROUP_STATE];

	for (size_t i = 0; i < theirs->count; i++) {
		const char *key = theirs->pairs[i].key;
		bool counts = strncmp(key, "ecc_", 4) == 0 || strstr(key, "used_") != NULL ||
			      strcmp(key, "throttle_reasons") == 0 ||
			      strcmp(key, "pcie_replay") == 0;

		if (import_get(gpu, GROUP_STATE, key) || strncmp(key, "pcie_gen", 8) == 0 ||
		    strncmp(key, "pcie_width", 10) == 0)
			continue;
		fprintf(out, "      %s: %s\n", key, counts ? "0" : "-1");
	}
}

static void put_gpu(FILE *out, struct import *import, const struct import_gpu *gpu)
{
	const struct import_gpu *first = &import->gpus[gpu->model];

	fprintf(out, "  - model: %s\n", model_id(import, gpu));
	put_pairs(out, &gpu->sections[GROUP_GPU], "    ");
	if (gpu != first && !is_equal(&gpu->sections[GROUP_STATE], &first->sections[GROUP_STATE])) {
		fprintf(out, "    state:\n");
		put_pairs(out, &gpu->sections[GROUP_STATE], "      ");
		put_unset(out, gpu, first);
	}
	put_list(out, "mig_instances", &gpu->instances);
	put_list(out, "processes", &gpu->processes);
	put_list(out, "accounts", &gpu->accounts);
	put_list(out, "encoder_sessions", &gpu->sessions);
}

static void put_head(struct import *import, FILE *out)
{
	const char *xml = import->is_text ? "" : " -x";
	char driver[IMPORT_TEXT] = "", time[IMPORT_TEXT] = "", name[64];
	const char *base = base_of(import->options->name);

	import_text(import_child(import->root, "driver_version"), driver);
	import_text(import_child(import->root, "timestamp"), time);
	slug(base, name);
	fprintf(
	    out, "name: %s\n",
	    import_quoted(import, import_format(import, "recorded%s%s", *name ? "-" : "", name)));
	fprintf(
	    out, "description: %s\n",
	    import_quoted(import,
			  import_format(import, "%u GPU%s as recorded by nvidia-smi -q%s",
					import->gpu_count, import->gpu_count > 1 ? "s" : "", xml)));
	fprintf(out, "source: %s\n",
		import_quoted(import, import_format(import, "%s: nvidia-smi -q%s, driver %s, %s",
						    base, xml, driver[0] ? driver : "not told",
						    time[0] ? time : "time not told")));
	fprintf(out, "driver: %s%s\n", import_quoted(import, import->driver),
		import->recorded_driver ? "" : " # not the recording's, see above");
	fprintf(out, "kernel_module: %s\n", import->kernel_module);
	if (!import->recorded_driver)
		fprintf(out, "any_driver: true # no such board may ever have had this one\n");
	for (unsigned i = 0; i < import->gpu_count; i++)
		if (import_get(&import->gpus[i], GROUP_MODEL, "coherent")) {
			fprintf(out, "architecture: aarch64 # by c2c_mode\n");
			break;
		}
	if (import->fabric)
		fprintf(out, "fabric: true\n");
	if (import->uvm)
		fprintf(out, "uvm_module: true\n");
}

char *import_write(struct import *import)
{
	char *text = NULL, *notes = import_notes_text(import);
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out || !notes) {
		free(notes);
		import->no_memory = true;
		return NULL;
	}
	share_models(import);
	fprintf(out,
		"# A machine made by nvsim import. What follows is the recording's, but for:\n");
	put_comments(out, notes);
	free(notes);
	put_head(import, out);
	fprintf(out, "models:\n");
	for (unsigned i = 0; i < import->gpu_count; i++)
		if (import->gpus[i].model == i)
			put_model(out, import, &import->gpus[i]);
	fprintf(out, "gpus:\n");
	for (unsigned i = 0; i < import->gpu_count; i++)
		put_gpu(out, import, &import->gpus[i]);
	if (fclose(out) != 0 || import->no_memory) {
		free(text);
		return NULL;
	}
	return text;
}
