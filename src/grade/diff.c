/* SPDX-License-Identifier: MIT */
/*
 * Equal lines at the beginning and at the end are passed over without being kept, so only what lies
 * between them costs memory, and at most DIFF_ALIGN_LINES_MAX lines of it. The middle is aligned,
 * then walked: stretches of equal lines are folded, changes are told as the removed lines and then
 * the added ones. An equal line is shown as the actual text has it.
 */
#include "grade/diff.h"

#include "base/buffer.h"
#include "base/cleanup.h"
#include "grade/diff_lines.h"
#include "grade/diff_row.h"

#include <string.h>

/* A text without what it has in common with the other one at its beginning and end. */
struct side {
	const char *text;
	size_t len;
	bool ends_in_newline;
	struct diff_text middle;
	size_t n_more; /* lines of the middle beyond what is kept */
};

struct differ {
	const struct diff_options *options;
	struct side expected, actual;
	struct line_reader prefix, suffix; /* of the actual text */
	size_t n_prefix, n_suffix;
	struct strlist *rows;
	size_t first_row; /* rows that were there before */
	size_t n_hidden;  /* rows past max_lines */
};

static void differ_done(struct differ *differ)
{
	diff_text_done(&differ->expected.middle);
	diff_text_done(&differ->actual.middle);
}

/* Rows. */

static bool is_full(const struct differ *differ)
{
	size_t max = differ->options->max_lines;

	return max > 0 && differ->rows->count - differ->first_row >= max;
}

static int add_row(struct differ *differ, const struct line *line, const struct diff_row *row)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };
	int r;

	if (is_full(differ)) {
		differ->n_hidden++;
		return 0;
	}
	r = diff_row_format(&buffer, line, row);
	return r < 0 ? r : strlist_add_n(differ->rows, buffer.data, buffer.len);
}

static int add_remark(struct differ *differ, size_t n, const char *words)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };

	if (is_full(differ)) {
		differ->n_hidden++;
		return 0;
	}
	if (buffer_printf(&buffer, "~ %zu %s", n, words) < 0)
		return -ENOMEM;
	return strlist_add_n(differ->rows, buffer.data, buffer.len);
}

/* The last row makes place for the remark that tells of it and those that never got in. */
static int close_rows(struct differ *differ)
{
	size_t n = differ->n_hidden + 1;

	if (differ->n_hidden == 0)
		return 0;
	free(differ->rows->items[--differ->rows->count]);
	differ->rows->items[differ->rows->count] = NULL;
	return add_remark(differ, n, "more rows");
}

/* n equal lines; those between the first `head` and the last `tail` are folded when that saves a
 * row. */
static int add_equal(
	struct differ *differ, struct line_reader reader, size_t n, size_t head, size_t tail)
{
	const struct diff_row row = { .mark = ' ', .max_columns = differ->options->max_columns };
	size_t n_folded = n > head + tail + 1 ? n - head - tail : 0;
	struct line line;
	int r = 0;

	for (size_t i = 0; r == 0 && i < n && line_reader_next(&reader, &line); i++) {
		bool folded = n_folded > 0 && i >= head && i < head + n_folded;

		if (!folded)
			r = add_row(differ, &line, &row);
		else if (i == head)
			r = add_remark(differ, n_folded, "equal lines");
	}
	return r;
}

/* Taking the texts apart. */

static bool same_line(const struct differ *differ, const struct line *a, const struct line *b)
{
	size_t a_len = a->len, b_len = b->len;

	if (differ->options->ignore_ends) {
		a_len = line_trimmed(a->text, a_len);
		b_len = line_trimmed(b->text, b_len);
	} else if (a->ended != b->ended) {
		return false;
	}
	return a_len == b_len && memcmp(a->text, b->text, a_len) == 0;
}

static void drop_front(struct side *side, const struct line_reader *reader)
{
	side->len = (size_t)(reader->end - reader->at);
	side->text = reader->at;
}

static void strip_prefix(struct differ *differ)
{
	struct line_reader a = line_reader_of(differ->expected.text, differ->expected.len);
	struct line_reader b = line_reader_of(differ->actual.text, differ->actual.len);
	struct line want, got;

	differ->prefix = b;
	for (;;) {
		drop_front(&differ->expected, &a);
		drop_front(&differ->actual, &b);
		if (!line_reader_next(&a, &want) || !line_reader_next(&b, &got) ||
			!same_line(differ, &want, &got))
			return;
		differ->n_prefix++;
	}
}

static bool last_line(const struct side *side, struct line *ret_line)
{
	bool ended = side->len > 0 && side->text[side->len - 1] == '\n';
	size_t len = side->len - ended;
	const char *newline;

	if (side->len == 0)
		return false;
	newline = memrchr(side->text, '\n', len);
	ret_line->text = newline ? newline + 1 : side->text;
	ret_line->len = len - (size_t)(ret_line->text - side->text);
	ret_line->ended = ended;
	return true;
}

static void strip_suffix(struct differ *differ)
{
	const char *end = differ->actual.text + differ->actual.len;
	struct line want, got;

	while (last_line(&differ->expected, &want) && last_line(&differ->actual, &got) &&
		same_line(differ, &want, &got)) {
		differ->expected.len = (size_t)(want.text - differ->expected.text);
		differ->actual.len = (size_t)(got.text - differ->actual.text);
		differ->n_suffix++;
	}
	differ->suffix = line_reader_of(differ->actual.text + differ->actual.len,
		(size_t)(end - differ->actual.text) - differ->actual.len);
}

static uint64_t hash_line(const struct line *line)
{
	uint64_t hash = 0xCBF29CE484222325U + line->ended; /* FNV-1a */

	for (size_t i = 0; i < line->len; i++)
		hash = (hash ^ (unsigned char)line->text[i]) * 0x100000001B3U;
	return hash;
}

static int split_middle(const struct differ *differ, struct side *side)
{
	struct line_reader reader = line_reader_of(side->text, side->len);
	struct diff_text *middle = &side->middle;
	struct line line;

	middle->lines = calloc(DIFF_ALIGN_LINES_MAX + 1, sizeof(*middle->lines));
	if (!middle->lines)
		return -ENOMEM;
	while (line_reader_next(&reader, &line)) {
		if (middle->n_lines > DIFF_ALIGN_LINES_MAX) {
			side->n_more++;
			continue;
		}
		if (differ->options->ignore_ends) {
			line.len = line_trimmed(line.text, line.len);
			line.ended = true;
		}
		middle->lines[middle->n_lines++] =
			(struct diff_line){ .line = line, .hash = hash_line(&line) };
	}
	return 0;
}

/* Telling the middle. */

static size_t count_changes(const struct diff_text *text, size_t from)
{
	size_t n = 0;

	while (from + n < text->n_lines && text->lines[from + n].is_change)
		n++;
	return n;
}

/* Removed lines of the expected text and the added ones of the actual text that stand for them,
 * pair by pair. */
struct change {
	size_t at_expected, n_expected;
	size_t at_actual, n_actual;
};

static int add_changed(struct differ *differ, const struct change *change, char mark, size_t i)
{
	const struct diff_line *expected = differ->expected.middle.lines + change->at_expected + i;
	const struct diff_line *actual = differ->actual.middle.lines + change->at_actual + i;
	struct diff_row expected_row = { .mark = '-', .max_columns = differ->options->max_columns };
	struct diff_row actual_row = { .mark = '+', .max_columns = differ->options->max_columns };

	if (i < change->n_expected && i < change->n_actual)
		diff_row_pair(&expected->line, &expected_row, &actual->line, &actual_row);
	if (mark == '-') {
		expected_row.lacks_newline =
			!expected->line.ended && differ->actual.ends_in_newline;
		return add_row(differ, &expected->line, &expected_row);
	}
	actual_row.lacks_newline = !actual->line.ended && differ->expected.ends_in_newline;
	return add_row(differ, &actual->line, &actual_row);
}

static int add_change(struct differ *differ, const struct change *change)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < change->n_expected; i++)
		r = add_changed(differ, change, '-', i);
	if (r == 0 && differ->expected.n_more > 0)
		r = add_remark(differ, differ->expected.n_more, "more expected lines");
	for (size_t i = 0; r == 0 && i < change->n_actual; i++)
		r = add_changed(differ, change, '+', i);
	if (r == 0 && differ->actual.n_more > 0)
		r = add_remark(differ, differ->actual.n_more, "more lines of output");
	return r;
}

/* Only a line of each: the rest of the expected text stays unknown. */
static int add_first_of(struct differ *differ, const struct change *change)
{
	int r = 0;

	if (change->n_expected > 0)
		r = add_changed(differ, change, '-', 0);
	if (r == 0 && change->n_actual > 0)
		r = add_changed(differ, change, '+', 0);
	return r;
}

static int add_middle(struct differ *differ)
{
	const struct diff_text *a = &differ->expected.middle, *b = &differ->actual.middle;
	size_t context = differ->options->context;
	int r = 0;

	for (size_t i = 0, j = 0; r == 0 && (i < a->n_lines || j < b->n_lines);) {
		const struct change change = { i, count_changes(a, i), j, count_changes(b, j) };
		size_t n = 0;

		if (differ->options->show == DIFF_SHOW_FIRST)
			return add_first_of(differ, &change);
		r = add_change(differ, &change);
		if (r < 0)
			return r;
		i += change.n_expected;
		j += change.n_actual;
		while (i + n < a->n_lines && !a->lines[i + n].is_change &&
			!b->lines[j + n].is_change)
			n++;
		if (n > 0)
			r = add_equal(differ,
				line_reader_of(b->lines[j].line.text,
					(size_t)(differ->actual.text + differ->actual.len -
						 b->lines[j].line.text)),
				n, context, context);
		i += n;
		j += n;
	}
	return r;
}

static int add_all(struct differ *differ)
{
	bool only_first = differ->options->show == DIFF_SHOW_FIRST;
	int r;

	r = add_equal(differ, differ->prefix, differ->n_prefix, 0,
		only_first ? 1 : differ->options->context);
	if (r == 0)
		r = add_middle(differ);
	if (r == 0 && !only_first)
		r = add_equal(
			differ, differ->suffix, differ->n_suffix, differ->options->context, 0);
	return r < 0 ? r : close_rows(differ);
}

static struct side side_of(const char *text, size_t len, bool ignore_ends)
{
	if (len == 0)
		text = "";
	if (ignore_ends)
		len = line_trimmed(text, len);
	return (struct side){
		.text = text, .len = len, .ends_in_newline = len > 0 && text[len - 1] == '\n'
	};
}

int diff_lines(const char *expected, size_t expected_len, const char *actual, size_t actual_len,
	const struct diff_options *options, struct strlist *ret_rows)
{
	_cleanup_(differ_done) struct differ differ = {
		.options = options,
		.expected = side_of(expected, expected_len, options->ignore_ends),
		.actual = side_of(actual, actual_len, options->ignore_ends),
		.rows = ret_rows,
		.first_row = ret_rows->count,
	};
	int r;

	if (options->show == DIFF_SHOW_VERDICT)
		return 0;
	strip_prefix(&differ);
	if (differ.expected.len == 0 && differ.actual.len == 0)
		return 0;
	strip_suffix(&differ);
	r = split_middle(&differ, &differ.expected);
	if (r == 0)
		r = split_middle(&differ, &differ.actual);
	if (r == 0)
		r = diff_align(&differ.expected.middle, &differ.actual.middle);
	return r < 0 ? r : add_all(&differ);
}
