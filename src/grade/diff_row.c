/* SPDX-License-Identifier: MIT */
#include "grade/diff_row.h"

#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define ELLIPSIS "…"

/* One character on its way into a row. */
struct cell {
	char text[4 * 4 + 1]; /* at most four bytes, each as \xHH */
	size_t bytes;	      /* of the line */
	size_t columns;
};

static size_t common_suffix(const struct line *a, const struct line *b, size_t prefix)
{
	size_t n = 0;

	while (n < a->len - prefix && n < b->len - prefix &&
		a->text[a->len - n - 1] == b->text[b->len - n - 1])
		n++;
	while (n > 0 && ((unsigned char)a->text[a->len - n] & 0xC0) == 0x80)
		n--;
	return n;
}

static size_t next_space(const char *text, size_t pos, size_t end)
{
	while (pos < end && !line_is_space(text[pos]))
		pos++;
	return pos;
}

/* Whether the two stretches have other white space, words aside. */
static bool space_differs(
	const struct line *a, size_t from, size_t a_to, const struct line *b, size_t b_to)
{
	size_t i = next_space(a->text, from, a_to), j = next_space(b->text, from, b_to);

	while (i < a_to && j < b_to && a->text[i] == b->text[j]) {
		i = next_space(a->text, i + 1, a_to);
		j = next_space(b->text, j + 1, b_to);
	}
	return i < a_to || j < b_to;
}

static bool fits(const struct line *line, size_t max_columns)
{
	return max_columns == 0 || text_width(line->text, line->len) <= max_columns;
}

/* A difference far to the right is shown with half a row of what stands before it. */
static size_t start_for(const struct line *line, size_t prefix, size_t max_columns)
{
	size_t keep = max_columns / 2;

	if (prefix <= max_columns - max_columns / 4)
		return 0;
	while (prefix > 0 && keep > 0) {
		prefix--;
		keep -= ((unsigned char)line->text[prefix] & 0xC0) != 0x80;
	}
	return prefix;
}

void diff_row_pair(const struct line *expected, struct diff_row *expected_row,
	const struct line *actual, struct diff_row *actual_row)
{
	size_t prefix =
		line_common_prefix(expected->text, expected->len, actual->text, actual->len);
	size_t suffix = common_suffix(expected, actual, prefix);

	if (!fits(expected, expected_row->max_columns) || !fits(actual, actual_row->max_columns))
		expected_row->start = actual_row->start =
			start_for(expected, prefix, expected_row->max_columns);
	if (!space_differs(expected, prefix, expected->len - suffix, actual, actual->len - suffix))
		return;
	expected_row->from = actual_row->from = prefix;
	expected_row->to = expected->len - suffix;
	actual_row->to = actual->len - suffix;
}

static const char *visible_space(
	const struct line *line, const struct diff_row *row, size_t trimmed, size_t pos)
{
	bool is_change = row->mark != ' ';

	switch (line->text[pos]) {
	case ' ':
		return is_change && (pos >= trimmed || (pos >= row->from && pos < row->to)) ? "·"
											    : " ";
	case '\t':
		return is_change ? "→" : "\t";
	case '\r':
		return "␍";
	default:
		return NULL;
	}
}

static struct cell cell_at(
	const struct line *line, const struct diff_row *row, size_t trimmed, size_t pos)
{
	const char *space = visible_space(line, row, trimmed, pos);
	struct cell cell = { .bytes = 1, .columns = 1 };
	unsigned point;

	if (space) {
		(void)snprintf(cell.text, sizeof(cell.text), "%s", space);
		return cell;
	}
	cell.bytes = text_next(line->text + pos, line->len - pos, &point);
	if (line_point_is_plain(point)) {
		memcpy(cell.text, line->text + pos, cell.bytes);
		cell.columns = text_width(cell.text, cell.bytes);
		return cell;
	}
	for (size_t i = 0; i < cell.bytes; i++)
		(void)snprintf(cell.text + 4 * i, 5, "\\x%02x", (unsigned char)line->text[pos + i]);
	cell.columns = 4 * cell.bytes;
	return cell;
}

/* The line's text within the columns; cut at the last place that leaves room for the ellipsis. */
static int append_cells(struct buffer *buffer, const struct line *line, const struct diff_row *row)
{
	size_t max = row->max_columns > 0 ? row->max_columns : SIZE_MAX;
	size_t trimmed = line_trimmed(line->text, line->len);
	size_t columns = row->start > 0, cut = buffer->len;

	for (size_t pos = row->start; pos < line->len;) {
		struct cell cell = cell_at(line, row, trimmed, pos);

		if (cell.columns > max - columns) {
			buffer->len = cut;
			return buffer_append_string(buffer, ELLIPSIS);
		}
		if (buffer_append_string(buffer, cell.text) < 0)
			return -ENOMEM;
		columns += cell.columns;
		if (columns < max)
			cut = buffer->len;
		pos += cell.bytes;
	}
	return row->lacks_newline ? buffer_append_string(buffer, "⏎ missing") : 0;
}

int diff_row_format(struct buffer *buffer, const struct line *line, const struct diff_row *row)
{
	const char head[] = { row->mark, ' ', '\0' };

	if (buffer_append_string(buffer, head) < 0 ||
		(row->start > 0 && buffer_append_string(buffer, ELLIPSIS) < 0))
		return -ENOMEM;
	return append_cells(buffer, line, row);
}
