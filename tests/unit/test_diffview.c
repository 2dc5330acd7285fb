/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include "ctl/diffview.h"
#include "ctl/wrap.h"

#include <string.h>

static const struct diffview view = { .indent = 2, .left = "expected", .right = "yours" };

static void expect(
	struct term term, struct diffview how, const char *const *lines, const char *expected)
{
	_cleanup_strlist_ struct strlist rows = { 0 };
	_cleanup_buffer_ struct buffer out = { 0 };

	for (; *lines; lines++)
		assert_int_equal(strlist_add(&rows, *lines), 0);
	assert_int_equal(diffview_render(&out, &term, &how, &rows), 0);
	assert_string_equal(text_of(&out), expected);
}

#define ROWS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void no_rows_are_no_lines(void **state)
{
	(void)state;
	expect(PLAIN(80), view, (const char *const[]){ NULL }, "");
}

static void the_two_stand_beside_each_other_from_seventy_columns_on(void **state)
{
	(void)state;
	expect(PLAIN(70), view, ROWS("  same", "- a", "+ b"),
		"    expected                       │   yours\n"
		"    same                           │   same\n"
		"  - a                              │ + b\n");
}

static void one_under_the_other_below_that(void **state)
{
	(void)state;
	expect(PLAIN(69), view, ROWS("  same", "- a", "+ b"),
		"  - expected  + yours\n    same\n  - a\n  + b\n");
}

static void plain_is_never_beside(void **state)
{
	struct diffview plain = view;

	(void)state;
	plain.is_plain = true;
	expect(PLAIN(120), plain, ROWS("- a"), "  - expected  + yours\n  - a\n");
}

static void the_nth_of_each_belong_together(void **state)
{
	(void)state;
	expect(PLAIN(70), view, ROWS("- a1", "- a2", "+ b1", "+ c1"),
		"    expected                       │   yours\n"
		"  - a1                             │ + b1\n"
		"  - a2                             │ + c1\n");
	expect(PLAIN(70), view, ROWS("- a1", "- a2", "+ b1"),
		"    expected                       │   yours\n"
		"  - a1                             │ + b1\n"
		"  - a2                             │\n");
	expect(PLAIN(70), view, ROWS("+ b1"),
		"    expected                       │   yours\n"
		"                                   │ + b1\n");
}

static void remarks_go_across(void **state)
{
	(void)state;
	expect(PLAIN(70), view, ROWS("~ 12 equal lines"),
		"    expected                       │   yours\n"
		"    12 equal lines\n");
}

static void long_lines_go_on_below(void **state)
{
	(void)state;
	expect(PLAIN(70), view, ROWS("- 0123456789012345678901234567890", "+ x"),
		"    expected                       │   yours\n"
		"  - 012345678901234567890123456789 │ + x\n"
		"    0                              │\n");
}

static void rows_past_the_limit_are_counted(void **state)
{
	struct diffview two = view;

	(void)state;
	two.max_rows = 2;
	expect(PLAIN(40), two, ROWS("- a", "- b"), "  - expected  + yours\n  - a\n  - b\n");
	expect(PLAIN(40), two, ROWS("- a", "- b", "- c"),
		"  - expected  + yours\n  - a\n  - b\n    1 more rows; -l shows all\n");
}

static void marks_have_ascii_forms(void **state)
{
	(void)state;
	expect(ASCII(40), view, ROWS("- a·b→␍⏎…"), "  - expected  + yours\n  - a_b>\\r\\n...\n");
}

static void nothing_is_wider_than_the_terminal(void **state)
{
	_cleanup_strlist_ struct strlist rows = { 0 };

	(void)state;
	assert_int_equal(strlist_add(&rows, "- a\tlong 日本語 line that is expected to be wrapped "
					    "by the view, twice at least, I'd say"),
		0);
	assert_int_equal(
		strlist_add(&rows,
			"+ another\tlong 日本語 line that is expected to be wrapped by the view"),
		0);
	for (size_t columns = 20; columns < 200; columns++) {
		_cleanup_buffer_ struct buffer out = { 0 };
		const struct term term = COLOURED(columns);

		assert_int_equal(diffview_render(&out, &term, &view, &rows), 0);
		for (const char *line = out.data; *line; line += strcspn(line, "\n") + 1)
			assert_true(
				columns < 24 || wrap_width(line, strcspn(line, "\n")) <= columns);
	}
}

static void rows_of_no_form_are_survived(void **state)
{
	(void)state;
	expect(PLAIN(40), view, ROWS("", "-", "?x"), "  - expected  + yours\n\n  -\n  ? x\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_rows_are_no_lines),
		cmocka_unit_test(the_two_stand_beside_each_other_from_seventy_columns_on),
		cmocka_unit_test(one_under_the_other_below_that),
		cmocka_unit_test(plain_is_never_beside),
		cmocka_unit_test(the_nth_of_each_belong_together),
		cmocka_unit_test(remarks_go_across),
		cmocka_unit_test(long_lines_go_on_below),
		cmocka_unit_test(rows_past_the_limit_are_counted),
		cmocka_unit_test(marks_have_ascii_forms),
		cmocka_unit_test(nothing_is_wider_than_the_terminal),
		cmocka_unit_test(rows_of_no_form_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
