/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include "ctl/question.h"

#include <stdio.h>
#include <string.h>

/* A thing of "Key=value" lines. */
static void make_thing(struct thing *thing, const char *const *lines)
{
	for (; *lines; lines++) {
		const char *equals = strchr(*lines, '=');
		char key[32];

		(void)snprintf(key, sizeof(key), "%.*s", (int)(equals - *lines), *lines);
		assert_int_equal(thing_add(thing, key, equals + 1), 0);
	}
}

/* Keys as a string: ^ up, v down, | Enter, < Backspace, ! Escape; the last step. */
static int press(struct question *question, const char *keys)
{
	int step = QUESTION_STAY;

	for (; *keys; keys++) {
		static const char names[] = "^v|<!";
		static const enum key_kind kinds[] = { KEY_UP, KEY_DOWN, KEY_ENTER, KEY_BACKSPACE,
			KEY_ESCAPE };
		const char *found = strchr(names, *keys);
		struct key key = { .kind = found ? kinds[found - names] : KEY_TEXT,
			.text = { *keys } };

		step = question_take_key(question, &key);
	}
	return step;
}

static void assert_keys(
	const char *const *lines, const char *keys, int expected_step, const char *expected_value)
{
	_cleanup_thing_ struct thing thing = { 0 };
	_cleanup_(question_done) struct question question = { 0 };
	_cleanup_buffer_ struct buffer value = { 0 };

	make_thing(&thing, lines);
	question_init(&question, &thing);
	assert_int_equal(press(&question, keys), expected_step);
	if (expected_step != QUESTION_ANSWERED)
		return;
	assert_int_equal(question_value(&question, &value), 0);
	assert_string_equal(text_of(&value), expected_value);
}

static const char *const choice[] = { "Kind=choice", "Text=Which?", "Option=a", "Option=b",
	"Option=c", NULL };
static const char *const several[] = { "Kind=several", "Text=Which?", "Option=a", "Option=b",
	"Option=c", NULL };
static const char *const truth[] = { "Kind=truth", "Text=Is it?", NULL };
static const char *const pairs[] = { "Kind=matching", "Left=x", "Left=y", "Option=1", "Option=2",
	"Option=3", NULL };
static const char *const words[] = { "Kind=short", "Text=Say", NULL };

static void keys_become_values(void **state)
{
	static const struct {
		const char *const *lines;
		const char *keys;
		int step;
		const char *value;
	} rows[] = {
		{ choice, "|", QUESTION_ANSWERED, "1" },
		{ choice, "vv^|", QUESTION_ANSWERED, "2" },
		{ choice, "vvvvv|", QUESTION_ANSWERED, "3" },
		{ choice, "^^|", QUESTION_ANSWERED, "1" },
		{ choice, "3|", QUESTION_ANSWERED, "3" },
		{ choice, "4|", QUESTION_ANSWERED, "1" },
		{ choice, "0x |", QUESTION_ANSWERED, "1" },
		{ choice, "!", QUESTION_SKIPPED, "" },
		{ several, "|", QUESTION_ANSWERED, "0" },
		{ several, " vv |", QUESTION_ANSWERED, "1 3" },
		{ several, "131|", QUESTION_ANSWERED, "3" },
		{ truth, "y", QUESTION_ANSWERED, "true" },
		{ truth, "F", QUESTION_ANSWERED, "false" },
		{ truth, "v|", QUESTION_ANSWERED, "false" },
		{ truth, "2|", QUESTION_ANSWERED, "false" },
		{ truth, "x", QUESTION_STAY, "" },
		{ pairs, "|", QUESTION_STAY, "" },
		{ pairs, "b|", QUESTION_STAY, "" },
		{ pairs, "bA|", QUESTION_ANSWERED, "ba" },
		{ pairs, "da", QUESTION_STAY, "" },
		{ pairs, "ab<c|", QUESTION_ANSWERED, "ac" },
		{ pairs, "ab<<ca|", QUESTION_ANSWERED, "ca" },
		{ words, "|", QUESTION_STAY, "" },
		{ words, "ab<c|", QUESTION_ANSWERED, "ac" },
		{ words, "<<x y|", QUESTION_ANSWERED, "x y" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_keys(rows[i].lines, rows[i].keys, rows[i].step, rows[i].value);
}

static void a_whole_character_is_taken_back(void **state)
{
	_cleanup_thing_ struct thing thing = { 0 };
	_cleanup_(question_done) struct question question = { 0 };
	const struct key wide = { .kind = KEY_TEXT, .text = "漢" },
			 back = { .kind = KEY_BACKSPACE };

	(void)state;
	make_thing(&thing, words);
	question_init(&question, &thing);
	assert_int_equal(question_take_key(&question, &wide), QUESTION_STAY);
	assert_int_equal(question_take_key(&question, &wide), QUESTION_STAY);
	assert_int_equal(question_take_key(&question, &back), QUESTION_STAY);
	assert_string_equal(question.words.data, "漢");
}

static void words_have_a_limit(void **state)
{
	_cleanup_thing_ struct thing thing = { 0 };
	_cleanup_(question_done) struct question question = { 0 };
	const struct key key = { .kind = KEY_TEXT, .text = "x" };

	(void)state;
	make_thing(&thing, words);
	question_init(&question, &thing);
	for (size_t i = 0; i < QUESTION_TEXT_MAX + 1; i++)
		assert_int_equal(question_take_key(&question, &key), QUESTION_STAY);
	assert_int_equal(question.words.len, QUESTION_TEXT_MAX);
}

static void assert_look(const char *const *lines, const char *keys, enum question_look look,
	size_t columns, const char *expected)
{
	_cleanup_thing_ struct thing thing = { 0 };
	_cleanup_(question_done) struct question question = { 0 };
	_cleanup_buffer_ struct buffer out = { 0 };
	const struct term term = PLAIN(columns);

	make_thing(&thing, lines);
	question_init(&question, &thing);
	(void)press(&question, keys);
	assert_int_equal(question_put_body(&out, &term, &question, look), 0);
	assert_string_equal(text_of(&out), expected);
}

static void a_body_shows_options_and_what_is_entered(void **state)
{
	(void)state;
	assert_look(choice, "v", QUESTION_LISTED, 40, "   1  a\n   2  b\n   3  c\n");
	assert_look(choice, "v", QUESTION_DONE, 40, "   1  a\n>  2  b\n   3  c\n");
	assert_look(several, " v", QUESTION_DONE, 40, "  [x]  1  a\n> [ ]  2  b\n  [ ]  3  c\n");
	assert_look(pairs, "b", QUESTION_KEYED, 80,
		"  [b]  x\n> [ ]  y\n\n   a   1\n   b   2\n   c   3\n"
		"A letter for each line, then Enter. Esc skips, Ctrl-C leaves.\n");
	assert_look(words, "hi", QUESTION_KEYED, 40,
		"> hi_\nType, then Enter. Esc skips, Ctrl-C\nleaves.\n");
}

static void a_head_has_place_title_and_gap(void **state)
{
	static const char *const lines[] = { "Kind=short", "Title=T", "Above=Before.", "Text=It is",
		"Tail=now.", NULL };
	_cleanup_thing_ struct thing thing = { 0 };
	_cleanup_(question_done) struct question question = { 0 };
	_cleanup_buffer_ struct buffer out = { 0 };
	const struct term term = ASCII(40);

	(void)state;
	make_thing(&thing, lines);
	question_init(&question, &thing);
	assert_int_equal(question_put_head(&out, &term, &question, "1 of 2"), 0);
	assert_string_equal(text_of(&out), "1 of 2 - T\nBefore.\n\nIt is _____ now.\n");
}

static void options_past_the_limit_are_left_out(void **state)
{
	_cleanup_thing_ struct thing thing = { 0 };
	_cleanup_(question_done) struct question question = { 0 };

	(void)state;
	assert_int_equal(thing_add(&thing, "Kind", "choice"), 0);
	for (size_t i = 0; i < QUESTION_ANSWERS_MAX + 1; i++)
		assert_int_equal(thing_add(&thing, "Option", "x"), 0);
	question_init(&question, &thing);
	assert_int_equal(question.n_options, QUESTION_ANSWERS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_become_values),
		cmocka_unit_test(a_whole_character_is_taken_back),
		cmocka_unit_test(words_have_a_limit),
		cmocka_unit_test(a_body_shows_options_and_what_is_entered),
		cmocka_unit_test(a_head_has_place_title_and_gap),
		cmocka_unit_test(options_past_the_limit_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
