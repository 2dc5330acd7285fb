/* SPDX-License-Identifier: MIT */
/* Private to learn/: a step's cases as files, tests/NAME.in, .out, .args, .status. */
#pragma once

#include "learn/source.h"

/* Reads all cases whose name matches the glob ("tests/hello*") into the step, in natural order.
   `line` is that of the glob in lesson.ini. 0, -EINVAL with ret_error, -ENOMEM. */
int cases_load(struct source *source, struct step *step, const char *glob, unsigned line,
	struct lesson_error *ret_error);

/* The one case of a step that is checked by a test suite. 0 or -ENOMEM. */
int cases_add_tests(struct step *step);

/* As strcmp(), but numbers within names by their value: hello2 before hello10. */
int cases_compare_names(const char *a, const char *b);
