/* SPDX-License-Identifier: MIT */
#include "sim/machine_check.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rm/abi.h"
#include "sim/change.h"
#include "sim/chips.h"
#include "sim/machine.h"
#include "sim/machine_driver.h"
#include "sim/machine_ranges.h"
#include "sim/machine_schema.h"
#include "sim/machine_yaml.h"

/* NV_MAX_DEVICES of the published kernel headers. */
#define DEVICES_MAX 32

static char *repeated_key(const struct check *check, yaml_node_t *mapping)
{
	yaml_node_pair_t *start = mapping->data.mapping.pairs.start;
	yaml_node_pair_t *top = mapping->data.mapping.pairs.top;
	char found[128];

	for (yaml_node_pair_t *pair = start; pair < top; pair++) {
		yaml_node_t *key = yaml_document_get_node(check->document, pair->key);
		const char *name = scalar(key);

		if (!name || member(check->document, mapping, name) ==
				 yaml_document_get_node(check->document, pair->value))
			continue;
		snprintf(found, sizeof(found), "key '%s' a second time", name);
		return say(check, line_of(key), found, "every key once");
	}
	return NULL;
}

size_t machine_line_of_key(yaml_document_t *document, const char *key, size_t length, size_t from)
{
	yaml_node_t *node;

	for (int i = 1; (node = yaml_document_get_node(document, i)) != NULL; i++) {
		const char *name = scalar(node);

		if (name && line_of(node) >= from && strlen(name) == length &&
		    strncmp(name, key, length) == 0)
			return line_of(node);
	}
	return from;
}

char *machine_check_tree(const char *path, yaml_document_t *document)
{
	struct check check = {path, document};
	yaml_node_t *gpus = member(document, yaml_document_get_root_node(document), "gpus");
	yaml_node_t *node;

	for (int i = 1; (node = yaml_document_get_node(document, i)) != NULL; i++) {
		char *error = node->type == YAML_MAPPING_NODE ? repeated_key(&check, node) : NULL;

		if (error)
			return error;
	}
	node = entry(document, gpus, DEVICES_MAX);
	if (node)
		return say(&check, line_of(node), "a 33rd GPU",
			   "at most 32: the driver attaches no more (NV_MAX_DEVICES)");
	return NULL;
}

/* Defaults. */

static void fill_signed(yaml_document_t *document, yaml_node_t *mapping, void *data,
			const cyaml_schema_field_t *fields)
{
	for (; fields->key; fields++) {
		char *value = (char *)data + fields->data_offset;

		if (fields->value.type == CYAML_INT && !member(document, mapping, fields->key))
			memset(value, 0xff, fields->value.data_size);
	}
}

static void fill_state_from(yaml_document_t *document, yaml_node_t *mapping,
			    struct machine_state *state, const struct machine_state *from)
{
	const cyaml_schema_field_t *field;

	for (field = machine_state_fields; field->key; field++)
		if (!member(document, mapping, field->key))
			memcpy((char *)state + field->data_offset,
			       (const char *)from + field->data_offset, field->value.data_size);
}

static void default_int(int32_t *value, int32_t if_absent)
{
	if (*value < 0)
		*value = if_absent;
}

void machine_settle_model(struct machine_model *model)
{
	struct machine_state *idle = &model->idle;

	default_int(&model->power_min_mw, model->power_default_mw);
	default_int(&model->power_max_mw, model->power_default_mw);
	default_int(&idle->power_instant_mw, idle->power_mw);
	default_int(&idle->power_limit_mw, model->power_default_mw);
	default_int(&idle->power_requested_mw, idle->power_limit_mw);
	default_int(&idle->sm_mhz, idle->graphics_mhz);
	if (idle->memory_used_mib < 0)
		idle->memory_used_mib = 0;
	if (idle->bar1_used_mib < 0)
		idle->bar1_used_mib = 0;
	if (idle->pcie_gen == 0)
		idle->pcie_gen = model->pcie_max_gen;
	if (idle->pcie_width == 0)
		idle->pcie_width = model->pcie_max_width;
	if (model->pci_subvendor == 0)
		model->pci_subvendor = 0x10de;
	if (model->poll_interval_ms == 0)
		model->poll_interval_ms = 500;
	if (model->max_sm_mhz == 0)
		model->max_sm_mhz = model->max_graphics_mhz;
}

/* FNV-1a: a board without a recorded PDI gets one that stays the same. */
static uint64_t derive_pdi(const struct machine *machine, const struct machine_gpu *gpu)
{
	const char *parts[] = {machine->name, gpu->model, gpu->pci};
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (const char *c = parts[i]; *c; c++)
			hash = (hash ^ (uint8_t)*c) * 0x100000001b3u;
	return hash;
}

static void fill_text(char **text, const char *if_absent)
{
	if (!*text)
		*text = strdup(if_absent);
}

static void fill_process(struct machine_process *process, yaml_document_t *document,
			 yaml_node_t *node)
{
	struct machine_load *load = &process->load;

	fill_text(&process->type, "C");
	fill_signed(document, node, process, machine_process_fields);
	if (!load->shape)
		return;
	if (!member(document, member(document, node, "load"), "high_percent"))
		load->high_percent = 100;
	if (!member(document, member(document, node, "load"), "period_ms"))
		load->period_ms = 1000;
	/* A load of nothing in particular is a load of the SMs. */
	if (!member(document, node, "sm_percent") && process->memory_percent == 0 &&
	    process->encoder_percent == 0 && process->decoder_percent == 0)
		process->sm_percent = 100;
}

static void fill_gpu(struct machine *machine, struct machine_gpu *gpu, yaml_document_t *document,
		     yaml_node_t *node)
{
	const struct machine_model *model = machine_model_of(machine, gpu);

	fill_signed(document, node, gpu, machine_gpu_fields);
	if (gpu->pdi == 0 && !gpu->uuid)
		gpu->pdi = derive_pdi(machine, gpu);
	if (gpu->state && model)
		fill_state_from(document, member(document, node, "state"), gpu->state,
				&model->idle);
	for (uint32_t i = 0; i < gpu->processes_count; i++) {
		fill_process(&gpu->processes[i], document,
			     entry(document, member(document, node, "processes"), i));
	}
	for (uint32_t i = 0; i < gpu->mig_instances_count; i++)
		fill_signed(document, entry(document, member(document, node, "mig_instances"), i),
			    &gpu->mig_instances[i], machine_mig_fields);
	for (uint32_t i = 0; i < gpu->vgpus_count; i++)
		fill_signed(document, entry(document, member(document, node, "vgpus"), i),
			    &gpu->vgpus[i], machine_vgpu_fields);
}

void machine_fill_model(struct machine_model *model, yaml_document_t *document, yaml_node_t *node)
{
	fill_signed(document, node, model, machine_model_fields);
	fill_signed(document, member(document, node, "idle"), &model->idle, machine_state_fields);
	fill_signed(document, member(document, node, "physics"), &model->physics,
		    machine_physics_fields);
}

void machine_fill_defaults(struct machine *machine, yaml_document_t *document)
{
	fill_text(&machine->kernel_module, "open");
	fill_text(&machine->architecture, "x86_64");
	if (!member(document, member(document, yaml_document_get_root_node(document), "time"),
		    "scale"))
		machine->time.scale = 1;
	for (uint32_t i = 0; i < machine->events_count; i++)
		if (!machine->events[i].line)
			fill_text(&machine->events[i].kind, "xid");
	for (uint32_t i = 0; i < machine->nics_count; i++)
		fill_signed(document, list_entry(document, "nics", i), &machine->nics[i],
			    machine_nic_fields);
	for (uint32_t i = 0; i < machine->gpus_count; i++)
		fill_gpu(machine, &machine->gpus[i], document, list_entry(document, "gpus", i));
}

/* Checks. */

static char *check_range(const struct check *check, yaml_node_t *mapping, const void *data,
			 const cyaml_schema_field_t *fields, const struct machine_range *range)
{
	const cyaml_schema_field_t *field = fields;
	char found[96], expected[96];
	int64_t value;

	while (strcmp(field->key, range->key) != 0)
		field++;
	value = machine_value_of(data, field);
	if (!member(check->document, mapping, range->key) ||
	    (value >= range->low && value <= range->high))
		return NULL;
	snprintf(found, sizeof(found), "%s %lld", range->key, (long long)value);
	snprintf(expected, sizeof(expected), "%lld to %lld", (long long)range->low,
		 (long long)range->high);
	return say(check, line_in(check, mapping, range->key), found, expected);
}

static char *check_ranges(const struct check *check, yaml_node_t *mapping, const void *data,
			  const cyaml_schema_field_t *fields, const struct machine_range *ranges)
{
	char *error = NULL;

	for (; ranges->key && !error; ranges++)
		error = check_range(check, mapping, data, fields, ranges);
	return error;
}

/* libcyaml takes every word that does not deny for true. */
static char *check_bools(const struct check *check, yaml_node_t *mapping,
			 const cyaml_schema_field_t *fields)
{
	char found[128];

	for (; fields->key; fields++) {
		yaml_node_t *node = member(check->document, mapping, fields->key);
		const char *text = scalar(node);

		if (fields->value.type != CYAML_BOOL || !text || strcmp(text, "true") == 0 ||
		    strcmp(text, "false") == 0)
			continue;
		snprintf(found, sizeof(found), "%s '%s'", fields->key, text);
		return say(check, line_of(node), found, "true or false");
	}
	return NULL;
}
/* Memory sizes travel as KiB in 32 bits. */
static const struct machine_range model_ranges[] = {
    {"pci_device", 1, 0xffff},
    {"pci_subvendor", 1, 0xffff},
    {"pci_subsystem", 0, 0xffff},
    {"memory_mib", 1, 0x3fffff},
    {"bar1_mib", 0, 0x3fffff},
    {"pcie_max_gen", 1, 6},
    {"pcie_max_width", 1, 32},
    {"poll_interval_ms", 100, 1000},
    {"brand_caps", 0, 7},
    {"reserved_kib", 0, 1023},
    {NULL, 0, 0},
};

static const struct machine_range gpu_ranges[] = {{"minor", -1, 247},
						  {"numa_node", -1, 255},
						  {"compute_mode", 0, 3},
						  {"virtualization", 0, 4},
						  {"vgpu_policy", 0, 4},
						  {"pcie_slot_gen", 0, 6},
						  {NULL, 0, 0}};

static const struct machine_range vgpu_ranges[] = {
    {"id", 1, UINT32_MAX}, {"encoder_capacity", 0, 100}, {"ecc", 0, 3}, {NULL, 0, 0}};

static const struct machine_range vgpu_process_ranges[] = {
    {"pid", 1, UINT32_MAX},      {"sm_percent", 0, 100},
    {"memory_percent", 0, 100},  {"encoder_percent", 0, 100},
    {"decoder_percent", 0, 100}, {"jpeg_percent", 0, 100},
    {"ofa_percent", 0, 100},     {NULL, 0, 0}};

static const struct machine_range mig_ranges[] = {
    {"start", -1, 7}, {"used_kib", 0, UINT32_MAX}, {NULL, 0, 0}};

static const struct machine_range physics_ranges[] = {
    {"full_power_mw", 1, 10000000},
    {"full_temperature_c", -40, 199},
    {"thermal_ms", 100, 3600000},
    {"slowdown_temperature_c", -40, 199},
    {"hw_slowdown_temperature_c", -40, 199},
    {"base_graphics_mhz", 0, 100000},
    {"full_fan_rpm", 0, 100000},
    {"nvlink_bytes_per_s", 0, 1000000000000},
    {"pcie_tx_bytes_per_s", 0, 1000000000000},
    {"pcie_rx_bytes_per_s", 0, 1000000000000},
    {"ecc_sram_corrected_per_hour", 0, 36000},
    {"ecc_sram_uncorrected_per_hour", 0, 36000},
    {"ecc_dram_corrected_per_hour", 0, 36000},
    {"ecc_dram_uncorrected_per_hour", 0, 36000},
    {NULL, 0, 0},
};

static const struct machine_range time_ranges[] = {
    {"scale", 1, 1000}, {"epoch_s", 1, UINT32_MAX}, {NULL, 0, 0}};

bool machine_is_vbios(const char *text)
{
	unsigned bytes[5];
	char rest;

	return sscanf(text, "%2x.%2x.%2x.%2x.%2x%c", &bytes[0], &bytes[1], &bytes[2], &bytes[3],
		      &bytes[4], &rest) == 5;
}

/* A name in `assumed`: nvlink.lanes for a key inside another. */
static bool is_key(const cyaml_schema_field_t *fields, const char *name)
{
	size_t length = strcspn(name, ".");

	for (; fields->key; fields++) {
		const cyaml_schema_value_t *value = &fields->value;

		if (strlen(fields->key) != length || strncmp(fields->key, name, length) != 0)
			continue;
		if (name[length] == '\0')
			return true;
		if (value->type == CYAML_SEQUENCE)
			value = value->sequence.entry;
		return value->type == CYAML_MAPPING &&
		       is_key(value->mapping.fields, name + length + 1);
	}
	return false;
}

static char *check_assumed(const struct check *check, yaml_node_t *node,
			   const struct machine_model *model)
{
	for (uint32_t i = 0; i < model->assumed_count; i++)
		if (!is_key(machine_model_fields, model->assumed[i]))
			return say(check, line_in(check, node, "assumed"), model->assumed[i],
				   "keys of a model, as nvlink.lanes");
	return NULL;
}

static char *check_chip(const struct check *check, yaml_node_t *node,
			const struct machine_model *model)
{
	char found[128];

	if (sim_chip_find(model->chip))
		return NULL;
	snprintf(found, sizeof(found), "chip '%s'", model->chip);
	return say(check, line_in(check, node, "chip"), found,
		   "a chip of the chip table (GA100, GH100, ...)");
}

static char *check_complete(const struct check *check, yaml_node_t *node,
			    const struct machine_model *model)
{
	const char *key = !model->name         ? "name"
			  : !model->chip       ? "chip"
			  : !model->pci_device ? "pci_device"
			  : !model->memory_mib ? "memory_mib"
					       : NULL;
	char found[64];

	if (!key || member(check->document, node, key))
		return NULL;
	snprintf(found, sizeof(found), "no key '%s'", key);
	return say(check, line_of(node), found, "it to be present");
}

char *machine_check_model(const char *path, yaml_document_t *document, yaml_node_t *node,
			  const struct machine_model *model)
{
	struct check check = {path, document};
	char *error = check_complete(&check, node, model);

	if (!error)
		error = check_chip(&check, node, model);
	if (error)
		return error;
	if (model->vbios && !machine_is_vbios(model->vbios))
		return say(&check, line_in(&check, node, "vbios"), model->vbios,
			   "five hexadecimal bytes as in 96.00.74.00.01");
	if (model->reserved_mib >= model->memory_mib)
		return say(&check, line_in(&check, node, "reserved_mib"), "all memory reserved",
			   "reserved_mib below memory_mib");
	error = check_bools(&check, node, machine_model_fields);
	if (!error)
		error = check_ranges(&check, node, model, machine_model_fields, model_ranges);
	if (!error)
		error = check_ranges(&check, member(document, node, "idle"), &model->idle,
				     machine_state_fields, machine_state_ranges);
	if (!error)
		error = check_ranges(&check, member(document, node, "physics"), &model->physics,
				     machine_physics_fields, physics_ranges);
	return error ? error : check_assumed(&check, node, model);
}

static bool uuid_is_valid(const char *text)
{
	static const char shape[] = "GPU-hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
	size_t i;

	for (i = 0; shape[i] && text[i]; i++)
		if (shape[i] == 'h' ? !isxdigit((unsigned char)text[i]) : text[i] != shape[i])
			return false;
	return shape[i] == text[i];
}

static char *check_load(const struct check *check, yaml_node_t *node,
			const struct machine_load *load)
{
	if (!machine_is_load_shape(load->shape))
		return say(check, line_in(check, node, "shape"), load->shape,
			   "constant, ramp, sine, square or random");
	if (load->low_percent > load->high_percent)
		return say(check, line_in(check, node, "low_percent"),
			   "low_percent above high_percent", "the lower one first");
	return check_ranges(check, node, load, machine_load_fields, machine_load_ranges);
}

static char *check_process(const struct check *check, yaml_node_t *gpu_node,
			   const struct machine_process *process, uint32_t index)
{
	yaml_node_t *node =
	    entry(check->document, member(check->document, gpu_node, "processes"), index);
	char *error = check_bools(check, node, machine_process_fields);

	if (error)
		return error;
	if (!machine_is_process_type(process->type))
		return say(check, line_in(check, node, "type"), process->type, "C, G or C+G");
	error = check_ranges(check, node, process, machine_process_fields, machine_process_ranges);
	if (error)
		return error;
	if (process->end_ms != 0 && process->end_ms <= process->start_ms)
		return say(check, line_in(check, node, "end_ms"),
			   "an end that is not after the start", "end_ms above start_ms");
	return process->load.shape
		   ? check_load(check, member(check->document, node, "load"), &process->load)
		   : NULL;
}

static char *check_mig_instance(const struct check *check, yaml_node_t *gpu_node,
				const struct machine_mig_instance *instance, uint32_t index)
{
	yaml_node_t *node =
	    entry(check->document, member(check->document, gpu_node, "mig_instances"), index);
	char *error = check_bools(check, node, machine_mig_fields);

	if (error)
		return error;
	return check_ranges(check, node, instance, machine_mig_fields, mig_ranges);
}

static char *check_duplicates(const struct check *check, const struct machine *machine,
			      uint32_t index, yaml_node_t *node)
{
	const struct machine_gpu *gpu = &machine->gpus[index];
	uint32_t domain, other_domain;
	uint8_t bus, device, other_bus, other_device;

	machine_parse_pci(gpu->pci, &domain, &bus, &device);
	for (uint32_t i = 0; i < index; i++) {
		const struct machine_gpu *other = &machine->gpus[i];

		machine_parse_pci(other->pci, &other_domain, &other_bus, &other_device);
		if (domain == other_domain && bus == other_bus && device == other_device)
			return say(check, line_in(check, node, "pci"), gpu->pci,
				   "a PCI address that no GPU before it has");
		if (gpu->minor >= 0 && gpu->minor == other->minor)
			return say(check, line_in(check, node, "minor"), "a minor a second time",
				   "a minor that no GPU before it has");
	}
	return NULL;
}

static bool has_type(const struct machine_model *model, uint32_t id)
{
	for (uint32_t i = 0; i < model->vgpu_types_count; i++)
		if (model->vgpu_types[i].id == id)
			return true;
	return false;
}

static bool text_is_uuid(const char *text)
{
	char whole[41];

	return text && snprintf(whole, sizeof(whole), "GPU-%s", text) == 40 && uuid_is_valid(whole);
}

static char *check_vgpu(const struct check *check, const struct machine_model *model,
			const struct machine_gpu *gpu, yaml_node_t *gpu_node, uint32_t index)
{
	const struct machine_vgpu *vgpu = &gpu->vgpus[index];
	yaml_node_t *node =
	    entry(check->document, member(check->document, gpu_node, "vgpus"), index);
	char *error = check_bools(check, node, machine_vgpu_fields);

	if (!error && !has_type(model, vgpu->type))
		return say(check, line_in(check, node, "type"), "an unknown type",
			   "the id of an entry of the model's vgpu_types");
	if (!error && !text_is_uuid(vgpu->uuid))
		return say(check, line_in(check, node, "uuid"), vgpu->uuid,
			   "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
	if (!error && vgpu->device && !text_is_uuid(vgpu->device))
		return say(check, line_in(check, node, "device"), vgpu->device,
			   "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
	if (!error && !text_is_uuid(vgpu->vm) && strspn(vgpu->vm, "0123456789") != strlen(vgpu->vm))
		return say(check, line_in(check, node, "vm"), vgpu->vm, "a UUID or a number");
	if (!error)
		error = check_ranges(check, node, vgpu, machine_vgpu_fields, vgpu_ranges);
	for (uint32_t i = 0; i < vgpu->processes_count && !error; i++)
		error = check_ranges(
		    check, entry(check->document, member(check->document, node, "processes"), i),
		    &vgpu->processes[i], machine_vgpu_process_fields, vgpu_process_ranges);
	return error;
}

static char *check_gpu(const struct check *check, const struct machine *machine, uint32_t index)
{
	const struct machine_gpu *gpu = &machine->gpus[index];
	yaml_node_t *node = list_entry(check->document, "gpus", index);
	uint32_t domain;
	uint8_t bus, device;
	char *error;

	if (!machine_model_of(machine, gpu))
		return say(check, line_in(check, node, "model"), gpu->model,
			   "the id of an entry of models");
	if (!machine_parse_pci(gpu->pci, &domain, &bus, &device))
		return say(check, line_in(check, node, "pci"), gpu->pci,
			   "an address as 00000000:1b:00.0");
	if (gpu->uuid && !uuid_is_valid(gpu->uuid))
		return say(check, line_in(check, node, "uuid"), gpu->uuid,
			   "GPU-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
	if (gpu->cpus && strspn(gpu->cpus, "0123456789,-") != strlen(gpu->cpus))
		return say(check, line_in(check, node, "cpus"), gpu->cpus, "a list as 0-15,32-47");
	error = check_duplicates(check, machine, index, node);
	if (!error)
		error = check_bools(check, node, machine_gpu_fields);
	if (!error)
		error = check_ranges(check, node, gpu, machine_gpu_fields, gpu_ranges);
	if (!error && gpu->state)
		error = check_ranges(check, member(check->document, node, "state"), gpu->state,
				     machine_state_fields, machine_state_ranges);
	for (uint32_t i = 0; i < gpu->processes_count && !error; i++)
		error = check_process(check, node, &gpu->processes[i], i);
	for (uint32_t i = 0; i < gpu->mig_instances_count && !error; i++)
		error = check_mig_instance(check, node, &gpu->mig_instances[i], i);
	for (uint32_t i = 0; i < gpu->vgpus_count && !error; i++)
		error = check_vgpu(check, machine_model_of(machine, gpu), gpu, node, i);
	return error;
}

/* The refusal of a line says itself what was found and expected. */
static char *check_line(const struct check *check, const struct machine *machine,
			const struct machine_event *event, yaml_node_t *node)
{
	char why[SIM_CHANGE_TEXT], *text = NULL;

	if (event->kind || event->xid || event->gpu)
		return say(check, line_of(node), "do beside kind, xid or gpu", "do alone");
	if (event->at_ms == 0)
		return say(check, line_in(check, node, "at_ms"), "at_ms 0",
			   "a time after the start");
	if (sim_change_check(machine, event->line, why, sizeof(why)) == 0)
		return NULL;
	if (asprintf(&text, "%s:%zu: %s", check->path, line_in(check, node, "do"), why) < 0)
		return NULL;
	return text;
}

static char *check_event(const struct check *check, const struct machine *machine, uint32_t index)
{
	const struct machine_event *event = &machine->events[index];
	yaml_node_t *node = list_entry(check->document, "events", index);
	uint32_t notifier;

	if (event->line)
		return check_line(check, machine, event, node);
	if (!machine_event_notifier(event->kind, &notifier))
		return say(check, line_in(check, node, "kind"), event->kind,
			   "a kind of event as xid, pstate or double_bit_ecc");
	if ((strcmp(event->kind, "xid") == 0) != (event->xid != 0))
		return say(check, line_in(check, node, "xid"),
			   "an Xid without its number or of another kind",
			   "the number of an Xid, and for the kind xid only");
	if (event->at_ms == 0)
		return say(check, line_in(check, node, "at_ms"), "at_ms 0",
			   "a time after the start");
	if (event->gpu >= machine->gpus_count)
		return say(check, line_in(check, node, "gpu"), "a gpu that is not there",
			   "a position in gpus, from 0");
	return NULL;
}

static char *check_nic(const struct check *check, const struct machine *machine, uint32_t index)
{
	const struct machine_nic *nic = &machine->nics[index];
	yaml_node_t *node = list_entry(check->document, "nics", index);
	uint8_t bus, device, function;
	uint32_t domain;

	if (nic->name[0] == '\0' || strlen(nic->name) > 63 || strchr(nic->name, '/'))
		return say(check, line_in(check, node, "name"), nic->name, "a name as mlx5_0");
	if (!machine_parse_function(nic->pci, &domain, &bus, &device, &function))
		return say(check, line_in(check, node, "pci"), nic->pci,
			   "a PCI address as 0000:1b:00.1");
	return NULL;
}

static char *check_head(const struct check *check, const struct machine *machine)
{
	yaml_node_t *root = yaml_document_get_root_node(check->document);
	struct rm_version version;

	if (!rm_version_parse(machine->driver, &version) || version.major < 515)
		return say(check, line_in(check, root, "driver"), machine->driver,
			   "a driver version from 515 on, as 550.90.07");
	if (strcmp(machine->kernel_module, "open") != 0 &&
	    strcmp(machine->kernel_module, "proprietary") != 0)
		return say(check, line_in(check, root, "kernel_module"), machine->kernel_module,
			   "open or proprietary");
	if (strcmp(machine->architecture, "x86_64") != 0 &&
	    strcmp(machine->architecture, "aarch64") != 0)
		return say(check, line_in(check, root, "architecture"), machine->architecture,
			   "x86_64 or aarch64");
	char *error = check_bools(check, root, machine_fields);
	yaml_node_t *time = member(check->document, root, "time");

	if (!error)
		error = check_bools(check, time, machine_time_fields);
	if (!error && machine->time.stepped && machine->time.scale != 1)
		return say(check, line_of(time), "a scale of stepped time", "one of both");
	return error ? error
		     : check_ranges(check, time, &machine->time, machine_time_fields, time_ranges);
}

static char *check_driver(const struct check *check, const struct machine *machine)
{
	yaml_node_t *root = yaml_document_get_root_node(check->document);
	char *found = machine_driver_refusal(machine, NULL);
	char *error = found ? say(check, line_in(check, root, "driver"), found,
				  "what drives all GPUs of the machine")
			    : NULL;

	free(found);
	return error;
}

char *machine_check(const char *path, yaml_document_t *document, const struct machine *machine)
{
	struct check check = {path, document};
	char *error = check_head(&check, machine);

	/* Models of the catalogue, behind those of the file, were checked when they were read. */
	for (uint32_t i = 0; i < machine->models_count && !error; i++) {
		yaml_node_t *node = list_entry(document, "models", i);

		if (node)
			error = machine_check_model(path, document, node, &machine->models[i]);
	}
	for (uint32_t i = 0; i < machine->gpus_count && !error; i++)
		error = check_gpu(&check, machine, i);
	for (uint32_t i = 0; i < machine->nics_count && !error; i++)
		error = check_nic(&check, machine, i);
	for (uint32_t i = 0; i < machine->events_count && !error; i++)
		error = check_event(&check, machine, i);
	return error ? error : check_driver(&check, machine);
}
