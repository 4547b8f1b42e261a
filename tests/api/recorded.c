/* SPDX-License-Identifier: MIT */
/*
 * The shipped machines against the recordings of the real ones that they were made
 * from: what does not depend on the moment, first GPU. Recordings are read at run time.
 */
#include "board.h"
#include "questions.h"

#define TEXT 128

static const struct {
	const char *machine, *sample;
} machines[] = {
    {"dgx-h100", "8x-h100-80gb-hbm3_565.57.01_thamada-h100sxmx8-smi-py.txt"},
    {"dgx-a100", "4x-a100-sxm4-80gb_555.42.02_thamada-a100sxmx4-smi-py.txt"},
    {"rtx3090", "2x-geforce-rtx-3090_560.35.03_thamada-rtx3090-smi-py.txt"},
    {"rtx4090", "8x-geforce-rtx-4090_550.127.05_thamada-rtx4090-smi-py.txt"},
};

/* Boards of the catalogue that were recorded at rest, on the driver of their recording. */
static const struct {
	const char *line, *sample;
} boards[] = {
    {"a10, driver=550.90.12", "a10_550.90.12_thamada-a10-smi-py.txt"},
    {"l4, driver=550.90.07", "l4_550.90.07_thamada-l4-smi-py.txt"},
    {"2x h100-nvl, driver=550.54.14", "2x-h100-nvl_550.54.14_thamada-h100nvlx2-smi-py.txt"},
    {"8x rtx-6000-ada-generation, driver=550.127.05",
     "8x-rtx-6000-ada-generation_550.127.05_thamada-rtx6000ada-x8-smi-py.txt"},
    {"9x rtx-a6000, driver=550.127.05", "9x-rtx-a6000_550.127.05_thamada-rtx-a6000-x9-smi-py.txt"},
    {"2x rtx-4060-ti, driver=550.54.14",
     "2x-geforce-rtx-4060-ti_550.54.14_thamada-rtx4060ti-smi-py.txt"},
    {"rtx-3070, driver=550.54.14", "geforce-rtx-3070_550.54.14_thamada-rtx3070-smi-py.txt"},
    {"rtx-2000-ada-generation, driver=550.54.15",
     "rtx-2000-ada-generation_550.54.15_thamada-rtx2000ada-smi-py.txt"},
    {"rtx-4000-ada-generation, driver=550.90.07",
     "rtx-4000-ada-generation_550.90.07_thamada-rtx4000ada-smi-py.txt"},
};

static char *read_sample(const char *name)
{
	const char *facts = getenv("OPENNVML_FACTS");
	char path[4096];
	static char text[1 << 17];

	if (facts == NULL)
		return NULL;
	snprintf(path, sizeof(path), "%s/smi/samples/q/%s", facts, name);
	FILE *file = fopen(path, "r");
	if (file == NULL)
		return NULL;
	size_t length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

/* What follows "label :" after the heading; the labels of one sample are unique that way. */
static void recorded(const char *sample, const char *heading, const char *label, char value[TEXT])
{
	const char *at = heading != NULL ? strstr(sample, heading) : sample;
	size_t length = strlen(label);

	value[0] = '\0';
	assert_non_null(at);
	for (; at != NULL; at = strchr(at + 1, '\n')) {
		const char *word = at + strspn(at, "\n ");
		if (strncmp(word, label, length) != 0 || strspn(word + length, " ") == 0)
			continue;
		const char *colon = word + length + strspn(word + length, " ");
		if (*colon != ':')
			continue;
		snprintf(value, TEXT, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
		return;
	}
	fail_msg("no '%s' in the recording", label);
}

/* A text, or N/A where the function refuses. */
static void expect_text(const char *sample, const char *label, nvmlReturn_t result, const char *got)
{
	char value[TEXT];

	recorded(sample, NULL, label, value);
	if (strcmp(value, "N/A") == 0) {
		assert_int_equal(result, NVML_ERROR_NOT_SUPPORTED);
		return;
	}
	assert_int_equal(result, NVML_SUCCESS);
	assert_string_equal(got, value);
}

static void check_texts(nvmlDevice_t gpu, const char *sample)
{
	char text[TEXT] = "";

	expect_text(sample, "Product Name", nvmlDeviceGetName(gpu, text, sizeof(text)), text);
	expect_text(sample, "VBIOS Version", nvmlDeviceGetVbiosVersion(gpu, text, sizeof(text)),
		    text);
	expect_text(sample, "Image Version",
		    nvmlDeviceGetInforomImageVersion(gpu, text, sizeof(text)), text);
	expect_text(sample, "OEM Object",
		    nvmlDeviceGetInforomVersion(gpu, NVML_INFOROM_OEM, text, sizeof(text)), text);
	expect_text(sample, "ECC Object",
		    nvmlDeviceGetInforomVersion(gpu, NVML_INFOROM_ECC, text, sizeof(text)), text);
	expect_text(sample, "Power Management Object",
		    nvmlDeviceGetInforomVersion(gpu, NVML_INFOROM_POWER, text, sizeof(text)), text);
	/* One recording is of the proprietary module without firmware; its machine has the open
	 * one. */
	recorded(sample, NULL, "GSP Firmware Version", text);
	if (strcmp(text, "N/A") != 0)
		expect_text(sample, "GSP Firmware Version",
			    nvmlDeviceGetGspFirmwareVersion(gpu, text), text);
	expect_text(sample, "Driver Version", nvmlSystemGetDriverVersion(text, sizeof(text)), text);
}

/* The leading number in a unit, or N/A where the function refuses. */
static void expect_number(nvmlDevice_t gpu, const char *sample, const char *heading,
			  const char *label, question ask, uint64_t unit)
{
	char value[TEXT];
	uint64_t got = 0;

	recorded(sample, heading, label, value);
	nvmlReturn_t result = ask(gpu, &got);
	if (strcmp(value, "N/A") == 0) {
		assert_int_equal(result, NVML_ERROR_NOT_SUPPORTED);
		return;
	}
	assert_int_equal(result, NVML_SUCCESS);
	assert_int_equal(got, strtoull(value, NULL, 0) * unit);
}

static void expect_switch(nvmlDevice_t gpu, const char *sample, const char *heading, question ask)
{
	char value[TEXT];
	uint64_t got = 9;

	recorded(sample, heading, "Current", value);
	nvmlReturn_t result = ask(gpu, &got);
	if (strcmp(value, "N/A") == 0) {
		assert_int_equal(result, NVML_ERROR_NOT_SUPPORTED);
		return;
	}
	assert_int_equal(result, NVML_SUCCESS);
	assert_int_equal(got, strcmp(value, "Enabled") == 0);
}

static void check_numbers(nvmlDevice_t gpu, const char *sample)
{
	const uint64_t mib = 1024 * 1024;

	expect_number(gpu, sample, NULL, "Device Id", ask_pci_v3, 1);
	expect_number(gpu, sample, NULL, "Accounting Mode Buffer Size", ask_accounting_buffer_size,
		      1);
	expect_number(gpu, sample, "PCIe Generation", "Max", ask_pcie_max_gen, 1);
	expect_number(gpu, sample, "Link Width", "Max", ask_pcie_max_width, 1);
	expect_number(gpu, sample, "FB Memory Usage", "Total", ask_memory_total, mib);
	expect_number(gpu, sample, "FB Memory Usage", "Reserved", ask_memory_v2_reserved, mib);
	expect_number(gpu, sample, "BAR1 Memory Usage", "Total", ask_bar1_total, mib);
	expect_switch(gpu, sample, "MIG Mode", ask_mig_current);
	expect_switch(gpu, sample, "ECC Mode", ask_ecc_current);
	if (strstr(sample, "bank(s)") != NULL)
		expect_number(gpu, sample, "Bank Remap Availability Histogram", "Max",
			      ask_row_histogram, 1);
}

static void check_words(nvmlDevice_t gpu, const char *sample)
{
	static const struct {
		const char *label, *word;
		question ask;
		uint64_t value;
	} words[] = {
	    {"Product Brand", "NVIDIA", ask_brand, NVML_BRAND_NVIDIA},
	    {"Product Brand", "GeForce", ask_brand, NVML_BRAND_GEFORCE},
	    {"Product Brand", "NVIDIA RTX", ask_brand, NVML_BRAND_NVIDIA_RTX},
	    {"Product Architecture", "Hopper", ask_architecture, NVML_DEVICE_ARCH_HOPPER},
	    {"Product Architecture", "Ampere", ask_architecture, NVML_DEVICE_ARCH_AMPERE},
	    {"Product Architecture", "Ada Lovelace", ask_architecture, NVML_DEVICE_ARCH_ADA},
	};
	unsigned found = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		char value[TEXT];
		uint64_t got;
		recorded(sample, NULL, words[i].label, value);
		if (strcmp(value, words[i].word) != 0)
			continue;
		found++;
		assert_int_equal(words[i].ask(gpu, &got), NVML_SUCCESS);
		assert_int_equal(got, words[i].value);
	}
	assert_int_equal(found, 2);
}

static void check_cuda(const char *sample)
{
	char value[TEXT];
	int major, minor, got = 0;

	recorded(sample, NULL, "CUDA Version", value);
	assert_int_equal(sscanf(value, "%d.%d", &major, &minor), 2);
	assert_int_equal(nvmlSystemGetCudaDriverVersion_v2(&got), NVML_SUCCESS);
	assert_int_equal(got, major * 1000 + minor * 10);
}

/* What the board did when nothing ran on it. */
static void check_readings(nvmlDevice_t gpu, const char *sample)
{
	char value[TEXT];
	unsigned mw = 0, got = 0;
	nvmlPstates_t pstate = NVML_PSTATE_UNKNOWN;

	recorded(sample, "Power Readings", "Power Draw", value);
	assert_int_equal(nvmlDeviceGetPowerUsage(gpu, &mw), NVML_SUCCESS);
	assert_int_equal(mw, strtod(value, NULL) * 1000 + 0.5);
	recorded(sample, NULL, "Performance State", value);
	assert_int_equal(nvmlDeviceGetPerformanceState(gpu, &pstate), NVML_SUCCESS);
	assert_int_equal(pstate, strtoul(value + 1, NULL, 10));
	expect_number(gpu, sample, NULL, "GPU Current Temp", ask_temperature, 1);
	recorded(sample, "\n    Clocks\n", "Graphics", value);
	assert_int_equal(nvmlDeviceGetClockInfo(gpu, NVML_CLOCK_GRAPHICS, &got), NVML_SUCCESS);
	assert_int_equal(got, strtoul(value, NULL, 10));
	recorded(sample, "\n    Clocks\n", "Memory", value);
	assert_int_equal(nvmlDeviceGetClockInfo(gpu, NVML_CLOCK_MEM, &got), NVML_SUCCESS);
	assert_int_equal(got, strtoul(value, NULL, 10));
	recorded(sample, "\n    Clocks\n", "Video", value);
	assert_int_equal(nvmlDeviceGetClockInfo(gpu, NVML_CLOCK_VIDEO, &got), NVML_SUCCESS);
	assert_int_equal(got, strtoul(value, NULL, 10));
}

static void boards_at_rest(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(boards) / sizeof(boards[0]); i++) {
		const char *sample = read_sample(boards[i].sample);
		struct board board;

		if (sample == NULL)
			skip();
		print_message("%s\n", boards[i].line);
		board_warm(&board, boards[i].line, NULL);
		check_texts(board.gpu, sample);
		check_numbers(board.gpu, sample);
		check_words(board.gpu, sample);
		check_cuda(sample);
		check_readings(board.gpu, sample);
		board_stop(&board);
	}
}

static void check_machine(size_t i)
{
	struct board board;
	const char *sample = read_sample(machines[i].sample);

	if (sample == NULL)
		skip();
	board_warm(&board, machines[i].machine, NULL);
	check_texts(board.gpu, sample);
	check_numbers(board.gpu, sample);
	check_words(board.gpu, sample);
	check_cuda(sample);
	board_stop(&board);
}

static void eight_h100(void **state)
{
	(void)state;
	check_machine(0);
}

static void four_a100(void **state)
{
	(void)state;
	check_machine(1);
}

static void two_rtx3090(void **state)
{
	(void)state;
	check_machine(2);
}

static void eight_rtx4090(void **state)
{
	(void)state;
	check_machine(3);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(eight_h100),     cmocka_unit_test(four_a100),
	    cmocka_unit_test(two_rtx3090),    cmocka_unit_test(eight_rtx4090),
	    cmocka_unit_test(boards_at_rest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
