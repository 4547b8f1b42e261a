/* SPDX-License-Identifier: MIT */
/* Options and commands of nvidia-smi that nvsmi refuses, each with the reason. */

#include "setters.h"

#include <string.h>

static const struct {
	const char *name;
	const char *alias;
	const char *reason;
} unserved[] = {
    {"-col", "--columns", "how it lays out its columns is not public"},
    {"--debug", NULL, "its encrypted log is for NVIDIA alone"},
    {"-dm", "--driver-model", "only Windows has driver models"},
    {"-fdm", "--force-driver-model", "only Windows has driver models"},
    {"--no-driver-restart", NULL, "only Windows has driver models"},
    /* Commands; those that commands.c has come first. */
    {"base-clocks", NULL, "no public function has base clocks"},
    {"boost-slider", NULL, "no public function has boost sliders"},
    {"clocks", NULL, "no public function sets synchronised boost or sparse operation"},
    {"compute-policy", NULL, "no public function has time slices"},
    {"daemon", NULL, "the form of its files is not public; use dmon -f"},
    {"event-log", NULL, "no public function tells of events that are past"},
    {"power-hint", NULL, "no public function estimates power"},
    {"replay", NULL, "the form of the files it reads is not public"},
    {"soc", NULL, "only Tegra has it"},
};

const char *unserved_reason(const char *name)
{
	size_t length = strcspn(name, "=");

	for (size_t i = 0; i < COUNT_OF(unserved); i++) {
		if (text_is_word(name, length, unserved[i].name) ||
		    (unserved[i].alias && text_is_word(name, length, unserved[i].alias)))
			return unserved[i].reason;
	}
	return NULL;
}
