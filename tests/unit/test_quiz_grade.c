/* SPDX-License-Identifier: MIT */
#include "quizzes.h"

#include "learn/quiz_grade.h"

#include <stdio.h>

/* Grades with the options in the file's order: the seed is looked for. */
static struct quiz_ask ask_in_order(const struct quiz_card *card)
{
	struct quiz_ask ask;

	for (uint64_t seed = 0; seed < 100000; seed++) {
		bool is_sorted = true;

		quiz_ask_init(&ask, card, seed);
		for (size_t i = 1; i < ask.n_order; i++)
			is_sorted = is_sorted && ask.order[i - 1] < ask.order[i];
		if (is_sorted)
			return ask;
	}
	fail_msg("no seed keeps the order");
	return ask;
}

static void assert_grade(const char *text, const char *value, enum quiz_result result, int percent)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of(text);
	const struct quiz_card *card = only_card(quiz);
	struct quiz_ask ask = ask_in_order(card);
	struct quiz_grade grade;
	char expected[QUIZ_ERROR_MAX];

	if (quiz_grade(card, &ask, value, &grade, expected) < 0)
		fail_msg("%s: %s: %s", text, value, expected);
	if (grade.result != result || grade.credit / 1000 != percent)
		fail_msg(
			"%s: %s: %s %d", text, value, quiz_result_name(grade.result), grade.credit);
}

static void answers_are_graded(void **state)
{
	static const char *const choice = "Q{=a ~b ~%50%c}",
				 *const several = "Q{~%50%a ~%50%b ~%-50%c ~d}",
				 *const brief = "Q{=message framing =%40%frame* =a\\*b}",
				 *const number = "Q{#=10:1 =%50%10:5}",
				 *const pairs = "Q{=a -> 1 =b -> 2 =c -> 1 = -> 3}";
	static const struct {
		const char *const *text;
		const char *value;
		enum quiz_result result;
		int percent;
	} rows[] = {
		{ &choice, "1", QUIZ_RIGHT, 100 },
		{ &choice, " 2 ", QUIZ_WRONG, 0 },
		{ &choice, "3", QUIZ_PARTLY, 50 },
		{ &several, "1 2", QUIZ_RIGHT, 100 },
		{ &several, "2,1", QUIZ_RIGHT, 100 },
		{ &several, "1", QUIZ_PARTLY, 50 },
		{ &several, "1 3", QUIZ_WRONG, 0 },
		{ &several, "1 2 3", QUIZ_PARTLY, 50 },
		{ &several, "0", QUIZ_WRONG, 0 },
		{ &several, "1 2 4", QUIZ_PARTLY, 50 },
		{ &several, "1 2 3 4", QUIZ_PARTLY, 50 },
		{ &brief, "message framing", QUIZ_RIGHT, 100 },
		{ &brief, "  Message \t FRAMING ", QUIZ_RIGHT, 100 },
		{ &brief, "frames", QUIZ_PARTLY, 40 },
		{ &brief, "frame", QUIZ_PARTLY, 40 },
		{ &brief, "fram", QUIZ_WRONG, 0 },
		{ &brief, "a*b", QUIZ_RIGHT, 100 },
		{ &brief, "axb", QUIZ_WRONG, 0 },
		{ &number, "10", QUIZ_RIGHT, 100 },
		{ &number, "+11.0", QUIZ_RIGHT, 100 },
		{ &number, "9", QUIZ_RIGHT, 100 },
		{ &number, "11.01", QUIZ_PARTLY, 50 },
		{ &number, "1e1", QUIZ_RIGHT, 100 },
		{ &number, "15.1", QUIZ_WRONG, 0 },
		{ &pairs, "a b a", QUIZ_RIGHT, 100 },
		{ &pairs, "ABA", QUIZ_RIGHT, 100 },
		{ &pairs, "a,b,c", QUIZ_PARTLY, 66 },
		{ &pairs, "bca", QUIZ_PARTLY, 33 },
		{ &pairs, "ccc", QUIZ_WRONG, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_grade(*rows[i].text, rows[i].value, rows[i].result, rows[i].percent);
	assert_grade("Q{T}", "true", QUIZ_RIGHT, 100);
	assert_grade("Q{T}", "N", QUIZ_WRONG, 0);
	assert_grade("Q{F}", "no", QUIZ_RIGHT, 100);
	assert_grade("Q{}", "I think so.", QUIZ_OPEN, 0);
}

static void what_is_no_answer_is_told(void **state)
{
	static const struct {
		const char *text, *value, *expected;
	} rows[] = {
		{ "Q{=a ~b}", "3", "expected the number of an option, 1 to 2" },
		{ "Q{=a ~b}", "0", "expected the number of an option, 1 to 2" },
		{ "Q{=a ~b}", "1 2", "expected the number of an option, 1 to 2" },
		{ "Q{=a ~b}", "", "expected the number of an option, 1 to 2" },
		{ "Q{~%100%a ~b}", "x", "expected numbers of options, 1 to 2, or 0 for none" },
		{ "Q{~%100%a ~b}", " ", "expected numbers of options, 1 to 2, or 0 for none" },
		{ "Q{~%100%a ~b}", "1 0", "expected numbers of options, 1 to 2, or 0 for none" },
		{ "Q{T}", "maybe", "expected true or false" },
		{ "Q{=a}", " \t", "expected a few words" },
		{ "Q{#1}", "one", "expected a number such as 12 or -0.5" },
		{ "Q{#1}", "1 2", "expected a number such as 12 or -0.5" },
		{ "Q{#1}", "nan", "expected a number such as 12 or -0.5" },
		{ "Q{=a->1 =b->2}", "a", "expected 2 letters, one for each left side in turn" },
		{ "Q{=a->1 =b->2}", "abb", "expected 2 letters, one for each left side in turn" },
		{ "Q{=a->1 =b->2}", "ac", "expected 2 letters, one for each left side in turn" },
		{ "Q{=a->1 =b->2}", "1 2", "expected 2 letters, one for each left side in turn" },
		{ "Q{}", "\n", "expected a few sentences" },
		{ "Q", "x", "a description asks nothing" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_quiz_ struct quiz *quiz = quiz_of(rows[i].text);
		struct quiz_grade grade;
		struct quiz_ask ask;
		char expected[QUIZ_ERROR_MAX] = "";

		quiz_ask_init(&ask, only_card(quiz), 1);
		assert_int_equal(quiz_grade(only_card(quiz), &ask, rows[i].value, &grade, expected),
			-EINVAL);
		assert_string_equal(expected, rows[i].expected);
	}
}

static void an_answer_has_a_limit(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("Q{}");
	char value[QUIZ_VALUE_MAX + 2], expected[QUIZ_ERROR_MAX];
	struct quiz_grade grade;
	struct quiz_ask ask;

	(void)state;
	memset(value, 'x', sizeof(value));
	value[QUIZ_VALUE_MAX + 1] = '\0';
	quiz_ask_init(&ask, only_card(quiz), 1);
	assert_int_equal(quiz_grade(only_card(quiz), &ask, value, &grade, expected), -EINVAL);
	assert_string_equal(expected, "expected an answer of at most 4096 bytes");
	value[QUIZ_VALUE_MAX] = '\0';
	assert_int_equal(quiz_grade(only_card(quiz), &ask, value, &grade, expected), 0);
	assert_int_equal(grade.result, QUIZ_OPEN);
}

static void a_short_answer_has_a_lower_limit(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("Q{=*}");
	char value[QUIZ_SHORT_MAX + 2], expected[QUIZ_ERROR_MAX];
	struct quiz_grade grade;
	struct quiz_ask ask;

	(void)state;
	memset(value, 'x', sizeof(value));
	value[QUIZ_SHORT_MAX + 1] = '\0';
	quiz_ask_init(&ask, only_card(quiz), 1);
	assert_int_equal(quiz_grade(only_card(quiz), &ask, value, &grade, expected), -EINVAL);
	assert_string_equal(expected, "expected an answer of at most 512 bytes");
	value[QUIZ_SHORT_MAX] = '\0';
	assert_int_equal(quiz_grade(only_card(quiz), &ask, value, &grade, expected), 0);
	assert_int_equal(grade.result, QUIZ_RIGHT);
}

static void the_same_seed_asks_in_the_same_order(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("Q{=a ~b ~c ~d ~e}");
	size_t first[5] = { 0 };

	(void)state;
	for (uint64_t seed = 0; seed < 500; seed++) {
		struct quiz_ask once, again;
		uint32_t seen = 0;

		quiz_ask_init(&once, only_card(quiz), seed);
		quiz_ask_init(&again, only_card(quiz), seed);
		assert_memory_equal(&once, &again, sizeof(once));
		for (size_t i = 0; i < once.n_order; i++)
			seen |= 1U << once.order[i];
		assert_int_equal(seen, 31);
		first[once.order[0]]++;
	}
	for (size_t i = 0; i < 5; i++) /* about 100 each */
		assert_true(first[i] > 50 && first[i] < 150);
}

/* What a learner sees of a card, and can begin to compute with: its revision, and the options. */
static void put_seen(const char *text, uint64_t seed, char seen[static 256])
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of(text);
	const struct quiz_card *card = only_card(quiz);
	struct quiz_ask ask;
	size_t len;

	quiz_ask_init(&ask, card, seed);
	len = (size_t)snprintf(seen, 256, "%08x", card->revision);
	for (size_t i = 0; i < ask.n_lefts; i++)
		len += (size_t)snprintf(
			seen + len, 256 - len, " %s", card->answers[ask.lefts[i]].text);
	for (size_t i = 0; i < ask.n_order; i++) {
		const struct quiz_answer *answer = &card->answers[ask.order[i]];

		len += (size_t)snprintf(seen + len, 256 - len, "|%s",
			card->kind == QUIZ_MATCHING ? answer->match : answer->text);
	}
}

static void nothing_that_is_seen_depends_on_what_is_right(void **state)
{
	static const struct {
		const char *text, *other;
		bool is_same;
	} rows[] = {
		{ "Q{=a ~b ~c ~d}", "Q{=c ~a ~d ~b}",
			true }, /* another is right, in another order */
		{ "Q{=a ~b ~c ~d}", "Q{~a ~b ~%50%c =d}", true },
		{ "Q{~%50%a ~%50%b ~c}", "Q{~c ~%-50%b ~%100%a}", true }, { "Q{T}", "Q{F}", true },
		{ "Q{=a}", "Q{=%50%b =c}", true }, { "Q{#1}", "Q{#2..3}", true },
		{ "Q{=a->1 =b->2 =c->3}", "Q{=a->3 =b->1 =c->2}", true },
		{ "Q{=a->1 =b->2 =c->1}", "Q{=a->2 =b->1 =c->2}", true },
		{ "Q{=a->1 =b->2 =->3}", "Q{=->1 =a->3 =b->2}", true },
		{ "Q{=a ~b}", "Q{=a ~c}", false }, { "Q{=a ~b}", "R{=a ~b}", false },
		{ "Q{=a ~b}", "Q{=a}", false }, { "Q {=a} r", "Q {=a} s", false },
		{ "Q{=a->1 =b->2}", "Q{=b->2 =a->1}",
			false }, /* left sides: as the file has them */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (uint64_t seed = 0; seed < 20; seed++) {
			char seen[256], other[256];

			put_seen(rows[i].text, seed, seen);
			put_seen(rows[i].other, seed, other);
			if ((strcmp(seen, other) == 0) != rows[i].is_same)
				fail_msg(
					"%s: %s, %s: %s", rows[i].text, seen, rows[i].other, other);
		}
}

static void right_sides_are_shown_once(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("Q{=a -> 1 =b -> 2 =c -> 1 = -> 3}");
	struct quiz_ask ask;

	(void)state;
	quiz_ask_init(&ask, only_card(quiz), 7);
	assert_int_equal(ask.n_order, 3);
	assert_int_equal(ask.n_lefts, 3);
}

static void what_was_chosen_is_known(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("Q{~%50%a ~%50%b ~%-50%c}");
	struct quiz_ask ask = ask_in_order(only_card(quiz));
	struct quiz_grade grade;
	char expected[QUIZ_ERROR_MAX];

	(void)state;
	assert_int_equal(quiz_grade(only_card(quiz), &ask, "1 3", &grade, expected), 0);
	assert_int_equal(grade.chosen, 5);
}

static void solutions_are_lines(void **state)
{
	static const char *const rows[][2] = { { "Q{=a ~b}", "a" },
		{ "Q{~%50%a ~b ~%50%c}", "a|c" }, { "Q{F}", "false" }, { "Q{=a =%50%b =c}", "a|c" },
		{ "Q{#=1..2 =%50%0}", "1 to 2" }, { "Q{#0.5}", "0.5" },
		{ "Q{=a->1 =b->2 =->3}", "a -> 1|b -> 2" }, { "Q{}", "" } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_quiz_ struct quiz *quiz = quiz_of(rows[i][0]);
		_cleanup_strlist_ struct strlist lines = { 0 };
		char joined[64] = "";

		assert_int_equal(quiz_solution(only_card(quiz), &lines), 0);
		for (size_t k = 0; k < lines.count; k++)
			(void)snprintf(joined + strlen(joined), sizeof(joined) - strlen(joined),
				"%s%s", k > 0 ? "|" : "", lines.items[k]);
		assert_string_equal(joined, rows[i][1]);
	}
}

static void results_have_names(void **state)
{
	enum quiz_result result;

	(void)state;
	assert_int_equal(quiz_result_from_name("partly", &result), 0);
	assert_int_equal(result, QUIZ_PARTLY);
	assert_int_equal(quiz_result_from_name("open", &result), -EINVAL);
	assert_string_equal(quiz_result_name(QUIZ_OPEN), "open");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_graded),
		cmocka_unit_test(what_is_no_answer_is_told),
		cmocka_unit_test(an_answer_has_a_limit),
		cmocka_unit_test(a_short_answer_has_a_lower_limit),
		cmocka_unit_test(the_same_seed_asks_in_the_same_order),
		cmocka_unit_test(nothing_that_is_seen_depends_on_what_is_right),
		cmocka_unit_test(right_sides_are_shown_once),
		cmocka_unit_test(what_was_chosen_is_known),
		cmocka_unit_test(solutions_are_lines),
		cmocka_unit_test(results_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
