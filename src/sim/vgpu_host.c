/* SPDX-License-Identifier: MIT */
/* What a host of vGPUs can do: abilities, sizes that share a GPU, places in its memory. */
#include <string.h>

#include "sim/controls.h"

#define PLACE_MIB 1024u /* memory between two neighbouring places */
#define PLACES_MAX 48u

/* NVA081_CTRL_VGPU_CAPABILITY_* */
enum capability {
	MINI_QUARTER = 0,
	MEDIA_ENGINE = 1,
	WARM_UPDATE = 2,
	STREAMING = 3,
	READ_BANDWIDTH = 4,
	WRITE_BANDWIDTH = 5,
	MIXED_SIZES = 6,
	MIXED_TYPES = 7,
	FRACTIONAL = 8,
	UNIFORM_PLACES = 9,
	MIG_TIMESLICING = 10,
	MIG_TIMESLICING_ENABLED = 11,
};

/* Megabytes in a second; no record tells a real one. */
#define BANDWIDTH 12345u

bool sim_vgpu_has_uniform_places(const struct sim_gpu *gpu)
{
	return sim_vgpu_has_sriov(gpu) && gpu->chip->architecture >= ARCHITECTURE_ADA;
}

static uint32_t size_of(const struct machine_vgpu_type *type)
{
	return type->memory_mib / PLACE_MIB;
}

static bool is_free(const struct sim_gpu *gpu, uint32_t first, uint32_t size)
{
	for (uint32_t i = 0; i < gpu->entry->vgpus_count; i++) {
		const struct machine_vgpu *vgpu = &gpu->entry->vgpus[i];
		const struct machine_vgpu_type *type = sim_vgpu_type(gpu->model, vgpu->type);

		if (vgpu->place >= 0 && first < (uint32_t)vgpu->place + size_of(type) &&
		    (uint32_t)vgpu->place < first + size)
			return false;
	}
	return true;
}

uint32_t sim_vgpu_places(const struct sim_gpu *gpu, const struct machine_vgpu_type *type,
			 uint32_t *list)
{
	uint32_t all = gpu->vgpu.mixed_sizes ? type->places_count : type->max;
	uint32_t count = 0;

	for (uint32_t i = 0; i < all; i++) {
		uint32_t place = gpu->vgpu.mixed_sizes ? type->places[i] : i * size_of(type);

		if (is_free(gpu, place, size_of(type)))
			list[count++] = place;
	}
	return count;
}

/* A type that the GPU lacks is answered with nothing. */
uint32_t sim_get_vgpu_places(struct sim_call *call, void *neutral)
{
	struct rm_vgpu_config_get_creatable_placements *params = neutral;
	const struct sim_gpu *gpu = call->gpu;
	const struct machine_vgpu_type *type = sim_vgpu_type(gpu->model, params->vgpu_type_id);
	uint32_t list[PLACES_MAX];

	if (!gpu->vgpu.mixed_sizes && !sim_vgpu_has_uniform_places(gpu))
		return SIM_NOT_SUPPORTED;
	if (!type)
		return SIM_OK;
	params->count = sim_vgpu_places(gpu, type, list);
	params->placement_size = size_of(type);
	memcpy(params->placement_ids, list, params->count * sizeof(list[0]));
	return SIM_OK;
}

uint32_t sim_get_vgpu_mixed_sizes(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_vgpu_heterogeneous_mode *params = neutral;

	params->heterogeneous_mode = call->gpu->vgpu.mixed_sizes;
	return SIM_OK;
}

uint32_t sim_set_vgpu_mixed_sizes(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_set_vgpu_heterogeneous_mode *params = neutral;

	if (!sim_vgpu_has_sriov(call->gpu))
		return SIM_NOT_SUPPORTED;
	if (call->gpu->entry->vgpus_count != 0)
		return SIM_IN_USE;
	call->gpu->vgpu.mixed_sizes = params->heterogeneous_mode != 0;
	return SIM_OK;
}

uint32_t sim_get_vgpu_support(struct sim_call *call, void *neutral)
{
	struct rm_pgpu_get_multi_vgpu_support_info *params = neutral;

	params->fractionalmulti_vgpu_supported =
	    call->gpu->chip->architecture >= ARCHITECTURE_AMPERE;
	params->heterogeneous_timeslice_profiles_supported = 1; /* on KVM */
	params->heterogeneous_timeslice_sizes_supported = sim_vgpu_has_sriov(call->gpu);
	return SIM_OK;
}

uint32_t sim_get_vgpu_bandwidth(struct sim_call *call, void *neutral)
{
	(void)call;
	((struct rm_vgpu_config_get_migration_bandwidth *)neutral)->migration_bandwidth = BANDWIDTH;
	return SIM_OK;
}

uint32_t sim_get_vgpu_streaming(struct sim_call *call, void *neutral)
{
	struct rm_pgpu_get_vgpu_streaming_capability *params = neutral;

	params->streaming_capability = sim_vgpu_has_sriov(call->gpu);
	return SIM_OK;
}

/* The newest number of a release. */
static uint32_t last_capability(const struct sim *sim)
{
	if (sim_since(sim, 575, 0, 0))
		return MIG_TIMESLICING_ENABLED;
	if (sim_since(sim, 570, 0, 0))
		return UNIFORM_PLACES;
	if (sim_since(sim, 565, 0, 0))
		return FRACTIONAL;
	return sim_since(sim, 560, 0, 0) ? WARM_UPDATE : MEDIA_ENGINE;
}

static uint32_t capability(const struct sim_gpu *gpu, uint32_t which)
{
	switch (which) {
	case MINI_QUARTER:
		return gpu->vgpu.mini_quarter;
	case MEDIA_ENGINE:
		return gpu->vgpu.media_engine;
	case WARM_UPDATE:
	case MIXED_TYPES:
		return 1;
	case STREAMING:
	case MIXED_SIZES:
		return sim_vgpu_has_sriov(gpu);
	case READ_BANDWIDTH:
	case WRITE_BANDWIDTH:
		return BANDWIDTH;
	case FRACTIONAL:
		return gpu->chip->architecture >= ARCHITECTURE_AMPERE;
	case UNIFORM_PLACES:
		return sim_vgpu_has_uniform_places(gpu);
	default:
		return 0; /* time slicing under MIG */
	}
}

uint32_t sim_get_vgpu_capability(struct sim_call *call, void *neutral)
{
	struct rm_vgpu_get_capability *params = neutral;

	if (params->capability > last_capability(call->sim))
		return SIM_INVALID_ARGUMENT;
	params->state = capability(call->gpu, params->capability);
	return SIM_OK;
}

uint32_t sim_set_vgpu_capability(struct sim_call *call, void *neutral)
{
	const struct rm_vgpu_set_capability *params = neutral;

	switch (params->capability) {
	case MINI_QUARTER:
		call->gpu->vgpu.mini_quarter = params->state != 0;
		return SIM_OK;
	case MEDIA_ENGINE:
		call->gpu->vgpu.media_engine = params->state != 0;
		return SIM_OK;
	case MIG_TIMESLICING_ENABLED:
		return SIM_NOT_SUPPORTED;
	default:
		return SIM_INVALID_ARGUMENT;
	}
}

/* As on KVM. */
uint32_t sim_get_vgpu_driver_caps(struct sim_call *call, void *neutral)
{
	struct rm_get_vgpu_driver_caps *params = neutral;

	(void)call;
	params->heterogeneous_multi_vgpu_supported = 1;
	params->warm_update_supported = 1;
	return SIM_OK;
}
