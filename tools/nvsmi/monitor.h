/* SPDX-License-Identifier: MIT */
/*
 * What the scrolling monitors (dmon, pmon) share: options, header, the beginning of a line, cells,
 * and the wait for the next sample. A monitor says which columns it has and prints one sample.
 */
#ifndef NVSMI_MONITOR_H
#define NVSMI_MONITOR_H

#include "nvsmi.h"

#define MONITOR_COLUMNS 64
#define MONITOR_GPM 32

struct monitor_column {
	const char *title;
	const char *unit;
	int head; /* width in the header, after a blank */
	int body; /* width below it; negative: to the left */
	char own_title[16];
};

struct monitor {
	const char *name;    /* the word of the command line */
	const char *letters; /* that -s knows */
	unsigned int delay_max;
	void (*help)(void);

	const char *ids;
	const char *select; /* -s */
	const char *file;
	unsigned int delay_s;
	unsigned int count; /* 0: for ever */
	bool date, time;
	struct format format;
	unsigned int gpm[MONITOR_GPM];
	size_t gpm_count;

	struct monitor_column columns[MONITOR_COLUMNS];
	size_t column_count;
	bool blank_end; /* header and, unless trim_rows, rows end with a blank */
	bool trim_rows;
	bool wide_prefix;
	char day[16], hour[16]; /* of this sample */
	unsigned long rows;     /* printed, also by those before */
	unsigned long page;     /* rows between two headers */
};

/* 0, or what the subcommand returns after the message or the help was printed. */
int monitor_parse(struct monitor *monitor, int argc, char **argv);

/* Starts the machine, opens the file of -f, and knows the layout of the driver's branch. */
int monitor_start(struct monitor *monitor, struct machine *machine);

/* A column of the usual width of the branch; too many are left out. */
struct monitor_column *monitor_add(struct monitor *monitor, const struct machine *machine,
				   const char *title, const char *unit);

/* Prints samples until there are enough of them or the user ends it. Returns an exit status. */
int monitor_run(struct monitor *monitor, struct machine *machine,
		void (*print_sample)(struct monitor *, struct machine *));

/* A line: its beginning with a header before it where one is due, then each column's cell. */
void monitor_begin(struct monitor *monitor, unsigned int gpu);
void monitor_cell(struct monitor *monitor, size_t column, const char *text);
void monitor_end(struct monitor *monitor);

/* The number, or "-" unless it is known. */
void monitor_number(struct monitor *monitor, size_t column, bool known, uint64_t number);

#endif
