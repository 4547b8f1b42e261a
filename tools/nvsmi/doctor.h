/* SPDX-License-Identifier: MIT */
/*
 * nvsmi doctor: what is here, what is wrong, and what to do. Files come first, nvdetect's and those
 * below; the library is asked last, and about no GPU that sleeps. All files are read below a root
 * of one's choice, so that every finding can be made to appear.
 */
#ifndef NVSMI_DOCTOR_H
#define NVSMI_DOCTOR_H

#include "../nvdetect/nvdetect.h"
#include "nvsmi.h"

#define DOCTOR_FINDINGS 512
#define DOCTOR_TEXT 256
#define DOCTOR_PATH 512

enum level { LEVEL_OK, LEVEL_NOTE, LEVEL_PROBLEM };

struct finding {
	enum level level;
	const char *id; /* a stable word */
	char gpu[32];   /* bus id; "": of the whole machine */
	char text[DOCTOR_TEXT];
	const char *cure; /* NULL: nothing is to be done */
};

struct doctor {
	const char *root; /* "": the running system */
	struct found found;
	char release[64]; /* of the kernel */
	bool container;
	bool wsl;
	bool tegra;
	struct finding findings[DOCTOR_FINDINGS];
	size_t count;
};

/* ---- doctor.c ---- */

/* The finding, for its gpu; NULL: there is no room. */
__attribute__((format(printf, 5, 6))) struct finding *doctor_add(struct doctor *doctor,
								 enum level level, const char *id,
								 const char *cure,
								 const char *format, ...);

/* As above, of a GPU. */
__attribute__((format(printf, 6, 7))) void doctor_add_gpu(struct doctor *doctor, const char *bus_id,
							  enum level level, const char *id,
							  const char *cure, const char *format,
							  ...);

/* ---- doctor_probe.c: files below the root ---- */

/* The file's beginning as text without the last line's end; false if it cannot be read. */
bool probe_read(const struct doctor *doctor, const char *path, char *ret_text, size_t size);
bool probe_exists(const struct doctor *doctor, const char *path);
/* The names in a folder, one after the other; 0: go on. */
void probe_each(const struct doctor *doctor, const char *path,
		void (*take)(void *context, const char *name), void *context);
/* What stands behind "version=" in a kernel module that is not compressed. */
bool probe_module_version(const struct doctor *doctor, const char *path, char *ret_version,
			  size_t size);
/* All of where a link leads. */
bool probe_target(const struct doctor *doctor, const char *path, char *ret_target, size_t size);
/* access(2) for reading and perhaps writing: 0 or an errno. It opens nothing. */
int probe_access(const struct doctor *doctor, const char *path, bool writing);
/* Mode, owner and group of a file as text. */
void probe_owner(const struct doctor *doctor, const char *path, char *ret_text, size_t size);
/* Whether mode and owner alone would let this process; what forbids it then is something else. */
bool probe_mode_allows(const struct doctor *doctor, const char *path, bool writing);
/* What the driver's text in procfs says of a GPU. */
bool probe_information(const struct doctor *doctor, const struct found_gpu *gpu, char *ret_text,
		       size_t size);
/* A file of a GPU in sysfs. */
bool probe_pci(const struct doctor *doctor, const struct found_gpu *gpu, const char *name,
	       char *ret_text, size_t size);
/* The name of the driver that a GPU is bound to, "" where it is to none. */
void probe_pci_driver(const struct doctor *doctor, const struct found_gpu *gpu, char *ret_name,
		      size_t size);
bool probe_is_asleep(const struct doctor *doctor, const struct found_gpu *gpu);

/* ---- doctor_driver.c ---- */

/* The driver's module for this kernel, below the root. */
bool doctor_find_module(const struct doctor *doctor, const char *release, char *ret_path);

/* ---- what is looked at, in this order ---- */

void doctor_system(struct doctor *doctor);    /* doctor_driver.c */
void doctor_driver(struct doctor *doctor);    /* doctor_driver.c */
void doctor_disk(struct doctor *doctor);      /* doctor_disk.c: called by the one above */
void doctor_libraries(struct doctor *doctor); /* doctor_libraries.c */
void doctor_nodes(struct doctor *doctor);     /* doctor_nodes.c */
void doctor_gpus(struct doctor *doctor);      /* doctor_driver.c */
void doctor_answers(struct doctor *doctor);   /* doctor_answers.c: what the library says */

#endif
