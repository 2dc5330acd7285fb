/* SPDX-License-Identifier: MIT */
/*
 * A lesson's test files, run in the way that the language's file says: which lines of them are left
 * out, and what proves that all of them ran.
 */
#pragma once

#include "base/buffer.h"
#include "learn/language.h"
#include "learn/lesson.h"

bool suite_is_one(const struct step_language *own, const char *name);

/* What is run of a test file. 0 or -ENOMEM. */
int suite_drop_lines(
	const struct language *language, const struct lesson_file *test, struct buffer *ret_kept);

/*
 * What is compared with what, where the language says it: a comparison as comparison_parse() reads
 * it, and what is expected (NULL: nothing). Both are the caller's. 1, 0 (the language says
 * nothing), -ENOMEM.
 */
int suite_proof(const struct language *language, const struct step_language *own,
	char **ret_compare, char **ret_expected);
