/* SPDX-License-Identifier: MIT */
/*
 * E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy form: the
 * furthest points reached with d edits are kept for every d, and the way is read backwards from the
 * end. With at most DIFF_ALIGN_EDITS_MAX edits that is a triangle of 40 000 numbers. Whether lines
 * are equal is asked of their hashes: a collision could only be made on purpose, by a learner whose
 * own diff would be the worse for it.
 */
#include "grade/diff_lines.h"

#include "base/cleanup.h"

#include <string.h>

void diff_text_done(struct diff_text *text)
{
	free(text->lines);
	*text = (struct diff_text){ 0 };
}

struct trace {
	const struct diff_text *a, *b;
	int *points; /* row d has 2d + 1 entries, diagonals -d..d: the furthest x */
};

static int *trace_row(const struct trace *trace, int d)
{
	return trace->points + (size_t)d * (size_t)d + (size_t)d; /* its middle: diagonal 0 */
}

/* Whether diagonal k of round d is reached from above (a line of b is added) rather than from the
 * left. */
static bool is_from_above(const int *previous, int d, int k)
{
	return k == -d || (k != d && previous[k - 1] < previous[k + 1]);
}

/* The furthest x on diagonal k with d edits. */
static int advance(const struct trace *trace, int d, int k)
{
	const int *previous = d > 0 ? trace_row(trace, d - 1) : NULL;
	int n = (int)trace->a->n_lines, m = (int)trace->b->n_lines;
	int x = 0;

	if (previous)
		x = is_from_above(previous, d, k) ? previous[k + 1] : previous[k - 1] + 1;
	while (x >= 0 && x < n && x - k >= 0 && x - k < m &&
		trace->a->lines[x].hash == trace->b->lines[x - k].hash)
		x++;
	return x;
}

/* The number of edits, or -1 past the bound. */
static int find_way(const struct trace *trace)
{
	int n = (int)trace->a->n_lines, m = (int)trace->b->n_lines;

	for (int d = 0; d <= DIFF_ALIGN_EDITS_MAX; d++) {
		int *row = trace_row(trace, d);

		for (int k = -d; k <= d; k += 2) {
			row[k] = advance(trace, d, k);
			if (k == n - m && row[k] >= n)
				return d;
		}
	}
	return -1;
}

/* Backwards from the end: what is on no diagonal is a change. */
static void mark_changes(
	const struct trace *trace, int edits, struct diff_text *a, struct diff_text *b)
{
	int k = (int)a->n_lines - (int)b->n_lines;

	for (int d = edits; d > 0; d--) {
		const int *previous = trace_row(trace, d - 1);

		if (is_from_above(previous, d, k)) {
			k++;
			b->lines[previous[k] - k].is_change = true;
		} else {
			k--;
			a->lines[previous[k]].is_change = true;
		}
	}
}

static void mark_all(struct diff_text *text)
{
	for (size_t i = 0; i < text->n_lines; i++)
		text->lines[i].is_change = true;
}

int diff_align(struct diff_text *expected, struct diff_text *actual)
{
	const size_t rows = DIFF_ALIGN_EDITS_MAX + 1;
	_cleanup_free_ int *points = NULL;
	struct trace trace = { .a = expected, .b = actual };
	int edits = -1;

	if (expected->n_lines <= DIFF_ALIGN_LINES_MAX && actual->n_lines <= DIFF_ALIGN_LINES_MAX) {
		points = calloc(rows * rows, sizeof(*points));
		if (!points)
			return -ENOMEM;
		trace.points = points;
		edits = find_way(&trace);
	}
	if (edits < 0) {
		mark_all(expected);
		mark_all(actual);
		return 0;
	}
	mark_changes(&trace, edits, expected, actual);
	return 0;
}
