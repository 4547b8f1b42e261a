/* SPDX-License-Identifier: MIT */
/*
 * Arguments of the NVIDIA driver's ioctls ("escapes"), as they lie in memory.
 *
 * Numbers (NV_ESC_...) and flags are in rm_constants.h. Layouts are those of
 * nvos.h, nv-ioctl.h and nv-unix-nvos-params-wrappers.h; all but the ones with
 * a function below are the same in every release. 64-bit members are aligned to
 * eight bytes on 32-bit machines too.
 */
#ifndef OPENNVML_RM_ESCAPE_H
#define OPENNVML_RM_ESCAPE_H

#include <stddef.h>
#include <stdint.h>

#include "rm_constants.h"

typedef uint64_t rm_u64 __attribute__((aligned(8)));

#define RM_ESCAPE_TYPE 'F'
#define RM_ESCAPE_MAX_SIZE 0x3fffu /* an ioctl request has 14 bits for it */
#define RM_XFER_MAX_SIZE 16384u    /* what NV_ESC_IOCTL_XFER_CMD accepts */

/* The ioctl request of an escape; the driver reads nothing but nr and size. */
static inline unsigned long rm_escape_request(unsigned nr, size_t size)
{
	return 3ul << 30 | (unsigned long)(size & RM_ESCAPE_MAX_SIZE) << 16 |
	       (unsigned long)RM_ESCAPE_TYPE << 8 | (nr & 0xff);
}

static inline unsigned rm_request_number(unsigned long request)
{
	return request & 0xff;
}

static inline size_t rm_request_size(unsigned long request)
{
	return request >> 16 & RM_ESCAPE_MAX_SIZE;
}

/* NV_ESC_CARD_INFO takes an array of these. */
struct rm_card_info {
	uint8_t valid;
	struct rm_card_pci {
		uint32_t domain;
		uint8_t bus;
		uint8_t slot;
		uint8_t function;
		uint16_t vendor_id;
		uint16_t device_id;
	} pci;
	uint32_t gpu_id;
	uint16_t interrupt_line;
	rm_u64 reg_address; /* BAR0 */
	rm_u64 reg_size;
	rm_u64 fb_address; /* BAR1 */
	rm_u64 fb_size;
	uint32_t minor_number;
	uint8_t dev_name[10];
};

_Static_assert(sizeof(struct rm_card_info) == 72, "nv_ioctl_card_info_t");
_Static_assert(offsetof(struct rm_card_info, pci) == 4, "nv_ioctl_card_info_t");
_Static_assert(offsetof(struct rm_card_info, pci.vendor_id) == 12, "nv_ioctl_card_info_t");
_Static_assert(offsetof(struct rm_card_info, reg_address) == 24, "nv_ioctl_card_info_t");
_Static_assert(offsetof(struct rm_card_info, minor_number) == 56, "nv_ioctl_card_info_t");

/* NV_ESC_CHECK_VERSION_STR: how the strings are compared. */
enum rm_version_check { RM_VERSION_STRICT = 0, RM_VERSION_RELAXED = '1', RM_VERSION_QUERY = '2' };

struct rm_api_version {
	uint32_t cmd;
	uint32_t reply; /* 1: the request was understood */
	char version_string[64];
};

_Static_assert(sizeof(struct rm_api_version) == 72, "nv_ioctl_rm_api_version_t");

/* NV_ESC_REGISTER_FD */
struct rm_register_fd {
	int32_t ctl_fd;
};

_Static_assert(sizeof(struct rm_register_fd) == 4, "nv_ioctl_register_fd_t");

/* NV_ESC_ALLOC_OS_EVENT, NV_ESC_FREE_OS_EVENT */
struct rm_os_event {
	uint32_t h_client;
	uint32_t h_device;
	uint32_t fd;
	uint32_t status;
};

_Static_assert(sizeof(struct rm_os_event) == 16, "nv_ioctl_alloc_os_event_t");

/* NV_ESC_STATUS_CODE */
struct rm_status_code {
	uint32_t domain;
	uint8_t bus;
	uint8_t slot;
	uint32_t status;
};

_Static_assert(sizeof(struct rm_status_code) == 12, "nv_ioctl_status_code_t");

/* NV_ESC_IOCTL_XFER_CMD */
struct rm_xfer {
	uint32_t cmd;
	uint32_t size;
	rm_u64 ptr;
};

_Static_assert(sizeof(struct rm_xfer) == 16, "nv_ioctl_xfer_t");

/* NV_ESC_SYS_PARAMS */
struct rm_sys_params {
	rm_u64 memblock_size;
};

_Static_assert(sizeof(struct rm_sys_params) == 8, "nv_ioctl_sys_params_t");

/* NV_ESC_QUERY_DEVICE_INTR */
struct rm_device_intr {
	uint32_t intr_status;
	uint32_t status;
};

_Static_assert(sizeof(struct rm_device_intr) == 8, "nv_ioctl_query_device_intr");

/* NV_ESC_SET_NUMA_STATUS */
struct rm_numa_status {
	int32_t status;
};

_Static_assert(sizeof(struct rm_numa_status) == 4, "nv_ioctl_set_numa_status_t");

/* NV_ESC_WAIT_OPEN_COMPLETE, since 550 */
struct rm_wait_open {
	int32_t rc;
	uint32_t adapter_status;
};

_Static_assert(sizeof(struct rm_wait_open) == 8, "nv_ioctl_wait_open_complete_t");

struct rm_offline_addresses {
	rm_u64 addresses[NV_IOCTL_NUMA_INFO_MAX_OFFLINE_ADDRESSES];
	uint32_t num_entries;
};

_Static_assert(sizeof(struct rm_offline_addresses) == 520, "nv_offline_addresses_t");

/* NV_ESC_NUMA_INFO since 535; before, use_auto_online and its padding are not there. */
struct rm_numa_info {
	int32_t nid;
	int32_t status;
	rm_u64 memblock_size;
	rm_u64 numa_mem_addr;
	rm_u64 numa_mem_size;
	uint8_t use_auto_online;
	struct rm_offline_addresses offline_addresses;
};

struct rm_numa_info_515 {
	int32_t nid;
	int32_t status;
	rm_u64 memblock_size;
	rm_u64 numa_mem_addr;
	rm_u64 numa_mem_size;
	struct rm_offline_addresses offline_addresses;
};

_Static_assert(sizeof(struct rm_numa_info) == 560, "nv_ioctl_numa_info_t");
_Static_assert(sizeof(struct rm_numa_info_515) == 552, "nv_ioctl_numa_info_t");

/* 552 or 560. */
size_t rm_numa_info_size(unsigned release);

/* NV_ESC_RM_FREE */
struct rm_nvos00 {
	uint32_t h_root;
	uint32_t h_object_parent;
	uint32_t h_object_old;
	uint32_t status;
};

_Static_assert(sizeof(struct rm_nvos00) == 16, "NVOS00_PARAMETERS");

/*
 * NV_ESC_RM_ALLOC, short form. The last two words are {status, unused} before
 * 535 and {params_size, status} since: see rm_nvos21_status_offset.
 */
struct rm_nvos21 {
	uint32_t h_root;
	uint32_t h_object_parent;
	uint32_t h_object_new;
	uint32_t h_class;
	rm_u64 alloc_parms;
	uint32_t tail[2];
};

_Static_assert(sizeof(struct rm_nvos21) == 32, "NVOS21_PARAMETERS");
_Static_assert(offsetof(struct rm_nvos21, tail) == 24, "NVOS21_PARAMETERS");

/* 24 before 535, 28 since. */
size_t rm_nvos21_status_offset(unsigned release);
/* Where params_size lies; 0 where the release has none. */
size_t rm_nvos21_params_size_offset(unsigned release);

/*
 * NV_ESC_RM_ALLOC, long form, told from the short one by its size. What follows
 * rights_requested moved twice: see the functions.
 */
struct rm_nvos64 {
	uint32_t h_root;
	uint32_t h_object_parent;
	uint32_t h_object_new;
	uint32_t h_class;
	rm_u64 alloc_parms;
	rm_u64 rights_requested;
	uint32_t tail[4];
};

_Static_assert(sizeof(struct rm_nvos64) == 48, "NVOS64_PARAMETERS");
_Static_assert(offsetof(struct rm_nvos64, tail) == 32, "NVOS64_PARAMETERS");

/* 40 before 535, 48 since. */
size_t rm_nvos64_size(unsigned release);
/* 32 before 525, 36 before 535, 40 since. */
size_t rm_nvos64_status_offset(unsigned release);
/* Where flags lie; 0 where the release has none. */
size_t rm_nvos64_flags_offset(unsigned release);
/* Where params_size lies; 0 where the release has none. */
size_t rm_nvos64_params_size_offset(unsigned release);

/* NV_ESC_RM_MAP_MEMORY */
struct rm_nvos33 {
	uint32_t h_client;
	uint32_t h_device;
	uint32_t h_memory;
	rm_u64 offset;
	rm_u64 length;
	rm_u64 linear_address;
	uint32_t status;
	uint32_t flags;
};

struct rm_nvos33_with_fd {
	struct rm_nvos33 params;
	int32_t fd; /* of the file that will be mapped */
};

_Static_assert(sizeof(struct rm_nvos33) == 48, "NVOS33_PARAMETERS");
_Static_assert(sizeof(struct rm_nvos33_with_fd) == 56, "nv_ioctl_nvos33_parameters_with_fd");
_Static_assert(offsetof(struct rm_nvos33_with_fd, fd) == 48, "nv_ioctl_nvos33_parameters_with_fd");

/* NV_ESC_RM_UNMAP_MEMORY */
struct rm_nvos34 {
	uint32_t h_client;
	uint32_t h_device;
	uint32_t h_memory;
	rm_u64 linear_address;
	uint32_t status;
	uint32_t flags;
};

_Static_assert(sizeof(struct rm_nvos34) == 32, "NVOS34_PARAMETERS");

/* NV_ESC_RM_GET_EVENT_DATA */
struct rm_nvos41 {
	rm_u64 event; /* address of a struct rm_unix_event */
	uint32_t more_events;
	uint32_t status;
};

_Static_assert(sizeof(struct rm_nvos41) == 16, "NVOS41_PARAMETERS");

struct rm_unix_event {
	uint32_t h_object;
	uint32_t notify_index;
	uint32_t info32;
	uint16_t info16;
};

_Static_assert(sizeof(struct rm_unix_event) == 16, "NvUnixEvent");

/* NV_ESC_RM_CONTROL */
struct rm_nvos54 {
	uint32_t h_client;
	uint32_t h_object;
	uint32_t cmd;
	uint32_t flags;
	rm_u64 params;
	uint32_t params_size;
	uint32_t status;
};

_Static_assert(sizeof(struct rm_nvos54) == 32, "NVOS54_PARAMETERS");
_Static_assert(offsetof(struct rm_nvos54, params) == 16, "NVOS54_PARAMETERS");

/* NV_ESC_RM_DUP_OBJECT */
struct rm_nvos55 {
	uint32_t h_client;
	uint32_t h_parent;
	uint32_t h_object;
	uint32_t h_client_src;
	uint32_t h_object_src;
	uint32_t flags;
	uint32_t status;
};

_Static_assert(sizeof(struct rm_nvos55) == 28, "NVOS55_PARAMETERS");

/* NV_ESC_RM_SHARE */
struct rm_nvos57 {
	uint32_t h_client;
	uint32_t h_object;
	struct rm_share_policy {
		uint32_t target;
		uint32_t access_mask;
		uint16_t type;
		uint8_t action;
	} share_policy;
	uint32_t status;
};

_Static_assert(sizeof(struct rm_nvos57) == 24, "NVOS57_PARAMETERS");

/* NV_ESC_RM_ACCESS_REGISTRY */
struct rm_nvos38 {
	uint32_t h_client;
	uint32_t h_object;
	uint32_t access_type;
	uint32_t dev_node_length;
	rm_u64 dev_node;
	uint32_t parm_str_length;
	rm_u64 parm_str;
	uint32_t binary_data_length;
	rm_u64 binary_data;
	uint32_t data;
	uint32_t entry;
	uint32_t status;
};

_Static_assert(sizeof(struct rm_nvos38) == 72, "NVOS38_PARAMETERS");

#endif
