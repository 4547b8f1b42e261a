/* SPDX-License-Identifier: MIT */
/*
 * S-class enclosures, as text and as XML. No machine of today has any: both formats begin and end
 * as NVIDIA's tool prints them then, and between are rows of our own.
 */

#include "units.h"

#include "report.h"
#include "settings.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define UNITS_MAX 64
#define CARDS_MAX 64
#define DEPTH_MAX 4

/* A report on its way, in either format. */
struct page {
	bool xml;
	int column;
	const char *open[DEPTH_MAX]; /* elements */
	int depth;
};

static void indent(const struct page *page)
{
	if (page->xml)
		out("%.*s", page->depth + 1, "\t\t\t\t\t\t\t\t");
	else
		out("%*s", page->depth * 4, "");
}

/* attribute: of the element, and what text says besides; NULL: none. */
static void open_part(struct page *page, const char *label, const char *element,
		      const char *attribute)
{
	indent(page);
	if (!page->xml) {
		out(attribute ? "%s %s\n" : "%s\n", label, attribute);
	} else if (attribute) {
		out("<%s id=\"", element);
		xml_escape(attribute, true);
		out("\">\n");
	} else {
		out("<%s>\n", element);
	}
	page->open[page->depth++] = element;
}

static void close_part(struct page *page)
{
	page->depth--;
	if (!page->xml)
		return;
	indent(page);
	out("</%s>\n", page->open[page->depth]);
}

static void row(const struct page *page, const char *label, const char *element, const char *text)
{
	if (!page->xml) {
		q_print_line(page->column, page->depth, label, text);
		return;
	}
	indent(page);
	out("<%s>", element);
	xml_escape(text, false);
	out("</%s>\n", element);
}

static const char *why(nvmlReturn_t status)
{
	const char *failure = text_failure(status);

	return failure ? failure : "N/A";
}

/* What the library wrote, or why it did not. */
static void row_text(const struct page *page, const char *label, const char *element,
		     nvmlReturn_t status, char *text, size_t size)
{
	text_tame(text, size);
	row(page, label, element, status != NVML_SUCCESS ? why(status) : *text ? text : "N/A");
}

static void row_number(const struct page *page, const char *label, const char *element,
		       nvmlReturn_t status, unsigned int number, const char *unit)
{
	char text[32];

	snprintf(text, sizeof(text), "%u %s", number, unit);
	row(page, label, element, status == NVML_SUCCESS ? text : why(status));
}

/* ---- host interface cards ---- */

static void print_card(struct page *page, nvmlHwbcEntry_t *card)
{
	char id[16];

	snprintf(id, sizeof(id), "%u", card->hwbcId);
	open_part(page, "HIC", "hic", id);
	row_text(page, "Firmware Version", "firmware", NVML_SUCCESS, card->firmwareVersion,
		 sizeof(card->firmwareVersion));
	close_part(page);
}

static void print_cards(struct page *page)
{
	nvmlReturn_t (*function)(unsigned int *, nvmlHwbcEntry_t *) =
	    library_symbol("nvmlSystemGetHicVersion");
	nvmlHwbcEntry_t cards[CARDS_MAX] = {{0}};
	unsigned int count = CARDS_MAX;
	nvmlReturn_t status = function ? function(&count, cards) : NVML_ERROR_FUNCTION_NOT_FOUND;

	if (status != NVML_SUCCESS)
		count = 0;
	if (!page->xml && count == 0) {
		row(page, "HIC Info", NULL, why(status));
		return;
	}
	open_part(page, "HIC Info", "hic_info", NULL);
	for (unsigned int i = 0; i < count && i < CARDS_MAX; i++)
		print_card(page, &cards[i]);
	close_part(page);
}

/* ---- one enclosure ---- */

static nvmlReturn_t ask(nvmlUnit_t unit, const char *symbol, void *ret_answer)
{
	nvmlReturn_t (*function)(nvmlUnit_t, void *) = library_symbol(symbol);

	return function ? function(unit, ret_answer) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

static void print_led(struct page *page, nvmlUnit_t unit)
{
	nvmlLedState_t led = {{0}, NVML_LED_COLOR_GREEN};
	nvmlReturn_t status = ask(unit, "nvmlUnitGetLedState", &led);
	bool green = led.color == NVML_LED_COLOR_GREEN;

	open_part(page, "LED State", "led_state", NULL);
	row(page, "Color", "color",
	    status != NVML_SUCCESS              ? why(status)
	    : green                             ? "GREEN"
	    : led.color == NVML_LED_COLOR_AMBER ? "AMBER"
						: "Unknown");
	/* A green light needs none. */
	row_text(page, "Cause", "cause", status, led.cause, sizeof(led.cause));
	close_part(page);
}

static void print_temperatures(struct page *page, nvmlUnit_t unit)
{
	/* In the order of what nvmlUnitGetTemperature calls their type. */
	static const char *const names[][2] = {
	    {"Intake", "intake_temp"}, {"Exhaust", "exhaust_temp"}, {"Board", "board_temp"}};
	nvmlReturn_t (*function)(nvmlUnit_t, unsigned int, unsigned int *) =
	    library_symbol("nvmlUnitGetTemperature");

	open_part(page, "Temperature", "temperature", NULL);
	for (unsigned int type = 0; type < COUNT_OF(names); type++) {
		unsigned int celsius = 0;
		nvmlReturn_t status =
		    function ? function(unit, type, &celsius) : NVML_ERROR_FUNCTION_NOT_FOUND;

		row_number(page, names[type][0], names[type][1], status, celsius, "C");
	}
	close_part(page);
}

static void print_supply(struct page *page, nvmlUnit_t unit)
{
	nvmlPSUInfo_t supply = {{0}, 0, 0, 0};
	nvmlReturn_t status = ask(unit, "nvmlUnitGetPsuInfo", &supply);

	open_part(page, "PSU", "psu_info", NULL);
	row_text(page, "State", "state", status, supply.state, sizeof(supply.state));
	row_number(page, "Voltage", "voltage", status, supply.voltage, "V");
	row_number(page, "Current", "current", status, supply.current, "A");
	close_part(page);
}

static void print_fan(struct page *page, const nvmlUnitFanInfo_t *fan, unsigned int index)
{
	char id[16];

	snprintf(id, sizeof(id), "%u", index);
	open_part(page, "Fan", "fan", id);
	row(page, "State", "state",
	    fan->state == NVML_FAN_NORMAL   ? "NORMAL"
	    : fan->state == NVML_FAN_FAILED ? "FAILED"
					    : "Unknown");
	/* That of a failed one means nothing. */
	row_number(page, "Speed", "speed",
		   fan->state == NVML_FAN_NORMAL ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED,
		   fan->speed, "RPM");
	close_part(page);
}

static void print_fans(struct page *page, nvmlUnit_t unit)
{
	nvmlUnitFanSpeeds_t speeds = {.count = 0};
	nvmlReturn_t status = ask(unit, "nvmlUnitGetFanSpeedInfo", &speeds);

	if (status != NVML_SUCCESS) {
		row(page, "Fan Info", "fan_info", why(status));
		return;
	}
	open_part(page, "Fan Info", "fan_info", NULL);
	for (unsigned int i = 0; i < speeds.count && i < COUNT_OF(speeds.fans); i++)
		print_fan(page, &speeds.fans[i], i);
	close_part(page);
}

static void print_device(const struct page *page, nvmlDevice_t device)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPciInfo_t *) =
	    library_symbol("nvmlDeviceGetPciInfo_v3");
	nvmlPciInfo_t pci = {{0}, 0, 0, 0, 0, 0, {0}};
	nvmlReturn_t status = function ? function(device, &pci) : NVML_ERROR_FUNCTION_NOT_FOUND;

	row_text(page, "GPU", "gpu_bus_id", status, pci.busId, sizeof(pci.busId));
}

static void print_devices(struct page *page, nvmlUnit_t unit)
{
	nvmlReturn_t (*function)(nvmlUnit_t, unsigned int *, nvmlDevice_t *) =
	    library_symbol("nvmlUnitGetDevices");
	nvmlDevice_t devices[NVSMI_GPUS] = {NULL};
	unsigned int count = NVSMI_GPUS;
	nvmlReturn_t status =
	    function ? function(unit, &count, devices) : NVML_ERROR_FUNCTION_NOT_FOUND;

	if (status != NVML_SUCCESS) {
		row(page, "Attached GPUs", "attached_gpus", why(status));
		return;
	}
	open_part(page, "Attached GPUs", "attached_gpus", NULL);
	for (unsigned int i = 0; i < count && i < NVSMI_GPUS; i++)
		print_device(page, devices[i]);
	close_part(page);
}

static void print_unit(struct page *page, nvmlUnit_t unit, unsigned int index)
{
	nvmlUnitInfo_t info = {{0}, {0}, {0}, {0}};
	nvmlReturn_t status = ask(unit, "nvmlUnitGetUnitInfo", &info);
	char id[16];

	snprintf(id, sizeof(id), "%u", index);
	open_part(page, "Unit", "unit", id);
	row_text(page, "Product Name", "product_name", status, info.name, sizeof(info.name));
	row_text(page, "Product Id", "product_id", status, info.id, sizeof(info.id));
	row_text(page, "Product Serial", "product_serial", status, info.serial,
		 sizeof(info.serial));
	row_text(page, "Firmware Version", "firmware_version", status, info.firmwareVersion,
		 sizeof(info.firmwareVersion));
	print_led(page, unit);
	print_temperatures(page, unit);
	print_supply(page, unit);
	print_fans(page, unit);
	print_devices(page, unit);
	close_part(page);
}

/* ---- all of them ---- */

static nvmlReturn_t count_units(unsigned int *ret_count)
{
	nvmlReturn_t (*function)(unsigned int *) = library_symbol("nvmlUnitGetCount");
	nvmlReturn_t status = function ? function(ret_count) : NVML_ERROR_FUNCTION_NOT_FOUND;

	if (status == NVML_SUCCESS && *ret_count > UNITS_MAX)
		*ret_count = UNITS_MAX;
	return status;
}

static nvmlReturn_t handle_of(unsigned int index, nvmlUnit_t *ret_unit)
{
	nvmlReturn_t (*function)(unsigned int, nvmlUnit_t *) =
	    library_symbol("nvmlUnitGetHandleByIndex");

	return function ? function(index, ret_unit) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

/* By index, the only name that a unit has. */
static unsigned int count_wanted(const char *ids, unsigned int count)
{
	unsigned int wanted = 0;

	for (unsigned int i = 0; i < count; i++)
		wanted += text_is_listed(ids, i);
	return wanted;
}

/* On standard error in every case, and as nvidia-smi still a success. */
static int fail_to_count(nvmlReturn_t status)
{
	out_flush();
	fprintf(stderr, "Unable to determine number of available units: %s\n",
		library_error(status));
	return settings.native ? exit_status(status) : 0;
}

static int fail_without_units(void)
{
	complain("No units were found\n");
	return NVML_ERROR_NOT_FOUND;
}

static int print_units(struct page *page, const char *ids, unsigned int count)
{
	int failed = 0;

	for (unsigned int i = 0; i < count; i++) {
		nvmlUnit_t unit = NULL;
		nvmlReturn_t status = text_is_listed(ids, i) ? handle_of(i, &unit) : NVML_SUCCESS;

		if (status == NVML_SUCCESS && unit) {
			print_unit(page, unit, i);
		} else if (status != NVML_SUCCESS) {
			fprintf(stderr, "Unable to determine the handle of unit %u: %s\n", i,
				library_error(status));
			failed = failed ? failed : exit_status(status);
		}
	}
	return failed;
}

static void print_text_head(const struct machine *machine, int column)
{
	q_print_head(machine, column);
	out("\n");
}

int units_print(const struct machine *machine, const struct options *options)
{
	unsigned int release = report_release(machine);
	struct page page = {.xml = options->xml, .column = q_column(release)};
	unsigned int count = 0;
	nvmlReturn_t status = count_units(&count);
	char text[16];
	int failed;

	if (status != NVML_SUCCESS)
		return fail_to_count(status);
	if (options->ids && !count_wanted(options->ids, count))
		return fail_without_units();
	snprintf(text, sizeof(text), "%u", count);
	if (page.xml)
		xml_print_head(machine, "unit", options->dtd ? units_dtd_print : NULL);
	else
		print_text_head(machine, page.column);
	print_cards(&page);
	row(&page, "Attached Units", "attached_units", text);
	failed = print_units(&page, options->ids, count);
	out(page.xml ? "</nvidia_smi_log>\n" : "\n");
	return failed;
}

static int set_led(unsigned int index, nvmlLedColor_t color)
{
	nvmlReturn_t (*function)(nvmlUnit_t, nvmlLedColor_t) =
	    library_change("nvmlUnitSetLedState");
	nvmlUnit_t unit = NULL;
	nvmlReturn_t status = handle_of(index, &unit);

	if (status == NVML_SUCCESS)
		status = function ? function(unit, color) : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (status == NVML_SUCCESS)
		out("Set LED state to %s for unit %u.\n",
		    color == NVML_LED_COLOR_AMBER ? "AMBER" : "GREEN", index);
	else
		complain("Unable to set LED state for unit %u: %s\n", index, library_error(status));
	return exit_status(status);
}

static bool read_color(const char *text, nvmlLedColor_t *ret_color)
{
	if (!strcmp(text, "0") || !strcasecmp(text, "GREEN"))
		*ret_color = NVML_LED_COLOR_GREEN;
	else if (!strcmp(text, "1") || !strcasecmp(text, "AMBER"))
		*ret_color = NVML_LED_COLOR_AMBER;
	else
		return false;
	return true;
}

/* False after a name was told that is no unit's: no light is changed then. */
static bool all_fit(const char *ids, unsigned int count)
{
	const char *name;
	size_t length;

	while (ids && text_next_name(&ids, &name, &length)) {
		unsigned int number;

		if (text_is_number(name, length, UNITS_MAX, &number) && number < count)
			continue;
		complain("No unit fits \"%.*s\". Nothing was changed.\n", (int)length, name);
		return false;
	}
	return true;
}

int units_set_led(const struct options *options)
{
	nvmlLedColor_t color = NVML_LED_COLOR_GREEN;
	unsigned int count = 0;
	nvmlReturn_t status;

	if (!read_color(options->led, &color)) {
		complain("Invalid LED state: %s\n", options->led);
		return NVML_ERROR_INVALID_ARGUMENT;
	}
	status = count_units(&count);
	if (status != NVML_SUCCESS)
		return fail_to_count(status);
	if (!count_wanted(options->ids, count))
		return fail_without_units();
	if (!all_fit(options->ids, count))
		return NVML_ERROR_NOT_FOUND;
	for (unsigned int i = 0; i < count; i++) {
		int failed = text_is_listed(options->ids, i) ? set_led(i, color) : 0;

		if (failed)
			return failed;
	}
	out("All done.\n");
	return 0;
}

void units_dtd_print(unsigned int release)
{
	static const char *const texts[] = {
	    "product_name", "product_id",  "product_serial", "firmware_version", "color",
	    "cause",        "intake_temp", "exhaust_temp",   "board_temp",       "state",
	    "voltage",      "current",     "speed",          "gpu_bus_id"};

	out("<!-- nvsmi_unit_v%u.dtd -->\n", dtd_version(release));
	dtd_declare_head(release, "hic_info, attached_units, unit*");
	out("<!ELEMENT attached_units (#PCDATA)>\n"
	    "<!ELEMENT hic_info (hic*)>\n<!ELEMENT hic (firmware)>\n"
	    "<!ATTLIST hic id CDATA #REQUIRED>\n<!ELEMENT firmware (#PCDATA)>\n"
	    "<!ELEMENT unit (product_name, product_id, product_serial, firmware_version, "
	    "led_state, temperature, psu_info, fan_info, attached_gpus)>\n"
	    "<!ATTLIST unit id CDATA #REQUIRED>\n"
	    "<!ELEMENT led_state (color, cause)>\n"
	    "<!ELEMENT temperature (intake_temp, exhaust_temp, board_temp)>\n"
	    "<!ELEMENT psu_info (state, voltage, current)>\n"
	    "<!ELEMENT fan_info (#PCDATA | fan)*>\n<!ELEMENT fan (state, speed)>\n"
	    "<!ATTLIST fan id CDATA #REQUIRED>\n"
	    "<!ELEMENT attached_gpus (#PCDATA | gpu_bus_id)*>\n");
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		out("<!ELEMENT %s (#PCDATA)>\n", texts[i]);
}
