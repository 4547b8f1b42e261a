/* SPDX-License-Identifier: MIT */
#include "sim/machine_schema.h"
#include "sim/machine.h"
#include <stddef.h>

/* Only so large that the real reason can be said: the driver takes 32. */
#define GPUS_READ_MAX 256
#define LIST_MAX 256
/* NVA081_MAX_VGPU_TYPES_PER_PGPU and NVA081_MAX_VGPU_PER_PGPU of the newest driver. */
#define VGPU_TYPES_MAX 128
#define VGPUS_MAX 48
#define PLACES_MAX 48
#define OPTIONAL CYAML_FLAG_OPTIONAL
#define REQUIRED CYAML_FLAG_DEFAULT

static const cyaml_schema_value_t string_entry = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 1, CYAML_UNLIMITED),
};

const cyaml_schema_field_t machine_load_fields[] = {
    CYAML_FIELD_STRING_PTR("shape", CYAML_FLAG_POINTER | REQUIRED, struct machine_load, shape, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_UINT("period_ms", OPTIONAL, struct machine_load, period_ms),
    CYAML_FIELD_UINT("low_percent", OPTIONAL, struct machine_load, low_percent),
    CYAML_FIELD_UINT("high_percent", OPTIONAL, struct machine_load, high_percent),
    CYAML_FIELD_END,
};

const cyaml_schema_field_t machine_process_fields[] = {
    CYAML_FIELD_UINT("pid", REQUIRED, struct machine_process, pid),
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER | REQUIRED, struct machine_process, name, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("type", CYAML_FLAG_POINTER | OPTIONAL, struct machine_process, type, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_UINT("memory_mib", OPTIONAL, struct machine_process, memory_mib),
    CYAML_FIELD_UINT("sm_percent", OPTIONAL, struct machine_process, sm_percent),
    CYAML_FIELD_UINT("memory_percent", OPTIONAL, struct machine_process, memory_percent),
    CYAML_FIELD_UINT("encoder_percent", OPTIONAL, struct machine_process, encoder_percent),
    CYAML_FIELD_UINT("decoder_percent", OPTIONAL, struct machine_process, decoder_percent),
    CYAML_FIELD_INT("gpu_instance", OPTIONAL, struct machine_process, gpu_instance),
    CYAML_FIELD_INT("compute_instance", OPTIONAL, struct machine_process, compute_instance),
    CYAML_FIELD_UINT("start_ms", OPTIONAL, struct machine_process, start_ms),
    CYAML_FIELD_UINT("end_ms", OPTIONAL, struct machine_process, end_ms),
    CYAML_FIELD_MAPPING("load", OPTIONAL, struct machine_process, load, machine_load_fields),
    CYAML_FIELD_UINT("memory_grow_mib_per_s", OPTIONAL, struct machine_process,
		     memory_grow_mib_per_s),
    CYAML_FIELD_UINT("memory_end_mib", OPTIONAL, struct machine_process, memory_end_mib),
    CYAML_FIELD_BOOL("verbatim", OPTIONAL, struct machine_process, verbatim),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t process_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_process, machine_process_fields),
};

static const cyaml_schema_value_t slices_entry = {
    CYAML_VALUE_UINT(CYAML_FLAG_DEFAULT, uint32_t),
};

const cyaml_schema_field_t machine_mig_fields[] = {
    CYAML_FIELD_STRING_PTR("profile", CYAML_FLAG_POINTER | REQUIRED, struct machine_mig_instance,
			   profile, 0, CYAML_UNLIMITED),
    CYAML_FIELD_INT("start", OPTIONAL, struct machine_mig_instance, start),
    CYAML_FIELD_UINT("used_kib", OPTIONAL, struct machine_mig_instance, used_kib),
    CYAML_FIELD_SEQUENCE_COUNT("compute", CYAML_FLAG_POINTER | OPTIONAL,
			       struct machine_mig_instance, compute, compute_count, &slices_entry,
			       0, LIST_MAX),
    CYAML_FIELD_BOOL("empty", OPTIONAL, struct machine_mig_instance, empty),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t mig_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_mig_instance, machine_mig_fields),
};

static const cyaml_schema_field_t machine_encoder_session_fields[] = {
    CYAML_FIELD_UINT("pid", REQUIRED, struct machine_encoder_session, pid),
    CYAML_FIELD_UINT("vgpu", OPTIONAL, struct machine_encoder_session, vgpu),
    CYAML_FIELD_UINT("id", REQUIRED, struct machine_encoder_session, id),
    CYAML_FIELD_UINT("codec", OPTIONAL, struct machine_encoder_session, codec),
    CYAML_FIELD_UINT("width", REQUIRED, struct machine_encoder_session, width),
    CYAML_FIELD_UINT("height", REQUIRED, struct machine_encoder_session, height),
    CYAML_FIELD_UINT("frames_per_s", OPTIONAL, struct machine_encoder_session, frames_per_s),
    CYAML_FIELD_UINT("latency_us", OPTIONAL, struct machine_encoder_session, latency_us),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t encoder_session_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_encoder_session,
			machine_encoder_session_fields),
};

static const cyaml_schema_field_t machine_capture_session_fields[] = {
    CYAML_FIELD_UINT("pid", REQUIRED, struct machine_capture_session, pid),
    CYAML_FIELD_UINT("vgpu", OPTIONAL, struct machine_capture_session, vgpu),
    CYAML_FIELD_UINT("id", REQUIRED, struct machine_capture_session, id),
    CYAML_FIELD_UINT("display", OPTIONAL, struct machine_capture_session, display),
    CYAML_FIELD_UINT("type", OPTIONAL, struct machine_capture_session, type),
    CYAML_FIELD_UINT("flags", OPTIONAL, struct machine_capture_session, flags),
    CYAML_FIELD_UINT("max_width", REQUIRED, struct machine_capture_session, max_width),
    CYAML_FIELD_UINT("max_height", REQUIRED, struct machine_capture_session, max_height),
    CYAML_FIELD_UINT("width", OPTIONAL, struct machine_capture_session, width),
    CYAML_FIELD_UINT("height", OPTIONAL, struct machine_capture_session, height),
    CYAML_FIELD_UINT("frames_per_s", OPTIONAL, struct machine_capture_session, frames_per_s),
    CYAML_FIELD_UINT("latency_us", OPTIONAL, struct machine_capture_session, latency_us),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t capture_session_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_capture_session,
			machine_capture_session_fields),
};

static const cyaml_schema_field_t machine_sram_error_fields[] = {
    CYAML_FIELD_UINT("unit", OPTIONAL, struct machine_sram_error, unit),
    CYAML_FIELD_UINT("location", OPTIONAL, struct machine_sram_error, location),
    CYAML_FIELD_UINT("sublocation", OPTIONAL, struct machine_sram_error, sublocation),
    CYAML_FIELD_UINT("extlocation", OPTIONAL, struct machine_sram_error, extlocation),
    CYAML_FIELD_UINT("address", OPTIONAL, struct machine_sram_error, address),
    CYAML_FIELD_BOOL("parity", OPTIONAL, struct machine_sram_error, parity),
    CYAML_FIELD_UINT("count", REQUIRED, struct machine_sram_error, count),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t sram_error_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_sram_error, machine_sram_error_fields),
};

static const cyaml_schema_field_t machine_account_fields[] = {
    CYAML_FIELD_UINT("pid", REQUIRED, struct machine_account, pid),
    CYAML_FIELD_UINT("gpu_percent", OPTIONAL, struct machine_account, gpu_percent),
    CYAML_FIELD_UINT("memory_percent", OPTIONAL, struct machine_account, memory_percent),
    CYAML_FIELD_UINT("max_memory_mib", OPTIONAL, struct machine_account, max_memory_mib),
    CYAML_FIELD_UINT("start_us", REQUIRED, struct machine_account, start_us),
    CYAML_FIELD_UINT("end_us", REQUIRED, struct machine_account, end_us),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t account_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_account, machine_account_fields),
};

static const cyaml_schema_field_t machine_nvlink_fields[] = {
    CYAML_FIELD_UINT("links", OPTIONAL, struct machine_nvlink, links),
    CYAML_FIELD_UINT("version", OPTIONAL, struct machine_nvlink, version),
    CYAML_FIELD_UINT("line_rate_mbps", OPTIONAL, struct machine_nvlink, line_rate_mbps),
    CYAML_FIELD_UINT("lanes", OPTIONAL, struct machine_nvlink, lanes),
    CYAML_FIELD_STRING_PTR("peer", CYAML_FLAG_POINTER | OPTIONAL, struct machine_nvlink, peer, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_UINT("replays", OPTIONAL, struct machine_nvlink, replays),
    CYAML_FIELD_UINT("recoveries", OPTIONAL, struct machine_nvlink, recoveries),
    CYAML_FIELD_UINT("flit_crc_errors", OPTIONAL, struct machine_nvlink, flit_crc_errors),
    CYAML_FIELD_UINT("lane_crc_errors", OPTIONAL, struct machine_nvlink, lane_crc_errors),
    CYAML_FIELD_UINT("lane_ecc_errors", OPTIONAL, struct machine_nvlink, lane_ecc_errors),
    CYAML_FIELD_UINT("bytes_per_s", OPTIONAL, struct machine_nvlink, bytes_per_s),
    CYAML_FIELD_UINT("low_power_threshold", OPTIONAL, struct machine_nvlink, low_power_threshold),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t machine_c2c_fields[] = {
    CYAML_FIELD_UINT("links", OPTIONAL, struct machine_c2c, links),
    CYAML_FIELD_UINT("link_mb_per_s", OPTIONAL, struct machine_c2c, link_mb_per_s),
    CYAML_FIELD_UINT("crc_errors", OPTIONAL, struct machine_c2c, crc_errors),
    CYAML_FIELD_UINT("replays", OPTIONAL, struct machine_c2c, replays),
    CYAML_FIELD_UINT("replays_back_to_back", OPTIONAL, struct machine_c2c, replays_back_to_back),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t machine_conf_compute_fields[] = {
    CYAML_FIELD_UINT("cpu", OPTIONAL, struct machine_conf_compute, cpu),
    CYAML_FIELD_BOOL("capable", OPTIONAL, struct machine_conf_compute, capable),
    CYAML_FIELD_BOOL("enabled", OPTIONAL, struct machine_conf_compute, enabled),
    CYAML_FIELD_BOOL("dev_tools", OPTIONAL, struct machine_conf_compute, dev_tools),
    CYAML_FIELD_UINT("multi_gpu", OPTIONAL, struct machine_conf_compute, multi_gpu),
    CYAML_FIELD_UINT("protected_mib", OPTIONAL, struct machine_conf_compute, protected_mib),
    CYAML_FIELD_UINT("protected_used_mib", OPTIONAL, struct machine_conf_compute,
		     protected_used_mib),
    CYAML_FIELD_END,
};

const cyaml_schema_field_t machine_state_fields[] = {
    CYAML_FIELD_INT("temperature_c", OPTIONAL, struct machine_state, temperature_c),
    CYAML_FIELD_INT("memory_temperature_c", OPTIONAL, struct machine_state, memory_temperature_c),
    CYAML_FIELD_INT("power_mw", OPTIONAL, struct machine_state, power_mw),
    CYAML_FIELD_INT("power_instant_mw", OPTIONAL, struct machine_state, power_instant_mw),
    CYAML_FIELD_INT("power_limit_mw", OPTIONAL, struct machine_state, power_limit_mw),
    CYAML_FIELD_INT("power_requested_mw", OPTIONAL, struct machine_state, power_requested_mw),
    CYAML_FIELD_INT("memory_power_mw", OPTIONAL, struct machine_state, memory_power_mw),
    CYAML_FIELD_INT("module_power_mw", OPTIONAL, struct machine_state, module_power_mw),
    CYAML_FIELD_INT("pstate", OPTIONAL, struct machine_state, pstate),
    CYAML_FIELD_INT("graphics_mhz", OPTIONAL, struct machine_state, graphics_mhz),
    CYAML_FIELD_INT("sm_mhz", OPTIONAL, struct machine_state, sm_mhz),
    CYAML_FIELD_INT("memory_mhz", OPTIONAL, struct machine_state, memory_mhz),
    CYAML_FIELD_INT("video_mhz", OPTIONAL, struct machine_state, video_mhz),
    CYAML_FIELD_INT("gpu_percent", OPTIONAL, struct machine_state, gpu_percent),
    CYAML_FIELD_INT("memory_percent", OPTIONAL, struct machine_state, memory_percent),
    CYAML_FIELD_INT("encoder_percent", OPTIONAL, struct machine_state, encoder_percent),
    CYAML_FIELD_INT("decoder_percent", OPTIONAL, struct machine_state, decoder_percent),
    CYAML_FIELD_INT("jpeg_percent", OPTIONAL, struct machine_state, jpeg_percent),
    CYAML_FIELD_INT("ofa_percent", OPTIONAL, struct machine_state, ofa_percent),
    CYAML_FIELD_INT("fan_rpm", OPTIONAL, struct machine_state, fan_rpm),
    CYAML_FIELD_UINT("throttle_reasons", OPTIONAL, struct machine_state, throttle_reasons),
    CYAML_FIELD_UINT("below_base_clock_ns", OPTIONAL, struct machine_state, below_base_clock_ns),
    CYAML_FIELD_INT("memory_used_mib", OPTIONAL, struct machine_state, memory_used_mib),
    CYAML_FIELD_UINT("memory_used_kib", OPTIONAL, struct machine_state, memory_used_kib),
    CYAML_FIELD_INT("bar1_used_mib", OPTIONAL, struct machine_state, bar1_used_mib),
    CYAML_FIELD_UINT("pcie_gen", OPTIONAL, struct machine_state, pcie_gen),
    CYAML_FIELD_UINT("pcie_width", OPTIONAL, struct machine_state, pcie_width),
    CYAML_FIELD_UINT("pcie_replay", OPTIONAL, struct machine_state, pcie_replay),
    CYAML_FIELD_INT("pcie_tx_kb_per_s", OPTIONAL, struct machine_state, pcie_tx_kb_per_s),
    CYAML_FIELD_INT("pcie_rx_kb_per_s", OPTIONAL, struct machine_state, pcie_rx_kb_per_s),
    CYAML_FIELD_UINT("ecc_sram_corrected_volatile", OPTIONAL, struct machine_state,
		     ecc_sram_corrected_volatile),
    CYAML_FIELD_UINT("ecc_sram_uncorrected_volatile", OPTIONAL, struct machine_state,
		     ecc_sram_uncorrected_volatile),
    CYAML_FIELD_UINT("ecc_dram_corrected_volatile", OPTIONAL, struct machine_state,
		     ecc_dram_corrected_volatile),
    CYAML_FIELD_UINT("ecc_dram_uncorrected_volatile", OPTIONAL, struct machine_state,
		     ecc_dram_uncorrected_volatile),
    CYAML_FIELD_UINT("ecc_sram_corrected_aggregate", OPTIONAL, struct machine_state,
		     ecc_sram_corrected_aggregate),
    CYAML_FIELD_UINT("ecc_sram_uncorrected_aggregate", OPTIONAL, struct machine_state,
		     ecc_sram_uncorrected_aggregate),
    CYAML_FIELD_UINT("ecc_dram_corrected_aggregate", OPTIONAL, struct machine_state,
		     ecc_dram_corrected_aggregate),
    CYAML_FIELD_UINT("ecc_dram_uncorrected_aggregate", OPTIONAL, struct machine_state,
		     ecc_dram_uncorrected_aggregate),
    CYAML_FIELD_END,
};

const cyaml_schema_field_t machine_physics_fields[] = {
    CYAML_FIELD_INT("full_power_mw", OPTIONAL, struct machine_physics, full_power_mw),
    CYAML_FIELD_INT("full_temperature_c", OPTIONAL, struct machine_physics, full_temperature_c),
    CYAML_FIELD_INT("thermal_ms", OPTIONAL, struct machine_physics, thermal_ms),
    CYAML_FIELD_INT("slowdown_temperature_c", OPTIONAL, struct machine_physics,
		    slowdown_temperature_c),
    CYAML_FIELD_INT("hw_slowdown_temperature_c", OPTIONAL, struct machine_physics,
		    hw_slowdown_temperature_c),
    CYAML_FIELD_INT("base_graphics_mhz", OPTIONAL, struct machine_physics, base_graphics_mhz),
    CYAML_FIELD_INT("full_fan_rpm", OPTIONAL, struct machine_physics, full_fan_rpm),
    CYAML_FIELD_INT("nvlink_bytes_per_s", OPTIONAL, struct machine_physics, nvlink_bytes_per_s),
    CYAML_FIELD_INT("pcie_tx_bytes_per_s", OPTIONAL, struct machine_physics, pcie_tx_bytes_per_s),
    CYAML_FIELD_INT("pcie_rx_bytes_per_s", OPTIONAL, struct machine_physics, pcie_rx_bytes_per_s),
    CYAML_FIELD_INT("ecc_sram_corrected_per_hour", OPTIONAL, struct machine_physics,
		    ecc_sram_corrected_per_hour),
    CYAML_FIELD_INT("ecc_sram_uncorrected_per_hour", OPTIONAL, struct machine_physics,
		    ecc_sram_uncorrected_per_hour),
    CYAML_FIELD_INT("ecc_dram_corrected_per_hour", OPTIONAL, struct machine_physics,
		    ecc_dram_corrected_per_hour),
    CYAML_FIELD_INT("ecc_dram_uncorrected_per_hour", OPTIONAL, struct machine_physics,
		    ecc_dram_uncorrected_per_hour),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t number_entry = {
    CYAML_VALUE_UINT(CYAML_FLAG_DEFAULT, uint32_t),
};

const cyaml_schema_field_t machine_vgpu_type_fields[] = {
    CYAML_FIELD_UINT("id", REQUIRED, struct machine_vgpu_type, id),
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER | REQUIRED, struct machine_vgpu_type, name, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("series", CYAML_FLAG_POINTER | REQUIRED, struct machine_vgpu_type,
			   series, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("license", CYAML_FLAG_POINTER | REQUIRED, struct machine_vgpu_type,
			   license, 0, CYAML_UNLIMITED),
    CYAML_FIELD_UINT("pci_subsystem", REQUIRED, struct machine_vgpu_type, pci_subsystem),
    CYAML_FIELD_UINT("memory_mib", REQUIRED, struct machine_vgpu_type, memory_mib),
    CYAML_FIELD_UINT("reserved_mib", OPTIONAL, struct machine_vgpu_type, reserved_mib),
    CYAML_FIELD_UINT("firmware_heap_mib", OPTIONAL, struct machine_vgpu_type, firmware_heap_mib),
    CYAML_FIELD_UINT("bar1_mib", OPTIONAL, struct machine_vgpu_type, bar1_mib),
    CYAML_FIELD_UINT("heads", OPTIONAL, struct machine_vgpu_type, heads),
    CYAML_FIELD_UINT("width", OPTIONAL, struct machine_vgpu_type, width),
    CYAML_FIELD_UINT("height", OPTIONAL, struct machine_vgpu_type, height),
    CYAML_FIELD_UINT("frames_per_s", OPTIONAL, struct machine_vgpu_type, frames_per_s),
    CYAML_FIELD_UINT("max", REQUIRED, struct machine_vgpu_type, max),
    CYAML_FIELD_UINT("max_per_instance", OPTIONAL, struct machine_vgpu_type, max_per_instance),
    CYAML_FIELD_UINT("instance_slices", OPTIONAL, struct machine_vgpu_type, instance_slices),
    CYAML_FIELD_UINT("instance_profile", OPTIONAL, struct machine_vgpu_type, instance_profile),
    CYAML_FIELD_BOOL("several_per_vm", OPTIONAL, struct machine_vgpu_type, several_per_vm),
    CYAML_FIELD_BOOL("nvlink", OPTIONAL, struct machine_vgpu_type, nvlink),
    CYAML_FIELD_BOOL("gpudirect", OPTIONAL, struct machine_vgpu_type, gpudirect),
    CYAML_FIELD_BOOL("exclusive_in_vm", OPTIONAL, struct machine_vgpu_type, exclusive_in_vm),
    CYAML_FIELD_SEQUENCE_COUNT("places", CYAML_FLAG_POINTER | OPTIONAL, struct machine_vgpu_type,
			       places, places_count, &number_entry, 0, PLACES_MAX),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t vgpu_type_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_vgpu_type, machine_vgpu_type_fields),
};

const cyaml_schema_field_t machine_vgpu_process_fields[] = {
    CYAML_FIELD_UINT("pid", REQUIRED, struct machine_vgpu_process, pid),
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER | REQUIRED, struct machine_vgpu_process, name,
			   0, CYAML_UNLIMITED),
    CYAML_FIELD_UINT("sm_percent", OPTIONAL, struct machine_vgpu_process, sm_percent),
    CYAML_FIELD_UINT("memory_percent", OPTIONAL, struct machine_vgpu_process, memory_percent),
    CYAML_FIELD_UINT("encoder_percent", OPTIONAL, struct machine_vgpu_process, encoder_percent),
    CYAML_FIELD_UINT("decoder_percent", OPTIONAL, struct machine_vgpu_process, decoder_percent),
    CYAML_FIELD_UINT("jpeg_percent", OPTIONAL, struct machine_vgpu_process, jpeg_percent),
    CYAML_FIELD_UINT("ofa_percent", OPTIONAL, struct machine_vgpu_process, ofa_percent),
    CYAML_FIELD_UINT("memory_mib", OPTIONAL, struct machine_vgpu_process, memory_mib),
    CYAML_FIELD_UINT("start_us", OPTIONAL, struct machine_vgpu_process, start_us),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t vgpu_process_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_vgpu_process,
			machine_vgpu_process_fields),
};

const cyaml_schema_field_t machine_vgpu_fields[] = {
    CYAML_FIELD_UINT("id", REQUIRED, struct machine_vgpu, id),
    CYAML_FIELD_UINT("type", REQUIRED, struct machine_vgpu, type),
    CYAML_FIELD_STRING_PTR("uuid", CYAML_FLAG_POINTER | REQUIRED, struct machine_vgpu, uuid, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("device", CYAML_FLAG_POINTER | OPTIONAL, struct machine_vgpu, device, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("vm", CYAML_FLAG_POINTER | REQUIRED, struct machine_vgpu, vm, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_UINT("pid", REQUIRED, struct machine_vgpu, pid),
    CYAML_FIELD_UINT("memory_used_mib", OPTIONAL, struct machine_vgpu, memory_used_mib),
    CYAML_FIELD_UINT("encoder_capacity", OPTIONAL, struct machine_vgpu, encoder_capacity),
    CYAML_FIELD_INT("instance", OPTIONAL, struct machine_vgpu, instance),
    CYAML_FIELD_INT("place", OPTIONAL, struct machine_vgpu, place),
    CYAML_FIELD_UINT("ecc", OPTIONAL, struct machine_vgpu, ecc),
    CYAML_FIELD_STRING_PTR("driver", CYAML_FLAG_POINTER | OPTIONAL, struct machine_vgpu, driver, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_UINT("version", OPTIONAL, struct machine_vgpu, version),
    CYAML_FIELD_BOOL("may_not_move", OPTIONAL, struct machine_vgpu, may_not_move),
    CYAML_FIELD_UINT("frames_per_s", OPTIONAL, struct machine_vgpu, frames_per_s),
    CYAML_FIELD_BOOL("licensed", OPTIONAL, struct machine_vgpu, licensed),
    CYAML_FIELD_UINT("license_state", OPTIONAL, struct machine_vgpu, license_state),
    CYAML_FIELD_UINT("license_expiry", OPTIONAL, struct machine_vgpu, license_expiry),
    CYAML_FIELD_UINT("license_expiry_kind", OPTIONAL, struct machine_vgpu, license_expiry_kind),
    CYAML_FIELD_BOOL("accounting", OPTIONAL, struct machine_vgpu, accounting),
    CYAML_FIELD_SEQUENCE_COUNT("processes", CYAML_FLAG_POINTER | OPTIONAL, struct machine_vgpu,
			       processes, processes_count, &vgpu_process_entry, 0, LIST_MAX),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t vgpu_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_vgpu, machine_vgpu_fields),
};

const cyaml_schema_field_t machine_model_fields[] = {
    CYAML_FIELD_STRING_PTR("id", CYAML_FLAG_POINTER | REQUIRED, struct machine_model, id, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("base", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model, base, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("source", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model, source, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model, name, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("chip", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model, chip, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_UINT("pci_device", OPTIONAL, struct machine_model, pci_device),
    CYAML_FIELD_UINT("pci_subvendor", OPTIONAL, struct machine_model, pci_subvendor),
    CYAML_FIELD_UINT("pci_subsystem", OPTIONAL, struct machine_model, pci_subsystem),
    CYAML_FIELD_UINT("memory_mib", OPTIONAL, struct machine_model, memory_mib),
    CYAML_FIELD_UINT("reserved_mib", OPTIONAL, struct machine_model, reserved_mib),
    CYAML_FIELD_UINT("reserved_kib", OPTIONAL, struct machine_model, reserved_kib),
    CYAML_FIELD_UINT("memory_bus_bits", OPTIONAL, struct machine_model, memory_bus_bits),
    CYAML_FIELD_UINT("cores", OPTIONAL, struct machine_model, cores),
    CYAML_FIELD_UINT("sms", OPTIONAL, struct machine_model, sms),
    CYAML_FIELD_UINT("l2_bytes", OPTIONAL, struct machine_model, l2_bytes),
    CYAML_FIELD_UINT("bar1_mib", OPTIONAL, struct machine_model, bar1_mib),
    CYAML_FIELD_UINT("pcie_max_gen", OPTIONAL, struct machine_model, pcie_max_gen),
    CYAML_FIELD_UINT("pcie_max_width", OPTIONAL, struct machine_model, pcie_max_width),
    CYAML_FIELD_INT("power_default_mw", OPTIONAL, struct machine_model, power_default_mw),
    CYAML_FIELD_INT("power_min_mw", OPTIONAL, struct machine_model, power_min_mw),
    CYAML_FIELD_INT("power_max_mw", OPTIONAL, struct machine_model, power_max_mw),
    CYAML_FIELD_UINT("max_graphics_mhz", OPTIONAL, struct machine_model, max_graphics_mhz),
    CYAML_FIELD_UINT("max_sm_mhz", OPTIONAL, struct machine_model, max_sm_mhz),
    CYAML_FIELD_UINT("max_memory_mhz", OPTIONAL, struct machine_model, max_memory_mhz),
    CYAML_FIELD_UINT("max_video_mhz", OPTIONAL, struct machine_model, max_video_mhz),
    CYAML_FIELD_STRING_PTR("vbios", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model, vbios, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("inforom_image", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model,
			   inforom_image, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("inforom_oem", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model,
			   inforom_oem, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("inforom_ecc", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model,
			   inforom_ecc, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("inforom_power", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model,
			   inforom_power, 0, CYAML_UNLIMITED),
    CYAML_FIELD_UINT("inforom_checksum", OPTIONAL, struct machine_model, inforom_checksum),
    CYAML_FIELD_STRING_PTR("board_part_number", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model,
			   board_part_number, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("gpu_part_number", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model,
			   gpu_part_number, 0, CYAML_UNLIMITED),
    CYAML_FIELD_UINT("brand_caps", OPTIONAL, struct machine_model, brand_caps),
    CYAML_FIELD_BOOL("ecc_capable", OPTIONAL, struct machine_model, ecc_capable),
    CYAML_FIELD_BOOL("ecc_enabled", OPTIONAL, struct machine_model, ecc_enabled),
    CYAML_FIELD_BOOL("mig_capable", OPTIONAL, struct machine_model, mig_capable),
    CYAML_FIELD_STRING_PTR("mig_profiles", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model,
			   mig_profiles, 0, CYAML_UNLIMITED),
    CYAML_FIELD_BOOL("row_remapper", OPTIONAL, struct machine_model, row_remapper),
    CYAML_FIELD_BOOL("page_retirement", OPTIONAL, struct machine_model, page_retirement),
    CYAML_FIELD_BOOL("display", OPTIONAL, struct machine_model, display),
    CYAML_FIELD_BOOL("gsp", OPTIONAL, struct machine_model, gsp),
    CYAML_FIELD_BOOL("coherent", OPTIONAL, struct machine_model, coherent),
    CYAML_FIELD_BOOL("module_board", OPTIONAL, struct machine_model, module_board),
    CYAML_FIELD_BOOL("dram_encryption", OPTIONAL, struct machine_model, dram_encryption),
    CYAML_FIELD_BOOL("egm", OPTIONAL, struct machine_model, egm),
    CYAML_FIELD_UINT("row_remap_banks", OPTIONAL, struct machine_model, row_remap_banks),
    CYAML_FIELD_UINT("poll_interval_ms", OPTIONAL, struct machine_model, poll_interval_ms),
    CYAML_FIELD_INT("pcie_atomics_outbound", OPTIONAL, struct machine_model, pcie_atomics_outbound),
    CYAML_FIELD_INT("pcie_atomics_inbound", OPTIONAL, struct machine_model, pcie_atomics_inbound),
    CYAML_FIELD_MAPPING("nvlink", OPTIONAL, struct machine_model, nvlink, machine_nvlink_fields),
    CYAML_FIELD_MAPPING("c2c", OPTIONAL, struct machine_model, c2c, machine_c2c_fields),
    CYAML_FIELD_MAPPING("idle", OPTIONAL, struct machine_model, idle, machine_state_fields),
    CYAML_FIELD_MAPPING("physics", OPTIONAL, struct machine_model, physics, machine_physics_fields),
    CYAML_FIELD_SEQUENCE_COUNT("vgpu_types", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model,
			       vgpu_types, vgpu_types_count, &vgpu_type_entry, 0, VGPU_TYPES_MAX),
    CYAML_FIELD_SEQUENCE_COUNT("assumed", CYAML_FLAG_POINTER | OPTIONAL, struct machine_model,
			       assumed, assumed_count, &string_entry, 0, LIST_MAX),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t model_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_model, machine_model_fields),
};

const cyaml_schema_value_t machine_model_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct machine_model, machine_model_fields),
};

const cyaml_schema_field_t machine_gpu_fields[] = {
    CYAML_FIELD_STRING_PTR("model", CYAML_FLAG_POINTER | REQUIRED, struct machine_gpu, model, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("pci", CYAML_FLAG_POINTER | REQUIRED, struct machine_gpu, pci, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_UINT("pdi", OPTIONAL, struct machine_gpu, pdi),
    CYAML_FIELD_STRING_PTR("uuid", CYAML_FLAG_POINTER | OPTIONAL, struct machine_gpu, uuid, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("serial", CYAML_FLAG_POINTER | OPTIONAL, struct machine_gpu, serial, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_INT("minor", OPTIONAL, struct machine_gpu, minor),
    CYAML_FIELD_INT("numa_node", OPTIONAL, struct machine_gpu, numa_node),
    CYAML_FIELD_STRING_PTR("cpus", CYAML_FLAG_POINTER | OPTIONAL, struct machine_gpu, cpus, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_UINT("module_id", OPTIONAL, struct machine_gpu, module_id),
    CYAML_FIELD_UINT("pcie_slot_gen", OPTIONAL, struct machine_gpu, pcie_slot_gen),
    CYAML_FIELD_BOOL("excluded", OPTIONAL, struct machine_gpu, excluded),
    CYAML_FIELD_BOOL("suspended", OPTIONAL, struct machine_gpu, suspended),
    CYAML_FIELD_BOOL("persistence", OPTIONAL, struct machine_gpu, persistence),
    CYAML_FIELD_UINT("compute_mode", OPTIONAL, struct machine_gpu, compute_mode),
    CYAML_FIELD_BOOL("accounting", OPTIONAL, struct machine_gpu, accounting),
    CYAML_FIELD_BOOL("mig_enabled", OPTIONAL, struct machine_gpu, mig_enabled),
    CYAML_FIELD_SEQUENCE_COUNT("mig_instances", CYAML_FLAG_POINTER | OPTIONAL, struct machine_gpu,
			       mig_instances, mig_instances_count, &mig_entry, 0, LIST_MAX),
    CYAML_FIELD_BOOL("dram_encrypted", OPTIONAL, struct machine_gpu, dram_encrypted),
    CYAML_FIELD_BOOL("inforom_corrupt", OPTIONAL, struct machine_gpu, inforom_corrupt),
    CYAML_FIELD_UINT("black_box_run_s", OPTIONAL, struct machine_gpu, black_box_run_s),
    CYAML_FIELD_UINT("black_box_flush", OPTIONAL, struct machine_gpu, black_box_flush),
    CYAML_FIELD_UINT("black_box_flush_us", OPTIONAL, struct machine_gpu, black_box_flush_us),
    CYAML_FIELD_BOOL("channel_repair_pending", OPTIONAL, struct machine_gpu,
		     channel_repair_pending),
    CYAML_FIELD_BOOL("tpc_repair_pending", OPTIONAL, struct machine_gpu, tpc_repair_pending),
    CYAML_FIELD_BOOL("memory_unrepairable", OPTIONAL, struct machine_gpu, memory_unrepairable),
    CYAML_FIELD_MAPPING_PTR("state", CYAML_FLAG_POINTER | OPTIONAL, struct machine_gpu, state,
			    machine_state_fields),
    CYAML_FIELD_SEQUENCE_COUNT("processes", CYAML_FLAG_POINTER | OPTIONAL, struct machine_gpu,
			       processes, processes_count, &process_entry, 0, LIST_MAX),
    CYAML_FIELD_SEQUENCE_COUNT("accounts", CYAML_FLAG_POINTER | OPTIONAL, struct machine_gpu,
			       accounts, accounts_count, &account_entry, 0, LIST_MAX),
    CYAML_FIELD_SEQUENCE_COUNT("encoder_sessions", CYAML_FLAG_POINTER | OPTIONAL,
			       struct machine_gpu, encoder_sessions, encoder_sessions_count,
			       &encoder_session_entry, 0, LIST_MAX),
    CYAML_FIELD_SEQUENCE_COUNT("capture_sessions", CYAML_FLAG_POINTER | OPTIONAL,
			       struct machine_gpu, capture_sessions, capture_sessions_count,
			       &capture_session_entry, 0, LIST_MAX),
    CYAML_FIELD_UINT("virtualization", OPTIONAL, struct machine_gpu, virtualization),
    CYAML_FIELD_SEQUENCE_COUNT("vgpus", CYAML_FLAG_POINTER | OPTIONAL, struct machine_gpu, vgpus,
			       vgpus_count, &vgpu_entry, 0, VGPUS_MAX),
    CYAML_FIELD_SEQUENCE_COUNT("sram_errors", CYAML_FLAG_POINTER | OPTIONAL, struct machine_gpu,
			       sram_errors, sram_errors_count, &sram_error_entry, 0, LIST_MAX),
    CYAML_FIELD_UINT("vgpu_policy", OPTIONAL, struct machine_gpu, vgpu_policy),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t gpu_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_gpu, machine_gpu_fields),
};

const cyaml_schema_field_t machine_nic_fields[] = {
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER | REQUIRED, struct machine_nic, name, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("pci", CYAML_FLAG_POINTER | REQUIRED, struct machine_nic, pci, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_INT("numa_node", OPTIONAL, struct machine_nic, numa_node),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t nic_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_nic, machine_nic_fields),
};

const cyaml_schema_field_t machine_event_fields[] = {
    CYAML_FIELD_UINT("at_ms", REQUIRED, struct machine_event, at_ms),
    CYAML_FIELD_UINT("gpu", OPTIONAL, struct machine_event, gpu),
    CYAML_FIELD_STRING_PTR("kind", CYAML_FLAG_POINTER | OPTIONAL, struct machine_event, kind, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_UINT("xid", OPTIONAL, struct machine_event, xid),
    CYAML_FIELD_STRING_PTR("do", CYAML_FLAG_POINTER | OPTIONAL, struct machine_event, line, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t event_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct machine_event, machine_event_fields),
};

const cyaml_schema_field_t machine_time_fields[] = {
    CYAML_FIELD_UINT("scale", OPTIONAL, struct machine_time, scale),
    CYAML_FIELD_BOOL("stepped", OPTIONAL, struct machine_time, stepped),
    CYAML_FIELD_UINT("epoch_s", OPTIONAL, struct machine_time, epoch_s),
    CYAML_FIELD_END,
};

const cyaml_schema_field_t machine_fields[] = {
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER | REQUIRED, struct machine, name, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("description", CYAML_FLAG_POINTER | OPTIONAL, struct machine,
			   description, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("source", CYAML_FLAG_POINTER | OPTIONAL, struct machine, source, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("driver", CYAML_FLAG_POINTER | REQUIRED, struct machine, driver, 0,
			   CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("kernel_module", CYAML_FLAG_POINTER | OPTIONAL, struct machine,
			   kernel_module, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("architecture", CYAML_FLAG_POINTER | OPTIONAL, struct machine,
			   architecture, 0, CYAML_UNLIMITED),
    CYAML_FIELD_MAPPING("conf_compute", OPTIONAL, struct machine, conf_compute,
			machine_conf_compute_fields),
    CYAML_FIELD_BOOL("fabric", OPTIONAL, struct machine, fabric),
    CYAML_FIELD_BOOL("any_driver", OPTIONAL, struct machine, any_driver),
    CYAML_FIELD_BOOL("uvm_module", OPTIONAL, struct machine, uvm_module),
    CYAML_FIELD_SEQUENCE_COUNT("models", CYAML_FLAG_POINTER | OPTIONAL, struct machine, models,
			       models_count, &model_entry, 0, LIST_MAX),
    CYAML_FIELD_SEQUENCE_COUNT("gpus", CYAML_FLAG_POINTER | REQUIRED, struct machine, gpus,
			       gpus_count, &gpu_entry, 1, GPUS_READ_MAX),
    CYAML_FIELD_SEQUENCE_COUNT("nics", CYAML_FLAG_POINTER | OPTIONAL, struct machine, nics,
			       nics_count, &nic_entry, 0, LIST_MAX),
    CYAML_FIELD_SEQUENCE_COUNT("events", CYAML_FLAG_POINTER | OPTIONAL, struct machine, events,
			       events_count, &event_entry, 0, LIST_MAX),
    CYAML_FIELD_MAPPING("time", OPTIONAL, struct machine, time, machine_time_fields),
    CYAML_FIELD_BOOL("life", OPTIONAL, struct machine, life),
    CYAML_FIELD_UINT("seed", OPTIONAL, struct machine, seed),
    CYAML_FIELD_END,
};

const cyaml_schema_value_t machine_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct machine, machine_fields),
};
