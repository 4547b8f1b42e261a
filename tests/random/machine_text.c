/* SPDX-License-Identifier: MIT */
#include "machine_text.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOCUMENTS_MAX 256
#define MODELS_MAX 512
#define DRIVERS_MAX 256

static yaml_document_t documents[DOCUMENTS_MAX];
static unsigned document_count;
static struct {
	yaml_document_t *document;
	yaml_node_t *node;
} models[MODELS_MAX];
static unsigned model_count;
static char drivers[DRIVERS_MAX][16];
static unsigned driver_count;

yaml_node_t *yaml_member(yaml_document_t *document, yaml_node_t *mapping, const char *key)
{
	if (!mapping || mapping->type != YAML_MAPPING_NODE)
		return NULL;
	for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	     pair < mapping->data.mapping.pairs.top; pair++) {
		yaml_node_t *name = yaml_document_get_node(document, pair->key);

		if (strcmp((const char *)name->data.scalar.value, key) == 0)
			return yaml_document_get_node(document, pair->value);
	}
	return NULL;
}

yaml_node_t *yaml_item(yaml_document_t *document, yaml_node_t *sequence, size_t index)
{
	if (!sequence || sequence->type != YAML_SEQUENCE_NODE ||
	    index >=
		(size_t)(sequence->data.sequence.items.top - sequence->data.sequence.items.start))
		return NULL;
	return yaml_document_get_node(document, sequence->data.sequence.items.start[index]);
}

const char *yaml_text(yaml_document_t *document, yaml_node_t *mapping, const char *key)
{
	yaml_node_t *node = yaml_member(document, mapping, key);

	return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value
						      : NULL;
}

bool yaml_number(yaml_document_t *document, yaml_node_t *mapping, const char *key,
		 int64_t *ret_value)
{
	const char *text = yaml_text(document, mapping, key);

	if (text)
		*ret_value = strtoll(text, NULL, 0);
	return text != NULL;
}

bool yaml_flag(yaml_document_t *document, yaml_node_t *mapping, const char *key)
{
	const char *text = yaml_text(document, mapping, key);

	return text && strcmp(text, "true") == 0;
}

/* splitmix64 */
uint64_t random_below(uint64_t *series, uint64_t limit)
{
	uint64_t z = *series += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (z ^ z >> 31) % limit;
}

static bool chance(uint64_t *series, unsigned percent)
{
	return random_below(series, 100) < percent;
}

/* Setup. */

/* Kepler's last drivers are older than all that are simulated. */
static void take_model(yaml_document_t *document)
{
	yaml_node_t *node = yaml_document_get_root_node(document);
	const char *chip = yaml_text(document, node, "chip");

	if (chip && strncmp(chip, "GK", 2) != 0 && model_count < MODELS_MAX) {
		models[model_count].document = document;
		models[model_count++].node = node;
	}
}

static void take_file(const char *folder, const char *name)
{
	char path[4096];
	yaml_parser_t parser;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "r");
	if (!file || document_count == DOCUMENTS_MAX)
		return;
	yaml_parser_initialize(&parser);
	yaml_parser_set_input_file(&parser, file);
	if (yaml_parser_load(&parser, &documents[document_count]))
		take_model(&documents[document_count++]);
	yaml_parser_delete(&parser);
	fclose(file);
}

static int is_machine(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 5 && strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

static void take_drivers(const char *releases)
{
	static const char *const some[] = {"515.43.04", "525.60.13", "535.54.03", "545.23.06",
					   "550.54.14", "565.57.01", "580.65.06", "595.45.04"};
	FILE *file = fopen(releases, "r");

	for (char line[64]; file && fgets(line, sizeof(line), file) && driver_count < DRIVERS_MAX;)
		if (sscanf(line, "%15[0-9.]", drivers[driver_count]) == 1)
			driver_count++;
	if (file)
		fclose(file);
	for (size_t i = 0; driver_count == 0 && i < sizeof(some) / sizeof(some[0]); i++)
		snprintf(drivers[i], sizeof(drivers[i]), "%s", some[i]);
	if (driver_count == 0)
		driver_count = sizeof(some) / sizeof(some[0]);
}

bool machine_text_setup(const char *folder, const char *releases)
{
	struct dirent **names;
	int count = scandir(folder, &names, is_machine, alphasort);

	for (int i = 0; i < count; i++) {
		take_file(folder, names[i]->d_name);
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	take_drivers(releases);
	return model_count > 0;
}

void machine_text_teardown(void)
{
	while (document_count > 0)
		yaml_document_delete(&documents[--document_count]);
}

/* Writing. */

struct writer {
	FILE *out;
	uint64_t series;
	uint32_t next_pid;
	bool lives;
};

static uint64_t below(struct writer *writer, uint64_t limit)
{
	return random_below(&writer->series, limit);
}

static bool maybe(struct writer *writer, unsigned percent)
{
	return chance(&writer->series, percent);
}

/* Readings, what they may be, and whether a board may lack them. */
static const struct {
	const char *key;
	int64_t low, high;
	bool may_lack;
} readings[] = {
    {"temperature_c", 1, 120, false},
    {"memory_temperature_c", 0, 120, true},
    {"power_mw", 1, 900000, false},
    {"power_instant_mw", 1, 900000, false},
    {"power_limit_mw", 1, 900000, false},
    {"power_requested_mw", 1, 900000, false},
    {"pstate", 0, 15, true},
    {"graphics_mhz", 1, 3200, false},
    {"sm_mhz", 1, 3200, false},
    {"memory_mhz", 1, 12000, false},
    {"video_mhz", 1, 3200, false},
    {"gpu_percent", 0, 100, false},
    {"memory_percent", 0, 100, false},
    {"encoder_percent", 0, 100, true},
    {"decoder_percent", 0, 100, true},
    {"fan_rpm", 0, 6000, true},
    {"throttle_reasons", 0, 0x1ff, false},
    {"memory_used_mib", 0, 300, false},
    {"bar1_used_mib", 0, 100, false},
    {"pcie_gen", 1, 3, false},
    {"pcie_width", 1, 16, false},
    {"pcie_replay", 0, 65535, false},
    {"ecc_sram_corrected_volatile", 0, 100000, false},
    {"ecc_sram_uncorrected_volatile", 0, 100000, false},
    {"ecc_dram_corrected_volatile", 0, 100000, false},
    {"ecc_dram_uncorrected_volatile", 0, 100000, false},
    {"ecc_sram_corrected_aggregate", 0, 100000, false},
    {"ecc_sram_uncorrected_aggregate", 0, 100000, false},
    {"ecc_dram_corrected_aggregate", 0, 100000, false},
    {"ecc_dram_uncorrected_aggregate", 0, 100000, false},
};

enum { READINGS = sizeof(readings) / sizeof(readings[0]) };

static int64_t any_reading(struct writer *writer, unsigned index)
{
	uint64_t span = (uint64_t)(readings[index].high - readings[index].low) + 1;

	return readings[index].low + (int64_t)below(writer, span);
}

static void write_scalar(FILE *out, const char *indent, const char *key, const yaml_node_t *value)
{
	bool quoted = value->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;

	fprintf(out, quoted ? "%s%s: \"%s\"\n" : "%s%s: %s\n", indent, key,
		(const char *)value->data.scalar.value);
}

static void write_members(struct writer *writer, yaml_document_t *document, yaml_node_t *mapping)
{
	for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	     pair < mapping->data.mapping.pairs.top; pair++) {
		yaml_node_t *key = yaml_document_get_node(document, pair->key);
		yaml_node_t *value = yaml_document_get_node(document, pair->value);

		if (value->type == YAML_SCALAR_NODE)
			write_scalar(writer->out, "      ", (const char *)key->data.scalar.value,
				     value);
	}
}

/* Some readings stay the model's, some are others, some are lacking. */
static void write_idle(struct writer *writer, yaml_document_t *document, yaml_node_t *idle)
{
	for (unsigned i = 0; i < READINGS; i++) {
		yaml_node_t *value = yaml_member(document, idle, readings[i].key);

		if (readings[i].may_lack && maybe(writer, 10))
			continue;
		if (maybe(writer, 30))
			fprintf(writer->out, "      %s: %lld\n", readings[i].key,
				(long long)any_reading(writer, i));
		else if (value)
			write_scalar(writer->out, "      ", readings[i].key, value);
	}
}

static void write_model(struct writer *writer, unsigned number)
{
	unsigned index = (unsigned)below(writer, model_count);
	yaml_document_t *document = models[index].document;
	yaml_node_t *node = models[index].node;

	fprintf(writer->out, "  - id: m%u\n", number);
	for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++) {
		const char *key =
		    (const char *)yaml_document_get_node(document, pair->key)->data.scalar.value;
		yaml_node_t *value = yaml_document_get_node(document, pair->value);

		if (value->type == YAML_SCALAR_NODE && strcmp(key, "id") != 0)
			write_scalar(writer->out, "    ", key, value);
		if (strcmp(key, "nvlink") != 0 && strcmp(key, "c2c") != 0)
			continue;
		fprintf(writer->out, "    %s:\n", key);
		write_members(writer, document, value);
	}
	fprintf(writer->out, "    idle:\n");
	write_idle(writer, document, yaml_member(document, node, "idle"));
}

static void write_state(struct writer *writer)
{
	const char *separator = "";

	fprintf(writer->out, "    state: {");
	for (unsigned i = 0; i < READINGS; i++) {
		if (!maybe(writer, 40))
			continue;
		fprintf(writer->out, "%s%s: %lld", separator, readings[i].key,
			(long long)any_reading(writer, i));
		separator = ", ";
	}
	fprintf(writer->out, "}\n");
}

static void write_times(struct writer *writer)
{
	static const char *const shapes[] = {"constant", "ramp", "square"};
	uint64_t start_s = maybe(writer, 60) ? 1 + below(writer, 20) : 0;

	if (start_s)
		fprintf(writer->out, ", start_ms: %u", (unsigned)(start_s * MACHINE_STEP_MS));
	if (maybe(writer, 60))
		fprintf(writer->out, ", end_ms: %u",
			(unsigned)((start_s + 1 + below(writer, 20)) * MACHINE_STEP_MS));
	if (maybe(writer, 50)) {
		unsigned low = (unsigned)below(writer, 101);

		fprintf(writer->out,
			", load: {shape: %s, period_ms: %u, low_percent: %u, high_percent: %u}",
			shapes[below(writer, 3)], 1 + (unsigned)below(writer, 9000), low,
			low + (unsigned)below(writer, 101 - low));
	}
	if (maybe(writer, 30))
		fprintf(writer->out, ", memory_grow_mib_per_s: %u, memory_end_mib: %u",
			(unsigned)below(writer, 100), (unsigned)below(writer, 2000));
}

static void write_processes(struct writer *writer)
{
	static const char *const types[] = {"C", "G", "C+G"};
	unsigned count = (unsigned)below(writer, 6);

	if (count > 0)
		fprintf(writer->out, "    processes:\n");
	for (unsigned i = 0; i < count; i++) {
		writer->next_pid += 1 + (uint32_t)below(writer, 1000);
		fprintf(
		    writer->out,
		    "      - {pid: %u, name: \"/usr/bin/p%u --of %u\", type: %s, memory_mib: %u,"
		    " sm_percent: %u, memory_percent: %u",
		    writer->next_pid, writer->next_pid, i, types[below(writer, 3)],
		    (unsigned)below(writer, 900), (unsigned)below(writer, 101),
		    (unsigned)below(writer, 101));
		if (writer->lives)
			write_times(writer);
		fprintf(writer->out, "}\n");
	}
}

static void write_accounts(struct writer *writer)
{
	unsigned count = (unsigned)below(writer, 4);

	if (count > 0)
		fprintf(writer->out, "    accounts:\n");
	for (unsigned i = 0; i < count; i++) {
		uint64_t start_us = 1600000000000000 + below(writer, 100000000000000);

		writer->next_pid += 1 + (uint32_t)below(writer, 1000);
		fprintf(writer->out,
			"      - {pid: %u, gpu_percent: %u, memory_percent: %u, max_memory_mib: %u,"
			" start_us: %llu, end_us: %llu}\n",
			writer->next_pid, (unsigned)below(writer, 101),
			(unsigned)below(writer, 101), (unsigned)below(writer, 40000),
			(unsigned long long)start_us,
			(unsigned long long)(start_us + 1 + below(writer, 1000000000)));
	}
}

/* Addresses differ by their bus or domain; minors, where they are given, are far from the others.
 */
static void write_gpu(struct writer *writer, unsigned index, unsigned model_total)
{
	FILE *out = writer->out;
	unsigned bus = (index * 37u + 11u) & 0xff;

	fprintf(out, "  - model: m%u\n    pci: \"%08x:%02x:%02x.0\"\n",
		(unsigned)below(writer, model_total), (unsigned)below(writer, 3) * 0x7001u, bus,
		(unsigned)below(writer, 32));
	if (maybe(writer, 30))
		fprintf(out, "    minor: %u\n", 40 + index);
	if (maybe(writer, 50))
		fprintf(out, "    uuid: GPU-%08x-%04x-%04x-%04x-%012llx\n",
			(unsigned)below(writer, 1ull << 32), (unsigned)below(writer, 65536),
			(unsigned)below(writer, 65536), (unsigned)below(writer, 65536),
			(unsigned long long)below(writer, 1ull << 48));
	if (maybe(writer, 70))
		fprintf(out, "    serial: \"%llu\"\n",
			1000000000000 + (unsigned long long)below(writer, 1000000000000));
	fprintf(out, "    persistence: %s\n", maybe(writer, 50) ? "true" : "false");
	fprintf(out, "    accounting: %s\n", maybe(writer, 50) ? "true" : "false");
	fprintf(out, "    compute_mode: %u\n", (unsigned)below(writer, 4));
	fprintf(out, "    module_id: %u\n", (unsigned)below(writer, 9));
	if (maybe(writer, 50))
		write_state(writer);
	write_processes(writer);
	write_accounts(writer);
}

static void write_events(struct writer *writer, unsigned gpus)
{
	unsigned count = (unsigned)below(writer, 5);

	if (count > 0)
		fprintf(writer->out, "events:\n");
	for (unsigned i = 0; i < count; i++)
		fprintf(writer->out, "  - {at_ms: %u, gpu: %u, xid: %u}\n",
			1 + (unsigned)below(writer, 30000), (unsigned)below(writer, gpus),
			1 + (unsigned)below(writer, 150));
}

char *machine_text(uint64_t seed)
{
	char *text = NULL;
	size_t size;
	struct writer writer = {.series = seed * 0x100000001b3u + 1, .next_pid = 100};
	unsigned gpus, model_total;

	writer.out = open_memstream(&text, &size);
	if (!writer.out)
		abort();
	writer.lives = maybe(&writer, 50);
	gpus = maybe(&writer, 2) ? 32 : 1 + (unsigned)below(&writer, 5);
	model_total = 1 + (unsigned)below(&writer, 2);
	fprintf(writer.out, "name: random-%llu\ndriver: %s\nany_driver: true\nkernel_module: %s\n",
		(unsigned long long)seed, drivers[below(&writer, driver_count)],
		maybe(&writer, 70) ? "open" : "proprietary");
	fprintf(writer.out, "time: {stepped: true, epoch_s: %u}\nlife: %s\n",
		1 + (unsigned)below(&writer, UINT32_MAX - 1), writer.lives ? "true" : "false");
	fprintf(writer.out, "seed: %u\nmodels:\n", (unsigned)below(&writer, 1000));
	for (unsigned i = 0; i < model_total; i++)
		write_model(&writer, i);
	fprintf(writer.out, "gpus:\n");
	for (unsigned i = 0; i < gpus; i++)
		write_gpu(&writer, i, model_total);
	write_events(&writer, gpus);
	fclose(writer.out);
	return text;
}
