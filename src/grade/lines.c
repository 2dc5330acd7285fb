/* SPDX-License-Identifier: MIT */
#include "grade/lines.h"

#include <string.h>

struct line_reader line_reader_of(const char *text, size_t len)
{
	static const char nothing[1];

	if (!text)
		text = nothing;
	return (struct line_reader){ .at = text, .end = text + len };
}

bool line_reader_next(struct line_reader *reader, struct line *ret_line)
{
	size_t left = (size_t)(reader->end - reader->at);
	const char *newline;

	if (left == 0)
		return false;
	newline = memchr(reader->at, '\n', left);
	*ret_line = (struct line){
		.text = reader->at,
		.len = newline ? (size_t)(newline - reader->at) : left,
		.ended = newline,
	};
	reader->at = newline ? newline + 1 : reader->end;
	reader->number++;
	return true;
}

bool line_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t line_trimmed(const char *text, size_t len)
{
	while (len > 0 && line_is_space(text[len - 1]))
		len--;
	return len;
}

size_t line_common_prefix(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t shorter = a_len < b_len ? a_len : b_len;
	size_t n = 0;

	while (n < shorter && a[n] == b[n])
		n++;
	while (n > 0 && ((n < a_len && ((unsigned char)a[n] & 0xC0) == 0x80) ||
				(n < b_len && ((unsigned char)b[n] & 0xC0) == 0x80)))
		n--;
	return n;
}

bool line_point_is_plain(unsigned point)
{
	if (point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0xFFFD || point == 0xFEFF)
		return false;
	return !(point == 0x61C || point == 0x200E || point == 0x200F ||
		 (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069));
}
