/* SPDX-License-Identifier: MIT */
/* A host of vGPUs: its types, and the vGPUs that run. None is made or ends here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/controls.h"
#include "sim/uuid.h"

#define MODE_GUEST 2u /* NV0080_CTRL_GPU_VIRTUALIZATION_MODE_* */
#define MODE_HOST 3u
#define CONFIG_READY 2u /* NVA081_CTRL_VGPU_CONFIG_STATE_READY */
#define NO_INSTANCE 0xffffffffu
#define NO_PLACE 0xffffu
#define ECC_ENABLED 3u
#define VM_ID_DOMAIN 0u
#define VM_ID_UUID 1u
#define PLACE_MIB 1024u /* memory between two neighbouring places */

bool sim_vgpu_is_host(const struct sim_gpu *gpu)
{
	return gpu->entry->virtualization == MODE_HOST;
}

bool sim_vgpu_is_guest(const struct sim_gpu *gpu)
{
	return gpu->entry->virtualization == MODE_GUEST;
}

/* On a host virtual functions are always on where the chip has them. */
bool sim_vgpu_has_sriov(const struct sim_gpu *gpu)
{
	return sim_vgpu_is_host(gpu) && gpu->chip->architecture >= ARCHITECTURE_AMPERE;
}

void sim_vgpu_setup(struct sim_gpu *gpu)
{
	sim_vgpu_scheduler_setup(gpu);
	for (uint32_t i = 0; i < gpu->entry->vgpus_count; i++)
		gpu->vgpu.encoder_capacity[i] = gpu->entry->vgpus[i].encoder_capacity;
}

static void put_text(uint8_t *at, size_t size, const char *text)
{
	snprintf((char *)at, size, "%s", text);
}

static bool parse_uuid(const char *text, uint8_t ret_uuid[16])
{
	char whole[41];

	return snprintf(whole, sizeof(whole), "GPU-%s", text) == 40 &&
	       sim_uuid_parse(whole, ret_uuid);
}

const struct machine_vgpu_type *sim_vgpu_type(const struct machine_model *model, uint32_t id)
{
	for (uint32_t i = 0; i < model->vgpu_types_count; i++)
		if (model->vgpu_types[i].id == id)
			return &model->vgpu_types[i];
	return NULL;
}

/* NVA081_MAX_VGPU_TYPES_PER_PGPU by release. */
static uint32_t types_room(const struct sim *sim)
{
	if (sim_since(sim, 580, 0, 0))
		return 128;
	return sim_since(sim, 575, 0, 0) ? 100 : 64;
}

uint32_t sim_get_vgpu_types(struct sim_call *call, void *neutral)
{
	struct rm_vgpu_config_get_supported_vgpu_types *params = neutral;
	const struct machine_model *model = call->gpu->model;
	uint32_t room = types_room(call->sim);

	params->vgpu_config_state = CONFIG_READY;
	params->num_vgpu_types = 0;
	for (uint32_t i = 0; i < model->vgpu_types_count && i < room; i++)
		if (model->vgpu_types[i].max_per_instance <= 1)
			params->vgpu_types[params->num_vgpu_types++] = model->vgpu_types[i].id;
	return SIM_OK;
}

/* On KVM: types of the first one's size, each up to its own number. */
static bool is_creatable(const struct sim_gpu *gpu, const struct machine_vgpu_type *type)
{
	const struct machine_vgpu_type *first;
	uint32_t places[48];

	if (type->instance_slices != 0)
		return false;
	if (gpu->vgpu.mixed_sizes)
		return sim_vgpu_places(gpu, type, places) > 0;
	if (gpu->entry->vgpus_count == 0)
		return true;
	first = sim_vgpu_type(gpu->model, gpu->entry->vgpus[0].type);
	return type->memory_mib == first->memory_mib && gpu->entry->vgpus_count < type->max;
}

/* An instance takes one vGPU, of the type whose profile it has. */
static void list_creatable_in(const struct sim_gpu *gpu, uint32_t instance,
			      struct rm_vgpu_config_get_creatable_vgpu_types *params)
{
	const struct machine_model *model = gpu->model;
	uint32_t flag;

	if (!sim_gi_flag(gpu, instance, &flag))
		return;
	for (uint32_t i = 0; i < gpu->entry->vgpus_count; i++)
		if (gpu->entry->vgpus[i].instance == (int32_t)instance)
			return;
	for (uint32_t i = 0; i < model->vgpu_types_count; i++) {
		const struct machine_vgpu_type *type = &model->vgpu_types[i];
		bool listed = false;

		if (type->instance_slices == 0 || type->instance_profile != flag)
			continue;
		for (uint32_t k = 0; k < params->num_vgpu_types; k++)
			listed |= params->vgpu_types[k] == type->id;
		if (!listed)
			params->vgpu_types[params->num_vgpu_types++] = type->id;
	}
}

uint32_t sim_get_creatable_vgpu_types(struct sim_call *call, void *neutral)
{
	struct rm_vgpu_config_get_creatable_vgpu_types *params = neutral;
	const struct machine_model *model = call->gpu->model;

	params->vgpu_config_state = CONFIG_READY;
	params->num_vgpu_types = 0;
	if (sim_mig_is_on(call->gpu)) {
		/* Releases without the member ask about all. */
		bool all =
		    params->gpu_instance_id == NO_INSTANCE || !sim_since(call->sim, 575, 0, 0);

		for (uint32_t i = 0; i < SIM_GI_IDS; i++)
			if (all || i == params->gpu_instance_id)
				list_creatable_in(call->gpu, i, params);
		return SIM_OK;
	}
	for (uint32_t i = 0; i < model->vgpu_types_count; i++)
		if (is_creatable(call->gpu, &model->vgpu_types[i]))
			params->vgpu_types[params->num_vgpu_types++] = model->vgpu_types[i].id;
	return SIM_OK;
}

/* Any type that the machine's boards have, this one's or not. */
static const struct machine_vgpu_type *find_type_anywhere(const struct sim *sim, uint32_t id)
{
	const struct machine_vgpu_type *type = NULL;

	for (uint32_t i = 0; i < sim->machine->models_count && !type; i++)
		type = sim_vgpu_type(&sim->machine->models[i], id);
	return type;
}

typedef struct rm_vgpu_config_get_vgpu_type_info_vgpu_type_info type_info;

static void put_places(const struct sim_gpu *gpu, const struct machine_vgpu_type *type,
		       type_info *info)
{
	bool mixed = sim_vgpu_has_sriov(gpu);
	bool uniform = sim_vgpu_has_uniform_places(gpu);

	info->placement_size = mixed ? type->memory_mib / PLACE_MIB : 0;
	for (uint32_t i = 0; mixed && i < type->places_count; i++) {
		info->heterogeneous_placement_ids[info->heterogeneous_placement_count++] =
		    type->places[i];
		if (i < sizeof(info->placement_ids) / sizeof(info->placement_ids[0]))
			info->placement_ids[info->placement_count++] = type->places[i];
	}
	for (uint32_t i = 0; uniform && i < type->max; i++)
		info->homogeneous_placement_ids[info->homogeneous_placement_count++] =
		    i * info->placement_size;
}

static void put_numbers(const struct sim_gpu *gpu, const struct machine_vgpu_type *type,
			type_info *info)
{
	uint64_t mib = 1 << 20;

	info->vgpu_type = type->id;
	info->max_instance = type->max;
	info->max_instance_per_gi = type->max_per_instance;
	info->num_heads = type->heads;
	info->max_resolution_x = type->width;
	info->max_resolution_y = type->height;
	info->frl_config = type->frames_per_s;
	info->frl_enable = type->frames_per_s != 0;
	info->gpu_instance_size = type->instance_slices;
	info->gpu_instance_profile_id =
	    type->instance_slices ? type->instance_profile : NO_INSTANCE;
	info->multi_vgpu_supported = type->several_per_vm;
	info->pdev_id = gpu->model->pci_device << 16 | gpu->model->pci_subvendor;
	info->vdev_id = gpu->model->pci_device << 16 | type->pci_subsystem;
	info->profile_size = type->memory_mib * mib;
	info->gsp_heap_size = type->firmware_heap_mib * mib;
	info->fb_reservation = type->reserved_mib * mib;
	info->bar1_length = type->bar1_mib;
	info->nvlink_p2_p_supported = type->nvlink;
	info->gpu_direct_supported = type->gpudirect;
	info->multi_vgpu_exclusive = type->exclusive_in_vm;
	info->exclusive_type = 0; /* on KVM */
	info->exclusive_size = !sim_vgpu_has_sriov(gpu);
}

uint32_t sim_get_vgpu_type(struct sim_call *call, void *neutral)
{
	struct rm_vgpu_config_get_vgpu_type_info *params = neutral;
	const struct machine_vgpu_type *type = find_type_anywhere(call->sim, params->vgpu_type);
	type_info *info = &params->vgpu_type_info;

	if (!type)
		return SIM_OBJECT_NOT_FOUND;
	memset(info, 0, sizeof(*info));
	put_numbers(call->gpu, type, info);
	put_text(info->vgpu_name, sizeof(info->vgpu_name), type->name);
	put_text(info->vgpu_class, sizeof(info->vgpu_class), type->series);
	put_text(info->license, sizeof(info->license), type->license);
	put_places(call->gpu, type, info);
	return SIM_OK;
}

typedef struct rm_vgpu_config_enumerate_vgpu_per_pgpu_vgpu_guest guest;

static void put_guest(const struct machine_vgpu *vgpu, guest *at)
{
	bool has_uuid = parse_uuid(vgpu->vm, at->guest_vm_info.guest_vm_id.vm_uuid);

	if (!has_uuid)
		at->guest_vm_info.guest_vm_id.vm_id = strtoull(vgpu->vm, NULL, 10);
	at->guest_vm_info.vm_id_type = has_uuid ? VM_ID_UUID : VM_ID_DOMAIN;
	at->guest_vm_info.vm_pid = vgpu->pid;
	at->guest_vm_info.migration_prohibited = vgpu->may_not_move;
	if (!vgpu->driver)
		return;
	at->guest_vm_info.guest_negotiated_vgpu_version = vgpu->version;
	at->guest_vm_info.frame_rate_limit = vgpu->frames_per_s;
	at->guest_vm_info.licensed = vgpu->licensed;
	at->guest_vm_info.license_state = vgpu->license_state;
	at->guest_vm_info.license_expiry_timestamp = vgpu->license_expiry;
	at->guest_vm_info.license_expiry_status = (uint8_t)vgpu->license_expiry_kind;
	at->guest_vm_info.guest_vm_info_state = 1;
	put_text(at->guest_vm_info.guest_driver_version,
		 sizeof(at->guest_vm_info.guest_driver_version), vgpu->driver);
}

static void put_vgpu(const struct sim_gpu *gpu, uint32_t index, guest *at)
{
	const struct machine_vgpu *vgpu = &gpu->entry->vgpus[index];

	memset(at, 0, sizeof(*at));
	put_guest(vgpu, at);
	at->vgpu_device.vgpu_type = vgpu->type;
	at->vgpu_device.vgpu_device_instance_id = vgpu->id;
	parse_uuid(vgpu->uuid, at->vgpu_device.vgpu_uuid);
	if (vgpu->device) {
		parse_uuid(vgpu->device, at->vgpu_device.mdev_uuid);
		parse_uuid(vgpu->device, at->vgpu_device.vgpu_dev_name);
	}
	at->vgpu_device.encoder_capacity = gpu->vgpu.encoder_capacity[index];
	/* A GPU with virtual functions tells it by another command. */
	at->vgpu_device.fb_used =
	    sim_vgpu_has_sriov(gpu) ? 0 : (uint64_t)vgpu->memory_used_mib << 20;
	at->vgpu_device.ecc_state = vgpu->ecc;
	at->vgpu_device.driver_loaded = vgpu->driver != NULL;
	at->vgpu_device.swizz_id = vgpu->instance < 0 ? NO_INSTANCE : (uint32_t)vgpu->instance;
	at->vgpu_device.placement_id = vgpu->place < 0 ? NO_PLACE : (uint32_t)vgpu->place;
	at->vgpu_device.accounting_pid = vgpu->pid;
}

uint32_t sim_get_vgpus(struct sim_call *call, void *neutral)
{
	struct rm_vgpu_config_enumerate_vgpu_per_pgpu *params = neutral;

	params->vgpu_type = 0;
	params->num_vgpu = call->gpu->entry->vgpus_count;
	for (uint32_t i = 0; i < params->num_vgpu; i++)
		put_vgpu(call->gpu, i, &params->vgpu_guest[i]);
	return SIM_OK;
}

/* An instance that does not exist has none. */
uint32_t sim_get_vgpus_of_instance(struct sim_call *call, void *neutral)
{
	struct rm_vgpu_config_enumerate_vgpu_per_gpu_instance *params = neutral;
	const struct machine_gpu *entry = call->gpu->entry;
	const uint32_t room = sizeof(params->vgpu_instance_ids) / sizeof(uint32_t);

	if (!sim_mig_is_on(call->gpu))
		return SIM_NOT_SUPPORTED;
	params->num_vgpu = 0;
	for (uint32_t i = 0; i < entry->vgpus_count && params->num_vgpu < room; i++)
		if (entry->vgpus[i].instance == (int32_t)params->gpu_instance_id)
			params->vgpu_instance_ids[params->num_vgpu++] = entry->vgpus[i].id;
	return SIM_OK;
}

uint32_t sim_get_vgpu_memory(struct sim_call *call, void *neutral)
{
	struct rm_vgpu_config_get_vgpu_fb_usage *params = neutral;
	const struct machine_gpu *entry = call->gpu->entry;

	params->vgpu_count = sim_vgpu_has_sriov(call->gpu) ? entry->vgpus_count : 0;
	for (uint32_t i = 0; i < params->vgpu_count; i++) {
		parse_uuid(entry->vgpus[i].uuid, params->vgpu_fb_usage[i].vgpu_uuid);
		params->vgpu_fb_usage[i].fb_used = (uint64_t)entry->vgpus[i].memory_used_mib << 20;
	}
	return SIM_OK;
}

/* The driver looks neither at the number nor at who asks. */
uint32_t sim_set_vgpu_encoder(struct sim_call *call, void *neutral)
{
	const struct rm_vgpu_config_set_vgpu_instance_encoder_capacity *params = neutral;
	const struct machine_gpu *entry = call->gpu->entry;
	uint8_t uuid[16];

	if (!sim_vgpu_has_sriov(call->gpu))
		return SIM_OK;
	for (uint32_t i = 0; i < entry->vgpus_count; i++) {
		if (!parse_uuid(entry->vgpus[i].uuid, uuid) ||
		    memcmp(uuid, params->vgpu_uuid, sizeof(uuid)) != 0)
			continue;
		call->gpu->vgpu.encoder_capacity[i] = params->encoder_capacity;
		return SIM_OK;
	}
	return SIM_OBJECT_NOT_FOUND;
}
