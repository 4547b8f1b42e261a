/* SPDX-License-Identifier: MIT */
/* The values of setters: words or their numbers, ranges of clocks, watts. */

#include "setters.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct word {
	const char *name;
	unsigned int number;
	const char *shown;
};

static const struct word words_enabled[] = {
    {"DISABLED", 0, "Disabled"}, {"ENABLED", 1, "Enabled"}, {NULL, 0, NULL}};
static const struct word words_restricted[] = {
    {"UNRESTRICTED", 0, "UNRESTRICTED"}, {"RESTRICTED", 1, "RESTRICTED"}, {NULL, 0, NULL}};
static const struct word words_counters[] = {{"VOLATILE", NVML_VOLATILE_ECC, "volatile"},
					     {"AGGREGATE", NVML_AGGREGATE_ECC, "aggregate"},
					     {NULL, 0, NULL}};
static const struct word words_compute[] = {
    {"DEFAULT", NVML_COMPUTEMODE_DEFAULT, "DEFAULT"},
    {"EXCLUSIVE_THREAD", NVML_COMPUTEMODE_EXCLUSIVE_THREAD, "EXCLUSIVE_THREAD"},
    {"PROHIBITED", NVML_COMPUTEMODE_PROHIBITED, "PROHIBITED"},
    {"EXCLUSIVE_PROCESS", NVML_COMPUTEMODE_EXCLUSIVE_PROCESS, "EXCLUSIVE_PROCESS"},
    {NULL, 0, NULL}};
static const struct word words_operation[] = {{"ALL_ON", NVML_GOM_ALL_ON, "ALL_ON"},
					      {"COMPUTE", NVML_GOM_COMPUTE, "COMPUTE"},
					      {"LOW_DP", NVML_GOM_LOW_DP, "LOW_DP"},
					      {NULL, 0, NULL}};
static const struct word words_virtualization[] = {
    {"VGPU", NVML_GPU_VIRTUALIZATION_MODE_HOST_VGPU, "VGPU"},
    {"VSGA", NVML_GPU_VIRTUALIZATION_MODE_HOST_VSGA, "VSGA"},
    {NULL, 0, NULL}};
static const struct word words_override[] = {
    {"RESTORE_DEFAULT", 0, "RESTORE_DEFAULT"}, {"OVERRIDE", 1, "OVERRIDE"}, {NULL, 0, NULL}};
/* The numbers are those of the command line. */
static const struct word words_scope[] = {
    {"GPU", 0, NULL}, {"TOTAL_MODULE", 1, NULL}, {"GPU_BASE", 2, NULL}, {NULL, 0, NULL}};
static const struct word words_clock[] = {
    {"TDP", (unsigned int)NVML_CLOCK_LIMIT_ID_TDP, NULL},
    {"UNLIMITED", (unsigned int)NVML_CLOCK_LIMIT_ID_UNLIMITED, NULL},
    {NULL, 0, NULL}};

static bool read_word(const struct word *words, const char *text, struct amount *ret_amount)
{
	unsigned int number;
	bool is_number = arguments_number(text, UINT_MAX, &number);

	for (; words->name; words++) {
		if (is_number ? number == words->number : !strcasecmp(text, words->name)) {
			ret_amount->number = words->number;
			ret_amount->shown = words->shown;
			return true;
		}
	}
	return false;
}

bool value_enabled(const char *text, struct amount *ret_amount)
{
	return read_word(words_enabled, text, ret_amount);
}

bool value_restricted(const char *text, struct amount *ret_amount)
{
	return read_word(words_restricted, text, ret_amount);
}

bool value_counters(const char *text, struct amount *ret_amount)
{
	return read_word(words_counters, text, ret_amount);
}

bool value_compute_mode(const char *text, struct amount *ret_amount)
{
	return read_word(words_compute, text, ret_amount);
}

bool value_operation_mode(const char *text, struct amount *ret_amount)
{
	return read_word(words_operation, text, ret_amount);
}

bool value_virtualization(const char *text, struct amount *ret_amount)
{
	return read_word(words_virtualization, text, ret_amount);
}

bool value_override(const char *text, struct amount *ret_amount)
{
	return read_word(words_override, text, ret_amount);
}

bool value_scope(const char *text, struct amount *ret_amount)
{
	static const unsigned int scopes[] = {NVML_POWER_SCOPE_GPU, NVML_POWER_SCOPE_MODULE,
					      NVML_POWER_SCOPE_GPU_BASE};

	if (!read_word(words_scope, text, ret_amount))
		return false;
	ret_amount->number = scopes[ret_amount->number];
	return true;
}

static bool read_clock(const char *text, bool with_words, unsigned int *ret_mhz)
{
	struct amount amount;

	if (arguments_number(text, 1000000, ret_mhz))
		return true;
	if (!with_words || (*text >= '0' && *text <= '9') || !read_word(words_clock, text, &amount))
		return false;
	*ret_mhz = amount.number;
	return true;
}

/* Parts what stands before the comma from what stands behind; false: too long, or no such part. */
static bool part(const char *text, struct amount *ret_amount, bool *ret_both)
{
	size_t length = strcspn(text, ",");
	const char *second = text[length] ? text + length + 1 : text;
	size_t room = sizeof(ret_amount->words[0]);

	*ret_both = text[length] == ',';
	if (length >= room || strlen(second) >= room)
		return false;
	snprintf(ret_amount->words[0], room, "%.*s", (int)length, text);
	snprintf(ret_amount->words[1], room, "%s", second);
	return true;
}

static bool read_clocks(const char *text, struct amount *ret_amount, bool with_words,
			bool *ret_both)
{
	return part(text, ret_amount, ret_both) &&
	       read_clock(ret_amount->words[0], with_words, &ret_amount->number) &&
	       read_clock(ret_amount->words[1], with_words, &ret_amount->second);
}

/* MIN,MAX, or one that is both; also as a word that NVML has a number for. */
bool value_clock_range(const char *text, struct amount *ret_amount)
{
	bool both;

	return read_clocks(text, ret_amount, true, &both);
}

bool value_clock(const char *text, struct amount *ret_amount)
{
	bool both;

	return read_clocks(text, ret_amount, false, &both) && !both;
}

/* MEMORY,GRAPHICS */
bool value_clock_pair(const char *text, struct amount *ret_amount)
{
	bool both;

	return read_clocks(text, ret_amount, false, &both) && both;
}

/* Watts are typed, with a fraction if need be; milliwatts are what NVML takes. */
bool value_watts(const char *text, struct amount *ret_amount)
{
	char *end;
	double watts = strtod(text, &end);

	if (end == text || *end || !(watts > 0 && watts < 1e6))
		return false;
	ret_amount->number = (unsigned int)(watts * 1000 + 0.5);
	return true;
}

bool value_celsius(const char *text, struct amount *ret_amount)
{
	return arguments_number(text, 1000, &ret_amount->number);
}

/* MHz, downwards. */
bool value_offset(const char *text, struct amount *ret_amount)
{
	return *text == '-' && arguments_number(text + 1, 1000000, &ret_amount->number);
}

/* The way of a reset. */
bool value_reset(const char *text, struct amount *ret_amount)
{
	ret_amount->shown = "bus";
	return !strcasecmp(text, "bus");
}

bool value_hostname(const char *text, struct amount *ret_amount)
{
	ret_amount->shown = text;
	return strlen(text) < NVML_DEVICE_HOSTNAME_BUFFER_SIZE;
}
