/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/cleanup.h"
#include "base/suggest.h"

#include <string.h>

static void distance_counts_slips(void **state)
{
	static const struct {
		const char *a, *b;
		size_t distance;
	} rows[] = {
		{ "", "", 0 }, { "", "abc", 3 }, { "start", "start", 0 }, { "START", "start", 0 },
		{ "strat", "start", 1 }, { "ca", "ac", 1 }, { "stat", "start", 1 },
		{ "starts", "start", 1 }, { "kitten", "sitting", 3 },
		{ "ca", "abc", 3 }, /* optimal string alignment: no edit inside a swap */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(suggest_distance(rows[i].a, rows[i].b), rows[i].distance);
		assert_int_equal(suggest_distance(rows[i].b, rows[i].a), rows[i].distance);
	}
}

static void distance_looks_at_64_bytes(void **state)
{
	char a[80], b[80];

	(void)state;
	memset(a, 'x', sizeof(a));
	memset(b, 'x', sizeof(b));
	a[79] = b[79] = '\0';
	b[64] = 'y';
	assert_int_equal(suggest_distance(a, b), 0);
	b[63] = 'y';
	assert_int_equal(suggest_distance(a, b), 1);
}

static const char *nearest(const char *typed)
{
	static const char *const verbs[] = { "PING", "LIST", "SHOW", "START", "STATUS", "STOP",
		"STATS", "HISTORY" };
	struct suggest suggest;

	suggest_init(&suggest, typed);
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		suggest_offer(&suggest, verbs[i]);
	return suggest.best ? suggest.best : "none";
}

static void nearest_candidate_wins(void **state)
{
	static const struct {
		const char *typed, *best;
	} rows[] = {
		{ "strat", "START" },
		{ "histroy", "HISTORY" },
		{ "hist", "HISTORY" },
		{ "stauts", "STATUS" },
		{ "pong", "PING" },
		{ "stat", "STATUS" }, /* a beginning, though one slip from START */
		{ "list", "LIST" },
		{ "x", "none" },
		{ "", "none" },
		{ "hi", "none" },
		{ "frobnicate", "none" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_string_equal(nearest(rows[i].typed), rows[i].best);
}

static void other_letters_are_no_misspelling(void **state)
{
	struct suggest suggest;

	(void)state;
	suggest_init(&suggest, "a");
	suggest_offer(&suggest, "b");
	assert_null(suggest.best);
	suggest_offer(&suggest, "ab");
	assert_string_equal(suggest.best, "ab");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distance_counts_slips),
		cmocka_unit_test(distance_looks_at_64_bytes),
		cmocka_unit_test(nearest_candidate_wins),
		cmocka_unit_test(other_letters_are_no_misspelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
