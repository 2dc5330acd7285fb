/* SPDX-License-Identifier: MIT */
/*
 * Widths come from a table of our own and not from wcwidth(): a daemon and a test run with LANG=C,
 * where the C library knows no character beyond ASCII, and a table that is laid out for one locale
 * must come out the same in every other.
 */
#include "base/text.h"

#include "base/text_ranges.h"

#include <string.h>

enum {
	REPLACEMENT = 0xFFFD,
};

/* What a first byte announces. Overlong forms are those that decode to less than `least`. */
struct lead {
	unsigned char mask, value, payload;
	unsigned least;
};

static const struct lead LEADS[] = {
	{ 0x80, 0x00, 0x7F, 0 },
	{ 0xE0, 0xC0, 0x1F, 0x80 },
	{ 0xF0, 0xE0, 0x0F, 0x800 },
	{ 0xF8, 0xF0, 0x07, 0x10000 },
};

size_t text_next(const char *bytes, size_t len, unsigned *ret_point)
{
	unsigned char first = len > 0 ? (unsigned char)bytes[0] : 0;
	unsigned point;
	size_t size = 0;

	*ret_point = len > 0 ? REPLACEMENT : 0;
	if (len == 0)
		return 0;
	while (size < ARRAY_SIZE(LEADS) && (first & LEADS[size].mask) != LEADS[size].value)
		size++;
	if (size == ARRAY_SIZE(LEADS) || size >= len)
		return 1;
	point = first & LEADS[size].payload;
	for (size_t i = 1; i <= size; i++) {
		if (((unsigned char)bytes[i] & 0xC0) != 0x80)
			return 1;
		point = point << 6 | ((unsigned char)bytes[i] & 0x3F);
	}
	if (point < LEADS[size].least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
		return 1;
	*ret_point = point;
	return size + 1;
}

/* An invalid byte decodes to U+FFFD with a size of 1; the character itself has a size of 3. */
static bool is_invalid(unsigned point, size_t size)
{
	return point == REPLACEMENT && size == 1;
}

bool text_is_utf8(const char *bytes, size_t len)
{
	unsigned point;
	size_t size;

	for (; (size = text_next(bytes, len, &point)) > 0; bytes += size, len -= size)
		if (is_invalid(point, size))
			return false;
	return true;
}

bool text_is_control(unsigned point)
{
	return point < 0x20 || (point >= 0x7F && point < 0xA0) ||
	       (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

static bool is_within(unsigned point, const struct text_range *ranges, size_t n_ranges)
{
	size_t low = 0, high = n_ranges;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (point > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n_ranges && point >= ranges[low].first;
}

static size_t point_width(unsigned point)
{
	if (point < 0x300 || text_is_control(point))
		return 1;
	if (is_within(point, ZERO_WIDTH, ARRAY_SIZE(ZERO_WIDTH)))
		return 0;
	return is_within(point, DOUBLE_WIDTH, ARRAY_SIZE(DOUBLE_WIDTH)) ? 2 : 1;
}

size_t text_width(const char *bytes, size_t len)
{
	size_t width = 0, size;
	unsigned point;

	for (; (size = text_next(bytes, len, &point)) > 0; bytes += size, len -= size)
		width += point_width(point);
	return width;
}

size_t text_fit(const char *bytes, size_t len, size_t columns)
{
	size_t used = 0, width = 0, size;
	unsigned point;

	for (; (size = text_next(bytes + used, len - used, &point)) > 0; used += size) {
		width += point_width(point);
		if (width > columns)
			break;
	}
	return used;
}

static int append_hex(struct buffer *buffer, const char *bytes, size_t len)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < len; i++)
		r = buffer_printf(buffer, "\\x%02x", (unsigned char)bytes[i]);
	return r;
}

/* The letters that stand behind a backslash, and what they mean. The quote is read only. */
static const char ESCAPE_LETTERS[] = "trn\\\"";
static const char ESCAPE_MEANINGS[] = "\t\r\n\\\"";

static int append_escaped(struct buffer *buffer, const char *bytes, size_t size, unsigned point)
{
	const char *meaning = point > 0 && point < 0x80 && point != '"'
				      ? strchr(ESCAPE_MEANINGS, (int)point)
				      : NULL;

	if (meaning) {
		const char pair[] = { '\\', ESCAPE_LETTERS[meaning - ESCAPE_MEANINGS] };

		return buffer_append(buffer, pair, sizeof(pair));
	}
	if (is_invalid(point, size) || point < 0x20 || (point >= 0x7F && point < 0xA0))
		return append_hex(buffer, bytes, size);
	return buffer_append(buffer, bytes, size);
}

static int append_sane(struct buffer *buffer, const char *bytes, size_t size, unsigned point)
{
	if (point == '\t' || point == '\n')
		return buffer_append(buffer, bytes, size);
	if (point < 0x80 && text_is_control(point))
		return append_hex(buffer, bytes, size);
	if (is_invalid(point, size) || text_is_control(point))
		return buffer_append_string(buffer, "\xEF\xBF\xBD");
	return buffer_append(buffer, bytes, size);
}

/* Bytes up to the first that some form escapes or that is not ASCII: they mean themselves in all. */
static size_t count_plain(const char *bytes, size_t len)
{
	size_t plain = 0;

	while (plain < len && bytes[plain] >= ' ' && bytes[plain] < 0x7F && bytes[plain] != '\\')
		plain++;
	return plain;
}

static int append_each(struct buffer *buffer, const char *bytes, size_t len,
	int (*append)(struct buffer *buffer, const char *bytes, size_t size, unsigned point))
{
	size_t before = buffer->len, size;
	unsigned point;
	int r;

	r = buffer_reserve(buffer, len);
	for (; r >= 0 && len > 0; bytes += size, len -= size) {
		size = count_plain(bytes, len);
		if (size > 0) {
			r = buffer_append(buffer, bytes, size);
			continue;
		}
		size = text_next(bytes, len, &point);
		r = append(buffer, bytes, size, point);
	}
	if (r < 0)
		buffer_truncate(buffer, before);
	return r;
}

int text_escape(struct buffer *buffer, const char *bytes, size_t len)
{
	return append_each(buffer, bytes, len, append_escaped);
}

int text_sanitize(struct buffer *buffer, const char *bytes, size_t len)
{
	return append_each(buffer, bytes, len, append_sane);
}

int text_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -EINVAL;
}

/* What is behind a backslash: bytes used, or -EINVAL. */
static int unescape_one(const char *bytes, size_t len, char *ret_char)
{
	const char *letter = len > 0 && bytes[0] ? strchr(ESCAPE_LETTERS, bytes[0]) : NULL;
	int high, low;

	if (letter) {
		*ret_char = ESCAPE_MEANINGS[letter - ESCAPE_LETTERS];
		return 1;
	}
	if (len < 3 || bytes[0] != 'x')
		return -EINVAL;
	high = text_hex_digit(bytes[1]);
	low = text_hex_digit(bytes[2]);
	if (high < 0 || low < 0)
		return -EINVAL;
	*ret_char = (char)(high << 4 | low);
	return 3;
}

static int unescape(struct buffer *buffer, const char *bytes, size_t len)
{
	const char *end = bytes + len;
	int r = 0;

	while (r >= 0 && bytes < end) {
		char c = *bytes++;

		if (c == '\\') {
			r = unescape_one(bytes, (size_t)(end - bytes), &c);
			if (r < 0)
				return r;
			bytes += r;
		}
		r = buffer_append_char(buffer, c);
	}
	return r;
}

int text_unescape(struct buffer *buffer, const char *bytes, size_t len)
{
	size_t before = buffer->len;
	int r = buffer_reserve(buffer, len);

	if (r >= 0)
		r = unescape(buffer, bytes, len);
	if (r < 0)
		buffer_truncate(buffer, before);
	return r < 0 ? r : 0;
}
