/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "ctl/html.h"

#include <stdbool.h>
#include <string.h>

static void expect(const char *text, const char *piece, bool is_there)
{
	_cleanup_buffer_ struct buffer out = { 0 };

	assert_int_equal(html_render(&out, text, strlen(text)), 0);
	if ((strstr(out.data, piece) != NULL) != is_there)
		print_error("%s: %s\n", text, piece);
	assert_int_equal(strstr(out.data, piece) != NULL, is_there);
}

static void title_is_the_first_heading_without_tags(void **state)
{
	(void)state;
	expect("# A *b* & c\n", "<title>A b &amp; c</title>", true);
	expect("no heading", "<title>Lesson</title>", true);
}

static void headings_have_an_id(void **state)
{
	(void)state;
	expect("## What `it` is, & why?\n", "<h2 id=\"what-it-is-why\">", true);
	expect("# Größe\n", "<h1 id=\"größe\">", true);
}

static void tables_and_code_scroll_in_themselves(void **state)
{
	(void)state;
	expect("| a |\n|---|\n| b |\n", "<div class=\"scroll\" tabindex=\"0\"", true);
	expect("| a |\n|---|\n| b |\n", "</table></div>", true);
	expect("```\nx\n```\n", "<pre tabindex=\"0\">", true);
}

static void links_lead_to_known_schemes_only(void **state)
{
	static const struct {
		const char *href;
		bool is_kept;
	} rows[] = {
		{ "https://example.org/", true },
		{ "HTTP://example.org/", true },
		{ "mailto:a@example.org", true },
		{ "#part", true },
		{ "other.html", true },
		{ "a/b:c", true },
		{ "javascript:alert(1)", false },
		{ "JavaScript:x", false },
		{ "data:text/html,x", false },
		{ "vbscript:x", false },
		{ "java&#115;cript:x", false },
		{ "javascript&colon;x", false },
		{ "file:///etc/passwd", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_buffer_ struct buffer text = { 0 };

		assert_int_equal(buffer_printf(&text, "[x](%s)", rows[i].href), 0);
		expect(text.data, "<a href=\"", rows[i].is_kept);
	}
}

static void raw_html_is_shown_not_run(void **state)
{
	(void)state;
	expect("<script>alert(1)</script>\n", "<script", false);
	expect("a <img src=x onerror=alert(1)>\n", "<img", false);
	expect("```\n</code><script>\n```\n", "<script", false);
}

static void control_characters_are_harmless(void **state)
{
	(void)state;
	expect("a\033b", "\033", false);
	expect("a\342\200\256b", "\342\200\256", false);
}

static void a_picture_is_its_description(void **state)
{
	(void)state;
	expect("![two *boxes*](https://example.org/x.png)\n", "<em>[image: two boxes]</em>", true);
	expect("![](x.png)\n", "<img", false);
	expect("![a](x.png \"t > u\") b\n", "</em> b", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(title_is_the_first_heading_without_tags),
		cmocka_unit_test(headings_have_an_id),
		cmocka_unit_test(tables_and_code_scroll_in_themselves),
		cmocka_unit_test(links_lead_to_known_schemes_only),
		cmocka_unit_test(raw_html_is_shown_not_run),
		cmocka_unit_test(a_picture_is_its_description),
		cmocka_unit_test(control_characters_are_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
