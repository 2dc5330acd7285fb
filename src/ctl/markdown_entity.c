/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "ctl/markdown_parts.h"

#include <string.h>

static const struct {
	const char *name, *text;
} entities[] = {
	{ "&amp;", "&" },
	{ "&lt;", "<" },
	{ "&gt;", ">" },
	{ "&quot;", "\"" },
	{ "&apos;", "'" },
	{ "&nbsp;", "\302\240" },
	{ "&copy;", "©" },
	{ "&reg;", "®" },
	{ "&deg;", "°" },
	{ "&plusmn;", "±" },
	{ "&times;", "×" },
	{ "&divide;", "÷" },
	{ "&micro;", "µ" },
	{ "&middot;", "·" },
	{ "&bull;", "•" },
	{ "&hellip;", "…" },
	{ "&ndash;", "–" },
	{ "&mdash;", "—" },
	{ "&lsquo;", "‘" },
	{ "&rsquo;", "’" },
	{ "&ldquo;", "“" },
	{ "&rdquo;", "”" },
	{ "&laquo;", "«" },
	{ "&raquo;", "»" },
	{ "&larr;", "←" },
	{ "&rarr;", "→" },
	{ "&uarr;", "↑" },
	{ "&darr;", "↓" },
	{ "&ne;", "≠" },
	{ "&le;", "≤" },
	{ "&ge;", "≥" },
	{ "&szlig;", "ß" },
	{ "&auml;", "ä" },
	{ "&ouml;", "ö" },
	{ "&uuml;", "ü" },
	{ "&eacute;", "é" },
};

static int append_point(struct buffer *out, unsigned point)
{
	char bytes[4];
	size_t len = 0;

	if (point == 0 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ||
		text_is_control(point))
		point = 0xfffd;
	if (point < 0x80)
		bytes[len++] = (char)point;
	else if (point < 0x800)
		bytes[len++] = (char)(0xc0 | point >> 6);
	else if (point < 0x10000)
		bytes[len++] = (char)(0xe0 | point >> 12);
	else
		bytes[len++] = (char)(0xf0 | point >> 18);
	if (point >= 0x10000)
		bytes[len++] = (char)(0x80 | (point >> 12 & 0x3f));
	if (point >= 0x800)
		bytes[len++] = (char)(0x80 | (point >> 6 & 0x3f));
	if (point >= 0x80)
		bytes[len++] = (char)(0x80 | (point & 0x3f));
	return buffer_append(out, bytes, len);
}

/* "&#183;" or "&#xb7;": md4c has checked the form and at most 7 digits. */
static unsigned point_of(const char *entity, size_t len)
{
	bool is_hex = len > 3 && (entity[2] == 'x' || entity[2] == 'X');
	unsigned point = 0;

	for (size_t i = is_hex ? 3 : 2; i + 1 < len && point <= 0x10ffff; i++) {
		int digit = text_hex_digit(entity[i]);

		if (digit < 0)
			return 0;
		point = point * (is_hex ? 16 : 10) + (unsigned)digit;
	}
	return point;
}

int markdown_entity_append(struct buffer *out, const char *entity, size_t len)
{
	if (len > 2 && entity[1] == '#')
		return append_point(out, point_of(entity, len));
	for (size_t i = 0; i < ARRAY_SIZE(entities); i++)
		if (strlen(entities[i].name) == len && memcmp(entity, entities[i].name, len) == 0)
			return buffer_append_string(out, entities[i].text);
	return buffer_append(out, entity, len);
}
