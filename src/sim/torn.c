/* SPDX-License-Identifier: MIT */
/* Which sections of the telemetry page do not settle. */
#include <string.h>

#include "sim/driver.h"

#define MOVE_NS 1000000ull

/* Before 570 temperatures are one section with another word. */
static const struct {
	const char *name;
	enum rm_rusd_field word;
} rows[] = {
    {"bar1", RM_RUSD_BAR1_MEMORY_INFO_TIMESTAMP},
    {"pma", RM_RUSD_PMA_MEMORY_INFO_TIMESTAMP},
    {"clocks", RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TIMESTAMP},
    {"throttle", RM_RUSD_CLK_THROTTLE_INFO_TIMESTAMP},
    {"utilisation", RM_RUSD_PERF_DEV_UTIL_TIMESTAMP},
    {"pstate", RM_RUSD_PERF_CURRENT_PSTATE_TIMESTAMP},
    {"ecc", RM_RUSD_MEM_ECC_TIMESTAMP},
    {"rows", RM_RUSD_MEM_ROW_REMAP_TIMESTAMP},
    {"power_limit", RM_RUSD_POWER_LIMIT_GPU_TIMESTAMP},
    {"power", RM_RUSD_AVG_POWER_USAGE_TIMESTAMP},
    {"instant_power", RM_RUSD_INST_POWER_USAGE_TIMESTAMP},
    {"temperature", RM_RUSD_TEMPERATURES_TIMESTAMP},
    {"pcie", RM_RUSD_PCI_BUS_DATA_TIMESTAMP},
    {"fans", RM_RUSD_FAN_COOLER_STATUS_TIMESTAMP},
    {"processes", RM_RUSD_PROC_UTIL_TIMESTAMP},
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

/* Words of sections that the simulated firmware does not write. */
static const enum rm_rusd_field others[] = {
    RM_RUSD_SHADOW_ERR_CONT_TIMESTAMP, RM_RUSD_GR_INFO_TIMESTAMP,
    RM_RUSD_POWER_POLICY_STATUS_TIMESTAMP, RM_RUSD_TEMPERATURE_TIMESTAMP, RM_RUSD_SEQ};

const char *sim_torn_name(unsigned n, enum rm_rusd_field *ret_word)
{
	if (n >= ROWS)
		return NULL;
	*ret_word = rows[n].word;
	return rows[n].name;
}

bool sim_torn_find(const char *name, enum rm_rusd_field *ret_word)
{
	for (unsigned i = 0; i < ROWS; i++)
		if (strcmp(rows[i].name, name) == 0) {
			*ret_word = rows[i].word;
			return true;
		}
	return false;
}

bool sim_torn_is_word(unsigned field)
{
	for (unsigned i = 0; i < ROWS; i++)
		if (rows[i].word == field)
			return true;
	for (unsigned i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i] == field)
			return true;
	return false;
}

static bool moves(const struct sim_gpu *gpu)
{
	for (unsigned i = 0; i < ROWS; i++)
		if (gpu->trouble.torn[rows[i].word] == SIM_TORN_MOVING)
			return true;
	return false;
}

static void set(struct sim_gpu *gpu, enum rm_rusd_field word, enum sim_torn how)
{
	gpu->trouble.torn[word] = (uint8_t)how;
	if (word == RM_RUSD_TEMPERATURES_TIMESTAMP)
		gpu->trouble.torn[RM_RUSD_TEMPERATURE_TIMESTAMP] = (uint8_t)how;
}

/* Sections are mended before they are torn anew: data may lie turned over. */
void sim_torn_set(struct sim_gpu *gpu, enum rm_rusd_field word, enum sim_torn how)
{
	gpu->trouble.closing = true;
	sim_rusd_rewrite(gpu);
	gpu->trouble.closing = false;
	for (unsigned i = 0; i < ROWS; i++)
		if (word == RM_RUSD_FIELD_COUNT || rows[i].word == word)
			set(gpu, rows[i].word, how);
	sim_rusd_rewrite(gpu);
}

uint64_t sim_torn_tick(struct sim *sim, uint64_t host_ns)
{
	uint64_t next = UINT64_MAX;

	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (sim->gpus[i].rusd.page && moves(&sim->gpus[i]) &&
		    sim_trouble_is_polled(&sim->gpus[i])) {
			sim_rusd_rewrite(&sim->gpus[i]);
			next = host_ns + MOVE_NS;
		}
	return next;
}
