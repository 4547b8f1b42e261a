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

#include "../../../tools/nvsim/import.h"
#include "answers.h"
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
		print_message("%s: gpu %u: %s: %s: recorded '%s', answered '%s'\n", subject->name,
			      subject->gpu, path, kind, recorded, answer);
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

static void on_machine(struct subject *subject, const char *text, const char *data, size_t size)
{
	const char *refusal = NULL;
	struct machine *machine = load(text);
	struct sim *sim = sim_new(machine, NULL, &refusal);
	struct port *port;

	if (!sim)
		fail_msg("%s: %s", subject->name, refusal);
	port = sim_port_new(sim);
	sim_port_set_clock(port, 60000000000); /* samples of the last minute are there */
	sim_port_use(port);
	if (!answers_open())
		fail_msg("%s: the library does not start", subject->name);
	compare_recording(subject, data, size);
	answers_close();
	assert_int_equal(sim_port_count_open(port), 0);
	sim_port_free(port);
	sim_free(sim);
	machine_free(machine);
}

static void one_recording(struct counts *sum, const char *folder, const char *name)
{
	struct import_options options = {.name = name};
	struct import_result result;
	struct subject subject = {.name = name};
	char path[4096];
	size_t size;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	char *data = read_file(path, &size);
	if (!import_recording(data, size, &options, &result))
		fail_msg("%s", result.error);
	on_machine(&subject, result.machine, data, size);
	print_message("%-68s %5u equal %4u silent %5u missing %3u wrong\n", name,
		      subject.counts.equal, subject.counts.silent, subject.counts.missing,
		      subject.counts.wrong);
	sum->equal += subject.counts.equal;
	sum->silent += subject.counts.silent;
	sum->missing += subject.counts.missing;
	sum->wrong += subject.counts.wrong;
	import_result_free(&result);
	free(data);
}

static void every_recording(void **state)
{
	const char *facts = getenv("OPENNVML_FACTS"), *source = getenv("OPENNVML_SOURCE");
	char path[4096];
	struct counts sum = {0};
	struct dirent **entries;
	int recordings = 0;

	(void)state;
	assert_non_null(source);
	snprintf(path, sizeof(path), "%s/tests/nvsim/import/reasons.tsv", source);
	read_reasons(path);
	snprintf(path, sizeof(path), "%s/smi/samples/xml", facts ? facts : "");
	int count = scandir(path, &entries, NULL, alphasort);
	if (count < 0)
		skip();
	for (int i = 0; i < count; i++) {
		if (entries[i]->d_name[0] != '.') {
			one_recording(&sum, path, entries[i]->d_name);
			recordings++;
		}
		free(entries[i]);
	}
	free(entries);
	print_message("%d recordings: %u equal, %u silent, %u missing with a reason, %u wrong\n",
		      recordings, sum.equal, sum.silent, sum.missing, sum.wrong);
	assert_int_equal(sum.wrong, 0);
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
	return cmocka_run_group_tests(tests, NULL, NULL);
}
