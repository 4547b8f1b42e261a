/* SPDX-License-Identifier: MIT */

#include "nvdetect.h"

#include <stdio.h>

static const char *source_name(enum source source)
{
	static const char *const names[] = {"none", "driver", "procfs", "sysfs", "table"};

	return names[source];
}

static void text_line(const char *label, const struct fact *fact, const char *remark)
{
	if (fact->source == SOURCE_NONE)
		printf("%-12s unknown\n", label);
	else
		printf("%-12s %s%s  [%s]\n", label, fact->text, remark, source_name(fact->source));
}

static void text_gpu(const struct found_gpu *gpu, size_t index)
{
	static const char *const usable[] = {"unknown", "yes",
					     "no, its device node may not be opened"};
	char label[32];

	snprintf(label, sizeof(label), "GPU %zu", index);
	text_line(label, &gpu->name, "");
	printf("%-12s %s\n", "  Bus", gpu->bus_id);
	if (gpu->ids_source != SOURCE_NONE)
		printf("%-12s %04x:%04x, board %04x:%04x  [%s]\n", "  PCI id", gpu->vendor,
		       gpu->device, gpu->subvendor, gpu->subdevice, source_name(gpu->ids_source));
	text_line("  UUID", &gpu->uuid, "");
	text_line("  Chip", &gpu->chip, "");
	text_line("  Family", &gpu->family, "");
	text_line("  Compute", &gpu->compute_capability, "");
	printf("%-12s %s\n", "  Usable", usable[gpu->usable]);
}

void print_text(const struct found *found)
{
	text_line("Driver", &found->driver,
		  found->flavour.source == SOURCE_NONE ? ""
		  : found->flavour.text[0] == 'o'      ? " (open kernel module)"
						       : " (proprietary kernel module)");
	text_line("CUDA", &found->cuda,
		  found->cuda_newer_than_table
		      ? " or newer: this driver is newer than nvdetect's table"
		      : "");
	for (size_t i = 0; i < found->gpu_count; i++)
		text_gpu(&found->gpus[i], i);
}

static void json_string(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putchar('\\');
		putchar(*text);
	}
	putchar('"');
}

/* "name": {"value": ..., "source": ...} or null */
static void json_fact(const char *indent, const char *name, const struct fact *fact,
		      const char *more, const char *end)
{
	printf("%s\"%s\": ", indent, name);
	if (fact->source == SOURCE_NONE) {
		printf("null%s\n", end);
		return;
	}
	printf("{\"value\": ");
	json_string(fact->text);
	printf(", \"source\": \"%s\"%s}%s\n", source_name(fact->source), more, end);
}

static void json_ids(const struct found_gpu *gpu)
{
	if (gpu->ids_source == SOURCE_NONE) {
		printf("      \"pci\": null,\n");
		return;
	}
	printf("      \"pci\": {\"vendor\": \"0x%04x\", \"device\": \"0x%04x\", \"subvendor\": "
	       "\"0x%04x\", \"subdevice\": \"0x%04x\", \"source\": \"%s\"},\n",
	       gpu->vendor, gpu->device, gpu->subvendor, gpu->subdevice,
	       source_name(gpu->ids_source));
}

static void json_gpu(const struct found_gpu *gpu, bool last)
{
	static const char *const usable[] = {"null", "true", "false"};

	printf("    {\n      \"bus_id\": \"%s\",\n", gpu->bus_id);
	json_fact("      ", "name", &gpu->name, "", ",");
	json_fact("      ", "uuid", &gpu->uuid, "", ",");
	json_ids(gpu);
	json_fact("      ", "chip", &gpu->chip, "", ",");
	json_fact("      ", "family", &gpu->family, "", ",");
	json_fact("      ", "compute_capability", &gpu->compute_capability, "", ",");
	printf("      \"usable\": %s\n    }%s\n", usable[gpu->usable], last ? "" : ",");
}

void print_json(const struct found *found)
{
	printf("{\n  \"schema\": 1,\n");
	json_fact("  ", "driver", &found->driver, "", ",");
	json_fact("  ", "flavour", &found->flavour, "", ",");
	json_fact("  ", "cuda", &found->cuda,
		  found->cuda_newer_than_table ? ", \"newer_than_table\": true"
					       : ", \"newer_than_table\": false",
		  ",");
	printf("  \"gpus\": [%s", found->gpu_count ? "\n" : "");
	for (size_t i = 0; i < found->gpu_count; i++)
		json_gpu(&found->gpus[i], i + 1 == found->gpu_count);
	printf("%s]\n}\n", found->gpu_count ? "  " : "");
}
