/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include "base/text.h"
#include "ctl/markdown.h"
#include "ctl/wrap.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name, *text, *expected; /* at 40 columns */
} rows[] = {
	{ "heading", "# Title\n\nText.", "Title\n═════\n\nText.\n" },
	{ "second heading has air", "a\n\n## Part\n\nb", "a\n\n\nPart\n────\n\nb\n" },
	{ "third heading", "a\n\n### Small\nb", "a\n\nSmall\n\nb\n" },
	{ "soft and hard breaks", "a\nb\\\nc", "a b\nc\n" },
	{ "tight list", "- a\n- b\n  - c\n", "• a\n• b\n  • c\n" },
	{ "loose list", "- a\n\n- b\n", "• a\n\n• b\n" },
	{ "ordered list counts from its start", "9. a\n10. b\n", "9. a\n10. b\n" },
	{ "list after paragraph", "a\n\n- b\n", "a\n\n• b\n" },
	{ "task list", "- [ ] a\n- [x] b\n", "[ ] a\n[x] b\n" },
	{ "item with two paragraphs", "1. a\n\n   b\n", "1. a\n\n   b\n" },
	{ "quote", "> a\n>\n> b\n", "│ a\n│\n│ b\n" },
	{ "code keeps its spaces", "```\n  a  b\n\n\tc\n```\n", "    a  b\n\n      c\n" },
	{ "rule", "a\n\n---\n", "a\n\n────────────────────────────────────────\n" },
	{ "emphasis and code without colour", "*a* **b** `c`", "a b `c`\n" },
	{ "link shows where it leads", "[a](https://b.example)", "a (https://b.example)\n" },
	{ "autolink once", "<https://b.example>", "https://b.example\n" },
	{ "link within the lesson", "[a](#b)", "a\n" },
	{ "image is its text", "![alt](x.png)", "[image: alt]\n" },
	{ "entities", "&amp; &lt; &#65; &#x42; &rarr; &unknown;", "& < A B → &unknown;\n" },
	{ "entities can't make control characters", "&#27; &#0; &#xd800; &#x9b;", "� � � �\n" },
	{ "raw html is text", "<b>x</b>\n\n<script>\n", "<b>x</b>\n\n<script>\n" },
	{ "control characters", "a\033[2Jb", "a\\x1b[2Jb\n" },
	{ "crlf", "a\r\nb\r\n", "a b\n" },
	{ "table", "| A | B |\n|:--|--:|\n| x | 10 |\n", "A   B\n─  ──\nx  10\n" },
	{ "empty", "", "" },
};

static void each_form_is_rendered(void **state)
{
	const struct term term = PLAIN(40);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_buffer_ struct buffer out = { 0 };

		assert_int_equal(
			markdown_render(&out, &term, rows[i].text, strlen(rows[i].text)), 0);
		if (strcmp(text_of(&out), rows[i].expected) != 0)
			print_error("%s\n", rows[i].name);
		assert_string_equal(text_of(&out), rows[i].expected);
	}
}

static void prose_has_a_margin_from_sixty_columns_on(void **state)
{
	_cleanup_buffer_ struct buffer narrow = { 0 }, wide = { 0 };
	const struct term below = PLAIN(59), at = PLAIN(60);

	(void)state;
	assert_int_equal(markdown_render(&narrow, &below, "a", 1), 0);
	assert_int_equal(markdown_render(&wide, &at, "a", 1), 0);
	assert_string_equal(narrow.data, "a\n");
	assert_string_equal(wide.data, "  a\n");
}

static void expect_width(const struct buffer *out, size_t columns)
{
	for (const char *line = text_of(out); *line;) {
		size_t len = strcspn(line, "\n");

		assert_true(wrap_width(line, len) <= columns);
		line += len + (line[len] == '\n');
	}
}

static const char everything[] =
	"# A heading that is rather long for a small terminal window\n\nSome prose, `code span "
	"that is long`, **bold text**.\n\n"
	"> - a list in a quote with enough words to be wrapped\n\n1. one\n   - two\n     - three "
	"words more\n\n"
	"| Name | What it means | Number |\n|---|---|--:|\n| a | some longer words in a cell | "
	"100000 |\n\n"
	"```\na line of code that is much longer than any small terminal window could show at "
	"once\n```\n\n---\n";

static void nothing_is_wider_than_the_terminal(void **state)
{
	(void)state;
	for (size_t columns = 24; columns < 130; columns++) {
		_cleanup_buffer_ struct buffer out = { 0 }, plain = { 0 };
		const struct term term = COLOURED(columns), without = PLAIN(columns);

		assert_int_equal(markdown_render(&out, &term, everything, strlen(everything)), 0);
		assert_int_equal(
			markdown_render(&plain, &without, everything, strlen(everything)), 0);
		expect_width(&out, columns);
		expect_width(&plain, columns);
	}
}

static void a_table_that_is_too_wide_becomes_records(void **state)
{
	_cleanup_buffer_ struct buffer out = { 0 };
	const struct term term = PLAIN(24);
	static const char text[] = "| Aaaaaaaaa | Bbbbbbbbb | Ccccccccc |\n|---|---|---|\n| first "
				   "one | second one | third one |\n";

	(void)state;
	assert_int_equal(markdown_render(&out, &term, text, strlen(text)), 0);
	assert_string_equal(
		out.data, "Aaaaaaaaa: first one\nBbbbbbbbb: second one\nCcccccccc: third one\n");
}

static void depth_is_bounded(void **state)
{
	static const char *const pieces[] = { "> ", "- ", "1. " };
	const struct term term = COLOURED(80);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		_cleanup_buffer_ struct buffer text = { 0 }, out = { 0 };

		for (size_t k = 0; k < 200; k++)
			assert_int_equal(buffer_append_string(&text, pieces[i]), 0);
		assert_int_equal(buffer_append_string(&text, "end\n\nafter\n"), 0);
		assert_int_equal(markdown_render(&out, &term, text.data, text.len), 0);
		assert_non_null(strstr(out.data, "end"));
		assert_non_null(strstr(out.data, "after"));
	}
}

static void any_bytes_are_survived(void **state)
{
	static const char alphabet[] = "#>-*_`|~[]()<>!&;:.\\\"\n\n\n \t01ab\033\302\240";
	const struct term term = COLOURED(33);
	unsigned seed = 1;

	(void)state;
	for (size_t round = 0; round < 500; round++) {
		_cleanup_buffer_ struct buffer text = { 0 }, out = { 0 };

		for (size_t i = 0; i < 200; i++) {
			seed = seed * 1103515245U + 12345U;
			assert_int_equal(buffer_append_char(&text,
						 alphabet[(seed >> 16) % (sizeof(alphabet) - 1)]),
				0);
		}
		assert_int_equal(markdown_render(&out, &term, text.data, text.len), 0);
		assert_true(text_is_utf8(text_of(&out), out.len));
		for (size_t i = 0; i < out.len; i++) /* no escape but our own */
			assert_true(out.data[i] != '\033' || out.data[i + 1] == '[');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form_is_rendered),
		cmocka_unit_test(prose_has_a_margin_from_sixty_columns_on),
		cmocka_unit_test(nothing_is_wider_than_the_terminal),
		cmocka_unit_test(a_table_that_is_too_wide_becomes_records),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(any_bytes_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
