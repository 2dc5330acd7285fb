/* SPDX-License-Identifier: MIT */
/*
 * The table of comparators, and the notes. Each comparator walks both texts once, side by side, and
 * stops at the first difference: the note tells that place, so a learner has one thing to look at.
 * Nothing here trusts the actual output: it may hold any bytes, so lengths are carried along and
 * everything that is quoted is escaped and cut.
 */
#include "grade/compare.h"

#include "base/cleanup.h"
#include "base/parse.h"
#include "base/text.h"
#include "grade/compare_kinds.h"
#include "grade/lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define QUOTED_POINTS 20 /* code points that a note quotes of a text */

enum compare_argument {
	ARGUMENT_NONE,
	ARGUMENT_TOLERANCE,
	ARGUMENT_LINE,
	ARGUMENT_FLAGS,
};

static const struct {
	const char *name;
	enum compare_argument argument;
	int (*run)(const struct compare_job *job);
} kinds[] = {
	[COMPARE_EXACT] = { "exact", ARGUMENT_NONE, compare_exact },
	[COMPARE_TRIM] = { "trim", ARGUMENT_NONE, compare_trim },
	[COMPARE_TOKENS] = { "tokens", ARGUMENT_NONE, compare_tokens },
	[COMPARE_LINES_UNORDERED] = { "lines-unordered", ARGUMENT_NONE, compare_lines_unordered },
	[COMPARE_FLOAT] = { "float", ARGUMENT_TOLERANCE, compare_float },
	[COMPARE_REGEX] = { "regex", ARGUMENT_NONE, compare_regex },
	[COMPARE_PROOF] = { "proof", ARGUMENT_LINE, compare_proof },
	[COMPARE_STRIPPED] = { "stripped", ARGUMENT_NONE, compare_stripped },
	[COMPARE_INCLUDED] = { "included", ARGUMENT_NONE, compare_included },
	[COMPARE_SEARCH] = { "search", ARGUMENT_NONE, compare_search },
	[COMPARE_DEFAULT] = { "default", ARGUMENT_FLAGS, compare_default },
	[COMPARE_TAP] = { "tap", ARGUMENT_NONE, compare_tap },
};

const char *compare_kind_name(enum compare_kind kind)
{
	return (size_t)kind < ARRAY_SIZE(kinds) ? kinds[kind].name : NULL;
}

static int parse_argument(struct comparison *comparison, const char *argument)
{
	switch (kinds[comparison->kind].argument) {
	case ARGUMENT_TOLERANCE:
		if (parse_double(argument, &comparison->tolerance) < 0 || comparison->tolerance < 0)
			return -EINVAL;
		return 0;
	case ARGUMENT_LINE:
		comparison->proof = argument;
		return *argument && !strchr(argument, '\n') ? 0 : -EINVAL;
	case ARGUMENT_FLAGS:
		return compare_parse_flags(argument, comparison);
	case ARGUMENT_NONE:
		break;
	}
	return *argument ? -EINVAL : 0;
}

int comparison_parse(const char *text, struct comparison *ret_comparison)
{
	size_t word = strcspn(text, " \t");
	const char *argument = text + word + strspn(text + word, " \t");

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct comparison comparison = { .kind = (enum compare_kind)i };
		int r;

		if (strlen(kinds[i].name) != word || strncmp(kinds[i].name, text, word) != 0)
			continue;
		r = parse_argument(&comparison, argument);
		if (r == 0)
			*ret_comparison = comparison;
		return r;
	}
	return -EINVAL;
}

bool comparison_has_patterns(const struct comparison *comparison)
{
	return comparison->kind == COMPARE_REGEX || comparison->kind == COMPARE_SEARCH;
}

int comparison_check(const struct comparison *comparison, const char *expected, size_t expected_len)
{
	switch (comparison->kind) {
	case COMPARE_REGEX:
		return compare_check_patterns(expected, expected_len);
	case COMPARE_SEARCH:
		return compare_check_search(expected, expected_len);
	default:
		return 0;
	}
}

int comparison_run(const struct comparison *comparison, const char *expected, size_t expected_len,
	const char *actual, size_t actual_len, char ret_note[static COMPARE_NOTE_MAX])
{
	const struct compare_job job = {
		.comparison = comparison,
		.expected = expected_len > 0 ? expected : "",
		.expected_len = expected_len,
		.actual = actual_len > 0 ? actual : "",
		.actual_len = actual_len,
		.note = ret_note,
	};

	ret_note[0] = '\0';
	if ((size_t)comparison->kind >= ARRAY_SIZE(kinds))
		return -EINVAL;
	return kinds[comparison->kind].run(&job);
}

void compare_quote(const char *text, size_t len, char ret_quoted[static COMPARE_QUOTE_MAX])
{
	size_t pos = 0, out = 0;

	for (unsigned n = 0; pos < len && n < QUOTED_POINTS; n++) {
		unsigned point;
		size_t bytes = text_next(text + pos, len - pos, &point);

		if (line_point_is_plain(point)) {
			memcpy(ret_quoted + out, text + pos, bytes);
			out += bytes;
		} else {
			out += (size_t)snprintf(
				ret_quoted + out, 5, "\\x%02x", (unsigned char)text[pos]);
			bytes = 1;
		}
		pos += bytes;
	}
	snprintf(ret_quoted + out, COMPARE_QUOTE_MAX - out, "%s", pos < len ? "…" : "");
}

struct compare_piece compare_piece_at(const char *text, size_t len, size_t pos)
{
	const char *newline;

	if (pos >= len)
		return (struct compare_piece){ .instead = "the end of the output" };
	if (text[pos] == '\n')
		return (struct compare_piece){ .instead = "the end of the line" };
	newline = memchr(text + pos, '\n', len - pos);
	return (struct compare_piece){
		.text = text + pos,
		.len = newline ? (size_t)(newline - text) - pos : len - pos,
	};
}

size_t compare_column(const char *line, size_t pos)
{
	size_t column = 1;

	for (size_t i = 0; i < pos; i++)
		if (((unsigned char)line[i] & 0xC0) != 0x80)
			column++;
	return column;
}

/* A note may be cut, but not within a character. */
static void cut_note(char *note)
{
	size_t len = strnlen(note, COMPARE_NOTE_MAX - 1);

	while (len > 0 && !text_is_utf8(note, len))
		len--;
	note[len] = '\0';
}

int compare_say(const struct compare_job *job, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(job->note, COMPARE_NOTE_MAX, format, args);
	va_end(args);
	cut_note(job->note);
	return 0;
}

int compare_differ(const struct compare_job *job, const char *where, struct compare_piece expected,
	struct compare_piece actual)
{
	const struct compare_piece *pieces[] = { &expected, &actual };
	char words[2][COMPARE_QUOTE_MAX + 2];

	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		char quoted[COMPARE_QUOTE_MAX];

		if (pieces[i]->instead) {
			(void)snprintf(words[i], sizeof(words[i]), "%s", pieces[i]->instead);
			continue;
		}
		compare_quote(pieces[i]->text, pieces[i]->len, quoted);
		(void)snprintf(words[i], sizeof(words[i]), "\"%s\"", quoted);
	}
	return compare_say(job, "%s: expected %s, got %s", where, words[0], words[1]);
}
