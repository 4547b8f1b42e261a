/* SPDX-License-Identifier: MIT */

#include "hostile.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum bytes {
	BYTES_ONE,
	BYTES_ZERO,
	BYTES_ALL,
	BYTES_LEAST,
	BYTES_MOST,
	BYTES_RANDOM,
	BYTES_EVIL,
	BYTES_MIXED
};
enum counts {
	COUNTS_ONE,
	COUNTS_NONE,
	COUNTS_ALL,
	COUNTS_MORE,
	COUNTS_FOR_EVER,
	COUNTS_SMALLER,
	COUNTS_MIXED
};
enum statuses { STATUSES_GOOD, STATUSES_RARE, STATUSES_MIXED, STATUSES_SAME };

/* Escapes, ends of lines and documents, formats, bytes that are no UTF-8 and some that nearly are.
 */
static const char evil[] =
    "\033]0;x\007\033[2J\r\nA,\"\\</gpu>]]>&%s%n\t\xff\xc3(\xed\xa0\x80\xc2\x9b"
    "31m\xf4\x90\x80\x80\xef\xbf\xbf\x7f\x08'";

static struct {
	_Atomic uint64_t state; /* GPUs are asked by threads of their own */
	bool well;
	enum bytes bytes;
	enum counts counts;
	enum statuses statuses;
	nvmlReturn_t same;
	unsigned int gpus;
	const char *driver;
	bool begun;
} plan;

static uint64_t draw(void)
{
	static const uint64_t step = 0x9E3779B97F4A7C15u;
	uint64_t mixed = atomic_fetch_add(&plan.state, step) + step;

	mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
	mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
	return mixed ^ mixed >> 31;
}

#define ONE_OF(list) (list)[draw() % (sizeof(list) / sizeof((list)[0]))]

static nvmlReturn_t draw_status(void)
{
	static const unsigned int statuses[] = {1,   2,    3,    4,    6,        7,       9,  10,
						13,  15,   16,   18,   19,       23,      25, 255,
						256, 1000, 1001, 1024, UINT_MAX, 1u << 31};

	return (nvmlReturn_t)ONE_OF(statuses);
}

void hostile_begin(uint64_t seed)
{
	static const unsigned int gpus[] = {1, 1, 1, 2, 2, 3, 0, 64, 65, 1000, UINT_MAX};
	static const char *const drivers[] = {"590.48.01", "610.57.04", "535.161.07",
					      "352.99",    "470.82.01", "580.65.06",
					      "550.54.14", "565.57.01", NULL};

	memset(&plan, 0, sizeof(plan));
	plan.state = seed;
	plan.well = seed == 0;
	plan.gpus = 1;
	plan.driver = drivers[0];
	if (plan.well)
		return;
	plan.bytes = (enum bytes)(draw() % (BYTES_MIXED + 1));
	plan.counts = (enum counts)(draw() % (COUNTS_MIXED + 1));
	plan.statuses = (enum statuses)(draw() % 16 ? draw() % STATUSES_SAME : STATUSES_SAME);
	plan.same = draw_status();
	plan.gpus = ONE_OF(gpus);
	/* Full lists of 64 GPUs are bounded, but take their time. */
	if (plan.gpus > 2 && plan.counts != COUNTS_ONE && plan.counts != COUNTS_NONE)
		plan.gpus = 2;
	plan.driver = ONE_OF(drivers);
}

bool hostile_has_begun(void)
{
	return plan.begun;
}

/* Most runs get as far as the GPUs. */
static bool is_entrance(const char *name)
{
	return !strncmp(name, "nvmlInit", 8) || strstr(name, "GetCount") ||
	       strstr(name, "HandleByIndex") || !strcmp(name, "nvmlSystemGetDriverVersion");
}

nvmlReturn_t hostile_status(const char *name)
{
	nvmlReturn_t status = NVML_SUCCESS;
	unsigned int one_in = plan.statuses == STATUSES_MIXED ? 3 : 16;

	if (plan.statuses == STATUSES_SAME)
		status = plan.same;
	else if (!plan.well && (plan.statuses != STATUSES_GOOD || is_entrance(name)) &&
		 draw() % (is_entrance(name) ? 16 : one_in) == 0)
		status = draw_status();
	if (!strncmp(name, "nvmlInit", 8))
		plan.begun = status == NVML_SUCCESS;
	return status;
}

static void fill_evil(unsigned char *ret_bytes, size_t size)
{
	size_t from = draw() % (sizeof(evil) - 1);

	for (size_t i = 0; i < size; i++)
		ret_bytes[i] = (unsigned char)evil[(from + i) % (sizeof(evil) - 1)];
}

/* Numbers are of 4 or 8 bytes, and both are extreme in the same way. */
static void fill_words(unsigned char *ret_bytes, size_t size, enum bytes bytes)
{
	for (size_t i = 0; i < size; i++) {
		switch (bytes) {
		case BYTES_ONE:
			ret_bytes[i] = i % 8 == 0;
			break;
		case BYTES_ALL:
			ret_bytes[i] = 0xff;
			break;
		case BYTES_LEAST:
			ret_bytes[i] = i % 4 == 3 ? 0x80 : 0;
			break;
		case BYTES_MOST:
			ret_bytes[i] = i % 4 == 3 ? 0x7f : 0xff;
			break;
		case BYTES_RANDOM:
			ret_bytes[i] = (unsigned char)draw();
			break;
		default:
			ret_bytes[i] = 0;
		}
	}
}

void hostile_fill(void *ret_bytes, size_t size)
{
	enum bytes bytes =
	    plan.bytes == BYTES_MIXED ? (enum bytes)(draw() % BYTES_MIXED) : plan.bytes;

	if (!ret_bytes)
		return;
	if (bytes == BYTES_EVIL)
		fill_evil(ret_bytes, size);
	else
		fill_words(ret_bytes, size, bytes);
}

void hostile_text(char *ret_text, unsigned int room)
{
	if (!ret_text || !room)
		return;
	if (plan.well) {
		snprintf(ret_text, room, "text");
		return;
	}
	/* Names of a thousand processes have room for 4 KiB each. */
	if (room > 512 && draw() % 16) {
		room = 128;
		ret_text[room] = '\0';
	}
	switch (draw() % 5) {
	case 0:
		memset(ret_text, 'A', room);
		break;
	case 1:
		*ret_text = '\0';
		break;
	case 2:
		fill_words((unsigned char *)ret_text, room, BYTES_RANDOM);
		break;
	default:
		fill_evil((unsigned char *)ret_text, room);
		if (draw() % 2)
			ret_text[draw() % room] = '\0';
	}
}

nvmlReturn_t hostile_count(unsigned int *ret_count, unsigned int room, nvmlReturn_t status)
{
	enum counts counts =
	    plan.counts == COUNTS_MIXED ? (enum counts)(draw() % COUNTS_MIXED) : plan.counts;

	if (!ret_count)
		return status;
	switch (counts) {
	case COUNTS_NONE:
		*ret_count = 0;
		return status;
	case COUNTS_ALL:
		*ret_count = UINT_MAX;
		return status;
	case COUNTS_MORE:
		*ret_count = room + 1;
		return status;
	case COUNTS_FOR_EVER:
		*ret_count = room < UINT_MAX / 2 ? room * 2 + 1 : UINT_MAX;
		return NVML_ERROR_INSUFFICIENT_SIZE;
	case COUNTS_SMALLER:
		*ret_count = room;
		return room ? status : NVML_ERROR_INSUFFICIENT_SIZE;
	default:
		*ret_count = 1;
		return room || status != NVML_SUCCESS ? status : NVML_ERROR_INSUFFICIENT_SIZE;
	}
}

void *hostile_handle(void)
{
	static int something;
	void *const handles[] = {&something, &something, NULL, (void *)(uintptr_t)-1,
				 (void *)(uintptr_t)1};

	return plan.well ? &something : ONE_OF(handles);
}

void hostile_metrics(nvmlGpmMetricsGet_t *metrics)
{
	static char unit[64];

	for (size_t i = 0; i < NVML_GPM_METRIC_MAX; i++) {
		hostile_fill(&metrics->metrics[i].value, sizeof(metrics->metrics[i].value));
		hostile_fill(&metrics->metrics[i].nvmlReturn,
			     sizeof(metrics->metrics[i].nvmlReturn));
		metrics->metrics[i].metricInfo.unit = draw() % 2 ? unit : NULL;
	}
	hostile_text(unit, sizeof(unit) - 1);
}

/* ---- what would make the runs useless if it were arbitrary ---- */

const char *nvmlErrorString(nvmlReturn_t result)
{
	static char text[64];

	(void)result;
	if (plan.well || draw() % 2)
		return draw() % 8 || plan.well ? "Error" : NULL;
	hostile_text(text, sizeof(text) - 1);
	return text;
}

nvmlReturn_t nvmlDeviceGetCount_v2(unsigned int *deviceCount)
{
	*deviceCount = plan.gpus;
	return hostile_status("nvmlDeviceGetCount_v2");
}

nvmlReturn_t nvmlSystemGetDriverVersion(char *version, unsigned int length)
{
	if (plan.driver)
		snprintf(version, length, "%s", plan.driver);
	else
		hostile_text(version, length);
	return hostile_status("nvmlSystemGetDriverVersion");
}
