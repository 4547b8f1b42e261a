/* SPDX-License-Identifier: MIT */
#include "meaning.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct world world;
struct looked_at gpu;

static void mismatch(const char *what, int64_t expected, int64_t got)
{
	world.mismatches++;
	printf("seed %" PRIu64 ", GPU %u at %" PRIu64 " ms: %s is %" PRId64 ", expected %" PRId64
	       "\n",
	       world.seed, gpu.index, world.age_ms, what, got, expected);
}

void is(const char *what, int64_t expected, int64_t got)
{
	if (expected != got)
		mismatch(what, expected, got);
}

bool answers(const char *what, nvmlReturn_t expected, nvmlReturn_t got)
{
	if (expected != got)
		mismatch(what, (int64_t)expected, (int64_t)got);
	return expected == NVML_SUCCESS && got == NVML_SUCCESS;
}

void says(const char *what, const char *expected, nvmlReturn_t result, const char *got)
{
	if (answers(what, expected ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED, result) &&
	    strcmp(expected, got) != 0) {
		world.mismatches++;
		printf("seed %" PRIu64 ", GPU %u: %s is '%s', expected '%s'\n", world.seed,
		       gpu.index, what, got, expected);
	}
}

/* What the file says. */

int64_t number(yaml_node_t *mapping, const char *key, int64_t absent)
{
	int64_t value;

	return yaml_number(&world.document, mapping, key, &value) ? value : absent;
}

const char *text(yaml_node_t *mapping, const char *key)
{
	return yaml_text(&world.document, mapping, key);
}

yaml_node_t *list(yaml_node_t *mapping, const char *key)
{
	return yaml_member(&world.document, mapping, key);
}

yaml_node_t *item(yaml_node_t *sequence, size_t index)
{
	return yaml_item(&world.document, sequence, index);
}

/* A reading of the model at rest; -1: the board has none. */
int64_t at_rest(const char *key)
{
	static const struct {
		const char *key, *same_as, *of_model;
	} otherwise[] = {
	    {"power_instant_mw", "power_mw", NULL},
	    {"power_limit_mw", NULL, "power_default_mw"},
	    {"power_requested_mw", "power_limit_mw", NULL},
	    {"sm_mhz", "graphics_mhz", NULL},
	    {"pcie_gen", NULL, "pcie_max_gen"},
	    {"pcie_width", NULL, "pcie_max_width"},
	};
	static const char *const zero[] = {"throttle_reasons", "memory_used_mib", "bar1_used_mib",
					   "pcie_replay"};
	int64_t value;

	if (yaml_number(&world.document, gpu.idle, key, &value))
		return value;
	for (size_t i = 0; i < sizeof(otherwise) / sizeof(otherwise[0]); i++)
		if (strcmp(otherwise[i].key, key) == 0)
			return otherwise[i].same_as ? at_rest(otherwise[i].same_as)
						    : number(gpu.model, otherwise[i].of_model, -1);
	for (size_t i = 0; i < sizeof(zero) / sizeof(zero[0]); i++)
		if (strcmp(zero[i], key) == 0)
			return 0;
	return strncmp(key, "ecc_", 4) == 0 ? 0 : -1;
}

int64_t reading(const char *key)
{
	return number(gpu.state, key, at_rest(key));
}

/* Processes. */

bool runs(yaml_node_t *process)
{
	int64_t start = number(process, "start_ms", 0), end = number(process, "end_ms", 0);

	return start <= (int64_t)world.age_ms && (end == 0 || end > (int64_t)world.age_ms);
}

static int64_t rounded(int64_t numerator, int64_t denominator)
{
	return (2 * numerator + denominator) / (2 * denominator);
}

/* How busy it is, in percent of what its keys say. */
static int64_t activity(yaml_node_t *process)
{
	yaml_node_t *load = list(process, "load");
	int64_t ms = (int64_t)world.age_ms - number(process, "start_ms", 0);
	int64_t period = number(load, "period_ms", 1), low = number(load, "low_percent", 0);
	int64_t high = number(load, "high_percent", 100);
	const char *shape = load ? text(load, "shape") : "none";

	if (strcmp(shape, "ramp") == 0 && ms < period)
		return low + rounded((high - low) * ms, period);
	if (strcmp(shape, "square") == 0 && 2 * (ms % period) >= period)
		return low;
	return high;
}

int64_t process_percent(yaml_node_t *process, const char *key)
{
	int64_t said = number(process, key, 0);

	return world.lives ? rounded(said * activity(process), 100) : said;
}

int64_t heap_mib(void)
{
	return number(gpu.model, "memory_mib", 0) - number(gpu.model, "reserved_mib", 0);
}

int64_t process_mib(yaml_node_t *process)
{
	int64_t mib = number(process, "memory_mib", 0), most = heap_mib();
	int64_t ms = (int64_t)world.age_ms - number(process, "start_ms", 0);
	int64_t end = number(process, "memory_end_mib", 0);

	if (end > 0 && end < most)
		most = end;
	if (mib >= most)
		return mib;
	mib += number(process, "memory_grow_mib_per_s", 0) * ms / 1000;
	return mib < most ? mib : most;
}

int64_t sum_percent(const char *key)
{
	yaml_node_t *process;
	int64_t sum = 0;

	for (size_t i = 0; (process = item(list(gpu.node, "processes"), i)); i++)
		if (runs(process))
			sum += process_percent(process, key);
	return sum < 100 ? sum : 100;
}

unsigned count_running(void)
{
	yaml_node_t *process;
	unsigned count = 0;

	for (size_t i = 0; (process = item(list(gpu.node, "processes"), i)); i++)
		count += runs(process);
	return count;
}

/* What the driver offers. */

/* transport.md 9: GA10x, AD10x, GH100 and Blackwell. */
static bool is_polled_by_driver(const char *chip)
{
	return (strncmp(chip, "GA", 2) == 0 && strcmp(chip, "GA100") != 0) ||
	       strncmp(chip, "AD", 2) == 0 || strncmp(chip, "GH", 2) == 0 ||
	       strncmp(chip, "GB", 2) == 0;
}

/* The same: 545 polls everywhere, then firmware does, from 565 on newer chips' driver too. */
bool polls(void)
{
	const char *chip = text(gpu.model, "chip");
	bool firmware = strcmp(text(world.root, "kernel_module"), "open") == 0 ||
			yaml_flag(&world.document, gpu.model, "gsp");

	if (world.major < 545)
		return false;
	if (world.major == 545 || firmware)
		return true;
	return world.major >= 565 && is_polled_by_driver(chip);
}

nvmlReturn_t if_there(int64_t value, bool source)
{
	return source && value >= 0 ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
}
