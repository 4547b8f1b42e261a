/* SPDX-License-Identifier: MIT */
/*
 * A machine: what a machine file (YAML) says. Plain data, read-only for the
 * simulated driver. Member names are the keys of the file, units in the name.
 * A value that no recording backs is listed in `assumed` of its model.
 */
#ifndef OPENNVML_SIM_MACHINE_H
#define OPENNVML_SIM_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

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

struct machine_nvlink {
	uint32_t links;          /* enabled links per GPU */
	uint32_t version;        /* NV2080_CTRL_NVLINK_STATUS_NVLINK_VERSION_* */
	uint32_t line_rate_mbps; /* per lane */
	uint32_t lanes;          /* per link and direction */
	char *peer;              /* switch or gpu */
};

/* Telemetry at rest. Absent optional readings are -1. */
struct machine_state {
	int32_t temperature_c;
	int32_t memory_temperature_c; /* -1: no sensor */
	int32_t power_mw;
	int32_t power_instant_mw;
	int32_t power_limit_mw;
	int32_t power_requested_mw;
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
	int64_t memory_used_mib; /* beside processes; counted in HEAP */
	int64_t bar1_used_mib;
	uint32_t pcie_gen;
	uint32_t pcie_width;
	uint32_t pcie_replay;
	uint64_t ecc_sram_corrected_volatile;
	uint64_t ecc_sram_uncorrected_volatile;
	uint64_t ecc_dram_corrected_volatile;
	uint64_t ecc_dram_uncorrected_volatile;
	uint64_t ecc_sram_corrected_aggregate;
	uint64_t ecc_sram_uncorrected_aggregate;
	uint64_t ecc_dram_corrected_aggregate;
	uint64_t ecc_dram_uncorrected_aggregate;
};

/* Everything that boards of one product share. */
struct machine_model {
	char *id;               /* how GPUs of the file refer to it */
	char *name;             /* product name as the driver reports it */
	char *chip;             /* GH100, GA102, ...: key into the chip table */
	uint32_t pci_device;    /* 0x2330 */
	uint32_t pci_subvendor; /* 0x10de */
	uint32_t pci_subsystem;
	uint32_t memory_mib;
	uint32_t reserved_mib;
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
	char *board_part_number; /* NULL: none */
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
	uint32_t row_remap_banks;  /* banks with full spare rows */
	uint32_t poll_interval_ms; /* telemetry page: 100 Tesla-branded, 500 else */
	struct machine_nvlink nvlink;
	struct machine_state idle;
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
	bool excluded;
	bool persistence;
	uint32_t compute_mode;
	bool accounting;
	bool mig_enabled;
	struct machine_mig_instance *mig_instances;
	uint32_t mig_instances_count;
	struct machine_state *state; /* NULL: the model's idle state */
	struct machine_process *processes;
	uint32_t processes_count;
};

struct machine {
	char *name;
	char *description;
	char *source;        /* which recording, or "assumed" */
	char *driver;        /* 550.90.07 */
	char *kernel_module; /* open or proprietary */
	char *architecture;  /* x86_64 or aarch64 */
	bool fabric;         /* NVSwitch system: fabric state completed */
	struct machine_model *models;
	uint32_t models_count;
	struct machine_gpu *gpus;
	uint32_t gpus_count;
};

/* The base model of a GPU; never NULL for a machine that machine_load returned. */
const struct machine_model *machine_model_of(const struct machine *machine,
					     const struct machine_gpu *gpu);

/*
 * Reads a machine file. On failure returns NULL and stores in *ret_error a text
 * "file:line: what was found, what was expected" that the caller frees.
 */
struct machine *machine_load(const char *path, char **ret_error);
void machine_free(struct machine *machine);

#endif
