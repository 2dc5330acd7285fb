/* SPDX-License-Identifier: MIT */
/* Comparators that go by tokens, which white space separates: tokens, float. */
#include "base/cleanup.h"
#include "base/parse.h"
#include "grade/compare_kinds.h"
#include "grade/lines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct token_reader {
	const char *at, *end;
	size_t number, line; /* of the token that was read last, from 1 */
};

struct token {
	const char *text;
	size_t len; /* 0: there is none left */
};

typedef bool (*token_equal)(
	const struct comparison *comparison, struct token want, struct token got);

static struct token next_token(struct token_reader *reader)
{
	const char *start;

	for (; reader->at < reader->end && line_is_space(*reader->at); reader->at++)
		reader->line += *reader->at == '\n';
	start = reader->at;
	while (reader->at < reader->end && !line_is_space(*reader->at))
		reader->at++;
	reader->number++;
	return (struct token){ .text = start, .len = (size_t)(reader->at - start) };
}

static struct compare_piece piece_of_token(struct token token)
{
	return (struct compare_piece){
		.text = token.text,
		.len = token.len,
		.instead = token.len > 0 ? NULL : "the end of the output",
	};
}

static int compare_by_token(const struct compare_job *job, token_equal equal)
{
	struct token_reader expected = {
		.at = job->expected, .end = job->expected + job->expected_len, .line = 1
	};
	struct token_reader actual = {
		.at = job->actual, .end = job->actual + job->actual_len, .line = 1
	};

	for (;;) {
		struct token want = next_token(&expected);
		struct token got = next_token(&actual);
		char where[64];

		if (want.len == 0 && got.len == 0)
			return 1;
		if (want.len > 0 && got.len > 0 && equal(job->comparison, want, got))
			continue;
		(void)snprintf(
			where, sizeof(where), "word %zu, line %zu", actual.number, actual.line);
		return compare_differ(job, where, piece_of_token(want), piece_of_token(got));
	}
}

static bool same_bytes(const struct comparison *comparison, struct token want, struct token got)
{
	(void)comparison;
	return want.len == got.len && memcmp(want.text, got.text, got.len) == 0;
}

int compare_tokens(const struct compare_job *job)
{
	return compare_by_token(job, same_bytes);
}

/* Words for infinity and "not a number" as printf writes them, in any case. */
static bool read_special(const char *text, double *ret_number)
{
	static const struct {
		const char *word;
		double number;
	} specials[] = { { "inf", (double)INFINITY }, { "infinity", (double)INFINITY },
		{ "nan", (double)NAN } };

	for (size_t i = 0; i < ARRAY_SIZE(specials); i++) {
		if (strcasecmp(text, specials[i].word) != 0)
			continue;
		*ret_number = specials[i].number;
		return true;
	}
	return false;
}

bool compare_read_number(const char *word, size_t len, double *ret_number)
{
	char text[COMPARE_NUMBER_MAX + 1];
	double number;
	bool negative;

	if (len == 0 || len > COMPARE_NUMBER_MAX || memchr(word, '\0', len))
		return false;
	negative = word[0] == '-';
	if (negative || word[0] == '+') {
		word++;
		len--;
	}
	memcpy(text, word, len);
	text[len] = '\0';
	if (text[0] == '+' || text[0] == '-') /* a second sign, which parse_double() would take */
		return false;
	if (!read_special(text, &number) && parse_double(text, &number) < 0)
		return false;
	*ret_number = negative ? -number : number;
	return true;
}

static bool near_enough(const struct comparison *comparison, struct token want, struct token got)
{
	double a, b, distance;

	if (same_bytes(comparison, want, got))
		return true;
	if (!compare_read_number(want.text, want.len, &a) ||
		!compare_read_number(got.text, got.len, &b))
		return false;
	if (isnan(a) || isnan(b))
		return isnan(a) && isnan(b);
	if (isinf(a) || isinf(b))
		return isinf(a) && isinf(b) && signbit(a) == signbit(b);
	distance = fabs(a - b);
	return distance <= comparison->tolerance || distance <= comparison->tolerance * fabs(a);
}

int compare_float(const struct compare_job *job)
{
	return compare_by_token(job, near_enough);
}
