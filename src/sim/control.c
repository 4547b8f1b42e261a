/* SPDX-License-Identifier: MIT */
/* RM_CONTROL: the order of checks, the parameters' way in and out. */
#include <stdlib.h>
#include <string.h>

#include "sim/controls.h"

/* NVOS54_FLAGS_IRQL_RAISED, NVOS54_FLAGS_LOCK_BYPASS */
#define FLAG_IRQL_RAISED 1u
#define FLAG_LOCK_BYPASS 2u
/* Numbers with this bit go to firmware unseen; with both only for administrators. */
#define LEGACY_BIT 0x8000u
#define LEGACY_ADMIN 0xc000u

static sim_handler *const handlers[RM_CMD_COUNT] = {
    [RM_GPU_GET_PROBED_IDS] = sim_get_probed_ids,
    [RM_GPU_GET_ATTACHED_IDS] = sim_get_attached_ids,
    [RM_GPU_GET_DEVICE_IDS] = sim_get_device_ids,
    [RM_GPU_ATTACH_IDS] = sim_attach_ids,
    [RM_GPU_DETACH_IDS] = sim_detach_ids,
    [RM_GPU_ASYNC_ATTACH_ID] = sim_attach_one,
    [RM_GPU_WAIT_ATTACH_ID] = sim_attach_one,
    [RM_GPU_GET_ID_INFO] = sim_get_id_info,
    [RM_GPU_GET_ID_INFO_V2] = sim_get_id_info_v2,
    [RM_GPU_GET_INIT_STATUS] = sim_get_init_status,
    [RM_GPU_GET_PCI_INFO] = sim_get_pci_info,
    [RM_GPU_GET_UUID_INFO] = sim_get_uuid_info,
    [RM_GPU_GET_UUID_FROM_GPU_ID] = sim_get_uuid_from_gpu_id,
    [RM_GPU_QUERY_DRAIN_STATE] = sim_query_drain_state,
    [RM_GPU_MODIFY_DRAIN_STATE] = sim_modify_drain_state,
    [RM_GPU_GET_ACTIVE_DEVICE_IDS] = sim_get_active_device_ids,
    [RM_GPU_GET_NVLINK_BW_MODE] = sim_get_nvlink_bw_mode,
    [RM_GPU_SET_NVLINK_BW_MODE] = sim_set_nvlink_bw_mode,
    [RM_SYSTEM_GET_BUILD_VERSION] = sim_get_build_version,
    [RM_SYSTEM_GET_BUILD_VERSION_V2] = sim_get_build_version_v2,
    [RM_SYSTEM_GET_P2P_CAPS] = sim_get_p2p_caps,
    [RM_SYSTEM_GET_P2P_CAPS_V2] = sim_get_p2p_caps_v2,
    [RM_SYSTEM_GET_P2P_CAPS_MATRIX] = sim_get_p2p_caps_matrix,
    [RM_SYSTEM_EVENT_SET_NOTIFICATION] = sim_system_event_set_notification,
    [RM_GET_SYSTEM_EVENT_DATA] = sim_get_system_event_data,
    [RM_CLIENT_GET_ADDR_SPACE_TYPE] = sim_get_addr_space_type,
    [RM_CLIENT_GET_HANDLE_INFO] = sim_client_get_handle_info,
    [RM_CLIENT_GET_ACCESS_RIGHTS] = sim_client_get_rights,
    [RM_CLIENT_SET_INHERITED_SHARE_POLICY] = sim_client_set_share_policy,
    [RM_CLIENT_SHARE_OBJECT] = sim_client_share_object,
    [RM_CLIENT_OBJECTS_ARE_DUPLICATES] = sim_client_are_duplicates,
    [RM_GPUACCT_GET_ACCOUNTING_STATE] = sim_get_accounting_state,
    [RM_GPUACCT_SET_ACCOUNTING_STATE] = sim_set_accounting_state,
    [RM_GPUACCT_CLEAR_ACCOUNTING_DATA] = sim_clear_accounting,
    [RM_GPUACCT_GET_ACCOUNTING_PIDS] = sim_get_accounting_pids,
    [RM_GPUACCT_GET_PROC_ACCOUNTING_INFO] = sim_get_accounting_info,
    [RM_GPU_GET_NUM_SUBDEVICES] = sim_get_num_subdevices,
    [RM_GPU_QUERY_SW_STATE_PERSISTENCE] = sim_query_persistence,
    [RM_GPU_MODIFY_SW_STATE_PERSISTENCE] = sim_modify_persistence,
    [RM_GPU_GET_VIRTUALIZATION_MODE] = sim_get_virtualization_mode,
    [RM_GPU_GET_SRIOV_CAPS] = sim_get_sriov_caps,
    [RM_GPU_GET_CLASSLIST_V2] = sim_get_classlist,
    [RM_GPU_GET_BRAND_CAPS] = sim_get_brand_caps,
    [RM_GPU_GET_VGX_CAPS] = sim_get_vgx_caps,
    [RM_GPU_GET_INFO] = sim_get_gpu_info_at,
    [RM_GPU_GET_INFO_V2] = sim_get_gpu_info,
    [RM_GPU_GET_NAME_STRING] = sim_get_name,
    [RM_GPU_GET_SHORT_NAME_STRING] = sim_get_short_name,
    [RM_GPU_GET_ID] = sim_get_gpu_id,
    [RM_GPU_GET_OEM_BOARD_INFO] = sim_get_oem_board_info,
    [RM_GPU_GET_GID_INFO] = sim_get_gid,
    [RM_GPU_GET_INFOROM_OBJECT_VERSION] = sim_get_inforom_object,
    [RM_GPU_GET_INFOROM_IMAGE_VERSION] = sim_get_inforom_image,
    [RM_GPU_GET_CHIP_DETAILS] = sim_get_chip_details,
    [RM_GPU_GET_PHYSICAL_BRIDGE_VERSION_INFO] = sim_get_bridges,
    [RM_GPU_QUERY_COMPUTE_MODE_RULES] = sim_query_compute_mode,
    [RM_GPU_SET_COMPUTE_MODE_RULES] = sim_set_compute_mode,
    [RM_GPU_GET_PIDS] = sim_get_pids,
    [RM_GPU_GET_PID_INFO] = sim_get_pid_info,
    [RM_GPU_GET_ENCODER_CAPACITY] = sim_get_encoder_capacity,
    [RM_GPU_GET_NVENC_SW_SESSION_STATS] = sim_get_encoder_stats,
    [RM_GPU_GET_NVENC_SW_SESSION_INFO] = sim_get_encoder_sessions,
    [RM_GPU_GET_NVENC_SW_SESSION_INFO_V2] = sim_get_encoder_sessions_v2,
    [RM_GPU_GET_NVFBC_SW_SESSION_STATS] = sim_get_capture_stats,
    [RM_GPU_GET_NVFBC_SW_SESSION_INFO] = sim_get_capture_sessions,
    [RM_GPU_GET_RECOVERY_ACTION] = sim_get_recovery_action,
    [RM_GPU_GET_RESET_STATUS] = sim_get_reset_status,
    [RM_GPU_GET_DRAIN_AND_RESET_STATUS] = sim_get_drain_status,
    [RM_GPU_VERIFY_INFOROM] = sim_verify_inforom,
    [RM_BBX_GET_LAST_FLUSH_TIME] = sim_get_black_box_flush,
    [RM_BBX_GET_TIME_DATA] = sim_get_black_box_times,
    [RM_MC_GET_ARCH_INFO] = sim_get_arch_info,
    [RM_BIOS_GET_INFO] = sim_get_bios_info,
    [RM_BIOS_GET_INFO_V2] = sim_get_bios_info_v2,
    [RM_GR_GET_INFO] = sim_get_gr_info,
    [RM_GR_GET_INFO_V2] = sim_get_gr_info_v2,
    [RM_TIMER_GET_TIME] = sim_get_time,
    [RM_TIMER_GET_GPU_CPU_TIME_CORRELATION_INFO] = sim_get_time_correlation,
    [RM_GSP_GET_FEATURES] = sim_get_gsp_features,
    [RM_GPU_SET_PARTITIONING_MODE] = sim_set_partitioning_mode,
    [RM_GPU_DESCRIBE_PARTITIONS] = sim_describe_partitions,
    [RM_GPU_GET_PARTITION_CAPACITY] = sim_get_partition_capacity,
    [RM_GPU_SET_PARTITIONS] = sim_set_partitions,
    [RM_GPU_GET_PARTITIONS] = sim_get_partitions,
    [RM_GPU_GET_ACTIVE_PARTITION_IDS] = sim_get_active_partition_ids,
    [RM_GPU_GET_COMPUTE_PROFILES] = sim_get_compute_profiles,
    [RM_EXEC_PARTITIONS_CREATE] = sim_exec_partitions_create,
    [RM_EXEC_PARTITIONS_DELETE] = sim_exec_partitions_delete,
    [RM_EXEC_PARTITIONS_GET] = sim_exec_partitions_get,
    [RM_EXEC_PARTITIONS_GET_ACTIVE_IDS] = sim_exec_partitions_get_active_ids,
    [RM_EXEC_PARTITIONS_GET_PROFILE_CAPACITY] = sim_get_compute_capacity,
    [RM_COMPUTE_INSTANCE_GET_UUID] = sim_get_compute_uuid,
    [RM_FB_GET_INFO] = sim_get_fb_info,
    [RM_FB_GET_INFO_V2] = sim_get_fb_info_v2,
    [RM_FB_GET_OFFLINED_PAGES] = sim_get_offlined_pages,
    [RM_FB_GET_REMAPPED_ROWS] = sim_get_remapped_rows,
    [RM_FB_GET_ROW_REMAPPER_HISTOGRAM] = sim_get_row_histogram,
    [RM_BUS_GET_PCI_INFO] = sim_get_bus_pci_info,
    [RM_BUS_GET_INFO] = sim_get_bus_info,
    [RM_BUS_GET_INFO_V2] = sim_get_bus_info_v2,
    [RM_BUS_GET_PEX_COUNTERS] = sim_get_pex_counters,
    [RM_BUS_CLEAR_PEX_COUNTERS] = sim_clear_pex_counters,
    [RM_BUS_GET_PEX_LANE_COUNTERS] = sim_get_pex_lane_counters,
    [RM_BUS_GET_PEX_UTIL_COUNTERS] = sim_get_pex_util,
    [RM_BUS_CLEAR_PEX_UTIL_COUNTERS] = sim_clear_pex_util,
    [RM_BUS_GET_C2C_INFO] = sim_get_c2c_info,
    [RM_BUS_GET_C2C_ERR_INFO] = sim_get_c2c_errors,
    [RM_BUS_GET_C2C_LPWR_STATS] = sim_get_c2c_low_power,
    [RM_BUS_GET_PCIE_REQ_ATOMICS_CAPS] = sim_get_req_atomics,
    [RM_BUS_GET_PCIE_CPL_ATOMICS_CAPS] = sim_get_cpl_atomics,
    [RM_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2] = sim_get_gpumon_samples,
    [RM_PERF_GET_CURRENT_PSTATE] = sim_get_pstate,
    [RM_PERF_GET_POWERSTATE] = sim_get_powerstate,
    [RM_PERF_GET_VID_ENG_PERFMON_SAMPLE] = sim_get_video_sample,
    [RM_PMGR_GET_MODULE_INFO] = sim_get_module_info,
    [RM_THERMAL_SYSTEM_EXECUTE_V2] = sim_thermal_execute,
    [RM_GPU_QUERY_INFOROM_ECC_SUPPORT] = sim_query_inforom_ecc,
    [RM_GPU_QUERY_ECC_STATUS] = sim_query_ecc_status,
    [RM_GPU_QUERY_ECC_CONFIGURATION] = sim_query_ecc_configuration,
    [RM_GPU_SET_ECC_CONFIGURATION] = sim_set_ecc_configuration,
    [RM_GPU_RESET_ECC_ERROR_STATUS] = sim_reset_ecc,
    [RM_ECC_GET_CLIENT_EXPOSED_COUNTERS] = sim_get_exposed_counters,
    [RM_ECC_GET_VOLATILE_COUNTS] = sim_get_volatile_counts,
    [RM_ECC_GET_ECI_COUNTERS] = sim_get_eci_counters,
    [RM_ECC_GET_SRAM_UNIQUE_UNCORR_COUNTS] = sim_get_sram_errors,
    [RM_ECC_GET_REPAIR_STATUS] = sim_get_repair_status,
    [RM_ECC_GET_UNREPAIRABLE_MEMORY_FLAG] = sim_get_unrepairable_flag,
    [RM_FB_QUERY_DRAM_ENCRYPTION_INFOROM_SUPPORT] = sim_get_dram_encryption_support,
    [RM_FB_QUERY_DRAM_ENCRYPTION_STATUS] = sim_get_dram_encryption,
    [RM_FB_QUERY_DRAM_ENCRYPTION_PENDING_CONFIGURATION] = sim_get_dram_encryption_pending,
    [RM_FB_SET_DRAM_ENCRYPTION_CONFIGURATION] = sim_set_dram_encryption,
    [RM_CONF_COMPUTE_GET_CAPABILITIES] = sim_cc_get_capabilities,
    [RM_CONF_COMPUTE_GET_GPUS_STATE] = sim_cc_get_gpus_state,
    [RM_CONF_COMPUTE_SET_GPUS_STATE] = sim_cc_set_gpus_state,
    [RM_CONF_COMPUTE_GET_VIDMEM_SIZE] = sim_cc_get_vidmem_size,
    [RM_CONF_COMPUTE_SET_VIDMEM_SIZE] = sim_cc_set_vidmem_size,
    [RM_CONF_COMPUTE_GET_SECURITY_POLICY] = sim_cc_get_security_policy,
    [RM_CONF_COMPUTE_SET_SECURITY_POLICY] = sim_cc_set_security_policy,
    [RM_CONF_COMPUTE_GET_GPU_CERTIFICATE] = sim_cc_get_certificate,
    [RM_CONF_COMPUTE_GET_GPU_ATTESTATION_REPORT] = sim_cc_get_attestation,
    [RM_NVLINK_GET_NVLINK_CAPS] = sim_get_nvlink_caps,
    [RM_NVLINK_GET_NVLINK_STATUS] = sim_get_nvlink_status,
    [RM_NVLINK_GET_COUNTERS] = sim_get_nvlink_counters,
    [RM_NVLINK_GET_COUNTERS_V2] = sim_get_nvlink_counters_v2,
    [RM_NVLINK_CLEAR_COUNTERS] = sim_clear_nvlink_counters,
    [RM_NVLINK_CLEAR_COUNTERS_V2] = sim_clear_nvlink_counters_v2,
    [RM_NVLINK_READ_TP_COUNTERS] = sim_read_tp_counters,
    [RM_NVLINK_GET_POWER_STATE] = sim_get_nvlink_power_state,
    [RM_NVLINK_GET_L1_THRESHOLD] = sim_get_l1_threshold,
    [RM_NVLINK_SET_L1_THRESHOLD] = sim_set_l1_threshold,
    [RM_NVLINK_GET_SUPPORTED_BW_MODE] = sim_get_supported_bw_mode,
    [RM_NVLINK_GET_BW_MODE] = sim_get_gpu_bw_mode,
    [RM_NVLINK_SET_BW_MODE] = sim_set_gpu_bw_mode,
    [RM_NVLINK_PRM_ACCESS] = sim_prm_access,
    [RM_NVLINK_GET_SAVED_NODE_HOSTNAME] = sim_get_hostname,
    [RM_NVLINK_SAVE_NODE_HOSTNAME] = sim_save_hostname,
    [RM_NVLINK_GET_PLATFORM_INFO] = sim_get_platform_info,
    [RM_GET_GPU_FABRIC_PROBE_INFO] = sim_get_fabric_info,
    [RM_EVENT_SET_NOTIFICATION] = sim_event_set_notification,
    [RM_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES] = sim_get_vgpu_types,
    [RM_VGPU_CONFIG_GET_CREATABLE_VGPU_TYPES] = sim_get_creatable_vgpu_types,
    [RM_VGPU_CONFIG_GET_VGPU_TYPE_INFO] = sim_get_vgpu_type,
    [RM_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU] = sim_get_vgpus,
    [RM_VGPU_CONFIG_ENUMERATE_VGPU_PER_GPU_INSTANCE] = sim_get_vgpus_of_instance,
    [RM_VGPU_CONFIG_GET_VGPU_FB_USAGE] = sim_get_vgpu_memory,
    [RM_VGPU_CONFIG_SET_VGPU_INSTANCE_ENCODER_CAPACITY] = sim_set_vgpu_encoder,
    [RM_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS] = sim_get_vgpu_places,
    [RM_GPU_GET_VGPU_HETEROGENEOUS_MODE] = sim_get_vgpu_mixed_sizes,
    [RM_GPU_SET_VGPU_HETEROGENEOUS_MODE] = sim_set_vgpu_mixed_sizes,
    [RM_PGPU_GET_MULTI_VGPU_SUPPORT_INFO] = sim_get_vgpu_support,
    [RM_VGPU_CONFIG_GET_MIGRATION_BANDWIDTH] = sim_get_vgpu_bandwidth,
    [RM_PGPU_GET_VGPU_STREAMING_CAPABILITY] = sim_get_vgpu_streaming,
    [RM_VGPU_GET_CAPABILITY] = sim_get_vgpu_capability,
    [RM_VGPU_SET_CAPABILITY] = sim_set_vgpu_capability,
    [RM_GET_VGPU_DRIVER_CAPS] = sim_get_vgpu_driver_caps,
    [RM_FIFO_OBJSCHED_GET_STATE] = sim_get_vgpu_scheduler,
    [RM_FIFO_OBJSCHED_SET_STATE] = sim_set_vgpu_scheduler,
    [RM_FIFO_OBJSCHED_GET_CAPS] = sim_get_vgpu_scheduler_caps,
    [RM_FIFO_OBJSCHED_SW_GET_LOG] = sim_get_vgpu_turns,
    [RM_VGPU_GET_VGPU_VERSION] = sim_get_vgpu_version,
    [RM_VGPU_SET_VGPU_VERSION] = sim_set_vgpu_version,
    [RM_VGPU_CONFIG_GET_PGPU_METADATA_STRING] = sim_get_vgpu_host_identity,
    [RM_SHARED_DATA_REQUEST_DATA_POLL] = sim_request_data_poll,
    [RM_SHARED_DATA_REQUEST_POLL_INTERVAL] = sim_request_poll_interval,
    [RM_GPU_RUSD_SET_FEATURES] = sim_set_rusd_features,
    [RM_GPU_FORCE_GSP_UNLOAD] = sim_force_gsp_unload,
    [RM_RUSD_GET_SUPPORTED_FEATURES] = sim_get_rusd_features,
};

struct control {
	uint32_t client, object, number, flags, size;
	uint64_t addr;
	enum rm_cmd cmd;
	bool known;
	const struct rm_command *info;
	const struct rm_layout *layout;
};

/* 535.161.07 and 550.40.53 moved the size test to the entry and renamed its status. */
static bool size_is_checked_first(const struct sim *sim)
{
	if (sim->version.major == 535)
		return sim_since(sim, 535, 161, 7);
	return sim_since(sim, 550, 40, 53);
}

static void look_up(const struct sim *sim, struct control *control)
{
	control->known = rm_command_find(control->number, sim->release, &control->cmd);
	if (!control->known)
		return;
	control->info = rm_command_info(control->cmd);
	control->layout = rm_layout_at(control->cmd, sim->release);
	if (!control->layout) /* a twin older than its plain number */
		control->layout = &control->info->layouts[0];
}

static uint32_t unknown(struct sim_call *call, const struct control *control)
{
	uint32_t status;

	sim_log(call->sim, "SIM-CONTROL unknown command 0x%08x size %u", control->number,
		control->size);
	call->gpu = call->object->gpu;
	status = sim_fault_strike(call, control->number, NULL);
	return status == SIM_OK ? SIM_NOT_SUPPORTED : status;
}

static uint32_t run(struct sim_call *call, const struct control *control, uint8_t *wire)
{
	sim_handler *handler = handlers[control->cmd];
	void *neutral;
	uint32_t status;

	if (!handler) {
		sim_log(call->sim, "SIM-CONTROL %s is not simulated", control->info->name);
		return SIM_NOT_SUPPORTED;
	}
	neutral = calloc(1, control->info->neutral_size + 1);
	if (!neutral)
		return SIM_NO_MEMORY;
	rm_decode(control->layout, RM_IN | RM_OUT, wire, neutral);
	status = handler(call, neutral);
	if (status == SIM_OK)
		rm_encode(control->layout, RM_IN | RM_OUT, neutral, wire);
	free(neutral);
	return status;
}

/* Parameters go back with NV_OK only. */
static uint32_t run_with_params(struct sim_call *call, const struct control *control, uint8_t *wire)
{
	const struct sim_task *task = call->task;
	uint32_t status;

	call->gpu = call->object->gpu;
	call->wire = wire;
	status = sim_trouble_strike(call->gpu,
				    control->info->firmware || (control->number & LEGACY_BIT));
	if (status == SIM_OK)
		status = sim_fault_strike(call, control->number, control->info);
	if (status == SIM_OK)
		status = run(call, control, wire);
	if (status == SIM_OK)
		sim_fault_spoil(call, control->number, control->info, control->layout, wire);
	if (status == SIM_OK && control->size &&
	    task->copy_out(task, control->addr, wire, control->size) < 0)
		return SIM_INVALID_ADDRESS;
	return status;
}

static uint32_t check_method(struct sim_call *call, const struct control *control)
{
	uint32_t class_number = call->object->class_number;

	if (class_number == SIM_CLASS_ROOT)
		class_number = 0;
	if (!control->known)
		return unknown(call, control);
	if (control->info->object_class != class_number)
		return SIM_NOT_SUPPORTED;
	if (control->size != control->layout->size)
		return SIM_INVALID_PARAM_STRUCT;
	if (control->info->privileged && !call->admin)
		return SIM_INSUFFICIENT_PERMISSIONS;
	return SIM_OK;
}

static uint32_t copy_in(struct sim_call *call, const struct control *control, uint8_t **ret_wire)
{
	uint8_t *wire;

	if (control->size > SIM_PARAMS_SIZE_MAX)
		return SIM_INVALID_ARGUMENT;
	wire = calloc(1, control->size + 1);
	if (!wire)
		return SIM_NO_MEMORY;
	if (control->size &&
	    call->task->copy_in(call->task, wire, control->addr, control->size) < 0) {
		free(wire);
		return SIM_INVALID_ADDRESS;
	}
	*ret_wire = wire;
	return SIM_OK;
}

/* What the kernel tests before it looks at client and object. */
static uint32_t check_entry(struct sim_call *call, const struct control *control)
{
	if (control->flags & FLAG_IRQL_RAISED)
		return SIM_INVALID_ARGUMENT;
	if (control->flags & FLAG_LOCK_BYPASS)
		return SIM_INVALID_CLIENT;
	if (!sim_client_find(call->sim, control->client))
		return SIM_INVALID_CLIENT;
	if ((control->size == 0) != (control->addr == 0))
		return SIM_INVALID_ARGUMENT;
	if (control->known && size_is_checked_first(call->sim) &&
	    control->size != control->layout->size)
		return SIM_INVALID_ARGUMENT;
	return SIM_OK;
}

static uint32_t serve(struct sim_call *call, const struct control *control)
{
	uint8_t *wire = NULL;
	uint32_t status = check_entry(call, control);

	if (status == SIM_OK)
		status = copy_in(call, control, &wire);
	if (status != SIM_OK)
		return status;
	call->client = sim_client_of_call(call, control->client, SIM_INVALID_CLIENT, &status);
	if (call->client) {
		call->object = sim_object_find(call->client, control->object);
		status = call->object ? check_method(call, control) : SIM_OBJECT_NOT_FOUND;
		if (status == SIM_OK)
			status = run_with_params(call, control, wire);
	}
	free(wire);
	return status;
}

/* The firmware answers the three legacy twins; it knows no others here. */
static uint32_t serve_legacy(struct sim_call *call, const struct control *control)
{
	uint8_t *wire = NULL;
	uint32_t status;

	if (control->size == 0)
		return SIM_NO_MEMORY;
	if ((control->number & LEGACY_ADMIN) == LEGACY_ADMIN && !call->admin)
		return SIM_INSUFFICIENT_PERMISSIONS;
	if (!control->known || control->info->twin != control->number ||
	    call->object->class_number != control->info->object_class)
		return unknown(call, control);
	if (control->size != control->layout->size)
		return SIM_INVALID_ARGUMENT;
	status = copy_in(call, control, &wire);
	if (status == SIM_OK)
		status = run_with_params(call, control, wire);
	free(wire);
	return status;
}

/*
 * Commands of the past are turned into their successors (rmapi_deprecated_control.c): as
 * long as their parameters are there, nobody looks at the size.
 */
struct deprecated {
	enum rm_cmd cmd, successor;
	struct rm_version since;
};

static const struct deprecated deprecated[] = {
    {RM_SYSTEM_GET_BUILD_VERSION, RM_SYSTEM_GET_BUILD_VERSION_V2, {515, 0, 0}},
    {RM_BIOS_GET_INFO, RM_BIOS_GET_INFO_V2, {515, 0, 0}},
    {RM_BUS_GET_INFO, RM_BUS_GET_INFO_V2, {515, 0, 0}},
    {RM_GPU_GET_INFO, RM_GPU_GET_INFO_V2, {515, 0, 0}},
    {RM_FB_GET_INFO, RM_FB_GET_INFO_V2, {550, 40, 7}},
};

static const struct deprecated *find_deprecated(const struct sim *sim, enum rm_cmd cmd)
{
	for (size_t i = 0; i < sizeof(deprecated) / sizeof(deprecated[0]); i++)
		if (deprecated[i].cmd == cmd &&
		    rm_version_compare(sim->version, deprecated[i].since) >= 0)
			return &deprecated[i];
	return NULL;
}

/* How many pairs the successor's list has room for. */
static uint32_t list_room(const struct sim *sim, enum rm_cmd successor)
{
	return (rm_layout_at(successor, sim->release)->size - 4) / sizeof(struct sim_info_pair);
}

static uint32_t serve_deprecated(struct sim_call *call, struct control *control,
				 const struct deprecated *old)
{
	uint8_t count[4];

	control->size = control->layout->size;
	if (control->addr == 0)
		return SIM_INVALID_ARGUMENT;
	if (old->cmd == RM_SYSTEM_GET_BUILD_VERSION)
		return serve(call, control);
	if (call->task->copy_in(call->task, count, control->addr, sizeof(count)) < 0)
		return SIM_INVALID_ADDRESS;
	if (sim_get32(count) > list_room(call->sim, old->successor))
		return SIM_OUT_OF_RANGE;
	return serve(call, control);
}

static bool is_legacy(struct sim_call *call, const struct control *control)
{
	struct sim_client *client = sim_client_find(call->sim, control->client);

	if (!(control->number & LEGACY_BIT) || !client)
		return false;
	call->client = client;
	call->object = sim_object_find(client, control->object);
	if (!call->object || !call->object->gpu)
		return false;
	return sim_gpu_has_gsp(call->object->gpu) ||
	       (control->known && control->info->twin == control->number);
}

uint32_t sim_control(struct sim_call *call)
{
	struct control control = {
	    .client = sim_get32(call->arg),
	    .object = sim_get32(call->arg + 4),
	    .number = sim_get32(call->arg + 8),
	    .flags = sim_get32(call->arg + 12),
	    .addr = sim_get64(call->arg + 16),
	    .size = sim_get32(call->arg + 24),
	};

	const struct deprecated *old;

	if ((control.number & 0xffff) == 0)
		return SIM_OK;
	look_up(call->sim, &control);
	old = control.known && control.flags == 0 && sim_client_find(call->sim, control.client)
		  ? find_deprecated(call->sim, control.cmd)
		  : NULL;
	if (old)
		return serve_deprecated(call, &control, old);
	return is_legacy(call, &control) ? serve_legacy(call, &control) : serve(call, &control);
}

uint32_t sim_info_list(struct sim_call *call, void *list, uint32_t count, uint32_t limit,
		       sim_info *answer)
{
	struct sim_info_pair pair;
	uint8_t *at = list;

	if (count == 0 || count > limit)
		return SIM_INVALID_ARGUMENT;
	for (uint32_t i = 0; i < count; i++, at += sizeof(pair)) {
		uint32_t status;

		memcpy(&pair, at, sizeof(pair));
		status = answer(call, pair.index, &pair.data);
		if (status != SIM_OK)
			return status;
		memcpy(at, &pair, sizeof(pair));
	}
	return SIM_OK;
}

uint32_t sim_info_list_at(struct sim_call *call, uint64_t addr, uint32_t count, sim_info *answer)
{
	struct sim_info_pair list[128];
	const struct sim_task *task = call->task;
	uint32_t status;

	if (count == 0 || count > sizeof(list) / sizeof(list[0]))
		return SIM_INVALID_ARGUMENT;
	if (task->copy_in(task, list, addr, count * sizeof(list[0])) < 0)
		return SIM_INVALID_ADDRESS;
	status = sim_info_list(call, list, count, count, answer);
	if (status == SIM_OK && task->copy_out(task, addr, list, count * sizeof(list[0])) < 0)
		return SIM_INVALID_ADDRESS;
	return status;
}
