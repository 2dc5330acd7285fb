/* SPDX-License-Identifier: MIT */
#include "base/suggest.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

enum {
	WORD_MAX = 64,	/* bytes compared; the rest of a longer word counts for nothing */
	PREFIX_MIN = 3, /* bytes typed that make a prefix telling */
};

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Not tolower(): the answer must not depend on the locale. */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

size_t suggest_distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX + 1]; /* the last three rows of the matrix, row i at i % 3 */
	size_t a_len = strnlen(a, WORD_MAX), b_len = strnlen(b, WORD_MAX);

	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t differs = lower(a[i - 1]) != lower(b[j - 1]);

			row[j] = min3(above[j] + 1, row[j - 1] + 1, above[j - 1] + differs);
			if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
				lower(a[i - 2]) == lower(b[j - 1]) && two_above[j - 2] + 1 < row[j])
				row[j] = two_above[j - 2] + 1;
		}
	}
	return rows[a_len % 3][b_len];
}

void suggest_init(struct suggest *suggest, const char *typed)
{
	*suggest = (struct suggest){ .typed = typed, .distance = SIZE_MAX };
}

void suggest_offer(struct suggest *suggest, const char *candidate)
{
	size_t typed_len = strnlen(suggest->typed, WORD_MAX), longer = strnlen(candidate, WORD_MAX);
	size_t distance, allowed;

	if (typed_len > longer)
		longer = typed_len;
	allowed = longer < 6 ? 1 : longer / 3;
	distance = suggest_distance(suggest->typed, candidate);
	if (typed_len >= PREFIX_MIN && strncasecmp(suggest->typed, candidate, typed_len) == 0)
		distance = 0; /* "hist" is meant for "history" rather than for "list" */
	/* All letters differ: "x" is no misspelling of "y". */
	if (distance > allowed || distance >= longer || distance >= suggest->distance)
		return;
	suggest->distance = distance;
	suggest->best = candidate;
}
