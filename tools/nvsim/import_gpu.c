/* SPDX-License-Identifier: MIT */
/* Which GPU it is and where, why its clocks are low, and what no machine can carry. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "import.h"
#include "sim/machine_check.h"

/* The file has function 0 and its address once only. */
static bool address_is_free(const struct import *import, const struct import_gpu *gpu,
			    const char *address)
{
	for (unsigned i = 0; i < gpu->index; i++) {
		const char *other = import_get(&import->gpus[i], GROUP_GPU, "pci");

		if (other && strncmp(other + 1, address, strlen(address)) == 0)
			return false;
	}
	return true;
}

static void put_address(struct import *import, struct import_gpu *gpu)
{
	char text[IMPORT_TEXT], address[20];
	const xmlNode *node;
	uint32_t domain;
	uint8_t bus, device;
	xmlChar *id = xmlGetProp(gpu->node, (const xmlChar *)"id");

	if (!import_told(gpu->node, "pci/pci_bus_id", text, &node))
		snprintf(text, sizeof(text), "%s", id ? (char *)id : "");
	xmlFree(id);
	if (machine_parse_pci(text, &domain, &bus, &device)) {
		snprintf(address, sizeof(address), "%08x:%02x:%02x.0", domain, bus, device);
		if (address_is_free(import, gpu, address)) {
			import_set(import, gpu, GROUP_GPU, "pci",
				   import_format(import, "\"%s\"", address));
			return;
		}
	}
	for (unsigned number = gpu->index + 1; number < 256; number++) {
		snprintf(address, sizeof(address), "00000000:%02x:00.0", number);
		if (address_is_free(import, gpu, address))
			break;
	}
	import_note(import, NOTE_CHANGED, node ? node : gpu->node,
		    "address '%s' to %s: no address of a GPU, or one a second time", text, address);
	import_set(import, gpu, GROUP_GPU, "pci", import_format(import, "\"%s\"", address));
}

static bool is_uuid(const char *text)
{
	static const char shape[] = "GPU-hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
	size_t i;

	for (i = 0; shape[i] && text[i]; i++)
		if (shape[i] == 'h' ? !isxdigit((unsigned char)text[i]) : text[i] != shape[i])
			return false;
	return shape[i] == text[i];
}

static bool is_another_gpus(const struct import *import, const struct import_gpu *gpu,
			    const char *key, const char *value)
{
	for (unsigned i = 0; i < gpu->index; i++) {
		const char *other = import_get(&import->gpus[i], GROUP_GPU, key);

		if (other && strcmp(other, value) == 0)
			return true;
	}
	return false;
}

/* Without one the simulated driver derives it from the machine's name and the address. */
static void put_uuid(struct import *import, struct import_gpu *gpu)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;
	bool told = import_told(gpu->node, "uuid", text, &node);
	const char *quoted = import_quoted(import, told ? text : "");

	if (!told)
		import_note(import, NOTE_UNTOLD, NULL, "uuid");
	else if (import->options->scrub)
		import_note(import, NOTE_CHANGED, node, "uuid: another one, as asked for");
	else if (!is_uuid(text))
		import_note(import, NOTE_CHANGED, node, "uuid '%s' to a derived one: no UUID",
			    text);
	else if (is_another_gpus(import, gpu, "uuid", quoted))
		import_note(import, NOTE_CHANGED, node,
			    "uuid to a derived one: another GPU's a second time");
	else
		import_set(import, gpu, GROUP_GPU, "uuid", quoted);
}

static void put_pdi(struct import *import, struct import_gpu *gpu)
{
	char text[IMPORT_TEXT], *end;
	const xmlNode *node;

	if (import->options->scrub || !import_told(gpu->node, "pdi", text, &node))
		return;
	uint64_t pdi = strtoull(text, &end, 16);
	if (*end == '\0' && pdi != 0 && strlen(text) <= 18)
		import_set(import, gpu, GROUP_GPU, "pdi",
			   import_format(import, "0x%016llx", (unsigned long long)pdi));
}

static void put_serial(struct import *import, struct import_gpu *gpu)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;

	if (!import_told(gpu->node, "serial", text, &node))
		return;
	if (import->options->scrub) {
		import_note(import, NOTE_CHANGED, node, "serial: another one, as asked for");
		snprintf(text, sizeof(text), "%013u", gpu->index + 1);
	} else if (text[strspn(text, "0123456789")] != '\0' || strspn(text, "0") == strlen(text)) {
		import_note(import, NOTE_CHANGED, node, "serial '%s': blanked; left as it is",
			    text);
	}
	if (strlen(text) < 17)
		import_set(import, gpu, GROUP_GPU, "serial", import_quoted(import, text));
	else
		import_note(import, NOTE_LOST, node, "serial '%s': too long", text);
}

static void put_small(struct import *import, struct import_gpu *gpu, const char *key,
		      const char *paths, int64_t high)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;
	int64_t value;

	if (!import_told(gpu->node, paths, text, &node))
		return;
	if (import_number(text, 1, &value) && value >= 0 && value <= high)
		import_set_number(import, gpu, GROUP_GPU, key, value);
	else
		import_note(import, NOTE_LOST, node, "%s '%s': outside 0 to %d",
			    (const char *)node->name, text, (int)high);
}

static void put_minor(struct import *import, struct import_gpu *gpu)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;
	int64_t minor;

	if (!import_told(gpu->node, "minor_number", text, &node))
		import_note(import, NOTE_UNTOLD, NULL, "minor");
	else if (import_number(text, 1, &minor) &&
		 is_another_gpus(import, gpu, "minor", import_format(import, "%d", (int)minor)))
		import_note(import, NOTE_CHANGED, node,
			    "minor_number: another GPU's a second time");
	else
		put_small(import, gpu, "minor", "minor_number", 247);
}

/* "2026/08/20 14:59:03.740", in a time zone that is not told. */
static void put_black_box(struct import *import, struct import_gpu *gpu)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;
	struct tm tm = {0};
	unsigned milli;

	if (!import_told(gpu->node, "inforom_bbx_flush/latest_timestamp", text, &node))
		return;
	if (sscanf(text, "%4d/%2d/%2d %2d:%2d:%2d.%3u", &tm.tm_year, &tm.tm_mon, &tm.tm_mday,
		   &tm.tm_hour, &tm.tm_min, &tm.tm_sec, &milli) != 7 ||
	    tm.tm_year < 1970) {
		import_note(import, NOTE_LOST, node, "latest_timestamp '%s': no time", text);
		return;
	}
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	import_note(import, NOTE_ASSUMED, node, "latest_timestamp: in UTC");
	import_set(import, gpu, GROUP_GPU, "black_box_run_s", "1");
	import_set_number(import, gpu, GROUP_GPU, "black_box_flush",
			  (int64_t)timegm(&tm) * 1000000 + milli * 1000);
	put_small(import, gpu, "black_box_flush_us", "inforom_bbx_flush/latest_duration",
		  INT32_MAX);
}

static void put_reasons(struct import *import, struct import_gpu *gpu)
{
	/* nvmlClocksEventReason*, by bit. */
	static const char *const names[] = {"gpu_idle",
					    "applications_clocks_setting",
					    "sw_power_cap",
					    "hw_slowdown",
					    "sync_boost",
					    "sw_thermal_slowdown",
					    "hw_thermal_slowdown",
					    "hw_power_brake_slowdown",
					    "display_clocks_setting"};
	char text[IMPORT_TEXT], paths[192];
	const xmlNode *node;
	unsigned mask = 0, told = 0;

	for (unsigned bit = 0; bit < sizeof(names) / sizeof(names[0]); bit++) {
		snprintf(paths, sizeof(paths),
			 "clocks_event_reasons/clocks_event_reason_%s|"
			 "clocks_throttle_reasons/clocks_throttle_reason_%s",
			 names[bit], names[bit]);
		if (!import_told(gpu->node, paths, text, &node))
			continue;
		told++;
		if (strcmp(text, "Active") == 0)
			mask |= 1u << bit;
	}
	if (told)
		import_set(import, gpu, GROUP_STATE, "throttle_reasons",
			   import_format(import, "0x%x", mask));
	else
		import_note(import, NOTE_UNTOLD, NULL, "throttle_reasons");
}

/* The library numbers modules from 1, the driver from 0. */
static void put_module(struct import *import, struct import_gpu *gpu)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;
	int64_t id;

	if (!import_told(gpu->node, "platformInfo/module_id|gpu_module_id", text, &node))
		return;
	if (import_number(text, 1, &id) && id >= 0 && id <= 256)
		import_set_number(import, gpu, GROUP_GPU, "module_id", id ? id - 1 : 0);
	else
		import_note(import, NOTE_LOST, node, "module_id '%s': no module's number", text);
}

static int64_t generation_told(const struct import_gpu *gpu, const char *path)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;
	int64_t generation;

	if (import_told(gpu->node, path, text, &node) && import_number(text, 1, &generation) &&
	    generation >= 1 && generation <= 6)
		return generation;
	return 0;
}

/* What the root port can, or else what both ends of the link can, where that is less. */
static void put_slot(struct import *import, struct import_gpu *gpu)
{
	int64_t both = generation_told(gpu, "pci/pci_gpu_link_info/pcie_gen/max_link_gen");
	int64_t own = generation_told(gpu, "pci/pci_gpu_link_info/pcie_gen/max_device_link_gen");
	int64_t host = generation_told(gpu, "pci/pci_gpu_link_info/pcie_gen/max_host_link_gen");
	int64_t slot = host >= both ? host : both;

	if (slot && own && slot != own)
		import_set_number(import, gpu, GROUP_GPU, "pcie_slot_gen", slot);
}

void import_identity(struct import *import, struct import_gpu *gpu)
{
	put_address(import, gpu);
	put_uuid(import, gpu);
	put_pdi(import, gpu);
	put_serial(import, gpu);
	put_minor(import, gpu);
	put_module(import, gpu);
	put_slot(import, gpu);
	put_black_box(import, gpu);
	put_reasons(import, gpu);
}

/* A machine starts with what was chosen before; a choice that waits has no place. */
static void note_pending(struct import *import, const struct import_gpu *gpu)
{
	static const char *const modes[][2] = {
	    {"ecc_mode/current_ecc", "ecc_mode/pending_ecc"},
	    {"mig_mode/current_mig", "mig_mode/pending_mig"},
	    {"dram_encryption_mode/current_dram_encryption",
	     "dram_encryption_mode/pending_dram_encryption"},
	};
	char text[2][IMPORT_TEXT];
	const xmlNode *node;

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (import_told(gpu->node, modes[i][0], text[0], &node) &&
		    import_told(gpu->node, modes[i][1], text[1], &node) &&
		    strcmp(text[0], text[1]) != 0)
			import_note(import, NOTE_LOST, node,
				    "%s %s: a machine has no pending modes", modes[i][1], text[1]);
}

/* Told, with a value that matters, and without a place in a machine or a source in the driver. */
void import_lost(struct import *import, const struct import_gpu *gpu)
{
	static const char fan[] = "the driver's telemetry has revolutions, no percentage";
	static const char clocks[] = "the driver's clock interface is not published";
	static const char heat[] = "the driver's thermal policy interface is not published";
	static const char limits[] = "the driver publishes times of limits, but not whose";
	static const char windows[] = "Windows only";
	static const struct {
		const char *path, *usual, *why;
	} rows[] = {
	    {"fan_speed", NULL, fan},
	    {"supported_clocks/supported_mem_clock/value", NULL, clocks},
	    {"applications_clocks/graphics_clock", NULL, clocks},
	    {"default_applications_clocks/graphics_clock", NULL, clocks},
	    {"max_customer_boost_clocks/graphics_clock", NULL, clocks},
	    {"clock_policy/auto_boost", NULL, clocks},
	    {"temperature/gpu_temp_max_threshold", NULL, heat},
	    {"temperature/gpu_temp_tlimit", NULL, heat},
	    {"temperature/gpu_target_temperature", NULL, heat},
	    {"supported_gpu_target_temp/gpu_target_temp_min", NULL, heat},
	    {"voltage/graphics_volt", NULL, "no published driver interface returns it"},
	    {"display_mode", NULL, "no published driver interface agrees with it"},
	    {"driver_model/current_dm", NULL, windows},
	    {"gpu_operation_mode/current_gom", NULL, "no supported GPU has operation modes"},
	    {"clocks_event_reasons_counters/clocks_event_reasons_counters_sw_power_cap", "0 us",
	     limits},
	    {"clocks_event_reasons_counters/clocks_event_reasons_counters_sw_therm_slowdown",
	     "0 us", limits},
	    {"pci/replay_rollover_counter", "0", "not simulated"},
	    {"fabric/cliqueId", "0", "not simulated"},
	    {"fabric/clusterUuid", "00000000-0000-0000-0000-000000000000", "not simulated"},
	    {"remapped_rows/remapped_row_pending", "No", "not simulated"},
	    {"remapped_rows/remapped_row_failure", "No", "not simulated"},
	    {"retired_pages/pending_retirement", "No", "not simulated"},
	    {"ecc_errors/aggregate/sram_threshold_exceeded", "No", "not simulated"},
	    {"retired_pages/multiple_single_bit_retirement/retired_count", "0", "not simulated"},
	    {"retired_pages/double_bit_retirement/retired_count", "0", "not simulated"},
	    {"remapped_rows/remapped_row_corr", "0", "not simulated"},
	    {"remapped_rows/remapped_row_unc", "0", "not simulated"},
	    {"ecc_errors/volatile/sram_uncorrectable_parity", "0", "not simulated by kind"},
	    {"ecc_errors/aggregate/sram_uncorrectable_parity", "0", "not simulated by kind"},
	    {"fbc_stats/session_count", "0", "its sessions are not told one by one"},
	    {"vgpu_software_licensed_product/license_status", NULL,
	     "licences are kept by a daemon, not by the driver"},
	    {"multigpu_board", "No", "not simulated"},
	    {"gpu_recovery_action", "None", "not simulated"},
	    {"gpu_reset_status/reset_required", "No", "not simulated"},
	    {"addressing_mode", "None", "the simulated driver has no node of unified memory"},
	};
	char text[IMPORT_TEXT];
	const xmlNode *node;

	note_pending(import, gpu);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (import_told(gpu->node, rows[i].path, text, &node) &&
		    (!rows[i].usual || strcmp(rows[i].usual, text) != 0))
			import_note(import, NOTE_LOST, node, "%s %s: %s", rows[i].path, text,
				    rows[i].why);
}
