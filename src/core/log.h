/* SPDX-License-Identifier: MIT */
/*
 * Diagnostics for people. Silent unless OPENNVML_LOG is set; every line carries
 * an id that never changes meaning, so that a report can be searched for.
 */
#ifndef OPENNVML_LOG_H
#define OPENNVML_LOG_H

enum log_id {
	LOG_DRIVER_UNKNOWN = 1,    /* driver newer or older than all tables */
	LOG_SIZE_REFUSED = 2,      /* driver refuses our size of one command */
	LOG_NODE_LEFT_OUT = 3,     /* GPU not counted: its node may not be opened */
	LOG_GPU_OPEN_FAILED = 4,   /* opening the node of a counted GPU failed */
	LOG_TELEMETRY_REFUSED = 5, /* no shared telemetry page for a GPU */
	LOG_TELEMETRY_LAYOUT = 6,  /* page of another size than the tables say */
	LOG_VENDOR = 7,            /* the vendor's library was asked for and cannot be had */
};

__attribute__((format(printf, 2, 3))) void log_line(enum log_id id, const char *format, ...);

#endif
