/* SPDX-License-Identifier: MIT */
/*
 * What is run: four programs, from nearly nothing to a compiler. They lie in a folder of our own, in memory where there is such a
 * file system, as they do in the sandbox.
 */
#pragma once

#include "base/strlist.h"
#include "job/job.h"

#include <stddef.h>

#define PROGRAM_INPUT "42\n"

enum program_kind {
	PROGRAM_TINY,
	PROGRAM_DYNAMIC,
	PROGRAM_PYTHON,
	PROGRAM_COMPILE,
	PROGRAM_COUNT,
};

struct program {
	enum program_kind kind;
	const char *name;
	const char *file;    /* its name in the folder */
	const char *command; /* words; %b is the folder as the program sees it */
	enum job_template template; /* what the runner may start ahead of its runs */
	size_t output_len;   /* bytes that it writes */
	char *data;	     /* of the file, owned */
	size_t len;
};

struct programs {
	char folder[64]; /* "" when there is none */
	struct program list[PROGRAM_COUNT];
};

/* Makes the folder. `build_dir` has the compiled ones. 0 or -errno. */
int programs_init(struct programs *programs, const char *build_dir);
void programs_done(struct programs *programs); /* removes the folder */

/* Appends the command's words; %b becomes `folder`. 0 or -ENOMEM. */
int program_command(const char *command, const char *folder, struct strlist *ret_words);
