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

enum process_kind { PROCESS_COMPUTE, PROCESS_GRAPHICS, PROCESS_MPS };

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

#define NVLINKS_MAX 36

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
};

struct nvlink_state {
	uint64_t capabilities; /* capsTbl of NVLINK_GET_NVLINK_CAPS, first byte lowest */
	uint64_t enabled;      /* bit per link */
	struct nvlink links[NVLINKS_MAX];
};

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
	/* pci */
	nvmlReturn_t (*pci_ids)(struct gpu *gpu, struct pci_ids *ret_ids);
	nvmlReturn_t (*pci_class)(struct gpu *gpu, struct pci_class *ret_class);
	nvmlReturn_t (*pcie_generations)(struct gpu *gpu, struct pcie_generations *ret_generations);
	nvmlReturn_t (*pcie_registers)(struct gpu *gpu, struct pcie_registers *ret_registers);
	nvmlReturn_t (*pcie_replays)(struct gpu *gpu, uint32_t *ret_count);
	/* mask: 1 sent, 2 received; a free-running byte counter */
	nvmlReturn_t (*pcie_bytes)(struct gpu *gpu, uint32_t mask, uint32_t *ret_bytes);
	nvmlReturn_t (*bus_type)(struct gpu *gpu, uint32_t *ret_type);
	/* memory */
	nvmlReturn_t (*memory)(struct gpu *gpu, struct memory_state *ret_memory);
	/* all of it, whoever asks */
	nvmlReturn_t (*memory_total)(struct gpu *gpu, uint64_t *ret_total);
	nvmlReturn_t (*bar1)(struct gpu *gpu, struct bar1_state *ret_bar1);
	nvmlReturn_t (*memory_bus_bits)(struct gpu *gpu, uint32_t *ret_bits);
	/* clocks */
	nvmlReturn_t (*clock_mhz)(struct gpu *gpu, enum clock_domain domain, uint32_t *ret_mhz);
	nvmlReturn_t (*throttle_reasons)(struct gpu *gpu, uint64_t *ret_mask);
	/* perf: one bit per P-state, bit n = Pn */
	nvmlReturn_t (*pstate_bits)(struct gpu *gpu, uint32_t *ret_bits);
	nvmlReturn_t (*power_source)(struct gpu *gpu, uint32_t *ret_source);
	/* thermal */
	nvmlReturn_t (*temperature_c)(struct gpu *gpu, uint32_t *ret_celsius);
	nvmlReturn_t (*memory_temperature_c)(struct gpu *gpu, uint32_t *ret_celsius);
	/* fans */
	nvmlReturn_t (*fan_rpm)(struct gpu *gpu, uint32_t fan, uint32_t *ret_rpm);
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
	/* ecc */
	nvmlReturn_t (*ecc_mode)(struct gpu *gpu, struct ecc_mode *ret_mode);
	nvmlReturn_t (*set_ecc)(struct gpu *gpu, bool enabled);
	nvmlReturn_t (*clear_ecc)(struct gpu *gpu, enum ecc_lifetime lifetime);
	nvmlReturn_t (*ecc_counters)(struct gpu *gpu, enum ecc_lifetime lifetime,
				     struct ecc_counters *ret_counters);
	nvmlReturn_t (*sram_ecc)(struct gpu *gpu, struct sram_ecc_status *ret_status);
	nvmlReturn_t (*retired_pages)(struct gpu *gpu, struct retired_pages *ret_pages);
	nvmlReturn_t (*remapped_rows)(struct gpu *gpu, struct remapped_rows *ret_rows);
	nvmlReturn_t (*row_histogram)(struct gpu *gpu, struct row_histogram *ret_histogram);
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
	nvmlReturn_t (*virtualization)(struct gpu *gpu, uint32_t *ret_mode);
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
	/* nvlink, fabric */
	nvmlReturn_t (*nvlinks)(struct gpu *gpu, struct nvlink_state *ret_state);
	nvmlReturn_t (*fabric)(struct gpu *gpu, struct fabric_state *ret_state);
	nvmlReturn_t (*p2p)(struct gpu *gpu, struct gpu *peer, struct p2p_state *ret_state);
	nvmlReturn_t (*platform)(struct gpu *gpu, struct platform_state *ret_state);
	/* affinity: local CPUs as the kernel's list text, e.g. 0-15,32-47 */
	nvmlReturn_t (*local_cpus)(struct gpu *gpu, char *ret_list, size_t size);
	nvmlReturn_t (*cpu_node)(struct gpu *gpu, int *ret_node);
	/* nvmlGpuTopologyLevel_t; peer is another GPU */
	nvmlReturn_t (*topology_level)(struct gpu *gpu, struct gpu *peer, uint32_t *ret_level);
};

/* What a MIG device can be asked; its struct gpu names the parent. */
const struct provider_ops *provider_mig_ops(void);

/* Questions about no GPU. */
nvmlReturn_t provider_driver_branch(struct text *ret_branch);
/* ret_ids has EXCLUDED_MAX places. */
nvmlReturn_t provider_excluded_ids(uint32_t *ret_ids, uint32_t *ret_count);
nvmlReturn_t provider_drain_state(uint32_t id, bool *ret_draining);
nvmlReturn_t provider_excluded_gpu(uint32_t id, struct excluded_gpu *ret_gpu);

/* Asks the GPU's provider; NOT_SUPPORTED where no source can answer. */
#define PROVIDER_ASK(gpu, question, ...)                                                           \
	((gpu)->ops->question ? (gpu)->ops->question((gpu), __VA_ARGS__) : NVML_ERROR_NOT_SUPPORTED)

#endif
