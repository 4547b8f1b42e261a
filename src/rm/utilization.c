/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "core/strings.h"
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
static nvmlReturn_t read_ring(struct gpu *gpu, rm_gpumon *ring, uint32_t *ret_places,
			      struct rm_reader *reader)
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
	return rm_control_read(gpu, RM_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2, ring, reader);
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
	nvmlReturn_t result = read_ring(gpu, &ring, &places, NULL);

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

struct share {
	uint32_t util, pid, guest_pid;
};

#define SHARE(from)                                                                                \
	{                                                                                          \
		(from).util, (from).proc_id, (from).sub_process_id                                 \
	}

static void take_shares(const rm_gpumon_sample *from, struct share ret_shares[SHARES])
{
	const struct share shares[SHARES] = {
	    [SHARE_SM] = SHARE(from->gr),         [SHARE_MEMORY] = SHARE(from->fb),
	    [SHARE_ENCODER] = SHARE(from->nvenc), [SHARE_DECODER] = SHARE(from->nvdec),
	    [SHARE_JPEG] = SHARE(from->nvjpg),    [SHARE_OFA] = SHARE(from->nvofa)};

	memcpy(ret_shares, shares, sizeof(shares));
}

static void take_sample(const rm_gpumon_sample *from, uint64_t offset_us, struct load_sample *ret)
{
	struct share shares[SHARES];

	take_shares(from, shares);
	ret->time_us = from->base.time_stamp / 1000 + offset_us;
	for (unsigned i = 0; i < SHARES; i++)
		ret->owners[i] =
		    (struct load_owner){.centi_percent = shares[i].util, .pid = shares[i].pid};
}

/* The first place of the ring is never reported: as NVIDIA's library was seen to do. */
static nvmlReturn_t rm_load_samples(struct gpu *gpu, struct load_sample *ret_samples,
				    uint32_t *ret_count)
{
	rm_gpumon ring;
	uint32_t places = 0, count = 0;
	uint64_t offset_us = 0;
	nvmlReturn_t result = read_ring(gpu, &ring, &places, NULL);

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
static bool take_load(const rm_gpumon_sample *from, uint32_t host, struct vgpu_load *ret_load)
{
	struct share shares[SHARES];
	bool any = false;

	take_shares(from, shares);
	for (unsigned i = 0; i < SHARES; i++) {
		if (shares[i].pid != host ||
		    (shares[i].guest_pid != 0 && shares[i].guest_pid != UINT32_MAX))
			continue;
		ret_load->percent[i] = shares[i].util / 100;
		any = true;
	}
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
		result = read_ring(gpu, &ring, &places, NULL);
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

/* Looks through a ring for processes of guests, the newest sample of each. */
struct guest_search {
	struct rm_reader reader;
	const rm_gpumon *ring;
	uint32_t places;
	uint64_t offset_us, since_us;
	struct rm_vgpu_process vgpus[VGPUS_MAX];
	uint32_t vgpu_count;
	uint32_t room;
	const struct vgpu_process_taker *taker;
	uint32_t count;
};

/* The place of the sample that lies so many periods back. */
static uint32_t place_back(const struct guest_search *search, uint32_t back)
{
	return (search->ring->tracker % search->places + search->places - 1 - back) %
	       search->places;
}

/* False for a sample that is not newer than the caller's. */
static bool look_back(const struct guest_search *search, uint32_t back, uint64_t *ret_time_us,
		      struct share ret_shares[SHARES])
{
	const rm_gpumon_sample *sample = &search->ring->samples[place_back(search, back)];

	*ret_time_us = sample->base.time_stamp / 1000 + search->offset_us;
	take_shares(sample, ret_shares);
	return sample->base.time_stamp != 0 && *ret_time_us > search->since_us;
}

/* The vGPU whose guest's process used the engine; 0 when none did. */
static uint32_t vgpu_of(const struct guest_search *search, const struct share *share)
{
	if (share->util == 0 || share->guest_pid == 0 || share->guest_pid == UINT32_MAX)
		return 0;
	for (uint32_t i = 0; i < search->vgpu_count; i++) {
		if (search->vgpus[i].pid == share->pid)
			return search->vgpus[i].vgpu;
	}
	return 0;
}

static bool is_same_process(const struct share *one, const struct share *other)
{
	return one->pid == other->pid && one->guest_pid == other->guest_pid;
}

static bool is_among(const struct share *shares, unsigned engines, const struct share *process)
{
	for (unsigned i = 0; i < engines; i++) {
		if (shares[i].util != 0 && is_same_process(&shares[i], process))
			return true;
	}
	return false;
}

/* The list of those found would not fit beside a reply, so that the ring is searched again. */
static bool was_newer(const struct guest_search *search, uint32_t back, const struct share *process)
{
	struct share shares[SHARES];
	uint64_t time_us;

	for (uint32_t i = 0; i < back; i++) {
		if (look_back(search, i, &time_us, shares) && is_among(shares, SHARES, process))
			return true;
	}
	return false;
}

/* In the driver's sample of an engine the guest's process id is followed by its name. */
#define GUEST_NAME_SIZE 100u

static void take_guest_name(const struct rm_layout *layout, const uint8_t *wire, uint32_t place,
			    unsigned engine, char *ret_name, size_t size)
{
	static const size_t ids[SHARES] = {
	    [SHARE_SM] = offsetof(rm_gpumon_sample, gr.sub_process_id),
	    [SHARE_MEMORY] = offsetof(rm_gpumon_sample, fb.sub_process_id),
	    [SHARE_ENCODER] = offsetof(rm_gpumon_sample, nvenc.sub_process_id),
	    [SHARE_DECODER] = offsetof(rm_gpumon_sample, nvdec.sub_process_id),
	    [SHARE_JPEG] = offsetof(rm_gpumon_sample, nvjpg.sub_process_id),
	    [SHARE_OFA] = offsetof(rm_gpumon_sample, nvofa.sub_process_id)};
	uint32_t at = rm_layout_wire(layout, offsetof(rm_gpumon, samples) +
						 place * sizeof(rm_gpumon_sample) + ids[engine]);

	ret_name[0] = '\0';
	if (at < layout->size && layout->size - at >= sizeof(uint32_t) + GUEST_NAME_SIZE)
		text_take(ret_name, size, (const char *)wire + at + sizeof(uint32_t),
			  GUEST_NAME_SIZE);
}

static struct vgpu_load load_of(const struct share *shares, const struct share *process)
{
	struct vgpu_load load = {0};

	for (unsigned i = 0; i < SHARES; i++) {
		if (is_same_process(&shares[i], process))
			load.percent[i] = shares[i].util / 100;
	}
	return load;
}

/* Counts the processes that first appear so many periods back, and tells them where wanted. */
static void search_sample(struct guest_search *search, uint32_t back, bool tell,
			  const struct rm_layout *layout, const uint8_t *wire)
{
	struct share shares[SHARES];
	uint64_t time_us;

	if (!look_back(search, back, &time_us, shares))
		return;
	for (unsigned i = 0; i < SHARES; i++) {
		uint32_t vgpu = vgpu_of(search, &shares[i]);
		if (vgpu == 0 || is_among(shares, i, &shares[i]) ||
		    was_newer(search, back, &shares[i]))
			continue;
		if (tell) {
			struct vgpu_process_load found = {.pid = shares[i].guest_pid,
							  .load = load_of(shares, &shares[i])};
			found.load.vgpu = vgpu;
			found.load.time_us = time_us;
			take_guest_name(layout, wire, place_back(search, back), i, found.name,
					sizeof(found.name));
			search->taker->take(search->taker, search->count, &found);
		}
		search->count++;
	}
}

/* A caller's list is written when all have room in it. */
static void read_guests(struct rm_reader *self, const struct rm_layout *layout, const uint8_t *wire)
{
	struct guest_search *search = (struct guest_search *)(void *)self;

	search->count = 0;
	for (uint32_t back = 0; back < search->places; back++)
		search_sample(search, back, false, layout, wire);
	if (search->count == 0 || search->count > search->room)
		return;
	search->count = 0;
	for (uint32_t back = 0; back < search->places; back++)
		search_sample(search, back, true, layout, wire);
}

static nvmlReturn_t rm_vgpu_process_loads(struct gpu *gpu, uint64_t since_us, uint32_t room,
					  const struct vgpu_process_taker *taker,
					  uint32_t *ret_count)
{
	rm_gpumon ring;
	struct guest_search search = {.reader.read = read_guests,
				      .ring = &ring,
				      .since_us = since_us,
				      .room = room,
				      .taker = taker};
	nvmlReturn_t result = rm_vgpu_processes(gpu, search.vgpus, &search.vgpu_count);

	if (result == NVML_SUCCESS)
		result = gpu_clock_offset(gpu, &search.offset_us);
	if (result == NVML_SUCCESS)
		result = read_ring(gpu, &ring, &search.places, &search.reader);
	if (result == NVML_SUCCESS)
		*ret_count = search.count;
	return result;
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
	ops->vgpu_process_loads = rm_vgpu_process_loads;
	ops->encoder_capacity = rm_encoder_capacity;
}
