/* SPDX-License-Identifier: MIT */
/* The box of MIG devices below the table. */

#include "nvsmi.h"

#include <inttypes.h>
#include <stdio.h>

struct mig_style {
	unsigned int first_branch;
	int width;
	const char *rule;
	const char *header[3];
	const char *header_rule;
	const char *broken_rule; /* between compute instances of one GPU instance */
	int used_width;
	int after_total; /* blanks */
	int bar1_width;
	int after_bar1;
	bool repeats; /* memory is printed for every compute instance */
};

#define MIG_RULE_79                                                                                \
	"+------------------+----------------------+-----------+-----------------------+"
#define MIG_RULE_89                                                                                \
	"+------------------+--------------------------------+-----------+-----------------------" \
	"+"
#define MIG_RULE_91                                                                                \
	"+------------------+----------------------------------+-----------+---------------------" \
	"--+"

static const struct mig_style styles[] = {
    {
	.first_branch = 0,
	.width = 79,
	.rule = MIG_RULE_79,
	.header =
	    {"| GPU  GI  CI  MIG |         Memory-Usage |        Vol|         Shared        |",
	     "|      ID  ID  Dev |           BAR1-Usage | SM     Unc| CE  ENC  DEC  OFA  JPG|",
	     "|                  |                      |        ECC|                       |"},
	.header_rule =
	    "|==================+======================+===========+=======================|",
	.broken_rule =
	    "+------------------+                      +-----------+-----------------------+",
	.used_width = 10,
	.after_total = 1,
	.bar1_width = 10,
	.after_bar1 = 1,
    },
    {
	.first_branch = 530,
	.width = 89,
	.rule = MIG_RULE_89,
	.header = {"| GPU  GI  CI  MIG |                   Memory-Usage |        Vol|      Shared  "
		   "         |",
		   "|      ID  ID  Dev |                     BAR1-Usage | SM     Unc| CE ENC DEC "
		   "OFA JPG    |",
		   "|                  |                                |        ECC|              "
		   "         |"},
	.header_rule = "|==================+================================+===========+=========="
		       "=============|",
	.broken_rule = "+------------------+                                "
		       "+-----------+-----------------------+",
	.used_width = 19,
	.after_total = 2,
	.bar1_width = 19,
	.after_bar1 = 2,
    },
    {
	.first_branch = 550,
	.width = 91,
	.rule = MIG_RULE_91,
	.header = {"| GPU  GI  CI  MIG |                     Memory-Usage |        Vol|      "
		   "Shared           |",
		   "|      ID  ID  Dev |                       BAR1-Usage | SM     Unc| CE ENC DEC "
		   "OFA JPG    |",
		   "|                  |                                  |        ECC|            "
		   "           |"},
	.header_rule = "|==================+==================================+===========+========"
		       "===============|",
	.broken_rule = "+------------------+                                  "
		       "+-----------+-----------------------+",
	.used_width = 19,
	.after_total = 4,
	.bar1_width = 21,
	.after_bar1 = 2,
    },
    {
	.first_branch = 580,
	.width = 91,
	.rule = MIG_RULE_91,
	.header = {"| GPU  GI  CI  MIG |              Shared Memory-Usage |        Vol|        "
		   "Shared         |",
		   "|      ID  ID  Dev |                Shared BAR1-Usage | SM     Unc| CE ENC  "
		   "DEC  OFA  JPG |",
		   "|                  |                                  |        ECC|            "
		   "           |"},
	.header_rule = "|==================+==================================+===========+========"
		       "===============|",
	.broken_rule = MIG_RULE_91,
	.used_width = 19,
	.after_total = 4,
	.bar1_width = 19,
	.after_bar1 = 4,
	.repeats = true,
    },
};

static void memory_cell(unsigned long long used, unsigned long long total, bool known,
			int used_width, int after, char *ret_text, size_t size)
{
	size_t width = (size_t)used_width + 11;
	char text[2][32];
	char both[96];
	char fitted[96];

	if (!known) {
		snprintf(ret_text, size, "%*s", used_width + 11 + after, "");
		return;
	}
	snprintf(text[0], sizeof(text[0]), "%" PRIu64 "MiB", text_mib(used));
	snprintf(text[1], sizeof(text[1]), "%" PRIu64 "MiB", text_mib(total));
	snprintf(both, sizeof(both), "%*s / %8s", used_width, text[0], text[1]);
	text_fit(fitted, sizeof(fitted), both, width, false);
	snprintf(ret_text, size, "%s%*s", fitted, after, "");
}

static void print_device(const struct gpu *gpu, const struct mig_device *mig, unsigned int index,
			 bool with_memory, const struct mig_style *style)
{
	const nvmlDeviceAttributes_t *engines = &mig->attributes;
	char memory[128];
	char bar1[128];
	char ecc[32] = "N/A";

	memory_cell(mig->memory.used, mig->memory.total, with_memory && mig->has_memory,
		    style->used_width, style->after_total, memory, sizeof(memory));
	memory_cell(mig->bar1.bar1Used, mig->bar1.bar1Total, with_memory && mig->has_memory,
		    style->bar1_width, style->after_bar1, bar1, sizeof(bar1));
	if (mig->has_ecc)
		snprintf(ecc, sizeof(ecc), "%llu", mig->ecc);
	out("|%3u%5u%4u%4u  |%s| %-3u%6s |%3u%4u%5u%5u%5u |\n", gpu->index, mig->gpu_instance,
	    mig->compute_instance, index, memory, engines->multiprocessorCount, ecc,
	    engines->sharedCopyEngineCount, engines->sharedEncoderCount,
	    engines->sharedDecoderCount, engines->sharedOfaCount, engines->sharedJpegCount);
	out("|                  |%s|           |                       |\n", bar1);
}

static unsigned int print_gpu(struct gpu *gpu, const struct mig_style *style)
{
	unsigned int capacity = mig_capacity(gpu);
	unsigned int shown = 0;
	unsigned int last_instance = UINT32_MAX;
	struct mig_device mig;

	for (unsigned int i = 0; i < capacity; i++) {
		bool shares;

		if (!mig_at(gpu, i, &mig))
			continue;
		shares = shown && mig.gpu_instance == last_instance;
		if (shown)
			out("%s\n", shares ? style->broken_rule : style->rule);
		print_device(gpu, &mig, shown++, !shares || style->repeats, style);
		last_instance = mig.gpu_instance;
	}
	if (shown)
		out("%s\n", style->rule);
	return shown;
}

void table_mig(struct machine *machine)
{
	size_t last = COUNT_OF(styles) - 1;
	const struct mig_style *style;
	unsigned int shown = 0;

	while (last > 0 && machine->branch < styles[last].first_branch)
		last--;
	style = &styles[last];
	table_frame((size_t)style->width);
	out("| %-*s|\n%s\n", style->width - 3, "MIG devices:", style->rule);
	for (size_t i = 0; i < 3; i++)
		out("%s\n", style->header[i]);
	out("%s\n", style->header_rule);
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		if (mig_is_on(machine->gpus[i]))
			shown += print_gpu(machine->gpus[i], style);
	}
	if (!shown) {
		out("|  %-*s|\n", style->width - 4, "No MIG devices found");
		table_frame((size_t)style->width);
	}
}
