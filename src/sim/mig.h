/* SPDX-License-Identifier: MIT */
/*
 * Partitions of a simulated GPU: what a board can be divided into, what it is
 * divided into now, and who may see and change it.
 *
 * Memory has the board's slices (8, or 4 on small boards). The id of a GPU
 * instance follows from its place: 0 is the whole board, 1 and 2 its halves,
 * 3..6 its quarters, 7..14 its eighths.
 */
#ifndef OPENNVML_SIM_MIG_H
#define OPENNVML_SIM_MIG_H

#include <stdbool.h>
#include <stdint.h>

#define SIM_GI_IDS 15u      /* ids 0..14 */
#define SIM_GI_MAX 8u       /* NV2080_CTRL_GPU_MAX_PARTITIONS */
#define SIM_CI_MAX 8u       /* NVC637_CTRL_MAX_EXEC_PARTITIONS */
#define SIM_MIG_PROFILES 8u /* of one board */
#define SIM_NO_ID 0xffffffffu
#define SIM_CAP_CONFIG 1u /* minors of the nvidia-caps nodes */
#define SIM_CAP_MONITOR 2u

struct sim;
struct sim_call;
struct sim_object;
struct sim_gpu;

/* NV2080_CTRL_GPU_INFO_GPU_SMC_MODE_* */
enum sim_mig_mode {
	SIM_MIG_UNSUPPORTED,
	SIM_MIG_ENABLED,
	SIM_MIG_DISABLED,
	SIM_MIG_ENABLE_PENDING,
	SIM_MIG_DISABLE_PENDING,
};

/* Sizes as NV2080_CTRL_GPU_PARTITION_FLAG_* numbers them since 520. */
enum sim_mig_memory { SIM_MEM_FULL, SIM_MEM_HALF, SIM_MEM_QUARTER, SIM_MEM_EIGHTH };
enum sim_mig_compute {
	SIM_COMPUTE_FULL,
	SIM_COMPUTE_HALF,
	SIM_COMPUTE_MINI_HALF,
	SIM_COMPUTE_QUARTER,
	SIM_COMPUTE_MINI_QUARTER,
	SIM_COMPUTE_EIGHTH,
};

struct sim_mig_profile {
	const char *name; /* 3g.40gb; NULL ends the list */
	enum sim_mig_memory memory;
	enum sim_mig_compute compute;
	bool media; /* all of decoder, JPEG and OFA: "+me" */
	uint8_t slices, count;
	uint16_t sms;
	uint8_t ce, dec, enc, jpeg, ofa;
	uint32_t memory_mib;
	uint8_t places; /* bit per memory slice where one may begin */
	bool late;      /* where instances go was recorded before there was this profile */
};

struct sim_mig_board {
	const char *name;
	uint8_t slices;         /* of memory */
	bool aligned;           /* compute instances begin at multiples of their size */
	uint32_t bar1_kept_mib; /* with it the shares of BAR1 are the recorded ones */
	struct sim_mig_profile profiles[SIM_MIG_PROFILES];
};

struct sim_compute_profile {
	enum sim_mig_compute size;
	uint32_t slices, sms;
};

struct sim_ci {
	bool valid;
	struct sim_compute_profile profile;
	uint32_t start, shared;
	uint8_t uuid[16];
	char uuid_text[41];
};

struct sim_gi {
	const struct sim_mig_profile *profile; /* NULL: no such instance */
	uint32_t start;
	uint64_t used_kib; /* beside processes */
	struct sim_ci compute[SIM_CI_MAX];
};

struct sim_mig {
	const struct sim_mig_board *board; /* NULL: MIG without known profiles */
	enum sim_mig_mode mode;
	struct sim_gi instances[SIM_GI_IDS]; /* by id */
};

/* mig_boards.c: NULL for a stranger. */
const struct sim_mig_board *sim_mig_board_find(const char *name);

/* mig.c */
int sim_mig_setup(struct sim_gpu *gpu, const char **ret_error);
void sim_mig_after_reset(struct sim_gpu *gpu);
bool sim_mig_is_on(const struct sim_gpu *gpu);
bool sim_mig_in_use(const struct sim_gpu *gpu); /* there are instances */
uint32_t sim_gi_span(const struct sim_mig_board *board, const struct sim_mig_profile *profile);
/* SIM_OK and the new id, or an NV_STATUS; start SIM_NO_ID: wherever most is left. */
uint32_t sim_gi_create(struct sim_gpu *gpu, const struct sim_mig_profile *profile, uint32_t start,
		       uint32_t *ret_id);
/* NV2080_CTRL_GPU_PARTITION_FLAG of an instance; false when there is none. */
bool sim_gi_flag(const struct sim_gpu *gpu, uint32_t id, uint32_t *ret_flag);
uint64_t sim_gi_memory_kib(const struct sim_gi *gi);
uint64_t sim_gi_used_kib(const struct sim_gpu *gpu, uint32_t id);
uint64_t sim_gi_bar1_kib(const struct sim_gpu *gpu, const struct sim_gi *gi);
uint32_t sim_mig_used_kib(const struct sim_gpu *gpu); /* of all instances */
uint32_t sim_mig_flag_compute(const struct sim_gpu *gpu, enum sim_mig_compute size);

/* mig_compute.c */
unsigned sim_ci_profiles(const struct sim_gpu *gpu, const struct sim_mig_profile *profile,
			 struct sim_compute_profile *ret_list);
uint32_t sim_ci_create(struct sim_gpu *gpu, uint32_t gi, const struct sim_compute_profile *profile,
		       uint32_t start, uint32_t shared, uint32_t *ret_id);

/* mig_rights.c */
bool sim_mig_may_configure(const struct sim_call *call);
/* The GPU instance that the object's device is subscribed to; SIM_NO_ID: none. */
uint32_t sim_mig_subscription(const struct sim_call *call);
/* Instances exist, and the caller is neither subscribed nor a monitor. */
bool sim_mig_hides(const struct sim_call *call);
/* Whether an event of a divided GPU is not for the client of that subdevice. */
bool sim_mig_hides_event(const struct sim_object *subdevice, uint32_t notifier, uint16_t info16);
bool sim_gi_is_subscribed(const struct sim_gpu *gpu, uint32_t gi);
bool sim_ci_is_subscribed(const struct sim_gpu *gpu, uint32_t gi, uint32_t ci);
/* Writes the table of minors into sim->mig_minors. */
int sim_mig_list_minors(struct sim *sim);
/* Minors of access nodes. */
#define SIM_CAP_LAST_OF_GPUS 4322u /* 32 GPUs of 15 instances of 8 parts */
unsigned sim_cap_of_gi(const struct sim_gpu *gpu, uint32_t gi);
unsigned sim_cap_of_ci(const struct sim_gpu *gpu, uint32_t gi, uint32_t ci);
/* Whether the caller's descriptor is an open of the node with that minor. */
bool sim_cap_is_held(const struct sim_call *call, uint64_t descriptor, unsigned minor);

#endif
