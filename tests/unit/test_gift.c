/* SPDX-License-Identifier: MIT */
/* GIFT, form by form, and where an error is seen. */
#include "quizzes.h"

static void assert_answer(const struct quiz_card *card, size_t index, const char *text,
	int32_t percent, const char *feedback)
{
	assert_true(index < card->n_answers);
	assert_string_equal(card->answers[index].text, text);
	assert_int_equal(card->answers[index].credit, percent * 1000);
	if (feedback)
		assert_string_equal(card->answers[index].feedback, feedback);
	else
		assert_null(card->answers[index].feedback);
}

static void a_choice_has_options_and_feedback(void **state)
{
	_cleanup_quiz_ struct quiz *quiz =
		quiz_of("::Title::Who?{=He #Yes ~She#No\n~%-25%It ####In all.}");
	const struct quiz_card *card = only_card(quiz);

	(void)state;
	assert_int_equal(card->kind, QUIZ_CHOICE);
	assert_string_equal(card->title, "Title");
	assert_string_equal(card->stem, "Who?");
	assert_string_equal(card->tail, "");
	assert_string_equal(card->feedback, "In all.");
	assert_int_equal(card->n_answers, 3);
	assert_answer(card, 0, "He", 100, "Yes");
	assert_answer(card, 1, "She", 0, "No");
	assert_answer(card, 2, "It", -25, NULL);
	assert_int_equal(quiz->n_questions, 1);
}

static void several_right_answers_have_weights(void **state)
{
	_cleanup_quiz_ struct quiz *quiz =
		quiz_of("Who?{~%33.333%a ~%33.333%b ~%33.333%c ~%-100%d ~e}");
	const struct quiz_card *card = only_card(quiz);

	(void)state;
	assert_int_equal(card->kind, QUIZ_SEVERAL);
	assert_int_equal(card->answers[0].credit, 33333);
	assert_answer(card, 3, "d", -100, NULL);
	assert_answer(card, 4, "e", 0, NULL);
}

static void a_percent_sign_alone_is_no_weight(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("Which prints a number?{=%d ~%s ~% 5 ~%%}");
	const struct quiz_card *card = only_card(quiz);

	(void)state;
	assert_answer(card, 0, "%d", 100, NULL);
	assert_answer(card, 2, "% 5", 0, NULL);
	assert_answer(card, 3, "%%", 0, NULL);
}

static void truths_take_their_feedback_for_wrong_first(void **state)
{
	static const char *const texts[] = { "Is it?{T#wrong#right####all}",
		"Is it?{TRUE #wrong #right #### all}", "Is it?{ true#wrong#right####all }" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		_cleanup_quiz_ struct quiz *quiz = quiz_of(texts[i]);
		const struct quiz_card *card = only_card(quiz);

		assert_int_equal(card->kind, QUIZ_TRUTH);
		assert_answer(card, 0, "true", 100, "right");
		assert_answer(card, 1, "false", 0, "wrong");
		assert_string_equal(card->feedback, "all");
	}
}

static void a_false_one_is_false(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("Is it?{F#wrong}");

	(void)state;
	assert_answer(only_card(quiz), 0, "true", 0, "wrong");
	assert_answer(only_card(quiz), 1, "false", 100, NULL);
}

static void short_answers_may_count_in_part(void **state)
{
	_cleanup_quiz_ struct quiz *quiz =
		quiz_of("Name?{=framing =%50%frames#Nearly}\n\nOther?{word}");

	(void)state;
	assert_int_equal(quiz->cards[0].kind, QUIZ_SHORT);
	assert_answer(&quiz->cards[0], 0, "framing", 100, NULL);
	assert_answer(&quiz->cards[0], 1, "frames", 50, "Nearly");
	assert_int_equal(quiz->cards[1].kind, QUIZ_SHORT);
	assert_answer(&quiz->cards[1], 0, "word", 100, NULL);
}

static void numbers_have_ranges_and_tolerances(void **state)
{
	static const struct {
		const char *text;
		double low, high;
	} rows[] = { { "N?{#2}", 2, 2 }, { "N?{#2:0.5}", 1.5, 2.5 }, { "N?{#1..5}", 1, 5 },
		{ "N?{# -1.5 .. +2 }", -1.5, 2 }, { "N?{#=-3:1}", -4, -2 },
		{ "N?{#1e3}", 1000, 1000 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_quiz_ struct quiz *quiz = quiz_of(rows[i].text);
		const struct quiz_card *card = only_card(quiz);

		assert_int_equal(card->kind, QUIZ_NUMERIC);
		assert_true(card->answers[0].low == rows[i].low &&
			    card->answers[0].high == rows[i].high);
	}
}

static void several_numbers_count_differently(void **state)
{
	_cleanup_quiz_ struct quiz *quiz =
		quiz_of("Year?{#=1822:0#Yes =%50%1822:2#Nearly ~#No ####All}");
	const struct quiz_card *card = only_card(quiz);

	(void)state;
	assert_int_equal(card->n_answers, 3);
	assert_int_equal(card->answers[1].credit, 50000);
	assert_true(card->answers[1].low == 1820);
	assert_true(card->answers[2].is_any);
	assert_string_equal(card->answers[2].feedback, "No");
	assert_string_equal(card->feedback, "All");
}

static void a_general_feedback_is_no_number(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("Think.{####As others did.}");

	(void)state;
	assert_int_equal(only_card(quiz)->kind, QUIZ_ESSAY);
	assert_string_equal(only_card(quiz)->feedback, "As others did.");
}

static void pairs_are_matched(void **state)
{
	_cleanup_quiz_ struct quiz *quiz =
		quiz_of("Match{=cat -> animal =oak->plant #both = -> stone}");
	const struct quiz_card *card = only_card(quiz);

	(void)state;
	assert_int_equal(card->kind, QUIZ_MATCHING);
	assert_answer(card, 0, "cat", 100, NULL);
	assert_string_equal(card->answers[0].match, "animal");
	assert_answer(card, 1, "oak", 100, "both");
	assert_string_equal(card->answers[1].match, "plant");
	assert_answer(card, 2, "", 100, NULL);
	assert_string_equal(card->answers[2].match, "stone");
}

static void an_arrow_in_a_choice_is_text(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("Member?{=p->x ~p.x}\n\nMember?{=p->x}");

	(void)state;
	assert_int_equal(quiz->cards[0].kind, QUIZ_CHOICE);
	assert_answer(&quiz->cards[0], 0, "p->x", 100, NULL);
	assert_int_equal(quiz->cards[1].kind, QUIZ_SHORT);
}

static void a_gap_stands_between_stem_and_tail(void **state)
{
	_cleanup_quiz_ struct quiz *quiz =
		quiz_of("Two plus {=two =2} equals four.\n\n{=A} begins.");

	(void)state;
	assert_true(quiz->cards[0].has_gap);
	assert_string_equal(quiz->cards[0].stem, "Two plus");
	assert_string_equal(quiz->cards[0].tail, "equals four.");
	assert_string_equal(quiz->cards[1].stem, "");
	assert_string_equal(quiz->cards[1].tail, "begins.");
}

static void empty_braces_are_an_essay_and_none_a_description(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of("Write. { }\n\n::Note::Only text.");

	(void)state;
	assert_int_equal(quiz->cards[0].kind, QUIZ_ESSAY);
	assert_int_equal(quiz->cards[1].kind, QUIZ_DESCRIPTION);
	assert_string_equal(quiz->cards[1].title, "Note");
	assert_int_equal(quiz->n_questions, 1);
}

static void escapes_are_characters(void **state)
{
	_cleanup_quiz_ struct quiz *quiz =
		quiz_of("::a\\:\\:b::x \\= \\{y\\} \\~ \\# \\: \\\\n\\nnext \\q{=\\=\\~\\#\\{\\}}");
	const struct quiz_card *card = only_card(quiz);

	(void)state;
	assert_string_equal(card->title, "a::b");
	assert_string_equal(card->stem, "x = {y} ~ # : \\n\nnext \\q");
	assert_answer(card, 0, "=~#{}", 100, NULL);
}

static void plain_text_is_folded_and_markdown_is_not(void **state)
{
	_cleanup_quiz_ struct quiz *quiz =
		quiz_of("One\n\t two   three{T}\n\n[markdown]One\n    two{=[plain] a\n b ~c\n d}");

	(void)state;
	assert_string_equal(quiz->cards[0].stem, "One two three");
	assert_false(quiz->cards[0].is_markdown);
	assert_string_equal(quiz->cards[1].stem, "One\n    two");
	assert_true(quiz->cards[1].is_markdown);
	assert_answer(&quiz->cards[1], 0, "a b", 100, NULL);
	assert_answer(&quiz->cards[1], 1, "c\n d", 0, NULL);
}

static void html_becomes_plain_text(void **state)
{
	_cleanup_quiz_ struct quiz *quiz = quiz_of(
		"[html]<p>A <b class\\=\"x\">bold</b>&nbsp;&lt;tag&gt; &\\#233;</p><!-- no -->"
		"<pre>a  b\n c</pre>1 < 2 & 3{=x<br/>y ~z}");
	const struct quiz_card *card = only_card(quiz);

	(void)state;
	assert_string_equal(card->stem, "A bold <tag> é\na  b\n c\n1 < 2 & 3");
	assert_false(card->is_markdown);
	assert_answer(card, 0, "x\ny", 100, NULL);
}

static void comments_are_passed_over_and_name_what_follows(void **state)
{
	_cleanup_quiz_ struct quiz *quiz =
		quiz_of("// first\n// [id:one] [tag:a b] [tag:c]\nQ1{T}\n\n  // in the middle {\n"
			"Q2{=a\n//~gone\n~b}\n\n// last\n");

	(void)state;
	assert_int_equal(quiz->n_cards, 2);
	assert_string_equal(quiz->cards[0].id, "one");
	assert_int_equal(quiz->cards[0].tags.count, 2);
	assert_string_equal(quiz->cards[0].tags.items[0], "a b");
	assert_int_equal(strncmp(quiz->cards[1].id, "q-", 2), 0);
	assert_int_equal(quiz->cards[1].n_answers, 2);
	assert_int_equal(quiz->cards[1].tags.count, 0);
}

static void a_category_holds_until_the_next(void **state)
{
	_cleanup_quiz_ struct quiz *quiz =
		quiz_of("Q0{T}\n\n$CATEGORY: a/b\n\nQ1{T}\n\nQ2{T}\n\n$CATEGORY:c\nQ3{T}\n");

	(void)state;
	assert_null(quiz->cards[0].category);
	assert_string_equal(quiz->cards[1].category, "a/b");
	assert_string_equal(quiz->cards[2].category, "a/b");
	assert_string_equal(quiz->cards[3].category, "c");
	assert_int_equal(quiz->cards[3].line, 10);
}

static void line_ends_may_be_crlf_and_a_mark_may_begin(void **state)
{
	_cleanup_quiz_ struct quiz *quiz =
		quiz_of("\xef\xbb\xbf// [id:x]\r\nQ1{T}\r\n\r\nQ2 {=a\r\n~b}\r\n");

	(void)state;
	assert_int_equal(quiz->n_cards, 2);
	assert_string_equal(quiz->cards[0].id, "x");
	assert_string_equal(quiz->cards[0].stem, "Q1");
	assert_answer(&quiz->cards[1], 0, "a", 100, NULL);
}

static void errors_say_where_and_what_was_expected(void **state)
{
	static const struct {
		const char *text;
		unsigned line, column;
		const char *message;
	} rows[] = {
		{ "Q{=a ~b", 1, 2, "this '{' has no '}': expected one before the next blank line" },
		{ "Q1{T}\n\nQ{=a\n\n~b}", 3, 2,
			"this '{' has no '}': expected one before the next blank line" },
		{ "x = 1{T}", 1, 3, "'=' outside of { }: expected '\\=' for the character" },
		{ "é}{T}", 1, 2, "'}' outside of { }: expected '\\}' for the character" },
		{ "Q{T} and {F}", 1, 10,
			"a second '{': expected a blank line before the next question, or '\\{' "
			"for the character" },
		{ "Q{=a {b} ~c}", 1, 6, "'{' here: expected '}', or '\\{' for the character" },
		{ "Q{T=x}", 1, 4, "'=' here: expected '}', or '\\=' for the character" },
		{ "Q{=a#b#c ~d}", 1, 7, "'#' here: expected '}', or '\\#' for the character" },
		{ "::Title", 1, 3, "a title without its end: expected \"::\" behind it" },
		{ "::Title::", 1, 1, "a title without a question" },
		{ "{T}", 1, 1, "answers without a question: expected its text before '{'" },
		{ "Q{~a ~b}", 1, 1,
			"no option is right: expected one that begins with '=' or has a weight" },
		{ "\nQ{~%50%a ~%25%b}", 2, 1,
			"the weights of the right options are 75 % together: expected 100 %" },
		{ "Q{=%50%a ~b}", 1, 1, "no option is wholly right" },
		{ "Q{~%100%a}", 1, 1, "only one option: expected two or more" },
		{ "Q{=a ~}", 1, 1, "option 2 is empty" },
		{ "Q{=}", 1, 3, "an empty answer: expected a text behind '='" },
		{ "Q{=%101%a ~b}", 1, 4, "\"%101%\" is no weight: expected -100 to 100" },
		{ "Q{=%1-1%a ~b}", 1, 4, "\"%1-1%\" is no weight: expected -100 to 100" },
		{ "Q{=a -> b =c}", 1, 11,
			"no \"->\" here as in the other answers: expected a pair" },
		{ "Q{=a -> b =c -> }", 1, 11, "nothing behind \"->\": expected a right side" },
		{ "Q{=a -> b = -> c}", 1, 3, "only one pair: expected two or more to match" },
		{ "Q{#x}", 1, 4, "\"x\" is no number: expected N, N:TOLERANCE or LEAST..MOST" },
		{ "Q{#}", 1, 4, "\"\" is no number: expected N, N:TOLERANCE or LEAST..MOST" },
		{ "Q{#1:-1}", 1, 4,
			"\"1:-1\" is no number: expected N, N:TOLERANCE or LEAST..MOST" },
		{ "Q{#1..2..3}", 1, 4,
			"\"1..2..3\" is no number: expected N, N:TOLERANCE or LEAST..MOST" },
		{ "Q{#inf}", 1, 4, "\"inf\" is no number: expected N, N:TOLERANCE or LEAST..MOST" },
		{ "Q{#=5..1}", 1, 5, "\"5..1\" holds no number: expected the smaller one first" },
		{ "Q{#~#no}", 1, 1, "no answer is wholly right" },
		{ "$CATEGORY: \n", 1, 12, "expected a category's path behind \"$CATEGORY:\"" },
		{ "// [id:a]\nQ{T}\n\n// [id:a]\nR{T}", 4, 8,
			"the id \"a\" belongs to the question of line 2: expected another" },
		{ "// [id:a][id:b] [id:c]\n// [id:d]\nQ{T}", 2, 8,
			"a second [id:...] for one question" },
		{ "// [id:a b]\nQ{T}", 1, 8, "expected an id without white space and '#'" },
		{ "// [id:q-1]\nQ{T}", 1, 8, "\"q-\" begins ids that are made: expected another" },
		{ "// [tag:]\nQ{T}", 1, 9, "expected a tag of 1 to 64 bytes" },
		{ "Q\x1b[2J{T}", 1, 2, "a control character (U+001B)" },
		{ "\001Q{T}", 1, 1, "a control character (U+0001)" },
		{ "Q{T}\rR", 1, 5, "a CR without LF: expected LF or CRLF as line end" },
		{ "Q\n\xff{T}", 2, 1, "not UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_quiz_error("quiz.gift", rows[i].text, strlen(rows[i].text), rows[i].line,
			rows[i].column, rows[i].message);
	assert_quiz_error("quiz.gift", "Q\0{T}", 5, 1, 2, "a control character (U+0000)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_choice_has_options_and_feedback),
		cmocka_unit_test(several_right_answers_have_weights),
		cmocka_unit_test(a_percent_sign_alone_is_no_weight),
		cmocka_unit_test(truths_take_their_feedback_for_wrong_first),
		cmocka_unit_test(a_false_one_is_false),
		cmocka_unit_test(short_answers_may_count_in_part),
		cmocka_unit_test(numbers_have_ranges_and_tolerances),
		cmocka_unit_test(several_numbers_count_differently),
		cmocka_unit_test(a_general_feedback_is_no_number),
		cmocka_unit_test(pairs_are_matched),
		cmocka_unit_test(an_arrow_in_a_choice_is_text),
		cmocka_unit_test(a_gap_stands_between_stem_and_tail),
		cmocka_unit_test(empty_braces_are_an_essay_and_none_a_description),
		cmocka_unit_test(escapes_are_characters),
		cmocka_unit_test(plain_text_is_folded_and_markdown_is_not),
		cmocka_unit_test(html_becomes_plain_text),
		cmocka_unit_test(comments_are_passed_over_and_name_what_follows),
		cmocka_unit_test(a_category_holds_until_the_next),
		cmocka_unit_test(line_ends_may_be_crlf_and_a_mark_may_begin),
		cmocka_unit_test(errors_say_where_and_what_was_expected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
