/* SPDX-License-Identifier: MIT */
/*
 * The options that change something: one row of setters.c each, with the value's spellings
 * (setter_values.c), the NVML function (setter_calls.c) and what is said of the outcome, which
 * setting_apply.c says.
 */
#ifndef NVSMI_SETTERS_H
#define NVSMI_SETTERS_H

#include "arguments.h"
#include "nvsmi.h"

/* A value as it was read. */
struct amount {
	unsigned int number;
	unsigned int second; /* the other one of a pair */
	const char *shown;   /* its word; NULL: it has none */
	char words[2][64];   /* the parts as they were typed */
};

/* One setting on one GPU, on its way. */
struct change {
	const struct machine *machine;
	const struct setting *setting;
	struct gpu *gpu;
	struct amount amount;
	nvmlReturn_t activation; /* of MIG mode: why it is not in force yet */
	char first[64];          /* {first} and {second} of what is said */
	char second[64];
};

enum {
	SETTER_LOSES = 1,         /* the setting ends with the driver: persistence matters */
	SETTER_REBOOT = 2,        /* it begins after a reboot */
	SETTER_WARNS_INVALID = 4, /* a value that does not fit is a warning */
	SETTER_SHORT_WARNING = 8, /* from 535 on nothing follows the warning */
	SETTER_ASKS = 16,         /* it only asks */
	SETTER_RESETS = 32,       /* reset.c has its words */
};

struct setter {
	struct argument option; /* its id is the row's number */
	const char *what;       /* in what is said of it when nothing else is said below */
	bool (*parse)(const char *text, struct amount *ret_amount); /* NULL: it has no value */
	nvmlReturn_t (*apply)(struct change *change); /* NULL: no public function does it */
	const char *symbol;                           /* for the plain ones of apply */
	unsigned int argument;                        /* likewise, before the value */
	/*
	 * What is said, with {gpu}, {value}, {verb}, {first}, {second}, {error}, {what}, {legacy}
	 * and {scope}. NULL: the same as of most; "": nothing.
	 */
	const char *done;
	const char *already; /* instead of the call, where current is what is wanted */
	enum value_id current;
	const char *unsupported;
	const char *failed;
	const char *denied;
	const char *invalid;
	unsigned int flags;
};

/* The table of arguments.h: the setters, their ids being their places, and what goes with them. */
const struct argument *setter_options(void);

/*
 * Reads the option that was just found to be in no other table once more, as a setter or what goes
 * with one. False: it is neither, or its value is missing; arguments->id and name tell.
 */
bool setting_take(struct arguments *arguments, struct setting *setting);

/* An option that goes with a setter, but not with this one; NULL: all do. */
const char *setting_misfit(const struct setting *setting);

/* ---- setting_apply.c ---- */

/* Changes all GPUs of the machine. An exit status. */
int setting_apply(struct machine *machine, const struct setting *setting);

/* ---- reset.c, unserved.c ---- */

/* Says why no GPU is reset. An exit status. */
int reset_refuse(struct machine *machine);

/* Why an option that NVIDIA's tool has is not there; NULL: it is there, or NVIDIA's has none. */
const char *unserved_reason(const char *name);

/* ---- setter_values.c: values ---- */

bool value_enabled(const char *text, struct amount *ret_amount);
bool value_restricted(const char *text, struct amount *ret_amount);
bool value_counters(const char *text, struct amount *ret_amount);
bool value_compute_mode(const char *text, struct amount *ret_amount);
bool value_operation_mode(const char *text, struct amount *ret_amount);
bool value_virtualization(const char *text, struct amount *ret_amount);
bool value_override(const char *text, struct amount *ret_amount);
bool value_clock_range(const char *text, struct amount *ret_amount);
bool value_clock(const char *text, struct amount *ret_amount);
bool value_clock_pair(const char *text, struct amount *ret_amount);
bool value_watts(const char *text, struct amount *ret_amount);
bool value_celsius(const char *text, struct amount *ret_amount);
bool value_offset(const char *text, struct amount *ret_amount);
bool value_reset(const char *text, struct amount *ret_amount);
bool value_hostname(const char *text, struct amount *ret_amount);
bool value_scope(const char *text, struct amount *ret_amount);

/* ---- setter_calls.c: calls ---- */

nvmlReturn_t call_device(struct change *change);
nvmlReturn_t call_number(struct change *change);
nvmlReturn_t call_pair(struct change *change);
nvmlReturn_t call_argument_number(struct change *change);
nvmlReturn_t call_gpu_clocks(struct change *change);
nvmlReturn_t call_auto_boost(struct change *change);
nvmlReturn_t call_power_limit(struct change *change);
nvmlReturn_t call_target_temperature(struct change *change);
nvmlReturn_t call_mig_mode(struct change *change);
nvmlReturn_t call_dram_encryption(struct change *change);
nvmlReturn_t call_set_hostname(struct change *change);
nvmlReturn_t call_get_hostname(struct change *change);

#endif
