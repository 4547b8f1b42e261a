/* SPDX-License-Identifier: MIT */
#include "core/gpu.h"
#include "entry_impl.h"
#include "provider.h"

nvmlReturn_t impl_DeviceGetUtilizationRates(struct gpu *gpu, nvmlUtilization_t *utilization)
{
	struct gpu_load load;
	nvmlReturn_t result = PROVIDER_ASK(gpu, load, &load);

	if (result == NVML_SUCCESS) {
		utilization->gpu = load.gpu_percent;
		utilization->memory = load.memory_percent;
	}
	return result;
}

/* Both outputs are zeroed when the question fails, as NVIDIA's library does. */
static nvmlReturn_t engine(struct gpu *gpu, enum video_engine which, unsigned int *utilization,
			   unsigned int *period_us)
{
	struct engine_load load = {0};
	nvmlReturn_t result = PROVIDER_ASK(gpu, engine_load, which, &load);

	*utilization = result == NVML_SUCCESS ? load.percent : 0;
	*period_us = result == NVML_SUCCESS ? load.period_us : 0;
	return result;
}

nvmlReturn_t impl_DeviceGetEncoderUtilization(struct gpu *gpu, unsigned int *utilization,
					      unsigned int *samplingPeriodUs)
{
	return engine(gpu, ENGINE_ENCODER, utilization, samplingPeriodUs);
}

nvmlReturn_t impl_DeviceGetDecoderUtilization(struct gpu *gpu, unsigned int *utilization,
					      unsigned int *samplingPeriodUs)
{
	return engine(gpu, ENGINE_DECODER, utilization, samplingPeriodUs);
}

nvmlReturn_t impl_DeviceGetJpgUtilization(struct gpu *gpu, unsigned int *utilization,
					  unsigned int *samplingPeriodUs)
{
	return engine(gpu, ENGINE_JPEG, utilization, samplingPeriodUs);
}

nvmlReturn_t impl_DeviceGetOfaUtilization(struct gpu *gpu, unsigned int *utilization,
					  unsigned int *samplingPeriodUs)
{
	return engine(gpu, ENGINE_OFA, utilization, samplingPeriodUs);
}

/* Samples younger than the caller's last one; NOT_FOUND when there is none. */
static nvmlReturn_t samples_since(struct gpu *gpu, unsigned long long last_seen,
				  struct load_sample *ret_samples, uint32_t *ret_count)
{
	uint32_t count = 0, kept = 0;
	nvmlReturn_t result = PROVIDER_ASK(gpu, load_samples, ret_samples, &count);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < count; i++) {
		if (ret_samples[i].time_us > last_seen)
			ret_samples[kept++] = ret_samples[i];
	}
	*ret_count = kept;
	return kept == 0 ? NVML_ERROR_NOT_FOUND : NVML_SUCCESS;
}

/* SHARES: a type of samples without a source. */
static unsigned share_of_type(nvmlSamplingType_t type)
{
	switch (type) {
	case NVML_GPU_UTILIZATION_SAMPLES:
		return SHARE_SM;
	case NVML_MEMORY_UTILIZATION_SAMPLES:
		return SHARE_MEMORY;
	case NVML_ENC_UTILIZATION_SAMPLES:
		return SHARE_ENCODER;
	case NVML_DEC_UTILIZATION_SAMPLES:
		return SHARE_DECODER;
	case NVML_JPG_UTILIZATION_SAMPLES:
		return SHARE_JPEG;
	case NVML_OFA_UTILIZATION_SAMPLES:
		return SHARE_OFA;
	default:
		return SHARES;
	}
}

/*
 * Power and clock samples have no open source. A NULL buffer asks how much room the
 * samples of a type can take; that is told for every type.
 */
nvmlReturn_t impl_DeviceGetSamples(struct gpu *gpu, nvmlSamplingType_t type,
				   unsigned long long lastSeenTimeStamp,
				   nvmlValueType_t *sampleValType, unsigned int *sampleCount,
				   nvmlSample_t *samples)
{
	struct load_sample found[LOAD_SAMPLES_MAX];
	unsigned share = share_of_type(type);
	uint32_t count = 0;

	if ((unsigned)type >= NVML_SAMPLINGTYPE_COUNT || type == NVML_MODULE_POWER_SAMPLES ||
	    (samples != NULL && *sampleCount == 0))
		return NVML_ERROR_INVALID_ARGUMENT;
	if (samples == NULL) {
		*sampleValType = NVML_VALUE_TYPE_UNSIGNED_INT;
		*sampleCount = share != SHARES ? LOAD_SAMPLES_REPORTED : OTHER_SAMPLES_REPORTED;
		return NVML_SUCCESS;
	}
	if (share == SHARES)
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result = samples_since(gpu, lastSeenTimeStamp, found, &count);
	if (result != NVML_SUCCESS)
		return result;
	if (*sampleCount < count)
		return NVML_ERROR_INSUFFICIENT_SIZE;
	for (uint32_t i = 0; i < count; i++) {
		samples[i].timeStamp = found[i].time_us;
		samples[i].sampleValue.uiVal = found[i].owners[share].centi_percent / 100;
	}
	*sampleValType = NVML_VALUE_TYPE_UNSIGNED_INT;
	*sampleCount = count;
	return NVML_SUCCESS;
}

/* What the older of the two functions knows. */
#define SHARES_OF_OLD SHARE_JPEG

/* Load of one process, summed over the samples in which it owns an engine. */
struct process_load {
	uint32_t pid;
	uint64_t newest_us;
	uint32_t percent[SHARES];
};

/* owned: how many samples any process owns a part of, what each sum is divided by. */
struct process_loads {
	uint32_t count, owned;
	struct process_load loads[SHARES * LOAD_SAMPLES_MAX];
};

static struct process_load *place_of(struct process_loads *loads, uint32_t pid)
{
	for (uint32_t i = 0; i < loads->count; i++) {
		if (loads->loads[i].pid == pid)
			return &loads->loads[i];
	}
	loads->loads[loads->count] = (struct process_load){.pid = pid};
	return &loads->loads[loads->count++];
}

static void add_sample(const struct load_sample *sample, unsigned shares,
		       struct process_loads *loads)
{
	bool any = false;

	for (unsigned i = 0; i < shares; i++) {
		if (sample->owners[i].pid == UINT32_MAX)
			continue;
		struct process_load *load = place_of(loads, sample->owners[i].pid);
		load->percent[i] += sample->owners[i].centi_percent / 100;
		if (sample->time_us > load->newest_us)
			load->newest_us = sample->time_us;
		any = true;
	}
	loads->owned += any;
}

static void sum_by_process(const struct load_sample *samples, uint32_t count, unsigned shares,
			   struct process_loads *ret_loads)
{
	ret_loads->count = ret_loads->owned = 0;
	for (uint32_t i = 0; i < count; i++)
		add_sample(&samples[i], shares, ret_loads);
	if (ret_loads->count > LOAD_SAMPLES_REPORTED)
		ret_loads->count = LOAD_SAMPLES_REPORTED;
}

/* The process seen last comes first. */
static const struct process_load *load_at(const struct process_loads *loads, uint32_t place)
{
	return &loads->loads[loads->count - 1 - place];
}

/* As NVIDIA's library was seen to answer: the SM share is rounded up, the others down. */
static __attribute__((noinline)) nvmlReturn_t
give_process_samples(const struct load_sample *samples, uint32_t sample_count,
		     nvmlProcessUtilizationSample_t *ret_list, unsigned int *ret_count)
{
	struct process_loads loads;

	sum_by_process(samples, sample_count, SHARES_OF_OLD, &loads);
	if (loads.owned == 0)
		return NVML_ERROR_NOT_FOUND;
	for (uint32_t i = 0; i < loads.count; i++) {
		const struct process_load *load = load_at(&loads, i);
		ret_list[i] = (nvmlProcessUtilizationSample_t){
		    .pid = load->pid,
		    .timeStamp = load->newest_us,
		    .smUtil = (load->percent[SHARE_SM] + loads.owned - 1) / loads.owned,
		    .memUtil = load->percent[SHARE_MEMORY] / loads.owned,
		    .encUtil = load->percent[SHARE_ENCODER] / loads.owned,
		    .decUtil = load->percent[SHARE_DECODER] / loads.owned};
	}
	*ret_count = loads.count;
	return NVML_SUCCESS;
}

/* Means over the samples with any owner. The caller must have room for the whole ring. */
nvmlReturn_t impl_DeviceGetProcessUtilization(struct gpu *gpu,
					      nvmlProcessUtilizationSample_t *utilization,
					      unsigned int *processSamplesCount,
					      unsigned long long lastSeenTimeStamp)
{
	struct load_sample samples[LOAD_SAMPLES_MAX];
	uint32_t sample_count = 0;

	if (utilization == NULL || *processSamplesCount < LOAD_SAMPLES_REPORTED) {
		*processSamplesCount = LOAD_SAMPLES_REPORTED;
		return NVML_ERROR_INSUFFICIENT_SIZE;
	}
	nvmlReturn_t result = samples_since(gpu, lastSeenTimeStamp, samples, &sample_count);
	if (result == NVML_SUCCESS)
		result =
		    give_process_samples(samples, sample_count, utilization, processSamplesCount);
	return result;
}

/* Here all shares are rounded down. */
static __attribute__((noinline)) nvmlReturn_t
give_process_infos(const struct load_sample *samples, uint32_t sample_count,
		   nvmlProcessUtilizationInfo_v1_t *ret_list, unsigned int *ret_count)
{
	struct process_loads loads;

	sum_by_process(samples, sample_count, SHARES, &loads);
	if (loads.owned == 0)
		return NVML_ERROR_NOT_FOUND;
	for (uint32_t i = 0; i < loads.count; i++) {
		const struct process_load *load = load_at(&loads, i);
		ret_list[i] = (nvmlProcessUtilizationInfo_v1_t){
		    .pid = load->pid,
		    .timeStamp = load->newest_us,
		    .smUtil = load->percent[SHARE_SM] / loads.owned,
		    .memUtil = load->percent[SHARE_MEMORY] / loads.owned,
		    .encUtil = load->percent[SHARE_ENCODER] / loads.owned,
		    .decUtil = load->percent[SHARE_DECODER] / loads.owned,
		    .jpgUtil = load->percent[SHARE_JPEG] / loads.owned,
		    .ofaUtil = load->percent[SHARE_OFA] / loads.owned};
	}
	*ret_count = loads.count;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetProcessesUtilizationInfo(struct gpu *gpu,
						    nvmlProcessesUtilizationInfo_t *info)
{
	struct load_sample samples[LOAD_SAMPLES_MAX];
	uint32_t sample_count = 0;

	if (info->procUtilArray == NULL || info->processSamplesCount < LOAD_SAMPLES_REPORTED) {
		info->processSamplesCount = LOAD_SAMPLES_REPORTED;
		return NVML_ERROR_INSUFFICIENT_SIZE;
	}
	nvmlReturn_t result = samples_since(gpu, info->lastSeenTimeStamp, samples, &sample_count);
	if (result == NVML_SUCCESS)
		result = give_process_infos(samples, sample_count, info->procUtilArray,
					    &info->processSamplesCount);
	return result;
}

nvmlReturn_t impl_DeviceGetEncoderCapacity(struct gpu *gpu, nvmlEncoderType_t encoderQueryType,
					   unsigned int *encoderCapacity)
{
	return PROVIDER_ASK(gpu, encoder_capacity, (uint32_t)encoderQueryType, encoderCapacity);
}
