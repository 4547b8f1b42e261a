/* SPDX-License-Identifier: MIT */
/* MIG mode and GPU instances. */
#include "sim/mig.h"

#include <errno.h>
#include <string.h>

#include "sim/controls.h"

#define FLAG_MEDIA (1u << 30)  /* NV2080_CTRL_GPU_PARTITION_FLAG_REQ_DEC_JPG_OFA */
#define FLAG_PLACED (1u << 31) /* NV2080_CTRL_GPU_PARTITION_FLAG_PLACE_AT_SPAN */
#define COMPUTE_SHIFT 2u
#define COMPUTE_EIGHTH_515 4u       /* renumbered in 520, when mini-quarters came */
#define DEVICE_LEVEL_ID 0xfffffffeu /* heads the list of active ids */
#define MODE_LEGACY 0u              /* NV2080_CTRL_GPU_SET_PARTITIONING_MODE_REPARTITIONING_* */
#define MODE_FAST_RECONFIG 2u
/* What BAR1 keeps for itself; with it the shares are the recorded ones, in whole MiB. */
#define BAR1_KEPT_MIB 512u

bool sim_mig_is_on(const struct sim_gpu *gpu)
{
	return gpu->mig.mode == SIM_MIG_ENABLED || gpu->mig.mode == SIM_MIG_DISABLE_PENDING;
}

bool sim_mig_in_use(const struct sim_gpu *gpu)
{
	for (unsigned id = 0; id < SIM_GI_IDS; id++)
		if (gpu->mig.instances[id].profile)
			return true;
	return false;
}

static const struct sim_mig_profile *profiles_of(const struct sim_gpu *gpu)
{
	static const struct sim_mig_profile none[] = {{.name = NULL}};

	return gpu->mig.board ? gpu->mig.board->profiles : none;
}

/* Memory slices of an instance. */
uint32_t sim_gi_span(const struct sim_mig_board *board, const struct sim_mig_profile *profile)
{
	return board->slices >> (unsigned)profile->memory;
}

/* Memory sizes are powers of two, so a size's ids follow those of all larger ones. */
static uint32_t id_of(const struct sim_gpu *gpu, const struct sim_mig_profile *profile,
		      uint32_t start)
{
	return (1u << (unsigned)profile->memory) - 1 + start / sim_gi_span(gpu->mig.board, profile);
}

static uint32_t bits_of(const struct sim_gpu *gpu, const struct sim_mig_profile *profile,
			uint32_t start)
{
	return ((1u << sim_gi_span(gpu->mig.board, profile)) - 1) << start;
}

static uint32_t taken_bits(const struct sim_gpu *gpu)
{
	uint32_t taken = 0;

	for (unsigned id = 0; id < SIM_GI_IDS; id++) {
		const struct sim_gi *gi = &gpu->mig.instances[id];

		if (gi->profile)
			taken |= bits_of(gpu, gi->profile, gi->start);
	}
	return taken;
}

static unsigned count_of(const struct sim_gpu *gpu, const struct sim_mig_profile *profile)
{
	unsigned count = 0;

	for (unsigned id = 0; id < SIM_GI_IDS; id++)
		count += gpu->mig.instances[id].profile == profile;
	return count;
}

static bool may_begin(const struct sim_mig_profile *profile, uint32_t start)
{
	return start < 8 && profile->places & 1u << start;
}

static bool fits(const struct sim_gpu *gpu, const struct sim_mig_profile *profile, uint32_t start,
		 uint32_t taken)
{
	return may_begin(profile, start) && !(bits_of(gpu, profile, start) & taken);
}

/* How many instances of any size could still be made, one at a time. */
static unsigned choices(const struct sim_gpu *gpu, uint32_t taken)
{
	uint32_t seen = 0; /* bit per id: profiles of one size share theirs */

	for (const struct sim_mig_profile *row = profiles_of(gpu); row->name; row++)
		for (uint32_t start = 0; start < 8; start++)
			if (fits(gpu, row, start, taken))
				seen |= 1u << id_of(gpu, row, start);
	return (unsigned)__builtin_popcount(seen);
}

/* The place that leaves the most choices; the first of equals. */
static uint32_t best_place(const struct sim_gpu *gpu, const struct sim_mig_profile *profile)
{
	uint32_t taken = taken_bits(gpu);
	uint32_t best = SIM_NO_ID;
	unsigned most = 0;

	for (uint32_t start = 0; start < 8; start++) {
		if (!fits(gpu, profile, start, taken))
			continue;
		unsigned left = choices(gpu, taken | bits_of(gpu, profile, start));
		if (best == SIM_NO_ID || left > most) {
			best = start;
			most = left;
		}
	}
	return best;
}

static unsigned capacity(const struct sim_gpu *gpu, const struct sim_mig_profile *profile)
{
	uint32_t taken = taken_bits(gpu);
	unsigned made = count_of(gpu, profile);
	unsigned room = 0;

	for (uint32_t start = 0; start < 8; start++)
		if (fits(gpu, profile, start, taken)) {
			taken |= bits_of(gpu, profile, start);
			room++;
		}
	return made + room > profile->count ? profile->count - made : room;
}

uint32_t sim_gi_create(struct sim_gpu *gpu, const struct sim_mig_profile *profile, uint32_t start,
		       uint32_t *ret_id)
{
	struct sim_gi *gi;

	if (count_of(gpu, profile) >= profile->count)
		return SIM_INSUFFICIENT_RESOURCES;
	if (start == SIM_NO_ID)
		start = best_place(gpu, profile);
	else if (!may_begin(profile, start))
		return SIM_INVALID_ARGUMENT;
	if (start == SIM_NO_ID || !fits(gpu, profile, start, taken_bits(gpu)))
		return SIM_INSUFFICIENT_RESOURCES;
	*ret_id = id_of(gpu, profile, start);
	gi = &gpu->mig.instances[*ret_id];
	memset(gi, 0, sizeof(*gi));
	gi->profile = profile;
	gi->start = start;
	gpu->sim->files_state++;
	return SIM_OK;
}

static bool has_process(const struct sim_gpu *gpu, uint32_t id)
{
	for (uint32_t i = 0; i < gpu->processes_count; i++)
		if (gpu->processes[i].gpu_instance == (int32_t)id)
			return true;
	return false;
}

static uint32_t destroy(struct sim_gpu *gpu, uint32_t id)
{
	struct sim_gi *gi = id < SIM_GI_IDS ? &gpu->mig.instances[id] : NULL;

	if (!gi || !gi->profile)
		return SIM_INVALID_ARGUMENT;
	for (unsigned i = 0; i < SIM_CI_MAX; i++)
		if (gi->compute[i].valid)
			return SIM_STATE_IN_USE;
	if (sim_gi_is_subscribed(gpu, id) || has_process(gpu, id))
		return SIM_STATE_IN_USE;
	memset(gi, 0, sizeof(*gi));
	gpu->sim->files_state++;
	return SIM_OK;
}

uint64_t sim_gi_memory_kib(const struct sim_gi *gi)
{
	return (uint64_t)gi->profile->memory_mib * 1024;
}

uint64_t sim_gi_used_kib(const struct sim_gpu *gpu, uint32_t id)
{
	const struct sim_gi *gi = &gpu->mig.instances[id];
	uint64_t used = gi->used_kib;

	for (uint32_t i = 0; i < gpu->processes_count; i++)
		if (gpu->processes[i].gpu_instance == (int32_t)id)
			used += gpu->processes[i].memory_mib * 1024;
	return used < sim_gi_memory_kib(gi) ? used : sim_gi_memory_kib(gi);
}

uint32_t sim_mig_used_kib(const struct sim_gpu *gpu)
{
	uint64_t used = 0;

	for (uint32_t id = 0; id < SIM_GI_IDS; id++)
		if (gpu->mig.instances[id].profile)
			used += sim_gi_used_kib(gpu, id);
	return (uint32_t)used;
}

uint64_t sim_gi_bar1_kib(const struct sim_gpu *gpu, const struct sim_gi *gi)
{
	uint64_t total = gpu->model->bar1_mib;
	uint64_t kept = (uint64_t)gpu->state.bar1_used_mib + BAR1_KEPT_MIB;

	if (total <= kept)
		return 0;
	return (total - kept) * sim_gi_span(gpu->mig.board, gi->profile) / gpu->mig.board->slices *
	       1024;
}

/* Flags on the wire. */

uint32_t sim_mig_flag_compute(const struct sim_gpu *gpu, enum sim_mig_compute size)
{
	if (size == SIM_COMPUTE_EIGHTH && !sim_since(gpu->sim, 520, 0, 0))
		return COMPUTE_EIGHTH_515;
	return size;
}

static uint32_t flag_of(const struct sim_gpu *gpu, const struct sim_mig_profile *profile)
{
	return (uint32_t)profile->memory |
	       sim_mig_flag_compute(gpu, profile->compute) << COMPUTE_SHIFT |
	       (profile->media ? FLAG_MEDIA : 0);
}

bool sim_gi_flag(const struct sim_gpu *gpu, uint32_t id, uint32_t *ret_flag)
{
	const struct sim_mig_profile *profile =
	    id < SIM_GI_IDS ? gpu->mig.instances[id].profile : NULL;

	if (profile)
		*ret_flag = flag_of(gpu, profile);
	return profile != NULL;
}

/* Drivers before 520 knew no mini-quarters. */
static bool is_known(const struct sim_gpu *gpu, const struct sim_mig_profile *profile)
{
	return profile->compute != SIM_COMPUTE_MINI_QUARTER || sim_since(gpu->sim, 520, 0, 0);
}

static const struct sim_mig_profile *profile_of_flag(const struct sim_gpu *gpu, uint32_t flag)
{
	for (const struct sim_mig_profile *row = profiles_of(gpu); row->name; row++)
		if (is_known(gpu, row) && flag_of(gpu, row) == (flag & ~FLAG_PLACED))
			return row;
	return NULL;
}

/* Handlers. */

uint32_t sim_set_partitioning_mode(struct sim_call *call, void *neutral)
{
	uint32_t wanted = ((struct rm_gpu_set_partitioning_mode *)neutral)->partitioning_mode;
	struct sim_gpu *gpu = call->gpu;
	bool resetless = gpu->chip->architecture >= ARCHITECTURE_HOPPER;

	if (gpu->mig.mode == SIM_MIG_UNSUPPORTED)
		return SIM_NOT_SUPPORTED;
	if (wanted > MODE_FAST_RECONFIG)
		return SIM_INVALID_ARGUMENT;
	if (sim_mig_in_use(gpu))
		return SIM_STATE_IN_USE;
	bool enable = wanted != MODE_LEGACY;
	if (enable == sim_mig_is_on(gpu) || resetless)
		gpu->mig.mode = enable ? SIM_MIG_ENABLED : SIM_MIG_DISABLED;
	else
		gpu->mig.mode = enable ? SIM_MIG_ENABLE_PENDING : SIM_MIG_DISABLE_PENDING;
	if (sim_mig_is_on(gpu))
		gpu->accounting = false;
	sim_rusd_update_bar1(gpu);
	return SIM_OK;
}

void sim_mig_after_reset(struct sim_gpu *gpu)
{
	if (gpu->mig.mode == SIM_MIG_ENABLE_PENDING)
		gpu->mig.mode = SIM_MIG_ENABLED;
	else if (gpu->mig.mode == SIM_MIG_DISABLE_PENDING)
		gpu->mig.mode = SIM_MIG_DISABLED;
	sim_rusd_update_bar1(gpu);
}

uint32_t sim_describe_partitions(struct sim_call *call, void *neutral)
{
	struct rm_gpu_describe_partitions *params = neutral;
	uint32_t count = 0;

	if (call->gpu->mig.mode == SIM_MIG_UNSUPPORTED)
		return SIM_NOT_SUPPORTED;
	for (const struct sim_mig_profile *row = profiles_of(call->gpu); row->name; row++) {
		if (!is_known(call->gpu, row))
			continue;
		params->partition_descs[count++] =
		    (struct rm_gpu_describe_partitions_partition_descs){
			.partition_flag = flag_of(call->gpu, row),
			.gr_count = row->slices,
			.gpc_count = row->slices,
			.virtual_gpc_count = row->slices,
			.veid_count = row->slices * 8u,
			.sm_count = row->sms,
			.ce_count = row->ce,
			.nv_enc_count = row->enc,
			.nv_dec_count = row->dec,
			.nv_jpg_count = row->jpeg,
			.nv_ofa_count = row->ofa,
			.memory_size = (uint64_t)row->memory_mib << 20};
	}
	params->desc_count = count;
	return SIM_OK;
}

uint32_t sim_get_partition_capacity(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_partition_capacity *params = neutral;
	const struct sim_mig_profile *profile = profile_of_flag(call->gpu, params->partition_flag);
	uint32_t taken = taken_bits(call->gpu);

	if (call->gpu->mig.mode == SIM_MIG_UNSUPPORTED)
		return SIM_NOT_SUPPORTED;
	if (!profile)
		return SIM_INVALID_ARGUMENT;
	params->available_spans_count = params->total_spans_count = 0;
	for (uint32_t start = 0; start < 8; start++) {
		uint64_t last = start + sim_gi_span(call->gpu->mig.board, profile) - 1;

		if (fits(call->gpu, profile, start, taken)) {
			params->available_spans[params->available_spans_count].lo = start;
			params->available_spans[params->available_spans_count++].hi = last;
		}
		if (may_begin(profile, start)) {
			params->total_spans[params->total_spans_count].lo = start;
			params->total_spans[params->total_spans_count++].hi = last;
		}
	}
	params->partition_count = capacity(call->gpu, profile);
	params->total_partition_count = profile->count;
	return SIM_OK;
}

static uint32_t set_one(struct sim_gpu *gpu, struct rm_gpu_set_partitions_partition_info *info)
{
	const struct sim_mig_profile *profile = profile_of_flag(gpu, info->partition_flag);
	uint32_t start = SIM_NO_ID;

	if (!info->valid)
		return destroy(gpu, info->swizz_id);
	if (!profile)
		return SIM_NOT_SUPPORTED;
	if (info->partition_flag & FLAG_PLACED) {
		if (info->placement.lo > 7 ||
		    info->placement.hi + 1 !=
			info->placement.lo + sim_gi_span(gpu->mig.board, profile))
			return SIM_INVALID_ARGUMENT;
		start = (uint32_t)info->placement.lo;
	}
	return sim_gi_create(gpu, profile, start, &info->swizz_id);
}

/* All or nothing is the driver's word; here one that fails ends the call. */
uint32_t sim_set_partitions(struct sim_call *call, void *neutral)
{
	struct rm_gpu_set_partitions *params = neutral;
	uint32_t status = SIM_OK;

	if (!sim_mig_may_configure(call))
		return SIM_INSUFFICIENT_PERMISSIONS;
	if (!sim_mig_is_on(call->gpu))
		return SIM_NOT_SUPPORTED;
	if (params->partition_count == 0 || params->partition_count > SIM_GI_MAX)
		return SIM_INVALID_ARGUMENT;
	for (uint32_t i = 0; i < params->partition_count && status == SIM_OK; i++)
		status = set_one(call->gpu, &params->partition_info[i]);
	return status;
}

static void put_partition(const struct sim_gpu *gpu, uint32_t id,
			  struct rm_gpu_get_partitions_query_partition_info *ret_info)
{
	const struct sim_gi *gi = &gpu->mig.instances[id];
	const struct sim_mig_profile *profile = gi->profile;

	*ret_info = (struct rm_gpu_get_partitions_query_partition_info){
	    .swizz_id = id,
	    .partition_flag = flag_of(gpu, profile),
	    .gr_eng_count = profile->slices,
	    .veid_count = profile->slices * 8u,
	    .sm_count = profile->sms,
	    .ce_count = profile->ce,
	    .nv_enc_count = profile->enc,
	    .nv_dec_count = profile->dec,
	    .nv_jpg_count = profile->jpeg,
	    .nv_ofa_count = profile->ofa,
	    .gpc_count = profile->slices,
	    .virtual_gpc_count = profile->slices,
	    .mem_size = (uint64_t)profile->memory_mib << 20,
	    .span = {.lo = gi->start, .hi = gi->start + sim_gi_span(gpu->mig.board, profile) - 1},
	    .valid = 1,
	};
}

/* Listing all needs a right; without one only one's own is listed, and that may be none. */
uint32_t sim_get_partitions(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_partitions *params = neutral;
	uint32_t mine = sim_mig_subscription(call);
	uint32_t count = 0;

	if (call->gpu->mig.mode == SIM_MIG_UNSUPPORTED)
		return SIM_NOT_SUPPORTED;
	if (sim_mig_in_use(call->gpu) && params->get_all_partition_info &&
	    !sim_mig_may_configure(call))
		return SIM_INSUFFICIENT_PERMISSIONS;
	for (uint32_t id = 0; id < SIM_GI_IDS && count < SIM_GI_MAX; id++)
		if (call->gpu->mig.instances[id].profile &&
		    (params->get_all_partition_info || id == mine))
			put_partition(call->gpu, id, &params->query_partition_info[count++]);
	params->valid_partition_count = count;
	return SIM_OK;
}

uint32_t sim_get_active_partition_ids(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_active_partition_ids *params = neutral;

	if (!sim_mig_is_on(call->gpu))
		return SIM_NOT_SUPPORTED;
	params->partition_count = 0;
	params->swizz_id[params->partition_count++] = DEVICE_LEVEL_ID;
	for (uint32_t id = 0; id < SIM_GI_IDS; id++)
		if (call->gpu->mig.instances[id].profile)
			params->swizz_id[params->partition_count++] = id;
	return SIM_OK;
}

/* The state that a machine file describes. */

static const struct sim_mig_profile *profile_named(const struct sim_gpu *gpu, const char *name)
{
	for (const struct sim_mig_profile *row = profiles_of(gpu); row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

static uint32_t make_compute(struct sim_gpu *gpu, uint32_t gi, uint32_t slices)
{
	struct sim_compute_profile list[SIM_CI_MAX];
	unsigned count = sim_ci_profiles(gpu, gpu->mig.instances[gi].profile, list);
	uint32_t id;

	for (unsigned i = count; i-- > 0;)
		if (slices == 0 || list[i].slices == slices)
			return sim_ci_create(gpu, gi, &list[i], SIM_NO_ID, ~0u, &id);
	return SIM_INVALID_ARGUMENT;
}

static uint32_t make_instance(struct sim_gpu *gpu, const struct machine_mig_instance *entry)
{
	const struct sim_mig_profile *profile = profile_named(gpu, entry->profile);
	uint32_t start = entry->start < 0 ? SIM_NO_ID : (uint32_t)entry->start;
	uint32_t id;
	uint32_t status = profile ? sim_gi_create(gpu, profile, start, &id) : SIM_INVALID_ARGUMENT;

	if (status != SIM_OK)
		return status;
	gpu->mig.instances[id].used_kib = entry->used_kib;
	if (entry->compute_count == 0 && !entry->empty)
		status = make_compute(gpu, id, 0);
	for (uint32_t i = 0; i < entry->compute_count && status == SIM_OK; i++)
		status = make_compute(gpu, id, entry->compute[i]);
	return status;
}

int sim_mig_setup(struct sim_gpu *gpu, const char **ret_error)
{
	const struct machine_gpu *entry = gpu->entry;

	gpu->mig.board = sim_mig_board_find(gpu->model->mig_profiles);
	gpu->mig.mode = gpu->model->mig_capable ? SIM_MIG_DISABLED : SIM_MIG_UNSUPPORTED;
	*ret_error = "a GPU's mig_profiles names no known board, or MIG is on without them";
	if (gpu->model->mig_profiles && !gpu->mig.board)
		return -EINVAL;
	if (!entry->mig_enabled && entry->mig_instances_count == 0)
		return 0;
	if (!gpu->mig.board || gpu->mig.mode == SIM_MIG_UNSUPPORTED)
		return -EINVAL;
	gpu->mig.mode = SIM_MIG_ENABLED;
	*ret_error = "a MIG instance of the machine does not fit";
	for (uint32_t i = 0; i < entry->mig_instances_count; i++)
		if (make_instance(gpu, &entry->mig_instances[i]) != SIM_OK)
			return -EINVAL;
	return 0;
}
