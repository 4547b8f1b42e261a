/* SPDX-License-Identifier: MIT */
/* Generated from registry/rm by scripts/gen.py; do not edit. */

/* clang-format off: one row a line */
#include "rm/abi.h"

const unsigned rm_release_count = 119;
const struct rm_version rm_releases[] = {
	{515, 43, 4}, /* 515.43.04 */
	{515, 48, 7}, /* 515.48.07 */
	{515, 57, 0}, /* 515.57 */
	{515, 65, 1}, /* 515.65.01 */
	{515, 65, 7}, /* 515.65.07 */
	{515, 76, 0}, /* 515.76 */
	{515, 86, 1}, /* 515.86.01 */
	{515, 105, 1}, /* 515.105.01 */
	{520, 56, 6}, /* 520.56.06 */
	{520, 61, 5}, /* 520.61.05 */
	{520, 61, 7}, /* 520.61.07 */
	{525, 53, 0}, /* 525.53 */
	{525, 60, 11}, /* 525.60.11 */
	{525, 60, 13}, /* 525.60.13 */
	{525, 78, 1}, /* 525.78.01 */
	{525, 85, 5}, /* 525.85.05 */
	{525, 85, 12}, /* 525.85.12 */
	{525, 89, 2}, /* 525.89.02 */
	{525, 105, 17}, /* 525.105.17 */
	{525, 116, 3}, /* 525.116.03 */
	{525, 116, 4}, /* 525.116.04 */
	{525, 125, 6}, /* 525.125.06 */
	{525, 147, 5}, /* 525.147.05 */
	{530, 30, 2}, /* 530.30.02 */
	{530, 41, 3}, /* 530.41.03 */
	{535, 43, 2}, /* 535.43.02 */
	{535, 54, 3}, /* 535.54.03 */
	{535, 86, 5}, /* 535.86.05 */
	{535, 86, 10}, /* 535.86.10 */
	{535, 98, 0}, /* 535.98 */
	{535, 104, 5}, /* 535.104.05 */
	{535, 104, 12}, /* 535.104.12 */
	{535, 113, 1}, /* 535.113.01 */
	{535, 129, 3}, /* 535.129.03 */
	{535, 146, 2}, /* 535.146.02 */
	{535, 154, 5}, /* 535.154.05 */
	{535, 161, 7}, /* 535.161.07 */
	{535, 161, 8}, /* 535.161.08 */
	{535, 171, 4}, /* 535.171.04 */
	{535, 179, 0}, /* 535.179 */
	{535, 183, 1}, /* 535.183.01 */
	{535, 183, 6}, /* 535.183.06 */
	{535, 216, 1}, /* 535.216.01 */
	{535, 216, 3}, /* 535.216.03 */
	{535, 230, 2}, /* 535.230.02 */
	{535, 247, 1}, /* 535.247.01 */
	{535, 261, 3}, /* 535.261.03 */
	{535, 274, 2}, /* 535.274.02 */
	{535, 288, 1}, /* 535.288.01 */
	{545, 23, 6}, /* 545.23.06 */
	{545, 23, 8}, /* 545.23.08 */
	{545, 29, 2}, /* 545.29.02 */
	{545, 29, 3}, /* 545.29.03 */
	{545, 29, 6}, /* 545.29.06 */
	{550, 40, 7}, /* 550.40.07 */
	{550, 54, 14}, /* 550.54.14 */
	{550, 54, 15}, /* 550.54.15 */
	{550, 67, 0}, /* 550.67 */
	{550, 76, 0}, /* 550.76 */
	{550, 78, 0}, /* 550.78 */
	{550, 90, 7}, /* 550.90.07 */
	{550, 90, 12}, /* 550.90.12 */
	{550, 100, 0}, /* 550.100 */
	{550, 107, 2}, /* 550.107.02 */
	{550, 120, 0}, /* 550.120 */
	{550, 127, 5}, /* 550.127.05 */
	{550, 127, 8}, /* 550.127.08 */
	{550, 135, 0}, /* 550.135 */
	{550, 142, 0}, /* 550.142 */
	{550, 144, 3}, /* 550.144.03 */
	{550, 163, 1}, /* 550.163.01 */
	{555, 42, 2}, /* 555.42.02 */
	{555, 42, 6}, /* 555.42.06 */
	{555, 52, 4}, /* 555.52.04 */
	{555, 58, 0}, /* 555.58 */
	{555, 58, 2}, /* 555.58.02 */
	{560, 28, 3}, /* 560.28.03 */
	{560, 31, 2}, /* 560.31.02 */
	{560, 35, 3}, /* 560.35.03 */
	{565, 57, 1}, /* 565.57.01 */
	{565, 77, 0}, /* 565.77 */
	{570, 86, 15}, /* 570.86.15 */
	{570, 86, 16}, /* 570.86.16 */
	{570, 124, 4}, /* 570.124.04 */
	{570, 124, 6}, /* 570.124.06 */
	{570, 133, 7}, /* 570.133.07 */
	{570, 133, 20}, /* 570.133.20 */
	{570, 144, 0}, /* 570.144 */
	{570, 148, 8}, /* 570.148.08 */
	{570, 153, 2}, /* 570.153.02 */
	{570, 158, 1}, /* 570.158.01 */
	{570, 169, 0}, /* 570.169 */
	{570, 172, 8}, /* 570.172.08 */
	{570, 181, 0}, /* 570.181 */
	{570, 190, 0}, /* 570.190 */
	{570, 195, 3}, /* 570.195.03 */
	{570, 207, 0}, /* 570.207 */
	{570, 211, 1}, /* 570.211.01 */
	{575, 51, 2}, /* 575.51.02 */
	{575, 51, 3}, /* 575.51.03 */
	{575, 57, 8}, /* 575.57.08 */
	{575, 64, 0}, /* 575.64 */
	{575, 64, 3}, /* 575.64.03 */
	{575, 64, 5}, /* 575.64.05 */
	{580, 65, 6}, /* 580.65.06 */
	{580, 76, 5}, /* 580.76.05 */
	{580, 82, 7}, /* 580.82.07 */
	{580, 82, 9}, /* 580.82.09 */
	{580, 95, 5}, /* 580.95.05 */
	{580, 105, 8}, /* 580.105.08 */
	{580, 119, 2}, /* 580.119.02 */
	{580, 126, 9}, /* 580.126.09 */
	{580, 126, 16}, /* 580.126.16 */
	{580, 126, 18}, /* 580.126.18 */
	{580, 126, 20}, /* 580.126.20 */
	{580, 142, 0}, /* 580.142 */
	{590, 44, 1}, /* 590.44.01 */
	{590, 48, 1}, /* 590.48.01 */
	{595, 45, 4}, /* 595.45.04 */
};

const unsigned rm_follower_count = 1;
const struct rm_follower rm_followers[] = {
	{{550, 40, 53}, 55}, /* 550.40.53: 550.54.14 */
};

static const struct rm_field gpuacct_set_accounting_state_1[] = {
	{offsetof(struct rm_gpuacct_set_accounting_state, gpu_id), 0, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
};
static const struct rm_layout gpuacct_set_accounting_state[] = {
	{0x0b01, 12, 1, 0, gpuacct_set_accounting_state_1}, /* 515.43.04 */
};

static const struct rm_field gpuacct_get_accounting_state_1[] = {
	{offsetof(struct rm_gpuacct_get_accounting_state, gpu_id), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpuacct_get_accounting_state, state), 8, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout gpuacct_get_accounting_state[] = {
	{0x0b02, 12, 2, 0, gpuacct_get_accounting_state_1}, /* 515.43.04 */
};

static const struct rm_field gpuacct_get_proc_accounting_info_1[] = {
	{offsetof(struct rm_gpuacct_get_proc_accounting_info, gpu_id), 0, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
	{offsetof(struct rm_gpuacct_get_proc_accounting_info, gpu_util), 12, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_gpuacct_get_proc_accounting_info, max_fb_usage), 24, 0, 0, 1, 24, 24, RM_OUT},
};
static const struct rm_layout gpuacct_get_proc_accounting_info[] = {
	{0x0b03, 48, 3, 0, gpuacct_get_proc_accounting_info_1}, /* 515.43.04 */
};

static const struct rm_field gpuacct_get_accounting_pids_1[] = {
	{offsetof(struct rm_gpuacct_get_accounting_pids, gpu_id), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpuacct_get_accounting_pids, pid_tbl), 8, 0, 0, 1, 16004, 16004, RM_OUT},
};
static const struct rm_layout gpuacct_get_accounting_pids[] = {
	{0x0b04, 16012, 2, 0, gpuacct_get_accounting_pids_1}, /* 515.43.04 */
};

static const struct rm_field gpuacct_clear_accounting_data_1[] = {
	{offsetof(struct rm_gpuacct_clear_accounting_data, gpu_id), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout gpuacct_clear_accounting_data[] = {
	{0x0b05, 8, 1, 0, gpuacct_clear_accounting_data_1}, /* 515.43.04 */
};

static const struct rm_field bus_get_pci_info_1[] = {
	{offsetof(struct rm_bus_get_pci_info, pci_device_id), 0, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_layout bus_get_pci_info[] = {
	{0x20801801, 16, 1, 0, bus_get_pci_info_1}, /* 515.43.04 */
};

static const struct rm_field bus_get_info_1[] = {
	{offsetof(struct rm_bus_get_info, bus_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_bus_get_info, bus_info_list), 8, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout bus_get_info[] = {
	{0x20801802, 16, 2, 0, bus_get_info_1}, /* 515.43.04 */
};

static const struct rm_field bus_get_info_v2_1[] = {
	{offsetof(struct rm_bus_get_info_v2, bus_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_bus_get_info_v2, bus_info_list[0].index), 4, 0, 0, 1, 416, 416, RM_IN | RM_OUT},
};
static const struct rm_layout bus_get_info_v2[] = {
	{0x20801823, 420, 2, 0, bus_get_info_v2_1}, /* 515.43.04 */
};

static const struct rm_field bus_get_pex_counters_1[] = {
	{offsetof(struct rm_bus_get_pex_counters, pex_counter_mask), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_bus_get_pex_counters, pex_total_correctable_errors), 4, 0, 0, 1, 9, 9, RM_OUT},
	{offsetof(struct rm_bus_get_pex_counters, pex_counters), 14, 0, 0, 1, 62, 62, RM_OUT},
};
static const struct rm_layout bus_get_pex_counters[] = {
	{0x20801813, 76, 3, 0, bus_get_pex_counters_1}, /* 515.43.04 */
};

static const struct rm_field bus_get_pex_util_counters_1[] = {
	{offsetof(struct rm_bus_get_pex_util_counters, pex_counter_mask), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_bus_get_pex_util_counters, pex_counters), 4, 0, 0, 1, 28, 28, RM_OUT},
};
static const struct rm_layout bus_get_pex_util_counters[] = {
	{0x20801819, 32, 2, 0, bus_get_pex_util_counters_1}, /* 515.43.04 */
};

static const struct rm_field bus_clear_pex_util_counters_1[] = {
	{offsetof(struct rm_bus_clear_pex_util_counters, pex_counter_mask), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout bus_clear_pex_util_counters[] = {
	{0x20801820, 4, 1, 0, bus_clear_pex_util_counters_1}, /* 515.43.04 */
};

static const struct rm_field bus_get_c2c_info_1[] = {
	{offsetof(struct rm_bus_get_c2c_info, is_link_up), 0, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_bus_get_c2c_info, nr_links), 4, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_bus_get_c2c_info, link_mask), 8, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_bus_get_c2c_info, remote_type), 16, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_field bus_get_c2c_info_2[] = {
	{offsetof(struct rm_bus_get_c2c_info, is_link_up), 0, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_bus_get_c2c_info, nr_links), 4, 0, 0, 1, 24, 24, RM_OUT},
};
static const struct rm_field bus_get_c2c_info_3[] = {
	{offsetof(struct rm_bus_get_c2c_info, is_link_up), 0, 0, 0, 1, 2, 2, RM_OUT},
	{offsetof(struct rm_bus_get_c2c_info, nr_links), 4, 0, 0, 1, 24, 24, RM_OUT},
};
static const struct rm_layout bus_get_c2c_info[] = {
	{0x2080182b, 20, 4, 8, bus_get_c2c_info_1}, /* 520.56.06 */
	{0x2080182b, 28, 2, 23, bus_get_c2c_info_2}, /* 530.30.02 */
	{0x2080182b, 28, 2, 98, bus_get_c2c_info_3}, /* 575.51.02 */
};

static const struct rm_field bus_clear_pex_counters_1[] = {
	{offsetof(struct rm_bus_clear_pex_counters, pex_counter_mask), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout bus_clear_pex_counters[] = {
	{0x20801814, 4, 1, 0, bus_clear_pex_counters_1}, /* 515.43.04 */
};

static const struct rm_field bus_get_pex_lane_counters_1[] = {
	{offsetof(struct rm_bus_get_pex_lane_counters, pex_lane_error_status), 0, 0, 0, 1, 18, 18, RM_OUT},
};
static const struct rm_layout bus_get_pex_lane_counters[] = {
	{0x20801816, 18, 1, 0, bus_get_pex_lane_counters_1}, /* 515.43.04 */
};

static const struct rm_field bus_get_c2c_err_info_1[] = {
	{offsetof(struct rm_bus_get_c2c_err_info, err_cnts[0].nr_crc_err_intr), 0, 0, 0, 1, 120, 120, RM_OUT},
};
static const struct rm_field bus_get_c2c_err_info_2[] = {
	{offsetof(struct rm_bus_get_c2c_err_info, err_cnts[0].nr_crc_err_intr), 0, 0, 0, 1, 168, 168, RM_OUT},
};
static const struct rm_layout bus_get_c2c_err_info[] = {
	{0x2080182d, 120, 1, 8, bus_get_c2c_err_info_1}, /* 520.56.06 */
	{0x0000, 0, 0, 49, NULL}, /* 545.23.06 */
	{0x2080182d, 168, 1, 98, bus_get_c2c_err_info_2}, /* 575.51.02 */
};

static const struct rm_field bus_get_c2c_lpwr_stats_1[] = {
	{offsetof(struct rm_bus_get_c2c_lpwr_stats, c2c_state_support_mask), 0, 0, 0, 1, 5, 5, RM_OUT},
	{offsetof(struct rm_bus_get_c2c_lpwr_stats, cl3_entry_count), 8, 0, 0, 1, 29, 29, RM_OUT},
	{offsetof(struct rm_bus_get_c2c_lpwr_stats, cl4_entry_count), 40, 0, 0, 1, 40, 40, RM_OUT},
};
static const struct rm_field bus_get_c2c_lpwr_stats_2[] = {
	{offsetof(struct rm_bus_get_c2c_lpwr_stats, c2c_state_support_mask), 0, 0, 0, 1, 5, 5, RM_OUT},
	{offsetof(struct rm_bus_get_c2c_lpwr_stats, cl3_entry_count), 8, 0, 0, 1, 29, 29, RM_OUT},
	{offsetof(struct rm_bus_get_c2c_lpwr_stats, cl4_entry_count), 40, 0, 0, 1, 48, 48, RM_OUT},
};
static const struct rm_layout bus_get_c2c_lpwr_stats[] = {
	{0x20801831, 80, 3, 98, bus_get_c2c_lpwr_stats_1}, /* 575.51.02 */
	{0x20801831, 88, 3, 116, bus_get_c2c_lpwr_stats_2}, /* 590.44.01 */
};

static const struct rm_field bus_get_pcie_req_atomics_caps_1[] = {
	{offsetof(struct rm_bus_get_pcie_req_atomics_caps, atomics_caps), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_field bus_get_pcie_req_atomics_caps_2[] = {
	{offsetof(struct rm_bus_get_pcie_req_atomics_caps, cap_type), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_bus_get_pcie_req_atomics_caps, atomics_caps), 8, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout bus_get_pcie_req_atomics_caps[] = {
	{0x20801829, 4, 1, 8, bus_get_pcie_req_atomics_caps_1}, /* 520.56.06 */
	{0x20801829, 12, 2, 76, bus_get_pcie_req_atomics_caps_2}, /* 560.28.03 */
};

static const struct rm_field bus_get_pcie_cpl_atomics_caps_1[] = {
	{offsetof(struct rm_bus_get_pcie_cpl_atomics_caps, atomics_caps), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout bus_get_pcie_cpl_atomics_caps[] = {
	{0x20801830, 4, 1, 76, bus_get_pcie_cpl_atomics_caps_1}, /* 560.28.03 */
};

static const struct rm_field conf_compute_get_capabilities_1[] = {
	{offsetof(struct rm_conf_compute_get_capabilities, cpu_capability), 0, 0, 0, 1, 5, 5, RM_OUT},
};
static const struct rm_field conf_compute_get_capabilities_2[] = {
	{offsetof(struct rm_conf_compute_get_capabilities, cpu_capability), 0, 0, 0, 1, 6, 6, RM_OUT},
};
static const struct rm_layout conf_compute_get_capabilities[] = {
	{0xcb330101, 5, 1, 25, conf_compute_get_capabilities_1}, /* 535.43.02 */
	{0xcb330101, 6, 1, 54, conf_compute_get_capabilities_2}, /* 550.40.07 */
};

static const struct rm_field conf_compute_get_gpus_state_1[] = {
	{offsetof(struct rm_conf_compute_get_gpus_state, accept_client_request), 0, 0, 0, 1, 1, 1, RM_OUT},
};
static const struct rm_layout conf_compute_get_gpus_state[] = {
	{0xcb330104, 1, 1, 25, conf_compute_get_gpus_state_1}, /* 535.43.02 */
};

static const struct rm_field conf_compute_set_gpus_state_1[] = {
	{offsetof(struct rm_conf_compute_set_gpus_state, accept_client_request), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
};
static const struct rm_layout conf_compute_set_gpus_state[] = {
	{0xcb330105, 1, 1, 25, conf_compute_set_gpus_state_1}, /* 535.43.02 */
};

static const struct rm_field conf_compute_get_vidmem_size_1[] = {
	{offsetof(struct rm_conf_compute_get_vidmem_size, h_sub_device), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_conf_compute_get_vidmem_size, protected_mem_size_in_kb), 8, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_layout conf_compute_get_vidmem_size[] = {
	{0xcb330106, 24, 2, 25, conf_compute_get_vidmem_size_1}, /* 535.43.02 */
};

static const struct rm_field conf_compute_set_vidmem_size_1[] = {
	{offsetof(struct rm_conf_compute_set_vidmem_size, h_sub_device), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_conf_compute_set_vidmem_size, protected_mem_size_in_kb), 8, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_conf_compute_set_vidmem_size, unprotected_mem_size_in_kb), 16, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout conf_compute_set_vidmem_size[] = {
	{0xcb330107, 24, 3, 25, conf_compute_set_vidmem_size_1}, /* 535.43.02 */
};

static const struct rm_field conf_compute_get_gpu_certificate_1[] = {
	{offsetof(struct rm_conf_compute_get_gpu_certificate, h_sub_device), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_conf_compute_get_gpu_certificate, cert_chain), 4, 0, 0, 1, 9224, 9224, RM_OUT},
};
static const struct rm_layout conf_compute_get_gpu_certificate[] = {
	{0xcb330109, 9228, 2, 25, conf_compute_get_gpu_certificate_1}, /* 535.43.02 */
};

static const struct rm_field conf_compute_get_gpu_attestation_report_1[] = {
	{offsetof(struct rm_conf_compute_get_gpu_attestation_report, h_sub_device), 0, 0, 0, 1, 36, 36, RM_IN | RM_OUT},
	{offsetof(struct rm_conf_compute_get_gpu_attestation_report, attestation_report), 36, 0, 0, 1, 12293, 12293, RM_OUT},
	{offsetof(struct rm_conf_compute_get_gpu_attestation_report, cec_attestation_report_size), 12332, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout conf_compute_get_gpu_attestation_report[] = {
	{0xcb33010a, 12336, 3, 25, conf_compute_get_gpu_attestation_report_1}, /* 535.43.02 */
};

static const struct rm_field conf_compute_set_security_policy_1[] = {
	{offsetof(struct rm_conf_compute_set_security_policy, attacker_advantage), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout conf_compute_set_security_policy[] = {
	{0xc56f010d, 8, 1, 54, conf_compute_set_security_policy_1}, /* 550.40.07 */
};

static const struct rm_field conf_compute_get_security_policy_1[] = {
	{offsetof(struct rm_conf_compute_get_security_policy, attacker_advantage), 0, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_layout conf_compute_get_security_policy[] = {
	{0xc56f010e, 8, 1, 54, conf_compute_get_security_policy_1}, /* 550.40.07 */
};

static const struct rm_field gpu_get_num_subdevices_1[] = {
	{offsetof(struct rm_gpu_get_num_subdevices, num_sub_devices), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout gpu_get_num_subdevices[] = {
	{0x800280, 4, 1, 0, gpu_get_num_subdevices_1}, /* 515.43.04 */
};

static const struct rm_field gpu_modify_sw_state_persistence_1[] = {
	{offsetof(struct rm_gpu_modify_sw_state_persistence, new_state), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_modify_sw_state_persistence[] = {
	{0x800287, 4, 1, 0, gpu_modify_sw_state_persistence_1}, /* 515.43.04 */
};

static const struct rm_field gpu_query_sw_state_persistence_1[] = {
	{offsetof(struct rm_gpu_query_sw_state_persistence, sw_state_persistence), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout gpu_query_sw_state_persistence[] = {
	{0x800288, 4, 1, 0, gpu_query_sw_state_persistence_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_virtualization_mode_1[] = {
	{offsetof(struct rm_gpu_get_virtualization_mode, virtualization_mode), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_field gpu_get_virtualization_mode_2[] = {
	{offsetof(struct rm_gpu_get_virtualization_mode, virtualization_mode), 0, 0, 0, 1, 5, 5, RM_OUT},
};
static const struct rm_layout gpu_get_virtualization_mode[] = {
	{0x800289, 4, 1, 0, gpu_get_virtualization_mode_1}, /* 515.43.04 */
	{0x800289, 8, 1, 71, gpu_get_virtualization_mode_2}, /* 555.42.02 */
};

static const struct rm_field gpu_get_sriov_caps_1[] = {
	{offsetof(struct rm_gpu_get_sriov_caps, total_vfs), 0, 0, 0, 1, 12, 12, RM_OUT},
	{offsetof(struct rm_gpu_get_sriov_caps, first_vf_bar0_address), 16, 0, 0, 1, 55, 55, RM_OUT},
};
static const struct rm_field gpu_get_sriov_caps_2[] = {
	{offsetof(struct rm_gpu_get_sriov_caps, total_vfs), 0, 0, 0, 1, 12, 12, RM_OUT},
	{offsetof(struct rm_gpu_get_sriov_caps, first_vf_bar0_address), 16, 0, 0, 1, 56, 56, RM_OUT},
};
static const struct rm_field gpu_get_sriov_caps_3[] = {
	{offsetof(struct rm_gpu_get_sriov_caps, total_vfs), 0, 0, 0, 1, 12, 12, RM_OUT},
	{offsetof(struct rm_gpu_get_sriov_caps, first_vf_bar0_address), 16, 0, 0, 1, 57, 57, RM_OUT},
};
static const struct rm_layout gpu_get_sriov_caps[] = {
	{0x800291, 72, 2, 0, gpu_get_sriov_caps_1}, /* 515.43.04 */
	{0x800291, 72, 2, 49, gpu_get_sriov_caps_2}, /* 545.23.06 */
	{0x800291, 80, 2, 54, gpu_get_sriov_caps_3}, /* 550.40.07 */
};

static const struct rm_field gpu_get_classlist_v2_1[] = {
	{offsetof(struct rm_gpu_get_classlist_v2, num_classes), 0, 0, 0, 1, 468, 468, RM_OUT},
};
static const struct rm_field gpu_get_classlist_v2_2[] = {
	{offsetof(struct rm_gpu_get_classlist_v2, num_classes), 0, 0, 0, 1, 644, 644, RM_OUT},
};
static const struct rm_field gpu_get_classlist_v2_3[] = {
	{offsetof(struct rm_gpu_get_classlist_v2, num_classes), 0, 0, 0, 1, 700, 700, RM_OUT},
};
static const struct rm_field gpu_get_classlist_v2_4[] = {
	{offsetof(struct rm_gpu_get_classlist_v2, num_classes), 0, 0, 0, 1, 404, 404, RM_OUT},
};
static const struct rm_field gpu_get_classlist_v2_5[] = {
	{offsetof(struct rm_gpu_get_classlist_v2, num_classes), 0, 0, 0, 1, 804, 804, RM_OUT},
};
static const struct rm_layout gpu_get_classlist_v2[] = {
	{0x800292, 468, 1, 0, gpu_get_classlist_v2_1}, /* 515.43.04 */
	{0x800292, 644, 1, 11, gpu_get_classlist_v2_2}, /* 525.53 */
	{0x800292, 700, 1, 54, gpu_get_classlist_v2_3}, /* 550.40.07 */
	{0x800292, 404, 1, 71, gpu_get_classlist_v2_4}, /* 555.42.02 */
	{0x800292, 804, 1, 104, gpu_get_classlist_v2_5}, /* 580.65.06 */
};

static const struct rm_field gpu_get_brand_caps_1[] = {
	{offsetof(struct rm_gpu_get_brand_caps, brands), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout gpu_get_brand_caps[] = {
	{0x800294, 4, 1, 0, gpu_get_brand_caps_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_vgx_caps_1[] = {
	{offsetof(struct rm_gpu_get_vgx_caps, is_vgx), 0, 0, 0, 1, 1, 1, RM_OUT},
};
static const struct rm_layout gpu_get_vgx_caps[] = {
	{0x80028e, 1, 1, 0, gpu_get_vgx_caps_1}, /* 515.43.04 */
};

static const struct rm_layout gpu_query_inforom_ecc_support[] = {
	{0x20800157, 0, 0, 0, NULL}, /* 515.43.04 */
};

static const struct rm_field gpu_query_ecc_status_1[] = {
	{offsetof(struct rm_gpu_query_ecc_status, units[0].enabled), 0, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 22, 3, 3, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, units[0].dbe.count), 8, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 22, 32, 32, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, fatal_poison_error), 880, 0, 0, 1, 2, 2, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, flags), 884, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, gr_route_info.route), 896, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gpu_query_ecc_status_2[] = {
	{offsetof(struct rm_gpu_query_ecc_status, units[0].enabled), 0, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 24, 3, 3, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, units[0].dbe.count), 8, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 24, 32, 32, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, fatal_poison_error), 960, 0, 0, 1, 2, 2, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, flags), 964, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, gr_route_info.route), 976, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gpu_query_ecc_status_3[] = {
	{offsetof(struct rm_gpu_query_ecc_status, units[0].enabled), 0, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 25, 3, 3, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, units[0].dbe.count), 8, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 25, 32, 32, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, fatal_poison_error), 1000, 0, 0, 1, 2, 2, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, flags), 1004, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, gr_route_info.route), 1016, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gpu_query_ecc_status_4[] = {
	{offsetof(struct rm_gpu_query_ecc_status, units[0].enabled), 0, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 30, 3, 3, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, units[0].dbe.count), 8, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 30, 32, 32, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, fatal_poison_error), 1200, 0, 0, 1, 2, 2, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, flags), 1204, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, gr_route_info.route), 1216, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gpu_query_ecc_status_5[] = {
	{offsetof(struct rm_gpu_query_ecc_status, units[0].enabled), 0, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 31, 3, 3, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, units[0].dbe.count), 8, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 31, 32, 32, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, fatal_poison_error), 1240, 0, 0, 1, 2, 2, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, flags), 1244, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, gr_route_info.route), 1256, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gpu_query_ecc_status_6[] = {
	{offsetof(struct rm_gpu_query_ecc_status, units[0].enabled), 0, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 36, 3, 3, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, units[0].dbe.count), 8, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 36, 32, 32, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, fatal_poison_error), 1440, 0, 0, 1, 2, 2, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, flags), 1444, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, gr_route_info.route), 1456, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gpu_query_ecc_status_7[] = {
	{offsetof(struct rm_gpu_query_ecc_status, units[0].enabled), 0, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 41, 3, 3, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, units[0].dbe.count), 8, sizeof(((struct rm_gpu_query_ecc_status *)0)->units[0]), 40, 41, 32, 32, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, fatal_poison_error), 1640, 0, 0, 1, 2, 2, RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, flags), 1644, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_query_ecc_status, gr_route_info.route), 1656, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_query_ecc_status[] = {
	{0x2080012f, 904, 5, 0, gpu_query_ecc_status_1}, /* 515.43.04 */
	{0x2080012f, 984, 5, 8, gpu_query_ecc_status_2}, /* 520.56.06 */
	{0x2080012f, 1024, 5, 49, gpu_query_ecc_status_3}, /* 545.23.06 */
	{0x2080012f, 1224, 5, 71, gpu_query_ecc_status_4}, /* 555.42.02 */
	{0x2080012f, 1264, 5, 76, gpu_query_ecc_status_5}, /* 560.28.03 */
	{0x2080012f, 1464, 5, 79, gpu_query_ecc_status_6}, /* 565.57.01 */
	{0x2080012f, 1664, 5, 116, gpu_query_ecc_status_7}, /* 590.44.01 */
};

static const struct rm_field gpu_query_ecc_configuration_1[] = {
	{offsetof(struct rm_gpu_query_ecc_configuration, current_configuration), 0, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_layout gpu_query_ecc_configuration[] = {
	{0x20800133, 8, 1, 0, gpu_query_ecc_configuration_1}, /* 515.43.04 */
};

static const struct rm_field gpu_set_ecc_configuration_1[] = {
	{offsetof(struct rm_gpu_set_ecc_configuration, new_configuration), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_set_ecc_configuration[] = {
	{0x20800134, 4, 1, 0, gpu_set_ecc_configuration_1}, /* 515.43.04 */
};

static const struct rm_field gpu_reset_ecc_error_status_1[] = {
	{offsetof(struct rm_gpu_reset_ecc_error_status, statuses), 0, 0, 0, 1, 5, 5, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_reset_ecc_error_status[] = {
	{0x20800136, 8, 1, 0, gpu_reset_ecc_error_status_1}, /* 515.43.04 */
};

static const struct rm_field ecc_get_client_exposed_counters_1[] = {
	{offsetof(struct rm_ecc_get_client_exposed_counters, sram_last_cleared_timestamp), 0, 0, 0, 1, 40, 40, RM_OUT},
};
static const struct rm_field ecc_get_client_exposed_counters_2[] = {
	{offsetof(struct rm_ecc_get_client_exposed_counters, sram_parity_uncorrected_unique), 0, 0, 0, 1, 44, 44, RM_OUT},
	{offsetof(struct rm_ecc_get_client_exposed_counters, sram_bucket_l2), 48, 0, 0, 1, 41, 41, RM_OUT},
};
static const struct rm_layout ecc_get_client_exposed_counters[] = {
	{0x20803400, 40, 1, 0, ecc_get_client_exposed_counters_1}, /* 515.43.04 */
	{0x20803400, 96, 2, 45, ecc_get_client_exposed_counters_2}, /* 535.247.01 */
	{0x20803400, 40, 1, 49, ecc_get_client_exposed_counters_1}, /* 545.23.06 */
	{0x20803400, 96, 2, 70, ecc_get_client_exposed_counters_2}, /* 550.163.01 */
	{0x20803400, 40, 1, 71, ecc_get_client_exposed_counters_1}, /* 555.42.02 */
	{0x20803400, 96, 2, 79, ecc_get_client_exposed_counters_2}, /* 565.57.01 */
};

static const struct rm_field ecc_get_volatile_counts_1[] = {
	{offsetof(struct rm_ecc_get_volatile_counts, sram_cor_uni), 0, 0, 0, 1, 40, 40, RM_OUT},
};
static const struct rm_layout ecc_get_volatile_counts[] = {
	{0x20803402, 40, 1, 36, ecc_get_volatile_counts_1}, /* 535.161.07 */
	{0x20803401, 40, 1, 45, ecc_get_volatile_counts_1}, /* 535.247.01 */
	{0x0000, 0, 0, 49, NULL}, /* 545.23.06 */
	{0x20803402, 40, 1, 54, ecc_get_volatile_counts_1}, /* 550.40.07 */
	{0x20803401, 40, 1, 70, ecc_get_volatile_counts_1}, /* 550.163.01 */
	{0x20803402, 40, 1, 71, ecc_get_volatile_counts_1}, /* 555.42.02 */
	{0x20803401, 40, 1, 79, ecc_get_volatile_counts_1}, /* 565.57.01 */
};

static const struct rm_field ecc_get_eci_counters_1[] = {
	{offsetof(struct rm_ecc_get_eci_counters, sram_parity_uncorrected_unique), 0, 0, 0, 1, 44, 44, RM_OUT},
	{offsetof(struct rm_ecc_get_eci_counters, sram_bucket_l2), 48, 0, 0, 1, 41, 41, RM_OUT},
};
static const struct rm_layout ecc_get_eci_counters[] = {
	{0x20803401, 96, 2, 36, ecc_get_eci_counters_1}, /* 535.161.07 */
	{0x0000, 0, 0, 45, NULL}, /* 535.247.01 */
	{0x20803401, 96, 2, 54, ecc_get_eci_counters_1}, /* 550.40.07 */
	{0x0000, 0, 0, 70, NULL}, /* 550.163.01 */
	{0x20803401, 96, 2, 71, ecc_get_eci_counters_1}, /* 555.42.02 */
	{0x0000, 0, 0, 79, NULL}, /* 565.57.01 */
};

static const struct rm_field ecc_get_sram_unique_uncorr_counts_1[] = {
	{offsetof(struct rm_ecc_get_sram_unique_uncorr_counts, entry_count), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_ecc_get_sram_unique_uncorr_counts, entries[0].unit), 4, sizeof(((struct rm_ecc_get_sram_unique_uncorr_counts *)0)->entries[0]), 28, 600, 21, 21, RM_IN | RM_OUT},
	{offsetof(struct rm_ecc_get_sram_unique_uncorr_counts, entries[0].count), 28, sizeof(((struct rm_ecc_get_sram_unique_uncorr_counts *)0)->entries[0]), 28, 600, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout ecc_get_sram_unique_uncorr_counts[] = {
	{0x20803402, 16804, 3, 104, ecc_get_sram_unique_uncorr_counts_1}, /* 580.65.06 */
};

static const struct rm_field ecc_get_repair_status_1[] = {
	{offsetof(struct rm_ecc_get_repair_status, tpc_repair_pending), 0, 0, 0, 1, 2, 2, RM_OUT},
};
static const struct rm_layout ecc_get_repair_status[] = {
	{0x20803404, 2, 1, 104, ecc_get_repair_status_1}, /* 580.65.06 */
};

static const struct rm_field ecc_get_unrepairable_memory_flag_1[] = {
	{offsetof(struct rm_ecc_get_unrepairable_memory_flag, unrepairable_memory), 0, 0, 0, 1, 1, 1, RM_OUT},
};
static const struct rm_layout ecc_get_unrepairable_memory_flag[] = {
	{0x20803406, 1, 1, 116, ecc_get_unrepairable_memory_flag_1}, /* 590.44.01 */
};

static const struct rm_field system_event_set_notification_1[] = {
	{offsetof(struct rm_system_event_set_notification, event), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout system_event_set_notification[] = {
	{0x0501, 8, 1, 0, system_event_set_notification_1}, /* 515.43.04 */
};

static const struct rm_field get_system_event_data_1[] = {
	{offsetof(struct rm_get_system_event_data, event), 0, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_get_system_event_data, data.vgpu_unbind.gpu_id), 4, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_get_system_event_data, data.vgpu_bind.gpu_id), 4, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_get_system_event_data, data.gpu_bind_unbind.gpu_id), 4, 0, 0, 1, 5, 5, RM_OUT},
};
static const struct rm_layout get_system_event_data[] = {
	{0x0502, 12, 4, 98, get_system_event_data_1}, /* 575.51.02 */
};

static const struct rm_field event_set_notification_1[] = {
	{offsetof(struct rm_event_set_notification, event), 0, 0, 0, 1, 9, 9, RM_IN | RM_OUT},
	{offsetof(struct rm_event_set_notification, info32), 12, 0, 0, 1, 6, 6, RM_IN | RM_OUT},
};
static const struct rm_layout event_set_notification[] = {
	{0x20800301, 20, 2, 0, event_set_notification_1}, /* 515.43.04 */
};

static const struct rm_field fb_get_info_1[] = {
	{offsetof(struct rm_fb_get_info, fb_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_fb_get_info, fb_info_list), 8, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout fb_get_info[] = {
	{0x20801301, 16, 2, 0, fb_get_info_1}, /* 515.43.04 */
};

static const struct rm_field fb_get_info_v2_1[] = {
	{offsetof(struct rm_fb_get_info_v2, fb_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_fb_get_info_v2, fb_info_list[0].index), 4, 0, 0, 1, 432, 432, RM_IN | RM_OUT},
};
static const struct rm_field fb_get_info_v2_2[] = {
	{offsetof(struct rm_fb_get_info_v2, fb_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_fb_get_info_v2, fb_info_list[0].index), 4, 0, 0, 1, 440, 440, RM_IN | RM_OUT},
};
static const struct rm_field fb_get_info_v2_3[] = {
	{offsetof(struct rm_fb_get_info_v2, fb_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_fb_get_info_v2, fb_info_list[0].index), 4, 0, 0, 1, 456, 456, RM_IN | RM_OUT},
};
static const struct rm_field fb_get_info_v2_4[] = {
	{offsetof(struct rm_fb_get_info_v2, fb_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_fb_get_info_v2, fb_info_list[0].index), 4, 0, 0, 1, 1024, 1024, RM_IN | RM_OUT},
};
static const struct rm_layout fb_get_info_v2[] = {
	{0x20801303, 436, 2, 0, fb_get_info_v2_1}, /* 515.43.04 */
	{0x20801303, 444, 2, 49, fb_get_info_v2_2}, /* 545.23.06 */
	{0x20801303, 460, 2, 76, fb_get_info_v2_3}, /* 560.28.03 */
	{0x20801303, 1028, 2, 104, fb_get_info_v2_4}, /* 580.65.06 */
};

static const struct rm_field fb_get_offlined_pages_1[] = {
	{offsetof(struct rm_fb_get_offlined_pages, offlined[0].page_address_with_ecc_on), 0, 0, 0, 1, 2048, 2048, RM_OUT},
	{offsetof(struct rm_fb_get_offlined_pages, valid_entries), 2048, 0, 0, 1, 6, 6, RM_OUT},
};
static const struct rm_layout fb_get_offlined_pages[] = {
	{0x20801322, 2056, 2, 0, fb_get_offlined_pages_1}, /* 515.43.04 */
};

static const struct rm_field fb_get_remapped_rows_1[] = {
	{offsetof(struct rm_fb_get_remapped_rows, entry_count), 0, 0, 0, 1, 5, 5, RM_OUT},
	{offsetof(struct rm_fb_get_remapped_rows, entries[0].remap_reg_val), 8, 0, 0, 1, 6144, 6144, RM_OUT},
};
static const struct rm_layout fb_get_remapped_rows[] = {
	{0x20801344, 6152, 2, 0, fb_get_remapped_rows_1}, /* 515.43.04 */
};

static const struct rm_field fb_get_row_remapper_histogram_1[] = {
	{offsetof(struct rm_fb_get_row_remapper_histogram, histogram), 0, 0, 0, 1, 20, 20, RM_OUT},
};
static const struct rm_layout fb_get_row_remapper_histogram[] = {
	{0x20801347, 20, 1, 0, fb_get_row_remapper_histogram_1}, /* 515.43.04 */
};

static const struct rm_field fb_query_dram_encryption_pending_configuration_1[] = {
	{offsetof(struct rm_fb_query_dram_encryption_pending_configuration, current_configuration), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout fb_query_dram_encryption_pending_configuration[] = {
	{0x20801355, 4, 1, 81, fb_query_dram_encryption_pending_configuration_1}, /* 570.86.15 */
};

static const struct rm_field fb_query_dram_encryption_status_1[] = {
	{offsetof(struct rm_fb_query_dram_encryption_status, current_status), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout fb_query_dram_encryption_status[] = {
	{0x20801359, 4, 1, 81, fb_query_dram_encryption_status_1}, /* 570.86.15 */
	{0x20801358, 4, 1, 98, fb_query_dram_encryption_status_1}, /* 575.51.02 */
};

static const struct rm_field fb_set_dram_encryption_configuration_1[] = {
	{offsetof(struct rm_fb_set_dram_encryption_configuration, new_configuration), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout fb_set_dram_encryption_configuration[] = {
	{0x20801356, 4, 1, 81, fb_set_dram_encryption_configuration_1}, /* 570.86.15 */
};

static const struct rm_field fb_query_dram_encryption_inforom_support_1[] = {
	{offsetof(struct rm_fb_query_dram_encryption_inforom_support, is_supported), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout fb_query_dram_encryption_inforom_support[] = {
	{0x20801358, 4, 1, 81, fb_query_dram_encryption_inforom_support_1}, /* 570.86.15 */
	{0x20801357, 4, 1, 98, fb_query_dram_encryption_inforom_support_1}, /* 575.51.02 */
};

static const struct rm_field gpu_get_info_v2_1[] = {
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list[0].index), 4, 0, 0, 1, 496, 496, RM_IN | RM_OUT},
};
static const struct rm_field gpu_get_info_v2_2[] = {
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list[0].index), 4, 0, 0, 1, 504, 504, RM_IN | RM_OUT},
};
static const struct rm_field gpu_get_info_v2_3[] = {
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list[0].index), 4, 0, 0, 1, 512, 512, RM_IN | RM_OUT},
};
static const struct rm_field gpu_get_info_v2_4[] = {
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list[0].index), 4, 0, 0, 1, 520, 520, RM_IN | RM_OUT},
};
static const struct rm_field gpu_get_info_v2_5[] = {
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list[0].index), 4, 0, 0, 1, 528, 528, RM_IN | RM_OUT},
};
static const struct rm_field gpu_get_info_v2_6[] = {
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_info_v2, gpu_info_list[0].index), 4, 0, 0, 1, 560, 560, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_get_info_v2[] = {
	{0x20800102, 500, 2, 0, gpu_get_info_v2_1}, /* 515.43.04 */
	{0x20800102, 508, 2, 23, gpu_get_info_v2_2}, /* 530.30.02 */
	{0x20800102, 516, 2, 25, gpu_get_info_v2_3}, /* 535.43.02 */
	{0x20800102, 524, 2, 49, gpu_get_info_v2_4}, /* 545.23.06 */
	{0x20800102, 532, 2, 98, gpu_get_info_v2_5}, /* 575.51.02 */
	{0x20800102, 564, 2, 104, gpu_get_info_v2_6}, /* 580.65.06 */
};

static const struct rm_field gpu_get_name_string_1[] = {
	{offsetof(struct rm_gpu_get_name_string, gpu_name_string_flags), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_name_string, gpu_name_string.ascii), 4, 0, 0, 1, 64, 64, RM_OUT},
	{offsetof(struct rm_gpu_get_name_string, gpu_name_string.unicode), 4, 0, 0, 1, 128, 128, RM_OUT},
};
static const struct rm_field gpu_get_name_string_2[] = {
	{offsetof(struct rm_gpu_get_name_string, gpu_name_string_flags), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_name_string, gpu_name_string.ascii), 4, 0, 0, 1, 64, 64, RM_OUT},
};
static const struct rm_layout gpu_get_name_string[] = {
	{0x20800110, 132, 3, 0, gpu_get_name_string_1}, /* 515.43.04 */
	{0x20800110, 68, 2, 118, gpu_get_name_string_2}, /* 595.45.04 */
};

static const struct rm_field gpu_get_short_name_string_1[] = {
	{offsetof(struct rm_gpu_get_short_name_string, gpu_short_name_string), 0, 0, 0, 1, 64, 64, RM_OUT},
};
static const struct rm_layout gpu_get_short_name_string[] = {
	{0x20800111, 64, 1, 0, gpu_get_short_name_string_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_id_1[] = {
	{offsetof(struct rm_gpu_get_id, gpu_id), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout gpu_get_id[] = {
	{0x20800142, 4, 1, 0, gpu_get_id_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_oem_board_info_1[] = {
	{offsetof(struct rm_gpu_get_oem_board_info, build_date), 0, 0, 0, 1, 115, 115, RM_OUT},
};
static const struct rm_field gpu_get_oem_board_info_2[] = {
	{offsetof(struct rm_gpu_get_oem_board_info, build_date), 0, 0, 0, 1, 135, 135, RM_OUT},
};
static const struct rm_layout gpu_get_oem_board_info[] = {
	{0x2080013f, 116, 1, 0, gpu_get_oem_board_info_1}, /* 515.43.04 */
	{0x2080013f, 136, 1, 23, gpu_get_oem_board_info_2}, /* 530.30.02 */
};

static const struct rm_field gpu_get_gid_info_1[] = {
	{offsetof(struct rm_gpu_get_gid_info, index), 0, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_gid_info, data), 12, 0, 0, 1, 256, 256, RM_OUT},
};
static const struct rm_layout gpu_get_gid_info[] = {
	{0x2080014a, 268, 2, 0, gpu_get_gid_info_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_inforom_object_version_1[] = {
	{offsetof(struct rm_gpu_get_inforom_object_version, object_type), 0, 0, 0, 1, 3, 3, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_inforom_object_version, version), 3, 0, 0, 1, 2, 2, RM_OUT},
};
static const struct rm_layout gpu_get_inforom_object_version[] = {
	{0x2080014b, 5, 2, 0, gpu_get_inforom_object_version_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_inforom_image_version_1[] = {
	{offsetof(struct rm_gpu_get_inforom_image_version, version), 0, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_layout gpu_get_inforom_image_version[] = {
	{0x20800156, 16, 1, 0, gpu_get_inforom_image_version_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_engines_v2_1[] = {
	{offsetof(struct rm_gpu_get_engines_v2, engine_count), 0, 0, 0, 1, 212, 212, RM_OUT},
};
static const struct rm_field gpu_get_engines_v2_2[] = {
	{offsetof(struct rm_gpu_get_engines_v2, engine_count), 0, 0, 0, 1, 252, 252, RM_OUT},
};
static const struct rm_field gpu_get_engines_v2_3[] = {
	{offsetof(struct rm_gpu_get_engines_v2, engine_count), 0, 0, 0, 1, 256, 256, RM_OUT},
};
static const struct rm_field gpu_get_engines_v2_4[] = {
	{offsetof(struct rm_gpu_get_engines_v2, engine_count), 0, 0, 0, 1, 260, 260, RM_OUT},
};
static const struct rm_field gpu_get_engines_v2_5[] = {
	{offsetof(struct rm_gpu_get_engines_v2, engine_count), 0, 0, 0, 1, 340, 340, RM_OUT},
};
static const struct rm_layout gpu_get_engines_v2[] = {
	{0x20800170, 212, 1, 0, gpu_get_engines_v2_1}, /* 515.43.04 */
	{0x20800170, 252, 1, 11, gpu_get_engines_v2_2}, /* 525.53 */
	{0x20800170, 256, 1, 49, gpu_get_engines_v2_3}, /* 545.23.06 */
	{0x20800170, 260, 1, 54, gpu_get_engines_v2_4}, /* 550.40.07 */
	{0x20800170, 340, 1, 76, gpu_get_engines_v2_5}, /* 560.28.03 */
};

static const struct rm_field gpu_get_chip_details_1[] = {
	{offsetof(struct rm_gpu_get_chip_details, pci_dev_id), 0, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_layout gpu_get_chip_details[] = {
	{0x208001a4, 16, 1, 11, gpu_get_chip_details_1}, /* 525.53 */
};

static const struct rm_field gpu_get_physical_bridge_version_info_1[] = {
	{offsetof(struct rm_gpu_get_physical_bridge_version_info, bridge_count), 0, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_gpu_get_physical_bridge_version_info, h_physical_bridges), 4, 0, 0, 1, 400, 400, RM_OUT},
	{offsetof(struct rm_gpu_get_physical_bridge_version_info, bridge_list[0].fw_version), 404, sizeof(((struct rm_gpu_get_physical_bridge_version_info *)0)->bridge_list[0]), 8, 100, 7, 7, RM_OUT},
};
static const struct rm_layout gpu_get_physical_bridge_version_info[] = {
	{0x2080015a, 1204, 3, 0, gpu_get_physical_bridge_version_info_1}, /* 515.43.04 */
};

static const struct rm_field gpu_query_compute_mode_rules_1[] = {
	{offsetof(struct rm_gpu_query_compute_mode_rules, rules), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout gpu_query_compute_mode_rules[] = {
	{0x20800131, 4, 1, 0, gpu_query_compute_mode_rules_1}, /* 515.43.04 */
};

static const struct rm_field gpu_set_compute_mode_rules_1[] = {
	{offsetof(struct rm_gpu_set_compute_mode_rules, rules), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_set_compute_mode_rules[] = {
	{0x20800130, 8, 1, 0, gpu_set_compute_mode_rules_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_pids_1[] = {
	{offsetof(struct rm_gpu_get_pids, id_type), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_pids, pid_tbl_count), 8, 0, 0, 1, 3804, 3804, RM_OUT},
};
static const struct rm_layout gpu_get_pids[] = {
	{0x2080018d, 3812, 2, 0, gpu_get_pids_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_pid_info_1[] = {
	{offsetof(struct rm_gpu_get_pid_info, pid_info_list_count), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_pid_info, pid_info_list[0].pid), 8, sizeof(((struct rm_gpu_get_pid_info *)0)->pid_info_list[0]), 72, 200, 12, 12, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_pid_info, pid_info_list[0].data.vid_mem_usage.mem_private), 24, sizeof(((struct rm_gpu_get_pid_info *)0)->pid_info_list[0]), 72, 200, 56, 56, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_get_pid_info[] = {
	{0x2080018e, 14408, 3, 0, gpu_get_pid_info_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_encoder_capacity_1[] = {
	{offsetof(struct rm_gpu_get_encoder_capacity, query_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_encoder_capacity, encoder_capacity), 4, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout gpu_get_encoder_capacity[] = {
	{0x2080016c, 8, 2, 0, gpu_get_encoder_capacity_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_nvenc_sw_session_stats_1[] = {
	{offsetof(struct rm_gpu_get_nvenc_sw_session_stats, encoder_session_count), 0, 0, 0, 1, 12, 12, RM_OUT},
};
static const struct rm_layout gpu_get_nvenc_sw_session_stats[] = {
	{0x2080016d, 12, 1, 0, gpu_get_nvenc_sw_session_stats_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_nvenc_sw_session_info_1[] = {
	{offsetof(struct rm_gpu_get_nvenc_sw_session_info, session_info_tbl_entry), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_nvenc_sw_session_info, session_info_tbl), 8, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_get_nvenc_sw_session_info[] = {
	{0x2080016e, 16, 2, 0, gpu_get_nvenc_sw_session_info_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_nvenc_sw_session_info_v2_1[] = {
	{offsetof(struct rm_gpu_get_nvenc_sw_session_info_v2, session_info_tbl_entry), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_nvenc_sw_session_info_v2, session_info_tbl[0].process_id), 4, 0, 0, 1, 16384, 16384, RM_OUT},
};
static const struct rm_layout gpu_get_nvenc_sw_session_info_v2[] = {
	{0x208001a9, 16388, 2, 18, gpu_get_nvenc_sw_session_info_v2_1}, /* 525.105.17 */
	{0x208001af, 16388, 2, 23, gpu_get_nvenc_sw_session_info_v2_1}, /* 530.30.02 */
};

static const struct rm_field gpu_get_nvfbc_sw_session_stats_1[] = {
	{offsetof(struct rm_gpu_get_nvfbc_sw_session_stats, session_count), 0, 0, 0, 1, 12, 12, RM_OUT},
};
static const struct rm_layout gpu_get_nvfbc_sw_session_stats[] = {
	{0x2080017b, 12, 1, 0, gpu_get_nvfbc_sw_session_stats_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_nvfbc_sw_session_info_1[] = {
	{offsetof(struct rm_gpu_get_nvfbc_sw_session_info, session_info_count), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_gpu_get_nvfbc_sw_session_info, session_info_tbl[0].process_id), 4, 0, 0, 1, 13312, 13312, RM_OUT},
};
static const struct rm_layout gpu_get_nvfbc_sw_session_info[] = {
	{0x2080017c, 13316, 2, 0, gpu_get_nvfbc_sw_session_info_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_recovery_action_1[] = {
	{offsetof(struct rm_gpu_get_recovery_action, action), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout gpu_get_recovery_action[] = {
	{0x208001b2, 4, 1, 79, gpu_get_recovery_action_1}, /* 565.57.01 */
};

static const struct rm_field gpu_rusd_set_features_1[] = {
	{offsetof(struct rm_gpu_rusd_set_features, permanent_polled_data_mask), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_rusd_set_features[] = {
	{0x208001eb, 8, 1, 116, gpu_rusd_set_features_1}, /* 590.44.01 */
};

static const struct rm_field gpu_force_gsp_unload_1[] = {
	{offsetof(struct rm_gpu_force_gsp_unload, flags), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_force_gsp_unload[] = {
	{0x208001e9, 4, 1, 93, gpu_force_gsp_unload_1}, /* 570.181 */
	{0x0000, 0, 0, 98, NULL}, /* 575.51.02 */
	{0x208001eb, 4, 1, 105, gpu_force_gsp_unload_1}, /* 580.76.05 */
	{0x208001ec, 4, 1, 116, gpu_force_gsp_unload_1}, /* 590.44.01 */
};

static const struct rm_field mc_get_arch_info_1[] = {
	{offsetof(struct rm_mc_get_arch_info, architecture), 0, 0, 0, 1, 13, 13, RM_OUT},
};
static const struct rm_layout mc_get_arch_info[] = {
	{0x20801701, 16, 1, 0, mc_get_arch_info_1}, /* 515.43.04 */
};

static const struct rm_field bios_get_info_1[] = {
	{offsetof(struct rm_bios_get_info, bios_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_bios_get_info, bios_info_list), 8, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout bios_get_info[] = {
	{0x20800802, 16, 2, 0, bios_get_info_1}, /* 515.43.04 */
};

static const struct rm_field bios_get_info_v2_1[] = {
	{offsetof(struct rm_bios_get_info_v2, bios_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_bios_get_info_v2, bios_info_list[0].index), 4, 0, 0, 1, 120, 120, RM_IN | RM_OUT},
};
static const struct rm_layout bios_get_info_v2[] = {
	{0x20800810, 124, 2, 0, bios_get_info_v2_1}, /* 515.43.04 */
};

static const struct rm_field gr_get_info_1[] = {
	{offsetof(struct rm_gr_get_info, gr_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info, gr_info_list), 8, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info, gr_route_info.route), 24, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout gr_get_info[] = {
	{0x20801201, 32, 3, 0, gr_get_info_1}, /* 515.43.04 */
};

static const struct rm_field gr_get_info_v2_1[] = {
	{offsetof(struct rm_gr_get_info_v2, gr_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_info_list[0].index), 4, 0, 0, 1, 400, 400, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.flags), 408, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.route), 416, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gr_get_info_v2_2[] = {
	{offsetof(struct rm_gr_get_info_v2, gr_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_info_list[0].index), 4, 0, 0, 1, 408, 408, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.flags), 416, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.route), 424, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gr_get_info_v2_3[] = {
	{offsetof(struct rm_gr_get_info_v2, gr_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_info_list[0].index), 4, 0, 0, 1, 416, 416, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.flags), 424, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.route), 432, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gr_get_info_v2_4[] = {
	{offsetof(struct rm_gr_get_info_v2, gr_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_info_list[0].index), 4, 0, 0, 1, 424, 424, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.flags), 432, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.route), 440, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gr_get_info_v2_5[] = {
	{offsetof(struct rm_gr_get_info_v2, gr_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_info_list[0].index), 4, 0, 0, 1, 448, 448, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.flags), 456, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.route), 464, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gr_get_info_v2_6[] = {
	{offsetof(struct rm_gr_get_info_v2, gr_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_info_list[0].index), 4, 0, 0, 1, 464, 464, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.flags), 472, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.route), 480, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field gr_get_info_v2_7[] = {
	{offsetof(struct rm_gr_get_info_v2, gr_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_info_list[0].index), 4, 0, 0, 1, 472, 472, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.flags), 480, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gr_get_info_v2, gr_route_info.route), 488, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout gr_get_info_v2[] = {
	{0x20801228, 424, 4, 0, gr_get_info_v2_1}, /* 515.43.04 */
	{0x20801228, 432, 4, 11, gr_get_info_v2_2}, /* 525.53 */
	{0x20801228, 440, 4, 23, gr_get_info_v2_3}, /* 530.30.02 */
	{0x20801228, 448, 4, 25, gr_get_info_v2_4}, /* 535.43.02 */
	{0x20801228, 472, 4, 49, gr_get_info_v2_5}, /* 545.23.06 */
	{0x20801228, 488, 4, 81, gr_get_info_v2_6}, /* 570.86.15 */
	{0x20801228, 496, 4, 116, gr_get_info_v2_7}, /* 590.44.01 */
};

static const struct rm_field timer_get_time_1[] = {
	{offsetof(struct rm_timer_get_time, time_nsec), 0, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_layout timer_get_time[] = {
	{0x20800403, 8, 1, 0, timer_get_time_1}, /* 515.43.04 */
};

static const struct rm_field timer_get_gpu_cpu_time_correlation_info_1[] = {
	{offsetof(struct rm_timer_get_gpu_cpu_time_correlation_info, cpu_clk_id), 0, 0, 0, 1, 2, 2, RM_IN | RM_OUT},
	{offsetof(struct rm_timer_get_gpu_cpu_time_correlation_info, samples[0].cpu_time), 8, 0, 0, 1, 256, 256, RM_IN | RM_OUT},
};
static const struct rm_layout timer_get_gpu_cpu_time_correlation_info[] = {
	{0x20800406, 264, 2, 0, timer_get_gpu_cpu_time_correlation_info_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_reset_status_1[] = {
	{offsetof(struct rm_gpu_get_reset_status, reset_required), 0, 0, 0, 1, 1, 1, RM_OUT},
};
static const struct rm_layout gpu_get_reset_status[] = {
	{0x208001ab, 1, 1, 23, gpu_get_reset_status_1}, /* 530.30.02 */
};

static const struct rm_field gpu_get_drain_and_reset_status_1[] = {
	{offsetof(struct rm_gpu_get_drain_and_reset_status, drain_recommended), 0, 0, 0, 1, 1, 1, RM_OUT},
};
static const struct rm_layout gpu_get_drain_and_reset_status[] = {
	{0x208001ae, 1, 1, 23, gpu_get_drain_and_reset_status_1}, /* 530.30.02 */
};

static const struct rm_field gpu_get_info_1[] = {
	{offsetof(struct rm_gpu_get_info, gpu_info_list_size), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_info, gpu_info_list), 8, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_get_info[] = {
	{0x20800101, 16, 2, 0, gpu_get_info_1}, /* 515.43.04 */
};

static const struct rm_field gsp_get_features_1[] = {
	{offsetof(struct rm_gsp_get_features, gsp_features), 0, 0, 0, 1, 70, 70, RM_OUT},
};
static const struct rm_layout gsp_get_features[] = {
	{0x20803601, 72, 1, 0, gsp_get_features_1}, /* 515.43.04 */
};

static const struct rm_field gpu_verify_inforom_1[] = {
	{offsetof(struct rm_gpu_verify_inforom, result), 0, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_layout gpu_verify_inforom[] = {
	{0x208f1105, 8, 1, 0, gpu_verify_inforom_1}, /* 515.43.04 */
};

static const struct rm_field bbx_get_last_flush_time_1[] = {
	{offsetof(struct rm_bbx_get_last_flush_time, timestamp), 0, 0, 0, 1, 12, 12, RM_OUT},
};
static const struct rm_layout bbx_get_last_flush_time[] = {
	{0x90e70113, 16, 1, 33, bbx_get_last_flush_time_1}, /* 535.129.03 */
};

static const struct rm_field bbx_get_time_data_1[] = {
	{offsetof(struct rm_bbx_get_time_data, time_start), 0, 0, 0, 1, 20, 20, RM_OUT},
};
static const struct rm_layout bbx_get_time_data[] = {
	{0x90e70102, 20, 1, 118, bbx_get_time_data_1}, /* 595.45.04 */
};

static const struct rm_field gpu_set_partitioning_mode_1[] = {
	{offsetof(struct rm_gpu_set_partitioning_mode, partitioning_mode), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_set_partitioning_mode[] = {
	{0x20800183, 4, 1, 0, gpu_set_partitioning_mode_1}, /* 515.43.04 */
};

static const struct rm_field gpu_describe_partitions_1[] = {
	{offsetof(struct rm_gpu_describe_partitions, desc_count), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].partition_flag), 8, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 48, 8, 8, 8, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].gpc_count), 16, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 48, 8, 4, 4, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].veid_count), 20, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 48, 8, 36, 36, RM_OUT},
};
static const struct rm_field gpu_describe_partitions_2[] = {
	{offsetof(struct rm_gpu_describe_partitions, desc_count), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].partition_flag), 8, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 8, 24, 24, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].veid_count), 32, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 8, 28, 28, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].memory_size), 64, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 8, 8, 8, RM_OUT},
};
static const struct rm_field gpu_describe_partitions_3[] = {
	{offsetof(struct rm_gpu_describe_partitions, desc_count), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].partition_flag), 8, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 20, 20, 20, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].gfx_gpc_count), 28, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 20, 32, 32, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].memory_size), 64, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 20, 8, 8, RM_OUT},
};
static const struct rm_field gpu_describe_partitions_4[] = {
	{offsetof(struct rm_gpu_describe_partitions, desc_count), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].partition_flag), 8, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 40, 20, 20, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].gfx_gpc_count), 28, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 40, 32, 32, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].memory_size), 64, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 40, 8, 8, RM_OUT},
};
static const struct rm_field gpu_describe_partitions_5[] = {
	{offsetof(struct rm_gpu_describe_partitions, desc_count), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].partition_flag), 8, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 90, 20, 20, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].gfx_gpc_count), 28, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 90, 32, 32, RM_OUT},
	{offsetof(struct rm_gpu_describe_partitions, partition_descs[0].memory_size), 64, sizeof(((struct rm_gpu_describe_partitions *)0)->partition_descs[0]), 64, 90, 8, 8, RM_OUT},
};
static const struct rm_layout gpu_describe_partitions[] = {
	{0x20800185, 392, 4, 0, gpu_describe_partitions_1}, /* 515.43.04 */
	{0x20800185, 520, 4, 8, gpu_describe_partitions_2}, /* 520.56.06 */
	{0x20800185, 1288, 4, 25, gpu_describe_partitions_3}, /* 535.43.02 */
	{0x20800185, 2568, 4, 79, gpu_describe_partitions_4}, /* 565.57.01 */
	{0x20800185, 5768, 4, 90, gpu_describe_partitions_5}, /* 570.158.01 */
};

static const struct rm_field gpu_get_partitions_1[] = {
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].swizz_id), 0, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 144, 8, 44, 44, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].gpcs_per_gr), 44, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 144, 8, 32, 32, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].veids_per_gr), 76, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 144, 8, 32, 32, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].mem_size), 112, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 144, 8, 26, 26, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, valid_partition_count), 1152, 0, 0, 1, 5, 5, RM_IN | RM_OUT},
};
static const struct rm_field gpu_get_partitions_2[] = {
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].swizz_id), 0, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 216, 8, 180, 180, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].mem_size), 184, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 216, 8, 26, 26, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, valid_partition_count), 1728, 0, 0, 1, 5, 5, RM_IN | RM_OUT},
};
static const struct rm_field gpu_get_partitions_3[] = {
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].swizz_id), 0, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 224, 8, 180, 180, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].mem_size), 184, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 224, 8, 26, 26, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].valid_cts_id_mask), 216, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 224, 8, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, valid_partition_count), 1792, 0, 0, 1, 5, 5, RM_IN | RM_OUT},
};
static const struct rm_field gpu_get_partitions_4[] = {
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].swizz_id), 0, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 232, 8, 180, 180, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].mem_size), 184, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 232, 8, 26, 26, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, query_partition_info[0].valid_cts_id_mask), 216, sizeof(((struct rm_gpu_get_partitions *)0)->query_partition_info[0]), 232, 8, 16, 16, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partitions, valid_partition_count), 1856, 0, 0, 1, 5, 5, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_get_partitions[] = {
	{0x20800175, 1160, 5, 0, gpu_get_partitions_1}, /* 515.43.04 */
	{0x20800175, 1736, 3, 8, gpu_get_partitions_2}, /* 520.56.06 */
	{0x20800175, 1800, 4, 11, gpu_get_partitions_3}, /* 525.53 */
	{0x20800175, 1864, 4, 49, gpu_get_partitions_4}, /* 545.23.06 */
};

static const struct rm_field gpu_set_partitions_1[] = {
	{offsetof(struct rm_gpu_set_partitions, partition_count), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_set_partitions, partition_info[0].swizz_id), 8, sizeof(((struct rm_gpu_set_partitions *)0)->partition_info[0]), 32, 8, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_set_partitions, partition_info[0].partition_flag), 12, sizeof(((struct rm_gpu_set_partitions *)0)->partition_info[0]), 32, 8, 5, 5, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_set_partitions, partition_info[0].placement.lo), 24, sizeof(((struct rm_gpu_set_partitions *)0)->partition_info[0]), 32, 8, 16, 16, RM_IN | RM_OUT},
};
static const struct rm_field gpu_set_partitions_2[] = {
	{offsetof(struct rm_gpu_set_partitions, partition_count), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_set_partitions, partition_info[0].swizz_id), 8, sizeof(((struct rm_gpu_set_partitions *)0)->partition_info[0]), 48, 8, 25, 25, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_set_partitions, partition_info[0].placement.lo), 40, sizeof(((struct rm_gpu_set_partitions *)0)->partition_info[0]), 48, 8, 16, 16, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_set_partitions[] = {
	{0x20800174, 264, 4, 0, gpu_set_partitions_1}, /* 515.43.04 */
	{0x20800174, 392, 3, 54, gpu_set_partitions_2}, /* 550.40.07 */
};

static const struct rm_field gpu_get_partition_capacity_1[] = {
	{offsetof(struct rm_gpu_get_partition_capacity, partition_flag), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partition_capacity, available_spans[0].lo), 8, 0, 0, 1, 128, 128, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partition_capacity, available_spans_count), 136, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partition_capacity, total_spans[0].lo), 144, 0, 0, 1, 128, 128, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_partition_capacity, total_spans_count), 272, 0, 0, 1, 5, 5, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_get_partition_capacity[] = {
	{0x20800181, 280, 5, 0, gpu_get_partition_capacity_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_active_partition_ids_1[] = {
	{offsetof(struct rm_gpu_get_active_partition_ids, swizz_id), 0, 0, 0, 1, 40, 40, RM_OUT},
};
static const struct rm_layout gpu_get_active_partition_ids[] = {
	{0x2080018b, 40, 1, 0, gpu_get_active_partition_ids_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_compute_profiles_1[] = {
	{offsetof(struct rm_gpu_get_compute_profiles, profile_count), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_compute_profiles, profiles[0].compute_size), 4, sizeof(((struct rm_gpu_get_compute_profiles *)0)->profiles[0]), 20, 6, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_compute_profiles, profiles[0].gfx_gpc_count), 8, sizeof(((struct rm_gpu_get_compute_profiles *)0)->profiles[0]), 20, 6, 16, 16, RM_IN | RM_OUT},
};
static const struct rm_field gpu_get_compute_profiles_2[] = {
	{offsetof(struct rm_gpu_get_compute_profiles, profile_count), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_compute_profiles, profiles[0].compute_size), 4, sizeof(((struct rm_gpu_get_compute_profiles *)0)->profiles[0]), 20, 8, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_compute_profiles, profiles[0].gfx_gpc_count), 8, sizeof(((struct rm_gpu_get_compute_profiles *)0)->profiles[0]), 20, 8, 16, 16, RM_IN | RM_OUT},
};
static const struct rm_field gpu_get_compute_profiles_3[] = {
	{offsetof(struct rm_gpu_get_compute_profiles, partition_flag), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_compute_profiles, profiles[0].compute_size), 8, sizeof(((struct rm_gpu_get_compute_profiles *)0)->profiles[0]), 20, 8, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_compute_profiles, profiles[0].gfx_gpc_count), 12, sizeof(((struct rm_gpu_get_compute_profiles *)0)->profiles[0]), 20, 8, 16, 16, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_get_compute_profiles[] = {
	{0x208001a2, 124, 3, 8, gpu_get_compute_profiles_1}, /* 520.56.06 */
	{0x208001a2, 164, 3, 79, gpu_get_compute_profiles_2}, /* 565.57.01 */
	{0x208001a2, 168, 3, 81, gpu_get_compute_profiles_3}, /* 570.86.15 */
};

static const struct rm_field exec_partitions_create_1[] = {
	{offsetof(struct rm_exec_partitions_create, query), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_create, flags), 4, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_create, exec_part_info[0].gpc_count), 12, sizeof(((struct rm_exec_partitions_create *)0)->exec_part_info[0]), 36, 8, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_create, exec_part_info[0].veid_count), 16, sizeof(((struct rm_exec_partitions_create *)0)->exec_part_info[0]), 36, 8, 32, 32, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_create, exec_part_id), 300, 0, 0, 1, 32, 32, RM_IN | RM_OUT},
};
static const struct rm_field exec_partitions_create_2[] = {
	{offsetof(struct rm_exec_partitions_create, query), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_create, flags), 4, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_create, exec_part_info[0].gpc_count), 12, sizeof(((struct rm_exec_partitions_create *)0)->exec_part_info[0]), 40, 8, 40, 40, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_create, exec_part_id), 332, 0, 0, 1, 32, 32, RM_IN | RM_OUT},
};
static const struct rm_field exec_partitions_create_3[] = {
	{offsetof(struct rm_exec_partitions_create, query), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_create, flags), 4, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_create, exec_part_info[0].gpc_count), 12, 0, 0, 1, 416, 416, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_create, exec_part_id), 428, 0, 0, 1, 32, 32, RM_IN | RM_OUT},
};
static const struct rm_layout exec_partitions_create[] = {
	{0xc6370101, 332, 5, 0, exec_partitions_create_1}, /* 515.43.04 */
	{0xc6370101, 364, 4, 8, exec_partitions_create_2}, /* 520.56.06 */
	{0xc6370101, 460, 4, 11, exec_partitions_create_3}, /* 525.53 */
};

static const struct rm_field exec_partitions_delete_1[] = {
	{offsetof(struct rm_exec_partitions_delete, exec_part_count), 0, 0, 0, 1, 36, 36, RM_IN | RM_OUT},
};
static const struct rm_layout exec_partitions_delete[] = {
	{0xc6370102, 36, 1, 0, exec_partitions_delete_1}, /* 515.43.04 */
};

static const struct rm_field exec_partitions_get_1[] = {
	{offsetof(struct rm_exec_partitions_get, exec_part_count), 0, 0, 0, 1, 36, 36, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_get, exec_part_info[0].gpc_count), 36, sizeof(((struct rm_exec_partitions_get *)0)->exec_part_info[0]), 36, 8, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_get, exec_part_info[0].veid_count), 40, sizeof(((struct rm_exec_partitions_get *)0)->exec_part_info[0]), 36, 8, 32, 32, RM_IN | RM_OUT},
};
static const struct rm_field exec_partitions_get_2[] = {
	{offsetof(struct rm_exec_partitions_get, exec_part_count), 0, 0, 0, 1, 36, 36, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_get, exec_part_info[0].gpc_count), 36, sizeof(((struct rm_exec_partitions_get *)0)->exec_part_info[0]), 40, 8, 40, 40, RM_IN | RM_OUT},
};
static const struct rm_field exec_partitions_get_3[] = {
	{offsetof(struct rm_exec_partitions_get, exec_part_count), 0, 0, 0, 1, 36, 36, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_get, exec_part_info[0].gpc_count), 36, 0, 0, 1, 416, 416, RM_IN | RM_OUT},
};
static const struct rm_layout exec_partitions_get[] = {
	{0xc6370103, 324, 3, 0, exec_partitions_get_1}, /* 515.43.04 */
	{0xc6370103, 356, 2, 8, exec_partitions_get_2}, /* 520.56.06 */
	{0xc6370103, 452, 2, 11, exec_partitions_get_3}, /* 525.53 */
};

static const struct rm_field exec_partitions_get_active_ids_1[] = {
	{offsetof(struct rm_exec_partitions_get_active_ids, exec_part_count), 0, 0, 0, 1, 36, 36, RM_OUT},
	{offsetof(struct rm_exec_partitions_get_active_ids, exec_part_uuid[0].str), 36, 0, 0, 1, 328, 328, RM_OUT},
};
static const struct rm_layout exec_partitions_get_active_ids[] = {
	{0xc6370104, 364, 2, 0, exec_partitions_get_active_ids_1}, /* 515.43.04 */
};

static const struct rm_field exec_partitions_get_profile_capacity_1[] = {
	{offsetof(struct rm_exec_partitions_get_profile_capacity, compute_size), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_get_profile_capacity, available_spans[0].lo), 8, 0, 0, 1, 128, 128, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_get_profile_capacity, available_spans_count), 136, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_get_profile_capacity, total_spans[0].lo), 144, 0, 0, 1, 128, 128, RM_IN | RM_OUT},
	{offsetof(struct rm_exec_partitions_get_profile_capacity, total_spans_count), 272, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout exec_partitions_get_profile_capacity[] = {
	{0xc63701a9, 280, 5, 11, exec_partitions_get_profile_capacity_1}, /* 525.53 */
};

static const struct rm_field compute_instance_get_uuid_1[] = {
	{offsetof(struct rm_compute_instance_get_uuid, uuid), 0, 0, 0, 1, 57, 57, RM_OUT},
};
static const struct rm_layout compute_instance_get_uuid[] = {
	{0xc6380101, 57, 1, 0, compute_instance_get_uuid_1}, /* 515.43.04 */
};

static const struct rm_field nvlink_get_nvlink_caps_1[] = {
	{offsetof(struct rm_nvlink_get_nvlink_caps, caps_tbl), 0, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_field nvlink_get_nvlink_caps_2[] = {
	{offsetof(struct rm_nvlink_get_nvlink_caps, caps_tbl), 0, 0, 0, 1, 16, 16, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_caps, discovered_links.masks), 16, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_caps, enabled_links.masks), 24, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_field nvlink_get_nvlink_caps_3[] = {
	{offsetof(struct rm_nvlink_get_nvlink_caps, caps_tbl), 0, 0, 0, 1, 17, 17, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_caps, discovered_links.masks), 24, 0, 0, 1, 9, 9, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_caps, enabled_links.masks), 40, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_layout nvlink_get_nvlink_caps[] = {
	{0x20803001, 16, 1, 0, nvlink_get_nvlink_caps_1}, /* 515.43.04 */
	{0x20803001, 32, 3, 81, nvlink_get_nvlink_caps_2}, /* 570.86.15 */
	{0x20803001, 48, 3, 104, nvlink_get_nvlink_caps_3}, /* 580.65.06 */
};

static const struct rm_field nvlink_get_nvlink_status_1[] = {
	{offsetof(struct rm_nvlink_get_nvlink_status, enabled_link_mask), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].caps_tbl), 8, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 6, 6, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].link_state), 16, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 10, 10, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_clock_khz), 28, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 25, 25, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_data_rate_kibps), 56, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 12, 12, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_link_sid), 72, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 20, 20, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.device_id_flags), 96, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 14, 14, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.pci_device_id), 112, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.device_type), 120, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 24, 24, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_id_flags), 144, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 14, 14, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.pci_device_id), 160, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_type), 168, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 24, 24, RM_OUT},
};
static const struct rm_field nvlink_get_nvlink_status_2[] = {
	{offsetof(struct rm_nvlink_get_nvlink_status, enabled_link_mask), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, sublink_state_inst), 4, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].caps_tbl), 8, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 6, 6, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].link_state), 16, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 10, 10, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_clock_khz), 28, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 25, 25, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_data_rate_kibps), 56, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 12, 12, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_link_sid), 72, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 20, 20, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.device_id_flags), 96, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 14, 14, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.pci_device_id), 112, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.device_type), 120, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 24, 24, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_id_flags), 144, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 14, 14, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.pci_device_id), 160, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_type), 168, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 184, 32, 24, 24, RM_OUT},
};
static const struct rm_field nvlink_get_nvlink_status_3[] = {
	{offsetof(struct rm_nvlink_get_nvlink_status, enabled_link_mask), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, sublink_state_inst), 4, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].caps_tbl), 8, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 192, 32, 6, 6, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].link_state), 16, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 192, 32, 10, 10, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_clock_khz), 28, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 192, 32, 25, 25, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_data_rate_kibps), 56, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 192, 32, 12, 12, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_link_sid), 72, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 192, 32, 46, 46, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.pci_device_id), 120, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 192, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.device_type), 128, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 192, 32, 24, 24, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_id_flags), 152, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 192, 32, 14, 14, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.pci_device_id), 168, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 192, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_type), 176, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 192, 32, 24, 24, RM_OUT},
};
static const struct rm_field nvlink_get_nvlink_status_4[] = {
	{offsetof(struct rm_nvlink_get_nvlink_status, enabled_link_mask), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, sublink_state_inst), 4, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].caps_tbl), 8, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 6, 6, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].link_state), 16, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 10, 10, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_clock_khz), 28, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 25, 25, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_data_rate_kibps), 56, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 12, 12, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_link_sid), 72, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 46, 46, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.pci_device_id), 120, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.device_type), 128, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 28, 28, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_id_flags), 160, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 14, 14, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.pci_device_id), 176, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_type), 184, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 28, 28, RM_OUT},
};
static const struct rm_field nvlink_get_nvlink_status_5[] = {
	{offsetof(struct rm_nvlink_get_nvlink_status, enabled_link_mask), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, enabled_links.len_masks), 8, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, enabled_links.masks), 16, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, sublink_state_inst), 24, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, nvle_mode_enabled), 25, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].caps_tbl), 32, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 6, 6, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].link_state), 40, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 10, 10, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_clock_khz), 52, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 25, 25, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_data_rate_kibps), 80, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 12, 12, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_link_sid), 96, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 46, 46, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.pci_device_id), 144, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.device_type), 152, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 28, 28, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_id_flags), 184, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 14, 14, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.pci_device_id), 200, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_type), 208, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 208, 64, 28, 28, RM_OUT},
};
static const struct rm_field nvlink_get_nvlink_status_6[] = {
	{offsetof(struct rm_nvlink_get_nvlink_status, enabled_link_mask), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, enabled_links.len_masks), 8, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, enabled_links.masks), 16, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, sublink_state_inst), 24, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, nvle_mode_enabled), 25, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].caps_tbl), 32, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 216, 64, 6, 6, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].link_state), 40, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 216, 64, 10, 10, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_clock_khz), 52, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 216, 64, 25, 25, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlink_link_data_rate_kibps), 80, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 216, 64, 12, 12, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_link_sid), 96, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 216, 64, 46, 46, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.pci_device_id), 144, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 216, 64, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].remote_device_info.device_type), 152, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 216, 64, 28, 28, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_id_flags), 184, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 216, 64, 14, 14, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.pci_device_id), 200, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 216, 64, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].local_device_info.device_type), 208, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 216, 64, 28, 28, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, link_info[0].nvlpw_idx), 240, sizeof(((struct rm_nvlink_get_nvlink_status *)0)->link_info[0]), 216, 64, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_nvlink_status, enabled_nvlpw_mask), 13856, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_layout nvlink_get_nvlink_status[] = {
	{0x20803002, 5896, 12, 0, nvlink_get_nvlink_status_1}, /* 515.43.04 */
	{0x20803002, 5896, 13, 8, nvlink_get_nvlink_status_2}, /* 520.56.06 */
	{0x20803002, 6152, 12, 71, nvlink_get_nvlink_status_3}, /* 555.42.02 */
	{0x20803002, 13320, 12, 81, nvlink_get_nvlink_status_4}, /* 570.86.15 */
	{0x20803002, 13344, 15, 104, nvlink_get_nvlink_status_5}, /* 580.65.06 */
	{0x20803002, 13864, 17, 116, nvlink_get_nvlink_status_6}, /* 590.44.01 */
};

static const struct rm_field nvlink_get_counters_1[] = {
	{offsetof(struct rm_nvlink_get_counters, counter_mask), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters, link_mask), 8, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters, counters[0].tx0_tl_counter_overflow), 16, sizeof(((struct rm_nvlink_get_counters *)0)->counters[0]), 264, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_counters, counters[0].value), 24, sizeof(((struct rm_nvlink_get_counters *)0)->counters[0]), 264, 32, 256, 256, RM_OUT},
};
static const struct rm_field nvlink_get_counters_2[] = {
	{offsetof(struct rm_nvlink_get_counters, counter_mask), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters, link_mask), 8, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters, counters[0].tx0_tl_counter_overflow), 16, sizeof(((struct rm_nvlink_get_counters *)0)->counters[0]), 264, 64, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_counters, counters[0].value), 24, sizeof(((struct rm_nvlink_get_counters *)0)->counters[0]), 264, 64, 256, 256, RM_OUT},
};
static const struct rm_field nvlink_get_counters_3[] = {
	{offsetof(struct rm_nvlink_get_counters, counter_mask), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters, link_mask), 8, 0, 0, 1, 9, 9, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters, links.masks), 24, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters, counters[0].tx0_tl_counter_overflow), 32, sizeof(((struct rm_nvlink_get_counters *)0)->counters[0]), 264, 64, 4, 4, RM_OUT},
	{offsetof(struct rm_nvlink_get_counters, counters[0].value), 40, sizeof(((struct rm_nvlink_get_counters *)0)->counters[0]), 264, 64, 256, 256, RM_OUT},
};
static const struct rm_layout nvlink_get_counters[] = {
	{0x20803004, 8464, 4, 0, nvlink_get_counters_1}, /* 515.43.04 */
	{0x20803004, 16912, 4, 81, nvlink_get_counters_2}, /* 570.86.15 */
	{0x20803004, 16928, 5, 104, nvlink_get_counters_3}, /* 580.65.06 */
};

static const struct rm_field nvlink_get_platform_info_1[] = {
	{offsetof(struct rm_nvlink_get_platform_info, ib_guid), 0, 0, 0, 1, 37, 37, RM_OUT},
};
static const struct rm_field nvlink_get_platform_info_2[] = {
	{offsetof(struct rm_nvlink_get_platform_info, ib_guid), 0, 0, 0, 1, 39, 39, RM_OUT},
};
static const struct rm_field nvlink_get_platform_info_3[] = {
	{offsetof(struct rm_nvlink_get_platform_info, ib_guid), 0, 0, 0, 1, 38, 38, RM_OUT},
};
static const struct rm_field nvlink_get_platform_info_4[] = {
	{offsetof(struct rm_nvlink_get_platform_info, ib_guid), 0, 0, 0, 1, 38, 38, RM_OUT},
	{offsetof(struct rm_nvlink_get_platform_info, links_per_spigot), 38, 0, 0, 1, 1, 1, RM_OUT},
};
static const struct rm_layout nvlink_get_platform_info[] = {
	{0x20803083, 37, 1, 76, nvlink_get_platform_info_1}, /* 560.28.03 */
	{0x20803083, 39, 1, 104, nvlink_get_platform_info_2}, /* 580.65.06 */
	{0x20803083, 38, 1, 116, nvlink_get_platform_info_3}, /* 590.44.01 */
	{0x20803083, 39, 2, 118, nvlink_get_platform_info_4}, /* 595.45.04 */
};

static const struct rm_field nvlink_clear_counters_1[] = {
	{offsetof(struct rm_nvlink_clear_counters, counter_mask), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_clear_counters, link_mask), 8, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field nvlink_clear_counters_2[] = {
	{offsetof(struct rm_nvlink_clear_counters, counter_mask), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_clear_counters, link_mask), 8, 0, 0, 1, 9, 9, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_clear_counters, links.masks), 24, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout nvlink_clear_counters[] = {
	{0x20803005, 16, 2, 0, nvlink_clear_counters_1}, /* 515.43.04 */
	{0x20803005, 32, 3, 104, nvlink_clear_counters_2}, /* 580.65.06 */
};

static const struct rm_field nvlink_read_tp_counters_1[] = {
	{offsetof(struct rm_nvlink_read_tp_counters, counter_mask), 0, 0, 0, 1, 2, 2, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_read_tp_counters, link_mask), 8, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_read_tp_counters, counters[0].value), 16, 0, 0, 1, 1024, 1024, RM_OUT},
};
static const struct rm_field nvlink_read_tp_counters_2[] = {
	{offsetof(struct rm_nvlink_read_tp_counters, counter_mask), 0, 0, 0, 1, 2, 2, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_read_tp_counters, link_mask), 8, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_read_tp_counters, counters[0].value), 16, 0, 0, 1, 2048, 2048, RM_OUT},
};
static const struct rm_field nvlink_read_tp_counters_3[] = {
	{offsetof(struct rm_nvlink_read_tp_counters, counter_mask), 0, 0, 0, 1, 2, 2, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_read_tp_counters, link_mask), 8, 0, 0, 1, 9, 9, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_read_tp_counters, links.masks), 24, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_read_tp_counters, counters[0].value), 32, 0, 0, 1, 2048, 2048, RM_OUT},
};
static const struct rm_layout nvlink_read_tp_counters[] = {
	{0x20803015, 1040, 3, 0, nvlink_read_tp_counters_1}, /* 515.43.04 */
	{0x20803015, 2064, 3, 81, nvlink_read_tp_counters_2}, /* 570.86.15 */
	{0x20803015, 2080, 4, 104, nvlink_read_tp_counters_3}, /* 580.65.06 */
};

static const struct rm_field nvlink_get_supported_bw_mode_1[] = {
	{offsetof(struct rm_nvlink_get_supported_bw_mode, rbm_modes_list), 0, 2, 1, 23, 2, 1, RM_OUT},
	{offsetof(struct rm_nvlink_get_supported_bw_mode, rbm_total_modes), 23, 0, 0, 1, 1, 1, RM_OUT},
};
static const struct rm_field nvlink_get_supported_bw_mode_2[] = {
	{offsetof(struct rm_nvlink_get_supported_bw_mode, rbm_modes_list), 0, 0, 0, 1, 47, 47, RM_OUT},
};
static const struct rm_layout nvlink_get_supported_bw_mode[] = {
	{0x20803085, 24, 2, 79, nvlink_get_supported_bw_mode_1}, /* 565.57.01 */
	{0x20803085, 48, 1, 118, nvlink_get_supported_bw_mode_2}, /* 595.45.04 */
};

static const struct rm_field nvlink_get_bw_mode_1[] = {
	{offsetof(struct rm_nvlink_get_bw_mode, rbm_mode), 0, 0, 0, 1, 2, 1, RM_OUT},
};
static const struct rm_field nvlink_get_bw_mode_2[] = {
	{offsetof(struct rm_nvlink_get_bw_mode, rbm_mode), 0, 0, 0, 1, 2, 2, RM_OUT},
};
static const struct rm_layout nvlink_get_bw_mode[] = {
	{0x20803087, 1, 1, 79, nvlink_get_bw_mode_1}, /* 565.57.01 */
	{0x20803087, 2, 1, 118, nvlink_get_bw_mode_2}, /* 595.45.04 */
};

static const struct rm_field nvlink_set_bw_mode_1[] = {
	{offsetof(struct rm_nvlink_set_bw_mode, rbm_mode), 0, 0, 0, 1, 2, 1, RM_IN | RM_OUT},
};
static const struct rm_field nvlink_set_bw_mode_2[] = {
	{offsetof(struct rm_nvlink_set_bw_mode, rbm_mode), 0, 0, 0, 1, 2, 2, RM_IN | RM_OUT},
};
static const struct rm_layout nvlink_set_bw_mode[] = {
	{0x20803086, 1, 1, 79, nvlink_set_bw_mode_1}, /* 565.57.01 */
	{0x20803086, 2, 1, 118, nvlink_set_bw_mode_2}, /* 595.45.04 */
};

static const struct rm_field nvlink_get_l1_threshold_1[] = {
	{offsetof(struct rm_nvlink_get_l1_threshold, l1_threshold), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_field nvlink_get_l1_threshold_2[] = {
	{offsetof(struct rm_nvlink_get_l1_threshold, l1_threshold), 0, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_field nvlink_get_l1_threshold_3[] = {
	{offsetof(struct rm_nvlink_get_l1_threshold, l1_threshold), 0, 0, 0, 1, 10, 10, RM_OUT},
};
static const struct rm_layout nvlink_get_l1_threshold[] = {
	{0x2080303f, 4, 1, 15, nvlink_get_l1_threshold_1}, /* 525.85.05 */
	{0x2080303f, 8, 1, 71, nvlink_get_l1_threshold_2}, /* 555.42.02 */
	{0x2080303f, 12, 1, 118, nvlink_get_l1_threshold_3}, /* 595.45.04 */
};

static const struct rm_field nvlink_set_l1_threshold_1[] = {
	{offsetof(struct rm_nvlink_set_l1_threshold, l1_threshold), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_field nvlink_set_l1_threshold_2[] = {
	{offsetof(struct rm_nvlink_set_l1_threshold, l1_threshold), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout nvlink_set_l1_threshold[] = {
	{0x2080303e, 4, 1, 15, nvlink_set_l1_threshold_1}, /* 525.85.05 */
	{0x2080303e, 8, 1, 71, nvlink_set_l1_threshold_2}, /* 555.42.02 */
};

static const struct rm_field get_gpu_fabric_probe_info_1[] = {
	{offsetof(struct rm_get_gpu_fabric_probe_info, state), 0, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_get_gpu_fabric_probe_info, status), 4, 0, 0, 1, 22, 22, RM_OUT},
	{offsetof(struct rm_get_gpu_fabric_probe_info, fabric_caps), 32, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_field get_gpu_fabric_probe_info_2[] = {
	{offsetof(struct rm_get_gpu_fabric_probe_info, state), 0, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_get_gpu_fabric_probe_info, status), 4, 0, 0, 1, 22, 22, RM_OUT},
	{offsetof(struct rm_get_gpu_fabric_probe_info, fabric_caps), 32, 0, 0, 1, 12, 12, RM_OUT},
};
static const struct rm_field get_gpu_fabric_probe_info_3[] = {
	{offsetof(struct rm_get_gpu_fabric_probe_info, state), 0, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_get_gpu_fabric_probe_info, status), 4, 0, 0, 1, 22, 22, RM_OUT},
	{offsetof(struct rm_get_gpu_fabric_probe_info, fabric_caps), 32, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_field get_gpu_fabric_probe_info_4[] = {
	{offsetof(struct rm_get_gpu_fabric_probe_info, state), 0, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_get_gpu_fabric_probe_info, status), 4, 0, 0, 1, 22, 22, RM_OUT},
	{offsetof(struct rm_get_gpu_fabric_probe_info, fabric_caps), 32, 0, 0, 1, 17, 17, RM_OUT},
};
static const struct rm_layout get_gpu_fabric_probe_info[] = {
	{0x208001a3, 40, 3, 11, get_gpu_fabric_probe_info_1}, /* 525.53 */
	{0x208001a3, 48, 3, 49, get_gpu_fabric_probe_info_2}, /* 545.23.06 */
	{0x208001a3, 48, 3, 54, get_gpu_fabric_probe_info_3}, /* 550.40.07 */
	{0x208001a3, 56, 3, 104, get_gpu_fabric_probe_info_4}, /* 580.65.06 */
};

static const struct rm_field nvlink_get_counters_v2_1[] = {
	{offsetof(struct rm_nvlink_get_counters_v2, link_mask), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters_v2, counter_mask), 8, 0, 0, 1, 16, 16, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters_v2, counter[0].over_flow), 24, sizeof(((struct rm_nvlink_get_counters_v2 *)0)->counter[0]), 16, 896, 1, 1, RM_OUT},
	{offsetof(struct rm_nvlink_get_counters_v2, counter[0].value), 32, sizeof(((struct rm_nvlink_get_counters_v2 *)0)->counter[0]), 16, 896, 8, 8, RM_OUT},
};
static const struct rm_field nvlink_get_counters_v2_2[] = {
	{offsetof(struct rm_nvlink_get_counters_v2, link_mask), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters_v2, counter_mask), 8, 0, 0, 1, 16, 16, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters_v2, counter[0].over_flow), 24, sizeof(((struct rm_nvlink_get_counters_v2 *)0)->counter[0]), 16, 1792, 1, 1, RM_OUT},
	{offsetof(struct rm_nvlink_get_counters_v2, counter[0].value), 32, sizeof(((struct rm_nvlink_get_counters_v2 *)0)->counter[0]), 16, 1792, 8, 8, RM_OUT},
};
static const struct rm_field nvlink_get_counters_v2_3[] = {
	{offsetof(struct rm_nvlink_get_counters_v2, link_mask), 0, 0, 0, 1, 9, 9, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters_v2, links.masks), 16, 0, 0, 1, 24, 24, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_counters_v2, counter[0].over_flow), 40, sizeof(((struct rm_nvlink_get_counters_v2 *)0)->counter[0]), 16, 1792, 1, 1, RM_OUT},
	{offsetof(struct rm_nvlink_get_counters_v2, counter[0].value), 48, sizeof(((struct rm_nvlink_get_counters_v2 *)0)->counter[0]), 16, 1792, 8, 8, RM_OUT},
};
static const struct rm_layout nvlink_get_counters_v2[] = {
	{0x20803050, 14360, 4, 71, nvlink_get_counters_v2_1}, /* 555.42.02 */
	{0x20803050, 28696, 4, 81, nvlink_get_counters_v2_2}, /* 570.86.15 */
	{0x20803050, 28712, 4, 104, nvlink_get_counters_v2_3}, /* 580.65.06 */
};

static const struct rm_field nvlink_get_firmware_version_info_1[] = {
	{offsetof(struct rm_nvlink_get_firmware_version_info, firmware_version[0].ucode_type), 0, sizeof(((struct rm_nvlink_get_firmware_version_info *)0)->firmware_version[0]), 16, 16, 1, 1, RM_OUT},
	{offsetof(struct rm_nvlink_get_firmware_version_info, firmware_version[0].major), 4, sizeof(((struct rm_nvlink_get_firmware_version_info *)0)->firmware_version[0]), 16, 16, 12, 12, RM_OUT},
	{offsetof(struct rm_nvlink_get_firmware_version_info, chip_type_arch), 256, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_nvlink_get_firmware_version_info, num_valid_entries), 260, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout nvlink_get_firmware_version_info[] = {
	{0x20803091, 264, 4, 104, nvlink_get_firmware_version_info_1}, /* 580.65.06 */
};

static const struct rm_field nvlink_get_saved_node_hostname_1[] = {
	{offsetof(struct rm_nvlink_get_saved_node_hostname, hostname.name), 0, 0, 0, 1, 64, 64, RM_OUT},
};
static const struct rm_layout nvlink_get_saved_node_hostname[] = {
	{0x2080309b, 64, 1, 108, nvlink_get_saved_node_hostname_1}, /* 580.95.05 */
};

static const struct rm_field nvlink_save_node_hostname_1[] = {
	{offsetof(struct rm_nvlink_save_node_hostname, hostname.name), 0, 0, 0, 1, 64, 64, RM_IN | RM_OUT},
};
static const struct rm_layout nvlink_save_node_hostname[] = {
	{0x2080309a, 64, 1, 108, nvlink_save_node_hostname_1}, /* 580.95.05 */
};

static const struct rm_field nvlink_clear_counters_v2_1[] = {
	{offsetof(struct rm_nvlink_clear_counters_v2, link_mask), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_clear_counters_v2, counter_mask), 8, 0, 0, 1, 16, 16, RM_IN | RM_OUT},
};
static const struct rm_field nvlink_clear_counters_v2_2[] = {
	{offsetof(struct rm_nvlink_clear_counters_v2, link_mask), 0, 0, 0, 1, 9, 9, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_clear_counters_v2, links.masks), 16, 0, 0, 1, 24, 24, RM_IN | RM_OUT},
};
static const struct rm_layout nvlink_clear_counters_v2[] = {
	{0x20803051, 24, 2, 71, nvlink_clear_counters_v2_1}, /* 555.42.02 */
	{0x20803051, 40, 2, 104, nvlink_clear_counters_v2_2}, /* 580.65.06 */
};

static const struct rm_field nvlink_get_power_state_1[] = {
	{offsetof(struct rm_nvlink_get_power_state, link_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_nvlink_get_power_state, power_state), 4, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout nvlink_get_power_state[] = {
	{0x2080300e, 8, 2, 0, nvlink_get_power_state_1}, /* 515.43.04 */
};

static const struct rm_field nvlink_prm_access_1[] = {
	{offsetof(struct rm_nvlink_prm_access, prm.data), 0, 0, 0, 1, 496, 496, RM_IN | RM_OUT},
};
static const struct rm_layout nvlink_prm_access[] = {
	{0x20803090, 496, 1, 89, nvlink_prm_access_1}, /* 570.153.02 */
	{0x0000, 0, 0, 98, NULL}, /* 575.51.02 */
	{0x20803090, 496, 1, 101, nvlink_prm_access_1}, /* 575.64 */
	{0x20803095, 496, 1, 104, nvlink_prm_access_1}, /* 580.65.06 */
};

static const struct rm_field perf_get_gpumon_perfmon_util_samples_v2_1[] = {
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, type), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, buf_size), 4, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].base.time_stamp), 16, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 100, 12, 12, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].fb.proc_id), 32, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 100, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].gr.util), 140, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 100, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].gr.proc_id), 148, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 100, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvenc.util), 256, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 100, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvenc.proc_id), 264, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 100, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvdec.util), 372, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 100, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvdec.proc_id), 380, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 100, 8, 8, RM_OUT},
};
static const struct rm_field perf_get_gpumon_perfmon_util_samples_v2_2[] = {
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, type), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, buf_size), 4, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].base.time_stamp), 16, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 72, 12, 12, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].fb.proc_id), 32, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].gr.util), 140, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].gr.proc_id), 148, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvenc.util), 256, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvenc.proc_id), 264, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvdec.util), 372, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvdec.proc_id), 380, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 472, 72, 8, 8, RM_OUT},
};
static const struct rm_field perf_get_gpumon_perfmon_util_samples_v2_3[] = {
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, type), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, buf_size), 4, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].base.time_stamp), 16, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 12, 12, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].fb.proc_id), 32, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].gr.util), 140, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].gr.proc_id), 148, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvenc.util), 256, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvenc.proc_id), 264, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvdec.util), 372, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvdec.proc_id), 380, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvjpg.util), 488, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvjpg.proc_id), 496, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvofa.util), 604, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvofa.proc_id), 612, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 704, 72, 8, 8, RM_OUT},
};
static const struct rm_field perf_get_gpumon_perfmon_util_samples_v2_4[] = {
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, type), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, buf_size), 4, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].base.time_stamp), 16, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 12, 12, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].fb.proc_id), 32, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].gr.util), 152, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].gr.proc_id), 160, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvenc.util), 280, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvenc.proc_id), 288, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvdec.util), 408, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvdec.proc_id), 416, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvjpg.util), 536, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvjpg.proc_id), 544, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 8, 8, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvofa.util), 664, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 4, 4, RM_OUT},
	{offsetof(struct rm_perf_get_gpumon_perfmon_util_samples_v2, samples[0].nvofa.proc_id), 672, sizeof(((struct rm_perf_get_gpumon_perfmon_util_samples_v2 *)0)->samples[0]), 776, 72, 8, 8, RM_OUT},
};
static const struct rm_layout perf_get_gpumon_perfmon_util_samples_v2[] = {
	{0x20802096, 47216, 10, 0, perf_get_gpumon_perfmon_util_samples_v2_1}, /* 515.43.04 */
	{0x20802096, 34000, 10, 6, perf_get_gpumon_perfmon_util_samples_v2_2}, /* 515.86.01 */
	{0x20802096, 47216, 10, 8, perf_get_gpumon_perfmon_util_samples_v2_1}, /* 520.56.06 */
	{0x20802096, 34000, 10, 11, perf_get_gpumon_perfmon_util_samples_v2_2}, /* 525.53 */
	{0x20802096, 50704, 14, 54, perf_get_gpumon_perfmon_util_samples_v2_3}, /* 550.40.07 */
	{0x20802096, 55888, 14, 81, perf_get_gpumon_perfmon_util_samples_v2_4}, /* 570.86.15 */
};

static const struct rm_field perf_get_current_pstate_1[] = {
	{offsetof(struct rm_perf_get_current_pstate, curr_pstate), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout perf_get_current_pstate[] = {
	{0x2080a068, 4, 1, 0, perf_get_current_pstate_1}, /* 515.43.04 */
	{0x20802068, 4, 1, 54, perf_get_current_pstate_1}, /* 550.40.07 */
};

static const struct rm_field perf_get_powerstate_1[] = {
	{offsetof(struct rm_perf_get_powerstate, power_state_info.power_state), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout perf_get_powerstate[] = {
	{0x2080205a, 4, 1, 54, perf_get_powerstate_1}, /* 550.40.07 */
};

static const struct rm_field perf_get_vid_eng_perfmon_sample_1[] = {
	{offsetof(struct rm_perf_get_vid_eng_perfmon_sample, engine_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_perf_get_vid_eng_perfmon_sample, clk_percent_busy), 4, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_layout perf_get_vid_eng_perfmon_sample[] = {
	{0x2080a087, 12, 2, 0, perf_get_vid_eng_perfmon_sample_1}, /* 515.43.04 */
	{0x20802087, 12, 2, 54, perf_get_vid_eng_perfmon_sample_1}, /* 550.40.07 */
};

static const struct rm_field perf_get_level_info_v2_1[] = {
	{offsetof(struct rm_perf_get_level_info_v2, level), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_perf_get_level_info_v2, perf_get_clk_info_list[0].flags), 8, 0, 0, 1, 768, 768, RM_IN | RM_OUT},
	{offsetof(struct rm_perf_get_level_info_v2, perf_get_clk_info_list_size), 776, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout perf_get_level_info_v2[] = {
	{0x2080200b, 780, 3, 54, perf_get_level_info_v2_1}, /* 550.40.07 */
};

static const struct rm_field perf_rated_tdp_get_control_1[] = {
	{offsetof(struct rm_perf_rated_tdp_get_control, client), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field perf_rated_tdp_get_control_2[] = {
	{offsetof(struct rm_perf_rated_tdp_get_control, client), 0, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
};
static const struct rm_layout perf_rated_tdp_get_control[] = {
	{0x2080206e, 8, 1, 23, perf_rated_tdp_get_control_1}, /* 530.30.02 */
	{0x2080206e, 12, 1, 76, perf_rated_tdp_get_control_2}, /* 560.28.03 */
};

static const struct rm_field perf_rated_tdp_set_control_1[] = {
	{offsetof(struct rm_perf_rated_tdp_set_control, client), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field perf_rated_tdp_set_control_2[] = {
	{offsetof(struct rm_perf_rated_tdp_set_control, client), 0, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
};
static const struct rm_layout perf_rated_tdp_set_control[] = {
	{0x2080206f, 8, 1, 23, perf_rated_tdp_set_control_1}, /* 530.30.02 */
	{0x2080206f, 12, 1, 76, perf_rated_tdp_set_control_2}, /* 560.28.03 */
};

static const struct rm_field pmgr_get_module_info_1[] = {
	{offsetof(struct rm_pmgr_get_module_info, module_id), 0, 0, 0, 1, 5, 5, RM_OUT},
};
static const struct rm_layout pmgr_get_module_info[] = {
	{0x20802609, 8, 1, 11, pmgr_get_module_info_1}, /* 525.53 */
};

static const struct rm_field shared_data_request_data_poll_1[] = {
	{offsetof(struct rm_shared_data_request_data_poll, polled_data_mask), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout shared_data_request_data_poll[] = {
	{0xde0001, 8, 1, 49, shared_data_request_data_poll_1}, /* 545.23.06 */
};

static const struct rm_field shared_data_request_poll_interval_1[] = {
	{offsetof(struct rm_shared_data_request_poll_interval, polling_interval_ms), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout shared_data_request_poll_interval[] = {
	{0xde0002, 4, 1, 116, shared_data_request_poll_interval_1}, /* 590.44.01 */
};

static const struct rm_field rusd_get_supported_features_1[] = {
	{offsetof(struct rm_rusd_get_supported_features, supported_features), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout rusd_get_supported_features[] = {
	{0x208001ea, 4, 1, 116, rusd_get_supported_features_1}, /* 590.44.01 */
};

static const struct rm_field gpu_get_probed_ids_1[] = {
	{offsetof(struct rm_gpu_get_probed_ids, gpu_ids), 0, 0, 0, 1, 256, 256, RM_OUT},
};
static const struct rm_field gpu_get_probed_ids_2[] = {
	{offsetof(struct rm_gpu_get_probed_ids, gpu_ids), 0, 0, 0, 1, 384, 384, RM_OUT},
};
static const struct rm_layout gpu_get_probed_ids[] = {
	{0x0214, 256, 1, 0, gpu_get_probed_ids_1}, /* 515.43.04 */
	{0x0214, 384, 1, 104, gpu_get_probed_ids_2}, /* 580.65.06 */
};

static const struct rm_field gpu_get_attached_ids_1[] = {
	{offsetof(struct rm_gpu_get_attached_ids, gpu_ids), 0, 0, 0, 1, 128, 128, RM_OUT},
};
static const struct rm_layout gpu_get_attached_ids[] = {
	{0x0201, 128, 1, 0, gpu_get_attached_ids_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_device_ids_1[] = {
	{offsetof(struct rm_gpu_get_device_ids, device_ids), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout gpu_get_device_ids[] = {
	{0x0204, 4, 1, 0, gpu_get_device_ids_1}, /* 515.43.04 */
};

static const struct rm_field gpu_attach_ids_1[] = {
	{offsetof(struct rm_gpu_attach_ids, gpu_ids), 0, 0, 0, 1, 128, 128, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_attach_ids, failed_id), 128, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout gpu_attach_ids[] = {
	{0x0215, 132, 2, 0, gpu_attach_ids_1}, /* 515.43.04 */
};

static const struct rm_field gpu_detach_ids_1[] = {
	{offsetof(struct rm_gpu_detach_ids, gpu_ids), 0, 0, 0, 1, 128, 128, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_detach_ids[] = {
	{0x0216, 128, 1, 0, gpu_detach_ids_1}, /* 515.43.04 */
};

static const struct rm_field gpu_async_attach_id_1[] = {
	{offsetof(struct rm_gpu_async_attach_id, gpu_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_async_attach_id[] = {
	{0x0289, 4, 1, 54, gpu_async_attach_id_1}, /* 550.40.07 */
};

static const struct rm_field gpu_wait_attach_id_1[] = {
	{offsetof(struct rm_gpu_wait_attach_id, gpu_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_wait_attach_id[] = {
	{0x0290, 4, 1, 54, gpu_wait_attach_id_1}, /* 550.40.07 */
};

static const struct rm_field gpu_get_id_info_1[] = {
	{offsetof(struct rm_gpu_get_id_info, gpu_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_id_info, gpu_flags), 4, 0, 0, 1, 12, 12, RM_OUT},
	{offsetof(struct rm_gpu_get_id_info, sz_name), 16, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_id_info, sli_status), 24, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_layout gpu_get_id_info[] = {
	{0x0202, 40, 4, 0, gpu_get_id_info_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_id_info_v2_1[] = {
	{offsetof(struct rm_gpu_get_id_info_v2, gpu_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_id_info_v2, gpu_flags), 4, 0, 0, 1, 28, 28, RM_OUT},
};
static const struct rm_layout gpu_get_id_info_v2[] = {
	{0x0205, 32, 2, 0, gpu_get_id_info_v2_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_init_status_1[] = {
	{offsetof(struct rm_gpu_get_init_status, gpu_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_init_status, status), 4, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout gpu_get_init_status[] = {
	{0x0203, 8, 2, 0, gpu_get_init_status_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_pci_info_1[] = {
	{offsetof(struct rm_gpu_get_pci_info, gpu_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_pci_info, domain), 4, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_layout gpu_get_pci_info[] = {
	{0x021b, 12, 2, 0, gpu_get_pci_info_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_uuid_info_1[] = {
	{offsetof(struct rm_gpu_get_uuid_info, gpu_uuid), 0, 0, 0, 1, 272, 272, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_get_uuid_info[] = {
	{0x0274, 272, 1, 0, gpu_get_uuid_info_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_uuid_from_gpu_id_1[] = {
	{offsetof(struct rm_gpu_get_uuid_from_gpu_id, gpu_id), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_get_uuid_from_gpu_id, gpu_uuid), 8, 0, 0, 1, 260, 260, RM_OUT},
};
static const struct rm_layout gpu_get_uuid_from_gpu_id[] = {
	{0x0275, 268, 2, 0, gpu_get_uuid_from_gpu_id_1}, /* 515.43.04 */
};

static const struct rm_field gpu_query_drain_state_1[] = {
	{offsetof(struct rm_gpu_query_drain_state, gpu_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_query_drain_state, drain_state), 4, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_layout gpu_query_drain_state[] = {
	{0x0279, 12, 2, 0, gpu_query_drain_state_1}, /* 515.43.04 */
};

static const struct rm_field gpu_modify_drain_state_1[] = {
	{offsetof(struct rm_gpu_modify_drain_state, gpu_id), 0, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_modify_drain_state[] = {
	{0x0278, 12, 1, 0, gpu_modify_drain_state_1}, /* 515.43.04 */
};

static const struct rm_field gpu_get_active_device_ids_1[] = {
	{offsetof(struct rm_gpu_get_active_device_ids, num_devices), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_gpu_get_active_device_ids, devices[0].gpu_id), 4, 0, 0, 1, 3072, 3072, RM_OUT},
};
static const struct rm_layout gpu_get_active_device_ids[] = {
	{0x0288, 3076, 2, 49, gpu_get_active_device_ids_1}, /* 545.23.06 */
};

static const struct rm_field gpu_get_nvlink_bw_mode_1[] = {
	{offsetof(struct rm_gpu_get_nvlink_bw_mode, mode), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
};
static const struct rm_field gpu_get_nvlink_bw_mode_2[] = {
	{offsetof(struct rm_gpu_get_nvlink_bw_mode, mode), 0, 0, 0, 1, 2, 2, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_get_nvlink_bw_mode[] = {
	{0x0287, 1, 1, 23, gpu_get_nvlink_bw_mode_1}, /* 530.30.02 */
	{0x0287, 2, 1, 79, gpu_get_nvlink_bw_mode_2}, /* 565.57.01 */
};

static const struct rm_field gpu_set_nvlink_bw_mode_1[] = {
	{offsetof(struct rm_gpu_set_nvlink_bw_mode, mode), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_set_nvlink_bw_mode[] = {
	{0x0286, 1, 1, 23, gpu_set_nvlink_bw_mode_1}, /* 530.30.02 */
};

static const struct rm_field system_get_build_version_1[] = {
	{offsetof(struct rm_system_get_build_version, size_of_strings), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_system_get_build_version, driver_version_buffer), 8, 0, 0, 1, 32, 32, RM_IN | RM_OUT},
};
static const struct rm_layout system_get_build_version[] = {
	{0x0101, 40, 2, 0, system_get_build_version_1}, /* 515.43.04 */
};

static const struct rm_field system_get_build_version_v2_1[] = {
	{offsetof(struct rm_system_get_build_version_v2, driver_version_buffer), 0, 0, 0, 1, 512, 512, RM_OUT},
	{offsetof(struct rm_system_get_build_version_v2, title_buffer), 512, 0, 0, 1, 264, 264, RM_OUT},
};
static const struct rm_field system_get_build_version_v2_2[] = {
	{offsetof(struct rm_system_get_build_version_v2, driver_version_buffer), 0, 0, 0, 1, 1032, 1032, RM_OUT},
};
static const struct rm_layout system_get_build_version_v2[] = {
	{0x013e, 776, 2, 0, system_get_build_version_v2_1}, /* 515.43.04 */
	{0x013e, 1032, 1, 76, system_get_build_version_v2_2}, /* 560.28.03 */
};

static const struct rm_field system_get_p2p_caps_1[] = {
	{offsetof(struct rm_system_get_p2p_caps, gpu_ids), 0, 0, 0, 1, 153, 153, RM_IN | RM_OUT},
	{offsetof(struct rm_system_get_p2p_caps, bus_peer_ids), 160, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_field system_get_p2p_caps_2[] = {
	{offsetof(struct rm_system_get_p2p_caps, gpu_ids), 0, 0, 0, 1, 153, 153, RM_IN | RM_OUT},
	{offsetof(struct rm_system_get_p2p_caps, bus_peer_ids), 160, 0, 0, 1, 16, 16, RM_IN | RM_OUT},
};
static const struct rm_layout system_get_p2p_caps[] = {
	{0x0127, 168, 2, 0, system_get_p2p_caps_1}, /* 515.43.04 */
	{0x0127, 176, 2, 54, system_get_p2p_caps_2}, /* 550.40.07 */
};

static const struct rm_field system_get_p2p_caps_v2_1[] = {
	{offsetof(struct rm_system_get_p2p_caps_v2, gpu_ids), 0, 0, 0, 1, 132, 132, RM_IN | RM_OUT},
	{offsetof(struct rm_system_get_p2p_caps_v2, p2p_caps), 132, 0, 0, 1, 21, 21, RM_OUT},
	{offsetof(struct rm_system_get_p2p_caps_v2, bus_peer_ids), 156, 0, 0, 1, 4096, 4096, RM_OUT},
};
static const struct rm_field system_get_p2p_caps_v2_2[] = {
	{offsetof(struct rm_system_get_p2p_caps_v2, gpu_ids), 0, 0, 0, 1, 132, 132, RM_IN | RM_OUT},
	{offsetof(struct rm_system_get_p2p_caps_v2, p2p_caps), 132, 0, 0, 1, 21, 21, RM_OUT},
	{offsetof(struct rm_system_get_p2p_caps_v2, bus_peer_ids), 156, 0, 0, 1, 8192, 8192, RM_OUT},
};
static const struct rm_layout system_get_p2p_caps_v2[] = {
	{0x012b, 4252, 3, 0, system_get_p2p_caps_v2_1}, /* 515.43.04 */
	{0x012b, 8348, 3, 54, system_get_p2p_caps_v2_2}, /* 550.40.07 */
};

static const struct rm_field system_get_p2p_caps_matrix_1[] = {
	{offsetof(struct rm_system_get_p2p_caps_matrix, grp_a_count), 0, 0, 0, 1, 1352, 1352, RM_IN | RM_OUT},
};
static const struct rm_layout system_get_p2p_caps_matrix[] = {
	{0x013a, 1352, 1, 0, system_get_p2p_caps_matrix_1}, /* 515.43.04 */
};

static const struct rm_field client_get_addr_space_type_1[] = {
	{offsetof(struct rm_client_get_addr_space_type, h_object), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_client_get_addr_space_type, addr_space_type), 8, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout client_get_addr_space_type[] = {
	{0x0d01, 12, 2, 0, client_get_addr_space_type_1}, /* 515.43.04 */
};

static const struct rm_field client_get_handle_info_1[] = {
	{offsetof(struct rm_client_get_handle_info, h_object), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_client_get_handle_info, data.h_result), 8, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_client_get_handle_info, data.i_result), 8, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_layout client_get_handle_info[] = {
	{0x0d02, 16, 3, 0, client_get_handle_info_1}, /* 515.43.04 */
};

static const struct rm_field client_get_access_rights_1[] = {
	{offsetof(struct rm_client_get_access_rights, h_object), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_client_get_access_rights, mask_result.limbs), 8, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout client_get_access_rights[] = {
	{0x0d03, 12, 2, 0, client_get_access_rights_1}, /* 515.43.04 */
};

static const struct rm_field client_set_inherited_share_policy_1[] = {
	{offsetof(struct rm_client_set_inherited_share_policy, share_policy.target), 0, 0, 0, 1, 11, 11, RM_IN | RM_OUT},
};
static const struct rm_layout client_set_inherited_share_policy[] = {
	{0x0d04, 12, 1, 0, client_set_inherited_share_policy_1}, /* 515.43.04 */
};

static const struct rm_field client_share_object_1[] = {
	{offsetof(struct rm_client_share_object, h_object), 0, 0, 0, 1, 15, 15, RM_IN | RM_OUT},
};
static const struct rm_layout client_share_object[] = {
	{0x0d06, 16, 1, 0, client_share_object_1}, /* 515.43.04 */
};

static const struct rm_field client_objects_are_duplicates_1[] = {
	{offsetof(struct rm_client_objects_are_duplicates, h_object1), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_client_objects_are_duplicates, duplicates), 8, 0, 0, 1, 1, 1, RM_OUT},
};
static const struct rm_layout client_objects_are_duplicates[] = {
	{0x0d07, 12, 2, 11, client_objects_are_duplicates_1}, /* 525.53 */
};

static const struct rm_field thermal_system_execute_v2_1[] = {
	{offsetof(struct rm_thermal_system_execute_v2, client_api_version), 0, 0, 0, 1, 24, 24, RM_IN | RM_OUT},
	{offsetof(struct rm_thermal_system_execute_v2, instruction_list[0].result), 24, sizeof(((struct rm_thermal_system_execute_v2 *)0)->instruction_list[0]), 44, 32, 16, 16, RM_IN | RM_OUT},
	{offsetof(struct rm_thermal_system_execute_v2, instruction_list[0].operands.get_info_target_type.target_index), 36, sizeof(((struct rm_thermal_system_execute_v2 *)0)->instruction_list[0]), 44, 32, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_thermal_system_execute_v2, instruction_list[0].operands.get_info_provider_type.provider_index), 36, sizeof(((struct rm_thermal_system_execute_v2 *)0)->instruction_list[0]), 44, 32, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_thermal_system_execute_v2, instruction_list[0].operands.get_info_sensors_available.available_sensors), 36, sizeof(((struct rm_thermal_system_execute_v2 *)0)->instruction_list[0]), 44, 32, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_thermal_system_execute_v2, instruction_list[0].operands.get_info_sensor_provider.sensor_index), 36, sizeof(((struct rm_thermal_system_execute_v2 *)0)->instruction_list[0]), 44, 32, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_thermal_system_execute_v2, instruction_list[0].operands.get_info_sensor_target.sensor_index), 36, sizeof(((struct rm_thermal_system_execute_v2 *)0)->instruction_list[0]), 44, 32, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_thermal_system_execute_v2, instruction_list[0].operands.get_info_sensor_reading_range.sensor_index), 36, sizeof(((struct rm_thermal_system_execute_v2 *)0)->instruction_list[0]), 44, 32, 12, 12, RM_IN | RM_OUT},
	{offsetof(struct rm_thermal_system_execute_v2, instruction_list[0].operands.get_status_sensor_reading.sensor_index), 36, sizeof(((struct rm_thermal_system_execute_v2 *)0)->instruction_list[0]), 44, 32, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_thermal_system_execute_v2, instruction_list[0].operands.space), 36, sizeof(((struct rm_thermal_system_execute_v2 *)0)->instruction_list[0]), 44, 32, 32, 32, RM_IN | RM_OUT},
};
static const struct rm_layout thermal_system_execute_v2[] = {
	{0x20808513, 1432, 10, 0, thermal_system_execute_v2_1}, /* 515.43.04 */
	{0x20800513, 1432, 10, 98, thermal_system_execute_v2_1}, /* 575.51.02 */
};

static const struct rm_field alloc_root_1[] = {
	{offsetof(struct rm_alloc_root, h_client), 0, 0, 0, 1, 108, 108, RM_IN | RM_OUT},
};
static const struct rm_field alloc_root_2[] = {
	{offsetof(struct rm_alloc_root, h_client), 0, 0, 0, 1, 108, 108, RM_IN | RM_OUT},
	{offsetof(struct rm_alloc_root, os_pid_info), 112, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout alloc_root[] = {
	{0x0041, 108, 1, 0, alloc_root_1}, /* 515.43.04 */
	{0x0041, 120, 2, 81, alloc_root_2}, /* 570.86.15 */
};

static const struct rm_field alloc_device_1[] = {
	{offsetof(struct rm_alloc_device, device_id), 0, 0, 0, 1, 20, 20, RM_IN | RM_OUT},
	{offsetof(struct rm_alloc_device, va_space_size), 24, 0, 0, 1, 28, 28, RM_IN | RM_OUT},
};
static const struct rm_layout alloc_device[] = {
	{0x0080, 56, 2, 0, alloc_device_1}, /* 515.43.04 */
};

static const struct rm_field alloc_subdevice_1[] = {
	{offsetof(struct rm_alloc_subdevice, sub_device_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout alloc_subdevice[] = {
	{0x2080, 4, 1, 0, alloc_subdevice_1}, /* 515.43.04 */
};

static const struct rm_field alloc_os_event_1[] = {
	{offsetof(struct rm_alloc_os_event, h_parent_client), 0, 0, 0, 1, 24, 24, RM_IN | RM_OUT},
};
static const struct rm_layout alloc_os_event[] = {
	{0x0079, 24, 1, 0, alloc_os_event_1}, /* 515.43.04 */
};

static const struct rm_field alloc_shared_data_1[] = {
	{offsetof(struct rm_alloc_shared_data, reserved), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_field alloc_shared_data_2[] = {
	{offsetof(struct rm_alloc_shared_data, polled_data_mask), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout alloc_shared_data[] = {
	{0x00de, 4, 1, 11, alloc_shared_data_1}, /* 525.53 */
	{0x00de, 8, 1, 49, alloc_shared_data_2}, /* 545.23.06 */
};

static const struct rm_field alloc_gpu_instance_1[] = {
	{offsetof(struct rm_alloc_gpu_instance, cap_descriptor), 0, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
};
static const struct rm_layout alloc_gpu_instance[] = {
	{0xc637, 16, 1, 0, alloc_gpu_instance_1}, /* 515.43.04 */
};

static const struct rm_field alloc_compute_instance_1[] = {
	{offsetof(struct rm_alloc_compute_instance, cap_descriptor), 0, 0, 0, 1, 12, 12, RM_IN | RM_OUT},
};
static const struct rm_layout alloc_compute_instance[] = {
	{0xc638, 16, 1, 0, alloc_compute_instance_1}, /* 515.43.04 */
};

static const struct rm_field alloc_mig_config_1[] = {
	{offsetof(struct rm_alloc_mig_config, cap_descriptor), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout alloc_mig_config[] = {
	{0xc639, 8, 1, 0, alloc_mig_config_1}, /* 515.43.04 */
};

static const struct rm_field alloc_mig_monitor_1[] = {
	{offsetof(struct rm_alloc_mig_monitor, cap_descriptor), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout alloc_mig_monitor[] = {
	{0xc640, 8, 1, 0, alloc_mig_monitor_1}, /* 515.43.04 */
};

static const struct rm_field vgpu_config_enumerate_vgpu_per_pgpu_1[] = {
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, num_vgpu), 4, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.vm_pid), 8, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.migration_prohibited), 20, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 13, 13, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.license_state), 36, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 9, 9, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_id.vm_uuid), 48, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_id.vm_id), 48, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_driver_version), 64, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_info_state), 256, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.vgpu_type), 264, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.vgpu_uuid), 280, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.encoder_capacity), 312, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.fb_used), 320, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 13, 13, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.swizz_id), 336, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 4, 4, RM_OUT},
};
static const struct rm_field vgpu_config_enumerate_vgpu_per_pgpu_2[] = {
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, num_vgpu), 4, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.vm_pid), 8, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.migration_prohibited), 20, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 13, 13, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.license_state), 36, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 9, 9, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_id.vm_uuid), 48, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_id.vm_id), 48, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_driver_version), 64, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_info_state), 256, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.vgpu_type), 264, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.vgpu_uuid), 280, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.encoder_capacity), 312, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.fb_used), 320, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 13, 13, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.swizz_id), 336, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 8, 8, RM_OUT},
};
static const struct rm_field vgpu_config_enumerate_vgpu_per_pgpu_3[] = {
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, num_vgpu), 4, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.vm_pid), 8, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.migration_prohibited), 20, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 13, 13, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.license_state), 36, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 9, 9, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_id.vm_uuid), 48, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_id.vm_id), 48, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_driver_version), 64, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_info_state), 256, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.vgpu_type), 264, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.vgpu_uuid), 280, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.vgpu_dev_name), 296, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 20, 20, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.fb_used), 320, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 13, 13, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.swizz_id), 336, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 336, 32, 8, 8, RM_OUT},
};
static const struct rm_field vgpu_config_enumerate_vgpu_per_pgpu_4[] = {
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, num_vgpu), 4, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.vm_pid), 8, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.migration_prohibited), 20, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 13, 13, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.license_state), 36, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 9, 9, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_id.vm_uuid), 48, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_id.vm_id), 48, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_driver_version), 64, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 64, 64, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].guest_vm_info.guest_vm_info_state), 320, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.vgpu_type), 328, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.vgpu_uuid), 344, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.vgpu_dev_name), 360, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 20, 20, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.fb_used), 384, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 13, 13, RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu, vgpu_guest[0].vgpu_device.swizz_id), 400, sizeof(((struct rm_vgpu_config_enumerate_vgpu_per_pgpu *)0)->vgpu_guest[0]), 408, 48, 12, 12, RM_OUT},
};
static const struct rm_layout vgpu_config_enumerate_vgpu_per_pgpu[] = {
	{0xa0810102, 10760, 14, 11, vgpu_config_enumerate_vgpu_per_pgpu_1}, /* 525.53 */
	{0xa0810102, 10760, 14, 54, vgpu_config_enumerate_vgpu_per_pgpu_2}, /* 550.40.07 */
	{0xa0810102, 10760, 14, 79, vgpu_config_enumerate_vgpu_per_pgpu_3}, /* 565.57.01 */
	{0xa0810102, 19592, 14, 104, vgpu_config_enumerate_vgpu_per_pgpu_4}, /* 580.65.06 */
};

static const struct rm_field vgpu_config_enumerate_vgpu_per_gpu_instance_1[] = {
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_gpu_instance, gpu_instance_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_enumerate_vgpu_per_gpu_instance, num_vgpu), 4, 0, 0, 1, 52, 52, RM_OUT},
};
static const struct rm_layout vgpu_config_enumerate_vgpu_per_gpu_instance[] = {
	{0xa0810124, 56, 2, 98, vgpu_config_enumerate_vgpu_per_gpu_instance_1}, /* 575.51.02 */
};

static const struct rm_field vgpu_config_get_vgpu_type_info_1[] = {
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vgpu_type), 8, 0, 0, 1, 36, 36, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vgpu_class), 44, 0, 0, 1, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.license), 204, 0, 0, 1, 144, 144, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.frl_config), 352, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_instance_size), 364, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vdev_id), 376, 0, 0, 1, 24, 24, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gsp_heap_size), 408, 0, 0, 1, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.bar1_length), 440, 0, 0, 1, 12, 12, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_direct_supported), 4936, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.multi_vgpu_exclusive), 4944, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_field vgpu_config_get_vgpu_type_info_2[] = {
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vgpu_type), 8, 0, 0, 1, 36, 36, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vgpu_class), 44, 0, 0, 1, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.license), 204, 0, 0, 1, 144, 144, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.frl_config), 352, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_instance_size), 364, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vdev_id), 376, 0, 0, 1, 24, 24, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gsp_heap_size), 408, 0, 0, 1, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.bar1_length), 440, 0, 0, 1, 12, 12, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_direct_supported), 4936, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.multi_vgpu_exclusive), 4944, 0, 0, 1, 152, 152, RM_OUT},
};
static const struct rm_field vgpu_config_get_vgpu_type_info_3[] = {
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vgpu_type), 8, 0, 0, 1, 36, 36, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vgpu_class), 44, 0, 0, 1, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.license), 204, 0, 0, 1, 144, 144, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.frl_config), 352, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_instance_size), 364, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vdev_id), 376, 0, 0, 1, 24, 24, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gsp_heap_size), 408, 0, 0, 1, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.bar1_length), 440, 0, 0, 1, 12, 12, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_direct_supported), 4936, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.multi_vgpu_exclusive), 4944, 0, 0, 1, 20, 20, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.homogeneous_placement_count), 4964, 0, 0, 1, 132, 132, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.heterogeneous_placement_count), 5096, 0, 0, 1, 132, 132, RM_OUT},
};
static const struct rm_field vgpu_config_get_vgpu_type_info_4[] = {
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vgpu_type), 8, 0, 0, 1, 36, 36, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vgpu_class), 44, 0, 0, 1, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.license), 204, 0, 0, 1, 144, 144, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.frl_config), 352, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_instance_size), 364, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vdev_id), 376, 0, 0, 1, 24, 24, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gsp_heap_size), 408, 0, 0, 1, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.bar1_length), 440, 0, 0, 1, 12, 12, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_direct_supported), 4936, 0, 0, 1, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.homogeneous_placement_count), 4968, 0, 0, 1, 132, 132, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.heterogeneous_placement_count), 5100, 0, 0, 1, 132, 132, RM_OUT},
};
static const struct rm_field vgpu_config_get_vgpu_type_info_5[] = {
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vgpu_type), 8, 0, 0, 1, 132, 132, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.license), 268, 0, 0, 1, 144, 144, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.frl_config), 416, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_instance_size), 428, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vdev_id), 440, 0, 0, 1, 24, 24, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gsp_heap_size), 472, 0, 0, 1, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.bar1_length), 504, 0, 0, 1, 12, 12, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_direct_supported), 5000, 0, 0, 1, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.homogeneous_placement_count), 5032, 0, 0, 1, 392, 392, RM_OUT},
};
static const struct rm_field vgpu_config_get_vgpu_type_info_6[] = {
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vgpu_type), 8, 0, 0, 1, 132, 132, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.license), 268, 0, 0, 1, 144, 144, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.frl_config), 416, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_instance_size), 428, 0, 0, 1, 8, 8, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vdev_id), 440, 0, 0, 1, 24, 24, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gsp_heap_size), 472, 0, 0, 1, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.bar1_length), 504, 0, 0, 1, 12, 12, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_direct_supported), 5004, 0, 0, 1, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.homogeneous_placement_count), 5036, 0, 0, 1, 392, 392, RM_OUT},
};
static const struct rm_field vgpu_config_get_vgpu_type_info_7[] = {
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.vgpu_type), 8, 0, 0, 1, 132, 132, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.license), 268, 0, 0, 1, 144, 144, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.frl_config), 416, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_instance_size), 428, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.multi_vgpu_supported), 436, 0, 0, 1, 28, 28, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gsp_heap_size), 472, 0, 0, 1, 16, 16, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.bar1_length), 504, 0, 0, 1, 12, 12, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.gpu_direct_supported), 5004, 0, 0, 1, 32, 32, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_type_info, vgpu_type_info.homogeneous_placement_count), 5036, 0, 0, 1, 392, 392, RM_OUT},
};
static const struct rm_layout vgpu_config_get_vgpu_type_info[] = {
	{0xa0810103, 4960, 11, 11, vgpu_config_get_vgpu_type_info_1}, /* 525.53 */
	{0xa0810103, 5096, 11, 54, vgpu_config_get_vgpu_type_info_2}, /* 550.40.07 */
	{0xa0810103, 5232, 13, 81, vgpu_config_get_vgpu_type_info_3}, /* 570.86.15 */
	{0xa0810103, 5232, 12, 98, vgpu_config_get_vgpu_type_info_4}, /* 575.51.02 */
	{0xa0810103, 5424, 10, 104, vgpu_config_get_vgpu_type_info_5}, /* 580.65.06 */
	{0xa0810103, 5432, 10, 108, vgpu_config_get_vgpu_type_info_6}, /* 580.95.05 */
	{0xa0810103, 5432, 10, 118, vgpu_config_get_vgpu_type_info_7}, /* 595.45.04 */
};

static const struct rm_field vgpu_config_get_supported_vgpu_types_1[] = {
	{offsetof(struct rm_vgpu_config_get_supported_vgpu_types, vgpu_config_state), 0, 0, 0, 1, 264, 264, RM_OUT},
};
static const struct rm_field vgpu_config_get_supported_vgpu_types_2[] = {
	{offsetof(struct rm_vgpu_config_get_supported_vgpu_types, gpu_instance_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_supported_vgpu_types, vgpu_config_state), 4, 0, 0, 1, 408, 408, RM_OUT},
};
static const struct rm_field vgpu_config_get_supported_vgpu_types_3[] = {
	{offsetof(struct rm_vgpu_config_get_supported_vgpu_types, gpu_instance_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_supported_vgpu_types, vgpu_config_state), 4, 0, 0, 1, 520, 520, RM_OUT},
};
static const struct rm_layout vgpu_config_get_supported_vgpu_types[] = {
	{0xa0810104, 264, 1, 11, vgpu_config_get_supported_vgpu_types_1}, /* 525.53 */
	{0xa0810104, 412, 2, 98, vgpu_config_get_supported_vgpu_types_2}, /* 575.51.02 */
	{0xa0810104, 524, 2, 104, vgpu_config_get_supported_vgpu_types_3}, /* 580.65.06 */
};

static const struct rm_field vgpu_config_get_creatable_vgpu_types_1[] = {
	{offsetof(struct rm_vgpu_config_get_creatable_vgpu_types, vgpu_config_state), 0, 0, 0, 1, 264, 264, RM_OUT},
};
static const struct rm_field vgpu_config_get_creatable_vgpu_types_2[] = {
	{offsetof(struct rm_vgpu_config_get_creatable_vgpu_types, gpu_instance_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_creatable_vgpu_types, vgpu_config_state), 4, 0, 0, 1, 408, 408, RM_OUT},
};
static const struct rm_field vgpu_config_get_creatable_vgpu_types_3[] = {
	{offsetof(struct rm_vgpu_config_get_creatable_vgpu_types, gpu_instance_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_creatable_vgpu_types, vgpu_config_state), 4, 0, 0, 1, 520, 520, RM_OUT},
};
static const struct rm_layout vgpu_config_get_creatable_vgpu_types[] = {
	{0xa0810105, 264, 1, 11, vgpu_config_get_creatable_vgpu_types_1}, /* 525.53 */
	{0xa0810105, 412, 2, 98, vgpu_config_get_creatable_vgpu_types_2}, /* 575.51.02 */
	{0xa0810105, 524, 2, 104, vgpu_config_get_creatable_vgpu_types_3}, /* 580.65.06 */
};

static const struct rm_field vgpu_config_set_vgpu_instance_encoder_capacity_1[] = {
	{offsetof(struct rm_vgpu_config_set_vgpu_instance_encoder_capacity, vgpu_uuid), 0, 0, 0, 1, 20, 20, RM_IN | RM_OUT},
};
static const struct rm_layout vgpu_config_set_vgpu_instance_encoder_capacity[] = {
	{0xa0810110, 20, 1, 11, vgpu_config_set_vgpu_instance_encoder_capacity_1}, /* 525.53 */
};

static const struct rm_field vgpu_config_get_vgpu_fb_usage_1[] = {
	{offsetof(struct rm_vgpu_config_get_vgpu_fb_usage, vgpu_count), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_fb_usage, vgpu_fb_usage[0].vgpu_uuid), 8, 0, 0, 1, 768, 768, RM_OUT},
};
static const struct rm_field vgpu_config_get_vgpu_fb_usage_2[] = {
	{offsetof(struct rm_vgpu_config_get_vgpu_fb_usage, vgpu_count), 0, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_vgpu_config_get_vgpu_fb_usage, vgpu_fb_usage[0].vgpu_uuid), 8, 0, 0, 1, 1152, 1152, RM_OUT},
};
static const struct rm_layout vgpu_config_get_vgpu_fb_usage[] = {
	{0xa0810111, 776, 2, 11, vgpu_config_get_vgpu_fb_usage_1}, /* 525.53 */
	{0xa0810111, 1160, 2, 104, vgpu_config_get_vgpu_fb_usage_2}, /* 580.65.06 */
};

static const struct rm_field vgpu_config_get_migration_cap_1[] = {
	{offsetof(struct rm_vgpu_config_get_migration_cap, migration_cap), 0, 0, 0, 1, 1, 1, RM_OUT},
};
static const struct rm_layout vgpu_config_get_migration_cap[] = {
	{0xa0810112, 1, 1, 11, vgpu_config_get_migration_cap_1}, /* 525.53 */
};

static const struct rm_field vgpu_config_get_pgpu_metadata_string_1[] = {
	{offsetof(struct rm_vgpu_config_get_pgpu_metadata_string, gpu_string), 0, 0, 0, 1, 256, 256, RM_OUT},
};
static const struct rm_layout vgpu_config_get_pgpu_metadata_string[] = {
	{0xa0810114, 256, 1, 11, vgpu_config_get_pgpu_metadata_string_1}, /* 525.53 */
};

static const struct rm_field pgpu_get_multi_vgpu_support_info_1[] = {
	{offsetof(struct rm_pgpu_get_multi_vgpu_support_info, fractionalmulti_vgpu_supported), 0, 0, 0, 1, 12, 12, RM_OUT},
};
static const struct rm_layout pgpu_get_multi_vgpu_support_info[] = {
	{0xa0810117, 12, 1, 11, pgpu_get_multi_vgpu_support_info_1}, /* 525.53 */
};

static const struct rm_field get_vgpu_driver_caps_1[] = {
	{offsetof(struct rm_get_vgpu_driver_caps, heterogeneous_multi_vgpu_supported), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_field get_vgpu_driver_caps_2[] = {
	{offsetof(struct rm_get_vgpu_driver_caps, heterogeneous_multi_vgpu_supported), 0, 0, 0, 1, 8, 8, RM_OUT},
};
static const struct rm_layout get_vgpu_driver_caps[] = {
	{0xa0810118, 4, 1, 11, get_vgpu_driver_caps_1}, /* 525.53 */
	{0xa0810118, 8, 1, 76, get_vgpu_driver_caps_2}, /* 560.28.03 */
};

static const struct rm_field vgpu_config_get_creatable_placements_1[] = {
	{offsetof(struct rm_vgpu_config_get_creatable_placements, vgpu_type_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_creatable_placements, placement_size), 4, 0, 0, 1, 136, 136, RM_OUT},
};
static const struct rm_field vgpu_config_get_creatable_placements_2[] = {
	{offsetof(struct rm_vgpu_config_get_creatable_placements, gpu_instance_id), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_creatable_placements, placement_size), 8, 0, 0, 1, 136, 136, RM_OUT},
};
static const struct rm_field vgpu_config_get_creatable_placements_3[] = {
	{offsetof(struct rm_vgpu_config_get_creatable_placements, gpu_instance_id), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_config_get_creatable_placements, placement_size), 8, 0, 0, 1, 200, 200, RM_OUT},
};
static const struct rm_layout vgpu_config_get_creatable_placements[] = {
	{0xa081011c, 140, 2, 54, vgpu_config_get_creatable_placements_1}, /* 550.40.07 */
	{0xa081011c, 144, 2, 98, vgpu_config_get_creatable_placements_2}, /* 575.51.02 */
	{0xa081011c, 208, 2, 104, vgpu_config_get_creatable_placements_3}, /* 580.65.06 */
};

static const struct rm_field pgpu_get_vgpu_streaming_capability_1[] = {
	{offsetof(struct rm_pgpu_get_vgpu_streaming_capability, streaming_capability), 0, 0, 0, 1, 1, 1, RM_OUT},
};
static const struct rm_layout pgpu_get_vgpu_streaming_capability[] = {
	{0xa081011d, 1, 1, 54, pgpu_get_vgpu_streaming_capability_1}, /* 550.40.07 */
};

static const struct rm_field vgpu_set_capability_1[] = {
	{offsetof(struct rm_vgpu_set_capability, capability), 0, 0, 0, 1, 5, 5, RM_IN | RM_OUT},
};
static const struct rm_layout vgpu_set_capability[] = {
	{0xa081011e, 8, 1, 54, vgpu_set_capability_1}, /* 550.40.07 */
};

static const struct rm_field vgpu_get_capability_1[] = {
	{offsetof(struct rm_vgpu_get_capability, capability), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_get_capability, state), 4, 0, 0, 1, 4, 1, RM_OUT},
};
static const struct rm_field vgpu_get_capability_2[] = {
	{offsetof(struct rm_vgpu_get_capability, capability), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_vgpu_get_capability, state), 4, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout vgpu_get_capability[] = {
	{0xa081011f, 8, 2, 55, vgpu_get_capability_1}, /* 550.54.14 */
	{0xa081011f, 8, 2, 79, vgpu_get_capability_2}, /* 565.57.01 */
};

static const struct rm_field vgpu_config_get_migration_bandwidth_1[] = {
	{offsetof(struct rm_vgpu_config_get_migration_bandwidth, migration_bandwidth), 0, 0, 0, 1, 4, 4, RM_OUT},
};
static const struct rm_layout vgpu_config_get_migration_bandwidth[] = {
	{0xa0810122, 4, 1, 60, vgpu_config_get_migration_bandwidth_1}, /* 550.90.07 */
	{0x0000, 0, 0, 71, NULL}, /* 555.42.02 */
	{0xa0810122, 4, 1, 79, vgpu_config_get_migration_bandwidth_1}, /* 565.57.01 */
};

static const struct rm_field vgpu_get_vgpu_version_1[] = {
	{offsetof(struct rm_vgpu_get_vgpu_version, host_min_supported_version), 0, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_layout vgpu_get_vgpu_version[] = {
	{0x0137, 16, 1, 11, vgpu_get_vgpu_version_1}, /* 525.53 */
};

static const struct rm_field vgpu_set_vgpu_version_1[] = {
	{offsetof(struct rm_vgpu_set_vgpu_version, min_version), 0, 0, 0, 1, 8, 8, RM_IN | RM_OUT},
};
static const struct rm_layout vgpu_set_vgpu_version[] = {
	{0x0138, 8, 1, 11, vgpu_set_vgpu_version_1}, /* 525.53 */
};

static const struct rm_field gpu_get_vgpu_heterogeneous_mode_1[] = {
	{offsetof(struct rm_gpu_get_vgpu_heterogeneous_mode, heterogeneous_mode), 0, 0, 0, 1, 1, 1, RM_OUT},
};
static const struct rm_field gpu_get_vgpu_heterogeneous_mode_2[] = {
	{offsetof(struct rm_gpu_get_vgpu_heterogeneous_mode, heterogeneous_mode), 0, 0, 0, 1, 1, 1, RM_OUT},
	{offsetof(struct rm_gpu_get_vgpu_heterogeneous_mode, gpu_instance_id), 4, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_get_vgpu_heterogeneous_mode[] = {
	{0x800298, 1, 1, 54, gpu_get_vgpu_heterogeneous_mode_1}, /* 550.40.07 */
	{0x800298, 8, 2, 98, gpu_get_vgpu_heterogeneous_mode_2}, /* 575.51.02 */
};

static const struct rm_field gpu_set_vgpu_heterogeneous_mode_1[] = {
	{offsetof(struct rm_gpu_set_vgpu_heterogeneous_mode, heterogeneous_mode), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
};
static const struct rm_field gpu_set_vgpu_heterogeneous_mode_2[] = {
	{offsetof(struct rm_gpu_set_vgpu_heterogeneous_mode, heterogeneous_mode), 0, 0, 0, 1, 1, 1, RM_IN | RM_OUT},
	{offsetof(struct rm_gpu_set_vgpu_heterogeneous_mode, gpu_instance_id), 4, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
};
static const struct rm_layout gpu_set_vgpu_heterogeneous_mode[] = {
	{0x800297, 1, 1, 54, gpu_set_vgpu_heterogeneous_mode_1}, /* 550.40.07 */
	{0x800297, 8, 2, 98, gpu_set_vgpu_heterogeneous_mode_2}, /* 575.51.02 */
};

static const struct rm_field fifo_objsched_sw_get_log_1[] = {
	{offsetof(struct rm_fifo_objsched_sw_get_log, engine_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, count), 4, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, entry[0].timestamp_ns), 8, sizeof(((struct rm_fifo_objsched_sw_get_log *)0)->entry[0]), 104, 200, 28, 28, RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, entry[0].cumulative_preemption_time), 40, sizeof(((struct rm_fifo_objsched_sw_get_log *)0)->entry[0]), 104, 200, 8, 8, RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, sched_policy), 20808, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_field fifo_objsched_sw_get_log_2[] = {
	{offsetof(struct rm_fifo_objsched_sw_get_log, engine_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, count), 4, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, entry[0].timestamp_ns), 8, sizeof(((struct rm_fifo_objsched_sw_get_log *)0)->entry[0]), 112, 200, 28, 28, RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, entry[0].cumulative_preemption_time), 40, sizeof(((struct rm_fifo_objsched_sw_get_log *)0)->entry[0]), 112, 200, 8, 8, RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, sched_policy), 22408, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_field fifo_objsched_sw_get_log_3[] = {
	{offsetof(struct rm_fifo_objsched_sw_get_log, engine_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, count), 4, 0, 0, 1, 4, 4, RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, entry[0].timestamp_ns), 8, sizeof(((struct rm_fifo_objsched_sw_get_log *)0)->entry[0]), 120, 200, 28, 28, RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, entry[0].cumulative_preemption_time), 40, sizeof(((struct rm_fifo_objsched_sw_get_log *)0)->entry[0]), 120, 200, 8, 8, RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, entry[0].weight), 56, sizeof(((struct rm_fifo_objsched_sw_get_log *)0)->entry[0]), 120, 200, 4, 4, RM_OUT},
	{offsetof(struct rm_fifo_objsched_sw_get_log, sched_policy), 24008, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_layout fifo_objsched_sw_get_log[] = {
	{0x2080110e, 20824, 5, 54, fifo_objsched_sw_get_log_1}, /* 550.40.07 */
	{0x2080110e, 22424, 5, 104, fifo_objsched_sw_get_log_2}, /* 580.65.06 */
	{0x2080110e, 24024, 6, 118, fifo_objsched_sw_get_log_3}, /* 595.45.04 */
};

static const struct rm_field fifo_objsched_get_state_1[] = {
	{offsetof(struct rm_fifo_objsched_get_state, engine_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_fifo_objsched_get_state, sched_policy), 4, 0, 0, 1, 16, 16, RM_OUT},
};
static const struct rm_layout fifo_objsched_get_state[] = {
	{0x20801120, 20, 2, 54, fifo_objsched_get_state_1}, /* 550.40.07 */
};

static const struct rm_field fifo_objsched_set_state_1[] = {
	{offsetof(struct rm_fifo_objsched_set_state, engine_id), 0, 0, 0, 1, 24, 24, RM_IN | RM_OUT},
};
static const struct rm_layout fifo_objsched_set_state[] = {
	{0x20801121, 24, 1, 54, fifo_objsched_set_state_1}, /* 550.40.07 */
};

static const struct rm_field fifo_objsched_get_caps_1[] = {
	{offsetof(struct rm_fifo_objsched_get_caps, engine_id), 0, 0, 0, 1, 4, 4, RM_IN | RM_OUT},
	{offsetof(struct rm_fifo_objsched_get_caps, supported_schedulers), 4, 0, 0, 1, 13, 13, RM_OUT},
	{offsetof(struct rm_fifo_objsched_get_caps, max_timeslice_ns), 20, 0, 0, 1, 24, 24, RM_OUT},
};
static const struct rm_layout fifo_objsched_get_caps[] = {
	{0x20801122, 44, 3, 54, fifo_objsched_get_caps_1}, /* 550.40.07 */
};

const struct rm_command rm_commands[RM_CMD_COUNT] = {
	[RM_GPUACCT_SET_ACCOUNTING_STATE] =
		{.name = "NV0000_CTRL_CMD_GPUACCT_SET_ACCOUNTING_STATE",
		 .layouts = gpuacct_set_accounting_state,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpuacct_set_accounting_state)},
	[RM_GPUACCT_GET_ACCOUNTING_STATE] =
		{.name = "NV0000_CTRL_CMD_GPUACCT_GET_ACCOUNTING_STATE",
		 .layouts = gpuacct_get_accounting_state,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpuacct_get_accounting_state)},
	[RM_GPUACCT_GET_PROC_ACCOUNTING_INFO] =
		{.name = "NV0000_CTRL_CMD_GPUACCT_GET_PROC_ACCOUNTING_INFO",
		 .layouts = gpuacct_get_proc_accounting_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpuacct_get_proc_accounting_info)},
	[RM_GPUACCT_GET_ACCOUNTING_PIDS] =
		{.name = "NV0000_CTRL_CMD_GPUACCT_GET_ACCOUNTING_PIDS",
		 .layouts = gpuacct_get_accounting_pids,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpuacct_get_accounting_pids)},
	[RM_GPUACCT_CLEAR_ACCOUNTING_DATA] =
		{.name = "NV0000_CTRL_CMD_GPUACCT_CLEAR_ACCOUNTING_DATA",
		 .layouts = gpuacct_clear_accounting_data,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpuacct_clear_accounting_data)},
	[RM_BUS_GET_PCI_INFO] =
		{.name = "NV2080_CTRL_CMD_BUS_GET_PCI_INFO",
		 .layouts = bus_get_pci_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_get_pci_info)},
	[RM_BUS_GET_INFO] =
		{.name = "NV2080_CTRL_CMD_BUS_GET_INFO",
		 .layouts = bus_get_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_get_info)},
	[RM_BUS_GET_INFO_V2] =
		{.name = "NV2080_CTRL_CMD_BUS_GET_INFO_V2",
		 .layouts = bus_get_info_v2,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_get_info_v2)},
	[RM_BUS_GET_PEX_COUNTERS] =
		{.name = "NV2080_CTRL_CMD_BUS_GET_PEX_COUNTERS",
		 .layouts = bus_get_pex_counters,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_get_pex_counters)},
	[RM_BUS_GET_PEX_UTIL_COUNTERS] =
		{.name = "NV2080_CTRL_CMD_BUS_GET_PEX_UTIL_COUNTERS",
		 .layouts = bus_get_pex_util_counters,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_get_pex_util_counters)},
	[RM_BUS_CLEAR_PEX_UTIL_COUNTERS] =
		{.name = "NV2080_CTRL_CMD_BUS_CLEAR_PEX_UTIL_COUNTERS",
		 .layouts = bus_clear_pex_util_counters,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_clear_pex_util_counters)},
	[RM_BUS_GET_C2C_INFO] =
		{.name = "NV2080_CTRL_CMD_BUS_GET_C2C_INFO",
		 .layouts = bus_get_c2c_info,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_get_c2c_info)},
	[RM_BUS_CLEAR_PEX_COUNTERS] =
		{.name = "NV2080_CTRL_CMD_BUS_CLEAR_PEX_COUNTERS",
		 .layouts = bus_clear_pex_counters,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_clear_pex_counters)},
	[RM_BUS_GET_PEX_LANE_COUNTERS] =
		{.name = "NV2080_CTRL_CMD_BUS_GET_PEX_LANE_COUNTERS",
		 .layouts = bus_get_pex_lane_counters,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_get_pex_lane_counters)},
	[RM_BUS_GET_C2C_ERR_INFO] =
		{.name = "NV2080_CTRL_CMD_BUS_GET_C2C_ERR_INFO",
		 .layouts = bus_get_c2c_err_info,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_get_c2c_err_info)},
	[RM_BUS_GET_C2C_LPWR_STATS] =
		{.name = "NV2080_CTRL_CMD_BUS_GET_C2C_LPWR_STATS",
		 .layouts = bus_get_c2c_lpwr_stats,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_get_c2c_lpwr_stats)},
	[RM_BUS_GET_PCIE_REQ_ATOMICS_CAPS] =
		{.name = "NV2080_CTRL_CMD_BUS_GET_PCIE_REQ_ATOMICS_CAPS",
		 .layouts = bus_get_pcie_req_atomics_caps,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_get_pcie_req_atomics_caps)},
	[RM_BUS_GET_PCIE_CPL_ATOMICS_CAPS] =
		{.name = "NV2080_CTRL_CMD_BUS_GET_PCIE_CPL_ATOMICS_CAPS",
		 .layouts = bus_get_pcie_cpl_atomics_caps,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bus_get_pcie_cpl_atomics_caps)},
	[RM_CONF_COMPUTE_GET_CAPABILITIES] =
		{.name = "NV_CONF_COMPUTE_CTRL_CMD_SYSTEM_GET_CAPABILITIES",
		 .layouts = conf_compute_get_capabilities,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xcb33,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_conf_compute_get_capabilities)},
	[RM_CONF_COMPUTE_GET_GPUS_STATE] =
		{.name = "NV_CONF_COMPUTE_CTRL_CMD_SYSTEM_GET_GPUS_STATE",
		 .layouts = conf_compute_get_gpus_state,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xcb33,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_conf_compute_get_gpus_state)},
	[RM_CONF_COMPUTE_SET_GPUS_STATE] =
		{.name = "NV_CONF_COMPUTE_CTRL_CMD_SYSTEM_SET_GPUS_STATE",
		 .layouts = conf_compute_set_gpus_state,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0xcb33,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_conf_compute_set_gpus_state)},
	[RM_CONF_COMPUTE_GET_VIDMEM_SIZE] =
		{.name = "NV_CONF_COMPUTE_CTRL_CMD_GPU_GET_VIDMEM_SIZE",
		 .layouts = conf_compute_get_vidmem_size,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xcb33,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_conf_compute_get_vidmem_size)},
	[RM_CONF_COMPUTE_SET_VIDMEM_SIZE] =
		{.name = "NV_CONF_COMPUTE_CTRL_CMD_GPU_SET_VIDMEM_SIZE",
		 .layouts = conf_compute_set_vidmem_size,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0xcb33,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_conf_compute_set_vidmem_size)},
	[RM_CONF_COMPUTE_GET_GPU_CERTIFICATE] =
		{.name = "NV_CONF_COMPUTE_CTRL_CMD_GET_GPU_CERTIFICATE",
		 .layouts = conf_compute_get_gpu_certificate,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xcb33,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_conf_compute_get_gpu_certificate)},
	[RM_CONF_COMPUTE_GET_GPU_ATTESTATION_REPORT] =
		{.name = "NV_CONF_COMPUTE_CTRL_CMD_GET_GPU_ATTESTATION_REPORT",
		 .layouts = conf_compute_get_gpu_attestation_report,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xcb33,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_conf_compute_get_gpu_attestation_report)},
	[RM_CONF_COMPUTE_SET_SECURITY_POLICY] =
		{.name = "NV_CONF_COMPUTE_CTRL_SET_SECURITY_POLICY",
		 .layouts = conf_compute_set_security_policy,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0xcb33,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_conf_compute_set_security_policy)},
	[RM_CONF_COMPUTE_GET_SECURITY_POLICY] =
		{.name = "NV_CONF_COMPUTE_CTRL_GET_SECURITY_POLICY",
		 .layouts = conf_compute_get_security_policy,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xcb33,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_conf_compute_get_security_policy)},
	[RM_GPU_GET_NUM_SUBDEVICES] =
		{.name = "NV0080_CTRL_CMD_GPU_GET_NUM_SUBDEVICES",
		 .layouts = gpu_get_num_subdevices,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_num_subdevices)},
	[RM_GPU_MODIFY_SW_STATE_PERSISTENCE] =
		{.name = "NV0080_CTRL_CMD_GPU_MODIFY_SW_STATE_PERSISTENCE",
		 .layouts = gpu_modify_sw_state_persistence,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0x0080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_modify_sw_state_persistence)},
	[RM_GPU_QUERY_SW_STATE_PERSISTENCE] =
		{.name = "NV0080_CTRL_CMD_GPU_QUERY_SW_STATE_PERSISTENCE",
		 .layouts = gpu_query_sw_state_persistence,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_query_sw_state_persistence)},
	[RM_GPU_GET_VIRTUALIZATION_MODE] =
		{.name = "NV0080_CTRL_CMD_GPU_GET_VIRTUALIZATION_MODE",
		 .layouts = gpu_get_virtualization_mode,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_virtualization_mode)},
	[RM_GPU_GET_SRIOV_CAPS] =
		{.name = "NV0080_CTRL_CMD_GPU_GET_SRIOV_CAPS",
		 .layouts = gpu_get_sriov_caps,
		 .layout_count = 3,
		 .first_exported = 11,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_sriov_caps)},
	[RM_GPU_GET_CLASSLIST_V2] =
		{.name = "NV0080_CTRL_CMD_GPU_GET_CLASSLIST_V2",
		 .layouts = gpu_get_classlist_v2,
		 .layout_count = 5,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_classlist_v2)},
	[RM_GPU_GET_BRAND_CAPS] =
		{.name = "NV0080_CTRL_CMD_GPU_GET_BRAND_CAPS",
		 .layouts = gpu_get_brand_caps,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x0080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_brand_caps)},
	[RM_GPU_GET_VGX_CAPS] =
		{.name = "NV0080_CTRL_CMD_GPU_GET_VGX_CAPS",
		 .layouts = gpu_get_vgx_caps,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_vgx_caps)},
	[RM_GPU_QUERY_INFOROM_ECC_SUPPORT] =
		{.name = "NV2080_CTRL_CMD_GPU_QUERY_INFOROM_ECC_SUPPORT",
		 .layouts = gpu_query_inforom_ecc_support,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = 0},
	[RM_GPU_QUERY_ECC_STATUS] =
		{.name = "NV2080_CTRL_CMD_GPU_QUERY_ECC_STATUS",
		 .layouts = gpu_query_ecc_status,
		 .layout_count = 7,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_query_ecc_status)},
	[RM_GPU_QUERY_ECC_CONFIGURATION] =
		{.name = "NV2080_CTRL_CMD_GPU_QUERY_ECC_CONFIGURATION",
		 .layouts = gpu_query_ecc_configuration,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_query_ecc_configuration)},
	[RM_GPU_SET_ECC_CONFIGURATION] =
		{.name = "NV2080_CTRL_CMD_GPU_SET_ECC_CONFIGURATION",
		 .layouts = gpu_set_ecc_configuration,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_set_ecc_configuration)},
	[RM_GPU_RESET_ECC_ERROR_STATUS] =
		{.name = "NV2080_CTRL_CMD_GPU_RESET_ECC_ERROR_STATUS",
		 .layouts = gpu_reset_ecc_error_status,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_reset_ecc_error_status)},
	[RM_ECC_GET_CLIENT_EXPOSED_COUNTERS] =
		{.name = "NV2080_CTRL_CMD_ECC_GET_CLIENT_EXPOSED_COUNTERS",
		 .layouts = ecc_get_client_exposed_counters,
		 .layout_count = 6,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_ecc_get_client_exposed_counters)},
	[RM_ECC_GET_VOLATILE_COUNTS] =
		{.name = "NV2080_CTRL_CMD_ECC_GET_VOLATILE_COUNTS",
		 .layouts = ecc_get_volatile_counts,
		 .layout_count = 7,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_ecc_get_volatile_counts)},
	[RM_ECC_GET_ECI_COUNTERS] =
		{.name = "NV2080_CTRL_CMD_ECC_GET_ECI_COUNTERS",
		 .layouts = ecc_get_eci_counters,
		 .layout_count = 6,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_ecc_get_eci_counters)},
	[RM_ECC_GET_SRAM_UNIQUE_UNCORR_COUNTS] =
		{.name = "NV2080_CTRL_CMD_ECC_GET_SRAM_UNIQUE_UNCORR_COUNTS",
		 .layouts = ecc_get_sram_unique_uncorr_counts,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_ecc_get_sram_unique_uncorr_counts)},
	[RM_ECC_GET_REPAIR_STATUS] =
		{.name = "NV2080_CTRL_CMD_ECC_GET_REPAIR_STATUS",
		 .layouts = ecc_get_repair_status,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_ecc_get_repair_status)},
	[RM_ECC_GET_UNREPAIRABLE_MEMORY_FLAG] =
		{.name = "NV2080_CTRL_CMD_ECC_GET_UNREPAIRABLE_MEMORY_FLAG",
		 .layouts = ecc_get_unrepairable_memory_flag,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_ecc_get_unrepairable_memory_flag)},
	[RM_SYSTEM_EVENT_SET_NOTIFICATION] =
		{.name = "NV0000_CTRL_CMD_EVENT_SET_NOTIFICATION",
		 .layouts = system_event_set_notification,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_system_event_set_notification)},
	[RM_GET_SYSTEM_EVENT_DATA] =
		{.name = "NV0000_CTRL_CMD_GET_SYSTEM_EVENT_DATA",
		 .layouts = get_system_event_data,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_get_system_event_data)},
	[RM_EVENT_SET_NOTIFICATION] =
		{.name = "NV2080_CTRL_CMD_EVENT_SET_NOTIFICATION",
		 .layouts = event_set_notification,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_event_set_notification)},
	[RM_FB_GET_INFO] =
		{.name = "NV2080_CTRL_CMD_FB_GET_INFO",
		 .layouts = fb_get_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fb_get_info)},
	[RM_FB_GET_INFO_V2] =
		{.name = "NV2080_CTRL_CMD_FB_GET_INFO_V2",
		 .layouts = fb_get_info_v2,
		 .layout_count = 4,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fb_get_info_v2)},
	[RM_FB_GET_OFFLINED_PAGES] =
		{.name = "NV2080_CTRL_CMD_FB_GET_OFFLINED_PAGES",
		 .layouts = fb_get_offlined_pages,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fb_get_offlined_pages)},
	[RM_FB_GET_REMAPPED_ROWS] =
		{.name = "NV2080_CTRL_CMD_FB_GET_REMAPPED_ROWS",
		 .layouts = fb_get_remapped_rows,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fb_get_remapped_rows)},
	[RM_FB_GET_ROW_REMAPPER_HISTOGRAM] =
		{.name = "NV2080_CTRL_CMD_FB_GET_ROW_REMAPPER_HISTOGRAM",
		 .layouts = fb_get_row_remapper_histogram,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fb_get_row_remapper_histogram)},
	[RM_FB_QUERY_DRAM_ENCRYPTION_PENDING_CONFIGURATION] =
		{.name = "NV2080_CTRL_CMD_FB_QUERY_DRAM_ENCRYPTION_PENDING_CONFIGURATION",
		 .layouts = fb_query_dram_encryption_pending_configuration,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fb_query_dram_encryption_pending_configuration)},
	[RM_FB_QUERY_DRAM_ENCRYPTION_STATUS] =
		{.name = "NV2080_CTRL_CMD_FB_QUERY_DRAM_ENCRYPTION_STATUS",
		 .layouts = fb_query_dram_encryption_status,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fb_query_dram_encryption_status)},
	[RM_FB_SET_DRAM_ENCRYPTION_CONFIGURATION] =
		{.name = "NV2080_CTRL_CMD_FB_SET_DRAM_ENCRYPTION_CONFIGURATION",
		 .layouts = fb_set_dram_encryption_configuration,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fb_set_dram_encryption_configuration)},
	[RM_FB_QUERY_DRAM_ENCRYPTION_INFOROM_SUPPORT] =
		{.name = "NV2080_CTRL_CMD_FB_QUERY_DRAM_ENCRYPTION_INFOROM_SUPPORT",
		 .layouts = fb_query_dram_encryption_inforom_support,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fb_query_dram_encryption_inforom_support)},
	[RM_GPU_GET_INFO_V2] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_INFO_V2",
		 .layouts = gpu_get_info_v2,
		 .layout_count = 6,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_info_v2)},
	[RM_GPU_GET_NAME_STRING] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_NAME_STRING",
		 .layouts = gpu_get_name_string,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_name_string)},
	[RM_GPU_GET_SHORT_NAME_STRING] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_SHORT_NAME_STRING",
		 .layouts = gpu_get_short_name_string,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_short_name_string)},
	[RM_GPU_GET_ID] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_ID",
		 .layouts = gpu_get_id,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_id)},
	[RM_GPU_GET_OEM_BOARD_INFO] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_OEM_BOARD_INFO",
		 .layouts = gpu_get_oem_board_info,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_oem_board_info)},
	[RM_GPU_GET_GID_INFO] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_GID_INFO",
		 .layouts = gpu_get_gid_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_gid_info)},
	[RM_GPU_GET_INFOROM_OBJECT_VERSION] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_INFOROM_OBJECT_VERSION",
		 .layouts = gpu_get_inforom_object_version,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_inforom_object_version)},
	[RM_GPU_GET_INFOROM_IMAGE_VERSION] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_INFOROM_IMAGE_VERSION",
		 .layouts = gpu_get_inforom_image_version,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_inforom_image_version)},
	[RM_GPU_GET_ENGINES_V2] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_ENGINES_V2",
		 .layouts = gpu_get_engines_v2,
		 .layout_count = 5,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_engines_v2)},
	[RM_GPU_GET_CHIP_DETAILS] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_CHIP_DETAILS",
		 .layouts = gpu_get_chip_details,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_chip_details)},
	[RM_GPU_GET_PHYSICAL_BRIDGE_VERSION_INFO] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_PHYSICAL_BRIDGE_VERSION_INFO",
		 .layouts = gpu_get_physical_bridge_version_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_physical_bridge_version_info)},
	[RM_GPU_QUERY_COMPUTE_MODE_RULES] =
		{.name = "NV2080_CTRL_CMD_GPU_QUERY_COMPUTE_MODE_RULES",
		 .layouts = gpu_query_compute_mode_rules,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_query_compute_mode_rules)},
	[RM_GPU_SET_COMPUTE_MODE_RULES] =
		{.name = "NV2080_CTRL_CMD_GPU_SET_COMPUTE_MODE_RULES",
		 .layouts = gpu_set_compute_mode_rules,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_set_compute_mode_rules)},
	[RM_GPU_GET_PIDS] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_PIDS",
		 .layouts = gpu_get_pids,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_pids)},
	[RM_GPU_GET_PID_INFO] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_PID_INFO",
		 .layouts = gpu_get_pid_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_pid_info)},
	[RM_GPU_GET_ENCODER_CAPACITY] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_ENCODER_CAPACITY",
		 .layouts = gpu_get_encoder_capacity,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_encoder_capacity)},
	[RM_GPU_GET_NVENC_SW_SESSION_STATS] =
		{.name = "NV2080_CTRL_GPU_GET_NVENC_SW_SESSION_STATS",
		 .layouts = gpu_get_nvenc_sw_session_stats,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_nvenc_sw_session_stats)},
	[RM_GPU_GET_NVENC_SW_SESSION_INFO] =
		{.name = "NV2080_CTRL_GPU_GET_NVENC_SW_SESSION_INFO",
		 .layouts = gpu_get_nvenc_sw_session_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_nvenc_sw_session_info)},
	[RM_GPU_GET_NVENC_SW_SESSION_INFO_V2] =
		{.name = "NV2080_CTRL_GPU_GET_NVENC_SW_SESSION_INFO_V2",
		 .layouts = gpu_get_nvenc_sw_session_info_v2,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_nvenc_sw_session_info_v2)},
	[RM_GPU_GET_NVFBC_SW_SESSION_STATS] =
		{.name = "NV2080_CTRL_GPU_GET_NVFBC_SW_SESSION_STATS",
		 .layouts = gpu_get_nvfbc_sw_session_stats,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_nvfbc_sw_session_stats)},
	[RM_GPU_GET_NVFBC_SW_SESSION_INFO] =
		{.name = "NV2080_CTRL_GPU_GET_NVFBC_SW_SESSION_INFO",
		 .layouts = gpu_get_nvfbc_sw_session_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_nvfbc_sw_session_info)},
	[RM_GPU_GET_RECOVERY_ACTION] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_RECOVERY_ACTION",
		 .layouts = gpu_get_recovery_action,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_recovery_action)},
	[RM_GPU_RUSD_SET_FEATURES] =
		{.name = "NV2080_CTRL_CMD_GPU_RUSD_SET_FEATURES",
		 .layouts = gpu_rusd_set_features,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_rusd_set_features)},
	[RM_GPU_FORCE_GSP_UNLOAD] =
		{.name = "NV2080_CTRL_CMD_GPU_FORCE_GSP_UNLOAD",
		 .layouts = gpu_force_gsp_unload,
		 .layout_count = 4,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_force_gsp_unload)},
	[RM_MC_GET_ARCH_INFO] =
		{.name = "NV2080_CTRL_CMD_MC_GET_ARCH_INFO",
		 .layouts = mc_get_arch_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_mc_get_arch_info)},
	[RM_BIOS_GET_INFO] =
		{.name = "NV2080_CTRL_CMD_BIOS_GET_INFO",
		 .layouts = bios_get_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bios_get_info)},
	[RM_BIOS_GET_INFO_V2] =
		{.name = "NV2080_CTRL_CMD_BIOS_GET_INFO_V2",
		 .layouts = bios_get_info_v2,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bios_get_info_v2)},
	[RM_GR_GET_INFO] =
		{.name = "NV2080_CTRL_CMD_GR_GET_INFO",
		 .layouts = gr_get_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gr_get_info)},
	[RM_GR_GET_INFO_V2] =
		{.name = "NV2080_CTRL_CMD_GR_GET_INFO_V2",
		 .layouts = gr_get_info_v2,
		 .layout_count = 7,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gr_get_info_v2)},
	[RM_TIMER_GET_TIME] =
		{.name = "NV2080_CTRL_CMD_TIMER_GET_TIME",
		 .layouts = timer_get_time,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_timer_get_time)},
	[RM_TIMER_GET_GPU_CPU_TIME_CORRELATION_INFO] =
		{.name = "NV2080_CTRL_CMD_TIMER_GET_GPU_CPU_TIME_CORRELATION_INFO",
		 .layouts = timer_get_gpu_cpu_time_correlation_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_timer_get_gpu_cpu_time_correlation_info)},
	[RM_GPU_GET_RESET_STATUS] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_RESET_STATUS",
		 .layouts = gpu_get_reset_status,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_reset_status)},
	[RM_GPU_GET_DRAIN_AND_RESET_STATUS] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_DRAIN_AND_RESET_STATUS",
		 .layouts = gpu_get_drain_and_reset_status,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_drain_and_reset_status)},
	[RM_GPU_GET_INFO] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_INFO",
		 .layouts = gpu_get_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_info)},
	[RM_GSP_GET_FEATURES] =
		{.name = "NV2080_CTRL_CMD_GSP_GET_FEATURES",
		 .layouts = gsp_get_features,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gsp_get_features)},
	[RM_GPU_VERIFY_INFOROM] =
		{.name = "NV208F_CTRL_CMD_GPU_VERIFY_INFOROM",
		 .layouts = gpu_verify_inforom,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x208f,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_verify_inforom)},
	[RM_BBX_GET_LAST_FLUSH_TIME] =
		{.name = "NV90E7_CTRL_CMD_BBX_GET_LAST_FLUSH_TIME",
		 .layouts = bbx_get_last_flush_time,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x90e7,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bbx_get_last_flush_time)},
	[RM_BBX_GET_TIME_DATA] =
		{.name = "NV90E7_CTRL_CMD_BBX_GET_TIME_DATA",
		 .layouts = bbx_get_time_data,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x90e7,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_bbx_get_time_data)},
	[RM_GPU_SET_PARTITIONING_MODE] =
		{.name = "NV2080_CTRL_CMD_GPU_SET_PARTITIONING_MODE",
		 .layouts = gpu_set_partitioning_mode,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_set_partitioning_mode)},
	[RM_GPU_DESCRIBE_PARTITIONS] =
		{.name = "NV2080_CTRL_CMD_GPU_DESCRIBE_PARTITIONS",
		 .layouts = gpu_describe_partitions,
		 .layout_count = 5,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_describe_partitions)},
	[RM_GPU_GET_PARTITIONS] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_PARTITIONS",
		 .layouts = gpu_get_partitions,
		 .layout_count = 4,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_partitions)},
	[RM_GPU_SET_PARTITIONS] =
		{.name = "NV2080_CTRL_CMD_GPU_SET_PARTITIONS",
		 .layouts = gpu_set_partitions,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_set_partitions)},
	[RM_GPU_GET_PARTITION_CAPACITY] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_PARTITION_CAPACITY",
		 .layouts = gpu_get_partition_capacity,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_partition_capacity)},
	[RM_GPU_GET_ACTIVE_PARTITION_IDS] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_ACTIVE_PARTITION_IDS",
		 .layouts = gpu_get_active_partition_ids,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_active_partition_ids)},
	[RM_GPU_GET_COMPUTE_PROFILES] =
		{.name = "NV2080_CTRL_CMD_GPU_GET_COMPUTE_PROFILES",
		 .layouts = gpu_get_compute_profiles,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_compute_profiles)},
	[RM_EXEC_PARTITIONS_CREATE] =
		{.name = "NVC637_CTRL_CMD_EXEC_PARTITIONS_CREATE",
		 .layouts = exec_partitions_create,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xc637,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_exec_partitions_create)},
	[RM_EXEC_PARTITIONS_DELETE] =
		{.name = "NVC637_CTRL_CMD_EXEC_PARTITIONS_DELETE",
		 .layouts = exec_partitions_delete,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xc637,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_exec_partitions_delete)},
	[RM_EXEC_PARTITIONS_GET] =
		{.name = "NVC637_CTRL_CMD_EXEC_PARTITIONS_GET",
		 .layouts = exec_partitions_get,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xc637,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_exec_partitions_get)},
	[RM_EXEC_PARTITIONS_GET_ACTIVE_IDS] =
		{.name = "NVC637_CTRL_EXEC_PARTITIONS_GET_ACTIVE_IDS",
		 .layouts = exec_partitions_get_active_ids,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xc637,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_exec_partitions_get_active_ids)},
	[RM_EXEC_PARTITIONS_GET_PROFILE_CAPACITY] =
		{.name = "NVC637_CTRL_CMD_EXEC_PARTITIONS_GET_PROFILE_CAPACITY",
		 .layouts = exec_partitions_get_profile_capacity,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xc637,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_exec_partitions_get_profile_capacity)},
	[RM_COMPUTE_INSTANCE_GET_UUID] =
		{.name = "NVC638_CTRL_CMD_GET_UUID",
		 .layouts = compute_instance_get_uuid,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xc638,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_compute_instance_get_uuid)},
	[RM_NVLINK_GET_NVLINK_CAPS] =
		{.name = "NV2080_CTRL_CMD_NVLINK_GET_NVLINK_CAPS",
		 .layouts = nvlink_get_nvlink_caps,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_get_nvlink_caps)},
	[RM_NVLINK_GET_NVLINK_STATUS] =
		{.name = "NV2080_CTRL_CMD_NVLINK_GET_NVLINK_STATUS",
		 .layouts = nvlink_get_nvlink_status,
		 .layout_count = 6,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_get_nvlink_status)},
	[RM_NVLINK_GET_COUNTERS] =
		{.name = "NV2080_CTRL_CMD_NVLINK_GET_COUNTERS",
		 .layouts = nvlink_get_counters,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_get_counters)},
	[RM_NVLINK_GET_PLATFORM_INFO] =
		{.name = "NV2080_CTRL_CMD_NVLINK_GET_PLATFORM_INFO",
		 .layouts = nvlink_get_platform_info,
		 .layout_count = 4,
		 .first_exported = 79,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_get_platform_info)},
	[RM_NVLINK_CLEAR_COUNTERS] =
		{.name = "NV2080_CTRL_CMD_NVLINK_CLEAR_COUNTERS",
		 .layouts = nvlink_clear_counters,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_clear_counters)},
	[RM_NVLINK_READ_TP_COUNTERS] =
		{.name = "NV2080_CTRL_CMD_NVLINK_READ_TP_COUNTERS",
		 .layouts = nvlink_read_tp_counters,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_read_tp_counters)},
	[RM_NVLINK_GET_SUPPORTED_BW_MODE] =
		{.name = "NV2080_CTRL_CMD_NVLINK_GET_SUPPORTED_BW_MODE",
		 .layouts = nvlink_get_supported_bw_mode,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_get_supported_bw_mode)},
	[RM_NVLINK_GET_BW_MODE] =
		{.name = "NV2080_CTRL_CMD_NVLINK_GET_BW_MODE",
		 .layouts = nvlink_get_bw_mode,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_get_bw_mode)},
	[RM_NVLINK_SET_BW_MODE] =
		{.name = "NV2080_CTRL_CMD_NVLINK_SET_BW_MODE",
		 .layouts = nvlink_set_bw_mode,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_set_bw_mode)},
	[RM_NVLINK_GET_L1_THRESHOLD] =
		{.name = "NV2080_CTRL_CMD_NVLINK_GET_L1_THRESHOLD",
		 .layouts = nvlink_get_l1_threshold,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_get_l1_threshold)},
	[RM_NVLINK_SET_L1_THRESHOLD] =
		{.name = "NV2080_CTRL_CMD_NVLINK_SET_L1_THRESHOLD",
		 .layouts = nvlink_set_l1_threshold,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_set_l1_threshold)},
	[RM_GET_GPU_FABRIC_PROBE_INFO] =
		{.name = "NV2080_CTRL_CMD_GET_GPU_FABRIC_PROBE_INFO",
		 .layouts = get_gpu_fabric_probe_info,
		 .layout_count = 4,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_get_gpu_fabric_probe_info)},
	[RM_NVLINK_GET_COUNTERS_V2] =
		{.name = "NV2080_CTRL_CMD_NVLINK_GET_COUNTERS_V2",
		 .layouts = nvlink_get_counters_v2,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_get_counters_v2)},
	[RM_NVLINK_GET_FIRMWARE_VERSION_INFO] =
		{.name = "NV2080_CTRL_NVLINK_GET_FIRMWARE_VERSION_INFO",
		 .layouts = nvlink_get_firmware_version_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_get_firmware_version_info)},
	[RM_NVLINK_GET_SAVED_NODE_HOSTNAME] =
		{.name = "NV2080_CTRL_CMD_NVLINK_GET_SAVED_NODE_HOSTNAME",
		 .layouts = nvlink_get_saved_node_hostname,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_get_saved_node_hostname)},
	[RM_NVLINK_SAVE_NODE_HOSTNAME] =
		{.name = "NV2080_CTRL_CMD_NVLINK_SAVE_NODE_HOSTNAME",
		 .layouts = nvlink_save_node_hostname,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_save_node_hostname)},
	[RM_NVLINK_CLEAR_COUNTERS_V2] =
		{.name = "NV2080_CTRL_CMD_NVLINK_CLEAR_COUNTERS_V2",
		 .layouts = nvlink_clear_counters_v2,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_clear_counters_v2)},
	[RM_NVLINK_GET_POWER_STATE] =
		{.name = "NV2080_CTRL_CMD_NVLINK_GET_POWER_STATE",
		 .layouts = nvlink_get_power_state,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_get_power_state)},
	[RM_NVLINK_PRM_ACCESS] =
		{.name = "NV2080_CTRL_CMD_NVLINK_PRM_ACCESS",
		 .layouts = nvlink_prm_access,
		 .layout_count = 4,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_nvlink_prm_access)},
	[RM_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2] =
		{.name = "NV2080_CTRL_CMD_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2",
		 .layouts = perf_get_gpumon_perfmon_util_samples_v2,
		 .layout_count = 6,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_perf_get_gpumon_perfmon_util_samples_v2)},
	[RM_PERF_GET_CURRENT_PSTATE] =
		{.name = "NV2080_CTRL_CMD_PERF_GET_CURRENT_PSTATE",
		 .layouts = perf_get_current_pstate,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x2080a068,
		 .neutral_size = sizeof(struct rm_perf_get_current_pstate)},
	[RM_PERF_GET_POWERSTATE] =
		{.name = "NV2080_CTRL_CMD_PERF_GET_POWERSTATE",
		 .layouts = perf_get_powerstate,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_perf_get_powerstate)},
	[RM_PERF_GET_VID_ENG_PERFMON_SAMPLE] =
		{.name = "NV2080_CTRL_CMD_PERF_GET_VID_ENG_PERFMON_SAMPLE",
		 .layouts = perf_get_vid_eng_perfmon_sample,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x2080a087,
		 .neutral_size = sizeof(struct rm_perf_get_vid_eng_perfmon_sample)},
	[RM_PERF_GET_LEVEL_INFO_V2] =
		{.name = "NV2080_CTRL_CMD_PERF_GET_LEVEL_INFO_V2",
		 .layouts = perf_get_level_info_v2,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_perf_get_level_info_v2)},
	[RM_PERF_RATED_TDP_GET_CONTROL] =
		{.name = "NV2080_CTRL_CMD_PERF_RATED_TDP_GET_CONTROL",
		 .layouts = perf_rated_tdp_get_control,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_perf_rated_tdp_get_control)},
	[RM_PERF_RATED_TDP_SET_CONTROL] =
		{.name = "NV2080_CTRL_CMD_PERF_RATED_TDP_SET_CONTROL",
		 .layouts = perf_rated_tdp_set_control,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_perf_rated_tdp_set_control)},
	[RM_PMGR_GET_MODULE_INFO] =
		{.name = "NV2080_CTRL_CMD_PMGR_GET_MODULE_INFO",
		 .layouts = pmgr_get_module_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_pmgr_get_module_info)},
	[RM_SHARED_DATA_REQUEST_DATA_POLL] =
		{.name = "NV00DE_CTRL_CMD_REQUEST_DATA_POLL",
		 .layouts = shared_data_request_data_poll,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x00de,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_shared_data_request_data_poll)},
	[RM_SHARED_DATA_REQUEST_POLL_INTERVAL] =
		{.name = "NV00DE_CTRL_CMD_REQUEST_POLL_INTERVAL",
		 .layouts = shared_data_request_poll_interval,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0x00de,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_shared_data_request_poll_interval)},
	[RM_RUSD_GET_SUPPORTED_FEATURES] =
		{.name = "NV2080_CTRL_CMD_RUSD_GET_SUPPORTED_FEATURES",
		 .layouts = rusd_get_supported_features,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_rusd_get_supported_features)},
	[RM_GPU_GET_PROBED_IDS] =
		{.name = "NV0000_CTRL_CMD_GPU_GET_PROBED_IDS",
		 .layouts = gpu_get_probed_ids,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_probed_ids)},
	[RM_GPU_GET_ATTACHED_IDS] =
		{.name = "NV0000_CTRL_CMD_GPU_GET_ATTACHED_IDS",
		 .layouts = gpu_get_attached_ids,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_attached_ids)},
	[RM_GPU_GET_DEVICE_IDS] =
		{.name = "NV0000_CTRL_CMD_GPU_GET_DEVICE_IDS",
		 .layouts = gpu_get_device_ids,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_device_ids)},
	[RM_GPU_ATTACH_IDS] =
		{.name = "NV0000_CTRL_CMD_GPU_ATTACH_IDS",
		 .layouts = gpu_attach_ids,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_attach_ids)},
	[RM_GPU_DETACH_IDS] =
		{.name = "NV0000_CTRL_CMD_GPU_DETACH_IDS",
		 .layouts = gpu_detach_ids,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_detach_ids)},
	[RM_GPU_ASYNC_ATTACH_ID] =
		{.name = "NV0000_CTRL_CMD_GPU_ASYNC_ATTACH_ID",
		 .layouts = gpu_async_attach_id,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_async_attach_id)},
	[RM_GPU_WAIT_ATTACH_ID] =
		{.name = "NV0000_CTRL_CMD_GPU_WAIT_ATTACH_ID",
		 .layouts = gpu_wait_attach_id,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_wait_attach_id)},
	[RM_GPU_GET_ID_INFO] =
		{.name = "NV0000_CTRL_CMD_GPU_GET_ID_INFO",
		 .layouts = gpu_get_id_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_id_info)},
	[RM_GPU_GET_ID_INFO_V2] =
		{.name = "NV0000_CTRL_CMD_GPU_GET_ID_INFO_V2",
		 .layouts = gpu_get_id_info_v2,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_id_info_v2)},
	[RM_GPU_GET_INIT_STATUS] =
		{.name = "NV0000_CTRL_CMD_GPU_GET_INIT_STATUS",
		 .layouts = gpu_get_init_status,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_init_status)},
	[RM_GPU_GET_PCI_INFO] =
		{.name = "NV0000_CTRL_CMD_GPU_GET_PCI_INFO",
		 .layouts = gpu_get_pci_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_pci_info)},
	[RM_GPU_GET_UUID_INFO] =
		{.name = "NV0000_CTRL_CMD_GPU_GET_UUID_INFO",
		 .layouts = gpu_get_uuid_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_uuid_info)},
	[RM_GPU_GET_UUID_FROM_GPU_ID] =
		{.name = "NV0000_CTRL_CMD_GPU_GET_UUID_FROM_GPU_ID",
		 .layouts = gpu_get_uuid_from_gpu_id,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_uuid_from_gpu_id)},
	[RM_GPU_QUERY_DRAIN_STATE] =
		{.name = "NV0000_CTRL_CMD_GPU_QUERY_DRAIN_STATE",
		 .layouts = gpu_query_drain_state,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_query_drain_state)},
	[RM_GPU_MODIFY_DRAIN_STATE] =
		{.name = "NV0000_CTRL_CMD_GPU_MODIFY_DRAIN_STATE",
		 .layouts = gpu_modify_drain_state,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_modify_drain_state)},
	[RM_GPU_GET_ACTIVE_DEVICE_IDS] =
		{.name = "NV0000_CTRL_CMD_GPU_GET_ACTIVE_DEVICE_IDS",
		 .layouts = gpu_get_active_device_ids,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_active_device_ids)},
	[RM_GPU_GET_NVLINK_BW_MODE] =
		{.name = "NV0000_CTRL_CMD_GPU_GET_NVLINK_BW_MODE",
		 .layouts = gpu_get_nvlink_bw_mode,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_nvlink_bw_mode)},
	[RM_GPU_SET_NVLINK_BW_MODE] =
		{.name = "NV0000_CTRL_CMD_GPU_SET_NVLINK_BW_MODE",
		 .layouts = gpu_set_nvlink_bw_mode,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = true,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_set_nvlink_bw_mode)},
	[RM_SYSTEM_GET_BUILD_VERSION] =
		{.name = "NV0000_CTRL_CMD_SYSTEM_GET_BUILD_VERSION",
		 .layouts = system_get_build_version,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_system_get_build_version)},
	[RM_SYSTEM_GET_BUILD_VERSION_V2] =
		{.name = "NV0000_CTRL_CMD_SYSTEM_GET_BUILD_VERSION_V2",
		 .layouts = system_get_build_version_v2,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_system_get_build_version_v2)},
	[RM_SYSTEM_GET_P2P_CAPS] =
		{.name = "NV0000_CTRL_CMD_SYSTEM_GET_P2P_CAPS",
		 .layouts = system_get_p2p_caps,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_system_get_p2p_caps)},
	[RM_SYSTEM_GET_P2P_CAPS_V2] =
		{.name = "NV0000_CTRL_CMD_SYSTEM_GET_P2P_CAPS_V2",
		 .layouts = system_get_p2p_caps_v2,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_system_get_p2p_caps_v2)},
	[RM_SYSTEM_GET_P2P_CAPS_MATRIX] =
		{.name = "NV0000_CTRL_CMD_SYSTEM_GET_P2P_CAPS_MATRIX",
		 .layouts = system_get_p2p_caps_matrix,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_system_get_p2p_caps_matrix)},
	[RM_CLIENT_GET_ADDR_SPACE_TYPE] =
		{.name = "NV0000_CTRL_CMD_CLIENT_GET_ADDR_SPACE_TYPE",
		 .layouts = client_get_addr_space_type,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_client_get_addr_space_type)},
	[RM_CLIENT_GET_HANDLE_INFO] =
		{.name = "NV0000_CTRL_CMD_CLIENT_GET_HANDLE_INFO",
		 .layouts = client_get_handle_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_client_get_handle_info)},
	[RM_CLIENT_GET_ACCESS_RIGHTS] =
		{.name = "NV0000_CTRL_CMD_CLIENT_GET_ACCESS_RIGHTS",
		 .layouts = client_get_access_rights,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_client_get_access_rights)},
	[RM_CLIENT_SET_INHERITED_SHARE_POLICY] =
		{.name = "NV0000_CTRL_CMD_CLIENT_SET_INHERITED_SHARE_POLICY",
		 .layouts = client_set_inherited_share_policy,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_client_set_inherited_share_policy)},
	[RM_CLIENT_SHARE_OBJECT] =
		{.name = "NV0000_CTRL_CMD_CLIENT_SHARE_OBJECT",
		 .layouts = client_share_object,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_client_share_object)},
	[RM_CLIENT_OBJECTS_ARE_DUPLICATES] =
		{.name = "NV0000_CTRL_CMD_CLIENT_OBJECTS_ARE_DUPLICATES",
		 .layouts = client_objects_are_duplicates,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_client_objects_are_duplicates)},
	[RM_THERMAL_SYSTEM_EXECUTE_V2] =
		{.name = "NV2080_CTRL_CMD_THERMAL_SYSTEM_EXECUTE_V2",
		 .layouts = thermal_system_execute_v2,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x2080,
		 .twin = 0x20808513,
		 .neutral_size = sizeof(struct rm_thermal_system_execute_v2)},
	[RM_ALLOC_ROOT] =
		{.name = "NV01_ROOT_CLIENT",
		 .layouts = alloc_root,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_ALLOC,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_alloc_root)},
	[RM_ALLOC_DEVICE] =
		{.name = "NV01_DEVICE_0",
		 .layouts = alloc_device,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_ALLOC,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_alloc_device)},
	[RM_ALLOC_SUBDEVICE] =
		{.name = "NV20_SUBDEVICE_0",
		 .layouts = alloc_subdevice,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_ALLOC,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_alloc_subdevice)},
	[RM_ALLOC_OS_EVENT] =
		{.name = "NV01_EVENT_OS_EVENT",
		 .layouts = alloc_os_event,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_ALLOC,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_alloc_os_event)},
	[RM_ALLOC_SHARED_DATA] =
		{.name = "RM_USER_SHARED_DATA",
		 .layouts = alloc_shared_data,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_ALLOC,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_alloc_shared_data)},
	[RM_ALLOC_GPU_INSTANCE] =
		{.name = "AMPERE_SMC_PARTITION_REF",
		 .layouts = alloc_gpu_instance,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_ALLOC,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_alloc_gpu_instance)},
	[RM_ALLOC_COMPUTE_INSTANCE] =
		{.name = "AMPERE_SMC_EXEC_PARTITION_REF",
		 .layouts = alloc_compute_instance,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_ALLOC,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_alloc_compute_instance)},
	[RM_ALLOC_MIG_CONFIG] =
		{.name = "AMPERE_SMC_CONFIG_SESSION",
		 .layouts = alloc_mig_config,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_ALLOC,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_alloc_mig_config)},
	[RM_ALLOC_MIG_MONITOR] =
		{.name = "AMPERE_SMC_MONITOR_SESSION",
		 .layouts = alloc_mig_monitor,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_ALLOC,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_alloc_mig_monitor)},
	[RM_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU] =
		{.name = "NVA081_CTRL_CMD_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU",
		 .layouts = vgpu_config_enumerate_vgpu_per_pgpu,
		 .layout_count = 4,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_config_enumerate_vgpu_per_pgpu)},
	[RM_VGPU_CONFIG_ENUMERATE_VGPU_PER_GPU_INSTANCE] =
		{.name = "NVA081_CTRL_CMD_VGPU_CONFIG_ENUMERATE_VGPU_PER_GPU_INSTANCE",
		 .layouts = vgpu_config_enumerate_vgpu_per_gpu_instance,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_config_enumerate_vgpu_per_gpu_instance)},
	[RM_VGPU_CONFIG_GET_VGPU_TYPE_INFO] =
		{.name = "NVA081_CTRL_CMD_VGPU_CONFIG_GET_VGPU_TYPE_INFO",
		 .layouts = vgpu_config_get_vgpu_type_info,
		 .layout_count = 7,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_config_get_vgpu_type_info)},
	[RM_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES] =
		{.name = "NVA081_CTRL_CMD_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES",
		 .layouts = vgpu_config_get_supported_vgpu_types,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_config_get_supported_vgpu_types)},
	[RM_VGPU_CONFIG_GET_CREATABLE_VGPU_TYPES] =
		{.name = "NVA081_CTRL_CMD_VGPU_CONFIG_GET_CREATABLE_VGPU_TYPES",
		 .layouts = vgpu_config_get_creatable_vgpu_types,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_config_get_creatable_vgpu_types)},
	[RM_VGPU_CONFIG_SET_VGPU_INSTANCE_ENCODER_CAPACITY] =
		{.name = "NVA081_CTRL_CMD_VGPU_CONFIG_SET_VGPU_INSTANCE_ENCODER_CAPACITY",
		 .layouts = vgpu_config_set_vgpu_instance_encoder_capacity,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_config_set_vgpu_instance_encoder_capacity)},
	[RM_VGPU_CONFIG_GET_VGPU_FB_USAGE] =
		{.name = "NVA081_CTRL_CMD_VGPU_CONFIG_GET_VGPU_FB_USAGE",
		 .layouts = vgpu_config_get_vgpu_fb_usage,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_config_get_vgpu_fb_usage)},
	[RM_VGPU_CONFIG_GET_MIGRATION_CAP] =
		{.name = "NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_CAP",
		 .layouts = vgpu_config_get_migration_cap,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_config_get_migration_cap)},
	[RM_VGPU_CONFIG_GET_PGPU_METADATA_STRING] =
		{.name = "NVA081_CTRL_CMD_VGPU_CONFIG_GET_PGPU_METADATA_STRING",
		 .layouts = vgpu_config_get_pgpu_metadata_string,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_config_get_pgpu_metadata_string)},
	[RM_PGPU_GET_MULTI_VGPU_SUPPORT_INFO] =
		{.name = "NVA081_CTRL_CMD_PGPU_GET_MULTI_VGPU_SUPPORT_INFO",
		 .layouts = pgpu_get_multi_vgpu_support_info,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_pgpu_get_multi_vgpu_support_info)},
	[RM_GET_VGPU_DRIVER_CAPS] =
		{.name = "NVA081_CTRL_CMD_GET_VGPU_DRIVER_CAPS",
		 .layouts = get_vgpu_driver_caps,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_get_vgpu_driver_caps)},
	[RM_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS] =
		{.name = "NVA081_CTRL_CMD_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS",
		 .layouts = vgpu_config_get_creatable_placements,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_config_get_creatable_placements)},
	[RM_PGPU_GET_VGPU_STREAMING_CAPABILITY] =
		{.name = "NVA081_CTRL_CMD_PGPU_GET_VGPU_STREAMING_CAPABILITY",
		 .layouts = pgpu_get_vgpu_streaming_capability,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_pgpu_get_vgpu_streaming_capability)},
	[RM_VGPU_SET_CAPABILITY] =
		{.name = "NVA081_CTRL_CMD_VGPU_SET_CAPABILITY",
		 .layouts = vgpu_set_capability,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_set_capability)},
	[RM_VGPU_GET_CAPABILITY] =
		{.name = "NVA081_CTRL_CMD_VGPU_GET_CAPABILITY",
		 .layouts = vgpu_get_capability,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_get_capability)},
	[RM_VGPU_CONFIG_GET_MIGRATION_BANDWIDTH] =
		{.name = "NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_BANDWIDTH",
		 .layouts = vgpu_config_get_migration_bandwidth,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0xa081,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_config_get_migration_bandwidth)},
	[RM_VGPU_GET_VGPU_VERSION] =
		{.name = "NV0000_CTRL_VGPU_GET_VGPU_VERSION",
		 .layouts = vgpu_get_vgpu_version,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_get_vgpu_version)},
	[RM_VGPU_SET_VGPU_VERSION] =
		{.name = "NV0000_CTRL_VGPU_SET_VGPU_VERSION",
		 .layouts = vgpu_set_vgpu_version,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0000,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_vgpu_set_vgpu_version)},
	[RM_GPU_GET_VGPU_HETEROGENEOUS_MODE] =
		{.name = "NV0080_CTRL_CMD_GPU_GET_VGPU_HETEROGENEOUS_MODE",
		 .layouts = gpu_get_vgpu_heterogeneous_mode,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_get_vgpu_heterogeneous_mode)},
	[RM_GPU_SET_VGPU_HETEROGENEOUS_MODE] =
		{.name = "NV0080_CTRL_CMD_GPU_SET_VGPU_HETEROGENEOUS_MODE",
		 .layouts = gpu_set_vgpu_heterogeneous_mode,
		 .layout_count = 2,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .object_class = 0x0080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_gpu_set_vgpu_heterogeneous_mode)},
	[RM_FIFO_OBJSCHED_SW_GET_LOG] =
		{.name = "NV2080_CTRL_CMD_FIFO_OBJSCHED_SW_GET_LOG",
		 .layouts = fifo_objsched_sw_get_log,
		 .layout_count = 3,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fifo_objsched_sw_get_log)},
	[RM_FIFO_OBJSCHED_GET_STATE] =
		{.name = "NV2080_CTRL_CMD_FIFO_OBJSCHED_GET_STATE",
		 .layouts = fifo_objsched_get_state,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fifo_objsched_get_state)},
	[RM_FIFO_OBJSCHED_SET_STATE] =
		{.name = "NV2080_CTRL_CMD_FIFO_OBJSCHED_SET_STATE",
		 .layouts = fifo_objsched_set_state,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fifo_objsched_set_state)},
	[RM_FIFO_OBJSCHED_GET_CAPS] =
		{.name = "NV2080_CTRL_CMD_FIFO_OBJSCHED_GET_CAPS",
		 .layouts = fifo_objsched_get_caps,
		 .layout_count = 1,
		 .first_exported = 0,
		 .kind = RM_KIND_CONTROL,
		 .privileged = false,
		 .firmware = true,
		 .object_class = 0x2080,
		 .twin = 0x0,
		 .neutral_size = sizeof(struct rm_fifo_objsched_get_caps)},
};
