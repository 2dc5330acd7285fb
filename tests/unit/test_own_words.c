/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "ctl/own_words.h"

static void assert_becomes(const char *message, const char *own)
{
	_cleanup_buffer_ struct buffer out = { 0 };

	assert_int_equal(own_words_append(&out, message), 0);
	assert_string_equal(out.data, own);
}

static void verbs_of_the_wire_are_what_is_typed(void **state)
{
	(void)state;
	assert_becomes("no lesson 'x': LIST shows all", "no lesson 'x': practicectl list shows all");
	assert_becomes("x is not started: START a/x", "x is not started: practicectl start a/x");
	assert_becomes("RELOAD", "practicectl daemon-reload");
	assert_becomes("the step 'a' was not passed yet: CHECK x step=a",
		"the step 'a' was not passed yet: practicectl check x --step=a");
	assert_becomes("is not due before 2030-01-01: DUE lists what is",
		"is not due before 2030-01-01: practicectl due lists what is");
	assert_becomes("QUIZ x lists them", "practicectl quiz x lists them");
	assert_becomes("REVIEW x a", "practicectl review x a");
	assert_becomes("TODAY", "practicectl practice");
	assert_becomes("PROGRESS", "practicectl progress");
	assert_becomes("ANSWER", "practicectl quiz");
	assert_becomes("(STATS)", "(practicectl daemon-status)");
}

static void options_have_their_dashes(void **state)
{
	(void)state;
	assert_becomes("name one with step=", "name one with --step=");
	assert_becomes("FILES lesson [language=]", "FILES lesson [--language=]");
}

static void what_is_quoted_stays(void **state)
{
	(void)state;
	assert_becomes("no lesson 'LIST'", "no lesson 'LIST'");
	assert_becomes("'a LIST b' and LIST", "'a LIST b' and practicectl list");
	assert_becomes("takes no 'step='", "takes no 'step='");
	assert_becomes("a lesson's LIST", "a lesson's practicectl list");
}

static void parts_of_words_stay(void **state)
{
	(void)state;
	assert_becomes("LISTS LISTx xLIST a/LIST laststep=", "LISTS LISTx xLIST a/LIST laststep=");
	assert_becomes("STARTED", "STARTED");
	assert_becomes("", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verbs_of_the_wire_are_what_is_typed),
		cmocka_unit_test(options_have_their_dashes),
		cmocka_unit_test(what_is_quoted_stays),
		cmocka_unit_test(parts_of_words_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
