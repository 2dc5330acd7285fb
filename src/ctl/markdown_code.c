/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "ctl/markdown_parts.h"

#include <string.h>

#define TAB_WIDE   8
#define TAB_NARROW 4

static int expand_tabs(struct buffer *out, const char *line, size_t len, size_t tab)
{
	size_t column = 0;
	int r = 0;

	while (len > 0 && r >= 0) {
		const char *found = memchr(line, '\t', len);
		size_t plain = found ? (size_t)(found - line) : len;

		r = buffer_append(out, line, plain);
		column += text_width(line, plain);
		if (r >= 0 && found)
			r = term_pad(out, tab - column % tab);
		column += tab - column % tab;
		line += plain + (found != NULL);
		len -= plain + (found != NULL);
	}
	return r;
}

/* How much of a line of code goes into so many columns: up to the last space of its second half, if
 * there is one. */
static size_t fit_code(const char *line, size_t len, size_t columns)
{
	size_t fits = text_fit(line, len, columns);

	if (fits == 0 || fits == len)
		return len;
	for (size_t i = fits; i > fits / 2; i--)
		if (line[i] == ' ')
			return i;
	return fits;
}

struct code {
	struct buffer *out;
	const struct term *term;
	const struct markdown_place *place;
	bool used_first;
};

static int put_prefix(struct code *code)
{
	const struct buffer *prefix = code->used_first ? &code->place->rest : &code->place->first;

	code->used_first = true;
	return buffer_append(code->out, prefix->data ? prefix->data : "", prefix->len);
}

/* `is_rest`: it goes on with the line before, which a mark says. */
static int put_piece(struct code *code, const char *text, size_t len, bool is_rest)
{
	const struct term *term = code->term;
	int r;

	r = put_prefix(code);
	if (r >= 0 && is_rest)
		r = buffer_printf(code->out, "%s%s ", term_style(term, STYLE_DIM),
			term_glyph(term, GLYPH_CONTINUED));
	if (r >= 0)
		r = buffer_append_string(code->out, term_style(term, STYLE_ACCENT));
	if (r >= 0)
		r = buffer_append(code->out, text, len);
	return r < 0 ? r : buffer_printf(code->out, "%s\n", term_style(term, STYLE_OFF));
}

/* One line of code; what is too long goes on in the next line, marked. */
static int put_line(struct code *code, const char *line, size_t len)
{
	size_t used = code->place->rest_width, columns = code->place->columns, at = 0;
	size_t room = columns > used + WRAP_LEAST ? columns - used : WRAP_LEAST;
	_cleanup_buffer_ struct buffer expanded = { 0 };
	int r;

	r = expand_tabs(&expanded, line, len, columns < MARKDOWN_ROOMY ? TAB_NARROW : TAB_WIDE);
	if (r >= 0 && expanded.len == 0)
		return buffer_append_char(code->out, '\n');
	while (r >= 0 && at < expanded.len) {
		size_t fits = fit_code(
			       expanded.data + at, expanded.len - at, at > 0 ? room - 2 : room),
		       shown = fits;

		while (at + fits < expanded.len && shown > 1 &&
			expanded.data[at + shown - 1] == ' ')
			shown--;
		r = put_piece(code, expanded.data + at, shown, at > 0);
		at += fits;
		at += strspn(expanded.data + at, " "); /* the break stands for them */
	}
	return r;
}

int markdown_code_render(struct buffer *out, const struct term *term,
	const struct markdown_place *place, const char *text, size_t len)
{
	struct code code = { .out = out, .term = term, .place = place };
	const char *end = text + len;
	int r = 0;

	while (r >= 0 && text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));

		r = put_line(&code, text, (size_t)((newline ? newline : end) - text));
		text = newline ? newline + 1 : end;
	}
	return r;
}
