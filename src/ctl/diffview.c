/* SPDX-License-Identifier: MIT */
#include "ctl/diffview.h"

#include "base/text.h"
#include "ctl/wrap.h"

#include <string.h>

#define TAB 4

struct row {
	char kind;
	const char *text;
};

static struct row row_at(const struct strlist *rows, size_t i)
{
	const char *line = rows->items[i];

	if (!line[0])
		return (struct row){ ' ', "" };
	return (struct row){ line[0], line[1] == ' ' ? line + 2 : line + 1 };
}

static enum style style_of(char kind)
{
	if (kind == '-')
		return STYLE_GOOD;
	if (kind == '+')
		return STYLE_BAD;
	return kind == '~' ? STYLE_DIM : STYLE_OFF;
}

/* TAB in columns, LF as a space; and what shows white space in ASCII where the terminal has no
 * more. */
static int flatten(struct buffer *out, const struct term *term, const char *text)
{
	static const struct {
		const char *mark, *ascii;
	} marks[] = { { "·", "_" }, { "→", ">" }, { "␍", "\\r" }, { "⏎", "\\n" }, { "…", "..." } };
	int r = buffer_reserve(out, 0);

	while (*text && r >= 0) {
		size_t i = 0;

		if (*text == '\t' || *text == '\n') {
			r = term_pad(out, *text++ == '\t' ? TAB : 1);
			continue;
		}
		while (i < ARRAY_SIZE(marks) &&
			(term->has_utf8 ||
				strncmp(text, marks[i].mark, strlen(marks[i].mark)) != 0))
			i++;
		r = i < ARRAY_SIZE(marks) ? buffer_append_string(out, marks[i].ascii)
					  : buffer_append_char(out, *text);
		text += i < ARRAY_SIZE(marks) ? strlen(marks[i].mark) : 1;
	}
	return r;
}

/* One half of a line: sign and text, filled up with spaces. `at` goes on behind what was shown. */
struct half {
	char kind; /* 0: nothing on this side */
	struct buffer text;
	size_t at;
	bool has_begun;
};

static void half_done(struct half *half)
{
	buffer_done(&half->text);
}

static void trim(struct buffer *out)
{
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		buffer_truncate(out, out->len - 1);
}

static int put_half(
	struct buffer *out, const struct term *term, struct half *half, size_t width, bool is_last)
{
	size_t room = width > 2 ? width - 2 : 1, len = half->text.len - half->at, used;
	const char *text = half->text.data ? half->text.data + half->at : "";
	char sign[2] = { half->kind && !half->has_begun ? half->kind : ' ', '\0' };
	int r;

	len = text_fit(text, len, room);
	if (len == 0 && half->at < half->text.len)
		len = half->text.len - half->at;
	used = text_width(text, len);
	r = buffer_printf(out, "%s%s %.*s%s",
		half->kind ? term_style(term, style_of(half->kind)) : "", sign, (int)len, text,
		half->kind ? term_style(term, STYLE_OFF) : "");
	half->at += len;
	half->has_begun = true;
	if (r >= 0 && !is_last)
		r = term_pad(out, room > used ? room - used : 0);
	return r;
}

static int put_pair(struct buffer *out, const struct term *term, const struct diffview *view,
	struct half *left, struct half *right)
{
	size_t width = (term->columns - view->indent - 3) / 2;
	int r;

	do {
		r = term_pad(out, view->indent);
		if (r >= 0)
			r = put_half(out, term, left, width, false);
		if (r >= 0)
			r = buffer_printf(out, " %s%s%s ", term_style(term, STYLE_DIM),
				term_glyph(term, GLYPH_BAR), term_style(term, STYLE_OFF));
		if (r >= 0)
			r = put_half(out, term, right, width, true);
		trim(out);
		if (r >= 0)
			r = buffer_append_char(out, '\n');
	} while (r >= 0 && (left->at < left->text.len || right->at < right->text.len));
	return r;
}

static int pair_of(struct buffer *out, const struct term *term, const struct diffview *view,
	const struct row *left, const struct row *right)
{
	_cleanup_(half_done) struct half one = { 0 }, two = { 0 };
	int r = 0;

	if (left) {
		one.kind = left->kind;
		r = flatten(&one.text, term, left->text);
	}
	if (right && r >= 0) {
		two.kind = right->kind;
		r = flatten(&two.text, term, right->text);
	}
	return r < 0 ? r : put_pair(out, term, view, &one, &two);
}

static size_t run_of(const struct strlist *rows, size_t at, size_t end, char kind)
{
	size_t count = 0;

	while (at + count < end && row_at(rows, at + count).kind == kind)
		count++;
	return count;
}

static int put_remark(
	struct buffer *out, const struct term *term, const struct diffview *view, const char *text)
{
	_cleanup_buffer_ struct buffer flat = { 0 };
	int r;

	r = flatten(&flat, term, text);
	if (r >= 0)
		r = term_pad(out, view->indent + 2);
	if (r >= 0)
		r = term_styled(out, term, STYLE_DIM, flat.data);
	return r < 0 ? r : buffer_append_char(out, '\n');
}

static int put_beside(struct buffer *out, const struct term *term, const struct diffview *view,
	const struct strlist *rows, size_t end)
{
	const struct row left = { ' ', view->left }, right = { ' ', view->right };
	int r;

	r = pair_of(out, term, view, &left, &right);
	for (size_t i = 0; i < end && r >= 0;) {
		struct row row = row_at(rows, i);
		size_t expected = run_of(rows, i, end, '-'),
		       actual = run_of(rows, i + expected, end, '+');

		if (expected + actual == 0) {
			r = row.kind == ' ' ? pair_of(out, term, view, &row, &row)
					    : put_remark(out, term, view, row.text);
			i++;
			continue;
		}
		for (size_t k = 0; r >= 0 && (k < expected || k < actual); k++) {
			struct row one = { 0 }, two = { 0 };

			if (k < expected)
				one = row_at(rows, i + k);
			if (k < actual)
				two = row_at(rows, i + expected + k);
			r = pair_of(out, term, view, k < expected ? &one : NULL,
				k < actual ? &two : NULL);
		}
		i += expected + actual;
	}
	return r;
}

static int put_under(struct buffer *out, const struct term *term, const struct diffview *view,
	const struct strlist *rows, size_t end)
{
	int r;

	r = term_pad(out, view->indent);
	if (r >= 0)
		r = buffer_printf(out, "%s- %s%s  %s+ %s%s\n", term_style(term, STYLE_GOOD),
			view->left, term_style(term, STYLE_OFF), term_style(term, STYLE_BAD),
			view->right, term_style(term, STYLE_OFF));
	for (size_t i = 0; i < end && r >= 0; i++) {
		struct row row = row_at(rows, i);
		_cleanup_(half_done) struct half half = { .kind = row.kind };

		r = flatten(&half.text, term, row.text);
		do {
			if (r >= 0)
				r = term_pad(out, view->indent);
			if (r >= 0)
				r = put_half(out, term, &half, term->columns - view->indent, true);
			trim(out);
			if (r >= 0)
				r = buffer_append_char(out, '\n');
		} while (r >= 0 && half.at < half.text.len);
	}
	return r;
}

int diffview_render(struct buffer *out, const struct term *term, const struct diffview *view,
	const struct strlist *rows)
{
	size_t max = view->max_rows > 0 ? view->max_rows : DIFFVIEW_ROWS,
	       end = rows->count < max ? rows->count : max;
	bool is_beside = !view->is_plain && term->columns >= DIFFVIEW_BESIDE;
	int r;

	if (rows->count == 0)
		return 0;
	r = is_beside ? put_beside(out, term, view, rows, end)
		      : put_under(out, term, view, rows, end);
	if (r < 0 || end == rows->count)
		return r;
	r = term_pad(out, view->indent + 2);
	return r < 0 ? r
		     : buffer_printf(out, "%s%zu more rows; -l shows all%s\n",
			       term_style(term, STYLE_DIM), rows->count - end,
			       term_style(term, STYLE_OFF));
}
