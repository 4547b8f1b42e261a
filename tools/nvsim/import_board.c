/* SPDX-License-Identifier: MIT */
/* What a board is: chip, ids, capabilities; and its memory, whose parts must add up. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ids.h"
#include "import.h"
#include "sim/chips.h"
#include "sim/machine_check.h"

#define KIB_PER_MIB 1024
#define NVIDIA "NVIDIA "

static const char *without_maker(const char *name)
{
	return strncmp(name, NVIDIA, strlen(NVIDIA)) == 0 ? name + strlen(NVIDIA) : name;
}

/* The device whose listed name is this one, or starts with it; 0: none. */
static uint16_t device_named(const char *name)
{
	size_t length = strlen(without_maker(name));
	uint16_t first = 0;

	for (uint32_t device = 1; length && device <= 0xffff; device++) {
		const char *listed = ids_gpu_name((uint16_t)device, 0, 0);

		if (!listed || strncmp(without_maker(listed), without_maker(name), length) != 0)
			continue;
		if (without_maker(listed)[length] == '\0')
			return (uint16_t)device;
		if (first == 0)
			first = (uint16_t)device;
	}
	return first;
}

/* A chip of that generation, where nothing else tells which. */
static const char *chip_of_generation(const char *word)
{
	static const struct {
		const char *word, *chip;
	} rows[] = {{"Maxwell", "GM204"},      {"Pascal", "GP104"}, {"Volta", "GV100"},
		    {"Turing", "TU104"},       {"Ampere", "GA104"}, {"Hopper", "GH100"},
		    {"Ada Lovelace", "AD104"}, {"Ada", "AD104"},    {"Blackwell", "GB203"}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].word, word) == 0)
			return rows[i].chip;
	return NULL;
}

struct ids {
	uint32_t device, vendor, subdevice, subvendor;
	bool told, substitute;
	const xmlNode *node;
};

/* "221610DE": the device above the vendor. */
static bool read_ids(const xmlNode *gpu, const char *path, uint32_t *ret_device,
		     uint32_t *ret_vendor, const xmlNode **ret_node)
{
	char text[IMPORT_TEXT], *end;
	unsigned long both;

	if (!import_told(gpu, path, text, ret_node))
		return false;
	both = strtoul(text, &end, 16);
	if (*end != '\0' || both > UINT32_MAX || strlen(text) > 10)
		return false;
	*ret_device = (uint32_t)both >> 16;
	*ret_vendor = (uint32_t)both & 0xffff;
	return true;
}

static struct ids find_ids(struct import *import, const struct import_gpu *gpu, const char *name)
{
	struct ids ids = {.subvendor = 0x10de};
	const xmlNode *subsystem;

	ids.told = read_ids(gpu->node, "pci/pci_device_id", &ids.device, &ids.vendor, &ids.node) &&
		   ids.device != 0 && ids.vendor == 0x10de;
	if (ids.node && !ids.told)
		import_note(import, NOTE_CHANGED, ids.node,
			    "pci_device_id: blanked or none of NVIDIA's; taken from the name");
	if (!ids.told) {
		ids.device = device_named(name);
		ids.substitute = ids.device == 0;
	}
	if (ids.substitute)
		ids.device = 1;
	if (!read_ids(gpu->node, "pci/pci_sub_system_id", &ids.subdevice, &ids.subvendor,
		      &subsystem) ||
	    ids.subvendor == 0 || !ids.told) {
		ids.subdevice = 0;
		ids.subvendor = 0x10de;
		if (subsystem)
			import_note(import, NOTE_CHANGED, subsystem,
				    "pci_sub_system_id: blanked, or of no vendor; left out");
	}
	return ids;
}

static const char *find_chip(struct import *import, struct import_gpu *gpu, const struct ids *ids,
			     const char **ret_why)
{
	const struct ids_chip *chip;
	char word[IMPORT_TEXT];
	const xmlNode *node;
	const char *name;

	*ret_why = ids->told ? NULL : "of a board with this name";
	if (!ids->substitute && ids_chip_by_device((uint16_t)ids->device, &chip)) {
		if (sim_chip_find(chip->name))
			return import_format(import, "%s", chip->name);
		*ret_why = import_format(import,
					 "%s is a chip that no driver from 515 on serves; the "
					 "oldest that one serves",
					 chip->name);
		import_note(import, NOTE_CHANGED, ids->node, "chip %s to GM107: %s", chip->name,
			    "no driver from 515 on serves the former");
		return "GM107";
	}
	name = import_told(gpu->node, "product_architecture", word, &node)
		   ? chip_of_generation(word)
		   : NULL;
	*ret_why = name ? "one of the recorded generation" : "nothing tells which";
	return name ? name : "GA104";
}

static void put_ids(struct import *import, struct import_gpu *gpu, const struct ids *ids)
{
	const char *device = import_format(import, "0x%04x", ids->device);

	if (ids->told)
		import_set(import, gpu, GROUP_MODEL, "pci_device", device);
	else
		import_assume(import, gpu, GROUP_MODEL, "pci_device", device,
			      ids->substitute ? "nothing tells it" : "of a board with this name");
	import_set(import, gpu, GROUP_MODEL, "pci_subvendor",
		   import_format(import, "0x%04x", ids->subvendor));
	import_set(import, gpu, GROUP_MODEL, "pci_subsystem",
		   import_format(import, "0x%04x", ids->subdevice));
}

static bool tells(const struct import_gpu *gpu, const char *paths)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;

	return import_told(gpu->node, paths, text, &node);
}

static bool says(const struct import_gpu *gpu, const char *paths, const char *word)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;

	return import_told(gpu->node, paths, text, &node) && strcmp(text, word) == 0;
}

static void put_true(struct import *import, struct import_gpu *gpu, const char *key, bool on)
{
	if (on)
		import_set(import, gpu, GROUP_MODEL, key, "true");
}

/* Boards whose GPU instances are known; by chip and memory. */
static void put_mig_board(struct import *import, struct import_gpu *gpu, const char *chip,
			  int64_t memory_mib)
{
	static const struct {
		const char *chip;
		int64_t low, high;
		const char *board;
	} boards[] = {
	    {"GA100", 39000, 42000, "a100-40gb"}, {"GA100", 79000, 83000, "a100-80gb"},
	    {"GA100", 23000, 25000, "a30"},       {"GH100", 79000, 83000, "h100-80gb"},
	    {"GH100", 93000, 97000, "h100-nvl"},
	};

	if (!tells(gpu, "mig_mode/current_mig"))
		return;
	import_set(import, gpu, GROUP_MODEL, "mig_capable", "true");
	for (size_t i = 0; i < sizeof(boards) / sizeof(boards[0]); i++)
		if (strcmp(boards[i].chip, chip) == 0 && memory_mib >= boards[i].low &&
		    memory_mib <= boards[i].high) {
			import_assume(import, gpu, GROUP_MODEL, "mig_profiles", boards[i].board,
				      "by chip and memory");
			return;
		}
	import_note(import, NOTE_UNTOLD, NULL, "which GPU instances the board can have");
}

static void put_capabilities(struct import *import, struct import_gpu *gpu)
{
	static const struct {
		const char *word, *caps;
	} brands[] = {{"Quadro", "1"}, {"NVS", "2"}, {"Titan", "4"}};

	for (size_t i = 0; i < sizeof(brands) / sizeof(brands[0]); i++)
		if (says(gpu, "product_brand", brands[i].word))
			import_set(import, gpu, GROUP_MODEL, "brand_caps", brands[i].caps);
	put_true(import, gpu, "ecc_capable", tells(gpu, "ecc_mode/current_ecc"));
	put_true(import, gpu, "ecc_enabled", says(gpu, "ecc_mode/current_ecc", "Enabled"));
	put_true(import, gpu, "row_remapper", tells(gpu, "remapped_rows/remapped_row_corr"));
	put_true(import, gpu, "page_retirement",
		 tells(gpu, "retired_pages/multiple_single_bit_retirement/retired_count"));
	put_true(import, gpu, "dram_encryption",
		 tells(gpu, "dram_encryption_mode/current_dram_encryption"));
	put_true(import, gpu, "gsp", tells(gpu, "gsp_firmware_version"));
	put_true(import, gpu, "coherent", says(gpu, "c2c_mode", "Enabled"));
	put_true(import, gpu, "module_board", tells(gpu, "gpu_module_id|platformInfo/module_id"));
}

/* A VGA controller has outputs, a 3D controller none. */
static void put_display(struct import *import, struct import_gpu *gpu)
{
	bool active = says(gpu, "display_active", "Enabled");

	if (tells(gpu, "pci/pci_sub_class"))
		put_true(import, gpu, "display", active || says(gpu, "pci/pci_sub_class", "0"));
	else if (active)
		put_true(import, gpu, "display", true);
	else
		import_note(import, NOTE_UNTOLD, NULL, "display (whether the board has outputs)");
}

/* Before 525 the element of the chip's part number held the board's. */
static void put_parts(struct import *import, struct import_gpu *gpu)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;

	if (import_told(gpu->node, "board_part_number", text, &node) && strlen(text) < 24)
		import_set(import, gpu, GROUP_MODEL, "board_part_number",
			   import_quoted(import, text));
	if (!import_told(gpu->node, "gpu_part_number", text, &node) || strlen(text) >= 24)
		return;
	if (import_at(gpu->node, "board_part_number"))
		import_set(import, gpu, GROUP_MODEL, "gpu_part_number",
			   import_quoted(import, text));
	else
		import_set(import, gpu, GROUP_MODEL, "board_part_number",
			   import_quoted(import, text));
}

static void put_link(struct import *import, struct import_gpu *gpu)
{
	if (!import_get(gpu, GROUP_MODEL, "pcie_max_gen"))
		import_assume(import, gpu, GROUP_MODEL, "pcie_max_gen", "3",
			      "a machine must have one");
	if (!import_get(gpu, GROUP_MODEL, "pcie_max_width"))
		import_assume(import, gpu, GROUP_MODEL, "pcie_max_width", "16",
			      "a machine must have one");
}

static const struct {
	const char *path, *key;
} powers[] = {{"gpu_power_readings/average_power_draw", "power_mw"},
	      {"gpu_power_readings/instant_power_draw", "power_instant_mw"}};

static void put_power_reading(struct import *import, struct import_gpu *gpu, const char *path,
			      const char *key)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;
	int64_t mw;

	if (!import_told(gpu->node, path, text, &node))
		import_set(import, gpu, GROUP_STATE, key, "-1");
	else if (import_number(text, 1000, &mw) && mw >= 0 && mw <= 10000000)
		import_set_number(import, gpu, GROUP_STATE, key, mw);
	else
		import_note(import, NOTE_LOST, node, "%s '%s': no power", (const char *)node->name,
			    text);
}

/* Until 570 one reading, which is the average where the board has one: from Ampere on. */
static void put_power(struct import *import, struct import_gpu *gpu, const char *chip)
{
	const struct sim_chip *known = sim_chip_find(chip);
	bool averages =
	    known && known->architecture >= ARCHITECTURE_AMPERE && strcmp(chip, "GA100") != 0;
	const char *draw = "gpu_power_readings/power_draw|power_readings/power_draw";

	if (tells(gpu, powers[0].path) || tells(gpu, powers[1].path)) {
		for (size_t i = 0; i < 2; i++)
			put_power_reading(import, gpu, powers[i].path, powers[i].key);
		return;
	}
	if (!tells(gpu, draw)) {
		import_note(import, NOTE_UNTOLD, NULL, "power_mw");
		return;
	}
	put_power_reading(import, gpu, draw, averages ? "power_mw" : "power_instant_mw");
	if (!averages)
		import_set(import, gpu, GROUP_STATE, "power_mw", "-1");
}

static int64_t memory_of(const struct import_gpu *gpu)
{
	const char *mib = import_get(gpu, GROUP_MODEL, "memory_mib");

	return mib ? strtoll(mib, NULL, 10) : 0;
}

void import_board(struct import *import, struct import_gpu *gpu)
{
	char name[IMPORT_TEXT];
	const xmlNode *node;
	const char *chip, *why;
	bool named = import_told(gpu->node, "product_name", name, &node) && strlen(name) < 64;
	struct ids ids = find_ids(import, gpu, named ? name : "");

	if (named)
		import_set(import, gpu, GROUP_MODEL, "name", import_quoted(import, name));
	else
		import_assume(import, gpu, GROUP_MODEL, "name", "\"NVIDIA GPU\"",
			      "nothing tells it");
	chip = find_chip(import, gpu, &ids, &why);
	if (why)
		import_assume(import, gpu, GROUP_MODEL, "chip", chip, why);
	else
		import_set(import, gpu, GROUP_MODEL, "chip", chip);
	put_ids(import, gpu, &ids);
	import_memory(import, gpu);
	import_rows(import, gpu);
	put_link(import, gpu);
	put_capabilities(import, gpu);
	put_mig_board(import, gpu, chip, memory_of(gpu));
	put_display(import, gpu);
	put_parts(import, gpu);
	put_power(import, gpu, chip);
}

/* Memory. */

struct memory {
	int64_t total, reserved, used, free;
	bool has_total, has_reserved, has_used, has_free;
};

static bool read_mib(struct import *import, const struct import_gpu *gpu, const char *path,
		     int64_t *ret_mib)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;

	if (!import_told(gpu->node, path, text, &node))
		return false;
	if (import_number(text, 1, ret_mib) && *ret_mib >= 0 && *ret_mib <= 0x3fffff)
		return true;
	import_note(import, NOTE_LOST, node, "%s '%s': no size in MiB", (const char *)node->name,
		    text);
	return false;
}

/*
 * The parts are rounded, down by drivers before 550.90 and up since, so that they miss the
 * total by up to 2 MiB: what the memory really is lies that much off, in equal shares.
 */
static int64_t off_kib(const struct memory *memory)
{
	int64_t sum = memory->reserved + memory->used + memory->free;
	int64_t missing = memory->total - sum;

	if (!memory->has_reserved || !memory->has_used || !memory->has_free)
		return 0;
	switch (missing) {
	case 1:
	case -1:
		return missing * KIB_PER_MIB / 2;
	case 2:
	case -2:
		return missing * KIB_PER_MIB / 3;
	default:
		return 0;
	}
}

static void put_kib(struct import *import, struct import_gpu *gpu, enum import_group group,
		    const char *keys[2], int64_t kib)
{
	import_set_number(import, gpu, group, keys[0], kib / KIB_PER_MIB);
	if (kib % KIB_PER_MIB)
		import_set_number(import, gpu, group, keys[1], kib % KIB_PER_MIB);
}

/* What is used beside the processes; these are listed with their own. */
static void put_used(struct import *import, struct import_gpu *gpu, const struct memory *memory,
		     int64_t off)
{
	static const char *keys[] = {"memory_used_mib", "memory_used_kib"};
	int64_t missing = memory->total - memory->reserved - memory->used - memory->free;
	int64_t kib = memory->used * KIB_PER_MIB + (missing == 2 || missing == -2 ? off : 0);
	int64_t processes = (int64_t)gpu->processes_mib * KIB_PER_MIB;

	if (kib < 0)
		kib = 0;
	put_kib(import, gpu, GROUP_STATE, keys, kib > processes ? kib - processes : 0);
}

static struct memory read_memory(struct import *import, const struct import_gpu *gpu)
{
	struct memory memory = {0};

	memory.has_total = read_mib(import, gpu, "fb_memory_usage/total", &memory.total);
	memory.has_reserved = read_mib(import, gpu, "fb_memory_usage/reserved", &memory.reserved);
	memory.has_used = read_mib(import, gpu, "fb_memory_usage/used", &memory.used);
	memory.has_free = read_mib(import, gpu, "fb_memory_usage/free", &memory.free);
	return memory;
}

void import_memory(struct import *import, struct import_gpu *gpu)
{
	static const char *keys[] = {"reserved_mib", "reserved_kib"};
	struct memory memory = read_memory(import, gpu);
	int64_t off = off_kib(&memory), reserved = memory.reserved * KIB_PER_MIB + off;

	if (!memory.has_total || memory.total == 0) {
		import_assume(import, gpu, GROUP_MODEL, "memory_mib", "1024",
			      "a machine must have some");
		return;
	}
	import_set_number(import, gpu, GROUP_MODEL, "memory_mib", memory.total);
	if (!memory.has_reserved)
		import_note(import, NOTE_UNTOLD, NULL, "reserved_mib");
	else if (reserved >= 0 && memory.reserved < memory.total)
		put_kib(import, gpu, GROUP_MODEL, keys, reserved);
	if (memory.has_used)
		put_used(import, gpu, &memory, off);
	else
		import_note(import, NOTE_UNTOLD, NULL, "memory_used_mib");
}
