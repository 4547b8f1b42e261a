/* SPDX-License-Identifier: MIT */
/* vGPUs: the host's object, types, and what runs. */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "core/strings.h"
#include "rm/mig.h"
#include "rm/rm.h"
#include "rm/vgpu.h"
#include "rm_constants.h"

#define VM_ID_UUID 1u /* VM_ID_TYPE of nv_vgpu_types.h */

#define NO_PROFILE UINT32_MAX
#define NO_TYPE 0u /* NVA081_CTRL_VGPU_CONFIG_INVALID_TYPE */

/* A guest starts or ends while the list is made: the driver refuses, for a moment. */
#define LIST_TRIES 3
#define LIST_PAUSE_US 20000

typedef struct rm_vgpu_config_get_vgpu_type_info_vgpu_type_info rm_type;
typedef struct rm_vgpu_config_enumerate_vgpu_per_pgpu rm_list;
typedef struct rm_vgpu_config_enumerate_vgpu_per_pgpu_vgpu_guest rm_guest;

/* Of a GPU that hosts vGPUs. */
static uint32_t config_object(struct gpu *gpu)
{
	return atomic_load_explicit(&gpu->rm.children[RM_CHILD_VGPU_CONFIG], memory_order_acquire);
}

static nvmlReturn_t learn_host(struct gpu *gpu, bool *ret_host)
{
	struct rm_gpu_get_virtualization_mode mode = {0};
	uint32_t object;

	/* Before it was published, nothing is known of the object either. */
	*ret_host = false;
	if (rm_layout_at(RM_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU, lib.rm.release) == NULL)
		return NVML_SUCCESS;
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_VIRTUALIZATION_MODE, &mode);
	if (result != NVML_SUCCESS ||
	    mode.virtualization_mode != NV0080_CTRL_GPU_VIRTUALIZATION_MODE_HOST_VGPU)
		return result;
	result = rm_child_use(gpu, RM_CHILD_VGPU_CONFIG, &object);
	*ret_host = result == NVML_SUCCESS;
	return result == NVML_ERROR_GPU_IS_LOST ? result : NVML_SUCCESS;
}

/* A failed question is asked again the next time; an answer stays until the GPU is released. */
static nvmlReturn_t find_out(struct gpu *gpu)
{
	bool host;
	nvmlReturn_t result = learn_host(gpu, &host);

	if (result == NVML_SUCCESS)
		atomic_store_explicit(&gpu->rm.vgpu_host, host ? RM_VGPU_HOST : RM_VGPU_NO_HOST,
				      memory_order_release);
	return result;
}

nvmlReturn_t rm_vgpu_use(struct gpu *gpu)
{
	nvmlReturn_t result = rm_gpu_use(gpu);

	if (result == NVML_SUCCESS &&
	    atomic_load_explicit(&gpu->rm.vgpu_host, memory_order_acquire) == RM_VGPU_UNKNOWN)
		result = find_out(gpu);
	if (result != NVML_SUCCESS)
		return result;
	return atomic_load_explicit(&gpu->rm.vgpu_host, memory_order_acquire) == RM_VGPU_HOST
		   ? NVML_SUCCESS
		   : NVML_ERROR_NOT_SUPPORTED;
}

nvmlReturn_t rm_vgpu_use_as_root(struct gpu *gpu)
{
	nvmlReturn_t result = rm_vgpu_use(gpu);

	if (result == NVML_SUCCESS && lib.port->is_root(lib.port) != 1)
		return NVML_ERROR_NO_PERMISSION;
	return result;
}

nvmlReturn_t rm_vgpu_control(struct gpu *gpu, enum rm_cmd cmd, void *neutral)
{
	uint32_t status;
	nvmlReturn_t result = rm_vgpu_use(gpu);

	if (result != NVML_SUCCESS)
		return result;
	result = rm_control_at(config_object(gpu), cmd, neutral, &status);
	return status == NV_ERR_OBJECT_NOT_FOUND ? NVML_ERROR_NOT_FOUND : result;
}

nvmlReturn_t rm_vgpu_check_instance(enum rm_cmd cmd, size_t offset, uint32_t instance)
{
	const struct rm_layout *layout = rm_layout_in_use(cmd);

	if (instance == VGPU_WHOLE_GPU)
		return NVML_SUCCESS;
	return layout != NULL && rm_layout_wire(layout, offset) != RM_NOT_ON_WIRE
		   ? NVML_SUCCESS
		   : NVML_ERROR_NOT_SUPPORTED;
}

static void take_types(const uint32_t *types, uint32_t count, struct vgpu_list *ret_types)
{
	ret_types->count = 0;
	for (uint32_t i = 0; i < count && i < VGPU_TYPES_MAX; i++) {
		if (types[i] != NO_TYPE)
			ret_types->ids[ret_types->count++] = types[i];
	}
}

static nvmlReturn_t rm_vgpu_types(struct gpu *gpu, struct vgpu_list *ret_types)
{
	struct rm_vgpu_config_get_supported_vgpu_types params = {.gpu_instance_id = VGPU_WHOLE_GPU};
	nvmlReturn_t result =
	    rm_vgpu_control(gpu, RM_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES, &params);

	if (result == NVML_SUCCESS)
		take_types(params.vgpu_types, params.num_vgpu_types, ret_types);
	return result;
}

static nvmlReturn_t rm_vgpu_creatable(struct gpu *gpu, uint32_t instance,
				      struct vgpu_list *ret_types)
{
	struct rm_vgpu_config_get_creatable_vgpu_types params = {.gpu_instance_id = instance};
	nvmlReturn_t result =
	    rm_vgpu_check_instance(RM_VGPU_CONFIG_GET_CREATABLE_VGPU_TYPES,
				   offsetof(__typeof__(params), gpu_instance_id), instance);

	if (result == NVML_SUCCESS)
		result = rm_vgpu_control(gpu, RM_VGPU_CONFIG_GET_CREATABLE_VGPU_TYPES, &params);
	if (result == NVML_SUCCESS)
		take_types(params.vgpu_types, params.num_vgpu_types, ret_types);
	return result;
}

static void take_places(uint32_t size, uint32_t count, const uint32_t *ids, uint32_t room,
			struct vgpu_places *ret_places)
{
	ret_places->known = count != VGPU_NOT_TOLD;
	ret_places->size = size;
	ret_places->count = count == VGPU_NOT_TOLD ? 0 : count < room ? count : room;
	memcpy(ret_places->ids, ids, ret_places->count * sizeof(ids[0]));
}

#define TAKE_PLACES(from, count, list, ret_places)                                                 \
	take_places((from)->placement_size, (from)->count, (from)->list,                           \
		    sizeof((from)->list) / sizeof((from)->list[0]), ret_places)

/* Drivers from 550 on know places among other sizes, from 570 on those of one size as well. */
static void take_all_places(const rm_type *from, struct vgpu_type *ret_type)
{
	if (from->placement_count != VGPU_NOT_TOLD)
		TAKE_PLACES(from, placement_count, placement_ids, &ret_type->mixed);
	else
		TAKE_PLACES(from, heterogeneous_placement_count, heterogeneous_placement_ids,
			    &ret_type->mixed);
	TAKE_PLACES(from, homogeneous_placement_count, homogeneous_placement_ids,
		    &ret_type->uniform);
}

#define TAKE_TEXT(into, from) text_take(into, sizeof(into), (const char *)(from), sizeof(from))

static void take_type(const rm_type *from, struct vgpu_type *ret_type)
{
	bool in_instance = from->gpu_instance_size != 0;

	*ret_type = (struct vgpu_type){
	    .device_id = from->pdev_id,
	    .subsystem_id = from->vdev_id,
	    .memory = from->profile_size,
	    .reserved_memory = from->fb_reservation,
	    .firmware_heap = from->gsp_heap_size,
	    .bar1 = from->bar1_length << 20, /* in MiB */
	    .heads = from->num_heads,
	    .width = from->max_resolution_x,
	    .height = from->max_resolution_y,
	    .frames_per_s = from->frl_enable ? from->frl_config : 0,
	    .max = from->max_instance,
	    .max_per_instance = in_instance ? from->max_instance_per_gi : 0,
	    .several_per_vm = from->multi_vgpu_supported != 0,
	    .in_instances = from->gpu_instance_profile_id != NO_PROFILE,
	    .nvlink = from->nvlink_p2_p_supported != 0,
	    .gpudirect = from->gpu_direct_supported != 0,
	    .exclusive_in_vm = from->multi_vgpu_exclusive != 0,
	    .exclusive_type = from->exclusive_type != 0,
	    .exclusive_size = from->exclusive_size != 0,
	};
	if (ret_type->in_instances)
		rm_mig_profile_of_flag(from->gpu_instance_profile_id, &ret_type->instance_profile);
	TAKE_TEXT(ret_type->name, from->vgpu_name);
	TAKE_TEXT(ret_type->class_name, from->vgpu_class);
	TAKE_TEXT(ret_type->license, from->license);
	take_all_places(from, ret_type);
}

static bool is_listed(const struct vgpu_list *list, uint32_t id)
{
	for (uint32_t i = 0; i < list->count; i++) {
		if (list->ids[i] == id)
			return true;
	}
	return false;
}

/* The driver describes every type that it was told of, this GPU's or another's. */
static nvmlReturn_t rm_vgpu_type(struct gpu *gpu, uint32_t id, struct vgpu_type *ret_type)
{
	struct rm_vgpu_config_get_vgpu_type_info params = {
	    .vgpu_type = id,
	    .vgpu_type_info = {.placement_count = VGPU_NOT_TOLD,
			       .homogeneous_placement_count = VGPU_NOT_TOLD,
			       .heterogeneous_placement_count = VGPU_NOT_TOLD}};
	struct vgpu_list types;
	nvmlReturn_t result = rm_vgpu_types(gpu, &types);

	if (result == NVML_SUCCESS && !is_listed(&types, id))
		result = NVML_ERROR_NOT_FOUND;
	if (result == NVML_SUCCESS)
		result = rm_vgpu_control(gpu, RM_VGPU_CONFIG_GET_VGPU_TYPE_INFO, &params);
	if (result == NVML_SUCCESS)
		take_type(&params.vgpu_type_info, ret_type);
	return result;
}

/* ret_list->num_vgpu is never beyond the list. */
static nvmlReturn_t list_vgpus(struct gpu *gpu, rm_list *ret_list)
{
	uint32_t status = NV_OK;
	nvmlReturn_t result = rm_vgpu_use(gpu);

	if (result != NVML_SUCCESS)
		return result;
	memset(ret_list, 0, sizeof(*ret_list));
	for (unsigned i = 0; i < VGPUS_MAX; i++)
		ret_list->vgpu_guest[i].vgpu_device.placement_id = VGPU_NOT_TOLD;
	for (int tries = 0; tries < LIST_TRIES; tries++) {
		if (tries > 0)
			lib.port->sleep_us(lib.port, LIST_PAUSE_US);
		result = rm_control_at(config_object(gpu), RM_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU,
				       ret_list, &status);
		if (status != NV_ERR_INVALID_STATE)
			break;
	}
	if (result == NVML_SUCCESS && ret_list->num_vgpu > VGPUS_MAX)
		ret_list->num_vgpu = VGPUS_MAX;
	return status == NV_ERR_INVALID_STATE ? NVML_ERROR_UNKNOWN : result;
}

static __attribute__((noinline)) nvmlReturn_t rm_vgpus(struct gpu *gpu, struct vgpu_list *ret_vgpus)
{
	rm_list list;
	nvmlReturn_t result = list_vgpus(gpu, &list);

	if (result != NVML_SUCCESS)
		return result;
	ret_vgpus->count = 0;
	for (uint32_t i = 0; i < list.num_vgpu; i++) {
		uint32_t id = list.vgpu_guest[i].vgpu_device.vgpu_device_instance_id;
		if (id != 0)
			ret_vgpus->ids[ret_vgpus->count++] = id;
	}
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_vgpus_of_instance(struct gpu *gpu, uint32_t instance,
					 struct vgpu_list *ret_vgpus)
{
	struct rm_vgpu_config_enumerate_vgpu_per_gpu_instance params = {.gpu_instance_id =
									    instance};
	const uint32_t room = sizeof(params.vgpu_instance_ids) / sizeof(uint32_t);
	nvmlReturn_t result =
	    rm_vgpu_control(gpu, RM_VGPU_CONFIG_ENUMERATE_VGPU_PER_GPU_INSTANCE, &params);

	if (result != NVML_SUCCESS)
		return result;
	ret_vgpus->count = 0;
	for (uint32_t i = 0; i < params.num_vgpu && i < room; i++) {
		if (params.vgpu_instance_ids[i] != 0)
			ret_vgpus->ids[ret_vgpus->count++] = params.vgpu_instance_ids[i];
	}
	return NVML_SUCCESS;
}

__attribute__((noinline)) nvmlReturn_t
rm_vgpu_processes(struct gpu *gpu, struct rm_vgpu_process *ret_list, uint32_t *ret_count)
{
	rm_list list;
	nvmlReturn_t result = list_vgpus(gpu, &list);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < list.num_vgpu; i++)
		ret_list[i] = (struct rm_vgpu_process){
		    .vgpu = list.vgpu_guest[i].vgpu_device.vgpu_device_instance_id,
		    .pid = list.vgpu_guest[i].guest_vm_info.vm_pid};
	*ret_count = list.num_vgpu;
	return NVML_SUCCESS;
}

static void take_guest(const rm_guest *from, struct vgpu *ret_vgpu)
{
	ret_vgpu->vm_has_uuid = from->guest_vm_info.vm_id_type == VM_ID_UUID;
	memcpy(ret_vgpu->vm_uuid, from->guest_vm_info.guest_vm_id.vm_uuid,
	       sizeof(ret_vgpu->vm_uuid));
	ret_vgpu->vm_number = from->guest_vm_info.guest_vm_id.vm_id;
	ret_vgpu->pid = from->guest_vm_info.vm_pid;
	ret_vgpu->version = from->guest_vm_info.guest_negotiated_vgpu_version;
	ret_vgpu->may_move = from->guest_vm_info.migration_prohibited == 0;
	ret_vgpu->frames_per_s = from->guest_vm_info.frame_rate_limit;
	ret_vgpu->licensed = from->guest_vm_info.licensed != 0;
	ret_vgpu->license_state = from->guest_vm_info.license_state;
	ret_vgpu->license_expiry = from->guest_vm_info.license_expiry_timestamp;
	ret_vgpu->license_expiry_kind = from->guest_vm_info.license_expiry_status;
	TAKE_TEXT(ret_vgpu->driver, from->guest_vm_info.guest_driver_version);
}

static enum vgpu_ecc ecc_of(uint32_t state)
{
	switch (state) {
	case NVA081_CTRL_ECC_STATE_NOT_SUPPORTED:
		return VGPU_ECC_NONE;
	case NVA081_CTRL_ECC_STATE_DISABLED:
		return VGPU_ECC_OFF;
	case NVA081_CTRL_ECC_STATE_ENABLED:
		return VGPU_ECC_ON;
	default:
		return VGPU_ECC_UNKNOWN;
	}
}

/* Before 565 the identity of the device had another name; before 580 accounts were the VM's. */
static void take_vgpu(const rm_guest *from, struct vgpu *ret_vgpu)
{
	static const uint8_t none[16];
	bool has_name = memcmp(from->vgpu_device.vgpu_dev_name, none, sizeof(none)) != 0;

	take_guest(from, ret_vgpu);
	ret_vgpu->id = from->vgpu_device.vgpu_device_instance_id;
	ret_vgpu->type = from->vgpu_device.vgpu_type;
	memcpy(ret_vgpu->uuid, from->vgpu_device.vgpu_uuid, sizeof(ret_vgpu->uuid));
	memcpy(ret_vgpu->device_uuid,
	       has_name ? from->vgpu_device.vgpu_dev_name : from->vgpu_device.mdev_uuid,
	       sizeof(ret_vgpu->device_uuid));
	ret_vgpu->accounting_pid = from->vgpu_device.accounting_pid
				       ? from->vgpu_device.accounting_pid
				       : from->guest_vm_info.vm_pid;
	ret_vgpu->memory_used = from->vgpu_device.fb_used;
	ret_vgpu->encoder_percent = from->vgpu_device.encoder_capacity;
	ret_vgpu->gpu_instance = from->vgpu_device.swizz_id;
	ret_vgpu->has_place = from->vgpu_device.placement_id != VGPU_NOT_TOLD;
	ret_vgpu->place = from->vgpu_device.placement_id;
	ret_vgpu->ecc = ecc_of(from->vgpu_device.ecc_state);
	ret_vgpu->driver_loaded = from->vgpu_device.driver_loaded != 0;
}

static __attribute__((noinline)) nvmlReturn_t rm_vgpu(struct gpu *gpu, uint32_t id,
						      struct vgpu *ret_vgpu)
{
	rm_list list;
	nvmlReturn_t result = list_vgpus(gpu, &list);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < list.num_vgpu; i++) {
		if (list.vgpu_guest[i].vgpu_device.vgpu_device_instance_id != id)
			continue;
		take_vgpu(&list.vgpu_guest[i], ret_vgpu);
		return NVML_SUCCESS;
	}
	return NVML_ERROR_NOT_FOUND;
}

/* A GPU without SR-IOV has no such list; its vGPUs' use is in the list of vGPUs. */
static nvmlReturn_t rm_vgpu_memory(struct gpu *gpu, const struct vgpu *vgpu, uint64_t *ret_bytes)
{
	struct rm_vgpu_config_get_vgpu_fb_usage params;

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_vgpu_control(gpu, RM_VGPU_CONFIG_GET_VGPU_FB_USAGE, &params);
	if (result != NVML_SUCCESS)
		return result;
	*ret_bytes = vgpu->memory_used;
	for (uint32_t i = 0; i < params.vgpu_count && i < VGPUS_MAX; i++) {
		if (memcmp(params.vgpu_fb_usage[i].vgpu_uuid, vgpu->uuid, sizeof(vgpu->uuid)) == 0)
			*ret_bytes = params.vgpu_fb_usage[i].fb_used;
	}
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_set_vgpu_encoder(struct gpu *gpu, const struct vgpu *vgpu, uint32_t percent)
{
	struct rm_vgpu_config_set_vgpu_instance_encoder_capacity params = {.encoder_capacity =
									       percent};

	nvmlReturn_t result = rm_vgpu_use_as_root(gpu);

	memcpy(params.vgpu_uuid, vgpu->uuid, sizeof(params.vgpu_uuid));
	return result == NVML_SUCCESS
		   ? rm_vgpu_control(gpu, RM_VGPU_CONFIG_SET_VGPU_INSTANCE_ENCODER_CAPACITY,
				     &params)
		   : result;
}

void rm_vgpu_fill(struct provider_ops *ops)
{
	ops->vgpu_host = rm_vgpu_use;
	ops->vgpu_types = rm_vgpu_types;
	ops->vgpu_type = rm_vgpu_type;
	ops->vgpu_creatable = rm_vgpu_creatable;
	ops->vgpus = rm_vgpus;
	ops->vgpus_of_instance = rm_vgpus_of_instance;
	ops->vgpu = rm_vgpu;
	ops->vgpu_memory = rm_vgpu_memory;
	ops->set_vgpu_encoder = rm_set_vgpu_encoder;
}
