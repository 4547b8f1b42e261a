/* SPDX-License-Identifier: MIT */
/* Options of nvidia-smi that nvsmi refuses, each with the reason. */

#include "setters.h"

#include <string.h>

static const struct {
	const char *name;
	const char *alias;
	const char *reason;
} unserved[] = {
    {"-B", "--list-excluded-gpus", "there is no list of excluded GPUs yet"},
    {"-col", "--columns", "there is no summary in several columns"},
    {"-u", "--unit", "S-class units are not served"},
    {"-t", "--toggle-led", "S-class units are not served"},
    {"--debug", NULL, "its encrypted log is for NVIDIA alone"},
    {"-dm", "--driver-model", "only Windows has driver models"},
    {"-fdm", "--force-driver-model", "only Windows has driver models"},
    {"--no-driver-restart", NULL, "only Windows has driver models"},
    {"--query-supported-clocks", NULL, "not there yet"},
    {"--query-accounted-apps", NULL, "not there yet"},
    {"--query-retired-pages", NULL, "not there yet"},
    {"--query-remapped-rows", NULL, "not there yet"},
    {"--help-query-supported-clocks", NULL, "not there yet"},
    {"--help-query-accounted-apps", NULL, "not there yet"},
    {"--help-query-retired-pages", NULL, "not there yet"},
    {"--help-query-remapped-rows", NULL, "not there yet"},
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
