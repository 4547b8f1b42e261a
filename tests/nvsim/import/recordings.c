/* SPDX-License-Identifier: MIT */
/*
 * Every recording of nvidia-smi -q -x becomes a machine, and the library on that machine
 * answers what the recording says. Whoever differs needs a reason in reasons.tsv:
 *
 *   path   kind   below   value   reason
 *
 * kind: missing (told, and the library refuses), extra (not told, and it answers), changed
 * (both, and they differ). below: the driver branch from which on it must agree; -: none.
 * value: a pattern of what the recording says; -: anything.
 */
#include <dirent.h>
#include <fnmatch.h>
#include <libxml/parser.h>
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

#include "answers.h"
#include "import.h"
#include "sim/machine.h"
#include "sim/port_sim.h"
#include "sim/sim.h"

enum { RECORDINGS = 41, REASONS = 256, PATH_SIZE = 256 };

struct reason {
	char path[PATH_SIZE], kind[16], value[64];
	unsigned below; /* 0: any branch */
	unsigned used;
};

static struct reason reasons[REASONS];
static size_t reason_count;

struct counts {
	unsigned equal, silent, missing, wrong;
};

/* One recording under comparison. */
struct subject {
	const char *name;
	struct counts counts;
	unsigned gpu;
	bool report; /* compared is what nvsmi prints */
};

static char *read_file(const char *path, size_t *ret_size)
{
	FILE *file = fopen(path, "rb");
	char *data = calloc(1, 1 << 20);

	if (!file || !data)
		fail_msg("%s cannot be read", path);
	*ret_size = fread(data, 1, (1 << 20) - 1, file);
	fclose(file);
	return data;
}

static void read_reasons(const char *path)
{
	char line[1024], below[16];
	FILE *file = fopen(path, "r");

	if (!file)
		fail_msg("%s cannot be read", path);
	while (fgets(line, sizeof(line), file)) {
		struct reason *reason = &reasons[reason_count];

		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (reason_count == REASONS ||
		    sscanf(line, "%255[^\t]\t%15[^\t]\t%15[^\t]\t%63[^\t]\t%*[^\n]", reason->path,
			   reason->kind, below, reason->value) != 4)
			fail_msg("%s: %s", path, line);
		reason->below = (unsigned)strtoul(below, NULL, 10);
		reason_count++;
	}
	fclose(file);
}

static bool is_excused(const char *path, const char *kind, const char *value)
{
	for (size_t i = 0; i < reason_count; i++) {
		struct reason *reason = &reasons[i];

		if (strcmp(reason->kind, kind) != 0 || fnmatch(reason->path, path, 0) != 0 ||
		    (reason->below && answers_branch() >= reason->below) ||
		    (strcmp(reason->value, "-") != 0 && fnmatch(reason->value, value, 0) != 0))
			continue;
		reason->used++;
		return true;
	}
	return false;
}

static void compare(struct subject *subject, const char *path, const char *recorded,
		    const char *answer)
{
	bool told = import_tells(recorded), answered = import_tells(answer);
	const char *kind = !answered ? "missing" : !told ? "extra" : "changed";

	if (!told && !answered) {
		subject->counts.silent++;
	} else if (strcmp(recorded, answer) == 0) {
		subject->counts.equal++;
	} else if (is_excused(path, kind, recorded)) {
		subject->counts.missing++;
	} else {
		subject->counts.wrong++;
		print_message("%s: gpu %u: %s: %s: recorded '%s', %s '%s'\n", subject->name,
			      subject->gpu, path, kind, recorded,
			      subject->report ? "printed" : "answered", answer);
	}
}

/* What an element is asked with; the path below its gpu chooses. */
static bool ask(struct subject *subject, const xmlNode *node, const char *path,
		char ret_text[ANSWER_SIZE])
{
	static const char process[] = "processes/process_info/", mig[] = "mig_devices/mig_device/";
	char number[IMPORT_TEXT];

	if (strncmp(path, process, strlen(process)) == 0) {
		import_text(import_child(node->parent, "pid"), number);
		return answer_process(subject->gpu, (unsigned)strtoul(number, NULL, 10),
				      path + strlen(process), ret_text);
	}
	if (strncmp(path, mig, strlen(mig)) == 0) {
		while (strcmp((const char *)node->name, "mig_device") != 0)
			node = node->parent;
		import_text(import_child(node, "index"), number);
		return answer_mig(subject->gpu, (unsigned)strtoul(number, NULL, 10),
				  path + strlen(mig), ret_text);
	}
	return answer_gpu(subject->gpu, path, ret_text);
}

static void compare_leaf(struct subject *subject, const xmlNode *node, const char *path)
{
	char recorded[IMPORT_TEXT], answer[ANSWER_SIZE] = "N/A";

	assert_true(import_text(node, recorded));
	if (!ask(subject, node, path, answer) && import_tells(recorded) &&
	    !is_excused(path, "missing", recorded)) {
		subject->counts.wrong++;
		print_message("%s: %s: '%s' is compared with nothing\n", subject->name, path,
			      recorded);
		return;
	}
	compare(subject, path, recorded, answer);
}

static void compare_tree(struct subject *subject, const xmlNode *node, const char *path)
{
	char below[PATH_SIZE];
	bool leaf = true;

	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type != XML_ELEMENT_NODE)
			continue;
		leaf = false;
		snprintf(below, sizeof(below), "%s%s%s", path, *path ? "/" : "",
			 (const char *)child->name);
		compare_tree(subject, child, below);
	}
	if (leaf)
		compare_leaf(subject, node, path);
}

static void compare_recording(struct subject *subject, const char *data, size_t size)
{
	char *error = NULL, recorded[IMPORT_TEXT], answer[ANSWER_SIZE];
	xmlDoc *doc = import_parse(data, size, subject->name, &error);
	const xmlNode *node;

	assert_non_null(doc);
	for (node = xmlDocGetRootElement(doc)->children; node; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (strcmp((const char *)node->name, "gpu") == 0) {
			compare_tree(subject, node, "");
			subject->gpu++;
		} else if (answer_root((const char *)node->name, answer) &&
			   import_text(node, recorded)) {
			compare(subject, (const char *)node->name, recorded, answer);
		}
	}
	xmlFreeDoc(doc);
}

/* The report. */

/* The same of several: a process by its id, others by their place. */
static const xmlNode *counterpart(const xmlNode *recorded, const xmlNode *parent)
{
	const xmlNode *found = import_child(parent, (const char *)recorded->name), *before;
	char pid[2][IMPORT_TEXT];

	if (strcmp((const char *)recorded->name, "process_info") == 0) {
		import_text(import_child(recorded, "pid"), pid[0]);
		for (; found; found = import_next(found)) {
			import_text(import_child(found, "pid"), pid[1]);
			if (strcmp(pid[0], pid[1]) == 0)
				break;
		}
		return found;
	}
	before = import_child(recorded->parent, (const char *)recorded->name);
	for (; found && before != recorded; before = import_next(before))
		found = import_next(found);
	return found;
}

static void compare_printed(struct subject *subject, const xmlNode *recorded,
			    const xmlNode *printed, const char *path)
{
	char below[PATH_SIZE], told[IMPORT_TEXT], answer[IMPORT_TEXT];
	bool leaf = true;

	for (const xmlNode *child = recorded->children; child; child = child->next) {
		if (child->type != XML_ELEMENT_NODE)
			continue;
		leaf = false;
		snprintf(below, sizeof(below), "%s%s%s", path, *path ? "/" : "",
			 (const char *)child->name);
		compare_printed(subject, child, counterpart(child, printed), below);
	}
	if (!leaf)
		return;
	assert_true(import_text(recorded, told));
	import_text(printed, answer);
	compare(subject, path, told, answer);
}

static void compare_report(struct subject *subject, const char *data, size_t size)
{
	size_t printed_size;
	char *error = NULL, *printed = answers_report(&printed_size);
	xmlDoc *recording = import_parse(data, size, subject->name, &error), *report;
	const xmlNode *gpu, *same, *root;

	assert_non_null(printed);
	report = import_parse(printed, printed_size, "nvsmi -q -x", &error);
	if (!report)
		fail_msg("%s\n%s", error, printed);
	root = xmlDocGetRootElement(report);
	for (gpu = import_child(xmlDocGetRootElement(recording), "gpu"); gpu;
	     gpu = import_next(gpu)) {
		same = counterpart(gpu, root);
		assert_non_null(same);
		compare_printed(subject, gpu, same, "");
		subject->gpu++;
	}
	xmlFreeDoc(report);
	xmlFreeDoc(recording);
	free(printed);
}

static struct machine *load(const char *text)
{
	char path[64], *error = NULL;
	int fd = memfd_create("machine", MFD_CLOEXEC);
	struct machine *machine;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	machine = machine_load(path, &error);
	if (!machine)
		fail_msg("%s\n%s", error, text);
	close(fd);
	return machine;
}

static void on_machine(struct subject *questions, struct subject *report, const char *text,
		       const char *data, size_t size)
{
	const char *refusal = NULL;
	struct machine *machine = load(text);
	struct sim *sim = sim_new(machine, NULL, &refusal);
	struct port *port;

	if (!sim)
		fail_msg("%s: %s", questions->name, refusal);
	port = sim_port_new(sim);
	sim_port_set_clock(port, 60000000000); /* samples of the last minute are there */
	sim_port_use(port);
	if (!answers_open())
		fail_msg("%s: the library does not start", questions->name);
	compare_recording(questions, data, size);
	compare_report(report, data, size);
	answers_close();
	assert_int_equal(sim_port_count_open(port), 0);
	sim_port_free(port);
	sim_free(sim);
	machine_free(machine);
}

static void add(struct counts *sum, const struct counts *more)
{
	sum->equal += more->equal;
	sum->silent += more->silent;
	sum->missing += more->missing;
	sum->wrong += more->wrong;
}

static void print_counts(const char *name, const struct counts *counts)
{
	print_message("%-68s %5u equal %4u silent %5u missing with a reason %3u wrong\n", name,
		      counts->equal, counts->silent, counts->missing, counts->wrong);
}

static void one_recording(struct counts sums[2], const char *folder, const char *name)
{
	struct import_options options = {.name = name};
	struct import_result result;
	struct subject questions = {.name = name}, report = {.name = name, .report = true};
	char path[4096];
	size_t size;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	char *data = read_file(path, &size);
	if (!import_recording(data, size, &options, &result))
		fail_msg("%s", result.error);
	on_machine(&questions, &report, result.machine, data, size);
	print_counts(name, &questions.counts);
	print_counts("  as nvsmi -q -x prints it", &report.counts);
	add(&sums[0], &questions.counts);
	add(&sums[1], &report.counts);
	import_result_free(&result);
	free(data);
}

/* Without recordings nothing was tested: the runner is told so. */
#define SKIPPED 77
static bool skipped;

static void every_recording(void **state)
{
	const char *facts = getenv("OPENNVML_FACTS"), *source = getenv("OPENNVML_SOURCE");
	char path[4096];
	struct counts sums[2] = {{0}, {0}};
	struct dirent **entries;
	int recordings = 0;

	(void)state;
	assert_non_null(source);
	snprintf(path, sizeof(path), "%s/tests/nvsim/import/reasons.tsv", source);
	read_reasons(path);
	snprintf(path, sizeof(path), "%s/smi/samples/xml", facts ? facts : "");
	int count = scandir(path, &entries, NULL, alphasort);
	if (count < 0) {
		skipped = true;
		skip();
	}
	for (int i = 0; i < count; i++) {
		if (entries[i]->d_name[0] != '.') {
			one_recording(sums, path, entries[i]->d_name);
			recordings++;
		}
		free(entries[i]);
	}
	free(entries);
	print_counts("all, asked", &sums[0]);
	print_counts("all, as nvsmi -q -x prints it", &sums[1]);
	assert_int_equal(sums[0].wrong, 0);
	assert_int_equal(sums[1].wrong, 0);
	assert_true(recordings >= RECORDINGS);
	for (size_t i = 0; i < reason_count; i++)
		if (!reasons[i].used)
			fail_msg("nobody needs the reason of %s (%s)", reasons[i].path,
				 reasons[i].kind);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(every_recording)};

	/* Times of recordings are imported as UTC. */
	setenv("TZ", "UTC", 1);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	return failed == 0 && skipped ? SKIPPED : failed;
}
