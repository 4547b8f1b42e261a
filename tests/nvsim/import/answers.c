/* SPDX-License-Identifier: MIT */
#include "answers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "nvsmi.h"
#include "settings.h"

static struct machine machine;

struct row {
	const char *path;
	enum value_id value;
	enum form form;
};

#define LINK "pci/pci_gpu_link_info/"
#define REASONS(kind)                                                                              \
	{"clocks_" kind "_reasons/clocks_" kind "_reason_gpu_idle", VALUE_REASON_IDLE,             \
	 FORM_ACTIVE},                                                                             \
	    {"clocks_" kind "_reasons/clocks_" kind "_reason_applications_clocks_setting",         \
	     VALUE_REASON_APPLICATIONS, FORM_ACTIVE},                                              \
	    {"clocks_" kind "_reasons/clocks_" kind "_reason_sw_power_cap",                        \
	     VALUE_REASON_POWER_CAP, FORM_ACTIVE},                                                 \
	    {"clocks_" kind "_reasons/clocks_" kind "_reason_hw_slowdown", VALUE_REASON_HW,        \
	     FORM_ACTIVE},                                                                         \
	    {"clocks_" kind "_reasons/clocks_" kind "_reason_hw_thermal_slowdown",                 \
	     VALUE_REASON_HW_THERMAL, FORM_ACTIVE},                                                \
	    {"clocks_" kind "_reasons/clocks_" kind "_reason_hw_power_brake_slowdown",             \
	     VALUE_REASON_HW_BRAKE, FORM_ACTIVE},                                                  \
	    {"clocks_" kind "_reasons/clocks_" kind "_reason_sync_boost", VALUE_REASON_SYNC,       \
	     FORM_ACTIVE},                                                                         \
	    {"clocks_" kind "_reasons/clocks_" kind "_reason_sw_thermal_slowdown",                 \
	     VALUE_REASON_SW_THERMAL, FORM_ACTIVE},                                                \
	{                                                                                          \
		"clocks_" kind "_reasons/clocks_" kind "_reason_display_clocks_setting",           \
		    VALUE_REASON_DISPLAY, FORM_ACTIVE                                              \
	}
#define OLD_ECC(counter, word, error, bits)                                                        \
	{"ecc_errors/" word "/" bits "/device_memory", VALUE_ECC(error, counter, 2), FORM_TEXT},   \
	    {"ecc_errors/" word "/" bits "/register_file", VALUE_ECC(error, counter, 3),           \
	     FORM_TEXT},                                                                           \
	    {"ecc_errors/" word "/" bits "/l1_cache", VALUE_ECC(error, counter, 0), FORM_TEXT},    \
	    {"ecc_errors/" word "/" bits "/l2_cache", VALUE_ECC(error, counter, 1), FORM_TEXT},    \
	    {"ecc_errors/" word "/" bits "/texture_memory", VALUE_ECC(error, counter, 4),          \
	     FORM_TEXT},                                                                           \
	    {"ecc_errors/" word "/" bits "/texture_shm", VALUE_ECC(error, counter, 5), FORM_TEXT}, \
	    {"ecc_errors/" word "/" bits "/cbu", VALUE_ECC(error, counter, 6), FORM_TEXT},         \
	{                                                                                          \
		"ecc_errors/" word "/" bits "/total", VALUE_ECC_TOTAL(error, counter), FORM_TEXT   \
	}

/* clang-format off */
static const struct row rows[] = {
	{"product_name", VALUE_NAME, FORM_TEXT},
	{"product_brand", VALUE_BRAND, FORM_BRAND},
	{"product_architecture", VALUE_ARCHITECTURE, FORM_ARCHITECTURE},
	{"display_mode", VALUE_DISPLAY_MODE, FORM_ENABLED},
	{"display_attached", VALUE_DISPLAY_MODE, FORM_YES},
	{"display_active", VALUE_DISPLAY_ACTIVE, FORM_ENABLED},
	{"persistence_mode", VALUE_PERSISTENCE, FORM_ENABLED},
	{"addressing_mode", VALUE_ADDRESSING, FORM_ADDRESSING},
	{"mig_mode/current_mig", VALUE_MIG_CURRENT, FORM_ENABLED},
	{"mig_mode/pending_mig", VALUE_MIG_PENDING, FORM_ENABLED},
	{"accounting_mode", VALUE_ACCOUNTING, FORM_ENABLED},
	{"accounting_mode_buffer_size", VALUE_ACCOUNTING_SIZE, FORM_TEXT},
	{"driver_model/current_dm", VALUE_NONE, FORM_TEXT},
	{"driver_model/pending_dm", VALUE_NONE, FORM_TEXT},
	{"serial", VALUE_SERIAL, FORM_TEXT},
	{"uuid", VALUE_UUID, FORM_TEXT},
	{"pdi", VALUE_PDI, FORM_HEX16},
	{"minor_number", VALUE_MINOR, FORM_TEXT},
	{"vbios_version", VALUE_VBIOS, FORM_TEXT},
	{"multigpu_board", VALUE_MULTI_GPU, FORM_YES},
	{"board_id", VALUE_BOARD_ID, FORM_HEX},
	{"board_part_number", VALUE_BOARD_PART, FORM_TEXT},
	{"gpu_fru_part_number", VALUE_NONE, FORM_TEXT},
	{"gpu_module_id", VALUE_MODULE_ID, FORM_TEXT},
	{"platformInfo/chassis_serial_number", VALUE_PLATFORM_CHASSIS, FORM_TEXT},
	{"platformInfo/slot_number", VALUE_PLATFORM_SLOT, FORM_TEXT},
	{"platformInfo/tray_index", VALUE_PLATFORM_TRAY, FORM_TEXT},
	{"platformInfo/host_id", VALUE_PLATFORM_HOST, FORM_TEXT},
	{"platformInfo/peer_type", VALUE_PLATFORM_PEER, FORM_PEER},
	{"platformInfo/module_id", VALUE_MODULE_ID, FORM_TEXT},
	{"platformInfo/gpu_fabric_guid", VALUE_PLATFORM_GUID, FORM_HEX16},
	{"inforom_version/img_version", VALUE_INFOROM_IMAGE, FORM_TEXT},
	{"inforom_version/oem_object", VALUE_INFOROM_OEM, FORM_TEXT},
	{"inforom_version/ecc_object", VALUE_INFOROM_ECC, FORM_TEXT},
	{"inforom_version/pwr_object", VALUE_INFOROM_POWER, FORM_TEXT},
	{"inforom_bbx_flush/latest_timestamp", VALUE_BBX_TIME, FORM_EPOCH},
	{"inforom_bbx_flush/latest_duration", VALUE_BBX_DURATION, FORM_MICROSECONDS},
	{"gpu_operation_mode/current_gom", VALUE_OPERATION_CURRENT, FORM_OPERATION},
	{"gpu_operation_mode/pending_gom", VALUE_OPERATION_PENDING, FORM_OPERATION},
	{"c2c_mode", VALUE_C2C, FORM_ENABLED},
	{"gpu_virtualization_mode/virtualization_mode", VALUE_VIRTUALIZATION, FORM_VIRTUALIZATION},
	{"gpu_virtualization_mode/host_vgpu_mode", VALUE_HOST_VGPU, FORM_HOST_VGPU},
	{"gpu_virtualization_mode/vgpu_heterogeneous_mode", VALUE_HETEROGENEOUS, FORM_ENABLED},
	{"gpu_reset_status/reset_required", VALUE_RESET_REQUIRED, FORM_YES},
	{"gpu_reset_status/drain_and_reset_recommended", VALUE_DRAIN_RECOMMENDED, FORM_YES},
	{"gpu_recovery_action", VALUE_RECOVERY, FORM_RECOVERY},
	{"gsp_firmware_version", VALUE_GSP_VERSION, FORM_TEXT},
	{"ibmnpu/relaxed_ordering_mode", VALUE_NONE, FORM_TEXT},
	{"pci/pci_bus", VALUE_PCI_BUS, FORM_HEX2},
	{"pci/pci_device", VALUE_PCI_DEVICE, FORM_HEX2},
	{"pci/pci_domain", VALUE_PCI_DOMAIN, FORM_HEX4},
	{"pci/pci_base_class", VALUE_PCI_BASE_CLASS, FORM_HEX},
	{"pci/pci_sub_class", VALUE_PCI_SUB_CLASS, FORM_HEX},
	{"pci/pci_device_id", VALUE_PCI_ID, FORM_HEX8},
	{"pci/pci_bus_id", VALUE_BUS_ID, FORM_TEXT},
	{"pci/pci_sub_system_id", VALUE_PCI_SUBSYSTEM, FORM_HEX8},
	{LINK "pcie_gen/max_link_gen", VALUE_LINK_GEN_MAX, FORM_TEXT},
	{LINK "pcie_gen/current_link_gen", VALUE_LINK_GEN, FORM_TEXT},
	{LINK "pcie_gen/device_current_link_gen", VALUE_LINK_GEN, FORM_TEXT},
	{LINK "pcie_gen/max_device_link_gen", VALUE_LINK_GEN_GPU_MAX, FORM_TEXT},
	{LINK "pcie_gen/max_host_link_gen", VALUE_NONE, FORM_TEXT},
	{LINK "link_widths/max_link_width", VALUE_LINK_WIDTH_MAX, FORM_LANES},
	{LINK "link_widths/current_link_width", VALUE_LINK_WIDTH, FORM_LANES},
	{"pci/pci_bridge_chip/bridge_chip_type", VALUE_NONE, FORM_TEXT},
	{"pci/pci_bridge_chip/bridge_chip_fw", VALUE_NONE, FORM_TEXT},
	{"pci/replay_counter", VALUE_REPLAYS, FORM_TEXT},
	{"pci/replay_rollover_counter", VALUE_ROLLOVERS, FORM_TEXT},
	{"pci/tx_util", VALUE_PCIE_TX, FORM_KB_PER_S},
	{"pci/rx_util", VALUE_PCIE_RX, FORM_KB_PER_S},
	{"pci/atomic_caps_inbound", VALUE_ATOMICS_IN, FORM_ATOMICS},
	{"pci/atomic_caps_outbound", VALUE_ATOMICS_OUT, FORM_ATOMICS},
	{"fan_speed", VALUE_FAN, FORM_PERCENT},
	{"performance_state", VALUE_PSTATE, FORM_PSTATE},
	REASONS("throttle"),
	REASONS("event"),
	{"clocks_event_reasons_counters/clocks_event_reasons_counters_sw_power_cap", VALUE_COUNTER_POWER_CAP, FORM_NS_AS_US},
	{"clocks_event_reasons_counters/clocks_event_reasons_counters_sync_boost", VALUE_COUNTER_SYNC, FORM_NS_AS_US},
	{"clocks_event_reasons_counters/clocks_event_reasons_counters_sw_therm_slowdown", VALUE_COUNTER_SW_THERMAL, FORM_NS_AS_US},
	{"clocks_event_reasons_counters/clocks_event_reasons_counters_hw_therm_slowdown", VALUE_COUNTER_HW_THERMAL, FORM_NS_AS_US},
	{"clocks_event_reasons_counters/clocks_event_reasons_counters_hw_power_brake", VALUE_COUNTER_HW_BRAKE, FORM_NS_AS_US},
	{"sparse_operation_mode", VALUE_NONE, FORM_TEXT},
	{"fb_memory_usage/total", VALUE_MEMORY_TOTAL, FORM_MIB},
	{"fb_memory_usage/reserved", VALUE_MEMORY_RESERVED, FORM_MIB},
	{"fb_memory_usage/used", VALUE_MEMORY_USED, FORM_MIB},
	{"fb_memory_usage/free", VALUE_MEMORY_FREE, FORM_MIB},
	{"bar1_memory_usage/total", VALUE_BAR1_TOTAL, FORM_MIB},
	{"bar1_memory_usage/used", VALUE_BAR1_USED, FORM_MIB},
	{"bar1_memory_usage/free", VALUE_BAR1_FREE, FORM_MIB},
	{"cc_protected_memory_usage/total", VALUE_PROTECTED_TOTAL, FORM_MIB},
	{"cc_protected_memory_usage/used", VALUE_PROTECTED_USED, FORM_MIB},
	{"cc_protected_memory_usage/free", VALUE_PROTECTED_FREE, FORM_MIB},
	{"compute_mode", VALUE_COMPUTE_MODE, FORM_COMPUTE_MODE_LONG},
	{"utilization/gpu_util", VALUE_UTIL_GPU, FORM_PERCENT},
	{"utilization/memory_util", VALUE_UTIL_MEMORY, FORM_PERCENT},
	{"utilization/encoder_util", VALUE_UTIL_ENCODER, FORM_PERCENT},
	{"utilization/decoder_util", VALUE_UTIL_DECODER, FORM_PERCENT},
	{"utilization/jpeg_util", VALUE_UTIL_JPEG, FORM_PERCENT},
	{"utilization/ofa_util", VALUE_UTIL_OFA, FORM_PERCENT},
	{"encoder_stats/session_count", VALUE_ENCODER_SESSIONS, FORM_TEXT},
	{"encoder_stats/average_fps", VALUE_ENCODER_FPS, FORM_TEXT},
	{"encoder_stats/average_latency", VALUE_ENCODER_LATENCY, FORM_TEXT},
	{"fbc_stats/session_count", VALUE_FBC_SESSIONS, FORM_TEXT},
	{"fbc_stats/average_fps", VALUE_FBC_FPS, FORM_TEXT},
	{"fbc_stats/average_latency", VALUE_FBC_LATENCY, FORM_TEXT},
	{"dram_encryption_mode/current_dram_encryption", VALUE_DRAM_ENCRYPTION, FORM_ENABLED},
	{"dram_encryption_mode/pending_dram_encryption", VALUE_DRAM_ENCRYPTION_PENDING, FORM_ENABLED},
	{"ecc_mode/current_ecc", VALUE_ECC_MODE, FORM_ENABLED},
	{"ecc_mode/pending_ecc", VALUE_ECC_PENDING, FORM_ENABLED},
	OLD_ECC(0, "volatile", 0, "single_bit"),
	OLD_ECC(0, "volatile", 1, "double_bit"),
	OLD_ECC(1, "aggregate", 0, "single_bit"),
	OLD_ECC(1, "aggregate", 1, "double_bit"),
	{"ecc_errors/volatile/sram_correctable", VALUE_ECC(0, 0, 7), FORM_TEXT},
	{"ecc_errors/volatile/sram_uncorrectable", VALUE_ECC(1, 0, 7), FORM_TEXT},
	{"ecc_errors/volatile/sram_uncorrectable_parity", VALUE_SRAM_VOLATILE_PARITY, FORM_TEXT},
	{"ecc_errors/volatile/sram_uncorrectable_secded", VALUE_SRAM_VOLATILE_SECDED, FORM_TEXT},
	{"ecc_errors/volatile/dram_correctable", VALUE_ECC(0, 0, 2), FORM_TEXT},
	{"ecc_errors/volatile/dram_uncorrectable", VALUE_ECC(1, 0, 2), FORM_TEXT},
	{"ecc_errors/aggregate/sram_correctable", VALUE_ECC(0, 1, 7), FORM_TEXT},
	{"ecc_errors/aggregate/sram_uncorrectable", VALUE_ECC(1, 1, 7), FORM_TEXT},
	{"ecc_errors/aggregate/sram_uncorrectable_parity", VALUE_SRAM_AGGREGATE_PARITY, FORM_TEXT},
	{"ecc_errors/aggregate/sram_uncorrectable_secded", VALUE_SRAM_AGGREGATE_SECDED, FORM_TEXT},
	{"ecc_errors/aggregate/dram_correctable", VALUE_ECC(0, 1, 2), FORM_TEXT},
	{"ecc_errors/aggregate/dram_uncorrectable", VALUE_ECC(1, 1, 2), FORM_TEXT},
	{"ecc_errors/aggregate/sram_threshold_exceeded", VALUE_SRAM_THRESHOLD, FORM_YES},
	{"ecc_errors/aggregate_uncorrectable_sram_sources/sram_l2", VALUE_SRAM_L2, FORM_TEXT},
	{"ecc_errors/aggregate_uncorrectable_sram_sources/sram_sm", VALUE_SRAM_SM, FORM_TEXT},
	{"ecc_errors/aggregate_uncorrectable_sram_sources/sram_microcontroller", VALUE_SRAM_MCU, FORM_TEXT},
	{"ecc_errors/aggregate_uncorrectable_sram_sources/sram_pcie", VALUE_SRAM_PCIE, FORM_TEXT},
	{"ecc_errors/aggregate_uncorrectable_sram_sources/sram_other", VALUE_SRAM_OTHER, FORM_TEXT},
	{"ecc_errors/channel_repair_pending", VALUE_REPAIR_CHANNEL, FORM_YES},
	{"ecc_errors/tpc_repair_pending", VALUE_REPAIR_TPC, FORM_YES},
	{"ecc_errors/unrepairable_memory", VALUE_UNREPAIRABLE, FORM_YES},
	{"retired_pages/multiple_single_bit_retirement/retired_count", VALUE_RETIRED_SBE, FORM_TEXT},
	{"retired_pages/double_bit_retirement/retired_count", VALUE_RETIRED_DBE, FORM_TEXT},
	{"retired_pages/pending_blacklist", VALUE_RETIRED_PENDING, FORM_YES},
	{"retired_pages/pending_retirement", VALUE_RETIRED_PENDING, FORM_YES},
	{"remapped_rows", VALUE_REMAPPED_CORRECTABLE, FORM_TEXT},
	{"remapped_rows/remapped_row_corr", VALUE_REMAPPED_CORRECTABLE, FORM_TEXT},
	{"remapped_rows/remapped_row_unc", VALUE_REMAPPED_UNCORRECTABLE, FORM_TEXT},
	{"remapped_rows/remapped_row_pending", VALUE_REMAPPED_PENDING, FORM_YES},
	{"remapped_rows/remapped_row_failure", VALUE_REMAPPED_FAILURE, FORM_YES},
	{"remapped_rows/row_remapper_histogram", VALUE_HISTOGRAM_MAX, FORM_BANKS},
	{"remapped_rows/row_remapper_histogram/row_remapper_histogram_max", VALUE_HISTOGRAM_MAX, FORM_BANKS},
	{"remapped_rows/row_remapper_histogram/row_remapper_histogram_high", VALUE_HISTOGRAM_HIGH, FORM_BANKS},
	{"remapped_rows/row_remapper_histogram/row_remapper_histogram_partial", VALUE_HISTOGRAM_PARTIAL, FORM_BANKS},
	{"remapped_rows/row_remapper_histogram/row_remapper_histogram_low", VALUE_HISTOGRAM_LOW, FORM_BANKS},
	{"remapped_rows/row_remapper_histogram/row_remapper_histogram_none", VALUE_HISTOGRAM_NONE, FORM_BANKS},
	{"temperature/gpu_temp", VALUE_TEMPERATURE, FORM_CELSIUS},
	{"temperature/gpu_temp_tlimit", VALUE_TEMPERATURE_MARGIN, FORM_CELSIUS},
	{"temperature/gpu_temp_max_threshold", VALUE_TEMPERATURE_SHUTDOWN, FORM_CELSIUS},
	{"temperature/gpu_temp_max_tlimit_threshold", VALUE_MARGIN_SHUTDOWN, FORM_CELSIUS},
	{"temperature/gpu_temp_slow_threshold", VALUE_TEMPERATURE_SLOWDOWN, FORM_CELSIUS},
	{"temperature/gpu_temp_slow_tlimit_threshold", VALUE_MARGIN_SLOWDOWN, FORM_CELSIUS},
	{"temperature/gpu_temp_max_gpu_threshold", VALUE_TEMPERATURE_GPU_MAX, FORM_CELSIUS},
	{"temperature/gpu_temp_max_gpu_tlimit_threshold", VALUE_MARGIN_GPU_MAX, FORM_CELSIUS},
	{"temperature/gpu_target_temperature", VALUE_TEMPERATURE_TARGET, FORM_CELSIUS},
	{"temperature/memory_temp", VALUE_TEMPERATURE_MEMORY, FORM_CELSIUS},
	{"temperature/gpu_temp_max_mem_threshold", VALUE_TEMPERATURE_MEMORY_MAX, FORM_CELSIUS},
	{"temperature/gpu_temp_max_mem_tlimit_threshold", VALUE_MARGIN_MEMORY_MAX, FORM_CELSIUS},
	{"power_readings/power_state", VALUE_PSTATE, FORM_PSTATE},
	{"power_readings/power_management", VALUE_POWER_MANAGED, FORM_SUPPORTED},
	{"power_readings/power_draw", VALUE_POWER, FORM_WATTS},
	{"power_readings/power_limit", VALUE_POWER_LIMIT, FORM_WATTS},
	{"power_readings/default_power_limit", VALUE_POWER_DEFAULT, FORM_WATTS},
	{"power_readings/enforced_power_limit", VALUE_POWER_ENFORCED, FORM_WATTS},
	{"power_readings/min_power_limit", VALUE_POWER_MIN, FORM_WATTS},
	{"power_readings/max_power_limit", VALUE_POWER_MAX, FORM_WATTS},
	{"gpu_power_readings/power_state", VALUE_PSTATE, FORM_PSTATE},
	{"gpu_power_readings/power_draw", VALUE_POWER, FORM_WATTS},
	{"gpu_power_readings/average_power_draw", VALUE_POWER_AVERAGE, FORM_WATTS},
	{"gpu_power_readings/instant_power_draw", VALUE_POWER_INSTANT, FORM_WATTS},
	{"gpu_power_readings/current_power_limit", VALUE_POWER_ENFORCED, FORM_WATTS},
	{"gpu_power_readings/requested_power_limit", VALUE_POWER_LIMIT, FORM_WATTS},
	{"gpu_power_readings/default_power_limit", VALUE_POWER_DEFAULT, FORM_WATTS},
	{"gpu_power_readings/min_power_limit", VALUE_POWER_MIN, FORM_WATTS},
	{"gpu_power_readings/max_power_limit", VALUE_POWER_MAX, FORM_WATTS},
	{"gpu_memory_power_readings/power_draw", VALUE_MEMORY_POWER_AVERAGE, FORM_WATTS},
	{"gpu_memory_power_readings/average_power_draw", VALUE_MEMORY_POWER_AVERAGE, FORM_WATTS},
	{"gpu_memory_power_readings/instant_power_draw", VALUE_MEMORY_POWER_INSTANT, FORM_WATTS},
	{"module_power_readings/power_state", VALUE_PSTATE, FORM_PSTATE},
	{"module_power_readings/power_draw", VALUE_MODULE_POWER_AVERAGE, FORM_WATTS},
	{"module_power_readings/average_power_draw", VALUE_MODULE_POWER_AVERAGE, FORM_WATTS},
	{"module_power_readings/instant_power_draw", VALUE_MODULE_POWER_INSTANT, FORM_WATTS},
	{"module_power_readings/current_power_limit", VALUE_MODULE_POWER_CURRENT, FORM_WATTS},
	{"module_power_readings/requested_power_limit", VALUE_MODULE_POWER_REQUESTED, FORM_WATTS},
	{"module_power_readings/default_power_limit", VALUE_MODULE_POWER_DEFAULT, FORM_WATTS},
	{"module_power_readings/min_power_limit", VALUE_MODULE_POWER_MIN, FORM_WATTS},
	{"module_power_readings/max_power_limit", VALUE_MODULE_POWER_MAX, FORM_WATTS},
	{"edpp_multiplier", VALUE_EDPP, FORM_GLUED_PERCENT},
	{"clocks/graphics_clock", VALUE_CLOCK_GRAPHICS, FORM_MHZ},
	{"clocks/sm_clock", VALUE_CLOCK_SM, FORM_MHZ},
	{"clocks/mem_clock", VALUE_CLOCK_MEMORY, FORM_MHZ},
	{"clocks/video_clock", VALUE_CLOCK_VIDEO, FORM_MHZ},
	{"applications_clocks/graphics_clock", VALUE_APP_CLOCK_GRAPHICS, FORM_MHZ},
	{"applications_clocks/mem_clock", VALUE_APP_CLOCK_MEMORY, FORM_MHZ},
	{"default_applications_clocks/graphics_clock", VALUE_DEFAULT_CLOCK_GRAPHICS, FORM_MHZ},
	{"default_applications_clocks/mem_clock", VALUE_DEFAULT_CLOCK_MEMORY, FORM_MHZ},
	{"deferred_clocks/mem_clock", VALUE_NONE, FORM_TEXT},
	{"max_clocks/graphics_clock", VALUE_MAX_CLOCK_GRAPHICS, FORM_MHZ},
	{"max_clocks/sm_clock", VALUE_MAX_CLOCK_SM, FORM_MHZ},
	{"max_clocks/mem_clock", VALUE_MAX_CLOCK_MEMORY, FORM_MHZ},
	{"max_clocks/video_clock", VALUE_MAX_CLOCK_VIDEO, FORM_MHZ},
	{"max_customer_boost_clocks/graphics_clock", VALUE_CUSTOMER_CLOCK_GRAPHICS, FORM_MHZ},
	{"clock_policy/auto_boost", VALUE_AUTO_BOOST, FORM_ON_OFF},
	{"clock_policy/auto_boost_default", VALUE_AUTO_BOOST_DEFAULT, FORM_ON_OFF},
	{"fabric/state", VALUE_FABRIC_STATE, FORM_FABRIC_STATE},
	{"fabric/status", VALUE_FABRIC_STATUS, FORM_FABRIC_STATUS},
	{"fabric/cliqueId", VALUE_FABRIC_CLIQUE, FORM_TEXT},
	{"fabric/clusterUuid", VALUE_FABRIC_CLUSTER, FORM_TEXT},
	{"capabilities/egm", VALUE_EGM, FORM_LOWER_ENABLED},
};
/* clang-format on */

bool answers_open(void)
{
	machine = (struct machine){0};
	/* What recordings are of: without words of our own. */
	settings.native = false;
	return machine_open(&machine) == NVML_SUCCESS &&
	       machine_versions(&machine) == NVML_SUCCESS && machine_gpus(&machine) == NVML_SUCCESS;
}

void answers_close(void)
{
	nvmlShutdown();
}

unsigned answers_branch(void)
{
	return machine.branch;
}

bool answer_root(const char *path, char ret_text[ANSWER_SIZE])
{
	if (strcmp(path, "driver_version") == 0)
		snprintf(ret_text, ANSWER_SIZE, "%s", machine.driver);
	else if (strcmp(path, "cuda_version") == 0)
		text_cuda(ret_text, ANSWER_SIZE, machine.cuda, "N/A");
	else if (strcmp(path, "attached_gpus") == 0)
		snprintf(ret_text, ANSWER_SIZE, "%u", machine.count);
	else
		return false;
	return true;
}

/* An empty list has a word; one that is not empty has no text. */
static bool mig_text(unsigned gpu, char ret_text[ANSWER_SIZE])
{
	nvmlDevice_t device;

	snprintf(ret_text, ANSWER_SIZE, "None");
	for (unsigned i = 0; i < mig_capacity(machine.gpus[gpu]); i++)
		if (mig_handle(machine.gpus[gpu], i, &device))
			snprintf(ret_text, ANSWER_SIZE, "some");
	return true;
}

bool answer_gpu(unsigned gpu, const char *path, char ret_text[ANSWER_SIZE])
{
	const struct row *row = rows, *end = rows + sizeof(rows) / sizeof(rows[0]);

	/* Before 525 this element held the board's. */
	if (strcmp(path, "gpu_part_number") == 0 && machine.branch < 525)
		path = "board_part_number";
	if (strcmp(path, "mig_devices") == 0)
		return mig_text(gpu, ret_text);
	while (row < end && strcmp(row->path, path) != 0)
		row++;
	if (row == end)
		return false;
	snprintf(ret_text, ANSWER_SIZE, "no such GPU");
	if (gpu < machine.gpu_count)
		text_value(ret_text, ANSWER_SIZE, gpu_value(machine.gpus[gpu], row->value),
			   row->form, false);
	/* In hexadecimal with 0x in -q, bare in -q -x. */
	if (row->form >= FORM_HEX2 && row->form <= FORM_HEX8 && strncmp(ret_text, "0x", 2) == 0)
		memmove(ret_text, ret_text + 2, strlen(ret_text) - 1);
	if (strncmp(path, "pci/pci_base", 12) == 0 || strncmp(path, "pci/pci_sub_c", 13) == 0)
		memmove(ret_text, ret_text + 2, strlen(ret_text) - 1);
	return true;
}

static void instance_text(unsigned id, char ret_text[ANSWER_SIZE])
{
	if (id != UINT32_MAX)
		snprintf(ret_text, ANSWER_SIZE, "%u", id);
}

static bool process_text(const struct process *process, const char *name,
			 char ret_text[ANSWER_SIZE])
{
	if (strcmp(name, "pid") == 0)
		snprintf(ret_text, ANSWER_SIZE, "%u", process->pid);
	else if (strcmp(name, "type") == 0)
		snprintf(ret_text, ANSWER_SIZE, "%s", process_type(process));
	else if (strcmp(name, "process_name") == 0)
		process_name(process, ret_text, ANSWER_SIZE);
	else if (strcmp(name, "gpu_instance_id") == 0)
		instance_text(process->gpu_instance, ret_text);
	else if (strcmp(name, "compute_instance_id") == 0)
		instance_text(process->compute_instance, ret_text);
	else if (strcmp(name, "used_memory") != 0)
		return false;
	else if (process->bytes != UINT64_MAX)
		snprintf(ret_text, ANSWER_SIZE, "%" PRIu64 " MiB", text_mib(process->bytes));
	return true;
}

bool answer_process(unsigned gpu, unsigned pid, const char *name, char ret_text[ANSWER_SIZE])
{
	static struct process list[NVSMI_PROCESSES];
	size_t count = NVSMI_PROCESSES;

	if (gpu >= machine.gpu_count ||
	    gpu_processes(machine.gpus[gpu], true, list, &count) != NVML_SUCCESS)
		count = 0;
	snprintf(ret_text, ANSWER_SIZE, "N/A");
	for (size_t i = 0; i < count; i++)
		if (list[i].pid == pid)
			return process_text(&list[i], name, ret_text);
	return true;
}

static bool mig_number(const struct mig_device *mig, const char *path, uint64_t *ret_number)
{
	const nvmlDeviceAttributes_t *shared = &mig->attributes;
	const struct {
		const char *path;
		uint64_t number;
	} numbers[] = {
	    {"gpu_instance_id", mig->gpu_instance},
	    {"compute_instance_id", mig->compute_instance},
	    {"device_attributes/shared/multiprocessor_count", shared->multiprocessorCount},
	    {"device_attributes/shared/copy_engine_count", shared->sharedCopyEngineCount},
	    {"device_attributes/shared/encoder_count", shared->sharedEncoderCount},
	    {"device_attributes/shared/decoder_count", shared->sharedDecoderCount},
	    {"device_attributes/shared/ofa_count", shared->sharedOfaCount},
	    {"device_attributes/shared/jpg_count", shared->sharedJpegCount},
	    {"ecc_error_count/volatile_count/sram_uncorrectable", mig->ecc},
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (strcmp(path, numbers[i].path) == 0) {
			*ret_number = numbers[i].number;
			return true;
		}
	return false;
}

static bool mig_size(const struct mig_device *mig, const char *path, uint64_t *ret_bytes)
{
	const struct {
		const char *path;
		uint64_t bytes;
	} sizes[] = {
	    {"fb_memory_usage/total", mig->memory.total},
	    {"fb_memory_usage/reserved", mig->memory.reserved},
	    {"fb_memory_usage/used", mig->memory.used},
	    {"fb_memory_usage/free", mig->memory.free},
	    {"bar1_memory_usage/total", mig->bar1.bar1Total},
	    {"bar1_memory_usage/used", mig->bar1.bar1Used},
	    {"bar1_memory_usage/free", mig->bar1.bar1Free},
	};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		if (strcmp(path, sizes[i].path) == 0) {
			*ret_bytes = sizes[i].bytes;
			return true;
		}
	return false;
}

bool answer_mig(unsigned gpu, unsigned index, const char *path, char ret_text[ANSWER_SIZE])
{
	struct mig_device mig = {0};
	uint64_t number;
	bool exists = gpu < machine.gpu_count && mig_at(machine.gpus[gpu], index, &mig);

	if (strcmp(path, "index") == 0)
		snprintf(ret_text, ANSWER_SIZE, "%u", index);
	else if (mig_number(&mig, path, &number))
		snprintf(ret_text, ANSWER_SIZE, "%" PRIu64, number);
	else if (mig_size(&mig, path, &number))
		snprintf(ret_text, ANSWER_SIZE, "%" PRIu64 " MiB", text_mib(number));
	else
		return false;
	if (strncmp(path, "ecc", 3) == 0 && !mig.has_ecc)
		snprintf(ret_text, ANSWER_SIZE, "N/A");
	if (!exists)
		snprintf(ret_text, ANSWER_SIZE, "no such MIG device");
	return true;
}

/* Everything that nvsmi prints goes to one file, a report behind the other. */
static int report_file(void)
{
	static int fd = -1;
	char path[64];

	if (fd >= 0)
		return fd;
	fd = memfd_create("report", MFD_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return fd >= 0 && out_to_file(path) == 0 ? fd : -1;
}

char *answers_report(size_t *ret_size)
{
	static off_t start;
	const struct options options = {.command = COMMAND_QUERY, .xml = true};
	int fd = report_file();
	off_t end;
	char *text;

	machine_forget(&machine);
	/* Asked by now, it is not measured by threads: the simulator within a program is not for
	 * them. */
	for (unsigned int i = 0; i < machine.gpu_count; i++) {
		gpu_value(machine.gpus[i], VALUE_PCIE_TX);
		gpu_value(machine.gpus[i], VALUE_PCIE_RX);
	}
	xml_print(&machine, &options);
	out_flush();
	end = lseek(fd, 0, SEEK_END);
	if (end <= start || !(text = malloc((size_t)(end - start))))
		return NULL;
	*ret_size = (size_t)(end - start);
	if (pread(fd, text, *ret_size, start) != end - start) {
		free(text);
		return NULL;
	}
	start = end;
	return text;
}
