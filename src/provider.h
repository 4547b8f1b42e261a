/* SPDX-License-Identifier: MIT */
/*
 * The neutral questions that a source of truth can answer about one GPU, grouped
 * by chapter. A provider fills in what it can; src/sys completes it; what is left
 * NULL is answered NVML_ERROR_NOT_SUPPORTED by the API room (PROVIDER_ASK). The
 * table is complete after discovery, so a call never searches or falls back.
 *
 * Every operation is called with an initialised library and a GPU that is
 * present, from any thread, without a lock. It writes its answer only when it
 * returns NVML_SUCCESS. Units are in the names; sizes are bytes, text is
 * NUL-terminated and never longer than its array.
 */
#ifndef OPENNVML_PROVIDER_H
#define OPENNVML_PROVIDER_H

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
	struct load_owner memory, sm, encoder, decoder, jpeg, ofa;
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

/* vgpu is 0 outside a vGPU host. */
struct encoder_session {
	uint32_t id, pid, vgpu;
	uint32_t codec; /* nvmlEncoderType_t */
	uint32_t width, height;
	uint32_t frames_per_s, latency_us;
};

struct capture_session {
	uint32_t id, pid, vgpu;
	uint32_t display, type, flags; /* nvmlFBCSessionType_t, NVML_NVFBC_SESSION_FLAG_* */
	uint32_t max_width, max_height, width, height;
	uint32_t frames_per_s, latency_us;
};

#define ENCODER_SESSIONS_MAX 512
#define CAPTURE_SESSIONS_MAX 256

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
	uint32_t instance_profile; /* UINT32_MAX: none */
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
	uint32_t sm, memory, encoder, decoder, jpeg, ofa; /* percent */
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

struct provider_ops {
	/* device */
	nvmlReturn_t (*name)(struct gpu *gpu, struct text *ret_name);
	nvmlReturn_t (*uuid)(struct gpu *gpu, struct text *ret_uuid);
	nvmlReturn_t (*serial)(struct gpu *gpu, struct text *ret_serial);
	nvmlReturn_t (*board_part_number)(struct gpu *gpu, struct text *ret_number);
	nvmlReturn_t (*vbios_version)(struct gpu *gpu, struct text *ret_version);
	nvmlReturn_t (*inforom_image)(struct gpu *gpu, struct text *ret_version);
	/* object is three characters: OBD, ECC, PWR */
	nvmlReturn_t (*inforom_object)(struct gpu *gpu, const char *object,
				       struct text *ret_version);
	nvmlReturn_t (*chip)(struct gpu *gpu, struct chip *ret_chip);
	nvmlReturn_t (*board_id)(struct gpu *gpu, uint32_t *ret_id);
	nvmlReturn_t (*module_id)(struct gpu *gpu, uint32_t *ret_id);
	nvmlReturn_t (*cores)(struct gpu *gpu, uint32_t *ret_count);
	nvmlReturn_t (*multi_gpu_board)(struct gpu *gpu, uint32_t *ret_is);
	nvmlReturn_t (*numa_node)(struct gpu *gpu, uint32_t *ret_node);
	nvmlReturn_t (*irq)(struct gpu *gpu, uint32_t *ret_irq);
	/* host memory: reached by the hardware's address translation; by the kernel's mirroring */
	nvmlReturn_t (*ats)(struct gpu *gpu, bool *ret_has);
	nvmlReturn_t (*pageable_access)(struct gpu *gpu, bool *ret_has);
	/* extended GPU memory on this host */
	nvmlReturn_t (*egm)(struct gpu *gpu, bool *ret_has);
	nvmlReturn_t (*bridges)(struct gpu *gpu, struct bridges *ret_bridges);
	nvmlReturn_t (*hostname)(struct gpu *gpu, struct text *ret_name);
	nvmlReturn_t (*set_hostname)(struct gpu *gpu, const struct text *name);
	/* of the dynamic configuration; fails when the InfoROM does not verify */
	nvmlReturn_t (*inforom_checksum)(struct gpu *gpu, uint32_t *ret_checksum);
	nvmlReturn_t (*black_box_flush)(struct gpu *gpu, struct black_box_flush *ret_flush);
	nvmlReturn_t (*black_box_run_s)(struct gpu *gpu, uint32_t *ret_seconds);
	/* pci */
	nvmlReturn_t (*pci_ids)(struct gpu *gpu, struct pci_ids *ret_ids);
	nvmlReturn_t (*pci_class)(struct gpu *gpu, struct pci_class *ret_class);
	nvmlReturn_t (*pcie_generations)(struct gpu *gpu, struct pcie_generations *ret_generations);
	nvmlReturn_t (*pcie_registers)(struct gpu *gpu, struct pcie_registers *ret_registers);
	nvmlReturn_t (*pcie_replays)(struct gpu *gpu, uint32_t *ret_count);
	/* mask: 1 sent, 2 received; a free-running byte counter */
	nvmlReturn_t (*pcie_bytes)(struct gpu *gpu, uint32_t mask, uint32_t *ret_bytes);
	nvmlReturn_t (*bus_type)(struct gpu *gpu, uint32_t *ret_type);
	/* mask of the wanted counters; the others stay 0 */
	nvmlReturn_t (*pcie_counters)(struct gpu *gpu, uint32_t mask,
				      struct pcie_counters *ret_counters);
	nvmlReturn_t (*clear_pcie_counters)(struct gpu *gpu, uint32_t mask);
	/* ret_counts has PCIE_LANES_MAX places */
	nvmlReturn_t (*pcie_lane_errors)(struct gpu *gpu, uint8_t *ret_counts);
	nvmlReturn_t (*pcie_atomics)(struct gpu *gpu, enum pcie_atomics direction,
				     uint32_t *ret_mask);
	/* memory */
	nvmlReturn_t (*memory)(struct gpu *gpu, struct memory_state *ret_memory);
	/* all of it, whoever asks */
	nvmlReturn_t (*memory_total)(struct gpu *gpu, uint64_t *ret_total);
	nvmlReturn_t (*bar1)(struct gpu *gpu, struct bar1_state *ret_bar1);
	/* nothing of either without confidential computing */
	nvmlReturn_t (*protected_memory)(struct gpu *gpu, struct protected_memory *ret_memory);
	nvmlReturn_t (*dram_encryption)(struct gpu *gpu, struct dram_encryption *ret_mode);
	nvmlReturn_t (*set_dram_encryption)(struct gpu *gpu, bool enabled);
	nvmlReturn_t (*memory_bus_bits)(struct gpu *gpu, uint32_t *ret_bits);
	/* clocks */
	nvmlReturn_t (*clock_mhz)(struct gpu *gpu, enum clock_domain domain, uint32_t *ret_mhz);
	nvmlReturn_t (*throttle_reasons)(struct gpu *gpu, uint64_t *ret_mask);
	nvmlReturn_t (*clock_violation)(struct gpu *gpu, struct clock_violation *ret_violation);
	/* perf: one bit per P-state, bit n = Pn */
	nvmlReturn_t (*pstate_bits)(struct gpu *gpu, uint32_t *ret_bits);
	nvmlReturn_t (*power_source)(struct gpu *gpu, uint32_t *ret_source);
	/* thermal */
	nvmlReturn_t (*temperature_c)(struct gpu *gpu, uint32_t *ret_celsius);
	nvmlReturn_t (*memory_temperature_c)(struct gpu *gpu, uint32_t *ret_celsius);
	nvmlReturn_t (*thermal_sensors)(struct gpu *gpu, struct thermal_sensors *ret_sensors);
	/* fans */
	nvmlReturn_t (*fans)(struct gpu *gpu, struct fan_speeds *ret_fans);
	/* power */
	nvmlReturn_t (*power_mw)(struct gpu *gpu, enum power_reading reading, uint32_t *ret_mw);
	nvmlReturn_t (*power_limit_enforced_mw)(struct gpu *gpu, uint32_t *ret_mw);
	nvmlReturn_t (*power_limit_requested_mw)(struct gpu *gpu, uint32_t *ret_mw);
	/* utilization */
	nvmlReturn_t (*load)(struct gpu *gpu, struct gpu_load *ret_load);
	nvmlReturn_t (*engine_load)(struct gpu *gpu, enum video_engine engine,
				    struct engine_load *ret_load);
	/* ret_samples has LOAD_SAMPLES_MAX places; in ring order, unused ones left out */
	nvmlReturn_t (*load_samples)(struct gpu *gpu, struct load_sample *ret_samples,
				     uint32_t *ret_count);
	nvmlReturn_t (*encoder_capacity)(struct gpu *gpu, uint32_t codec, uint32_t *ret_percent);
	nvmlReturn_t (*encoder_stats)(struct gpu *gpu, struct session_stats *ret_stats);
	nvmlReturn_t (*capture_stats)(struct gpu *gpu, struct session_stats *ret_stats);
	/* lists have ENCODER_SESSIONS_MAX and CAPTURE_SESSIONS_MAX places */
	nvmlReturn_t (*encoder_sessions)(struct gpu *gpu, struct encoder_session *ret_list,
					 uint32_t *ret_count);
	nvmlReturn_t (*capture_sessions)(struct gpu *gpu, struct capture_session *ret_list,
					 uint32_t *ret_count);
	/* ecc */
	nvmlReturn_t (*ecc_mode)(struct gpu *gpu, struct ecc_mode *ret_mode);
	nvmlReturn_t (*set_ecc)(struct gpu *gpu, bool enabled);
	nvmlReturn_t (*clear_ecc)(struct gpu *gpu, enum ecc_lifetime lifetime);
	nvmlReturn_t (*ecc_counters)(struct gpu *gpu, enum ecc_lifetime lifetime,
				     struct ecc_counters *ret_counters);
	nvmlReturn_t (*sram_ecc)(struct gpu *gpu, struct sram_ecc_status *ret_status);
	/* ret_list has SRAM_ERRORS_MAX places */
	nvmlReturn_t (*sram_errors)(struct gpu *gpu, struct sram_error *ret_list,
				    uint32_t *ret_count);
	nvmlReturn_t (*retired_pages)(struct gpu *gpu, struct retired_pages *ret_pages);
	nvmlReturn_t (*remapped_rows)(struct gpu *gpu, struct remapped_rows *ret_rows);
	nvmlReturn_t (*row_histogram)(struct gpu *gpu, struct row_histogram *ret_histogram);
	nvmlReturn_t (*repair_status)(struct gpu *gpu, struct repair_status *ret_status);
	nvmlReturn_t (*memory_unrepairable)(struct gpu *gpu, bool *ret_is);
	/* processes; ret_list has PROCESSES_MAX places */
	nvmlReturn_t (*processes)(struct gpu *gpu, enum process_kind kind,
				  struct process_state *ret_list, uint32_t *ret_count);
	/* accounting; ret_pids has ACCOUNTING_PIDS_MAX places */
	nvmlReturn_t (*accounting_mode)(struct gpu *gpu, bool *ret_enabled);
	nvmlReturn_t (*set_accounting)(struct gpu *gpu, bool enabled);
	nvmlReturn_t (*clear_accounting)(struct gpu *gpu);
	nvmlReturn_t (*accounting_pids)(struct gpu *gpu, uint32_t *ret_pids, uint32_t *ret_count);
	nvmlReturn_t (*accounting_record)(struct gpu *gpu, uint32_t pid,
					  struct accounting_record *ret_record);
	/* modes */
	nvmlReturn_t (*persistence)(struct gpu *gpu, bool *ret_enabled);
	nvmlReturn_t (*set_persistence)(struct gpu *gpu, bool enabled);
	nvmlReturn_t (*compute_mode)(struct gpu *gpu, uint32_t *ret_mode);
	nvmlReturn_t (*set_compute_mode)(struct gpu *gpu, uint32_t mode);
	/* parts of the telemetry that the driver reads by itself: NVML_RUSD_POLL_* */
	nvmlReturn_t (*set_telemetry)(struct gpu *gpu, uint64_t parts);
	nvmlReturn_t (*virtualization)(struct gpu *gpu, uint32_t *ret_mode);
	nvmlReturn_t (*sriov)(struct gpu *gpu, bool *ret_enabled);
	nvmlReturn_t (*mig_mode)(struct gpu *gpu, uint32_t *ret_smc_mode); /* enum smc_mode */
	nvmlReturn_t (*mig_slices)(struct gpu *gpu, uint32_t *ret_count);
	nvmlReturn_t (*set_mig_mode)(struct gpu *gpu, bool enabled);
	/*
	 * mig: lists have MIG_PROFILES_MAX or MIG_INSTANCES_MAX places, ids are below the limits
	 * of core/mig.h. A NULL place leaves the choice to the driver.
	 */
	nvmlReturn_t (*mig_profiles)(struct gpu *gpu, struct mig_profile *ret_list,
				     uint32_t *ret_count);
	nvmlReturn_t (*mig_capacity)(struct gpu *gpu, const struct mig_profile *profile,
				     struct mig_capacity *ret_capacity);
	/* all of them: needs the right to configure */
	nvmlReturn_t (*mig_instances)(struct gpu *gpu, struct mig_instance *ret_list,
				      uint32_t *ret_count);
	nvmlReturn_t (*mig_instance_ids)(struct gpu *gpu, uint32_t *ret_ids, uint32_t *ret_count);
	/* one: needs access to it */
	nvmlReturn_t (*mig_instance)(struct gpu *gpu, uint32_t gi,
				     struct mig_instance *ret_instance);
	nvmlReturn_t (*create_mig_instance)(struct gpu *gpu, const struct mig_profile *profile,
					    const struct mig_span *place, uint32_t *ret_gi);
	nvmlReturn_t (*destroy_mig_instance)(struct gpu *gpu, uint32_t gi);
	nvmlReturn_t (*mig_compute_profiles)(struct gpu *gpu, uint32_t gi,
					     struct mig_compute_profile *ret_list,
					     uint32_t *ret_count);
	nvmlReturn_t (*mig_compute_capacity)(struct gpu *gpu, uint32_t gi,
					     const struct mig_compute_profile *profile,
					     struct mig_capacity *ret_capacity);
	nvmlReturn_t (*mig_computes)(struct gpu *gpu, uint32_t gi, struct mig_compute *ret_list,
				     uint32_t *ret_count);
	nvmlReturn_t (*mig_compute)(struct gpu *gpu, uint32_t gi, uint32_t ci,
				    struct mig_compute *ret_compute);
	nvmlReturn_t (*mig_device_ids)(struct gpu *gpu, uint32_t gi, struct mig_device_id *ret_list,
				       uint32_t *ret_count);
	nvmlReturn_t (*create_mig_compute)(struct gpu *gpu, uint32_t gi,
					   const struct mig_compute_profile *profile,
					   const struct mig_span *place, uint32_t *ret_ci);
	nvmlReturn_t (*destroy_mig_compute)(struct gpu *gpu, uint32_t gi, uint32_t ci);
	/* whether the board has display hardware at all */
	nvmlReturn_t (*display)(struct gpu *gpu, bool *ret_exists);
	nvmlReturn_t (*gsp)(struct gpu *gpu, struct gsp_state *ret_state);
	nvmlReturn_t (*resetless_mig)(struct gpu *gpu, uint32_t *ret_is);
	nvmlReturn_t (*reset_required)(struct gpu *gpu, bool *ret_is);
	nvmlReturn_t (*drain_recommended)(struct gpu *gpu, bool *ret_is);
	/* nvmlDeviceGpuRecoveryAction_t */
	nvmlReturn_t (*recovery_action)(struct gpu *gpu, uint32_t *ret_action);
	/* data is size bytes, sent and overwritten */
	nvmlReturn_t (*prm_access)(struct gpu *gpu, uint8_t *data, size_t size);
	/* nvlink, fabric */
	nvmlReturn_t (*nvlinks)(struct gpu *gpu, struct nvlink_state *ret_state);
	/*
	 * Counts of one set, of the links of a mask that are lanes wide. wanted is a bit
	 * per count of the set; what it leaves out, and other sets, stay as they are.
	 */
	nvmlReturn_t (*nvlink_counts)(struct gpu *gpu, enum nvlink_count_set set, uint64_t wanted,
				      uint64_t links, uint32_t lanes,
				      struct nvlink_counts *ret_counts);
	/* all error counts up to NVLink 4 */
	nvmlReturn_t (*clear_nvlink_errors)(struct gpu *gpu, uint64_t links, uint32_t lanes);
	nvmlReturn_t (*nvlink_low_power)(struct gpu *gpu, uint32_t link, bool *ret_low);
	nvmlReturn_t (*nvlink_threshold)(struct gpu *gpu, uint32_t *ret_threshold);
	/* UINT32_MAX: back to the driver's own */
	nvmlReturn_t (*set_nvlink_threshold)(struct gpu *gpu, uint32_t threshold);
	nvmlReturn_t (*nvlink_bw_modes)(struct gpu *gpu, struct nvlink_bw_modes *ret_modes);
	nvmlReturn_t (*nvlink_bw_mode)(struct gpu *gpu, uint32_t *ret_mode);
	nvmlReturn_t (*set_nvlink_bw_mode)(struct gpu *gpu, uint32_t mode);
	/* ret_list has NVLINK_FIRMWARES_MAX places */
	nvmlReturn_t (*nvlink_firmware)(struct gpu *gpu, struct nvlink_firmware *ret_list,
					uint32_t *ret_count);
	nvmlReturn_t (*c2c)(struct gpu *gpu, struct c2c_state *ret_state);
	/* whether memory of the processor on the module is reached over C2C */
	nvmlReturn_t (*c2c_mode)(struct gpu *gpu, bool *ret_enabled);
	nvmlReturn_t (*c2c_errors)(struct gpu *gpu, uint32_t link, struct c2c_errors *ret_errors);
	nvmlReturn_t (*c2c_low_power)(struct gpu *gpu, bool *ret_low);
	nvmlReturn_t (*fabric)(struct gpu *gpu, struct fabric_state *ret_state);
	nvmlReturn_t (*p2p)(struct gpu *gpu, struct gpu *peer, struct p2p_state *ret_state);
	nvmlReturn_t (*platform)(struct gpu *gpu, struct platform_state *ret_state);
	/* vgpu: all NOT_SUPPORTED unless the GPU hosts vGPUs. Unknown numbers: NOT_FOUND */
	nvmlReturn_t (*vgpu_types)(struct gpu *gpu, struct vgpu_list *ret_types);
	/* instance: the id of a GPU instance, or MIG_NO_ID for the whole GPU; older drivers
	 * know no instances */
	nvmlReturn_t (*vgpu_creatable)(struct gpu *gpu, uint32_t instance,
				       struct vgpu_list *ret_types);
	nvmlReturn_t (*vgpus_of_instance)(struct gpu *gpu, uint32_t instance,
					  struct vgpu_list *ret_vgpus);
	nvmlReturn_t (*vgpu_type)(struct gpu *gpu, uint32_t id, struct vgpu_type *ret_type);
	nvmlReturn_t (*vgpus)(struct gpu *gpu, struct vgpu_list *ret_vgpus);
	nvmlReturn_t (*vgpu)(struct gpu *gpu, uint32_t id, struct vgpu *ret_vgpu);
	nvmlReturn_t (*vgpu_memory)(struct gpu *gpu, const struct vgpu *vgpu, uint64_t *ret_bytes);
	nvmlReturn_t (*set_vgpu_encoder)(struct gpu *gpu, const struct vgpu *vgpu,
					 uint32_t percent);
	/* confidential computing */
	nvmlReturn_t (*conf_compute_memory)(struct gpu *gpu,
					    struct conf_compute_memory *ret_memory);
	nvmlReturn_t (*set_unprotected_kib)(struct gpu *gpu, uint64_t kib);
	nvmlReturn_t (*gpu_certificate)(struct gpu *gpu,
					nvmlConfComputeGpuCertificate_t *ret_certificate);
	/* report->nonce is read, the rest written */
	nvmlReturn_t (*gpu_attestation)(struct gpu *gpu,
					nvmlConfComputeGpuAttestationReport_t *report);
	nvmlReturn_t (*vgpu_host)(struct gpu *gpu);
	/* what identifies the GPU to a host that takes its vGPUs over; ret_text has size bytes */
	nvmlReturn_t (*vgpu_host_identity)(struct gpu *gpu, char *ret_text, size_t size);
	/* the newest period after since of each vGPU that has one; ret_loads has VGPUS_MAX places
	 */
	nvmlReturn_t (*vgpu_loads)(struct gpu *gpu, uint64_t since_us, struct vgpu_load *ret_loads,
				   uint32_t *ret_count);
	/* the newest period after since of each process in a guest that used an engine; they
	 * are told to the taker if all have room */
	nvmlReturn_t (*vgpu_process_loads)(struct gpu *gpu, uint64_t since_us, uint32_t room,
					   const struct vgpu_process_taker *taker,
					   uint32_t *ret_count);
	/* accounts of processes in a guest; ret_pids has ACCOUNTING_PIDS_MAX places */
	nvmlReturn_t (*vgpu_accounting_mode)(struct gpu *gpu, const struct vgpu *vgpu,
					     bool *ret_enabled);
	nvmlReturn_t (*vgpu_accounting_pids)(struct gpu *gpu, const struct vgpu *vgpu,
					     uint32_t *ret_pids, uint32_t *ret_count);
	nvmlReturn_t (*vgpu_accounting_record)(struct gpu *gpu, const struct vgpu *vgpu,
					       uint32_t pid, struct accounting_record *ret_record);
	nvmlReturn_t (*clear_vgpu_accounting)(struct gpu *gpu, const struct vgpu *vgpu);
	/* places that are free now, in the mode of now */
	nvmlReturn_t (*vgpu_free_places)(struct gpu *gpu, uint32_t instance, uint32_t type,
					 struct vgpu_places *ret_places);
	/* whether vGPUs of different sizes may share the GPU */
	nvmlReturn_t (*vgpu_mixed_sizes)(struct gpu *gpu, uint32_t instance, bool *ret_enabled);
	nvmlReturn_t (*set_vgpu_mixed_sizes)(struct gpu *gpu, uint32_t instance, bool enabled);
	/* ability is NVML_DEVICE_VGPU_CAP_* */
	nvmlReturn_t (*vgpu_ability)(struct gpu *gpu, uint32_t ability, uint32_t *ret_amount);
	nvmlReturn_t (*set_vgpu_ability)(struct gpu *gpu, uint32_t ability, bool enabled);
	nvmlReturn_t (*vgpu_driver_abilities)(struct gpu *gpu,
					      struct vgpu_driver_abilities *ret_abilities);
	nvmlReturn_t (*vgpu_scheduler)(struct gpu *gpu, enum vgpu_engine engine,
				       struct vgpu_scheduler *ret_scheduler);
	nvmlReturn_t (*set_vgpu_scheduler)(struct gpu *gpu, enum vgpu_engine engine,
					   const struct vgpu_scheduler_wish *wish);
	nvmlReturn_t (*vgpu_scheduler_limits)(struct gpu *gpu,
					      struct vgpu_scheduler_limits *ret_limits);
	nvmlReturn_t (*vgpu_turns)(struct gpu *gpu, enum vgpu_engine engine,
				   struct vgpu_turns *ret_turns);
	/* affinity: local CPUs as the kernel's list text, e.g. 0-15,32-47 */
	nvmlReturn_t (*local_cpus)(struct gpu *gpu, char *ret_list, size_t size);
	nvmlReturn_t (*cpu_node)(struct gpu *gpu, int *ret_node);
	/* nvmlGpuTopologyLevel_t; peer is another GPU */
	nvmlReturn_t (*topology_level)(struct gpu *gpu, struct gpu *peer, uint32_t *ret_level);
	/* events: bits of kinds that the GPU reports, and that may be asked for */
	nvmlReturn_t (*event_kinds)(struct gpu *gpu, uint32_t *ret_supported,
				    uint32_t *ret_accepted);
};

/* What a MIG device can be asked; its struct gpu names the parent. */
const struct provider_ops *provider_mig_ops(void);

/* Questions about no GPU. */
nvmlReturn_t provider_driver_branch(struct text *ret_branch);
/* ret_ids has EXCLUDED_MAX places. */
nvmlReturn_t provider_excluded_ids(uint32_t *ret_ids, uint32_t *ret_count);
nvmlReturn_t provider_drain_state(uint32_t id, bool *ret_draining);
nvmlReturn_t provider_set_draining(uint32_t id, bool draining);
/* Off the bus; IN_USE while any process has it started. */
nvmlReturn_t provider_remove_gpu(uint32_t id, bool link_down);
nvmlReturn_t provider_excluded_gpu(uint32_t id, struct excluded_gpu *ret_gpu);
nvmlReturn_t provider_conf_compute(struct conf_compute_state *ret_state);
nvmlReturn_t provider_conf_compute_ready(bool *ret_ready);
nvmlReturn_t provider_set_conf_compute_ready(bool ready);
/* As the exponent of a power of two. */
nvmlReturn_t provider_attacker_advantage(uint64_t *ret_exponent);
nvmlReturn_t provider_set_attacker_advantage(uint64_t exponent);
/* Bandwidth mode of all GPUs: NV0000_CTRL_CMD_GPU_NVLINK_BW_MODE_*, the API's numbers. */
nvmlReturn_t provider_nvlink_bw_mode(uint32_t *ret_mode);
nvmlReturn_t provider_set_nvlink_bw_mode(uint32_t mode);

/*
 * Sources of events, one per set, under the lock of the sets. take is called when the
 * source's descriptor is readable; NVML_ERROR_TIMEOUT: what was read is nobody's.
 */
struct rm_event_source;
/* Whether the driver tells of GPUs that come and go. */
bool provider_has_system_events(void);
nvmlReturn_t provider_events_open(struct rm_event_source *source, bool system);
void provider_events_close(struct rm_event_source *source);
/* Adds kinds of events; all of them or none. */
nvmlReturn_t provider_events_watch(struct rm_event_source *source, struct gpu *gpu, uint32_t which);
nvmlReturn_t provider_events_take(struct rm_event_source *source, struct event *ret_event);
nvmlReturn_t provider_system_events_watch(struct rm_event_source *source, uint32_t which);
nvmlReturn_t provider_system_events_take(struct rm_event_source *source,
					 struct system_event *ret_event);

nvmlReturn_t provider_vgpu_versions(struct vgpu_versions *ret_versions);
nvmlReturn_t provider_set_vgpu_versions(uint32_t min, uint32_t max);

/* Asks the GPU's provider; NOT_SUPPORTED where no source can answer. */
#define PROVIDER_ASK(gpu, question, ...)                                                           \
	((gpu)->ops->question ? (gpu)->ops->question((gpu), __VA_ARGS__) : NVML_ERROR_NOT_SUPPORTED)

#endif
