/* SPDX-License-Identifier: MIT */
/* How a run and its cases are told to people. All: 0 or -ENOMEM. */
#pragma once

#include "ctl/ctl.h"

#define REPORT_FAILED_MAX 3 /* failed cases that are shown in full; with --full all */

/* "  ✓ hello1                  12 ms" */
int report_case_line(struct buffer *out, const struct term *term, const struct thing *row);

/* "wrong output", "more time than allowed", "exit status 3" ...: what the verdict of a row means. */
int report_verdict(struct buffer *out, const struct thing *row);

/* "Heading:" and the values of that key, indented, at most `max` of them. Nothing when there are none. */
int report_lines(struct buffer *out, const struct term *term, const char *heading, const struct thing *thing,
	const char *key, size_t max);

/* The rows under that key as a comparison, below a heading. Nothing when there are none. */
struct report_comparison {
	const char *heading; /* NULL: none */
	const char *key, *left, *right;
};
int report_compare(struct buffer *out, const struct ctl *ctl, const struct thing *thing,
	const struct report_comparison *comparison);

/* Compiler's messages and failed cases of an ATTEMPT. */
int report_details(struct buffer *out, const struct ctl *ctl, const struct thing *attempt);
