/* SPDX-License-Identifier: MIT */
/*
 * What the questions of provider.h are answered with, chapter by chapter. Units are in
 * the names; sizes are bytes, text is NUL-terminated and never longer than its array.
 */
#ifndef OPENNVML_ANSWERS_H
#define OPENNVML_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "counts.h"
#include "nvml.h"

struct gpu;

#define TEXT_MAX 96

struct text {
	char chars[TEXT_MAX];
};

struct chip {
	uint32_t architecture; /* as MC_GET_ARCH_INFO reports it: 0x170 Ampere */
	uint32_t implementation;
};

struct pci_ids {
	uint32_t device;    /* device << 16 | vendor */
	uint32_t subsystem; /* subdevice << 16 | subvendor */
};

/* heap is what programs can have: total less what firmware and driver reserve. */
struct memory_state {
	uint64_t total;
	uint64_t heap;
	uint64_t free;
};

struct bar1_state {
	uint64_t total;
	uint64_t free;
};

/* PCIe generations are 1..6; 0 = the driver does not know. */
struct pcie_generations {
	uint32_t current;
	uint32_t max;     /* with this slot */
	uint32_t gpu_max; /* of the GPU alone */
};

/* The raw link registers: LnkCap and LnkSta << 16 | LnkCtl; nothing of a link unless express. */
struct pcie_registers {
	bool express;
	uint32_t capabilities;
	uint32_t control_status;
};

enum clock_domain { CLOCK_GRAPHICS, CLOCK_MEMORY, CLOCK_VIDEO, CLOCK_SM };

/* Sensors and targets by the numbers of both interfaces, which are the same; -1 unknown. */
struct thermal_sensor {
	int32_t provider, target;
	int32_t min_c, max_c, now_c;
};

#define THERMAL_SENSORS_MAX 3

struct thermal_sensors {
	uint32_t count;
	struct thermal_sensor sensors[THERMAL_SENSORS_MAX];
};

#define FANS_MAX 16

/* In turns per minute; at least one fan turns. */
struct fan_speeds {
	uint32_t count;
	uint32_t rpm[FANS_MAX];
};

enum power_reading {
	POWER_AVERAGE_GPU,
	POWER_AVERAGE_MODULE,
	POWER_AVERAGE_MEMORY,
	POWER_INSTANT_GPU,
	POWER_INSTANT_MODULE,
};

enum video_engine { ENGINE_ENCODER, ENGINE_DECODER, ENGINE_JPEG, ENGINE_OFA };

/* Engines of which a process takes a share. */
enum { SHARE_SM, SHARE_MEMORY, SHARE_ENCODER, SHARE_DECODER, SHARE_JPEG, SHARE_OFA, SHARES };

struct engine_load {
	uint32_t percent;
	uint32_t period_us;
};

/* Time that clocks were held down, and the clock that it was read from. */
struct clock_violation {
	uint64_t read_at_ns;
	uint64_t below_base_clock_ns;
};

struct gpu_load {
	uint32_t gpu_percent;
	uint32_t memory_percent;
};

/* One GPUMON sample: load in hundredths of a percent and who caused it. */
struct load_owner {
	uint32_t centi_percent;
	uint32_t pid; /* UINT32_MAX: nobody */
};

struct load_sample {
	uint64_t time_us; /* microseconds since the epoch */
	struct load_owner owners[SHARES];
};

#define LOAD_SAMPLES_MAX 100
/* What the API tells callers to make room for. */
#define LOAD_SAMPLES_REPORTED 72
/* The same for power and clock samples, which have no open source. */
#define OTHER_SAMPLES_REPORTED 120

/* All: whoever has the GPU open, with or without work on it. */
enum process_kind { PROCESS_COMPUTE, PROCESS_GRAPHICS, PROCESS_MPS, PROCESS_ALL };

struct process_state {
	uint32_t pid;
	uint32_t gpu_instance;     /* UINT32_MAX: none */
	uint32_t compute_instance; /* UINT32_MAX: none */
	uint64_t memory;
	uint64_t protected_memory;
};

#define PROCESSES_MAX 950

struct accounting_record {
	uint32_t gpu_percent;
	uint32_t memory_percent;
	uint64_t max_memory;
	uint64_t start_us;
	uint64_t end_us; /* 0: still running */
};

#define ACCOUNTING_PIDS_MAX 4000

struct ecc_mode {
	bool enabled;
	bool pending;
	bool by_default;
};

/* Corrected and uncorrected errors in SRAM and DRAM. */
struct ecc_counters {
	uint64_t sram_corrected, sram_uncorrected;
	uint64_t dram_corrected, dram_uncorrected;
};

enum ecc_lifetime { ECC_VOLATILE, ECC_AGGREGATE };

struct sram_ecc_status {
	uint64_t aggregate_parity, aggregate_secded, aggregate_corrected;
	uint64_t volatile_parity, volatile_secded, volatile_corrected;
	uint64_t l2, sm, microcontroller, pcie, other;
	bool threshold_exceeded;
};

/* A place in on-chip memory with uncorrected errors; numbers of the driver. */
struct sram_error {
	uint32_t unit, location, sublocation, extlocation, address;
	bool parity;
	uint32_t count;
};

#define SRAM_ERRORS_MAX 600

struct retired_page {
	uint64_t address;
	uint64_t timestamp;
	bool double_bit;
};

#define RETIRED_PAGES_MAX 64

struct retired_pages {
	uint32_t count;
	bool pending;    /* a page waits for the next start of the GPU */
	uint32_t causes; /* bit 0 single-bit, bit 1 double-bit pending */
	struct retired_page pages[RETIRED_PAGES_MAX];
};

struct remapped_rows {
	uint32_t corrected;
	uint32_t uncorrected;
	bool pending;
	bool failed;
};

/* Banks by how many spare rows are left. */
struct row_histogram {
	uint32_t max, high, partial, low, none;
};

/* Sessions of the encoder, or of frame buffer capture: how many, and their means. */
struct session_stats {
	uint32_t count;
	uint32_t frames_per_s;
	uint32_t latency_us;
};

/* Of the encoder, and of frame buffer capture. */
enum session_kind { SESSIONS_ENCODER, SESSIONS_CAPTURE };

/* vgpu is 0 outside a vGPU host; what the other kind has is 0. */
struct video_session {
	uint32_t id, pid, vgpu;
	uint32_t codec; /* encoder: nvmlEncoderType_t */
	uint32_t display, type,
	    flags; /* capture: nvmlFBCSessionType_t, NVML_NVFBC_SESSION_FLAG_* */
	uint32_t max_width, max_height;
	uint32_t width, height;
	uint32_t frames_per_s, latency_us;
};

#define SESSIONS_MAX 512

/* One event; kind is its bit in nvmlEventType. */
struct event {
	struct gpu *gpu;
	uint32_t kind;
	uint32_t info;        /* of an Xid its number */
	uint32_t attribution; /* which MIG instance, as the driver writes it */
};

/* A GPU's driver was bound or unbound; bits as in nvmlSystemEventType. */
enum system_event_kind { SYSTEM_EVENT_UNBIND = 1, SYSTEM_EVENT_BIND = 2 };

struct system_event {
	uint32_t kind;
	uint32_t gpu_id; /* the driver's */
};

struct gsp_state {
	bool running;
	bool by_default;
	char version[64];
};

/* The driver's words for MIG: current and wanted state in one. */
enum smc_mode {
	SMC_UNSUPPORTED,
	SMC_ENABLED,
	SMC_DISABLED,
	SMC_ENABLE_PENDING,
	SMC_DISABLE_PENDING,
};

enum nvlink_peer { NVLINK_PEER_NONE, NVLINK_PEER_NPU, NVLINK_PEER_GPU, NVLINK_PEER_SWITCH };

struct nvlink {
	uint32_t state;   /* NV2080_CTRL_NVLINK_STATUS_LINK_STATE_* */
	uint32_t version; /* NV2080_CTRL_NVLINK_STATUS_NVLINK_VERSION_* */
	uint32_t lane_mbps;
	uint32_t lanes;
	enum nvlink_peer peer;
	bool peer_has_pci;
	uint32_t peer_domain;
	uint16_t peer_bus, peer_slot;
	uint32_t peer_pci_device;
	uint32_t peer_link;
	/* Idle time before low power, its range; max 0: the driver does not tell. */
	uint32_t threshold_min, threshold_max;
	uint32_t threshold_unit; /* NV2080_CTRL_NVLINK_STATUS_L1_THRESHOLD_UNIT */
};

struct nvlink_state {
	uint64_t capabilities; /* capsTbl of NVLINK_GET_NVLINK_CAPS, first byte lowest */
	uint64_t enabled;      /* bit per link */
	bool tells_encryption; /* whether the driver tells of it */
	bool encrypted;
	struct nvlink links[NVLINKS_MAX];
};

/* Reduced bandwidth: the driver's mode numbers, 0 is full bandwidth. */
#define NVLINK_BW_MODES_MAX 23
#define NVLINK_BW_MODE_FULL 0u

struct nvlink_bw_modes {
	uint32_t count;
	uint16_t modes[NVLINK_BW_MODES_MAX];
};

/* kind is NV2080_CTRL_NVLINK_SEMANTIC_VERSION_UCODE_TYPE_*, which the API's numbers are. */
struct nvlink_firmware {
	uint8_t kind;
	uint32_t major, minor, sub_minor;
};

#define NVLINK_FIRMWARES_MAX 16

/* The link between a GPU and the processor on its own module. */
struct c2c_state {
	bool up;
	uint32_t links;
	uint32_t link_mb_per_s;
};

struct c2c_errors {
	uint32_t crc, replays, replays_back_to_back;
};

/* PCIe error counters by bit of NV2080_CTRL_BUS_PEX_COUNTER_*. */
#define PCIE_COUNTERS_MAX 31
#define PCIE_LANES_MAX 16

struct pcie_counters {
	uint16_t of[PCIE_COUNTERS_MAX];
};

/* Atomic operations, one bit each in the order of NVML_PCIE_ATOMICS_CAP_*. */
enum pcie_atomics { PCIE_ATOMICS_OUTBOUND, PCIE_ATOMICS_INBOUND };

#define PRM_DATA_MAX 496

struct fabric_state {
	uint8_t state;   /* NVML_GPU_FABRIC_STATE_* */
	uint32_t status; /* NV_STATUS of the registration */
	uint8_t cluster[16];
	uint32_t clique;
	uint32_t health_mask;
	uint8_t health_summary;
};

struct p2p_state {
	uint8_t status[9]; /* by NV0000_CTRL_P2P_CAPS_INDEX_* */
};

struct platform_state {
	uint8_t ib_guid[16];
	uint8_t rack_guid[16];
	uint8_t chassis_physical_slot, compute_slot, node, peer_type, module;
};

/* A GPU that the driver leaves alone. */
struct excluded_gpu {
	uint32_t domain;
	uint16_t bus, slot;
	struct text uuid;
};

#define EXCLUDED_MAX 32

struct black_box_flush {
	uint64_t timestamp; /* as the driver has it: no unit is published */
	uint32_t duration_us;
};

struct bridge {
	bool plx; /* else BR04 */
	uint32_t firmware;
};

#define BRIDGES_MAX 100

struct bridges {
	uint32_t count;
	struct bridge list[BRIDGES_MAX];
};

/* Repairs that wait for a reset. */
struct repair_status {
	bool channel, tpc;
};

/* Of the system. The driver's words: NV_CONF_COMPUTE_SYSTEM_*. */
struct conf_compute_state {
	uint32_t cpu, gpus, environment, feature, dev_tools, multi_gpu;
};

struct conf_compute_memory {
	uint64_t protected_kib, unprotected_kib;
};

struct protected_memory {
	uint64_t total, free;
};

struct dram_encryption {
	bool enabled;
	bool pending;
};

struct pci_class {
	uint8_t base, sub;
};

/* How a part of a GPU's compute units is called; the mini sizes have odd numbers of units. */
enum mig_size {
	MIG_FULL,
	MIG_HALF,
	MIG_MINI_HALF,
	MIG_QUARTER,
	MIG_MINI_QUARTER,
	MIG_EIGHTH,
	MIG_SIZE_UNKNOWN,
};

/* Which of the engines for video come along; EXTRA is one instance with a share of the rare ones.
 */
enum mig_media { MIG_MEDIA_USUAL, MIG_MEDIA_NONE, MIG_MEDIA_ALL, MIG_MEDIA_EXTRA };

/* What a GPU instance consists of, or would. */
struct mig_profile {
	uint32_t flag;         /* the provider's own word for it */
	uint32_t memory_share; /* 1, 2, 4 or 8: which part of the memory */
	enum mig_size size;
	enum mig_media media;
	bool graphics;
	uint32_t slices;
	uint32_t multiprocessors;
	uint32_t copy_engines, decoders, encoders, jpegs, ofas;
	uint64_t memory;
};

#define MIG_PROFILES_MAX 90
#define MIG_INSTANCES_MAX 8

struct mig_span {
	uint32_t start, size; /* in slices */
};

/* Where instances of one profile can lie, and how many more fit now. */
struct mig_capacity {
	uint32_t remaining, total;
	uint32_t span_count;
	struct mig_span spans[MIG_INSTANCES_MAX];
};

struct mig_instance {
	uint32_t id;
	struct mig_profile profile;
	struct mig_span place;
};

struct mig_compute_profile {
	uint32_t flag; /* the provider's own word for the size; UINT32_MAX: it has none */
	bool mini;     /* fewer units than its slices would have */
	uint32_t slices;
	uint32_t multiprocessors;
	uint32_t contexts; /* what the provider wants to hear back on creation */
};

struct mig_compute {
	uint32_t id;
	struct mig_compute_profile profile;
	uint32_t start;
};

/* A compute instance as a device. */
struct mig_device_id {
	uint32_t compute_instance;
	struct text uuid;
};

#define VGPU_TYPES_MAX 128
#define VGPUS_MAX 48
#define VGPU_PLACES_MAX 48

/* Numbers of vGPU types, or of the vGPUs of one GPU. */
struct vgpu_list {
	uint32_t count;
	uint32_t ids[VGPU_TYPES_MAX];
};

/* Where vGPUs of a type can start; each takes size places. */
struct vgpu_places {
	bool known; /* this driver tells them */
	uint32_t size;
	uint32_t count;
	uint32_t ids[VGPU_PLACES_MAX];
};

struct vgpu_type {
	char name[64], class_name[64], license[128];
	uint64_t device_id, subsystem_id; /* as the driver packs them */
	uint64_t memory, reserved_memory, firmware_heap, bar1;
	uint32_t heads, width, height;
	uint32_t frames_per_s; /* 0: not limited */
	uint32_t max;          /* of one GPU */
	uint32_t
	    max_per_instance; /* of one GPU instance; 0: the type takes none, or nobody knows */
	bool several_per_vm;
	bool in_instances; /* it runs in GPU instances of this profile, slices not told */
	struct mig_profile instance_profile;
	bool nvlink, gpudirect, exclusive_in_vm, exclusive_type, exclusive_size;
	struct vgpu_places mixed, uniform; /* with types of other sizes, and without */
};

#define VGPU_NO_PLACE 0xffffu

enum vgpu_ecc { VGPU_ECC_UNKNOWN, VGPU_ECC_NONE, VGPU_ECC_OFF, VGPU_ECC_ON };

/* A vGPU that runs; what the guest's driver tells is there once it is loaded. */
struct vgpu {
	uint32_t id, type;
	uint8_t uuid[16];
	uint8_t device_uuid[16]; /* of the mediated device; zero: none */
	bool vm_has_uuid;
	uint8_t vm_uuid[16];
	uint64_t vm_number;
	uint32_t pid; /* of its host process; its accounts are kept under accounting_pid */
	uint32_t accounting_pid;
	uint64_t memory_used;
	uint32_t encoder_percent;
	uint32_t gpu_instance; /* UINT32_MAX: none */
	bool has_place;        /* this driver tells it */
	uint32_t place;        /* VGPU_NO_PLACE: none */
	enum vgpu_ecc ecc;
	bool driver_loaded;
	char driver[64];
	uint32_t version; /* agreed with the guest */
	bool may_move;
	uint32_t frames_per_s; /* 0: not limited */
	bool licensed;
	uint32_t license_state;      /* NVML_GRID_LICENSE_STATE_* */
	uint32_t license_expiry;     /* seconds since the epoch, UTC */
	uint8_t license_expiry_kind; /* NVML_GRID_LICENSE_EXPIRY_* */
};

/* Of a host's driver as a whole. */
struct vgpu_driver_abilities {
	bool mixed_types; /* several types in one machine */
	bool warm_update_known;
	bool warm_update;
};

enum vgpu_engine { VGPU_ENGINE_GRAPHICS, VGPU_ENGINE_ENCODER0, VGPU_ENGINE_ENCODER1 };

/* How vGPUs take turns on an engine. Policy and mode are NVML_VGPU_SCHEDULER_*. */
struct vgpu_scheduler {
	uint32_t policy, arr_mode;
	uint32_t timeslice_ns, average_factor; /* 0 while no vGPU runs */
};

/* What shall be; 0: as the driver likes. */
struct vgpu_scheduler_wish {
	uint32_t policy, arr_mode;
	uint32_t timeslice_ns, frequency_hz, average_factor;
};

struct vgpu_scheduler_limits {
	uint32_t policies[NVML_SUPPORTED_VGPU_SCHEDULER_POLICY_COUNT];
	bool arr;
	uint32_t min_timeslice_ns, max_timeslice_ns;
	uint32_t min_frequency_hz, max_frequency_hz;
	uint32_t min_average_factor, max_average_factor;
};

struct vgpu_turn {
	uint64_t time_ns, run_total_ns, run_ns, target_ns, preempted_ns;
	uint32_t runlist, weight;
};

struct vgpu_turns {
	struct vgpu_scheduler scheduler;
	bool weighted; /* this driver tells weights */
	uint32_t count;
	struct vgpu_turn turns[NVML_SCHEDULER_SW_MAX_LOG_ENTRIES];
};

/* Versions of the interface between host and guest: major << 16 | minor. */
struct vgpu_versions {
	uint32_t supported_min, supported_max;
	uint32_t current_min, current_max; /* what the host's users left of it */
};

/* What a vGPU took of the engines of its GPU in one period. */
struct vgpu_load {
	uint32_t vgpu;
	uint64_t time_us;
	uint32_t percent[SHARES];
};

/* The same of a process in its guest. */
struct vgpu_process_load {
	struct vgpu_load load;
	uint32_t pid;
	char name[64];
};

/* Puts a process at its place into a caller's list. */
struct vgpu_process_taker {
	void (*take)(const struct vgpu_process_taker *self, uint32_t index,
		     const struct vgpu_process_load *load);
	void *list;
};

#endif
