/* SPDX-License-Identifier: MIT */
/* The recording as a whole: which driver, which system, and each of its GPUs. */
#include <stdlib.h>
#include <string.h>

#include "import.h"
#include "rm/abi.h"
#include "sim/chips.h"

/* The driver to claim. */

static bool is_published(struct rm_version version)
{
	for (unsigned i = 0; i < rm_release_count; i++)
		if (rm_version_compare(rm_releases[i], version) == 0)
			return true;
	return false;
}

static void print_version(struct rm_version version, char *ret_text, size_t size)
{
	if (version.patch)
		snprintf(ret_text, size, "%u.%u.%02u", version.major, version.minor, version.patch);
	else
		snprintf(ret_text, size, "%u.%u", version.major, version.minor);
}

static bool claim(struct import *import, const char *driver)
{
	struct rm_version version;

	if (!rm_version_parse(driver, &version) || version.major < 515 ||
	    strlen(driver) >= sizeof(import->driver))
		return false;
	snprintf(import->driver, sizeof(import->driver), "%s", driver);
	return true;
}

/* The format's version tells a span of drivers: its newest, or the oldest there is. */
static struct rm_version release_of_format(const xmlNode *root)
{
	static const char name[] = "nvsmi_device_v";
	static const unsigned last_branches[] = {[11] = 520, [12] = 575};
	const xmlDtd *dtd = root->doc->intSubset;
	const char *at = dtd && dtd->SystemID ? strstr((const char *)dtd->SystemID, name) : NULL;
	unsigned long format = at ? strtoul(at + strlen(name), NULL, 10) : 13, branch, i;

	branch = format < 11 ? 0 : format < 13 ? last_branches[format] : UINT16_MAX;
	for (i = rm_release_count - 1; i > 0 && rm_releases[i].major > branch; i--)
		;
	return rm_releases[i];
}

static void find_driver(struct import *import)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;
	struct rm_version version;
	enum rm_version_match match;

	if (!import_told(import->root, "driver_version", text, &node) ||
	    !rm_version_parse(text, &version)) {
		print_version(release_of_format(import->root), import->driver,
			      sizeof(import->driver));
		import_note(import, NOTE_UNTOLD, NULL,
			    "driver_version (%s is claimed, by the format's version)",
			    import->driver);
	} else if (is_published(version) && claim(import, text)) {
		import->recorded_driver = true;
	} else {
		print_version(rm_releases[rm_release_resolve(version, &match)], import->driver,
			      sizeof(import->driver));
		import_note(import, NOTE_CHANGED, node,
			    "driver_version %s to %s: the nearest release whose interface is "
			    "published",
			    text, import->driver);
	}
}

static bool has_element(const struct import *import, const char *path, bool told)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;

	for (unsigned i = 0; i < import->gpu_count; i++)
		if (told ? import_told(import->gpus[i].node, path, text, &node)
			 : import_at(import->gpus[i].node, path) != NULL)
			return true;
	return false;
}

/* The open module runs GPUs by their firmware; so may the other one. Older chips have none. */
static void find_module(struct import *import)
{
	bool open = has_element(import, "gsp_firmware_version", true);

	if (!open && !has_element(import, "gsp_firmware_version", false))
		for (unsigned i = 0; i < import->gpu_count; i++) {
			const char *name = import_get(&import->gpus[i], GROUP_MODEL, "chip");
			const struct sim_chip *chip = name ? sim_chip_find(name) : NULL;

			open |= chip && chip->architecture >= ARCHITECTURE_AMPERE;
		}
	import->kernel_module = open ? "open" : "proprietary";
	import_note(import, NOTE_ASSUMED, NULL,
		    "kernel_module %s: by the firmware, or else the chip", import->kernel_module);
}

static void find_system(struct import *import)
{
	char text[IMPORT_TEXT];
	const xmlNode *node;

	for (unsigned i = 0; i < import->gpu_count; i++) {
		const xmlNode *gpu = import->gpus[i].node;

		if (import_told(gpu, "fabric/state", text, &node) && strcmp(text, "Completed") == 0)
			import->fabric = true;
		if (import_text(import_child(gpu, "addressing_mode"), text) &&
		    strcmp(text, "None") != 0)
			import->uvm = true;
	}
	if (import_told(import->root, "attached_gpus", text, &node) &&
	    strtoul(text, NULL, 10) != import->gpu_count)
		import_note(import, NOTE_CHANGED, node, "attached_gpus %s to %u: there are no more",
			    text, import->gpu_count);
	import_note(import, NOTE_UNTOLD, NULL,
		    "memory_bus_bits, cores, sms, l2_bytes, nvlink, numa_node, cpus, architecture");
}

/* One recording. */

static bool count_gpus(struct import *import, char **ret_error)
{
	const xmlNode *node = import_child(import->root, "gpu");

	for (; node; node = import_next(node)) {
		if (import->gpu_count == IMPORT_GPUS) {
			if (asprintf(ret_error,
				     "%s:%ld: found a 33rd gpu, expected at most 32: the driver "
				     "attaches no more",
				     import->options->name, import_line(node)) < 0)
				*ret_error = NULL;
			return false;
		}
		import->gpus[import->gpu_count] =
		    (struct import_gpu){.node = node, .index = import->gpu_count};
		import->gpu_count++;
	}
	return true;
}

static void take_gpu(struct import *import, struct import_gpu *gpu)
{
	import_processes(import, gpu);
	import_identity(import, gpu);
	import_board(import, gpu);
	import_lists(import, gpu);
	import_lost(import, gpu);
}

static void free_texts(struct import_texts *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
}

static void free_import(struct import *import)
{
	for (unsigned i = 0; i < import->gpu_count; i++) {
		free_texts(&import->gpus[i].assumed);
		free_texts(&import->gpus[i].processes);
		free_texts(&import->gpus[i].instances);
		free_texts(&import->gpus[i].accounts);
		free_texts(&import->gpus[i].sessions);
	}
	for (int kind = 0; kind < NOTE_KINDS; kind++)
		free_texts(&import->notes[kind]);
	free_texts(&import->owned);
	free(import->gpus);
}

static bool take_recording(struct import *import, struct import_result *ret_result)
{
	const char *driver = import->options->driver;

	import->gpus = calloc(IMPORT_GPUS, sizeof(*import->gpus));
	if (!import->gpus || !count_gpus(import, &ret_result->error))
		return false;
	if (!driver)
		find_driver(import);
	else if (!claim(import, driver)) {
		if (asprintf(&ret_result->error, "driver %s: expected a version from 515 on",
			     driver) < 0)
			ret_result->error = NULL;
		return false;
	} else {
		import_note(import, NOTE_CHANGED, NULL, "driver to %s, as asked for", driver);
	}
	find_system(import);
	for (unsigned i = 0; i < import->gpu_count; i++)
		take_gpu(import, &import->gpus[i]);
	find_module(import);
	ret_result->machine = import_write(import);
	ret_result->notes = import_notes_text(import);
	return ret_result->machine && ret_result->notes;
}

bool import_recording(const char *data, size_t size, const struct import_options *options,
		      struct import_result *ret_result)
{
	struct import import = {.options = options, .is_text = import_is_text(data, size)};
	xmlDoc *doc;
	bool done;

	*ret_result = (struct import_result){0};
	doc = import_parse(data, size, options->name, &ret_result->error);
	if (!doc)
		return false;
	import.root = xmlDocGetRootElement(doc);
	done = take_recording(&import, ret_result);
	free_import(&import);
	xmlFreeDoc(doc);
	if (!done && !ret_result->error)
		ret_result->error = strdup("no memory");
	return done;
}

void import_result_free(struct import_result *result)
{
	free(result->machine);
	free(result->notes);
	free(result->error);
	*result = (struct import_result){0};
}
