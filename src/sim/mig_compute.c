/* SPDX-License-Identifier: MIT */
/* Compute instances within a GPU instance. */
#include <string.h>

#include "sim/controls.h"
#include "sim/uuid.h"

#define AT_SPAN 2u /* NVC637_CTRL_DMA_EXEC_PARTITIONS_CREATE_REQUEST_AT_SPAN */
#define NO_ENGINE_SHARED 0u
#define VEIDS_PER_SPAN 8u

/*
 * Profiles of the board that are not larger than the GPU instance. The odd-sized
 * mini-quarter only fills an instance of its own kind; of two alike one is listed.
 */
unsigned sim_ci_profiles(const struct sim_gpu *gpu, const struct sim_mig_profile *profile,
			 struct sim_compute_profile *ret_list)
{
	unsigned count = 0;

	for (const struct sim_mig_profile *row = gpu->mig.board->profiles; row->name; row++) {
		struct sim_compute_profile *last = count ? &ret_list[count - 1] : NULL;

		if (row->media || row->sms > profile->sms || row->slices > profile->slices)
			continue;
		if (row->compute == SIM_COMPUTE_MINI_QUARTER && row->compute != profile->compute)
			continue;
		if (last && last->slices == row->slices && last->sms == row->sms)
			continue;
		ret_list[count++] =
		    (struct sim_compute_profile){row->compute, row->slices, row->sms};
	}
	return count;
}

/* Slots that an instance covers, where slots are aligned more than its slices. */
static uint32_t slots_of(const struct sim_gpu *gpu, const struct sim_compute_profile *profile)
{
	static const uint8_t aligned[] = {
	    [SIM_COMPUTE_FULL] = 8,    [SIM_COMPUTE_HALF] = 4,         [SIM_COMPUTE_MINI_HALF] = 4,
	    [SIM_COMPUTE_QUARTER] = 2, [SIM_COMPUTE_MINI_QUARTER] = 2, [SIM_COMPUTE_EIGHTH] = 1};

	return gpu->mig.board->aligned ? aligned[profile->size] : profile->slices;
}

static bool may_begin(const struct sim_gpu *gpu, const struct sim_gi *gi,
		      const struct sim_compute_profile *profile, uint32_t start)
{
	if (gpu->mig.board->aligned && start % slots_of(gpu, profile) != 0)
		return false;
	return start + profile->slices <= gi->profile->slices;
}

static uint32_t bits(const struct sim_gpu *gpu, const struct sim_compute_profile *profile,
		     uint32_t start)
{
	return ((1u << slots_of(gpu, profile)) - 1) << start;
}

static uint32_t taken_bits(const struct sim_gpu *gpu, const struct sim_gi *gi)
{
	uint32_t taken = 0;

	for (unsigned i = 0; i < SIM_CI_MAX; i++)
		if (gi->compute[i].valid)
			taken |= bits(gpu, &gi->compute[i].profile, gi->compute[i].start);
	return taken;
}

static bool fits(const struct sim_gpu *gpu, const struct sim_gi *gi,
		 const struct sim_compute_profile *profile, uint32_t start, uint32_t taken)
{
	return may_begin(gpu, gi, profile, start) && !(bits(gpu, profile, start) & taken);
}

static uint32_t first_place(const struct sim_gpu *gpu, const struct sim_gi *gi,
			    const struct sim_compute_profile *profile)
{
	uint32_t taken = taken_bits(gpu, gi);

	for (uint32_t start = 0; start < SIM_CI_MAX; start++)
		if (fits(gpu, gi, profile, start, taken))
			return start;
	return SIM_NO_ID;
}

uint32_t sim_ci_create(struct sim_gpu *gpu, uint32_t gi_id,
		       const struct sim_compute_profile *profile, uint32_t start, uint32_t shared,
		       uint32_t *ret_id)
{
	struct sim_gi *gi = &gpu->mig.instances[gi_id];
	uint32_t id = 0;

	if (start == SIM_NO_ID)
		start = first_place(gpu, gi, profile);
	else if (start >= SIM_CI_MAX || !may_begin(gpu, gi, profile, start))
		return SIM_INVALID_ARGUMENT;
	if (start == SIM_NO_ID)
		return SIM_INSUFFICIENT_RESOURCES;
	if (!fits(gpu, gi, profile, start, taken_bits(gpu, gi)))
		return SIM_STATE_IN_USE;
	while (gi->compute[id].valid)
		id++; /* there is a free one: instances do not overlap */
	gi->compute[id] =
	    (struct sim_ci){.valid = true, .profile = *profile, .start = start, .shared = shared};
	gpu->sim->files_state++;
	/* Graphics engines are counted over the whole GPU. */
	sim_uuid_of_mig(gpu->chip->chip_id, gpu->entry->pdi, gi_id, gi->start + start,
			gi->compute[id].uuid);
	sim_uuid_format(gi->compute[id].uuid, gi->compute[id].uuid_text);
	memcpy(gi->compute[id].uuid_text, "MIG-", 4);
	*ret_id = id;
	return SIM_OK;
}

/* The instance below an object of class 0xC637. */
static struct sim_gi *subscribed(const struct sim_call *call)
{
	struct sim_gi *gi = &call->gpu->mig.instances[call->object->instance];

	return gi->profile ? gi : NULL;
}

uint32_t sim_get_compute_profiles(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_compute_profiles *params = neutral;
	struct sim_compute_profile list[SIM_CI_MAX];
	uint32_t gi = sim_mig_subscription(call);

	if (!sim_mig_is_on(call->gpu))
		return SIM_INVALID_STATE;
	if (gi == SIM_NO_ID)
		return SIM_OBJECT_NOT_FOUND;
	params->profile_count =
	    sim_ci_profiles(call->gpu, call->gpu->mig.instances[gi].profile, list);
	for (uint32_t i = 0; i < params->profile_count; i++)
		params->profiles[i] = (struct rm_gpu_get_compute_profiles_profiles){
		    .compute_size = (uint8_t)sim_mig_flag_compute(call->gpu, list[i].size),
		    .gpc_count = list[i].slices,
		    .veid_count = list[i].slices * VEIDS_PER_SPAN,
		    .sm_count = list[i].sms};
	return SIM_OK;
}

static bool profile_of_size(const struct sim_gpu *gpu, const struct sim_gi *gi, uint32_t size,
			    struct sim_compute_profile *ret_profile)
{
	struct sim_compute_profile list[SIM_CI_MAX];
	unsigned count = sim_ci_profiles(gpu, gi->profile, list);

	for (unsigned i = 0; i < count; i++)
		if (sim_mig_flag_compute(gpu, list[i].size) == size) {
			*ret_profile = list[i];
			return true;
		}
	return false;
}

uint32_t sim_get_compute_capacity(struct sim_call *call, void *neutral)
{
	struct rm_exec_partitions_get_profile_capacity *params = neutral;
	struct sim_gi *gi = subscribed(call);
	struct sim_compute_profile profile;
	uint32_t taken, after;

	if (!gi || !profile_of_size(call->gpu, gi, params->compute_size, &profile))
		return SIM_INVALID_ARGUMENT;
	params->available_spans_count = params->total_spans_count = 0;
	params->profile_count = params->total_profile_count = 0;
	taken = after = taken_bits(call->gpu, gi);
	for (uint32_t start = 0, end = 0; start < SIM_CI_MAX; start++) {
		uint64_t last = start + slots_of(call->gpu, &profile) - 1;

		if (!may_begin(call->gpu, gi, &profile, start))
			continue;
		params->total_spans[params->total_spans_count].lo = start;
		params->total_spans[params->total_spans_count++].hi = last;
		if (start >= end) {
			params->total_profile_count++;
			end = (uint32_t)last + 1;
		}
		if (!fits(call->gpu, gi, &profile, start, taken))
			continue;
		params->available_spans[params->available_spans_count].lo = start;
		params->available_spans[params->available_spans_count++].hi = last;
		if (!(bits(call->gpu, &profile, start) & after)) {
			after |= bits(call->gpu, &profile, start);
			params->profile_count++;
		}
	}
	return SIM_OK;
}

/* Since 525 by size; before, by the number of slices alone. */
static bool requested_profile(const struct sim_gpu *gpu, const struct sim_gi *gi,
			      const struct rm_exec_partitions_create_exec_part_info *info,
			      struct sim_compute_profile *ret_profile)
{
	struct sim_compute_profile list[SIM_CI_MAX];
	unsigned count = sim_ci_profiles(gpu, gi->profile, list);

	if (sim_since(gpu->sim, 525, 0, 0))
		return profile_of_size(gpu, gi, info->compute_size, ret_profile);
	for (unsigned i = 0; i < count; i++)
		if (list[i].slices == info->gpc_count) {
			*ret_profile = list[i];
			return true;
		}
	return false;
}

uint32_t sim_exec_partitions_create(struct sim_call *call, void *neutral)
{
	struct rm_exec_partitions_create *params = neutral;
	struct sim_gi *gi = subscribed(call);
	struct sim_compute_profile profile;
	uint32_t status = SIM_OK;

	if (!sim_mig_may_configure(call))
		return SIM_INSUFFICIENT_PERMISSIONS;
	if (!gi || params->exec_part_count == 0 || params->exec_part_count > SIM_CI_MAX)
		return SIM_INVALID_ARGUMENT;
	for (uint32_t i = 0; i < params->exec_part_count && status == SIM_OK; i++) {
		const struct rm_exec_partitions_create_exec_part_info *info =
		    &params->exec_part_info[i];
		uint32_t start = info->span_start != 0 ? info->span_start
						       : info->veid_start_offset / VEIDS_PER_SPAN;

		if (!requested_profile(call->gpu, gi, info, &profile))
			return SIM_INVALID_ARGUMENT;
		status = sim_ci_create(call->gpu, call->object->instance, &profile,
				       params->flags & AT_SPAN ? start : SIM_NO_ID,
				       info->shared_eng_flag, &params->exec_part_id[i]);
	}
	return status;
}

static bool has_process(const struct sim_gpu *gpu, uint32_t gi, uint32_t ci)
{
	for (uint32_t i = 0; i < gpu->processes_count; i++)
		if (gpu->processes[i].gpu_instance == (int32_t)gi &&
		    gpu->processes[i].compute_instance == (int32_t)ci)
			return true;
	return false;
}

uint32_t sim_exec_partitions_delete(struct sim_call *call, void *neutral)
{
	const struct rm_exec_partitions_delete *params = neutral;
	struct sim_gi *gi = subscribed(call);

	if (!sim_mig_may_configure(call))
		return SIM_INSUFFICIENT_PERMISSIONS;
	if (!gi || params->exec_part_count == 0 || params->exec_part_count > SIM_CI_MAX)
		return SIM_INVALID_ARGUMENT;
	for (uint32_t i = 0; i < params->exec_part_count; i++) {
		uint32_t id = params->exec_part_id[i];

		if (id >= SIM_CI_MAX || !gi->compute[id].valid)
			return SIM_INVALID_ARGUMENT;
		if (sim_ci_is_subscribed(call->gpu, call->object->instance, id) ||
		    has_process(call->gpu, call->object->instance, id))
			return SIM_STATE_IN_USE;
		gi->compute[id].valid = false;
		call->sim->files_state++;
	}
	return SIM_OK;
}

/* Engines are shared with the whole GPU instance unless the request said otherwise. */
static void put_compute(const struct sim_gpu *gpu, const struct sim_gi *gi, const struct sim_ci *ci,
			struct rm_exec_partitions_get_exec_part_info *ret_info)
{
	*ret_info = (struct rm_exec_partitions_get_exec_part_info){
	    .gpc_count = ci->profile.slices,
	    .veid_count = ci->profile.slices * VEIDS_PER_SPAN,
	    .ce_count = gi->profile->ce,
	    .nv_enc_count = gi->profile->enc,
	    .nv_dec_count = gi->profile->dec,
	    .nv_jpg_count = gi->profile->jpeg,
	    .ofa_count = gi->profile->ofa,
	    .shared_eng_flag = ci->shared,
	    .veid_start_offset = ci->start * VEIDS_PER_SPAN,
	    .sm_count = ci->profile.sms,
	    .span_start = ci->start,
	    .compute_size = sim_mig_flag_compute(gpu, ci->profile.size),
	};
}

static const struct sim_object *child_of(const struct sim_object *parent, uint32_t class_number)
{
	const struct sim_object *object;

	for (object = parent->client->objects; object; object = object->next)
		if (object->parent == parent && object->class_number == class_number)
			return object;
	return NULL;
}

uint32_t sim_exec_partitions_get(struct sim_call *call, void *neutral)
{
	struct rm_exec_partitions_get *params = neutral;
	const struct sim_object *mine = child_of(call->object, SIM_CLASS_COMPUTE_INSTANCE);
	const struct sim_gi *gi = subscribed(call);
	bool all = sim_mig_may_configure(call);
	uint32_t count = 0;

	if (!gi)
		return SIM_INVALID_STATE;
	if (!mine && !all)
		return SIM_INSUFFICIENT_PERMISSIONS;
	for (uint32_t id = 0; id < SIM_CI_MAX; id++) {
		if (!gi->compute[id].valid || (!all && id != mine->instance))
			continue;
		params->exec_part_id[count] = id;
		put_compute(call->gpu, gi, &gi->compute[id], &params->exec_part_info[count++]);
	}
	params->exec_part_count = count;
	return SIM_OK;
}

uint32_t sim_exec_partitions_get_active_ids(struct sim_call *call, void *neutral)
{
	struct rm_exec_partitions_get_active_ids *params = neutral;
	const struct sim_gi *gi = subscribed(call);
	uint32_t count = 0;

	if (!gi)
		return SIM_INVALID_STATE;
	for (uint32_t id = 0; id < SIM_CI_MAX; id++) {
		if (!gi->compute[id].valid)
			continue;
		params->exec_part_id[count] = id;
		memcpy(params->exec_part_uuid[count++].str, gi->compute[id].uuid_text,
		       sizeof(gi->compute[id].uuid_text));
	}
	params->exec_part_count = count;
	return SIM_OK;
}

uint32_t sim_get_compute_uuid(struct sim_call *call, void *neutral)
{
	struct rm_compute_instance_get_uuid *params = neutral;
	const struct sim_gi *gi = &call->gpu->mig.instances[call->object->parent->instance];
	const struct sim_ci *ci = &gi->compute[call->object->instance];

	if (!gi->profile || !ci->valid)
		return SIM_INVALID_STATE;
	memcpy(params->uuid, ci->uuid, sizeof(params->uuid));
	memcpy(params->uuid_str, ci->uuid_text, sizeof(params->uuid_str));
	return SIM_OK;
}
