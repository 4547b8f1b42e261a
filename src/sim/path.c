/* SPDX-License-Identifier: MIT */
#include "sim/path.h"

#include <stdio.h>
#include <string.h>

void sim_path_normalise(char *path, size_t size)
{
	char out[512] = "";
	char *save = NULL;

	for (char *part = strtok_r(path, "/", &save); part; part = strtok_r(NULL, "/", &save)) {
		char *slash;
		size_t used = strlen(out);

		if (strcmp(part, ".") == 0)
			continue;
		if (strcmp(part, "..") == 0) {
			slash = strrchr(out, '/');
			if (slash)
				*slash = '\0';
			continue;
		}
		snprintf(out + used, sizeof(out) - used, "/%s", part);
	}
	snprintf(path, size, "%s", out[0] ? out : "/");
}
