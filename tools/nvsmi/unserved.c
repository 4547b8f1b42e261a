/* SPDX-License-Identifier: MIT */
/* Options and commands of nvidia-smi that nvsmi refuses, each with the reason. */

#include "setters.h"

#include <string.h>

static const struct {
	const char *name;
	const char *alias;
	const char *reason;
} unserved[] = {
    {"-col", "--columns", "there is no summary in several columns"},
    {"--debug", NULL, "its encrypted log is for NVIDIA alone"},
    {"-dm", "--driver-model", "only Windows has driver models"},
    {"-fdm", "--force-driver-model", "only Windows has driver models"},
    {"--no-driver-restart", NULL, "only Windows has driver models"},
    /* Commands; those that commands.c has come first. */
    {"base-clocks", NULL, "no public function has base clocks"},
    {"boost-slider", NULL, "no public function has boost sliders"},
    {"clocks", NULL, "the command is not there yet"},
    {"compute-policy", NULL, "no public function has time slices"},
    {"cper", NULL, "the command is not there yet"},
    {"daemon", NULL, "collecting in the background is not there yet"},
    {"event-log", NULL, "the command is not there yet"},
    {"power-hint", NULL, "no public function estimates power"},
    {"replay", NULL, "collecting in the background is not there yet"},
    {"soc", NULL, "only Tegra has it"},
};

const char *unserved_reason(const char *name)
{
	size_t length = strcspn(name, "=");

	for (size_t i = 0; i < sizeof(unserved) / sizeof(unserved[0]); i++) {
		if (text_is_word(name, length, unserved[i].name) ||
		    (unserved[i].alias && text_is_word(name, length, unserved[i].alias)))
			return unserved[i].reason;
	}
	return NULL;
}
