/* SPDX-License-Identifier: MIT */
/* How many system calls each question costs, once a GPU is in use. */
#include "board.h"
#include "questions.h"

/*
 * More than one call, each for a reason:
 * lists of processes ask who and then what each holds; NVLink asks capabilities and
 * links anew, as links come and go; utilisation samples ask the ring and the clock
 * that it is stamped with; throughput is two readings and the pause between; SRAM
 * causes are volatile and aggregate; "same board" asks both boards.
 */
static const struct {
	const char *name;
	unsigned long calls;
} exceptions[] = {
    {"compute_processes_v1", 2},  {"compute_processes_v2", 2},
    {"compute_processes_v3", 2},  {"graphics_processes_v1", 2},
    {"graphics_processes_v2", 2}, {"graphics_processes_v3", 2},
    {"mps_processes_v1", 1},      {"mps_processes_v2", 1},
    {"mps_processes_v3", 1},      {"nvlink_state", 2},
    {"nvlink_version", 2},        {"nvlink_capability", 2},
    {"nvlink_remote_pci", 2},     {"nvlink_remote_pci_v2", 2},
    {"nvlink_remote_type", 2},    {"samples", 2},
    {"process_load", 2},          {"process_infos", 2},
    {"process_details", 2},       {"pcie_throughput", 3},
    {"sram_status", 2},           {"same_board", 2},
};

/* Answered from the telemetry page, or from what is known without asking. */
static const char *const free_of_calls[] = {
    "temperature",
    "temperature_v",
    "gpu_load",
    "memory_load",
    "encoder_load",
    "decoder_load",
    "jpeg_load",
    "ofa_load",
    "encoder_period",
    "power",
    "power_limit",
    "enforced_limit",
    "power_mode",
    "graphics_clock",
    "sm_clock",
    "memory_clock",
    "video_clock",
    "graphics_clock_now",
    "sm_clock_now",
    "memory_clock_now",
    "video_clock_now",
    "throttle",
    "events",
    "fan_count",
    "below_base_clock",
    "dynamic_gpu_load",
    "pstate",
    "power_state",
    "bar1_total",
    "bar1_free",
    "bar1_used",
    "ecc_total_corrected_volatile",
    "ecc_total_uncorrected_aggregate",
    "ecc_dram_corrected_volatile",
    "ecc_sram_uncorrected_aggregate",
    "ecc_detail_corrected_volatile",
    "remapped_rows",
    "row_histogram",
    "index",
    "minor",
    "board_id",
    "accounting_buffer_size",
    "is_mig",
    "supported_throttle",
    "supported_events",
};

static unsigned long allowed(const char *name)
{
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++) {
		if (strcmp(exceptions[i].name, name) == 0)
			return exceptions[i].calls;
	}
	return 1;
}

static unsigned long cost(struct board *board, question ask)
{
	uint64_t value;
	unsigned long before = board->calls;

	ask(board->gpu, &value);
	return board->calls - before;
}

static unsigned check_driver(const char *driver)
{
	struct board board;
	unsigned wrong = 0;

	board_warm(&board, "witness", driver);
	for (unsigned n = 0; n < question_count; n++) {
		cost(&board, questions[n].ask);
		unsigned long calls = cost(&board, questions[n].ask);
		if (calls <= allowed(questions[n].name))
			continue;
		wrong++;
		print_message("%s: %s costs %lu calls\n", driver, questions[n].name, calls);
	}
	board_stop(&board);
	return wrong;
}

static void a_question_costs_one_call(void **state)
{
	(void)state;
	assert_int_equal(check_driver(DRIVER_WITH_PAGE), 0);
	assert_int_equal(check_driver(DRIVER_WITHOUT_PAGE), 0);
}

static void the_telemetry_page_costs_none(void **state)
{
	struct board board;
	unsigned wrong = 0;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(free_of_calls) / sizeof(free_of_calls[0]); i++) {
		question ask = question_named(free_of_calls[i]);
		cost(&board, ask);
		if (cost(&board, ask) == 0)
			continue;
		wrong++;
		print_message("%s costs a call\n", free_of_calls[i]);
	}
	board_stop(&board);
	assert_int_equal(wrong, 0);
}

/* What runs now is asked once, what is set for the next start each time. */
static void ecc_mode_costs_one_call_after_the_first(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(cost(&board, ask_ecc_current), 2);
	assert_int_equal(cost(&board, ask_ecc_current), 1);
	board_stop(&board);
}

static void check_start(const char *machine, unsigned gpus)
{
	struct board board;
	unsigned count = 0;

	board_load(&board, machine, DRIVER_WITH_PAGE);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_SUCCESS);
	assert_int_equal(count, gpus);
	assert_true(board.calls <= 12);
	/* First use of a GPU and the question itself. */
	unsigned long before = board.calls;
	uint64_t value;
	assert_int_equal(ask_memory_total(board_gpu(0), &value), NVML_SUCCESS);
	assert_true(board.calls - before <= 8);
	board_stop(&board);
}

static void starting_and_counting_is_cheap(void **state)
{
	(void)state;
	check_start("single", 1);
	check_start("dgx-h100", 8);
}

/* A GPU that nobody asks about stays asleep. */
static void discovery_opens_no_gpu(void **state)
{
	struct board board;
	unsigned count = 0;

	(void)state;
	board_load(&board, "dgx-h100", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_SUCCESS);
	for (unsigned i = 0; i < count; i++) {
		unsigned minor;
		nvmlDevice_t gpu = board_gpu(i);
		assert_int_equal(nvmlDeviceGetMinorNumber(gpu, &minor), NVML_SUCCESS);
	}
	assert_int_equal(sim_port_count_open(board.inner), 1);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_question_costs_one_call),
	    cmocka_unit_test(the_telemetry_page_costs_none),
	    cmocka_unit_test(ecc_mode_costs_one_call_after_the_first),
	    cmocka_unit_test(starting_and_counting_is_cheap),
	    cmocka_unit_test(discovery_opens_no_gpu),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
