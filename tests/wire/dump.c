/* SPDX-License-Identifier: MIT */
/* Prints the compiled wire tables as tab-separated lines, for comparison with recorded facts. */
#include <inttypes.h>
#include <stdio.h>

#include "rm/abi.h"
#include "rm/escape.h"
#include "rm_constants.h"
#include "rm_names.h"
#include "rm_rusd.h"
#include "rm_status.h"

static void dump_releases(void)
{
	for (unsigned i = 0; i < rm_release_count; i++)
		printf("release\t%u\t%u\t%u\t%u\n", i, rm_releases[i].major, rm_releases[i].minor,
		       rm_releases[i].patch);
}

static void dump_fields(unsigned cmd, const struct rm_layout *layout)
{
	for (unsigned i = 0; i < layout->field_count; i++) {
		const struct rm_field *f = &layout->fields[i];

		printf("field\t%u\t%u\t%" PRIu32 "\t%" PRIu32 "\t%u\t%u\t%u\t%u\t%u\t%u\n", cmd,
		       layout->first_release, f->neutral_offset, f->wire_offset, f->neutral_stride,
		       f->wire_stride, f->count, f->neutral_size, f->wire_size, f->direction);
	}
}

static void dump_command(unsigned cmd)
{
	const struct rm_command *command = rm_command_info((enum rm_cmd)cmd);
	const struct rm_layout *last = NULL;

	printf("command\t%u\t%s\t%u\t%" PRIu32 "\t%u\t%" PRIu32 "\t%" PRIu32 "\t%u\n", cmd,
	       command->name, command->kind, command->object_class, command->privileged,
	       command->twin, command->neutral_size, command->first_exported);
	for (unsigned release = 0; release < rm_release_count; release++) {
		const struct rm_layout *layout = rm_layout_at((enum rm_cmd)cmd, release);

		if (!layout)
			continue;
		printf("layout\t%u\t%u\t%u\t%" PRIu32 "\t%" PRIu32 "\n", cmd, release,
		       layout->first_release, layout->number, layout->size);
		if (layout != last)
			dump_fields(cmd, layout);
		last = layout;
	}
}

static void dump_members(void)
{
	for (const struct rm_member_name *m = rm_member_names; m->path; m++)
		printf("member\t%" PRIu32 "\t%s\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu32
		       "\n",
		       m->command, m->path, m->offset, m->size, m->count, m->stride);
}

static void dump_values(const char *kind, const struct rm_value_name *row)
{
	for (; row->name; row++)
		printf("%s\t%s\t%" PRIu64 "\n", kind, row->name, row->value);
}

static void dump_varying(void)
{
	for (const struct rm_value_name *row = rm_varying_names; row->name; row++) {
		for (unsigned release = 0; release < rm_release_count; release++) {
			uint32_t value;

			if (rm_constant_at((enum rm_varying)row->value, release, &value))
				printf("varying\t%s\t%u\t%" PRIu32 "\n", row->name, release, value);
		}
	}
}

/* Every 32-bit status whose result could differ, and some that nothing defines. */
static void dump_status_map(void)
{
	static const uint32_t odd[] = {0xffff, 0x10000, 0x10001, 0x7fffffff, 0xffffffff};

	for (uint32_t status = 0; status < 0x100; status++)
		printf("nvml\t%" PRIu32 "\t%d\t%s\n", status, rm_status_to_nvml(status),
		       rm_status_name(status));
	for (unsigned i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		printf("nvml\t%" PRIu32 "\t%d\t%s\n", odd[i], rm_status_to_nvml(odd[i]),
		       rm_status_name(odd[i]));
}

static void dump_page(unsigned release)
{
	const struct rm_rusd_layout *page = rm_rusd_layout_at(release);

	if (!page)
		return;
	printf("page\t%u\t%u\t%u\t%u\t%u", release, page->first_release, page->size, page->sequence,
	       page->poll_mask);
	for (unsigned i = 0; i < RM_RUSD_SENSOR_COUNT; i++)
		printf("\t%u", page->sensor_index[i]);
	printf("\n");
	for (const struct rm_value_name *row = rm_rusd_names; row->name; row++) {
		const struct rm_rusd_cell *cell = &page->cells[row->value];

		if (cell->offset != RM_RUSD_ABSENT)
			printf("cell\t%u\t%s\t%u\t%u\t%u\t%u\t%u\n", release, row->name,
			       cell->offset, cell->stride, cell->width, cell->count, cell->inner);
	}
}

#define ESCAPE(nv, type) printf("escape\t%s\t%zu\n", nv, sizeof(struct type))
#define MEMBER(nv, field, type, member)                                                            \
	printf("escape-member\t%s\t%s\t%zu\t%zu\n", nv, field, offsetof(struct type, member),      \
	       sizeof(((struct type *)0)->member))

static void dump_escapes(void)
{
#include "escapes.inc"
}

static void dump_moving(unsigned release)
{
	printf("moving\t%u\t%zu\t%zu\t%zu\t%zu\t%zu\t%zu\t%zu\n", release,
	       rm_nvos21_status_offset(release), rm_nvos21_params_size_offset(release),
	       rm_nvos64_size(release), rm_nvos64_status_offset(release),
	       rm_nvos64_flags_offset(release), rm_nvos64_params_size_offset(release),
	       rm_numa_info_size(release));
}

int main(void)
{
	dump_releases();
	for (unsigned cmd = 0; cmd < RM_CMD_COUNT; cmd++)
		dump_command(cmd);
	dump_members();
	dump_values("constant", rm_constant_names);
	dump_values("status", rm_status_names);
	dump_varying();
	dump_status_map();
	dump_escapes();
	for (unsigned release = 0; release < rm_release_count; release++) {
		dump_page(release);
		dump_moving(release);
	}
	return 0;
}
