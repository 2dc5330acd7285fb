/* SPDX-License-Identifier: MIT */
/* Private to compare*.c: one function a comparator, and how they tell the first difference. */
#pragma once

#include "grade/compare.h"

#define COMPARE_PATTERN_MAX  1024	 /* bytes of a pattern of COMPARE_REGEX */
#define COMPARE_PATTERNS_MAX 10000	 /* patterns, a line each */
#define COMPARE_MATCHED_MAX  (64 * 1024) /* bytes of a line that a pattern is tried on */
#define COMPARE_NUMBER_MAX   512	 /* bytes of a token that is read as a number */
#define COMPARE_TAP_MAX	     1000000	 /* results that a TAP plan may promise */

/* What a comparator gets. Both texts may be NULL when empty. */
struct compare_job {
	const struct comparison *comparison;
	const char *expected;
	size_t expected_len;
	const char *actual;
	size_t actual_len;
	char *note; /* COMPARE_NOTE_MAX bytes */
};

/* All: 1 equal, 0 different (note is filled), -EINVAL, -ENOMEM. */
int compare_exact(const struct compare_job *job);
int compare_trim(const struct compare_job *job);
int compare_lines_unordered(const struct compare_job *job);
int compare_tokens(const struct compare_job *job);
int compare_float(const struct compare_job *job);
int compare_regex(const struct compare_job *job);
int compare_stripped(const struct compare_job *job);
int compare_included(const struct compare_job *job);
int compare_search(const struct compare_job *job);
int compare_proof(const struct compare_job *job);
int compare_tap(const struct compare_job *job);
int compare_default(const struct compare_job *job);

/* Of COMPARE_DEFAULT. 0, -EINVAL. */
int compare_parse_flags(const char *flags, struct comparison *comparison);

/* A word as a number: also with exponent, infinite, or not one. */
bool compare_read_number(const char *text, size_t len, double *ret_number);

/* For COMPARE_REGEX: 0, -EINVAL when a pattern is not sound or one of the bounds is passed,
 * -ENOMEM. */
int compare_check_patterns(const char *expected, size_t expected_len);

/* For COMPARE_SEARCH: 0, -EINVAL, -ENOMEM. */
int compare_check_search(const char *expected, size_t expected_len);

/* A stretch of text as a note quotes it: from `at` to the end of its line. */
struct compare_piece {
	const char *text;
	size_t len;
	const char *instead; /* said in place of the text: "the end of the line"; NULL: the text is
				quoted */
};

/* The rest of the line at `pos`, or that there is none. */
struct compare_piece compare_piece_at(const char *text, size_t len, size_t pos);

/* Fills the note: "WHERE: expected "a", got "b"". Returns 0 (different), so that a comparator can
 * end with it. */
int compare_differ(const struct compare_job *job, const char *where, struct compare_piece expected,
	struct compare_piece actual);
/* The same with a sentence of its own. */
int compare_say(const struct compare_job *job, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Quotes at most a few dozen characters, control characters escaped; cut with an ellipsis. */
#define COMPARE_QUOTE_MAX 96
void compare_quote(const char *text, size_t len, char ret_quoted[static COMPARE_QUOTE_MAX]);

/* Code points before `pos` in the line, from 1. */
size_t compare_column(const char *line, size_t pos);
