/* SPDX-License-Identifier: MIT */
/*
 * Every release that NVIDIA has published, as releases.txt lists them, claimed by the
 * same machine: the library starts, knows the release, and gives the machine's values.
 */
#include <stdlib.h>

#include "board.h"
#include "questions.h"

static FILE *published_releases(void)
{
	const char *facts = getenv("OPENNVML_FACTS");
	char path[4096];

	snprintf(path, sizeof(path), "%s/kernel/releases.txt", facts ? facts : "");
	return fopen(path, "r");
}

static void check_release(const char *release)
{
	struct board board;
	char driver[NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE];
	uint64_t value = 0;

	board_start(&board, "witness", release);
	assert_int_equal(nvmlSystemGetDriverVersion(driver, sizeof(driver)), NVML_SUCCESS);
	assert_string_equal(driver, release);
	assert_int_equal(ask_memory_total(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 70001ull << 20);
	assert_int_equal(ask_temperature(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 41);
	assert_int_equal(ask_pci_v3(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 0x233110de);
	assert_int_equal(ask_compute_processes_v3(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 2);
	board_stop(&board);
}

static void every_published_release(void **state)
{
	FILE *list = published_releases();
	char release[32];
	unsigned count = 0;

	(void)state;
	if (list == NULL)
		skip();
	while (fscanf(list, "%31s", release) == 1) {
		check_release(release);
		count++;
	}
	fclose(list);
	assert_int_equal(count, 119);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_published_release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
