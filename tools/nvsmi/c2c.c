/* SPDX-License-Identifier: MIT */
/* nvsmi c2c: the links between a GPU and the processor on its module. */

#include "commands.h"
#include "links.h"
#include "subcommand.h"

#include <inttypes.h>

static void print_help(void)
{
	out("nvsmi c2c: links between a GPU and the processor on its module\n\n"
	    "  -s, --status              up or not, and how fast\n"
	    "  -e, --errorcounters       interrupts and replays\n"
	    "  -gLowPwrInfo, --getLowPowerInfo    full power or low\n"
	    "  -i, --id=ID,...           only these GPUs: index, UUID, bus id or serial\n"
	    "  -h, --help                this text\n");
}

static int64_t link_count(struct gpu *gpu)
{
	int64_t count = 0;

	if (gpu_field(gpu, NVML_FI_DEV_C2C_LINK_COUNT, 0, &count) != NVML_SUCCESS)
		return 0;
	return count > LINKS_MAX ? LINKS_MAX : count;
}

static bool has_links(struct gpu *gpu)
{
	return link_count(gpu) > 0;
}

static void print_link(struct gpu *gpu, unsigned int link)
{
	char text[48];
	int64_t active = 1;
	int64_t speed = 0;

	gpu_field(gpu, NVML_FI_DEV_C2C_LINK_GET_STATUS, link, &active);
	if (!active) {
		out("\t C2C Link %u: <inactive>\n", link);
	} else if (gpu_field(gpu, NVML_FI_DEV_C2C_LINK_GET_MAX_BW, link, &speed) != NVML_SUCCESS) {
		out("\t C2C Link %u: N/A\n", link);
	} else {
		link_speed_text(text, sizeof(text), speed);
		out("\t C2C Link %u: %s GB/s\n", link, text);
	}
}

static int print_status(struct gpu *gpu, const char *value)
{
	(void)value;
	for (unsigned int i = 0; i < link_count(gpu); i++)
		print_link(gpu, i);
	return 0;
}

static void print_count(struct gpu *gpu, unsigned int link, const char *name, unsigned int field)
{
	int64_t count = 0;

	if (gpu_field(gpu, field, link, &count) == NVML_SUCCESS)
		out("\t C2C Link %u: Error %s Count: %" PRId64 "\n", link, name, count);
	else
		out("\t C2C Link %u: Error %s Count: N/A\n", link, name);
}

static int print_errors(struct gpu *gpu, const char *value)
{
	(void)value;
	for (unsigned int i = 0; i < link_count(gpu); i++) {
		print_count(gpu, i, "Interrupt", NVML_FI_DEV_C2C_LINK_ERROR_INTR);
		print_count(gpu, i, "Replay", NVML_FI_DEV_C2C_LINK_ERROR_REPLAY);
		print_count(gpu, i, "Back-to-Back Replay", NVML_FI_DEV_C2C_LINK_ERROR_REPLAY_B2B);
	}
	return 0;
}

static int print_power(struct gpu *gpu, const char *value)
{
	(void)value;
	for (unsigned int i = 0; i < link_count(gpu); i++) {
		int64_t low = 0;
		nvmlReturn_t status = gpu_field(gpu, NVML_FI_DEV_C2C_LINK_POWER_STATE, i, &low);

		out("\t C2C Link %u: Power State: %s\n", i,
		    status != NVML_SUCCESS ? "N/A"
		    : low                  ? "Low"
					   : "Full");
	}
	return 0;
}

int command_c2c(int argc, char **argv)
{
	static const struct subcommand_view views[] = {
	    {"-s", "--status", false, print_status},
	    {"-e", "--errorcounters", false, print_errors},
	    {"-gLowPwrInfo", "--getLowPowerInfo", false, print_power},
	    {0},
	};

	return subcommand_run(argc, argv, views, print_help, has_links, "No Devices support C2C.");
}
