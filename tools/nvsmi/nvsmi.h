/* SPDX-License-Identifier: MIT */
/*
 * nvsmi: nvidia-smi's formats over any libnvidia-ml.so.1, ours or NVIDIA's.
 *
 * One catalogue names every value (values.h), says which NVML call gives it, and
 * asks once, when a renderer first wants it. Renderers (table, q, xml, csv, list) are
 * rows over that catalogue: none of them calls NVML itself.
 */
#ifndef NVSMI_H
#define NVSMI_H

#include "nvml.h"
#include "values.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define NVSMI_GPUS 64
#define NVSMI_PLACES 1024 /* that are looked into for GPUs */
#define NVSMI_MIGS 64     /* of one GPU */
#define NVSMI_ARENA 4096
#define NVSMI_PROCESSES 1024
#define NVSMI_NAME 4096 /* of a process: as long as its path */
#define NVSMI_CLOCKS 1024
#define NVSMI_MEMORY_CLOCKS 32 /* each of which has as many others */
#define NVSMI_ACCOUNTS 4096    /* a driver keeps 4000 */
#define NVSMI_RETIRED 512
/* Of lists without a bound: a library that tells more is not believed. */
#define NVSMI_LIST 4096

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* ---- library.c, library_builtin.c, library_dlopen.c ---- */

/*
 * Makes NVML reachable: the one built in, or in nvsmi-dlopen OPENNVML_LIBRARY, the
 * loader's path, then ours. False: none found.
 */
bool library_open(void);

/* Hands over to the nvsmi that loads the library which the user names. False: that failed. */
bool library_hand_over(char **argv);

/* True for a library that opens every GPU when it is initialised. */
extern const bool library_opens_gpus;

/* The function of this name, which only reads; NULL where the library has no such function. */
void *library_symbol(const char *name);
/* One that changes something, to be called at once: whoever asks for it is not started over. */
void *library_change(const char *name);

/* NVML's text for a status. Always a string. */
const char *library_error(nvmlReturn_t status);

/* ---- query.c: one snapshot of the machine ---- */

struct value {
	bool asked;
	nvmlReturn_t status; /* number and text mean nothing unless NVML_SUCCESS */
	int64_t number;
	const char *text; /* NULL for a number */
	int64_t read_us;  /* since 1970; 0: NVML does not say when it was read */
};

struct process {
	unsigned int pid;
	unsigned int gpu_instance; /* UINT32_MAX: none */
	unsigned int compute_instance;
	bool compute;
	bool graphics;
	uint64_t bytes; /* UINT64_MAX: not known */
};

/* Instead of a code of NVML: the GPU sleeps, and nothing is asked that would wake it. */
#define STATUS_ASLEEP ((nvmlReturn_t)1000)

struct gpu {
	nvmlDevice_t handle; /* see gpu_device */
	/* NVML_SUCCESS, or why there is no handle: each question is answered so, none is asked. */
	nvmlReturn_t refused;
	nvmlReturn_t failed; /* NVML_SUCCESS, or what it is beyond being asked for (trouble.h) */
	bool doubtful;       /* an answer may mean that it cannot be started */
	bool told;           /* what is wrong with it */
	bool inforom_asked;  /* whether its infoROM is whole */
	bool inforom_corrupt;
	bool inforom_told;
	unsigned int index;
	struct value values[VALUE_COUNT];
	char arena[NVSMI_ARENA];
	size_t arena_used;
};

struct refusal {
	unsigned int index;
	nvmlReturn_t status;
};

struct machine {
	const char *wanted; /* -i, if it is known before the GPUs are looked for; NULL: all */
	bool changes;       /* something is to be changed: on all of those, or on none */
	unsigned int count; /* as the library reports it */
	unsigned int gpu_count;
	struct gpu *gpus[NVSMI_GPUS];
	char driver[96];
	char library[96]; /* NVML's version without its CUDA prefix */
	int cuda;         /* 0: not known */
	nvmlReturn_t library_status;
	nvmlReturn_t cuda_status;
	unsigned int branch;
	unsigned int minor;
	struct refusal refusals[NVSMI_GPUS]; /* GPUs whose handle is refused */
	unsigned int refusal_count;
};

/* Initialises NVML. */
nvmlReturn_t machine_open(struct machine *machine);

/* Versions, for what changes with the driver; asked once, by those who need them. */
nvmlReturn_t machine_versions(struct machine *machine);

/* Whether a driver for vGPU hosts can mix vGPU types; not supported where it is none. */
nvmlReturn_t machine_ask_mixed_vgpus(const struct machine *machine, unsigned int *ret_able);
/* The same in words, from the branch on that tells; NULL: nothing. */
const char *machine_mixed_vgpus(const struct machine *machine);

/* All GPUs that the library opens. */
nvmlReturn_t machine_gpus(struct machine *machine);

void machine_note_refusal(struct machine *machine, unsigned int index, nvmlReturn_t status);

/*
 * Before the first measurement: the library waits for all GPUs that it knows together, so each is
 * first asked for itself something that is no measurement, to be blamed for itself. Our library
 * makes a GPU's telemetry page then, which it needs anyway.
 */
void machine_roll_call(void);

/*
 * Asks each GPU this before the first is changed: from there on one that hangs would be waited for
 * for ever. Nothing without a deadline.
 */
void machine_start_all(struct machine *machine, enum value_id id);

/* Forget the answers, keep the GPUs. */
void machine_forget(struct machine *machine);

/*
 * The handle, to be asked at once: says whom to blame if there is no answer. NULL where refused
 * says why; NVML refuses that.
 */
nvmlDevice_t gpu_device(const struct gpu *gpu);

/* The value, asked for on first use. Never NULL. */
const struct value *gpu_value(struct gpu *gpu, enum value_id id);

/* The number, or fallback where there is none. */
int64_t gpu_number(struct gpu *gpu, enum value_id id, int64_t fallback);

/* It is whole where nobody tells. */
bool gpu_has_corrupt_inforom(struct gpu *gpu);

/*
 * Running processes, by pid; a process that computes and draws is one entry. At most *count, and
 * how many. Fails only where neither kind can be had.
 */
nvmlReturn_t gpu_processes(struct gpu *gpu, bool graphics, struct process *ret_processes,
			   size_t *count);
bool process_name(const struct process *process, char *ret_name, size_t size);
/* C, G or C+G. */
const char *process_type(const struct process *process);

/* For custom sources (sources.c) only. */
void gpu_set_number(struct gpu *gpu, enum value_id id, nvmlReturn_t status, int64_t number);
void gpu_set_text(struct gpu *gpu, enum value_id id, nvmlReturn_t status, const char *text);

/* ---- lists.c: what a GPU has any number of ---- */

struct accounted {
	unsigned int pid;
	nvmlAccountingStats_t stats;
};

struct retired {
	unsigned long long address;
	unsigned long long time_us; /* since 1970; 0: not known */
};

/* What a GPU sampled of late. */
struct samples {
	unsigned int count;
	double seconds; /* from the first to the last */
	unsigned long long newest_us;
	int64_t max;
	int64_t min;
	int64_t mean;
};

nvmlReturn_t list_samples(struct gpu *gpu, nvmlSamplingType_t type, struct samples *ret_samples);

/* Each fills at most *count entries and sets how many there are of them. */
nvmlReturn_t list_memory_clocks(struct gpu *gpu, unsigned int *ret_mhz, unsigned int *count);
nvmlReturn_t list_graphics_clocks(struct gpu *gpu, unsigned int memory_mhz, unsigned int *ret_mhz,
				  unsigned int *count);
nvmlReturn_t list_retired_pages(struct gpu *gpu, nvmlPageRetirementCause_t cause,
				unsigned long long *ret_addresses, unsigned int *count);
/* With the times, which libraries before 410 do not tell. */
nvmlReturn_t list_retired(struct gpu *gpu, nvmlPageRetirementCause_t cause,
			  struct retired *ret_pages, unsigned int *count);
nvmlReturn_t list_accounted(struct gpu *gpu, struct accounted *ret_processes, unsigned int *count);

/* Workload power profiles that were asked for, or that are in force, by number. */
nvmlReturn_t list_power_profiles(struct gpu *gpu, bool requested, nvmlMask255_t *ret_profiles);

/* ---- sources.c: which call gives which value ---- */

void source_ask(struct gpu *gpu, enum value_id id);
/* Whole; 0 for what is no number, or does not fit. */
int64_t number_of_double(double number);
/* A field that is no value of the catalogue, such as one of each link (scope). */
nvmlReturn_t gpu_field(struct gpu *gpu, unsigned int field_id, unsigned int scope,
		       int64_t *ret_number);

/* ---- text.c: a value as a user reads it ---- */

enum form {
	FORM_TEXT, /* text as it is; a number in decimal */
	FORM_SIGNED,
	FORM_HEX,
	FORM_HEX1,
	FORM_HEX2,
	FORM_HEX4,
	FORM_HEX8,
	FORM_HEX16,
	FORM_LOWER_HEX16,
	FORM_MIB, /* from bytes */
	FORM_PERCENT,
	FORM_GLUED_PERCENT, /* "100.00%" */
	FORM_WATTS,         /* from mW */
	FORM_MHZ,
	FORM_CELSIUS,
	FORM_MICROSECONDS,
	FORM_NS_AS_US,
	FORM_KB_PER_S,
	FORM_LANES, /* "16x" */
	FORM_BANKS,
	FORM_ENABLED,
	FORM_LOWER_ENABLED,
	FORM_YES,
	FORM_ACTIVE,
	FORM_PSTATE,
	FORM_BRAND,
	FORM_ARCHITECTURE,
	FORM_COMPUTE_MODE,
	FORM_ADDRESSING,
	FORM_VIRTUALIZATION,
	FORM_HOST_VGPU,
	FORM_OPERATION,
	FORM_RECOVERY,
	FORM_FABRIC_STATE,
	FORM_FABRIC_STATUS,
	FORM_ATOMICS,
	FORM_COMPUTE_CAPABILITY,
	FORM_PEER,
	FORM_COUNT_PERCENT, /* "100.00 %" */
	FORM_EPOCH,         /* microseconds since 1970 as local time */
	FORM_SUPPORTED,
	FORM_ON_OFF,
	FORM_COMPUTE_MODE_LONG,
	FORM_ABLE, /* "Supported", "Not Supported" */
	FORM_MILLISECONDS,
	FORM_SECONDS,     /* "5 seconds" */
	FORM_WHOLE_WATTS, /* from W */
	FORM_WATTS_PER_S, /* from mW/s */
	FORM_MW_PER_S,
};

/* A number in its form, without its unit if bare. */
void text_number(char *ret_text, size_t size, enum form form, int64_t number, bool bare);

/* A value or, where there is none, missing; other failures in NVML's words. */
const char *text_value(char *ret_text, size_t size, const struct value *value, enum form form,
		       bool bare);

/* True where a status only means that the GPU or the driver has no such value. */
bool text_is_missing(nvmlReturn_t status);
/* Only failures that the user must see: NULL, or NVML's words. */
const char *text_failure(nvmlReturn_t status);

/* MiB as the driver of this machine rounds them. */
uint64_t text_mib(uint64_t bytes);
void text_set_rounding(const struct machine *machine);

/* Bytes of the UTF-8 character that begins here, 0 where none does. */
size_t text_character(const char *text);
/* How much of it no format has to escape. */
size_t text_plain(const char *text);
/* True for what terminals obey instead of showing it. */
bool text_is_control(const char *text);
/*
 * What a library wrote, in so much room: ended there, and in one line, so it cannot pass for more
 * rows or columns. What else a terminal would obey, out() stops.
 */
void text_tame(char *text, size_t size);
/* From here on all is printed by who can spell any byte: texts only end. */
void text_keep_lines(void);

/* A long name keeps its head (or its tail) and gets "...". */
void text_fit(char *ret_text, size_t size, const char *text, size_t width, bool keep_tail);

/* "12.4" of 12040; absent where the driver does not say. */
void text_cuda(char *ret_text, size_t size, int version, const char *absent);

/* What is said of a licence that there is: until when. */
void text_licensed(char *ret_text, size_t size, const nvmlGridLicenseExpiry_t *end);

/* True if a word of the command line, length long, is this one. */
bool text_is_word(const char *text, size_t length, const char *word);
/* True if such a word is nothing but decimal digits, and the number at most this. */
bool text_is_number(const char *text, size_t length, unsigned int most, unsigned int *ret_number);

/*
 * The next of the words in a list, up to the comma and without the blanks before it; an empty one
 * between commas too. False: there is none any more.
 */
bool text_next_word(const char **list, const char **ret_word, size_t *ret_length);

/*
 * The next of the names in a list, with commas between and without the blanks around it. False:
 * there is none any more.
 */
bool text_next_name(const char **list, const char **ret_name, size_t *ret_length);

/* True if there is no list of numbers, or this one is in it; commas part them. */
bool text_is_listed(const char *list, unsigned int number);

/* Microseconds since 1970. */
int64_t text_now_us(void);
/* Local time, in a format of strftime. */
void text_time(char *ret_text, size_t size, const char *format, time_t seconds);
void text_timestamp_table(char *ret_text, size_t size);
void text_timestamp_csv(char *ret_text, size_t size);

/* ---- out.c: standard output or the file of -f, one write per block ---- */

__attribute__((format(printf, 1, 2))) void out(const char *format, ...);
/* What went wrong: on standard error, but called as nvidia-smi where NVIDIA's says it. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);
/*
 * -f: the report goes there, what went wrong does not. The file keeps what is in it until the
 * report is written. 0, or an exit status after the message was printed.
 */
int out_to_file(const char *path);
/* Writes what was said since the last, in one go: a report, or one round of a loop. */
void out_flush(void);
/* Forgets what was not written yet. */
void out_discard(void);

/* ---- options.c ---- */

enum command {
	COMMAND_TABLE,
	COMMAND_LIST,
	COMMAND_QUERY,
	COMMAND_DTD,
	COMMAND_CSV_GPU,
	COMMAND_CSV_APPS,
	COMMAND_CSV_ACCOUNTS,
	COMMAND_CSV_PAGES,
	COMMAND_CSV_ROWS,
	COMMAND_CSV_CLOCKS,
	COMMAND_HELP,
	COMMAND_HELP_GPU, /* in the order of the queries */
	COMMAND_HELP_APPS,
	COMMAND_HELP_ACCOUNTS,
	COMMAND_HELP_PAGES,
	COMMAND_HELP_ROWS,
	COMMAND_HELP_CLOCKS,
	COMMAND_EXCLUDED,
	COMMAND_VERSION,
	COMMAND_JSON,
	COMMAND_SET,
	COMMAND_LED,
};

/* What is to be changed, of setters.h. */
struct setting {
	const struct setter *setter; /* NULL: nothing */
	const char *text;            /* its value; NULL: it has none */
	const char *mode;            /* -m */
	const char *scope;           /* -sc */
	bool twice;                  /* more than one setter */
	bool error_on_warning;
};

/* --format; it is "csv" alone for reports, and without the word too. */
struct format {
	bool csv;
	bool header;
	bool units;
};

struct options {
	enum command command;
	bool mixed;       /* another one was asked for too */
	bool two_queries; /* of CSV */
	const char *ids;  /* -i */
	const char *fields;
	const char *file;
	bool format_given;
	struct format format;
	unsigned int loop_ms; /* 0: once */
	const char *display;  /* -d */
	bool xml;
	bool dtd;        /* within the XML */
	bool unit;       /* -u: enclosures instead of GPUs */
	const char *led; /* -t */
	struct setting setting;
};

/* 0, or an exit status after the message was printed. */
int options_parse(int argc, char **argv, struct options *ret_options);
void options_help(const struct machine *machine);
/* NVML's code as an exit status, which has 8 bits. */
int exit_status(nvmlReturn_t status);

/* ---- mig.c ---- */

/* True if the GPU is divided now. */
bool mig_is_on(struct gpu *gpu);

struct mig_device {
	unsigned int gpu_instance;
	unsigned int compute_instance;
	nvmlMemory_v2_t memory;
	nvmlBAR1Memory_t bar1;
	nvmlDeviceAttributes_t attributes;
	unsigned long long ecc;
	bool has_memory;
	bool has_ecc;
};

/* Slots for MIG devices, some of them empty; and what is in one. False: an empty slot. */
unsigned int mig_capacity(struct gpu *gpu);
bool mig_handle(struct gpu *gpu, unsigned int index, nvmlDevice_t *ret_device);
bool mig_at(struct gpu *gpu, unsigned int index, struct mig_device *ret_mig);
/* What one function tells of it; 0 where it does not. */
unsigned int mig_instance_id(nvmlDevice_t device, const char *symbol);

/* ---- renderers; each returns an exit status ---- */

int table_print(struct machine *machine);
void table_mig(struct machine *machine);
void table_frame(size_t width); /* +-----+ */
int list_print(struct machine *machine);
/* The line of one GPU: "GPU 0: name (UUID: ...)". */
int list_gpu(struct gpu *gpu);
int q_print(struct machine *machine, const struct options *options);
/* A name that -d takes, by its place; NULL: there is none any more. */
const char *q_section(size_t place);
int xml_print(struct machine *machine, const struct options *options);
/* What the XML of a driver release consists of; UINT_MAX: of the newest. */
void dtd_print(unsigned int release);
unsigned int dtd_version(unsigned int release);
int csv_print(struct machine *machine, const struct options *options, bool header);
/* 0, or an exit status after the first unknown field was named. Before the others. */
int csv_check(struct machine *machine, const struct options *options);
/* True if a chosen field reads differently under another driver. */
bool csv_needs_versions(void);
/* The fields that this machine's branch knows; where that is not known, the newest. */
void csv_help(const struct machine *machine, enum command command);
/* -B: GPUs that the driver leaves alone. */
int excluded_print(void);

#endif
