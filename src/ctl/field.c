/* SPDX-License-Identifier: MIT */
#include "ctl/field.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* On a narrow terminal the labels are not lined up: that leaves more for the values. */
static int make_prefixes(const struct term *term, const char *label, char first[32], char rest[32])
{
	int indent = term->columns < 60 ? 4 : FIELD_LABEL_WIDTH + 2;

	if (term->columns < 60)
		(void)snprintf(first, 32, *label ? "  %s: " : "    %s", label);
	else
		(void)snprintf(first, 32, "%*s%s", FIELD_LABEL_WIDTH, label, *label ? ": " : "  ");
	(void)snprintf(rest, 32, "%*s", indent, "");
	return indent;
}

int field_put(struct buffer *out, const struct term *term, const char *label, unsigned styles,
	const char *value)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	char first[32], rest[32];
	struct wrap wrap = { .columns = term->columns, .first = first, .rest = rest };
	int r = 0;

	if (!*value)
		return 0;
	wrap.rest_width = (size_t)make_prefixes(term, label, first, rest);
	wrap.first_width = strlen(first);
	if (styles)
		r = wrap_mark(&text, styles);
	if (r >= 0)
		r = text_sanitize(&text, value, strlen(value));
	if (r >= 0 && styles)
		r = wrap_mark(&text, 0);
	return r < 0 ? r : wrap_append(out, term, &wrap, text.data, text.len);
}

int field_printf(
	struct buffer *out, const struct term *term, const char *label, const char *format, ...)
{
	_cleanup_buffer_ struct buffer value = { 0 };
	va_list args;
	int r;

	va_start(args, format);
	r = buffer_vprintf(&value, format, args);
	va_end(args);
	return r < 0 ? r : field_put(out, term, label, 0, value.data);
}
