/* SPDX-License-Identifier: MIT */
/* Confidential computing, as conf_compute_api.c of the published driver answers. */
#include <stdio.h>
#include <string.h>

#include "rm_constants.h"
#include "sim/controls.h"

#define KIB_PER_MIB 1024u

static const struct machine_conf_compute *mode(const struct sim_call *call)
{
	return &call->sim->machine->conf_compute;
}

uint64_t sim_gpu_protected_kib(const struct sim_gpu *gpu)
{
	const struct machine_conf_compute *cc = &gpu->sim->machine->conf_compute;

	return cc->enabled ? (uint64_t)cc->protected_mib * KIB_PER_MIB : 0;
}

/* Development tools make a simulation of it; 535 called every environment one. */
static uint8_t environment(const struct sim_call *call)
{
	if (mode(call)->dev_tools)
		return NV_CONF_COMPUTE_SYSTEM_ENVIRONMENT_SIM;
	if (!mode(call)->enabled)
		return 0;
	return sim_since(call->sim, 550, 0, 0) ? NV_CONF_COMPUTE_SYSTEM_ENVIRONMENT_PROD
					       : NV_CONF_COMPUTE_SYSTEM_ENVIRONMENT_SIM;
}

uint32_t sim_cc_get_capabilities(struct sim_call *call, void *neutral)
{
	struct rm_conf_compute_get_capabilities *params = neutral;

	params->cpu_capability = (uint8_t)mode(call)->cpu;
	params->gpus_capability = mode(call)->capable ? NV_CONF_COMPUTE_SYSTEM_GPUS_CAPABILITY_HCC
						      : NV_CONF_COMPUTE_SYSTEM_GPUS_CAPABILITY_NONE;
	params->environment = environment(call);
	params->cc_feature = mode(call)->enabled ? NV_CONF_COMPUTE_SYSTEM_FEATURE_HCC_ENABLED
						 : NV_CONF_COMPUTE_SYSTEM_FEATURE_DISABLED;
	params->dev_tools_mode = mode(call)->dev_tools;
	params->multi_gpu_mode = (uint8_t)mode(call)->multi_gpu;
	return SIM_OK;
}

uint32_t sim_cc_get_gpus_state(struct sim_call *call, void *neutral)
{
	((struct rm_conf_compute_get_gpus_state *)neutral)->accept_client_request =
	    call->sim->cc_ready;
	return SIM_OK;
}

/*
 * From 550 on a system that stopped taking work never takes any again. What firmware
 * says without confidential computing is not published: it is assumed to refuse.
 */
uint32_t sim_cc_set_gpus_state(struct sim_call *call, void *neutral)
{
	const struct rm_conf_compute_set_gpus_state *params = neutral;
	struct sim *sim = call->sim;
	bool wanted = params->accept_client_request != 0;

	if (sim_since(sim, 550, 0, 0)) {
		if (sim->cc_failed)
			return SIM_INVALID_ARGUMENT;
		if (!mode(call)->enabled)
			return SIM_NOT_SUPPORTED;
		sim->cc_failed = sim->cc_ready && !wanted;
	}
	sim->cc_ready = wanted;
	return SIM_OK;
}

static const struct sim_gpu *gpu_of_subdevice(struct sim_call *call, uint32_t handle)
{
	const struct sim_object *object = sim_object_find(call->client, handle);

	return object && object->class_number == SIM_CLASS_SUBDEVICE ? object->gpu : NULL;
}

uint32_t sim_cc_get_vidmem_size(struct sim_call *call, void *neutral)
{
	struct rm_conf_compute_get_vidmem_size *params = neutral;
	const struct sim_gpu *gpu = gpu_of_subdevice(call, params->h_sub_device);

	if (!gpu)
		return SIM_OBJECT_NOT_FOUND;
	params->protected_mem_size_in_kb = sim_gpu_protected_kib(gpu);
	params->unprotected_mem_size_in_kb =
	    sim_gpu_heap_kib(gpu) - params->protected_mem_size_in_kb;
	return SIM_OK;
}

/* The published driver takes the number and changes nothing. */
uint32_t sim_cc_set_vidmem_size(struct sim_call *call, void *neutral)
{
	(void)call;
	(void)neutral;
	return SIM_OK;
}

uint32_t sim_cc_get_security_policy(struct sim_call *call, void *neutral)
{
	((struct rm_conf_compute_get_security_policy *)neutral)->attacker_advantage =
	    call->sim->cc_advantage;
	return SIM_OK;
}

/* SET_SECURITY_POLICY_ATTACKER_ADVANTAGE_MAX went from 75 to 65. */
static uint64_t most_advantage(const struct sim *sim)
{
	bool lower =
	    sim_since(sim, 565, 0, 0) || (sim->version.major == 550 && sim_since(sim, 550, 90, 7));

	return lower ? 65 : 75;
}

uint32_t sim_cc_set_security_policy(struct sim_call *call, void *neutral)
{
	const struct rm_conf_compute_set_security_policy *params = neutral;

	if (call->sim->cc_ready)
		return SIM_INVALID_STATE;
	if (params->attacker_advantage < SET_SECURITY_POLICY_ATTACKER_ADVANTAGE_MIN ||
	    params->attacker_advantage > most_advantage(call->sim))
		return SIM_INVALID_ARGUMENT;
	if (!mode(call)->enabled)
		return SIM_NOT_SUPPORTED;
	call->sim->cc_advantage = params->attacker_advantage;
	return SIM_OK;
}

/* Nothing that anybody could mistake for a certificate. */
uint32_t sim_cc_get_certificate(struct sim_call *call, void *neutral)
{
	struct rm_conf_compute_get_gpu_certificate *params = neutral;
	const struct sim_gpu *gpu = gpu_of_subdevice(call, params->h_sub_device);

	if (!gpu || !mode(call)->enabled)
		return SIM_OBJECT_NOT_FOUND;
	params->cert_chain_size =
	    (uint32_t)snprintf((char *)params->cert_chain, sizeof(params->cert_chain),
			       "simulated certificate of %s", gpu->uuid_text);
	params->attestation_cert_chain_size = (uint32_t)snprintf(
	    (char *)params->attestation_cert_chain, sizeof(params->attestation_cert_chain),
	    "simulated attestation certificate of %s", gpu->uuid_text);
	return SIM_OK;
}

uint32_t sim_cc_get_attestation(struct sim_call *call, void *neutral)
{
	struct rm_conf_compute_get_gpu_attestation_report *params = neutral;
	const struct sim_gpu *gpu = gpu_of_subdevice(call, params->h_sub_device);
	size_t nonce = sizeof(params->nonce);

	if (!gpu || !mode(call)->enabled)
		return SIM_OBJECT_NOT_FOUND;
	memcpy(params->attestation_report, params->nonce, nonce);
	params->attestation_report_size =
	    (uint32_t)nonce + (uint32_t)snprintf((char *)params->attestation_report + nonce,
						 sizeof(params->attestation_report) - nonce,
						 "simulated report of %s", gpu->uuid_text);
	params->is_cec_attestation_report_present = 0;
	return SIM_OK;
}
