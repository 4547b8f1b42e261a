/* SPDX-License-Identifier: MIT */
/* Which device nodes the program is given, as a container is: all, none, or some; and which of them
 * are forbidden. */
#include <stdlib.h>
#include <string.h>

#include "nvsim.h"

static bool has(const uint64_t *set, unsigned number)
{
	return number < VIEW_NODES && (set[number / WORD_BITS] >> (number % WORD_BITS) & 1);
}

bool view_parse(const char *text, uint64_t *ret_set)
{
	do {
		char *rest;
		unsigned long number = strtoul(text, &rest, 10);
		if (*text < '0' || *text > '9' || number >= VIEW_NODES || (*rest && *rest != ','))
			return false;
		ret_set[number / WORD_BITS] |= (uint64_t)1 << (number % WORD_BITS);
		text = *rest ? rest + 1 : rest;
		if (*rest && !*text)
			return false;
	} while (*text);
	return true;
}

/* A container with some GPUs gets no right to divide or watch them all. */
static bool shows_capability(const struct view *view, unsigned minor)
{
	return minor >= SIM_CAP_FIRST_OF_GPUS &&
	       has(view->shown, (minor - SIM_CAP_FIRST_OF_GPUS) / SIM_CAPS_OF_GPU);
}

bool view_shows(const struct view *view, const struct sim_node *node)
{
	if (node->kind != SIM_CHARDEV)
		return true;
	if (view->none)
		return false;
	if (!view->some)
		return true;
	if (node->major == SIM_CAPS_MAJOR)
		return shows_capability(view, node->minor);
	return node->minor >= SIM_MINOR_MODESET || has(view->shown, node->minor);
}

bool view_denies(const struct view *view, const struct shadow_node *node)
{
	return node->kind == SIM_CHARDEV && node->major == SIM_MAJOR &&
	       has(view->denied, node->minor);
}

static bool is_there(const struct shadow *shadow, unsigned number)
{
	char path[32] = "/dev/nvidiactl";
	if (number != SIM_MINOR_CTL)
		snprintf(path, sizeof path, "/dev/nvidia%u", number);
	return shadow_by_path(shadow, path) != NULL;
}

int view_check(const struct shadow *shadow)
{
	for (unsigned number = 0; number < VIEW_NODES; number++) {
		if (is_there(shadow, number))
			continue;
		if (has(shadow->view.shown, number) || has(shadow->view.denied, number)) {
			fprintf(stderr, "nvsim: there is no /dev/nvidia%u to show or deny\n",
				number);
			return -1;
		}
	}
	return 0;
}
