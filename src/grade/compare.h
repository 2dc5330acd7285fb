/* SPDX-License-Identifier: MIT */
/* Comparators: expected and actual output -> equal or not, and where. Linear in the input, no I/O. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum compare_kind {
	COMPARE_EXACT,		 /* byte for byte */
	COMPARE_TRIM,		 /* white space at the end of lines and empty lines at the end don't count (CR included) */
	COMPARE_TOKENS,		 /* white space only separates */
	COMPARE_LINES_UNORDERED, /* the same lines, in any order (a multiset), trimmed */
	COMPARE_FLOAT,		 /* tokens; numbers may differ by the tolerance, absolute or relative */
	COMPARE_REGEX,		 /* expected: one POSIX extended pattern a line, each must match the whole actual line (trimmed) */
	COMPARE_PROOF,		 /* a line equal to `proof` is in the output; expected is not used */
	COMPARE_STRIPPED,	 /* byte for byte, but for CR LF being LF and white space at both ends of the whole */
	COMPARE_INCLUDED,	 /* expected, stripped like that, is somewhere in the output */
	COMPARE_SEARCH,		 /* expected is one Perl-compatible pattern that matches somewhere in the output */
	COMPARE_DEFAULT,	 /* as the default validator of Kattis problem packages, with its flags */
	COMPARE_TAP,		 /* the output is a TAP stream: one plan 1..N (N >= 1), N results, all ok; expected is not used */
};

struct comparison {
	enum compare_kind kind;
	double tolerance;  /* COMPARE_FLOAT */
	const char *proof; /* COMPARE_PROOF; borrowed from the text given to comparison_parse() */
	/* COMPARE_DEFAULT: */
	bool case_sensitive, space_change_sensitive;
	bool has_tolerance; /* numbers are compared as such; within one of the two is enough */
	double absolute, relative; /* -1: not given */
};

#define COMPARE_NOTE_MAX 200

/* "exact", "trim", "tokens", "lines-unordered", "float 1e-6", "regex", "stripped", "included", "search", "proof LINE", "tap",
   "default" with any of case_sensitive, space_change_sensitive, float_tolerance E, float_absolute_tolerance E, float_relative_tolerance E.
   0 or -EINVAL. */
int comparison_parse(const char *text, struct comparison *ret_comparison);
const char *compare_kind_name(enum compare_kind kind);

/* Whether `expected` is of patterns, not every text of which is sound. */
bool comparison_has_patterns(const struct comparison *comparison);
/* Whether `expected` is sound for the comparison (patterns that compile): 0, -EINVAL, -ENOMEM. */
int comparison_check(const struct comparison *comparison, const char *expected, size_t expected_len);

/* 1 equal, 0 different with a one-line note for people (line and column or token number, what was expected), -EINVAL (expected is not
   a sound pattern), -ENOMEM. The regex comparator bounds a pattern's length and line count; a catastrophic pattern is the lesson author's. */
int comparison_run(const struct comparison *comparison, const char *expected, size_t expected_len, const char *actual,
	size_t actual_len, char ret_note[static COMPARE_NOTE_MAX]);
