/* SPDX-License-Identifier: MIT */
/*
 * One number out of each function of nvml.h that asks a GPU something, all behind one
 * signature: what several tests run over the whole interface. *ret_value is written on
 * success only.
 */
#ifndef OPENNVML_TESTS_QUESTIONS_H
#define OPENNVML_TESTS_QUESTIONS_H

#include <stdint.h>

#ifndef NVML_NO_UNVERSIONED_FUNC_DEFS
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#endif
#include "nvml.h"

typedef nvmlReturn_t (*question)(nvmlDevice_t gpu, uint64_t *ret_value);

struct named_question {
	const char *name;
	question ask;
};

extern const struct named_question questions[];
extern const unsigned question_count;
/* For the questions themselves: value on success, and the result. */
nvmlReturn_t give_answer(nvmlReturn_t result, uint64_t value, uint64_t *ret_value);
/* Never NULL: a name that is not in the table fails the test. */
question question_named(const char *name);
/* The other way round; "?" for a stranger. */
const char *question_name(question ask);

/* What a board must answer: a number, or a refusal. */
struct expectation {
	question ask;
	nvmlReturn_t result;
	uint64_t value;
};

/* Fails the test at the first that answers otherwise, saying which. */
void expect_answers(nvmlDevice_t gpu, const struct expectation *list, unsigned count);
#define EXPECT_ANSWERS(gpu, list) expect_answers(gpu, list, sizeof(list) / sizeof((list)[0]))

nvmlReturn_t ask_accounting_buffer_size(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_board_id(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_minor(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_index(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_multi_gpu_board(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_module_id(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_irq(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_cores(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_bus_width(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_numa_node(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pcie_gen(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pcie_max_gen(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pcie_gpu_max_gen(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pcie_width(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pcie_max_width(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pcie_speed(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pcie_link_max_speed(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pcie_replays(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_power(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_power_limit(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_enforced_limit(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_mig_device_count(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_is_mig(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_accounting_mode(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_persistence(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_power_mode(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_default_ecc_mode(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_retired_pending(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_compute_mode(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_virtualization(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_brand(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_bus_type(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_architecture(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pstate(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_power_state(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_power_source(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_throttle(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_events(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_below_base_clock(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_dynamic_gpu_load(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_supported_throttle(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_supported_events(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_graphics_clock(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_graphics_clock_now(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_sm_clock(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_sm_clock_now(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_memory_clock(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_memory_clock_now(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_video_clock(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_video_clock_now(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_temperature(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_sensor_count(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_fan_count(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_temperature_v(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_gpu_load(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_memory_load(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_encoder_load(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_decoder_load(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_jpeg_load(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ofa_load(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_encoder_period(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_memory_total(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_memory_free(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_memory_used(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_memory_v2_total(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_memory_v2_reserved(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_memory_v2_free(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_memory_v2_used(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_bar1_total(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_bar1_free(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_bar1_used(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_current(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_pending(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_total_corrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_dram_corrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_sram_corrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_detail_corrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_total_corrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_dram_corrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_sram_corrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_detail_corrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_total_uncorrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_dram_uncorrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_sram_uncorrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_detail_uncorrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_total_uncorrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_dram_uncorrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_sram_uncorrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_ecc_detail_uncorrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_sram_status(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_retired_pages(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_retired_pages_v2(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_remapped_rows(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_row_histogram(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_mig_current(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_gsp_mode(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_compute_major(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_compute_minor(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pci_v1(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pci_v2(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pci_v3(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_pcie_throughput(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_compute_processes_v1(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_compute_processes_v2(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_compute_processes_v3(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_graphics_processes_v1(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_graphics_processes_v2(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_graphics_processes_v3(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_mps_processes_v1(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_mps_processes_v2(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_mps_processes_v3(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_accounting_pids(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_accounting_stats(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_nvlink_state(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_nvlink_version(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_nvlink_capability(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_nvlink_remote_pci(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_nvlink_remote_pci_v2(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_nvlink_remote_type(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_fabric_state(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_fabric_state_v(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_platform(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_encoder_sessions(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_capture_sessions(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_samples(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_process_infos(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_process_details(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_process_load(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_name(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_uuid(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_serial(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_part_number(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_vbios(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_inforom_image(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_inforom_ecc(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_gsp_version(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_same_board(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_p2p_read(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_cpu_affinity(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_cpu_affinity_socket(nvmlDevice_t gpu, uint64_t *ret_value);
nvmlReturn_t ask_memory_affinity(nvmlDevice_t gpu, uint64_t *ret_value);

#endif
