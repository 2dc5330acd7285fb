/* SPDX-License-Identifier: MIT */
/*
 * inih splits lines into section, key and value; everything strict is here, in the reader that
 * hands it the lines one by one: it counts them, and a line that inih would cut, misread or pass
 * over is refused before inih sees it.
 */
#include "base/ini.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* inih's callback type has the name of ours. */
#define ini_handler inih_handler
#include <ini.h>
#undef ini_handler

enum {
	NAME_BYTES_MAX = 49, /* inih cuts section and key names behind that */
	BYTE_ORDER_MARK = 0xFEFF,
};

struct ini_reading {
	const char *next, *end; /* the text that was not handed over */
	unsigned taken;		/* lines of it that were */
	unsigned line;		/* the one handed over last; its first, where it goes on */
	ini_section_handler on_section;
	ini_handler handler;
	void *userdata;
	struct ini_error *error;
	int status;
};

int ini_fail(struct ini_error *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(error->message, sizeof(error->message), format, args);
	va_end(args);
	for (char *c = error->message; *c; c++)
		if ((unsigned char)*c < 0x20)
			*c = ' ';
	return -EINVAL;
}

static const char *skip_blanks(const char *from, const char *end)
{
	while (from < end && (*from == ' ' || *from == '\t'))
		from++;
	return from;
}

static int check_section(struct ini_error *error, const char *start, const char *end)
{
	const char *close = memchr(start, ']', (size_t)(end - start)), *rest;

	if (!close)
		return ini_fail(error, "a section's ']' is missing");
	if (close == start + 1)
		return ini_fail(error, "a section without a name");
	if (memchr(start, ';', (size_t)(close - start)))
		return ini_fail(error, "';' in a section's name");
	if (close - start - 1 > NAME_BYTES_MAX)
		return ini_fail(error, "a section's name is longer than %d bytes", NAME_BYTES_MAX);
	rest = skip_blanks(close + 1, end);
	if (rest < end && *rest != ';' && *rest != '#')
		return ini_fail(error, "something stands behind the section's ']'");
	return 0;
}

static int check_pair(struct ini_error *error, const char *start, const char *end)
{
	const char *equals = memchr(start, '=', (size_t)(end - start)), *key_end = equals;

	if (!equals)
		return ini_fail(error, "expected [section] or key = value");
	while (key_end > start && (key_end[-1] == ' ' || key_end[-1] == '\t'))
		key_end--;
	if (key_end == start)
		return ini_fail(error, "a key is missing before '='");
	if (key_end - start > NAME_BYTES_MAX)
		return ini_fail(error, "a key is longer than %d bytes", NAME_BYTES_MAX);
	/* inih would split at a ':' and begin a comment at a ';' before it comes to the '='. */
	for (const char *c = start; c < key_end; c++)
		if (*c == ':' || *c == ';')
			return ini_fail(error, "'%c' in a key: expected key = value", *c);
	return 0;
}

static int check_characters(struct ini_error *error, const char *line, size_t len)
{
	size_t size;
	unsigned point;

	if (len > INI_LINE_MAX)
		return ini_fail(error, "a line of more than %d bytes", INI_LINE_MAX);
	if (!text_is_utf8(line, len))
		return ini_fail(error, "not valid UTF-8");
	for (; (size = text_next(line, len, &point)) > 0; line += size, len -= size) {
		if (point != '\t' && text_is_control(point))
			return ini_fail(error, "a control character (U+%04X)", point);
		if (point == BYTE_ORDER_MARK) /* inih would drop it, and so change a key */
			return ini_fail(error, "a byte order mark that is not at the text's begin");
	}
	return 0;
}

/* A line without its indent and its end. */
static int check_line(struct ini_error *error, const char *line, size_t len)
{
	const char *end = line + len;

	if (len == 0 || *line == ';' || *line == '#')
		return 0;
	return *line == '[' ? check_section(error, line, end) : check_pair(error, line, end);
}

/* inih tells of a section with its first key only. The line is a sound one. */
static int tell_section(struct ini_reading *reading, const char *line, size_t len)
{
	char name[NAME_BYTES_MAX + 1];
	size_t name_len;

	if (!reading->on_section || len == 0 || *line != '[')
		return 0;
	name_len = (size_t)((const char *)memchr(line, ']', len) - line - 1);
	memcpy(name, line + 1, name_len);
	name[name_len] = '\0';
	return reading->on_section(reading->userdata, name, reading->error);
}

/* A line of the text without its indent and its end; false at the end of the text. */
static bool take_line(struct ini_reading *reading, const char **ret_start, size_t *ret_len)
{
	const char *start = reading->next, *newline, *end;

	if (start == reading->end)
		return false;
	newline = memchr(start, '\n', (size_t)(reading->end - start));
	end = newline ? newline : reading->end;
	reading->next = newline ? newline + 1 : reading->end;
	if (newline && end > start && end[-1] == '\r')
		end--;
	reading->taken++;
	if (reading->taken > INI_LINES_MAX)
		reading->status = ini_fail(reading->error, "more than %d lines", INI_LINES_MAX);
	else
		reading->status = check_characters(reading->error, start, (size_t)(end - start));
	*ret_start = skip_blanks(start, end);
	*ret_len = (size_t)(end - *ret_start);
	return true;
}

static bool is_comment(const char *start, size_t len)
{
	return len > 0 && (*start == ';' || *start == '#');
}

/* A comment behind a value. */
static bool has_comment(const char *start, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if (start[i] == ';' && (start[i - 1] == ' ' || start[i - 1] == '\t'))
			return true;
	return false;
}

/* Also where blanks are behind it, which nobody sees. */
static bool ends_in_backslash(const char *start, size_t len)
{
	while (len > 0 && (start[len - 1] == ' ' || start[len - 1] == '\t'))
		len--;
	return len > 0 && start[len - 1] == '\\';
}

/* A line and those that it goes on in: to `line`, which has room for `room` bytes. */
static int join_lines(struct ini_reading *reading, char *line, size_t room, size_t *ret_len)
{
	const char *start;
	size_t len;
	bool goes_on = false;

	*ret_len = 0;
	reading->line = reading->taken + 1;
	while (take_line(reading, &start, &len) && reading->status >= 0) {
		if (goes_on && is_comment(start, len))
			continue;
		goes_on = ends_in_backslash(start, len) && !is_comment(start, len);
		if (goes_on && (start[len - 1] != '\\' || has_comment(start, len)))
			return ini_fail(reading->error, "a '\\' that isn't at the end of its line, or ends a comment");
		if (len > room - *ret_len)
			return ini_fail(reading->error, "a line of more than %zu bytes", room);
		memcpy(line + *ret_len, start, len);
		*ret_len += len;
		if (!goes_on)
			return 0;
		if (*ret_len == 1)
			return ini_fail(reading->error, "a '\\' and nothing before it");
		line[*ret_len - 1] = ' ';
	}
	if (reading->status < 0)
		reading->line = reading->taken;
	else if (goes_on)
		return ini_fail(reading->error, "a '\\' at the end of a line, and no line behind it");
	return reading->status;
}

/* inih's reader: one line as fgets() gives it, without its indent, which inih may take for a value
 * that goes on; NULL ends the reading, at the end or at the first error. */
static char *next_line(char *line, int size, void *stream)
{
	struct ini_reading *reading = stream;
	/* Less where inih was built with a short line and can't be told otherwise. */
	size_t room = size - 2 < INI_LINE_MAX ? (size_t)size - 2 : INI_LINE_MAX, len;

	if (reading->status < 0 || reading->next == reading->end)
		return NULL;
	reading->status = join_lines(reading, line, room, &len);
	if (reading->status >= 0)
		reading->status = check_line(reading->error, line, len);
	if (reading->status >= 0)
		reading->status = tell_section(reading, line, len);
	if (reading->status < 0)
		return NULL;
	memcpy(line + len, "\n", 2);
	return line;
}

static int handle_pair(void *user, const char *section, const char *key, const char *value)
{
	struct ini_reading *reading = user;

	if (reading->status < 0)
		return 0;
	reading->status = reading->handler(
		reading->userdata, section, key, value, reading->line, reading->error);
	return reading->status >= 0;
}

/* Debian's inih takes at run time what others fix when it is built. Constant, so setting it twice
 * is no matter. */
static void configure_inih(void)
{
#if HAVE_DECL_INI_USE_STACK
	ini_use_stack = false;
	ini_initial_alloc = INI_LINE_MAX + 3;
	ini_max_line = INI_LINE_MAX + 3;
	ini_allow_realloc = false;
	ini_allow_multiline = false;
	ini_allow_inline_comments = true;
	ini_allow_no_value = false;
	ini_stop_on_first_error = true;
#endif
}

int ini_parse_text(const char *text, size_t len, ini_handler handler, void *userdata,
	struct ini_error *ret_error)
{
	return ini_parse_sections(text, len, NULL, handler, userdata, ret_error);
}

int ini_parse_sections(const char *text, size_t len, ini_section_handler on_section,
	ini_handler handler, void *userdata, struct ini_error *ret_error)
{
	struct ini_reading reading = { .next = text,
		.end = text + len,
		.on_section = on_section,
		.handler = handler,
		.userdata = userdata,
		.error = ret_error };
	int r;

	*ret_error = (struct ini_error){ 0 };
	if (len > INI_TOTAL_MAX)
		return ini_fail(ret_error, "longer than %d bytes", INI_TOTAL_MAX);
	if (len == 0)
		return 0;
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		reading.next += 3;
	configure_inih();
	r = ini_parse_stream(next_line, &reading, handle_pair, &reading);
	if (reading.status >= 0 && r == -2)
		return -ENOMEM;
	if (reading.status >= 0 && r != 0)
		reading.status = ini_fail(ret_error, "expected [section] or key = value");
	if (reading.status < 0)
		ret_error->line = reading.line;
	return reading.status < 0 ? reading.status : 0;
}
