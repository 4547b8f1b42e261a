/* SPDX-License-Identifier: MIT */
/* Confidential computing: one object below the root answers for the system and for each GPU. */
#include <string.h>

#include "core/gpu.h"
#include "rm/rm.h"
#include "rm_status.h"

nvmlReturn_t provider_conf_compute(struct conf_compute_state *ret_state)
{
	struct rm_conf_compute_get_capabilities params = {0};
	nvmlReturn_t result = rm_control(NULL, RM_CONF_COMPUTE_GET_CAPABILITIES, &params);

	if (result == NVML_SUCCESS)
		*ret_state = (struct conf_compute_state){.cpu = params.cpu_capability,
							 .gpus = params.gpus_capability,
							 .environment = params.environment,
							 .feature = params.cc_feature,
							 .dev_tools = params.dev_tools_mode,
							 .multi_gpu = params.multi_gpu_mode};
	return result;
}

nvmlReturn_t provider_conf_compute_ready(bool *ret_ready)
{
	struct rm_conf_compute_get_gpus_state params = {0};
	nvmlReturn_t result = rm_control(NULL, RM_CONF_COMPUTE_GET_GPUS_STATE, &params);

	if (result == NVML_SUCCESS)
		*ret_ready = params.accept_client_request != 0;
	return result;
}

nvmlReturn_t provider_set_conf_compute_ready(bool ready)
{
	struct rm_conf_compute_set_gpus_state params = {.accept_client_request = ready};

	return rm_control(NULL, RM_CONF_COMPUTE_SET_GPUS_STATE, &params);
}

nvmlReturn_t provider_attacker_advantage(uint64_t *ret_exponent)
{
	struct rm_conf_compute_get_security_policy params = {0};
	nvmlReturn_t result = rm_control(NULL, RM_CONF_COMPUTE_GET_SECURITY_POLICY, &params);

	if (result == NVML_SUCCESS)
		*ret_exponent = params.attacker_advantage;
	return result;
}

/* The raw status of a question whose refusals have reasons of their own. */
static nvmlReturn_t ask_with_status(enum rm_cmd cmd, void *neutral, uint32_t *ret_status)
{
	uint32_t object;

	*ret_status = NV_ERR_NOT_SUPPORTED;
	if (!rm_has_command(cmd))
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result = rm_conf_compute_use(&object);
	return result == NVML_SUCCESS ? rm_control_at(object, cmd, neutral, ret_status) : result;
}

/* Once the GPUs take work the policy stands. */
nvmlReturn_t provider_set_attacker_advantage(uint64_t exponent)
{
	struct rm_conf_compute_set_security_policy params = {.attacker_advantage = exponent};
	uint32_t status;
	nvmlReturn_t result =
	    ask_with_status(RM_CONF_COMPUTE_SET_SECURITY_POLICY, &params, &status);

	return status == NV_ERR_INVALID_STATE ? NVML_ERROR_INVALID_STATE : result;
}

static nvmlReturn_t rm_conf_compute_memory(struct gpu *gpu, struct conf_compute_memory *ret_memory)
{
	nvmlReturn_t result = rm_gpu_use(gpu);
	struct rm_conf_compute_get_vidmem_size params = {.h_sub_device = gpu->rm.subdevice};

	if (result == NVML_SUCCESS)
		result = rm_control(gpu, RM_CONF_COMPUTE_GET_VIDMEM_SIZE, &params);
	if (result == NVML_SUCCESS)
		*ret_memory = (struct conf_compute_memory){
		    .protected_kib = params.protected_mem_size_in_kb,
		    .unprotected_kib = params.unprotected_mem_size_in_kb};
	return result;
}

static nvmlReturn_t rm_set_unprotected_kib(struct gpu *gpu, uint64_t kib)
{
	nvmlReturn_t result = rm_gpu_use(gpu);
	struct rm_conf_compute_set_vidmem_size params = {.h_sub_device = gpu->rm.subdevice,
							 .unprotected_mem_size_in_kb = kib};

	return result == NVML_SUCCESS ? rm_control(gpu, RM_CONF_COMPUTE_SET_VIDMEM_SIZE, &params)
				      : result;
}

/* Without confidential computing a GPU has no certificate: the driver finds no object. */
static nvmlReturn_t ask_attestation(enum rm_cmd cmd, void *neutral)
{
	uint32_t status;
	nvmlReturn_t result = ask_with_status(cmd, neutral, &status);

	return status == NV_ERR_OBJECT_NOT_FOUND ? NVML_ERROR_NOT_SUPPORTED : result;
}

static nvmlReturn_t rm_gpu_certificate(struct gpu *gpu,
				       nvmlConfComputeGpuCertificate_t *ret_certificate)
{
	struct rm_conf_compute_get_gpu_certificate params;
	nvmlReturn_t result = rm_gpu_use(gpu);

	if (result != NVML_SUCCESS)
		return result;
	memset(&params, 0, sizeof(params));
	params.h_sub_device = gpu->rm.subdevice;
	result = ask_attestation(RM_CONF_COMPUTE_GET_GPU_CERTIFICATE, &params);
	if (result == NVML_SUCCESS &&
	    (params.cert_chain_size > sizeof(params.cert_chain) ||
	     params.attestation_cert_chain_size > sizeof(params.attestation_cert_chain)))
		result = NVML_ERROR_UNKNOWN;
	if (result != NVML_SUCCESS)
		return result;
	ret_certificate->certChainSize = params.cert_chain_size;
	ret_certificate->attestationCertChainSize = params.attestation_cert_chain_size;
	memcpy(ret_certificate->certChain, params.cert_chain, sizeof(params.cert_chain));
	memcpy(ret_certificate->attestationCertChain, params.attestation_cert_chain,
	       sizeof(params.attestation_cert_chain));
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_gpu_attestation(struct gpu *gpu,
				       nvmlConfComputeGpuAttestationReport_t *report)
{
	struct rm_conf_compute_get_gpu_attestation_report params;
	nvmlReturn_t result = rm_gpu_use(gpu);

	if (result != NVML_SUCCESS)
		return result;
	memset(&params, 0, sizeof(params));
	params.h_sub_device = gpu->rm.subdevice;
	memcpy(params.nonce, report->nonce, sizeof(params.nonce));
	result = ask_attestation(RM_CONF_COMPUTE_GET_GPU_ATTESTATION_REPORT, &params);
	bool cec = params.is_cec_attestation_report_present != 0;
	if (result == NVML_SUCCESS &&
	    (params.attestation_report_size > sizeof(params.attestation_report) ||
	     (cec && params.cec_attestation_report_size > sizeof(params.cec_attestation_report))))
		result = NVML_ERROR_UNKNOWN;
	if (result != NVML_SUCCESS)
		return result;
	report->isCecAttestationReportPresent = cec;
	report->attestationReportSize = params.attestation_report_size;
	report->cecAttestationReportSize = cec ? params.cec_attestation_report_size : 0;
	memcpy(report->attestationReport, params.attestation_report,
	       sizeof(params.attestation_report));
	memcpy(report->cecAttestationReport, params.cec_attestation_report,
	       sizeof(params.cec_attestation_report));
	return NVML_SUCCESS;
}

void rm_confcompute_fill(struct provider_ops *ops)
{
	ops->conf_compute_memory = rm_conf_compute_memory;
	ops->set_unprotected_kib = rm_set_unprotected_kib;
	ops->gpu_certificate = rm_gpu_certificate;
	ops->gpu_attestation = rm_gpu_attestation;
}
