/* SPDX-License-Identifier: MIT */
/* A quiz as a whole: limits, ids, and Aiken. */
#include "quizzes.h"

#include "base/buffer.h"

static void repeat(struct buffer *text, const char *part, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_int_equal(buffer_append_string(text, part), 0);
}

/* `head`, n times `part`, `tail`: a quiz with n = max; with one more this error. */
static void assert_limit(const char *head, const char *part, const char *tail, size_t max,
	unsigned line, unsigned column, const char *message)
{
	_cleanup_buffer_ struct buffer at = { 0 }, past = { 0 };
	_cleanup_quiz_ struct quiz *quiz = NULL;

	repeat(&at, head, 1);
	repeat(&at, part, max);
	repeat(&at, tail, 1);
	quiz = quiz_of(at.data);
	repeat(&past, head, 1);
	repeat(&past, part, max + 1);
	repeat(&past, tail, 1);
	assert_quiz_error("quiz.gift", past.data, past.len, line, column, message);
}

static void limits_hold_at_them_and_one_past(void **state)
{
	(void)state;
	assert_limit("", "Q{T}\n\n", "", QUIZ_CARDS_MAX, 2 * QUIZ_CARDS_MAX + 1, 1,
		"more than 256 questions");
	assert_limit("Q{=x", "~a", "}", QUIZ_ANSWERS_MAX - 1, 1, 4 + 1 + 2 * (QUIZ_ANSWERS_MAX - 1),
		"more than 26 answers");
	assert_limit("", "x", "{T}", QUIZ_TEXT_MAX, 1, 1, "a text of more than 8192 bytes");
	assert_limit("Q{=", "x", "~b}", QUIZ_TEXT_MAX, 1, 4, "a text of more than 8192 bytes");
	assert_limit("Q{=a#", "x", "~b}", QUIZ_TEXT_MAX, 1, 6, "a text of more than 8192 bytes");
	assert_limit(
		"Q{=a~b####", "x", "}", QUIZ_TEXT_MAX, 1, 11, "a text of more than 8192 bytes");
	assert_limit("::", "x", "::Q{T}", QUIZ_TITLE_MAX, 1, 3, "a title of more than 256 bytes");
	assert_limit("$CATEGORY:", "x", "\n\nQ{T}", QUIZ_CATEGORY_MAX, 1, 11,
		"a category of more than 256 bytes");
	assert_limit("$CATEGORY:a", "/b", "\n\nQ{T}", QUIZ_CATEGORY_DEPTH_MAX - 1, 1, 11,
		"a category of more than 16 names");
	assert_limit("// [id:", "x", "]\nQ{T}", QUIZ_ID_MAX, 1, 8, "an id of more than 64 bytes");
	assert_limit(
		"// [tag:", "x", "]\nQ{T}", QUIZ_TAG_MAX, 1, 9, "expected a tag of 1 to 64 bytes");
	assert_limit("// ", "[tag:x]", "\nQ{T}", QUIZ_TAGS_MAX, 1, 4 + 7 * QUIZ_TAGS_MAX + 5,
		"more than 8 tags");
}

static void a_file_has_a_size(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	_cleanup_quiz_ struct quiz *quiz = NULL;

	(void)state;
	repeat(&text, "\n", QUIZ_BYTES_MAX - 4);
	repeat(&text, "Q{T}", 1);
	quiz = quiz_of(text.data);
	assert_int_equal(quiz->n_cards, 1);
	repeat(&text, "\n", 1);
	assert_quiz_error("quiz.gift", text.data, text.len, 1, 1, "more than 262144 bytes");
}

static void nothing_is_a_quiz_without_cards(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of(""), *comments = quiz_of("// a\n\n//b");

	(void)state;
	assert_int_equal(quiz->n_cards, 0);
	assert_int_equal(comments->n_cards, 0);
	assert_null(quiz_find(quiz, "x"));
}

static void a_card_keeps_its_id_until_it_is_worded_anew(void **state)
{
	_cleanup_quiz_ struct quiz *a = quiz_of("::T::Who?{=a ~b}"),
				   *b = quiz_of("Other{T}\n\n::T::Who?{=a ~c}"),
				   *c = quiz_of("::T::Who else?{=a ~b}");

	(void)state;
	assert_string_equal(a->cards[0].id, b->cards[1].id);
	assert_string_not_equal(a->cards[0].id, c->cards[0].id);
	assert_true(a->cards[0].revision != b->cards[1].revision);
	assert_ptr_equal(quiz_find(b, a->cards[0].id), &b->cards[1]);
}

static void the_same_question_twice_is_two_cards(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("Who?{=a ~b}\n\nWho?{=a ~b}");

	(void)state;
	assert_string_not_equal(quiz->cards[0].id, quiz->cards[1].id);
}

static void a_description_is_no_card_to_find(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("// [id:d]\nText.");

	(void)state;
	assert_null(quiz_find(quiz, "d"));
}

static void aiken_is_read_by_the_files_name(void **state)
{
	static const char text[] =
		"What is {this}?\r\nA) One = two\r\nB) Other\r\nANSWER: B\r\n\r\n"
		"Second?\nA. x\nB. y\nC. z\nANSWER: A";
	_cleanup_quiz_ struct quiz *quiz = quiz_of_file("q.aiken", text),
				   *same = quiz_of_file("q.txt", text);

	(void)state;
	assert_int_equal(quiz->n_cards, 2);
	assert_int_equal(same->n_cards, 2);
	assert_int_equal(quiz->cards[0].kind, QUIZ_CHOICE);
	assert_string_equal(quiz->cards[0].stem, "What is {this}?");
	assert_string_equal(quiz->cards[0].answers[0].text, "One = two");
	assert_int_equal(quiz->cards[0].answers[0].credit, 0);
	assert_int_equal(quiz->cards[0].answers[1].credit, QUIZ_CREDIT_FULL);
	assert_int_equal(quiz->cards[1].n_answers, 3);
}

static void aiken_errors_say_where(void **state)
{
	static const struct {
		const char *text;
		unsigned line, column;
		const char *message;
	} rows[] = {
		{ "A. x\n", 1, 1, "expected a question before its options" },
		{ "Q?\nB. x\n", 2, 1, "option B: expected option A" },
		{ "Q?\n x\n", 2, 2, "expected an option such as \"A. text\"" },
		{ "Q?\nA. x\nB. y\nz\n", 4, 1,
			"expected an option such as \"C. text\", or \"ANSWER: A\"" },
		{ "Q?\nA. x\nB. y\nANSWER: C\n", 4, 9,
			"expected the letter of one of the options above" },
		{ "Q?\nA. x\nANSWER: A\n", 1, 1, "only one option: expected two or more" },
		{ "Q?\nA. x\nB. y\n", 4, 1,
			"the last question has no end: expected \"ANSWER: A\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_quiz_error("q.aiken", rows[i].text, strlen(rows[i].text), rows[i].line,
			rows[i].column, rows[i].message);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_hold_at_them_and_one_past),
		cmocka_unit_test(a_file_has_a_size),
		cmocka_unit_test(nothing_is_a_quiz_without_cards),
		cmocka_unit_test(a_card_keeps_its_id_until_it_is_worded_anew),
		cmocka_unit_test(the_same_question_twice_is_two_cards),
		cmocka_unit_test(a_description_is_no_card_to_find),
		cmocka_unit_test(aiken_is_read_by_the_files_name),
		cmocka_unit_test(aiken_errors_say_where),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
