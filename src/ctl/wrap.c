/* SPDX-License-Identifier: MIT */
#include "ctl/wrap.h"

#include "base/text.h"

#include <string.h>

static const struct {
	unsigned style;
	const char *sequence;
} sequences[] = {
	{ WRAP_BOLD, ";1" },
	{ WRAP_ITALIC, ";3" },
	{ WRAP_UNDERLINE, ";4" },
	{ WRAP_STRIKE, ";9" },
	{ WRAP_CODE, ";36" },
	{ WRAP_DIM, ";38;5;245" },
	{ WRAP_GOOD, ";1;32" },
	{ WRAP_BAD, ";1;31" },
	{ WRAP_WARN, ";1;33" },
};

struct writer {
	struct buffer *out;
	const struct term *term;
	const struct wrap *wrap;
	size_t column;	/* of the text in this line, prefix not counted */
	size_t room;	/* columns for text in this line */
	unsigned style; /* what the marks ask for */
	bool has_line;	/* a line is open */
	bool was_first; /* the first prefix was used */
	int error;
};

static void put(struct writer *writer, const char *bytes, size_t len)
{
	if (writer->error >= 0)
		writer->error = buffer_append(writer->out, bytes, len);
}

static void put_style(struct writer *writer, unsigned style)
{
	if (!writer->term->has_colour)
		return;
	put(writer, "\033[0", 3);
	for (size_t i = 0; i < ARRAY_SIZE(sequences); i++)
		if (style & sequences[i].style)
			put(writer, sequences[i].sequence, strlen(sequences[i].sequence));
	put(writer, "m", 1);
}

static void begin_line(struct writer *writer)
{
	const char *prefix = writer->was_first ? writer->wrap->rest : writer->wrap->first;
	size_t width = writer->was_first ? writer->wrap->rest_width : writer->wrap->first_width;

	put(writer, prefix, strlen(prefix));
	writer->was_first = writer->has_line = true;
	writer->column = 0;
	writer->room = writer->wrap->columns > width + WRAP_LEAST ? writer->wrap->columns - width
								  : WRAP_LEAST;
	if (writer->style)
		put_style(writer, writer->style);
}

static void end_line(struct writer *writer)
{
	if (!writer->has_line)
		begin_line(writer);
	if (writer->style)
		put_style(writer, 0);
	while (writer->out->len > 0 && writer->out->data[writer->out->len - 1] == ' ')
		buffer_truncate(writer->out, writer->out->len - 1);
	put(writer, "\n", 1);
	writer->has_line = false;
}

static size_t segment(const char *text, size_t len)
{
	const char *mark = memchr(text, WRAP_MARK, len);

	return mark ? (size_t)(mark - text) : len;
}

/* A piece of a word, without marks: broken where the line is full. */
static void put_piece(struct writer *writer, const char *text, size_t len)
{
	while (len > 0) {
		size_t fits = text_fit(text, len, writer->room - writer->column);

		if (fits == 0 && writer->column > 0) {
			end_line(writer);
			begin_line(writer);
			continue;
		}
		if (fits == 0)
			fits = len; /* a character wider than the line */
		put(writer, text, fits);
		writer->column += text_width(text, fits);
		text += fits;
		len -= fits;
	}
}

static void put_word(struct writer *writer, const char *word, size_t len)
{
	size_t width = wrap_width(word, len);

	if (writer->has_line && writer->column > 0 && width > 0) {
		if (writer->column + 1 + width > writer->room)
			end_line(writer);
		else {
			put(writer, " ", 1);
			writer->column++;
		}
	}
	if (!writer->has_line && width > 0)
		begin_line(writer);
	while (len > 0) {
		size_t plain = segment(word, len);

		put_piece(writer, word, plain);
		word += plain;
		len -= plain;
		if (len >= WRAP_MARK_LEN) {
			writer->style = ((unsigned)word[1] & 0x3f) | ((unsigned)word[2] & 0x3f)
									     << 6;
			if (writer->has_line)
				put_style(writer, writer->style);
			word += WRAP_MARK_LEN;
			len -= WRAP_MARK_LEN;
		} else if (len > 0)
			break;
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

int wrap_append(struct buffer *out, const struct term *term, const struct wrap *wrap,
	const char *marked, size_t len)
{
	struct writer writer = { .out = out, .term = term, .wrap = wrap };
	size_t at = 0;

	while (at < len && writer.error >= 0) {
		size_t end = at;

		while (end < len && !is_blank(marked[end]) && marked[end] != '\n')
			end++;
		if (end > at)
			put_word(&writer, marked + at, end - at);
		if (end < len && marked[end] == '\n')
			end_line(&writer);
		at = end + (end < len);
	}
	if (writer.has_line)
		end_line(&writer);
	return writer.error;
}

int wrap_mark(struct buffer *marked, unsigned styles)
{
	const char mark[WRAP_MARK_LEN] = { WRAP_MARK, (char)(0x40 | (styles & 0x3f)),
		(char)(0x40 | (styles >> 6 & 0x3f)) };

	return buffer_append(marked, mark, sizeof(mark));
}

int wrap_hanging(struct buffer *out, const struct term *term, const char *first, size_t width,
	const char *text)
{
	_cleanup_buffer_ struct buffer clean = { 0 }, spaces = { 0 };
	struct wrap wrap = { .columns = term->columns < WRAP_MEASURE ? term->columns : WRAP_MEASURE,
		.first_width = width,
		.rest_width = width };
	int r;

	r = text_sanitize(&clean, text, strlen(text));
	if (r >= 0)
		r = buffer_reserve(&spaces, 0);
	if (r >= 0)
		r = term_pad(&spaces, width);
	if (r < 0)
		return r;
	wrap.rest = spaces.len > 0 ? spaces.data : "";
	wrap.first = first ? first : wrap.rest;
	return wrap_append(out, term, &wrap, clean.data ? clean.data : "", clean.len);
}

int wrap_prose(struct buffer *out, const struct term *term, size_t indent, const char *text)
{
	return wrap_hanging(out, term, NULL, indent, text);
}

/* Bytes of a mark or an escape sequence at the beginning of the text. */
static size_t skip(const char *text, size_t len)
{
	size_t i = 1;

	if (text[0] == WRAP_MARK)
		return len < WRAP_MARK_LEN ? len : WRAP_MARK_LEN;
	while (i < len && text[i] != 'm')
		i++;
	return i < len ? i + 1 : len;
}

size_t wrap_width(const char *text, size_t len)
{
	size_t width = 0, at = 0;

	while (at < len) {
		size_t end = at;

		while (end < len && text[end] != WRAP_MARK && text[end] != '\033')
			end++;
		width += text_width(text + at, end - at);
		at = end < len ? end + skip(text + end, len - end) : end;
	}
	return width;
}
