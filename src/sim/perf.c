/* SPDX-License-Identifier: MIT */
/* P-state, utilisation samples, time. */
#include <stdio.h>
#include <string.h>
#include <stdlib.h>

#include "sim/controls.h"
#include "sim/life.h"

#define SAMPLE_TYPE_UTIL 2u
#define NO_PROCESS 0xffffffffu
#define SAMPLES_AT 16u
#define NAME_SIZE 100u
#define MOVED_COUNT 100u
#define USUAL_COUNT 72u
#define CORRELATION_MAX 16u

/* 72 entries, but 100 in the first 515 releases and in 520. */
static uint32_t sample_count(const struct sim *sim)
{
	bool old_515 = sim->version.major == 515 && !sim_since(sim, 515, 86, 1);

	return old_515 || sim->version.major == 520 ? MOVED_COUNT : USUAL_COUNT;
}

typedef struct rm_perf_get_gpumon_perfmon_util_samples_v2 samples;
typedef struct rm_perf_get_gpumon_perfmon_util_samples_v2_samples sample;

static void put_share(sample *at, uint32_t pid, uint32_t guest_pid,
		      const struct machine_vgpu_process *use)
{
	at->gr.proc_id = at->fb.proc_id = at->nvenc.proc_id = pid;
	at->nvdec.proc_id = at->nvjpg.proc_id = at->nvofa.proc_id = pid;
	at->gr.sub_process_id = at->fb.sub_process_id = at->nvenc.sub_process_id = guest_pid;
	at->nvdec.sub_process_id = at->nvjpg.sub_process_id = at->nvofa.sub_process_id = guest_pid;
	at->gr.util = use->sm_percent * 100;
	at->fb.util = use->memory_percent * 100;
	at->nvenc.util = use->encoder_percent * 100;
	at->nvdec.util = use->decoder_percent * 100;
	at->nvjpg.util = use->jpeg_percent * 100;
	at->nvofa.util = use->ofa_percent * 100;
}

static struct machine_vgpu_process total_use(const struct machine_vgpu *vgpu)
{
	struct machine_vgpu_process total = {0};

	for (uint32_t i = 0; i < vgpu->processes_count; i++) {
		total.sm_percent += vgpu->processes[i].sm_percent;
		total.memory_percent += vgpu->processes[i].memory_percent;
		total.encoder_percent += vgpu->processes[i].encoder_percent;
		total.decoder_percent += vgpu->processes[i].decoder_percent;
		total.jpeg_percent += vgpu->processes[i].jpeg_percent;
		total.ofa_percent += vgpu->processes[i].ofa_percent;
	}
	return total;
}

/* Whose turn it is; NULL: the vGPU's as a whole. */
static const struct machine_vgpu_process *whose_turn(const struct sim_gpu *gpu, uint64_t slot,
						     const struct machine_vgpu **ret_vgpu)
{
	const struct machine_vgpu *vgpu = &gpu->entry->vgpus[slot % gpu->entry->vgpus_count];
	uint64_t turn = slot / gpu->entry->vgpus_count % (vgpu->processes_count + 1);

	*ret_vgpu = vgpu;
	return turn == 0 ? NULL : &vgpu->processes[turn - 1];
}

/* vGPUs take turns, each as a whole and then with its guest's processes. */
static void put_vgpu_owner(const struct sim_gpu *gpu, uint64_t slot, sample *at)
{
	const struct machine_vgpu *vgpu;
	const struct machine_vgpu_process *process;

	if (gpu->entry->vgpus_count == 0)
		return;
	process = whose_turn(gpu, slot, &vgpu);
	if (!process) {
		struct machine_vgpu_process total = total_use(vgpu);

		put_share(at, vgpu->pid, NO_PROCESS, &total);
	} else {
		put_share(at, vgpu->pid, process->pid, process);
	}
}

/* One owner per engine and period: the processes take turns. */
static void put_owner(const struct sim_gpu *gpu, uint64_t slot, sample *at)
{
	const struct machine_process *process;

	at->fb.proc_id = at->gr.proc_id = at->nvenc.proc_id = at->nvdec.proc_id = NO_PROCESS;
	at->nvjpg.proc_id = at->nvofa.proc_id = NO_PROCESS;
	if (sim_vgpu_is_host(gpu))
		put_vgpu_owner(gpu, slot, at);
	if (gpu->processes_count == 0)
		return;
	process = &gpu->processes[slot % gpu->processes_count];
	at->gr.proc_id = at->fb.proc_id = process->pid;
	at->gr.util = process->sm_percent * 100;
	at->fb.util = process->memory_percent * 100;
	if (process->encoder_percent)
		at->nvenc.proc_id = process->pid;
	if (process->decoder_percent)
		at->nvdec.proc_id = process->pid;
	at->nvenc.util = process->encoder_percent * 100;
	at->nvdec.util = process->decoder_percent * 100;
}

static uint32_t percent(int32_t value)
{
	return value < 0 ? 0 : (uint32_t)value;
}

static void put_sample(const struct sim_gpu *gpu, uint64_t slot, sample *at)
{
	memset(at, 0, sizeof(*at));
	at->base.time_stamp = slot * SIM_SAMPLE_PERIOD_NS;
	at->gr.util = percent(gpu->state.gpu_percent) * 100;
	at->fb.util = percent(gpu->state.memory_percent) * 100;
	at->nvenc.util = percent(gpu->state.encoder_percent) * 100;
	at->nvdec.util = percent(gpu->state.decoder_percent) * 100;
	at->nvjpg.util = percent(gpu->state.jpeg_percent) * 100;
	at->nvofa.util = percent(gpu->state.ofa_percent) * 100;
	put_owner(gpu, slot, at);
}

/* Without memory there is no history, and what was is told as what is. */
void sim_samples_take(struct sim_gpu *gpu, uint64_t slot)
{
	if (!gpu->samples)
		gpu->samples = calloc(SIM_SAMPLES_MAX, sizeof(sample));
	if (gpu->samples)
		put_sample(gpu, slot, (sample *)gpu->samples + slot % SIM_SAMPLES_MAX);
}

static void recall_sample(const struct sim_gpu *gpu, uint64_t slot, sample *at)
{
	if (gpu->samples)
		*at = ((const sample *)gpu->samples)[slot % SIM_SAMPLES_MAX];
	else
		put_sample(gpu, slot, at);
}

/* In every engine's part of a sample: its offsets by release, of the guest's process name. */
static const struct {
	struct rm_version since;
	uint32_t stride, first, distance, engines;
} name_layouts[] = {
    {{570, 0, 0}, 776, 24, 128, 6}, {{550, 0, 0}, 704, 24, 116, 6}, {{0, 0, 0}, 472, 24, 116, 4}};

/* Names are not in the neutral struct, where nobody's stack would have room for them. */
static void put_names(const struct sim_call *call, uint64_t slot, uint32_t place)
{
	const struct machine_vgpu *vgpu;
	const struct machine_vgpu_process *process;
	size_t row = 0;

	if (!sim_vgpu_is_host(call->gpu) || call->gpu->entry->vgpus_count == 0)
		return;
	process = whose_turn(call->gpu, slot, &vgpu);
	while (rm_version_compare(call->sim->version, name_layouts[row].since) < 0)
		row++;
	for (uint32_t i = 0; process && i < name_layouts[row].engines; i++)
		snprintf((char *)call->wire + SAMPLES_AT + place * name_layouts[row].stride +
			     name_layouts[row].first + i * name_layouts[row].distance,
			 NAME_SIZE, "%s", process->name);
}

/* A ring: tracker is the entry that will be written next. */
uint32_t sim_get_gpumon_samples(struct sim_call *call, void *neutral)
{
	samples *params = neutral;
	uint32_t count = sample_count(call->sim);
	const struct rm_layout *layout =
	    rm_layout_at(RM_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2, call->sim->release);
	uint64_t newest = call->sim->now_ns / SIM_SAMPLE_PERIOD_NS;

	if (params->type != SAMPLE_TYPE_UTIL || params->buf_size != layout->size - SAMPLES_AT)
		return SIM_INVALID_ARGUMENT;
	memset(params->samples, 0, sizeof(params->samples));
	for (uint64_t slot = newest; slot > 0 && newest - slot < count; slot--) {
		recall_sample(call->gpu, slot, &params->samples[slot % count]);
		put_names(call, slot, (uint32_t)(slot % count));
	}
	params->count = newest < count ? (uint32_t)newest : count;
	params->tracker = (uint32_t)((newest + 1) % count);
	return SIM_OK;
}

uint32_t sim_get_pstate(struct sim_call *call, void *neutral)
{
	if (call->gpu->state.pstate < 0)
		return SIM_NOT_SUPPORTED;
	((struct rm_perf_get_current_pstate *)neutral)->curr_pstate = 1u << call->gpu->state.pstate;
	return SIM_OK;
}

uint32_t sim_get_powerstate(struct sim_call *call, void *neutral)
{
	(void)call;
	((struct rm_perf_get_powerstate *)neutral)->power_state_info.power_state = 0; /* AC */
	return SIM_OK;
}

uint32_t sim_get_video_sample(struct sim_call *call, void *neutral)
{
	struct rm_perf_get_vid_eng_perfmon_sample *params = neutral;
	const struct machine_state *state = &call->gpu->state;
	const int32_t engines[] = {-1, state->encoder_percent, state->decoder_percent,
				   state->jpeg_percent, state->ofa_percent};

	if (params->engine_type == 0 || params->engine_type > 4)
		return SIM_INVALID_ARGUMENT;
	if (engines[params->engine_type] < 0)
		return SIM_NOT_SUPPORTED;
	params->clk_percent_busy = (uint32_t)engines[params->engine_type];
	params->sampling_period_us = call->gpu->model->poll_interval_ms * 1000;
	return SIM_OK;
}

uint32_t sim_get_time(struct sim_call *call, void *neutral)
{
	((struct rm_timer_get_time *)neutral)->time_nsec = call->sim->now_ns;
	return SIM_OK;
}

uint32_t sim_get_time_correlation(struct sim_call *call, void *neutral)
{
	struct rm_timer_get_gpu_cpu_time_correlation_info *params = neutral;
	uint64_t wall_us = sim_wall_us(call->sim);

	if (params->sample_count == 0 || params->sample_count > CORRELATION_MAX)
		return SIM_INVALID_ARGUMENT;
	for (unsigned i = 0; i < params->sample_count; i++) {
		params->samples[i].cpu_time = wall_us + i;
		params->samples[i].gpu_time = call->sim->now_ns + (uint64_t)i * 1000;
	}
	return SIM_OK;
}
