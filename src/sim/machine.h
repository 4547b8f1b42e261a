/* SPDX-License-Identifier: MIT */
/*
 * A machine: what a machine file (YAML) says. Plain data, read-only for the
 * simulated driver. Member names are the keys of the file, units in the name.
 * A value that no recording backs is listed in `assumed` of its model.
 */
#ifndef OPENNVML_SIM_MACHINE_H
#define OPENNVML_SIM_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How busy a process is over time, in percent of what its other keys say. */
struct machine_load {
	char *shape; /* constant, ramp, sine, square or random; NULL: none */
	uint32_t period_ms;
	uint32_t low_percent;
	uint32_t high_percent; /* default 100 */
};

struct machine_process {
	uint32_t pid;
	char *name; /* as /proc/<pid>/cmdline has it */
	char *type; /* C, G or C+G */
	uint64_t memory_mib;
	uint32_t sm_percent;
	uint32_t memory_percent;
	uint32_t encoder_percent;
	uint32_t decoder_percent;
	int32_t gpu_instance; /* MIG: where it runs; -1: on the whole GPU */
	int32_t compute_instance;
	uint32_t start_ms; /* after the machine's start; 0: it runs already */
	uint32_t end_ms;   /* 0: never */
	struct machine_load load;
	uint32_t memory_grow_mib_per_s;
	uint64_t memory_end_mib; /* growing ends there; 0: where the GPU's memory does */
	bool verbatim; /* blanks in name part no words, as where a program wrote its own title */
};

/* A GPU instance, made when the machine starts. */
struct machine_mig_instance {
	char *profile;     /* 3g.40gb */
	int32_t start;     /* first memory slice; -1: where most room is left */
	uint64_t used_kib; /* memory in use beside processes */
	uint32_t *compute; /* slices of its compute instances; none given: one that fills it */
	uint32_t compute_count;
	bool empty; /* no compute instance at all */
};

struct machine_encoder_session {
	uint32_t pid, id;
	uint32_t vgpu;  /* whose guest it is in; 0: the host's own */
	uint32_t codec; /* 0 H.264, 1 HEVC, 2 AV1 */
	uint32_t width, height;
	uint32_t frames_per_s, latency_us;
};

struct machine_capture_session {
	uint32_t pid, id;
	uint32_t vgpu;                 /* as above */
	uint32_t display, type, flags; /* NV2080_CTRL_NVFBC_SESSION_FLAG_* */
	uint32_t max_width, max_height, width, height;
	uint32_t frames_per_s, latency_us;
};

/* Uncorrected errors at one place of on-chip memory. */
struct machine_sram_error {
	uint32_t unit, location, sublocation, extlocation, address;
	bool parity;
	uint32_t count;
};

/* What accounting keeps of a process that has ended. */
struct machine_account {
	uint32_t pid;
	uint32_t gpu_percent, memory_percent;
	uint64_t max_memory_mib;
	uint64_t start_us, end_us; /* since the epoch */
};

struct machine_nvlink {
	uint32_t links;          /* enabled links per GPU */
	uint32_t version;        /* NV2080_CTRL_NVLINK_STATUS_NVLINK_VERSION_* */
	uint32_t line_rate_mbps; /* per lane */
	uint32_t lanes;          /* per link and direction */
	char *peer;              /* switch or gpu */
	/* Of each link when the machine starts. */
	uint64_t replays;
	uint64_t recoveries;
	uint64_t flit_crc_errors;
	uint64_t lane_crc_errors;
	uint64_t lane_ecc_errors;
	uint64_t bytes_per_s;         /* traffic in each direction */
	uint32_t low_power_threshold; /* in units of 100 us */
};

/* The link to a processor on the same module, which coherent models have. */
struct machine_c2c {
	uint32_t links;
	uint32_t link_mb_per_s;
	uint32_t crc_errors; /* of each link when the machine starts */
	uint32_t replays;
	uint32_t replays_back_to_back;
};

/* Confidential computing of the whole machine. */
struct machine_conf_compute {
	uint32_t cpu; /* NV_CONF_COMPUTE_SYSTEM_CPU_CAPABILITY_* */
	bool capable; /* all GPUs are */
	bool enabled;
	bool dev_tools;
	uint32_t multi_gpu;     /* NV_CONF_COMPUTE_SYSTEM_MULTI_GPU_MODE_* */
	uint32_t protected_mib; /* of each GPU */
	uint32_t protected_used_mib;
};

/* Telemetry at rest. Absent optional readings are -1. */
struct machine_state {
	int32_t temperature_c;
	int32_t memory_temperature_c; /* -1: no sensor */
	int32_t power_mw;
	int32_t power_instant_mw;
	int32_t power_limit_mw;
	int32_t power_requested_mw;
	int32_t memory_power_mw; /* average */
	int32_t module_power_mw; /* average, of the board with its processor */
	int32_t pstate;
	int32_t graphics_mhz;
	int32_t sm_mhz;
	int32_t memory_mhz;
	int32_t video_mhz;
	int32_t gpu_percent;
	int32_t memory_percent;
	int32_t encoder_percent;
	int32_t decoder_percent;
	int32_t jpeg_percent;
	int32_t ofa_percent;
	int32_t fan_rpm; /* -1: no fan */
	uint64_t throttle_reasons;
	uint64_t below_base_clock_ns; /* how long so far */
	int64_t memory_used_mib;      /* beside processes; counted in HEAP */
	uint32_t memory_used_kib;     /* beside memory_used_mib, below 1024 */
	int64_t bar1_used_mib;
	uint32_t pcie_gen;
	uint32_t pcie_width;
	uint32_t pcie_replay;
	int32_t pcie_tx_kb_per_s; /* as NVML shows it; -1: a little */
	int32_t pcie_rx_kb_per_s;
	uint64_t ecc_sram_corrected_volatile;
	uint64_t ecc_sram_uncorrected_volatile;
	uint64_t ecc_dram_corrected_volatile;
	uint64_t ecc_dram_uncorrected_volatile;
	uint64_t ecc_sram_corrected_aggregate;
	uint64_t ecc_sram_uncorrected_aggregate;
	uint64_t ecc_dram_corrected_aggregate;
	uint64_t ecc_dram_uncorrected_aggregate;
};

/* How a board answers to load. No recording has these: -1 takes the default, which is assumed. */
struct machine_physics {
	int32_t full_power_mw;             /* at full load and clocks: power_default_mw */
	int32_t full_temperature_c;        /* where that power leads to: 75 */
	int32_t thermal_ms;                /* time constant of temperature: 30000 */
	int32_t slowdown_temperature_c;    /* software lowers clocks from here on: 88 */
	int32_t hw_slowdown_temperature_c; /* hardware halves them from here on: 5 more */
	int32_t base_graphics_mhz;         /* base clock: 70 % of max_graphics_mhz */
	int32_t full_fan_rpm;              /* at the slowdown temperature: 3000 */
	int64_t nvlink_bytes_per_s;        /* of each link and direction at full load */
	int64_t pcie_tx_bytes_per_s;       /* at full load, beside what idles */
	int64_t pcie_rx_bytes_per_s;
	int32_t ecc_sram_corrected_per_hour; /* 0, as the next */
	int32_t ecc_sram_uncorrected_per_hour;
	int32_t ecc_dram_corrected_per_hour;
	int32_t ecc_dram_uncorrected_per_hour;
};

/* A type of vGPU that boards of a product host. */
struct machine_vgpu_type {
	uint32_t id;
	char *name;
	char *series; /* Quadro, NVS or Compute: the driver's class */
	char *license;
	uint32_t pci_subsystem; /* as the guest sees it */
	uint32_t memory_mib;
	uint32_t reserved_mib;
	uint32_t firmware_heap_mib;
	uint32_t bar1_mib;
	uint32_t heads;
	uint32_t width;
	uint32_t height;
	uint32_t frames_per_s; /* 0: not limited */
	uint32_t max;
	uint32_t max_per_instance;
	uint32_t instance_slices;  /* of a GPU instance; 0: the type needs none */
	uint32_t instance_profile; /* with slices */
	bool several_per_vm;
	bool nvlink;
	bool gpudirect;
	bool exclusive_in_vm;
	uint32_t *places; /* where it can start among other sizes */
	uint32_t places_count;
};

struct machine_vgpu_process {
	uint32_t pid; /* in the guest */
	char *name;
	uint32_t sm_percent;
	uint32_t memory_percent;
	uint32_t encoder_percent;
	uint32_t decoder_percent;
	uint32_t jpeg_percent;
	uint32_t ofa_percent;
	uint64_t memory_mib; /* most that it ever used, for its account */
	uint64_t start_us;
};

/* A vGPU that runs. */
struct machine_vgpu {
	uint32_t id;
	uint32_t type;
	char *uuid;   /* 9a0a5219-8563-11ef-bc81-d4857749fa2b */
	char *device; /* of the mediated device; NULL: none */
	char *vm;     /* a UUID, or the number of a domain */
	uint32_t pid; /* of its process on the host */
	uint32_t memory_used_mib;
	uint32_t encoder_capacity;
	int32_t instance; /* GPU instance, -1: none */
	int32_t place;    /* -1: none */
	uint32_t ecc;     /* NVA081_CTRL_ECC_STATE_* */
	char *driver;     /* NULL: not loaded */
	uint32_t version; /* agreed with the guest */
	bool may_not_move;
	uint32_t frames_per_s; /* 0: not limited */
	bool licensed;
	uint32_t license_state;
	uint32_t license_expiry;
	uint32_t license_expiry_kind;
	bool accounting;
	struct machine_vgpu_process *processes;
	uint32_t processes_count;
};

/* Everything that boards of one product share. */
struct machine_model {
	char *id;               /* how GPUs of the file refer to it */
	char *base;             /* a model of the catalogue that has all that is not said here */
	char *source;           /* which recording */
	char *name;             /* product name as the driver reports it */
	char *chip;             /* GH100, GA102, ...: key into the chip table */
	uint32_t pci_device;    /* 0x2330 */
	uint32_t pci_subvendor; /* 0x10de */
	uint32_t pci_subsystem;
	uint32_t memory_mib;
	uint32_t reserved_mib;
	uint32_t reserved_kib; /* beside reserved_mib, below 1024 */
	uint32_t memory_bus_bits;
	uint32_t cores;
	uint32_t sms;
	uint32_t l2_bytes;
	uint32_t bar1_mib; /* 0: none */
	uint32_t pcie_max_gen;
	uint32_t pcie_max_width;
	int32_t power_default_mw;
	int32_t power_min_mw;
	int32_t power_max_mw;
	uint32_t max_graphics_mhz;
	uint32_t max_sm_mhz;
	uint32_t max_memory_mhz;
	uint32_t max_video_mhz;
	char *vbios;         /* 96.00.74.00.01 */
	char *inforom_image; /* NULL: none */
	char *inforom_oem;   /* 2.1 */
	char *inforom_ecc;   /* 6.16 */
	char *inforom_power;
	uint32_t inforom_checksum; /* of the dynamic configuration */
	char *board_part_number;   /* NULL: none */
	char *gpu_part_number;
	uint32_t brand_caps; /* NV0080_CTRL_GPU_GET_BRAND_CAPS bits: quadro 1, nvs 2, titan 4 */
	bool ecc_capable;
	bool ecc_enabled;
	bool mig_capable;
	char *mig_profiles; /* h100-80gb: key into the table of boards; NULL: none known */
	bool row_remapper;
	bool page_retirement;
	bool display;              /* has display outputs */
	bool gsp;                  /* runs GSP firmware */
	bool coherent;             /* Grace: memory is a NUMA node, no BAR1 */
	bool module_board;         /* SXM: has a module id */
	bool dram_encryption;      /* memory can be encrypted */
	bool egm;                  /* extended GPU memory on this host */
	uint32_t row_remap_banks;  /* banks with full spare rows */
	uint32_t poll_interval_ms; /* telemetry page: 100 Tesla-branded, 500 else */
	/* Atomic operations that leave and enter the GPU, as the driver's masks; -1: unknown. */
	int32_t pcie_atomics_outbound;
	int32_t pcie_atomics_inbound;
	struct machine_nvlink nvlink;
	struct machine_c2c c2c;
	struct machine_state idle;
	struct machine_physics physics;
	struct machine_vgpu_type *vgpu_types;
	uint32_t vgpu_types_count;
	char **assumed; /* member names without a recording */
	uint32_t assumed_count;
};

struct machine_gpu {
	char *model;
	char *pci;     /* 00000000:1b:00.0 */
	uint64_t pdi;  /* the UUID derives from it */
	char *uuid;    /* NULL: derived from pdi */
	char *serial;  /* NULL: board has none */
	int32_t minor; /* -1: position */
	int32_t numa_node;
	char *cpus; /* local_cpulist */
	uint32_t module_id;
	uint32_t pcie_slot_gen; /* the root port's best; 0: the board's */
	bool excluded;
	bool suspended; /* runtime power management: asleep while nothing has its node open */
	bool persistence;
	uint32_t compute_mode;
	bool accounting;
	bool mig_enabled;
	struct machine_mig_instance *mig_instances;
	uint32_t mig_instances_count;
	bool dram_encrypted;
	bool inforom_corrupt;
	uint32_t black_box_run_s; /* 0: no black box */
	uint64_t black_box_flush; /* 0: not saved since the driver was loaded */
	uint32_t black_box_flush_us;
	bool channel_repair_pending;
	bool tpc_repair_pending;
	bool memory_unrepairable;
	struct machine_state *state; /* NULL: the model's idle state */
	struct machine_process *processes;
	uint32_t processes_count;
	struct machine_account *accounts;
	uint32_t accounts_count;
	struct machine_encoder_session *encoder_sessions;
	uint32_t encoder_sessions_count;
	struct machine_capture_session *capture_sessions;
	uint32_t capture_sessions_count;
	uint32_t virtualization; /* NV0080_CTRL_GPU_VIRTUALIZATION_MODE_* */
	struct machine_vgpu *vgpus;
	uint32_t vgpus_count;
	struct machine_sram_error *sram_errors;
	uint32_t sram_errors_count;
	uint32_t vgpu_policy; /* NV2080_CTRL_CMD_VGPU_SCHEDULER_POLICY_*; 0: the driver's own */
};

/* Something that happens while the machine runs. */
struct machine_event {
	uint32_t at_ms; /* after the start; from 1 */
	uint32_t gpu;   /* position in gpus */
	char *kind;     /* xid (default), pstate, double_bit_ecc, driver_unbind, ... */
	uint32_t xid;   /* its number, for kind xid */
	char *line;     /* do: what nvsim ctl takes; nothing else but at_ms beside it */
};

/* A network adapter of class infiniband: no GPU, but how near it is is asked. */
struct machine_nic {
	char *name; /* mlx5_0 */
	char *pci;  /* 0000:1b:00.1 */
	int32_t numa_node;
};

/* How fast the machine's time passes. */
struct machine_time {
	uint32_t scale;   /* times as fast as the host's; default 1 */
	bool stepped;     /* only sim_step moves it */
	uint64_t epoch_s; /* wall clock at the start; 0: the host's then */
};

/* Notifiers that are none of a GPU's. */
#define MACHINE_EVENT_UNBIND 0xfffffffeu
#define MACHINE_EVENT_BIND 0xffffffffu

struct machine {
	char *name;
	char *description;
	char *source;        /* which recording, or "assumed" */
	char *driver;        /* 550.90.07 */
	char *kernel_module; /* open or proprietary */
	char *architecture;  /* x86_64 or aarch64 */
	struct machine_conf_compute conf_compute;
	bool fabric;     /* NVSwitch system: fabric state completed */
	bool any_driver; /* the driver need not be one that drives these boards */
	bool uvm_module; /* the module of unified memory is loaded, its node was not made */
	struct machine_model *models;
	uint32_t models_count;
	struct machine_gpu *gpus;
	uint32_t gpus_count;
	struct machine_nic *nics;
	uint32_t nics_count;
	struct machine_event *events;
	uint32_t events_count;
	struct machine_time time;
	bool life;     /* readings follow the processes; so they do where one has keys of time */
	uint64_t seed; /* of all that is left to chance */
};

/* The base model of a GPU; never NULL for a machine that machine_load returned. */
const struct machine_model *machine_model_of(const struct machine *machine,
					     const struct machine_gpu *gpu);

/* The driver's number for a kind of event; false when there is no such kind. */
bool machine_event_notifier(const char *kind, uint32_t *ret_notifier);

/*
 * Reads a machine file. On failure returns NULL and stores in *ret_error a text
 * "file:line: what was found, what was expected" that the caller frees.
 */
struct machine *machine_load(const char *path, char **ret_error);
/* The same of a text; models of the catalogue are searched beside path first. */
struct machine *machine_load_text(const char *path, const char *text, size_t size,
				  char **ret_error);
void machine_free(struct machine *machine);

#endif
