/* SPDX-License-Identifier: MIT */
/*
 * What each function makes of a kernel that refuses: the table of calibration.md 1,
 * on every function that asks the kernel, over one driver with the telemetry page and
 * one without. And what a board without a feature, a lost node and a hidden one answer.
 */
#include <errno.h>

#include "board.h"
#include "questions.h"

/* calibration.md 1. Retried statuses have tests of their own. */
static const struct {
	uint32_t status;
	nvmlReturn_t result;
} mapped[] = {
    {0x0f, NVML_ERROR_GPU_IS_LOST},
    {0x17, NVML_ERROR_IN_USE},
    {0x63, NVML_ERROR_IN_USE},
    {0x1a, NVML_ERROR_INSUFFICIENT_RESOURCES},
    {0x1b, NVML_ERROR_NO_PERMISSION},
    {0x1f, NVML_ERROR_INVALID_ARGUMENT},
    {0x3b, NVML_ERROR_INVALID_ARGUMENT},
    {0x54, NVML_ERROR_INVALID_ARGUMENT},
    {0x51, NVML_ERROR_MEMORY},
    {0x55, NVML_ERROR_NOT_READY},
    {0x56, NVML_ERROR_NOT_SUPPORTED},
    {0x59, NVML_ERROR_OPERATING_SYSTEM},
    {0x62, NVML_ERROR_RESET_REQUIRED},
    /* Everything else is unknown. */
    {0x40, NVML_ERROR_UNKNOWN},
    {0x65, NVML_ERROR_UNKNOWN},
    {0x24, NVML_ERROR_UNKNOWN},
    {0x02, NVML_ERROR_UNKNOWN},
    {0x10, NVML_ERROR_UNKNOWN},
    {0x91, NVML_ERROR_UNKNOWN},
    {0xffff, NVML_ERROR_UNKNOWN},
    {0x10001, NVML_ERROR_UNKNOWN},
};

/* Not of the table: each has its reason. */
static bool has_other_rule(const char *name, uint32_t status)
{
	/* None is only a number of MIG devices that cannot be. */
	if (strcmp(name, "mig_device_count") == 0)
		return status == 0x56;
	/* A chip that is in no table has an unknown architecture. */
	if (strcmp(name, "architecture") == 0)
		return status == 0x56;
	return false;
}

/* Asks controls in this state: a question that does not is answered all the same. */
static bool asks_controls(struct board *board, question ask)
{
	unsigned long before = board->controls;
	uint64_t value;

	return ask(board->gpu, &value) == NVML_SUCCESS && board->controls > before;
}

static unsigned check_status(struct board *board, const struct named_question *q, size_t i)
{
	uint64_t value = 0;

	if (has_other_rule(q->name, mapped[i].status))
		return 0;
	board->status = mapped[i].status;
	nvmlReturn_t result = q->ask(board->gpu, &value);
	board->status = 0;
	if (result == mapped[i].result)
		return 0;
	print_message("%s at status %#x: %d, not %d\n", q->name, mapped[i].status, (int)result,
		      (int)mapped[i].result);
	return 1;
}

static unsigned check_driver(const char *driver, unsigned least)
{
	struct board board;
	unsigned wrong = 0, asked = 0;

	board_warm(&board, "witness", driver);
	for (unsigned n = 0; n < question_count; n++) {
		if (!asks_controls(&board, questions[n].ask))
			continue;
		asked++;
		for (size_t i = 0; i < sizeof(mapped) / sizeof(mapped[0]); i++)
			wrong += check_status(&board, &questions[n], i);
	}
	board_stop(&board);
	assert_true(asked >= least);
	return wrong;
}

static void statuses_become_the_codes_of_the_table(void **state)
{
	(void)state;
	assert_int_equal(check_driver(DRIVER_WITH_PAGE, 60), 0);
	assert_int_equal(check_driver(DRIVER_WITHOUT_PAGE, 60), 0);
}

/* calibration.md 1, exceptions of single functions. */
static void exceptions_of_single_functions(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board.status = 0x57;
	assert_int_equal(ask_inforom_ecc(board.gpu, &value), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(ask_accounting_stats(board.gpu, &value), NVML_ERROR_NOT_FOUND);
	assert_int_equal(ask_memory_total(board.gpu, &value), NVML_ERROR_UNKNOWN);
	board.status = 0;
	board_stop(&board);
}

/* Three tries, then TIMEOUT: NVIDIA's library would ask for ever. */
static void a_busy_kernel_is_asked_three_times(void **state)
{
	static const uint32_t statuses[] = {0x03, 0x66};
	struct board board;
	uint64_t value;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < 2; i++) {
		unsigned long before = board.controls;
		board.status = statuses[i];
		assert_int_equal(ask_memory_total(board.gpu, &value), NVML_ERROR_TIMEOUT);
		assert_int_equal(board.controls - before, 3);
		board.status = 0;
	}
	board_stop(&board);
}

/* A refused size disables one command and says so; the rest goes on. */
static void a_refused_size_costs_one_command(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	setenv("OPENNVML_LOG", "1", 1);
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board.status = 0x3a;
	board.status_cmd = 0x20801303;
	assert_int_equal(ask_memory_total(board.gpu, &value), NVML_ERROR_NOT_SUPPORTED);
	assert_non_null(strstr(sim_port_last_log(board.inner), "[L02]"));
	board_unpatch(&board);
	unsigned long before = board.controls;
	assert_int_equal(ask_memory_total(board.gpu, &value), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(board.controls, before);
	assert_int_equal(ask_ecc_pending(board.gpu, &value), NVML_SUCCESS);
	/* A new initialisation asks again. */
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	board.gpu = board_gpu(0);
	assert_int_equal(ask_memory_total(board.gpu, &value), NVML_SUCCESS);
	board_stop(&board);
	unsetenv("OPENNVML_LOG");
}

/* The bare board: nothing that its machine file leaves out may be answered. */
static const char *const absent[] = {
    "serial",
    "module_id",
    "inforom_image",
    "inforom_ecc",
    "bus_width",
    "bar1_total",
    "power",
    "enforced_limit",
    "power_limit",
    "power_mode",
    "graphics_clock",
    "sm_clock",
    "memory_clock",
    "video_clock",
    "pstate",
    "power_state",
    "fan_count",
    "encoder_load",
    "decoder_load",
    "jpeg_load",
    "ofa_load",
    "ecc_current",
    "ecc_pending",
    "default_ecc_mode",
    "ecc_total_corrected_volatile",
    "ecc_total_uncorrected_aggregate",
    "ecc_dram_corrected_volatile",
    "ecc_sram_uncorrected_aggregate",
    "ecc_detail_corrected_volatile",
    "sram_status",
    "retired_pages",
    "retired_pages_v2",
    "retired_pending",
    "remapped_rows",
    "row_histogram",
    "mig_current",
    "nvlink_state",
    "nvlink_version",
    "nvlink_capability",
    "nvlink_remote_pci",
    "nvlink_remote_pci_v2",
    "nvlink_remote_type",
    "platform",
    "same_board",
    "numa_node",
};

static void what_a_board_lacks_is_not_supported(void **state)
{
	struct board board;
	uint64_t value;
	unsigned wrong = 0;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	nvmlDevice_t bare = board_gpu(1);
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
		nvmlReturn_t result = question_named(absent[i])(bare, &value);
		if (result == NVML_ERROR_NOT_SUPPORTED)
			continue;
		wrong++;
		print_message("%s: %d\n", absent[i], (int)result);
	}
	board_stop(&board);
	assert_int_equal(wrong, 0);
}

/* Known without the GPU itself. */
static bool needs_no_gpu(const char *name)
{
	static const char *const names[] = {"index",
					    "minor",
					    "accounting_buffer_size",
					    "is_mig",
					    "supported_throttle",
					    "supported_events",
					    "cpu_affinity",
					    "cpu_affinity_socket",
					    "memory_affinity"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

/* A node that cannot be opened later than at discovery: counted, every query says why. */
static void a_gpu_that_does_not_open_says_so_in_every_function(void **state)
{
	static const struct {
		int error;
		nvmlReturn_t result;
	} errors[] = {{EIO, NVML_ERROR_UNKNOWN},
		      {ENODEV, NVML_ERROR_GPU_IS_LOST},
		      {EPERM, NVML_ERROR_NO_PERMISSION}};
	unsigned wrong = 0;

	(void)state;
	for (size_t e = 0; e < 3; e++) {
		struct board board;
		board_start(&board, "witness", DRIVER_WITH_PAGE);
		sim_port_fail_open(board.inner, "/dev/nvidia2", errors[e].error);
		for (unsigned n = 0; n < question_count; n++) {
			uint64_t value;
			nvmlReturn_t result = questions[n].ask(board.gpu, &value);
			if (result ==
			    (needs_no_gpu(questions[n].name) ? NVML_SUCCESS : errors[e].result))
				continue;
			wrong++;
			print_message("%s: %d\n", questions[n].name, (int)result);
		}
		uint64_t value;
		assert_int_equal(ask_memory_total(board_gpu(1), &value), NVML_SUCCESS);
		board_stop(&board);
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(statuses_become_the_codes_of_the_table),
	    cmocka_unit_test(exceptions_of_single_functions),
	    cmocka_unit_test(a_busy_kernel_is_asked_three_times),
	    cmocka_unit_test(a_refused_size_costs_one_command),
	    cmocka_unit_test(what_a_board_lacks_is_not_supported),
	    cmocka_unit_test(a_gpu_that_does_not_open_says_so_in_every_function),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
