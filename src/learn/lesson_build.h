/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: a lesson made piece by piece, for formats that have no manifest of ours. What
 * is given is copied, but where it says so. A pointer to a piece holds until the next one of its
 * kind is added. NULL and -ENOMEM mean no memory; a limit that is passed is -E2BIG, and NULL with
 * errno E2BIG.
 */
#pragma once

#include "learn/lesson.h"

struct lesson *lesson_new(void);
/* Before the first step. */
int lesson_add_language(struct lesson *lesson, const char *language);
/* One point, first difference shown, no text, no languages. */
struct step *lesson_add_step(struct lesson *lesson, const char *name, const char *title);
struct step_language *step_add_language(struct step *step, const char *language);
/* No input, output not compared, status 0. */
struct lesson_case *step_add_case(struct step *step, const char *name);

/* A file that the program finds in its folder. */
struct case_file *case_add_file(struct lesson_case *one, const char *name);
/* No comparison, no arguments, and as much shown as the step does; for cases of the step. */
struct case_settings *step_add_settings(struct step *step);

/* Takes the file's data, also on failure; its name is copied from `name`. */
int lesson_files_add(
	struct lesson_file **files, size_t *n_files, const char *name, struct lesson_file *file);
/* The same with a copy of the data. */
int lesson_files_copy(struct lesson_file **files, size_t *n_files, const char *name,
	const struct lesson_file *from);
