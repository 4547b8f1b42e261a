/* SPDX-License-Identifier: MIT */
/* nvsmi encodersessions, nvsmi fbcsessions, and the tables that nvsmi vgpu has of the same. */

#include "sessions.h"

#include "arguments.h"
#include "commands.h"
#include "patience.h"
#include "start.h"
#include "subcommand.h"
#include "trouble.h"

#include <stdlib.h>

#define ENCODER_COLUMNS                                                                            \
	{"Session", "Id", 10}, {"Process", "Id", 10}, {"Codec", "Type", 8}, {"H", "Res", 6},       \
	    {"V", "Res", 6}, {"Average", "FPS", 10},                                               \
	{                                                                                          \
		"Average", "Latency(us)", 14                                                       \
	}

#define CAPTURE_COLUMNS                                                                            \
	{"Session", "Id", 10}, {"Process", "Id", 10}, {"Display", "Ordinal", 10},                  \
	    {"Session", "Type", 10}, {"Diff. Map", "State", 10}, {"Class. Map", "State", 12},      \
	    {"Capture", "Mode", 14}, {"Max H", "Res", 8}, {"Max V", "Res", 8}, {"H", "Res", 6},    \
	    {"V", "Res", 6}, {"Average", "FPS", 10},                                               \
	{                                                                                          \
		"Average", "Latency(us)", 14                                                       \
	}

static const struct scroll_column encoder_columns[] = {{"# GPU", "# Idx", 5}, ENCODER_COLUMNS};
static const struct scroll_column vgpu_encoder_columns[] = {
    {"# GPU", "# Idx", 5}, {"vGPU", "Id", 12}, ENCODER_COLUMNS};
static const struct scroll_column capture_columns[] = {{"# GPU", "# Idx", 5}, CAPTURE_COLUMNS};
static const struct scroll_column vgpu_capture_columns[] = {
    {"# GPU", "# Idx", 5}, {"vGPU", "Id", 12}, CAPTURE_COLUMNS};

#define TABLE(columns)                                                                             \
	(struct scroll)                                                                            \
	{                                                                                          \
		(columns), COUNT_OF(columns), 0                                                    \
	}

struct scroll sessions_table(enum session_kind kind, bool with_vgpu)
{
	if (kind == SESSIONS_OF_ENCODER)
		return with_vgpu ? TABLE(vgpu_encoder_columns) : TABLE(encoder_columns);
	return with_vgpu ? TABLE(vgpu_capture_columns) : TABLE(capture_columns);
}

/* The row's first cells; the column after them. */
static size_t begin(struct scroll *scroll, const struct gpu *gpu, nvmlVgpuInstance_t vgpu)
{
	size_t column = 0;

	scroll_begin_row(scroll);
	scroll_number(scroll, column++, gpu->index);
	if (vgpu)
		scroll_number(scroll, column++, vgpu);
	return column;
}

static const char *codec_name(nvmlEncoderType_t codec)
{
	switch (codec) {
	case NVML_ENCODER_QUERY_H264:
		return "H.264";
	case NVML_ENCODER_QUERY_HEVC:
		return "HEVC";
	case NVML_ENCODER_QUERY_AV1:
		return "AV1";
	default:
		return "Unknown";
	}
}

static void print_encoder(struct scroll *scroll, const struct gpu *gpu, nvmlVgpuInstance_t vgpu,
			  const nvmlEncoderSessionInfo_t *session)
{
	size_t column = begin(scroll, gpu, vgpu);

	scroll_number(scroll, column++, session->sessionId);
	scroll_number(scroll, column++, session->pid);
	scroll_text(scroll, column++, codec_name(session->codecType));
	scroll_number(scroll, column++, session->hResolution);
	scroll_number(scroll, column++, session->vResolution);
	scroll_number(scroll, column++, session->averageFps);
	scroll_number(scroll, column++, session->averageLatency);
	scroll_end_row(scroll);
}

static const char *capture_type(nvmlFBCSessionType_t type)
{
	static const char *const names[] = {"Unknown", "ToSys", "CUDA", "Vid", "HwEnc"};

	return (unsigned int)type < COUNT_OF(names) ? names[type] : "Unknown";
}

static const char *capture_mode(unsigned int flags)
{
	if (flags & NVML_NVFBC_SESSION_FLAG_CAPTURE_WITH_WAIT_NO_WAIT)
		return "Non-Blocking";
	if (flags & (NVML_NVFBC_SESSION_FLAG_CAPTURE_WITH_WAIT_INFINITE |
		     NVML_NVFBC_SESSION_FLAG_CAPTURE_WITH_WAIT_TIMEOUT))
		return "Blocking";
	return "Unknown";
}

static const char *state_name(unsigned int flags, unsigned int flag)
{
	return flags & flag ? "Enabled" : "Disabled";
}

static void print_capture(struct scroll *scroll, const struct gpu *gpu, nvmlVgpuInstance_t vgpu,
			  const nvmlFBCSessionInfo_t *session)
{
	unsigned int flags = session->sessionFlags;
	size_t column = begin(scroll, gpu, vgpu);

	scroll_number(scroll, column++, session->sessionId);
	scroll_number(scroll, column++, session->pid);
	scroll_number(scroll, column++, session->displayOrdinal);
	scroll_text(scroll, column++, capture_type(session->sessionType));
	scroll_text(scroll, column++, state_name(flags, NVML_NVFBC_SESSION_FLAG_DIFFMAP_ENABLED));
	scroll_text(scroll, column++,
		    state_name(flags, NVML_NVFBC_SESSION_FLAG_CLASSIFICATIONMAP_ENABLED));
	scroll_text(scroll, column++, capture_mode(flags));
	scroll_number(scroll, column++, session->hMaxResolution);
	scroll_number(scroll, column++, session->vMaxResolution);
	scroll_number(scroll, column++, session->hResolution);
	scroll_number(scroll, column++, session->vResolution);
	scroll_number(scroll, column++, session->averageFPS);
	scroll_number(scroll, column++, session->averageLatency);
	scroll_end_row(scroll);
}

static nvmlReturn_t ask_encoder(struct gpu *gpu, nvmlVgpuInstance_t vgpu, unsigned int *count,
				nvmlEncoderSessionInfo_t *list)
{
	nvmlReturn_t (*of_gpu)(nvmlDevice_t, unsigned int *, nvmlEncoderSessionInfo_t *) =
	    library_symbol("nvmlDeviceGetEncoderSessions");
	nvmlReturn_t (*of_vgpu)(nvmlVgpuInstance_t, unsigned int *, nvmlEncoderSessionInfo_t *) =
	    library_symbol("nvmlVgpuInstanceGetEncoderSessions");

	if (vgpu)
		return of_vgpu ? of_vgpu(vgpu, count, list) : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (!of_gpu)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	return trouble_note(gpu, of_gpu(gpu_device(gpu), count, list));
}

static nvmlReturn_t ask_capture(struct gpu *gpu, nvmlVgpuInstance_t vgpu, unsigned int *count,
				nvmlFBCSessionInfo_t *list)
{
	nvmlReturn_t (*of_gpu)(nvmlDevice_t, unsigned int *, nvmlFBCSessionInfo_t *) =
	    library_symbol("nvmlDeviceGetFBCSessions");
	nvmlReturn_t (*of_vgpu)(nvmlVgpuInstance_t, unsigned int *, nvmlFBCSessionInfo_t *) =
	    library_symbol("nvmlVgpuInstanceGetFBCSessions");

	if (vgpu)
		return of_vgpu ? of_vgpu(vgpu, count, list) : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (!of_gpu)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	return trouble_note(gpu, of_gpu(gpu_device(gpu), count, list));
}

/* The rows of one kind; how many. Some sessions may begin between the two questions. */
static unsigned int print_encoders(struct scroll *scroll, struct gpu *gpu, nvmlVgpuInstance_t vgpu)
{
	unsigned int count = 0;
	nvmlEncoderSessionInfo_t *list = NULL;
	nvmlReturn_t status = ask_encoder(gpu, vgpu, &count, NULL);
	unsigned int room = count < NVSMI_LIST ? count + 8 : NVSMI_LIST;

	if ((status == NVML_SUCCESS || status == NVML_ERROR_INSUFFICIENT_SIZE) && count) {
		count = room;
		list = calloc(room, sizeof(*list));
		status = list ? ask_encoder(gpu, vgpu, &count, list) : NVML_ERROR_MEMORY;
	}
	if (status != NVML_SUCCESS || !list)
		count = 0;
	for (unsigned int i = 0; i < count && i < room; i++)
		print_encoder(scroll, gpu, vgpu, &list[i]);
	free(list);
	return count;
}

static unsigned int print_captures(struct scroll *scroll, struct gpu *gpu, nvmlVgpuInstance_t vgpu)
{
	unsigned int count = 0;
	nvmlFBCSessionInfo_t *list = NULL;
	nvmlReturn_t status = ask_capture(gpu, vgpu, &count, NULL);
	unsigned int room = count < NVSMI_LIST ? count + 8 : NVSMI_LIST;

	if ((status == NVML_SUCCESS || status == NVML_ERROR_INSUFFICIENT_SIZE) && count) {
		count = room;
		list = calloc(room, sizeof(*list));
		status = list ? ask_capture(gpu, vgpu, &count, list) : NVML_ERROR_MEMORY;
	}
	if (status != NVML_SUCCESS || !list)
		count = 0;
	for (unsigned int i = 0; i < count && i < room; i++)
		print_capture(scroll, gpu, vgpu, &list[i]);
	free(list);
	return count;
}

void sessions_print(struct scroll *scroll, enum session_kind kind, struct gpu *gpu,
		    nvmlVgpuInstance_t vgpu)
{
	unsigned int printed = kind == SESSIONS_OF_ENCODER ? print_encoders(scroll, gpu, vgpu)
							   : print_captures(scroll, gpu, vgpu);

	if (!printed)
		scroll_rest_absent(scroll, begin(scroll, gpu, vgpu));
}

/* ---- the commands ---- */

enum { OPTION_HELP, OPTION_ID, OPTION_DELAY, OPTION_COUNT };

static const struct argument known[] = {
    {"-h", "--help", OPTION_HELP, TAKES_NOTHING},
    {"-i", "--id", OPTION_ID, TAKES_VALUE, VALUES_GPUS},
    {"-d", "--delay", OPTION_DELAY, TAKES_VALUE},
    {"-c", "--count", OPTION_COUNT, TAKES_VALUE},
    {NULL, NULL, 0, TAKES_NOTHING},
};

static void print_help(const char *name, const char *what)
{
	out("nvsmi %s: %s, a row each, and again.\n"
	    "\n"
	    "  -i, --id ID,...      GPUs: index, UUID, PCI bus id or serial\n"
	    "  -d, --delay SECONDS  time between two rounds (1)\n"
	    "  -c, --count N        so many rounds, then the end\n",
	    name, what);
}

struct session_options {
	const char *ids;
	unsigned int delay; /* seconds */
	unsigned int count; /* 0: no end */
	bool help;
};

static bool read_count(const char *text, unsigned int *ret_number)
{
	return arguments_number(text, 999999, ret_number) && *ret_number > 0;
}

static int refuse_number(const char *name, const char *value)
{
	complain("Option %s: \"%s\" is no such number.\n", name, value);
	return NVML_ERROR_INVALID_ARGUMENT;
}

/* 0, or an exit status after the message was printed. */
static int parse(int argc, char **argv, void (*help)(void), struct session_options *options)
{
	struct arguments arguments = arguments_of(known, argc, argv);

	while (arguments_next(&arguments)) {
		if (arguments.id == OPTION_ID)
			options->ids = arguments.value;
		else if (arguments.id == OPTION_HELP)
			options->help = true;
		else if (!read_count(arguments.value, arguments.id == OPTION_DELAY
							  ? &options->delay
							  : &options->count))
			return refuse_number(arguments.name, arguments.value);
	}
	return subcommand_end(&arguments, help);
}

static int run(int argc, char **argv, enum session_kind kind, void (*help)(void))
{
	static struct machine machine;
	struct session_options options = {.delay = 1};
	struct scroll scroll = sessions_table(kind, false);
	int status = parse(argc, argv, help, &options);

	if (!status && options.help) {
		help();
		return 0;
	}
	if (!status)
		status = start_machine(&machine, options.ids);
	for (unsigned int round = 1 + patience_blocks(); !status; round++) {
		for (unsigned int i = 0; i < machine.gpu_count; i++)
			sessions_print(&scroll, kind, machine.gpus[i], 0);
		if (round == options.count)
			break;
		scroll_wait(options.delay * 1000);
	}
	return status;
}

static void help_encoder(void)
{
	print_help("encodersessions", "sessions of the video encoders");
}

int command_encodersessions(int argc, char **argv)
{
	return run(argc, argv, SESSIONS_OF_ENCODER, help_encoder);
}

static void help_capture(void)
{
	print_help("fbcsessions", "sessions that capture frame buffers");
}

int command_fbcsessions(int argc, char **argv)
{
	return run(argc, argv, SESSIONS_OF_CAPTURE, help_capture);
}
