/* SPDX-License-Identifier: MIT */
/* Comparators that look for something in the output: regex, proof, tap. */
#include "base/cleanup.h"
#include "base/parse.h"
#include "grade/compare_kinds.h"
#include "grade/lines.h"

#include <regex.h>
#include <stdio.h>
#include <string.h>

/* The whole line: POSIX matches leftmost and longest, so a match of all of it is the one that is
 * reported. 1, 0, -ENOMEM. */
static int matches_whole(const regex_t *regex, const char *text, size_t len)
{
	_cleanup_free_ char *copy = NULL;
	regmatch_t match;
	int r;

	if (len > COMPARE_MATCHED_MAX || memchr(text, '\0', len))
		return 0;
	copy = strndup(text, len);
	if (!copy)
		return -ENOMEM;
	r = regexec(regex, copy, 1, &match, 0);
	if (r == REG_ESPACE)
		return -ENOMEM;
	return r == 0 && match.rm_so == 0 && match.rm_eo == (regoff_t)len;
}

/* 1 matches, 0 not, -EINVAL not a sound pattern, -ENOMEM. */
static int match_line(const char *pattern, size_t pattern_len, const char *text, size_t len)
{
	char copy[COMPARE_PATTERN_MAX + 1];
	regex_t regex;
	int r;

	if (pattern_len > COMPARE_PATTERN_MAX || memchr(pattern, '\0', pattern_len))
		return -EINVAL;
	memcpy(copy, pattern, pattern_len);
	copy[pattern_len] = '\0';
	r = regcomp(&regex, copy, REG_EXTENDED);
	if (r != 0)
		return r == REG_ESPACE ? -ENOMEM : -EINVAL;
	r = matches_whole(&regex, text, len);
	regfree(&regex);
	return r;
}

static struct compare_piece piece_of(const struct line *line, bool has)
{
	return (struct compare_piece){
		.text = line->text,
		.len = line->len,
		.instead = has ? NULL : "the end of the output",
	};
}

/* One line against its pattern: as match_line(), the note filled when it does not match. */
static int compare_pattern(const struct compare_job *job, const struct line *want, bool has_want,
	const struct line *got, bool has_got, size_t number)
{
	int r = 0;
	char where[64];

	/* An unsound pattern is told whatever the output is, so that it can't hide behind wrong
	 * answers. */
	if (has_want) {
		r = match_line(want->text, want->len, has_got ? got->text : "", got->len);
		if (r < 0 || (r > 0 && has_got))
			return r;
	}
	(void)snprintf(where, sizeof(where), "line %zu, as a pattern", number);
	return compare_differ(job, where, piece_of(want, has_want), piece_of(got, has_got));
}

int compare_regex(const struct compare_job *job)
{
	struct line_reader expected =
		line_reader_of(job->expected, line_trimmed(job->expected, job->expected_len));
	struct line_reader actual =
		line_reader_of(job->actual, line_trimmed(job->actual, job->actual_len));

	for (;;) {
		struct line want = { 0 }, got = { 0 };
		bool has_want = line_reader_next(&expected, &want);
		bool has_got = line_reader_next(&actual, &got);
		int r;

		if (!has_want && !has_got)
			return 1;
		if (expected.number > COMPARE_PATTERNS_MAX)
			return -EINVAL;
		want.len = line_trimmed(want.text, want.len);
		got.len = line_trimmed(got.text, got.len);
		r = compare_pattern(job, &want, has_want, &got, has_got,
			has_got ? actual.number : expected.number);
		if (r <= 0)
			return r;
	}
}

int compare_check_patterns(const char *expected, size_t expected_len)
{
	struct line_reader reader = line_reader_of(expected, line_trimmed(expected, expected_len));
	struct line line;

	while (line_reader_next(&reader, &line)) {
		int r = match_line(line.text, line_trimmed(line.text, line.len), "", 0);

		if (r < 0)
			return r;
		if (reader.number > COMPARE_PATTERNS_MAX)
			return -EINVAL;
	}
	return 0;
}

int compare_proof(const struct compare_job *job)
{
	const char *proof = job->comparison->proof ? job->comparison->proof : "";
	struct line_reader reader = line_reader_of(job->actual, job->actual_len);
	size_t len = line_trimmed(proof, strlen(proof));
	char quoted[COMPARE_QUOTE_MAX];
	struct line line;

	if (len == 0)
		return -EINVAL;
	while (line_reader_next(&reader, &line))
		if (line_trimmed(line.text, line.len) == len && memcmp(line.text, proof, len) == 0)
			return 1;
	compare_quote(proof, len, quoted);
	return compare_say(
		job, "the tests did not run to their end: the line \"%s\" is missing", quoted);
}

/* What was seen of a TAP stream so far. */
struct tap {
	const struct compare_job *job;
	uint64_t planned, results;
	bool has_plan;
	bool is_closed; /* the plan came after results: nothing may follow */
};

/* Digits at the beginning of the text: their count, and the number where it is within the limit,
 * else 0. */
static size_t leading_number(const char *text, size_t len, uint64_t *ret_number)
{
	size_t digits = 0;

	while (digits < len && text[digits] >= '0' && text[digits] <= '9')
		digits++;
	if (parse_u64_n(text, digits, COMPARE_TAP_MAX, ret_number) < 0)
		*ret_number = 0;
	return digits;
}

static bool ends_word(const char *text, size_t len, size_t pos)
{
	return pos >= len || line_is_space(text[pos]);
}

/* "1..N". As all of these: 1 go on, 0 the stream has failed. */
static int tap_plan(struct tap *tap, const char *text, size_t len)
{
	uint64_t planned = 0;
	size_t digits = leading_number(text + 3, len - 3, &planned);

	if (digits == 0 || !ends_word(text, len, 3 + digits))
		return 1;
	if (tap->has_plan)
		return compare_say(tap->job, "the tests' output has two plans");
	if (planned == 0)
		return compare_say(tap->job,
			"the plan of the tests is not 1..N with N from 1 to %d", COMPARE_TAP_MAX);
	tap->has_plan = true;
	tap->planned = planned;
	tap->is_closed = tap->results > 0;
	return 1;
}

/* "ok", "ok 3", "ok 3 - words"; `rest` begins after "ok". */
static int tap_ok(struct tap *tap, const char *rest, size_t len)
{
	uint64_t number = 0;
	size_t at = 0, digits;

	tap->results++;
	if (tap->is_closed)
		return compare_say(tap->job, "a test's result comes after the plan at the end");
	while (at < len && line_is_space(rest[at]))
		at++;
	digits = leading_number(rest + at, len - at, &number);
	if (digits > 0 && ends_word(rest, len, at + digits) && number != tap->results)
		return compare_say(
			tap->job, "test %llu is out of order", (unsigned long long)number);
	return 1;
}

static int tap_not_ok(struct tap *tap, const char *rest, size_t len)
{
	char quoted[COMPARE_QUOTE_MAX];

	tap->results++;
	while (len > 0 && line_is_space(*rest)) {
		rest++;
		len--;
	}
	compare_quote(rest, len, quoted);
	return compare_say(tap->job, "a test failed: %s", len > 0 ? quoted : "it has no name");
}

static int tap_bail_out(struct tap *tap, const char *rest, size_t len)
{
	(void)rest;
	(void)len;
	return compare_say(tap->job, "the tests gave up (Bail out!)");
}

/* Lines of any other form are the tests' own talk; indented ones are subtests, which their parent's
 * line sums up. */
static const struct {
	const char *word;
	int (*take)(struct tap *tap, const char *rest, size_t len);
} tap_lines[] = {
	{ "ok", tap_ok },
	{ "not ok", tap_not_ok },
	{ "Bail out!", tap_bail_out },
};

static int tap_line(struct tap *tap, const char *text, size_t len)
{
	if (len > 3 && memcmp(text, "1..", 3) == 0)
		return tap_plan(tap, text, len);
	for (size_t i = 0; i < ARRAY_SIZE(tap_lines); i++) {
		size_t word = strlen(tap_lines[i].word);

		if (len >= word && memcmp(text, tap_lines[i].word, word) == 0 &&
			ends_word(text, len, word))
			return tap_lines[i].take(tap, text + word, len - word);
	}
	return 1;
}

int compare_tap(const struct compare_job *job)
{
	struct line_reader reader = line_reader_of(job->actual, job->actual_len);
	struct tap tap = { .job = job };
	struct line line;

	while (line_reader_next(&reader, &line))
		if (tap_line(&tap, line.text, line_trimmed(line.text, line.len)) == 0)
			return 0;
	if (!tap.has_plan)
		return compare_say(
			job, "the tests did not run to their end: their plan (1..N) is missing");
	if (tap.results != tap.planned)
		return compare_say(job, "the tests did not run to their end: %llu of %llu results",
			(unsigned long long)tap.results, (unsigned long long)tap.planned);
	return 1;
}
