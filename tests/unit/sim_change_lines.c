/* SPDX-License-Identifier: MIT */
/* Lines that change a machine: from its timeline, bad ones, and any bytes. */
#include "change_bench.h"

/* The same lines, when their time has come; what is impossible by then does nothing. */
static void a_timeline_does_it(void **state)
{
	struct running running;

	(void)state;
	machine_open(&running,
		     MODELS "events:\n"
			    "  - {at_ms: 300, do: \"set 1 temperature_c 66\"}\n"
			    "  - {at_ms: 600, do: driver 550.90.07}\n"
			    "  - {at_ms: 900, do: lose 0}\n",
		     NULL);
	start(&running);
	assert_int_equal(celsius(running.other), 25);
	pass_ms(&running, 500);
	assert_int_equal(celsius(running.other), 66);
	assert_int_equal(ask_memory(running.gpu), NVML_SUCCESS);
	pass_ms(&running, 300);
	file_is(&running, "/sys/module/nvidia/version", "580.142\n");
	pass_ms(&running, 300);
	assert_int_equal(ask_memory(running.gpu), NVML_ERROR_GPU_IS_LOST);
	stop(&running);
}

static void time_is_stepped(void **state)
{
	struct running running;

	(void)state;
	machine_open(&running,
		     MODELS "time: {stepped: true}\n"
			    "events:\n"
			    "  - {at_ms: 5000, do: \"set 1 temperature_c 66\"}\n",
		     NULL);
	start(&running);
	changes(&running, "step 2s");
	assert_int_equal(celsius(running.other), 25);
	changes(&running, "show");
	assert_non_null(strstr(running.text, " 2.000 s\n"));
	changes(&running, "step 2999ms");
	changes(&running, "step 1100us");
	changes(&running, "step 1s");
	assert_int_equal(celsius(running.other), 66);
	stop(&running);
	machine_open(&running, MODELS, NULL);
	is_refused(&running, "step 2s", EOPNOTSUPP);
	bench_close(&running.bench);
}

/* Half of the time twice the other half's use (square: high, then low). */
static void a_load_is_started(void **state)
{
	struct running running;
	nvmlUtilization_t use;

	(void)state;
	machine_open(&running, MODELS "life: true\ntime: {stepped: true}\n", NULL);
	start(&running);
	changes(&running,
		"start 0 pid=9 name=x sm_percent=80 load=square low_percent=50 "
		"period_ms=20000 memory_mib=10 memory_grow_mib_per_s=5 memory_end_mib=20");
	changes(&running, "step 5s");
	assert_int_equal(nvmlDeviceGetUtilizationRates(running.gpu, &use), NVML_SUCCESS);
	assert_int_equal(use.gpu, 80);
	changes(&running, "step 10s");
	assert_int_equal(nvmlDeviceGetUtilizationRates(running.gpu, &use), NVML_SUCCESS);
	assert_int_equal(use.gpu, 40);
	nvmlProcessInfo_t info;
	unsigned count = 1;
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(running.gpu, &count, &info),
			 NVML_SUCCESS);
	assert_int_equal(info.usedGpuMemory >> 20, 20);
	stop(&running);
}

static void bad_timelines_are_refused(void **state)
{
	static const struct {
		const char *events, *found;
	} rows[] = {
	    {"  - {at_ms: 1, do: nonsense}\n", ":21: found 'nonsense', expected a word"},
	    {"  - {at_ms: 1, do: lose 2}\n", ":21: found '2', expected a GPU from 0 to 1"},
	    {"  - {at_ms: 1, do: set 0 warmth 3}\n", ":21: found 'warmth', expected a key"},
	    {"  - {at_ms: 1, do: set 0 pstate 16}\n", ":21: found pstate '16', expected"},
	    {"  - {at_ms: 1, do: step 1s}\n", ":21: found 'step', expected what may happen"},
	    {"  - {at_ms: 1, do: lose}\n", ":21: found 0 words behind lose, expected GPU"},
	    {"  - {at_ms: 0, do: lose 0}\n", "expected a time after the start"},
	    {"  - {at_ms: 1, do: lose 0, xid: 3}\n", "expected do alone"},
	    {"  - {at_ms: 1, do: \"\"}\n", ":21: found '', expected a word"},
	};
	char yaml[2048], *error;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		error = NULL;
		snprintf(yaml, sizeof(yaml), MODELS "events:\n%s", rows[i].events);
		assert_null(bench_load(yaml, &error));
		if (!strstr(error, rows[i].found))
			fail_msg("%s: %s", rows[i].events, error);
		free(error);
	}
}

static void bad_lines_are_refused(void **state)
{
	static const char *const lines[] = {
	    "",
	    "  ",
	    "# nothing",
	    "nonsense",
	    "set",
	    "set 0",
	    "set 0 temperature_c",
	    "set 2 temperature_c 3",
	    "set x temperature_c 3",
	    "set 0 temperature_c hot",
	    "set 0 temperature_c 3 4",
	    "set -1 temperature_c 3",
	    "release 0 nonsense",
	    "start 0 pid=5",
	    "start 0 name=x",
	    "start 0 pid=0 name=x",
	    "start 0 pid=5 name=x y",
	    "start 0 pid=5 name=x type=Q",
	    "start 0 pid=5 pid=6 name=x",
	    "start 0 pid=5 name=x sm_percent=101",
	    "start 0 pid=5 name=x memory_mib=-1",
	    "start 0 pid=5 name=x load=nonsense",
	    "start 0 pid=5 name=x load=ramp period_ms=0",
	    "end 0 x",
	    "xid 0 0",
	    "xid 0 65536",
	    "xid 0 -1",
	    "raise 0 nonsense",
	    "raise 0 xid",
	    "lose 9",
	    "node 0 away",
	    "node 9 gone",
	    "node 0 errno=ENONSENSE",
	    "node 0 errno=0",
	    "node 0 errno=99999",
	    "driver 470.57.02",
	    "driver nonsense",
	    "driver 550.90.07 disk",
	    "step 0s",
	    "step 3",
	    "step 2000m",
	    "step -1s",
	    "show me",
	    "\"set 0",
	    "lose \"0",
	};
	struct running running;
	char line[2 * SIM_CHANGE_LINE], before[SIM_CHANGE_TEXT];

	(void)state;
	machine_open(&running, MODELS, NULL);
	changes(&running, "show");
	strcpy(before, running.text);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		is_refused(&running, lines[i], EINVAL);
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	is_refused(&running, line, EINVAL);
	strcpy(line, "show");
	for (unsigned i = 0; i < 20; i++)
		strcat(line, " a");
	is_refused(&running, line, EINVAL);
	changes(&running, "show");
	assert_string_equal(running.text, before);
	/* Little room for the answer. */
	char small[4] = "xyz";
	assert_int_equal(sim_change(running.bench.sim, "nonsense", small, sizeof(small)), -EINVAL);
	assert_string_equal(small, "fou");
	assert_int_equal(sim_change(running.bench.sim, "nonsense", NULL, 0), -EINVAL);
	bench_close(&running.bench);
}

/* Readings of four bytes and of eight, from the first to the last. */
static void what_is_held_is_shown(void **state)
{
	static const char *const lines[] = {"set 0 temperature_c 71", "set 0 throttle_reasons 4",
					    "set 0 memory_used_mib 12", "set 0 pcie_replay 9",
					    "set 0 ecc_dram_uncorrected_aggregate 5"};
	struct running running;
	char line[SIM_CHANGE_LINE];

	(void)state;
	machine_open(&running, MODELS, NULL);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		changes(&running, lines[i]);
		changes(&running, "show");
		snprintf(line, sizeof(line), "%s\n", lines[i]);
		assert_non_null(strstr(running.text, line));
		changes(&running, "release 0");
		changes(&running, "show");
		assert_null(strstr(running.text, "set 0"));
	}
	bench_close(&running.bench);
}

/* Every word that there is stands in the help, and the machine knows it. */
static void help_lists_all(void **state)
{
	struct running running;
	const char *word, *arguments, *help;
	unsigned count = 0;

	(void)state;
	machine_open(&running, MODELS, NULL);
	while ((word = sim_change_help(count, &arguments, &help)) != NULL) {
		assert_true(help[0] != '\0');
		count++;
		if (arguments[0] == '\0' || arguments[0] == '[')
			changes(&running, word);
		else
			is_refused(&running, word, EINVAL);
	}
	assert_true(count >= 19);
	bench_close(&running.bench);
}

/* Lines of words in any order, and of any bytes: an answer each time, and a machine that runs. */

static uint64_t dice;

static unsigned roll(unsigned sides)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (unsigned)(dice % sides);
}

static void random_line(char line[256])
{
	static const char *const words[] = {
	    "0",           "1",           "2",
	    "ctl",         "any",         "temperature_c",
	    "power_mw",    "pid=5",       "pid=6",
	    "name=x",      "type=C",      "gone",
	    "back",        "errno=EPERM", "status=0x65",
	    "hang=10us",   "hostile",     "hostile=text",
	    "every=2",     "count=3",     "gpu=1",
	    "550.90.07",   "595.45.04",   "files",
	    "temperature", "busy",        "moving",
	    "whole",       "10ms",        "NV2080_CTRL_CMD_FB_GET_INFO_V2",
	    "0x20801303",  "pstate",      "mig_config",
	    "\"a b\"",     "-1",          "99999999999999999999",
	    "=",           "#",
	};
	const char *arguments, *help, *word = sim_change_help(roll(20), &arguments, &help);
	size_t used = (size_t)snprintf(line, 256, "%s", word ? word : "x");

	for (unsigned i = roll(6); i > 0; i--)
		used += (size_t)snprintf(line + used, 256 - used, " %s",
					 words[roll(sizeof(words) / sizeof(words[0]))]);
	for (unsigned i = roll(3) ? 0 : roll(8); i > 0; i--)
		line[roll((unsigned)used)] = (char)roll(256);
}

static void random_lines_do_no_harm(void **state)
{
	struct running running;
	char line[256];
	unsigned done = 0, rounds = getenv("OPENNVML_QUICK") ? 5000 : 50000;

	(void)state;
	dice = 88172645463325252ull;
	machine_open(&running, MODELS, NULL);
	for (unsigned i = 0; i < rounds; i++) {
		random_line(line);
		sim_change_check(running.bench.machine, line, running.text, sizeof(running.text));
		done += change(&running, line) == 0;
		assert_true(memchr(running.text, '\0', sizeof(running.text)) != NULL);
		if (i % 64 == 0)
			pass_ms(&running, 1);
	}
	assert_true(done > rounds / 100);
	changes(&running, "clear");
	for (unsigned gpu = 0; gpu < 2; gpu++) {
		static const char *const mend[] = {"restore %u", "node %u back", "release %u",
						   "end %u 5", "end %u 6"};

		for (unsigned i = 0; i < 5; i++) {
			snprintf(line, sizeof(line), mend[i], gpu);
			change(&running, line);
		}
	}
	changes(&running, "node ctl back");
	changes(&running, "driver 580.142");
	version_is(&running, "580.142");
	bench_close(&running.bench);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(a_timeline_does_it),    BENCH_CASE(time_is_stepped),
	    BENCH_CASE(a_load_is_started),     BENCH_CASE(bad_timelines_are_refused),
	    BENCH_CASE(bad_lines_are_refused), BENCH_CASE(what_is_held_is_shown),
	    BENCH_CASE(help_lists_all),        BENCH_CASE(random_lines_do_no_harm),
	};

	return cmocka_run_group_tests_name("sim-change-lines", cases, NULL, NULL);
}
