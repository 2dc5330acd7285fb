/* SPDX-License-Identifier: MIT */
/* `practiced --verify DIR`: are the lessons below a folder sound. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* DIR is a lesson, a course, or a folder of courses. Prints a line "path:line: message" for each
   problem to stdout. 0, with ret_problems and how many lessons were read; -errno when DIR itself
   can't be read, or has no lesson. */
int verify_folder(const char *path, size_t *ret_lessons, size_t *ret_problems);
