/* SPDX-License-Identifier: MIT */
/* Reading a record. Whatever is in the file, it is a record or a text that says what is wrong. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"

enum { LINE_CONTENT_MAX = 1 << 20, MAPPINGS_MAX = 1 << 20 };

enum place { IN_HEAD, IN_FILE, IN_QUESTION, IN_ANSWER, IN_PAGE, IN_SNAPSHOT, IN_EVENT };

struct reader {
	struct record *record;
	enum place place;
	struct record_file *file;
	struct record_exchange question; /* being read */
	struct record_exchange *exchange;
	struct record_answer *answer;
	struct record_page *page;
	struct record_fields fields;
};

static const char *const no_memory = "no memory";

/* The word at *at, ended; *at moves behind the blank. */
static char *word(char **at)
{
	char *start = *at, *end = start + strcspn(start, " ");
	*at = *end ? end + 1 : end;
	*end = '\0';
	return start;
}

static bool number(const char *text, uint64_t limit, uint64_t *ret_value)
{
	char *rest;
	errno = 0;
	if (!isdigit((unsigned char)*text))
		return false;
	*ret_value = strtoull(text, &rest, 0);
	return *rest == '\0' && errno == 0 && *ret_value <= limit;
}

/* Numbers are not questions before all of their lines were read. */
static const char *finish_question(struct reader *reader)
{
	struct record_exchange *question = &reader->question;
	if (!question->in)
		return NULL;
	reader->exchange = record_ask(reader->record, question);
	free(question->in);
	free(question->object);
	*question = (struct record_exchange){0};
	if (!reader->exchange)
		return no_memory;
	record_fields_free(&reader->fields);
	reader->fields = record_fields_of(reader->exchange, reader->record->release);
	return NULL;
}

static const char *read_head(struct reader *reader, const char *key, char *rest)
{
	if (!strcmp(key, "driver"))
		return record_set_driver(reader->record, rest) ? NULL
							       : "a driver version was expected";
	if (strlen(rest) >= sizeof reader->record->architecture || !*rest)
		return "an architecture was expected";
	snprintf(reader->record->architecture, sizeof reader->record->architecture, "%s", rest);
	return NULL;
}

/* What stands further below in the file is newer: a record that was cut off has files twice. */
static const char *begin_file(struct reader *reader, const char *path)
{
	struct record_file *file = record_file_find(reader->record, path);
	if (*path != '/')
		return "an absolute path was expected";
	if (!file)
		file = record_file_add(reader->record, path);
	if (!file)
		return no_memory;
	free(file->content);
	file->content = NULL;
	file->size = 0;
	file->error = 0;
	reader->file = file;
	reader->place = IN_FILE;
	return NULL;
}

static const char *read_file_head(struct reader *reader, enum sim_node_kind kind, char *rest)
{
	uint64_t mode = 0, major = 0, minor = 0;
	const char *text = word(&rest);
	if (!number(text, 07777, &mode))
		return "a mode was expected";
	if (kind == SIM_CHARDEV) {
		char *colon = strchr(text = word(&rest), ':');
		if (colon)
			*colon = '\0';
		if (!colon || !number(text, UINT32_MAX, &major) ||
		    !number(colon + 1, UINT32_MAX, &minor))
			return "a device number was expected";
	}
	const char *wrong = begin_file(reader, rest);
	if (wrong)
		return wrong;
	reader->file->kind = kind;
	reader->file->mode = (unsigned)mode;
	reader->file->major = (unsigned)major;
	reader->file->minor = (unsigned)minor;
	return NULL;
}

static const char *read_absent(struct reader *reader, char *rest)
{
	uint64_t error;
	if (!number(word(&rest), 4095, &error) || error == 0)
		return "an errno was expected";
	const char *wrong = begin_file(reader, rest);
	if (wrong)
		return wrong;
	reader->file->error = (int)error;
	reader->file->kind = SIM_FILE;
	return NULL;
}

static const char *add_line(struct record_file *file, const char *text, bool whole)
{
	size_t length = strlen(text);
	if (file->size + length + 1 > LINE_CONTENT_MAX)
		return "the file is too large";
	uint8_t *grown = realloc(file->content, file->size + length + 2);
	if (!grown)
		return no_memory;
	memcpy(grown + file->size, text, length);
	file->size += length;
	if (whole)
		grown[file->size++] = '\n';
	grown[file->size] = '\0';
	file->content = grown;
	return NULL;
}

static const char *read_file_line(struct reader *reader, char *line)
{
	static const struct record_fields none;
	struct record_file *file = reader->file;
	uint64_t value;
	if ((line[0] == '|' || line[0] == '>') && line[1] == ' ')
		return add_line(file, line + 2, line[0] == '|');
	if (!strncmp(line, "errno ", 6) && number(line + 6, 4095, &value)) {
		file->error = (int)value;
		return NULL;
	}
	if (!strncmp(line, "size ", 5) && !file->content &&
	    number(line + 5, LINE_CONTENT_MAX, &value)) {
		file->content = calloc(1, value + 1);
		file->size = value;
		return file->content ? NULL : no_memory;
	}
	return line[0] == '+' && file->content
		   ? record_parse_bytes(line, &none, file->content, file->size)
		   : "a line of the file was expected";
}

/* " size 16+24" at the end of a question's line, cut off. */
static const char *read_size(char *rest, size_t *ret_params, size_t *ret_size)
{
	uint64_t params = 0, lists = 0;
	char *at = strstr(rest, " size ");
	if (!at)
		return "a size was expected";
	*at = '\0';
	char *plus = strchr(at += 6, '+');
	if (plus)
		*plus = '\0';
	if (!number(at, RECORD_PARAMS_MAX, &params) ||
	    (plus && !number(plus + 1, RECORD_PARAMS_MAX, &lists)))
		return "a size was expected";
	*ret_params = params;
	*ret_size = params + lists;
	return NULL;
}

static const char *read_number(struct reader *reader, enum record_kind kind, const char *text)
{
	uint64_t value = 0;
	uint32_t known = 0;
	if (number(text, UINT32_MAX, &value)) {
		reader->question.number = (uint32_t)value;
		return NULL;
	}
	if (!reader->record->driver[0])
		return "the driver's version must come first";
	if (!record_number_of(kind, text, reader->record->release, &known))
		return "no table of this driver knows the name";
	reader->question.number = known;
	return NULL;
}

static const char *read_question(struct reader *reader, enum record_kind kind, char *rest)
{
	struct record_exchange *question = &reader->question;
	const char *wrong = kind == RECORD_MAP ? NULL : read_number(reader, kind, word(&rest));
	question->kind = kind;
	if (!wrong && kind != RECORD_MAP)
		wrong = read_size(rest, &question->params_size, &question->size);
	if (wrong)
		return wrong;
	if (strncmp(rest, "of ", 3) != 0 || !rest[3])
		return "the object was expected";
	question->object = strdup(rest + 3);
	question->in = calloc(1, question->size + 1);
	reader->place = IN_QUESTION;
	return question->object && question->in ? NULL : no_memory;
}

/* Which lists there are depends on members that were read before. */
static const char *read_question_line(struct reader *reader, char *line)
{
	record_fields_free(&reader->fields);
	reader->fields = record_fields_of(&reader->question, reader->record->release);
	return record_parse_bytes(line, &reader->fields, reader->question.in,
				  reader->question.size);
}

static const char *read_outcome(char **rest, struct record_answer *answer)
{
	uint64_t value;
	const char *text = word(rest);
	if (!strcmp(text, "errno")) {
		if (!number(word(rest), 4095, &value) || value == 0)
			return "an errno was expected";
		answer->error = (int)value;
		return NULL;
	}
	if (number(text, UINT32_MAX, &value))
		answer->status = (uint32_t)value;
	else if (!record_status_of(text, &answer->status))
		return "a status was expected";
	return NULL;
}

static const char *read_answer(struct reader *reader, char *rest)
{
	struct record_answer answer = {.count = 1};
	uint64_t count = 1;
	const char *wrong = finish_question(reader);
	if (!wrong && !reader->exchange)
		wrong = "a question must come first";
	if (!wrong)
		wrong = read_outcome(&rest, &answer);
	if (wrong)
		return wrong;
	if (*rest && (*rest != 'x' || !number(rest + 1, UINT32_MAX, &count) || count == 0))
		return "a count was expected";
	struct record_exchange *exchange = reader->exchange;
	void *grown =
	    realloc(exchange->answers, (exchange->answers_count + 1) * sizeof *exchange->answers);
	if (!grown)
		return no_memory;
	exchange->answers = grown;
	answer.count = (uint32_t)count;
	answer.bytes = malloc(exchange->size + 1);
	if (!answer.bytes)
		return no_memory;
	memcpy(answer.bytes, exchange->in, exchange->size);
	reader->answer = &exchange->answers[exchange->answers_count++];
	*reader->answer = answer;
	reader->place = IN_ANSWER;
	return NULL;
}

static const char *read_page(struct reader *reader, char *rest)
{
	size_t params = 0, size = 0;
	const char *wrong = read_size(rest, &params, &size);
	if (wrong)
		return wrong;
	if (strncmp(rest, "of ", 3) != 0 || !rest[3])
		return "the object was expected";
	reader->page = record_page_find(reader->record, rest + 3);
	if (reader->page && reader->page->size != size)
		return "the page has another size";
	if (!reader->page)
		reader->page = record_page_add(reader->record, rest + 3, size);
	if (!reader->page)
		return no_memory;
	record_fields_free(&reader->fields);
	reader->fields = record_page_fields(reader->record->release, size);
	reader->place = IN_PAGE;
	return NULL;
}

/* A snapshot says what changed since the one before. */
static const char *read_snapshot(struct reader *reader, char *rest)
{
	uint64_t mapping, at, calls;
	struct record_page *page = reader->page;
	if (!page || !number(word(&rest), MAPPINGS_MAX, &mapping) ||
	    strcmp(word(&rest), "after") != 0 || !number(word(&rest), UINT64_MAX, &at) ||
	    strcmp(word(&rest), "ms") != 0 || !number(word(&rest), UINT64_MAX, &calls) ||
	    strcmp(rest, "calls") != 0)
		return "a page must come first, and a mapping, time and calls were expected";
	uint8_t *zeros = calloc(1, page->size + 1);
	if (!zeros)
		return no_memory;
	const struct record_snapshot snapshot = {
	    .mapping = (unsigned)mapping,
	    .at_ms = at,
	    .calls = calls,
	    .bytes = page->count ? page->snapshots[page->count - 1].bytes : zeros};
	bool done = record_page_snap(page, &snapshot);
	free(zeros);
	reader->place = IN_SNAPSHOT;
	return done ? NULL : no_memory;
}

static const char *read_event(struct reader *reader, char *rest)
{
	static const char *const wrong = "a number, object, time and two infos were expected";
	uint64_t index, after, info32, info16;
	if (!number(word(&rest), UINT32_MAX, &index))
		return wrong;
	char *object = rest + 3, *at = strstr(rest, " after ");
	if (strncmp(rest, "of ", 3) != 0 || !at || at < object)
		return wrong;
	*at = '\0';
	at += 7;
	if (!number(word(&at), UINT64_MAX, &after) || strcmp(word(&at), "ms") != 0 ||
	    strcmp(word(&at), "info32") != 0 || !number(word(&at), UINT32_MAX, &info32) ||
	    strcmp(word(&at), "info16") != 0 || !number(word(&at), UINT16_MAX, &info16) || *at)
		return wrong;
	struct record_event *event = record_event_add(reader->record, object);
	if (!event)
		return no_memory;
	event->index = (uint32_t)index;
	event->after_ms = after;
	event->info32 = (uint32_t)info32;
	event->info16 = (uint16_t)info16;
	reader->place = IN_EVENT;
	return NULL;
}

static const char *read_body_line(struct reader *reader, char *line)
{
	switch (reader->place) {
	case IN_FILE:
		return read_file_line(reader, line);
	case IN_QUESTION:
		return read_question_line(reader, line);
	case IN_ANSWER:
		return record_parse_bytes(line, &reader->fields, reader->answer->bytes,
					  reader->exchange->size);
	case IN_SNAPSHOT:
		return record_parse_bytes(line, &reader->fields,
					  reader->page->snapshots[reader->page->count - 1].bytes,
					  reader->page->size);
	default:
		return "nothing that this line could belong to";
	}
}

static const struct {
	const char *word;
	int kind;
	const char *(*read)(struct reader *reader, char *rest);
} plain_heads[] = {
    {"absent", 0, read_absent},     {"answer", 0, read_answer}, {"page", 0, read_page},
    {"snapshot", 0, read_snapshot}, {"event", 0, read_event},
};

static const char *read_head_line(struct reader *reader, char *line)
{
	char *rest = line;
	const char *key = word(&rest);
	const char *wrong = strcmp(key, "answer") ? finish_question(reader) : NULL;
	if (wrong)
		return wrong;
	/* What a line belongs to stands right before it. */
	reader->place = IN_HEAD;
	if (strcmp(key, "answer") != 0)
		reader->exchange = NULL;
	if (strcmp(key, "snapshot") != 0)
		reader->page = NULL;
	if (!strcmp(key, "driver") || !strcmp(key, "architecture"))
		return read_head(reader, key, rest);
	for (size_t i = 0; i < sizeof plain_heads / sizeof plain_heads[0]; i++)
		if (!strcmp(key, plain_heads[i].word))
			return plain_heads[i].read(reader, rest);
	for (unsigned kind = 0; kind < RECORD_FILE_KINDS; kind++)
		if (!strcmp(key, record_file_words[kind]))
			return read_file_head(reader, (enum sim_node_kind)kind, rest);
	for (unsigned kind = 0; kind < RECORD_KINDS; kind++)
		if (!strcmp(key, record_kind_words[kind]))
			return read_question(reader, (enum record_kind)kind, rest);
	return "a word that no record has";
}

static const char *read_line(struct reader *reader, char *line, unsigned number_of_line)
{
	if (number_of_line == 1)
		return strcmp(line, "opennvml-record 1") ? "this is no record, or a newer one"
							 : NULL;
	if (line[0] == '\0' || line[0] == '#')
		return NULL;
	return line[0] == ' ' ? read_body_line(reader, line + 1) : read_head_line(reader, line);
}

/* Every question has an answer. */
static const char *check_end(struct reader *reader, unsigned lines)
{
	const char *wrong = lines ? finish_question(reader) : "the file is empty";
	for (const struct record_exchange *at = reader->record->exchanges; !wrong && at;
	     at = at->next)
		if (at->answers_count == 0)
			wrong = "a question without an answer ends here or before";
	return wrong;
}

static const char *read_all(struct reader *reader, FILE *file, unsigned *ret_line)
{
	char *line = NULL;
	size_t room = 0;
	const char *wrong = NULL;
	ssize_t length;
	while (!wrong && (length = getline(&line, &room, file)) > 0) {
		++*ret_line;
		bool whole = line[length - 1] == '\n';
		line[length - whole] = '\0';
		if (strlen(line) != (size_t)length - whole)
			wrong = "a zero byte";
		else
			wrong =
			    whole ? read_line(reader, line, *ret_line) : "the line does not end";
	}
	free(line);
	return wrong ? wrong : check_end(reader, *ret_line);
}

struct record *record_read(const char *path, char **ret_error)
{
	struct reader reader = {.record = record_new()};
	unsigned line = 0;
	const char *wrong = no_memory;
	FILE *file = fopen(path, "re");
	*ret_error = NULL;
	if (!file && asprintf(ret_error, "%s: %s", path, strerror(errno)) < 0)
		*ret_error = NULL;
	if (file && reader.record)
		wrong = read_all(&reader, file, &line);
	if (file && wrong && asprintf(ret_error, "%s:%u: %s", path, line, wrong) < 0)
		*ret_error = NULL;
	if (file)
		fclose(file);
	record_fields_free(&reader.fields);
	free(reader.question.in);
	free(reader.question.object);
	if (!wrong && file)
		return reader.record;
	record_free(reader.record);
	return NULL;
}
