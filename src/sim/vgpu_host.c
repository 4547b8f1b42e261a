/* SPDX-License-Identifier: MIT */
/* What a host of vGPUs can do: abilities, sizes that share a GPU, places in its memory. */
#include <stdio.h>
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

/* No board here lets vGPUs take turns within a GPU instance. */
static bool shares_no_instance(const struct sim_gpu *gpu)
{
	return sim_mig_is_on(gpu);
}

/* A type that the GPU lacks is answered with nothing. */
uint32_t sim_get_vgpu_places(struct sim_call *call, void *neutral)
{
	struct rm_vgpu_config_get_creatable_placements *params = neutral;
	const struct sim_gpu *gpu = call->gpu;
	const struct machine_vgpu_type *type = sim_vgpu_type(gpu->model, params->vgpu_type_id);
	uint32_t list[PLACES_MAX];

	if (shares_no_instance(gpu) ||
	    (!gpu->vgpu.mixed_sizes && !sim_vgpu_has_uniform_places(gpu)))
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

	if (shares_no_instance(call->gpu))
		return SIM_NOT_SUPPORTED;
	params->heterogeneous_mode = call->gpu->vgpu.mixed_sizes;
	return SIM_OK;
}

uint32_t sim_set_vgpu_mixed_sizes(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_set_vgpu_heterogeneous_mode *params = neutral;

	if (!sim_vgpu_has_sriov(call->gpu) || shares_no_instance(call->gpu))
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

/* Range of the interface between host and guest, major << 16 | minor; before 555 the lower end is
 * assumed. */
static const struct {
	struct rm_version since;
	uint32_t min, max;
} versions[] = {
    {{595, 0, 0}, 0x180001, 0x1c0001},   {{590, 0, 0}, 0x180001, 0x1b0001},
    {{580, 0, 0}, 0x120001, 0x1a0001},   {{575, 0, 0}, 0x070001, 0x190001},
    {{570, 133, 7}, 0x120001, 0x180002}, {{570, 124, 0}, 0x120001, 0x180001},
    {{570, 0, 0}, 0x070001, 0x180001},   {{565, 0, 0}, 0x070001, 0x170001},
    {{560, 0, 0}, 0x070001, 0x160001},   {{555, 0, 0}, 0x070001, 0x150001},
    {{550, 0, 0}, 0x070001, 0x140001},   {{0, 0, 0}, 0x070001, 0x120001},
};

static size_t version_row(const struct sim *sim)
{
	size_t row = 0;

	while (rm_version_compare(sim->version, versions[row].since) < 0)
		row++;
	return row;
}

uint32_t sim_get_vgpu_version(struct sim_call *call, void *neutral)
{
	struct rm_vgpu_get_vgpu_version *params = neutral;
	const struct sim *sim = call->sim;
	size_t row = version_row(sim);

	params->host_min_supported_version = versions[row].min;
	params->host_max_supported_version = versions[row].max;
	params->user_min_supported_version = sim->vgpu_max ? sim->vgpu_min : versions[row].min;
	params->user_max_supported_version = sim->vgpu_max ? sim->vgpu_max : versions[row].max;
	return SIM_OK;
}

uint32_t sim_set_vgpu_version(struct sim_call *call, void *neutral)
{
	const struct rm_vgpu_set_vgpu_version *params = neutral;
	size_t row = version_row(call->sim);

	if (params->min_version > params->max_version || params->min_version < versions[row].min ||
	    params->max_version > versions[row].max)
		return SIM_INVALID_ARGUMENT;
	call->sim->vgpu_min = params->min_version;
	call->sim->vgpu_max = params->max_version;
	return SIM_OK;
}

#define ABILITY_ECC 1u
#define ABILITY_VIRTUAL_FUNCTIONS 2u

/* Before Hopper a code of the board's fused-off parts comes third; none is simulated. */
uint32_t sim_get_vgpu_host_identity(struct sim_call *call, void *neutral)
{
	struct rm_vgpu_config_get_pgpu_metadata_string *params = neutral;
	const struct machine_model *model = call->gpu->model;
	uint32_t abilities = (model->ecc_enabled ? ABILITY_ECC : 0) |
			     (sim_vgpu_has_sriov(call->gpu) ? ABILITY_VIRTUAL_FUNCTIONS : 0);

	snprintf((char *)params->gpu_string, sizeof(params->gpu_string), "%04X%04X%08X",
		 model->pci_device, model->pci_subsystem, abilities);
	return SIM_OK;
}
