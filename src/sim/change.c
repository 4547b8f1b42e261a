/* SPDX-License-Identifier: MIT */
/* Lines that change a running machine: their words, and who serves them. */
#include "sim/change.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/change_words.h"

#define BLANKS " \t\r\n"
#define DAY_NS (86400ull * 1000000000ull)

static const struct change_word {
	const char *name;
	change_handler *handle;
	bool takes_gpu;      /* as the first word behind */
	bool only_by_hand;   /* not in a machine file */
	uint8_t least, most; /* words behind the name */
	const char *arguments, *help;
} table[] = {
    {"set", change_set, true, false, 3, 3, "GPU KEY VALUE",
     "hold a reading at a value; keys as in the state of machine files"},
    {"release", change_release, true, false, 1, 2, "GPU [KEY]",
     "let a held reading go, or all of them"},
    {"start", change_start, true, false, 3, 15,
     "GPU pid=PID name=NAME [type=C|G|C+G] [KEY=VALUE ...]",
     "start a process; keys as in the processes of machine files"},
    {"end", change_end, true, false, 2, 2, "GPU PID", "end a process"},
    {"xid", change_xid, true, false, 2, 2, "GPU NUMBER", "tell of an Xid"},
    {"raise", change_raise, true, false, 2, 2, "GPU KIND",
     "raise an event: pstate, double_bit_ecc, driver_unbind, ..."},
    {"lose", change_lose, true, false, 1, 1, "GPU", "the GPU falls off the bus"},
    {"restore", change_restore, true, false, 1, 1, "GPU",
     "a lost GPU answers again, and so does its firmware"},
    {"suspend", change_suspend, true, false, 1, 1, "GPU",
     "put an idle GPU to sleep (runtime D3); any use wakes it"},
    {"resume", change_resume, true, false, 1, 1, "GPU", "wake it"},
    {"reset", change_reset, true, false, 1, 1, "GPU", "reset a GPU that nobody uses"},
    {"node", change_node, false, false, 2, 2, "GPU|ctl gone|back|errno=NAME",
     "take the device node away, or let opening it fail"},
    {"fault", change_fault, false, false, 2, 6,
     "COMMAND status=NUMBER|hang=TIME|hostile[=KIND] [every=N] [gpu=GPU] [count=M]",
     "refuse a control, let it take long, or lie (counts, text, ones, words)"},
    {"torn", change_torn, true, false, 1, 3, "GPU [SECTION] [busy|moving|whole]",
     "a section of the telemetry page never settles, or moves under its reader"},
    {"gsp-timeout", change_firmware, true, false, 1, 1, "GPU",
     "what firmware answers times out, until restore or reset"},
    {"clear", change_clear, false, false, 0, 1, "[COMMAND]",
     "remove the faults of a control, or all faults and torn sections"},
    {"driver", change_driver, false, false, 1, 2, "VERSION [files]",
     "load another driver; files: only what lies on the disk changes"},
    {"step", change_step, false, true, 1, 1, "TIME", "let time pass at once"},
    {"show", change_show, false, true, 0, 0, "", "what is changed now"},
};

const char *sim_change_help(unsigned n, const char **ret_arguments, const char **ret_help)
{
	if (n >= sizeof(table) / sizeof(table[0]))
		return NULL;
	*ret_arguments = table[n].arguments;
	*ret_help = table[n].help;
	return table[n].name;
}

/* Answers. */

static void add(struct change *change, const char *fmt, va_list args)
{
	int added;

	if (change->used + 1 >= change->size)
		return;
	added = vsnprintf(change->text + change->used, change->size - change->used, fmt, args);
	if (added > 0)
		change->used += (size_t)added;
	if (change->used >= change->size)
		change->used = change->size - 1;
}

void change_tell(struct change *change, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add(change, fmt, args);
	va_end(args);
}

int change_refuse(struct change *change, int error, const char *fmt, ...)
{
	va_list args;

	change->used = 0;
	va_start(args, fmt);
	add(change, fmt, args);
	va_end(args);
	return -error;
}

int change_expected(struct change *change, const char *found, const char *expected, ...)
{
	va_list args;

	change->used = 0;
	change_tell(change, "found '%.64s', expected ", found);
	va_start(args, expected);
	add(change, expected, args);
	va_end(args);
	return -EINVAL;
}

/* Words. */

bool change_number(const char *text, uint64_t limit, uint64_t *ret_value)
{
	char *end;
	uint64_t value;

	if (text[0] < '0' || text[0] > '9')
		return false;
	errno = 0;
	value = strtoull(text, &end, 0);
	if (*end || errno || value > limit)
		return false;
	*ret_value = value;
	return true;
}

bool change_time(const char *text, uint64_t *ret_ns)
{
	static const struct {
		const char *unit;
		uint64_t ns;
	} units[] = {{"us", 1000}, {"ms", 1000000}, {"s", 1000000000}, {"m", 60000000000}};
	char *end;
	uint64_t value;

	if (text[0] < '0' || text[0] > '9')
		return false;
	errno = 0;
	value = strtoull(text, &end, 10);
	for (unsigned i = 0; i < 4 && !errno; i++)
		if (strcmp(end, units[i].unit) == 0 && value > 0 && value <= DAY_NS / units[i].ns) {
			*ret_ns = value * units[i].ns;
			return true;
		}
	return false;
}

static const char *value_of(const char *word, const char *key)
{
	size_t length = strlen(key);

	return strncmp(word, key, length) == 0 && word[length] == '=' ? word + length + 1 : NULL;
}

const char *change_option(const struct change *change, unsigned from, const char *key)
{
	const char *value = NULL;

	for (unsigned i = from; i < change->count && !value; i++)
		value = value_of(change->words[i], key);
	return value;
}

int change_options_are(struct change *change, unsigned from, const char *const *keys)
{
	for (unsigned i = from; i < change->count; i++) {
		const char *word = change->words[i], *const *key = keys;

		while (*key && !value_of(word, *key))
			key++;
		if (!*key)
			return change_expected(change, word, "KEY=VALUE as help shows");
		if (change_option(change, from, *key) != value_of(word, *key))
			return change_expected(change, word, "%s once", *key);
	}
	return 0;
}

int change_option_number(struct change *change, unsigned from, const char *key, uint64_t limit,
			 uint64_t otherwise, uint64_t *ret_value)
{
	const char *text = change_option(change, from, key);

	*ret_value = otherwise;
	if (!text || change_number(text, limit, ret_value))
		return 0;
	return change_expected(change, text, "a number up to %llu for %s",
			       (unsigned long long)limit, key);
}

int change_read_gpu(struct change *change, const char *word, unsigned *ret_gpu)
{
	uint64_t value;

	if (!change_number(word, change->machine->gpus_count - 1, &value))
		return change_expected(change, word, "a GPU from 0 to %u",
				       change->machine->gpus_count - 1);
	*ret_gpu = (unsigned)value;
	return 0;
}

/* The next word of a line, ended in place; NULL behind the last, where a # begins a comment. */
static char *next_word(char **at, bool *ret_open)
{
	char *from = *at + strspn(*at, BLANKS), *to = from, *word = from;
	bool quoted = false;

	if (!*from || *from == '#')
		return NULL;
	for (; *from && (quoted || !strchr(BLANKS, *from)); from++)
		if (*from == '"')
			quoted = !quoted;
		else
			*to++ = *from;
	*at = *from ? from + 1 : from;
	*to = '\0';
	*ret_open = quoted;
	return word;
}

static int split(struct change *change, const char *line)
{
	char *at = change->copy, *word;
	bool open = false;

	if (strlen(line) >= sizeof(change->copy))
		return change_refuse(change, EINVAL,
				     "found a line of %zu bytes, expected less than %u",
				     strlen(line), SIM_CHANGE_LINE);
	memcpy(change->copy, line, strlen(line) + 1);
	while ((word = next_word(&at, &open)) && !open) {
		if (change->count == CHANGE_WORDS_MAX)
			return change_expected(change, word, "at most %u words", CHANGE_WORDS_MAX);
		change->words[change->count++] = word;
	}
	if (open)
		return change_expected(change, word, "a second quote");
	return 0;
}

static const struct change_word *find(const char *name)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

static int serve(struct change *change)
{
	const struct change_word *word;
	int rc = 0;

	if (change->count == 0)
		return change_expected(change, "", "a word; help lists them");
	word = find(change->words[0]);
	if (!word)
		return change_expected(change, change->words[0], "a word that help lists");
	if (word->only_by_hand && !change->sim)
		return change_expected(change, word->name, "what may happen by itself");
	if (change->count - 1 < word->least || change->count - 1 > word->most)
		return change_refuse(change, EINVAL, "found %u words behind %s, expected %s",
				     change->count - 1, word->name,
				     word->arguments[0] ? word->arguments : "none");
	if (word->takes_gpu)
		rc = change_read_gpu(change, change->words[1], &change->gpu);
	return rc < 0 ? rc : word->handle(change);
}

static int change_line(struct change *change, const char *line)
{
	int rc;

	if (change->size)
		change->text[0] = '\0';
	rc = split(change, line);
	return rc < 0 ? rc : serve(change);
}

int sim_change(struct sim *sim, const char *line, char *ret_text, size_t size)
{
	struct change change = {
	    .machine = sim->machine, .sim = sim, .text = ret_text, .size = size};

	return change_line(&change, line);
}

int sim_change_check(const struct machine *machine, const char *line, char *ret_text, size_t size)
{
	struct change change = {.machine = machine, .text = ret_text, .size = size};

	return change_line(&change, line);
}
