/* SPDX-License-Identifier: MIT */
/* Versions, which release serves them, and finding commands by number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "rm/abi.h"
#include "rm/escape.h"
#include "rm_rusd.h"

static unsigned at(const char *text, enum rm_version_match *ret_match)
{
	struct rm_version version;

	assert_true(rm_version_parse(text, &version));
	return rm_release_resolve(version, ret_match);
}

static void parsing(void **state)
{
	static const char *const bad[] = {"",        "550",       "550.",        ".54",
					  "550.54.", "550.x",     "550.54x",     "550.54.14.1",
					  "65536.1", "550.99999", " 550.1",      "-550.1",
					  "550..1",  "550.1 ",    "4294967846.1"};
	struct rm_version version = {1, 2, 3};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(rm_version_parse(bad[i], &version));
	assert_false(rm_version_parse(NULL, &version));
	assert_int_equal(version.major, 1);
	assert_int_equal(version.patch, 3);
	assert_true(rm_version_parse("550.163.01", &version));
	assert_int_equal(version.major, 550);
	assert_int_equal(version.minor, 163);
	assert_int_equal(version.patch, 1);
	assert_true(rm_version_parse("575.64", &version));
	assert_int_equal(version.patch, 0);
}

static void comparing(void **state)
{
	static const struct rm_version a = {535, 54, 3}, b = {535, 104, 5}, c = {535, 104, 12},
				       d = {545, 23, 6};

	(void)state;
	assert_true(rm_version_compare(a, b) < 0);
	assert_true(rm_version_compare(b, c) < 0);
	assert_true(rm_version_compare(c, d) < 0);
	assert_true(rm_version_compare(d, a) > 0);
	assert_int_equal(rm_version_compare(c, c), 0);
}

static void releases_ascend(void **state)
{
	(void)state;
	for (unsigned i = 1; i < rm_release_count; i++)
		assert_true(rm_version_compare(rm_releases[i - 1], rm_releases[i]) < 0);
}

static void resolving(void **state)
{
	static const struct {
		const char *driver;
		const char *release;
		enum rm_version_match match;
	} cases[] = {
	    {"515.43.04", "515.43.04", RM_EXACT},
	    {"550.163.01", "550.163.01", RM_EXACT},
	    {"575.64", "575.64", RM_EXACT},
	    {"595.45.04", "595.45.04", RM_EXACT},
	    {"550.150.01", "550.144.03", RM_NEAREST_IN_BRANCH},
	    {"535.104.06", "535.104.05", RM_NEAREST_IN_BRANCH},
	    {"580.200", "580.142", RM_NEAREST_IN_BRANCH},
	    {"595.99.01", "595.45.04", RM_NEAREST_IN_BRANCH},
	    /* Older than the whole branch. */
	    {"570.10", "570.86.15", RM_NEAREST_IN_BRANCH},
	    {"545.10", "545.23.06", RM_NEAREST_IN_BRANCH},
	    {"515.10", "515.43.04", RM_NEAREST_IN_BRANCH},
	    /* Betas that have the layouts of 550.54.14. */
	    {"550.40.52", "550.40.07", RM_NEAREST_IN_BRANCH},
	    {"550.40.53", "550.54.14", RM_NEAREST_IN_BRANCH},
	    {"550.40.83", "550.54.14", RM_NEAREST_IN_BRANCH},
	    /* Branches that are not known. */
	    {"540.10", "535.288.01", RM_NEAREST_BRANCH},
	    {"620.10", "595.45.04", RM_NEAREST_BRANCH},
	    {"65535.65535.65535", "595.45.04", RM_NEAREST_BRANCH},
	    {"470.256.02", "515.43.04", RM_NEAREST_BRANCH},
	    {"0.0", "515.43.04", RM_NEAREST_BRANCH},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum rm_version_match match, exact;
		unsigned want = at(cases[i].release, &exact);

		assert_int_equal(exact, RM_EXACT);
		assert_int_equal(at(cases[i].driver, &match), want);
		assert_int_equal(match, cases[i].match);
	}
}

static void numbers_lead_back(void **state)
{
	(void)state;
	for (unsigned release = 0; release < rm_release_count; release++) {
		for (unsigned cmd = 0; cmd < RM_CMD_COUNT; cmd++) {
			const struct rm_command *command = rm_command_info((enum rm_cmd)cmd);
			const struct rm_layout *layout = rm_layout_at((enum rm_cmd)cmd, release);
			enum rm_cmd found;

			if (!layout || release < command->first_exported)
				continue;
			if (command->kind == RM_KIND_ALLOC)
				assert_true(rm_alloc_find(layout->number, release, &found));
			else
				assert_true(rm_command_find(layout->number, release, &found));
			assert_int_equal(found, cmd);
		}
	}
}

static void finding(void **state)
{
	enum rm_version_match match;
	enum rm_cmd cmd = RM_CMD_COUNT;

	(void)state;
	assert_false(rm_command_find(0, 0, &cmd));
	assert_false(rm_command_find(0xdeadbeef, 0, &cmd));
	assert_false(rm_alloc_find(0, 0, &cmd));
	assert_false(rm_command_find(0x20800513, at("570.86.15", &match), &cmd));
	assert_int_equal(cmd, RM_CMD_COUNT);
	/* In the headers from the first release on, in the driver later. */
	assert_non_null(rm_layout_at(RM_GPU_GET_SRIOV_CAPS, at("520.61.07", &match)));
	assert_false(rm_command_find(0x800291, at("520.61.07", &match), &cmd));
	assert_true(rm_command_find(0x800291, at("525.53", &match), &cmd));
	assert_int_equal(cmd, RM_GPU_GET_SRIOV_CAPS);
	/* The same number is another command before and after 535.247.01. */
	assert_true(rm_command_find(0x20803401, at("535.230.02", &match), &cmd));
	assert_int_equal(cmd, RM_ECC_GET_ECI_COUNTERS);
	assert_true(rm_command_find(0x20803401, at("535.247.01", &match), &cmd));
	assert_int_equal(cmd, RM_ECC_GET_VOLATILE_COUNTS);
}

static void legacy_twins(void **state)
{
	static const struct {
		uint32_t twin, plain;
		enum rm_cmd cmd;
		const char *before, *since;
	} twins[] = {
	    {0x20808513, 0x20800513, RM_THERMAL_SYSTEM_EXECUTE_V2, "570.211.01", "575.51.02"},
	    {0x2080a068, 0x20802068, RM_PERF_GET_CURRENT_PSTATE, "545.29.06", "550.40.07"},
	    {0x2080a087, 0x20802087, RM_PERF_GET_VID_ENG_PERFMON_SAMPLE, "545.29.06", "550.40.07"},
	};
	enum rm_version_match match;

	(void)state;
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++) {
		unsigned before = at(twins[i].before, &match), since = at(twins[i].since, &match);

		assert_int_equal(rm_layout_at(twins[i].cmd, 0)->number, twins[i].twin);
		assert_int_equal(rm_layout_at(twins[i].cmd, before)->number, twins[i].twin);
		assert_int_equal(rm_layout_at(twins[i].cmd, since)->number, twins[i].plain);
		for (unsigned release = 0; release < rm_release_count; release++) {
			enum rm_cmd cmd;

			assert_true(rm_command_find(twins[i].twin, release, &cmd));
			assert_int_equal(cmd, twins[i].cmd);
		}
	}
}

/* No other control may have bit 15, which sends it to the firmware unchecked. */
static void no_other_legacy_number(void **state)
{
	(void)state;
	for (unsigned cmd = 0; cmd < RM_CMD_COUNT; cmd++) {
		const struct rm_command *command = rm_command_info((enum rm_cmd)cmd);

		for (unsigned i = 0; i < command->layout_count; i++) {
			uint32_t number = command->layouts[i].number;

			if (command->kind == RM_KIND_CONTROL && number & 0x8000)
				assert_int_equal(number, command->twin);
		}
	}
}

static void page_appears(void **state)
{
	enum rm_version_match match;

	(void)state;
	assert_null(rm_rusd_layout_at(at("520.61.07", &match)));
	assert_int_equal(rm_rusd_layout_at(at("525.53", &match))->size, 12);
	assert_int_equal(rm_rusd_layout_at(at("550.40.07", &match))->size, 304);
	assert_int_equal(rm_rusd_layout_at(at("550.40.60", &match))->size, 320);
	assert_int_equal(rm_rusd_layout_at(at("620.10", &match))->size, 3144);
}

static void requests(void **state)
{
	(void)state;
	/* _IOWR('F', 0x2a, 32 bytes) as every client sends it. */
	assert_true(rm_escape_request(NV_ESC_RM_CONTROL, sizeof(struct rm_nvos54)) == 0xc020462aul);
	assert_true(rm_escape_request(NV_ESC_CARD_INFO, 32 * sizeof(struct rm_card_info)) ==
		    0xc90046c8ul);
	assert_int_equal(rm_request_number(0xc020462aul), NV_ESC_RM_CONTROL);
	assert_int_equal(rm_request_size(0xc020462aul), 32);
	assert_int_equal(rm_request_size(0xc90046c8ul), 2304);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parsing),           cmocka_unit_test(comparing),
	    cmocka_unit_test(releases_ascend),   cmocka_unit_test(resolving),
	    cmocka_unit_test(numbers_lead_back), cmocka_unit_test(finding),
	    cmocka_unit_test(legacy_twins),      cmocka_unit_test(no_other_legacy_number),
	    cmocka_unit_test(page_appears),      cmocka_unit_test(requests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
