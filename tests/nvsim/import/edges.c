/* SPDX-License-Identifier: MIT */
/*
 * Recordings that nobody sent yet: other encodings, broken, hostile, with what the real ones
 * lack; and real ones damaged in many ways. Whatever comes, it is refused with a text and a
 * line, or makes a machine that loads and starts.
 */
#include <dirent.h>
#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "import.h"
#include "sim/machine.h"
#include "sim/sim.h"

#define HEAD "<?xml version=\"1.0\"?>\n<nvidia_smi_log><driver_version>550.90.07</driver_version>\n"
#define TAIL "</nvidia_smi_log>\n"
#define BOARD                                                                                      \
	"<product_name>NVIDIA H100 80GB HBM3</product_name><pci><pci_device_id>233010DE"           \
	"</pci_device_id></pci><fb_memory_usage><total>81559 MiB</total></fb_memory_usage>"
#define GPU(more) "<gpu id=\"00000000:1B:00.0\">" BOARD more "</gpu>"

static struct machine *load(const char *text)
{
	char path[64], *error = NULL;
	int fd = memfd_create("machine", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct machine *machine = machine_load(path, &error);
	if (!machine)
		fail_msg("%s\n%s", error, text);
	close(fd);
	return machine;
}

static void start(const struct machine *machine, const char *text)
{
	const char *refusal = NULL;
	struct sim *sim = sim_new(machine, NULL, &refusal);

	if (!sim)
		fail_msg("%s\n%s", refusal, text);
	sim_free(sim);
}

static struct machine *take_with(const struct import_options *options, const char *data,
				 size_t size, char **ret_notes)
{
	struct import_result result;

	if (!import_recording(data, size, options, &result))
		fail_msg("%s", result.error);
	assert_null(result.error);
	struct machine *machine = load(result.machine);
	start(machine, result.machine);
	if (ret_notes)
		*ret_notes = strdup(result.notes);
	import_result_free(&result);
	return machine;
}

static struct machine *take(const char *text, char **ret_notes)
{
	const struct import_options options = {.name = "recording.xml"};

	return take_with(&options, text, strlen(text), ret_notes);
}

static void expect_refusal(const struct import_options *options, const char *data, size_t size,
			   const char *line, const char *word)
{
	struct import_result result;

	if (import_recording(data, size, options, &result))
		fail_msg("taken: %s", data);
	assert_null(result.machine);
	assert_non_null(result.error);
	if (!strstr(result.error, line) || !strstr(result.error, word))
		fail_msg("'%s' has no '%s' or no '%s'", result.error, line, word);
	import_result_free(&result);
}

static void refuse(const char *text, const char *line, const char *word)
{
	const struct import_options options = {.name = "recording.xml"};

	expect_refusal(&options, text, strlen(text), line, word);
}

static void refusals(void **state)
{
	const struct import_options old = {.name = "r", .driver = "470.10"};
	const struct import_options word = {.name = "r", .driver = "newest"};
	char many[33 * sizeof(GPU("")) + sizeof(HEAD TAIL)] = HEAD;

	(void)state;
	refuse("", ":", "recording.xml");
	refuse("Driver Version: 550.90.07\n", ":1:", "");
	refuse(HEAD GPU("") "\n\n", ":5:", "");
	refuse(HEAD "<gpu><uuid></gpu>" TAIL, ":3:", "uuid");
	refuse("<a/>", ":1:", "nvidia_smi_log");
	refuse(HEAD TAIL, ":2:", "no gpu");
	for (int i = 0; i < 33; i++)
		strcat(many, "<gpu/>\n");
	strcat(many, TAIL);
	refuse(many, ":35:", "33rd gpu");
	expect_refusal(&old, HEAD GPU("") TAIL, strlen(HEAD GPU("") TAIL), "470.10", "515");
	expect_refusal(&word, HEAD GPU("") TAIL, strlen(HEAD GPU("") TAIL), "newest", "515");
}

/* Nothing but the text itself is read, and it does not grow. */
static void entities(void **state)
{
	(void)state;
	refuse("<?xml version=\"1.0\"?>\n<!DOCTYPE nvidia_smi_log [<!ENTITY a \"aaaaaaaaaa\">"
	       "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">"
	       "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;\">]>"
	       "<nvidia_smi_log><gpu><uuid>&e;&e;&e;</uuid></gpu></nvidia_smi_log>",
	       ":", "entit");
	refuse("<!DOCTYPE nvidia_smi_log [<!ENTITY p SYSTEM \"/etc/hostname\">]>"
	       "<nvidia_smi_log><gpu><uuid>&p;</uuid></gpu></nvidia_smi_log>",
	       ":", "entit");
	refuse("<!DOCTYPE nvidia_smi_log [<!ENTITY % p SYSTEM \"http://localhost:1/\"> %p;]>"
	       "<nvidia_smi_log><gpu/></nvidia_smi_log>",
	       ":", "entit");
	machine_free(take("<!DOCTYPE nvidia_smi_log SYSTEM \"/dev/zero\"><nvidia_smi_log><gpu/>"
			  "</nvidia_smi_log>",
			  NULL));
}

/* The words of each release for "there is none": nothing is made of them. */
static void words_for_nothing(void **state)
{
	static const char *const words[] = {"N/A",         "[N/A]", "[Not Supported]",
					    "ERR!",        "",      "[Unknown Error]",
					    "GPU is lost", " N/A ", "[GPU requires reset]"};
	char text[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		snprintf(text, sizeof(text),
			 HEAD GPU("<temperature><gpu_temp>%s</gpu_temp></temperature><serial>%s"
				  "</serial><performance_state>%s</performance_state>") TAIL,
			 words[i], words[i], words[i]);
		struct machine *machine = take(text, NULL);
		assert_int_equal(machine->models[0].idle.temperature_c, -1);
		assert_int_equal(machine->models[0].idle.pstate, -1);
		assert_null(machine->gpus[0].serial);
		machine_free(machine);
	}
}

static void units(void **state)
{
	char *notes;
	struct machine *machine = take(
	    HEAD GPU("<temperature><gpu_temp>-5 C</gpu_temp></temperature><performance_state>P12"
		     "</performance_state><gpu_power_readings><average_power_draw>66.9 W"
		     "</average_power_draw><instant_power_draw>7.005 W</instant_power_draw>"
		     "<current_power_limit>700 kW</current_power_limit></gpu_power_readings>"
		     "<clocks>\n<sm_clock>1980MHz</sm_clock></clocks><utilization><gpu_util>101 %"
		     "</gpu_util><memory_util>99%</memory_util></utilization>") TAIL,
	    &notes);
	const struct machine_state *idle = &machine->models[0].idle;

	(void)state;
	assert_int_equal(idle->temperature_c, -5);
	assert_int_equal(idle->pstate, 12);
	assert_int_equal(idle->power_mw, 66900);
	assert_int_equal(idle->power_instant_mw, 7005);
	assert_int_equal(idle->power_limit_mw, -1);
	assert_int_equal(idle->sm_mhz, 1980);
	assert_int_equal(idle->gpu_percent, -1);
	assert_int_equal(idle->memory_percent, 99);
	assert_non_null(strstr(notes, "line 3: current_power_limit '700 kW'"));
	assert_non_null(strstr(notes, "line 4: gpu_util '101 %'"));
	free(notes);
	machine_free(machine);
}

/* The parts miss the total by what rounding took; the total is met to the KiB. */
static void rounded_memory(void **state)
{
	struct machine *machine =
	    take("<nvidia_smi_log><driver_version>510.47.03</driver_version><gpu><fb_memory_usage>"
		 "<total>40960 MiB</total><reserved>605 MiB</reserved><used>38 MiB</used><free>"
		 "40315 MiB</free></fb_memory_usage><processes><process_info><pid>7</pid><type>C"
		 "</type><process_name>a</process_name><used_memory>30 MiB</used_memory>"
		 "</process_info></processes></gpu></nvidia_smi_log>",
		 NULL);
	const struct machine_model *model = &machine->models[0];
	uint32_t reserved = model->reserved_mib * 1024 + model->reserved_kib;
	uint32_t used =
	    (uint32_t)model->idle.memory_used_mib * 1024 + model->idle.memory_used_kib + 30 * 1024;

	(void)state;
	assert_int_equal(reserved / 1024, 605);
	assert_int_equal(used / 1024, 38);
	assert_int_equal((40960 * 1024 - reserved - used) / 1024, 40315);
	machine_free(machine);
}

static void lists(void **state)
{
	struct machine *machine = take(
	    HEAD GPU(
		"<mig_mode><current_mig>Enabled</current_mig></mig_mode><mig_devices><mig_device>"
		"<index>0</index><gpu_instance_id>2</gpu_instance_id><compute_instance_id>0"
		"</compute_instance_id><device_attributes><shared><multiprocessor_count>16"
		"</multiprocessor_count></shared></device_attributes><fb_memory_usage><total>"
		"40448 MiB</total><used>100 MiB</used></fb_memory_usage></mig_device><mig_device>"
		"<index>1</index><gpu_instance_id>2</gpu_instance_id><compute_instance_id>1"
		"</compute_instance_id><device_attributes><shared><multiprocessor_count>32"
		"</multiprocessor_count></shared></device_attributes><fb_memory_usage><total>"
		"40448 MiB</total><used>100 MiB</used></fb_memory_usage></mig_device>"
		"</mig_devices><processes><process_info><gpu_instance_id>2</gpu_instance_id>"
		"<compute_instance_id>1</compute_instance_id><pid>41</pid><type>C</type>"
		"<process_name>/a \"b\" \\ c</process_name><used_memory>60 MiB</used_memory>"
		"</process_info><process_info><pid>5000000</pid></process_info></processes>"
		"<accounted_processes><accounted_process_info><pid>77</pid><gpu_util>12 %"
		"</gpu_util><memory_util>3 %</memory_util><max_memory_usage>400 MiB"
		"</max_memory_usage><time>1500 ms</time></accounted_process_info>"
		"</accounted_processes>") TAIL,
	    NULL);
	const struct machine_gpu *gpu = &machine->gpus[0];

	(void)state;
	assert_int_equal(gpu->mig_instances_count, 1);
	assert_string_equal(gpu->mig_instances[0].profile, "3g.40gb");
	assert_int_equal(gpu->mig_instances[0].used_kib, 40 * 1024);
	assert_int_equal(gpu->mig_instances[0].compute_count, 2);
	assert_int_equal(gpu->processes_count, 1);
	assert_int_equal(gpu->processes[0].gpu_instance, 2);
	assert_int_equal(gpu->processes[0].compute_instance, 1);
	assert_string_equal(gpu->processes[0].name, "/a \"b\" \\ c");
	assert_true(gpu->processes[0].verbatim);
	assert_int_equal(gpu->accounts_count, 1);
	assert_int_equal(gpu->accounts[0].gpu_percent, 12);
	assert_int_equal(gpu->accounts[0].max_memory_mib, 400);
	assert_int_equal(gpu->accounts[0].end_us - gpu->accounts[0].start_us, 1500000);
	machine_free(machine);
}

/* GPUs of one model share it; what the second's state lacks is not the first's. */
static void several(void **state)
{
#define STATE(temperature, power)                                                                  \
	"<temperature><gpu_temp>" temperature "</gpu_temp></temperature>" power
	struct machine *machine =
	    take(HEAD GPU(STATE("30 C", "<gpu_power_readings><average_power_draw>70 W"
					"</average_power_draw></gpu_power_readings>"))
		     GPU(STATE("40 C", "")) "<gpu id=\"nonsense\">" BOARD STATE("50 C",
										"") "</gpu>" TAIL,
		 NULL);

	(void)state;
	assert_int_equal(machine->models_count, 1);
	assert_int_equal(machine->gpus_count, 3);
	assert_int_equal(machine->models[0].idle.temperature_c, 30);
	assert_int_equal(machine->models[0].idle.power_mw, 70000);
	assert_int_equal(machine->gpus[1].state->temperature_c, 40);
	assert_int_equal(machine->gpus[1].state->power_mw, -1);
	assert_int_equal(machine->gpus[2].state->temperature_c, 50);
	assert_string_not_equal(machine->gpus[0].pci, machine->gpus[1].pci);
	machine_free(machine);
}

static void untypical(void **state)
{
	char *notes;
	struct machine *machine = take(
	    HEAD "<attached_gpus>2</attached_gpus>" GPU(
		"<ecc_mode><current_ecc>Enabled</current_ecc><pending_ecc>Disabled</pending_ecc>"
		"</ecc_mode><c2c_mode>Enabled</c2c_mode><gpu_virtualization_mode>"
		"<virtualization_mode>Host VGPU</virtualization_mode></gpu_virtualization_mode>"
		"<persistence_mode>Enabled</persistence_mode>") TAIL,
	    &notes);

	(void)state;
	assert_true(machine->models[0].ecc_enabled);
	assert_true(machine->models[0].coherent);
	assert_string_equal(machine->architecture, "aarch64");
	assert_int_equal(machine->gpus[0].virtualization, 3);
	assert_non_null(strstr(notes, "line 3: ecc_mode/pending_ecc Disabled"));
	assert_non_null(strstr(notes, "line 3: attached_gpus 2 to 1"));
	free(notes);
	machine_free(machine);
}

static void scrubbed(void **state)
{
	static const char recording[] =
	    HEAD GPU("<serial>1650000000001</serial><pdi>0x531e7660f021a0d4</pdi>"
		     "<uuid>GPU-27b94a00-ed54-5c24-b1fd-1054085de32a</uuid>") TAIL;
	const struct import_options options = {
	    .name = "r.xml", .scrub = true, .driver = "570.124.06"};
	struct import_result result;

	(void)state;
	assert_true(import_recording(recording, strlen(recording), &options, &result));
	assert_null(strstr(result.machine, "1650000000001"));
	assert_null(strstr(result.machine, "27b94a00"));
	assert_null(strstr(result.machine, "531e7660f021a0d4"));
	assert_null(strstr(result.notes, "27b94a00"));
	struct machine *machine = load(result.machine);
	assert_string_equal(machine->gpus[0].serial, "0000000000001");
	assert_string_equal(machine->driver, "570.124.06");
	machine_free(machine);
	import_result_free(&result);
}

static void encodings(void **state)
{
	static const char latin[] =
	    "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><nvidia_smi_log><gpu>"
	    "<product_name>Gr\xe4in</product_name></gpu></nvidia_smi_log>";
	static const char plain[] = "<nvidia_smi_log><gpu><product_name>Grin</product_name></gpu>"
				    "</nvidia_smi_log>";
	const struct import_options options = {.name = "r.xml"};
	char wide[2 * sizeof(plain) + 2] = "\xff\xfe";

	(void)state;
	struct machine *machine = take(latin, NULL);
	assert_string_equal(machine->models[0].name, "Gr\xc3\xa4in");
	machine_free(machine);
	for (size_t i = 0; i < strlen(plain); i++)
		wide[2 + 2 * i] = plain[i];
	machine = take_with(&options, wide, 2 + 2 * strlen(plain), NULL);
	assert_string_equal(machine->models[0].name, "Grin");
	machine_free(machine);
	refuse("<nvidia_smi_log><gpu><product_name>\xff\xfe</product_name></gpu></nvidia_smi_log>",
	       ":1:", "");
	/* What a YAML reader would not take as it is. */
	machine = take("<nvidia_smi_log><gpu><product_name>a&#x7f;b&#x80;c&#xfeff;d</product_name>"
		       "</gpu></nvidia_smi_log>",
		       NULL);
	assert_string_equal(machine->models[0].name, "a\x7f"
						     "b\xc2\x80"
						     "c\xef\xbb\xbf"
						     "d");
	machine_free(machine);
}

/* Real recordings, damaged. */

static uint32_t next_random(void)
{
	static uint32_t seed = 0x2545f491;

	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed;
}

static void survive(const char *data, size_t size)
{
	const struct import_options options = {.name = "damaged.xml"};
	struct import_result result;

	if (import_recording(data, size, &options, &result)) {
		struct machine *machine = load(result.machine);
		const char *refusal = NULL;
		struct sim *sim = sim_new(machine, NULL, &refusal);

		/* A damaged size makes instances that exclude each other; the command says so. */
		if (!sim && strcmp(refusal, "a MIG instance of the machine does not fit") != 0)
			fail_msg("%s\n%s", refusal, result.machine);
		sim_free(sim);
		machine_free(machine);
	} else {
		assert_non_null(result.error);
		assert_ptr_equal(strstr(result.error, "damaged.xml:"), result.error);
	}
	import_result_free(&result);
}

static void damage_bytes(const char *data, size_t size)
{
	char *copy = malloc(size);

	assert_non_null(copy);
	memcpy(copy, data, size);
	survive(copy, next_random() % size);
	for (int i = 0; i < 3; i++)
		copy[next_random() % size] = "0<>&/-9x \n\"%"[next_random() % 12];
	survive(copy, size);
	free(copy);
}

static xmlNode *random_leaf(xmlNode *node)
{
	for (;;) {
		unsigned count = 0, chosen;
		xmlNode *child;

		for (child = node->children; child; child = child->next)
			count += child->type == XML_ELEMENT_NODE;
		if (count == 0)
			return node;
		chosen = next_random() % count;
		for (child = node->children; child->type != XML_ELEMENT_NODE || chosen--;)
			child = child->next;
		node = child;
	}
}

/* Well formed, but values are somebody else's, twice or gone. */
static void damage_values(const char *data, size_t size)
{
	static const char *const values[] = {"-1",
					     "99999999999999999999",
					     "0",
					     "4294967296",
					     "65536",
					     "0x",
					     "P99",
					     "1e9 W",
					     "-0.5",
					     "Enabled",
					     "a: [b, {c: d}",
					     "Yes\n",
					     "C+G+",
					     "0000:00:00.7",
					     "%s%n",
					     "GPU-",
					     "\xc3\xa4",
					     "1048576 MiB"};
	xmlDoc *doc = xmlReadMemory(data, (int)size, NULL, NULL, XML_PARSE_NOERROR);
	xmlChar *text;
	int length;

	assert_non_null(doc);
	for (int i = 0; i < 12; i++) {
		xmlNode *leaf = random_leaf(xmlDocGetRootElement(doc));
		const char *value = values[next_random() % (sizeof(values) / sizeof(values[0]))];

		if (next_random() % 8 == 0)
			xmlAddNextSibling(leaf, xmlCopyNode(leaf, 1));
		else
			xmlNodeSetContent(leaf, (const xmlChar *)value);
	}
	xmlDocDumpMemory(doc, &text, &length);
	survive((char *)text, (size_t)length);
	xmlFree(text);
	xmlFreeDoc(doc);
}

/* Random lines somewhere else, and less deep or deeper. */
static void damage_lines(const char *data, size_t size)
{
	char *copy = malloc(size + 1);
	size_t from = next_random() % size, to = next_random() % size, length = next_random() % 400;

	assert_non_null(copy);
	memcpy(copy, data, size);
	copy[size] = '\0';
	if (from + length < size && to + length < size)
		memmove(copy + to, data + from, length);
	for (int i = 0; i < 8; i++) {
		char *blanks = strstr(copy + next_random() % (size / 2), "\n    ");

		if (blanks)
			memcpy(blanks + 1, &"    :   "[next_random() % 5], 3);
	}
	survive(copy, size);
	free(copy);
}

static void damage_file(const char *path, bool is_text, int times)
{
	FILE *file = fopen(path, "rb");
	char *data = malloc(1 << 20);

	assert_non_null(file);
	assert_non_null(data);
	size_t size = fread(data, 1, 1 << 20, file);
	fclose(file);
	for (int i = 0; i < times; i++) {
		damage_bytes(data, size);
		if (is_text)
			damage_lines(data, size);
		else
			damage_values(data, size);
	}
	free(data);
}

static void damage_folder(const char *name, bool is_text, int times)
{
	const char *facts = getenv("OPENNVML_FACTS");
	char path[4096];
	struct dirent *entry;

	snprintf(path, sizeof(path), "%s/smi/samples/%s", facts ? facts : "", name);
	DIR *folder = opendir(path);
	if (!folder)
		skip();
	while ((entry = readdir(folder))) {
		snprintf(path, sizeof(path), "%s/smi/samples/%s/%s", facts, name, entry->d_name);
		if (entry->d_name[0] != '.')
			damage_file(path, is_text, times);
	}
	closedir(folder);
}

static void damaged_recordings(void **state)
{
	(void)state;
	damage_folder("xml", false, getenv("OPENNVML_QUICK") ? 3 : 12);
}

static void damaged_texts(void **state)
{
	(void)state;
	damage_folder("q", true, getenv("OPENNVML_QUICK") ? 3 : 12);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(refusals),
	    cmocka_unit_test(entities),
	    cmocka_unit_test(words_for_nothing),
	    cmocka_unit_test(units),
	    cmocka_unit_test(rounded_memory),
	    cmocka_unit_test(lists),
	    cmocka_unit_test(several),
	    cmocka_unit_test(untypical),
	    cmocka_unit_test(scrubbed),
	    cmocka_unit_test(encodings),
	    cmocka_unit_test(damaged_recordings),
	    cmocka_unit_test(damaged_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
