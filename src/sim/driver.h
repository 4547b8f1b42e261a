/* SPDX-License-Identifier: MIT */
/*
 * What the rooms of the simulated driver share: GPUs, open files, clients and
 * objects. Nothing here is seen by a host; hosts use sim/sim.h.
 */
#ifndef OPENNVML_SIM_DRIVER_H
#define OPENNVML_SIM_DRIVER_H

#include "rm/abi.h"
#include "sim/chips.h"
#include "sim/fault.h"
#include "sim/machine.h"
#include "sim/mig.h"
#include "sim/sim.h"

#define SIM_GPUS_MAX 32u          /* NV_MAX_DEVICES */
#define SIM_IOCTL_SIZE_MAX 16384u /* NV_ABSOLUTE_MAX_IOCTL_SIZE */
/* Files that the bus listens to; the second for one bus. */
#define SIM_RESCAN_ALL "/sys/bus/pci/rescan"
#define SIM_RESCAN_BUS "/sys/class/pci_bus/%x:%x/rescan"
#define SIM_PARAMS_SIZE_MAX (1u << 20)

/* NV_STATUS codes that this driver answers (nvstatuscodes.h). */
enum sim_status {
	SIM_OK = 0x00,
	SIM_BUSY_RETRY = 0x03,
	SIM_GPU_IS_LOST = 0x0f,
	SIM_ILLEGAL_ACTION = 0x16,
	SIM_IN_USE = 0x17,
	SIM_INSERT_DUPLICATE_NAME = 0x19,
	SIM_INSUFFICIENT_RESOURCES = 0x1a,
	SIM_INSUFFICIENT_PERMISSIONS = 0x1b,
	SIM_INVALID_ACCESS_TYPE = 0x1d,
	SIM_INVALID_ADDRESS = 0x1e,
	SIM_INVALID_ARGUMENT = 0x1f,
	SIM_INVALID_BASE = 0x20,
	SIM_INVALID_CLASS = 0x22,
	SIM_INVALID_CLIENT = 0x23,
	SIM_INVALID_EVENT = 0x28,
	SIM_INVALID_FLAGS = 0x29,
	SIM_INVALID_LIMIT = 0x2e,
	SIM_INVALID_OBJECT = 0x31,
	SIM_INVALID_OBJECT_HANDLE = 0x33,
	SIM_INVALID_OBJECT_PARENT = 0x36,
	SIM_INVALID_PARAM_STRUCT = 0x3a,
	SIM_INVALID_STATE = 0x40,
	SIM_INVALID_STRING_LENGTH = 0x41,
	SIM_NO_MEMORY = 0x51,
	SIM_NOT_READY = 0x55,
	SIM_NOT_SUPPORTED = 0x56,
	SIM_OBJECT_NOT_FOUND = 0x57,
	SIM_OPERATING_SYSTEM = 0x59,
	SIM_OUT_OF_RANGE = 0x5b,
	SIM_RESET_REQUIRED = 0x62,
	SIM_STATE_IN_USE = 0x63,
	SIM_TIMEOUT = 0x65,
	SIM_GENERIC = 0xffff,
};

/* Classes of the object tree (class/cl*.h). */
enum sim_class {
	SIM_CLASS_ROOT = 0x41,
	SIM_CLASS_DEVICE = 0x80,
	SIM_CLASS_SUBDEVICE = 0x2080,
	SIM_CLASS_SHARED_DATA = 0xde,
	SIM_CLASS_EVENT = 0x05,
	SIM_CLASS_CALLBACK = 0x78,
	SIM_CLASS_OS_EVENT = 0x79,
	SIM_CLASS_CALLBACK_EX = 0x7e,
	SIM_CLASS_DIAG = 0x208f,
	SIM_CLASS_MIG_CONFIG = 0xc639,
	SIM_CLASS_MIG_MONITOR = 0xc640,
	SIM_CLASS_GPU_INSTANCE = 0xc637,
	SIM_CLASS_COMPUTE_INSTANCE = 0xc638,
	SIM_CLASS_VGPU_CONFIG = 0xa081,
};

struct sim_rusd {
	uint8_t *page;         /* size bytes of the release's NV00DE_SHARED_DATA; NULL: none */
	uint64_t mask;         /* union over the objects, and what is polled without them */
	uint64_t permanent;    /* polled while anybody works on the GPU; outlives the page */
	uint64_t next_poll_ns; /* 0: nobody asked */
	uint32_t interval_ms;
};

/* What is known of a process beside what the machine says. */
struct sim_run {
	uint64_t start_us; /* wall clock; 0: before the machine began */
	uint64_t start_ns;
	uint64_t end_ns;             /* 0: never */
	struct machine_process said; /* at full load, its texts not its own */
	/* For its account: sums of percents over so many steps. */
	uint64_t steps, sum_sm, sum_memory;
};

/* What a vGPU host lets its users set. */
struct sim_vgpu_host {
	uint32_t encoder_capacity[48]; /* by position in the machine's list */
	bool mixed_sizes;
	bool mini_quarter, media_engine;
	uint32_t policy; /* NV2080_CTRL_CMD_VGPU_SCHEDULER_POLICY_* */
	uint32_t arr;    /* NV2080_CTRL_CMD_VGPU_SCHEDULER_ARR_* */
	uint32_t timeslice_ns, average_factor;
};

struct sim_gpu {
	struct sim *sim;
	const struct machine_gpu *entry;
	const struct machine_model *model;
	const struct sim_chip *chip;
	struct machine_state state; /* telemetry now */
	uint64_t held; /* readings set from outside: a bit for every four bytes of the state */
	/* What runs now, with the texts its own; runs has the same places. */
	struct machine_process *processes;
	struct sim_run *runs;
	uint32_t processes_count;
	struct machine_account *accounts; /* finished processes that were not cleared */
	uint32_t accounts_count;
	uint64_t processes_done_ns; /* processes up to here were started */
	struct sim_body *body;      /* NULL: nothing moves by itself */
	void *samples;              /* history of use; NULL: it was always as it is */
	unsigned index, minor;
	uint32_t domain;
	uint8_t bus, device;
	uint32_t id; /* gpuId */
	uint32_t irq;
	uint8_t uuid[16];
	char uuid_text[48];
	unsigned usage;  /* opens of the node and attach references */
	bool attached;   /* has a live RM object */
	bool tried;      /* somebody wanted it initialised */
	bool seen;       /* was initialised at least once: caches are filled */
	bool persistent; /* NV_PERSISTENT_SW_STATE */
	bool accounting;
	bool ecc_pending;
	bool draining, remove_idle; /* no new clients; off the bus at the last close */
	bool removed;               /* off the bus */
	bool dram_encryption_pending;
	char hostname[64];        /* saved for the fabric */
	uint32_t device_instance; /* while attached */
	uint32_t compute_mode;
	struct sim_links *links; /* what links counted when they were cleared; NULL: never */
	uint32_t nvlink_bw_mode; /* of this GPU alone */
	uint32_t l1_threshold;   /* idle time before links go to low power */
	uint32_t l1_exit_threshold;
	int fail_errno;       /* initialisation fails with this errno (0: succeeds) */
	uint32_t fail_status; /* adapter status that STATUS_CODE then tells */
	struct sim_trouble trouble;
	struct sim_rusd rusd;
	struct sim_mig mig;
	struct sim_vgpu_host vgpu;
};

/* An NvUnixEvent waiting on a file. */
struct sim_event {
	struct sim_event *next;
	uint32_t object, index, info32;
	uint16_t info16;
};

struct sim_file {
	struct sim *sim;
	struct sim_file *next;
	struct sim_gpu *gpu; /* NULL for nvidiactl */
	unsigned minor;
	unsigned capability; /* minor of a nvidia-caps node; 0: another node */
	int flags;
	bool closed;          /* the last descriptor is gone, ties keep it */
	unsigned ties;        /* files tied to this one by REGISTER_FD */
	struct sim_file *ctl; /* the file this one is tied to */
	bool attach_done;
	uint32_t attached; /* bit per GPU index */
	bool deferred;     /* opened with O_NONBLOCK before initialisation */
	int deferred_rc;
	bool counts; /* holds a usage of its GPU */
	bool has_mapping;
	int32_t mapping_tgid;
	uint64_t mapping_cookie;
	uint8_t *mapping; /* memory of the host, NULL once the file is closed */
	size_t mapping_size;
	struct sim_gpu *mapping_gpu;
	struct sim_event *events;
	bool woken; /* a data-less event */
};

/* Who may do what with an object (RS_SHARE_POLICY). */
struct sim_share {
	uint32_t target, rights; /* a client; bits of RS_ACCESS_* */
	uint16_t type;           /* RS_SHARE_TYPE_* */
	uint8_t action;          /* RS_SHARE_ACTION_FLAG_* */
};

#define SIM_SHARES_MAX 16u

struct sim_object {
	struct sim_object *next; /* all objects of the client, newest first */
	struct sim_object *parent;
	struct sim_client *client;
	struct sim_gpu *gpu; /* of the device above it; NULL without one */
	uint32_t handle, class_number;
	uint64_t mask;                       /* shared data: what it wants polled */
	uint32_t interval_ms;                /* shared data: wanted interval, 0 default */
	uint32_t instance;                   /* id of a GPU or compute instance */
	uint32_t notify_index, notify_flags; /* event */
	int32_t event_fd;
	struct sim_file *event_file;
	struct sim_object *event_source;
	uint8_t actions[256]; /* subdevice: 0 disabled, 1 single, 2 repeat */
	bool shares_set;      /* the list below stands for this object and those under it */
	unsigned share_count;
	struct sim_share shares[SIM_SHARES_MAX];
};

/* Registered with ALLOC_OS_EVENT: where events of a client and key go. */
struct sim_sink {
	struct sim_sink *next;
	uint32_t client;
	int32_t fd;
	struct sim_file *file;
};

/* System events of a client (NV0000_NOTIFIERS_*): switched on or off, and their data. */
#define SIM_SYSTEM_NOTIFIERS_MAX 8u

struct sim_system_event {
	struct sim_system_event *next;
	uint32_t gpu_id;
	bool bind;
};

struct sim_client {
	struct sim_client *next;
	struct sim_file *file;
	int32_t tgid; /* of the task that allocated the root */
	bool admin;   /* what that task was; filtering of events asks for it */
	uint32_t handle;
	uint32_t generated; /* handles chosen by the driver so far */
	uint8_t system_actions[SIM_SYSTEM_NOTIFIERS_MAX];
	struct sim_system_event *system_events;
	struct sim_object *objects;
};

struct sim {
	const struct machine *machine;
	char version_text[64];
	struct rm_version version;
	unsigned release;
	struct sim_gpu gpus[SIM_GPUS_MAX];
	unsigned gpu_count;
	struct sim_file *files;
	struct sim_client *clients;
	struct sim_sink *sinks;
	struct sim_registry_entry *registry;
	unsigned registry_entries;
	uint64_t files_state;        /* counts GPUs and parts of them that came or went */
	uint32_t vgpu_min, vgpu_max; /* range of versions that its users set; 0: not set */
	uint32_t clients_made;
	uint32_t mappings_made;
	char *mig_minors; /* the table of all capability nodes that there could be */
	size_t mig_minors_size;
	uint64_t memblock_size;   /* SYS_PARAMS; 0: never set */
	bool cc_ready, cc_failed; /* confidential computing: GPUs take work, never again */
	uint64_t cc_advantage;
	uint32_t nvlink_bw_mode;
	uint32_t nvlink_bw_scope; /* NV0000_CTRL_CMD_GPU_NVLINK_BW_MODE_SCOPE_* */
	uint64_t now_ns;
	uint64_t started_ns;       /* of the first tick */
	uint64_t timeline_done_ns; /* events up to here were raised */
	struct sim_faults faults;
	struct sim_trouble trouble; /* of the node /dev/nvidiactl */
	char files_version[64];     /* of the driver's files on disk; empty: the module's own */
	bool started, alive;        /* ticked once; readings move */
	uint64_t target_ns;         /* where now_ns is going */
	uint64_t host_started_ns;   /* the host's clock at the start */
	uint64_t wall_started_us;
	uint64_t life_step_ns, life_slot_ns; /* next step of physics, next sample of use */
	void (*log)(void *ctx, const char *line);
	void *log_ctx;
	char life_error[160];
	uint8_t arg[SIM_IOCTL_SIZE_MAX]; /* the escape being served */
};

/* One escape: the argument block is in and out. */
struct sim_call {
	struct sim *sim;
	const struct sim_task *task;
	struct sim_file *file;
	uint8_t *arg;
	size_t size;
	bool admin;
	/* For controls. */
	struct sim_client *client;
	struct sim_object *object;
	struct sim_gpu *gpu; /* of the object; NULL for the root */
	uint8_t *wire;       /* the parameters, for what no neutral struct has */
	bool later;          /* nothing was done: the host calls again after a while */
};

/* driver.c */
void sim_log(const struct sim *sim, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Whether the claimed driver is this release or a later one. */
bool sim_since(const struct sim *sim, unsigned major, unsigned minor, unsigned patch);
/* Whether the machine's processes have ids in the caller's pid namespace. */
bool sim_sees_machine(const struct sim_call *call);
/* The open kernel module always runs GSP firmware; the proprietary one where the model says so. */
bool sim_gpu_has_gsp(const struct sim_gpu *gpu);

/* gpu.c */
int sim_gpu_setup(struct sim *sim, const char **ret_error);
/* What a driver that was just loaded makes of its GPUs. */
int sim_gpus_start(struct sim *sim, const char **ret_error);
struct sim_gpu *sim_gpu_by_minor(struct sim *sim, unsigned minor);
struct sim_gpu *sim_gpu_by_id(struct sim *sim, uint32_t id);
int sim_gpu_get(struct sim_gpu *gpu); /* a usage; initialises; -errno */
void sim_gpu_put(struct sim_gpu *gpu);
uint32_t sim_gpu_memory_node(const struct sim_gpu *gpu); /* ~0: no NUMA node of its own */
uint64_t sim_gpu_regs_address(const struct sim_gpu *gpu);
uint64_t sim_gpu_bar1_address(const struct sim_gpu *gpu);
/* Memory that is not reserved. */
uint32_t sim_gpu_heap_kib(const struct sim_gpu *gpu);
uint32_t sim_gpu_used_kib(const struct sim_gpu *gpu);      /* heap in use */
uint32_t sim_gpu_slot_gen(const struct sim_gpu *gpu);      /* what the root port can */
uint32_t sim_gpu_pcie_gen_info(const struct sim_gpu *gpu); /* PCIE_GEN_INFO, on the page too */

/* confcompute.c */
uint64_t sim_gpu_protected_kib(const struct sim_gpu *gpu);

/* hotplug.c */
void sim_gpu_remove(struct sim_gpu *gpu);

/* object.c */
struct sim_client *sim_client_find(struct sim *sim, uint32_t handle);
/* The client of a handle as a call on this file may use it; stores NV_STATUS when it may not. */
struct sim_client *sim_client_of_call(const struct sim_call *call, uint32_t handle,
				      uint32_t unknown, uint32_t *ret_status);
struct sim_object *sim_object_find(struct sim_client *client, uint32_t handle);
uint32_t sim_client_new(const struct sim_call *call, uint32_t wanted, uint32_t *ret_handle);
void sim_client_free(struct sim *sim, struct sim_client *client);
struct sim_object *sim_object_new(struct sim_client *client, struct sim_object *parent,
				  uint32_t handle, uint32_t class_number);
void sim_object_free(struct sim *sim, struct sim_object *object); /* and what is below it */
/* Chooses a handle where it is 0; whether the client may use it for a new object. */
uint32_t sim_handle_assign(struct sim_client *client, uint32_t *handle);
void sim_clients_of_file_free(struct sim *sim, struct sim_file *file);
void sim_gpu_objects_free(struct sim_gpu *gpu);

/* alloc.c */
uint32_t sim_alloc(struct sim_call *call);

/* share.c */
uint32_t sim_dup_object(struct sim_call *call);
uint32_t sim_share_object(struct sim_call *call);
uint32_t sim_own_rights(const struct sim_call *call); /* bits of RS_ACCESS_* */

/* registry.c: 0 or -1 when memory is short */
int sim_registry_setup(struct sim *sim);
void sim_registry_free(struct sim *sim);
uint32_t sim_access_registry(struct sim_call *call);

/* map.c */
uint32_t sim_map_memory(struct sim_call *call);
uint32_t sim_unmap_memory(struct sim_call *call);

/* escape.c: the escapes beside the RM_ ones; 0 or -errno. */
int sim_escape_card_info(struct sim_call *call);
int sim_escape_register_fd(struct sim_call *call);
int sim_escape_status_code(struct sim_call *call);
int sim_escape_check_version(struct sim_call *call);
int sim_escape_attach_gpus(struct sim_call *call);
int sim_escape_device_intr(struct sim_call *call);
int sim_escape_sys_params(struct sim_call *call);
int sim_escape_numa_info(struct sim_call *call);
int sim_escape_set_numa_status(struct sim_call *call);
int sim_escape_wait_open(struct sim_call *call);

/* event.c */
int sim_escape_alloc_os_event(struct sim_call *call);
int sim_escape_free_os_event(struct sim_call *call);
int sim_escape_get_event_data(struct sim_call *call);
uint32_t sim_event_construct(struct sim_call *call, struct sim_object *object,
			     const uint8_t *params);
void sim_events_forget(struct sim *sim, const struct sim_object *source);
void sim_system_events_drop(struct sim_client *client);
bool sim_object_has_event(const struct sim_object *source);
void sim_sinks_drop(struct sim *sim, uint32_t client, const struct sim_file *file);

/* timeline.c */
uint64_t sim_timeline_tick(struct sim *sim, uint64_t now_ns);
uint64_t sim_timeline_next(const struct sim *sim);
void sim_raise_kind(struct sim *sim, unsigned gpu, const char *kind, uint32_t xid);

/* reload.c: the module is taken out and put in again, in this version. */
int sim_reload(struct sim *sim, const char *version);

/* rusd.c */
int sim_rusd_setup(struct sim_gpu *gpu);     /* at initialisation of the GPU */
void sim_rusd_teardown(struct sim_gpu *gpu); /* at its shutdown */
uint32_t sim_rusd_construct(struct sim_object *object, uint64_t mask);
uint32_t sim_rusd_set_mask(struct sim_object *object, uint64_t mask);
void sim_rusd_update_mask(struct sim_gpu *gpu);
uint64_t sim_rusd_tick(struct sim_gpu *gpu, uint64_t now_ns);
bool sim_rusd_polls(const struct sim_gpu *gpu);   /* whether a non-zero mask is accepted */
size_t sim_rusd_size(const struct sim *sim);      /* 0: no such class */
void sim_rusd_update_bar1(struct sim_gpu *gpu);   /* MIG came or went */
void sim_rusd_update_memory(struct sim_gpu *gpu); /* sizes in use changed */
void sim_rusd_mirror(struct sim_file *file);      /* fills a new mapping */
void sim_rusd_rewrite(struct sim_gpu *gpu);       /* writes again what is there */

/* links.c */
bool sim_gpu_has_fabric(const struct sim_gpu *gpu); /* registers with an NVSwitch fabric */
void sim_links_setup(struct sim_gpu *gpu);
void sim_links_free(struct sim_gpu *gpu);
/* vgpu.c */
bool sim_vgpu_is_host(const struct sim_gpu *gpu);
bool sim_vgpu_is_guest(const struct sim_gpu *gpu);
bool sim_vgpu_has_sriov(const struct sim_gpu *gpu);
void sim_vgpu_setup(struct sim_gpu *gpu);
const struct machine_vgpu_type *sim_vgpu_type(const struct machine_model *model, uint32_t id);
/* vgpu_host.c: where one more of the type fits; list has 48 places */
uint32_t sim_vgpu_places(const struct sim_gpu *gpu, const struct machine_vgpu_type *type,
			 uint32_t *list);
bool sim_vgpu_has_uniform_places(const struct sim_gpu *gpu);
/* vgpu_scheduler.c */
void sim_vgpu_scheduler_setup(struct sim_gpu *gpu);

/* control.c */
uint32_t sim_control(struct sim_call *call);

/* The escape's argument block, little-endian as the wire. */
static inline uint32_t sim_get32(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

static inline uint64_t sim_get64(const uint8_t *at)
{
	return sim_get32(at) | (uint64_t)sim_get32(at + 4) << 32;
}

static inline void sim_put16(uint8_t *at, uint16_t value)
{
	at[0] = (uint8_t)value;
	at[1] = (uint8_t)(value >> 8);
}

static inline void sim_put32(uint8_t *at, uint32_t value)
{
	sim_put16(at, (uint16_t)value);
	sim_put16(at + 2, (uint16_t)(value >> 16));
}

static inline void sim_put64(uint8_t *at, uint64_t value)
{
	sim_put32(at, (uint32_t)value);
	sim_put32(at + 4, (uint32_t)(value >> 32));
}

#endif
