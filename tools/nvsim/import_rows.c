/* SPDX-License-Identifier: MIT */
/* Elements that are one member of the machine each. */
#include <string.h>

#include "import.h"
#include "rm/abi.h"
#include "sim/machine_check.h"

enum kind {
	KIND_TEXT,
	KIND_VBIOS,
	KIND_VERSION, /* 6.16 */
	KIND_NUMBER,
	KIND_MILLI, /* from whole units with a point */
	KIND_PSTATE,
	KIND_ON,    /* Enabled, Yes, Active; written when it is on */
	KIND_SUM,   /* of all elements named, those without a value left out */
	KIND_MODE,  /* compute mode */
	KIND_GUEST, /* virtualization mode */
	KIND_ATOMICS,
};

struct row {
	enum import_group group;
	enum kind kind;
	const char *key;
	const char *paths;
	int64_t low, high;
	bool silent; /* that it is not told is no news: few boards have it */
};

#define MIB_MAX 0x3fffff
#define LINK "pci/pci_gpu_link_info/"
#define MW_MAX 10000000
#define KB_MAX 1000000000
#define OLD_SRAM(place)                                                                            \
	"|" place "/register_file|" place "/l1_cache|" place "/l2_cache|" place                    \
	"/texture_memory|" place "/texture_shm|" place "/cbu"

/* clang-format off */
static const struct row rows[] = {
	{GROUP_MODEL, KIND_NUMBER, "bar1_mib", "bar1_memory_usage/total", 0, MIB_MAX, false},
	{GROUP_MODEL, KIND_NUMBER, "pcie_max_gen", LINK "pcie_gen/max_device_link_gen|" LINK "pcie_gen/max_link_gen", 1, 6, false},
	{GROUP_MODEL, KIND_NUMBER, "pcie_max_width", LINK "link_widths/max_link_width", 1, 32, false},
	{GROUP_MODEL, KIND_MILLI, "power_default_mw", "gpu_power_readings/default_power_limit|power_readings/default_power_limit", 0, MW_MAX, false},
	{GROUP_MODEL, KIND_MILLI, "power_min_mw", "gpu_power_readings/min_power_limit|power_readings/min_power_limit", 0, MW_MAX, false},
	{GROUP_MODEL, KIND_MILLI, "power_max_mw", "gpu_power_readings/max_power_limit|power_readings/max_power_limit", 0, MW_MAX, false},
	{GROUP_MODEL, KIND_NUMBER, "max_graphics_mhz", "max_clocks/graphics_clock", 0, 100000, false},
	{GROUP_MODEL, KIND_NUMBER, "max_sm_mhz", "max_clocks/sm_clock", 0, 100000, false},
	{GROUP_MODEL, KIND_NUMBER, "max_memory_mhz", "max_clocks/mem_clock", 0, 100000, false},
	{GROUP_MODEL, KIND_NUMBER, "max_video_mhz", "max_clocks/video_clock", 0, 100000, false},
	{GROUP_MODEL, KIND_VBIOS, "vbios", "vbios_version", 0, 0, false},
	{GROUP_MODEL, KIND_TEXT, "inforom_image", "inforom_version/img_version", 1, 15, false},
	{GROUP_MODEL, KIND_VERSION, "inforom_oem", "inforom_version/oem_object", 0, 0, true},
	{GROUP_MODEL, KIND_VERSION, "inforom_ecc", "inforom_version/ecc_object", 0, 0, true},
	{GROUP_MODEL, KIND_VERSION, "inforom_power", "inforom_version/pwr_object", 0, 0, true},
	{GROUP_MODEL, KIND_NUMBER, "row_remap_banks", "remapped_rows/row_remapper_histogram/row_remapper_histogram_max", 0, 0xffff, true},
	{GROUP_MODEL, KIND_ON, "egm", "capabilities/egm", 0, 0, true},
	{GROUP_MODEL, KIND_ATOMICS, "pcie_atomics_outbound", "pci/atomic_caps_outbound", 0, 0x7f, true},
	{GROUP_MODEL, KIND_ATOMICS, "pcie_atomics_inbound", "pci/atomic_caps_inbound", 0, 0x7f, true},
	{GROUP_STATE, KIND_NUMBER, "temperature_c", "temperature/gpu_temp", -40, 199, false},
	{GROUP_STATE, KIND_NUMBER, "memory_temperature_c", "temperature/memory_temp", -40, 199, true},
	{GROUP_STATE, KIND_MILLI, "power_limit_mw", "gpu_power_readings/current_power_limit|power_readings/enforced_power_limit", 0, MW_MAX, false},
	{GROUP_STATE, KIND_MILLI, "power_requested_mw", "gpu_power_readings/requested_power_limit|power_readings/power_limit", 0, MW_MAX, false},
	{GROUP_STATE, KIND_MILLI, "memory_power_mw", "gpu_memory_power_readings/average_power_draw|gpu_memory_power_readings/power_draw", 0, MW_MAX, true},
	{GROUP_STATE, KIND_MILLI, "module_power_mw", "module_power_readings/average_power_draw|module_power_readings/power_draw", 0, MW_MAX, true},
	{GROUP_STATE, KIND_PSTATE, "pstate", "performance_state|gpu_power_readings/power_state|power_readings/power_state", 0, 15, false},
	{GROUP_STATE, KIND_NUMBER, "graphics_mhz", "clocks/graphics_clock", 0, 100000, false},
	{GROUP_STATE, KIND_NUMBER, "sm_mhz", "clocks/sm_clock", 0, 100000, false},
	{GROUP_STATE, KIND_NUMBER, "memory_mhz", "clocks/mem_clock", 0, 100000, false},
	{GROUP_STATE, KIND_NUMBER, "video_mhz", "clocks/video_clock", 0, 100000, false},
	{GROUP_STATE, KIND_NUMBER, "gpu_percent", "utilization/gpu_util", 0, 100, false},
	{GROUP_STATE, KIND_NUMBER, "memory_percent", "utilization/memory_util", 0, 100, false},
	{GROUP_STATE, KIND_NUMBER, "encoder_percent", "utilization/encoder_util", 0, 100, false},
	{GROUP_STATE, KIND_NUMBER, "decoder_percent", "utilization/decoder_util", 0, 100, false},
	{GROUP_STATE, KIND_NUMBER, "jpeg_percent", "utilization/jpeg_util", 0, 100, true},
	{GROUP_STATE, KIND_NUMBER, "ofa_percent", "utilization/ofa_util", 0, 100, true},
	{GROUP_STATE, KIND_NUMBER, "bar1_used_mib", "bar1_memory_usage/used", 0, MIB_MAX, true},
	{GROUP_STATE, KIND_NUMBER, "pcie_gen", LINK "pcie_gen/device_current_link_gen|" LINK "pcie_gen/current_link_gen", 1, 6, false},
	{GROUP_STATE, KIND_NUMBER, "pcie_width", LINK "link_widths/current_link_width", 1, 32, false},
	{GROUP_STATE, KIND_NUMBER, "pcie_replay", "pci/replay_counter", 0, 0xffff, true},
	{GROUP_STATE, KIND_NUMBER, "pcie_tx_kb_per_s", "pci/tx_util", 0, KB_MAX, true},
	{GROUP_STATE, KIND_NUMBER, "pcie_rx_kb_per_s", "pci/rx_util", 0, KB_MAX, true},
	{GROUP_STATE, KIND_SUM, "ecc_sram_corrected_volatile", "ecc_errors/volatile/sram_correctable" OLD_SRAM("ecc_errors/volatile/single_bit"), 0, INT64_MAX, true},
	{GROUP_STATE, KIND_SUM, "ecc_sram_uncorrected_volatile", "ecc_errors/volatile/sram_uncorrectable|ecc_errors/volatile/sram_uncorrectable_secded" OLD_SRAM("ecc_errors/volatile/double_bit"), 0, INT64_MAX, true},
	{GROUP_STATE, KIND_SUM, "ecc_dram_corrected_volatile", "ecc_errors/volatile/dram_correctable|ecc_errors/volatile/single_bit/device_memory", 0, INT64_MAX, true},
	{GROUP_STATE, KIND_SUM, "ecc_dram_uncorrected_volatile", "ecc_errors/volatile/dram_uncorrectable|ecc_errors/volatile/double_bit/device_memory", 0, INT64_MAX, true},
	{GROUP_STATE, KIND_SUM, "ecc_sram_corrected_aggregate", "ecc_errors/aggregate/sram_correctable" OLD_SRAM("ecc_errors/aggregate/single_bit"), 0, INT64_MAX, true},
	{GROUP_STATE, KIND_SUM, "ecc_sram_uncorrected_aggregate", "ecc_errors/aggregate/sram_uncorrectable|ecc_errors/aggregate/sram_uncorrectable_secded" OLD_SRAM("ecc_errors/aggregate/double_bit"), 0, INT64_MAX, true},
	{GROUP_STATE, KIND_SUM, "ecc_dram_corrected_aggregate", "ecc_errors/aggregate/dram_correctable|ecc_errors/aggregate/single_bit/device_memory", 0, INT64_MAX, true},
	{GROUP_STATE, KIND_SUM, "ecc_dram_uncorrected_aggregate", "ecc_errors/aggregate/dram_uncorrectable|ecc_errors/aggregate/double_bit/device_memory", 0, INT64_MAX, true},
	{GROUP_GPU, KIND_ON, "persistence", "persistence_mode", 0, 0, false},
	{GROUP_GPU, KIND_MODE, "compute_mode", "compute_mode", 0, 3, false},
	{GROUP_GPU, KIND_ON, "accounting", "accounting_mode", 0, 0, false},
	{GROUP_GPU, KIND_GUEST, "virtualization", "gpu_virtualization_mode/virtualization_mode", 0, 4, true},
	{GROUP_GPU, KIND_ON, "channel_repair_pending", "ecc_errors/channel_repair_pending", 0, 0, true},
	{GROUP_GPU, KIND_ON, "tpc_repair_pending", "ecc_errors/tpc_repair_pending", 0, 0, true},
	{GROUP_GPU, KIND_ON, "memory_unrepairable", "ecc_errors/unrepairable_memory", 0, 0, true},
	{GROUP_GPU, KIND_ON, "dram_encrypted", "dram_encryption_mode/current_dram_encryption", 0, 0, true},
};
/* clang-format on */

void import_set(struct import *import, struct import_gpu *gpu, enum import_group group,
		const char *key, const char *value)
{
	struct import_section *section = &gpu->sections[group];

	if (section->count == IMPORT_PAIRS || import->no_memory)
		import->no_memory = true;
	else
		section->pairs[section->count++] = (struct import_pair){key, value, NULL};
}

void import_set_number(struct import *import, struct import_gpu *gpu, enum import_group group,
		       const char *key, int64_t value)
{
	import_set(import, gpu, group, key, import_format(import, "%lld", (long long)value));
}

const char *import_get(const struct import_gpu *gpu, enum import_group group, const char *key)
{
	const struct import_section *section = &gpu->sections[group];

	for (size_t i = 0; i < section->count; i++)
		if (strcmp(section->pairs[i].key, key) == 0)
			return section->pairs[i].value;
	return NULL;
}

void import_assume(struct import *import, struct import_gpu *gpu, enum import_group group,
		   const char *key, const char *value, const char *why)
{
	struct import_section *section = &gpu->sections[group];

	import_set(import, gpu, group, key, value);
	if (section->count)
		section->pairs[section->count - 1].comment = why;
	import_append(import, &gpu->assumed,
		      group == GROUP_STATE ? import_format(import, "idle.%s", key) : key);
	import_note(import, NOTE_ASSUMED, NULL, "%s %s: %s", key, value, why);
}

static bool word_in(const char *text, const char *const *words, size_t count, int64_t *ret_value)
{
	for (size_t i = 0; i < count; i++)
		if (words[i] && strcmp(text, words[i]) == 0) {
			*ret_value = (int64_t)i;
			return true;
		}
	return false;
}

#define WORD_IN(text, words, ret_value)                                                            \
	word_in(text, words, sizeof(words) / sizeof((words)[0]), ret_value)

/* NV2080_CTRL_CMD_BUS_GET_PCIE_REQ_ATOMICS_CAPS_*: a word for each bit. */
static bool mask_of_atomics(const char *text, int64_t *ret_mask)
{
	static const char *const names[] = {"FETCHADD_32", "FETCHADD_64", "SWAP_32", "SWAP_64",
					    "CAS_32",      "CAS_64",      "CAS_128"};
	int64_t mask = 0;

	while (*text) {
		size_t length = strcspn(text, " "), i = 0;

		while (i < 7 &&
		       (strlen(names[i]) != length || strncmp(text, names[i], length) != 0))
			i++;
		if (i == 7)
			return false;
		mask |= (int64_t)1 << i;
		text += length + strspn(text + length, " ");
	}
	*ret_mask = mask;
	return true;
}

static bool number_of(enum kind kind, const char *text, int64_t *ret_value)
{
	/* NVML_COMPUTEMODE_*, NV0080_CTRL_GPU_VIRTUALIZATION_MODE_* */
	static const char *const modes[] = {"Default", "Exclusive_Thread", "Prohibited",
					    "Exclusive_Process"};
	static const char *const guests[] = {"None", "Pass-Through", "VGPU", "Host VGPU",
					     "Host VSGA"};

	switch (kind) {
	case KIND_MILLI:
		return import_number(text, 1000, ret_value);
	case KIND_PSTATE:
		return text[0] == 'P' && import_number(text + 1, 1, ret_value);
	case KIND_MODE:
		return WORD_IN(text, modes, ret_value);
	case KIND_GUEST:
		return WORD_IN(text, guests, ret_value);
	case KIND_ATOMICS:
		return mask_of_atomics(text, ret_value);
	default:
		return import_number(text, 1, ret_value);
	}
}

static bool is_version(const char *text)
{
	unsigned major, minor;
	char rest;

	return sscanf(text, "%3u.%3u%c", &major, &minor, &rest) == 2 && major < 256 && minor < 256;
}

static void put_word(struct import *import, struct import_gpu *gpu, const struct row *row,
		     const xmlNode *node, const char *text)
{
	size_t length = strlen(text);
	bool right = row->kind == KIND_VBIOS ? machine_is_vbios(text)
		     : row->kind == KIND_VERSION
			 ? is_version(text)
			 : length >= (size_t)row->low && length <= (size_t)row->high;

	if (right)
		import_set(import, gpu, row->group, row->key, import_quoted(import, text));
	else
		import_note(import, NOTE_LOST, node, "%s '%s': no value of this kind",
			    (const char *)node->name, text);
}

static void put_switch(struct import *import, struct import_gpu *gpu, const struct row *row,
		       const xmlNode *node, const char *text)
{
	static const char *const on[] = {"Enabled", "enabled", "Yes"};
	static const char *const off[] = {"Disabled", "disabled", "No"};
	int64_t which;

	if (WORD_IN(text, on, &which))
		import_set(import, gpu, row->group, row->key, "true");
	else if (!WORD_IN(text, off, &which))
		import_note(import, NOTE_LOST, node, "%s '%s': neither on nor off",
			    (const char *)node->name, text);
}

static void put_number(struct import *import, struct import_gpu *gpu, const struct row *row,
		       const xmlNode *node, const char *text)
{
	int64_t value;

	if (number_of(row->kind, text, &value) && value >= row->low && value <= row->high)
		import_set_number(import, gpu, row->group, row->key, value);
	else
		import_note(import, NOTE_LOST, node, "%s '%s': no value of this kind",
			    (const char *)node->name, text);
}

/* 0 is what a machine has anyway. */
static void put_sum(struct import *import, struct import_gpu *gpu, const struct row *row)
{
	char path[160], text[IMPORT_TEXT];
	const char *paths = row->paths;
	const xmlNode *node;
	int64_t sum = 0, value;

	for (size_t length; *paths; paths += length + (paths[length] == '|')) {
		length = strcspn(paths, "|");
		snprintf(path, sizeof(path), "%.*s", (int)length, paths);
		if (!import_told(gpu->node, path, text, &node))
			continue;
		if (import_number(text, 1, &value) && value >= 0 && sum <= INT64_MAX - value)
			sum += value;
		else
			import_note(import, NOTE_LOST, node, "%s '%s': no count",
				    (const char *)node->name, text);
	}
	if (sum > 0)
		import_set_number(import, gpu, row->group, row->key, sum);
}

/* Where it came from, behind what was set. */
static void put_origin(struct import *import, struct import_section *section, const xmlNode *node)
{
	const char *parent = (const char *)node->parent->name, *name = (const char *)node->name;
	const char *origin = strcmp(parent, "gpu") == 0
				 ? import_format(import, "%s", name)
				 : import_format(import, "%s/%s", parent, name);

	section->pairs[section->count - 1].comment = origin;
}

static void put_row(struct import *import, struct import_gpu *gpu, const struct row *row)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;
	size_t before = gpu->sections[row->group].count;

	if (row->kind == KIND_SUM) {
		put_sum(import, gpu, row);
		return;
	}
	if (!import_told(gpu->node, row->paths, text, &node)) {
		if (!row->silent)
			import_note(import, NOTE_UNTOLD, NULL, "%s", row->key);
		return;
	}
	if (row->kind == KIND_TEXT || row->kind == KIND_VBIOS || row->kind == KIND_VERSION)
		put_word(import, gpu, row, node, text);
	else if (row->kind == KIND_ON)
		put_switch(import, gpu, row, node, text);
	else
		put_number(import, gpu, row, node, text);
	if (gpu->sections[row->group].count > before)
		put_origin(import, &gpu->sections[row->group], node);
}

void import_rows(struct import *import, struct import_gpu *gpu)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		put_row(import, gpu, &rows[i]);
}
