/* SPDX-License-Identifier: MIT */
/*
 * The default output validator of the Kattis problem package format: word by word, capital letters
 * being as small ones, white space only separating, numbers within a tolerance. Each of the three
 * is changed by a flag. What specification and reference say differently, or one of them not at
 * all, is as the reference does it: with a tolerance every word of the answer that is a number is
 * compared as one, integers too; white space that counts is compared to the end of the output;
 * infinity and "not a number" are words, no numbers.
 */
#include "grade/compare_kinds.h"

#include "base/cleanup.h"
#include "base/parse.h"
#include "base/strlist.h"
#include "grade/lines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define FLAGS_BYTES_MAX 1024

enum { ABSOLUTE = 1, RELATIVE = 2 };

static const struct {
	const char *name;
	unsigned which;
} tolerances[] = {
	{ "float_tolerance", ABSOLUTE | RELATIVE },
	{ "float_absolute_tolerance", ABSOLUTE },
	{ "float_relative_tolerance", RELATIVE },
};

static int set_tolerance(struct comparison *comparison, unsigned which, const char *number)
{
	double tolerance;

	if (!number || parse_double(number, &tolerance) < 0 || tolerance < 0)
		return -EINVAL;
	comparison->has_tolerance = true;
	if (which & ABSOLUTE)
		comparison->absolute = tolerance;
	if (which & RELATIVE)
		comparison->relative = tolerance;
	return 0;
}

/* How many words it takes; -EINVAL. */
static int take_flag(struct comparison *comparison, char *const *words)
{
	if (strcmp(words[0], "case_sensitive") == 0)
		return comparison->case_sensitive = true;
	if (strcmp(words[0], "space_change_sensitive") == 0)
		return comparison->space_change_sensitive = true;
	for (size_t i = 0; i < ARRAY_SIZE(tolerances); i++)
		if (strcmp(words[0], tolerances[i].name) == 0)
			return set_tolerance(comparison, tolerances[i].which, words[1]) < 0
				       ? -EINVAL
				       : 2;
	return -EINVAL;
}

int compare_parse_flags(const char *flags, struct comparison *comparison)
{
	_cleanup_strlist_ struct strlist words = { 0 };
	int r;

	if (strlen(flags) > FLAGS_BYTES_MAX)
		return -EINVAL;
	r = strlist_split_words(&words, flags);
	comparison->absolute = comparison->relative = -1;
	for (size_t i = 0; r >= 0 && i < words.count; i += (size_t)r)
		r = take_flag(comparison, &words.items[i]);
	return r < 0 ? r : 0;
}

/* Where we are in one of the two texts. */
struct side {
	const char *at, *end;
	size_t word, line; /* from 1 */
};

static bool is_at_space(const struct side *side)
{
	return side->at < side->end && line_is_space(*side->at);
}

static void step_on(struct side *side)
{
	side->line += *side->at == '\n';
	side->at++;
}

static const char *space_words(const struct side *side)
{
	static const struct {
		char c;
		const char *words;
	} names[] = { { ' ', "a space" }, { '\n', "the end of the line" }, { '\t', "a tab" },
		{ '\r', "a carriage return" } };

	if (side->at >= side->end)
		return "the end of the output";
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (*side->at == names[i].c)
			return names[i].words;
	return line_is_space(*side->at) ? "white space" : "a word";
}

static int differ_in_space(
	const struct compare_job *job, const struct side *want, const struct side *got)
{
	return compare_say(job, "line %zu: expected %s, got %s (white space counts here)",
		got->line, space_words(want), space_words(got));
}

/* 1: both are before a word or at their ends; 0: the white space differs. */
static int skip_space(const struct compare_job *job, struct side *want, struct side *got)
{
	bool counts = job->comparison->space_change_sensitive;

	for (; is_at_space(want); step_on(want)) {
		if (!counts)
			continue;
		if (got->at >= got->end || *got->at != *want->at)
			return differ_in_space(job, want, got);
		step_on(got);
	}
	for (; is_at_space(got); step_on(got))
		if (counts)
			return differ_in_space(job, want, got);
	return 1;
}

static size_t word_len(const struct side *side)
{
	size_t len = 0;

	while (side->at + len < side->end && !line_is_space(side->at[len]))
		len++;
	return len;
}

/* Letters of ASCII, whatever the locale. */
static bool same_letters(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char x = (unsigned char)a[i], y = (unsigned char)b[i];

		if (x >= 'A' && x <= 'Z')
			x = (unsigned char)(x - 'A' + 'a');
		if (y >= 'A' && y <= 'Z')
			y = (unsigned char)(y - 'A' + 'a');
		if (x != y)
			return false;
	}
	return true;
}

/* Written so that a comparison with "not a number" is false. */
static bool is_near(const struct comparison *comparison, double want, double got)
{
	double distance = fabs(want - got);

	return distance <= comparison->absolute || distance <= comparison->relative * fabs(want);
}

static bool same_word(const struct comparison *comparison, const char *want, size_t want_len,
	const char *got, size_t got_len)
{
	double a, b;

	if (comparison->has_tolerance && compare_read_number(want, want_len, &a) && isfinite(a))
		return compare_read_number(got, got_len, &b) && is_near(comparison, a, b);
	if (want_len != got_len)
		return false;
	return comparison->case_sensitive ? memcmp(want, got, got_len) == 0
					  : same_letters(want, got, got_len);
}

static struct compare_piece piece_of(const struct side *side, size_t len)
{
	return (struct compare_piece){
		.text = side->at,
		.len = len,
		.instead = len > 0 ? NULL : "the end of the output",
	};
}

int compare_default(const struct compare_job *job)
{
	struct side want = { .at = job->expected, .end = job->expected + job->expected_len };
	struct side got = { .at = job->actual, .end = job->actual + job->actual_len, .line = 1 };

	for (;;) {
		size_t want_len, got_len;
		char where[64];

		if (skip_space(job, &want, &got) == 0)
			return 0;
		want_len = word_len(&want);
		got_len = word_len(&got);
		if (want_len == 0 && got_len == 0)
			return 1;
		got.word++;
		if (want_len == 0 || got_len == 0 ||
			!same_word(job->comparison, want.at, want_len, got.at, got_len)) {
			(void)snprintf(
				where, sizeof(where), "word %zu, line %zu", got.word, got.line);
			return compare_differ(
				job, where, piece_of(&want, want_len), piece_of(&got, got_len));
		}
		want.at += want_len;
		got.at += got_len;
	}
}
