/* SPDX-License-Identifier: MIT */
/* How a run and its cases are told to people. All: 0 or -ENOMEM. */
#pragma once

#include "ctl/ctl.h"

#define REPORT_TALK	  "What was said (> your program, < the judge)" /* of an interactive case */
#define REPORT_FAILED_MAX 3 /* failed cases that are shown in full; with --full all */

/* "Attempt 17: backend/client-server, step hello, in c", over several lines where the terminal is
 * narrow. */
struct report_subject {
	const char *lesson, *step, *rest; /* rest may be "" */
};
int report_head(struct buffer *out, const struct term *term, const char *title,
	const struct report_subject *subject);

/* "  ✓ hello1                  12 ms" */
int report_case_line(struct buffer *out, const struct term *term, const struct thing *row);
int report_group_line(struct buffer *out, const struct term *term, const struct thing *row);

/* "wrong output", "more time than allowed", "exit status 3" ...: what the verdict of a row means.
 */
int report_verdict(struct buffer *out, const struct thing *row);

/* From now on compilers' and programs' messages name the files of this lesson's folder. */
int report_know_folder(struct ctl *ctl, const char *lesson);

/* The values of that key below a heading; without --full not too many. Nothing when there are
 * none. */
int report_lines(struct buffer *out, const struct ctl *ctl, const char *heading,
	const struct thing *thing, const char *key);

/* The rows under that key as a comparison, below a heading. Nothing when there are none. */
struct report_comparison {
	const char *heading; /* NULL: none */
	const char *key, *left, *right;
};
int report_compare(struct buffer *out, const struct ctl *ctl, const struct thing *thing,
	const struct report_comparison *comparison);

/* A failed case: `part` has its Case's pairs and the Hint, Diff, Stdout, Talk, Stderr and Changed that
 * follow it. */
int report_failed(struct buffer *out, const struct ctl *ctl, const struct thing *part);

/* Compiler's messages and failed cases of an ATTEMPT. */
int report_details(struct buffer *out, const struct ctl *ctl, const struct thing *attempt);
