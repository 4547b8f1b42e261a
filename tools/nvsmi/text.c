/* SPDX-License-Identifier: MIT */
/* Numbers, names and failures as text. The only place that knows units. */

#include "nvsmi.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

static bool round_up;

void text_set_rounding(const struct machine *machine)
{
	/* Recorded: the sums of 550.90 and later exceed the total, those before stay below. */
	round_up = machine->branch > 550 || (machine->branch == 550 && machine->minor >= 90);
}

uint64_t text_mib(uint64_t bytes)
{
	uint64_t mib = bytes >> 20;

	return round_up && (bytes & 0xFFFFF) ? mib + 1 : mib;
}

bool text_is_missing(nvmlReturn_t status)
{
	switch (status) {
	case NVML_ERROR_UNINITIALIZED:
	case NVML_ERROR_INVALID_ARGUMENT:
	case NVML_ERROR_NOT_SUPPORTED:
	case NVML_ERROR_NOT_FOUND:
	case NVML_ERROR_FUNCTION_NOT_FOUND:
	case NVML_ERROR_ARGUMENT_VERSION_MISMATCH:
	case NVML_ERROR_NOT_READY:
	case NVML_ERROR_NO_DATA:
		return true;
	default:
		return false;
	}
}

const char *text_failure(nvmlReturn_t status)
{
	if (status == NVML_SUCCESS || text_is_missing(status))
		return NULL;
	return library_error(status);
}

/* Names of small numbers. */
static const char *const names_enabled[] = {"Disabled", "Enabled"};
static const char *const names_lower_enabled[] = {"disabled", "enabled"};
static const char *const names_yes[] = {"No", "Yes"};
static const char *const names_active[] = {"Not Active", "Active"};
static const char *const names_brand[] = {
    "Unknown",
    "Quadro",
    "Tesla",
    "NVS",
    "Grid",
    "GeForce",
    "Titan",
    "NVIDIA Virtual Applications",
    "NVIDIA Virtual PC",
    "NVIDIA Virtual Compute Server",
    "NVIDIA RTX Virtual Workstation",
    "NVIDIA Cloud Gaming",
    "Quadro RTX",
    "NVIDIA RTX",
    "NVIDIA",
    "GeForce RTX",
    "Titan RTX",
};
static const char *const names_architecture[] = {
    NULL,     NULL,           "Kepler", "Maxwell",   "Pascal", "Volta", "Turing",
    "Ampere", "Ada Lovelace", "Hopper", "Blackwell", NULL,     NULL,    "Rubin",
};
static const char *const names_compute_mode[] = {"Default", "E. Thread", "Prohibited",
						 "E. Process"};
static const char *const names_compute_mode_long[] = {"Default", "Exclusive_Thread", "Prohibited",
						      "Exclusive_Process"};
static const char *const names_supported[] = {"Disabled", "Supported"};
static const char *const names_able[] = {"Not Supported", "Supported"};
static const char *const names_on_off[] = {"Off", "On"};
static const char *const names_addressing[] = {"None", "HMM", "ATS"};
static const char *const names_virtualization[] = {"None", "Pass-Through", "VGPU", "Host VGPU",
						   "Host VSGA"};
static const char *const names_host_vgpu[] = {"Non SR-IOV", "SR-IOV"};
static const char *const names_operation[] = {"All On", "Compute", "Low Double Precision"};
static const char *const names_recovery[] = {"None", "Reset", "Reboot", "Drain P2P",
					     "Drain and Reset"};
static const char *const names_fabric_state[] = {"N/A", "Not Started", "In Progress", "Completed"};
static const char *const names_peer[] = {"Direct Connected", "Switch Connected"};

struct naming {
	enum form form;
	const char *const *names;
	size_t count;
};

#define NAMING(form, names)                                                                        \
	{                                                                                          \
		form, names, COUNT_OF(names)                                                       \
	}

/* clang-format off */
static const struct naming namings[] = {
	NAMING(FORM_ENABLED, names_enabled),
	NAMING(FORM_LOWER_ENABLED, names_lower_enabled),
	NAMING(FORM_YES, names_yes),
	NAMING(FORM_ACTIVE, names_active),
	NAMING(FORM_BRAND, names_brand),
	NAMING(FORM_ARCHITECTURE, names_architecture),
	NAMING(FORM_COMPUTE_MODE, names_compute_mode),
	NAMING(FORM_ADDRESSING, names_addressing),
	NAMING(FORM_VIRTUALIZATION, names_virtualization),
	NAMING(FORM_HOST_VGPU, names_host_vgpu),
	NAMING(FORM_OPERATION, names_operation),
	NAMING(FORM_RECOVERY, names_recovery),
	NAMING(FORM_FABRIC_STATE, names_fabric_state),
	NAMING(FORM_PEER, names_peer),
	NAMING(FORM_COMPUTE_MODE_LONG, names_compute_mode_long),
	NAMING(FORM_SUPPORTED, names_supported),
	NAMING(FORM_ON_OFF, names_on_off),
	NAMING(FORM_ABLE, names_able),
};
/* clang-format on */

static const char *name_of(enum form form, int64_t number)
{
	for (size_t i = 0; i < COUNT_OF(namings); i++) {
		if (namings[i].form != form)
			continue;
		if (number >= 0 && (size_t)number < namings[i].count && namings[i].names[number])
			return namings[i].names[number];
		return "Unknown";
	}
	return NULL;
}

static void text_atomics(char *ret_text, size_t size, int64_t mask)
{
	static const char *const names[] = {"FETCHADD_32 ", "FETCHADD_64 ", "SWAP_32 ", "SWAP_64 ",
					    "CAS_32 ",      "CAS_64 ",      "CAS_128 "};
	size_t used = 0;

	snprintf(ret_text, size, "N/A");
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (mask >> i & 1 && used < size)
			used += (size_t)snprintf(ret_text + used, size - used, "%s", names[i]);
	}
}

static void text_hex(char *ret_text, size_t size, int digits, int64_t number)
{
	snprintf(ret_text, size, "0x%0*" PRIX64, digits, (uint64_t)number);
}

int64_t text_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void text_time(char *ret_text, size_t size, const char *format, time_t seconds)
{
	struct tm local;

	ret_text[0] = '\0';
	if (localtime_r(&seconds, &local))
		strftime(ret_text, size, format, &local);
}

static void text_epoch(char *ret_text, size_t size, int64_t microseconds)
{
	time_t seconds = microseconds / 1000000;
	char day[32];

	text_time(day, sizeof(day), "%Y/%m/%d %H:%M:%S", seconds);
	if (*day)
		snprintf(ret_text, size, "%s.%03d", day, (int)(microseconds / 1000 % 1000));
	else
		snprintf(ret_text, size, "N/A");
}

/* True if the form is a whole number with a unit. */
static bool text_whole(char *ret_text, size_t size, enum form form, int64_t number, bool bare)
{
	static const struct {
		enum form form;
		const char *unit;
	} units[] = {
	    {FORM_PERCENT, " %"},         {FORM_MHZ, " MHz"},
	    {FORM_CELSIUS, " C"},         {FORM_MICROSECONDS, " us"},
	    {FORM_NS_AS_US, " us"},       {FORM_KB_PER_S, " KB/s"},
	    {FORM_MILLISECONDS, " ms"},   {FORM_SECONDS, " seconds"},
	    {FORM_WHOLE_WATTS, " W"},     {FORM_LANES, "x"},
	    {FORM_BANKS, " bank(s)"},     {FORM_MIB, " MiB"},
	    {FORM_GLUED_PERCENT, ".00%"}, {FORM_COUNT_PERCENT, ".00 %"},
	    {FORM_MW_PER_S, " mW/s"},
	};

	for (size_t i = 0; i < COUNT_OF(units); i++) {
		if (units[i].form != form)
			continue;
		if (form == FORM_MIB)
			number = (int64_t)text_mib((uint64_t)number);
		if (form == FORM_NS_AS_US)
			number /= 1000;
		snprintf(ret_text, size, "%" PRId64 "%s", number, bare ? "" : units[i].unit);
		return true;
	}
	return false;
}

void text_number(char *ret_text, size_t size, enum form form, int64_t number, bool bare)
{
	const char *name = name_of(form, number);

	if (name) {
		snprintf(ret_text, size, "%s", name);
		return;
	}
	if (text_whole(ret_text, size, form, number, bare))
		return;
	switch (form) {
	case FORM_HEX:
		snprintf(ret_text, size, "0x%" PRIx64, (uint64_t)number);
		break;
	case FORM_HEX1:
		text_hex(ret_text, size, 1, number);
		break;
	case FORM_LOWER_HEX16:
		snprintf(ret_text, size, "0x%016" PRIx64, (uint64_t)number);
		break;
	case FORM_HEX2:
		text_hex(ret_text, size, 2, number);
		break;
	case FORM_HEX4:
		text_hex(ret_text, size, 4, number);
		break;
	case FORM_HEX8:
		text_hex(ret_text, size, 8, number);
		break;
	case FORM_HEX16:
		text_hex(ret_text, size, 16, number);
		break;
	case FORM_WATTS:
		/* NVIDIA's prints the float that is nearest, which for whole mW is this. */
		snprintf(ret_text, size, "%.2f%s", (double)number / 1000, bare ? "" : " W");
		break;
	case FORM_WATTS_PER_S:
		snprintf(ret_text, size, "%.2f%s", (double)number / 1000, bare ? "" : " W/s");
		break;
	case FORM_PSTATE:
		snprintf(ret_text, size, "P%" PRId64, number);
		break;
	case FORM_COMPUTE_CAPABILITY:
		snprintf(ret_text, size, "%" PRId64 ".%" PRId64, number >> 8, number & 0xff);
		break;
	case FORM_FABRIC_STATUS:
		snprintf(ret_text, size, "%s", library_error((nvmlReturn_t)number));
		break;
	case FORM_EPOCH:
		text_epoch(ret_text, size, number);
		break;
	case FORM_ATOMICS:
		text_atomics(ret_text, size, number);
		break;
	default:
		snprintf(ret_text, size, "%" PRId64, number);
	}
}

const char *text_value(char *ret_text, size_t size, const struct value *value, enum form form,
		       bool bare)
{
	const char *failure = text_failure(value->status);

	if (failure)
		snprintf(ret_text, size, "%s", failure);
	else if (value->status != NVML_SUCCESS)
		snprintf(ret_text, size, "N/A");
	else if (value->text)
		snprintf(ret_text, size, "%s", value->text);
	else if (form == FORM_PSTATE && value->number == NVML_PSTATE_UNKNOWN)
		snprintf(ret_text, size, "Unknown");
	else
		text_number(ret_text, size, form, value->number, bare);
	return ret_text;
}

/* The least second byte that each first byte may have, and the greatest: no detours, no surrogates.
 */
static bool is_second(unsigned char first, unsigned char second)
{
	unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
	unsigned char greatest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;

	return second >= least && second <= greatest;
}

size_t text_character(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;
	size_t length = byte[0] < 0x80 ? 1 : byte[0] >= 0xF0 ? 4 : byte[0] >= 0xE0 ? 3 : 2;

	if (length == 1)
		return 1;
	if (byte[0] < 0xC2 || byte[0] > 0xF4 || !is_second(byte[0], byte[1]))
		return 0;
	for (size_t i = 2; i < length; i++) {
		if ((byte[i] & 0xC0) != 0x80)
			return 0;
	}
	return length;
}

bool text_is_control(const char *text)
{
	unsigned char byte = (unsigned char)text[0];

	return byte < ' ' || byte == 0x7F || (byte == 0xC2 && (text[1] & 0xE0) == 0x80);
}

size_t text_plain(const char *text)
{
	size_t length = 0;

	while (text[length] >= ' ' && text[length] < 0x7F && !strchr("\"\\&<>", text[length]))
		length++;
	return length;
}

static bool keeps_lines;

void text_keep_lines(void)
{
	keeps_lines = true;
}

void text_tame(char *text, size_t size)
{
	text[size - 1] = '\0';
	for (; *text && !keeps_lines; text++) {
		if (*text == '\t' || (*text >= '\n' && *text <= '\r'))
			*text = '?';
	}
}

void text_fit(char *ret_text, size_t size, const char *text, size_t width, bool keep_tail)
{
	size_t length = strlen(text);

	if (length <= width)
		snprintf(ret_text, size, "%s", text);
	else if (keep_tail)
		snprintf(ret_text, size, "...%s", text + length - (width - 3));
	else
		snprintf(ret_text, size, "%.*s...", (int)width - 3, text);
}

void text_cuda(char *ret_text, size_t size, int version, const char *absent)
{
	if (version)
		snprintf(ret_text, size, "%d.%d", version / 1000, version % 1000 / 10);
	else
		snprintf(ret_text, size, "%s", absent);
}

void text_licensed(char *ret_text, size_t size, const nvmlGridLicenseExpiry_t *end)
{
	if (end->status == NVML_GRID_LICENSE_EXPIRY_VALID)
		snprintf(ret_text, size, "Licensed (Expiry: %u-%u-%u %u:%u:%u GMT)", end->year,
			 end->month, end->day, end->hour, end->min, end->sec);
	else if (end->status == NVML_GRID_LICENSE_EXPIRY_PERMANENT)
		snprintf(ret_text, size, "Licensed (Expiry: Permanent)");
	else if (end->status == NVML_GRID_LICENSE_EXPIRY_NOT_APPLICABLE)
		snprintf(ret_text, size, "Licensed (Expiry: N/A)");
	else
		snprintf(ret_text, size, "Licensed");
}

bool text_is_word(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && !strncmp(word, text, length);
}

bool text_is_number(const char *text, size_t length, unsigned int most, unsigned int *ret_number)
{
	uint64_t number = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		number = number * 10 + (uint64_t)(text[i] - '0');
		if (number > most)
			return false;
	}
	if (length)
		*ret_number = (unsigned int)number;
	return length > 0;
}

bool text_next_word(const char **list, const char **ret_word, size_t *ret_length)
{
	if (!**list)
		return false;
	*list += strspn(*list, " ");
	*ret_word = *list;
	*ret_length = strcspn(*list, ",");
	*list += *ret_length;
	*list += **list == ',';
	return true;
}

bool text_next_name(const char **list, const char **ret_name, size_t *ret_length)
{
	size_t length;

	*list += strspn(*list, ", ");
	length = strcspn(*list, ",");
	*ret_name = *list;
	*list += length;
	while (length && (*ret_name)[length - 1] == ' ')
		length--;
	*ret_length = length;
	return length > 0;
}

bool text_is_listed(const char *list, unsigned int number)
{
	const char *name;
	size_t length;

	if (!list)
		return true;
	while (text_next_name(&list, &name, &length)) {
		unsigned int listed;

		if (text_is_number(name, length, UINT_MAX, &listed) && listed == number)
			return true;
	}
	return false;
}

void text_timestamp_table(char *ret_text, size_t size)
{
	text_time(ret_text, size, "%a %b %e %H:%M:%S %Y", time(NULL));
}

void text_timestamp_csv(char *ret_text, size_t size)
{
	text_epoch(ret_text, size, text_now_us());
}
