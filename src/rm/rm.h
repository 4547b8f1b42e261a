/* SPDX-License-Identifier: MIT */
/*
 * Provider for the NVIDIA kernel driver (nvidia.ko): control node, client,
 * objects per GPU, controls, and the shared telemetry page.
 *
 * rm_open, rm_discover and rm_close are called with the state lock held.
 */
#ifndef OPENNVML_RM_H
#define OPENNVML_RM_H

#include <stddef.h>
#include <stdint.h>

#include "nvml.h"
#include "provider.h"
#include "rm/abi.h"
#include "rm/gpu.h"
#include "rm_abi.h"
#include "rm_status.h"

#define RM_CTL_NODE "/dev/nvidiactl"

struct gpu;

/* Opens the control node, learns the driver's version, allocates the client. */
nvmlReturn_t rm_open(void);
/* Fills the state's list of GPUs; opens none of them. */
nvmlReturn_t rm_discover(void);
/* GPUs that the driver lists, also those that this process may not open. */
unsigned rm_card_count(void);
/* Frees everything, in reverse order of making. */
void rm_close(void);
/*
 * Forgets everything without a question to the driver. In the child of a fork the client stays the
 * parent's; the child's copies of its descriptors and mappings are closed, so that they do not keep
 * it alive, unless it is not known which of them are open.
 */
void rm_forget(bool close);
/* In such a child: opens the control node again, for the GPUs that are known already. */
nvmlReturn_t rm_reopen(void);

/* Makes a GPU's objects unless they exist. Wakes a sleeping GPU. */
nvmlReturn_t rm_gpu_use(struct gpu *gpu);
/* Frees a GPU's objects and closes its node. */
void rm_gpu_release(struct gpu *gpu);
/* A GPU's part of rm_forget. */
void rm_gpu_forget(struct gpu *gpu, bool close);

/* What a failed open of the control node means to the caller of NVML. */
nvmlReturn_t rm_result_of_ctl_open(int error);

/* An open control node and the client that was made on it. */
struct rm_session {
	int fd;
	uint32_t root;
};

/* Makes the client of a session; the functions without a session use the library's own. */
nvmlReturn_t rm_session_begin(struct rm_session *session);
/* Frees the client and all that is in it; the node stays open. */
void rm_session_end(const struct rm_session *session);
nvmlReturn_t rm_session_alloc(struct rm_session *session, uint32_t parent, uint32_t handle,
			      enum rm_cmd cmd, const void *neutral, uint32_t *ret_status);
nvmlReturn_t rm_session_control(const struct rm_session *session, uint32_t object, enum rm_cmd cmd,
				void *neutral, uint32_t *ret_status);

/* An object below a GPU in use, or below the root; made when it is not there yet. */
nvmlReturn_t rm_child_use(struct gpu *gpu, enum rm_child child, uint32_t *ret_object);
nvmlReturn_t rm_conf_compute_use(uint32_t *ret_object);

/* Allocates an object of a class without parameters. */
nvmlReturn_t rm_alloc_plain(uint32_t parent, uint32_t handle, uint32_t object_class,
			    uint32_t *ret_status);
/* Allocates an object with its class's struct of gen/rm_abi.h. */
nvmlReturn_t rm_alloc_with(uint32_t parent, uint32_t handle, enum rm_cmd cmd, const void *neutral,
			   uint32_t *ret_status);
void rm_free(uint32_t parent, uint32_t handle);

/* Class parameters are copied by the kernel at the size that it knows; longer is safe. */
#define RM_ALLOC_PARAMS_MAX 256

/*
 * Sends one control to the object that the command belongs to (root, or an object
 * of gpu; gpu is NULL for the root and what is below no GPU). neutral is the command's
 * struct of gen/rm_abi.h: its inputs are sent, its outputs filled on success.
 * One system call once the GPU is in use.
 */
nvmlReturn_t rm_control(struct gpu *gpu, enum rm_cmd cmd, void *neutral);
/*
 * What a neutral struct would have no room for on a small stack is read while the reply
 * lies on the wire, after neutral was filled.
 */
struct rm_reader {
	void (*read)(struct rm_reader *self, const struct rm_layout *layout, const uint8_t *wire);
};

nvmlReturn_t rm_control_read(struct gpu *gpu, enum rm_cmd cmd, void *neutral,
			     struct rm_reader *reader);
/* The same to any object, with the raw NV_STATUS; UINT32_MAX when the call itself failed. */
nvmlReturn_t rm_control_at(uint32_t object, enum rm_cmd cmd, void *neutral, uint32_t *ret_status);
/* The same to the client's root. */
nvmlReturn_t rm_root_control(enum rm_cmd cmd, void *neutral, uint32_t *ret_status);
/* Whether this driver has the command at all. */
bool rm_has_command(enum rm_cmd cmd);
/* The command's layout for this driver; NULL when it has none. */
const struct rm_layout *rm_layout_in_use(enum rm_cmd cmd);

/* Whether memory errors are corrected now; asked once per GPU. */
nvmlReturn_t rm_ecc_enabled(struct gpu *gpu, bool *ret_enabled);

/* One value of the GPU information list. */
nvmlReturn_t rm_gpu_info(struct gpu *gpu, uint32_t index, uint32_t *ret_data);

/*
 * How many elements the list at neutral_offset has on the wire, and where it
 * begins there; 0 when the layout lacks it.
 */
uint32_t rm_layout_list(const struct rm_layout *layout, size_t neutral_offset,
			uint32_t *ret_wire_offset);

/* Where the layout has the byte at neutral_offset; RM_NOT_ON_WIRE when nowhere. */
#define RM_NOT_ON_WIRE UINT32_MAX
uint32_t rm_layout_wire(const struct rm_layout *layout, size_t neutral_offset);

/* The operations of this provider; src/sys completes them. */
void rm_provider_fill(struct provider_ops *ops);

/* Chapters. Each puts its operations into the table. */
void rm_device_fill(struct provider_ops *ops);
void rm_board_fill(struct provider_ops *ops);
void rm_inforom_fill(struct provider_ops *ops);
void rm_pci_fill(struct provider_ops *ops);
void rm_memory_fill(struct provider_ops *ops);
void rm_telemetry_fill(struct provider_ops *ops);
void rm_thermal_fill(struct provider_ops *ops);
void rm_utilization_fill(struct provider_ops *ops);
void rm_sessions_fill(struct provider_ops *ops);
void rm_ecc_fill(struct provider_ops *ops);
void rm_confcompute_fill(struct provider_ops *ops);
void rm_processes_fill(struct provider_ops *ops);
void rm_accounting_fill(struct provider_ops *ops);
void rm_modes_fill(struct provider_ops *ops);
void rm_nvlink_fill(struct provider_ops *ops);
void rm_mig_fill(struct provider_ops *ops);
void rm_events_fill(struct provider_ops *ops);
void rm_vgpu_fill(struct provider_ops *ops);
void rm_vgpu_host_fill(struct provider_ops *ops);
void rm_vgpu_scheduler_fill(struct provider_ops *ops);

#endif
