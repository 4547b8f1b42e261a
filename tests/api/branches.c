/* SPDX-License-Identifier: MIT */
/*
 * The same machine under one release of every driver branch and under one that no
 * table knows. What has a published source on a branch answers the machine's value,
 * the rest refuses. Sources by branch: kernel summary, "The 15 most used metrics".
 */
#include "board.h"
#include "questions.h"

#define MIB (1024ull * 1024)
#define ALWAYS 515

struct row {
	question ask;
	unsigned since; /* first branch with a published source */
	uint64_t value;
	/* Where there is only the ring of samples: the share of its newest owner. */
	uint64_t sampled;
};

static const struct row rows[] = {
    /* Controls that every branch has. */
    {ask_temperature, ALWAYS, 41},
    {ask_temperature_v, ALWAYS, 41},
    {ask_gpu_load, ALWAYS, 61, 43},
    {ask_memory_load, ALWAYS, 23, 11},
    {ask_pstate, ALWAYS, 2},
    {ask_power_state, ALWAYS, 2},
    {ask_encoder_load, ALWAYS, 17},
    {ask_decoder_load, ALWAYS, 19},
    {ask_memory_total, ALWAYS, 70001 * MIB},
    {ask_memory_used, ALWAYS, (503 + 907 + 1511 + 257 + 521) * MIB},
    {ask_memory_v2_used, ALWAYS, (907 + 1511 + 257 + 521) * MIB},
    {ask_bar1_total, ALWAYS, 65537 * MIB},
    {ask_bar1_used, ALWAYS, 13 * MIB},
    {ask_bus_width, ALWAYS, 5119},
    {ask_pcie_gen, ALWAYS, 4},
    {ask_pcie_max_gen, ALWAYS, 5},
    {ask_pcie_width, ALWAYS, 8},
    {ask_pcie_max_width, ALWAYS, 16},
    {ask_pcie_speed, ALWAYS, 16000},
    {ask_pcie_replays, ALWAYS, 37},
    {ask_pci_v3, ALWAYS, 0x233110de},
    {ask_ecc_current, ALWAYS, 1},
    {ask_ecc_pending, ALWAYS, 1},
    {ask_ecc_total_corrected_volatile, ALWAYS, 101 + 1007},
    {ask_ecc_total_uncorrected_volatile, ALWAYS, 103 + 1009},
    {ask_ecc_total_corrected_aggregate, ALWAYS, 100003 + 1000003},
    {ask_ecc_total_uncorrected_aggregate, ALWAYS, 100019 + 1000033},
    {ask_ecc_dram_corrected_volatile, ALWAYS, 1007},
    {ask_ecc_sram_uncorrected_volatile, ALWAYS, 103},
    {ask_ecc_dram_uncorrected_aggregate, ALWAYS, 1000033},
    {ask_ecc_sram_corrected_aggregate, ALWAYS, 100003},
    {ask_row_histogram, ALWAYS, 2561},
    {ask_remapped_rows, ALWAYS, 0},
    {ask_compute_processes_v3, ALWAYS, 2},
    {ask_graphics_processes_v3, ALWAYS, 2},
    {ask_process_details, ALWAYS, 3},
    {ask_process_infos, ALWAYS, 3},
    {ask_capture_sessions, ALWAYS, 1},
    {ask_sensor_count, ALWAYS, 2},
    {ask_accounting_pids, ALWAYS, 3},
    {ask_accounting_mode, ALWAYS, 1},
    {ask_persistence, ALWAYS, 1},
    {ask_compute_mode, ALWAYS, 3},
    {ask_mig_current, ALWAYS, 0},
    {ask_gsp_mode, ALWAYS, 1},
    {ask_virtualization, ALWAYS, 0},
    {ask_nvlink_version, ALWAYS, 7},
    {ask_nvlink_state, ALWAYS, 1},
    {ask_cores, ALWAYS, 16895},
    {ask_compute_major, ALWAYS, 9},
    {ask_brand, ALWAYS, NVML_BRAND_NVIDIA},
    {ask_name, ALWAYS, sizeof("NVIDIA H100 WITNESS") - 1},
    {ask_uuid, ALWAYS, 40},
    {ask_serial, ALWAYS, 13},
    {ask_vbios, ALWAYS, 14},
    /* Controls that came later. */
    {ask_fabric_state, 525, NVML_GPU_FABRIC_STATE_COMPLETED},
    {ask_module_id, 525, 7},
    {ask_power_source, 550, NVML_POWER_SOURCE_AC},
    /* The telemetry page alone. */
    {ask_power, 545, 123457},
    {ask_enforced_limit, 545, 654323},
    {ask_power_limit, 545, 678901},
    {ask_power_mode, 545, 1},
    {ask_graphics_clock, 545, 1411},
    {ask_sm_clock, 545, 1423},
    {ask_memory_clock, 545, 2617},
    {ask_video_clock, 545, 1277},
    {ask_throttle, 545, 0x86},
    {ask_events, 545, 0x86},
    {ask_below_base_clock, 575, 5000000777},
    {ask_dynamic_gpu_load, ALWAYS, 61, 43},
    {ask_jpeg_load, ALWAYS, 29},
    {ask_ofa_load, ALWAYS, 31},
};

static const char *const drivers[] = {
    "515.105.01", "520.61.07", "525.147.05", "530.41.03", "535.288.01", "545.29.06",
    "550.163.01", "555.58.02", "560.35.03",  "565.77",    "570.211.01", "575.64.05",
    "580.142",    "590.48.01", "595.45.04",  "620.10",
};

/* Numbers of ECC_GET_VOLATILE_COUNTS moved at these releases and back. */
static const char *const moved[] = {"535.161.07", "535.230.02", "535.247.01", "550.40.07",
				    "550.144.03", "555.42.02",  "565.57.01"};

static unsigned check_driver(const char *driver)
{
	struct board board;
	unsigned branch = (unsigned)strtoul(driver, NULL, 10), wrong = 0;

	board_warm(&board, "witness", driver);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool has = branch >= rows[i].since;
		nvmlReturn_t expected = has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
		uint64_t value = 0, right = branch < 545 && rows[i].sampled != 0 ? rows[i].sampled
										 : rows[i].value;
		nvmlReturn_t result = rows[i].ask(board.gpu, &value);
		if (result == expected && (!has || value == right))
			continue;
		wrong++;
		print_message("%s %s: %d %llu, not %d %llu\n", driver, question_name(rows[i].ask),
			      (int)result, (unsigned long long)value, (int)expected,
			      (unsigned long long)right);
	}
	board_stop(&board);
	return wrong;
}

static void every_branch_answers_what_it_publishes(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
		wrong += check_driver(drivers[i]);
	assert_int_equal(wrong, 0);
}

static void releases_with_other_ecc_numbers_count_the_same(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(moved) / sizeof(moved[0]); i++)
		wrong += check_driver(moved[i]);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_branch_answers_what_it_publishes),
	    cmocka_unit_test(releases_with_other_ecc_numbers_count_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
