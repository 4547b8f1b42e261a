/* SPDX-License-Identifier: MIT */
/* The default table. Its layout changed with the driver; each generation is one row of styles[]. */

#include "nvsmi.h"
#include "trouble.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct style {
	unsigned int first_branch;
	size_t width;
	/* version line */
	const char *driver_label;
	const char *cuda_label;
	int library_width;
	int driver_width;
	const char *rule; /* below the version line */
	const char *header[3];
	const char *header_rule;
	const char *gpu_rule;
	/* GPU rows */
	int name_width;
	int name_gap;
	const char *after_persistence;
	const char *before_bus;
	int usage_width;
	int cap_width;
	int used_width;
	int total_width;
	const char *mig_row; /* the two empty columns of the third row; NULL: two rows a GPU */
	/* processes */
	const char *process_header[2];
	int pid_width;
	int process_width;
	bool blank_line; /* the line before the processes is blanks, not empty */
	bool instances;  /* processes tell theirs */
};

#define RULE_79 "+-------------------------------+----------------------+----------------------+"
#define RULE_89                                                                                    \
	"+-----------------------------------------+----------------------+----------------------" \
	"+"
#define RULE_91                                                                                    \
	"+-----------------------------------------+------------------------+--------------------" \
	"--+"

static const struct style styles[] = {
    {
	.first_branch = 0,
	.width = 79,
	.driver_label = "Driver Version: ",
	.cuda_label = "CUDA Version: ",
	.library_width = 13,
	.driver_width = 13,
	.rule = "|"
		"-------------------------------+----------------------+----------------------+",
	.header =
	    {"| GPU  Name        Persistence-M| Bus-Id        Disp.A | Volatile Uncorr. ECC |",
	     "| Fan  Temp  Perf  Pwr:Usage/Cap|         Memory-Usage | GPU-Util  Compute M. |",
	     "|                               |                      |               MIG M. |"},
	.header_rule =
	    "|===============================+======================+======================|",
	.gpu_rule = RULE_79,
	.name_width = 18,
	.name_gap = 2,
	.after_persistence = " |",
	.before_bus = "",
	.usage_width = 6,
	.cap_width = 4,
	.used_width = 9,
	.total_width = 8,
	.mig_row = "|                               |                      |",
	.process_header =
	    {"|  GPU   GI   CI        PID   Type   Process name                  GPU Memory |",
	     "|        ID   ID                                                   Usage      |"},
	.pid_width = 9,
	.process_width = 28,
	.blank_line = true,
	.instances = true,
    },
    {
	.first_branch = 530,
	.width = 89,
	.driver_label = "Driver Version: ",
	.cuda_label = "CUDA Version: ",
	.library_width = 23,
	.driver_width = 13,
	.rule = "|"
		"-----------------------------------------+----------------------+-----------------"
		"-----+",
	.header = {"| GPU  Name                 Persistence-M | Bus-Id        Disp.A | Volatile "
		   "Uncorr. ECC |",
		   "| Fan  Temp   Perf          Pwr:Usage/Cap |         Memory-Usage | GPU-Util  "
		   "Compute M. |",
		   "|                                         |                      |             "
		   "  MIG M. |"},
	.header_rule = "|=========================================+======================+========="
		       "=============|",
	.gpu_rule = RULE_89,
	.name_width = 27,
	.name_gap = 4,
	.after_persistence = "|",
	.before_bus = "",
	.usage_width = 16,
	.cap_width = 4,
	.used_width = 9,
	.total_width = 8,
	.mig_row = "|                                         |                      |",
	.process_header = {"|  GPU   GI   CI        PID   Type   Process name                      "
			   "      GPU Memory |",
			   "|        ID   ID                                                       "
			   "      Usage      |"},
	.pid_width = 9,
	.process_width = 38,
	.blank_line = true,
	.instances = true,
    },
    {
	.first_branch = 550,
	.width = 91,
	.driver_label = "Driver Version: ",
	.cuda_label = "CUDA Version: ",
	.library_width = 23,
	.driver_width = 15,
	.rule = "|"
		"-----------------------------------------+------------------------+---------------"
		"-------+",
	.header = {"| GPU  Name                 Persistence-M | Bus-Id          Disp.A | Volatile "
		   "Uncorr. ECC |",
		   "| Fan  Temp   Perf          Pwr:Usage/Cap |           Memory-Usage | GPU-Util  "
		   "Compute M. |",
		   "|                                         |                        |           "
		   "    MIG M. |"},
	.header_rule = "|=========================================+========================+======="
		       "===============|",
	.gpu_rule = RULE_91,
	.name_width = 27,
	.name_gap = 4,
	.after_persistence = "|",
	.before_bus = "  ",
	.usage_width = 15,
	.cap_width = 5,
	.used_width = 10,
	.total_width = 9,
	.mig_row = "|                                         |                        |",
	.process_header = {"|  GPU   GI   CI        PID   Type   Process name                      "
			   "        GPU Memory |",
			   "|        ID   ID                                                       "
			   "        Usage      |"},
	.pid_width = 9,
	.process_width = 40,
	.blank_line = true,
	.instances = true,
    },
};

/* Before MIG. */
static void style_without_mig(struct style *style, unsigned int branch)
{
	style->header[2] = NULL;
	style->mig_row = NULL;
	style->instances = false;
	style->process_header[0] =
	    "| Processes:                                                       GPU Memory |";
	style->process_header[1] =
	    "|  GPU       PID   Type   Process name                             Usage      |";
	style->process_width = 39;
	if (branch < 410) {
		style->cuda_label = NULL;
		style->library_width = 23;
		style->driver_width = 26;
	}
}

/* What a later driver changed in the newest layout. */
static void style_for(unsigned int branch, struct style *ret_style)
{
	size_t last = COUNT_OF(styles) - 1;

	while (last > 0 && branch < styles[last].first_branch)
		last--;
	*ret_style = styles[last];
	if (branch < 450)
		style_without_mig(ret_style, branch);
	if (branch == 530) {
		ret_style->header[0] = "| GPU  Name                  Persistence-M| Bus-Id        "
				       "Disp.A | Volatile Uncorr. ECC |";
		ret_style->header[1] = "| Fan  Temp  Perf            Pwr:Usage/Cap|         "
				       "Memory-Usage | GPU-Util  Compute M. |";
	}
	if (branch >= 570) {
		ret_style->process_header[0] = "|  GPU   GI   CI              PID   Type   Process "
					       "name                        GPU Memory |";
		ret_style->pid_width = 15;
		ret_style->process_width = 34;
	}
	if (branch >= 580) {
		ret_style->rule = ret_style->gpu_rule;
		ret_style->blank_line = false;
	}
	if (branch >= 610) {
		ret_style->driver_label = "KMD Version: ";
		ret_style->cuda_label = "CUDA UMD Version: ";
		ret_style->driver_width = 14;
	}
}

void table_frame(size_t width)
{
	char line[128];

	memset(line, '-', sizeof(line));
	line[0] = '+';
	out("%.*s+\n", (int)width - 1, line);
}

static void print_separator(const struct style *style)
{
	out("%*s\n", style->blank_line ? (int)style->width : 0, "");
}

static void print_head(const struct machine *machine, const struct style *style)
{
	char cuda[32];

	text_cuda(cuda, sizeof(cuda), machine->cuda, "N/A");
	table_frame(style->width);
	out("| NVIDIA-SMI %-*s%s%-*s", style->library_width, machine->library, style->driver_label,
	    style->driver_width, machine->driver);
	if (style->cuda_label)
		out("%s%-9s", style->cuda_label, cuda);
	out("|\n%s\n", style->rule);
	for (size_t i = 0; i < 3 && style->header[i]; i++)
		out("%s\n", style->header[i]);
	out("%s\n", style->header_rule);
}

static bool is_absent(nvmlReturn_t status)
{
	return text_is_missing(status) || status == NVML_ERROR_NO_PERMISSION ||
	       status == STATUS_ASLEEP;
}

/* A table cell: N/A where the GPU has no such value, ERR! where asking failed. */
static const char *cell(struct gpu *gpu, enum value_id id, char *ret_text, size_t size,
			enum form form, const char *unit)
{
	const struct value *value = gpu_value(gpu, id);
	char text[96];

	if (value->status == NVML_SUCCESS)
		snprintf(ret_text, size, "%s%s", text_value(text, sizeof(text), value, form, true),
			 unit);
	else
		snprintf(ret_text, size, "%s", is_absent(value->status) ? "N/A" : "ERR!");
	return ret_text;
}

static const char *on_off(struct gpu *gpu, enum value_id id, char *ret_text, size_t size)
{
	const struct value *value = gpu_value(gpu, id);

	if (value->status != NVML_SUCCESS)
		return cell(gpu, id, ret_text, size, FORM_TEXT, "");
	return value->number ? "On" : "Off";
}

static const char *watts(struct gpu *gpu, enum value_id id, char *ret_text, size_t size)
{
	const struct value *value = gpu_value(gpu, id);

	if (value->status != NVML_SUCCESS)
		return cell(gpu, id, ret_text, size, FORM_TEXT, "");
	snprintf(ret_text, size, "%.0fW", (double)value->number / 1000);
	return ret_text;
}

static const char *ecc_cell(struct gpu *gpu, char *ret_text, size_t size)
{
	const struct value *mode = gpu_value(gpu, VALUE_ECC_MODE);

	if (mode->status != NVML_SUCCESS)
		return cell(gpu, VALUE_ECC_MODE, ret_text, size, FORM_TEXT, "");
	if (!mode->number)
		return "Off";
	if (mig_is_on(gpu))
		return "On";
	return cell(gpu, VALUE_ECC_TOTAL(1, 0), ret_text, size, FORM_TEXT, "");
}

static const char *mig_cell(struct gpu *gpu, char *ret_text, size_t size)
{
	const struct value *current = gpu_value(gpu, VALUE_MIG_CURRENT);
	int64_t pending;

	if (current->status != NVML_SUCCESS)
		return cell(gpu, VALUE_MIG_CURRENT, ret_text, size, FORM_TEXT, "");
	pending = gpu_number(gpu, VALUE_MIG_PENDING, current->number);
	snprintf(ret_text, size, "%s%s", pending ? "Enabled" : "Disabled",
		 pending != current->number ? "*" : "");
	return ret_text;
}

static void memory_cell(struct gpu *gpu, const struct style *style, char *ret_text, size_t size)
{
	const struct value *used = gpu_value(gpu, VALUE_MEMORY_USED);
	int width = style->used_width + 3 + style->total_width;
	char text[2][32];
	char both[80];

	const char *trouble = trouble_in_short(gpu, used->status);

	if (trouble) {
		snprintf(ret_text, size, "%-*s", width, trouble);
		return;
	}
	if (used->status != NVML_SUCCESS) {
		snprintf(ret_text, size, "%*s", width,
			 cell(gpu, VALUE_MEMORY_USED, text[0], sizeof(text[0]), FORM_TEXT, ""));
		return;
	}
	cell(gpu, VALUE_MEMORY_USED, text[0], sizeof(text[0]), FORM_MIB, "MiB");
	cell(gpu, VALUE_MEMORY_TOTAL, text[1], sizeof(text[1]), FORM_MIB, "MiB");
	snprintf(both, sizeof(both), "%*s / %*s", style->used_width, text[0], style->total_width,
		 text[1]);
	text_fit(ret_text, size, both, (size_t)width, false);
}

static void print_gpu_first(struct gpu *gpu, const struct style *style)
{
	char name[96];
	char text[4][96];

	text_fit(name, sizeof(name), cell(gpu, VALUE_NAME, text[0], sizeof(text[0]), FORM_TEXT, ""),
		 (size_t)style->name_width, false);
	out("| %3u  %-*s%*s%-4s%s %s%-16s %3s | %20s |\n", gpu->index, style->name_width, name,
	    style->name_gap, "", on_off(gpu, VALUE_PERSISTENCE, text[0], sizeof(text[0])),
	    style->after_persistence, style->before_bus,
	    cell(gpu, VALUE_BUS_ID, text[1], sizeof(text[1]), FORM_TEXT, ""),
	    on_off(gpu, VALUE_DISPLAY_ACTIVE, text[2], sizeof(text[2])),
	    ecc_cell(gpu, text[3], sizeof(text[3])));
}

static void print_gpu_second(struct gpu *gpu, const struct style *style)
{
	char text[7][64];
	char memory[96];

	memory_cell(gpu, style, memory, sizeof(memory));
	if (mig_is_on(gpu))
		snprintf(text[5], sizeof(text[5]), "N/A");
	else
		cell(gpu, VALUE_UTIL_GPU, text[5], sizeof(text[5]), FORM_TEXT, "%");
	out("|%4s  %4s    %-3s%*s / %*s | %s | %7s  %11s |\n",
	    cell(gpu, VALUE_FAN, text[0], sizeof(text[0]), FORM_TEXT, "%"),
	    cell(gpu, VALUE_TEMPERATURE, text[1], sizeof(text[1]), FORM_TEXT, "C"),
	    cell(gpu, VALUE_PSTATE, text[2], sizeof(text[2]), FORM_PSTATE, ""), style->usage_width,
	    watts(gpu, VALUE_POWER, text[3], sizeof(text[3])), style->cap_width,
	    watts(gpu, VALUE_POWER_ENFORCED, text[4], sizeof(text[4])), memory, text[5],
	    cell(gpu, VALUE_COMPUTE_MODE, text[6], sizeof(text[6]), FORM_COMPUTE_MODE, ""));
}

static void print_gpu(struct gpu *gpu, const struct style *style)
{
	char text[64];

	print_gpu_first(gpu, style);
	print_gpu_second(gpu, style);
	if (style->mig_row)
		out("%s %20s |\n", style->mig_row, mig_cell(gpu, text, sizeof(text)));
	out("%s\n", style->gpu_rule);
}

static void instance_cell(unsigned int id, char *ret_text, size_t size)
{
	if (id == UINT32_MAX)
		snprintf(ret_text, size, "N/A");
	else
		snprintf(ret_text, size, "%2u ", id);
}

static bool print_process(const struct gpu *gpu, const struct process *process,
			  const struct style *style)
{
	char name[NVSMI_NAME];
	char fitted[128];
	char memory[32] = "    N/A     ";
	char instance[2][16];

	if (!process_name(process, name, sizeof(name)))
		return false;
	/* Two blanks are kept between the name and the widest number. */
	text_fit(fitted, sizeof(fitted), name,
		 (size_t)style->process_width - (style->pid_width == 15 ? 2 : 0), true);
	if (process->bytes != UINT64_MAX)
		snprintf(memory, sizeof(memory), "%" PRIu64 "MiB", text_mib(process->bytes));
	instance_cell(process->gpu_instance, instance[0], sizeof(instance[0]));
	instance_cell(process->compute_instance, instance[1], sizeof(instance[1]));
	out("|%5u ", gpu->index);
	if (style->instances)
		out("  %3s  %3s ", instance[0], instance[1]);
	out("%*u  %5s   %-*s%12s |\n", style->pid_width, process->pid, process_type(process),
	    style->process_width, fitted, memory);
	return true;
}

static void print_processes(struct machine *machine, const struct style *style)
{
	static struct process processes[NVSMI_PROCESSES];
	bool any = false;

	table_frame(style->width);
	if (style->instances)
		out("| %-*s|\n", (int)style->width - 3, "Processes:");
	out("%s\n%s\n", style->process_header[0], style->process_header[1]);
	out("|%.*s|\n", (int)style->width - 2,
	    "=================================================================================="
	    "===================");
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		size_t count = NVSMI_PROCESSES;

		gpu_processes(machine->gpus[i], true, processes, &count);
		for (size_t k = 0; k < count; k++)
			any |= print_process(machine->gpus[i], &processes[k], style);
	}
	if (!any)
		out("|  %-*s|\n", (int)style->width - 4, "No running processes found");
	table_frame(style->width);
}

static bool any_mig(struct machine *machine)
{
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		if (mig_is_on(machine->gpus[i]))
			return true;
	}
	return false;
}

int table_print(struct machine *machine)
{
	struct style style;
	char now[64];

	style_for(machine->branch, &style);
	text_timestamp_table(now, sizeof(now));
	out("%s       \n", now);
	print_head(machine, &style);
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		print_gpu(machine->gpus[i], &style);
	if (style.instances && any_mig(machine)) {
		out("\n");
		table_mig(machine);
	}
	print_separator(&style);
	print_processes(machine, &style);
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		trouble_warn_of_inforom(machine->gpus[i]);
	return 0;
}
