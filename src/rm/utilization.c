/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "rm/rm.h"
#include "rm/rusd.h"
#include "rm/mig_session.h"
#include "rm/vgpu.h"
#include "rm_constants.h"

/* engineType of the control: encoder 1, decoder 2, JPEG 3, OFA 4. */
#define CONTROL_ENGINE(engine) ((uint32_t)(engine) + 1)

typedef struct rm_perf_get_gpumon_perfmon_util_samples_v2 rm_gpumon;
typedef struct rm_perf_get_gpumon_perfmon_util_samples_v2_samples rm_gpumon_sample;

/* The ring's length is the release's; the driver demands the exact size in bytes. */
static nvmlReturn_t read_ring(struct gpu *gpu, rm_gpumon *ring, uint32_t *ret_places)
{
	const struct rm_layout *layout =
	    rm_layout_in_use(RM_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2);
	uint32_t header = 0;

	if (layout == NULL)
		return NVML_ERROR_NOT_SUPPORTED;
	memset(ring, 0, sizeof(*ring));
	/* Engines that older releases do not sample have no owner. */
	for (size_t i = 0; i < sizeof(ring->samples) / sizeof(ring->samples[0]); i++)
		ring->samples[i].nvjpg.proc_id = ring->samples[i].nvofa.proc_id = UINT32_MAX;
	*ret_places = rm_layout_list(layout, offsetof(rm_gpumon, samples), &header);
	ring->type = NV2080_CTRL_GPUMON_SAMPLE_TYPE_PERFMON_UTIL;
	ring->buf_size = layout->size - header;
	ring->count = *ret_places;
	return rm_control(gpu, RM_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2, ring);
}

/* tracker is the oldest entry of a full ring, and the next free one of a young ring. */
static const rm_gpumon_sample *newest_sample(const rm_gpumon *ring, uint32_t places)
{
	if (places == 0 || ring->tracker >= places)
		return NULL;
	uint32_t newest = (ring->tracker + places - 1) % places;
	return ring->samples[newest].base.time_stamp != 0 ? &ring->samples[newest] : NULL;
}

static __attribute__((noinline)) nvmlReturn_t load_by_samples(struct gpu *gpu,
							      struct gpu_load *ret_load)
{
	rm_gpumon ring;
	uint32_t places = 0;
	nvmlReturn_t result = read_ring(gpu, &ring, &places);

	if (result != NVML_SUCCESS)
		return result;
	const rm_gpumon_sample *sample = newest_sample(&ring, places);
	if (sample == NULL)
		return NVML_ERROR_NOT_SUPPORTED;
	ret_load->gpu_percent = sample->gr.util / 100;
	ret_load->memory_percent = sample->fb.util / 100;
	return NVML_SUCCESS;
}

/* With MIG on neither the page nor the samples know whose load they show. */
static nvmlReturn_t rm_load(struct gpu *gpu, struct gpu_load *ret_load)
{
	static const struct rm_page_item items[] = {{RM_RUSD_PERF_DEV_UTIL_GPU_PERCENT_BUSY, 0},
						    {RM_RUSD_PERF_DEV_UTIL_MEMORY_PERCENT_BUSY, 0}};
	uint64_t values[2];

	if (rm_mig_is_on(gpu))
		return NVML_ERROR_NOT_SUPPORTED;
	if (rm_page_read(gpu, RM_PAGE_ITEM(PERF_DEV_UTIL_TIMESTAMP), items, 2, values) !=
	    RM_PAGE_OK)
		return load_by_samples(gpu, ret_load);
	ret_load->gpu_percent = (uint32_t)values[0];
	ret_load->memory_percent = (uint32_t)values[1];
	return NVML_SUCCESS;
}

static nvmlReturn_t engine_by_control(struct gpu *gpu, enum video_engine engine,
				      struct engine_load *ret_load)
{
	struct rm_perf_get_vid_eng_perfmon_sample params = {.engine_type = CONTROL_ENGINE(engine)};
	nvmlReturn_t result = rm_control(gpu, RM_PERF_GET_VID_ENG_PERFMON_SAMPLE, &params);

	if (result != NVML_SUCCESS)
		return result;
	if (params.sampling_period_us == 0 || params.clk_percent_busy > 100)
		return NVML_ERROR_UNKNOWN;
	ret_load->percent = params.clk_percent_busy;
	ret_load->period_us = params.sampling_period_us;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_engine_load(struct gpu *gpu, enum video_engine engine,
				   struct engine_load *ret_load)
{
	struct rm_page_item items[] = {
	    {RM_RUSD_PERF_DEV_UTIL_ENG_UTIL_CLK_PERCENT_BUSY, (uint8_t)engine},
	    {RM_RUSD_PERF_DEV_UTIL_ENG_UTIL_SAMPLING_PERIOD_US, (uint8_t)engine}};
	uint64_t values[2];

	if (rm_mig_is_on(gpu))
		return NVML_ERROR_NOT_SUPPORTED;
	if (rm_page_read(gpu, RM_PAGE_ITEM(PERF_DEV_UTIL_TIMESTAMP), items, 2, values) !=
	    RM_PAGE_OK)
		return engine_by_control(gpu, engine, ret_load);
	ret_load->percent = (uint32_t)values[0];
	ret_load->period_us = (uint32_t)values[1];
	return NVML_SUCCESS;
}

/*
 * GPU time is a clock of its own; the driver gives pairs of both at one moment. The
 * difference may be negative: unsigned, it wraps and unwraps.
 */
static nvmlReturn_t gpu_clock_offset(struct gpu *gpu, uint64_t *ret_us)
{
	struct rm_timer_get_gpu_cpu_time_correlation_info params = {
	    .cpu_clk_id = NV2080_TIMER_GPU_CPU_TIME_CPU_CLK_ID_OSTIME, .sample_count = 1};
	nvmlReturn_t result = rm_control(gpu, RM_TIMER_GET_GPU_CPU_TIME_CORRELATION_INFO, &params);

	if (result == NVML_SUCCESS)
		*ret_us = params.samples[0].cpu_time - params.samples[0].gpu_time / 1000;
	return result;
}

static struct load_owner owner(uint32_t util, uint32_t pid)
{
	return (struct load_owner){.centi_percent = util, .pid = pid};
}

static void take_sample(const rm_gpumon_sample *from, uint64_t offset_us, struct load_sample *ret)
{
	*ret = (struct load_sample){
	    .time_us = from->base.time_stamp / 1000 + offset_us,
	    .memory = owner(from->fb.util, from->fb.proc_id),
	    .sm = owner(from->gr.util, from->gr.proc_id),
	    .encoder = owner(from->nvenc.util, from->nvenc.proc_id),
	    .decoder = owner(from->nvdec.util, from->nvdec.proc_id),
	    .jpeg = owner(from->nvjpg.util, from->nvjpg.proc_id),
	    .ofa = owner(from->nvofa.util, from->nvofa.proc_id),
	};
}

/* The first place of the ring is never reported: as NVIDIA's library was seen to do. */
static nvmlReturn_t rm_load_samples(struct gpu *gpu, struct load_sample *ret_samples,
				    uint32_t *ret_count)
{
	rm_gpumon ring;
	uint32_t places = 0, count = 0;
	uint64_t offset_us = 0;
	nvmlReturn_t result = read_ring(gpu, &ring, &places);

	if (result == NVML_SUCCESS)
		result = gpu_clock_offset(gpu, &offset_us);
	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 1; i < places && i < LOAD_SAMPLES_MAX; i++) {
		if (ring.samples[i].base.time_stamp != 0)
			take_sample(&ring.samples[i], offset_us, &ret_samples[count++]);
	}
	*ret_count = count;
	return NVML_SUCCESS;
}

/* An engine worked for a vGPU as a whole where no process of the guest is named. */
static bool take_share(uint32_t util, uint32_t pid, uint32_t guest_pid, uint32_t host,
		       uint32_t *ret_percent)
{
	bool whole = pid == host && (guest_pid == 0 || guest_pid == UINT32_MAX);

	if (whole)
		*ret_percent = util / 100;
	return whole;
}

static bool take_load(const rm_gpumon_sample *from, uint32_t host, struct vgpu_load *ret_load)
{
	bool any = take_share(from->gr.util, from->gr.proc_id, from->gr.sub_process_id, host,
			      &ret_load->sm);

	any |= take_share(from->fb.util, from->fb.proc_id, from->fb.sub_process_id, host,
			  &ret_load->memory);
	any |= take_share(from->nvenc.util, from->nvenc.proc_id, from->nvenc.sub_process_id, host,
			  &ret_load->encoder);
	any |= take_share(from->nvdec.util, from->nvdec.proc_id, from->nvdec.sub_process_id, host,
			  &ret_load->decoder);
	any |= take_share(from->nvjpg.util, from->nvjpg.proc_id, from->nvjpg.sub_process_id, host,
			  &ret_load->jpeg);
	any |= take_share(from->nvofa.util, from->nvofa.proc_id, from->nvofa.sub_process_id, host,
			  &ret_load->ofa);
	return any;
}

/* The newest period of a vGPU, false when none is newer than since. */
static bool newest_load(const rm_gpumon *ring, uint32_t places, uint64_t offset_us,
			const struct rm_vgpu_process *process, uint64_t since_us,
			struct vgpu_load *ret_load)
{
	uint64_t newest = since_us;

	for (uint32_t i = 0; i < places && i < LOAD_SAMPLES_MAX; i++) {
		uint64_t time_us = ring->samples[i].base.time_stamp / 1000 + offset_us;
		struct vgpu_load load = {.vgpu = process->vgpu, .time_us = time_us};
		if (ring->samples[i].base.time_stamp == 0 || time_us <= newest ||
		    !take_load(&ring->samples[i], process->pid, &load))
			continue;
		newest = time_us;
		*ret_load = load;
	}
	return newest > since_us;
}

static nvmlReturn_t rm_vgpu_loads(struct gpu *gpu, uint64_t since_us, struct vgpu_load *ret_loads,
				  uint32_t *ret_count)
{
	struct rm_vgpu_process processes[VGPUS_MAX];
	rm_gpumon ring;
	uint32_t vgpus = 0, places = 0, count = 0;
	uint64_t offset_us = 0;
	nvmlReturn_t result = rm_vgpu_processes(gpu, processes, &vgpus);

	if (result == NVML_SUCCESS)
		result = read_ring(gpu, &ring, &places);
	if (result == NVML_SUCCESS)
		result = gpu_clock_offset(gpu, &offset_us);
	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < vgpus; i++)
		count += newest_load(&ring, places, offset_us, &processes[i], since_us,
				     &ret_loads[count]);
	*ret_count = count;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_encoder_capacity(struct gpu *gpu, uint32_t codec, uint32_t *ret_percent)
{
	struct rm_gpu_get_encoder_capacity params = {.query_type = codec};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_ENCODER_CAPACITY, &params);

	if (result == NVML_SUCCESS)
		*ret_percent = params.encoder_capacity;
	return result;
}

void rm_utilization_fill(struct provider_ops *ops)
{
	ops->load = rm_load;
	ops->engine_load = rm_engine_load;
	ops->load_samples = rm_load_samples;
	ops->vgpu_loads = rm_vgpu_loads;
	ops->encoder_capacity = rm_encoder_capacity;
}
