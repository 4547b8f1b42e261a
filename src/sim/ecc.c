/* SPDX-License-Identifier: MIT */
/* ECC mode and counters. */
#include <string.h>

#include "sim/controls.h"

/* Unit 0 of QUERY_ECC_STATUS is DRAM, the others up to 24 are SRAM. */
#define UNIT_DRAM 0u
#define UNIT_SRAM 1u
#define UNITS_SRAM_LAST 24u
#define RESET_VOLATILE 1u
#define RESET_AGGREGATE 2u

uint32_t sim_query_inforom_ecc(struct sim_call *call, void *neutral)
{
	(void)neutral;
	return call->gpu->model->ecc_capable ? SIM_OK : SIM_NOT_SUPPORTED;
}

uint32_t sim_query_ecc_status(struct sim_call *call, void *neutral)
{
	struct rm_gpu_query_ecc_status *params = neutral;
	const struct machine_state *state = &call->gpu->state;
	bool enabled = call->gpu->model->ecc_enabled;

	if (!call->gpu->model->ecc_capable)
		return SIM_NOT_SUPPORTED;
	memset(params->units, 0, sizeof(params->units));
	for (unsigned i = UNIT_DRAM; i <= UNITS_SRAM_LAST; i++) {
		params->units[i].supported = 1;
		params->units[i].enabled = enabled;
	}
	if (!enabled)
		return SIM_OK;
	params->units[UNIT_DRAM].sbe.count = state->ecc_dram_corrected_volatile;
	params->units[UNIT_DRAM].dbe.count = state->ecc_dram_uncorrected_volatile;
	params->units[UNIT_DRAM].sbe_non_resettable.count = state->ecc_dram_corrected_aggregate;
	params->units[UNIT_DRAM].dbe_non_resettable.count = state->ecc_dram_uncorrected_aggregate;
	params->units[UNIT_SRAM].sbe.count = state->ecc_sram_corrected_volatile;
	params->units[UNIT_SRAM].dbe.count = state->ecc_sram_uncorrected_volatile;
	params->units[UNIT_SRAM].sbe_non_resettable.count = state->ecc_sram_corrected_aggregate;
	params->units[UNIT_SRAM].dbe_non_resettable.count = state->ecc_sram_uncorrected_aggregate;
	return SIM_OK;
}

/* The setting in the InfoROM, which the next reset puts in force. */
uint32_t sim_query_ecc_configuration(struct sim_call *call, void *neutral)
{
	struct rm_gpu_query_ecc_configuration *params = neutral;

	if (!call->gpu->model->ecc_capable)
		return SIM_NOT_SUPPORTED;
	params->current_configuration = call->gpu->ecc_pending;
	params->default_configuration = call->gpu->model->ecc_enabled;
	return SIM_OK;
}

uint32_t sim_set_ecc_configuration(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_set_ecc_configuration *params = neutral;

	if (!call->gpu->model->ecc_capable)
		return SIM_NOT_SUPPORTED;
	if (params->new_configuration > 1)
		return SIM_INVALID_ARGUMENT;
	call->gpu->ecc_pending = params->new_configuration == 1;
	return SIM_OK;
}

uint32_t sim_reset_ecc(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_reset_ecc_error_status *params = neutral;
	struct machine_state *state = &call->gpu->state;

	if (!call->gpu->model->ecc_capable)
		return SIM_NOT_SUPPORTED;
	if (params->statuses & ~(RESET_VOLATILE | RESET_AGGREGATE))
		return SIM_INVALID_ARGUMENT;
	if (params->statuses & RESET_VOLATILE)
		state->ecc_sram_corrected_volatile = state->ecc_sram_uncorrected_volatile =
		    state->ecc_dram_corrected_volatile = state->ecc_dram_uncorrected_volatile = 0;
	if (params->statuses & RESET_AGGREGATE)
		state->ecc_sram_corrected_aggregate = state->ecc_sram_uncorrected_aggregate =
		    state->ecc_dram_corrected_aggregate = state->ecc_dram_uncorrected_aggregate = 0;
	return SIM_OK;
}

/* Both layouts that releases had: the members that a layout lacks are not sent. */
uint32_t sim_get_exposed_counters(struct sim_call *call, void *neutral)
{
	struct rm_ecc_get_client_exposed_counters *params = neutral;
	const struct machine_state *state = &call->gpu->state;

	if (!call->gpu->model->ecc_capable)
		return SIM_NOT_SUPPORTED;
	memset(params, 0, sizeof(*params));
	params->sram_corrected_total_counts = state->ecc_sram_corrected_aggregate;
	params->sram_uncorrected_total_counts = state->ecc_sram_uncorrected_aggregate;
	params->dram_corrected_total_counts = state->ecc_dram_corrected_aggregate;
	params->dram_uncorrected_total_counts = state->ecc_dram_uncorrected_aggregate;
	params->sram_corrected_unique = state->ecc_sram_corrected_aggregate;
	params->sram_sec_ded_uncorrected_unique = state->ecc_sram_uncorrected_aggregate;
	params->sram_bucket_other = state->ecc_sram_uncorrected_aggregate;
	params->dram_corrected_total = state->ecc_dram_corrected_aggregate;
	params->dram_uncorrected_total = state->ecc_dram_uncorrected_aggregate;
	return SIM_OK;
}

uint32_t sim_get_volatile_counts(struct sim_call *call, void *neutral)
{
	struct rm_ecc_get_volatile_counts *params = neutral;
	const struct machine_state *state = &call->gpu->state;

	if (!call->gpu->model->ecc_capable)
		return SIM_NOT_SUPPORTED;
	params->sram_cor_uni = state->ecc_sram_corrected_volatile;
	params->sram_unc_parity_uni = 0;
	params->sram_unc_sec_ded_uni = state->ecc_sram_uncorrected_volatile;
	params->dram_cor_tot = state->ecc_dram_corrected_volatile;
	params->dram_unc_tot = state->ecc_dram_uncorrected_volatile;
	return SIM_OK;
}

uint32_t sim_get_eci_counters(struct sim_call *call, void *neutral)
{
	struct rm_ecc_get_eci_counters *params = neutral;
	const struct machine_state *state = &call->gpu->state;

	if (!call->gpu->model->ecc_capable)
		return SIM_NOT_SUPPORTED;
	memset(params, 0, sizeof(*params));
	params->sram_corrected_total = state->ecc_sram_corrected_aggregate;
	params->sram_sec_ded_uncorrected_unique = state->ecc_sram_uncorrected_aggregate;
	params->sram_bucket_other = state->ecc_sram_uncorrected_aggregate;
	params->dram_corrected_total = state->ecc_dram_corrected_aggregate;
	params->dram_uncorrected_total = state->ecc_dram_uncorrected_aggregate;
	return SIM_OK;
}

uint32_t sim_get_repair_status(struct sim_call *call, void *neutral)
{
	struct rm_ecc_get_repair_status *params = neutral;

	/* Recorded of boards with and without ECC, but of none before Ampere. */
	if (call->gpu->chip->architecture < ARCHITECTURE_AMPERE)
		return SIM_NOT_SUPPORTED;
	params->channel_repair_pending = call->gpu->entry->channel_repair_pending;
	params->tpc_repair_pending = call->gpu->entry->tpc_repair_pending;
	return SIM_OK;
}

uint32_t sim_get_unrepairable_flag(struct sim_call *call, void *neutral)
{
	struct rm_ecc_get_unrepairable_memory_flag *params = neutral;

	if (!call->gpu->model->ecc_capable)
		return SIM_NOT_SUPPORTED;
	params->unrepairable_memory = call->gpu->entry->memory_unrepairable;
	return SIM_OK;
}

uint32_t sim_get_sram_errors(struct sim_call *call, void *neutral)
{
	struct rm_ecc_get_sram_unique_uncorr_counts *params = neutral;
	const struct machine_gpu *entry = call->gpu->entry;

	if (!call->gpu->model->ecc_capable)
		return SIM_NOT_SUPPORTED;
	memset(params, 0, sizeof(*params));
	for (uint32_t i = 0; i < entry->sram_errors_count; i++) {
		const struct machine_sram_error *from = &entry->sram_errors[i];

		params->entries[i].unit = from->unit;
		params->entries[i].location.location = from->location;
		params->entries[i].location.sublocation = from->sublocation;
		params->entries[i].location.extlocation = from->extlocation;
		params->entries[i].address = from->address;
		params->entries[i].is_parity = from->parity;
		params->entries[i].count = from->count;
	}
	params->entry_count = entry->sram_errors_count;
	return SIM_OK;
}
