/* SPDX-License-Identifier: MIT */
/* nvsim distil: a machine file from a record. */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "distil.h"
#include "output_file.h"
#include "nvsim.h"
#include "rm/escape.h"

static const char usage[] =
    "Usage: nvsim distil [OPTIONS] FILE\n"
    "\n"
    "Makes a machine file of what the record in FILE tells. What it does not tell is left out and\n"
    "listed on standard error and in the file.\n"
    "\n"
    "Options:\n"
    "  -o, --output FILE  the machine file; default: standard output\n"
    "      --force        even where that file exists\n"
    "      --name NAME    name of the machine; default: that of FILE\n"
    "\n"
    "Exit status: 0, or 2 when FILE is no record or tells too little for a machine.\n";

/* Of a whole machine no control tells these. */
static const char never_told[] =
    "power_default_mw, power_min_mw, power_max_mw, max clocks, sms, poll_interval_ms";

void distil_put_number(struct distil_part *part, const char *key, int64_t value)
{
	fprintf(part->to, "    %s: %" PRId64 "\n", key, value);
}

void distil_put_hex(struct distil_part *part, const char *key, uint64_t value)
{
	fprintf(part->to, "    %s: 0x%" PRIx64 "\n", key, value);
}

void distil_put_bool(struct distil_part *part, const char *key, bool value)
{
	fprintf(part->to, "    %s: %s\n", key, value ? "true" : "false");
}

/* Always quoted: a version is no number, and a name may hold anything. */
void distil_put_text(struct distil_part *part, const char *key, const void *text, size_t size)
{
	const char *at = text;
	fprintf(part->to, "    %s: \"", key);
	for (size_t i = 0; i < size && at[i]; i++) {
		if (at[i] == '"' || at[i] == '\\')
			fputc('\\', part->to);
		fputc(isprint((unsigned char)at[i]) ? at[i] : '?', part->to);
	}
	fputs("\"\n", part->to);
}

void distil_untold(struct distil_gpu *gpu, const char *key)
{
	fprintf(gpu->untold.to, "%s%s", ftell(gpu->untold.to) ? ", " : "", key);
}

static bool open_part(struct distil_part *part)
{
	part->to = open_memstream(&part->text, &part->size);
	return part->to != NULL;
}

static void close_part(struct distil_part *part)
{
	if (part->to)
		fclose(part->to);
	part->to = NULL;
}

static bool add_gpu(struct distil *distil, const struct rm_card_info *card)
{
	struct distil_gpu *gpu = &distil->gpus[distil->count++];
	gpu->minor = card->minor_number;
	gpu->id = card->gpu_id;
	gpu->bar1_bytes = card->fb_size;
	snprintf(gpu->pci, sizeof gpu->pci, "%08x:%02x:%02x.%x", card->pci.domain, card->pci.bus,
		 card->pci.slot, card->pci.function);
	snprintf(gpu->folder, sizeof gpu->folder, "/sys/bus/pci/devices/%04x:%02x:%02x.%x",
		 card->pci.domain, card->pci.bus, card->pci.slot, card->pci.function);
	snprintf(gpu->device, sizeof gpu->device, "gpu %u", gpu->minor);
	snprintf(gpu->subdevice, sizeof gpu->subdevice, "gpu %u subdevice", gpu->minor);
	return open_part(&gpu->model) && open_part(&gpu->state) && open_part(&gpu->gpu) &&
	       open_part(&gpu->untold);
}

/* From the driver's list of cards; the folder is where the links below /sys lead to. */
static bool find_gpus(struct distil *distil)
{
	struct rm_card_info card;
	const struct record_exchange *cards = NULL;
	for (const struct record_exchange *at = distil->record->exchanges; at; at = at->next)
		if (at->kind == RECORD_ESCAPE && at->number == NV_ESC_CARD_INFO &&
		    !at->answers[0].error)
			cards = at;
	for (size_t at = 0; cards && at + sizeof card <= cards->size; at += sizeof card) {
		memcpy(&card, cards->answers[0].bytes + at, sizeof card);
		if (card.valid && distil->count < DISTIL_GPUS && !add_gpu(distil, &card))
			return false;
	}
	if (distil->count == 0)
		fprintf(stderr, "nvsim: the record has no list of GPUs\n");
	return distil->count > 0;
}

static void resolve_folder(const struct distil *distil, struct distil_gpu *gpu)
{
	const struct record_file *link = record_file_find(distil->record, gpu->folder);
	const char *name = strrchr(gpu->folder, '/');
	size_t length = strlen(name);
	if (!link || link->kind != SIM_LINK)
		return;
	for (const struct record_file *file = distil->record->files; file; file = file->next) {
		size_t size = strlen(file->path);
		if (file->kind == SIM_DIR && size > length && size < sizeof gpu->folder &&
		    strcmp(file->path + size - length, name) == 0 &&
		    strncmp(file->path, "/sys/devices/", 13) == 0)
			snprintf(gpu->folder, sizeof gpu->folder, "%s", file->path);
	}
}

static bool read_gpus(struct distil *distil)
{
	for (unsigned i = 0; i < distil->count; i++) {
		struct distil_gpu *gpu = &distil->gpus[i];
		resolve_folder(distil, gpu);
		if (!distil_model(distil, gpu))
			return false;
		distil_identity(distil, gpu);
		distil_state(distil, gpu);
		close_part(&gpu->model);
		close_part(&gpu->state);
		close_part(&gpu->gpu);
		close_part(&gpu->untold);
	}
	return true;
}

/* The first GPU with the same model. */
static unsigned model_of(const struct distil *distil, unsigned index)
{
	unsigned first = 0;
	while (strcmp(distil->gpus[first].model.text, distil->gpus[index].model.text) != 0)
		first++;
	return first;
}

static void write_head(FILE *to, const struct distil *distil, const char *name)
{
	const char *version = distil_file(distil, "/proc/driver/nvidia", "version");
	const struct record *record = distil->record;
	fprintf(to,
		"# From a record of a program's calls to the driver. Not told by it: %s;\n"
		"# of each GPU, what stands beside it.\n",
		never_told);
	fprintf(to, "name: \"%s\"\ndescription: \"%u GPUs, from a record\"\n", name, distil->count);
	fprintf(to, "source: a record of nvsim, driver %s\ndriver: %s\n", record->driver,
		record->driver);
	if (version)
		fprintf(to, "kernel_module: %s\n",
			strstr(version, "Open Kernel Module") ? "open" : "proprietary");
	else if (distil->no_firmware)
		fputs("kernel_module: proprietary   # the open one needs firmware\n", to);
	else
		fputs("# kernel_module is not told\n", to);
	if (record->architecture[0])
		fprintf(to, "architecture: %s\n", record->architecture);
	if (distil->fabric)
		fputs("fabric: true\n", to);
}

static void write_machine(FILE *to, const struct distil *distil, const char *name)
{
	write_head(to, distil, name);
	fputs("models:\n", to);
	for (unsigned i = 0; i < distil->count; i++)
		if (model_of(distil, i) == i)
			fprintf(to, "  - id: model%u\n%s", i, distil->gpus[i].model.text);
	fputs("gpus:\n", to);
	for (unsigned i = 0; i < distil->count; i++) {
		const struct distil_gpu *gpu = &distil->gpus[i];
		fprintf(to, "  - model: model%u   # not told: %s\n%s    state:\n",
			model_of(distil, i), gpu->untold.size ? gpu->untold.text : "nothing",
			gpu->gpu.text);
		for (const char *at = gpu->state.text; *at; at += strcspn(at, "\n") + 1)
			fprintf(to, "  %.*s\n", (int)strcspn(at, "\n"), at);
	}
}

static int write_to(const struct output_file *file, const struct distil *distil, const char *name)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	if (!to)
		return EXIT_FAILURE;
	write_machine(to, distil, name);
	int status = fclose(to) == 0 ? output_file_put_machine(file, text) : EXIT_FAILURE;
	free(text);
	return status;
}

static void tell_untold(const struct distil *distil)
{
	fprintf(stderr, "nvsim: not told: %s\n", never_told);
	for (unsigned i = 0; i < distil->count; i++)
		if (distil->gpus[i].untold.size)
			fprintf(stderr, "nvsim: not told of %s: %s\n", distil->gpus[i].device,
				distil->gpus[i].untold.text);
}

static int distil_record(const struct record *record, const struct output_file *file,
			 const char *name)
{
	struct distil *distil = calloc(1, sizeof *distil);
	int status = EXIT_USAGE;
	if (!distil)
		return EXIT_FAILURE;
	distil->record = record;
	if (find_gpus(distil) && read_gpus(distil)) {
		status = write_to(file, distil, name);
		tell_untold(distil);
	}
	for (unsigned i = 0; i < DISTIL_GPUS; i++) {
		struct distil_part *const parts[] = {&distil->gpus[i].model, &distil->gpus[i].state,
						     &distil->gpus[i].gpu, &distil->gpus[i].untold};
		for (unsigned n = 0; n < sizeof parts / sizeof parts[0]; n++) {
			close_part(parts[n]);
			free(parts[n]->text);
		}
	}
	free(distil);
	return status;
}

/* The file's name without folder and ending. */
static char *default_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	return strndup(name, strcspn(name, ".\"\\"));
}

static int distil_file_at(const char *path, const struct output_file *file, const char *given)
{
	char *error = NULL;
	char *name = given ? strdup(given) : default_name(path);
	struct record *record = name ? record_read(path, &error) : NULL;
	int status = EXIT_USAGE;
	if (record && !record->driver[0])
		fprintf(stderr, "nvsim: %s: the record does not say which driver it is of\n", path);
	else if (record)
		status = distil_record(record, file, name);
	else
		fprintf(stderr, "nvsim: %s\n", error ? error : "no memory");
	free(error);
	free(name);
	record_free(record);
	return status;
}

int command_distil(int argc, char **argv)
{
	enum { OPTION_NAME = 256, OPTION_FORCE };
	static const struct option known[] = {{"output", required_argument, NULL, 'o'},
					      {"force", no_argument, NULL, OPTION_FORCE},
					      {"name", required_argument, NULL, OPTION_NAME},
					      {"help", no_argument, NULL, 'h'},
					      {NULL, 0, NULL, 0}};
	struct output_file file = {.command = "distil"};
	const char *name = NULL;
	int option;
	while ((option = getopt_long(argc, argv, "o:h", known, NULL)) != -1)
		switch (option) {
		case 'o':
			file.output = optarg;
			break;
		case OPTION_FORCE:
			file.force = true;
			break;
		case OPTION_NAME:
			name = optarg;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		default:
			return EXIT_USAGE;
		}
	if (optind + 1 != argc) {
		fprintf(stderr, "nvsim: distil needs one record; see nvsim distil --help\n");
		return EXIT_USAGE;
	}
	return output_file_is_free(&file) ? distil_file_at(argv[optind], &file, name) : EXIT_USAGE;
}
