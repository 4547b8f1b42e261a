/* SPDX-License-Identifier: MIT */
/*
 * Handlers of the controls, by chapter. A handler gets the neutral struct
 * rm_<name> of its command, filled with what the caller sent, and answers an
 * NV_STATUS; the struct travels back only with NV_OK. call->gpu is the GPU of
 * the object, never NULL below class 0x80.
 */
#ifndef OPENNVML_SIM_CONTROLS_H
#define OPENNVML_SIM_CONTROLS_H

#include "rm_abi.h"
#include "sim/driver.h"

typedef uint32_t sim_handler(struct sim_call *call, void *neutral);

/* {index, data} pairs of the information lists: one refused index refuses all. */
typedef uint32_t sim_info(struct sim_call *call, uint32_t index, uint32_t *ret_data);
struct sim_info_pair {
	uint32_t index, data;
};
uint32_t sim_info_list(struct sim_call *call, void *list, uint32_t count, uint32_t limit,
		       sim_info *answer);
/* The older commands keep the list behind a pointer. */
uint32_t sim_info_list_at(struct sim_call *call, uint64_t addr, uint32_t count, sim_info *answer);

/* system.c */
sim_handler sim_get_probed_ids, sim_get_attached_ids, sim_get_device_ids, sim_attach_ids,
    sim_detach_ids, sim_attach_one, sim_get_id_info, sim_get_id_info_v2, sim_get_init_status,
    sim_get_pci_info, sim_get_uuid_info, sim_get_uuid_from_gpu_id, sim_get_active_device_ids,
    sim_get_build_version, sim_get_build_version_v2, sim_get_addr_space_type,
    sim_system_event_set_notification;
/* share.c */
sim_handler sim_client_share_object, sim_client_set_share_policy, sim_client_get_rights,
    sim_client_get_handle_info, sim_client_are_duplicates;
/* event.c */
sim_handler sim_get_system_event_data;
/* topology.c */
sim_handler sim_get_p2p_caps, sim_get_p2p_caps_v2, sim_get_p2p_caps_matrix;
/* hotplug.c */
sim_handler sim_query_drain_state, sim_modify_drain_state;
/* identity.c */
sim_handler sim_get_name, sim_get_short_name, sim_get_gpu_id, sim_get_oem_board_info, sim_get_gid,
    sim_get_inforom_object, sim_get_inforom_image, sim_get_chip_details, sim_get_bridges,
    sim_get_arch_info, sim_get_bios_info, sim_get_bios_info_v2, sim_get_gpu_info,
    sim_get_gpu_info_at, sim_get_gr_info, sim_get_gr_info_v2, sim_get_brand_caps, sim_get_vgx_caps,
    sim_get_num_subdevices, sim_get_module_info, sim_get_platform_info;
/* mig.c, mig_compute.c */
sim_handler sim_set_partitioning_mode, sim_describe_partitions, sim_get_partition_capacity,
    sim_set_partitions, sim_get_partitions, sim_get_active_partition_ids, sim_get_compute_profiles,
    sim_exec_partitions_create, sim_exec_partitions_delete, sim_exec_partitions_get,
    sim_exec_partitions_get_active_ids, sim_get_compute_capacity, sim_get_compute_uuid;
/* inforom.c */
sim_handler sim_verify_inforom, sim_get_black_box_flush, sim_get_black_box_times;
/* memory.c */
sim_handler sim_get_fb_info, sim_get_fb_info_v2, sim_get_offlined_pages, sim_get_remapped_rows,
    sim_get_row_histogram, sim_get_dram_encryption, sim_get_dram_encryption_support,
    sim_get_dram_encryption_pending, sim_set_dram_encryption;
/* bus.c */
sim_handler sim_get_bus_pci_info, sim_get_bus_info, sim_get_bus_info_v2, sim_get_pex_counters,
    sim_clear_pex_counters, sim_get_pex_lane_counters, sim_get_pex_util, sim_clear_pex_util,
    sim_get_c2c_info, sim_get_c2c_errors, sim_get_c2c_low_power, sim_get_req_atomics,
    sim_get_cpl_atomics;
/* perf.c */
sim_handler sim_get_gpumon_samples, sim_get_pstate, sim_get_powerstate, sim_get_video_sample,
    sim_get_time, sim_get_time_correlation;
/* thermal.c */
sim_handler sim_thermal_execute;
/* ecc.c */
sim_handler sim_query_inforom_ecc, sim_query_ecc_status, sim_query_ecc_configuration,
    sim_set_ecc_configuration, sim_reset_ecc, sim_get_exposed_counters, sim_get_volatile_counts,
    sim_get_eci_counters, sim_get_repair_status, sim_get_unrepairable_flag, sim_get_sram_errors;
/* confcompute.c */
sim_handler sim_cc_get_capabilities, sim_cc_get_gpus_state, sim_cc_set_gpus_state,
    sim_cc_get_vidmem_size, sim_cc_set_vidmem_size, sim_cc_get_security_policy,
    sim_cc_set_security_policy, sim_cc_get_certificate, sim_cc_get_attestation;
/* processes.c */
sim_handler sim_get_classlist, sim_get_pids, sim_get_pid_info, sim_get_encoder_capacity;
/* sessions.c */
sim_handler sim_get_encoder_stats, sim_get_encoder_sessions, sim_get_encoder_sessions_v2,
    sim_get_capture_stats, sim_get_capture_sessions;
/* modes.c */
sim_handler sim_query_persistence, sim_modify_persistence, sim_query_compute_mode,
    sim_set_compute_mode, sim_get_virtualization_mode, sim_get_sriov_caps, sim_get_gsp_features,
    sim_get_recovery_action, sim_get_reset_status, sim_get_drain_status, sim_event_set_notification,
    sim_request_data_poll, sim_request_poll_interval, sim_get_rusd_features, sim_set_rusd_features,
    sim_force_gsp_unload;
/* accounting.c */
sim_handler sim_get_accounting_state, sim_set_accounting_state, sim_clear_accounting,
    sim_get_accounting_pids, sim_get_accounting_info;
/* nvlink.c */
sim_handler sim_get_nvlink_caps, sim_get_nvlink_status, sim_get_fabric_info, sim_get_hostname,
    sim_save_hostname;
/* links.c */
sim_handler sim_get_nvlink_counters, sim_get_nvlink_counters_v2, sim_clear_nvlink_counters,
    sim_clear_nvlink_counters_v2, sim_read_tp_counters, sim_get_nvlink_power_state,
    sim_get_l1_threshold, sim_set_l1_threshold, sim_get_supported_bw_mode, sim_get_gpu_bw_mode,
    sim_set_gpu_bw_mode, sim_get_nvlink_bw_mode, sim_set_nvlink_bw_mode, sim_prm_access;
/* vgpu.c */
sim_handler sim_get_vgpu_types, sim_get_creatable_vgpu_types, sim_get_vgpu_type, sim_get_vgpus,
    sim_get_vgpus_of_instance, sim_get_vgpu_memory, sim_set_vgpu_encoder;
/* vgpu_host.c */
sim_handler sim_get_vgpu_places, sim_get_vgpu_mixed_sizes, sim_set_vgpu_mixed_sizes,
    sim_get_vgpu_support, sim_get_vgpu_bandwidth, sim_get_vgpu_streaming, sim_get_vgpu_capability,
    sim_set_vgpu_capability, sim_get_vgpu_driver_caps, sim_get_vgpu_scheduler,
    sim_set_vgpu_scheduler, sim_get_vgpu_scheduler_caps, sim_get_vgpu_turns, sim_get_vgpu_version,
    sim_set_vgpu_version, sim_get_vgpu_host_identity;

#endif
