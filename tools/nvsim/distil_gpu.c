/* SPDX-License-Identifier: MIT */
/* Which GPU it is, how it is switched, and what runs on it. */
#include <stdlib.h>
#include <string.h>

#include "distil.h"
#include "rm_constants.h"
#include "sim/uuid.h"

static void put_uuid(const struct distil *distil, struct distil_gpu *gpu)
{
	enum { BINARY = 2, FORMAT = 3, LENGTH = 16 };
	struct rm_gpu_get_gid_info gid = {0};
	char text[DISTIL_TEXT];
	if (!distil_answer(distil, gpu->subdevice, RM_GPU_GET_GID_INFO, &gid)) {
		distil_untold(gpu, "uuid");
		return;
	}
	if ((gid.flags & FORMAT) != BINARY || gid.length != LENGTH) {
		distil_put_text(&gpu->gpu, "uuid", gid.data, 40);
		return;
	}
	sim_uuid_format(gid.data, text);
	distil_put_text(&gpu->gpu, "uuid", text, strlen(text));
}

static void put_place(const struct distil *distil, struct distil_gpu *gpu)
{
	const char *node = distil_file(distil, gpu->folder, "numa_node");
	const char *cpus = distil_file(distil, gpu->folder, "local_cpulist");
	distil_put_text(&gpu->gpu, "pci", gpu->pci, strlen(gpu->pci));
	distil_put_number(&gpu->gpu, "minor", gpu->minor);
	if (node)
		distil_put_number(&gpu->gpu, "numa_node", strtol(node, NULL, 10));
	else
		distil_untold(gpu, "numa_node");
	if (cpus)
		distil_put_text(&gpu->gpu, "cpus", cpus, strcspn(cpus, "\n"));
	else
		distil_untold(gpu, "cpus");
}

static void put_board(struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_gpu_get_oem_board_info board = {0};
	struct rm_pmgr_get_module_info module = {0};
	if (distil_answer(distil, gpu->subdevice, RM_GPU_GET_OEM_BOARD_INFO, &board)) {
		if (board.serial_number[0])
			distil_put_text(&gpu->gpu, "serial", board.serial_number,
					sizeof board.serial_number);
	} else
		distil_untold(gpu, "serial");
	if (!distil_answer(distil, gpu->subdevice, RM_PMGR_GET_MODULE_INFO, &module))
		return;
	distil_put_number(&gpu->gpu, "module_id", module.module_id);
	distil->fabric |= module.nvswitch_support != 0;
}

static void put_switches(const struct distil *distil, struct distil_gpu *gpu)
{
	enum { PERSISTENCE_ENABLED = 0 };
	struct rm_gpu_query_sw_state_persistence persistence = {0};
	struct rm_gpu_query_compute_mode_rules compute = {0};
	struct rm_gpu_get_virtualization_mode virtualization = {0};
	uint32_t mode = 0;
	if (distil_answer(distil, gpu->device, RM_GPU_QUERY_SW_STATE_PERSISTENCE, &persistence))
		distil_put_bool(&gpu->gpu, "persistence",
				persistence.sw_state_persistence == PERSISTENCE_ENABLED);
	else
		distil_untold(gpu, "persistence");
	if (!distil_answer(distil, gpu->subdevice, RM_GPU_QUERY_COMPUTE_MODE_RULES, &compute))
		distil_untold(gpu, "compute_mode");
	else if (compute.rules)
		distil_put_number(&gpu->gpu, "compute_mode", compute.rules);
	if (distil_answer(distil, gpu->device, RM_GPU_GET_VIRTUALIZATION_MODE, &virtualization) &&
	    virtualization.virtualization_mode)
		distil_put_number(&gpu->gpu, "virtualization", virtualization.virtualization_mode);
	if (distil_info(distil, gpu->subdevice, RM_GPU_GET_INFO_V2, RM_GPU_GET_INFO_V2,
			NV2080_CTRL_GPU_INFO_INDEX_GPU_SMC_MODE, &mode) &&
	    (mode == NV2080_CTRL_GPU_INFO_GPU_SMC_MODE_ENABLED ||
	     mode == NV2080_CTRL_GPU_INFO_GPU_SMC_MODE_DISABLE_PENDING)) {
		/* A machine with MIG on must name the board's profiles. */
		distil_untold(gpu,
			      "mig_enabled, mig_profiles, mig_instances (MIG is on in the record)");
	}
}

/* The question names the GPU, not an object of it. */
static void put_accounting(const struct distil *distil, struct distil_gpu *gpu)
{
	enum rm_cmd cmd;
	for (const struct record_exchange *at = distil->record->exchanges; at; at = at->next) {
		struct rm_gpuacct_get_accounting_state state = {0};
		const struct rm_layout *layout =
		    record_layout(at->kind, at->number, distil->record->release, &cmd);
		if (!layout || cmd != RM_GPUACCT_GET_ACCOUNTING_STATE ||
		    layout->size != at->params_size || at->answers[0].error ||
		    at->answers[0].status)
			continue;
		rm_decode(layout, RM_IN | RM_OUT, at->answers[0].bytes, &state);
		if (state.gpu_id == gpu->id &&
		    state.state == NV0000_CTRL_GPU_ACCOUNTING_STATE_ENABLED)
			distil_put_bool(&gpu->gpu, "accounting", true);
	}
}

struct process {
	uint32_t pid;
	bool computes, draws;
	uint64_t bytes;
	uint32_t sm_percent, memory_percent;
	bool measured;
};

struct processes {
	struct process list[256];
	unsigned count;
};

static struct process *process_of(struct processes *processes, uint32_t pid)
{
	for (unsigned i = 0; i < processes->count; i++)
		if (processes->list[i].pid == pid)
			return &processes->list[i];
	if (processes->count == sizeof processes->list / sizeof processes->list[0])
		return NULL;
	struct process *process = &processes->list[processes->count++];
	*process = (struct process){.pid = pid};
	return process;
}

/* Classes of channels end in c0 (compute) or 97 (graphics). */
static void take_pids(struct processes *processes, const struct rm_gpu_get_pids *told)
{
	enum { COMPUTE = 0xc0, GRAPHICS = 0x97 };
	size_t room = sizeof told->pid_tbl / sizeof told->pid_tbl[0];
	for (uint32_t i = 0; i < told->pid_tbl_count && i < room; i++) {
		uint32_t class_low = told->id & 0xff;
		struct process *process = class_low == COMPUTE || class_low == GRAPHICS
					      ? process_of(processes, told->pid_tbl[i])
					      : NULL;
		if (!process)
			continue;
		process->computes |= class_low == COMPUTE;
		process->draws |= class_low == GRAPHICS;
	}
}

static void take_infos(struct processes *processes, const struct rm_gpu_get_pid_info *told)
{
	size_t room = sizeof told->pid_info_list / sizeof told->pid_info_list[0];
	for (uint32_t i = 0; i < told->pid_info_list_count && i < room; i++) {
		struct process *process = told->pid_info_list[i].result == 0
					      ? process_of(processes, told->pid_info_list[i].pid)
					      : NULL;
		if (!process)
			continue;
		process->bytes = told->pid_info_list[i].data.vid_mem_usage.mem_private +
				 told->pid_info_list[i].data.vid_mem_usage.mem_shared_owned;
	}
}

/* From all objects of the GPU: an instance knows its own processes. */
static void collect(const struct distil *distil, const struct distil_gpu *gpu,
		    struct processes *processes)
{
	enum rm_cmd cmd;
	struct rm_gpu_get_pids *pids = calloc(1, sizeof *pids);
	struct rm_gpu_get_pid_info *infos = calloc(1, sizeof *infos);
	size_t length = strlen(gpu->subdevice);
	for (const struct record_exchange *at = distil->record->exchanges; pids && infos && at;
	     at = at->next) {
		const struct rm_layout *layout =
		    record_layout(at->kind, at->number, distil->record->release, &cmd);
		if (!layout || layout->size != at->params_size || at->answers_count == 0 ||
		    strncmp(at->object, gpu->subdevice, length) != 0)
			continue;
		const struct record_answer *last = &at->answers[at->answers_count - 1];
		if (last->error || last->status)
			continue;
		if (cmd == RM_GPU_GET_PIDS) {
			rm_decode(layout, RM_IN | RM_OUT, last->bytes, pids);
			take_pids(processes, pids);
		} else if (cmd == RM_GPU_GET_PID_INFO) {
			rm_decode(layout, RM_IN | RM_OUT, last->bytes, infos);
			take_infos(processes, infos);
		}
	}
	free(pids);
	free(infos);
}

/* Arguments are parted by zeros in the file, by blanks in a machine. */
static void name_of(const struct distil *distil, uint32_t pid, char *dst)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%u/cmdline", pid);
	const struct record_file *file = record_file_find(distil->record, path);
	size_t length = 0;
	for (size_t i = 0; file && file->content && i < file->size && length + 1 < DISTIL_TEXT; i++)
		dst[length++] = file->content[i] ? (char)file->content[i] : ' ';
	while (length > 0 && dst[length - 1] == ' ')
		length--;
	dst[length] = '\0';
	if (length == 0)
		snprintf(dst, DISTIL_TEXT, "unknown");
}

static void put_process(const struct distil *distil, struct distil_gpu *gpu,
			const struct process *process)
{
	char name[DISTIL_TEXT];
	const char *type = !process->draws ? "C" : process->computes ? "C+G" : "G";
	name_of(distil, process->pid, name);
	struct distil_part *part = &gpu->gpu;
	fprintf(part->to, "      - pid: %u\n    ", process->pid);
	distil_put_text(part, "name", name, strlen(name));
	fprintf(part->to, "        type: %s\n        memory_mib: %llu\n", type,
		(unsigned long long)(process->bytes >> 20));
	if (process->measured)
		fprintf(part->to, "        sm_percent: %u\n        memory_percent: %u\n",
			process->sm_percent, process->memory_percent);
	else
		distil_untold(gpu, "what its processes do");
	gpu->processes_kib += process->bytes >> 20 << 10;
}

/* From the page's samples, in hundredths. */
static void take_use(const struct distil *distil, const struct distil_gpu *gpu,
		     struct processes *processes)
{
	for (unsigned i = 0; i < 5; i++) {
		uint64_t pid, sm, memory;
		if (!distil_reading(distil, gpu, RM_RUSD_PROC_UTIL_TIMESTAMP, 0,
				    RM_RUSD_PROC_UTIL_SAMPLES_GR_PROC_ID, i, &pid) ||
		    !distil_reading(distil, gpu, RM_RUSD_PROC_UTIL_TIMESTAMP, 0,
				    RM_RUSD_PROC_UTIL_SAMPLES_GR_UTIL, i, &sm) ||
		    !distil_reading(distil, gpu, RM_RUSD_PROC_UTIL_TIMESTAMP, 0,
				    RM_RUSD_PROC_UTIL_SAMPLES_FB_UTIL, i, &memory))
			return;
		for (unsigned n = 0; n < processes->count; n++)
			if (processes->list[n].pid == pid) {
				processes->list[n].sm_percent = (uint32_t)sm / 100;
				processes->list[n].memory_percent = (uint32_t)memory / 100;
				processes->list[n].measured = true;
			}
	}
}

/* Where the page has none: the newest of the driver's samples that name the process. */
static void take_samples(const struct distil *distil, const struct distil_gpu *gpu,
			 struct processes *processes)
{
	struct rm_perf_get_gpumon_perfmon_util_samples_v2 *told = calloc(1, sizeof *told);
	uint64_t newest[sizeof processes->list / sizeof processes->list[0]] = {0};
	if (told &&
	    distil_answer(distil, gpu->subdevice, RM_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2, told))
		for (size_t i = 0; i < sizeof told->samples / sizeof told->samples[0]; i++)
			for (unsigned n = 0; n < processes->count; n++) {
				if (told->samples[i].gr.proc_id != processes->list[n].pid ||
				    told->samples[i].base.time_stamp < newest[n])
					continue;
				newest[n] = told->samples[i].base.time_stamp;
				processes->list[n].sm_percent = told->samples[i].gr.util / 100;
				processes->list[n].memory_percent = told->samples[i].fb.util / 100;
				processes->list[n].measured = true;
			}
	free(told);
}

static void put_processes(const struct distil *distil, struct distil_gpu *gpu)
{
	struct processes *processes = calloc(1, sizeof *processes);
	if (!processes)
		return;
	collect(distil, gpu, processes);
	take_samples(distil, gpu, processes);
	take_use(distil, gpu, processes);
	if (processes->count)
		fputs("    processes:\n", gpu->gpu.to);
	for (unsigned i = 0; i < processes->count; i++)
		put_process(distil, gpu, &processes->list[i]);
	free(processes);
}

void distil_identity(struct distil *distil, struct distil_gpu *gpu)
{
	put_place(distil, gpu);
	put_uuid(distil, gpu);
	put_board(distil, gpu);
	put_switches(distil, gpu);
	put_accounting(distil, gpu);
	put_processes(distil, gpu);
}
