/* SPDX-License-Identifier: MIT */
/* The options of one command, read one after the other against its table. */
#ifndef NVSMI_ARGUMENTS_H
#define NVSMI_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

struct format;

/* Exit statuses: a value that cannot be, and an option that cannot be. */
#define EXIT_ARGUMENT 2
#define EXIT_OPTION 255

enum takes { TAKES_NOTHING, TAKES_VALUE, TAKES_PERHAPS };

struct argument {
	const char *name;
	const char *alias; /* the other spelling; NULL: none */
	int id;            /* what the command calls it: not negative, or ARGUMENTS_HELP */
	enum takes takes;
	const char *values; /* what the value may be, where that is known; NULL: it is not */
};

/* Values: words with blanks between; with commas where several may be given; or one of these. */
#define VALUES_GPUS "<gpus>"
#define VALUES_FIELDS "<fields>" /* of a CSV query */
#define VALUES_SECTIONS "<sections>"
#define VALUES_FILE "<file>"
#define VALUES_FOLDER "<folder>"

enum {
	ARGUMENTS_END = -1,
	ARGUMENTS_UNKNOWN = -2, /* not in the table */
	ARGUMENTS_BARE = -3,    /* the option's value is missing */
	ARGUMENTS_HELP = -4,    /* help is asked for, whatever else is */
};

struct arguments {
	const struct argument *known; /* ends with a row without a name */
	int argc;
	char **argv;
	int next; /* the word to be read */
	/* The option that was read: its id or one of the above, the word as given, */
	int id;
	const char *name;
	const char *value; /* and what came after "=" or as the next word; NULL: nothing */
	/* So far: NULL, or the values of the options that name GPUs, and sections. */
	const char *gpus;
	const char *sections;
};

/* argv[0] is no option. */
struct arguments arguments_of(const struct argument *known, int argc, char **argv);

/* The option that has these first bytes of a word for a name, or NULL. */
const struct argument *arguments_find(const struct argument *known, const char *word,
				      size_t length);

/*
 * Reads the next option. False: there is none, or a special one; arguments->id tells which. A word
 * that begins with a dash is a value only after "=". Where the value is missing the name is the
 * table's. GPUs and sections may be named by several options: the value is then all of them, up to
 * here, with commas between.
 */
bool arguments_next(struct arguments *arguments);

/* A value as a decimal number up to most. */
bool arguments_number(const char *value, unsigned int most, unsigned int *ret_number);

/*
 * Reads the words of --format; those of a monitor are "nounit" too. 0, or an exit status after one
 * was refused.
 */
int arguments_format(const char *words, bool is_monitor, struct format *format);

/* Says that an option's value is missing. The exit status. */
int arguments_refuse_bare(const char *name);

#endif
