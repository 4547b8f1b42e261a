/* SPDX-License-Identifier: MIT */
/* The command: looks, and says what it found. */

#include "doctor.h"

#include "arguments.h"
#include "commands.h"
#include "json.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DOCTOR_SCHEMA 1
#define EXIT_PROBLEMS 1

enum { OPTION_JSON, OPTION_ROOT };

static const struct argument known[] = {
    {"--json", NULL, OPTION_JSON, TAKES_NOTHING},
    {"--root", NULL, OPTION_ROOT, TAKES_VALUE, VALUES_FOLDER},
    {"-h", "--help", ARGUMENTS_HELP, TAKES_NOTHING},
    {NULL, NULL, 0, TAKES_NOTHING},
};

static const char *const level_names[] = {"ok", "note", "problem"};

static struct finding *add(struct doctor *doctor, enum level level, const char *id,
			   const char *cure, const char *format, va_list arguments)
{
	struct finding *finding = &doctor->findings[doctor->count];

	if (doctor->count == DOCTOR_FINDINGS)
		return NULL;
	doctor->count++;
	*finding = (struct finding){.level = level, .id = id, .cure = cure};
	vsnprintf(finding->text, sizeof(finding->text), format, arguments);
	return finding;
}

struct finding *doctor_add(struct doctor *doctor, enum level level, const char *id,
			   const char *cure, const char *format, ...)
{
	struct finding *finding;
	va_list arguments;

	va_start(arguments, format);
	finding = add(doctor, level, id, cure, format, arguments);
	va_end(arguments);
	return finding;
}

void doctor_add_gpu(struct doctor *doctor, const char *bus_id, enum level level, const char *id,
		    const char *cure, const char *format, ...)
{
	struct finding *finding;
	va_list arguments;

	va_start(arguments, format);
	finding = add(doctor, level, id, cure, format, arguments);
	va_end(arguments);
	if (finding)
		snprintf(finding->gpu, sizeof(finding->gpu), "%s", bus_id);
}

static unsigned int count(const struct doctor *doctor, enum level level)
{
	unsigned int found = 0;

	for (size_t i = 0; i < doctor->count; i++)
		found += doctor->findings[i].level == level;
	return found;
}

/* Whatever a file held, a terminal gets printable letters. */
static void out_printable(const char *text)
{
	for (; *text; text++)
		out("%c", *text < 0x20 || *text > 0x7E ? '?' : *text);
}

static void text_findings(const struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->count; i++) {
		const struct finding *finding = &doctor->findings[i];

		out("%-8s %-20s %s%s", level_names[finding->level], finding->id, finding->gpu,
		    *finding->gpu ? ": " : "");
		out_printable(finding->text);
		out("\n");
		if (finding->cure)
			out("%-29s -> %s\n", "", finding->cure);
	}
	out("%u problems, %u notes\n", count(doctor, LEVEL_PROBLEM), count(doctor, LEVEL_NOTE));
}

static void json_pair(const char *key, const char *text)
{
	json_key(key, strlen(key));
	if (text && *text)
		json_text(text);
	else
		out("null");
}

static void json_count(const char *key, unsigned int number)
{
	json_key(key, strlen(key));
	out("%u", number);
}

static void json_findings(const struct doctor *doctor)
{
	json_open('{');
	json_count("schema", DOCTOR_SCHEMA);
	json_count("problems", count(doctor, LEVEL_PROBLEM));
	json_count("notes", count(doctor, LEVEL_NOTE));
	json_key("findings", strlen("findings"));
	json_open('[');
	for (size_t i = 0; i < doctor->count; i++) {
		const struct finding *finding = &doctor->findings[i];

		json_item();
		json_open('{');
		json_pair("level", level_names[finding->level]);
		json_pair("id", finding->id);
		json_pair("gpu", finding->gpu);
		json_pair("text", finding->text);
		json_pair("cure", finding->cure);
		json_close('}');
	}
	json_close(']');
	json_close('}');
	json_end_document();
}

static void help(void)
{
	out("nvsmi doctor: what is here of NVIDIA's GPUs, what is wrong, and what to do\n\n"
	    "  nvsmi doctor [--json] [--root DIR]\n\n"
	    "  --json      the findings as one JSON object\n"
	    "  --root DIR  files below DIR (a copied or mounted system); no GPU is asked\n\n"
	    "Exit status: 0 no problem, 1 at least one, 2 wrong arguments.\n");
}

static int examine(const char *root, bool json)
{
	static struct doctor doctor;

	doctor.root = root;
	files_find(&doctor.found, root);
	doctor_system(&doctor);
	doctor_driver(&doctor);
	doctor_libraries(&doctor);
	doctor_nodes(&doctor);
	doctor_gpus(&doctor);
	if (!*root)
		doctor_answers(&doctor);
	if (json)
		json_findings(&doctor);
	else
		text_findings(&doctor);
	return count(&doctor, LEVEL_PROBLEM) ? EXIT_PROBLEMS : 0;
}

int command_doctor(int argc, char **argv)
{
	struct arguments arguments = arguments_of(known, argc, argv);
	const char *root = "";
	bool json = false;

	while (arguments_next(&arguments)) {
		if (arguments.id == OPTION_JSON)
			json = true;
		else
			root = arguments.value;
	}
	if (arguments.id == ARGUMENTS_END)
		return examine(root, json);
	if (arguments.id == ARGUMENTS_HELP) {
		help();
		return 0;
	}
	complain("nvsmi doctor: %s: wrong option, try nvsmi doctor --help\n", arguments.name);
	return EXIT_ARGUMENT;
}
