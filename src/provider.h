/* SPDX-License-Identifier: MIT */
/*
 * The neutral questions that a source of truth can answer about one GPU, grouped
 * by chapter. A provider fills in what it can; src/sys completes it; what is left
 * NULL is answered NVML_ERROR_NOT_SUPPORTED by the API room (PROVIDER_ASK). The
 * table is complete after discovery, so a call never searches or falls back.
 *
 * Every operation is called with an initialised library and a GPU that is
 * present, from any thread, without a lock. It writes its answer only when it
 * returns NVML_SUCCESS. Units are in the names; sizes are bytes, text is
 * NUL-terminated and never longer than its array.
 */
#ifndef OPENNVML_PROVIDER_H
#define OPENNVML_PROVIDER_H

#include "answers.h"

struct provider_ops {
	/* device */
	nvmlReturn_t (*name)(struct gpu *gpu, struct text *ret_name);
	nvmlReturn_t (*uuid)(struct gpu *gpu, struct text *ret_uuid);
	nvmlReturn_t (*serial)(struct gpu *gpu, struct text *ret_serial);
	nvmlReturn_t (*board_part_number)(struct gpu *gpu, struct text *ret_number);
	nvmlReturn_t (*vbios_version)(struct gpu *gpu, struct text *ret_version);
	nvmlReturn_t (*inforom_image)(struct gpu *gpu, struct text *ret_version);
	/* object is three characters: OBD, ECC, PWR */
	nvmlReturn_t (*inforom_object)(struct gpu *gpu, const char *object,
				       struct text *ret_version);
	nvmlReturn_t (*chip)(struct gpu *gpu, struct chip *ret_chip);
	nvmlReturn_t (*board_id)(struct gpu *gpu, uint32_t *ret_id);
	nvmlReturn_t (*module_id)(struct gpu *gpu, uint32_t *ret_id);
	nvmlReturn_t (*cores)(struct gpu *gpu, uint32_t *ret_count);
	nvmlReturn_t (*multi_gpu_board)(struct gpu *gpu, uint32_t *ret_is);
	nvmlReturn_t (*numa_node)(struct gpu *gpu, uint32_t *ret_node);
	nvmlReturn_t (*irq)(struct gpu *gpu, uint32_t *ret_irq);
	/* host memory: reached by the hardware's address translation; by the kernel's mirroring */
	nvmlReturn_t (*ats)(struct gpu *gpu, bool *ret_has);
	nvmlReturn_t (*pageable_access)(struct gpu *gpu, bool *ret_has);
	/* extended GPU memory on this host */
	nvmlReturn_t (*egm)(struct gpu *gpu, bool *ret_has);
	nvmlReturn_t (*bridges)(struct gpu *gpu, struct bridges *ret_bridges);
	nvmlReturn_t (*hostname)(struct gpu *gpu, struct text *ret_name);
	nvmlReturn_t (*set_hostname)(struct gpu *gpu, const struct text *name);
	/* of the dynamic configuration; fails when the InfoROM does not verify */
	nvmlReturn_t (*inforom_checksum)(struct gpu *gpu, uint32_t *ret_checksum);
	nvmlReturn_t (*black_box_flush)(struct gpu *gpu, struct black_box_flush *ret_flush);
	nvmlReturn_t (*black_box_run_s)(struct gpu *gpu, uint32_t *ret_seconds);
	/* pci */
	nvmlReturn_t (*pci_ids)(struct gpu *gpu, struct pci_ids *ret_ids);
	nvmlReturn_t (*pci_class)(struct gpu *gpu, struct pci_class *ret_class);
	nvmlReturn_t (*pcie_generations)(struct gpu *gpu, struct pcie_generations *ret_generations);
	nvmlReturn_t (*pcie_registers)(struct gpu *gpu, struct pcie_registers *ret_registers);
	nvmlReturn_t (*pcie_replays)(struct gpu *gpu, uint32_t *ret_count);
	/* mask: 1 sent, 2 received; a free-running byte counter */
	nvmlReturn_t (*pcie_bytes)(struct gpu *gpu, uint32_t mask, uint32_t *ret_bytes);
	nvmlReturn_t (*bus_type)(struct gpu *gpu, uint32_t *ret_type);
	/* mask of the wanted counters; the others stay 0 */
	nvmlReturn_t (*pcie_counters)(struct gpu *gpu, uint32_t mask,
				      struct pcie_counters *ret_counters);
	nvmlReturn_t (*clear_pcie_counters)(struct gpu *gpu, uint32_t mask);
	/* ret_counts has PCIE_LANES_MAX places */
	nvmlReturn_t (*pcie_lane_errors)(struct gpu *gpu, uint8_t *ret_counts);
	nvmlReturn_t (*pcie_atomics)(struct gpu *gpu, enum pcie_atomics direction,
				     uint32_t *ret_mask);
	/* memory */
	nvmlReturn_t (*memory)(struct gpu *gpu, struct memory_state *ret_memory);
	/* all of it, whoever asks */
	nvmlReturn_t (*memory_total)(struct gpu *gpu, uint64_t *ret_total);
	nvmlReturn_t (*bar1)(struct gpu *gpu, struct bar1_state *ret_bar1);
	/* nothing of either without confidential computing */
	nvmlReturn_t (*protected_memory)(struct gpu *gpu, struct protected_memory *ret_memory);
	nvmlReturn_t (*dram_encryption)(struct gpu *gpu, struct dram_encryption *ret_mode);
	nvmlReturn_t (*set_dram_encryption)(struct gpu *gpu, bool enabled);
	nvmlReturn_t (*memory_bus_bits)(struct gpu *gpu, uint32_t *ret_bits);
	/* clocks */
	nvmlReturn_t (*clock_mhz)(struct gpu *gpu, enum clock_domain domain, uint32_t *ret_mhz);
	nvmlReturn_t (*throttle_reasons)(struct gpu *gpu, uint64_t *ret_mask);
	nvmlReturn_t (*clock_violation)(struct gpu *gpu, struct clock_violation *ret_violation);
	/* perf: one bit per P-state, bit n = Pn */
	nvmlReturn_t (*pstate_bits)(struct gpu *gpu, uint32_t *ret_bits);
	nvmlReturn_t (*power_source)(struct gpu *gpu, uint32_t *ret_source);
	/* thermal */
	nvmlReturn_t (*temperature_c)(struct gpu *gpu, uint32_t *ret_celsius);
	nvmlReturn_t (*memory_temperature_c)(struct gpu *gpu, uint32_t *ret_celsius);
	nvmlReturn_t (*thermal_sensors)(struct gpu *gpu, struct thermal_sensors *ret_sensors);
	/* fans */
	nvmlReturn_t (*fans)(struct gpu *gpu, struct fan_speeds *ret_fans);
	/* power */
	nvmlReturn_t (*power_mw)(struct gpu *gpu, enum power_reading reading, uint32_t *ret_mw);
	nvmlReturn_t (*power_limit_enforced_mw)(struct gpu *gpu, uint32_t *ret_mw);
	nvmlReturn_t (*power_limit_requested_mw)(struct gpu *gpu, uint32_t *ret_mw);
	/* utilization */
	nvmlReturn_t (*load)(struct gpu *gpu, struct gpu_load *ret_load);
	nvmlReturn_t (*engine_load)(struct gpu *gpu, enum video_engine engine,
				    struct engine_load *ret_load);
	/* ret_samples has LOAD_SAMPLES_MAX places; in ring order, unused ones left out */
	nvmlReturn_t (*load_samples)(struct gpu *gpu, struct load_sample *ret_samples,
				     uint32_t *ret_count);
	nvmlReturn_t (*encoder_capacity)(struct gpu *gpu, uint32_t codec, uint32_t *ret_percent);
	/* means over all sessions of the GPU */
	nvmlReturn_t (*session_stats)(struct gpu *gpu, enum session_kind kind,
				      struct session_stats *ret_stats);
	/* ret_list has SESSIONS_MAX places */
	nvmlReturn_t (*sessions)(struct gpu *gpu, enum session_kind kind,
				 struct video_session *ret_list, uint32_t *ret_count);
	/* ecc */
	nvmlReturn_t (*ecc_mode)(struct gpu *gpu, struct ecc_mode *ret_mode);
	nvmlReturn_t (*set_ecc)(struct gpu *gpu, bool enabled);
	nvmlReturn_t (*clear_ecc)(struct gpu *gpu, enum ecc_lifetime lifetime);
	nvmlReturn_t (*ecc_counters)(struct gpu *gpu, enum ecc_lifetime lifetime,
				     struct ecc_counters *ret_counters);
	nvmlReturn_t (*sram_ecc)(struct gpu *gpu, struct sram_ecc_status *ret_status);
	/* ret_list has SRAM_ERRORS_MAX places */
	nvmlReturn_t (*sram_errors)(struct gpu *gpu, struct sram_error *ret_list,
				    uint32_t *ret_count);
	nvmlReturn_t (*retired_pages)(struct gpu *gpu, struct retired_pages *ret_pages);
	nvmlReturn_t (*remapped_rows)(struct gpu *gpu, struct remapped_rows *ret_rows);
	nvmlReturn_t (*row_histogram)(struct gpu *gpu, struct row_histogram *ret_histogram);
	nvmlReturn_t (*repair_status)(struct gpu *gpu, struct repair_status *ret_status);
	nvmlReturn_t (*memory_unrepairable)(struct gpu *gpu, bool *ret_is);
	/* processes; ret_list has PROCESSES_MAX places */
	nvmlReturn_t (*processes)(struct gpu *gpu, enum process_kind kind,
				  struct process_state *ret_list, uint32_t *ret_count);
	/* accounting; ret_pids has ACCOUNTING_PIDS_MAX places */
	nvmlReturn_t (*accounting_mode)(struct gpu *gpu, bool *ret_enabled);
	nvmlReturn_t (*set_accounting)(struct gpu *gpu, bool enabled);
	nvmlReturn_t (*clear_accounting)(struct gpu *gpu);
	nvmlReturn_t (*accounting_pids)(struct gpu *gpu, uint32_t *ret_pids, uint32_t *ret_count);
	nvmlReturn_t (*accounting_record)(struct gpu *gpu, uint32_t pid,
					  struct accounting_record *ret_record);
	/* modes */
	nvmlReturn_t (*persistence)(struct gpu *gpu, bool *ret_enabled);
	nvmlReturn_t (*set_persistence)(struct gpu *gpu, bool enabled);
	nvmlReturn_t (*compute_mode)(struct gpu *gpu, uint32_t *ret_mode);
	nvmlReturn_t (*set_compute_mode)(struct gpu *gpu, uint32_t mode);
	/* parts of the telemetry that the driver reads by itself: NVML_RUSD_POLL_* */
	nvmlReturn_t (*set_telemetry)(struct gpu *gpu, uint64_t parts);
	/* of a vGPU host, which serves no more until its driver is loaded anew */
	nvmlReturn_t (*unload_firmware)(struct gpu *gpu);
	nvmlReturn_t (*virtualization)(struct gpu *gpu, uint32_t *ret_mode);
	nvmlReturn_t (*sriov)(struct gpu *gpu, bool *ret_enabled);
	nvmlReturn_t (*mig_mode)(struct gpu *gpu, uint32_t *ret_smc_mode); /* enum smc_mode */
	nvmlReturn_t (*mig_slices)(struct gpu *gpu, uint32_t *ret_count);
	nvmlReturn_t (*set_mig_mode)(struct gpu *gpu, bool enabled);
	/*
	 * mig: lists have MIG_PROFILES_MAX or MIG_INSTANCES_MAX places, ids are below the limits
	 * of core/mig.h. A NULL place leaves the choice to the driver.
	 */
	nvmlReturn_t (*mig_profiles)(struct gpu *gpu, struct mig_profile *ret_list,
				     uint32_t *ret_count);
	nvmlReturn_t (*mig_capacity)(struct gpu *gpu, const struct mig_profile *profile,
				     struct mig_capacity *ret_capacity);
	/* all of them: needs the right to configure */
	nvmlReturn_t (*mig_instances)(struct gpu *gpu, struct mig_instance *ret_list,
				      uint32_t *ret_count);
	nvmlReturn_t (*mig_instance_ids)(struct gpu *gpu, uint32_t *ret_ids, uint32_t *ret_count);
	/* one: needs access to it */
	nvmlReturn_t (*mig_instance)(struct gpu *gpu, uint32_t gi,
				     struct mig_instance *ret_instance);
	nvmlReturn_t (*create_mig_instance)(struct gpu *gpu, const struct mig_profile *profile,
					    const struct mig_span *place, uint32_t *ret_gi);
	nvmlReturn_t (*destroy_mig_instance)(struct gpu *gpu, uint32_t gi);
	nvmlReturn_t (*mig_compute_profiles)(struct gpu *gpu, uint32_t gi,
					     struct mig_compute_profile *ret_list,
					     uint32_t *ret_count);
	nvmlReturn_t (*mig_compute_capacity)(struct gpu *gpu, uint32_t gi,
					     const struct mig_compute_profile *profile,
					     struct mig_capacity *ret_capacity);
	nvmlReturn_t (*mig_computes)(struct gpu *gpu, uint32_t gi, struct mig_compute *ret_list,
				     uint32_t *ret_count);
	nvmlReturn_t (*mig_compute)(struct gpu *gpu, uint32_t gi, uint32_t ci,
				    struct mig_compute *ret_compute);
	nvmlReturn_t (*mig_device_ids)(struct gpu *gpu, uint32_t gi, struct mig_device_id *ret_list,
				       uint32_t *ret_count);
	nvmlReturn_t (*create_mig_compute)(struct gpu *gpu, uint32_t gi,
					   const struct mig_compute_profile *profile,
					   const struct mig_span *place, uint32_t *ret_ci);
	nvmlReturn_t (*destroy_mig_compute)(struct gpu *gpu, uint32_t gi, uint32_t ci);
	/* whether the board has display hardware at all */
	nvmlReturn_t (*display)(struct gpu *gpu, bool *ret_exists);
	nvmlReturn_t (*gsp)(struct gpu *gpu, struct gsp_state *ret_state);
	nvmlReturn_t (*resetless_mig)(struct gpu *gpu, uint32_t *ret_is);
	nvmlReturn_t (*reset_required)(struct gpu *gpu, bool *ret_is);
	nvmlReturn_t (*drain_recommended)(struct gpu *gpu, bool *ret_is);
	/* nvmlDeviceGpuRecoveryAction_t */
	nvmlReturn_t (*recovery_action)(struct gpu *gpu, uint32_t *ret_action);
	/* data is size bytes, sent and overwritten */
	nvmlReturn_t (*prm_access)(struct gpu *gpu, uint8_t *data, size_t size);
	/* nvlink, fabric */
	nvmlReturn_t (*nvlinks)(struct gpu *gpu, struct nvlink_state *ret_state);
	/*
	 * Counts of one set, of the links of a mask that are lanes wide. wanted is a bit
	 * per count of the set; what it leaves out, and other sets, stay as they are.
	 */
	nvmlReturn_t (*nvlink_counts)(struct gpu *gpu, enum nvlink_count_set set, uint64_t wanted,
				      uint64_t links, uint32_t lanes,
				      struct nvlink_counts *ret_counts);
	/* all error counts up to NVLink 4 */
	nvmlReturn_t (*clear_nvlink_errors)(struct gpu *gpu, uint64_t links, uint32_t lanes);
	nvmlReturn_t (*nvlink_low_power)(struct gpu *gpu, uint32_t link, bool *ret_low);
	nvmlReturn_t (*nvlink_threshold)(struct gpu *gpu, uint32_t *ret_threshold);
	/* UINT32_MAX: back to the driver's own */
	nvmlReturn_t (*set_nvlink_threshold)(struct gpu *gpu, uint32_t threshold);
	nvmlReturn_t (*nvlink_bw_modes)(struct gpu *gpu, struct nvlink_bw_modes *ret_modes);
	nvmlReturn_t (*nvlink_bw_mode)(struct gpu *gpu, uint32_t *ret_mode);
	nvmlReturn_t (*set_nvlink_bw_mode)(struct gpu *gpu, uint32_t mode);
	/* ret_list has NVLINK_FIRMWARES_MAX places */
	nvmlReturn_t (*nvlink_firmware)(struct gpu *gpu, struct nvlink_firmware *ret_list,
					uint32_t *ret_count);
	nvmlReturn_t (*c2c)(struct gpu *gpu, struct c2c_state *ret_state);
	/* whether memory of the processor on the module is reached over C2C */
	nvmlReturn_t (*c2c_mode)(struct gpu *gpu, bool *ret_enabled);
	nvmlReturn_t (*c2c_errors)(struct gpu *gpu, uint32_t link, struct c2c_errors *ret_errors);
	nvmlReturn_t (*c2c_low_power)(struct gpu *gpu, bool *ret_low);
	nvmlReturn_t (*fabric)(struct gpu *gpu, struct fabric_state *ret_state);
	nvmlReturn_t (*p2p)(struct gpu *gpu, struct gpu *peer, struct p2p_state *ret_state);
	nvmlReturn_t (*platform)(struct gpu *gpu, struct platform_state *ret_state);
	/* vgpu: all NOT_SUPPORTED unless the GPU hosts vGPUs. Unknown numbers: NOT_FOUND */
	nvmlReturn_t (*vgpu_types)(struct gpu *gpu, struct vgpu_list *ret_types);
	/* instance: the id of a GPU instance, or MIG_NO_ID for the whole GPU; older drivers
	 * know no instances */
	nvmlReturn_t (*vgpu_creatable)(struct gpu *gpu, uint32_t instance,
				       struct vgpu_list *ret_types);
	nvmlReturn_t (*vgpus_of_instance)(struct gpu *gpu, uint32_t instance,
					  struct vgpu_list *ret_vgpus);
	nvmlReturn_t (*vgpu_type)(struct gpu *gpu, uint32_t id, struct vgpu_type *ret_type);
	nvmlReturn_t (*vgpus)(struct gpu *gpu, struct vgpu_list *ret_vgpus);
	nvmlReturn_t (*vgpu)(struct gpu *gpu, uint32_t id, struct vgpu *ret_vgpu);
	nvmlReturn_t (*vgpu_memory)(struct gpu *gpu, const struct vgpu *vgpu, uint64_t *ret_bytes);
	nvmlReturn_t (*set_vgpu_encoder)(struct gpu *gpu, const struct vgpu *vgpu,
					 uint32_t percent);
	/* confidential computing */
	nvmlReturn_t (*conf_compute_memory)(struct gpu *gpu,
					    struct conf_compute_memory *ret_memory);
	nvmlReturn_t (*set_unprotected_kib)(struct gpu *gpu, uint64_t kib);
	nvmlReturn_t (*gpu_certificate)(struct gpu *gpu,
					nvmlConfComputeGpuCertificate_t *ret_certificate);
	/* report->nonce is read, the rest written */
	nvmlReturn_t (*gpu_attestation)(struct gpu *gpu,
					nvmlConfComputeGpuAttestationReport_t *report);
	nvmlReturn_t (*vgpu_host)(struct gpu *gpu);
	/* what identifies the GPU to a host that takes its vGPUs over; ret_text has size bytes */
	nvmlReturn_t (*vgpu_host_identity)(struct gpu *gpu, char *ret_text, size_t size);
	/* the newest period after since of each vGPU that has one; ret_loads has VGPUS_MAX places
	 */
	nvmlReturn_t (*vgpu_loads)(struct gpu *gpu, uint64_t since_us, struct vgpu_load *ret_loads,
				   uint32_t *ret_count);
	/* the newest period after since of each process in a guest that used an engine; they
	 * are told to the taker if all have room */
	nvmlReturn_t (*vgpu_process_loads)(struct gpu *gpu, uint64_t since_us, uint32_t room,
					   const struct vgpu_process_taker *taker,
					   uint32_t *ret_count);
	/* accounts of processes in a guest; ret_pids has ACCOUNTING_PIDS_MAX places */
	nvmlReturn_t (*vgpu_accounting_mode)(struct gpu *gpu, const struct vgpu *vgpu,
					     bool *ret_enabled);
	nvmlReturn_t (*vgpu_accounting_pids)(struct gpu *gpu, const struct vgpu *vgpu,
					     uint32_t *ret_pids, uint32_t *ret_count);
	nvmlReturn_t (*vgpu_accounting_record)(struct gpu *gpu, const struct vgpu *vgpu,
					       uint32_t pid, struct accounting_record *ret_record);
	nvmlReturn_t (*clear_vgpu_accounting)(struct gpu *gpu, const struct vgpu *vgpu);
	/* places that are free now, in the mode of now */
	nvmlReturn_t (*vgpu_free_places)(struct gpu *gpu, uint32_t instance, uint32_t type,
					 struct vgpu_places *ret_places);
	/* whether vGPUs of different sizes may share the GPU */
	nvmlReturn_t (*vgpu_mixed_sizes)(struct gpu *gpu, uint32_t instance, bool *ret_enabled);
	nvmlReturn_t (*set_vgpu_mixed_sizes)(struct gpu *gpu, uint32_t instance, bool enabled);
	/* ability is NVML_DEVICE_VGPU_CAP_* */
	nvmlReturn_t (*vgpu_ability)(struct gpu *gpu, uint32_t ability, uint32_t *ret_amount);
	nvmlReturn_t (*set_vgpu_ability)(struct gpu *gpu, uint32_t ability, bool enabled);
	nvmlReturn_t (*vgpu_driver_abilities)(struct gpu *gpu,
					      struct vgpu_driver_abilities *ret_abilities);
	nvmlReturn_t (*vgpu_scheduler)(struct gpu *gpu, enum vgpu_engine engine,
				       struct vgpu_scheduler *ret_scheduler);
	nvmlReturn_t (*set_vgpu_scheduler)(struct gpu *gpu, enum vgpu_engine engine,
					   const struct vgpu_scheduler_wish *wish);
	nvmlReturn_t (*vgpu_scheduler_limits)(struct gpu *gpu,
					      struct vgpu_scheduler_limits *ret_limits);
	nvmlReturn_t (*vgpu_turns)(struct gpu *gpu, enum vgpu_engine engine,
				   struct vgpu_turns *ret_turns);
	/* affinity: local CPUs as the kernel's list text, e.g. 0-15,32-47 */
	nvmlReturn_t (*local_cpus)(struct gpu *gpu, char *ret_list, size_t size);
	nvmlReturn_t (*cpu_node)(struct gpu *gpu, int *ret_node);
	/* nvmlGpuTopologyLevel_t; peer is another GPU */
	nvmlReturn_t (*topology_level)(struct gpu *gpu, struct gpu *peer, uint32_t *ret_level);
	/* events: bits of kinds that the GPU reports, and that may be asked for */
	nvmlReturn_t (*event_kinds)(struct gpu *gpu, uint32_t *ret_supported,
				    uint32_t *ret_accepted);
};

/* What a MIG device can be asked; its struct gpu names the parent. */
const struct provider_ops *provider_mig_ops(void);

/* Questions about no GPU. */
nvmlReturn_t provider_driver_branch(struct text *ret_branch);
/* ret_ids has EXCLUDED_MAX places. */
nvmlReturn_t provider_excluded_ids(uint32_t *ret_ids, uint32_t *ret_count);
nvmlReturn_t provider_drain_state(uint32_t id, bool *ret_draining);
nvmlReturn_t provider_set_draining(uint32_t id, bool draining);
/* Off the bus; IN_USE while any process has it started. */
nvmlReturn_t provider_remove_gpu(uint32_t id, bool link_down);
nvmlReturn_t provider_excluded_gpu(uint32_t id, struct excluded_gpu *ret_gpu);
nvmlReturn_t provider_conf_compute(struct conf_compute_state *ret_state);
nvmlReturn_t provider_conf_compute_ready(bool *ret_ready);
nvmlReturn_t provider_set_conf_compute_ready(bool ready);
/* As the exponent of a power of two. */
nvmlReturn_t provider_attacker_advantage(uint64_t *ret_exponent);
nvmlReturn_t provider_set_attacker_advantage(uint64_t exponent);
/* Bandwidth mode of all GPUs: NV0000_CTRL_CMD_GPU_NVLINK_BW_MODE_*, the API's numbers. */
nvmlReturn_t provider_nvlink_bw_mode(uint32_t *ret_mode);
nvmlReturn_t provider_set_nvlink_bw_mode(uint32_t mode);

/*
 * Sources of events, one per set, under the lock of the sets. take is called when the
 * source's descriptor is readable; NVML_ERROR_TIMEOUT: what was read is nobody's.
 */
struct rm_event_source;
/* Whether the driver tells of GPUs that come and go. */
bool provider_has_system_events(void);
nvmlReturn_t provider_events_open(struct rm_event_source *source, bool system);
void provider_events_close(struct rm_event_source *source);
/* Adds kinds of events; all of them or none. */
nvmlReturn_t provider_events_watch(struct rm_event_source *source, struct gpu *gpu, uint32_t which);
nvmlReturn_t provider_events_take(struct rm_event_source *source, struct event *ret_event);
nvmlReturn_t provider_system_events_watch(struct rm_event_source *source, uint32_t which);
nvmlReturn_t provider_system_events_take(struct rm_event_source *source,
					 struct system_event *ret_event);

nvmlReturn_t provider_vgpu_versions(struct vgpu_versions *ret_versions);
nvmlReturn_t provider_set_vgpu_versions(uint32_t min, uint32_t max);

/* Asks the GPU's provider; NOT_SUPPORTED where no source can answer. */
#define PROVIDER_ASK(gpu, question, ...)                                                           \
	((gpu)->ops->question ? (gpu)->ops->question((gpu), __VA_ARGS__) : NVML_ERROR_NOT_SUPPORTED)

#endif
