/* SPDX-License-Identifier: MIT */
/* Switches of a GPU: persistence, compute mode, firmware, notifications, polling. */
#include <stdio.h>
#include <string.h>

#include "sim/controls.h"

#define PERSISTENCE_ENABLED 0u /* NV0080_CTRL_GPU_SW_STATE_PERSISTENCE_* */
#define PERSISTENCE_DISABLED 1u
#define COMPUTE_MODE_MAX 3u
#define NOTIFIER_TIMER 0x0bu
#define ACTION_DISABLE 0u
#define ACTION_REPEAT 2u
#define POLL_INTERVAL_MIN_MS 100u
#define RUSD_NON_POLLED 1u
#define RUSD_POLLED 2u

uint32_t sim_query_persistence(struct sim_call *call, void *neutral)
{
	struct rm_gpu_query_sw_state_persistence *params = neutral;

	params->sw_state_persistence =
	    call->gpu->persistent ? PERSISTENCE_ENABLED : PERSISTENCE_DISABLED;
	return SIM_OK;
}

uint32_t sim_modify_persistence(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_modify_sw_state_persistence *params = neutral;

	if (params->new_state > PERSISTENCE_DISABLED)
		return SIM_INVALID_ARGUMENT;
	call->gpu->persistent = params->new_state == PERSISTENCE_ENABLED;
	return SIM_OK;
}

uint32_t sim_query_compute_mode(struct sim_call *call, void *neutral)
{
	((struct rm_gpu_query_compute_mode_rules *)neutral)->rules = call->gpu->compute_mode;
	return SIM_OK;
}

uint32_t sim_set_compute_mode(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_set_compute_mode_rules *params = neutral;

	if (params->rules > COMPUTE_MODE_MAX)
		return SIM_INVALID_ARGUMENT;
	if (sim_mig_is_on(call->gpu))
		return SIM_NOT_SUPPORTED;
	call->gpu->compute_mode = params->rules;
	return SIM_OK;
}

uint32_t sim_get_virtualization_mode(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_virtualization_mode *params = neutral;

	params->virtualization_mode = call->gpu->entry->virtualization;
	params->is_grid_build = sim_vgpu_is_host(call->gpu);
	return SIM_OK;
}

/* The functions themselves are not simulated: whether there are any is all that is told. */
uint32_t sim_get_sriov_caps(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_sriov_caps *params = neutral;

	params->sriov_enabled = sim_vgpu_has_sriov(call->gpu);
	return SIM_OK;
}

uint32_t sim_get_gsp_features(struct sim_call *call, void *neutral)
{
	struct rm_gsp_get_features *params = neutral;

	memset(params, 0, sizeof(*params));
	if (!sim_gpu_has_gsp(call->gpu))
		return SIM_OK;
	params->valid = 1;
	params->default_gsp_rm_gpu = 1;
	snprintf((char *)params->firmware_version, sizeof(params->firmware_version), "%s",
		 call->sim->version_text);
	return SIM_OK;
}

uint32_t sim_get_recovery_action(struct sim_call *call, void *neutral)
{
	(void)call;
	((struct rm_gpu_get_recovery_action *)neutral)->action = 0; /* none */
	return SIM_OK;
}

/* A healthy GPU wants no reset. */
uint32_t sim_get_reset_status(struct sim_call *call, void *neutral)
{
	(void)call;
	((struct rm_gpu_get_reset_status *)neutral)->reset_required = 0;
	return SIM_OK;
}

uint32_t sim_get_drain_status(struct sim_call *call, void *neutral)
{
	(void)call;
	((struct rm_gpu_get_drain_and_reset_status *)neutral)->drain_recommended = 0;
	return SIM_OK;
}

/* NV2080_NOTIFIERS_MAXCOUNT by release. */
static uint32_t notifier_count(const struct sim *sim)
{
	static const struct {
		struct rm_version since;
		uint32_t count;
	} rows[] = {
	    {{590, 0, 0}, 0xc7}, {{575, 0, 0}, 0xc6},   {{570, 0, 0}, 0xc5},  {{565, 0, 0}, 0xc3},
	    {{560, 0, 0}, 0xbe}, {{550, 0, 0}, 0xbb},   {{545, 0, 0}, 0xb7},  {{535, 86, 5}, 0xb5},
	    {{535, 0, 0}, 0xb4}, {{525, 147, 5}, 0xb3}, {{525, 89, 2}, 0xb2}, {{525, 0, 0}, 0xb1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rm_version_compare(sim->version, rows[i].since) >= 0)
			return rows[i].count;
	return 0xa5;
}

uint32_t sim_event_set_notification(struct sim_call *call, void *neutral)
{
	const struct rm_event_set_notification *params = neutral;
	uint8_t *action;

	if (!sim_object_has_event(call->object))
		return SIM_INVALID_STATE;
	if (params->event >= notifier_count(call->sim) || params->event == NOTIFIER_TIMER)
		return SIM_INVALID_ARGUMENT;
	action = &call->object->actions[params->event];
	if (params->action > ACTION_REPEAT)
		return SIM_INVALID_ARGUMENT;
	if (params->action != ACTION_DISABLE && *action != ACTION_DISABLE)
		return SIM_INVALID_STATE;
	*action = (uint8_t)params->action;
	return SIM_OK;
}

uint32_t sim_request_data_poll(struct sim_call *call, void *neutral)
{
	const struct rm_shared_data_request_data_poll *params = neutral;

	return sim_rusd_set_mask(call->object, params->polled_data_mask);
}

uint32_t sim_request_poll_interval(struct sim_call *call, void *neutral)
{
	const struct rm_shared_data_request_poll_interval *params = neutral;

	if (params->polling_interval_ms != 0 && params->polling_interval_ms < POLL_INTERVAL_MIN_MS)
		return SIM_INVALID_ARGUMENT;
	call->object->interval_ms = params->polling_interval_ms;
	sim_rusd_update_mask(call->gpu);
	return SIM_OK;
}

uint32_t sim_set_rusd_features(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_rusd_set_features *params = neutral;

	if (!sim_rusd_polls(call->gpu))
		return SIM_NOT_SUPPORTED;
	call->gpu->rusd.permanent = params->permanent_polled_data_mask;
	sim_rusd_update_mask(call->gpu);
	return SIM_OK;
}

/* Only a host whose firmware runs the vGPUs has it; what fails afterwards is not simulated. */
uint32_t sim_force_gsp_unload(struct sim_call *call, void *neutral)
{
	(void)neutral;
	return sim_vgpu_has_sriov(call->gpu) ? SIM_OK : SIM_NOT_SUPPORTED;
}

uint32_t sim_get_rusd_features(struct sim_call *call, void *neutral)
{
	struct rm_rusd_get_supported_features *params = neutral;

	params->supported_features =
	    RUSD_NON_POLLED | (sim_rusd_polls(call->gpu) ? RUSD_POLLED : 0);
	return SIM_OK;
}
