/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include "base/cleanup.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void set(const char *name, const char *value)
{
	if (value)
		assert_int_equal(setenv(name, value, 1), 0);
	else
		assert_int_equal(unsetenv(name), 0);
}

static void colour_follows_the_environment(void **state)
{
	/* A pipe: only SYSTEMD_COLORS can give it colour. */
	static const struct {
		const char *systemd, *no_color;
		bool expected;
	} rows[] = {
		{ NULL, NULL, false },
		{ "1", NULL, true },
		{ "true", "1", true },
		{ "256", NULL, true },
		{ "auto-16", NULL, true },
		{ "0", NULL, false },
		{ "no", NULL, false },
		{ "", NULL, false },
		{ NULL, "1", false },
	};
	int pipes[2];
	struct term term;

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	set("TERM", "xterm");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		set("SYSTEMD_COLORS", rows[i].systemd);
		set("NO_COLOR", rows[i].no_color);
		term_init(&term, pipes[1]);
		assert_int_equal(term.has_colour, rows[i].expected);
		assert_false(term.is_terminal);
	}
	(void)close(pipes[0]);
	(void)close(pipes[1]);
}

static void columns_come_from_the_environment_within_bounds(void **state)
{
	static const struct {
		const char *text;
		size_t expected;
	} rows[] = { { "132", 132 }, { NULL, 80 }, { "0", 80 }, { "x", 80 },
		{ "5", TERM_COLUMNS_MIN }, { "1000", 1000 }, { "1001", 80 }, { "-1", 80 } };
	struct term term;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		set("COLUMNS", rows[i].text);
		term_init(&term, -1);
		assert_int_equal(term.columns, rows[i].expected);
	}
}

static void every_glyph_and_style_is_there(void **state)
{
	const struct term utf8 = COLOURED(80), ascii = ASCII(80);

	(void)state;
	for (int i = 0; i < GLYPHS; i++) {
		assert_non_null(term_glyph(&utf8, (enum glyph)i));
		for (const char *c = term_glyph(&ascii, (enum glyph)i); *c; c++)
			assert_true((unsigned char)*c < 0x80);
	}
	for (int i = 0; i < STYLES; i++) {
		assert_true(term_style(&utf8, (enum style)i)[0] == '\033');
		assert_string_equal(term_style(&ascii, (enum style)i), "");
	}
}

static void styled_text_ends_its_style(void **state)
{
	_cleanup_buffer_ struct buffer out = { 0 };
	const struct term term = COLOURED(80);

	(void)state;
	assert_int_equal(term_styled(&out, &term, STYLE_BAD, "no"), 0);
	assert_string_equal(out.data, "\033[0;1;31mno\033[0m");
}

static void ascii_locale_has_no_utf8(void **state)
{
	struct term term;

	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C"));
	term_init(&term, -1);
	assert_false(term.has_utf8);
	if (setlocale(LC_CTYPE, "C.UTF-8")) {
		term_init(&term, -1);
		assert_true(term.has_utf8);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(colour_follows_the_environment),
		cmocka_unit_test(columns_come_from_the_environment_within_bounds),
		cmocka_unit_test(every_glyph_and_style_is_there),
		cmocka_unit_test(styled_text_ends_its_style),
		cmocka_unit_test(ascii_locale_has_no_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
