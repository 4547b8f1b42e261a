/* SPDX-License-Identifier: MIT */
#include "questions.h"

#include "board.h"

nvmlReturn_t give_answer(nvmlReturn_t result, uint64_t value, uint64_t *ret_value)
{
	if (result == NVML_SUCCESS)
		*ret_value = value;
	return result;
}

const struct named_question questions[] = {
    {"accounting_buffer_size", ask_accounting_buffer_size},
    {"board_id", ask_board_id},
    {"minor", ask_minor},
    {"index", ask_index},
    {"multi_gpu_board", ask_multi_gpu_board},
    {"module_id", ask_module_id},
    {"irq", ask_irq},
    {"cores", ask_cores},
    {"bus_width", ask_bus_width},
    {"numa_node", ask_numa_node},
    {"pcie_gen", ask_pcie_gen},
    {"pcie_max_gen", ask_pcie_max_gen},
    {"pcie_gpu_max_gen", ask_pcie_gpu_max_gen},
    {"pcie_width", ask_pcie_width},
    {"pcie_max_width", ask_pcie_max_width},
    {"pcie_speed", ask_pcie_speed},
    {"pcie_link_max_speed", ask_pcie_link_max_speed},
    {"pcie_replays", ask_pcie_replays},
    {"power", ask_power},
    {"power_limit", ask_power_limit},
    {"enforced_limit", ask_enforced_limit},
    {"mig_device_count", ask_mig_device_count},
    {"is_mig", ask_is_mig},
    {"accounting_mode", ask_accounting_mode},
    {"persistence", ask_persistence},
    {"power_mode", ask_power_mode},
    {"default_ecc_mode", ask_default_ecc_mode},
    {"retired_pending", ask_retired_pending},
    {"compute_mode", ask_compute_mode},
    {"virtualization", ask_virtualization},
    {"brand", ask_brand},
    {"bus_type", ask_bus_type},
    {"architecture", ask_architecture},
    {"pstate", ask_pstate},
    {"power_state", ask_power_state},
    {"power_source", ask_power_source},
    {"throttle", ask_throttle},
    {"below_base_clock", ask_below_base_clock},
    {"dynamic_gpu_load", ask_dynamic_gpu_load},
    {"events", ask_events},
    {"supported_throttle", ask_supported_throttle},
    {"supported_events", ask_supported_events},
    {"graphics_clock", ask_graphics_clock},
    {"graphics_clock_now", ask_graphics_clock_now},
    {"sm_clock", ask_sm_clock},
    {"sm_clock_now", ask_sm_clock_now},
    {"memory_clock", ask_memory_clock},
    {"memory_clock_now", ask_memory_clock_now},
    {"video_clock", ask_video_clock},
    {"video_clock_now", ask_video_clock_now},
    {"temperature", ask_temperature},
    {"temperature_v", ask_temperature_v},
    {"sensor_count", ask_sensor_count},
    {"fan_count", ask_fan_count},
    {"gpu_load", ask_gpu_load},
    {"memory_load", ask_memory_load},
    {"encoder_load", ask_encoder_load},
    {"decoder_load", ask_decoder_load},
    {"jpeg_load", ask_jpeg_load},
    {"ofa_load", ask_ofa_load},
    {"encoder_period", ask_encoder_period},
    {"memory_total", ask_memory_total},
    {"memory_free", ask_memory_free},
    {"memory_used", ask_memory_used},
    {"memory_v2_total", ask_memory_v2_total},
    {"memory_v2_reserved", ask_memory_v2_reserved},
    {"memory_v2_free", ask_memory_v2_free},
    {"memory_v2_used", ask_memory_v2_used},
    {"bar1_total", ask_bar1_total},
    {"bar1_free", ask_bar1_free},
    {"bar1_used", ask_bar1_used},
    {"ecc_current", ask_ecc_current},
    {"ecc_pending", ask_ecc_pending},
    {"ecc_total_corrected_volatile", ask_ecc_total_corrected_volatile},
    {"ecc_dram_corrected_volatile", ask_ecc_dram_corrected_volatile},
    {"ecc_sram_corrected_volatile", ask_ecc_sram_corrected_volatile},
    {"ecc_detail_corrected_volatile", ask_ecc_detail_corrected_volatile},
    {"ecc_total_corrected_aggregate", ask_ecc_total_corrected_aggregate},
    {"ecc_dram_corrected_aggregate", ask_ecc_dram_corrected_aggregate},
    {"ecc_sram_corrected_aggregate", ask_ecc_sram_corrected_aggregate},
    {"ecc_detail_corrected_aggregate", ask_ecc_detail_corrected_aggregate},
    {"ecc_total_uncorrected_volatile", ask_ecc_total_uncorrected_volatile},
    {"ecc_dram_uncorrected_volatile", ask_ecc_dram_uncorrected_volatile},
    {"ecc_sram_uncorrected_volatile", ask_ecc_sram_uncorrected_volatile},
    {"ecc_detail_uncorrected_volatile", ask_ecc_detail_uncorrected_volatile},
    {"ecc_total_uncorrected_aggregate", ask_ecc_total_uncorrected_aggregate},
    {"ecc_dram_uncorrected_aggregate", ask_ecc_dram_uncorrected_aggregate},
    {"ecc_sram_uncorrected_aggregate", ask_ecc_sram_uncorrected_aggregate},
    {"ecc_detail_uncorrected_aggregate", ask_ecc_detail_uncorrected_aggregate},
    {"sram_status", ask_sram_status},
    {"retired_pages", ask_retired_pages},
    {"retired_pages_v2", ask_retired_pages_v2},
    {"remapped_rows", ask_remapped_rows},
    {"row_histogram", ask_row_histogram},
    {"mig_current", ask_mig_current},
    {"gsp_mode", ask_gsp_mode},
    {"compute_major", ask_compute_major},
    {"compute_minor", ask_compute_minor},
    {"pci_v1", ask_pci_v1},
    {"pci_v2", ask_pci_v2},
    {"pci_v3", ask_pci_v3},
    {"pcie_throughput", ask_pcie_throughput},
    {"compute_processes_v1", ask_compute_processes_v1},
    {"compute_processes_v2", ask_compute_processes_v2},
    {"compute_processes_v3", ask_compute_processes_v3},
    {"graphics_processes_v1", ask_graphics_processes_v1},
    {"graphics_processes_v2", ask_graphics_processes_v2},
    {"graphics_processes_v3", ask_graphics_processes_v3},
    {"mps_processes_v1", ask_mps_processes_v1},
    {"mps_processes_v2", ask_mps_processes_v2},
    {"mps_processes_v3", ask_mps_processes_v3},
    {"accounting_pids", ask_accounting_pids},
    {"accounting_stats", ask_accounting_stats},
    {"nvlink_state", ask_nvlink_state},
    {"nvlink_version", ask_nvlink_version},
    {"nvlink_capability", ask_nvlink_capability},
    {"nvlink_remote_pci", ask_nvlink_remote_pci},
    {"nvlink_remote_pci_v2", ask_nvlink_remote_pci_v2},
    {"nvlink_remote_type", ask_nvlink_remote_type},
    {"fabric_state", ask_fabric_state},
    {"fabric_state_v", ask_fabric_state_v},
    {"platform", ask_platform},
    {"encoder_sessions", ask_encoder_sessions},
    {"capture_sessions", ask_capture_sessions},
    {"samples", ask_samples},
    {"process_load", ask_process_load},
    {"process_infos", ask_process_infos},
    {"process_details", ask_process_details},
    {"name", ask_name},
    {"uuid", ask_uuid},
    {"serial", ask_serial},
    {"part_number", ask_part_number},
    {"vbios", ask_vbios},
    {"inforom_image", ask_inforom_image},
    {"inforom_ecc", ask_inforom_ecc},
    {"gsp_version", ask_gsp_version},
    {"same_board", ask_same_board},
    {"p2p_read", ask_p2p_read},
    {"cpu_affinity", ask_cpu_affinity},
    {"cpu_affinity_socket", ask_cpu_affinity_socket},
    {"memory_affinity", ask_memory_affinity},
};

const unsigned question_count = sizeof(questions) / sizeof(questions[0]);

question question_named(const char *name)
{
	for (unsigned i = 0; i < question_count; i++) {
		if (strcmp(questions[i].name, name) == 0)
			return questions[i].ask;
	}
	fail_msg("no question %s", name);
	return NULL;
}

const char *question_name(question ask)
{
	for (unsigned i = 0; i < question_count; i++) {
		if (questions[i].ask == ask)
			return questions[i].name;
	}
	return "?";
}

void expect_answers(nvmlDevice_t gpu, const struct expectation *list, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		uint64_t value = 0;
		nvmlReturn_t result = list[i].ask(gpu, &value);
		if (result != list[i].result)
			fail_msg("%s: returned %d, not %d", question_name(list[i].ask), (int)result,
				 (int)list[i].result);
		if (result == NVML_SUCCESS && value != list[i].value)
			fail_msg("%s: %llu, not %llu", question_name(list[i].ask),
				 (unsigned long long)value, (unsigned long long)list[i].value);
	}
}
