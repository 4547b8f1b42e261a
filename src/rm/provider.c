/* SPDX-License-Identifier: MIT */
#include "rm/rm.h"

void rm_provider_fill(struct provider_ops *ops)
{
	rm_device_fill(ops);
	rm_board_fill(ops);
	rm_inforom_fill(ops);
	rm_pci_fill(ops);
	rm_memory_fill(ops);
	rm_telemetry_fill(ops);
	rm_thermal_fill(ops);
	rm_utilization_fill(ops);
	rm_sessions_fill(ops);
	rm_ecc_fill(ops);
	rm_confcompute_fill(ops);
	rm_processes_fill(ops);
	rm_accounting_fill(ops);
	rm_modes_fill(ops);
	rm_nvlink_fill(ops);
	rm_mig_fill(ops);
	rm_events_fill(ops);
	rm_vgpu_fill(ops);
	rm_vgpu_host_fill(ops);
	rm_vgpu_scheduler_fill(ops);
}
