/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "runner/transcript.h"

#include <string.h>

static void add(struct transcript *transcript, bool by_program, const char *text)
{
	transcript_add(transcript, by_program, text, strlen(text));
}

static void check(struct transcript *transcript, const char *expected)
{
	transcript_finish(transcript);
	assert_string_equal(transcript->text.data ? transcript->text.data : "", expected);
	transcript_done(transcript);
}

static void each_line_says_who_wrote_it(void **state)
{
	struct transcript transcript = { 0 };

	(void)state;
	add(&transcript, false, "guess\n");
	add(&transcript, true, "5\n");
	add(&transcript, false, "higher\nagain\n");
	check(&transcript, "< guess\n> 5\n< higher\n< again\n");
}

static void pieces_of_a_line_stay_together(void **state)
{
	struct transcript transcript = { 0 };

	(void)state;
	add(&transcript, true, "1");
	add(&transcript, true, "2\n3");
	add(&transcript, true, "");
	check(&transcript, "> 12\n> 3\n");
}

static void line_without_an_end_ends_where_the_other_speaks(void **state)
{
	struct transcript transcript = { 0 };

	(void)state;
	add(&transcript, true, "5");
	add(&transcript, false, "what?");
	check(&transcript, "> 5\n< what?\n");
}

static void nothing_said_is_nothing(void **state)
{
	struct transcript transcript = { 0 };

	(void)state;
	check(&transcript, "");
}

static void it_is_kept_up_to_its_limit(void **state)
{
	static char text[TRANSCRIPT_MAX];
	struct transcript transcript = { 0 };

	(void)state;
	memset(text, 'x', sizeof(text));
	text[TRANSCRIPT_MAX - 3] = '\n';
	transcript_add(&transcript, true, text, TRANSCRIPT_MAX - 2);
	assert_false(transcript.is_full);
	assert_int_equal(transcript.text.len, TRANSCRIPT_MAX);
	transcript_finish(&transcript);
	assert_int_equal(transcript.text.len, TRANSCRIPT_MAX);
	transcript_done(&transcript);
}

static void beyond_it_that_is_said(void **state)
{
	static char text[TRANSCRIPT_MAX];
	struct transcript transcript = { 0 };

	(void)state;
	memset(text, 'x', sizeof(text));
	transcript_add(&transcript, true, text, TRANSCRIPT_MAX - 1);
	assert_true(transcript.is_full);
	add(&transcript, false, "late\n");
	transcript_finish(&transcript);
	assert_in_range(transcript.text.len, TRANSCRIPT_MAX, TRANSCRIPT_MAX + 64);
	assert_non_null(strstr(transcript.text.data, "\n... (more was said"));
	assert_null(strstr(transcript.text.data, "late"));
	transcript_done(&transcript);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_line_says_who_wrote_it),
		cmocka_unit_test(pieces_of_a_line_stay_together),
		cmocka_unit_test(line_without_an_end_ends_where_the_other_speaks),
		cmocka_unit_test(nothing_said_is_nothing),
		cmocka_unit_test(it_is_kept_up_to_its_limit),
		cmocka_unit_test(beyond_it_that_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
