/* SPDX-License-Identifier: MIT */
/* Generated from registry/rm by scripts/gen.py; do not edit. */

#ifndef OPENNVML_GEN_RM_ABI_H
#define OPENNVML_GEN_RM_ABI_H

#include <stdint.h>

enum rm_cmd {
	RM_GPUACCT_SET_ACCOUNTING_STATE,
	RM_GPUACCT_GET_ACCOUNTING_STATE,
	RM_GPUACCT_GET_PROC_ACCOUNTING_INFO,
	RM_GPUACCT_GET_ACCOUNTING_PIDS,
	RM_GPUACCT_CLEAR_ACCOUNTING_DATA,
	RM_BUS_GET_PCI_INFO,
	RM_BUS_GET_INFO,
	RM_BUS_GET_INFO_V2,
	RM_BUS_GET_PEX_COUNTERS,
	RM_BUS_GET_PEX_UTIL_COUNTERS,
	RM_BUS_CLEAR_PEX_UTIL_COUNTERS,
	RM_BUS_GET_C2C_INFO,
	RM_BUS_CLEAR_PEX_COUNTERS,
	RM_BUS_GET_PEX_LANE_COUNTERS,
	RM_BUS_GET_C2C_ERR_INFO,
	RM_BUS_GET_C2C_LPWR_STATS,
	RM_BUS_GET_PCIE_REQ_ATOMICS_CAPS,
	RM_BUS_GET_PCIE_CPL_ATOMICS_CAPS,
	RM_CONF_COMPUTE_GET_CAPABILITIES,
	RM_CONF_COMPUTE_GET_GPUS_STATE,
	RM_CONF_COMPUTE_SET_GPUS_STATE,
	RM_CONF_COMPUTE_GET_VIDMEM_SIZE,
	RM_CONF_COMPUTE_SET_VIDMEM_SIZE,
	RM_CONF_COMPUTE_GET_GPU_CERTIFICATE,
	RM_CONF_COMPUTE_GET_GPU_ATTESTATION_REPORT,
	RM_CONF_COMPUTE_SET_SECURITY_POLICY,
	RM_CONF_COMPUTE_GET_SECURITY_POLICY,
	RM_GPU_GET_NUM_SUBDEVICES,
	RM_GPU_MODIFY_SW_STATE_PERSISTENCE,
	RM_GPU_QUERY_SW_STATE_PERSISTENCE,
	RM_GPU_GET_VIRTUALIZATION_MODE,
	RM_GPU_GET_SRIOV_CAPS,
	RM_GPU_GET_CLASSLIST_V2,
	RM_GPU_GET_BRAND_CAPS,
	RM_GPU_GET_VGX_CAPS,
	RM_GPU_QUERY_INFOROM_ECC_SUPPORT,
	RM_GPU_QUERY_ECC_STATUS,
	RM_GPU_QUERY_ECC_CONFIGURATION,
	RM_GPU_SET_ECC_CONFIGURATION,
	RM_GPU_RESET_ECC_ERROR_STATUS,
	RM_ECC_GET_CLIENT_EXPOSED_COUNTERS,
	RM_ECC_GET_VOLATILE_COUNTS,
	RM_ECC_GET_ECI_COUNTERS,
	RM_ECC_GET_SRAM_UNIQUE_UNCORR_COUNTS,
	RM_ECC_GET_REPAIR_STATUS,
	RM_ECC_GET_UNREPAIRABLE_MEMORY_FLAG,
	RM_SYSTEM_EVENT_SET_NOTIFICATION,
	RM_GET_SYSTEM_EVENT_DATA,
	RM_EVENT_SET_NOTIFICATION,
	RM_FB_GET_INFO,
	RM_FB_GET_INFO_V2,
	RM_FB_GET_OFFLINED_PAGES,
	RM_FB_GET_REMAPPED_ROWS,
	RM_FB_GET_ROW_REMAPPER_HISTOGRAM,
	RM_FB_QUERY_DRAM_ENCRYPTION_PENDING_CONFIGURATION,
	RM_FB_QUERY_DRAM_ENCRYPTION_STATUS,
	RM_FB_SET_DRAM_ENCRYPTION_CONFIGURATION,
	RM_FB_QUERY_DRAM_ENCRYPTION_INFOROM_SUPPORT,
	RM_GPU_GET_INFO_V2,
	RM_GPU_GET_NAME_STRING,
	RM_GPU_GET_SHORT_NAME_STRING,
	RM_GPU_GET_ID,
	RM_GPU_GET_OEM_BOARD_INFO,
	RM_GPU_GET_GID_INFO,
	RM_GPU_GET_INFOROM_OBJECT_VERSION,
	RM_GPU_GET_INFOROM_IMAGE_VERSION,
	RM_GPU_GET_ENGINES_V2,
	RM_GPU_GET_CHIP_DETAILS,
	RM_GPU_GET_PHYSICAL_BRIDGE_VERSION_INFO,
	RM_GPU_QUERY_COMPUTE_MODE_RULES,
	RM_GPU_SET_COMPUTE_MODE_RULES,
	RM_GPU_GET_PIDS,
	RM_GPU_GET_PID_INFO,
	RM_GPU_GET_ENCODER_CAPACITY,
	RM_GPU_GET_NVENC_SW_SESSION_STATS,
	RM_GPU_GET_NVENC_SW_SESSION_INFO,
	RM_GPU_GET_NVENC_SW_SESSION_INFO_V2,
	RM_GPU_GET_NVFBC_SW_SESSION_STATS,
	RM_GPU_GET_NVFBC_SW_SESSION_INFO,
	RM_GPU_GET_RECOVERY_ACTION,
	RM_GPU_RUSD_SET_FEATURES,
	RM_GPU_FORCE_GSP_UNLOAD,
	RM_MC_GET_ARCH_INFO,
	RM_BIOS_GET_INFO,
	RM_BIOS_GET_INFO_V2,
	RM_GR_GET_INFO,
	RM_GR_GET_INFO_V2,
	RM_TIMER_GET_TIME,
	RM_TIMER_GET_GPU_CPU_TIME_CORRELATION_INFO,
	RM_GPU_GET_RESET_STATUS,
	RM_GPU_GET_DRAIN_AND_RESET_STATUS,
	RM_GPU_GET_INFO,
	RM_GSP_GET_FEATURES,
	RM_GPU_VERIFY_INFOROM,
	RM_BBX_GET_LAST_FLUSH_TIME,
	RM_BBX_GET_TIME_DATA,
	RM_GPU_SET_PARTITIONING_MODE,
	RM_GPU_DESCRIBE_PARTITIONS,
	RM_GPU_GET_PARTITIONS,
	RM_GPU_SET_PARTITIONS,
	RM_GPU_GET_PARTITION_CAPACITY,
	RM_GPU_GET_ACTIVE_PARTITION_IDS,
	RM_GPU_GET_COMPUTE_PROFILES,
	RM_EXEC_PARTITIONS_CREATE,
	RM_EXEC_PARTITIONS_DELETE,
	RM_EXEC_PARTITIONS_GET,
	RM_EXEC_PARTITIONS_GET_ACTIVE_IDS,
	RM_EXEC_PARTITIONS_GET_PROFILE_CAPACITY,
	RM_COMPUTE_INSTANCE_GET_UUID,
	RM_NVLINK_GET_NVLINK_CAPS,
	RM_NVLINK_GET_NVLINK_STATUS,
	RM_NVLINK_GET_COUNTERS,
	RM_NVLINK_GET_PLATFORM_INFO,
	RM_NVLINK_CLEAR_COUNTERS,
	RM_NVLINK_READ_TP_COUNTERS,
	RM_NVLINK_GET_SUPPORTED_BW_MODE,
	RM_NVLINK_GET_BW_MODE,
	RM_NVLINK_SET_BW_MODE,
	RM_NVLINK_GET_L1_THRESHOLD,
	RM_NVLINK_SET_L1_THRESHOLD,
	RM_GET_GPU_FABRIC_PROBE_INFO,
	RM_NVLINK_GET_COUNTERS_V2,
	RM_NVLINK_GET_FIRMWARE_VERSION_INFO,
	RM_NVLINK_GET_SAVED_NODE_HOSTNAME,
	RM_NVLINK_SAVE_NODE_HOSTNAME,
	RM_NVLINK_CLEAR_COUNTERS_V2,
	RM_NVLINK_GET_POWER_STATE,
	RM_NVLINK_PRM_ACCESS,
	RM_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2,
	RM_PERF_GET_CURRENT_PSTATE,
	RM_PERF_GET_POWERSTATE,
	RM_PERF_GET_VID_ENG_PERFMON_SAMPLE,
	RM_PERF_GET_LEVEL_INFO_V2,
	RM_PERF_RATED_TDP_GET_CONTROL,
	RM_PERF_RATED_TDP_SET_CONTROL,
	RM_PMGR_GET_MODULE_INFO,
	RM_SHARED_DATA_REQUEST_DATA_POLL,
	RM_SHARED_DATA_REQUEST_POLL_INTERVAL,
	RM_RUSD_GET_SUPPORTED_FEATURES,
	RM_GPU_GET_PROBED_IDS,
	RM_GPU_GET_ATTACHED_IDS,
	RM_GPU_GET_DEVICE_IDS,
	RM_GPU_ATTACH_IDS,
	RM_GPU_DETACH_IDS,
	RM_GPU_ASYNC_ATTACH_ID,
	RM_GPU_WAIT_ATTACH_ID,
	RM_GPU_GET_ID_INFO,
	RM_GPU_GET_ID_INFO_V2,
	RM_GPU_GET_INIT_STATUS,
	RM_GPU_GET_PCI_INFO,
	RM_GPU_GET_UUID_INFO,
	RM_GPU_GET_UUID_FROM_GPU_ID,
	RM_GPU_QUERY_DRAIN_STATE,
	RM_GPU_MODIFY_DRAIN_STATE,
	RM_GPU_GET_ACTIVE_DEVICE_IDS,
	RM_GPU_GET_NVLINK_BW_MODE,
	RM_GPU_SET_NVLINK_BW_MODE,
	RM_SYSTEM_GET_BUILD_VERSION,
	RM_SYSTEM_GET_BUILD_VERSION_V2,
	RM_SYSTEM_GET_P2P_CAPS,
	RM_SYSTEM_GET_P2P_CAPS_V2,
	RM_SYSTEM_GET_P2P_CAPS_MATRIX,
	RM_CLIENT_GET_ADDR_SPACE_TYPE,
	RM_CLIENT_GET_HANDLE_INFO,
	RM_CLIENT_GET_ACCESS_RIGHTS,
	RM_CLIENT_SET_INHERITED_SHARE_POLICY,
	RM_CLIENT_SHARE_OBJECT,
	RM_CLIENT_OBJECTS_ARE_DUPLICATES,
	RM_THERMAL_SYSTEM_EXECUTE_V2,
	RM_ALLOC_ROOT,
	RM_ALLOC_DEVICE,
	RM_ALLOC_SUBDEVICE,
	RM_ALLOC_OS_EVENT,
	RM_ALLOC_SHARED_DATA,
	RM_ALLOC_GPU_INSTANCE,
	RM_ALLOC_COMPUTE_INSTANCE,
	RM_ALLOC_MIG_CONFIG,
	RM_ALLOC_MIG_MONITOR,
	RM_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU,
	RM_VGPU_CONFIG_ENUMERATE_VGPU_PER_GPU_INSTANCE,
	RM_VGPU_CONFIG_GET_VGPU_TYPE_INFO,
	RM_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES,
	RM_VGPU_CONFIG_GET_CREATABLE_VGPU_TYPES,
	RM_VGPU_CONFIG_SET_VGPU_INSTANCE_ENCODER_CAPACITY,
	RM_VGPU_CONFIG_GET_VGPU_FB_USAGE,
	RM_VGPU_CONFIG_GET_MIGRATION_CAP,
	RM_VGPU_CONFIG_GET_PGPU_METADATA_STRING,
	RM_PGPU_GET_MULTI_VGPU_SUPPORT_INFO,
	RM_GET_VGPU_DRIVER_CAPS,
	RM_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS,
	RM_PGPU_GET_VGPU_STREAMING_CAPABILITY,
	RM_VGPU_SET_CAPABILITY,
	RM_VGPU_GET_CAPABILITY,
	RM_VGPU_CONFIG_GET_MIGRATION_BANDWIDTH,
	RM_VGPU_GET_VGPU_VERSION,
	RM_VGPU_SET_VGPU_VERSION,
	RM_GPU_GET_VGPU_HETEROGENEOUS_MODE,
	RM_GPU_SET_VGPU_HETEROGENEOUS_MODE,
	RM_FIFO_OBJSCHED_SW_GET_LOG,
	RM_FIFO_OBJSCHED_GET_STATE,
	RM_FIFO_OBJSCHED_SET_STATE,
	RM_FIFO_OBJSCHED_GET_CAPS,
	RM_CMD_COUNT
};

/* NV0000_CTRL_CMD_GPUACCT_SET_ACCOUNTING_STATE, ctrl/ctrl0000/ctrl0000gpuacct.h */
struct rm_gpuacct_set_accounting_state {
	uint32_t gpu_id;
	uint32_t pid;
	uint32_t new_state;
};

/* NV0000_CTRL_CMD_GPUACCT_GET_ACCOUNTING_STATE, ctrl/ctrl0000/ctrl0000gpuacct.h */
struct rm_gpuacct_get_accounting_state {
	uint32_t gpu_id;
	uint32_t pid;
	uint32_t state;
};

/* NV0000_CTRL_CMD_GPUACCT_GET_PROC_ACCOUNTING_INFO, ctrl/ctrl0000/ctrl0000gpuacct.h */
struct rm_gpuacct_get_proc_accounting_info {
	uint32_t gpu_id;
	uint32_t pid;
	uint32_t sub_pid;
	uint32_t gpu_util;
	uint32_t fb_util;
	uint64_t max_fb_usage;
	uint64_t start_time;
	uint64_t end_time;
};

/* NV0000_CTRL_CMD_GPUACCT_GET_ACCOUNTING_PIDS, ctrl/ctrl0000/ctrl0000gpuacct.h */
struct rm_gpuacct_get_accounting_pids {
	uint32_t gpu_id;
	uint32_t pid;
	uint32_t pid_tbl[4000];
	uint32_t pid_count;
};

/* NV0000_CTRL_CMD_GPUACCT_CLEAR_ACCOUNTING_DATA, ctrl/ctrl0000/ctrl0000gpuacct.h */
struct rm_gpuacct_clear_accounting_data {
	uint32_t gpu_id;
	uint32_t pid;
};

/* NV2080_CTRL_CMD_BUS_GET_PCI_INFO, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_get_pci_info {
	uint32_t pci_device_id;
	uint32_t pci_sub_system_id;
	uint32_t pci_revision_id;
	uint32_t pci_ext_device_id;
};

/* NV2080_CTRL_CMD_BUS_GET_INFO, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_get_info {
	uint32_t bus_info_list_size;
	uint64_t bus_info_list;
};

/* NV2080_CTRL_CMD_BUS_GET_INFO_V2, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_get_info_v2 {
	uint32_t bus_info_list_size;
	struct rm_bus_get_info_v2_bus_info_list {
		uint32_t index;
		uint32_t data;
	} bus_info_list[52];
};

/* NV2080_CTRL_CMD_BUS_GET_PEX_COUNTERS, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_get_pex_counters {
	uint32_t pex_counter_mask;
	uint32_t pex_total_correctable_errors;
	uint16_t pex_correctable_errors;
	uint8_t pex_total_non_fatal_errors;
	uint8_t pex_total_fatal_errors;
	uint8_t pex_total_unsupported_reqs;
	uint16_t pex_counters[31];
};

/* NV2080_CTRL_CMD_BUS_GET_PEX_UTIL_COUNTERS, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_get_pex_util_counters {
	uint32_t pex_counter_mask;
	uint32_t pex_counters[7];
};

/* NV2080_CTRL_CMD_BUS_CLEAR_PEX_UTIL_COUNTERS, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_clear_pex_util_counters {
	uint32_t pex_counter_mask;
};

/* NV2080_CTRL_CMD_BUS_GET_C2C_INFO, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_get_c2c_info {
	uint8_t is_link_up;
	uint8_t link_in_hs;
	uint32_t nr_links;
	uint32_t max_nr_links;
	uint32_t link_mask;
	uint32_t per_link_bw_mbytesps;
	uint32_t per_link_lane_width;
	uint32_t remote_type;
};

/* NV2080_CTRL_CMD_BUS_CLEAR_PEX_COUNTERS, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_clear_pex_counters {
	uint32_t pex_counter_mask;
};

/* NV2080_CTRL_CMD_BUS_GET_PEX_LANE_COUNTERS, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_get_pex_lane_counters {
	uint16_t pex_lane_error_status;
	uint8_t pex_lane_counter[16];
};

/* NV2080_CTRL_CMD_BUS_GET_C2C_ERR_INFO, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_get_c2c_err_info {
	struct rm_bus_get_c2c_err_info_err_cnts {
		uint32_t nr_crc_err_intr;
		uint32_t nr_replay_err_intr;
		uint32_t nr_replay_b2b_err_intr;
	} err_cnts[14];
};

/* NV2080_CTRL_CMD_BUS_GET_C2C_LPWR_STATS, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_get_c2c_lpwr_stats {
	uint32_t c2c_state_support_mask;
	uint8_t cl3_support;
	uint32_t cl3_entry_count;
	uint32_t cl3_exit_count;
	uint32_t cl3_resident_time_us;
	uint32_t cl3_avg_entry_latency_us;
	uint32_t cl3_avg_exit_latency_us;
	uint32_t cl3_pstate_support_mask;
	uint32_t cl3_disallow_reason_mask;
	uint8_t cl4_support;
	uint32_t cl4_entry_count;
	uint32_t cl4_exit_count;
	uint32_t cl4_resident_time_us;
	uint32_t cl4_avg_entry_latency_us;
	uint32_t cl4_avg_exit_latency_us;
	uint32_t cl4_pstate_support_mask;
	uint32_t cl4_disallow_reason_mask;
	uint32_t c2c_lpwr_state_allowed_mask;
	uint32_t local_power_state;
	uint32_t remote_power_state;
	uint32_t cl3_idle_threshold_us;
	uint32_t cl4_idle_threshold_us;
};

/* NV2080_CTRL_CMD_BUS_GET_PCIE_REQ_ATOMICS_CAPS, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_get_pcie_req_atomics_caps {
	uint32_t cap_type;
	uint32_t dbdf;
	uint32_t atomics_caps;
};

/* NV2080_CTRL_CMD_BUS_GET_PCIE_CPL_ATOMICS_CAPS, ctrl/ctrl2080/ctrl2080bus.h */
struct rm_bus_get_pcie_cpl_atomics_caps {
	uint32_t atomics_caps;
};

/* NV_CONF_COMPUTE_CTRL_CMD_SYSTEM_GET_CAPABILITIES, ctrl/ctrlcb33.h */
struct rm_conf_compute_get_capabilities {
	uint8_t cpu_capability;
	uint8_t gpus_capability;
	uint8_t environment;
	uint8_t cc_feature;
	uint8_t dev_tools_mode;
	uint8_t multi_gpu_mode;
};

/* NV_CONF_COMPUTE_CTRL_CMD_SYSTEM_GET_GPUS_STATE, ctrl/ctrlcb33.h */
struct rm_conf_compute_get_gpus_state {
	uint8_t accept_client_request;
};

/* NV_CONF_COMPUTE_CTRL_CMD_SYSTEM_SET_GPUS_STATE, ctrl/ctrlcb33.h */
struct rm_conf_compute_set_gpus_state {
	uint8_t accept_client_request;
};

/* NV_CONF_COMPUTE_CTRL_CMD_GPU_GET_VIDMEM_SIZE, ctrl/ctrlcb33.h */
struct rm_conf_compute_get_vidmem_size {
	uint32_t h_sub_device;
	uint64_t protected_mem_size_in_kb;
	uint64_t unprotected_mem_size_in_kb;
};

/* NV_CONF_COMPUTE_CTRL_CMD_GPU_SET_VIDMEM_SIZE, ctrl/ctrlcb33.h */
struct rm_conf_compute_set_vidmem_size {
	uint32_t h_sub_device;
	uint64_t protected_mem_size_in_kb;
	uint64_t unprotected_mem_size_in_kb;
};

/* NV_CONF_COMPUTE_CTRL_CMD_GET_GPU_CERTIFICATE, ctrl/ctrlcb33.h */
struct rm_conf_compute_get_gpu_certificate {
	uint32_t h_sub_device;
	uint8_t cert_chain[4096];
	uint32_t cert_chain_size;
	uint8_t attestation_cert_chain[5120];
	uint32_t attestation_cert_chain_size;
};

/* NV_CONF_COMPUTE_CTRL_CMD_GET_GPU_ATTESTATION_REPORT, ctrl/ctrlcb33.h */
struct rm_conf_compute_get_gpu_attestation_report {
	uint32_t h_sub_device;
	uint8_t nonce[32];
	uint8_t attestation_report[8192];
	uint32_t attestation_report_size;
	uint8_t is_cec_attestation_report_present;
	uint8_t cec_attestation_report[4096];
	uint32_t cec_attestation_report_size;
};

/* NV_CONF_COMPUTE_CTRL_SET_SECURITY_POLICY, ctrl/ctrlc56f.h */
struct rm_conf_compute_set_security_policy {
	uint64_t attacker_advantage;
};

/* NV_CONF_COMPUTE_CTRL_GET_SECURITY_POLICY, ctrl/ctrlc56f.h */
struct rm_conf_compute_get_security_policy {
	uint64_t attacker_advantage;
};

/* NV0080_CTRL_CMD_GPU_GET_NUM_SUBDEVICES, ctrl/ctrl0080/ctrl0080gpu.h */
struct rm_gpu_get_num_subdevices {
	uint32_t num_sub_devices;
};

/* NV0080_CTRL_CMD_GPU_MODIFY_SW_STATE_PERSISTENCE, ctrl/ctrl0080/ctrl0080gpu.h */
struct rm_gpu_modify_sw_state_persistence {
	uint32_t new_state;
};

/* NV0080_CTRL_CMD_GPU_QUERY_SW_STATE_PERSISTENCE, ctrl/ctrl0080/ctrl0080gpu.h */
struct rm_gpu_query_sw_state_persistence {
	uint32_t sw_state_persistence;
};

/* NV0080_CTRL_CMD_GPU_GET_VIRTUALIZATION_MODE, ctrl/ctrl0080/ctrl0080gpu.h */
struct rm_gpu_get_virtualization_mode {
	uint32_t virtualization_mode;
	uint8_t is_grid_build;
};

/* NV0080_CTRL_CMD_GPU_GET_SRIOV_CAPS, ctrl/ctrl0080/ctrl0080gpu.h */
struct rm_gpu_get_sriov_caps {
	uint32_t total_vfs;
	uint32_t first_vf_offset;
	uint32_t vf_feature_mask;
	uint64_t first_vf_bar0_address;
	uint64_t first_vf_bar1_address;
	uint64_t first_vf_bar2_address;
	uint64_t bar0_size;
	uint64_t bar1_size;
	uint64_t bar2_size;
	uint8_t b64bit_bar0;
	uint8_t b64bit_bar1;
	uint8_t b64bit_bar2;
	uint8_t sriov_enabled;
	uint8_t sriov_heavy_enabled;
	uint8_t emulate_vf_bar0_tlb_invalidation_register;
	uint8_t client_rm_allocated_ctx_buffer;
	uint8_t non_power_of2_channel_count_supported;
	uint8_t vf_resizable_bar1_supported;
};

/* NV0080_CTRL_CMD_GPU_GET_CLASSLIST_V2, ctrl/ctrl0080/ctrl0080gpu.h */
struct rm_gpu_get_classlist_v2 {
	uint32_t num_classes;
	uint32_t class_list[200];
};

/* NV0080_CTRL_CMD_GPU_GET_BRAND_CAPS, ctrl/ctrl0080/ctrl0080gpu.h */
struct rm_gpu_get_brand_caps {
	uint32_t brands;
};

/* NV0080_CTRL_CMD_GPU_GET_VGX_CAPS, ctrl/ctrl0080/ctrl0080gpu.h */
struct rm_gpu_get_vgx_caps {
	uint8_t is_vgx;
};

/* NV2080_CTRL_CMD_GPU_QUERY_ECC_STATUS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_query_ecc_status {
	struct rm_gpu_query_ecc_status_units {
		uint8_t enabled;
		uint8_t scrub_complete;
		uint8_t supported;
		struct rm_gpu_query_ecc_status_units_dbe {
			uint64_t count;
		} dbe;
		struct rm_gpu_query_ecc_status_units_dbe_non_resettable {
			uint64_t count;
		} dbe_non_resettable;
		struct rm_gpu_query_ecc_status_units_sbe {
			uint64_t count;
		} sbe;
		struct rm_gpu_query_ecc_status_units_sbe_non_resettable {
			uint64_t count;
		} sbe_non_resettable;
	} units[41];
	uint8_t fatal_poison_error;
	uint8_t uncorrectable_error;
	uint32_t flags;
	struct rm_gpu_query_ecc_status_gr_route_info {
		uint32_t flags;
		uint64_t route;
	} gr_route_info;
};

/* NV2080_CTRL_CMD_GPU_QUERY_ECC_CONFIGURATION, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_query_ecc_configuration {
	uint32_t current_configuration;
	uint32_t default_configuration;
};

/* NV2080_CTRL_CMD_GPU_SET_ECC_CONFIGURATION, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_set_ecc_configuration {
	uint32_t new_configuration;
};

/* NV2080_CTRL_CMD_GPU_RESET_ECC_ERROR_STATUS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_reset_ecc_error_status {
	uint32_t statuses;
	uint8_t flags;
};

/* NV2080_CTRL_CMD_ECC_GET_CLIENT_EXPOSED_COUNTERS, ctrl/ctrl2080/ctrl2080ecc.h */
struct rm_ecc_get_client_exposed_counters {
	uint32_t sram_last_cleared_timestamp;
	uint32_t dram_last_cleared_timestamp;
	uint64_t sram_corrected_total_counts;
	uint64_t sram_uncorrected_total_counts;
	uint64_t dram_corrected_total_counts;
	uint64_t dram_uncorrected_total_counts;
	uint64_t sram_parity_uncorrected_unique;
	uint64_t sram_sec_ded_uncorrected_unique;
	uint64_t sram_corrected_unique;
	uint64_t dram_uncorrected_total;
	uint64_t dram_corrected_total;
	uint32_t last_cleared_timestamp;
	uint64_t sram_bucket_l2;
	uint64_t sram_bucket_sm;
	uint64_t sram_bucket_pcie;
	uint64_t sram_bucket_firmware;
	uint64_t sram_bucket_other;
	uint8_t sram_error_threshold_exceeded;
};

/* NV2080_CTRL_CMD_ECC_GET_VOLATILE_COUNTS, ctrl/ctrl2080/ctrl2080ecc.h */
struct rm_ecc_get_volatile_counts {
	uint64_t sram_cor_uni;
	uint64_t sram_unc_parity_uni;
	uint64_t sram_unc_sec_ded_uni;
	uint64_t dram_cor_tot;
	uint64_t dram_unc_tot;
};

/* NV2080_CTRL_CMD_ECC_GET_ECI_COUNTERS, ctrl/ctrl2080/ctrl2080ecc.h */
struct rm_ecc_get_eci_counters {
	uint64_t sram_parity_uncorrected_unique;
	uint64_t sram_sec_ded_uncorrected_unique;
	uint64_t sram_corrected_total;
	uint64_t dram_uncorrected_total;
	uint64_t dram_corrected_total;
	uint32_t last_cleared_timestamp;
	uint64_t sram_bucket_l2;
	uint64_t sram_bucket_sm;
	uint64_t sram_bucket_pcie;
	uint64_t sram_bucket_firmware;
	uint64_t sram_bucket_other;
	uint8_t sram_error_threshold_exceeded;
};

/* NV2080_CTRL_CMD_ECC_GET_SRAM_UNIQUE_UNCORR_COUNTS, ctrl/ctrl2080/ctrl2080ecc.h */
struct rm_ecc_get_sram_unique_uncorr_counts {
	uint32_t entry_count;
	struct rm_ecc_get_sram_unique_uncorr_counts_entries {
		uint32_t unit;
		struct rm_ecc_get_sram_unique_uncorr_counts_entries_location {
			uint32_t location;
			uint32_t sublocation;
			uint32_t extlocation;
		} location;
		uint32_t address;
		uint8_t is_parity;
		uint32_t count;
	} entries[600];
};

/* NV2080_CTRL_CMD_ECC_GET_REPAIR_STATUS, ctrl/ctrl2080/ctrl2080ecc.h */
struct rm_ecc_get_repair_status {
	uint8_t tpc_repair_pending;
	uint8_t channel_repair_pending;
};

/* NV2080_CTRL_CMD_ECC_GET_UNREPAIRABLE_MEMORY_FLAG, ctrl/ctrl2080/ctrl2080ecc.h */
struct rm_ecc_get_unrepairable_memory_flag {
	uint8_t unrepairable_memory;
};

/* NV0000_CTRL_CMD_EVENT_SET_NOTIFICATION, ctrl/ctrl0000/ctrl0000event.h */
struct rm_system_event_set_notification {
	uint32_t event;
	uint32_t action;
};

/* NV0000_CTRL_CMD_GET_SYSTEM_EVENT_DATA, ctrl/ctrl0000/ctrl0000event.h */
struct rm_get_system_event_data {
	uint32_t event;
	union rm_get_system_event_data_data {
		struct rm_get_system_event_data_data_display {
			uint32_t device_mask;
		} display;
		struct rm_get_system_event_data_data_vgpu_unbind {
			uint32_t gpu_id;
		} vgpu_unbind;
		struct rm_get_system_event_data_data_vgpu_bind {
			uint32_t gpu_id;
		} vgpu_bind;
		struct rm_get_system_event_data_data_gpu_bind_unbind {
			uint32_t gpu_id;
			uint8_t bind;
		} gpu_bind_unbind;
	} data;
};

/* NV2080_CTRL_CMD_EVENT_SET_NOTIFICATION, ctrl/ctrl2080/ctrl2080event.h */
struct rm_event_set_notification {
	uint32_t event;
	uint32_t action;
	uint8_t notify_state;
	uint32_t info32;
	uint16_t info16;
};

/* NV2080_CTRL_CMD_FB_GET_INFO, ctrl/ctrl2080/ctrl2080fb.h */
struct rm_fb_get_info {
	uint32_t fb_info_list_size;
	uint64_t fb_info_list;
};

/* NV2080_CTRL_CMD_FB_GET_INFO_V2, ctrl/ctrl2080/ctrl2080fb.h */
struct rm_fb_get_info_v2 {
	uint32_t fb_info_list_size;
	struct rm_fb_get_info_v2_fb_info_list {
		uint32_t index;
		uint32_t data;
	} fb_info_list[128];
};

/* NV2080_CTRL_CMD_FB_GET_OFFLINED_PAGES, ctrl/ctrl2080/ctrl2080fb.h */
struct rm_fb_get_offlined_pages {
	struct rm_fb_get_offlined_pages_offlined {
		uint64_t page_address_with_ecc_on;
		uint64_t page_address_with_ecc_off;
		uint32_t rbc_address;
		uint32_t source;
		uint32_t status;
		uint32_t timestamp;
	} offlined[64];
	uint32_t valid_entries;
	uint8_t b_retirement_pending;
	uint8_t retirement_pending;
};

/* NV2080_CTRL_CMD_FB_GET_REMAPPED_ROWS, ctrl/ctrl2080/ctrl2080fb.h */
struct rm_fb_get_remapped_rows {
	uint32_t entry_count;
	uint8_t flags;
	struct rm_fb_get_remapped_rows_entries {
		uint32_t remap_reg_val;
		uint32_t timestamp;
		uint8_t fbpa;
		uint8_t sublocation;
		uint8_t source;
		uint8_t flags;
	} entries[512];
};

/* NV2080_CTRL_CMD_FB_GET_ROW_REMAPPER_HISTOGRAM, ctrl/ctrl2080/ctrl2080fb.h */
struct rm_fb_get_row_remapper_histogram {
	uint32_t histogram[5];
};

/* NV2080_CTRL_CMD_FB_QUERY_DRAM_ENCRYPTION_PENDING_CONFIGURATION, ctrl/ctrl2080/ctrl2080fb.h */
struct rm_fb_query_dram_encryption_pending_configuration {
	uint32_t current_configuration;
};

/* NV2080_CTRL_CMD_FB_QUERY_DRAM_ENCRYPTION_STATUS, ctrl/ctrl2080/ctrl2080fb.h */
struct rm_fb_query_dram_encryption_status {
	uint32_t current_status;
};

/* NV2080_CTRL_CMD_FB_SET_DRAM_ENCRYPTION_CONFIGURATION, ctrl/ctrl2080/ctrl2080fb.h */
struct rm_fb_set_dram_encryption_configuration {
	uint32_t new_configuration;
};

/* NV2080_CTRL_CMD_FB_QUERY_DRAM_ENCRYPTION_INFOROM_SUPPORT, ctrl/ctrl2080/ctrl2080fb.h */
struct rm_fb_query_dram_encryption_inforom_support {
	uint32_t is_supported;
};

/* NV2080_CTRL_CMD_GPU_GET_INFO_V2, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_info_v2 {
	uint32_t gpu_info_list_size;
	struct rm_gpu_get_info_v2_gpu_info_list {
		uint32_t index;
		uint32_t data;
	} gpu_info_list[70];
};

/* NV2080_CTRL_CMD_GPU_GET_NAME_STRING, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_name_string {
	uint32_t gpu_name_string_flags;
	union rm_gpu_get_name_string_gpu_name_string {
		uint8_t ascii[64];
		uint16_t unicode[64];
	} gpu_name_string;
};

/* NV2080_CTRL_CMD_GPU_GET_SHORT_NAME_STRING, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_short_name_string {
	uint8_t gpu_short_name_string[64];
};

/* NV2080_CTRL_CMD_GPU_GET_ID, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_id {
	uint32_t gpu_id;
};

/* NV2080_CTRL_CMD_GPU_GET_OEM_BOARD_INFO, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_oem_board_info {
	uint32_t build_date;
	uint8_t marketing_name[24];
	uint8_t serial_number[16];
	uint8_t memory_manufacturer;
	uint8_t memory_part_id[20];
	uint8_t memory_date_code[6];
	uint8_t product_part_number[20];
	uint8_t board_revision[3];
	uint8_t board_type;
	uint8_t board699_part_number[20];
	uint8_t board965_part_number[20];
};

/* NV2080_CTRL_CMD_GPU_GET_GID_INFO, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_gid_info {
	uint32_t index;
	uint32_t flags;
	uint32_t length;
	uint8_t data[256];
};

/* NV2080_CTRL_CMD_GPU_GET_INFOROM_OBJECT_VERSION, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_inforom_object_version {
	char object_type[3];
	uint8_t version;
	uint8_t subversion;
};

/* NV2080_CTRL_CMD_GPU_GET_INFOROM_IMAGE_VERSION, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_inforom_image_version {
	uint8_t version[16];
};

/* NV2080_CTRL_CMD_GPU_GET_ENGINES_V2, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_engines_v2 {
	uint32_t engine_count;
	uint32_t engine_list[84];
};

/* NV2080_CTRL_CMD_GPU_GET_CHIP_DETAILS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_chip_details {
	uint32_t pci_dev_id;
	uint8_t chip_sku[4];
	uint32_t chip_major;
	uint32_t chip_minor;
};

/* NV2080_CTRL_CMD_GPU_GET_PHYSICAL_BRIDGE_VERSION_INFO, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_physical_bridge_version_info {
	uint8_t bridge_count;
	uint32_t h_physical_bridges[100];
	struct rm_gpu_get_physical_bridge_version_info_bridge_list {
		uint32_t fw_version;
		uint8_t oem_version;
		uint8_t silicon_revision;
		uint8_t hwbc_resource_type;
	} bridge_list[100];
};

/* NV2080_CTRL_CMD_GPU_QUERY_COMPUTE_MODE_RULES, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_query_compute_mode_rules {
	uint32_t rules;
};

/* NV2080_CTRL_CMD_GPU_SET_COMPUTE_MODE_RULES, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_set_compute_mode_rules {
	uint32_t rules;
	uint32_t flags;
};

/* NV2080_CTRL_CMD_GPU_GET_PIDS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_pids {
	uint32_t id_type;
	uint32_t id;
	uint32_t pid_tbl_count;
	uint32_t pid_tbl[950];
};

/* NV2080_CTRL_CMD_GPU_GET_PID_INFO, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_pid_info {
	uint32_t pid_info_list_count;
	struct rm_gpu_get_pid_info_pid_info_list {
		uint32_t pid;
		uint32_t index;
		uint32_t result;
		union rm_gpu_get_pid_info_pid_info_list_data {
			struct rm_gpu_get_pid_info_pid_info_list_data_vid_mem_usage {
				uint64_t mem_private;
				uint64_t mem_shared_owned;
				uint64_t mem_shared_duped;
				uint64_t protected_mem_private;
				uint64_t protected_mem_shared_owned;
				uint64_t protected_mem_shared_duped;
			} vid_mem_usage;
		} data;
		struct rm_gpu_get_pid_info_pid_info_list_smc_subscription {
			uint32_t compute_instance_id;
			uint32_t gpu_instance_id;
		} smc_subscription;
	} pid_info_list[200];
};

/* NV2080_CTRL_CMD_GPU_GET_ENCODER_CAPACITY, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_encoder_capacity {
	uint32_t query_type;
	uint32_t encoder_capacity;
};

/* NV2080_CTRL_GPU_GET_NVENC_SW_SESSION_STATS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_nvenc_sw_session_stats {
	uint32_t encoder_session_count;
	uint32_t average_encode_fps;
	uint32_t average_encode_latency;
};

/* NV2080_CTRL_GPU_GET_NVENC_SW_SESSION_INFO, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_nvenc_sw_session_info {
	uint32_t session_info_tbl_entry;
	uint64_t session_info_tbl;
};

/* NV2080_CTRL_GPU_GET_NVENC_SW_SESSION_INFO_V2, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_nvenc_sw_session_info_v2 {
	uint32_t session_info_tbl_entry;
	struct rm_gpu_get_nvenc_sw_session_info_v2_session_info_tbl {
		uint32_t process_id;
		uint32_t sub_process_id;
		uint32_t session_id;
		uint32_t codec_type;
		uint32_t h_resolution;
		uint32_t v_resolution;
		uint32_t average_encode_fps;
		uint32_t average_encode_latency;
	} session_info_tbl[512];
};

/* NV2080_CTRL_GPU_GET_NVFBC_SW_SESSION_STATS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_nvfbc_sw_session_stats {
	uint32_t session_count;
	uint32_t average_fps;
	uint32_t average_latency;
};

/* NV2080_CTRL_GPU_GET_NVFBC_SW_SESSION_INFO, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_nvfbc_sw_session_info {
	uint32_t session_info_count;
	struct rm_gpu_get_nvfbc_sw_session_info_session_info_tbl {
		uint32_t process_id;
		uint32_t sub_process_id;
		uint32_t vgpu_instance_id;
		uint32_t session_id;
		uint32_t session_type;
		uint32_t display_ordinal;
		uint32_t session_flags;
		uint32_t h_max_resolution;
		uint32_t v_max_resolution;
		uint32_t h_resolution;
		uint32_t v_resolution;
		uint32_t average_fps;
		uint32_t average_latency;
	} session_info_tbl[256];
};

/* NV2080_CTRL_CMD_GPU_GET_RECOVERY_ACTION, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_recovery_action {
	uint32_t action;
};

/* NV2080_CTRL_CMD_GPU_RUSD_SET_FEATURES, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_rusd_set_features {
	uint64_t permanent_polled_data_mask;
};

/* NV2080_CTRL_CMD_GPU_FORCE_GSP_UNLOAD, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_force_gsp_unload {
	uint32_t flags;
};

/* NV2080_CTRL_CMD_MC_GET_ARCH_INFO, ctrl/ctrl2080/ctrl2080mc.h */
struct rm_mc_get_arch_info {
	uint32_t architecture;
	uint32_t implementation;
	uint32_t revision;
	uint8_t sub_revision;
};

/* NV2080_CTRL_CMD_BIOS_GET_INFO, ctrl/ctrl2080/ctrl2080bios.h */
struct rm_bios_get_info {
	uint32_t bios_info_list_size;
	uint64_t bios_info_list;
};

/* NV2080_CTRL_CMD_BIOS_GET_INFO_V2, ctrl/ctrl2080/ctrl2080bios.h */
struct rm_bios_get_info_v2 {
	uint32_t bios_info_list_size;
	struct rm_bios_get_info_v2_bios_info_list {
		uint32_t index;
		uint32_t data;
	} bios_info_list[15];
};

/* NV2080_CTRL_CMD_GR_GET_INFO, ctrl/ctrl2080/ctrl2080gr.h */
struct rm_gr_get_info {
	uint32_t gr_info_list_size;
	uint64_t gr_info_list;
	struct rm_gr_get_info_gr_route_info {
		uint32_t flags;
		uint64_t route;
	} gr_route_info;
};

/* NV2080_CTRL_CMD_GR_GET_INFO_V2, ctrl/ctrl2080/ctrl2080gr.h */
struct rm_gr_get_info_v2 {
	uint32_t gr_info_list_size;
	struct rm_gr_get_info_v2_gr_info_list {
		uint32_t index;
		uint32_t data;
	} gr_info_list[59];
	struct rm_gr_get_info_v2_gr_route_info {
		uint32_t flags;
		uint64_t route;
	} gr_route_info;
};

/* NV2080_CTRL_CMD_TIMER_GET_TIME, ctrl/ctrl2080/ctrl2080timer.h */
struct rm_timer_get_time {
	uint64_t time_nsec;
};

/* NV2080_CTRL_CMD_TIMER_GET_GPU_CPU_TIME_CORRELATION_INFO, ctrl/ctrl2080/ctrl2080tmr.h */
struct rm_timer_get_gpu_cpu_time_correlation_info {
	uint8_t cpu_clk_id;
	uint8_t sample_count;
	struct rm_timer_get_gpu_cpu_time_correlation_info_samples {
		uint64_t cpu_time;
		uint64_t gpu_time;
	} samples[16];
};

/* NV2080_CTRL_CMD_GPU_GET_RESET_STATUS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_reset_status {
	uint8_t reset_required;
};

/* NV2080_CTRL_CMD_GPU_GET_DRAIN_AND_RESET_STATUS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_drain_and_reset_status {
	uint8_t drain_recommended;
};

/* NV2080_CTRL_CMD_GPU_GET_INFO, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_info {
	uint32_t gpu_info_list_size;
	uint64_t gpu_info_list;
};

/* NV2080_CTRL_CMD_GSP_GET_FEATURES, ctrl/ctrl2080/ctrl2080gsp.h */
struct rm_gsp_get_features {
	uint32_t gsp_features;
	uint8_t valid;
	uint8_t default_gsp_rm_gpu;
	uint8_t firmware_version[64];
};

/* NV208F_CTRL_CMD_GPU_VERIFY_INFOROM, ctrl/ctrl208f/ctrl208fgpu.h */
struct rm_gpu_verify_inforom {
	uint32_t result;
	uint32_t checksum;
};

/* NV90E7_CTRL_CMD_BBX_GET_LAST_FLUSH_TIME, ctrl/ctrl90e7/ctrl90e7bbx.h */
struct rm_bbx_get_last_flush_time {
	uint64_t timestamp;
	uint32_t duration_us;
};

/* NV90E7_CTRL_CMD_BBX_GET_TIME_DATA, ctrl/ctrl90e7/ctrl90e7bbx.h */
struct rm_bbx_get_time_data {
	uint32_t time_start;
	uint32_t time_end;
	uint32_t time_run;
	uint32_t time24_hours;
	uint32_t time100_hours;
};

/* NV2080_CTRL_CMD_GPU_SET_PARTITIONING_MODE, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_set_partitioning_mode {
	uint32_t partitioning_mode;
};

/* NV2080_CTRL_CMD_GPU_DESCRIBE_PARTITIONS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_describe_partitions {
	uint32_t desc_count;
	struct rm_gpu_describe_partitions_partition_descs {
		uint32_t partition_flag;
		uint32_t gr_count;
		uint32_t gfx_gr_count;
		uint32_t gpc_count;
		uint32_t virtual_gpc_count;
		uint32_t gr_gpc_count;
		uint32_t gfx_gpc_count;
		uint32_t veid_count;
		uint32_t sm_count;
		uint32_t ce_count;
		uint32_t nv_enc_count;
		uint32_t nv_dec_count;
		uint32_t nv_jpg_count;
		uint32_t nv_ofa_count;
		uint64_t memory_size;
	} partition_descs[90];
};

/* NV2080_CTRL_CMD_GPU_GET_PARTITIONS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_partitions {
	struct rm_gpu_get_partitions_query_partition_info {
		uint32_t swizz_id;
		uint32_t partition_flag;
		uint32_t gr_eng_count;
		uint32_t veid_count;
		uint32_t sm_count;
		uint32_t ce_count;
		uint32_t nv_enc_count;
		uint32_t nv_dec_count;
		uint32_t nv_jpg_count;
		uint32_t nv_ofa_count;
		uint32_t gpc_count;
		uint32_t virtual_gpc_count;
		uint32_t gfx_gpc_count;
		uint32_t gpcs_per_gr[8];
		uint32_t virtual_gpcs_per_gr[8];
		uint32_t gfx_gpc_per_gr[8];
		uint32_t veids_per_gr[8];
		uint64_t mem_size;
		struct rm_gpu_get_partitions_query_partition_info_span {
			uint64_t lo;
			uint64_t hi;
		} span;
		uint8_t valid;
		uint8_t partition_error;
		uint64_t valid_cts_id_mask;
		uint64_t valid_gfx_cts_id_mask;
	} query_partition_info[8];
	uint32_t valid_partition_count;
	uint8_t get_all_partition_info;
};

/* NV2080_CTRL_CMD_GPU_SET_PARTITIONS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_set_partitions {
	uint32_t partition_count;
	struct rm_gpu_set_partitions_partition_info {
		uint32_t swizz_id;
		uint8_t uuid[16];
		uint32_t partition_flag;
		uint8_t valid;
		struct rm_gpu_set_partitions_partition_info_placement {
			uint64_t lo;
			uint64_t hi;
		} placement;
	} partition_info[8];
};

/* NV2080_CTRL_CMD_GPU_GET_PARTITION_CAPACITY, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_partition_capacity {
	uint32_t partition_flag;
	uint32_t partition_count;
	struct rm_gpu_get_partition_capacity_available_spans {
		uint64_t lo;
		uint64_t hi;
	} available_spans[8];
	uint32_t available_spans_count;
	uint32_t total_partition_count;
	struct rm_gpu_get_partition_capacity_total_spans {
		uint64_t lo;
		uint64_t hi;
	} total_spans[8];
	uint32_t total_spans_count;
	uint8_t static_info;
};

/* NV2080_CTRL_CMD_GPU_GET_ACTIVE_PARTITION_IDS, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_active_partition_ids {
	uint32_t swizz_id[9];
	uint32_t partition_count;
};

/* NV2080_CTRL_CMD_GPU_GET_COMPUTE_PROFILES, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_gpu_get_compute_profiles {
	uint32_t partition_flag;
	uint32_t profile_count;
	struct rm_gpu_get_compute_profiles_profiles {
		uint8_t compute_size;
		uint32_t gfx_gpc_count;
		uint32_t gpc_count;
		uint32_t veid_count;
		uint32_t sm_count;
	} profiles[8];
};

/* NVC637_CTRL_CMD_EXEC_PARTITIONS_CREATE, ctrl/ctrlc637.h */
struct rm_exec_partitions_create {
	uint8_t query;
	uint32_t flags;
	uint32_t exec_part_count;
	struct rm_exec_partitions_create_exec_part_info {
		uint32_t gpc_count;
		uint32_t gfx_gpc_count;
		uint32_t veid_count;
		uint32_t ce_count;
		uint32_t nv_enc_count;
		uint32_t nv_dec_count;
		uint32_t nv_jpg_count;
		uint32_t ofa_count;
		uint32_t shared_eng_flag;
		uint32_t veid_start_offset;
		uint32_t sm_count;
		uint32_t span_start;
		uint32_t compute_size;
	} exec_part_info[8];
	uint32_t exec_part_id[8];
};

/* NVC637_CTRL_CMD_EXEC_PARTITIONS_DELETE, ctrl/ctrlc637.h */
struct rm_exec_partitions_delete {
	uint32_t exec_part_count;
	uint32_t exec_part_id[8];
};

/* NVC637_CTRL_CMD_EXEC_PARTITIONS_GET, ctrl/ctrlc637.h */
struct rm_exec_partitions_get {
	uint32_t exec_part_count;
	uint32_t exec_part_id[8];
	struct rm_exec_partitions_get_exec_part_info {
		uint32_t gpc_count;
		uint32_t gfx_gpc_count;
		uint32_t veid_count;
		uint32_t ce_count;
		uint32_t nv_enc_count;
		uint32_t nv_dec_count;
		uint32_t nv_jpg_count;
		uint32_t ofa_count;
		uint32_t shared_eng_flag;
		uint32_t veid_start_offset;
		uint32_t sm_count;
		uint32_t span_start;
		uint32_t compute_size;
	} exec_part_info[8];
};

/* NVC637_CTRL_EXEC_PARTITIONS_GET_ACTIVE_IDS, ctrl/ctrlc637.h */
struct rm_exec_partitions_get_active_ids {
	uint32_t exec_part_count;
	uint32_t exec_part_id[8];
	struct rm_exec_partitions_get_active_ids_exec_part_uuid {
		char str[41];
	} exec_part_uuid[8];
};

/* NVC637_CTRL_CMD_EXEC_PARTITIONS_GET_PROFILE_CAPACITY, ctrl/ctrlc637.h */
struct rm_exec_partitions_get_profile_capacity {
	uint32_t compute_size;
	uint32_t profile_count;
	struct rm_exec_partitions_get_profile_capacity_available_spans {
		uint64_t lo;
		uint64_t hi;
	} available_spans[8];
	uint32_t available_spans_count;
	uint32_t total_profile_count;
	struct rm_exec_partitions_get_profile_capacity_total_spans {
		uint64_t lo;
		uint64_t hi;
	} total_spans[8];
	uint32_t total_spans_count;
};

/* NVC638_CTRL_CMD_GET_UUID, ctrl/ctrlc638.h */
struct rm_compute_instance_get_uuid {
	uint8_t uuid[16];
	char uuid_str[41];
};

/* NV2080_CTRL_CMD_NVLINK_GET_NVLINK_CAPS, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_get_nvlink_caps {
	uint32_t caps_tbl;
	uint8_t lowest_nvlink_version;
	uint8_t highest_nvlink_version;
	uint8_t lowest_nci_version;
	uint8_t highest_nci_version;
	uint32_t discovered_link_mask;
	uint32_t enabled_link_mask;
	struct rm_nvlink_get_nvlink_caps_discovered_links {
		uint8_t len_masks;
		uint64_t masks[1];
	} discovered_links;
	struct rm_nvlink_get_nvlink_caps_enabled_links {
		uint8_t len_masks;
		uint64_t masks[1];
	} enabled_links;
};

/* NV2080_CTRL_CMD_NVLINK_GET_NVLINK_STATUS, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_get_nvlink_status {
	uint32_t enabled_link_mask;
	struct rm_nvlink_get_nvlink_status_enabled_links {
		uint8_t len_masks;
		uint64_t masks[1];
	} enabled_links;
	uint8_t sublink_state_inst;
	uint8_t nvle_mode_enabled;
	struct rm_nvlink_get_nvlink_status_link_info {
		uint32_t caps_tbl;
		uint8_t phy_type;
		uint8_t sub_link_width;
		uint32_t link_state;
		uint8_t rx_sublink_status;
		uint8_t tx_sublink_status;
		uint8_t lane_reversal;
		uint8_t nvlink_version;
		uint8_t nci_version;
		uint8_t phy_version;
		uint32_t nvlink_link_clock_khz;
		uint32_t nvlink_common_clock_speed_khz;
		uint32_t nvlink_ref_clk_speed_khz;
		uint32_t nvlink_common_clock_speed_mhz;
		uint32_t nvlink_line_rate_mbps;
		uint32_t nvlink_link_clock_mhz;
		uint8_t nvlink_ref_clk_type;
		uint32_t nvlink_link_data_rate_kibps;
		uint32_t nvlink_ref_clk_speed_mhz;
		uint8_t connected;
		uint8_t loop_property;
		uint8_t remote_device_link_number;
		uint8_t local_device_link_number;
		uint64_t remote_link_sid;
		uint64_t local_link_sid;
		uint32_t lane_rxdet_status_mask;
		uint32_t nvlink_min_l1_threshold;
		uint32_t nvlink_max_l1_threshold;
		uint32_t nvlink_l1_threshold_units;
		struct rm_nvlink_get_nvlink_status_link_info_remote_device_info {
			uint32_t device_id_flags;
			uint32_t domain;
			uint16_t bus;
			uint16_t device;
			uint16_t function;
			uint32_t pci_device_id;
			uint64_t device_type;
			uint8_t device_uuid[16];
			uint32_t fabric_recovery_status_mask;
		} remote_device_info;
		struct rm_nvlink_get_nvlink_status_link_info_local_device_info {
			uint32_t device_id_flags;
			uint32_t domain;
			uint16_t bus;
			uint16_t device;
			uint16_t function;
			uint32_t pci_device_id;
			uint64_t device_type;
			uint8_t device_uuid[16];
			uint32_t fabric_recovery_status_mask;
		} local_device_info;
		uint32_t nvlpw_idx;
	} link_info[64];
	uint64_t enabled_nvlpw_mask;
};

/* NV2080_CTRL_CMD_NVLINK_GET_COUNTERS, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_get_counters {
	uint32_t counter_mask;
	uint64_t link_mask;
	struct rm_nvlink_get_counters_links {
		uint8_t len_masks;
		uint64_t masks[1];
	} links;
	struct rm_nvlink_get_counters_counters {
		uint8_t tx0_tl_counter_overflow;
		uint8_t tx1_tl_counter_overflow;
		uint8_t rx0_tl_counter_overflow;
		uint8_t rx1_tl_counter_overflow;
		uint64_t value[32];
	} counters[64];
};

/* NV2080_CTRL_CMD_NVLINK_GET_PLATFORM_INFO, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_get_platform_info {
	uint8_t ib_guid[16];
	uint8_t rack_guid[16];
	uint8_t chassis_physical_slot_number;
	uint8_t compute_slot_index;
	uint8_t node_index;
	uint8_t peer_type;
	uint8_t module_id;
	uint8_t nvlink_signaling_protocol;
	uint8_t lanes_per_link;
	uint8_t links_per_spigot;
};

/* NV2080_CTRL_CMD_NVLINK_CLEAR_COUNTERS, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_clear_counters {
	uint32_t counter_mask;
	uint64_t link_mask;
	struct rm_nvlink_clear_counters_links {
		uint8_t len_masks;
		uint64_t masks[1];
	} links;
};

/* NV2080_CTRL_CMD_NVLINK_READ_TP_COUNTERS, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_read_tp_counters {
	uint16_t counter_mask;
	uint64_t link_mask;
	struct rm_nvlink_read_tp_counters_links {
		uint8_t len_masks;
		uint64_t masks[1];
	} links;
	struct rm_nvlink_read_tp_counters_counters {
		uint64_t value[4];
	} counters[64];
};

/* NV2080_CTRL_CMD_NVLINK_GET_SUPPORTED_BW_MODE, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_get_supported_bw_mode {
	uint16_t rbm_modes_list[23];
	uint8_t rbm_total_modes;
};

/* NV2080_CTRL_CMD_NVLINK_GET_BW_MODE, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_get_bw_mode {
	uint16_t rbm_mode;
};

/* NV2080_CTRL_CMD_NVLINK_SET_BW_MODE, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_set_bw_mode {
	uint16_t rbm_mode;
};

/* NV2080_CTRL_CMD_NVLINK_GET_L1_THRESHOLD, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_get_l1_threshold {
	uint32_t l1_threshold;
	uint32_t l1_exit_threshold;
	uint8_t l1_enabled;
	uint8_t l1_therm_throttling_enabled;
};

/* NV2080_CTRL_CMD_NVLINK_SET_L1_THRESHOLD, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_set_l1_threshold {
	uint32_t l1_threshold;
	uint32_t l1_exit_threshold;
};

/* NV2080_CTRL_CMD_GET_GPU_FABRIC_PROBE_INFO, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_get_gpu_fabric_probe_info {
	uint8_t state;
	uint32_t status;
	uint8_t cluster_uuid[16];
	uint16_t fabric_partition_id;
	uint64_t fabric_caps;
	uint32_t fabric_clique_id;
	uint32_t fabric_health_mask;
	uint8_t fabric_health_summary;
};

/* NV2080_CTRL_CMD_NVLINK_GET_COUNTERS_V2, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_get_counters_v2 {
	uint64_t link_mask;
	struct rm_nvlink_get_counters_v2_links {
		uint8_t len_masks;
		uint64_t masks[1];
	} links;
	uint64_t counter_mask[2];
	struct rm_nvlink_get_counters_v2_counter {
		uint8_t over_flow;
		uint64_t value;
	} counter[1792];
};

/* NV2080_CTRL_NVLINK_GET_FIRMWARE_VERSION_INFO, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_get_firmware_version_info {
	struct rm_nvlink_get_firmware_version_info_firmware_version {
		uint8_t ucode_type;
		uint32_t major;
		uint32_t minor;
		uint32_t sub_minor;
	} firmware_version[16];
	uint8_t chip_type_arch;
	uint32_t num_valid_entries;
};

/* NV2080_CTRL_CMD_NVLINK_GET_SAVED_NODE_HOSTNAME, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_get_saved_node_hostname {
	struct rm_nvlink_get_saved_node_hostname_hostname {
		uint8_t name[64];
	} hostname;
};

/* NV2080_CTRL_CMD_NVLINK_SAVE_NODE_HOSTNAME, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_save_node_hostname {
	struct rm_nvlink_save_node_hostname_hostname {
		uint8_t name[64];
	} hostname;
};

/* NV2080_CTRL_CMD_NVLINK_CLEAR_COUNTERS_V2, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_clear_counters_v2 {
	uint64_t link_mask;
	struct rm_nvlink_clear_counters_v2_links {
		uint8_t len_masks;
		uint64_t masks[1];
	} links;
	uint64_t counter_mask[2];
};

/* NV2080_CTRL_CMD_NVLINK_GET_POWER_STATE, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_get_power_state {
	uint32_t link_id;
	uint32_t power_state;
};

/* NV2080_CTRL_CMD_NVLINK_PRM_ACCESS, ctrl/ctrl2080/ctrl2080nvlink.h */
struct rm_nvlink_prm_access {
	struct rm_nvlink_prm_access_prm {
		uint8_t data[496];
	} prm;
};

/* NV2080_CTRL_CMD_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2, ctrl/ctrl2080/ctrl2080perf.h */
struct rm_perf_get_gpumon_perfmon_util_samples_v2 {
	uint8_t type;
	uint32_t buf_size;
	uint32_t count;
	uint32_t tracker;
	struct rm_perf_get_gpumon_perfmon_util_samples_v2_samples {
		struct rm_perf_get_gpumon_perfmon_util_samples_v2_samples_base {
			uint64_t time_stamp;
		} base;
		struct rm_perf_get_gpumon_perfmon_util_samples_v2_samples_fb {
			uint32_t util;
			uint32_t proc_id;
			uint32_t sub_process_id;
		} fb;
		struct rm_perf_get_gpumon_perfmon_util_samples_v2_samples_gr {
			uint32_t util;
			uint32_t proc_id;
			uint32_t sub_process_id;
		} gr;
		struct rm_perf_get_gpumon_perfmon_util_samples_v2_samples_nvenc {
			uint32_t util;
			uint32_t proc_id;
			uint32_t sub_process_id;
		} nvenc;
		struct rm_perf_get_gpumon_perfmon_util_samples_v2_samples_nvdec {
			uint32_t util;
			uint32_t proc_id;
			uint32_t sub_process_id;
		} nvdec;
		struct rm_perf_get_gpumon_perfmon_util_samples_v2_samples_nvjpg {
			uint32_t util;
			uint32_t proc_id;
			uint32_t sub_process_id;
		} nvjpg;
		struct rm_perf_get_gpumon_perfmon_util_samples_v2_samples_nvofa {
			uint32_t util;
			uint32_t proc_id;
			uint32_t sub_process_id;
		} nvofa;
	} samples[100];
};

/* NV2080_CTRL_CMD_PERF_GET_CURRENT_PSTATE, ctrl/ctrl2080/ctrl2080perf.h */
struct rm_perf_get_current_pstate {
	uint32_t curr_pstate;
};

/* NV2080_CTRL_CMD_PERF_GET_POWERSTATE, ctrl/ctrl2080/ctrl2080perf.h */
struct rm_perf_get_powerstate {
	struct rm_perf_get_powerstate_power_state_info {
		uint32_t power_state;
	} power_state_info;
};

/* NV2080_CTRL_CMD_PERF_GET_VID_ENG_PERFMON_SAMPLE, ctrl/ctrl2080/ctrl2080perf.h */
struct rm_perf_get_vid_eng_perfmon_sample {
	uint32_t engine_type;
	uint32_t clk_percent_busy;
	uint32_t sampling_period_us;
};

/* NV2080_CTRL_CMD_PERF_GET_LEVEL_INFO_V2, ctrl/ctrl2080/ctrl2080perf.h */
struct rm_perf_get_level_info_v2 {
	uint32_t level;
	uint32_t flags;
	struct rm_perf_get_level_info_v2_perf_get_clk_info_list {
		uint32_t flags;
		uint32_t domain;
		uint32_t current_freq;
		uint32_t default_freq;
		uint32_t min_freq;
		uint32_t max_freq;
	} perf_get_clk_info_list[32];
	uint32_t perf_get_clk_info_list_size;
};

/* NV2080_CTRL_CMD_PERF_RATED_TDP_GET_CONTROL, ctrl/ctrl2080/ctrl2080perf.h */
struct rm_perf_rated_tdp_get_control {
	uint32_t client;
	uint32_t input;
	uint32_t v_pstate_type;
};

/* NV2080_CTRL_CMD_PERF_RATED_TDP_SET_CONTROL, ctrl/ctrl2080/ctrl2080perf.h */
struct rm_perf_rated_tdp_set_control {
	uint32_t client;
	uint32_t input;
	uint32_t v_pstate_type;
};

/* NV2080_CTRL_CMD_PMGR_GET_MODULE_INFO, ctrl/ctrl2080/ctrl2080pmgr.h */
struct rm_pmgr_get_module_info {
	uint32_t module_id;
	uint8_t nvswitch_support;
};

/* NV00DE_CTRL_CMD_REQUEST_DATA_POLL, ctrl/ctrl00de.h */
struct rm_shared_data_request_data_poll {
	uint64_t polled_data_mask;
};

/* NV00DE_CTRL_CMD_REQUEST_POLL_INTERVAL, ctrl/ctrl00de.h */
struct rm_shared_data_request_poll_interval {
	uint32_t polling_interval_ms;
};

/* NV2080_CTRL_CMD_RUSD_GET_SUPPORTED_FEATURES, ctrl/ctrl2080/ctrl2080gpu.h */
struct rm_rusd_get_supported_features {
	uint32_t supported_features;
};

/* NV0000_CTRL_CMD_GPU_GET_PROBED_IDS, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_get_probed_ids {
	uint32_t gpu_ids[32];
	uint32_t excluded_gpu_ids[32];
	uint32_t gpu_flags[32];
};

/* NV0000_CTRL_CMD_GPU_GET_ATTACHED_IDS, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_get_attached_ids {
	uint32_t gpu_ids[32];
};

/* NV0000_CTRL_CMD_GPU_GET_DEVICE_IDS, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_get_device_ids {
	uint32_t device_ids;
};

/* NV0000_CTRL_CMD_GPU_ATTACH_IDS, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_attach_ids {
	uint32_t gpu_ids[32];
	uint32_t failed_id;
};

/* NV0000_CTRL_CMD_GPU_DETACH_IDS, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_detach_ids {
	uint32_t gpu_ids[32];
};

/* NV0000_CTRL_CMD_GPU_ASYNC_ATTACH_ID, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_async_attach_id {
	uint32_t gpu_id;
};

/* NV0000_CTRL_CMD_GPU_WAIT_ATTACH_ID, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_wait_attach_id {
	uint32_t gpu_id;
};

/* NV0000_CTRL_CMD_GPU_GET_ID_INFO, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_get_id_info {
	uint32_t gpu_id;
	uint32_t gpu_flags;
	uint32_t device_instance;
	uint32_t sub_device_instance;
	uint64_t sz_name;
	uint32_t sli_status;
	uint32_t board_id;
	uint32_t gpu_instance;
	int32_t numa_id;
};

/* NV0000_CTRL_CMD_GPU_GET_ID_INFO_V2, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_get_id_info_v2 {
	uint32_t gpu_id;
	uint32_t gpu_flags;
	uint32_t device_instance;
	uint32_t sub_device_instance;
	uint32_t sli_status;
	uint32_t board_id;
	uint32_t gpu_instance;
	int32_t numa_id;
};

/* NV0000_CTRL_CMD_GPU_GET_INIT_STATUS, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_get_init_status {
	uint32_t gpu_id;
	uint32_t status;
};

/* NV0000_CTRL_CMD_GPU_GET_PCI_INFO, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_get_pci_info {
	uint32_t gpu_id;
	uint32_t domain;
	uint16_t bus;
	uint16_t slot;
};

/* NV0000_CTRL_CMD_GPU_GET_UUID_INFO, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_get_uuid_info {
	uint8_t gpu_uuid[256];
	uint32_t flags;
	uint32_t gpu_id;
	uint32_t device_instance;
	uint32_t subdevice_instance;
};

/* NV0000_CTRL_CMD_GPU_GET_UUID_FROM_GPU_ID, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_get_uuid_from_gpu_id {
	uint32_t gpu_id;
	uint32_t flags;
	uint8_t gpu_uuid[256];
	uint32_t uuid_str_len;
};

/* NV0000_CTRL_CMD_GPU_QUERY_DRAIN_STATE, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_query_drain_state {
	uint32_t gpu_id;
	uint32_t drain_state;
	uint32_t flags;
};

/* NV0000_CTRL_CMD_GPU_MODIFY_DRAIN_STATE, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_modify_drain_state {
	uint32_t gpu_id;
	uint32_t new_state;
	uint32_t flags;
};

/* NV0000_CTRL_CMD_GPU_GET_ACTIVE_DEVICE_IDS, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_get_active_device_ids {
	uint32_t num_devices;
	struct rm_gpu_get_active_device_ids_devices {
		uint32_t gpu_id;
		uint32_t gpu_instance_id;
		uint32_t compute_instance_id;
	} devices[256];
};

/* NV0000_CTRL_CMD_GPU_GET_NVLINK_BW_MODE, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_get_nvlink_bw_mode {
	uint8_t mode;
	uint8_t bw_mode_scope;
};

/* NV0000_CTRL_CMD_GPU_SET_NVLINK_BW_MODE, ctrl/ctrl0000/ctrl0000gpu.h */
struct rm_gpu_set_nvlink_bw_mode {
	uint8_t mode;
};

/* NV0000_CTRL_CMD_SYSTEM_GET_BUILD_VERSION, ctrl/ctrl0000/ctrl0000system.h */
struct rm_system_get_build_version {
	uint32_t size_of_strings;
	uint64_t driver_version_buffer;
	uint64_t version_buffer;
	uint64_t title_buffer;
	uint32_t changelist_number;
	uint32_t official_changelist_number;
};

/* NV0000_CTRL_CMD_SYSTEM_GET_BUILD_VERSION_V2, ctrl/ctrl0000/ctrl0000system.h */
struct rm_system_get_build_version_v2 {
	char driver_version_buffer[256];
	char version_buffer[256];
	char driver_branch[256];
	char title_buffer[256];
	uint32_t changelist_number;
	uint32_t official_changelist_number;
};

/* NV0000_CTRL_CMD_SYSTEM_GET_P2P_CAPS, ctrl/ctrl0000/ctrl0000system.h */
struct rm_system_get_p2p_caps {
	uint32_t gpu_ids[32];
	uint32_t gpu_count;
	uint32_t p2p_caps;
	uint32_t p2p_optimal_read_ces;
	uint32_t p2p_optimal_write_ces;
	uint8_t p2p_caps_status[9];
	uint64_t bus_peer_ids;
	uint64_t bus_egm_peer_ids;
};

/* NV0000_CTRL_CMD_SYSTEM_GET_P2P_CAPS_V2, ctrl/ctrl0000/ctrl0000system.h */
struct rm_system_get_p2p_caps_v2 {
	uint32_t gpu_ids[32];
	uint32_t gpu_count;
	uint32_t p2p_caps;
	uint32_t p2p_optimal_read_ces;
	uint32_t p2p_optimal_write_ces;
	uint8_t p2p_caps_status[9];
	uint32_t bus_peer_ids[1024];
	uint32_t bus_egm_peer_ids[1024];
};

/* NV0000_CTRL_CMD_SYSTEM_GET_P2P_CAPS_MATRIX, ctrl/ctrl0000/ctrl0000system.h */
struct rm_system_get_p2p_caps_matrix {
	uint32_t grp_a_count;
	uint32_t grp_b_count;
	uint32_t gpu_id_grp_a[8];
	uint32_t gpu_id_grp_b[8];
	uint32_t p2p_caps[64];
	uint32_t a2b_optimal_read_ces[64];
	uint32_t a2b_optimal_write_ces[64];
	uint32_t b2a_optimal_read_ces[64];
	uint32_t b2a_optimal_write_ces[64];
};

/* NV0000_CTRL_CMD_CLIENT_GET_ADDR_SPACE_TYPE, ctrl/ctrl0000/ctrl0000client.h */
struct rm_client_get_addr_space_type {
	uint32_t h_object;
	uint32_t map_flags;
	uint32_t addr_space_type;
};

/* NV0000_CTRL_CMD_CLIENT_GET_HANDLE_INFO, ctrl/ctrl0000/ctrl0000client.h */
struct rm_client_get_handle_info {
	uint32_t h_object;
	uint32_t index;
	union rm_client_get_handle_info_data {
		uint32_t h_result;
		uint64_t i_result;
	} data;
};

/* NV0000_CTRL_CMD_CLIENT_GET_ACCESS_RIGHTS, ctrl/ctrl0000/ctrl0000client.h */
struct rm_client_get_access_rights {
	uint32_t h_object;
	uint32_t h_client;
	struct rm_client_get_access_rights_mask_result {
		uint32_t limbs[1];
	} mask_result;
};

/* NV0000_CTRL_CMD_CLIENT_SET_INHERITED_SHARE_POLICY, ctrl/ctrl0000/ctrl0000client.h */
struct rm_client_set_inherited_share_policy {
	struct rm_client_set_inherited_share_policy_share_policy {
		uint32_t target;
		struct rm_client_set_inherited_share_policy_share_policy_access_mask {
			uint32_t limbs[1];
		} access_mask;
		uint16_t type;
		uint8_t action;
	} share_policy;
};

/* NV0000_CTRL_CMD_CLIENT_SHARE_OBJECT, ctrl/ctrl0000/ctrl0000client.h */
struct rm_client_share_object {
	uint32_t h_object;
	struct rm_client_share_object_share_policy {
		uint32_t target;
		struct rm_client_share_object_share_policy_access_mask {
			uint32_t limbs[1];
		} access_mask;
		uint16_t type;
		uint8_t action;
	} share_policy;
};

/* NV0000_CTRL_CMD_CLIENT_OBJECTS_ARE_DUPLICATES, ctrl/ctrl0000/ctrl0000client.h */
struct rm_client_objects_are_duplicates {
	uint32_t h_object1;
	uint32_t h_object2;
	uint8_t duplicates;
};

/* NV2080_CTRL_CMD_THERMAL_SYSTEM_EXECUTE_V2, ctrl/ctrl2080/ctrl2080thermal.h */
struct rm_thermal_system_execute_v2 {
	uint32_t client_api_version;
	uint32_t client_api_revision;
	uint32_t client_instruction_size_of;
	uint32_t execute_flags;
	uint32_t successful_instructions;
	uint32_t instruction_list_size;
	struct rm_thermal_system_execute_v2_instruction_list {
		uint32_t result;
		uint32_t executed;
		uint32_t opcode;
		union rm_thermal_system_execute_v2_instruction_list_operands {
			struct rm_thermal_system_execute_v2_instruction_list_operands_get_info_targets_available {
				uint32_t available_targets;
			} get_info_targets_available;
			struct rm_thermal_system_execute_v2_instruction_list_operands_get_info_target_type {
				uint32_t target_index;
				uint32_t type;
			} get_info_target_type;
			struct rm_thermal_system_execute_v2_instruction_list_operands_get_info_provider_type {
				uint32_t provider_index;
				uint32_t type;
			} get_info_provider_type;
			struct rm_thermal_system_execute_v2_instruction_list_operands_get_info_sensors_available {
				uint32_t available_sensors;
			} get_info_sensors_available;
			struct rm_thermal_system_execute_v2_instruction_list_operands_get_info_sensor_provider {
				uint32_t sensor_index;
				uint32_t provider_index;
			} get_info_sensor_provider;
			struct rm_thermal_system_execute_v2_instruction_list_operands_get_info_sensor_target {
				uint32_t sensor_index;
				uint32_t target_index;
			} get_info_sensor_target;
			struct rm_thermal_system_execute_v2_instruction_list_operands_get_info_sensor_reading_range {
				uint32_t sensor_index;
				int32_t minimum;
				int32_t maximum;
			} get_info_sensor_reading_range;
			struct rm_thermal_system_execute_v2_instruction_list_operands_get_status_sensor_reading {
				uint32_t sensor_index;
				int32_t value;
			} get_status_sensor_reading;
			uint32_t space[8];
		} operands;
	} instruction_list[32];
};

/* NV01_ROOT_CLIENT, class/cl0000.h */
struct rm_alloc_root {
	uint32_t h_client;
	uint32_t process_id;
	char process_name[100];
	uint64_t os_pid_info;
};

/* NV01_DEVICE_0, class/cl0080.h */
struct rm_alloc_device {
	uint32_t device_id;
	uint32_t h_client_share;
	uint32_t h_target_client;
	uint32_t h_target_device;
	uint32_t flags;
	uint64_t va_space_size;
	uint64_t va_start_internal;
	uint64_t va_limit_internal;
	uint32_t va_mode;
};

/* NV20_SUBDEVICE_0, class/cl2080.h */
struct rm_alloc_subdevice {
	uint32_t sub_device_id;
};

/* NV01_EVENT_OS_EVENT, class/cl0005.h */
struct rm_alloc_os_event {
	uint32_t h_parent_client;
	uint32_t h_src_resource;
	uint32_t h_class;
	uint32_t notify_index;
	uint64_t data;
};

/* RM_USER_SHARED_DATA, class/cl00de.h */
struct rm_alloc_shared_data {
	uint32_t reserved;
	uint64_t polled_data_mask;
};

/* AMPERE_SMC_PARTITION_REF, class/clc637.h */
struct rm_alloc_gpu_instance {
	uint64_t cap_descriptor;
	uint32_t swizz_id;
};

/* AMPERE_SMC_EXEC_PARTITION_REF, class/clc638.h */
struct rm_alloc_compute_instance {
	uint64_t cap_descriptor;
	uint32_t exec_partition_id;
};

/* AMPERE_SMC_CONFIG_SESSION, class/clc639.h */
struct rm_alloc_mig_config {
	uint64_t cap_descriptor;
};

/* AMPERE_SMC_MONITOR_SESSION, class/clc640.h */
struct rm_alloc_mig_monitor {
	uint64_t cap_descriptor;
};

/* NVA081_CTRL_CMD_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU, ctrl/ctrla081.h */
struct rm_vgpu_config_enumerate_vgpu_per_pgpu {
	uint32_t vgpu_type;
	uint32_t num_vgpu;
	struct rm_vgpu_config_enumerate_vgpu_per_pgpu_vgpu_guest {
		struct rm_vgpu_config_enumerate_vgpu_per_pgpu_vgpu_guest_guest_vm_info {
			uint32_t vm_pid;
			uint32_t vm_id_type;
			uint32_t migration_prohibited;
			uint32_t guest_negotiated_vgpu_version;
			uint32_t frame_rate_limit;
			uint8_t licensed;
			uint32_t license_state;
			uint32_t license_expiry_timestamp;
			uint8_t license_expiry_status;
			union rm_vgpu_config_enumerate_vgpu_per_pgpu_vgpu_guest_guest_vm_info_guest_vm_id {
				uint8_t vm_uuid[16];
				uint64_t vm_id;
			} guest_vm_id;
			uint8_t guest_driver_version[64];
			uint32_t guest_vm_info_state;
		} guest_vm_info;
		struct rm_vgpu_config_enumerate_vgpu_per_pgpu_vgpu_guest_vgpu_device {
			uint32_t vgpu_type;
			uint32_t vgpu_device_instance_id;
			uint8_t vgpu_uuid[16];
			uint8_t mdev_uuid[16];
			uint8_t vgpu_dev_name[16];
			uint32_t encoder_capacity;
			uint64_t fb_used;
			uint32_t ecc_state;
			uint8_t driver_loaded;
			uint32_t swizz_id;
			uint32_t placement_id;
			uint32_t accounting_pid;
		} vgpu_device;
	} vgpu_guest[48];
};

/* NVA081_CTRL_CMD_VGPU_CONFIG_ENUMERATE_VGPU_PER_GPU_INSTANCE, ctrl/ctrla081.h */
struct rm_vgpu_config_enumerate_vgpu_per_gpu_instance {
	uint32_t gpu_instance_id;
	uint32_t num_vgpu;
	uint32_t vgpu_instance_ids[12];
};

/* NVA081_CTRL_CMD_VGPU_CONFIG_GET_VGPU_TYPE_INFO, ctrl/ctrla081.h */
struct rm_vgpu_config_get_vgpu_type_info {
	uint32_t vgpu_type;
	struct rm_vgpu_config_get_vgpu_type_info_vgpu_type_info {
		uint32_t vgpu_type;
		uint8_t vgpu_name[64];
		uint8_t vgpu_class[64];
		uint8_t license[128];
		uint32_t max_instance;
		uint32_t num_heads;
		uint32_t max_resolution_x;
		uint32_t max_resolution_y;
		uint32_t frl_config;
		uint32_t gpu_instance_size;
		uint32_t multi_vgpu_supported;
		uint64_t vdev_id;
		uint64_t pdev_id;
		uint64_t profile_size;
		uint64_t gsp_heap_size;
		uint64_t fb_reservation;
		uint64_t bar1_length;
		uint32_t frl_enable;
		uint32_t gpu_direct_supported;
		uint32_t nvlink_p2_p_supported;
		uint32_t max_instance_per_gi;
		uint32_t multi_vgpu_exclusive;
		uint32_t exclusive_type;
		uint32_t exclusive_size;
		uint32_t gpu_instance_profile_id;
		uint32_t placement_size;
		uint32_t placement_count;
		uint32_t placement_ids[32];
		uint32_t homogeneous_placement_count;
		uint32_t homogeneous_placement_ids[48];
		uint32_t heterogeneous_placement_count;
		uint32_t heterogeneous_placement_ids[48];
	} vgpu_type_info;
};

/* NVA081_CTRL_CMD_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES, ctrl/ctrla081.h */
struct rm_vgpu_config_get_supported_vgpu_types {
	uint32_t gpu_instance_id;
	uint32_t vgpu_config_state;
	uint32_t num_vgpu_types;
	uint32_t vgpu_types[128];
};

/* NVA081_CTRL_CMD_VGPU_CONFIG_GET_CREATABLE_VGPU_TYPES, ctrl/ctrla081.h */
struct rm_vgpu_config_get_creatable_vgpu_types {
	uint32_t gpu_instance_id;
	uint32_t vgpu_config_state;
	uint32_t num_vgpu_types;
	uint32_t vgpu_types[128];
};

/* NVA081_CTRL_CMD_VGPU_CONFIG_SET_VGPU_INSTANCE_ENCODER_CAPACITY, ctrl/ctrla081.h */
struct rm_vgpu_config_set_vgpu_instance_encoder_capacity {
	uint8_t vgpu_uuid[16];
	uint32_t encoder_capacity;
};

/* NVA081_CTRL_CMD_VGPU_CONFIG_GET_VGPU_FB_USAGE, ctrl/ctrla081.h */
struct rm_vgpu_config_get_vgpu_fb_usage {
	uint32_t vgpu_count;
	struct rm_vgpu_config_get_vgpu_fb_usage_vgpu_fb_usage {
		uint8_t vgpu_uuid[16];
		uint64_t fb_used;
	} vgpu_fb_usage[48];
};

/* NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_CAP, ctrl/ctrla081.h */
struct rm_vgpu_config_get_migration_cap {
	uint8_t migration_cap;
};

/* NVA081_CTRL_CMD_VGPU_CONFIG_GET_PGPU_METADATA_STRING, ctrl/ctrla081.h */
struct rm_vgpu_config_get_pgpu_metadata_string {
	uint8_t gpu_string[256];
};

/* NVA081_CTRL_CMD_PGPU_GET_MULTI_VGPU_SUPPORT_INFO, ctrl/ctrla081.h */
struct rm_pgpu_get_multi_vgpu_support_info {
	uint32_t fractionalmulti_vgpu_supported;
	uint32_t heterogeneous_timeslice_profiles_supported;
	uint32_t heterogeneous_timeslice_sizes_supported;
};

/* NVA081_CTRL_CMD_GET_VGPU_DRIVER_CAPS, ctrl/ctrla081.h */
struct rm_get_vgpu_driver_caps {
	uint32_t heterogeneous_multi_vgpu_supported;
	uint32_t warm_update_supported;
};

/* NVA081_CTRL_CMD_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS, ctrl/ctrla081.h */
struct rm_vgpu_config_get_creatable_placements {
	uint32_t gpu_instance_id;
	uint32_t vgpu_type_id;
	uint32_t placement_size;
	uint32_t count;
	uint32_t placement_ids[48];
};

/* NVA081_CTRL_CMD_PGPU_GET_VGPU_STREAMING_CAPABILITY, ctrl/ctrla081.h */
struct rm_pgpu_get_vgpu_streaming_capability {
	uint8_t streaming_capability;
};

/* NVA081_CTRL_CMD_VGPU_SET_CAPABILITY, ctrl/ctrla081.h */
struct rm_vgpu_set_capability {
	uint32_t capability;
	uint8_t state;
};

/* NVA081_CTRL_CMD_VGPU_GET_CAPABILITY, ctrl/ctrla081.h */
struct rm_vgpu_get_capability {
	uint32_t capability;
	uint32_t state;
};

/* NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_BANDWIDTH, ctrl/ctrla081.h */
struct rm_vgpu_config_get_migration_bandwidth {
	uint32_t migration_bandwidth;
};

/* NV0000_CTRL_VGPU_GET_VGPU_VERSION, ctrl/ctrl0000/ctrl0000system.h */
struct rm_vgpu_get_vgpu_version {
	uint32_t host_min_supported_version;
	uint32_t host_max_supported_version;
	uint32_t user_min_supported_version;
	uint32_t user_max_supported_version;
};

/* NV0000_CTRL_VGPU_SET_VGPU_VERSION, ctrl/ctrl0000/ctrl0000system.h */
struct rm_vgpu_set_vgpu_version {
	uint32_t min_version;
	uint32_t max_version;
};

/* NV0080_CTRL_CMD_GPU_GET_VGPU_HETEROGENEOUS_MODE, ctrl/ctrl0080/ctrl0080gpu.h */
struct rm_gpu_get_vgpu_heterogeneous_mode {
	uint8_t heterogeneous_mode;
	uint32_t gpu_instance_id;
};

/* NV0080_CTRL_CMD_GPU_SET_VGPU_HETEROGENEOUS_MODE, ctrl/ctrl0080/ctrl0080gpu.h */
struct rm_gpu_set_vgpu_heterogeneous_mode {
	uint8_t heterogeneous_mode;
	uint32_t gpu_instance_id;
};

/* NV2080_CTRL_CMD_FIFO_OBJSCHED_SW_GET_LOG, ctrl/ctrl2080/ctrl2080fifo.h */
struct rm_fifo_objsched_sw_get_log {
	uint32_t engine_id;
	uint32_t count;
	struct rm_fifo_objsched_sw_get_log_entry {
		uint64_t timestamp_ns;
		int64_t time_run_total_ns;
		uint32_t time_run_ns;
		uint32_t swrl_id;
		uint32_t target_time_slice;
		uint64_t cumulative_preemption_time;
		uint32_t weight;
	} entry[200];
	uint32_t sched_policy;
	uint32_t arr_enabled;
	uint32_t arr_avg_factor;
	uint32_t target_timeslice_ns;
};

/* NV2080_CTRL_CMD_FIFO_OBJSCHED_GET_STATE, ctrl/ctrl2080/ctrl2080fifo.h */
struct rm_fifo_objsched_get_state {
	uint32_t engine_id;
	uint32_t sched_policy;
	uint32_t arr_enabled;
	uint32_t target_timeslice_ns;
	uint32_t arr_avg_factor;
};

/* NV2080_CTRL_CMD_FIFO_OBJSCHED_SET_STATE, ctrl/ctrl2080/ctrl2080fifo.h */
struct rm_fifo_objsched_set_state {
	uint32_t engine_id;
	uint32_t sched_policy;
	uint32_t enable_arr;
	uint32_t timeslice_target_ns;
	uint32_t frequency_for_arr;
	uint32_t avg_factor_for_arr;
};

/* NV2080_CTRL_CMD_FIFO_OBJSCHED_GET_CAPS, ctrl/ctrl2080/ctrl2080fifo.h */
struct rm_fifo_objsched_get_caps {
	uint32_t engine_id;
	uint32_t supported_schedulers[3];
	uint8_t is_arr_mode_supported;
	uint32_t max_timeslice_ns;
	uint32_t min_timeslice_ns;
	uint32_t max_frequency_for_arr;
	uint32_t min_frequency_for_arr;
	uint32_t max_avg_factor_for_arr;
	uint32_t min_avg_factor_for_arr;
};

#endif
