/* SPDX-License-Identifier: MIT */
/*
 * Records as text: what is written is read again as it was, for every control of every
 * branch, and a broken file gives a message with its line. With `names VERSION` it
 * prints the members that it has names for, which check-record.py holds against the
 * recorded layouts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../tools/nvsim/record.h"

static const char *const drivers[] = {"515.43.04", "535.161.07", "550.90.07", "570.86.15",
				      "595.45.04"};
enum { DRIVERS = sizeof drivers / sizeof drivers[0], MUTATIONS = 1000 };

static unsigned seed = 1;

static uint8_t any_byte(void)
{
	seed = seed * 1103515245 + 12345;
	return (uint8_t)(seed >> 16);
}

/* Mostly zeros, as answers are, with texts and numbers between. */
static void fill(uint8_t *bytes, size_t size)
{
	memset(bytes, 0, size);
	for (size_t i = 0; i < size; i++) {
		uint8_t kind = any_byte();
		if (kind < 40)
			bytes[i] = any_byte();
		else if (kind < 44)
			for (unsigned n = 0; n < 12 && i < size; n++)
				bytes[i++] = "text \"of\\ it"[n];
	}
}

static struct record *new_record(const char *driver)
{
	struct record *record = record_new();
	assert_non_null(record);
	assert_true(record_set_driver(record, driver));
	snprintf(record->architecture, sizeof record->architecture, "x86_64");
	return record;
}

/* The file's name is in a static buffer. */
static const char *written(const struct record *record)
{
	static char name[64];
	snprintf(name, sizeof name, "/tmp/opennvml-record-XXXXXX");
	int fd = mkstemp(name);
	FILE *file = fdopen(fd, "w");
	assert_non_null(file);
	record_write(file, record);
	assert_int_equal(fclose(file), 0);
	return name;
}

static struct record *read_again(const char *name)
{
	char *error = NULL;
	struct record *record = record_read(name, &error);
	if (!record)
		fail_msg("%s", error ? error : "no memory");
	unlink(name);
	return record;
}

static void add_exchange(struct record *record, enum record_kind kind, uint32_t number,
			 size_t params_size)
{
	struct record_list lists[RECORD_LISTS_MAX];
	struct record_body body = {.params_size = params_size, .size = params_size};
	uint8_t *params = malloc(params_size + 1);
	fill(params, params_size);
	unsigned count = record_lists(kind, number, record->release, params, params_size, lists);
	for (unsigned i = 0; i < count; i++)
		body.size += lists[i].element * lists[i].count;
	body.bytes = malloc(body.size + 1);
	fill(body.bytes, body.size);
	memcpy(body.bytes, params, params_size);
	record_body_ask(&body, kind, number, record->release);
	struct record_exchange question = {.kind = kind,
					   .object = "gpu 3 subdevice",
					   .number = number,
					   .params_size = params_size,
					   .size = body.size,
					   .in = body.bytes};
	struct record_exchange *asked = record_ask(record, &question);
	struct record_body after = body;
	after.bytes = malloc(body.size + 1);
	for (unsigned i = 0; i < 2; i++) {
		fill(after.bytes, body.size);
		record_body_keep(&after, &body, kind, number, record->release);
		record_answer(asked, &(struct record_answer){.status = i ? 0x56 : 0x1234567,
							     .count = i + 1,
							     .bytes = after.bytes});
	}
	free(after.bytes);
	free(body.bytes);
	free(params);
}

static void compare(const struct record_exchange *one, const struct record_exchange *other,
		    unsigned release)
{
	const char *name = record_number_name(one->kind, one->number, release);
	assert_non_null(other);
	assert_int_equal(one->size, other->size);
	assert_int_equal(one->answers_count, other->answers_count);
	for (unsigned i = 0; i < one->answers_count; i++) {
		assert_int_equal(one->answers[i].status, other->answers[i].status);
		assert_int_equal(one->answers[i].count, other->answers[i].count);
		if (memcmp(one->answers[i].bytes, other->answers[i].bytes, one->size) != 0)
			fail_msg("%s: answer %u is another", name ? name : "?", i);
	}
}

static void test_every_control(void **state)
{
	(void)state;
	for (unsigned d = 0; d < DRIVERS; d++) {
		struct record *record = new_record(drivers[d]);
		unsigned controls = 0;
		for (unsigned cmd = 0; cmd < RM_CMD_COUNT; cmd++) {
			const struct rm_layout *layout =
			    rm_layout_at((enum rm_cmd)cmd, record->release);
			bool control = rm_commands[cmd].kind == RM_KIND_CONTROL;
			if (layout)
				add_exchange(record, control ? RECORD_CONTROL : RECORD_ALLOC,
					     layout->number, layout->size);
			controls += layout && control;
		}
		add_exchange(record, RECORD_CONTROL, 0x2080ffff, 77);
		add_exchange(record, RECORD_ESCAPE, 200, 32 * 72);
		add_exchange(record, RECORD_ESCAPE, 210, 72);
		add_exchange(record, RECORD_ESCAPE, 99, 40);
		add_exchange(record, RECORD_MAP, 0, 0);
		struct record *again = read_again(written(record));
		for (const struct record_exchange *at = record->exchanges; at; at = at->next)
			compare(at, record_find(again, at), record->release);
		assert_true(controls > 60);
		record_free(again);
		record_free(record);
	}
}

static void test_pages(void **state)
{
	enum { SIZE = 3144, SNAPSHOTS = 3 };
	uint8_t bytes[SIZE];
	(void)state;
	struct record *record = new_record("595.45.04");
	struct record_page *page = record_page_add(record, "gpu 0 subdevice telemetry", SIZE);
	for (unsigned i = 0; i < SNAPSHOTS; i++) {
		fill(bytes, SIZE);
		const struct record_snapshot snapshot = {
		    .mapping = i / 2, .at_ms = 100 * i, .calls = 7 * i, .bytes = bytes};
		assert_true(record_page_snap(page, &snapshot));
	}
	struct record *again = read_again(written(record));
	assert_non_null(again->pages);
	assert_int_equal(again->pages->count, SNAPSHOTS);
	for (unsigned i = 0; i < SNAPSHOTS; i++) {
		assert_int_equal(again->pages->snapshots[i].mapping, i / 2);
		assert_int_equal(again->pages->snapshots[i].at_ms, 100 * i);
		assert_int_equal(again->pages->snapshots[i].calls, 7 * i);
		assert_memory_equal(again->pages->snapshots[i].bytes, page->snapshots[i].bytes,
				    SIZE);
	}
	record_free(again);
	record_free(record);
}

static void add_file(struct record *record, const char *path, enum sim_node_kind kind,
		     const char *content, size_t size)
{
	struct record_file *file = record_file_add(record, path);
	file->kind = kind;
	file->mode = 0640;
	file->major = 195;
	file->minor = 7;
	if (content)
		assert_true(record_file_fill(file, content, size));
}

static void test_files_and_events(void **state)
{
	static const char binary[] = "\0\1\2 long name\0-x\0\377";
	(void)state;
	struct record *record = new_record("550.90.07");
	add_file(record, "/proc/driver/nvidia/version", SIM_FILE, "one\n\n two \"x\"\n", 15);
	add_file(record, "/proc/driver/nvidia/tail", SIM_FILE, "no end", 6);
	add_file(record, "/proc/7/cmdline", SIM_FILE, binary, sizeof binary);
	add_file(record, "/sys/bus/pci/devices/x", SIM_LINK, "../y", 4);
	add_file(record, "/dev/nvidia7", SIM_CHARDEV, NULL, 0);
	add_file(record, "/proc/driver/nvidia", SIM_DIR, NULL, 0);
	record_file_find(record, "/dev/nvidia7")->error = 5;
	struct record_event *event = record_event_add(record, "gpu 1 subdevice");
	*event = (struct record_event){NULL, event->object, 512, 37, 79, 233};
	struct record *again = read_again(written(record));
	const struct record_file *other = again->files;
	for (const struct record_file *file = record->files; file;
	     file = file->next, other = other->next) {
		assert_non_null(other);
		assert_string_equal(file->path, other->path);
		assert_int_equal(file->kind, other->kind);
		assert_int_equal(file->mode, other->mode);
		assert_int_equal(file->error, other->error);
		assert_int_equal(file->size, other->size);
		if (file->content)
			assert_memory_equal(file->content, other->content, file->size);
	}
	assert_int_equal(record_file_find(again, "/dev/nvidia7")->minor, 7);
	assert_non_null(again->events);
	assert_string_equal(again->events->object, "gpu 1 subdevice");
	assert_int_equal(again->events->after_ms, 512);
	assert_int_equal(again->events->info16, 233);
	record_free(again);
	record_free(record);
}

/* NV2080_CTRL_FB_GET_INFO_V2_PARAMS of 560 on: a count, then 57 pairs from byte 4 on. */
static void test_as_it_reads(void **state)
{
	enum { SIZE = 460 };
	uint32_t in[SIZE / 4] = {2, 22, 0, 8}, out[SIZE / 4] = {2, 22, 15269888, 8, 15728640};
	char text[256] = "";
	(void)state;
	struct record *record = new_record("560.28.03");
	const struct record_exchange question = {.kind = RECORD_CONTROL,
						 .object = "gpu 0 subdevice",
						 .number = 0x20801303,
						 .params_size = SIZE,
						 .size = SIZE,
						 .in = (uint8_t *)in};
	struct record_exchange *asked = record_ask(record, &question);
	record_answer(asked, &(struct record_answer){.count = 3, .bytes = (uint8_t *)out});
	FILE *file = fmemopen(text, sizeof text, "w");
	record_write_question(file, record, asked);
	record_write_answer(file, record, asked, &asked->answers[0]);
	fclose(file);
	assert_string_equal(text, "\ncontrol NV2080_CTRL_CMD_FB_GET_INFO_V2 of gpu 0 subdevice "
				  "size 460\n"
				  " fbInfoListSize 2\n"
				  " fbInfoList.index[0] 22 8\n"
				  "answer NV_OK x3\n"
				  " fbInfoList.data[0] 15269888 15728640\n");
	record_free(record);
}

/* Pointers, handles and descriptors are no part of a question; the list behind one is. */
static int copy_words(void *ctx, void *dst, uint64_t addr, size_t size)
{
	(void)ctx;
	memcpy(dst, (const void *)(uintptr_t)addr, size);
	return 0;
}

static void test_lists_behind_pointers(void **state)
{
	uint32_t list[] = {0x0f, 0, 0x13, 0};
	uint64_t params[2] = {2, (uintptr_t)list};
	struct record_body body = {.params_addr = (uintptr_t)params, .params_size = 16};
	uint32_t words[4];
	(void)state;
	struct record *record = new_record("550.90.07");
	assert_int_equal(
	    record_body_read(&body, RECORD_CONTROL, 0x20801802, record->release, copy_words, NULL),
	    0);
	assert_int_equal(body.size, 16 + sizeof list);
	record_body_ask(&body, RECORD_CONTROL, 0x20801802, record->release);
	memcpy(words, body.bytes, sizeof words);
	assert_int_equal(words[0], 2);
	assert_int_equal(words[2], 1);
	assert_int_equal(words[3], 0);
	assert_memory_equal(body.bytes + 16, list, sizeof list);
	record_body_free(&body);
	/* capDescriptor is a descriptor of this process, swizzId is asked. */
	uint64_t alloc[2] = {0x1234, 5};
	body = (struct record_body){.params_addr = (uintptr_t)alloc, .params_size = 16};
	assert_int_equal(
	    record_body_read(&body, RECORD_ALLOC, 0xc637, record->release, copy_words, NULL), 0);
	record_body_ask(&body, RECORD_ALLOC, 0xc637, record->release);
	memcpy(alloc, body.bytes, sizeof alloc);
	assert_int_equal(alloc[0], 0);
	assert_int_equal(alloc[1], 5);
	record_body_free(&body);
	record_free(record);
}

static const struct broken {
	const char *text, *error;
} broken[] = {
    {"", ":0: the file is empty"},
    {"a\n", ":1: this is no record, or a newer one"},
    {"opennvml-record 2\n", ":1: this is no record, or a newer one"},
    {"opennvml-record 1\ndriver many\n", ":2: a driver version was expected"},
    {"opennvml-record 1\nverse\n", ":2: a word that no record has"},
    {"opennvml-record 1\n 5\n", ":2: nothing that this line could belong to"},
    {"opennvml-record 1\nanswer NV_OK\n", ":2: a question must come first"},
    {"opennvml-record 1\ncontrol NV_X of client size 4\n",
     ":2: the driver's version must come first"},
    {"opennvml-record 1\ndriver 550.90.07\ncontrol NV_X of client size 4\n",
     ":3: no table of this driver knows the name"},
    {"opennvml-record 1\ncontrol 0x7 of client\n", ":2: a size was expected"},
    {"opennvml-record 1\ncontrol 0x7 of client size 99999999\n", ":2: a size was expected"},
    {"opennvml-record 1\ncontrol 0x7 of client size 4\n +0x4 hex 00\nanswer NV_OK\n",
     ":3: an offset within the bytes and hex were expected"},
    {"opennvml-record 1\ncontrol 0x7 of client size 4\n +0x3 hex 0001\nanswer NV_OK\n",
     ":3: the bytes are no base 16 or too many"},
    {"opennvml-record 1\ncontrol 0x7 of client size 4\n name 5\nanswer NV_OK\n",
     ":3: no table knows this member"},
    {"opennvml-record 1\ncontrol 0x7 of client size 4\nanswer NV_NEVER\n",
     ":3: a status was expected"},
    {"opennvml-record 1\ncontrol 0x7 of client size 4\nanswer NV_OK x0\n",
     ":3: a count was expected"},
    {"opennvml-record 1\ncontrol 0x7 of client size 4\n",
     ":2: a question without an answer ends here or before"},
    {"opennvml-record 1\nsnapshot 5 ms\n",
     ":2: a page must come first, and a mapping, time and calls were expected"},
    {"opennvml-record 1\nfile 0444 relative\n", ":2: an absolute path was expected"},
    {"opennvml-record 1\nfile mode /x\n", ":2: a mode was expected"},
    {"opennvml-record 1\nnode 0666 195 /dev/x\n", ":2: a device number was expected"},
    {"opennvml-record 1\nevent 37 of x\n",
     ":2: a number, object, time and two infos were expected"},
    {"opennvml-record 1\nfile 0444 /x", ":2: the line does not end"},
    {"opennvml-record 1\ndriver 560.28.03\n"
     "control NV2080_CTRL_CMD_FB_GET_INFO_V2 of x size 460\n fbInfoList.index[57] 1\n",
     ":4: an index within the array was expected"},
    {"opennvml-record 1\ndriver 560.28.03\n"
     "control NV2080_CTRL_CMD_FB_GET_INFO_V2 of x size 460\n fbInfoList.index[56] 1 2\n",
     ":4: there are more numbers than the member has"},
    {"opennvml-record 1\ndriver 560.28.03\n"
     "control NV2080_CTRL_CMD_FB_GET_INFO_V2 of x size 460\n fbInfoListSize 0x100000000\n",
     ":4: the number is too large for the member"},
};

static char *error_of(const char *text, size_t size)
{
	char name[] = "/tmp/opennvml-record-XXXXXX";
	char *error = NULL;
	int fd = mkstemp(name);
	assert_int_equal(write(fd, text, size), (ssize_t)size);
	close(fd);
	struct record *record = record_read(name, &error);
	unlink(name);
	assert_true((record == NULL) == (error != NULL));
	record_free(record);
	return error;
}

static void test_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		char *error = error_of(broken[i].text, strlen(broken[i].text));
		assert_non_null(error);
		assert_non_null(strchr(error, ':'));
		assert_string_equal(strchr(error, ':'), broken[i].error);
		free(error);
	}
}

static const char *any_line(const char *text, size_t size)
{
	const char *at = text + ((size_t)any_byte() << 8 | any_byte()) % size;
	const char *end = strchr(at, '\n');
	return end && end[1] ? end + 1 : text;
}

/* A line where another was: lines belong to what stands before them. */
static void move_line(const char *text, size_t size, char *copy)
{
	const char *from = any_line(text, size), *to = any_line(text, size);
	size_t moved = strcspn(from, "\n") + 1, dropped = strcspn(to, "\n") + 1;
	size_t at = (size_t)(to - text);
	memcpy(copy, text, at);
	memcpy(copy + at, from, moved);
	memcpy(copy + at + moved, to + dropped, size - at - dropped);
	copy[size + moved - dropped] = '\0';
}

/* Any text is a record or a message. */
static void test_mutations(void **state)
{
	static char text[1 << 16], copy[2 * sizeof text];
	unsigned refused = 0;
	(void)state;
	struct record *record = new_record("550.90.07");
	add_exchange(record, RECORD_CONTROL, 0x20801802, 16);
	add_exchange(record, RECORD_CONTROL, 0x20800110, 68);
	add_exchange(record, RECORD_ESCAPE, 200, 144);
	add_file(record, "/proc/7/cmdline", SIM_FILE, "\0x\0", 3);
	add_file(record, "/dev/nvidia7", SIM_CHARDEV, NULL, 0);
	struct record_page *page = record_page_add(record, "gpu 0 subdevice telemetry", 320);
	fill((uint8_t *)text, 320);
	record_page_snap(page, &(struct record_snapshot){.at_ms = 5, .bytes = (uint8_t *)text});
	FILE *file = fmemopen(text, sizeof text, "w");
	record_write(file, record);
	fclose(file);
	size_t size = strlen(text);
	for (unsigned i = 0; i < MUTATIONS; i++) {
		memcpy(copy, text, size + 1);
		if (i % 2)
			move_line(text, size, copy);
		else
			for (unsigned n = any_byte() % 4 + 1; n > 0; n--)
				copy[(any_byte() << 8 | any_byte()) % size] =
				    any_byte() < 128 ? (char)any_byte()
						     : " 0x9[*\n\""[any_byte() % 8];
		char *error = error_of(copy, any_byte() < 32 ? any_byte() : strlen(copy));
		refused += error != NULL;
		free(error);
	}
	assert_true(refused > MUTATIONS / 10);
	record_free(record);
}

static int print_names(const char *version)
{
	struct record *record = new_record(version);
	for (unsigned cmd = 0; cmd < RM_CMD_COUNT; cmd++) {
		const struct rm_layout *layout = rm_layout_at((enum rm_cmd)cmd, record->release);
		bool control = rm_commands[cmd].kind == RM_KIND_CONTROL;
		uint8_t *zeros = calloc(1, layout ? layout->size + 1 : 1);
		const struct record_exchange question = {.kind = control ? RECORD_CONTROL
									 : RECORD_ALLOC,
							 .number = layout ? layout->number : 0,
							 .params_size = layout ? layout->size : 0,
							 .size = layout ? layout->size : 0,
							 .in = zeros};
		struct record_fields fields = {0};
		if (layout)
			fields = record_fields_of(&question, record->release);
		for (unsigned i = 0; i < fields.count; i++)
			printf("%s %s %u %u %u\n", rm_commands[cmd].name, fields.list[i].name,
			       fields.list[i].at, fields.list[i].width,
			       fields.list[i].elements * fields.list[i].inner);
		record_fields_free(&fields);
		free(zeros);
	}
	record_free(record);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_control),
	    cmocka_unit_test(test_pages),
	    cmocka_unit_test(test_files_and_events),
	    cmocka_unit_test(test_as_it_reads),
	    cmocka_unit_test(test_lists_behind_pointers),
	    cmocka_unit_test(test_broken),
	    cmocka_unit_test(test_mutations),
	};
	if (argc == 3 && strcmp(argv[1], "names") == 0)
		return print_names(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
