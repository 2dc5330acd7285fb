/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/buffer.h"
#include "base/ini.h"

#include <string.h>

/* What the handler saw: "line section.key=value;". It fails at a key named "bad" and at one named
 * "memory". */
static int note(void *userdata, const char *section, const char *key, const char *value,
	unsigned line, struct ini_error *ret_error)
{
	if (strcmp(key, "bad") == 0)
		return ini_fail(ret_error, "'%s' is bad", value);
	if (strcmp(key, "memory") == 0)
		return -ENOMEM;
	return buffer_printf(userdata, "%u %s.%s=%s;", line, section, key, value);
}

static void sound_text_is_handed_over(void **state)
{
	static const struct {
		const char *text, *seen;
	} rows[] = {
		{ "", "" },
		{ "\n\n  \n", "" },
		{ "a=1", "1 .a=1;" },
		{ "[s]\na = b c \n", "2 s.a=b c;" },
		{ "[s]\r\na=1\r\n\r\nb=2\r\n", "2 s.a=1;4 s.b=2;" },
		{ "; no\n# no\n\t ; no\na=1", "4 .a=1;" },
		{ "[step hello]\na=", "2 step hello.a=;" },
		{ "[s] ; comment\na=1 ; comment", "2 s.a=1;" },
		{ "a=1;2#3 # 4", "1 .a=1;2#3 # 4;" },
		{ "a=\"x ; y", "1 .a=\"x;" }, /* quotes don't protect */
		{ "a=x: y=z", "1 .a=x: y=z;" },
		{ "a=1\n  b=2\n\n   c=3",
			"1 .a=1;2 .b=2;4 .c=3;" }, /* no values of several lines */
		{ "a=1 \\\n  b\\\r\n\tc=3\nd=4", "1 .a=1  b c=3;4 .d=4;" },
		{ "a=\\\n; no \\\n # no\n\n b=2", "1 .a=;5 .b=2;" },
		{ "; no \\\na=1\n[s\\\n]\nb=\\x ", "2 .a=1;5 s .b=\\x;" },
		{ "[s]\n[t]\na=1\n[s]\na=1", "3 t.a=1;5 s.a=1;" },
		{ "\xEF\xBB\xBF[s]\na=\xC3\xA9", "2 s.a=\xC3\xA9;" },
		{ "a=1\na=2", "1 .a=1;2 .a=2;" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_buffer_ struct buffer seen = { 0 };
		struct ini_error error;

		assert_int_equal(buffer_reserve(&seen, 1), 0);
		assert_int_equal(
			ini_parse_text(rows[i].text, strlen(rows[i].text), note, &seen, &error), 0);
		assert_string_equal(seen.data, rows[i].seen);
	}
}

static void errors_name_their_line_and_end_the_reading(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
		const char *message;
	} rows[] = {
		{ "a=1\nnonsense\nb=2", 2, "expected [section] or key = value" },
		{ "a=1\n\n\n[s\nb=2", 4, "a section's ']' is missing" },
		{ "a=1\n[]", 2, "a section without a name" },
		{ "a=1\n[s] x", 2, "something stands behind the section's ']'" },
		{ "a=1\n= x", 2, "a key is missing before '='" },
		{ "a=1\nb: c = d", 2, "':' in a key: expected key = value" },
		{ "a=1\nb ;c = d", 2, "';' in a key: expected key = value" },
		{ "a=1\nb=\x01", 2, "a control character (U+0001)" },
		{ "a=1\n \xEF\xBB\xBF=2", 2, "a byte order mark that is not at the text's begin" },
		{ "a=1\nb=1\rc=2\n", 2, "a control character (U+000D)" },
		{ "a=1\nb=\xFF", 2, "not valid UTF-8" },
		{ "a=1\nbad=x\ty\n", 2, "'x y' is bad" },
		{ "a=1\n[s ;t]\nb=1", 2, "';' in a section's name" },
		{ "a=1\nb=2 \\ \nc=3", 2, "a '\\' that isn't at the end of its line, or ends a comment" },
		{ "a=1\nb=2 ; c \\\nc=3", 2, "a '\\' that isn't at the end of its line, or ends a comment" },
		{ "a=1\n\\\n[s]\nb=1", 2, "a '\\' and nothing before it" },
		{ "a=1\nb=2 \\\n# no", 2, "a '\\' at the end of a line, and no line behind it" },
		{ "a=1\nb \\\n c\nd=1", 2, "expected [section] or key = value" },
		{ "a=1\nb=2 \\\n\x01", 3, "a control character (U+0001)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_buffer_ struct buffer seen = { 0 };
		struct ini_error error;

		assert_int_equal(
			ini_parse_text(rows[i].text, strlen(rows[i].text), note, &seen, &error),
			-EINVAL);
		assert_int_equal(error.line, rows[i].line);
		assert_string_equal(error.message, rows[i].message);
		assert_string_equal(seen.data, "1 .a=1;");
	}
}

static void nul_is_an_error(void **state)
{
	_cleanup_buffer_ struct buffer seen = { 0 };
	struct ini_error error;

	(void)state;
	assert_int_equal(ini_parse_text("a=1\0=2", 6, note, &seen, &error), -EINVAL);
	assert_int_equal(error.line, 1);
	assert_string_equal(error.message, "a control character (U+0000)");
}

static void handlers_errors_come_through(void **state)
{
	_cleanup_buffer_ struct buffer seen = { 0 };
	struct ini_error error;

	(void)state;
	assert_int_equal(ini_parse_text("a=1\nmemory=2\nb=3", 17, note, &seen, &error), -ENOMEM);
	assert_int_equal(error.line, 2);
	assert_string_equal(seen.data, "1 .a=1;");
}

/* "a=xxx" of so many bytes in all, with what follows. */
static int parse_long(size_t len, const char *rest, struct ini_error *ret_error, size_t *ret_seen)
{
	_cleanup_buffer_ struct buffer text = { 0 }, seen = { 0 };
	int r;

	assert_int_equal(buffer_append_string(&text, "a="), 0);
	while (text.len < len)
		assert_int_equal(buffer_append_char(&text, 'x'), 0);
	assert_int_equal(buffer_append_string(&text, rest), 0);
	r = ini_parse_text(text.data, text.len, note, &seen, ret_error);
	*ret_seen = seen.len;
	return r;
}

static void lines_are_whole_up_to_their_limit(void **state)
{
	static const char *const rests[] = { "", "\n", "\r\n" };
	struct ini_error error;
	size_t seen;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(parse_long(INI_LINE_MAX, rests[i], &error, &seen), 0);
		assert_int_equal(seen, INI_LINE_MAX + 4);
		assert_int_equal(parse_long(INI_LINE_MAX + 1, rests[i], &error, &seen), -EINVAL);
		assert_int_equal(error.line, 1);
		assert_int_equal(seen, 0);
	}
	/* With those that they go on in. */
	assert_int_equal(parse_long(INI_LINE_MAX - 3, "\\\n  xx\n", &error, &seen), 0);
	assert_int_equal(seen, INI_LINE_MAX + 4);
	assert_int_equal(parse_long(INI_LINE_MAX - 3, "\\\nb=1\n", &error, &seen), -EINVAL);
	assert_int_equal(error.line, 1);
	assert_int_equal(seen, 0);
	/* Where inih by itself cuts, or grows its line. */
	for (size_t len = 190; len < 210; len++) {
		assert_int_equal(parse_long(len, "\nb=1", &error, &seen), 0);
		assert_int_equal(seen, len + 4 + 7);
	}
}

/* The text with a name of so many bytes between its two halves. */
static int parse_name(const char *before, const char *after, int len, struct ini_error *ret_error)
{
	_cleanup_buffer_ struct buffer text = { 0 }, seen = { 0 };
	char name[64];

	memset(name, 'n', sizeof(name));
	name[len] = '\0';
	assert_int_equal(buffer_printf(&text, "%s%s%s", before, name, after), 0);
	return ini_parse_text(text.data, text.len, note, &seen, ret_error);
}

static void names_that_inih_would_cut_are_refused(void **state)
{
	static const char *const rows[][2] = { { "[", "]\na=1" }, { "", "=1" },
		{ "  ", " \t = 1" } };
	struct ini_error error;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(parse_name(rows[i][0], rows[i][1], 49, &error), 0);
		assert_int_equal(parse_name(rows[i][0], rows[i][1], 50, &error), -EINVAL);
		assert_int_equal(error.line, 1);
	}
}

static void text_is_bounded(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 }, seen = { 0 };
	struct ini_error error;

	(void)state;
	for (size_t i = 0; i < INI_LINES_MAX; i++)
		assert_int_equal(buffer_append_char(&text, '\n'), 0);
	assert_int_equal(ini_parse_text(text.data, text.len, note, &seen, &error), 0);
	assert_int_equal(buffer_append_char(&text, '\n'), 0);
	assert_int_equal(ini_parse_text(text.data, text.len, note, &seen, &error), -EINVAL);
	assert_int_equal(error.line, INI_LINES_MAX + 1);
	buffer_clear(&text);
	while (text.len < INI_TOTAL_MAX)
		assert_int_equal(buffer_printf(&text, ";%1022s\n", ""), 0);
	assert_int_equal(text.len, INI_TOTAL_MAX);
	assert_int_equal(ini_parse_text(text.data, text.len, note, &seen, &error), 0);
	assert_int_equal(buffer_append_char(&text, '\n'), 0);
	assert_int_equal(ini_parse_text(text.data, text.len, note, &seen, &error), -EINVAL);
	assert_int_equal(error.line, 0);
}

static void messages_are_one_cut_line(void **state)
{
	struct ini_error error;

	(void)state;
	assert_int_equal(ini_fail(&error, "a\nb%300s", ""), -EINVAL);
	assert_int_equal(strlen(error.message), INI_ERROR_MAX - 1);
	assert_null(strchr(error.message, '\n'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound_text_is_handed_over),
		cmocka_unit_test(errors_name_their_line_and_end_the_reading),
		cmocka_unit_test(nul_is_an_error),
		cmocka_unit_test(handlers_errors_come_through),
		cmocka_unit_test(lines_are_whole_up_to_their_limit),
		cmocka_unit_test(names_that_inih_would_cut_are_refused),
		cmocka_unit_test(text_is_bounded),
		cmocka_unit_test(messages_are_one_cut_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
