/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/text.h"

#include <string.h>

/* A string literal with its length, NULs within included. */
#define BYTES(literal) (literal), sizeof(literal) - 1

struct bytes {
	const char *data;
	size_t len;
};

static void valid_utf8_is_accepted(void **state)
{
	static const struct bytes rows[] = {
		{ BYTES("") },
		{ BYTES("plain") },
		{ BYTES("a\0b") },
		{ BYTES("\x7F") },
		{ BYTES("\xC2\x80") },
		{ BYTES("\xDF\xBF") },
		{ BYTES("\xE0\xA0\x80") },
		{ BYTES("\xED\x9F\xBF") },
		{ BYTES("\xEE\x80\x80") },
		{ BYTES("\xEF\xBF\xBD") }, /* the replacement itself */
		{ BYTES("\xF0\x90\x80\x80") },
		{ BYTES("\xF4\x8F\xBF\xBF") },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_true(text_is_utf8(rows[i].data, rows[i].len));
}

static void invalid_utf8_is_one_byte_a_time(void **state)
{
	static const struct bytes rows[] = {
		{ BYTES("\x80") },
		{ BYTES("\xBF") },
		{ BYTES("\xC0\x80") }, /* overlong */
		{ BYTES("\xC1\xBF") },
		{ BYTES("\xE0\x9F\xBF") },
		{ BYTES("\xF0\x8F\xBF\xBF") },
		{ BYTES("\xED\xA0\x80") },     /* surrogate */
		{ BYTES("\xF4\x90\x80\x80") }, /* past U+10FFFF */
		{ BYTES("\xF8\x88\x80\x80\x80") },
		{ BYTES("\xFF") },
		{ BYTES("\xC3") }, /* cut */
		{ BYTES("\xE2\x82") },
		{ BYTES("\xF0\x9F\x98") },
		{ BYTES("\xC3(") },
		{ BYTES("\xE2\x82(") },
	};
	unsigned point;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		/* Memory of just that size: nothing behind it may be read. */
		_cleanup_free_ char *exact = malloc(rows[i].len);

		assert_non_null(exact);
		memcpy(exact, rows[i].data, rows[i].len);
		assert_false(text_is_utf8(exact, rows[i].len));
		assert_int_equal(text_next(rows[i].data, rows[i].len, &point), 1);
		assert_int_equal(point, 0xFFFD);
	}
}

static void next_decodes_each_length(void **state)
{
	static const struct {
		struct bytes text;
		unsigned point;
		size_t size;
	} rows[] = {
		{ { BYTES("A") }, 'A', 1 },
		{ { BYTES("\xC3\xA9") }, 0xE9, 2 },
		{ { BYTES("\xE2\x82\xAC") }, 0x20AC, 3 },
		{ { BYTES("\xF0\x9F\x98\x80") }, 0x1F600, 4 },
		{ { BYTES("") }, 0, 0 },
		{ { BYTES("\0") }, 0, 1 },
	};
	unsigned point;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(
			text_next(rows[i].text.data, rows[i].text.len, &point), rows[i].size);
		assert_int_equal(point, rows[i].point);
	}
}

static void width_counts_columns(void **state)
{
	static const struct {
		struct bytes text;
		size_t width;
	} rows[] = {
		{ { BYTES("") }, 0 }, { { BYTES("abc") }, 3 }, { { BYTES("\xC3\xA9") }, 1 },
		{ { BYTES("e\xCC\x81") }, 1 },		       /* combining acute */
		{ { BYTES("\xE6\x97\xA5\xE6\x9C\xAC") }, 4 },  /* two ideographs */
		{ { BYTES("\xF0\x9F\x98\x80") }, 2 },	       /* emoji */
		{ { BYTES("\xEF\xBC\xA1") }, 2 },	       /* fullwidth A */
		{ { BYTES("\xE2\x80\x8D") }, 0 },	       /* zero width joiner */
		{ { BYTES("\xE2\x97\x8F \xE2\x9C\x93") }, 3 }, /* our own glyphs take one */
		{ { BYTES("\xE1\x84\x80\xE1\x85\xA1") }, 2 },  /* Hangul letters that join */
		{ { BYTES("\x1B[m") }, 3 }, { { BYTES("\xFF") }, 1 },
		{ { BYTES("\xE2\x80\xAE") }, 1 }, /* shown as the replacement */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(text_width(rows[i].text.data, rows[i].text.len), rows[i].width);
}

static void fit_ends_between_characters(void **state)
{
	static const struct {
		struct bytes text;
		size_t columns, used;
	} rows[] = {
		{ { BYTES("abc") }, 0, 0 }, { { BYTES("abc") }, 2, 2 }, { { BYTES("abc") }, 9, 3 },
		{ { BYTES("\xE6\x97\xA5x") }, 1, 0 }, { { BYTES("\xE6\x97\xA5x") }, 2, 3 },
		{ { BYTES("e\xCC\x81x") }, 1, 3 }, /* the mark stays with its letter */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(text_fit(rows[i].text.data, rows[i].text.len, rows[i].columns),
			rows[i].used);
}

static const struct {
	struct bytes plain;
	const char *escaped;
} ESCAPES[] = {
	{ { BYTES("") }, "" },
	{ { BYTES("a=b c") }, "a=b c" },
	{ { BYTES("a\tb\r\n\\") }, "a\\tb\\r\\n\\\\" },
	{ { BYTES("\0\x01\x1B\x7F") }, "\\x00\\x01\\x1b\\x7f" },
	{ { BYTES("\xC3\xA9") }, "\xC3\xA9" },
	{ { BYTES("\xFF\xC3") }, "\\xff\\xc3" },
	{ { BYTES("\xC2\x9B") }, "\\xc2\\x9b" }, /* a C1 control */
	{ { BYTES("say \"x\"") }, "say \"x\"" },
	{ { BYTES("\xEF\xBF\xBD") }, "\xEF\xBF\xBD" },
};

static void escape_gives_one_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(ESCAPES); i++) {
		_cleanup_buffer_ struct buffer buffer = { 0 };

		assert_int_equal(
			text_escape(&buffer, ESCAPES[i].plain.data, ESCAPES[i].plain.len), 0);
		assert_string_equal(buffer.data, ESCAPES[i].escaped);
	}
}

static void unescape_is_the_reverse(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(ESCAPES); i++) {
		_cleanup_buffer_ struct buffer buffer = { 0 };
		const struct bytes *plain = &ESCAPES[i].plain;

		assert_int_equal(
			text_unescape(&buffer, ESCAPES[i].escaped, strlen(ESCAPES[i].escaped)), 0);
		assert_int_equal(buffer.len, plain->len);
		assert_memory_equal(buffer.data, plain->data, plain->len);
	}
}

static void every_byte_survives_escaping(void **state)
{
	_cleanup_buffer_ struct buffer escaped = { 0 }, back = { 0 };
	char all[256];

	(void)state;
	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	assert_int_equal(text_escape(&escaped, all, sizeof(all)), 0);
	assert_true(text_is_utf8(escaped.data, escaped.len));
	assert_int_equal(text_unescape(&back, escaped.data, escaped.len), 0);
	assert_int_equal(back.len, sizeof(all));
	assert_memory_equal(back.data, all, sizeof(all));
}

static void unescape_refuses_what_it_does_not_know(void **state)
{
	static const char *const rows[] = { "\\", "a\\q", "\\x", "\\x1", "\\x1g", "\\xg1",
		"\\X41" };
	_cleanup_buffer_ struct buffer buffer = { 0 };

	(void)state;
	assert_int_equal(buffer_append_string(&buffer, "before"), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(text_unescape(&buffer, rows[i], strlen(rows[i])), -EINVAL);
		assert_string_equal(buffer.data, "before");
	}
	assert_int_equal(text_unescape(&buffer, "\\x4A\\x4a\\\"", 10), 0);
	assert_string_equal(buffer.data, "beforeJJ\"");
}

static void sanitize_disarms_the_terminal(void **state)
{
	static const struct {
		struct bytes plain;
		const char *shown;
	} rows[] = {
		{ { BYTES("a\tb\nc") }, "a\tb\nc" },
		{ { BYTES("\x1B[31m") }, "\\x1b[31m" },
		{ { BYTES("\r\x7F") }, "\\x0d\\x7f" },
		{ { BYTES("\xC2\x9B") }, "\xEF\xBF\xBD" },
		{ { BYTES("\xE2\x80\xAE") }, "\xEF\xBF\xBD" }, /* right-to-left override */
		{ { BYTES("\xFFx") }, "\xEF\xBF\xBDx" },
		{ { BYTES("\xC3\xA9") }, "\xC3\xA9" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_buffer_ struct buffer buffer = { 0 };

		assert_int_equal(text_sanitize(&buffer, rows[i].plain.data, rows[i].plain.len), 0);
		assert_string_equal(buffer.data, rows[i].shown);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid_utf8_is_accepted),
		cmocka_unit_test(invalid_utf8_is_one_byte_a_time),
		cmocka_unit_test(next_decodes_each_length),
		cmocka_unit_test(width_counts_columns),
		cmocka_unit_test(fit_ends_between_characters),
		cmocka_unit_test(escape_gives_one_line),
		cmocka_unit_test(unescape_is_the_reverse),
		cmocka_unit_test(every_byte_survives_escaping),
		cmocka_unit_test(unescape_refuses_what_it_does_not_know),
		cmocka_unit_test(sanitize_disarms_the_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
